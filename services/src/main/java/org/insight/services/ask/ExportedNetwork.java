package org.insight.services.ask;

import java.util.List;
import java.util.Map;
import org.insight.services.ask.FoundLink.Carrier;
import org.insight.services.ask.FoundLink.Direction;

/**
 * A network that leaves the platform.
 *
 * @param nodes the entity that was asked for first, then by strength of the best path to them
 * @param links between them, the strongest first
 * @param nodesLeftOut nodes of the network that may not be passed on, and are not here
 * @param linksLeftOut as many links
 * @param cut whether there are more nodes than were asked for
 */
public record ExportedNetwork(
    List<Node> nodes, List<Link> links, int nodesLeftOut, int linksLeftOut, boolean cut) {

  /**
   * How something may be used.
   *
   * @param handling the strictest codes of its sources, as {@code TLP AMBER}
   * @param restrictions in words
   * @param restricted whether the codes forbid that it is passed on
   */
  public record Marking(List<String> handling, String restrictions, boolean restricted) {}

  /**
   * An entity or document.
   *
   * @param kind FollowTheMoney schema, or Document
   * @param identifier what it is known by if it has no name; else empty
   * @param basis records, text or both; document of a document
   * @param hops fewest links of a path to it
   * @param strength bits of the strongest path to it; 0 of the entity itself
   * @param properties of FollowTheMoney, by name
   */
  public record Node(
      String id,
      String kind,
      String caption,
      String identifier,
      String basis,
      int hops,
      double strength,
      Map<String, List<String>> properties,
      Marking marking) {}

  /**
   * A link.
   *
   * @param id the same for the same two ends
   * @param from id of the node that is nearer to the entity
   * @param values as kind:value; empty if the reader may not see them
   * @param directions which end owns, directs, pays or calls the other
   * @param firstDay as in {@link FoundLink}
   * @param lastDay as in {@link FoundLink}
   * @param strength bits of surprise
   */
  public record Link(
      String id,
      String from,
      String to,
      List<String> kinds,
      List<String> values,
      List<Direction> directions,
      String firstDay,
      String lastDay,
      double strength,
      int independentSources,
      List<String> grading,
      List<Carrier> evidence,
      Marking marking) {

    /** The days of what carries it: one, or the first and the last; empty if none is seen. */
    public String days() {
      return FoundLink.days(firstDay, lastDay);
    }
  }

  /** Rows that are given out, for the audit. */
  public long rows() {
    return nodes.size() + links.size();
  }
}
