package org.insight.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How well texts are read, by language and over all.
 *
 * @param texts of the truth that the reader sees in the lake
 * @param byLanguage what is counted, by language; {@code all} for all
 */
record TextFigures(long texts, SortedMap<String, Map<String, PairCounts>> byLanguage) {

  static final String ALL = "all";

  /** A name of a person: the same words in the same document, blanks folded (strict span). */
  static final String PERSONS = "persons in texts";

  /** A person who is named in full: suspect, victim, witness, contact or office. */
  static final String ROLES = "roles of persons";

  /** An attribute of a person: the same property and value, of the same person. */
  static final String ATTRIBUTES = "attributes of persons";

  /** A place of an incident in a document. */
  static final String INCIDENTS = "places of incidents";

  /** A place of an offence that happened, which trends and the map count. */
  static final String COUNTED = "places that trends count";

  /** A time in a document: the same words, folded (strict span). */
  static final String TIMES = "times in texts";

  /** As {@link #TIMES}, with the right value. */
  static final String VALUES = "values of times";

  /** A time of an incident in a document, by its value. */
  static final String INCIDENT_TIMES = "times of incidents";

  /** An offence that happened, by document and code. */
  static final String ASSERTED = "asserted offences";

  /** As {@link #ASSERTED}, of offences of which a text says that they did not happen. */
  static final String NEGATED = "negated offences";

  /** As {@link #ASSERTED}, of offences that may have happened. */
  static final String HYPOTHETICAL = "hypothetical offences";

  /** A document whose places of incidents are all found, and no other. */
  static final String DOCUMENTS = "documents by incident";

  /**
   * A person of a text with a birth date, passport, national id or e-mail, where a record of his
   * gives one of the same kind: attached to the entity with most of his records.
   */
  static final String ATTACHED = "identified persons attached";

  /** As {@link #ATTACHED}, of all other persons of whom there are records. */
  static final String OTHERS_ATTACHED = "other persons attached";

  /** By status, in the order of the answer. */
  private static final SortedMap<String, String> OFFENCES =
      new TreeMap<>(Map.of("asserted", ASSERTED, "negated", NEGATED, "hypothetical", HYPOTHETICAL));

  /** What the gazetteer calls an offence of the simulator; others differ in their hyphens alone. */
  private static final Map<String, String> CODES =
      Map.of("firearms_trafficking", "arms-trafficking", "ransomware", "cybercrime");

  private static final Set<String> IN_CASE = Set.of("suspect", "victim", "witness", "contact");

  /**
   * @param truths of the texts, by path
   * @param read what the lake has of each document; others than the truth's are left out
   * @param records of persons
   */
  static TextFigures of(
      Map<String, JsonNode> truths, List<ReadText> read, List<TrueRecord> records) {
    Map<String, Map<String, Long>> entities =
        records.stream()
            .collect(
                Collectors.groupingBy(
                    TrueRecord::entity,
                    Collectors.groupingBy(TrueRecord::subject, Collectors.counting())));
    Map<String, Set<String>> known =
        records.stream()
            .collect(
                Collectors.groupingBy(
                    TrueRecord::subject,
                    Collectors.flatMapping(r -> r.identifying().stream(), Collectors.toSet())));
    SortedMap<String, Map<String, PairCounts>> figures = new TreeMap<>();
    long texts = 0;
    for (ReadText text : read) {
      JsonNode truth = truths.get(text.path());
      if (truth == null) {
        continue;
      }
      texts++;
      TrueText says = new TrueText(truth);
      Map<String, PairCounts> counts = counts(says, text);
      attached(says, text, entities, known)
          .forEach((what, pairs) -> counts.merge(what, pairs, PairCounts::plus));
      for (String group : List.of(ALL, truth.required("language").asText())) {
        Map<String, PairCounts> sums = figures.computeIfAbsent(group, g -> new LinkedHashMap<>());
        counts.forEach((what, pairs) -> sums.merge(what, pairs, PairCounts::plus));
      }
    }
    return new TextFigures(texts, figures);
  }

  /**
   * Persons of the truth by the entities that texts which name them were attached to, with how many
   * texts.
   */
  static Map<String, Map<String, Long>> entities(
      Map<String, JsonNode> truths, List<ReadText> read) {
    Map<String, Map<String, Long>> entities = new HashMap<>();
    for (ReadText text : read) {
      JsonNode truth = truths.get(text.path());
      if (truth != null) {
        TrueText says = new TrueText(truth);
        for (ReadText.Subject subject : text.subjects()) {
          String entity = subject.entity();
          says.person(subject)
              .filter(person -> entity != null)
              .ifPresent(
                  person ->
                      entities
                          .computeIfAbsent(entity, e -> new HashMap<>())
                          .merge(person, 1L, Long::sum));
        }
      }
    }
    return entities;
  }

