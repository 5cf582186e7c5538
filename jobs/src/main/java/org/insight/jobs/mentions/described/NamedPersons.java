package org.insight.jobs.mentions.described;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.insight.resolution.names.PersonNames;
import org.insight.resolution.names.Token;
import org.jspecify.annotations.Nullable;

/**
 * Brings the names of one text together that are of one person.
 *
 * <ul>
 *   <li>Names of the same words are of one person, in whatever order.
 *   <li>A name whose words are all among those of one longer name is of that person. An initial
 *       stands for a word that begins with it.
 *   <li>If two longer names have its words, those that a title's sex excludes are left out. If two
 *       are still left, the short name goes to none.
 * </ul>
 */
final class NamedPersons {

  /** More are a list of names, in which short forms are not looked for. */
  private static final int MOST = 2_000;

  private final List<Person> persons = new ArrayList<>();
  private final Map<NameSpan, Person> byName = new LinkedHashMap<>();

  /** Whose each short name may be that is given to none. */
  private final Map<NameSpan, List<Person>> unsure = new HashMap<>();

  /**
   * @param titles the sex that the words before a name tell
   */
  NamedPersons(List<NameSpan> names, Map<NameSpan, Sex> titles) {
    Map<NameSpan, Set<String>> tokens = new LinkedHashMap<>();
    for (NameSpan name : names) {
      tokens.put(name, tokens(name));
    }
    List<NameSpan> longFirst = new ArrayList<>(names);
    longFirst.sort(
        Comparator.comparingInt((NameSpan n) -> -set(tokens, n).size())
            .thenComparingInt(NameSpan::begin));
    Map<Set<String>, Person> exact = new HashMap<>();
    Map<String, List<Person>> byToken = new HashMap<>();
    for (NameSpan name : longFirst) {
      Set<String> own = set(tokens, name);
      Sex told = titles.getOrDefault(name, Sex.UNKNOWN);
      @Nullable Person person = exact.get(own);
      if (person == null && persons.size() < MOST) {
        List<Person> longer = longer(own, byToken, told);
        person = longer.size() == 1 ? longer.get(0) : null;
        if (longer.size() > 1) {
          unsure.put(name, longer);
          continue;
        }
      }
      if (person == null) {
        person = new Person(own);
        persons.add(person);
        exact.put(own, person);
        for (String token : own) {
          byToken.computeIfAbsent(token, t -> new ArrayList<>()).add(person);
        }
      }
      person.tellSex(told);
      byName.put(name, person);
    }
    for (NameSpan name : names) {
      @Nullable Person person = byName.get(name);
      if (person != null) {
        boolean full = set(tokens, name).size() == person.tokens().size();
        person.addName(name, full ? Mention.Form.FULL : Mention.Form.SHORT);
      }
    }
  }

  private static Set<String> set(Map<NameSpan, Set<String>> tokens, NameSpan name) {
    return tokens.getOrDefault(name, Set.of());
  }

  private static Set<String> tokens(NameSpan name) {
    Set<String> tokens = new LinkedHashSet<>();
    for (Token token : PersonNames.full(name.text())) {
      tokens.add(token.text());
    }
    return tokens;
  }

  private static List<Person> longer(Set<String> own, Map<String, List<Person>> byToken, Sex told) {
    @Nullable List<Person> fewest = null;
    for (String token : own) {
      if (token.length() > 1) {
        List<Person> having = byToken.getOrDefault(token, List.of());
        fewest = fewest == null || having.size() < fewest.size() ? having : fewest;
      }
    }
    List<Person> found = new ArrayList<>();
    if (fewest != null) {
      for (Person person : fewest) {
        if (person.sex().fits(told) && covers(person.tokens(), own)) {
          found.add(person);
        }
      }
    }
    return found;
  }

  private static boolean covers(Set<String> longer, Set<String> own) {
    Set<String> left = new HashSet<>(longer);
    for (String token : own) {
      if (token.length() > 1 && !left.remove(token)) {
        return false;
      }
    }
    for (String token : own) {
      if (token.length() == 1 && !left.removeIf(word -> word.startsWith(token))) {
        return false;
      }
    }
    return true;
  }

  /** In the order of their longest names. */
  List<Person> persons() {
    return persons;
  }

  /** Null if it may be the name of two persons. */
  @Nullable Person of(NameSpan name) {
    return byName.get(name);
  }

  /** Whose a name may be that is given to none. */
  List<Person> unsure(NameSpan name) {
    return unsure.getOrDefault(name, List.of());
  }
}
