package org.insight.services.ask;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A link that a reader sees, with what carries it; or a hypothesis: two ends that may be one, or
 * may have one number.
 *
 * @param from the end that is nearer to what was asked
 * @param kinds of what both ends share
 * @param values as kind:value; empty if the reader may not see them
 * @param directions which end owns, directs, pays or calls the other, as far as the reader sees it
 * @param firstDay the first day of what carries it, in ISO 8601, possibly without day or month;
 *     empty if the reader sees none
 * @param lastDay the last day, as {@code firstDay}
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
    List<Direction> directions,
    String firstDay,
    String lastDay,
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
   * An arrow after a kind points away from the owner, director, payer or caller.
   */
  public String shared() {
    return Stream.concat(
            kinds.stream()
                .filter(kind -> values.stream().noneMatch(value -> value.startsWith(kind + ":")))
                .map(kind -> kind + arrow(Set.of(kind))),
            values.stream())
        .collect(Collectors.joining(", "));
  }

  /** The arrow of all that has a direction; empty if nothing has one. */
  public String arrow() {
    return arrow(Set.copyOf(kinds)).strip();
  }

  private String arrow(Set<String> ofKinds) {
    boolean forth = false;
    boolean back = false;
    for (Direction direction : directions) {
      if (ofKinds.contains(direction.kind())) {
        forth |= direction.from().equals(from.id());
        back |= direction.from().equals(to.id());
      }
    }
    return forth ? back ? " ↔" : " →" : back ? " ←" : "";
  }

  /** The days of what carries it: one, or the first and the last; empty if the reader sees none. */
  public String days() {
    return days(firstDay, lastDay);
  }

  static String days(String firstDay, String lastDay) {
    return firstDay.equals(lastDay) ? firstDay : firstDay + " to " + lastDay;
  }

  /**
   * That one end of a link owns, directs, pays or calls the other.
   *
   * @param kind of the link
   * @param from id of the owner, director, payer or caller
   * @param to id of the other end
   */
  public record Direction(String kind, String from, String to) {}

  /**
   * A record, document or person of a text that carries a link.
   *
   * @param kind of what is shared
   * @param value what is shared; empty if the reader may not see it
   * @param subjectKind record, document, or described: a person of a text
   * @param subjectId its id
   * @param path the item's name as received
   * @param locator place in the item
   * @param day of what it says, in ISO 8601, possibly without day or month; empty if it has none or
   *     the reader may not see it
   * @param sentence that has the value; empty of a record
   */
  public record Carrier(
      String kind,
      String value,
      String subjectKind,
      String subjectId,
      String path,
      String locator,
      String day,
      String sentence) {}
}
