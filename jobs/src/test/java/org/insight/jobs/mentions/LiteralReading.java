package org.insight.jobs.mentions;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.insight.engine.Job;
import org.insight.jobs.text.SplitSentences;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.testing.LiteralInputs;
import org.insight.testing.SharedSpark;

/** What the jobs of the stage make of literal documents, one after the other. */
final class LiteralReading {

  /** Columns of governance.correction_acts that the stage reads. */
  static final StructType ACTS =
      StructType.fromDDL(
          "act_id string, at timestamp, body string, act string, document_id string, kind string,"
              + " begin int, end int, text string, property string, was string, value_begin int,"
              + " value_end int, fields array<struct<field:string,value:string>>, undoes string,"
              + " reason string");

  private LiteralReading() {}

  /**
   * The tables of the stage.
   *
   * @param documents id, title, text, date, policy
   * @param acts of readers who corrected, as {@link #ACTS}
   */
  static LiteralInputs of(List<Row> documents, List<Row> acts) {
    LiteralInputs inputs = new LiteralInputs();
    put(
        inputs,
        Tables.DOCUMENTS,
        documents,
        "document_id string, title string, text string, dated_on date, policy_id string");
    put(
        inputs,
        Tables.RECORDS,
        List.of(),
        "record_id string, schema string, properties map<string,array<string>>, policy_id string");
    put(inputs, Tables.POLICIES, List.of(), "base_policy_id string, source string");
    inputs.with(Tables.CORRECTION_ACTS, SharedSpark.session().createDataFrame(acts, ACTS));
    for (Job job :
        List.of(
            new KeepCorrections(),
            new SplitSentences(),
            new FindNames(),
            new FindIdentifiers(),
            new FindTimes(),
            new LocatePlaces(),
            new DescribeSubjects(),
            new FindEvents())) {
      Dataset<Row> made = job.build(inputs);
      inputs.with(
          job.writes(), SharedSpark.session().createDataFrame(made.collectAsList(), made.schema()));
    }
    return inputs;
  }

  private static void put(LiteralInputs inputs, TableName table, List<Row> rows, String columns) {
    inputs.with(table, SharedSpark.session().createDataFrame(rows, StructType.fromDDL(columns)));
  }
}
