package org.insight.services.ask;

import java.util.List;

/**
 * What is around an entity.
 *
 * @param nodes the entity first, then by strength of the best path to them
 * @param links between them, the strongest first
 * @param cut whether there are more nodes than are shown
 */
public record Network(List<Node> nodes, List<FoundLink> links, boolean cut) {

  /**
   * An entity or document of a network.
   *
   * @param basis records, text or both; document of a document
   * @param hops fewest links of a path to it over what is shown
   * @param strength bits of the strongest path to it; 0 of the entity itself
   */
  public record Node(
      String id,
      String kind,
      String caption,
      String identifier,
      String basis,
      int hops,
      double strength) {}

  /** Rows that are given out, for the audit. */
  public long rows() {
    return nodes.size() + links.size();
  }
}
