package org.insight.benchmarks;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a lake read out of a document.
 *
 * @param path of its item, members behind {@code !/}
 * @param names of persons, as written
 * @param subjects that it describes
 * @param incidents places of incidents
 * @param times of any role
 * @param offences whether they happened or not
 */
record ReadText(
    String path,
    List<String> names,
    List<Subject> subjects,
    List<Place> incidents,
    List<Time> times,
    List<Offence> offences) {

  /**
   * A described person.
   *
   * @param mentions words of its mentions
   * @param entity that resolution put it in; null if it is no subject
   */
  record Subject(
      String role, Set<String> mentions, List<Attribute> attributes, @Nullable String entity) {}

  /**
   * What is said of a person.
   *
   * @param name as the truth calls it
   * @param value in normal form
   * @param words that carry it
   */
  record Attribute(String name, String value, String words) {}

  /**
   * A place.
   *
   * @param key GeoNames id
   */
  record Place(String key, String country) {}

  /**
   * A time.
   *
   * @param words as written
   * @param value ISO 8601, as exact as the words
   * @param role what it is the time of
   */
  record Time(String words, String value, String role) {}

  /**
   * An offence.
   *
   * @param code of the gazetteer
   * @param status asserted, negated or hypothetical
   * @param place where; null if the text does not tell
   */
  record Offence(String code, String status, @Nullable Place place) {}
}
