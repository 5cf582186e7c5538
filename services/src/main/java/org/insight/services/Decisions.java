package org.insight.services;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.access.Access;
import org.insight.access.ReaderSession;
import org.insight.audit.Act;
import org.insight.audit.AuditTrail;
import org.insight.audit.ChainedEntry;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.OneLine;
import org.insight.engine.JobRunner;
import org.insight.engine.Runs;
import org.insight.jobs.governance.RecordDecisions;
import org.insight.jobs.governance.RegisterPolicies;
import org.insight.jobs.resolution.KeepDecisions;
import org.insight.jobs.resolution.Verdict;
import org.insight.lake.Lake;
import org.insight.policy.BasePolicy;
import org.insight.policy.Entitlement;
import org.insight.policy.JoinedPolicy;
import org.insight.policy.Scope;
import org.insight.resolution.Subject;
import org.insight.schemas.Tables;
import org.jspecify.annotations.Nullable;

/**
 * Takes what readers decide about records, and what they undo. A decision is a row with a policy of
 * its own, which whoever may see may see all its records. The next run follows it.
 */
public final class Decisions {

  /**
   * What an undoing left.
   *
   * @param later ids of later decisions about the same records, which stand and which the reader
   *     sees; the latest first
   */
  public record Undone(List<String> later) {}

  private static final StructType ROW =
      StructType.fromDDL(
          """
          act_id string, at timestamp, login string, reader string, act string,
          left_ids array<string>, right_ids array<string>, undoes string, reason string,
          base_policy string, audit_hash string""");

  private static final String ENGINE = "insight review";

  /** Records of one side: a decision is something that a person looked at. */
  private static final int MOST = 100;

  private final Lake lake;
  private final AuditTrail trail;
  private final Access access;

  private Decisions(LakeSession session, Function<String, Access> as) {
    lake = session.lakeToWrite();
    trail = AuditBook.trail(session.settings(), lake);
    access = as.apply(trail.login());
  }

  /**
   * Says that the records of two sides are one subject, are not, or may be.
   *
   * @param as who decides, by the system's login; its reason is that of the decision
   * @return the id of the decision
   * @throws InsightException USAGE if the reader may not decide, or the sides are none; INPUT if
   *     the reader sees no such record
   */
  public static String decide(
      LakeSession session,
      Function<String, Access> as,
      Verdict verdict,
      Collection<String> left,
      Collection<String> right) {
    return new Decisions(session, as).decide(verdict, new TreeSet<>(left), new TreeSet<>(right));
  }

  /**
   * Takes a decision back.
   *
   * @throws InsightException USAGE if the reader may not decide, or it was undone before; INPUT if
   *     the reader sees no such decision
   */
  public static Undone undo(LakeSession session, Function<String, Access> as, String decision) {
    return new Decisions(session, as).undo(decision);
  }

  private String decide(Verdict verdict, SortedSet<String> left, SortedSet<String> right) {
    requireSides(left, right);
    AuditedAct audit = AuditedAct.decision(trail, ENGINE, Act.DECISIONS_MAKE, access);
    ReaderSession reader = audit.opening(this::open);
    BasePolicy policy = audit.opening(() -> policy(reader, left, right));
    Timestamp now = Deciding.now();
    String id =
        Deciding.id(
            "D-", access, now, verdict.code(), String.join(" ", left), String.join(" ", right));
    audit.on(
        access.reader(), reader.scope(), List.of(), null, said(id, verdict.code(), left, right));
    ChainedEntry entry = audit.start();
    audit.ending(
        () -> {
          record(id, now, verdict.code(), left, right, null, policy.canonical(), entry);
          return null;
        });
    return id;
  }

  /** What a row of governance.decision_acts says, as the audit has it. */
  static String said(Row act) {
    String undoes = act.getAs("undoes");
    return undoes == null
        ? said(
            act.getAs("act_id"),
            act.getAs("act"),
            act.getList(act.fieldIndex("left_ids")),
            act.getList(act.fieldIndex("right_ids")))
        : said(act.getAs("act_id"), undoes);
  }

  private static String said(
      String id, String verdict, Collection<String> left, Collection<String> right) {
    return String.join(" ", id, verdict, String.join(",", left), String.join(",", right));
  }

  private static String said(String id, String undoes) {
    return id + " " + undoes;
  }

  private Undone undo(String decision) {
    AuditedAct audit = AuditedAct.decision(trail, ENGINE, Act.DECISIONS_UNDO, access);
    ReaderSession reader = audit.opening(this::open);
    Row made = audit.opening(() -> standing(decision));
    Timestamp now = Deciding.now();
    String id = Deciding.id("U-", access, now, decision);
    audit.on(access.reader(), reader.scope(), List.of(), null, said(id, decision));
    ChainedEntry entry = audit.start();
    List<String> later = new ArrayList<>();
    audit.ending(
        () -> {
          record(
              id,
              now,
              KeepDecisions.UNDO,
              List.of(),
              List.of(),
              decision,
              made.getAs("base_policy"),
              entry);
          later.addAll(later(made));
          return null;
        });
    return new Undone(later);
  }

  private ReaderSession open() {
    return Deciding.open(lake, access, Tables.SUBJECTS);
  }

