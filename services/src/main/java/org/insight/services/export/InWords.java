package org.insight.services.export;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.insight.services.ask.ExportedNetwork.Link;
import org.insight.services.ask.ExportedNetwork.Marking;

/** What links and markings say, for people whose program shows nothing but texts. */
final class InWords {

  private InWords() {}

  static String marking(Marking marking) {
    return (marking.restricted() ? "Not to be passed on. " : "")
        + (marking.handling().isEmpty()
            ? ""
            : "Handling: " + String.join(", ", marking.handling()) + ". ")
        + "Use: "
        + marking.restrictions();
  }

  static String shared(Link link) {
    List<String> all = link.values().isEmpty() ? link.kinds() : link.values();
    return "share "
        + String.join(", ", all)
        + link.directions().stream()
            .map(said -> ", " + said.kind() + " " + said.from() + " to " + said.to())
            .collect(Collectors.joining())
        + (link.firstDay().isEmpty() ? "" : ", " + link.days());
  }

  /** Strength, sources, grading, and what carries the link, a line each. */
  static String evidence(Link link) {
    return String.format(
            Locale.ROOT,
            "%.1f bits, independent sources: %d, grading: %s",
            link.strength(),
            link.independentSources(),
            String.join(", ", link.grading()))
        + link.evidence().stream()
            .map(
                carrier ->
                    "\n"
                        + String.join(
                                " ",
                                carrier.kind(),
                                carrier.subjectKind(),
                                carrier.path(),
                                carrier.locator(),
                                carrier.day())
                            .strip()
                        + (carrier.sentence().isEmpty() ? "" : ": " + carrier.sentence()))
            .collect(Collectors.joining());
  }
}
