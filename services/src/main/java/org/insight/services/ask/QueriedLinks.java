package org.insight.services.ask;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_except;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.policy.PassingOn;

/** Links of a table that is too large for memory: each question is a query. */
final class QueriedLinks implements LinkSource {

  /** Most links that one answer is searched in. */
  private static final int MOST = 200_000;

  private final Dataset<Row> links;
  private final Dataset<Row> ends;

  /**
   * @param links rows of curated.links, as the reader sees them
   */
  QueriedLinks(Dataset<Row> links) {
    this.links = links;
    ends =
        links
            .select(
                col("link_id"),
                concat(
                        when(size(col("values")).gt(0), col("values")).otherwise(col("kinds")),
                        array(lit(ANY)))
                    .as("shared"),
                explode(
                        array(
                            struct(col("source_id").as("near"), col("target_id").as("far")),
                            struct(col("target_id").as("near"), col("source_id").as("far"))))
                    .as("end"))
            .select("link_id", "shared", "end.near", "end.far");
  }

  @Override
  public List<SeenLink> all() {
    return fetched(links.select("link_id"));
  }

  @Override
  public List<SeenLink> around(Collection<String> ids) {
    return fetched(near(ids).select("link_id"));
  }

  @Override
  public List<SeenLink> between(Collection<String> ids) {
    return fetched(near(ids).join(broadcast(sought(ids, "far")), "far").select("link_id"));
  }

  @Override
  public List<SeenLink> meeting(Set<String> left, Set<String> right, Set<String> more) {
    Set<String> both = new TreeSet<>(left);
    both.addAll(right);
    Set<String> known = new TreeSet<>(both);
    known.addAll(more);
    Dataset<Row> middle =
        near(left)
            .select("far")
            .intersect(near(right).select("far"))
            .union(sought(known, "far"))
            .distinct();
    return fetched(near(both).join(middle, "far").select("link_id"));
  }

  private Dataset<Row> near(Collection<String> ids) {
    return ends.join(broadcast(sought(ids, "near")), "near");
  }

  private Dataset<Row> sought(Collection<String> ids, String column) {
    return links
        .sparkSession()
        .createDataset(ids.stream().distinct().sorted().toList(), Encoders.STRING())
        .toDF(column);
  }

  private List<SeenLink> fetched(Dataset<Row> ids) {
    List<Row> rows =
        links
            .join(ids.distinct(), "link_id")
            .selectExpr(SeenLink.COLUMNS)
            .limit(MOST + 1)
            .collectAsList();
    if (rows.size() > MOST) {
      throw new InsightException(
          ErrorKind.INPUT,
          "Cannot follow: more than "
              + MOST
              + " links are on the way; ask for fewer --hops, or begin at another end");
    }
    return rows.stream().map(SeenLink::of).toList();
  }

  @Override
  public Map<String, Map<String, Long>> sharing(Set<String> ids) {
    Map<String, Map<String, Long>> sharing = new HashMap<>();
    if (ids.isEmpty()) {
      return sharing;
    }
    near(ids)
        .select(col("near"), explode(col("shared")).as("value"))
        .groupBy("near", "value")
        .agg(count(lit(1)))
        .collectAsList()
        .forEach(
            row ->
                sharing
                    .computeIfAbsent(row.getString(0), id -> new HashMap<>())
                    .put(row.getString(1), row.getLong(2)));
    return sharing;
  }

  @Override
  public LinkSource passable() {
    return new QueriedLinks(
        links.where(
            size(array_except(col("handling"), lit(PassingOn.codes().toArray(String[]::new))))
                .equalTo(0)));
  }

  @Override
  public long ends() {
    return ends.select("near").distinct().count();
  }
}
