package org.insight.verify;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.core.SaltedHash;
import org.insight.policy.Label;
import org.insight.schemas.TableContract;

/**
 * What a run adds to the ledger is what became of entities that readers saw: a record was of the
 * one under one label, is of the other under another, and the row has both labels. What former runs
 * added cannot be made anew, for the memberships of then are gone. Of it, labels must be known,
 * must not contradict themselves, and must grant each record that the row names.
 */
final class LedgerCheck implements Check {

  private static final Column[] MOVE = {
    col("entity_id"), col("other_entity_id"), col("policy_id"), col("record_ids")
  };
  private static final StructType MOVES =
      StructType.fromDDL(
          "record_id string, entity_id string, other_entity_id string, policy_id string");

  @Override
  public Tally check(Sources sources, TableContract contract, int examples) {
    Dataset<Row> looked = sources.looked(contract);
    Dataset<Row> ids = looked.select("policy_id").distinct();
    Dataset<Row> sound =
        LabelRegister.sound(sources, ids)
            .where("not arrays_overlap(granted, withheld)")
            .select(col("policy_id").as("sound_id"), col("granted"));
    Dataset<Row> lacking =
        looked
            .select(Tally.row(contract), col("policy_id"), explode(col("record_ids")).as("record"))
            .withColumn("key", SaltedHash.of(col("record")))
            .join(sources.origin(Sources.SUBJECTS, "record_id"), new String[] {"key"}, "left")
            .join(sound, col("policy_id").equalTo(col("sound_id")), "left")
            .where(
                coalesce(array_contains(col("granted"), col("policies")), lit(false))
                    .equalTo(false))
            .select(col("row").as("lacking"))
            .distinct();
    Dataset<Row> checked =
        looked
            .select(Tally.row(contract))
            .join(lacking, col("row").equalTo(col("lacking")), "left")
            .select(col("row"), when(col("lacking").isNotNull(), MismatchReason.LABEL).as("why"));
    Tally tally = Tally.of(sources, contract, checked, examples);
    if (sources.written().isEmpty()) {
      return tally;
    }
    Written written = sources.written().get();
    Dataset<Row> added =
        looked
            .join(
                written.before(contract.name()).select("at").distinct(),
                new String[] {"at"},
                "left_anti")
            .select(MOVE);
    Dataset<Row> due = moves(sources, written);
    List<String> named = List.of("entity_id", "other_entity_id");
    return tally
        .with(MismatchReason.UNEXPECTED, added.except(due), named, examples)
        .with(MismatchReason.MISSING, due.except(added), named, examples);
  }

  /** Record by record, and not by the rows that differ, as the job has them. */
  private static Dataset<Row> moves(Sources sources, Written written) {
    Dataset<Row> whole =
        versions(written.before(Sources.MEMBERSHIPS), true)
            .union(versions(sources.rows(Sources.MEMBERSHIPS), false));
    String[] record = {"record_id"};
    Dataset<Row> all =
        written
            .keys(sources.lake().contracts().get(Sources.MEMBERSHIPS))
            .map(keys -> whole.join(keys, record, "left_semi"))
            .orElse(whole);
    Dataset<Row> labels = LabelRegister.sound(sources, all.select("policy_id").distinct());
    return all.join(labels, "policy_id")
        .groupBy("record_id")
        .agg(
            collect_list(
                    struct(
                        col("was"),
                        col("entity_id"),
                        col("policy_id"),
                        col("granted"),
                        col("withheld")))
                .as("versions"))
        .flatMap(
            (FlatMapFunction<Row, Row>) row -> moves(row.getString(0), row.getList(1)),
            Encoders.row(MOVES))
        .groupBy("entity_id", "other_entity_id", "policy_id")
        .agg(array_sort(collect_set("record_id")).as("record_ids"))
        .select(MOVE);
  }

  private static Dataset<Row> versions(Dataset<Row> memberships, boolean was) {
    return memberships.select(
        col("record_id"), col("entity_id"), col("policy_id"), lit(was).as("was"));
  }

  private static Iterator<Row> moves(String record, List<Row> versions) {
    List<Row> moves = new ArrayList<>();
    for (Row before : versions) {
      for (Row now : versions) {
        if (before.getBoolean(0)
            && !now.getBoolean(0)
            && !before.getString(1).equals(now.getString(1))
            && isAlone(before, versions)
            && isAlone(now, versions)) {
          Label label = label(before).with(label(now));
          if (!label.contradictory()) {
            moves.add(RowFactory.create(record, before.getString(1), now.getString(1), label.id()));
          }
        }
      }
    }
    return moves.iterator();
  }

  /** Whether a version is only before, or only now. */
  private static boolean isAlone(Row version, List<Row> versions) {
    return versions.stream()
        .noneMatch(
            other ->
                other.getBoolean(0) != version.getBoolean(0)
                    && other.getString(1).equals(version.getString(1))
                    && other.getString(2).equals(version.getString(2)));
  }

  private static Label label(Row version) {
    return Label.of(version.getList(3), version.getList(4));
  }
}
