package org.insight.jobs.reports;

/** The scripts that draw links as a graph, on the class path, for all pages that do. */
public final class LinkGraphScripts {

  public static final String LIBRARY =
      "/META-INF/resources/webjars/cytoscape/3.33.1/dist/cytoscape.min.js";

  /** Defines {@code drawLinks(container, graph, itemOf)}; needs the library. */
  public static final String DRAWING = "/reports/graph.js";

  private LinkGraphScripts() {}
}
