package org.insight.services.ask;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A link that a reader sees, with what carries it; or a hypothesis: two ends that may be one, or
 * may have one number.
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

  /** Kind of a step between two ends that may be one: a hypothesis, which a person must confirm. */
  public static final String POSSIBLE_MATCH = "possible_match";

  /**
   * Beginning of the kind of a step to an end that may have a number which was written without its
   * country, as lead_phone: a hypothesis too.
   */
  public static final String LEAD = "lead_";

  /** Whether nobody says so, and it holds only if a person confirms it. */
  public boolean isHypothesis() {
    return kinds.contains(POSSIBLE_MATCH) || kinds.stream().anyMatch(k -> k.startsWith(LEAD));
  }

  /**
   * What ties both ends: values, and kinds that have none or whose values the reader may not see.
   */
  public String shared() {
    return Stream.concat(
            kinds.stream()
                .filter(kind -> values.stream().noneMatch(value -> value.startsWith(kind + ":"))),
            values.stream())
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
