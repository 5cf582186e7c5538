package org.insight.services;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.jobs.landing.DropFolder;
import org.insight.jobs.landing.Inbox;
import org.insight.jobs.landing.InboxFolder;
import org.insight.jobs.landing.ItemIds;
import org.insight.jobs.landing.NewFiles;
import org.insight.jobs.landing.extract.Reason;
import org.insight.lake.Lake;
import org.insight.schemas.Tables;
import org.jspecify.annotations.Nullable;

/** Finds the files whose items are to be read again, with the bytes that the lake keeps of them. */
final class Retries {

  private static final String ROOT = "root_item_id";
  private static final StructType IDS = StructType.fromDDL(ROOT + " string");

  /** No policy that a file came with can be used. */
  private static final Column QUARANTINED = col("outcome").equalTo("quarantined");

  /** A file that was sent to others is not read, whoever asks. */
  private static final Column ALLOWED = col("reason_code").notEqual("not_addressed");

  /** Of folders that are named in a message. */
  private static final int SHOWN = 20;

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

  /**
   * Files that are meant.
   *
   * @param roots their ids
   * @param withdrawn how many others are left out, for they are withdrawn
   */
  record Meant(List<String> roots, long withdrawn) {}

  /**
   * The files in which an item was not read for one of some reasons, and those that some items are
   * or that hold them, where these were not read. With a policy those of them that are quarantined,
   * without one those that are not. None that is withdrawn: with another policy, or once its bytes
   * can be read, it would have an id that no withdrawal names.
   *
   * @param paths files, or folders of them, to which it is limited; none: all that are meant
   * @param policy whether quarantined ones are to have one
   * @throws InsightException USAGE where files of several folders would have one policy and nobody
   *     said that they are meant
   */
  Meant meant(List<String> reasons, List<String> items, List<String> paths, boolean policy) {
    Column named = col("item_id").isin(items.toArray()).or(col(ROOT).isin(items.toArray()));
    Dataset<Row> rejects = lake.read(Tables.REJECTS).where(ALLOWED);
    SortedSet<String> roots =
        roots(rejects.where(named.or(col("reason_code").isin(reasons.toArray()))));
    if (roots.isEmpty()) {
      return new Meant(List.of(), 0);
    }
    SortedMap<String, Came> files = came(roots);
    files
        .values()
        .removeIf(f -> f.quarantined() != policy || !paths.isEmpty() && !isOf(paths, f.path()));
    int all = files.size();
    files.keySet().removeAll(withdrawn(files));
    if (policy && paths.isEmpty()) {
      Set<String> byName = items.isEmpty() ? Set.of() : roots(rejects.where(named));
      List<String> folders = new ArrayList<>();
      files.forEach(
          (root, file) -> {
            if (!byName.contains(root)) {
              folders.add(InboxFolder.of(file.path()));
            }
          });
      refuseOfSeveral(folders);
    }
    return new Meant(List.copyOf(files.keySet()), all - files.size());
  }

  private static SortedSet<String> roots(Dataset<Row> rejects) {
    return strings(rejects.select(ROOT).distinct());
  }

  /**
   * How a file came.
   *
   * @param quarantined whether no policy that it came with can be used
   * @param bare of what is quarantined, what its bytes at its path are whatever their policy; else
   *     its id
   */
  private record Came(String path, boolean quarantined, String bare) {}

  /** How some files came, by their ids. */
  private SortedMap<String, Came> came(Set<String> roots) {
    SortedMap<String, Came> came = new TreeMap<>();
    lake.read(Tables.ARRIVALS)
        .where(col("item_id").isin(roots.toArray()))
        .select(col("item_id"), col("path"), col("content_sha256"), QUARANTINED)
        .collectAsList()
        .forEach(
            row -> {
              String id = row.getString(0);
              String path = row.getString(1);
              boolean quarantined = row.getBoolean(3);
              String bare = quarantined ? ItemIds.bare(path, row.getString(2)) : id;
              came.put(id, new Came(path, quarantined, bare));
            });
    return came;
  }

