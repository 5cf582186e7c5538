package org.insight.services.ask;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Encoders;
import org.insight.access.ReaderSession;
import org.insight.schemas.Tables;
import org.insight.services.ask.EntityView.Fact;
import org.insight.services.ask.EntityView.Said;

/** What the records of an entity say, value by value, with who says so. */
final class EntityFacts {

  /** When a record was last changed: the date of what it says. */
  private static final String CHANGED = "modifiedAt";

  private EntityFacts() {}

  /** The values of all properties, sorted, each once. */
  static List<Fact> ofRecords(
      ReaderSession session, List<Explanation.Source> records, EntityTexts texts) {
    List<Value> values = values(session, records);
    Map<String, String> changed = new HashMap<>();
    values.stream()
        .filter(value -> value.property().equals(CHANGED))
        .forEach(value -> changed.merge(value.recordId(), value.value(), EntityFacts::later));
    Map<String, Said> sources = new HashMap<>();
    for (Explanation.Source record : records) {
      sources.put(
          record.recordId(),
          new Said(
              record.recordId(),
              record.path(),
              record.locator(),
              changed.getOrDefault(record.recordId(), texts.dateOf(record.itemId())),
              record.restrictions()));
    }
    Map<String, Map<String, List<Said>>> said = new TreeMap<>();
    for (Value value : values) {
      Said source = sources.get(value.recordId());
      if (source != null && !value.property().equals(CHANGED)) {
        said.computeIfAbsent(value.property(), property -> new TreeMap<>())
            .computeIfAbsent(value.value(), text -> new ArrayList<>())
            .add(source);
      }
    }
    List<Fact> facts = new ArrayList<>();
    said.forEach(
        (property, bySource) ->
            bySource.forEach((value, by) -> facts.add(new Fact(property, value, List.copyOf(by)))));
    return facts;
  }

  private static String later(String one, String other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private record Value(String recordId, String property, String value) {}

  private static List<Value> values(ReaderSession session, List<Explanation.Source> records) {
    return session
        .table(Tables.SUBJECTS)
        .join(
            broadcast(
                session
                    .table(Tables.SUBJECTS)
                    .sparkSession()
                    .createDataset(
                        records.stream().map(Explanation.Source::recordId).toList(),
                        Encoders.STRING())
                    .toDF("record_id")),
            "record_id")
        .select(
            col("record_id"), explode(col("properties")).as(new String[] {"property", "values"}))
        .select(col("record_id"), col("property"), explode(col("values")).as("value"))
        .where("value IS NOT NULL AND trim(value) <> ''")
        .distinct()
        .orderBy("property", "value", "record_id")
        .collectAsList()
        .stream()
        .map(row -> new Value(row.getString(0), row.getString(1), row.getString(2)))
        .toList();
  }
}
