package org.insight.jobs.curated;

import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.engine.Changes;
import org.insight.engine.HeldRows;
import org.insight.engine.Inputs;
import org.insight.engine.Read;
import org.insight.engine.UpdateJob;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;

/**
 * Gathers the vehicles, telephones, accounts, e-mail addresses, postal addresses and documents of
 * identity whose number or address a record or a text gives, with those that give it.
 *
 * <p>There is a row for each policy under which one is given. A record or document has one policy,
 * so a reader adds up the rows that he sees and counts none twice. What an object is to one reader
 * thus needs no version for each set of policies, of which a common telephone number has very many.
 */
public final class CurateObjects implements UpdateJob {

  /** What an identifier of a kind is the number of. Other kinds are of no thing that one holds. */
  private static final Column OBJECT =
      element_at(
          map(
              lit("plate"), lit("vehicle"),
              lit("vin"), lit("vehicle"),
              lit("phone"), lit("telephone"),
              lit("imei"), lit("telephone"),
              lit("imsi"), lit("telephone"),
              lit("iban"), lit("account"),
              lit("email"), lit("email"),
              lit("address"), lit("address"),
              lit("passport"), lit("document"),
              lit("national_id"), lit("document")),
          col("kind"));

  @Override
  public Set<Read> reads() {
    return Set.of(Read.whole(Tables.IDENTIFIERS));
  }

  @Override
  public TableName writes() {
    return Tables.OBJECTS;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    return objects(inputs.table(Tables.IDENTIFIERS));
  }

  /** The objects that a record or text gives now and did not before, or gave and does not. */
  @Override
  public Optional<Update> update(Changes changes) {
    Dataset<Row> values =
        HeldRows.keys(changes.changed(Tables.IDENTIFIERS).select("kind", "value").distinct());
    return Optional.of(
        new Update(
            values,
            objects(
                changes
                    .table(Tables.IDENTIFIERS)
                    .join(values, new String[] {"kind", "value"}, "left_semi"))));
  }

  private static Dataset<Row> objects(Dataset<Row> identifiers) {
    return identifiers
        .withColumn("object", OBJECT)
        .where(col("object").isNotNull())
        .groupBy("object", "kind", "value", "policy_id")
        .agg(
            sort_array(collect_set(trim(col("raw")))).as("written"),
            sort_array(array_compact(collect_set("country"))).as("countries"),
            sort_array(collect_set("subject_id")).as("subject_ids"),
            holders("record").as("records"),
            holders("document").as("documents"));
  }

  private static Column holders(String kind) {
    return countDistinct(when(col("subject_kind").equalTo(kind), col("subject_id"))).cast("int");
  }
}
