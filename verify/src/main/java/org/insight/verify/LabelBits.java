package org.insight.verify;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.policy.Label;

/** Labels as numbers, and their sets as those of base policies, in order. */
final class LabelBits implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The number of a label that nobody knows, or of a version that is not there. */
  static final int NONE = -1;

  private final HashMap<String, Integer> numbers = new HashMap<>();
  private final ArrayList<int[]> granted = new ArrayList<>();
  private final ArrayList<int[]> withheld = new ArrayList<>();
  private final HashMap<String, Integer> policies = new HashMap<>();
  private final ArrayList<String> ids = new ArrayList<>();

  private LabelBits() {}

  /**
   * @param labels {@code policy_id}, {@code granted} and {@code withheld}, each id once
   */
  static LabelBits of(Dataset<Row> labels) {
    LabelBits bits = new LabelBits();
    for (Row row : labels.select("policy_id", "granted", "withheld").collectAsList()) {
      bits.numbers.put(row.getString(0), bits.granted.size());
      bits.granted.add(bits.set(row.getList(1)));
      bits.withheld.add(bits.set(row.getList(2)));
    }
    return bits;
  }

  private int[] set(List<String> policyIds) {
    return policyIds.stream().mapToInt(this::policy).sorted().distinct().toArray();
  }

  private int policy(String id) {
    return policies.computeIfAbsent(
        id,
        i -> {
          ids.add(i);
          return policies.size();
        });
  }

  /** The base policies that a label grants; none of a label that nobody knows. */
  List<String> granted(int label) {
    return label == NONE ? List.of() : named(granted.get(label));
  }

  /** How many labels have a number. */
  int size() {
    return granted.size();
  }

  /** The label of a number. */
  Label label(int number) {
    return Label.of(named(granted.get(number)), named(withheld.get(number)));
  }

  private List<String> named(int[] set) {
    return IntStream.of(set).mapToObj(ids::get).toList();
  }

  int number(String policyId) {
    return numbers.getOrDefault(policyId, NONE);
  }

  /**
   * The one of these versions that a reader sees who is entitled to just what a label grants;
   * {@link #NONE} where that is none or more than one.
   */
  int seenBy(int label, List<Integer> versions) {
    int seen = NONE;
    if (label == NONE) {
      return NONE;
    }
    int[] may = granted.get(label);
    for (int version : versions) {
      if (version == NONE || IntStream.of(withheld.get(version)).anyMatch(p -> isIn(may, p))) {
        continue;
      }
      if (IntStream.of(granted.get(version)).allMatch(p -> isIn(may, p))) {
        if (seen != NONE) {
          return NONE;
        }
        seen = version;
      }
    }
    return seen;
  }

  private static boolean isIn(int[] set, int policy) {
    return Arrays.binarySearch(set, policy) >= 0;
  }

  /**
   * Whether a label is the union of two and of further policies.
   *
   * @param sets as in {@link PolicySets}
   */
  boolean isUnion(int label, int one, int other, List<String> sets) {
    BitSet all = union(granted.get(one), granted.get(other));
    for (String set : sets) {
      for (String policy : PolicySets.ids(set)) {
        Integer number = policies.get(policy);
        if (number == null) {
          return false;
        }
        all.set(number);
      }
    }
    BitSet none = union(withheld.get(one), withheld.get(other));
    return all.equals(union(granted.get(label))) && none.equals(union(withheld.get(label)));
  }

  private static BitSet union(int[]... sets) {
    BitSet all = new BitSet();
    for (int[] set : sets) {
      IntStream.of(set).forEach(all::set);
    }
    return all;
  }
}
