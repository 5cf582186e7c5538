package org.insight.jobs.mentions.described;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
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
import org.jspecify.annotations.Nullable;

/**
 * Reads the subjects of one text: who is mentioned where, in which role, and what is said of each.
 *
 * <p>Names are brought together by {@link NamedPersons}, what may be said of persons is found by
 * {@link AttributeRules}. Words as "the suspect" are of the one person in that role; "the latter"
 * and pronouns of the one person whom the sentence, or the last sentence with a person, speaks of
 * and whose sex fits. If two are left, they are of none, unless the sentence before is about one of
 * them ("Regarding Mr X:").
 *
 * <p>An attribute is of the first that applies:
 *
 * <ol>
 *   <li>the person before the parentheses that it stands in;
 *   <li>the person behind it whom words as "in the name of" introduce;
 *   <li>with "respectively", the person whose place in the list is its own;
 *   <li>the last person of the case before it in its sentence, but not one who is only company, as
 *       in "X, accompanied by Y, …";
 *   <li>the person whom the sentences before are about.
 * </ol>
 *
 * Numbers in the signature, and beside words as "switchboard", are no person's of the case.
 */
public final class CaseReader {

  private static final int MOST_HEADER = 600;

  /** Names in a row that share the words before the first. */
  private static final int MOST_LISTED = 20;

  private static final int MOST_NESTED = 5;

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

  /** A mention while the text is read. */
  private record Spoken(int begin, int end, Person person) {}

  private final Reading reading;
  private final List<NameSpan> names = new ArrayList<>();
  private final NamedPersons persons;
  private final List<Candidate> candidates;
  private final int signature;

  /** Persons by their first mention. */
  private final List<Person> order;

  /** Of the last unit that speaks of a person of the case: all of them, and whom it is about. */
  private Set<Person> spokenOf = Set.of();

  private @Nullable Person about;
  private boolean surelyAbout;

  /** Where the unit begins that is read. */
  private int told;

