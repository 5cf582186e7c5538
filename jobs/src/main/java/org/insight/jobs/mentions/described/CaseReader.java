package org.insight.jobs.mentions.described;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.insight.jobs.mentions.Folding;
import org.insight.jobs.mentions.FoundIdentifier;
import org.insight.jobs.mentions.described.Mention.Form;
import org.insight.jobs.mentions.described.SpokenPersons.Spoken;
import org.jspecify.annotations.Nullable;

/**
 * Reads the subjects of one text: who is mentioned where, in which role, and what is said of each.
 *
 * <p>Names are brought together by {@link NamedPersons}, roles are told by {@link PersonRoles}, and
 * {@link SpokenPersons} tells whom other words speak of. What may be said of persons is found by
 * {@link AttributeRules}, and {@link AttributeOwners} tells of whom it is said.
 */
public final class CaseReader {

  private final Reading reading;
  private final List<NameSpan> names = new ArrayList<>();
  private final NamedPersons persons;
  private final List<Candidate> candidates;

  /** Persons by their first mention. */
  private final List<Person> order;

  private final PersonRoles roles;
  private final SpokenPersons spokenPersons;
  private final AttributeOwners owners;

  private CaseReader(
      Reading reading,
      List<NameSpan> all,
      List<FoundIdentifier> identifiers,
      List<ValueSpan> places,
      List<ValueSpan> dates) {
    this.reading = reading;
    List<Candidate> aliases = AttributeRules.aliases(reading);
    for (NameSpan name : all) {
      if (name.kind() == NameKind.PERSON && aliases.stream().noneMatch(a -> isInside(name, a))) {
        names.add(name);
      }
    }
    names.sort(Comparator.comparingInt(NameSpan::begin));
    List<Candidate> found = AttributeRules.find(reading, names, identifiers, places, dates);
    // Streets are called after persons.
    names.removeIf(
        name -> found.stream().anyMatch(c -> c.property().equals("address") && isInside(name, c)));
    Map<NameSpan, Sex> titles = new HashMap<>();
    names.forEach(name -> titles.put(name, PersonRoles.titleSex(reading, name)));
    persons = new NamedPersons(names, titles);
    candidates = new ArrayList<>(found);
    candidates.addAll(aliases);
    candidates.sort(Comparator.comparingInt(Candidate::begin));
    order = byFirstMention();
    roles = new PersonRoles(reading, names, persons, order);
    spokenPersons = new SpokenPersons(reading, persons, roles, order);
    owners = new AttributeOwners(reading, roles, spokenPersons, order);
  }

  /**
   * The subjects of a text: persons in the order of their first mention, then organisations,
   * vehicles and accounts.
   *
   * @param language fr, en, es or ar; the words of all four are known in any other
   * @param names as {@link NameRules#find} gives them
   * @param identifiers as {@code Identifiers.inText} gives them
   * @param sentences may be empty: then full stops end sentences
   * @param places names of places; value as it shall stand in an attribute
   * @param dates ISO values; other times are ignored
   */
  public static List<DescribedSubject> read(
      String text,
      String language,
      List<NameSpan> names,
      List<FoundIdentifier> identifiers,
      List<ValueSpan> sentences,
      List<ValueSpan> places,
      List<ValueSpan> dates) {
    Reading reading = new Reading(text, language, sentences);
    CaseReader reader = new CaseReader(reading, names, identifiers, places, dates);
    reader.roles.tell();
    reader.attach();
    reader.roles.tellAgain();
    return reader.subjects(names);
  }

  private static boolean isInside(NameSpan name, Candidate alias) {
    return alias.begin() <= name.begin() && name.end() <= alias.end();
  }

  /** By their first mention. */
  private List<Person> byFirstMention() {
    Set<Person> order = new LinkedHashSet<>();
    for (NameSpan name : names) {
      @Nullable Person person = persons.of(name);
      if (person != null) {
        order.add(person);
      }
    }
    return List.copyOf(order);
  }

  private void attach() {
    int name = 0;
    int candidate = 0;
    for (ValueSpan unit : reading.units()) {
      List<NameSpan> here = new ArrayList<>();
      while (name < names.size() && names.get(name).begin() < unit.end()) {
        here.add(names.get(name++));
      }
      List<Spoken> spoken = spokenPersons.of(unit, here);
      List<Candidate> said = new ArrayList<>();
      while (candidate < candidates.size() && candidates.get(candidate).begin() < unit.end()) {
        said.add(candidates.get(candidate++));
      }
      if (spoken.isEmpty()) {
        spokenPersons.forgetAt(unit);
      }
      for (int i = 0; i < said.size(); i++) {
        owners.attach(said, i, unit, spoken);
      }
      spokenPersons.remember(unit, here, spoken);
    }
  }

  private List<DescribedSubject> subjects(List<NameSpan> all) {
    List<DescribedSubject> subjects = new ArrayList<>();
    Map<Person, Integer> ids = new IdentityHashMap<>();
    for (Person person : order) {
      ids.put(person, subjects.size());
      List<Mention> mentions = new ArrayList<>(person.mentions());
      mentions.sort(Comparator.comparingInt(Mention::begin));
      List<DescribedAttribute> attributes =
          person.attributes().stream().filter(a -> !isVehicle(a.property())).toList();
      subjects.add(
          new DescribedSubject(
              subjects.size(),
              "Person",
              person.name(),
              person.role(),
              -1,
              List.copyOf(mentions),
              attributes));
    }
    organisations(all, subjects);
    things(ids, subjects);
    return List.copyOf(subjects);
  }

  private static boolean isVehicle(String property) {
    return property.equals("registrationNumber") || property.equals("vin");
  }

  private static void organisations(List<NameSpan> all, List<DescribedSubject> subjects) {
    Map<String, List<NameSpan>> byName = new LinkedHashMap<>();
    for (NameSpan name : all) {
      if (name.kind() == NameKind.ORGANIZATION) {
        byName.computeIfAbsent(Folding.fold(name.normalForm()), n -> new ArrayList<>()).add(name);
      }
    }
    for (List<NameSpan> same : byName.values()) {
      subjects.add(
          new DescribedSubject(
              subjects.size(),
              "Organization",
              same.get(0).normalForm(),
              Role.OTHER,
              -1,
              same.stream().map(n -> new Mention(n.begin(), n.end(), Form.FULL)).toList(),
              List.of()));
    }
  }

  /** Vehicles and accounts, each once, with the person who has it. */
  private void things(Map<Person, Integer> ids, List<DescribedSubject> subjects) {
    Map<String, List<Candidate>> byValue = new LinkedHashMap<>();
    for (Candidate candidate : candidates) {
      if (isVehicle(candidate.property()) || candidate.property().equals("iban")) {
        byValue
            .computeIfAbsent(
                candidate.property() + '\0' + candidate.value(), v -> new ArrayList<>())
            .add(candidate);
      }
    }
    for (List<Candidate> same : byValue.values()) {
      Candidate first = same.get(0);
      int owner = -1;
      for (Candidate candidate : same) {
        @Nullable Person person = owners.of(candidate);
        owner = person == null || owner >= 0 ? owner : ids.getOrDefault(person, -1);
      }
      subjects.add(
          new DescribedSubject(
              subjects.size(),
              isVehicle(first.property()) ? "Vehicle" : "BankAccount",
              "",
              Role.OTHER,
              owner,
              same.stream().map(c -> new Mention(c.begin(), c.end(), Form.FULL)).toList(),
              List.of(
                  new DescribedAttribute(
                      first.property(),
                      first.value(),
                      first.begin(),
                      first.end(),
                      first.confidence()))));
    }
  }
}
