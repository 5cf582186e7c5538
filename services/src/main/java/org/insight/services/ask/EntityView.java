package org.insight.services.ask;

import java.util.List;

/**
 * An entity on one page, as a reader sees it.
 *
 * @param names in all scripts, sorted
 * @param basis records, text or both; records of what is no person
 * @param independentSources of its records; 0 of what is no person
 * @param grading the worst of its records in each scheme; empty of what is no person
 * @param handling the strictest code of its records in each scheme; empty of what is no person
 * @param restrictions how its records and texts may be used, in words, each once
 * @param facts what is known, by property
 * @param conflicts properties of which its sources say different things
 * @param why why its records are one
 * @param possibleMatches pairs of a record of it and one of another entity, most useful first
 * @param leads numbers without their country that it or another may have, the strongest first
 * @param links the strongest first
 * @param linksCut whether there are more links than are shown
 * @param documents that describe it or are linked to it
 * @param events that texts tell of it, in order of time; those without a time come last
 */
public record EntityView(
    String entityId,
    String kind,
    String caption,
    List<String> names,
    String basis,
    int independentSources,
    List<String> grading,
    List<String> handling,
    List<String> restrictions,
    List<Fact> facts,
    List<Conflict> conflicts,
    Explanation why,
    List<PossibleMatch> possibleMatches,
    List<Lead> leads,
    List<FoundLink> links,
    boolean linksCut,
    List<LinkedDocument> documents,
    List<Event> events) {

  /**
   * A value of a property.
   *
   * @param property of FollowTheMoney
   * @param sources who says so; empty for a reader who may not see what single records say
   */
  public record Fact(String property, String value, List<Said> sources) {}

  /**
   * A record or text that says something.
   *
   * @param path the item's name as received
   * @param locator place in the item
   * @param date when it was last changed or what it reports, ISO 8601; empty if it has none
   * @param restrictions how it may be used, in words
   */
  public record Said(
      String recordId, String path, String locator, String date, String restrictions) {}

  /**
   * A number that was written without its country, and whose it may be: a hypothesis.
   *
   * @param number as written
   * @param with if the entity has the number so, who may have it in full; else who has it so
   * @param where it was written so
   * @param otherOwners how many others may have it too
   * @param strength bits
   * @param restrictions how it may be used, in words
   */
  public record Lead(
      String number,
      LinkEnd with,
      FoundLink.Carrier where,
      int otherOwners,
      double strength,
      String restrictions) {}

  /** Values of a property that has one only. */
  public record Conflict(String property, List<String> values) {}

  /**
   * A document.
   *
   * @param date of what it reports, ISO 8601; empty if it has none
   * @param how describes or shares
   */
  public record LinkedDocument(
      String documentId, String path, String title, String date, String how, String restrictions) {}

  /**
   * What happened by a text.
   *
   * @param time ISO 8601, never more exact than the text; empty if it has none
   * @param kind offence, modus_operandi, means, commodity or money
   * @param status asserted, negated or hypothetical
   * @param place name of the place; empty if it has none
   * @param text as written
   * @param persons who, in which role
   */
  public record Event(
      String eventId,
      String time,
      String kind,
      String code,
      String status,
      String place,
      String text,
      String documentId,
      String path,
      List<Participant> persons,
      String restrictions) {}

  /**
   * A person of an event.
   *
   * @param entityId the entity; empty if the text's person is none
   * @param name as the text gives it; empty if it gives none
   */
  public record Participant(String entityId, String name, String role) {}

  /** Rows that are given out, for the audit. */
  public long rows() {
    return facts.size()
        + why.rows()
        + possibleMatches.size()
        + leads.size()
        + links.size()
        + documents.size()
        + events.size();
  }
}
