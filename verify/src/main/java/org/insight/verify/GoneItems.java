package org.insight.verify;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_union;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.engine.HeldRows;
import org.insight.schemas.Lineage;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;

/**
 * Rows of items that readers were shown and that are there no more, as withdrawn ones, and of the
 * records, documents and described persons that an item gives no more since it was read again.
 * Where only what a run wrote is looked at, a row that a job should have taken out and did not
 * touch would be passed over; so each table is searched for what these items, records and documents
 * and their edges are called.
 */
final class GoneItems {

  private static final String ID = "gone_id";

  /** A document is called as its item, which may be there still, with rows of its own. */
  private static final String DOCUMENT = "document ";

  /** What rows name, in tables whose contract names no lineage; the second are arrays. */
  private static final Map<String, List<List<String>>> NAMING =
      Map.of(
          "links.edges", List.of(List.of("source_id", "target_id"), List.of()),
          "links.groups", List.of(List.of("subject_id"), List.of()),
          "resolution.decisions", List.of(List.of(), List.of("left_ids", "right_ids")),
          "resolution.ledger", List.of(List.of(), List.of("record_ids")),
          "resolution.memberships",
              List.of(List.of("record_id"), List.of("evidence.other_record_id")),
          "curated.persons", List.of(List.of(), List.of("record_ids")),
          "curated.organisations", List.of(List.of(), List.of("record_ids")),
          "curated.objects", List.of(List.of(), List.of("subject_ids")),
          "curated.events", List.of(List.of(), List.of("participants.described_id")),
          "curated.links", List.of(List.of("source_id", "target_id"), List.of("edge_ids")));

  private GoneItems() {}

  /** The rows of a table that name what is gone, each once; empty where nothing is gone. */
  static Optional<Dataset<Row>> rows(Sources sources, TableContract contract) {
    Column[] named = named(contract);
    if (named.length == 0) {
      return Optional.empty();
    }
    Optional<Dataset<Row>> gone = sources.known(Gone.class, () -> Gone.of(sources)).ids();
    if (gone.isEmpty()) {
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

  /** Arrays of the ids that a row of a table names; none where the table's rows name nothing. */
  static Column[] named(TableContract contract) {
    List<Column> named = new ArrayList<>();
    List<List<String>> own =
        NAMING.getOrDefault(contract.name().toString(), List.of(List.of(), List.of()));
    Stream<String> columns =
        Stream.concat(contract.lineage().stream().map(Lineage::column), own.get(0).stream());
    columns.distinct().forEach(c -> named.add(array(col(c))));
    Stream<String> documents =
        contract.lineage().stream()
            .filter(lineage -> lineage.from().equals(Sources.DOCUMENTS))
            .map(Lineage::column);
    Stream.concat(documents, own.get(0).stream())
        .distinct()
        .forEach(c -> named.add(array(document(col(c)))));
    own.get(1).forEach(c -> named.add(col(c)));
    return named.toArray(Column[]::new);
  }

  private static Column document(Column id) {
    return concat(lit(DOCUMENT), id);
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
      if (written.isEmpty()
          || Stream.of(Sources.ARRIVALS, Sources.RECORDS, Sources.DOCUMENTS, Sources.DESCRIBED)
              .allMatch(written.get()::onlyAdded)) {
        return new Gone(Optional.empty());
      }
      Written run = written.get();
      HeldRows items = gone(sources, run, Sources.ARRIVALS);
      HeldRows records = gone(sources, run, Sources.RECORDS);
      HeldRows documents = gone(sources, run, Sources.DOCUMENTS);
      HeldRows described = gone(sources, run, Sources.DESCRIBED);
      if (items.count() + records.count() + documents.count() + described.count() == 0) {
        return new Gone(Optional.empty());
      }
      // Also such as are there still and should not be.
      Dataset<Row> ofItems =
          run.before(Sources.RECORDS)
              .join(items.rows(), col("item_id").equalTo(col(ID)), "left_semi");
      Dataset<Row> ofDocuments =
          run.before(Sources.DESCRIBED)
              .join(documents.rows(), col("document_id").equalTo(col(ID)), "left_semi");
      Dataset<Row> own =
          items
              .rows()
              .union(records.rows())
              .union(described.rows())
              .union(ids(ofItems, "record_id"))
              .union(ids(ofDocuments, "described_id"));
      Dataset<Row> subjects = HeldRows.keys(own.union(documents.rows()).distinct());
      Dataset<Row> edges = run.before(EdgeEvidence.EDGES);
      return new Gone(
          Optional.of(
              HeldRows.keys(
                  own.union(documents.rows().select(document(col(ID)).as(ID)))
                      .union(ids(of(edges, "source_id", subjects), "edge_id"))
                      .union(ids(of(edges, "target_id", subjects), "edge_id"))
                      .distinct())));
    }

    private static HeldRows gone(Sources sources, Written run, TableName table) {
      TableContract contract = sources.lake().contracts().get(table);
      return HeldRows.counted(ids(run.gone(contract), contract.grain().get(0)));
    }

    private static Dataset<Row> of(Dataset<Row> edges, String end, Dataset<Row> subjects) {
      return edges.join(subjects, col(end).equalTo(col(ID)), "left_semi");
    }

    private static Dataset<Row> ids(Dataset<Row> rows, String column) {
      return rows.select(col(column).as(ID));
    }
  }
}
