package org.insight.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.access.Access;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.services.LakeSession;
import org.insight.services.ReaderQueries;
import org.jspecify.annotations.Nullable;

/**
 * The entities of a reader's view of a lake beside the truth.
 *
 * @param inbox files of the inbox
 * @param landed files that the reader sees in the lake
 */
record TruthComparison(
    String reader, int inbox, int landed, TruthFigures persons, TruthFigures companies) {

  private static final String ITEMS = "SELECT path, size_bytes FROM landing.items WHERE depth = 0";

  private static final String RECORDS =
      "SELECT i.path, r.locator, r.schema, m.entity_id FROM landing.records r"
          + " JOIN landing.items i ON i.item_id = r.item_id"
          + " JOIN resolution.memberships m ON m.record_id = r.record_id"
          + " WHERE r.schema IN ('Person', 'LegalEntity', 'Company')";

  /**
   * Reads the lake with the reader's rights; the reads are audited.
   *
   * @throws InsightException INPUT if the lake is empty or holds an item that the inbox has not
   */
  static TruthComparison of(
      LakeSession session, SimulatedTruth truth, String reader, String purpose) {
    ReaderQueries queries = new ReaderQueries(session);
    Access access =
        new Access(queries.login(), reader, purpose, "comparison with the simulator's truth");
    List<Row> items = ask(queries, access, ITEMS);
    requireOf(truth, items);
    List<TrueRecord> persons = new ArrayList<>();
    List<TrueRecord> companies = new ArrayList<>();
    for (Row row : ask(queries, access, RECORDS)) {
      String schema = row.getString(2);
      TrueRecord record =
          truth.record(row.getString(0), row.getString(1), schema, row.getString(3));
      if (record != null) {
        (schema.equals("Company") ? companies : persons).add(record);
      }
    }
    return new TruthComparison(
        reader,
        truth.items(),
        items.size(),
        TruthFigures.of(persons, truth::relation),
        TruthFigures.of(companies, (a, b) -> SimulatedTruth.OTHER));
  }

  private static void requireOf(SimulatedTruth truth, List<Row> items) {
    long strange =
        items.stream().filter(item -> !truth.has(item.getString(0), item.getLong(1))).count();
    if (items.isEmpty() || strange > 0) {
      throw new InsightException(
          ErrorKind.INPUT,
          "Cannot compare with the truth: the lake must hold items of this inbox alone, found "
              + (items.isEmpty() ? "none" : strange + " others of " + items.size()));
    }
  }

  private static List<Row> ask(ReaderQueries queries, Access access, String query) {
    Rows rows = new Rows(new ArrayList<>());
    queries.answer("insight bench", access, query, rows);
    return rows.taken();
  }

  /** Keeps the rows of an answer. */
  private record Rows(List<Row> taken) implements ReaderQueries.Sink {

    @Override
    public long take(Dataset<Row> answer) {
      taken.addAll(answer.collectAsList());
      return given();
    }

    @Override
    public long given() {
      return taken.size();
    }
  }

  /** With the keys of the JSON answer, which stay. */
  Map<String, @Nullable Object> asMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("reader", reader);
    map.put("inbox_items", inbox);
    map.put("lake_items", landed);
    map.put("persons", persons.asMap());
    map.put("companies", companies.asMap());
    return map;
  }
}
