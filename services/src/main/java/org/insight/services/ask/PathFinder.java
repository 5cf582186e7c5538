package org.insight.services.ask;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.insight.access.ReaderSession;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.OneLine;
import org.insight.findings.LinkStrength;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;

/**
 * Finds the best paths between two entities over the links that a reader sees, the strongest first.
 * They are computed when asked, and kept nowhere.
 *
 * <p>A person whom one text names with a telephone and another with an account is two entities, as
 * a name joins nobody. A path may pass from the one to the other: such a step is a hypothesis and
 * marked as one, weighs the chance that both are not one, and counts no hop.
 *
 * <p>Another hypothesis is a step from a number without its country to whoever has one that it may
 * be. It counts a hop.
 */
public final class PathFinder {

  /** Tables that it reads. */
  public static final Set<TableName> TABLES =
      AskedEntities.tablesAnd(
          Tables.EDGES,
          Tables.RECORDS,
          Tables.ITEMS,
          Tables.DOCUMENTS,
          Tables.CANDIDATES,
          Tables.PROFILES,
          Tables.DECISIONS,
          Tables.MEMBERSHIPS,
          Tables.DESCRIBED);

  /** Most hops of a path. */
  public static final int MOST_HOPS = LinkGraph.MOST_HOPS;

  /** Most paths that may be asked for. */
  private static final int MOST_PATHS = 1_000;

  private final String from;
  private final String to;
  private final int hops;
  private final int most;
  private final boolean overMatches;

  /**
   * @param from id, name or number of an entity
   * @param hops most links of a path, from 1 to {@link #MOST_HOPS}
   * @param most most paths
   * @param overMatches whether a path may pass to an entity that may be the same, or may have the
   *     same number
   * @throws InsightException USAGE if a number is out of its range
   */
  public PathFinder(String from, String to, int hops, int most, boolean overMatches) {
    this.from = from.strip();
    this.to = to.strip();
    this.hops = hops;
    this.most = most;
    this.overMatches = overMatches;
    requireBetween("--hops", hops, MOST_HOPS);
    requireBetween("--most", most, MOST_PATHS);
  }

