package org.insight.verify;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.policy.Label;
import org.jspecify.annotations.Nullable;

/** Labels of versions: which two of them one reader may ever see, and their union. */
final class VersionLabels implements Serializable {

  private static final long serialVersionUID = 1L;

  // By id of the label. Spark's serializer of broadcast values knows no records.
  private final HashMap<String, BitSet> granted = new HashMap<>();
  private final HashMap<String, BitSet> withheld = new HashMap<>();
  private final HashMap<String, BitSet> seenBy = new HashMap<>();

  private final HashMap<String, Integer> policies = new HashMap<>();
  private final ArrayList<String> policyIds = new ArrayList<>();

  private VersionLabels() {}

  /**
   * @param labels {@code policy_id}, {@code granted} and {@code withheld}, each id once
   */
  static VersionLabels of(Dataset<Row> labels, Rights rights) {
    VersionLabels all = new VersionLabels();
    List<String> scopes = List.copyOf(rights.scopes());
    for (Row row : labels.select("policy_id", "granted", "withheld").collectAsList()) {
      Label label = Label.of(row.<String>getList(1), row.<String>getList(2));
      BitSet seenBy = new BitSet();
      // Whoever sees all there is.
      seenBy.set(scopes.size(), label.withheld().isEmpty());
      for (int i = 0; i < scopes.size(); i++) {
        seenBy.set(i, rights.days(scopes.get(i), label).isPresent());
      }
      all.granted.put(row.getString(0), all.bits(label.granted()));
      all.withheld.put(row.getString(0), all.bits(label.withheld()));
      all.seenBy.put(row.getString(0), seenBy);
    }
    return all;
  }

  private BitSet bits(Collection<String> ids) {
    BitSet bits = new BitSet();
    for (String id : ids) {
      bits.set(
          policies.computeIfAbsent(
              id,
              policy -> {
                policyIds.add(policy);
                return policies.size();
              }));
    }
    return bits;
  }

  /** False of a label that is not known. */
  boolean seenTogether(String one, String other) {
    return seenBy
        .getOrDefault(one, new BitSet())
        .intersects(seenBy.getOrDefault(other, new BitSet()));
  }

  /** The id of the union of two labels; null if it contradicts itself. */
  @Nullable String union(String one, String other) {
    BitSet grants = union(granted, one, other);
    BitSet withholds = union(withheld, one, other);
    return grants.intersects(withholds) ? null : Label.of(ids(grants), ids(withholds)).id();
  }

  private static BitSet union(HashMap<String, BitSet> sets, String one, String other) {
    BitSet both = new BitSet();
    both.or(sets.getOrDefault(one, both));
    both.or(sets.getOrDefault(other, both));
    return both;
  }

  private List<String> ids(BitSet bits) {
    return bits.stream().mapToObj(policyIds::get).toList();
  }
}
