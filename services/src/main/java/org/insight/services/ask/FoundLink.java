package org.insight.services.ask;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A link that a reader sees, with what carries it.
 *
 * @param from the end that is nearer to what was asked
 * @param kinds of what both ends share
 * @param values as kind:value; empty if the reader may not see them
 * @param strength bits of surprise; 0 if chance explains it
 * @param independentSources of the records and documents that carry it
 * @param grading the worst of what it rests on, in each scheme
 * @param handling the strictest code of what it rests on, in each scheme
 * @param evidence the records and documents that carry it, {@link LinkEvidence#MOST} at most
 * @param restrictions how it may be used, in words
 */
public record FoundLink(
    LinkEnd from,
    LinkEnd to,
    List<String> kinds,
    List<String> values,
    double strength,
    int independentSources,
    List<String> grading,
    List<String> handling,
    List<Carrier> evidence,
    String restrictions) {

  /** What records state of each other has the id of the one that says so in place of a value. */
  private static final Pattern STATED = Pattern.compile("([^:]+):[0-9a-f]{64}");

  /** What ties both ends: the values, or the kinds for a reader who may not see these. */
  public String shared() {
    return values.isEmpty()
        ? String.join(", ", kinds)
        : values.stream()
            .map(value -> STATED.matcher(value).replaceFirst("$1"))
            .distinct()
            .collect(Collectors.joining(", "));
  }

  /**
   * A record, document or person of a text that carries a link.
   *
   * @param kind of what is shared
   * @param value what is shared; empty if the reader may not see it
   * @param subjectKind record, document, or described: a person of a text
   * @param subjectId its id
   * @param path the item's name as received
   * @param locator place in the item
   * @param sentence that has the value; empty of a record
   */
  public record Carrier(
      String kind,
      String value,
      String subjectKind,
      String subjectId,
      String path,
      String locator,
      String sentence) {}
}
