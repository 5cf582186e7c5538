package org.insight.verify;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_union;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
import org.insight.resolution.Models;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;

/** The rows that tables of viewer-relative sets should hold, made anew from what was found. */
final class Views {

  private static final StructType SEEN =
      StructType.fromDDL("id string, subject_id string, type string, policy_id string");

  private static final StructType OF_PARTS =
      StructType.fromDDL(
          "part int, subject_id string, schema string, policies string, kind string,"
              + " value string, features binary, basis string, score int, verdict string,"
              + " decided_at bigint, left_ids array<string>, right_ids array<string>");

  private Views() {}

  /**
   * Which record is in which entity, for whom, by the rights that memberships were made for: {@code
   * id}, {@code subject_id}, {@code type} (its schema) and {@code policy_id}. Persons and
   * organisations are tied by the pairs that were compared and by decisions, things of one schema
   * by strong identifiers. A record that nothing ties to another is an entity by itself.
   */
  static Dataset<Row> entities(Sources sources) {
    Column compared = ComparedRecords.isCompared(col("schema"));
    Dataset<Row> all =
        sources.rows(Sources.SUBJECTS).withColumn("subject", SaltedHash.of(col("record_id")));
    Dataset<Row> strong =
        sources
            .rows(Sources.IDENTIFIERS)
            .where(col("strong").and(col("subject_kind").equalTo("record")))
            .select(SaltedHash.of(col("subject_id")).as("subject"), col("kind"), col("value"));
    Dataset<Row> pairs = sources.rows(Sources.CANDIDATES).select("left_id", "right_id", "score");
    Dataset<Row> decisions = sources.held("decisions", () -> DecisionCheck.standing(sources));
    Broadcast<Parts> parts =
        parts(
            sources,
            all.where(not(compared))
                .join(strong, "subject")
                .select(
                    col("subject"),
                    SaltedHash.of(col("schema"), col("kind"), col("value")).as("shared"))
                .union(
                    pairs
                        .where(col("score").geq(Models.released().clusters().witness()))
                        .select(
                            explode(
                                array(
                                    SaltedHash.of(col("left_id")), SaltedHash.of(col("right_id")))),
                            SaltedHash.of(col("left_id"), col("right_id"))))
                .union(
                    decisions.select(
                        explode(
                            transform(
                                array_union(col("left_ids"), col("right_ids")),
                                record -> SaltedHash.of(record))),
                        SaltedHash.of(col("decision_id")))));
    Dataset<Row> placed =
        placed(
            sources,
            sources.lake().contracts().get(Sources.SUBJECTS),
            all,
            parts,
            looked(sources, Sources.MEMBERSHIPS, "record_id"),
            col("record_id").as("subject_id"),
            col("schema"));
    Dataset<Row> among = placed.where(col("part").notEqual(Parts.NONE));
    Dataset<Row> tied =
        rowsOfParts(among.where(not(compared)).join(strong, "subject"))
            .union(
                rowsOfParts(
                    among
                        .where(compared)
                        .join(
                            sources
                                .rows(Sources.PROFILES)
                                .select(
                                    col("record_id").as("subject_id"),
                                    col("features"),
                                    col("basis")),
                            "subject_id")))
            .union(
                rowsOfParts(
                    pairs
                        .withColumn("part", partOf(parts, SaltedHash.of(col("left_id"))))
                        .where(col("part").notEqual(Parts.NONE))
                        .withColumnRenamed("left_id", "subject_id")
                        .withColumnRenamed("right_id", "value")))
            .union(
                rowsOfParts(
                    decisions
                        .withColumn(
                            "part", partOf(parts, SaltedHash.of(col("left_ids").getItem(0))))
                        .withColumn("decided_at", unix_micros(col("decided_at")))
                        .withColumnRenamed("decision_id", "subject_id")
                        .withColumnRenamed("policy_id", "policies")));
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
   * What parts are made of: a thing's identifier ({@code kind} and {@code value}), a compared
   * record ({@code features}), a pair ({@code score}; {@code value} is the greater record), or a
   * decision ({@code verdict}).
   */
  private static Dataset<Row> rowsOfParts(Dataset<Row> rows) {
    List<String> there = List.of(rows.columns());
    return rows.select(
        Stream.of(OF_PARTS.fields())
            .map(
                field ->
                    (there.contains(field.name()) ? col(field.name()) : lit(null))
                        .cast(field.dataType())
                        .as(field.name()))
            .toArray(Column[]::new));
  }

  /**
   * Which subject is in which group, for whom, with the columns of {@link #entities}; its type is
   * its kind.
   */
  static Dataset<Row> groups(Sources sources) {
    Dataset<Row> found =
        sources.rows(Sources.IDENTIFIERS).withColumn("subject", SaltedHash.of(col("subject_id")));
    Broadcast<Parts> parts =
        parts(sources, found.select(col("subject"), Sources.shared().as("shared")));
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

  private static Broadcast<Parts> parts(Sources sources, Dataset<Row> found) {
    return sources.broadcast(Parts.of(found));
  }

  /** The part of a subject, by its hash. */
  private static Column partOf(Broadcast<Parts> parts, Column subject) {
    UDF1<Long, Integer> part = hash -> parts.value().of(hash);
    return udf(part, DataTypes.IntegerType).apply(subject);
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
      Broadcast<Parts> parts,
      Optional<Dataset<Row>> looked,
      Column... kept) {
    Column partOf = partOf(parts, col("subject"));
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
    PartViews things = new PartViews("E-");
    ComparedPart compared = new ComparedPart();
    while (rows.hasNext()) {
      Row row = rows.next();
      String id = row.getString(1);
      String schema = row.getString(2);
      if (!row.isNullAt(9)) {
        compared.decision(
            id,
            onePolicy(row),
            row.getLong(10),
            row.getString(9).equals("same"),
            row.getList(11),
            row.getList(12));
      } else if (!row.isNullAt(8)) {
        compared.pair(id, row.getString(5), row.getInt(8));
      } else if (!row.isNullAt(6)) {
        compared.subject(
            id, schema, onePolicy(row), row.<byte[]>getAs(6), "text".equals(row.getString(7)));
      } else {
        things.add(
            id,
            schema,
            onePolicy(row),
            new PartViews.Tie(row.getString(4), row.getString(5), schema));
      }
    }
    return Stream.concat(things.seen(rights, 1), compared.seen(rights)).iterator();
  }

  private static Iterator<PartViews.Seen> groupsOf(Iterator<Row> rows, Rights rights) {
    PartViews views = new PartViews("G-");
    while (rows.hasNext()) {
      Row row = rows.next();
      views.add(
          row.getString(1),
          row.getString(2),
          onePolicy(row),
          new PartViews.Tie(row.getString(4), row.getString(5), ""));
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
