package org.insight.cli;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.jobs.Tables;
import org.insight.jobs.landing.DropFolder;
import org.insight.jobs.landing.Inbox;
import org.insight.jobs.landing.NewFiles;
import org.insight.tables.Lake;
import org.jspecify.annotations.Nullable;

/** Finds the files whose items are to be read again, with the bytes that the lake keeps of them. */
final class Retries {

  private static final String ROOT = "root_item_id";
  private static final StructType IDS = StructType.fromDDL(ROOT + " string");

  /** A file that was sent to others is not read, whoever asks. */
  private static final Column ALLOWED = col("reason_code").notEqual("not_addressed");

  private final Lake lake;

  Retries(Lake lake) {
    this.lake = lake;
  }

  /**
   * Files to read again.
   *
   * @param files of {@link Inbox#COLUMNS}
   * @param keys of what was made of them, in landing.arrivals
   * @param count how many
   * @param without how many others were meant of which the lake has no bytes
   */
  record Again(Dataset<Row> files, Dataset<Row> keys, long count, long without) {}

  /** Files in which an item was not read for one of some reasons, by their ids. */
  List<String> because(List<String> reasons) {
    return ids(
        lake.read(Tables.REJECTS).where(ALLOWED.and(col("reason_code").isin(reasons.toArray()))));
  }

  /** Files of which some items are or that hold them, where these were not read. */
  List<String> of(List<String> items) {
    return ids(
        lake.read(Tables.REJECTS)
            .where(
                ALLOWED.and(
                    col("item_id").isin(items.toArray()).or(col(ROOT).isin(items.toArray())))));
  }

  private static List<String> ids(Dataset<Row> rejects) {
    return rejects.select(ROOT).distinct().collectAsList().stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }

  /** Those of some files that are quarantined: no policy that they came with can be used. */
  List<String> quarantined(List<String> roots) {
    return lake
        .read(Tables.ARRIVALS)
        .where(col("item_id").isin(roots.toArray()).and(col("outcome").equalTo("quarantined")))
        .select("item_id")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  /** Those of some files that are to be read again as they came: with the policy that they have. */
  List<String> underPolicy(List<String> roots) {
    Set<String> quarantined = new HashSet<>(quarantined(roots));
    return roots.stream().filter(root -> !quarantined.contains(root)).toList();
  }

  /**
   * The files, each with the policy that it came with. Of those that become an item that is there
   * already, with the policy that they get, only what they were is taken back.
   *
   * @param policy YAML of the policy that quarantined ones are to have; null for none
   * @param inbox where files lie whose bytes the lake does not keep, as too large ones; null for
   *     nowhere
   */
  Again again(List<String> roots, @Nullable String policy, @Nullable DropFolder inbox) {
    Dataset<Row> arrivals =
        lake.read(Tables.ARRIVALS)
            .join(keys(roots), new String[] {ROOT}, "left_semi")
            .where(col("item_id").equalTo(col(ROOT)));
    Dataset<Row> bytes =
        arrivals
            .where(col("content").isNotNull())
            .select(
                col("path"),
                col("item_id").as("location"),
                col("size_bytes"),
                col("content"),
                coalesce(col("base_policy"), lit(policy).cast("string")).as("policy"),
                lit(null).cast("string").as("item_id"));
    Dataset<Row> kept =
        (policy == null ? bytes : bytes.where(not(col("location").isin(twins(bytes, roots)))))
            .withColumn("location", lit(""));
    List<String> bare =
        arrivals.where(col("content").isNull()).select("item_id").collectAsList().stream()
            .map(row -> row.getString(0))
            .toList();
    List<Row> lying =
        inbox == null || bare.isEmpty() ? List.of() : lying(bare, arrivals, inbox, policy);
    List<String> found =
        lying.stream()
            .map(row -> row.getString(0))
            .collect(Collectors.toCollection(ArrayList::new));
    List<String> missing = bare.stream().filter(id -> !found.contains(id)).toList();
    List<String> taken = roots.stream().filter(id -> !missing.contains(id)).toList();
    Dataset<Row> there =
        lake.spark()
            .createDataFrame(
                lying.stream()
                    .map(row -> Inbox.file(row.getString(1), row.getString(2), row.getLong(3)))
                    .toList(),
                Inbox.COLUMNS);
    return new Again(
        lying.isEmpty() ? kept : kept.unionByName(there),
        keys(taken),
        taken.size(),
        missing.size());
  }

  /**
   * Items among these that will be one that is there already, or the same as another of them.
   *
   * @param files with the id of what they are in {@code location}
   */
  private Object[] twins(Dataset<Row> files, List<String> roots) {
    Map<String, String> first = new TreeMap<>();
    List<String> twins = new ArrayList<>();
    for (Row file :
        new NewFiles(new Inbox("", null))
            .identify(files)
            .select("location", "item_id")
            .orderBy("location")
            .collectAsList()) {
      if (first.putIfAbsent(file.getString(1), file.getString(0)) != null) {
        twins.add(file.getString(0));
      }
    }
    lake.read(Tables.ARRIVALS)
        .where(col("item_id").isin(first.keySet().toArray()))
        .select("item_id")
        .collectAsList()
        .forEach(
            row -> {
              String was = first.get(row.getString(0));
              if (was != null && !roots.contains(row.getString(0))) {
                twins.add(was);
              }
            });
    return twins.toArray();
  }

  /** Item, path, location and size of files of an inbox that are the items they were. */
  private List<Row> lying(
      List<String> items, Dataset<Row> arrivals, DropFolder inbox, @Nullable String policy) {
    List<Row> files = new ArrayList<>();
    for (DropFolder.DroppedFile file : inbox.files()) {
      files.add(Inbox.file(file.path(), file.location(), file.sizeBytes()));
    }
    Dataset<Row> paths = arrivals.select("path").distinct();
    Dataset<Row> listed =
        lake.spark()
            .createDataFrame(files, Inbox.COLUMNS)
            .join(paths, new String[] {"path"}, "left_semi");
    return new NewFiles(new Inbox(inbox.root(), policy))
        .identify(listed)
        .where(col("item_id").isin(items.toArray()))
        .select("item_id", "path", "location", "size_bytes")
        .collectAsList();
  }

  private Dataset<Row> keys(List<String> roots) {
    return lake.spark()
        .createDataFrame(roots.stream().map(id -> RowFactory.create(id)).toList(), IDS);
  }
}
