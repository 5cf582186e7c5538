package org.insight.jobs.governance;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.lake.Lake;
import org.insight.policy.PartyCode;
import org.insight.schemas.Tables;

/**
 * A body that policies name and no reader is of. A country's code that is none is refused, but any
 * word may be the name of a body: a mistyped one in {@code not_for} shuts nobody out. So it is for
 * those who run the platform to see which ones they do not know.
 *
 * @param notFor how many policies are not for it
 * @param onlyFor how many are for it, or for it and others, alone
 */
public record StrangeBody(String name, long notFor, long onlyFor) {

  /**
   * Of a lake, those that most policies withhold from first.
   *
   * @param most as many at most
   */
  public static List<StrangeBody> of(Lake lake, int most) {
    return of(lake.read(Tables.POLICIES), lake.read(Tables.READERS), most);
  }

  static List<StrangeBody> of(Dataset<Row> policies, Dataset<Row> readers, int most) {
    Dataset<Row> notFor =
        policies.select(explode(col("not_for")).as("body"), lit(1L).as("not"), lit(0L).as("only"));
    Dataset<Row> onlyFor =
        policies.select(explode(col("only_for")).as("body"), lit(0L).as("not"), lit(1L).as("only"));
    return notFor
        .union(onlyFor)
        .where(not(col("body").isInCollection(PartyCode.countries())))
        .groupBy("body")
        .agg(sum("not").as("not"), sum("only").as("only"))
        .join(readers.select("body"), new String[] {"body"}, "left_anti")
        .orderBy(col("not").desc(), col("only").desc(), col("body"))
        .limit(most)
        .collectAsList()
        .stream()
        .map(row -> new StrangeBody(row.getString(0), row.getLong(1), row.getLong(2)))
        .toList();
  }
}
