package org.insight.verify;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Labels as numbers, and their sets as bits: two for each label and base policy. */
final class LabelBits implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The number of a label that nobody knows, or of a version that is not there. */
  static final int NONE = -1;

  private final HashMap<String, Integer> numbers = new HashMap<>();
  private final ArrayList<BitSet> granted = new ArrayList<>();
  private final ArrayList<BitSet> withheld = new ArrayList<>();
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

  private BitSet set(List<String> policyIds) {
    BitSet set = new BitSet();
    for (String id : policyIds) {
      set.set(
          policies.computeIfAbsent(
              id,
              i -> {
                ids.add(i);
                return policies.size();
              }));
    }
    return set;
  }

  /** The base policies that a label grants; none of a label that nobody knows. */
  List<String> granted(int label) {
    if (label == NONE) {
      return List.of();
    }
    BitSet may = granted.get(label);
    return may.stream().mapToObj(ids::get).toList();
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
    BitSet may = granted.get(label);
    for (int version : versions) {
      if (version == NONE || withheld.get(version).intersects(may)) {
        continue;
      }
      BitSet more = (BitSet) granted.get(version).clone();
      more.andNot(may);
      if (more.isEmpty()) {
        if (seen != NONE) {
          return NONE;
        }
        seen = version;
      }
    }
    return seen;
  }

  /**
   * Whether a label is the union of two and of further policies.
   *
   * @param sets as in {@link PolicySets}
   */
  boolean isUnion(int label, int one, int other, List<String> sets) {
    BitSet all = (BitSet) granted.get(one).clone();
    all.or(granted.get(other));
    for (String set : sets) {
      for (String policy : PolicySets.ids(set)) {
        Integer number = policies.get(policy);
        if (number == null) {
          return false;
        }
        all.set(number);
      }
    }
    BitSet none = (BitSet) withheld.get(one).clone();
    none.or(withheld.get(other));
    return all.equals(granted.get(label)) && none.equals(withheld.get(label));
  }
}
