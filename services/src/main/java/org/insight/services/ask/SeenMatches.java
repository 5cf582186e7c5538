package org.insight.services.ask;

import static java.util.stream.Collectors.toSet;
import static org.apache.spark.sql.functions.col;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.access.ReaderSession;
import org.insight.findings.LinkStrength;
import org.insight.policy.Restrictions;
import org.insight.resolution.Model;
import org.insight.resolution.Models;
import org.insight.resolution.Namesakes;
import org.insight.resolution.Scorer;
import org.insight.schemas.Tables;

/**
 * Entities that may be one, as a reader sees them: hypotheses that nobody has confirmed.
 *
 * <p>A score of 0 is even odds in a lake of the model's size (Fellegi and Sunter, 1969). Among
 * fewer entities two that agree by chance are rarer in proportion. So of a reader who sees n
 * persons and organisations log2(size / n) bits are added, and only pairs that have a chance of
 * {@link #LEAST_ODDS} remain. Entities of which a decision names a pair of records are no match: a
 * person has looked at them.
 *
 * <p>Among so few even a common name says something, and the candidates of the lake leave it out.
 * So all are compared here ({@link Namesakes}). If the reader sees too many of them, or may not see
 * what their records say, the candidates must do.
 */
final class SeenMatches {

  /** Of more subjects or pairs there are no matches, for they are held in memory. */
  private static final int MOST = 1_000_000;

  /** Of more records the candidates are taken: to compare them takes too long. */
  private static final int MOST_COMPARED = 30_000;

  /** In thousandths of a bit: one in eight that both are one. */
  private static final int LEAST_ODDS = -2_807;

  /**
   * Two entities that may be one.
   *
   * @param pair their records that agree best
   * @param chance that they are not one, in parts of {@link LinkStrength#SCALE}
   */
  record Match(String one, String other, Namesakes.Pair pair, long chance) {}

  private final Map<Set<String>, Match> byEnds;
  private final Map<String, Integer> records;
  private final int more;

  private SeenMatches(Map<Set<String>, Match> byEnds, Map<String, Integer> records, int more) {
    this.byEnds = byEnds;
    this.records = records;
    this.more = more;
  }

  /** None at all. */
  static SeenMatches none() {
    return new SeenMatches(Map.of(), Map.of(), 0);
  }

  /**
   * The matches of a reader. They are put together here: to collect two tables costs a quarter of
   * the queries that would join them.
   *
   * @param note takes what the reader should know of the answer
   */
  static SeenMatches of(ReaderSession session, Consumer<String> note) {
    List<Row> memberships = few(session.table(Tables.MEMBERSHIPS).select("record_id", "entity_id"));
    if (memberships.size() > MOST) {
      return tooMany(note);
    }
    Map<String, String> entities = new HashMap<>();
    memberships.forEach(row -> entities.put(row.getString(0), row.getString(1)));
    Model model = Models.released();
    Namesakes namesakes = new Namesakes(model);
    boolean compared = entities.size() <= MOST_COMPARED && session.isShownIdentifiers();
    if (compared) {
      session
          .table(Tables.PROFILES)
          .select("record_id", "features")
          .collectAsList()
          .forEach(row -> add(row, entities, namesakes));
    }
    int seen = compared ? namesakes.entities() : new HashSet<>(entities.values()).size();
    int more = LinkStrength.fewer(model.reference(), seen);
    int least = LEAST_ODDS - more;
    List<Namesakes.Pair> pairs = compared ? namesakes.pairs(least) : candidates(session, least);
    if (pairs.size() > MOST) {
      return tooMany(note);
    }
    return among(
        entities,
        pairs,
        Review.decided(session).collectAsList().stream()
            .map(row -> List.of(row.getString(0), row.getString(1)))
            .toList(),
        more);
  }

  private static void add(Row profile, Map<String, String> entities, Namesakes namesakes) {
    String entity = entities.get(profile.getString(0));
    if (entity != null) {
      namesakes.add(profile.getString(0), entity, profile.getAs(1));
    }
  }

  private static SeenMatches tooMany(Consumer<String> note) {
    note.accept(
        "Possible matches are not followed, for more than "
            + MOST
            + " subjects or pairs are visible.");
    return none();
  }

  /**
   * Those that score least are left out, for pairs whose birth dates contradict have that score.
   */
  private static List<Namesakes.Pair> candidates(ReaderSession session, int least) {
    return few(
            session
                .table(Tables.CANDIDATES)
                .where(col("score").geq(least).and(col("score").gt(Scorer.LEAST_KEPT)))
                .select("left_id", "right_id", "score"))
        .stream()
        .map(row -> new Namesakes.Pair(row.getString(0), row.getString(1), row.getInt(2)))
        .toList();
  }

