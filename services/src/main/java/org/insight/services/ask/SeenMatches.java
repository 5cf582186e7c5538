package org.insight.services.ask;

import static org.apache.spark.sql.functions.col;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
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
 * all pairs of their records at least half must be compared: the others contradict each other.
 */
final class SeenMatches {

  /** Of more subjects or pairs, which take some 200 MB, there are no matches. */
  private static final int MOST = 1_000_000;

  /**
   * Two entities that may be one.
   *
   * @param leftId the record of the one that agrees best with one of the other
   * @param rightId that record of the other
   * @param score of the two records, in thousandths of a bit
   * @param chance that they are not one, in parts of {@link LinkStrength#SCALE}
   */
  record Match(
      String one,
      String other,
      String leftId,
      String rightId,
      int score,
      long chance,
      String restrictions) {}

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
                    .join(
                        Review.decided(session), new String[] {"left_id", "right_id"}, "left_anti")
                    .select("left_id", "right_id", "score", "restrictions"));
    if (pairs.size() > MOST) {
      note.accept(
          "Possible matches are not followed, for more than "
              + MOST
              + " subjects or pairs are visible.");
      return none();
    }
    Map<String, String> entities = new HashMap<>();
    Map<String, Integer> sizes = new HashMap<>();
    for (Row row : memberships) {
      entities.put(row.getString(0), row.getString(1));
      sizes.merge(row.getString(1), 1, Integer::sum);
    }
    Map<Set<String>, Match> best = new HashMap<>();
    Map<Set<String>, Integer> compared = new HashMap<>();
    for (Row row : pairs) {
      String one = entities.get(row.getString(0));
      String other = entities.get(row.getString(1));
      if (one != null && other != null && !one.equals(other)) {
        Match match = match(one, other, row, more);
        Set<String> ends = Set.of(one, other);
        best.merge(ends, match, (a, b) -> BEST.compare(a, b) >= 0 ? a : b);
        compared.merge(ends, 1, Integer::sum);
      }
    }
    best.keySet()
        .removeIf(
            ends -> {
              long all = 1;
              for (String end : ends) {
                all *= sizes.getOrDefault(end, 1);
              }
              return 2L * compared.getOrDefault(ends, 0) < all;
            });
    return new SeenMatches(best);
  }

  private static List<Row> few(Dataset<Row> rows) {
    return rows.limit(MOST + 1).collectAsList();
  }

  private static final Comparator<Match> BEST =
      Comparator.comparingInt(Match::score)
          .thenComparing(Match::leftId)
          .thenComparing(Match::rightId);

  private static Match match(String one, String other, Row pair, int more) {
    return new Match(
        one,
        other,
        pair.getString(0),
        pair.getString(1),
        pair.getInt(2),
        LinkStrength.unlike(pair.getInt(2) + more),
        pair.isNullAt(3) ? "" : pair.getString(3));
  }

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
      records.addAll(List.of(match.leftId(), match.rightId()));
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
        Stream.of(match.leftId(), match.rightId())
            .map(sources::get)
            .filter(Objects::nonNull)
            .map(SeenMatches::carrier)
            .toList(),
        match.restrictions());
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
