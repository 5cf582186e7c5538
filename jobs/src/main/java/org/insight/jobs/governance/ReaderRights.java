package org.insight.jobs.governance;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.insight.access.Standing;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.OneLine;
import org.insight.policy.BasePolicy;
import org.insight.policy.Entitlement;
import org.insight.policy.Purpose;
import org.insight.policy.ReaderRole;
import org.insight.policy.Readers;
import org.insight.policy.Scope;
import org.insight.schemas.Column;
import org.insight.schemas.Contracts;
import org.insight.schemas.Sensitivity;
import org.insight.schemas.Tables;
import org.jspecify.annotations.Nullable;

/** Readers' rights as they are now, and what acts make of them. */
public final class ReaderRights {

  private ReaderRights() {}

  /**
   * A change of one reader's rights; what is null stays.
   *
   * @param purposes to add, or to take away
   * @param decide whether the right to decide is added, or taken away
   */
  public record Change(
      @Nullable Integer clearance, Set<Purpose> purposes, @Nullable String body, boolean decide) {

    /** Of what the reader sees alone. */
    public Change(@Nullable Integer clearance, Set<Purpose> purposes, @Nullable String body) {
      this(clearance, purposes, body, false);
    }

    boolean ofNothing() {
      return clearance == null && purposes.isEmpty() && body == null && !decide;
    }
  }

  /**
   * What is known of the readers' rights. The two differ in readers without an act whose line in
   * the file has gone or changed since the last run.
   *
   * @param next by name, as the next run enrols them ({@link #now})
   * @param letIn by name, those by which readers are let in until then, as {@link Standing} has it
   * @param acted on whom an act was done
   */
  public record Known(
      SortedMap<String, Scope> next, SortedMap<String, Scope> letIn, Set<String> acted) {

    /**
     * @param readers all rows of governance.readers
     * @param acts all rows of governance.reader_acts
     */
    public static Known of(Map<String, Scope> file, List<Row> readers, List<Row> acts) {
      Set<String> names = Standing.letIn(readers, acts).keySet();
      SortedMap<String, Scope> letIn = new TreeMap<>();
      for (Row row : readers) {
        String reader = row.getAs("reader");
        if (names.contains(reader)) {
          letIn.put(reader, Objects.requireNonNull(rights(row)));
        }
      }
      Set<String> acted =
          acts.stream().map(row -> row.<String>getAs("reader")).collect(Collectors.toSet());
      return new Known(now(file, acts), letIn, acted);
    }

    /** Those who are let in with the rights by which they are, and who is to come with a run. */
    public SortedMap<String, Scope> asTheyRead() {
      SortedMap<String, Scope> all = new TreeMap<>(next);
      all.putAll(letIn);
      return all;
    }

    /** What counts now: an act at once, the file of readers from the next run on; null: nothing. */
    private @Nullable Scope inForce(String reader) {
      return (acted.contains(reader) ? next : letIn).get(reader);
    }

    /** What a reader has, and will have. */
    private List<Scope> held(String reader) {
      return Stream.of(next.get(reader), letIn.get(reader)).filter(Objects::nonNull).toList();
    }
  }

  /**
   * The readers of the file, each as the latest act on it has left it, and those that acts added.
   *
   * @param acts all rows of governance.reader_acts
   */
  public static SortedMap<String, Scope> now(Map<String, Scope> file, List<Row> acts) {
    SortedMap<String, Scope> now = new TreeMap<>(file);
    List<Row> inOrder = new ArrayList<>(acts);
    inOrder.sort(Comparator.comparing(act -> act.<Long>getAs("number")));
    for (Row act : inOrder) {
      Scope rights = rights(act);
      if (rights == null) {
        now.remove(act.<String>getAs("reader"));
      } else {
        now.put(act.getAs("reader"), rights);
      }
    }
    return now;
  }

  /** The rights that a row of governance.readers or reader_acts names; null: none. */
  public static @Nullable Scope rights(Row row) {
    if (row.getAs("role") == null) {
      return null;
    }
    return new Scope(
        row.getAs("country"),
        row.getAs("body"),
        row.<Integer>getAs("clearance"),
        Purpose.parseAll(row.getList(row.fieldIndex("purposes"))),
        ReaderRole.parse(row.getAs("role")));
  }