  /**
   * The matches among entities.
   *
   * @param entities by record
   * @param pairs those that are likely enough
   * @param decided pairs of records that a decision names
   * @param more bits, in thousandths, that each score has more among so few
   */
  static SeenMatches among(
      Map<String, String> entities,
      List<Namesakes.Pair> pairs,
      List<List<String>> decided,
      int more) {
    Map<Set<String>, Match> best = new HashMap<>();
    for (Namesakes.Pair pair : pairs) {
      String one = entities.get(pair.one());
      String other = entities.get(pair.other());
      if (one != null && other != null && !one.equals(other)) {
        Match match = new Match(one, other, pair, LinkStrength.unlike(pair.score() + more));
        best.merge(
            Set.of(one, other), match, (a, b) -> BEST.compare(a.pair(), b.pair()) >= 0 ? a : b);
      }
    }
    for (List<String> pair : decided) {
      best.remove(pair.stream().map(id -> entities.getOrDefault(id, id)).collect(toSet()));
    }
    Map<String, Integer> records = new HashMap<>();
    entities.values().forEach(entity -> records.merge(entity, 1, Integer::sum));
    return new SeenMatches(best, records, more);
  }

  private static List<Row> few(Dataset<Row> rows) {
    return rows.limit(MOST + 1).collectAsList();
  }

  private static final Comparator<Namesakes.Pair> BEST =
      Comparator.comparingInt(Namesakes.Pair::score)
          .thenComparing(Namesakes.Pair::one)
          .thenComparing(Namesakes.Pair::other);

  Collection<Match> all() {
    return byEnds.values();
  }

  /** The bits, in thousandths, that each score has more among so few. */
  int more() {
    return more;
  }

  /** How many records of an entity are visible. */
  int records(String entity) {
    return records.getOrDefault(entity, 0);
  }

  /** The likeliest matches of an entity, that of the greatest score first. */
  List<Match> of(String entity, int most) {
    return byEnds.values().stream()
        .filter(match -> match.one().equals(entity) || match.other().equals(entity))
        .sorted(Comparator.comparing(Match::pair, BEST.reversed()))
        .limit(most)
        .toList();
  }

  /** The ends that may be one with another. */
  Set<String> ends() {
    Set<String> ends = new TreeSet<>();
    byEnds.keySet().forEach(ends::addAll);
    return ends;
  }

  /** These ends, and those that may be one with any of them. */
  Set<String> with(Collection<String> ends) {
    Set<String> all = new TreeSet<>(ends);
    for (Match match : byEnds.values()) {
      if (ends.contains(match.one()) || ends.contains(match.other())) {
        all.add(match.one());
        all.add(match.other());
      }
    }
    return all;
  }

  /**
   * Gives steps between two ends that may be one as a reader gets them.
   *
   * @param fromTo each from the end that comes first
   * @param known ends of links
   */
  List<FoundLink> shown(
      ReaderSession session, List<List<String>> fromTo, Map<String, LinkEnd> known) {
    Set<String> records = new TreeSet<>();
    Map<String, LinkEnd> ends = new HashMap<>(known);
    Set<String> unknown = new TreeSet<>();
    for (List<String> step : fromTo) {
      Match match = of(step);
      records.addAll(List.of(match.pair().one(), match.pair().other()));
      unknown.addAll(step);
    }
    unknown.removeAll(known.keySet());
    new SeenEntities(session)
        .shown(unknown)
        .forEach((id, shown) -> ends.put(id, new LinkEnd(id, shown.kind(), shown.caption(), "")));
    Map<String, Explanation.Source> sources = new HashMap<>();
    if (!records.isEmpty()) {
      Explainer.sources(session, records).forEach(s -> sources.put(s.recordId(), s));
    }
    return fromTo.stream().map(step -> shown(step, ends, sources)).toList();
  }

  private FoundLink shown(
      List<String> step, Map<String, LinkEnd> ends, Map<String, Explanation.Source> sources) {
    Match match = of(step);
    List<Explanation.Source> both =
        Stream.of(match.pair().one(), match.pair().other())
            .map(sources::get)
            .filter(Objects::nonNull)
            .toList();
    return new FoundLink(
        end(step.get(0), ends),
        end(step.get(1), ends),
        List.of(FoundLink.POSSIBLE_MATCH),
        List.of(),
        List.of(),
        "",
        "",
        LinkStrength.bits(match.chance()),
        0,
        List.of(),
        List.of(),
        both.stream().map(SeenMatches::carrier).toList(),
        Restrictions.together(both.stream().map(Explanation.Source::restrictions).toList()));
  }

  private static FoundLink.Carrier carrier(Explanation.Source source) {
    return new FoundLink.Carrier(
        FoundLink.POSSIBLE_MATCH,
        "",
        source.mapping().isEmpty() ? "described" : "record",
        source.recordId(),
        source.path(),
        source.locator(),
        "",
        "");
  }

  private static LinkEnd end(String id, Map<String, LinkEnd> ends) {
    return Objects.requireNonNull(ends.get(id), id);
  }

  private Match of(List<String> step) {
    return Objects.requireNonNull(byEnds.get(Set.copyOf(step)), step.toString());
  }
}