  private static Map<String, PairCounts> counts(TrueText truth, ReadText read) {
    Map<String, PairCounts> counts = new LinkedHashMap<>();
    Set<String> names = new HashSet<>();
    read.names().forEach(name -> names.add(folded(name)));
    names.removeAll(truth.aliases);
    counts.put(PERSONS, sets(truth.names.keySet(), names));
    counts.put(ROLES, roles(truth, read));
    counts.put(ATTRIBUTES, attributes(truth, read));
    long right = read.incidents().stream().filter(truth.incidents::contains).count();
    counts.put(INCIDENTS, new PairCounts(truth.incidents.size(), read.incidents().size(), right));
    boolean same = right == truth.incidents.size() && right == read.incidents().size();
    counts.put(
        DOCUMENTS,
        new PairCounts(
            truth.incidents.isEmpty() ? 0 : 1,
            read.incidents().isEmpty() ? 0 : 1,
            same && right > 0 ? 1 : 0));
    times(truth, read, counts);
    offences(truth, read, counts);
    return counts;
  }

  private static void times(TrueText truth, ReadText read, Map<String, PairCounts> counts) {
    List<ReadText.Time> found =
        read.times().stream()
            .map(t -> new ReadText.Time(folded(t.words()), t.value(), t.role()))
            .toList();
    counts.put(TIMES, sets(words(truth.times), words(found)));
    counts.put(VALUES, sets(values(truth.times), values(found)));
    counts.put(INCIDENT_TIMES, sets(ofIncidents(truth.times), ofIncidents(found)));
  }

  private static Set<String> words(Collection<ReadText.Time> times) {
    return times.stream().map(ReadText.Time::words).collect(Collectors.toSet());
  }

  private static Set<List<String>> values(Collection<ReadText.Time> times) {
    return times.stream().map(t -> List.of(t.words(), t.value())).collect(Collectors.toSet());
  }

  private static Set<String> ofIncidents(Collection<ReadText.Time> times) {
    return times.stream()
        .filter(t -> t.role().equals("incident"))
        .map(ReadText.Time::value)
        .collect(Collectors.toSet());
  }

  private static void offences(TrueText truth, ReadText read, Map<String, PairCounts> counts) {
    OFFENCES.forEach(
        (status, what) ->
            counts.put(what, sets(codes(truth.offences, status), codes(read.offences(), status))));
    Set<ReadText.Place> counted =
        read.offences().stream()
            .filter(o -> o.status().equals("asserted"))
            .map(ReadText.Offence::place)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    counts.put(COUNTED, sets(truth.incidents, counted));
  }

  private static Set<String> codes(Collection<ReadText.Offence> offences, String status) {
    return offences.stream()
        .filter(o -> o.status().equals(status))
        .map(ReadText.Offence::code)
        .collect(Collectors.toSet());
  }

  /** Whom the persons of a text were attached to. Officers and judges are not looked at. */
  private static Map<String, PairCounts> attached(
      TrueText truth,
      ReadText read,
      Map<String, Map<String, Long>> entities,
      Map<String, Set<String>> known) {
    Map<String, PairCounts> counts = new HashMap<>();
    counts.put(ATTACHED, new PairCounts(0, 0, 0));
    counts.put(OTHERS_ATTACHED, new PairCounts(0, 0, 0));
    for (ReadText.Subject subject : read.subjects()) {
      String person = truth.person(subject).orElse(null);
      if (person == null || subject.role().equals("office")) {
        continue;
      }
      Map<String, Long> records =
          subject.entity() == null ? Map.of() : entities.getOrDefault(subject.entity(), Map.of());
      boolean identified =
          subject.attributes().stream()
              .anyMatch(a -> known.getOrDefault(person, Set.of()).contains(a.name()));
      long own = records.getOrDefault(person, 0L);
      boolean right = own > 0 && records.values().stream().allMatch(n -> n <= own);
      counts.merge(
          identified ? ATTACHED : OTHERS_ATTACHED,
          new PairCounts(
              known.containsKey(person) ? 1 : 0, records.isEmpty() ? 0 : 1, right ? 1 : 0),
          PairCounts::plus);
    }
    return counts;
  }

