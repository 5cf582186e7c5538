package org.insight.services.ask;

/**
 * An entity or a document at the end of links.
 *
 * @param kind FollowTheMoney schema, or Document
 * @param caption the name to show
 * @param identifier what an end without a name is known by; empty if it has a name, or the reader
 *     may not see identifiers
 */
public record LinkEnd(String id, String kind, String caption, String identifier) {

  /** The caption, and what it is known by if it has no name. */
  public String shown() {
    return identifier.isEmpty() ? caption : caption + " " + identifier;
  }
}
