package org.insight.verify;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.insight.policy.Label;

/** Which two labels some reader sees on one day; the control role sees what withholds nothing. */
final class SeenTogether implements Serializable {

  private static final long serialVersionUID = 1L;

  private final BitSet whole = new BitSet();

  /** Of each label the scopes that ever see it, ascending, and from and to which day. */
  private final int[][] scopes;

  private final long[][] from;
  private final long[][] to;

  private SeenTogether(int labels) {
    scopes = new int[labels][];
    from = new long[labels][];
    to = new long[labels][];
  }

  static SeenTogether of(LabelBits labels, Rights rights) {
    List<String> all = new ArrayList<>(rights.scopes());
    SeenTogether seen = new SeenTogether(labels.size());
    for (int number = 0; number < labels.size(); number++) {
      Label label = labels.label(number);
      seen.whole.set(number, label.withheld().isEmpty());
      seen.add(number, label, all, rights);
    }
    return seen;
  }

  private void add(int number, Label label, List<String> all, Rights rights) {
    int[] by = new int[all.size()];
    long[] first = new long[all.size()];
    long[] last = new long[all.size()];
    int count = 0;
    for (int scope = 0; scope < all.size(); scope++) {
      Rights.Days days = rights.days(all.get(scope), label).orElse(null);
      if (days != null) {
        by[count] = scope;
        first[count] = days.from() == null ? Long.MIN_VALUE : days.from().toEpochDay();
        last[count] = days.to() == null ? Long.MAX_VALUE : days.to().toEpochDay();
        count++;
      }
    }
    scopes[number] = Arrays.copyOf(by, count);
    from[number] = Arrays.copyOf(first, count);
    to[number] = Arrays.copyOf(last, count);
  }

  /** Of two labels by their numbers; false of one that nobody knows. */
  boolean any(int one, int other) {
    if (one == LabelBits.NONE || other == LabelBits.NONE) {
      return false;
    }
    if (whole.get(one) && whole.get(other)) {
      return true;
    }
    int i = 0;
    int j = 0;
    while (i < scopes[one].length && j < scopes[other].length) {
      if (scopes[one][i] < scopes[other][j]) {
        i++;
      } else if (scopes[one][i] > scopes[other][j]) {
        j++;
      } else if (Math.max(from[one][i], from[other][j]) <= Math.min(to[one][i], to[other][j])) {
        return true;
      } else {
        i++;
        j++;
      }
    }
    return false;
  }
}
