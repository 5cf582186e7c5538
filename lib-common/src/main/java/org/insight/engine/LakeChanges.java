package org.insight.engine;

import static org.apache.spark.sql.functions.col;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.lake.Lake;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.schemas.WriteMode;

/** Changes between the snapshots that a job's output last consumed and those of this run. */
final class LakeChanges implements Changes {

  /** Exclusive and inclusive. */
  private record Span(long after, long upTo) {}

  private final Lake lake;
  private final Job job;
  private final LakeInputs inputs;
  private final Map<TableName, Span> spans = new LinkedHashMap<>();
  private final Map<TableName, Dataset<Row>> keys = new LinkedHashMap<>();

  private LakeChanges(Lake lake, Job job, LakeInputs inputs) {
    this.lake = lake;
    this.job = job;
    this.inputs = inputs;
  }

  /**
   * Follows the history of each input.
   *
   * @param inputs the declared inputs, whole
   * @param before snapshot last consumed of each table
   * @param now snapshot of each declared input
   * @return empty where it cannot be followed: an input was not consumed before, was made anew as a
   *     whole though its contract says that it is added to or updated, or is kept no more as it was
   *     consumed
   */
  static Optional<LakeChanges> of(
      Lake lake,
      Job job,
      LakeInputs inputs,
      Map<TableName, Long> before,
      Map<TableName, Long> now) {
    LakeChanges changes = new LakeChanges(lake, job, inputs);
    for (Map.Entry<TableName, Long> e : now.entrySet()) {
      Long after = before.get(e.getKey());
      if (after == null || !changes.follow(e.getKey(), new Span(after, e.getValue()))) {
        return Optional.empty();
      }
    }
    return Optional.of(changes);
  }

  private boolean follow(TableName table, Span span) {
    spans.put(table, span);
    TableContract contract = lake.contracts().get(table);
    if (contract.write() == WriteMode.APPEND) {
      if (!lake.onlyAdded(table, span.after(), span.upTo())) {
        Optional<Dataset<Row>> removed = lake.removedKeys(contract, span.after(), span.upTo());
        removed.ifPresent(k -> keys.put(table, k));
        return removed.isPresent() && !contract.key().isEmpty();
      }
      return true;
    }
    if (contract.write() == WriteMode.UPDATE) {
      Optional<Dataset<Row>> found = lake.changedKeys(contract, span.after(), span.upTo());
      found.ifPresent(k -> keys.put(table, k));
      return found.isPresent();
    }
    return lake.history(table).snapshot(span.after()) != null;
  }

  @Override
  public Dataset<Row> table(TableName table) {
    return inputs.table(table);
  }

  @Override
  public Dataset<Row> withLabels(Dataset<Row> rows) {
    return inputs.withLabelsOfFew(rows);
  }

  @Override
  public Dataset<Row> changed(TableName table) {
    Span span = span(table);
    require(table, WriteMode.APPEND);
    if (span.after() == span.upTo()) {
      return lake.noRows(table);
    }
    Dataset<Row> added = lake.readAppended(table, span.after(), span.upTo());
    Dataset<Row> removed = keys.get(table);
    if (removed == null) {
      return added;
    }
    String[] key = lake.contracts().get(table).key().toArray(String[]::new);
    Column[] columns = Arrays.stream(added.columns()).map(c -> col(c)).toArray(Column[]::new);
    return added.unionByName(
        before(table).join(HeldRows.keys(removed), key, "left_semi").select(columns));
  }

  @Override
  public Dataset<Row> keys(TableName table) {
    span(table);
    require(table, WriteMode.UPDATE);
    Dataset<Row> found = keys.get(table);
    if (found == null) {
      throw new IllegalStateException("no keys of " + table);
    }
    return found;
  }

  @Override
  public Dataset<Row> before(TableName table) {
    return lake.readAt(table, span(table).after());
  }

  @Override
  public Dataset<Row> output() {
    return lake.read(job.writes());
  }

  private Span span(TableName table) {
    Span span = spans.get(table);
    if (span == null) {
      throw new InsightException(
          ErrorKind.INTERNAL,
          "Cannot say what has changed: the job "
              + job.name()
              + " did not declare the table, found "
              + table);
    }
    return span;
  }

  private void require(TableName table, WriteMode mode) {
    if (lake.contracts().get(table).write() != mode) {
      throw new InsightException(
          ErrorKind.INTERNAL,
          "Cannot say so of a table that is not of " + mode + ", found " + table);
    }
  }
}
