package org.insight.services.ask;

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
    session
        .table(Tables.PROFILES)
        .select(RECORD, "features", "schema")
        .join(sought, RECORD)
        .join(session.table(Tables.SUBJECTS).select(RECORD, "properties", "identifiers"), RECORD)
        .selectExpr(
            RECORD,
            "features",
            "schema",
            "properties",
            "sort_array(transform(identifiers, i -> struct(i.kind, i.value)))")
        .collectAsList()
        .forEach(
            row ->
                sides.put(
                    row.getString(0),
                    new Weighing.Side(
                        Profile.unpack(row.<byte[]>getAs(1)),
                        row.getString(2).equals("Person"),
                        properties(row.getMap(3)),
                        row.isNullAt(4) ? Map.of() : identifiers(row.getList(4)))));
    return sides;
  }

  /** Normalised identifiers by kind. */
  private static Map<String, List<String>> identifiers(List<Row> rows) {
    Map<String, List<String>> identifiers = new HashMap<>();
    for (Row row : rows) {
      identifiers
          .computeIfAbsent(row.getString(0), kind -> new ArrayList<>())
          .add(row.isNullAt(1) ? "" : row.getString(1));
    }
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