  private final List<Candidate> unowned = new ArrayList<>();
  private final Map<Candidate, Person> owners = new LinkedHashMap<>();

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
    names.forEach(name -> titles.put(name, titleSex(name)));
    persons = new NamedPersons(names, titles);
    candidates = new ArrayList<>(found);
    candidates.addAll(aliases);
    candidates.sort(Comparator.comparingInt(Candidate::begin));
    signature = signature();
    order = byFirstMention();
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
    reader.tellRoles();
    reader.attach();
    reader.tellRolesAgain();
    return reader.subjects(names);
  }

  private static boolean isInside(NameSpan name, Candidate alias) {
    return alias.begin() <= name.begin() && name.end() <= alias.end();
  }

  // Sex and roles

  private Sex titleSex(NameSpan name) {
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

  private int signature() {
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

  private void tellRoles() {
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
  private void tellRolesAgain() {
    for (Person person : order) {
      Role told = person.likeliest();
      if (person.isOfCase() && told != Role.OTHER && told != Role.OFFICE) {
        person.setRole(told);
      }
    }
    tellVictim(header());
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

  private void tellRole(Person person, int at) {
    NameSpan name = names.get(at);
    ValueSpan unit = reading.unitAt(name.begin());
    if (name.begin() >= signature) {
      person.addEvidence(Role.OFFICE, 2 * NEAR);
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

  private void tellBehind(Person person, int from, int to, double weight) {
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

  // Co-reference and attachment

  private void attach() {
    int name = 0;
    int candidate = 0;
    for (ValueSpan unit : reading.units()) {
      told = unit.begin();
      List<NameSpan> here = new ArrayList<>();
      while (name < names.size() && names.get(name).begin() < unit.end()) {
        here.add(names.get(name++));
      }
      List<Spoken> spoken = spoken(unit, here);
      List<Candidate> said = new ArrayList<>();
      while (candidate < candidates.size() && candidates.get(candidate).begin() < unit.end()) {
        said.add(candidates.get(candidate++));
      }
      if (spoken.isEmpty() && isOtherTopic(unit)) {
        spokenOf = Set.of();
        about = null;
      }
      for (int i = 0; i < said.size(); i++) {
        attach(said, i, unit, spoken);
      }
      remember(unit, here, spoken);
    }
  }

  private void remember(ValueSpan unit, List<NameSpan> here, List<Spoken> spoken) {
    Set<Person> ofCase = new LinkedHashSet<>();
    for (Spoken s : spoken) {
      if (s.person().isOfCase()) {
        ofCase.add(s.person());
      }
    }
    if (ofCase.isEmpty() || unit.begin() >= signature) {
      return;
    }
    spokenOf = ofCase;
    about = ofCase.iterator().next();
    surelyAbout = ofCase.size() == 1 || !here.isEmpty() && isTopic(unit, here.get(0));
  }

  /** "Regarding …:" with a name that was not found: what follows is of nobody known. */
  private boolean isOtherTopic(ValueSpan unit) {
    int first = reading.wordAt(unit.begin());
    return reading.hits(Cue.TOPIC, unit.begin(), unit.end()).stream()
        .anyMatch(
            hit ->
                hit.from() == first && hit.to() - hit.from() > 1
                    || hit.from() == first && hit.prefixed());
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
  private List<Spoken> spoken(ValueSpan unit, List<NameSpan> here) {
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
        tellBehind(person, reading.end(hit), to, 1);
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

  private void speak(NameSpan name, List<Spoken> spoken) {
    @Nullable Person person = persons.of(name);
    if (person != null) {
      spoken.add(new Spoken(name.begin(), name.end(), person));
    }
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
    @Nullable Person one = here.isEmpty() ? spokenBefore(sex) : oneOf(here, sex);
    if (one != null) {
      one.tellSex(sex);
    }
    return one;
  }

  private @Nullable Person spokenBefore(Sex sex) {
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

  private void attach(List<Candidate> said, int at, ValueSpan unit, List<Spoken> spoken) {
    Candidate candidate = said.get(at);
    if (unit.begin() >= signature || isOfOffice(candidate, unit, spoken)) {
      unowned.add(candidate);
      return;
    }
    double sure = .95;
    @Nullable Person owner = saidByOneself(candidate) ? deponent() : nextTo(candidate, spoken);
    if (owner == null && saidByOneself(candidate)) {
      unowned.add(candidate);
      return;
    }
    if (owner == null) {
      owner = beforeParentheses(candidate, unit, spoken);
    }
    if (owner == null) {
      owner = named(candidate, unit, spoken);
    }
    if (owner == null) {
      owner = respectively(said, at, unit, spoken);
    }
    if (owner == null) {
      owner = lastBefore(candidate, spoken);
      sure = .9;
    }
    if (owner == null) {
      owner = spokenBefore(candidate.sex());
      sure = .85;
      if (owner == null && about != null && about.sex().fits(candidate.sex())) {
        owner = about;
        sure = .5;
      }
    }
    if (owner == null) {
      unowned.add(candidate);
      return;
    }
    if (candidate.property().equals("residence") && !owner.isOfCase()) {
      unowned.add(candidate);
      return;
    }
    owner.tellSex(candidate.sex());
    owners.put(candidate, owner);
    owner.addAttribute(
        new DescribedAttribute(
            candidate.property(),
            candidate.value(),
            candidate.begin(),
            candidate.end(),
            Math.min(sure, candidate.confidence())));
  }

  private boolean saidByOneself(Candidate candidate) {
    return candidate.property().equals("residence")
        && !reading.hits(Cue.I_LIVE, candidate.cueBegin(), candidate.cueBegin() + 1).isEmpty();
  }

  /** Who makes the statement: the one witness, or the one victim. */
  private @Nullable Person deponent() {
    List<Person> heard =
        order.stream().filter(p -> p.role() == Role.WITNESS || p.role() == Role.VICTIM).toList();
    return heard.size() == 1 ? heard.get(0) : null;
  }

  /** "the Spanish citizen X". */
  private static @Nullable Person nextTo(Candidate candidate, List<Spoken> spoken) {
    if (candidate.property().equals("nationality")) {
      for (Spoken s : spoken) {
        if (s.begin() == candidate.end() + 1) {
          return s.person();
        }
      }
    }
    return null;
  }

  private boolean isOfOffice(Candidate candidate, ValueSpan unit, List<Spoken> spoken) {
    boolean number =
        candidate.property().equals("phone")
            || candidate.property().equals("email")
            || candidate.property().equals("address");
    return number
        && spoken.stream().noneMatch(s -> s.end() <= candidate.begin() && s.person().isOfCase())
        && reading.before(EnumSet.of(Cue.OFFICE_CONTACT), unit.begin(), candidate.begin(), 6)
            != null;
  }

  private @Nullable Person beforeParentheses(
      Candidate candidate, ValueSpan unit, List<Spoken> spoken) {
    String text = reading.text();
    int depth = 0;
    int opened = 0;
    for (int i = candidate.begin() - 1; i >= unit.begin() && opened < MOST_NESTED; i--) {
      char c = text.charAt(i);
      if (c == ')') {
        depth++;
      } else if (c == '(' && depth > 0) {
        depth--;
      } else if (c == '(') {
        opened++;
        for (Spoken s : spoken) {
          if (s.end() <= i && i - s.end() <= 2) {
            return s.person();
          }
        }
      }
    }
    return null;
  }

  /** "the line +33 …, registered to X". */
  private @Nullable Person named(Candidate candidate, ValueSpan unit, List<Spoken> spoken) {
    for (Spoken s : spoken) {
      if (s.begin() >= candidate.end()) {
        @Nullable CueHit cue =
            reading.before(EnumSet.of(Cue.OF_NAME), candidate.end(), s.begin(), 2);
        boolean near = reading.wordAt(s.begin()) - reading.wordAt(candidate.end()) <= 8;
        return cue != null
                && near
                && reading.text().substring(candidate.end(), s.begin()).indexOf(';') < 0
            ? s.person()
            : null;
      }
    }
    return null;
  }

  /** "X and Y, born on … and … respectively". */
  private @Nullable Person respectively(
      List<Candidate> said, int at, ValueSpan unit, List<Spoken> spoken) {
    if (reading.hits(Cue.RESPECTIVELY, unit.begin(), unit.end()).isEmpty()) {
      return null;
    }
    String property = said.get(at).property();
    List<Candidate> like = said.stream().filter(c -> c.property().equals(property)).toList();
    List<Person> before =
        spoken.stream()
            .filter(s -> s.end() <= like.get(0).begin() && s.person().isOfCase())
            .map(Spoken::person)
            .distinct()
            .toList();
    return before.size() == like.size() ? before.get(like.indexOf(said.get(at))) : null;
  }

  private @Nullable Person lastBefore(Candidate candidate, List<Spoken> spoken) {
    @Nullable Person last = null;
    @Nullable Person company = null;
    @Nullable Person office = null;
    for (Spoken s : spoken) {
      if (s.end() > candidate.begin()) {
        break;
      }
      if (!s.person().isOfCase()) {
        office = s.person();
      } else if (s.person().sex().fits(candidate.sex())) {
        if (last != null && s.person() != last && isCompany(s, candidate)) {
          company = s.person();
        } else {
          last = s.person();
        }
      }
    }
    return last != null ? last : company != null ? company : office;
  }

  /** "…, accompanied by X, …": a comma closes what is said of X. */
  private boolean isCompany(Spoken s, Candidate candidate) {
    int unit = reading.unitAt(s.begin()).begin();
    @Nullable CueHit with = reading.before(EnumSet.of(Cue.CONTACT_BEFORE), unit, s.begin(), 1);
    if (with == null || s.end() >= reading.text().length()) {
      return false;
    }
    int open = reading.begin(with);
    while (open > unit && Character.isWhitespace(reading.text().charAt(open - 1))) {
      open--;
    }
    boolean opened = open > unit && ",،".indexOf(reading.text().charAt(open - 1)) >= 0;
    int comma = s.end();
    boolean closed = ",،".indexOf(reading.text().charAt(comma)) >= 0;
    // "…, accompanied by X, born on …" is of X.
    return opened && closed && candidate.cueBegin() - comma > 2;
  }

  // What is given back

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
        @Nullable Person person = owners.get(candidate);
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
