package org.insight.policy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Labels as small numbers, with what tasks ask of them: a step that meets two labels for each of
 * many millions of rows carries the numbers and looks at the sets in memory. It holds a number for
 * each base policy of each label: of hundreds of thousands of policies a label has few.
 */
public final class NumberedLabels implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final StructType NUMBERS =
      new StructType()
          .add("policy_id", DataTypes.StringType, false)
          .add("label_number", DataTypes.IntegerType, false);

  /** For the driver alone. */
  private final transient ArrayList<String> ids = new ArrayList<>();

  private final ArrayList<int[]> granted = new ArrayList<>();
  private final ArrayList<int[]> withheld = new ArrayList<>();
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
      labels.granted.add(labels.numbered(label.granted(), numbers));
      labels.withheld.add(labels.numbered(label.withheld(), numbers));
    }
    return labels;
  }

  private int[] numbered(SortedSet<String> set, Map<String, Integer> numbers) {
    int[] numbered = new int[set.size()];
    int at = 0;
    for (String policy : set) {
      Integer number = numbers.get(policy);
      if (number == null) {
        number = policies.size();
        numbers.put(policy, number);
        policies.add(policy);
      }
      numbered[at++] = number;
    }
    return numbered;
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
      IntStream.of(granted.get(number)).forEach(allGranted::set);
      IntStream.of(withheld.get(number)).forEach(allWithheld::set);
    }
    return Label.of(names(allGranted), names(allWithheld));
  }

  private SortedSet<String> names(BitSet bits) {
    SortedSet<String> names = new TreeSet<>();
    bits.stream().forEach(bit -> names.add(policies.get(bit)));
    return names;
  }
}
