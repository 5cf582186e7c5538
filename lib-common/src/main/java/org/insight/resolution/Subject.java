package org.insight.resolution;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is compared: a record, or one that a text describes, with its values as the source wrote
 * them. Empty lists and nulls are unknown values.
 *
 * @param birthDates see {@link PartialDate#parse}; of an organisation, its founding
 * @param sex "male" or "female", in any of the usual spellings
 * @param countries ISO 3166 codes or names, of nationality or registration
 */
public record Subject(
    Kind kind,
    List<Name> names,
    List<String> birthDates,
    @Nullable String sex,
    List<String> countries,
    List<String> birthPlaces,
    List<Identifier> identifiers,
    List<String> phones,
    List<String> emails,
    List<Address> addresses) {

  /** Which subjects can be one: a person is never an organisation. */
  public enum Kind {
    PERSON,
    ORGANIZATION,
    /** A person or an organisation; the source does not say which. */
    UNSPECIFIC;

    private static final Map<String, Kind> OF_SCHEMAS =
        Map.of(
            "Person", PERSON,
            "Company", ORGANIZATION,
            "Organization", ORGANIZATION,
            "PublicBody", ORGANIZATION,
            "LegalEntity", UNSPECIFIC);

    /** FollowTheMoney schemas whose records are compared. Records of all others are things. */
    public static final Set<String> SCHEMAS = OF_SCHEMAS.keySet();

    /** The kind of a FollowTheMoney schema; empty if its records are things. */
    public static Optional<Kind> of(String schema) {
      return Optional.ofNullable(OF_SCHEMAS.get(schema));
    }
  }

  /**
   * A name, in full or in parts.
   *
   * @param full empty if the parts are given
   */
  public record Name(String given, String family, String full) {
    public static Name full(String full) {
      return new Name("", "", full);
    }

    public static Name parts(String given, String family) {
      return new Name(given, family, "");
    }
  }

  /**
   * A number that belongs to one subject.
   *
   * @param kind of number, as "passport"; numbers of different kinds are not compared
   * @param country that issued it; null: unknown
   * @param unique whether one subject alone can have it; not so of a number that is short, or whose
   *     issuer is unknown
   */
  public record Identifier(String kind, @Nullable String country, String value, boolean unique) {

    /** Kind of a number that names an entry of a list, as {@code OFAC:36}. */
    public static final String LIST_ENTRY = "list_entry";

    /** A number that one subject alone can have. */
    public Identifier(String kind, @Nullable String country, String value) {
      this(kind, country, value, true);
    }
  }

  /** An address. Each part may be empty. */
  public record Address(String street, String city, String postcode) {}
}
