package org.insight.services.ask;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array_union;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log2;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.insight.access.ReaderSession;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.jobs.resolution.Verdict;
import org.insight.policy.Restrictions;
import org.insight.resolution.Models;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.services.ask.Explanation.Step;
import org.insight.services.ask.PossibleMatch.Field;

/**
 * Lists the pairs that a reader sees and that score between two thresholds, most useful first. A
 * pair that is decided is left out, and of two entities the pair that scores most stands for all.
 *
 * <p>Useful is what is hard to say and changes much: a bit nearer to even odds counts as much as
 * twice the records in the smaller of the two entities. All of it is of what the reader sees.
 */
public final class Review {

  /** Tables that a review reads. */
  public static final Set<TableName> TABLES =
      Set.of(
          Tables.CANDIDATES,
          Tables.MEMBERSHIPS,
          Tables.DECISIONS,
          Tables.PROFILES,
          Tables.SUBJECTS);

  /** Bits, to both sides of even odds, within which a pair is looked at if nothing else is said. */
  public static final double WITHIN = 6;

  private final double from;
  private final double to;
  private final int limit;

  /**
   * @param from least score in bits
   * @param to scores are below this
   * @param limit most pairs
   * @throws InsightException USAGE if the thresholds are none
   */
  public Review(double from, double to, int limit) {
    this.from = from;
    this.to = to;
    this.limit = limit;
    if (!(from < to) || limit < 1) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot review: --from must be below --to, and --limit positive, found "
              + from
              + ", "
              + to
              + " and "
              + limit);
    }
  }

  /**
   * Entities that may be another, as paths pass between them, the likeliest first. 0 bits are even
   * odds among what the reader sees.
   */
  static List<PossibleMatch> around(ReaderSession session, String entity, int limit) {
    SeenMatches matches = SeenMatches.of(session, note -> {});
    List<SeenMatches.Match> theirs = matches.of(entity, limit);
    if (theirs.isEmpty()) {
      return List.of();
    }
    Set<String> records = new TreeSet<>();
    theirs.forEach(match -> records.addAll(List.of(match.pair().one(), match.pair().other())));
    Map<String, String> restrictions = new HashMap<>();
    Explainer.sources(session, records)
        .forEach(source -> restrictions.put(source.recordId(), source.restrictions()));
    return compared(
        session,
        theirs.stream()
            .map(
                match ->
                    new Compared(
                        match.pair().one(),
                        match.pair().other(),
                        match.one(),
                        match.other(),
                        matches.records(match.one()),
                        matches.records(match.other()),
                        match.pair().score(),
                        Restrictions.together(
                            Stream.of(match.pair().one(), match.pair().other())
                                .map(record -> restrictions.getOrDefault(record, ""))
                                .toList())))
            .toList(),
        matches.more());
  }

  /** What is asked, for the audit. */
  public String asked() {
    return "pairs of " + from + " to " + to + " bits, at most " + limit;
  }

  /** The pairs, most useful first. */
  public List<PossibleMatch> of(ReaderSession session) {
    return compared(
        session,
        pairs(session).collectAsList().stream()
            .map(
                pair ->
                    new Compared(
                        pair.getString(0),
                        pair.getString(1),
                        pair.getString(3),
                        pair.getString(4),
                        pair.getLong(5),
                        pair.getLong(6),
                        pair.getInt(2),
                        pair.getString(7)))
            .toList(),
        0);
  }

  /**
   * Two records.
   *
   * @param score in thousandths of a bit
   */
  private record Compared(
      String one,
      String other,
      String entity,
      String otherEntity,
      long records,
      long otherRecords,
      int score,
      String restrictions) {}

  /**
   * Pairs with both sides, and why they have their score.
   *
   * @param more bits, in thousandths, that each score has more among so few that are visible
   */
  private static List<PossibleMatch> compared(
      ReaderSession session, List<Compared> pairs, int more) {
    Set<String> records = new TreeSet<>();
    pairs.forEach(pair -> records.addAll(List.of(pair.one(), pair.other())));
    Map<String, Weighing.Side> sides =
        session.isShownIdentifiers() ? ComparedSides.of(session, records) : Map.of();
    Weighing weighing = new Weighing(Models.released());
    List<PossibleMatch> matches = new ArrayList<>();
    for (Compared pair : pairs) {
      Weighing.Side one = sides.get(pair.one());
      Weighing.Side other = sides.get(pair.other());
      List<Step> steps =
          new ArrayList<>(
              one == null || other == null
                  ? weighing.sum(pair.score())
                  : weighing.steps(one, other, pair.score()));
      if (more > 0) {
        steps.add(new Step("seen", "few are visible", "", "", more / 1_000.0));
      }
      matches.add(
          new PossibleMatch(
              pair.one(),
              pair.other(),
              pair.entity(),
              pair.otherEntity(),
              pair.records(),
              pair.otherRecords(),
              (pair.score() + more) / 1_000.0,
              one == null || other == null ? List.of() : fields(one, other),
              List.copyOf(steps),
              pair.restrictions()));
    }
    return matches;
  }

  private static List<Field> fields(Weighing.Side one, Weighing.Side other) {
    Set<String> properties = new TreeSet<>(one.properties().keySet());
    properties.addAll(other.properties().keySet());
    return properties.stream()
        .map(property -> new Field(property, one.said(property), other.said(property)))
        .toList();
  }

  private Dataset<Row> pairs(ReaderSession session) {
    Dataset<Row> entities = session.table(Tables.MEMBERSHIPS).select("record_id", "entity_id");
    Dataset<Row> sizes = entities.groupBy("entity_id").agg(count(lit(1)).as("size"));
    Dataset<Row> between =
        session
            .table(Tables.CANDIDATES)
            .where(col("score").geq(from * 1_000).and(col("score").lt(to * 1_000)))
            .join(decided(session), new String[] {"left_id", "right_id"}, "left_anti");
    Column[] ofPair = {
      least(col("left_entity"), col("right_entity")),
      greatest(col("left_entity"), col("right_entity"))
    };
    return between
        .join(entities.toDF("left_id", "left_entity"), "left_id")
        .join(entities.toDF("right_id", "right_entity"), "right_id")
        .withColumn(
            "place",
            row_number()
                .over(
                    Window.partitionBy(ofPair)
                        .orderBy(col("score").desc(), col("left_id"), col("right_id"))))
        .where(col("place").equalTo(1))
        .join(sizes.toDF("left_entity", "left_size"), "left_entity")
        .join(sizes.toDF("right_entity", "right_size"), "right_entity")
        .withColumn(
            "cost",
            abs(col("score"))
                .divide(1_000)
                .minus(log2(least(col("left_size"), col("right_size")).cast("double"))))
        .orderBy("cost", "left_id", "right_id")
        .limit(limit)
        .select(
            "left_id",
            "right_id",
            "score",
            "left_entity",
            "right_entity",
            "left_size",
            "right_size",
            "restrictions");
  }

  /** Pairs that a decision names which stands and which the reader sees. */
  static Dataset<Row> decided(ReaderSession session) {
    Column both = array_union(col("left_ids"), col("right_ids"));
    Column same = col("verdict").equalTo(Verdict.SAME.code());
    return session
        .table(Tables.DECISIONS)
        .where(col("undone_at").isNull())
        .select(
            explode(when(same, both).otherwise(col("left_ids"))).as("one"),
            when(same, both).otherwise(col("right_ids")).as("others"))
        .select(col("one"), explode(col("others")).as("other"))
        .select(
            least(col("one"), col("other")).as("left_id"),
            greatest(col("one"), col("other")).as("right_id"))
        .distinct();
  }
}
