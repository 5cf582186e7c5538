package org.insight.jobs.mentions.described;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.insight.jobs.mentions.FoundIdentifier;
import org.insight.jobs.mentions.Identifiers;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a text may say of persons.
 *
 * <ul>
 *   <li>A date is a birth date if words as "born" are before it in its sentence, or if it stands
 *       alone in parentheses behind a name. The date of the document never is.
 *   <li>A place is a birthplace behind such words, and a residence behind "lives in".
 *   <li>An address is what follows "domiciled at" and has a number, to the end of its clause.
 *   <li>A booking is a code of capitals and digits behind "booking".
 *   <li>An alias is in quotation marks, or in capitals, behind "alias".
 *   <li>An adjective of nationality counts beside "nationality" or "citizen", behind a comma or
 *       "is".
 * </ul>
 */
final class AttributeRules {

  private static final int LONGEST_ADDRESS = 140;
  private static final int LONGEST_ALIAS = 40;

  private static final Set<Cue> BIRTH =
      EnumSet.of(Cue.BORN, Cue.BORN_MALE, Cue.BORN_FEMALE, Cue.BIRTHPLACE);

  private static final Set<Cue> PLACES =
      EnumSet.of(
          Cue.BORN,
          Cue.BORN_MALE,
          Cue.BORN_FEMALE,
          Cue.BIRTHPLACE,
          Cue.HOME,
          Cue.I_LIVE,
          Cue.ADDRESS);

  private static final Set<Cue> ENDS_ADDRESS =
      EnumSet.of(
          Cue.BORN,
          Cue.NATIONALITY,
          Cue.ALIAS,
          Cue.HE,
          Cue.SHE,
          Cue.SUSPECT_AFTER,
          Cue.VICTIM_AFTER,
          Cue.WITNESS_AFTER,
          Cue.CONTACT_AFTER,
          Cue.OFFICE_AFTER);

  private static final Pattern BOOKING =
      Pattern.compile("(?<![\\p{L}\\p{N}])(?=[A-Z0-9]*[A-Z])[A-Z0-9]{5,8}(?![\\p{L}\\p{N}])");

