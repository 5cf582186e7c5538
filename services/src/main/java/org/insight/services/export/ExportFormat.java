package org.insight.services.export;

import java.time.Instant;
import org.insight.services.ask.ExportedNetwork;

/** Formats in which a network leaves the platform. */
public enum ExportFormat {
  /** FollowTheMoney entities, one JSON object a line. */
  FTM,
  /** A STIX 2.1 bundle. */
  STIX,
  /** GraphML, which programs for graphs open. */
  GRAPHML,
  /** Nodes, links and evidence as CSV, in one zip. */
  CSV;

  /**
   * The content of a file.
   *
   * @param at when the network was read; STIX alone says so
   */
  public byte[] content(ExportedNetwork network, Instant at) {
    return switch (this) {
      case FTM -> FtmEntities.of(network);
      case STIX -> StixBundle.of(network, at);
      case GRAPHML -> GraphmlGraph.of(network);
      case CSV -> CsvTables.of(network);
    };
  }
}
