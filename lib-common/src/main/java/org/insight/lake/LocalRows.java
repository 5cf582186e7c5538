package org.insight.lake;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ResolvedHint;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.JavaConverters;
import scala.runtime.AbstractFunction1;

/**
 * Rows of which the plan alone says how many there are: those that are a part of it, and none at
 * all.
 */
public final class LocalRows {

  private static final Expression NOTHING = new Literal(0, DataTypes.IntegerType);

  private LocalRows() {}

  /** Rows in the place of those of a dataset, with its columns. */
  public static Dataset<Row> like(Dataset<Row> rows, List<InternalRow> data) {
    return Dataset.ofRows(
        rows.sparkSession(),
        new LocalRelation(
            rows.queryExecution().analyzed().output(),
            JavaConverters.asScalaBuffer(data).toSeq(),
            false));
  }

  /** How many rows there are; empty where they would have to be computed. */
  public static Optional<Long> countOf(Dataset<Row> rows) {
    LogicalPlan plan = rows.queryExecution().logical();
    LogicalPlan hinted = plan instanceof ResolvedHint hint ? hint.child() : plan;
    if (hinted instanceof LocalRelation local) {
      return Optional.of((long) local.data().size());
    }
    // What is limited to nothing still says of which table it would be.
    return hinted instanceof GlobalLimit limit && limit.limitExpr().equals(NOTHING)
        ? Optional.of(0L)
        : Optional.empty();
  }

  /** The rows, without a Spark job; empty where they would have to be computed. */
  public static Optional<List<Row>> listed(Dataset<Row> rows) {
    return countOf(rows).map(count -> count == 0 ? List.of() : rows.collectAsList());
  }

  /** Whether it is known that there are none. */
  public static boolean none(Dataset<Row> rows) {
    return countOf(rows).filter(count -> count == 0).isPresent();
  }

  /**
   * Whether it is known, or Spark finds before it computes any, that there are none: where some of
   * what they are made of is none, none may follow.
   */
  static boolean noneFollow(Dataset<Row> rows) {
    return none(rows)
        || !rows.queryExecution().analyzed().find(new IsNone()).isEmpty()
            && rows.queryExecution().optimizedPlan() instanceof LocalRelation local
            && local.data().isEmpty();
  }

  private static final class IsNone extends AbstractFunction1<LogicalPlan, Object> {

    @Override
    public Object apply(LogicalPlan plan) {
      return plan instanceof LocalRelation local && local.data().isEmpty()
          || plan instanceof GlobalLimit limit && limit.limitExpr().equals(NOTHING);
    }
  }
}