  private static final Pattern NUMBER =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}])(?=[A-Z -]{0,6}\\d)[A-Z0-9]{1,20}(?:[ -](?=[A-Z0-9]*\\d)[A-Z0-9]{1,10}|[ -][A-Z]{1,3}(?![\\p{L}])){0,4}(?![\\p{L}\\p{N}])");

  private static final Pattern FIRST_NUMBER = Pattern.compile("[^\\d]{0,45}\\d");

  private static final Pattern DAY = Pattern.compile("(?:1[89]|20)\\d{2}(?:-\\d{2}){0,2}");

  private static final String BLANKS = " \u00a0\u202f:,.-«\"“'’\t";

  /** Small words that go on with an address behind a comma. */
  private static final Set<String> IN_ADDRESS =
      Set.of(
          "appt",
          "apt",
          "bte",
          "appartement",
          "apartamento",
          "piso",
          "puerta",
          "lot",
          "esc",
          "escalier",
          "batiment",
          "bat",
          "rue",
          "avenue",
          "calle",
          "avenida",
          "cite",
          "residence",
          "flat",
          "floor",
          "unit",
          "street",
          "road",
          "etage",
          "quartier",
          "barrio",
          "colonia",
          "portal",
          "bloque",
          "chez",
          "lieu",
          "zone",
          "km",
          "boite",
          "entrada",
          "planta",
          "boulevard",
          "impasse",
          "place",
          "chaussee",
          "de",
          "del",
          "la",
          "le",
          "les");

  private static final Set<String> ARTICLES =
      Set.of("le", "la", "l", "les", "el", "los", "las", "the");

  private static final String OPEN = "«\"“„‘'‹";
  private static final String CLOSE = "»\"”“’'›";

  private final Reading reading;
  private final List<Candidate> found = new ArrayList<>();

  private AttributeRules(Reading reading) {
    this.reading = reading;
  }

  static List<Candidate> find(
      Reading reading,
      List<NameSpan> persons,
      List<FoundIdentifier> identifiers,
      List<ValueSpan> places,
      List<ValueSpan> dates) {
    AttributeRules rules = new AttributeRules(reading);
    rules.identifiers(identifiers);
    rules.addresses(persons);
    rules.bookings();
    rules.numbers();
    rules.birthDates(dates, persons);
    rules.places(places, persons);
    rules.nationalities(persons);
    rules.genders();
    rules.found.sort(Comparator.comparingInt(Candidate::begin));
    return rules.found;
  }

  private boolean isFree(int begin, int end) {
    return found.stream().noneMatch(c -> c.begin() < end && begin < c.end());
  }

  private void add(
      String property, String value, int begin, int end, int cueBegin, Sex sex, double sure) {
    found.add(new Candidate(property, value, begin, end, cueBegin, sex, sure));
  }

  private void identifiers(List<FoundIdentifier> identifiers) {
    for (FoundIdentifier id : identifiers) {
      String property =
          switch (id.kind()) {
            case IBAN -> "iban";
            case EMAIL -> "email";
            case VIN -> "vin";
            case PASSPORT -> "passportNumber";
            case NATIONAL_ID -> "idNumber";
            case PLATE, REGISTRATION -> "registrationNumber";
            case PHONE -> "phone";
            case IMEI -> "imei";
            case IMSI -> "imsi";
            case LIST_ENTRY -> "sourceEntry";
            case BOOKING -> "bookingReference";
            case ADDRESS -> "address";
          };
      add(property, id.value(), id.begin(), id.end(), id.begin(), Sex.UNKNOWN, .95);
    }
  }

  private void addresses(List<NameSpan> persons) {
    for (ValueSpan unit : reading.units()) {
      int behind = unit.begin();
      List<CueHit> hits = new ArrayList<>(reading.hits(Cue.ADDRESS, unit.begin(), unit.end()));
      hits.addAll(reading.hits(Cue.ADDRESS_LABEL, unit.begin(), unit.end()));
      hits.sort(Comparator.comparingInt(CueHit::from).thenComparing(hit -> -hit.to()));
      for (CueHit hit : hits) {
        int begin =
            hit.cue() == Cue.ADDRESS ? behindVerb(hit, unit, persons) : behindLabel(hit, unit);
        // "his home, situated at …": the address is behind the last of these words.
        boolean introduced =
            begin < unit.end() && !reading.hits(Cue.ADDRESS, begin, begin + 1).isEmpty();
        if (reading.end(hit) <= behind || begin >= unit.end() || introduced) {
          continue;
        }
        int end = addressEnd(begin, unit.end());
        String value = reading.text().substring(begin, end);
        if (isAddress(value) && isFree(begin, end)) {
          value = value.replaceAll("\\s+", " ");
          add("address", value, begin, end, reading.begin(hit), Sex.UNKNOWN, .9);
          behind = end;
        }
      }
    }
  }

  /**
   * Where an address begins behind "lives at"; in Arabic the name of who lives there is between.
   */
  private int behindVerb(CueHit hit, ValueSpan unit, List<NameSpan> persons) {
    int begin = skip(reading.end(hit), unit.end(), BLANKS);
    for (NameSpan person : persons) {
      if (person.begin() == begin) {
        begin = skip(person.end(), unit.end(), BLANKS);
        int word = reading.wordAt(begin);
        if (word < reading.words().size() && reading.words().get(word).folded().equals("في")) {
          begin = skip(reading.words().get(word).end(), unit.end(), BLANKS);
        }
      }
    }
    return begin;
  }

  /** Where an address begins behind "Address:"; the end of the unit if there is no colon. */
  private int behindLabel(CueHit hit, ValueSpan unit) {
    String text = reading.text();
    int from = reading.end(hit);
    for (int i = from; i < Math.min(unit.end(), from + 25); i++) {
      if (text.charAt(i) == ':') {
        return skip(i + 1, unit.end(), BLANKS);
      }
      if (!Character.isLetter(text.charAt(i)) && BLANKS.indexOf(text.charAt(i)) < 0) {
        return Character.isDigit(text.charAt(i)) && i - from < 3 ? i : unit.end();
      }
    }
    return unit.end();
  }

  private int skip(int from, int to, String over) {
    int at = from;
    while (at < to && over.indexOf(reading.text().charAt(at)) >= 0) {
      at++;
    }
    return at;
  }

  private int addressEnd(int begin, int limit) {
    String text = reading.text();
    int most = Math.min(limit, begin + LONGEST_ADDRESS);
    int end = begin;
    for (int i = begin; i < most; i++) {
      char c = text.charAt(i);
      boolean stop =
          c == '\n'
              || c == ';'
              || c == '؛'
              || c == ')'
              || c == '('
              || c == '»'
              || c == '"'
              || c == '.'
                  && (i + 1 >= limit || Character.isWhitespace(text.charAt(i + 1)))
                  && !isAbbreviation(begin, i);
      if (stop || (c == ',' || c == '،') && endsAtComma(i, most)) {
        break;
      }
      end = Character.isWhitespace(c) ? end : i + 1;
    }
    while (end > begin && ",.،-".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return end;
  }

  /** As in "12 av. Foch", "appt. 3". */
  private boolean isAbbreviation(int begin, int at) {
    int start = at;
    while (start > begin && Character.isLetter(reading.text().charAt(start - 1))) {
      start--;
    }
    return at - start > 0
        && at - start < 5
        && at + 2 < reading.text().length()
        && Character.isLowerCase(reading.text().charAt(start))
        && reading.text().charAt(at + 1) == ' '
        && !Character.isLowerCase(reading.text().charAt(at + 2));
  }

  private boolean endsAtComma(int comma, int limit) {
    int next = reading.wordAt(comma);
    if (next >= reading.words().size() || reading.words().get(next).begin() >= limit) {
      return true;
    }
    Word word = reading.words().get(next);
    int begin = word.begin();
    if (Character.isLowerCase(word.text().charAt(0)) && !IN_ADDRESS.contains(word.folded())) {
      return true;
    }
    for (Cue cue : ENDS_ADDRESS) {
      if (!reading.hits(cue, begin, begin + 1).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** A number of a house or a postcode, and a street or town. */
  private static boolean isAddress(String value) {
    return value.length() >= 8
        && value.chars().anyMatch(Character::isDigit)
        && value.chars().filter(Character::isLetter).count() >= 5
        && value.indexOf(' ') > 0
        && value.indexOf('@') < 0
        && FIRST_NUMBER.matcher(value).lookingAt()
        && !value.matches("(?:le |el |on |في )?\\d{1,4}[/.-]\\d{1,2}[/.-]\\d{2,4}.*");
  }

  private void bookings() {
    String text = reading.text();
    for (ValueSpan unit : reading.units()) {
      for (CueHit hit : reading.hits(Cue.BOOKING, unit.begin(), unit.end())) {
        int from = reading.end(hit);
        if (from >= unit.end()) {
          continue;
        }
        Matcher code = BOOKING.matcher(text).region(from, Math.min(unit.end(), from + 40));
        code.useTransparentBounds(true);
        if (code.find()
            && reading.wordAt(code.start()) - hit.to() <= 3
            && isFree(code.start(), code.end())) {
          add(
              "bookingReference",
              code.group(),
              code.start(),
              code.end(),
              reading.begin(hit),
              Sex.UNKNOWN,
              .9);
        }
      }
    }
  }

  /** Numbers behind "passport", "identity card" and "plate" that the finder of numbers left. */
  private void numbers() {
    for (ValueSpan unit : reading.units()) {
      numbers(unit, Cue.PASSPORT, "Person", "passportNumber");
      numbers(unit, Cue.ID_CARD, "Person", "idNumber");
      numbers(unit, Cue.PLATE, "Vehicle", "registrationNumber");
    }
  }

  private void numbers(ValueSpan unit, Cue cue, String schema, String property) {
    for (CueHit hit : reading.hits(cue, unit.begin(), unit.end())) {
      int from = reading.end(hit);
      if (from >= unit.end()) {
        continue;
      }
      Matcher number = NUMBER.matcher(reading.text()).region(from, Math.min(unit.end(), from + 60));
      number.useTransparentBounds(true);
      if (!number.find() || reading.wordAt(number.start()) - hit.to() > 4) {
        continue;
      }
      String raw = number.group();
      boolean date = raw.matches("\\d{1,2}[ ./-]\\d{1,2}[ ./-]\\d{2,4}|\\d{4}-\\d{2}-\\d{2}");
      List<FoundIdentifier> ids =
          date
              ? List.of()
              : Identifiers.inRecord(schema, Map.of(property, List.of(raw)))
                  .getOrDefault(property, List.of());
      if (!ids.isEmpty() && isFree(number.start(), number.end())) {
        add(
            property,
            ids.get(0).value(),
            number.start(),
            number.end(),
            reading.begin(hit),
            Sex.UNKNOWN,
            .8);
      }
    }
  }

  private void birthDates(List<ValueSpan> dates, List<NameSpan> persons) {
    String latest = "";
    for (ValueSpan date : dates) {
      if (DAY.matcher(date.value()).matches() && date.value().compareTo(latest) > 0) {
        latest = date.value();
      }
    }
    int from = 0;
    for (ValueSpan date : dates) {
      ValueSpan unit = reading.unitAt(date.begin());
      int begin = Math.max(unit.begin(), from);
      @Nullable CueHit cue = reading.before(BIRTH, begin, date.begin(), 8);
      if (!DAY.matcher(date.value()).matches()) {
        continue;
      }
      if (cue != null && !isOtherDate(cue, date)) {
        add("birthDate", date.value(), date.begin(), date.end(), reading.begin(cue), sex(cue), .95);
        from = date.end();
      } else if (cue == null && isOneOfSeveral(date, unit)) {
        add("birthDate", date.value(), date.begin(), date.end(), date.begin(), Sex.UNKNOWN, .85);
      } else if (isAloneBehindName(date, persons) && isOfAge(date.value(), latest)) {
        add("birthDate", date.value(), date.begin(), date.end(), date.begin(), Sex.UNKNOWN, .7);
      }
    }
  }

  /** "born on … and … respectively": behind another birth date of the unit. */
  private boolean isOneOfSeveral(ValueSpan date, ValueSpan unit) {
    return !reading.hits(Cue.RESPECTIVELY, unit.begin(), unit.end()).isEmpty()
        && found.stream()
            .anyMatch(
                c ->
                    c.property().equals("birthDate")
                        && c.begin() >= unit.begin()
                        && reading.wordAt(date.begin()) - reading.wordAt(c.end()) <= 3);
  }

  /** Whether a birthplace or a verb of its own parts the date from the words of birth. */
  private boolean isOtherDate(CueHit cue, ValueSpan date) {
    String between = reading.text().substring(reading.end(cue), date.begin());
    return between.indexOf(';') >= 0
        || between.chars().filter(Character::isDigit).count() > 4
        || reading.before(
                EnumSet.of(Cue.HOME, Cue.SUSPECT_AFTER, Cue.VICTIM_AFTER, Cue.BOOKING),
                reading.end(cue),
                date.begin(),
                8)
            != null;
  }

  private boolean isAloneBehindName(ValueSpan date, List<NameSpan> persons) {
    String text = reading.text();
    int end = date.begin();
    while (end > 0 && " \u00a0,(-–—،".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    int name = end;
    return date.begin() - name > 1
        && date.begin() - name < 5
        && persons.stream().anyMatch(p -> p.end() == name);
  }

  private static boolean isOfAge(String born, String latest) {
    return latest.length() >= 4
        && Integer.parseInt(born.substring(0, 4)) + 10 <= Integer.parseInt(latest.substring(0, 4));
  }

  private Sex sex(CueHit cue) {
    int begin = reading.begin(cue);
    if (!reading.hits(Cue.BORN_FEMALE, begin, reading.end(cue)).isEmpty()) {
      return Sex.FEMALE;
    }
    return reading.hits(Cue.BORN_MALE, begin, reading.end(cue)).isEmpty() ? Sex.UNKNOWN : Sex.MALE;
  }

  private void places(List<ValueSpan> places, List<NameSpan> persons) {
    int from = 0;
    for (ValueSpan place : places) {
      if (!isFree(place.begin(), place.end())) {
        continue;
      }
      ValueSpan unit = reading.unitAt(place.begin());
      int begin = Math.max(unit.begin(), from);
      if (isBehindBirthDate(place)) {
        add(
            "birthPlace",
            place.value(),
            place.begin(),
            place.end(),
            place.begin(),
            Sex.UNKNOWN,
            .8);
        continue;
      }
      @Nullable CueHit cue = reading.before(PLACES, begin, place.begin(), 7);
      if (cue == null) {
        continue;
      }
      int words = reading.wordAt(place.begin()) - cue.to() - named(cue, place, persons);
      if (BIRTH.contains(cue.cue())) {
        add(
            "birthPlace",
            place.value(),
            place.begin(),
            place.end(),
            reading.begin(cue),
            sex(cue),
            .9);
        from = place.end();
      } else if (words <= 2) {
        add(
            "residence",
            place.value(),
            place.begin(),
            place.end(),
            reading.begin(cue),
            Sex.UNKNOWN,
            .85);
        from = place.end();
      }
    }
  }

  /** Words of the names between a cue and a place. */
  private int named(CueHit cue, ValueSpan place, List<NameSpan> persons) {
    int words = 0;
    for (NameSpan person : persons) {
      if (person.begin() >= reading.end(cue) && person.end() <= place.begin()) {
        words += Word.of(person.text()).size();
      }
    }
    return words;
  }

  /** "X (12/03/1980, Lyon)". */
  private boolean isBehindBirthDate(ValueSpan place) {
    for (Candidate candidate : found) {
      int gap = place.begin() - candidate.end();
      if (candidate.property().equals("birthDate")
          && gap > 0
          && gap < 5
          && reading.text().substring(candidate.end(), place.begin()).matches("[ \\u00a0,(،–-]+")) {
        return true;
      }
    }
    return false;
  }

  private void nationalities(List<NameSpan> persons) {
    List<Word> words = reading.words();
    for (int i = 0; i < words.size(); i++) {
      Word word = words.get(i);
      String folded = word.folded();
      @Nullable String code = Nationalities.adjective(folded);
      boolean country = code == null;
      if (code == null && folded.length() > 3) {
        code = Nationalities.country(folded);
      }
      if (code == null) {
        continue;
      }
      ValueSpan unit = reading.unitAt(word.begin());
      @Nullable CueHit before =
          reading.before(EnumSet.of(Cue.NATIONALITY), unit.begin(), word.begin(), 1);
      boolean after =
          !reading
              .hits(Cue.NATIONALITY, word.end(), Math.min(unit.end(), word.end() + 3))
              .isEmpty();
      boolean apposed = !country && isApposed(i, unit, persons);
      if (before != null || after && !country || apposed) {
        int begin =
            word.isArabic()
                    && folded.startsWith("ال")
                    && Nationalities.adjective(folded.substring(2)) != null
                    && word.text().startsWith("ال")
                ? word.begin() + 2
                : word.begin();
        add(
            "nationality",
            code,
            begin,
            word.end(),
            before == null ? begin : reading.begin(before),
            Sex.UNKNOWN,
            apposed ? .8 : .9);
      }
    }
  }

  /** ", español," or "(espagnol)" behind a name, or "is Spanish". */
  private boolean isApposed(int at, ValueSpan unit, List<NameSpan> persons) {
    Word word = reading.words().get(at);
    String text = reading.text();
    int begin = word.begin();
    while (begin > unit.begin() && Character.isWhitespace(text.charAt(begin - 1))) {
      begin--;
    }
    boolean comma = begin > unit.begin() && ",،(".indexOf(text.charAt(begin - 1)) >= 0;
    int end = skip(word.end(), unit.end(), " ");
    boolean closed = end >= unit.end() || ",،).;\n".indexOf(text.charAt(end)) >= 0;
    if (comma && closed) {
      int name = begin - 1;
      return persons.stream().anyMatch(p -> p.end() <= name && name - p.end() < 3)
          || reading.before(
                  EnumSet.of(
                      Cue.THE_SUSPECT,
                      Cue.THE_VICTIM,
                      Cue.THE_WITNESS,
                      Cue.THE_MALE,
                      Cue.THE_FEMALE),
                  unit.begin(),
                  name,
                  0)
              != null;
    }
    return closed
        && at > 0
        && Set.of("is", "est", "es", "was", "هو", "هي")
            .contains(reading.words().get(at - 1).folded());
  }

  private void genders() {
    for (ValueSpan unit : reading.units()) {
      for (CueHit hit : reading.hits(Cue.SEX, unit.begin(), unit.end())) {
        int next = hit.to();
        if (next < reading.words().size() && reading.words().get(next).begin() < unit.end()) {
          Word word = reading.words().get(next);
          boolean male = reading.is(Cue.MALE_WORD, word);
          boolean female = reading.is(Cue.FEMALE_WORD, word);
          // M is "mujer" and "masculino" in Spanish: of no use.
          if (male != female) {
            add(
                "gender",
                male ? "male" : "female",
                word.begin(),
                word.end(),
                reading.begin(hit),
                male ? Sex.MALE : Sex.FEMALE,
                .95);
          }
        }
      }
    }
  }

  /** The nicknames of a text. They are found before its names, for they are no persons' names. */
  static List<Candidate> aliases(Reading reading) {
    List<Candidate> aliases = new ArrayList<>();
    String text = reading.text();
    int behind = 0;
    for (ValueSpan unit : reading.units()) {
      for (CueHit hit : reading.hits(Cue.ALIAS, unit.begin(), unit.end())) {
        int begin = reading.end(hit);
        int limit = Math.min(unit.end(), begin + LONGEST_ALIAS + 6);
        int open = begin;
        while (open < limit && " \u00a0\u202f:.ـب".indexOf(text.charAt(open)) >= 0) {
          open++;
        }
        if (begin < behind || open >= limit) {
          continue;
        }
        boolean verb =
            text.substring(reading.begin(hit), begin)
                .toLowerCase(java.util.Locale.ROOT)
                .startsWith("dit");
        if (verb && text.substring(begin, open).indexOf(':') >= 0) {
          continue;
        }
        int from = open;
        int to;
        int quote = OPEN.indexOf(text.charAt(open));
        if (quote >= 0) {
          from = open + 1;
          char wanted = CLOSE.charAt(quote);
          to = from;
          while (to < limit && text.charAt(to) != wanted && text.charAt(to) != '"') {
            to++;
          }
          if (to >= limit) {
            continue;
          }
        } else {
          to = bare(reading, hit.to(), unit.end());
        }
        while (from < to && isBlank(text.charAt(from))) {
          from++;
        }
        while (to > from && isBlank(text.charAt(to - 1))) {
          to--;
        }
        if (to - from > 1) {
          String value = text.substring(from, to).replaceAll("[\\s\\p{Z}]+", " ");
          aliases.add(
              new Candidate(
                  "alias",
                  value,
                  from,
                  to,
                  reading.begin(hit),
                  Sex.UNKNOWN,
                  quote >= 0 ? .95 : .8));
          behind = to;
        }
      }
    }
    return aliases;
  }

  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || c == '\u00a0' || c == '\u202f';
  }

  /** The end of an alias without quotation marks: words to the first of them that is small. */
  private static int bare(Reading reading, int at, int limit) {
    List<Word> words = reading.words();
    int end = at < words.size() ? words.get(at).begin() : limit;
    boolean capital = false;
    for (int i = at; i < words.size() && i - at < 4 && words.get(i).end() <= limit; i++) {
      Word word = words.get(i);
      String gap = i == at ? " " : reading.text().substring(words.get(i - 1).end(), word.begin());
      boolean article = i == at && ARTICLES.contains(word.folded());
      if (!gap.equals(" ")
          || word.hasDigit()
          || !word.isArabic()
              && !word.isCapitalised()
              && !article
              && !reading.is(Cue.PARTICLE, word)
          || word.isArabic()
              && (reading.is(Cue.NAME_STOP, word) && !reading.is(Cue.PARTICLE, word)
                  || i - at > 1
                  || word.folded().startsWith("و") && i > at)) {
        break;
      }
      capital |= word.isCapitalised() || word.isArabic();
      end = word.end();
    }
    return capital ? end : at < words.size() ? words.get(at).begin() : limit;
  }
}
