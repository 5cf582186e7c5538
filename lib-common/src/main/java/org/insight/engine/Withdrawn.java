package org.insight.engine;

import static org.apache.spark.sql.functions.col;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.lake.Lake;
import org.insight.lake.LocalRows;
import org.insight.schemas.Lineage;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.jspecify.annotations.Nullable;

/**
 * What a job has to take back because rows of its inputs were: the rows of its output that name one
 * of them, by the lineage of the contract. For jobs that read what is new only, whose rows each
 * come of one row of an input.
 */
final class Withdrawn {

  private final Lake lake;
  private final TableContract output;
  private final Map<TableName, Dataset<Row>> fresh = new LinkedHashMap<>();
  private @Nullable Dataset<Row> keys;
  private boolean addsNothing = true;

  private Withdrawn(Lake lake, TableContract output) {
    this.lake = lake;
    this.output = output;
  }

  /**
   * Follows the inputs.
   *
   * @param before snapshot last consumed of each
   * @param now snapshot of each
   * @return empty where it cannot be told what is gone: an input was made anew as a whole or taken
   *     back to an earlier state, or the contracts do not say what rows are made of
   */
  static Optional<Withdrawn> of(
      Lake lake, Job job, Map<TableName, Long> before, Map<TableName, Long> now) {
    Withdrawn withdrawn = new Withdrawn(lake, lake.contracts().get(job.writes()));
    for (Map.Entry<TableName, Long> input : now.entrySet()) {
      Long after = before.get(input.getKey());
      if (after == null
          || !withdrawn.follow(lake.contracts().get(input.getKey()), after, input.getValue())) {
        return Optional.empty();
      }
    }
    return Optional.of(withdrawn);
  }

  private boolean follow(TableContract input, long after, long upTo) {
    TableName table = input.name();
    if (after == upTo) {
      fresh.put(table, lake.noRows(table));
      return true;
    }
    if (lake.onlyAdded(table, after, upTo)) {
      Dataset<Row> added = lake.readAppended(table, after, upTo);
      fresh.put(table, added);
      addsNothing &= LocalRows.none(added);
      return true;
    }
    Optional<Dataset<Row>> removed = lake.removedKeys(input, after, upTo);
    List<Lineage> lineage = output.lineage().stream().filter(l -> names(l.from(), table)).toList();
    if (removed.isEmpty() || lineage.isEmpty() || output.key().isEmpty()) {
      return false;
    }
    String[] key = input.key().toArray(String[]::new);
    String id = input.grain().get(0);
    Dataset<Row> lost = lake.readAt(table, after).join(removed.get(), key, "left_semi");
    Map<String, Dataset<Row>> goneBy = new HashMap<>();
    for (Lineage from : lineage) {
      String by = from.from().equals(table) ? from.namedIn(input) : id;
      Dataset<Row> gone =
          goneBy.computeIfAbsent(
              by, c -> HeldRows.keys(lost.select(col(c).as("gone_id")).distinct()));
      Column named = col(from.column()).equalTo(col("gone_id"));
      for (Map.Entry<String, String> when : from.when().entrySet()) {
        named = named.and(col(when.getKey()).equalTo(when.getValue()));
      }
      Dataset<Row> found =
          lake.read(output.name())
              .join(gone, named, "left_semi")
              .select(output.key().stream().map(c -> col(c)).toArray(Column[]::new));
      keys = keys == null ? found : keys.union(found);
    }
    Dataset<Row> added = lake.readAppended(table, after, upTo);
    if (LocalRows.none(added)) {
      fresh.put(table, added);
      return true;
    }
    // Not what was added and is gone again.
    Dataset<Row> still =
        lake.readAt(table, upTo).join(added.select(id).distinct(), new String[] {id}, "left_semi");
    fresh.put(table, still);
    addsNothing = addsNothing && still.isEmpty();
    return true;
  }

  /** Whether the ids of a table are those of the input, or of rows that have the same ids. */
  private boolean names(TableName from, TableName input) {
    if (from.equals(input)) {
      return true;
    }
    return lake.contracts().find(from).stream()
        .flatMap(
            between ->
                between.lineage().stream().filter(l -> l.column().equals(between.grain().get(0))))
        .anyMatch(l -> l.from().equals(input));
  }

  /** Of each input, the rows that are new and still there. */
  Map<TableName, Dataset<Row>> fresh() {
    return fresh;
  }

  /** Whether no input has gained a row, so that there is no work for the job. */
  boolean addsNothing() {
    return addsNothing;
  }

  /** Keys of the output whose rows have to go, each once; empty where no input lost a row. */
  Optional<Dataset<Row>> keys() {
    return Optional.ofNullable(keys).map(k -> HeldRows.keys(k.distinct()));
  }
}
