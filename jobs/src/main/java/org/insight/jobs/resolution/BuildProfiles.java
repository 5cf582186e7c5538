package org.insight.jobs.resolution;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.udf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.insight.engine.Changes;
import org.insight.engine.HeldRows;
import org.insight.engine.Inputs;
import org.insight.engine.Read;
import org.insight.engine.UpdateJob;
import org.insight.resolution.Models;
import org.insight.resolution.Profile;
import org.insight.resolution.Subject;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.jspecify.annotations.Nullable;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** Makes of each subject that is a person or organisation the features by which it is compared. */
public final class BuildProfiles implements UpdateJob {

  private static final UserDefinedFunction FEATURES =
      udf(
          (UDF3<String, scala.collection.Map<String, Seq<String>>, Seq<Row>, byte[]>)
              BuildProfiles::features,
          DataTypes.BinaryType);

  @Override
  public String settings() {
    return "model=" + Models.released().hash();
  }

  @Override
  public Set<Read> reads() {
    return Set.of(Read.whole(Tables.SUBJECTS));
  }

  @Override
  public TableName writes() {
    return Tables.PROFILES;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    return profiles(inputs.table(Tables.SUBJECTS));
  }

  @Override
  public Optional<Update> update(Changes changes) {
    Dataset<Row> changed = HeldRows.keys(changes.keys(Tables.SUBJECTS));
    return Optional.of(
        new Update(
            changed,
            profiles(
                changes
                    .table(Tables.SUBJECTS)
                    .join(changed, new String[] {"record_id"}, "left_semi"))));
  }

  /** Whether subjects of a schema are compared by what they say. */
  static Column isCompared(Column schema) {
    return schema.isin(Subject.Kind.SCHEMAS.toArray());
  }

  private static Dataset<Row> profiles(Dataset<Row> subjects) {
    return subjects
        .where(isCompared(col("schema")))
        .select(
            col("record_id"),
            col("basis"),
            col("schema"),
            FEATURES
                .apply(
                    col("schema"),
                    col("properties"),
                    filter(
                        col("identifiers"),
                        found -> found.getField("kind").isin(RecordSubjects.KINDS.toArray())))
                .as("features"),
            col("policy_id"));
  }

  private static byte[] features(
      String schema,
      scala.collection.@Nullable Map<String, Seq<String>> properties,
      Seq<Row> numbers) {
    Map<String, List<String>> said = new HashMap<>();
    if (properties != null) {
      JavaConverters.mapAsJavaMap(properties)
          .forEach(
              (property, values) -> {
                if (values != null) {
                  said.put(property, JavaConverters.seqAsJavaList(values));
                }
              });
    }
    List<RecordSubjects.Found> found = new ArrayList<>();
    JavaConverters.seqAsJavaList(numbers)
        .forEach(
            row ->
                found.add(
                    new RecordSubjects.Found(
                        row.getString(0), row.getString(1), row.getBoolean(2))));
    return Profile.of(RecordSubjects.of(schema, said, found), Models.released()).pack();
  }
}
