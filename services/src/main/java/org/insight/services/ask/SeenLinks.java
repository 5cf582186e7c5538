package org.insight.services.ask;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.access.ReaderSession;
import org.insight.findings.LinkStrength;
import org.insight.schemas.Tables;

/**
 * Gathers the links that a reader sees around some ends, and weighs them by what the reader sees.
 */
final class SeenLinks {

  /** Up to so many are fetched at once. They take some 100 MB. */
  private static final int MOST_HELD = 50_000;

  private final LinkSource source;
  private final Map<String, SeenLink> fetched = new TreeMap<>();
  private long count = -1;

  SeenLinks(LinkSource source) {
    this.source = source;
  }

  /** The links of a reader. */
  static SeenLinks of(ReaderSession session) {
    Dataset<Row> links = session.table(Tables.LINKS);
    List<Row> rows = links.selectExpr(SeenLink.COLUMNS).limit(MOST_HELD + 1).collectAsList();
    return new SeenLinks(
        rows.size() > MOST_HELD
            ? new QueriedLinks(links)
            : new HeldLinks(rows.stream().map(SeenLink::of).toList()));
  }

  /** Those alone that may be passed on, nothing fetched yet. */
  SeenLinks passable() {
    return new SeenLinks(source.passable());
  }

  /** Fetches all links of these ends, and gives the other ends of all. */
  Set<String> around(Collection<String> ids) {
    fetch(source.around(ids));
    return others(ids);
  }

  /** The other ends of the links of these ends that were fetched. */
  Set<String> others(Collection<String> ids) {
    Set<String> others = new TreeSet<>();
    Set<String> these = Set.copyOf(ids);
    for (SeenLink link : fetched.values()) {
      if (these.contains(link.source().id())) {
        others.add(link.target().id());
      }
      if (these.contains(link.target().id())) {
        others.add(link.source().id());
      }
    }
    return others;
  }

  /** Fetches the links between these ends. */
  void between(Collection<String> ids) {
    fetch(source.between(ids));
  }

  /**
   * Fetches the links by which a neighbour of one end and one of the other meet: directly, or over
   * one more end; and those of both to some more ends.
   */
  void meeting(Set<String> left, Set<String> right, Set<String> more) {
    fetch(source.meeting(left, right, more));
  }

  /** Fetches all links. */
  void all() {
    fetch(source.all());
  }

  private void fetch(List<SeenLink> links) {
    links.forEach(link -> fetched.put(link.linkId(), link));
  }

  /** What was fetched, by link_id. */
  Collection<SeenLink> fetched() {
    return fetched.values();
  }

  /** What was fetched, weighed. */
  Weighed weighed() {
    return weighed(SeenMatches.none(), SeenLeads.none());
  }

  /** What was fetched, which ends may be one and which may have one number, weighed. */
  Weighed weighed(SeenMatches matches, SeenLeads leads) {
    Map<String, Map<String, Long>> sharing = sharing();
    Map<String, Long> chances = new HashMap<>();
    for (SeenLink link : fetched.values()) {
      Map<String, Long> one = sharing.getOrDefault(link.source().id(), Map.of());
      Map<String, Long> other = sharing.getOrDefault(link.target().id(), Map.of());
      Map<String, Long> rarest = new TreeMap<>();
      for (String shared : link.shared()) {
        // Whoever shares it with an end has a link to it: one more are the ends that share it.
        long sharers = 1 + Math.min(one.getOrDefault(shared, 1L), other.getOrDefault(shared, 1L));
        rarest.merge(kind(shared), sharers, Math::min);
      }
      chances.put(link.linkId(), LinkStrength.chance(ends(), rarest));
    }
    Map<String, Long> passing = new HashMap<>();
    sharing.forEach(
        (end, counts) ->
            passing.put(
                end, LinkStrength.passing(ends(), counts.getOrDefault(LinkSource.ANY, 0L))));
    LinkGraph graph = new LinkGraph(passing);
    Map<List<String>, SeenLink> byEnds = new HashMap<>();
    for (SeenLink link : fetched.values()) {
      graph.add(link.source().id(), link.target().id(), chances.getOrDefault(link.linkId(), 1L));
      byEnds.put(List.of(link.source().id(), link.target().id()), link);
      byEnds.put(List.of(link.target().id(), link.source().id()), link);
    }
    for (Lead lead : leads.all()) {
      if (!byEnds.containsKey(List.of(lead.one(), lead.other()))) {
        graph.add(lead.one(), lead.other(), lead.chance());
      }
    }
    matches.all().forEach(match -> graph.match(match.one(), match.other(), match.chance()));
    return new Weighed(graph, byEnds, chances);
  }

  /**
   * Links as a graph.
   *
   * @param byEnds each link twice, by its ends in either order
   * @param chances by link_id
   */
  record Weighed(LinkGraph graph, Map<List<String>, SeenLink> byEnds, Map<String, Long> chances) {

    /** The link between two ends of a path. */
    SeenLink link(List<String> ends) {
      SeenLink link = byEnds.get(ends);
      if (link == null) {
        throw new IllegalStateException("no such link");
      }
      return link;
    }

    /** Whether there is a link between two ends, and not only a lead. */
    boolean isLinked(List<String> ends) {
      return byEnds.containsKey(ends);
    }

    /** The ends of all links, by id. */
    Map<String, LinkEnd> ends() {
      Map<String, LinkEnd> ends = new HashMap<>();
      for (SeenLink link : byEnds.values()) {
        ends.put(link.source().id(), link.source());
        ends.put(link.target().id(), link.target());
      }
      return ends;
    }

    double strength(SeenLink link) {
      return LinkStrength.bits(chances.getOrDefault(link.linkId(), 1L));
    }
  }

  private static String kind(String shared) {
    int colon = shared.indexOf(':');
    return colon < 0 ? shared : shared.substring(0, colon);
  }

  private Map<String, Map<String, Long>> sharing() {
    Set<String> ids = new TreeSet<>();
    for (SeenLink link : fetched.values()) {
      ids.add(link.source().id());
      ids.add(link.target().id());
    }
    return source.sharing(ids);
  }

  /** The number of all ends of links that the reader sees. */
  private long ends() {
    if (count < 0) {
      count = source.ends();
    }
    return count;
  }

  /** Gives links as a reader gets them, each from the end that is named first. */
  static List<FoundLink> shown(ReaderSession session, Weighed weighed, List<List<String>> fromTo) {
    LinkEvidence evidence = LinkEvidence.of(session, fromTo.stream().map(weighed::link).toList());
    List<FoundLink> shown = new ArrayList<>();
    for (List<String> ends : fromTo) {
      SeenLink link = weighed.link(ends);
      LinkEnd from = link.other(ends.get(1));
      SortedSet<String> days = evidence.days(link.edgeIds());
      shown.add(
          new FoundLink(
              from,
              link.other(from.id()),
              link.kinds(),
              link.values(),
              evidence.directions(link.edgeIds(), ends),
              days.isEmpty() ? "" : days.first(),
              days.isEmpty() ? "" : days.last(),
              weighed.strength(link),
              link.independentSources(),
              link.grading(),
              link.handling(),
              evidence.of(link.edgeIds()),
              link.restrictions()));
    }
    return shown;
  }
}
