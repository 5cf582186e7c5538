package org.insight.policy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Labels as small numbers, with what tasks ask of them: a step that meets two labels for each of
 * many millions of rows carries the numbers and looks at the sets, as bits, in memory. It holds two
 * bits for each label and base policy.
 */
public final class NumberedLabels implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final StructType NUMBERS =
      new StructType()
          .add("policy_id", DataTypes.StringType, false)
          .add("label_number", DataTypes.IntegerType, false);

  private final ArrayList<String> ids = new ArrayList<>();
  private final ArrayList<BitSet> granted = new ArrayList<>();
  private final ArrayList<BitSet> withheld = new ArrayList<>();
  private final ArrayList<String> policies = new ArrayList<>();

  private NumberedLabels() {}

  /**
   * Numbers the labels of rows; they are held by the driver.
   *
   * @param labelled rows with {@code policy_id} and {@code label}, each id once
   */
  public static NumberedLabels of(Dataset<Row> labelled) {
    NumberedLabels labels = new NumberedLabels();
    Map<String, Integer> numbers = new HashMap<>();
    for (Row row : labelled.select("policy_id", "label").collectAsList()) {
      Label label = LabelIds.read(row.getStruct(1));
      labels.ids.add(row.getString(0));
      labels.granted.add(labels.bits(label.granted(), numbers));
      labels.withheld.add(labels.bits(label.withheld(), numbers));
    }
    return labels;
  }

  private BitSet bits(SortedSet<String> sets, Map<String, Integer> numbers) {
    BitSet bits = new BitSet();
    for (String policy : sets) {
      Integer number = numbers.get(policy);
      if (number == null) {
        number = policies.size();
        numbers.put(policy, number);
        policies.add(policy);
      }
      bits.set(number);
    }
    return bits;
  }

  /** Rows of {@code policy_id} and {@code label_number}, to join by. */
  public Dataset<Row> numbers(Dataset<Row> anyOfTheSession) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      rows.add(RowFactory.create(ids.get(i), i));
    }
    return anyOfTheSession.sparkSession().createDataFrame(rows, NUMBERS);
  }

  /** The label of what rests on rows of all these. */
  public Label union(Iterable<Integer> numbers) {
    BitSet allGranted = new BitSet();
    BitSet allWithheld = new BitSet();
    for (int number : numbers) {
      allGranted.or(granted.get(number));
      allWithheld.or(withheld.get(number));
    }
    return Label.of(names(allGranted), names(allWithheld));
  }

  private SortedSet<String> names(BitSet bits) {
    SortedSet<String> names = new TreeSet<>();
    bits.stream().forEach(bit -> names.add(policies.get(bit)));
    return names;
  }
}
