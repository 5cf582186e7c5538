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

  private EntityFacts() {}

  /** The values of all properties, sorted, each once. */
  static List<Fact> ofRecords(
      ReaderSession session, List<Explanation.Source> records, EntityTexts texts) {
    Map<String, Said> sources = new HashMap<>();
    for (Explanation.Source record : records) {
      sources.put(
          record.recordId(),
          new Said(
              record.recordId(),
              record.path(),
              record.locator(),
              texts.dateOf(record.itemId()),
              record.restrictions()));
    }
    Map<String, Map<String, List<Said>>> said = new TreeMap<>();
    session
        .table(Tables.SUBJECTS)
        .join(
            broadcast(
                session
                    .table(Tables.SUBJECTS)
                    .sparkSession()
                    .createDataset(List.copyOf(sources.keySet()), Encoders.STRING())
                    .toDF("record_id")),
            "record_id")
        .select(
            col("record_id"), explode(col("properties")).as(new String[] {"property", "values"}))
        .select(col("record_id"), col("property"), explode(col("values")).as("value"))
        .where("value IS NOT NULL AND trim(value) <> ''")
        .distinct()
        .orderBy("property", "value", "record_id")
        .collectAsList()
        .forEach(
            row -> {
              Said source = sources.get(row.getString(0));
              if (source != null) {
                said.computeIfAbsent(row.getString(1), property -> new TreeMap<>())
                    .computeIfAbsent(row.getString(2), value -> new ArrayList<>())
                    .add(source);
              }
            });
    List<Fact> facts = new ArrayList<>();
    said.forEach(
        (property, values) ->
            values.forEach((value, by) -> facts.add(new Fact(property, value, List.copyOf(by)))));
    return facts;
  }
}