  /** Whether the scope of a row is that of its rights; of none, where it has none. */
  public static boolean isOfItsScope(Row row) {
    if (row.getAs("role") != null && row.getAs("clearance") == null) {
      return false;
    }
    try {
      Scope rights = rights(row);
      return Objects.equals(rights == null ? null : rights.id(), row.getAs("scope"));
    } catch (IllegalArgumentException e) {
      // Words that are none of any list.
      return false;
    }
  }

  /** Scope, country, body, clearance, purposes and role: what an act leaves of the rights. */
  public static List<@Nullable Object> columns(@Nullable Scope rights) {
    if (rights == null) {
      return Arrays.asList(null, null, null, null, new String[0], null);
    }
    return Arrays.asList(
        rights.id(),
        rights.country(),
        rights.body(),
        rights.clearance(),
        rights.purposes().stream().map(Purpose::code).sorted().toArray(),
        rights.role().code());
  }

  /** Rights in words, the same for the same rights. */
  public static String inWords(@Nullable Scope rights) {
    if (rights == null) {
      return "no rights";
    }
    return rights.role().code()
        + (rights.country() == null ? "" : ", country " + rights.country())
        + (rights.body() == null ? "" : ", body " + rights.body())
        + ", clearance "
        + rights.clearance()
        + ", purposes "
        + rights.purposes().stream().map(Purpose::code).sorted().collect(Collectors.joining(" "));
  }

  /**
   * @throws InsightException USAGE where the reader is there already, or the rights break the rules
   *     of conf/readers.yaml
   */
  public static Scope add(Map<String, Scope> now, String reader, Scope rights) {
    if (now.containsKey(reader)) {
      throw refused("there is one of that name; grant or revoke", reader);
    }
    Readers.require(reader, rights);
    return rights;
  }

  /**
   * More rights.
   *
   * @throws InsightException USAGE where there is no such reader, nothing would be more, or the
   *     reader would be of neither country nor body
   */
  public static Scope grant(Known known, String reader, Change change) {
    Scope before = next(known, reader, "revoke the reader as a whole or add it anew");
    if (change.ofNothing()) {
      throw refused("say what to grant: --clearance, --purposes, --body or --decide", reader);
    }
    Integer clearance = change.clearance();
    if (clearance != null && clearance <= before.clearance()) {
      throw refused("a grant raises the clearance, which is " + before.clearance(), reader);
    }
    Set<Purpose> purposes = new TreeSet<>(before.purposes());
    if (!change.purposes().isEmpty() && !purposes.addAll(change.purposes())) {
      throw refused("the reader has these purposes", reader);
    }
    if (change.body() != null && before.body() != null) {
      throw refused("the reader works for a body; revoke it first", reader);
    }
    if (change.decide() && before.decides()) {
      throw refused("the reader may decide", reader);
    }
    Scope more =
        changed(
            before,
            change.body() != null ? change.body() : before.body(),
            clearance != null ? clearance : before.clearance(),
            purposes,
            before.decides() || change.decide(),
            reader);
    if (change.body() != null) {
      Readers.requireBodyOf(reader, more);
    }
    // One of neither may stand in a lake of before, and is given no more as it is.
    Readers.requirePartyOf(reader, more);
    return more;
  }

  /**
   * Fewer rights: than the reader has now, and than the next run would give. What the file has
   * taken since does not come back with it. See {@link #requireNothingOpened}, too.
   *
   * @param change what to take away; of nothing: all
   * @return null where none are left
   * @throws InsightException USAGE where there is no such reader, nothing would be less, or what
   *     would be left breaks the rules of conf/readers.yaml
   */
  public static @Nullable Scope revoke(Known known, String reader, Change change) {
    List<Scope> held = known.held(reader);
    if (!held.isEmpty() && change.ofNothing()) {
      return null;
    }
    Scope before = next(known, reader, "revoke the reader as a whole");
    int highest = held.stream().mapToInt(Scope::clearance).max().orElseThrow();
    Integer clearance = change.clearance();
    if (clearance != null && clearance >= highest) {
      throw refused("a revocation lowers the clearance, which is " + highest, reader);
    }
    Set<Purpose> all = new TreeSet<>();
    held.forEach(rights -> all.addAll(rights.purposes()));
    if (!all.containsAll(change.purposes())) {
      throw refused("the reader has not all of these purposes", reader);
    }
    Set<Purpose> purposes = new TreeSet<>(before.purposes());
    purposes.removeAll(change.purposes());
    if (purposes.isEmpty() && !before.control()) {
      throw refused("no purpose would be left; revoke the reader as a whole", reader);
    }
    String body = change.body();
    if (body != null && held.stream().noneMatch(rights -> body.equalsIgnoreCase(rights.body()))) {
      throw refused("the reader does not work for that body", reader);
    }
    if (change.decide() && held.stream().noneMatch(Scope::decides)) {
      throw refused("the reader may not decide", reader);
    }
    boolean leaves = body != null && body.equalsIgnoreCase(before.body());
    Scope less =
        changed(
            before,
            leaves ? null : before.body(),
            clearance != null ? Math.min(clearance, before.clearance()) : before.clearance(),
            purposes,
            before.decides() && !change.decide(),
            reader);
    if (leaves && less.ofNobody() && !less.control()) {
      // It would open all that is not for that body.
      throw refused("neither country nor body would be left; revoke the reader as a whole", reader);
    }
    return less;
  }

