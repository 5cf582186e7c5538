package org.insight.jobs.curated;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.insight.core.SaltedHash;
import org.insight.engine.Changes;
import org.insight.policy.Grading;
import org.insight.policy.GradingScheme;
import org.insight.policy.Handling;
import org.insight.policy.HandlingScheme;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.jspecify.annotations.Nullable;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * What a row is worth by the policies that it rests on: the worst grading, the strictest handling,
 * and how many independent sources bear it out. All of it from what the row's reader sees.
 */
final class Worth {

  private static final UserDefinedFunction INDEPENDENT =
      udf(
          (UDF1<Seq<Row>, Integer>)
              said -> {
                Set<IndependentSources.Said> all = new HashSet<>();
                for (Row one : JavaConverters.seqAsJavaList(said)) {
                  all.add(new IndependentSources.Said(one.getString(0), one.getLong(1)));
                }
                return IndependentSources.count(all);
              },
          DataTypes.IntegerType);

  /** By id of the policy; held by each task, like the policies of some thousand sources. */
  private record Codes(@Nullable Handling handling, Grading grading) implements Serializable {}

  /** The orders by which rows are compared. What was compared by others is made anew. */
  static final String ORDERS =
      Stream.concat(
              Arrays.stream(HandlingScheme.values()).map(HandlingScheme::order),
              Arrays.stream(GradingScheme.values()).map(GradingScheme::order))
          .collect(Collectors.joining(" "));

  private final UserDefinedFunction grading;
  private final UserDefinedFunction handling;

  private Worth(HashMap<String, Codes> policies) {
    grading =
        udf(
            (UDF1<Seq<String>, List<String>>)
                ids -> Grading.worst(of(policies, ids).stream().map(Codes::grading).toList()),
            DataTypes.createArrayType(DataTypes.StringType, false));
    handling =
        udf(
            (UDF1<Seq<String>, List<String>>) ids -> Handling.strictest(handlings(policies, ids)),
            DataTypes.createArrayType(DataTypes.StringType, false));
  }

  /**
   * @param policies as governance.policies
   */
  static Worth of(Dataset<Row> policies) {
    HashMap<String, Codes> codes = new HashMap<>();
    for (Row row :
        policies
            .select(
                "base_policy_id",
                "handling_scheme",
                "handling_code",
                "grading_scheme",
                "source_grading",
                "information_grading")
            .collectAsList()) {
      codes.put(
          row.getString(0),
          new Codes(
              row.isNullAt(1) ? null : new Handling(row.getString(1), row.getString(2)),
              new Grading(row.getString(3), row.getString(4), row.getString(5))));
    }
    return new Worth(codes);
  }

  /** The worst gradings of policies, by an array of their ids. */
  Column grading(Column policyIds) {
    return grading.apply(policyIds);
  }

  /** The strictest handling codes of policies, by an array of their ids. */
  Column handling(Column policyIds) {
    return handling.apply(policyIds);
  }

  /** How many independent sources there are in an array of {@code said}. */
  static Column independentSources(Column said) {
    return INDEPENDENT.apply(said);
  }

  /**
   * For each record or document who said it, in what: {@code said_by}, and {@code said}, for {@link
   * #independentSources}.
   *
   * @param subjects {@code subject_id}, {@code item_id} and {@code base_policy_id}
   */
  static Dataset<Row> said(Dataset<Row> subjects, Dataset<Row> items, Dataset<Row> policies) {
    return subjects
        .join(policies.select(col("base_policy_id"), col("source").as("said_by")), "base_policy_id")
        .join(
            items.select(col("item_id"), SaltedHash.of(col("content_sha256")).as("content")),
            new String[] {"item_id"},
            "left")
        .select(
            col("subject_id"),
            col("said_by"),
            // What is of no item that is known is a copy of nothing.
            struct(
                    col("said_by").as("source"),
                    coalesce(col("content"), SaltedHash.of(col("subject_id"))).as("content"))
                .as("said"));
  }

  /**
   * Records or documents of which more, or no more, is known in what bytes they came: their items
   * may be told of before or after them.
   *
   * @param id the column of their ids, which alone is given
   */
  static Dataset<Row> saidInOthers(Changes changes, TableName subjects, String id) {
    Dataset<Row> items = changes.changed(Tables.ITEMS).select(col("item_id").as("of_item"));
    Column of = subjects.equals(Tables.DOCUMENTS) ? col(id) : col("item_id");
    return changes.table(subjects).join(items, of.equalTo(col("of_item")), "left_semi").select(id);
  }

  private static List<Codes> of(Map<String, Codes> policies, Seq<String> ids) {
    List<Codes> codes = new ArrayList<>();
    for (String id : JavaConverters.seqAsJavaList(ids)) {
      Codes of = policies.get(id);
      if (of != null) {
        codes.add(of);
      }
    }
    return codes;
  }

  private static List<Handling> handlings(Map<String, Codes> policies, Seq<String> ids) {
    List<Handling> codes = new ArrayList<>();
    for (Codes of : of(policies, ids)) {
      if (of.handling() != null) {
        codes.add(of.handling());
      }
    }
    return codes;
  }
}
