package org.insight.verify;

import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.io.Serializable;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.insight.policy.Grading;
import org.insight.policy.Handling;
import org.insight.run.SaltedHash;
import org.jspecify.annotations.Nullable;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Gradings, handling and independent sources of a row, as one text each, from the policies that it
 * rests on and from the bytes as they arrived.
 */
final class Worths {

  private static final String BETWEEN = " | ";

  /** What a policy says that counts here. */
  private record Marks(String source, Grading grading, @Nullable Handling handling)
      implements Serializable {}

  private Worths() {}

  private static HashMap<String, Marks> marks(Sources sources) {
    HashMap<String, Marks> marks = new HashMap<>();
    sources
        .policies()
        .byId()
        .forEach((id, p) -> marks.put(id, new Marks(p.source(), p.grading(), p.handling())));
    // Goes with the functions: Spark's serializer of broadcast values knows no records.
    return marks;
  }

  /** The three columns of a table as one text. */
  static Column there() {
    return concat_ws(
        BETWEEN,
        concat_ws(";", col("grading")),
        concat_ws(";", col("handling")),
        col("independent_sources").cast("string"));
  }

  /**
   * The text that is due.
   *
   * @param policyIds array of base policies
   * @param said array of texts of {@link #said}
   */
  static Column due(Sources sources, Column policyIds, Column said) {
    HashMap<String, Marks> marks = marks(sources);
    UDF1<Seq<String>, String> worst =
        ids -> {
          List<Marks> of = known(marks, ids);
          return String.join(";", Grading.worst(of.stream().map(Marks::grading).toList()))
              + BETWEEN
              + String.join(
                  ";",
                  Handling.strictest(
                      of.stream().map(Marks::handling).filter(Objects::nonNull).toList()));
        };
    UDF1<Seq<String>, Integer> independent = all -> independent(JavaConverters.seqAsJavaList(all));
    return concat_ws(
        BETWEEN,
        udf(worst, DataTypes.StringType).apply(policyIds),
        udf(independent, DataTypes.IntegerType).apply(array_compact(said)).cast("string"));
  }

  /**
   * @param ids null where nobody knows the label
   */
  private static List<Marks> known(Map<String, Marks> policies, @Nullable Seq<String> ids) {
    if (ids == null) {
      return List.of();
    }
    return JavaConverters.seqAsJavaList(ids).stream()
        .filter(policies::containsKey)
        .map(policies::get)
        .toList();
  }

  /**
   * Records and documents by the hash of the id: {@code said_id}, {@code said_policy} and {@code
   * said}, its source and the hash of its item's bytes as they arrived.
   */
  static Dataset<Row> said(Sources sources) {
    return sources.held("said", () -> made(sources));
  }

  private static Dataset<Row> made(Sources sources) {
    Dataset<Row> subjects =
        records(sources)
            .union(
                sources
                    .rows(Sources.DOCUMENTS)
                    .select(SaltedHash.of(col("document_id")), SaltedHash.of(col("document_id"))));
    HashMap<String, Marks> marks = marks(sources);
    UDF1<String, String> source =
        id -> {
          Marks policy = marks.get(id);
          return policy == null ? null : policy.source();
        };
    return subjects
        .join(
            sources
                .rows(Sources.ARRIVALS)
                .select(
                    SaltedHash.of(col("item_id")).as("item"),
                    col("content_sha256"),
                    PolicySets.ofPolicy(col("base_policy")).as("said_policy")),
            "item")
        .withColumn("source", udf(source, DataTypes.StringType).apply(col("said_policy")))
        .select(
            col("said_id"),
            col("said_policy"),
            when(col("source").isNotNull(), concat_ws("\n", col("source"), col("content_sha256")))
                .as("said"));
  }

  private static Dataset<Row> records(Sources sources) {
    return Views.ofLooked(
        sources,
        sources
            .rows(Sources.RECORDS)
            .select(
                SaltedHash.of(col("record_id")).as("said_id"),
                SaltedHash.of(col("item_id")).as("item")),
        col("said_id"));
  }

  /** Takes a source and all that share bytes with it away, as often as there is one left. */
  private static int independent(Collection<String> said) {
    Set<String> left = new HashSet<>(said);
    int sets = 0;
    while (!left.isEmpty()) {
      sets++;
      Set<String> words = new HashSet<>(parts(left.iterator().next()));
      boolean more = true;
      while (more) {
        more = false;
        for (String one : List.copyOf(left)) {
          if (parts(one).stream().anyMatch(words::contains)) {
            words.addAll(parts(one));
            left.remove(one);
            more = true;
          }
        }
      }
    }
    return sets;
  }

  /** Source and content, told apart: a body may have a name that looks like a digest. */
  private static List<String> parts(String said) {
    int end = said.indexOf('\n');
    return List.of("source " + said.substring(0, end), "content " + said.substring(end + 1));
  }
}
