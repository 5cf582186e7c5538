package org.insight.jobs.mentions.described;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells which role each person of a text has: by the words around its mentions, weighted by how
 * near they stand; if there are none, by the kind of the text.
 */
final class PersonRoles {

  private static final int MOST_HEADER = 600;

  /** Names in a row that share the words before the first. */
  private static final int MOST_LISTED = 20;

  private static final double NEAR = 3;
  private static final double CLOSE = 1.5;
  private static final double FAR = .6;

  private static final Set<Cue> TITLES =
      EnumSet.of(
          Cue.MALE_TITLE, Cue.FEMALE_TITLE, Cue.OFFICE_TITLE, Cue.MALE_NAME, Cue.FEMALE_NAME);

  private static final Map<Cue, Role> BEFORE =
      Map.of(
          Cue.SUSPECT_BEFORE, Role.SUSPECT,
          Cue.VICTIM_BEFORE, Role.VICTIM,
          Cue.WITNESS_BEFORE, Role.WITNESS,
          Cue.CONTACT_BEFORE, Role.CONTACT,
          Cue.OFFICE_BEFORE, Role.OFFICE);

  private static final Map<Cue, Role> AFTER =
      Map.of(
          Cue.SUSPECT_AFTER, Role.SUSPECT,
          Cue.VICTIM_AFTER, Role.VICTIM,
          Cue.WITNESS_AFTER, Role.WITNESS,
          Cue.CONTACT_AFTER, Role.CONTACT,
          Cue.OFFICE_AFTER, Role.OFFICE);

  private final Reading reading;
  private final List<NameSpan> names;
  private final NamedPersons persons;

  /** Persons by their first mention. */
  private final List<Person> order;

  private final int signature;

  PersonRoles(Reading reading, List<NameSpan> names, NamedPersons persons, List<Person> order) {
    this.reading = reading;
    this.names = names;
    this.persons = persons;
    this.order = order;
    signature = signatureOf(reading);
  }

  /** Where the signature begins; the end of the text if there is none. */
  int signature() {
    return signature;
  }

  /** The sex that the titles before a name tell. */
  static Sex titleSex(Reading reading, NameSpan name) {
    int unit = reading.unitAt(name.begin()).begin();
    @Nullable CueHit title = reading.before(TITLES, unit, name.begin(), 0);
    if (title != null) {
      int begin = reading.begin(title);
      boolean female =
          !reading.hits(Cue.FEMALE_TITLE, begin, name.begin()).isEmpty()
              || !reading.hits(Cue.FEMALE_NAME, begin, name.begin()).isEmpty();
      boolean male =
          !reading.hits(Cue.MALE_TITLE, begin, name.begin()).isEmpty()
              || !reading.hits(Cue.MALE_NAME, begin, name.begin()).isEmpty();
      if (female != male) {
        return female ? Sex.FEMALE : Sex.MALE;
      }
    }
    return Sex.UNKNOWN;
  }

  private static Sex givenSex(NameSpan name) {
    List<Word> words = Word.of(name.normalForm());
    return words.size() < 2 ? Sex.UNKNOWN : GivenNames.sex(words.get(0).folded());
  }

  private static int signatureOf(Reading reading) {
    int length = reading.text().length();
    for (ValueSpan unit : reading.units()) {
      if (unit.begin() > length / 2) {
        for (CueHit hit : reading.hits(Cue.CLOSING, unit.begin(), unit.end())) {
          int first = reading.wordAt(unit.begin());
          int last = reading.wordAt(unit.end());
          if (hit.from() - first <= 2 && last - first <= 10) {
            return unit.begin();
          }
        }
      }
    }
    return length;
  }

  /**
   * Gives each person a role by what the text says where it is named, or by the kind of the text.
   */
  void tell() {
    for (int i = 0; i < names.size(); i++) {
      NameSpan name = names.get(i);
      @Nullable Person person = persons.of(name);
      if (person != null) {
        person.suggestSex(givenSex(name));
        tellRole(person, i);
      }
    }
    order.forEach(person -> person.setRole(person.likeliest()));
    int header = header();
    boolean first = true;
    for (Person person : order) {
      if (person.role() == Role.OTHER) {
        person.setRole(likely(person, first, header));
      }
      first &= !person.isOfCase();
    }
    tellVictim(header);
  }

  /** The one witness who says what happened to himself is the victim. */
  private void tellVictim(int header) {
    if (order.stream().anyMatch(p -> p.role() == Role.VICTIM)) {
      return;
    }
    List<Person> witnesses = order.stream().filter(p -> p.role() == Role.WITNESS).toList();
    boolean suffered = !reading.hits(Cue.I_SUFFERED, 0, reading.text().length()).isEmpty();
    boolean statement = !reading.hits(Cue.DOC_STATEMENT, 0, titleEnd(header)).isEmpty();
    if (witnesses.size() == 1 && suffered && statement) {
      witnesses.get(0).setRole(Role.VICTIM);
    }
  }

  private int titleEnd(int header) {
    return Math.min(reading.text().length(), Math.max(header, MOST_HEADER / 4));
  }

  /** Where the lines end that say what the text is; 0 if it has none. */
  private int header() {
    int blank = reading.text().indexOf("\n\n");
    return blank > 0 && blank < MOST_HEADER && reading.text().length() > blank + MOST_HEADER / 4
        ? blank
        : 0;
  }

