package org.insight.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.insight.core.OneLine;
import org.jspecify.annotations.Nullable;

/**
 * The restrictions that a source attached to what it sent. Handling and conditions stay as
 * received; codes of countries, bodies and purposes have one spelling, so that policies that say
 * the same are equal and have one id.
 *
 * @param source ISO 3166-1 alpha-2 code of a country, or the name of a body
 * @param purposes what it may be used for; never empty
 * @param onlyFor countries and bodies that alone may see it, beside the source itself; empty means
 *     no such limit
 * @param notFor countries and bodies that may not see it
 * @param level clearance that a reader needs, 0 to 3
 * @param expiresOn last day of use
 * @param conditions in words, for people, in the order received
 */
public record BasePolicy(
    String source,
    SortedSet<Purpose> purposes,
    @Nullable Handling handling,
    Grading grading,
    SortedSet<String> onlyFor,
    SortedSet<String> notFor,
    int level,
    @Nullable LocalDate expiresOn,
    List<String> conditions) {

  /** Prefix of the headers by which a message brings its own policy. */
  public static final String HEADER_PREFIX = "X-Insight-";

  private static final String WHAT = "a policy";
  private static final ObjectMapper JSON = new ObjectMapper();

  public BasePolicy {
    source = PartyCode.of(source);
    if (purposes.isEmpty()) {
      throw new IllegalArgumentException("Cannot read a policy: purposes are empty");
    }
    if (level < 0 || level > 3) {
      throw new IllegalArgumentException(
          "Cannot read a policy: level must be 0 to 3, found " + level);
    }
    if (expiresOn != null && (expiresOn.getYear() < 1900 || expiresOn.getYear() > 9999)) {
      throw new IllegalArgumentException(
          "Cannot read a policy: expires_on must be of the years 1900 to 9999, found " + expiresOn);
    }
    // Copied element by element: a copy of a sorted set would keep its comparator.
    SortedSet<Purpose> ownPurposes = new TreeSet<>();
    ownPurposes.addAll(purposes);
    purposes = Collections.unmodifiableSortedSet(ownPurposes);
    onlyFor = parties(onlyFor);
    notFor = parties(notFor);
    Set<String> words = new LinkedHashSet<>();
    conditions.forEach(c -> words.add(PlainText.of("a condition", c)));
    conditions = List.copyOf(words);
  }

  /**
   * Reads a {@code policy.yaml} (or the same as JSON). All keys but source and purposes may be left
   * out; a key that is there must have a value.
   *
   * @throws IllegalArgumentException in one line, where a key is unknown, missing or given twice,
   *     or a value is not of its list or its scheme, or where it is too long, as it came or in its
   *     canonical form
   */
  public static BasePolicy fromYaml(String yaml) {
    return received(text(yaml));
  }

  /**
   * Reads the canonical form of a policy that was accepted before: neither are its codes held
   * against schemes nor is its length limited, or a lake could not be read any more once its
   * platform knows one scheme more or accepts less.
   *
   * @throws IllegalArgumentException as {@link #fromYaml}
   */
  public static BasePolicy fromCanonical(String canonical) {
    return read(PolicyText.readOfAnyLength(WHAT, canonical));
  }

  static PolicyText text(String yaml) {
    return PolicyText.read(WHAT, yaml);
  }

  /** Reads what a source sent: nothing but a policy is left in the text. */
  static BasePolicy received(PolicyText text) {
    return accepted(read(text));
  }

  private static BasePolicy accepted(BasePolicy policy) {
    // Headers have no limit of their own, and what YAML says in few characters may take many here.
    int length = policy.canonical().length();
    if (length > PolicyText.LONGEST) {
      throw new IllegalArgumentException(
          "Cannot read a policy: longer than 64 KiB in its canonical form, found "
              + length
              + " characters");
    }
    refuseCountryByName(List.of(policy.source));
    refuseCountryByName(policy.onlyFor);
    refuseCountryByName(policy.notFor);
    if (policy.handling != null) {
      policy.handling.refuseWrongCode();
    }
    policy.grading.refuseWrongGrades();
    return policy;
  }

  /** One that is taken for a body would shut nobody out, and let nobody in. */
  private static void refuseCountryByName(Collection<String> parties) {
    for (String party : parties) {
      PartyCode.meansCountry(party)
          .ifPresent(
              iso -> {
                throw new IllegalArgumentException(
                    "Cannot read a policy: countries are two-letter codes ("
                        + iso
                        + "), found "
                        + party);
              });
      List<String> listed = PartyCode.listsCountries(party);
      if (!listed.isEmpty()) {
        throw new IllegalArgumentException(
            "Cannot read a policy: countries are two-letter codes, one by one ("
                + String.join(", ", listed)
                + "), found "
                + party);
      }
    }
  }

  private static BasePolicy read(PolicyText text) {
    String source = text.text("source");
    List<String> purposes = text.texts("purposes");
    PolicyText handlingText = text.mapping("handling");
    PolicyText gradingText = text.mapping("grading");
    List<String> onlyFor = text.texts("only_for");
    List<String> notFor = text.texts("not_for");
    String level = text.text("level");
    String expiresOn = text.text("expires_on");
    List<String> conditions = text.texts("conditions");
    text.nothingElse();

    Handling handling = null;
    if (handlingText != null) {
      handling =
          new Handling(
              required(handlingText.text("scheme"), "handling.scheme"),
              required(handlingText.text("code"), "handling.code"));
      handlingText.nothingElse();
    }
    Grading grading = Grading.NONE;
    if (gradingText != null) {
      grading =
          new Grading(
              gradingText.text("scheme"),
              gradingText.text("source"),
              gradingText.text("information"));
      gradingText.nothingElse();
    }
    return whole(
        source, purposes, handling, grading, onlyFor, notFor, level, expiresOn, conditions);
  }

  /** Whether the name of a header, or the line that it stands in, begins as those of policies. */
  public static boolean isHeader(String text) {
    return text.regionMatches(true, 0, HEADER_PREFIX, 0, HEADER_PREFIX.length());
  }

  /**
   * Reads the {@code X-Insight-*} headers of a message: Source, Purposes, Handling ({@code
   * scheme:code}), Grading ({@code scheme:B2}), Only-For, Not-For, Level, Expires-On, Conditions;
   * lists are separated by commas, conditions by semicolons; a semicolon within one is doubled.
   *
   * @param headers header names in any case
   * @return empty where there is no such header at all
   * @throws IllegalArgumentException where there are some, but not a whole policy
   */
  public static Optional<BasePolicy> fromHeaders(Map<String, String> headers) {
    Map<String, String> own = new TreeMap<>();
    headers.forEach(
        (k, v) -> {
          if (isHeader(k.strip())) {
            String key = k.strip().substring(HEADER_PREFIX.length()).toLowerCase(Locale.ROOT);
            if (v.isBlank()) {
              throw new IllegalArgumentException(
                  "Cannot read a policy: no value for header " + HEADER_PREFIX + OneLine.of(key));
            }
            if (own.put(key, v.strip()) != null) {
              throw new IllegalArgumentException(
                  "Cannot read a policy: header given twice, found "
                      + HEADER_PREFIX
                      + OneLine.of(key));
            }
          }
        });
    if (own.isEmpty()) {
      return Optional.empty();
    }
    String source = own.remove("source");
    String purposes = own.remove("purposes");
    String handling = own.remove("handling");
    String grading = own.remove("grading");
    String onlyFor = own.remove("only-for");
    String notFor = own.remove("not-for");
    String level = own.remove("level");
    String expires = own.remove("expires-on");
    String conditions = own.remove("conditions");
    if (!own.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot read a policy: unknown header, found "
              + HEADER_PREFIX
              + OneLine.of(own.keySet().iterator().next()));
    }
    return Optional.of(
        accepted(
            whole(
                source,
                purposes == null ? null : split(purposes),
                handling == null ? null : Handling.parse(handling),
                grading == null ? Grading.NONE : Grading.parse(grading),
                onlyFor == null ? null : split(onlyFor),
                notFor == null ? null : split(notFor),
                level,
                expires,
                conditions == null ? null : sentences(conditions))));
  }

  /**
   * One spelling of the policy as JSON, which {@link #fromYaml} reads: equal policies, and only
   * they, have equal strings.
   */
  public String canonical() {
    // Keys sorted at every depth: the id must not hang on the order of this code.
    Map<String, Object> map = new TreeMap<>();
    map.put("source", source);
    map.put("purposes", purposes.stream().map(Purpose::code).sorted().toList());
    if (handling != null) {
      map.put(
          "handling", new TreeMap<>(Map.of("scheme", handling.scheme(), "code", handling.code())));
    }
    Map<String, String> grades = new TreeMap<>();
    if (grading.scheme() != null) {
      grades.put("scheme", grading.scheme());
    }
    if (grading.source() != null) {
      grades.put("source", grading.source());
    }
    if (grading.information() != null) {
      grades.put("information", grading.information());
    }
    map.put("grading", grades);
    map.put("only_for", onlyFor);
    map.put("not_for", notFor);
    map.put("level", level);
    if (expiresOn != null) {
      map.put("expires_on", expiresOn.toString());
    }
    map.put("conditions", conditions);
    try {
      return JSON.writeValueAsString(map);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Stable id: 32 hex digits of the SHA-256 of the canonical form. */
  public String id() {
    return Hash.id("policy", canonical());
  }

  /**
   * Id of all that {@link Entitlement} looks at but the last day. Whoever may see what one policy
   * restricts may see what any other of the same id does that ends no earlier.
   */
  public String access() {
    return new BasePolicy(
            source, purposes, null, Grading.NONE, onlyFor, notFor, level, null, List.of())
        .id();
  }

  private static BasePolicy whole(
      @Nullable String source,
      @Nullable List<String> purposes,
      @Nullable Handling handling,
      Grading grading,
      @Nullable List<String> onlyFor,
      @Nullable List<String> notFor,
      @Nullable String level,
      @Nullable String expiresOn,
      @Nullable List<String> conditions) {
    if (purposes == null) {
      throw new IllegalArgumentException("Cannot read a policy: purposes are missing");
    }
    return new BasePolicy(
        required(source, "source"),
        Purpose.parseAll(purposes),
        handling,
        grading,
        parties(onlyFor == null ? List.of() : onlyFor),
        parties(notFor == null ? List.of() : notFor),
        level == null ? 0 : number(level),
        date(expiresOn),
        conditions == null ? List.of() : conditions);
  }

  private static String required(@Nullable String value, String key) {
    if (value == null) {
      throw new IllegalArgumentException("Cannot read a policy: " + key + " is missing");
    }
    return value;
  }

  private static int number(String text) {
    if (!text.strip().matches("[0-3]")) {
      throw new IllegalArgumentException(
          "Cannot read a policy: level must be 0 to 3, found " + OneLine.of(text));
    }
    return text.strip().charAt(0) - '0';
  }

  private static @Nullable LocalDate date(@Nullable String text) {
    try {
      return text == null ? null : LocalDate.parse(text.strip());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "Cannot read a policy: expires_on must be a date as 2030-12-31, found "
              + OneLine.of(text),
          e);
    }
  }

  private static SortedSet<String> parties(Collection<String> names) {
    SortedSet<String> codes = new TreeSet<>();
    names.forEach(n -> codes.add(PartyCode.of(n)));
    return Collections.unmodifiableSortedSet(codes);
  }

  /** Conditions of a header; two semicolons side by side are one of the text. */
  private static List<String> sentences(String text) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != ';') {
        part.append(text.charAt(i));
      } else if (i + 1 < text.length() && text.charAt(i + 1) == ';') {
        part.append(';');
        i++;
      } else {
        parts.add(part.toString());
        part.setLength(0);
      }
    }
    parts.add(part.toString());
    return filled(parts, text);
  }

  /** Parts between commas. */
  static List<String> split(String text) {
    return filled(List.of(text.split(",", -1)), text);
  }

  /** Parts of a header; an empty one is refused like a missing value, not passed over. */
  private static List<String> filled(List<String> parts, String text) {
    for (String part : parts) {
      if (part.isBlank()) {
        throw new IllegalArgumentException(
            "Cannot read a policy: an empty part in a list, found " + OneLine.of(text));
      }
    }
    return parts.stream().map(String::strip).toList();
  }
}
