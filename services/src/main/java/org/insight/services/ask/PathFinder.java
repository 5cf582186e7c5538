package org.insight.services.ask;

import java.util.ArrayList;
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
 * Finds the best paths between two entities over the links that a reader sees: fewest hops first,
 * then strongest. They are computed when asked, and kept nowhere.
 */
public final class PathFinder {

  /** Tables that it reads. */
  public static final Set<TableName> TABLES = AskedEntities.tablesAnd(Tables.EDGES, Tables.ITEMS);

  /** Most hops of a path. */
  public static final int MOST_HOPS = LinkGraph.MOST_HOPS;

  /** Most paths that may be asked for. */
  private static final int MOST_PATHS = 1_000;

  private final String from;
  private final String to;
  private final int hops;
  private final int most;

  /**
   * @param from id, name or number of an entity
   * @param hops most links of a path, from 1 to {@link #MOST_HOPS}
   * @param most most paths
   * @throws InsightException USAGE if a number is out of its range
   */
  public PathFinder(String from, String to, int hops, int most) {
    this.from = from.strip();
    this.to = to.strip();
    this.hops = hops;
    this.most = most;
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
    return "from " + from + " to " + to + ", " + hops + " hops, " + most + " paths";
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
    SeenLinks links = SeenLinks.of(session);
    links.around(List.of(start, end));
    Set<String> left = links.others(List.of(start));
    Set<String> right = links.others(List.of(end));
    SeenLinks.Weighed weighed = links.weighed();
    List<LinkGraph.Path> paths = weighed.graph().paths(start, end, Math.min(2, hops), most);
    // Longer ones come after all of these.
    if (hops > 2 && paths.size() < most && !left.isEmpty() && !right.isEmpty()) {
      if (hops == 3) {
        Set<String> both = new TreeSet<>(left);
        both.addAll(right);
        links.between(both);
      } else {
        links.meeting(left, right);
      }
      weighed = links.weighed();
      paths = weighed.graph().paths(start, end, hops, most);
    }
    return Asked.of(shown(session, weighed, paths));
  }

  private static List<FoundPath> shown(
      ReaderSession session, SeenLinks.Weighed weighed, List<LinkGraph.Path> paths) {
    List<List<String>> steps = new ArrayList<>();
    for (LinkGraph.Path path : paths) {
      for (int i = 1; i < path.nodes().size(); i++) {
        steps.add(path.nodes().subList(i - 1, i + 1));
      }
    }
    List<FoundLink> links = SeenLinks.shown(session, weighed, steps);
    List<FoundPath> found = new ArrayList<>();
    int at = 0;
    for (LinkGraph.Path path : paths) {
      int length = path.nodes().size() - 1;
      found.add(
          new FoundPath(
              length,
              LinkStrength.bits(path.chance()),
              List.copyOf(links.subList(at, at + length))));
      at += length;
    }
    return found;
  }
}
