package org.insight.services;

import static org.apache.spark.sql.functions.col;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.audit.Act;
import org.insight.audit.AuditTrail;
import org.insight.audit.ChainedEntry;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.engine.JobRunner;
import org.insight.jobs.governance.RecordWithdrawals;
import org.insight.jobs.landing.ItemIds;
import org.insight.lake.Lake;
import org.insight.policy.BasePolicy;
import org.insight.schemas.Tables;

/** Finds the items that are to be taken back, and records that they are. */
public final class Withdrawals {

  private static final StructType ROW =
      StructType.fromDDL(
          "item_id string, at timestamp, login string, reason string, audit_hash string");

  /** Of items that are named in a message. */
  private static final int SHOWN = 20;

  private static final String ENGINE = "insight withdraw";

  private final Lake lake;

  Withdrawals(Lake lake) {
    this.lake = lake;
  }

  /**
   * Records that items are taken back, audited; the next run takes what was made of them out of all
   * tables. On a session that holds the lake's lock.
   *
   * @param items ids of items that are no members of others
   * @param paths by which further ones came
   * @param reason one line of words, for the audit
   * @return how many items
   * @throws InsightException USAGE if one of these is no item, or all are taken back already
   */
  public static int withdraw(
      LakeSession session, List<String> items, List<String> paths, String reason) {
    AuditedAct.requireReason(reason);
    Lake lake = session.lakeToWrite();
    AuditTrail trail = AuditBook.trail(session.settings(), lake);
    AuditedAct audit = AuditedAct.act(trail, ENGINE, Act.ITEMS_WITHDRAW, reason.strip());
    Withdrawals withdrawals = new Withdrawals(lake);
    SortedSet<String> named = audit.opening(() -> withdrawals.named(items, paths));
    SortedSet<String> ids = audit.opening(() -> withdrawals.ids(named));
    audit.on(null, null, List.of(), null, String.join(" ", ids));
    ChainedEntry entry = audit.start();
    audit.ending(
        () -> {
          withdrawals.record(ids, trail.login(), reason.strip(), entry.hash());
          return null;
        });
    return named.size();
  }

  /**
   * Ids of items, those that a run has only staged too; not of those withdrawn before.
   *
   * @param items ids of some
   * @param paths by which others came
   * @throws InsightException USAGE where one of these is no item, or none is left
   */
  SortedSet<String> named(List<String> items, List<String> paths) {
    Dataset<Row> whole = whole();
    SortedSet<String> named = new TreeSet<>();
    for (String item : items) {
      named.addAll(ids(whole, "item_id", item));
    }
    for (String path : paths) {
      SortedSet<String> came = new TreeSet<>(ids(whole, "path", path));
      came.removeAll(known(came));
      refuseOfSeveral(whole.where(col("item_id").isin(came.toArray())));
      named.addAll(came);
    }
    named.removeAll(known(named));
    if (named.isEmpty()) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot withdraw: all of these are withdrawn already");
    }
    return named;
  }

  private Dataset<Row> whole() {
    return lake.ofRun().read(Tables.ARRIVALS).where(col("parent_item_id").isNull());
  }

  private static List<String> ids(Dataset<Row> whole, String column, String value) {
    List<String> found =
        whole.where(col(column).equalTo(value)).select("item_id").collectAsList().stream()
            .map(row -> row.getString(0))
            .toList();
    if (found.isEmpty()) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot withdraw: no item came with that "
              + (column.equals("path") ? "path" : "id, or it is a member of another")
              + ", found "
              + value);
    }
    return found;
  }

  /**
   * By one path files of several sources may have come, as where each was received by itself:
   * whoever takes back that of one does not mean the others.
   *
   * @throws InsightException USAGE where items are of more than one source
   */
  private static void refuseOfSeveral(Dataset<Row> items) {
    SortedMap<String, SortedSet<String>> ofSource = new TreeMap<>();
    for (Row item :
        items
            .where(col("base_policy").isNotNull())
            .select("base_policy", "item_id")
            .collectAsList()) {
      ofSource
          .computeIfAbsent(
              BasePolicy.fromCanonical(item.getString(0)).source(), source -> new TreeSet<>())
          .add(item.getString(1));
    }
    if (ofSource.size() > 1) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot withdraw: by that path came items of several sources; name them by --item, found "
              + ofSource.entrySet().stream()
                  .flatMap(of -> of.getValue().stream().map(id -> of.getKey() + " " + id))
                  .limit(SHOWN)
                  .collect(Collectors.joining(", ")));
    }
  }

  /**
   * The ids that a withdrawal of items records: theirs, and which bytes they were at their paths:
   * their files may lie there without the policy that they came under, or with one that they did
   * not have, and are other items then.
   */
  SortedSet<String> ids(SortedSet<String> named) {
    SortedSet<String> all = new TreeSet<>(named);
    whole()
        .where(col("item_id").isin(named.toArray()))
        .select("path", "content_sha256", "base_policy")
        .collectAsList()
        .forEach(
            row -> {
              all.add(ItemIds.bare(row.getString(0), row.getString(1)));
              if (row.isNullAt(2)) {
                all.add(ItemIds.unlabelled(row.getString(0), row.getString(1)));
              }
            });
    all.removeAll(known(all));
    return all;
  }

  /**
   * Records that items are withdrawn.
   *
   * @param ids of {@link #ids}
   * @param hash of the act's entry in the audit, which names them
   */
  void record(SortedSet<String> ids, String login, String reason, String hash) {
    Timestamp now = Timestamp.from(Instant.now().truncatedTo(ChronoUnit.MICROS));
    List<Row> rows =
        ids.stream().map(id -> RowFactory.create(id, now, login, reason, hash)).toList();
    new JobRunner(lake)
        .run(
            new RecordWithdrawals(),
            Map.of(RecordWithdrawals.ORDERED, lake.spark().createDataFrame(rows, ROW)));
  }

  /** Those of some ids that are in the withdrawals. */
  private List<String> known(Set<String> ids) {
    return lake.read(Tables.WITHDRAWALS)
        .where(col("item_id").isin(ids.toArray()))
        .select("item_id")
        .as(Encoders.STRING())
        .collectAsList();
  }
}
