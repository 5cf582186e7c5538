package org.insight.services.ask;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.insight.access.ReaderSession;
import org.insight.resolution.Profile;
import org.insight.schemas.Tables;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** What records say, as far as a reader sees it, for a comparison of two of them. */
final class ComparedSides {

  private static final String RECORD = "record_id";

  private ComparedSides() {}

  /** The sides of a comparison by record; without those that the reader does not see. */
  static Map<String, Weighing.Side> of(ReaderSession session, Set<String> records) {
    Map<String, Weighing.Side> sides = new HashMap<>();
    if (records.isEmpty()) {
      return sides;
    }
    Dataset<Row> sought =
        session
            .table(Tables.PROFILES)
            .sparkSession()
            .createDataset(List.copyOf(records), Encoders.STRING())
            .toDF(RECORD);
    Map<String, Map<String, List<String>>> identifiers = identifiers(session, sought);
    session
        .table(Tables.PROFILES)
        .select(RECORD, "features", "schema")
        .join(sought, RECORD)
        .join(session.table(Tables.SUBJECTS).select(RECORD, "properties"), RECORD)
        .collectAsList()
        .forEach(
            row ->
                sides.put(
                    row.getString(0),
                    new Weighing.Side(
                        Profile.unpack(row.<byte[]>getAs(1)),
                        row.getString(2).equals("Person"),
                        properties(row.getMap(3)),
                        identifiers.getOrDefault(row.getString(0), Map.of()))));
    return sides;
  }

  /** Normalised identifiers by record and kind. */
  private static Map<String, Map<String, List<String>>> identifiers(
      ReaderSession session, Dataset<Row> sought) {
    Map<String, Map<String, List<String>>> identifiers = new HashMap<>();
    session
        .table(Tables.SUBJECTS)
        .join(sought, RECORD)
        .select(col(RECORD), explode(col("identifiers")).as("id"))
        .select(RECORD, "id.kind", "id.value")
        .orderBy("kind", "value")
        .collectAsList()
        .forEach(
            row ->
                identifiers
                    .computeIfAbsent(row.getString(0), id -> new HashMap<>())
                    .computeIfAbsent(row.getString(1), kind -> new ArrayList<>())
                    .add(row.isNullAt(2) ? "" : row.getString(2)));
    return identifiers;
  }

  private static Map<String, List<String>> properties(
      scala.collection.Map<String, Seq<String>> properties) {
    Map<String, List<String>> map = new HashMap<>();
    JavaConverters.mapAsJavaMap(properties)
        .forEach(
            (property, values) -> {
              if (values != null) {
                map.put(property, JavaConverters.seqAsJavaList(values));
              }
            });
    return map;
  }
}
