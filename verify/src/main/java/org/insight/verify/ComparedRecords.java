package org.insight.verify;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.api.java.UDF4;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.insight.resolution.Evidence;
import org.insight.resolution.Models;
import org.insight.resolution.Profile;
import org.insight.resolution.Scorer;
import org.insight.resolution.Subject;
import org.jspecify.annotations.Nullable;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** Records of persons and organisations, which are compared by their profiles, and their scores. */
final class ComparedRecords {

  private static final ThreadLocal<Scorer> SCORER =
      ThreadLocal.withInitial(() -> new Scorer(Models.released()));

  private static final UserDefinedFunction KEYS =
      udf(
          (UDF1<byte[], long[]>) features -> Profile.keys(features, 0),
          DataTypes.createArrayType(DataTypes.LongType, false));
  private static final UserDefinedFunction SCORES =
      udf((UDF3<byte[], byte[], Integer, Boolean>) ComparedRecords::scores, DataTypes.BooleanType);
  private static final UserDefinedFunction FOUND =
      udf(
          (UDF4<byte[], byte[], Integer, Seq<Row>, Boolean>) ComparedRecords::found,
          DataTypes.BooleanType);

  private ComparedRecords() {}

  /** Whether records of a schema are compared. All others are known by their numbers. */
  static Column isCompared(Column schema) {
    return coalesce(schema.isin(Subject.Kind.SCHEMAS.toArray()), lit(false));
  }

  /** The blocking keys of packed features, as an array. */
  static Column keys(Column features) {
    return KEYS.apply(features);
  }

  /** Rows with the features of the record that a column names; null if it has no profile. */
  static Dataset<Row> withFeatures(Sources sources, Dataset<Row> rows, String id, String features) {
    return rows.join(
        sources
            .rows(Sources.PROFILES)
            .select(col("record_id").as(id), col("features").as(features)),
        new String[] {id},
        "left");
  }

  /** Whether the profiles of two records score this. */
  static Column scores(Column features, Column other, Column score) {
    return SCORES.apply(features, other, score);
  }

  /** Whether two that share a blocking key score this, on this evidence. */
  static Column found(Column lesser, Column greater, Column score, Column evidence) {
    return FOUND.apply(lesser, greater, score, evidence);
  }

  static int score(Profile one, Profile other) {
    return SCORER.get().score(one, other);
  }

  /** What two count in the mean of their clusters. */
  static int linkage(Profile one, Profile other) {
    return SCORER.get().linkage(one, other);
  }

  private static boolean scores(
      byte @Nullable [] lesser, byte @Nullable [] greater, @Nullable Integer score) {
    return lesser != null
        && greater != null
        && score != null
        && score == score(Profile.unpack(lesser), Profile.unpack(greater));
  }

  private static boolean found(
      byte @Nullable [] lesser,
      byte @Nullable [] greater,
      @Nullable Integer score,
      @Nullable Seq<Row> said) {
    if (lesser == null || greater == null || score == null || said == null) {
      return false;
    }
    Profile one = Profile.unpack(lesser);
    Profile other = Profile.unpack(greater);
    Evidence evidence = new Evidence();
    if (!SCORER.get().compare(one, other, evidence)) {
      return false;
    }
    List<Row> levels = new ArrayList<>();
    for (int i = 0; i < evidence.size(); i++) {
      levels.add(
          RowFactory.create(
              evidence.comparison(i).code(),
              evidence.comparison(i).levels().get(evidence.level(i)),
              SCORER.get().weight(evidence, i)));
    }
    return score == SCORER.get().total(evidence)
        && score >= Scorer.LEAST_KEPT
        && Profile.leastShared(one, other) != 0
        && levels.equals(JavaConverters.seqAsJavaList(said));
  }
}
