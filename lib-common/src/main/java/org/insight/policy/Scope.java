package org.insight.policy;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A class of readers with the same rights.
 *
 * @param country ISO 3166-1 alpha-2 code
 * @param body as FIU or a unit's name
 * @param clearance 0 to 3
 * @param control the control role: sees all that has a policy
 * @param decides may say which records are the same thing; it opens no row, so the id does not
 *     depend on it
 */
public record Scope(
    @Nullable String country,
    @Nullable String body,
    int clearance,
    SortedSet<Purpose> purposes,
    boolean control,
    boolean decides) {

  /** The platform's own name, as the source of what readers decide. No reader is of it. */
  public static final String PLATFORM = "INSIGHT";

  public Scope {
    country = country == null ? null : PartyCode.of(country);
    body = body == null ? null : PartyCode.of(body);
    if (country != null && !PartyCode.isCountry(country)) {
      throw new IllegalArgumentException(
          "Cannot describe a reader: country must be a two-letter code, found " + country);
    }
    if (body != null && PartyCode.isCountry(body)) {
      // Else a body of that name would have the country's rights.
      throw new IllegalArgumentException(
          "Cannot describe a reader: a body has no country's code, found " + body);
    }
    if (PLATFORM.equals(body)) {
      throw new IllegalArgumentException(
          "Cannot describe a reader: " + PLATFORM + " is the platform's own name");
    }
    if (control && decides) {
      throw new IllegalArgumentException(
          "Cannot describe a reader: the control role may not decide");
    }
    if (clearance < 0 || clearance > 3) {
      throw new IllegalArgumentException(
          "Cannot describe a reader: clearance must be 0 to 3, found " + clearance);
    }
    SortedSet<Purpose> own = new TreeSet<>();
    own.addAll(purposes);
    purposes = Collections.unmodifiableSortedSet(own);
  }

  /** Of one who may not decide. */
  public Scope(
      @Nullable String country,
      @Nullable String body,
      int clearance,
      SortedSet<Purpose> purposes,
      boolean control) {
    this(country, body, clearance, purposes, control, false);
  }

  public Scope(
      @Nullable String country,
      @Nullable String body,
      int clearance,
      SortedSet<Purpose> purposes,
      ReaderRole role) {
    this(
        country, body, clearance, purposes, role == ReaderRole.CONTROL, role == ReaderRole.DECIDER);
  }

  public ReaderRole role() {
    return control ? ReaderRole.CONTROL : decides ? ReaderRole.DECIDER : ReaderRole.READER;
  }

  /** Whether a party of a policy, a country or a body, is one of the two of this scope. */
  boolean isOf(String party) {
    return party.equals(country) || party.equals(body);
  }

  /** Whether it is of neither country nor body, so that no {@code not_for} meets it. */
  public boolean ofNobody() {
    return country == null && body == null;
  }

  /** Stable id, made of the rights to read alone: equal ones, and only they, give equal ids. */
  public String id() {
    if (control) {
      // The rule looks at nothing else of the control role.
      return Hash.id("scope", "control");
    }
    return Hash.id(
        "scope",
        String.join(
            "\n",
            List.of(
                "reader",
                country == null ? "" : country,
                body == null ? "" : body,
                String.valueOf(clearance),
                purposes.stream().map(Purpose::code).sorted().collect(Collectors.joining(",")))));
  }
}
