package org.insight.jobs.resolution;

import java.util.List;

/**
 * Which records one identifier can make one: those of a family of FollowTheMoney schemas. A person,
 * a vehicle and a company that share a value are linked, never merged. A LegalEntity, which a list
 * gives where it does not say whether it means a person or an organisation, goes with either, but
 * only by the entry of the list.
 */
final class SchemaFamilies {

  static final String PERSON = "person";
  static final String ORGANIZATION = "organization";
  static final String UNSPECIFIC = "unspecific";

  private SchemaFamilies() {}

  /** The family of a schema; most are a family of their own. */
  static String family(String schema) {
    return switch (schema) {
      case "Person" -> PERSON;
      case "Company", "Organization", "PublicBody" -> ORGANIZATION;
      case "LegalEntity" -> UNSPECIFIC;
      default -> schema;
    };
  }

  /**
   * The families that a record ties to, beyond its own, by an identifier of the kind: both ends
   * must name the same one.
   */
  static List<String> mixed(String schema, String kind) {
    if (!kind.equals("list_entry")) {
      return List.of();
    }
    return switch (family(schema)) {
      case PERSON -> List.of(PERSON);
      case ORGANIZATION -> List.of(ORGANIZATION);
      case UNSPECIFIC -> List.of(PERSON, ORGANIZATION);
      default -> List.of();
    };
  }
}
