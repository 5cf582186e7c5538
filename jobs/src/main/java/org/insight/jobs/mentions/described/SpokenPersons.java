package org.insight.jobs.mentions.described;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.insight.jobs.mentions.described.Mention.Form;
import org.jspecify.annotations.Nullable;

/**
 * Tells whom the names, words and pronouns of a text speak of, unit by unit. Words as "the suspect"
 * are of the one person in that role; "the latter" and pronouns of the one person whom the
 * sentence, or the last sentence with a person, speaks of and whose sex fits. If two are left, they
 * are of none, unless the sentence before is about one of them ("Regarding Mr X:").
 */
final class SpokenPersons {

  /** A mention while the text is read. */
  record Spoken(int begin, int end, Person person) {}

  /** A title and a name have no more words. */
  private static final int MOST_OF_NAME = 6;

  private final Reading reading;
  private final NamedPersons persons;
  private final PersonRoles roles;

  /** Persons by their first mention. */
  private final List<Person> order;

  /** Of the last unit that speaks of a person of the case: all of them, and whom it is about. */
  private Set<Person> spokenOf = Set.of();

  private @Nullable Person about;
  private boolean surelyAbout;

  /** Where the unit begins that is read. */
  private int told;

  SpokenPersons(Reading reading, NamedPersons persons, PersonRoles roles, List<Person> order) {
    this.reading = reading;
    this.persons = persons;
    this.roles = roles;
    this.order = order;
  }

  /** Whom the units before are about; null if that is nobody known. */
  @Nullable Person about() {
    return about;
  }

  /** Forgets whom the text spoke of, if a unit without persons is about somebody else. */
  void forgetAt(ValueSpan unit) {
    if (isOtherTopic(unit)) {
      spokenOf = Set.of();
      about = null;
    }
  }

  /** Keeps whom a unit speaks of, for the pronouns of the next. */
  void remember(ValueSpan unit, List<NameSpan> here, List<Spoken> spoken) {
    Set<Person> ofCase = new LinkedHashSet<>();
    for (Spoken s : spoken) {
      if (s.person().isOfCase()) {
        ofCase.add(s.person());
      }
    }
    if (ofCase.isEmpty() || unit.begin() >= roles.signature()) {
      return;
    }
    spokenOf = ofCase;
    about = ofCase.iterator().next();
    surelyAbout = ofCase.size() == 1 || !here.isEmpty() && isTopic(unit, here.get(0));
    // A splitter of sentences may leave two topics in one unit: what follows is of the last.
    for (NameSpan name : here) {
      for (Spoken s : spoken) {
        if (s.begin() == name.begin() && ofCase.contains(s.person()) && isHeading(reading, name)) {
          about = s.person();
          surelyAbout = true;
        }
      }
    }
  }

  /** "Regarding Mr X:", at the start of a sentence: a topic, a name and a colon. */
  static boolean isHeading(Reading reading, NameSpan name) {
    String text = reading.text();
    int colon = name.end();
    while (colon < text.length() && " \u00a0\u202f".indexOf(text.charAt(colon)) >= 0) {
      colon++;
    }
    if (colon >= text.length() || text.charAt(colon) != ':') {
      return false;
    }
    int unit = reading.unitAt(name.begin()).begin();
    @Nullable CueHit topic = reading.before(EnumSet.of(Cue.TOPIC), unit, name.begin(), 2);
    return topic != null
        && reading.hits(Cue.OFFICE_TITLE, reading.end(topic), name.begin()).isEmpty()
        && (topic.to() - topic.from() > 1 || topic.from() == reading.wordAt(unit));
  }

  /** "Regarding …:" with a name that was not found: what follows is of nobody known. */
  private boolean isOtherTopic(ValueSpan unit) {
    int first = reading.wordAt(unit.begin());
    return reading.hits(Cue.TOPIC, unit.begin(), unit.end()).stream()
        .anyMatch(
            hit ->
                hit.from() == first
                    && (hit.to() - hit.from() > 1 || hit.prefixed() || isNameBehind(hit, unit)));
  }

  /** Up to a colon nothing but words that may be a title and a name. */
  private boolean isNameBehind(CueHit topic, ValueSpan unit) {
    int from = reading.end(topic);
    int colon = reading.text().indexOf(':', from);
    if (colon < 0 || colon >= unit.end()) {
      return false;
    }
    List<Word> between =
        reading.words().subList(topic.to(), Math.max(topic.to(), reading.wordAt(colon)));
    return between.size() <= MOST_OF_NAME
        && between.stream().noneMatch(Word::hasDigit)
        && between.stream().anyMatch(word -> word.isCapitalised() || word.isArabic());
  }

  private boolean isTopic(ValueSpan unit, NameSpan name) {
    int first = reading.wordAt(unit.begin());
    for (CueHit hit : reading.hits(Cue.TOPIC, unit.begin(), name.begin())) {
      if (hit.from() == first && reading.wordAt(name.begin()) - hit.to() <= 2) {
        return true;
      }
    }
    return false;
  }