  private static boolean isOf(List<String> paths, String path) {
    return paths.stream()
        .map(of -> of.endsWith("/") ? of.substring(0, of.length() - 1) : of)
        .anyMatch(
            of -> path.equals(of) || path.startsWith(of + "/") || of.equals(InboxFolder.of(path)));
  }

  /**
   * A forgotten policy is that of one source: whoever releases its items does not mean those of
   * another, which are quarantined for the same reason.
   */
  private static void refuseOfSeveral(List<String> folders) {
    SortedMap<String, Long> counts =
        folders.stream()
            .collect(Collectors.groupingBy(f -> f, TreeMap::new, Collectors.counting()));
    if (counts.size() > 1) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot release: files of several folders would have one policy; name those that are"
              + " meant by --path or --item, found "
              + counts.entrySet().stream()
                  .limit(SHOWN)
                  .map(of -> of.getKey() + " (" + of.getValue() + ")")
                  .collect(Collectors.joining(", "))
              + (counts.size() > SHOWN ? " …" : ""));
    }
  }

  private static SortedSet<String> strings(Dataset<Row> column) {
    return new TreeSet<>(column.as(Encoders.STRING()).collectAsList());
  }

  /** Those of some files that were withdrawn, also under a policy that they had once. */
  private Set<String> withdrawn(Map<String, Came> files) {
    Set<String> ids = new HashSet<>(files.keySet());
    files.values().forEach(file -> ids.add(file.bare()));
    Set<String> known =
        strings(
            lake.read(Tables.WITHDRAWALS)
                .select(col("item_id").as(ROOT))
                .join(keys(List.copyOf(ids)), new String[] {ROOT}, "left_semi"));
    return files.entrySet().stream()
        .filter(f -> known.contains(f.getKey()) || known.contains(f.getValue().bare()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /**
   * The files, each with the policy that it came with. Of those that become an item that is there
   * already only what they were is taken back.
   *
   * @param policy YAML of the policy that quarantined ones are to have; null for none
   * @param inbox where files lie whose bytes the lake does not keep, as too large ones; null for
   *     nowhere
   */
  Again again(List<String> roots, @Nullable String policy, @Nullable DropFolder inbox) {
    Dataset<Row> arrivals =
        lake.read(Tables.ARRIVALS)
            .join(keys(roots), new String[] {ROOT}, "left_semi")
            .where(col("item_id").equalTo(col(ROOT)))
            .withColumn("policy", coalesce(col("base_policy"), lit(policy).cast("string")));
    Dataset<Row> kept =
        arrivals
            .where(col("content").isNotNull())
            .withColumn("location", lit(""))
            .select(columns());
    List<Row> bare = arrivals.where(col("content").isNull()).select(bare()).collectAsList();
    // Old ids with new ones, mostly the same where nothing is released and the bytes are here.
    SortedMap<String, String> becomes = new TreeMap<>();
    roots.forEach(id -> becomes.put(id, id));
    bare.forEach(file -> becomes.remove(file.<String>getAs("item_id")));
    becomes.putAll(identified(new Inbox("", null), kept, Map.of()));
    List<Row> lying = inbox == null ? List.of() : lying(bare, inbox);
    if (inbox != null && !lying.isEmpty()) {
      Map<String, String> bytes = new HashMap<>();
      bare.forEach(file -> bytes.put(file.getAs("item_id"), file.getAs("bytes")));
      Dataset<Row> files = lake.spark().createDataFrame(lying, Inbox.COLUMNS);
      becomes.putAll(identified(inbox.inbox(null), files, bytes));
    }
    Set<String> twins = twins(becomes);
    List<Row> there =
        lying.stream()
            .filter(file -> becomes.containsKey(item(file)) && !twins.contains(item(file)))
            .toList();
    return new Again(
        kept.where(not(col("item_id").isin(twins.toArray())))
            .unionByName(lake.spark().createDataFrame(there, Inbox.COLUMNS))
            .withColumn("item_id", lit(null).cast("string")),
        keys(List.copyOf(becomes.keySet())),
        becomes.size(),
        roots.size() - becomes.size());
  }

  private static Column[] columns() {
    return Arrays.stream(Inbox.COLUMNS.fieldNames()).map(name -> col(name)).toArray(Column[]::new);
  }

  /** By what an item is known again of which the lake has no bytes; it may not have had any. */
  private static Column[] bare() {
    Column bytes =
        when(col("reason_code").isin(Reason.UNREADABLE.code(), Reason.LINK_OUTSIDE.code()), "")
            .otherwise(col("content_sha256"));
    return new Column[] {col("item_id"), col("path"), col("policy"), bytes.as("bytes")};
  }

  /** The item of a file of {@link Inbox#COLUMNS}, as it was. */
  private static String item(Row file) {
    return file.getString(Inbox.COLUMNS.fieldIndex("item_id"));
  }

  /**
   * What files are with the policies that they are to have, by what they were.
   *
   * @param bytes hashes by what they were: of other bytes they are left out; empty or none: of any
   */
  private static Map<String, String> identified(
      Inbox inbox, Dataset<Row> files, Map<String, String> bytes) {
    Map<String, String> identified = new HashMap<>();
    for (Row file : new NewFiles(inbox).identify(files).collectAsList()) {
      String was = file.getAs("was_item_id");
      String wanted = bytes.getOrDefault(was, "");
      if (wanted.isEmpty() || wanted.equals(file.getAs("content_sha256"))) {
        identified.put(was, file.getAs("item_id"));
      }
    }
    return identified;
  }

  /**
   * Those that will be an item that is there already and stays, or the same as another of them.
   *
   * @param becomes old ids with new ones
   */
  private Set<String> twins(SortedMap<String, String> becomes) {
    Map<String, String> first = new HashMap<>();
    Set<String> twins = new HashSet<>();
    becomes.forEach(
        (was, is) -> {
          boolean anotherStays = !was.equals(is) && is.equals(becomes.get(is));
          if (anotherStays || first.putIfAbsent(is, was) != null) {
            twins.add(was);
          }
        });
    lake.read(Tables.ARRIVALS)
        .where(col("item_id").isin(first.keySet().toArray()))
        .select("item_id")
        .collectAsList()
        .forEach(
            row -> {
              String was = first.get(row.getString(0));
              if (was != null && !becomes.containsKey(row.getString(0))) {
                twins.add(was);
              }
            });
    return twins;
  }

  /**
   * Files of an inbox, of {@link Inbox#COLUMNS}, that have the paths of some items. Whether a file
   * is that of an item whose bytes nobody could read is not to be told, for names are used again:
   * it has the policy that lies around it now, if there is one.
   */
  private static List<Row> lying(List<Row> items, DropFolder inbox) {
    Map<String, List<Row>> byPath =
        items.stream().collect(Collectors.groupingBy(item -> item.<String>getAs("path")));
    Predicate<String> policiesAround = inbox.inbox(null).policiesAround();
    List<Row> lying = new ArrayList<>();
    for (DropFolder.DroppedFile file : inbox.files()) {
      for (Row item : byPath.getOrDefault(file.path(), List.of())) {
        boolean another = item.<String>getAs("bytes").isEmpty() && policiesAround.test(file.path());
        lying.add(
            RowFactory.create(
                file.path(),
                file.location(),
                file.sizeBytes(),
                null,
                another ? null : item.getAs("policy"),
                item.getAs("item_id")));
      }
    }
    return lying;
  }

  private Dataset<Row> keys(List<String> roots) {
    return lake.spark()
        .createDataFrame(roots.stream().map(id -> RowFactory.create(id)).toList(), IDS);
  }
}