  static void requireBetween(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot follow: " + option + " must be from 1 to " + most + ", found " + value);
    }
  }

  /** What is asked, for the audit. */
  public String asked() {
    return "from "
        + from
        + " to "
        + to
        + ", "
        + hops
        + " hops, "
        + most
        + " paths"
        + (overMatches ? "" : ", over no matches");
  }

  /**
   * The paths, best first; none if there is none.
   *
   * @param note takes what the reader should know of the answer
   * @throws InsightException INPUT if the reader sees no such entity, or both are one
   */
  public Asked<List<FoundPath>> of(ReaderSession session, Consumer<String> note) {
    AskedEntities asked = AskedEntities.of(session, note, from, to);
    if (!asked.unclear().isEmpty()) {
      return new Asked<>(asked.unclear(), null);
    }
    String start = asked.id(from);
    String end = asked.id(to);
    if (start.equals(end)) {
      throw new InsightException(
          ErrorKind.INPUT,
          "Cannot follow: both are one entity, found " + OneLine.shown(from + " and " + to));
    }
    SeenMatches matches = overMatches ? SeenMatches.of(session, note) : SeenMatches.none();
    SeenLinks links = SeenLinks.of(session);
    SeenLeads leads = overMatches ? SeenLeads.of(session, note) : SeenLeads.none();
    Set<String> starts = near(matches, leads, Set.of(start));
    Set<String> goals = near(matches, leads, Set.of(end));
    Set<String> both = new TreeSet<>(starts);
    both.addAll(goals);
    links.around(both);
    if (hops > 2) {
      Set<String> hypotheses = new TreeSet<>(matches.ends());
      hypotheses.addAll(leads.ends());
      links.meeting(
          near(matches, leads, links.others(starts)),
          near(matches, leads, links.others(goals)),
          hypotheses);
    }
    SeenLinks.Weighed weighed = links.weighed(matches, leads);
    List<LinkGraph.Path> paths =
        weighed.graph().paths(start, end, hops, most, path -> way(weighed, leads, path));
    return Asked.of(shown(session, weighed, matches, leads, paths));
  }

  /** These ends, those that may have a number of theirs, and those that may be one with any. */
  private static Set<String> near(SeenMatches matches, SeenLeads leads, Set<String> ends) {
    return matches.with(leads.with(matches.with(ends)));
  }

  /**
   * The pairs of entities that a path may pass between, as they may be one.
   *
   * @param note takes what the reader should know of the answer
   * @return ids, two a pair
   */
  public static List<List<String>> matches(ReaderSession session, Consumer<String> note) {
    return SeenMatches.of(session, note).all().stream()
        .map(match -> List.of(match.one(), match.other()))
        .toList();
  }

  /**
   * What a path says: its ends, or if some of them may be others, what its links share. A person
   * who stands in the lake three times would fill the answer with one path. Nor is somebody between
   * them who may have the number that both have.
   */
  private static List<String> way(SeenLinks.Weighed weighed, SeenLeads leads, LinkGraph.Path path) {
    if (path.matches().isEmpty()) {
      List<String> ends = new ArrayList<>(path.nodes());
      for (int i = ends.size() - 2; i > 0; i--) {
        List<String> before = path.nodes().subList(i - 1, i + 1);
        List<String> after = path.nodes().subList(i, i + 2);
        if (!(weighed.isLinked(before) && weighed.isLinked(after))
            && !Collections.disjoint(
                numbers(weighed, leads, before), numbers(weighed, leads, after))) {
          ends.remove(i);
        }
      }
      return ends;
    }
    List<String> way = new ArrayList<>();
    for (int i = 1; i < path.nodes().size(); i++) {
      if (!path.matches().contains(i)) {
        List<String> step = path.nodes().subList(i - 1, i + 1);
        if (weighed.isLinked(step)) {
          SeenLink link = weighed.link(step);
          way.add(link.values().isEmpty() ? link.linkId() : link.values().toString());
        } else {
          way.add(leads.of(step).values().toString());
        }
      }
    }
    return way;
  }

  /** What a link shares, or what a lead says that both may share. */
  private static List<String> numbers(
      SeenLinks.Weighed weighed, SeenLeads leads, List<String> step) {
    return weighed.isLinked(step) ? weighed.link(step).values() : List.of(leads.of(step).number());
  }

  private static List<FoundPath> shown(
      ReaderSession session,
      SeenLinks.Weighed weighed,
      SeenMatches matches,
      SeenLeads leads,
      List<LinkGraph.Path> paths) {
    List<List<String>> linked = new ArrayList<>();
    List<List<String>> matched = new ArrayList<>();
    List<List<String>> led = new ArrayList<>();
    for (LinkGraph.Path path : paths) {
      for (int i = 1; i < path.nodes().size(); i++) {
        List<String> step = path.nodes().subList(i - 1, i + 1);
        if (path.matches().contains(i)) {
          matched.add(step);
        } else {
          (weighed.isLinked(step) ? linked : led).add(step);
        }
      }
    }
    Iterator<FoundLink> links = SeenLinks.shown(session, weighed, linked).iterator();
    Iterator<FoundLink> possible = matches.shown(session, matched, weighed.ends()).iterator();
    Iterator<FoundLink> numbers = leads.shown(session, led, weighed.ends()).iterator();
    List<FoundPath> found = new ArrayList<>();
    for (LinkGraph.Path path : paths) {
      List<FoundLink> steps = new ArrayList<>();
      for (int i = 1; i < path.nodes().size(); i++) {
        boolean isLinked = weighed.isLinked(path.nodes().subList(i - 1, i + 1));
        steps.add((path.matches().contains(i) ? possible : isLinked ? links : numbers).next());
      }
      found.add(new FoundPath(path.hops(), LinkStrength.bits(path.chance()), steps));
    }
    return found;
  }
}