  /** Names, words and pronouns of a unit that speak of persons, in order. */
  List<Spoken> of(ValueSpan unit, List<NameSpan> here) {
    told = unit.begin();
    List<Spoken> spoken = new ArrayList<>();
    List<CueHit> words = new ArrayList<>();
    for (Cue cue :
        EnumSet.of(
            Cue.THE_MALE,
            Cue.THE_FEMALE,
            Cue.THE_SUSPECT,
            Cue.THE_VICTIM,
            Cue.THE_WITNESS,
            Cue.THE_FIRST,
            Cue.THE_SECOND,
            Cue.HE,
            Cue.SHE)) {
      words.addAll(reading.hits(cue, unit.begin(), unit.end()));
    }
    words.sort(Comparator.comparingInt(CueHit::from).thenComparing(hit -> -hit.to()));
    int next = 0;
    int behind = 0;
    for (CueHit hit : words) {
      int begin = reading.begin(hit);
      while (next < here.size() && here.get(next).begin() <= begin) {
        behind = here.get(next).end();
        speak(here.get(next++), spoken);
      }
      boolean named = next < here.size() && here.get(next).begin() - reading.end(hit) < 3;
      boolean apposed = !spoken.isEmpty() && named(spoken, begin);
      if (begin < behind || named || apposed) {
        continue;
      }
      @Nullable Person person = meant(hit, spoken);
      if (person != null) {
        Form form = hit.cue() == Cue.HE || hit.cue() == Cue.SHE ? Form.PRONOUN : Form.REFERENCE;
        person.addMention(begin, reading.end(hit), form);
        spoken.add(new Spoken(begin, reading.end(hit), person));
        int to = next < here.size() ? here.get(next).begin() : unit.end();
        roles.tellBehind(person, reading.end(hit), to, 1);
        behind = reading.end(hit);
      }
    }
    while (next < here.size()) {
      speak(here.get(next++), spoken);
    }
    return spoken;
  }

  /** "X, le mis en cause, …": the words stand beside the name. */
  private boolean named(List<Spoken> spoken, int begin) {
    int end = spoken.get(spoken.size() - 1).end();
    return begin - end <= 2 && begin > end && reading.text().charAt(end) == ',';
  }

  /**
   * A name that may be of two persons is of the one whom the text speaks of here. Else it is
   * somebody's, so what is said behind it is of nobody else.
   */
  private void speak(NameSpan name, List<Spoken> spoken) {
    @Nullable Person person = persons.of(name);
    if (person == null) {
      Set<Person> here = new LinkedHashSet<>();
      spoken.forEach(s -> here.add(s.person()));
      here.retainAll(persons.unsure(name));
      if (here.isEmpty()) {
        here.addAll(spokenOf);
        here.retainAll(persons.unsure(name));
      }
      person = here.size() == 1 ? here.iterator().next() : new Person(Set.of());
      person.addMention(name.begin(), name.end(), Form.SHORT);
    }
    spoken.add(new Spoken(name.begin(), name.end(), person));
  }

  private @Nullable Person meant(CueHit hit, List<Spoken> spoken) {
    return switch (hit.cue()) {
      case THE_SUSPECT -> inRole(Role.SUSPECT, spoken);
      case THE_VICTIM -> inRole(Role.VICTIM, spoken);
      case THE_WITNESS -> inRole(Role.WITNESS, spoken);
      case THE_FIRST -> inOrder(0, spoken);
      case THE_SECOND -> inOrder(1, spoken);
      case THE_FEMALE, SHE -> lastOf(Sex.FEMALE, spoken);
      default -> lastOf(Sex.MALE, spoken);
    };
  }

  /** "The first" is a person if the text has told of two or more before. */
  private @Nullable Person inOrder(int at, List<Spoken> spoken) {
    List<Person> before =
        order.stream().filter(p -> p.isOfCase() && p.names().get(0).begin() < told).toList();
    return spoken.isEmpty() && before.size() > 1 ? before.get(at) : null;
  }

  private @Nullable Person inRole(Role role, List<Spoken> spoken) {
    List<Person> all = order.stream().filter(p -> p.role() == role).toList();
    if (all.size() == 1) {
      return all.get(0);
    }
    Set<Person> near = new LinkedHashSet<>();
    spoken.forEach(s -> near.add(s.person()));
    if (near.stream().noneMatch(p -> p.role() == role)) {
      near.addAll(spokenOf);
    }
    near.removeIf(p -> p.role() != role);
    return near.size() == 1 ? near.iterator().next() : null;
  }

  /** The one person of a sex whom the sentence, or the last one with a person, speaks of. */
  private @Nullable Person lastOf(Sex sex, List<Spoken> spoken) {
    Set<Person> here = new LinkedHashSet<>();
    for (Spoken s : spoken) {
      if (s.person().isOfCase() && s.person().sex().fits(sex)) {
        here.add(s.person());
      }
    }
    @Nullable Person one = here.isEmpty() ? before(sex) : oneOf(here, sex);
    if (one != null && !isSheForTheWord(one, sex)) {
      one.tellSex(sex);
    }
    return one;
  }

  /** "La victime" is she, whoever that is. */
  private static boolean isSheForTheWord(Person person, Sex sex) {
    return sex == Sex.FEMALE && person.role() == Role.VICTIM && person.likelySex() == Sex.MALE;
  }

  /** The one person of a sex whom the unit before speaks of; null if that is nobody. */
  @Nullable Person before(Sex sex) {
    if (about != null && surelyAbout && about.sex().fits(sex)) {
      return about;
    }
    return oneOf(spokenOf, sex);
  }

  /** The only one whose sex fits; of several, the only one whose given name is of that sex. */
  private static @Nullable Person oneOf(Set<Person> all, Sex sex) {
    List<Person> fit = all.stream().filter(p -> p.sex().fits(sex)).toList();
    if (fit.size() > 1) {
      fit = fit.stream().filter(p -> p.likelySex() == sex && sex != Sex.UNKNOWN).toList();
    }
    return fit.size() == 1 ? fit.get(0) : null;
  }
}
