package org.insight.verify;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.schemas.TableContract;

/**
 * For every set of policies that some scope has in view, the groups in view are the connected sets
 * of the subjects in view: none too many, none too few, under the label that says so.
 */
final class GroupViews implements Check {

  @Override
  public Tally check(Sources sources, TableContract contract, int examples) {
    String[] columns = {"group_id", "subject_id", "subject_kind", "policy_id"};
    Dataset<Row> there = sources.looked(contract).selectExpr(columns);
    Dataset<Row> due = sources.dueOf(contract, Views.groups(sources).toDF(columns));
    return Tally.of(sources, contract, there, due, List.of("group_id", "subject_id"), examples);
  }
}