  private static <T> PairCounts sets(Set<T> truth, Set<T> found) {
    return new PairCounts(
        truth.size(), found.size(), found.stream().filter(truth::contains).count());
  }

  private static PairCounts roles(TrueText truth, ReadText read) {
    long found = 0;
    long right = 0;
    for (Map.Entry<String, String> person : truth.roles.entrySet()) {
      String role =
          read.subjects().stream()
              .filter(s -> s.mentions().stream().anyMatch(m -> truth.is(m, person.getKey())))
              .map(ReadText.Subject::role)
              .findFirst()
              .orElse(null);
      if (role != null) {
        found++;
        right +=
            role.equals(IN_CASE.contains(person.getValue()) ? person.getValue() : "office") ? 1 : 0;
      }
    }
    return new PairCounts(truth.roles.size(), found, right);
  }

  private static PairCounts attributes(TrueText truth, ReadText read) {
    List<TrueAttribute> left = new ArrayList<>(truth.attributes);
    long found = 0;
    long right = 0;
    for (ReadText.Subject subject : read.subjects()) {
      for (ReadText.Attribute attribute : subject.attributes()) {
        found++;
        TrueAttribute match =
            left.stream()
                .filter(t -> t.says(attribute))
                .filter(t -> subject.mentions().stream().anyMatch(m -> truth.is(m, t.person())))
                .findFirst()
                .orElse(null);
        if (match != null) {
          left.remove(match);
          right++;
        }
      }
    }
    return new PairCounts(truth.attributes.size(), found, right);
  }

  /** What the truth says of an attribute. */
  private record TrueAttribute(String person, String name, String value, String words) {

    boolean says(ReadText.Attribute other) {
      return name.equals(other.name())
          && (value.equals(folded(other.value())) || words.equals(folded(other.words())));
    }
  }

  /** What the truth says of a text. */
  private static final class TrueText {

    private final Map<String, Set<String>> names = new HashMap<>();
    private final Map<String, String> roles = new HashMap<>();
    private final Set<String> aliases = new HashSet<>();
    private final Set<TrueAttribute> attributes = new HashSet<>();
    private final Set<ReadText.Place> incidents = new HashSet<>();
    private final Set<ReadText.Time> times = new HashSet<>();
    private final Set<ReadText.Offence> offences = new HashSet<>();

    private TrueText(JsonNode text) {
      for (JsonNode span : text.required("spans")) {
        String words = folded(span.required("text").asText());
        String person = span.path("person").asText();
        switch (span.required("kind").asText()) {
          case "name" -> {
            names.computeIfAbsent(words, w -> new HashSet<>()).add(person);
            if (span.required("form").asText().equals("full")) {
              roles.put(person, span.required("role").asText());
            }
          }
          case "attribute" -> {
            String name = span.required("attribute").asText();
            if (name.equals("alias")) {
              aliases.add(words);
            }
            attributes.add(
                new TrueAttribute(person, name, folded(span.required("value").asText()), words));
          }
          case "place" -> {
            if (span.required("as").asText().equals("incident")) {
              incidents.add(
                  new ReadText.Place(
                      span.required("geonames").asText(), span.required("country").asText()));
            }
          }
          case "time" ->
              times.add(
                  new ReadText.Time(
                      words, span.required("value").asText(), span.required("as").asText()));
          case "event" ->
              offences.add(
                  new ReadText.Offence(
                      code(span.required("offence").asText()),
                      span.required("status").asText(),
                      null));
          default -> {}
        }
      }
    }

    private static String code(String offence) {
      return CODES.getOrDefault(offence, offence.replace('_', '-'));
    }

    /** Who is named in full, and by a mention of this subject. */
    private Optional<String> person(ReadText.Subject subject) {
      return roles.keySet().stream()
          .filter(one -> subject.mentions().stream().anyMatch(m -> is(m, one)))
          .findFirst();
    }

    /** Whether words name a person. */
    private boolean is(String mention, String person) {
      return names.getOrDefault(folded(mention), Set.of()).contains(person);
    }
  }

  /** Letters and digits alone, in lower case and compatibility form. */
  private static String folded(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}]+", " ")
        .strip();
  }

  /** With the keys of the JSON answer, which stay. */
  Map<String, @Nullable Object> asMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("texts", texts);
    byLanguage.forEach(
        (language, counts) -> {
          Map<String, Object> of = new LinkedHashMap<>();
          counts.forEach((what, pairs) -> of.put(what.replace(' ', '_'), pairs.asMap("spans")));
          map.put(language, of);
        });
    return map;
  }
}