  /**
   * Holds what a decision names against its form, which needs no lake.
   *
   * @throws InsightException USAGE if a side is empty or too long, or both name a record
   */
  public static void requireSides(Collection<String> left, Collection<String> right) {
    Set<String> both = new HashSet<>(left);
    both.retainAll(right);
    if (left.isEmpty() || right.isEmpty() || !both.isEmpty()) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot decide: each side names records, and no record is on both; found "
              + left.size()
              + " and "
              + right.size());
    }
    if (left.size() > MOST || right.size() > MOST) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot decide: a side names at most "
              + MOST
              + " records, found "
              + Math.max(left.size(), right.size()));
    }
  }

  private BasePolicy policy(ReaderSession reader, SortedSet<String> left, SortedSet<String> right) {
    SortedSet<String> ids = new TreeSet<>(left);
    ids.addAll(right);
    SortedMap<String, Row> seen = new TreeMap<>();
    reader
        .table(Tables.SUBJECTS)
        .where(col("record_id").isin(ids.toArray()))
        .select("record_id", "schema", "policy_id")
        .collectAsList()
        .forEach(row -> seen.put(row.getString(0), row));
    for (String id : ids) {
      Row row = seen.get(id);
      if (row == null) {
        throw new InsightException(
            ErrorKind.INPUT,
            "Cannot decide: the reader sees no such record, found " + OneLine.shown(id));
      }
      if (!Subject.Kind.SCHEMAS.contains(row.getString(1))) {
        throw new InsightException(
            ErrorKind.USAGE,
            "Cannot decide: only records of persons and organisations are decided on, found "
                + row.getString(1));
      }
    }
    Map<String, BasePolicy> byId = RegisterPolicies.byId(lake.read(Tables.POLICIES));
    List<BasePolicy> parts =
        seen.values().stream()
            .map(row -> Objects.requireNonNull(byId.get(row.getString(2)), "policy"))
            .toList();
    try {
      return JoinedPolicy.of(parts, rights());
    } catch (IllegalArgumentException e) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot decide: no policy lets anybody see both sides together; "
              + String.valueOf(e.getMessage()).replace("Cannot join policies: ", ""),
          e);
    }
  }

  private Scope rights() {
    return Deciding.rights(lake, access);
  }

  /** A decision that the reader sees and that stands. */
  private Row standing(String decision) {
    Dataset<Row> acts = lake.read(Tables.DECISION_ACTS);
    List<Row> made =
        acts.where(col("act_id").equalTo(decision).and(col("act").notEqual(KeepDecisions.UNDO)))
            .collectAsList();
    if (made.isEmpty() || !inSight().test(made.get(0))) {
      throw new InsightException(
          ErrorKind.INPUT,
          "Cannot undo: the reader sees no such decision, found " + OneLine.shown(decision));
    }
    if (!acts.where(col("undoes").equalTo(decision)).isEmpty()) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot undo: it was undone before, found " + OneLine.of(decision));
    }
    return made.get(0);
  }

  /** Which acts the reader sees today. */
  private Predicate<Row> inSight() {
    Scope rights = rights();
    LocalDate today = ReaderDoor.day(LocalDate.now(ZoneOffset.UTC), Runs.of(lake).last());
    return act ->
        Entitlement.holds(rights, BasePolicy.fromCanonical(act.getAs("base_policy")), today);
  }

  private List<String> later(Row made) {
    List<String> records = new ArrayList<>(made.<String>getList(made.fieldIndex("left_ids")));
    records.addAll(made.getList(made.fieldIndex("right_ids")));
    List<Row> acts =
        lake.read(Tables.DECISION_ACTS)
            .where(col("at").gt(lit(made.<Timestamp>getAs("at"))))
            .orderBy(col("at").desc(), col("act_id"))
            .collectAsList();
    // What undoes a later act is later still.
    Set<String> undone = new HashSet<>();
    acts.forEach(act -> undone.add(act.getAs("undoes")));
    return acts.stream()
        .filter(act -> !act.getAs("act").equals(Verdict.UNSURE.code()))
        .filter(act -> !undone.contains(act.<String>getAs("act_id")))
        .filter(act -> shared(act, records) > 1)
        .filter(inSight())
        .map(act -> act.<String>getAs("act_id"))
        .toList();
  }

  private static long shared(Row act, List<String> records) {
    Set<String> named = new HashSet<>(act.<String>getList(act.fieldIndex("left_ids")));
    named.addAll(act.getList(act.fieldIndex("right_ids")));
    return records.stream().filter(named::contains).count();
  }

  private void record(
      String id,
      Timestamp at,
      String act,
      Collection<String> left,
      Collection<String> right,
      @Nullable String undoes,
      String policy,
      ChainedEntry entry) {
    Row row =
        RowFactory.create(
            id,
            at,
            trail.login(),
            access.reader(),
            act,
            left.toArray(),
            right.toArray(),
            undoes,
            Deciding.reason(access),
            policy,
            entry.hash());
    new JobRunner(lake)
        .run(
            new RecordDecisions(),
            Map.of(RecordDecisions.ORDERED, lake.spark().createDataFrame(List.of(row), ROW)));
  }
}