  /**
   * That a revocation opens nothing: who leaves a body is no longer shut out by what is not for it,
   * and an act counts at once, with it what the file of readers has given since the last run.
   *
   * @param left of the reader's rights by {@link #revoke}
   * @param policies all that rows came with
   * @param day on which the act is done
   * @throws InsightException USAGE where the reader would see what one of them shuts out now, or
   *     identifiers that are masked now, or may decide what it may not now
   */
  public static void requireNothingOpened(
      Known known, String reader, Scope left, Collection<BasePolicy> policies, LocalDate day) {
    Scope before = next(known, reader, "revoke the reader as a whole");
    long opened = opened(before, left, policies, day);
    if (opened > 0) {
      throw refused(
          "it would see what "
              + opened
              + " of "
              + policies.size()
              + " policies keep from it now; revoke the reader as a whole and add it anew",
          reader);
    }
    Scope now = known.inForce(reader);
    boolean unmasks = now != null && !showsIdentifiers(now) && showsIdentifiers(left);
    boolean decides = left.decides() && (now == null || !now.decides());
    if (unmasks || decides || opened(now, left, policies, day) > 0) {
      throw refused(
          "it would have at once what the file of readers has given it since the last run; run"
              + " `insight run` first, or revoke the reader as a whole",
          reader);
    }
  }

  /** How many policies let in who has the rights left, and nobody of the rights before. */
  private static long opened(
      @Nullable Scope before, Scope left, Collection<BasePolicy> policies, LocalDate day) {
    return policies.stream()
        .filter(policy -> Entitlement.holds(left, policy, day))
        .filter(policy -> before == null || !Entitlement.holds(before, policy, day))
        .count();
  }

  private static boolean showsIdentifiers(Scope rights) {
    return rights.clearance() >= Sensitivity.IDENTIFIERS_FROM;
  }

  private static Scope changed(
      Scope before,
      @Nullable String body,
      int clearance,
      Set<Purpose> purposes,
      boolean decides,
      String reader) {
    try {
      return new Scope(
          before.country(), body, clearance, new TreeSet<>(purposes), before.control(), decides);
    } catch (IllegalArgumentException e) {
      throw refused(String.valueOf(e.getMessage()), reader);
    }
  }

  /**
   * The rights that an act starts from: those of the next run. Who has none then would get them for
   * good by an act that takes or adds some.
   */
  private static Scope next(Known known, String reader, String instead) {
    Scope rights = known.next().get(reader);
    if (rights != null) {
      return rights;
    }
    throw refused(
        known.letIn().containsKey(reader)
            ? "the file of readers has it no more; " + instead
            : "no such reader",
        reader);
  }

  private static InsightException refused(String why, String reader) {
    return new InsightException(
        ErrorKind.USAGE, "Cannot change a reader: " + why + ", found " + OneLine.of(reader));
  }

  /** Columns of governance.reader_acts, in the contract's order, for a dataset. */
  public static StructType actSchema() {
    StructType schema = new StructType();
    for (Column column : Contracts.load().get(Tables.READER_ACTS).columns()) {
      schema = schema.add(column.name(), DataType.fromDDL(column.type()), column.nullable());
    }
    return schema;
  }

  /** Number of the next act. */
  public static long nextNumber(Dataset<Row> acts) {
    Row last = acts.agg(functions.max("number")).first();
    return last.isNullAt(0) ? 1 : last.getLong(0) + 1;
  }
}
