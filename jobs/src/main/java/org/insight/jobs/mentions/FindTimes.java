package org.insight.jobs.mentions;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.udf;

import java.sql.Date;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF4;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.StructType;
import org.insight.jobs.mentions.times.CorrectedTimes;
import org.insight.jobs.mentions.times.FoundTime;
import org.insight.jobs.mentions.times.TimeReader;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.jspecify.annotations.Nullable;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** Finds the times that a document names, by {@link TimeReader}. */
public final class FindTimes extends DocumentJob {

  private static final CorrectedTimes CORRECTED = new CorrectedTimes();

  private static final UserDefinedFunction TIMES =
      udf(
          (UDF4<String, String, Date, Seq<Row>, List<Row>>) FindTimes::times,
          new ArrayType(
              StructType.fromDDL(
                  "begin int, end int, text string, value string, first_day date, last_day date,"
                      + " granularity string, relative boolean, role string"),
              false));

  @Override
  public String settings() {
    return "rules=" + RuleVersion.TIMES.text();
  }

  @Override
  Set<TableName> sources() {
    return Set.of(Tables.DOCUMENTS, Tables.SENTENCES, Tables.CORRECTIONS);
  }

  @Override
  public TableName writes() {
    return Tables.TIMES;
  }

  @Override
  Dataset<Row> rows(Function<TableName, Dataset<Row>> tables) {
    return withCorrections(withLanguage(tables), tables, "time")
        .select(
            col(ID),
            explode(TIMES.apply(col("text"), col("language"), col("dated_on"), col("corrections")))
                .as("found"),
            col("policy_id"))
        .transform(DocumentJob::mentions);
  }

  private static List<Row> times(
      String text, String language, @Nullable Date dated, Seq<Row> corrections) {
    List<FoundTime> found =
        TimeReader.read(text, language, dated == null ? null : dated.toLocalDate());
    return CORRECTED
        .of(text, found, corrections(JavaConverters.seqAsJavaList(corrections)))
        .stream()
        .map(FindTimes::row)
        .toList();
  }

  private static Row row(FoundTime time) {
    LocalDateTime from = time.from();
    LocalDateTime until = time.until();
    return RowFactory.create(
        time.begin(),
        time.end(),
        time.text(),
        time.value(),
        from == null ? null : Date.valueOf(from.toLocalDate()),
        until == null ? null : Date.valueOf(until.minusNanos(1).toLocalDate()),
        code(time.granularity()),
        time.relative(),
        code(time.role()));
  }
}
