package org.insight.jobs.reports;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;

/** What the page is made of, from the class path. */
final class Resources {

  static final String OUTLINES = "/reference/countries.geojson";
  static final String STYLE = "/reports/report.css";

  /** In the order in which they run. */
  static final List<String> SCRIPTS =
      List.of(
          "/META-INF/resources/webjars/echarts/5.3.1/dist/echarts.min.js",
          LinkGraphScripts.LIBRARY,
          LinkGraphScripts.DRAWING,
          "/reports/report.js");

  private Resources() {}

  static InputStream open(String resource) {
    InputStream in = Resources.class.getResourceAsStream(resource);
    if (in == null) {
      throw new InsightException(
          ErrorKind.INTERNAL,
          "Cannot write a report: the build lacks a resource, found no " + resource);
    }
    return in;
  }

  static String text(String resource) {
    try (InputStream in = open(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + resource, e);
    }
  }
}