  /** The role of a person of whom the text tells none, by the kind of the text. */
  private Role likely(Person person, boolean first, int header) {
    NameSpan name = person.names().get(0);
    ValueSpan last = reading.units().get(reading.units().size() - 1);
    boolean signs =
        name.begin() >= last.begin()
            && reading.wordAt(last.end()) - reading.wordAt(last.begin()) < 10
            && reading.units().size() > 3;
    int mentions = person.names().size();
    boolean named = person.names().get(mentions - 1).begin() < header;
    if (named || signs) {
      return Role.OFFICE;
    }
    int title = titleEnd(header);
    if (!reading.hits(Cue.DOC_COMPLAINT, 0, title).isEmpty()) {
      return first ? Role.VICTIM : Role.SUSPECT;
    }
    if (!reading.hits(Cue.DOC_STATEMENT, 0, title).isEmpty()) {
      return first ? Role.WITNESS : Role.SUSPECT;
    }
    int at = names.indexOf(name);
    if (at > 0 && isList(names.get(at - 1).end(), name.begin())) {
      @Nullable Person beside = persons.of(names.get(at - 1));
      if (beside != null && beside.isOfCase()) {
        return beside.role() == Role.OTHER ? Role.SUSPECT : beside.role();
      }
    }
    return first || reading.hits(Cue.DOC_COMPANY, 0, title).isEmpty() ? Role.SUSPECT : Role.CONTACT;
  }

  /** With what is said of pronouns and references: "She is suspected of …". */
  void tellAgain() {
    for (Person person : order) {
      Role told = person.likeliest();
      if (person.isOfCase() && told != Role.OTHER && told != Role.OFFICE) {
        person.setRole(told);
      }
    }
    tellVictim(header());
  }

  private void tellRole(Person person, int at) {
    NameSpan name = names.get(at);
    ValueSpan unit = reading.unitAt(name.begin());
    if (name.begin() >= signature) {
      person.addEvidence(Role.OFFICE, 2 * NEAR);
    }
    // Reports go through those of the case so, never through officers.
    if (name.begin() < signature && SpokenPersons.isHeading(reading, name)) {
      person.addEvidence(Role.OFFICE, -3 * NEAR);
    }
    int from = unit.begin();
    int list = at;
    while (list > 0 && at - list < MOST_LISTED && names.get(list - 1).end() > from) {
      NameSpan other = names.get(list - 1);
      if (!isList(other.end(), names.get(list).begin())) {
        from = other.end();
        break;
      }
      list--;
    }
    int first = names.get(list).begin();
    int to = unit.end();
    int last = at;
    while (last - at < MOST_LISTED
        && last + 1 < names.size()
        && isList(names.get(last).end(), names.get(last + 1).begin())) {
      last++;
    }
    if (last + 1 < names.size() && names.get(last + 1).begin() < to) {
      to = names.get(last + 1).begin();
    }
    double weight = person.names().get(0) == name ? 1.5 : 1;
    int nameWord = titleStart(reading.wordAt(first), reading.wordAt(from));
    for (Map.Entry<Cue, Role> before : BEFORE.entrySet()) {
      for (CueHit hit : reading.hits(before.getKey(), from, first)) {
        int distance = Math.max(0, nameWord - hit.to());
        add(person, before.getValue(), distance, hit, weight);
      }
    }
    if (!reading.hits(Cue.OFFICE_TITLE, from, first).isEmpty()) {
      @Nullable CueHit title = reading.before(EnumSet.of(Cue.OFFICE_TITLE), from, first, 0);
      if (title != null) {
        person.addEvidence(Role.OFFICE, 1.5 * NEAR * weight);
      }
    }
    tellBehind(person, names.get(last).end(), to, weight);
  }

  /** Adds what stands behind the words that speak of a person. */
  void tellBehind(Person person, int from, int to, double weight) {
    int behind = reading.wordAt(from);
    for (Map.Entry<Cue, Role> after : AFTER.entrySet()) {
      for (CueHit hit : reading.hits(after.getKey(), from, to)) {
        add(person, after.getValue(), hit.from() - behind, hit, weight);
      }
    }
  }

  private static void add(Person person, Role role, int distance, CueHit hit, double weight) {
    // A cousin may be the suspect.
    double sure = role == Role.CONTACT && hit.to() - hit.from() == 1 ? .7 : 1;
    double near = distance <= 0 ? NEAR : distance <= 2 ? CLOSE : distance <= 6 ? FAR : 0;
    person.addEvidence(role, weight * sure * near * (1 + .4 * (hit.to() - hit.from() - 1)));
  }

  /** The first of the titles before a name. */
  private int titleStart(int word, int from) {
    int start = word;
    while (start > from && start > word - 3) {
      Word before = reading.words().get(start - 1);
      if (TITLES.stream().noneMatch(title -> reading.is(title, before))) {
        break;
      }
      start--;
    }
    return start;
  }

  /** Nothing but commas and "and" between two names. */
  private boolean isList(int end, int begin) {
    if (begin < end) {
      return false;
    }
    String between = reading.text().substring(end, begin).strip();
    return between.isEmpty()
        || Set.of(
                ",", "،", "et", "and", "y", "e", "و", ", and", "&", "et de", "y a", "et à", "y de",
                "et d'", "et M.", "and Mr")
            .contains(between);
  }
}
