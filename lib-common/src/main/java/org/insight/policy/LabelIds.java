package org.insight.policy;

import static org.apache.spark.sql.functions.udf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.AccumulatorV2;
import org.jspecify.annotations.Nullable;

/**
 * Gives the ids of labels while rows are written, and keeps the labels that it has seen: rows carry
 * the id alone, and the sets, up to a kilobyte, are neither hashed for every row nor held for it.
 *
 * <p>The ids are those of {@link LabelColumns#id}. A task that is run twice tells its labels twice,
 * which does no harm.
 */
public final class LabelIds {

  private final Seen seen = new Seen();

  /** Starts with none seen. */
  public LabelIds(SparkContext context) {
    context.register(seen, "labels of rows");
  }

  /** The id of a label column, once for each row; the row's label is seen when it is computed. */
  public Column of(Column label) {
    return udf(new Id(seen), DataTypes.StringType).asNondeterministic().apply(label);
  }

  /**
   * As {@link #of}, of rows that bring the id, and the label it stands for on at least one row of
   * each id; where an id is not that of its label, the rows cannot be computed.
   */
  public Column of(Column id, Column label) {
    UDF2<String, Row, String> check = new CheckedId(new Id(seen));
    return udf(check, DataTypes.StringType).asNondeterministic().apply(id, label);
  }

  /** Labels by id, as far as rows that carry them have been computed. */
  public Map<String, Label> seen() {
    return seen.value();
  }

  /** Null parts mean "not known" and close the row, as in {@link LabelColumns}. */
  static Label read(@Nullable Row label) {
    if (label == null) {
      return Label.QUARANTINE;
    }
    List<String> granted = new ArrayList<>();
    List<String> withheld = new ArrayList<>();
    boolean known = add(label, 0, granted) & add(label, 1, withheld);
    if (!known || granted.isEmpty()) {
      granted.addAll(Label.QUARANTINE.granted());
    }
    return Label.of(granted, withheld);
  }

  private static boolean add(Row label, int column, List<String> ids) {
    if (label.isNullAt(column)) {
      return false;
    }
    boolean known = true;
    for (String id : label.<String>getList(column)) {
      if (id == null) {
        known = false;
      } else {
        ids.add(id);
      }
    }
    return known;
  }

  private static final class Id implements UDF1<Row, String> {

    private static final long serialVersionUID = 1L;

    /** Rows of one label mostly come together; the bound only limits memory. */
    private static final int REMEMBERED = 20_000;

    private final Seen seen;
    private transient Map<List<Object>, String> remembered = new HashMap<>();

    Id(Seen seen) {
      this.seen = seen;
    }

    @Override
    public String call(@Nullable Row row) {
      if (remembered == null || remembered.size() > REMEMBERED) {
        remembered = new HashMap<>();
      }
      if (row == null || row.isNullAt(0) || row.isNullAt(1)) {
        return id(row);
      }
      return remembered.computeIfAbsent(List.of(row.getList(0), row.getList(1)), sets -> id(row));
    }

    private String id(@Nullable Row row) {
      Label label = read(row);
      String id = label.id();
      seen.add(Map.entry(id, label));
      return id;
    }
  }

  private static final class CheckedId implements UDF2<String, Row, String> {

    private static final long serialVersionUID = 1L;

    private final Id ofLabel;

    CheckedId(Id ofLabel) {
      this.ofLabel = ofLabel;
    }

    @Override
    public String call(String id, @Nullable Row label) {
      if (label != null && !ofLabel.call(label).equals(id)) {
        throw new IllegalStateException(
            "Cannot label a row: the id is not that of the label, found " + OneLine.of(id));
      }
      return id;
    }
  }

  /** The labels that tasks have seen. */
  private static final class Seen
      extends AccumulatorV2<Map.Entry<String, Label>, Map<String, Label>> {

    private static final long serialVersionUID = 1L;

    private final TreeMap<String, Label> labels = new TreeMap<>();

    @Override
    public boolean isZero() {
      return labels.isEmpty();
    }

    @Override
    public AccumulatorV2<Map.Entry<String, Label>, Map<String, Label>> copy() {
      Seen copy = new Seen();
      synchronized (labels) {
        copy.labels.putAll(labels);
      }
      return copy;
    }

    @Override
    public void reset() {
      synchronized (labels) {
        labels.clear();
      }
    }

    @Override
    public void add(Map.Entry<String, Label> label) {
      synchronized (labels) {
        labels.put(label.getKey(), label.getValue());
      }
    }

    @Override
    public void merge(AccumulatorV2<Map.Entry<String, Label>, Map<String, Label>> other) {
      Map<String, Label> more = other.value();
      synchronized (labels) {
        labels.putAll(more);
      }
    }

    @Override
    public Map<String, Label> value() {
      synchronized (labels) {
        return new TreeMap<>(labels);
      }
    }
  }
}
