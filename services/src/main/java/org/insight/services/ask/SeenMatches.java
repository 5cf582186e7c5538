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
import org.insight.resolution.Models;
import org.insight.schemas.Tables;

/**
 * Entities that may be one, as a reader sees them: hypotheses that nobody has confirmed.
 *
 * <p>A score of 0 is even odds in a lake of the model's size (Fellegi and Sunter, 1969). Among
 * fewer subjects two that agree by chance are rarer in proportion. So of a reader who sees n
 * subjects log2(size / n) bits are added, and only pairs that are likelier one than not remain. Of
 * all pairs of records of two entities at least half must be among them. Entities of which a
 * decision names a pair of records are no match: a person has looked at them.
 */
final class SeenMatches {

  /** Of more subjects or pairs there are no matches, for they are held in memory. */
  private static final int MOST = 1_000_000;

  /**
   * Two records that may be of one subject.
   *
   * @param score in thousandths of a bit
   * @param restrictions how the pair may be used, in words
   */
  record Pair(String leftId, String rightId, int score, String restrictions) {}

  /**
   * Two entities that may be one.
   *
   * @param pair their records that agree best
   * @param chance that they are not one, in parts of {@link LinkStrength#SCALE}
   */
  record Match(String one, String other, Pair pair, long chance) {}

  private final Map<Set<String>, Match> byEnds;

  private SeenMatches(Map<Set<String>, Match> byEnds) {
    this.byEnds = byEnds;
  }

  /** None at all. */
  static SeenMatches none() {
    return new SeenMatches(Map.of());
  }

  /**
   * The matches of a reader. They are put together here: to collect two tables costs a quarter of
   * the queries that would join them.
   *
   * @param note takes what the reader should know of the answer
   */
  static SeenMatches of(ReaderSession session, Consumer<String> note) {
    List<Row> memberships = few(session.table(Tables.MEMBERSHIPS).select("record_id", "entity_id"));
    int more = LinkStrength.fewer(Models.released().reference(), memberships.size());
    List<Row> pairs =
        memberships.size() > MOST
            ? memberships
            : few(
                session
                    .table(Tables.CANDIDATES)
                    .where(col("score").gt(-more))
                    .select("left_id", "right_id", "score", "restrictions"));
    if (pairs.size() > MOST) {
      note.accept(
          "Possible matches are not followed, for more than "
              + MOST
              + " subjects or pairs are visible.");
      return none();
    }
    Map<String, String> entities = new HashMap<>();
    memberships.forEach(row -> entities.put(row.getString(0), row.getString(1)));
    return among(
        entities,
        pairs.stream()
            .map(
                row ->
                    new Pair(
                        row.getString(0),
                        row.getString(1),
                        row.getInt(2),
                        row.isNullAt(3) ? "" : row.getString(3)))
            .toList(),
        Review.decided(session).collectAsList().stream()
            .map(row -> List.of(row.getString(0), row.getString(1)))
            .toList(),
        more);
  }

  /**
   * The matches among entities.
   *
   * @param entities by record
   * @param pairs those that are likelier one than not
   * @param decided pairs of records that a decision names
   * @param more bits, in thousandths, that each score has more among so few
   */
  static SeenMatches among(
      Map<String, String> entities, List<Pair> pairs, List<List<String>> decided, int more) {
    Map<String, Integer> sizes = new HashMap<>();
    entities.values().forEach(entity -> sizes.merge(entity, 1, Integer::sum));
    Map<Set<String>, Match> best = new HashMap<>();
    Map<Set<String>, Integer> compared = new HashMap<>();
    for (Pair pair : pairs) {
      String one = entities.get(pair.leftId());
      String other = entities.get(pair.rightId());
      if (one != null && other != null && !one.equals(other)) {
        Set<String> ends = Set.of(one, other);
        Match match = new Match(one, other, pair, LinkStrength.unlike(pair.score() + more));
        best.merge(ends, match, (a, b) -> BEST.compare(a.pair(), b.pair()) >= 0 ? a : b);
        compared.merge(ends, 1, Integer::sum);
      }
    }
    Set<Set<String>> lookedAt = new HashSet<>();
    for (List<String> pair : decided) {
      lookedAt.add(pair.stream().map(id -> entities.getOrDefault(id, id)).collect(toSet()));
    }
    best.values()
        .removeIf(
            match -> {
              Set<String> ends = Set.of(match.one(), match.other());
              long all =
                  (long) sizes.getOrDefault(match.one(), 1) * sizes.getOrDefault(match.other(), 1);
              return 2L * compared.getOrDefault(ends, 0) < all || lookedAt.contains(ends);
            });
    return new SeenMatches(best);
  }

  private static List<Row> few(Dataset<Row> rows) {
    return rows.limit(MOST + 1).collectAsList();
  }

  private static final Comparator<Pair> BEST =
      Comparator.comparingInt(Pair::score).thenComparing(Pair::leftId).thenComparing(Pair::rightId);

  Collection<Match> all() {
    return byEnds.values();
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
      records.addAll(List.of(match.pair().leftId(), match.pair().rightId()));
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
    return new FoundLink(
        end(step.get(0), ends),
        end(step.get(1), ends),
        List.of(FoundLink.POSSIBLE_MATCH),
        List.of(),
        LinkStrength.bits(match.chance()),
        0,
        List.of(),
        List.of(),
        Stream.of(match.pair().leftId(), match.pair().rightId())
            .map(sources::get)
            .filter(Objects::nonNull)
            .map(SeenMatches::carrier)
            .toList(),
        match.pair().restrictions());
  }

  private static FoundLink.Carrier carrier(Explanation.Source source) {
    return new FoundLink.Carrier(
        FoundLink.POSSIBLE_MATCH,
        "",
        source.mapping().isEmpty() ? "described" : "record",
        source.recordId(),
        source.path(),
        source.locator(),
        "");
  }

  private static LinkEnd end(String id, Map<String, LinkEnd> ends) {
    return Objects.requireNonNull(ends.get(id), id);
  }

  private Match of(List<String> step) {
    return Objects.requireNonNull(byEnds.get(Set.copyOf(step)), step.toString());
  }
}
