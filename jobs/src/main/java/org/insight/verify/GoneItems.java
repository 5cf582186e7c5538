package org.insight.verify;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_union;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.run.HeldRows;
import org.insight.schemas.Lineage;
import org.insight.schemas.TableContract;

/**
 * Rows of items that readers were shown and that are there no more, as withdrawn ones. Where only
 * what a run wrote is looked at, a row that a job should have taken out and did not touch would be
 * passed over; so each table is searched for what these items, their records and the edges of these
 * are called.
 */
final class GoneItems {

  private static final String ID = "gone_id";

  /** What rows name, in tables whose contract names no lineage; the second are arrays. */
  private static final Map<String, List<List<String>>> NAMING =
      Map.of(
          "links.edges", List.of(List.of("source_id", "target_id"), List.of()),
          "links.groups", List.of(List.of("subject_id"), List.of()),
          "resolution.memberships", List.of(List.of("record_id"), List.of()),
          "curated.persons", List.of(List.of(), List.of("record_ids")),
          "curated.links", List.of(List.of("source_id", "target_id"), List.of("edge_ids")));

  private GoneItems() {}

  /** The rows of a table that name what is gone, each once; empty where nothing is gone. */
  static Optional<Dataset<Row>> rows(Sources sources, TableContract contract) {
    Optional<Dataset<Row>> gone = sources.known(Gone.class, () -> Gone.of(sources)).ids();
    Column[] named = named(contract);
    if (gone.isEmpty() || named.length == 0) {
      return Optional.empty();
    }
    Column[] grain = contract.grain().stream().map(c -> col(c)).toArray(Column[]::new);
    Column[] kept = Stream.concat(Stream.of(grain), Stream.of(ids(named))).toArray(Column[]::new);
    return Optional.of(
        sources
            .rows(contract.name())
            .select(kept)
            .join(gone.get(), new String[] {ID}, "left_semi")
            .select(grain)
            .distinct());
  }

  /** Arrays of the ids that a row names. */
  private static Column[] named(TableContract contract) {
    List<Column> named = new ArrayList<>();
    List<List<String>> own =
        NAMING.getOrDefault(contract.name().toString(), List.of(List.of(), List.of()));
    Stream<String> columns =
        Stream.concat(contract.lineage().stream().map(Lineage::column), own.get(0).stream());
    columns.distinct().forEach(c -> named.add(array(col(c))));
    own.get(1).forEach(c -> named.add(col(c)));
    return named.toArray(Column[]::new);
  }

  private static Column ids(Column[] arrays) {
    return explode(Stream.of(arrays).reduce((a, b) -> array_union(a, b)).orElseThrow()).as(ID);
  }

  /**
   * @param ids what is gone, in {@code gone_id}; empty where nothing is
   */
  private record Gone(Optional<Dataset<Row>> ids) {

    static Gone of(Sources sources) {
      Optional<Written> written = sources.written();
      if (written.isEmpty() || written.get().onlyAdded(Sources.ARRIVALS)) {
        return new Gone(Optional.empty());
      }
      Written run = written.get();
      HeldRows items =
          HeldRows.counted(
              ids(run.before(Sources.ARRIVALS), "item_id")
                  .join(ids(sources.rows(Sources.ARRIVALS), "item_id"), on(), "left_anti"));
      if (items.count() == 0) {
        return new Gone(Optional.empty());
      }
      Dataset<Row> records =
          run.before(Sources.RECORDS)
              .join(items.rows(), col("item_id").equalTo(col(ID)), "left_semi");
      Dataset<Row> subjects = HeldRows.keys(items.rows().union(ids(records, "record_id")));
      Dataset<Row> edges = run.before(EdgeEvidence.EDGES);
      return new Gone(
          Optional.of(
              HeldRows.keys(
                  subjects
                      .union(ids(of(edges, "source_id", subjects), "edge_id"))
                      .union(ids(of(edges, "target_id", subjects), "edge_id"))
                      .distinct())));
    }

    private static Dataset<Row> of(Dataset<Row> edges, String end, Dataset<Row> subjects) {
      return edges.join(subjects, col(end).equalTo(col(ID)), "left_semi");
    }

    private static Dataset<Row> ids(Dataset<Row> rows, String column) {
      return rows.select(col(column).as(ID));
    }

    private static String[] on() {
      return new String[] {ID};
    }
  }
}
