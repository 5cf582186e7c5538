package org.insight.verify;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.insight.core.SaltedHash;
import org.insight.engine.HeldRows;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;

/** The rows that tables of viewer-relative sets should hold, made anew from what was found. */
final class Views {

  private static final StructType SEEN =
      StructType.fromDDL("id string, subject_id string, type string, policy_id string");

  private Views() {}

  /**
   * Which record is in which entity, for whom, by the rights that memberships were made for: {@code
   * id}, {@code subject_id}, {@code type} (its schema) and {@code policy_id}. A record that nothing
   * ties to another is an entity by itself.
   */
  static Dataset<Row> entities(Sources sources) {
    Dataset<Row> all =
        sources.rows(Sources.RECORDS).withColumn("subject", SaltedHash.of(col("record_id")));
    Dataset<Row> strong =
        sources
            .rows(Sources.IDENTIFIERS)
            .where(col("strong").and(col("subject_kind").equalTo("record")))
            .select(SaltedHash.of(col("subject_id")).as("subject"), col("kind"), col("value"));
    Parts parts = Parts.of(strong.select(col("subject"), Sources.shared().as("shared")));
    Dataset<Row> placed =
        placed(
            sources,
            sources.lake().contracts().get(Sources.RECORDS),
            all,
            parts,
            looked(sources, Sources.MEMBERSHIPS, "record_id"),
            col("record_id").as("subject_id"),
            col("schema"));
    Dataset<Row> tied =
        placed
            .where(col("part").notEqual(Parts.NONE))
            .join(strong, "subject")
            .select("part", "subject_id", "schema", "policies", "kind", "value");
    UDF1<String, String> id = record -> PartViews.id("E-", record);
    Dataset<Row> alone =
        placed
            .where(col("part").equalTo(Parts.NONE))
            .select(
                udf(id, DataTypes.StringType).apply(col("subject_id")).as("id"),
                col("subject_id"),
                col("schema"),
                col("policies").as("policy_id"));
    return seen(sources, sources.rightsThen(Sources.MEMBERSHIPS), tied, Views::entitiesOf)
        .union(alone);
  }

  /**
   * Which subject is in which group, for whom, with the columns of {@link #entities}; its type is
   * its kind.
   */
  static Dataset<Row> groups(Sources sources) {
    Dataset<Row> found =
        sources.rows(Sources.IDENTIFIERS).withColumn("subject", SaltedHash.of(col("subject_id")));
    Parts parts = Parts.of(found.select(col("subject"), Sources.shared().as("shared")));
    Dataset<Row> tied =
        placed(
                sources,
                sources.lake().contracts().get(Sources.IDENTIFIERS),
                found,
                parts,
                looked(sources, Tables.GROUPS, "subject_id"),
                col("subject_id"),
                col("subject_kind"),
                col("kind"),
                col("value"))
            .where(col("part").notEqual(Parts.NONE))
            .select("part", "subject_id", "subject_kind", "policies", "kind", "value");
    return seen(sources, sources.rightsThen(Tables.GROUPS), tied, Views::groupsOf);
  }

  /**
   * Rows with what they rest on, {@code subject} and its {@code part}. What rests on nothing that
   * is known is seen by nobody, as what is quarantined.
   *
   * @param looked {@code subject} of all whose parts are looked at; empty: all are
   * @param kept what else to keep of the rows
   */
  private static Dataset<Row> placed(
      Sources sources,
      TableContract contract,
      Dataset<Row> rows,
      Parts parts,
      Optional<Dataset<Row>> looked,
      Column... kept) {
    Broadcast<Parts> known = sources.broadcast(parts);
    UDF1<Long, Integer> part = subject -> known.value().of(subject);
    Column partOf = udf(part, DataTypes.IntegerType).apply(col("subject"));
    Dataset<Row> placed = rows.withColumn("part", partOf);
    if (looked.isPresent()) {
      Dataset<Row> subjects = looked.get();
      // By a subject that is in no part by itself, else by its part.
      Column by =
          when(col("part").equalTo(Parts.NONE), col("subject"))
              .otherwise(col("part").cast("bigint"));
      Dataset<Row> wanted =
          HeldRows.keys(
              subjects
                  .withColumn("part", partOf)
                  .select(col("part").equalTo(Parts.NONE).as("alone_"), by.as("by_"))
                  .distinct());
      placed =
          placed
              .withColumn("alone_", col("part").equalTo(Parts.NONE))
              .withColumn("by_", by)
              .join(wanted, new String[] {"alone_", "by_"}, "left_semi");
    }
    List<Column> all = new ArrayList<>(List.of(kept));
    all.add(col("subject"));
    all.add(col("part"));
    Column policies = col("policies");
    return sources
        .traced(contract, placed, all.toArray(Column[]::new))
        .withColumn("policies", when(policies.isNull(), PolicySets.QUARANTINE).otherwise(policies));
  }

  /**
   * The subjects of the keys that are looked at; empty where all are.
   *
   * @param id the column of the key
   */
  private static Optional<Dataset<Row>> looked(Sources sources, TableName table, String id) {
    return sources
        .written()
        .flatMap(written -> written.keys(sources.lake().contracts().get(table)))
        .map(keys -> keys.select(SaltedHash.of(col(id)).as("subject")).distinct());
  }

  private interface Sets extends Serializable {
    Iterator<PartViews.Seen> of(Iterator<Row> rows, Rights rights);
  }

  private static Dataset<Row> seen(Sources sources, Rights then, Dataset<Row> tied, Sets sets) {
    Broadcast<Rights> rights = sources.broadcast(then);
    return tied.groupByKey((MapFunction<Row, Integer>) row -> row.getInt(0), Encoders.INT())
        .flatMapGroups(
            (FlatMapGroupsFunction<Integer, Row, Row>)
                (part, rows) -> new AsRows(sets.of(rows, rights.value())),
            Encoders.row(SEEN));
  }

  private record AsRows(Iterator<PartViews.Seen> seen) implements Iterator<Row> {
    @Override
    public boolean hasNext() {
      return seen.hasNext();
    }

    @Override
    public Row next() {
      PartViews.Seen next = seen.next();
      return RowFactory.create(next.id(), next.subject(), next.type(), next.policyId());
    }
  }

  private static Iterator<PartViews.Seen> entitiesOf(Iterator<Row> rows, Rights rights) {
    PartViews views = new PartViews("E-");
    while (rows.hasNext()) {
      Row row = rows.next();
      String schema = row.getString(2);
      for (PartViews.Tie tie : PartViews.ties(schema, row.getString(4), row.getString(5))) {
        views.add(row.getString(1), schema, onePolicy(row), tie);
      }
    }
    return views.seen(rights, 1).iterator();
  }

  private static Iterator<PartViews.Seen> groupsOf(Iterator<Row> rows, Rights rights) {
    PartViews views = new PartViews("G-");
    while (rows.hasNext()) {
      Row row = rows.next();
      views.add(
          row.getString(1),
          row.getString(2),
          onePolicy(row),
          new PartViews.Tie(row.getString(4), row.getString(5), "", true));
    }
    return views.seen(rights, 2).iterator();
  }

  private static String onePolicy(Row row) {
    List<String> policies = PolicySets.ids(row.getString(3));
    if (policies.size() != 1) {
      throw new IllegalStateException(
          "Cannot look at views: a subject must rest on one policy, found " + policies.size());
    }
    return policies.get(0);
  }
}
