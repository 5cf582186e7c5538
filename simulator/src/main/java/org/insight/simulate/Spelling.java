package org.insight.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How one item writes a person's name: in which script, and what went wrong. */
final class Spelling {

  /**
   * A name as written.
   *
   * @param full given name first, unless {@code altered} says otherwise
   * @param altered what differs from the true name, in the words of the truth files
   */
  record Written(String given, String family, String full, String script, List<String> altered) {}

  private Spelling() {}

  static Written in(Language language, Person person, Draws draws) {
    return language == Language.AR ? arabic(person, draws) : latin(person, draws);
  }

  static Written exact(Person person) {
    return new Written(person.given(), person.family(), person.name(), "Latn", List.of());
  }

  /** As texts write it: now and then the family name first, all in capitals, or a father's name. */
  static Written inText(Language language, Person person, Draws draws) {
    Written written = in(language, person, draws);
    List<String> altered = new ArrayList<>(written.altered());
    String given = written.given();
    String family = written.family();
    String full = written.full();
    int kind = draws.below(100);
    if (written.script().equals("Arab")) {
      if (kind < 12 && person.arabicGiven() != null) {
        String father = draws.pick(NameLists.of(person.country().locale()).men());
        full = given + (person.sex().equals("F") ? " بنت " : " بن ") + father + " " + family;
        altered.add("father_name_added");
      }
    } else if (kind < 10) {
      given = given.toUpperCase(Locale.ROOT);
      family = family.toUpperCase(Locale.ROOT);
      full = given + " " + family;
    } else if (kind < 34
        && !altered.contains("names_swapped")
        && !altered.contains("initial_only")) {
      family = kind < 30 ? family.toUpperCase(Locale.ROOT) : family;
      full = family + (kind < 15 ? ", " : " ") + given;
      altered.add("family_name_first");
    }
    return new Written(given, family, full, written.script(), List.copyOf(altered));
  }

  /** The family name as written, of two Spanish ones the first. */
  static String brief(Written written, Person person) {
    String family = written.family();
    int last = family.lastIndexOf(' ');
    boolean two =
        person.country().language() == Language.ES
            && last > 0
            && written.script().equals("Latn")
            && !written.altered().contains("second_family_name_dropped")
            && !written.altered().contains("names_swapped");
    return two ? first(family) : family;
  }

  /** The first of two Spanish family names, with its particles but not those of the second. */
  private static String first(String both) {
    return both.substring(0, both.lastIndexOf(' '))
        .replaceFirst("(?i)(?<=.)( (del?|las?|los))+$", "");
  }

  private static Written arabic(Person person, Draws draws) {
    List<String> altered = new ArrayList<>();
    String given = person.arabicGiven();
    String family = person.arabicFamily();
    if (given == null || family == null) {
      given = ArabicNames.arabic(person.given());
      family = ArabicNames.arabic(person.family());
      altered.add("other_script");
    } else if (draws.percent(20)) {
      String plain = (given + "|" + family).replaceAll("[أإآ]", "ا").replace("ى", "ي");
      if (!plain.equals(given + "|" + family)) {
        altered.add("hamza_dropped");
        given = plain.substring(0, plain.indexOf('|'));
        family = plain.substring(plain.indexOf('|') + 1);
      }
    }
    return new Written(given, family, given + " " + family, "Arab", List.copyOf(altered));
  }

  private static Written latin(Person person, Draws draws) {
    List<String> altered = new ArrayList<>();
    String given = person.given();
    String family = person.family();
    String arabicGiven = person.arabicGiven();
    String arabicFamily = person.arabicFamily();
    if (arabicGiven != null && arabicFamily != null) {
      String otherGiven = draws.pick(ArabicNames.latin(arabicGiven));
      String otherFamily = draws.pick(ArabicNames.latin(arabicFamily));
      if (!otherGiven.equals(given) || !otherFamily.equals(family)) {
        altered.add("transliteration");
      }
      given = otherGiven;
      family = otherFamily;
    } else if (draws.percent(15)) {
      String plain = Identifiers.plain(given + "|" + family);
      if (!plain.equals(given + "|" + family)) {
        altered.add("accents_dropped");
        given = plain.substring(0, plain.indexOf('|'));
        family = plain.substring(plain.indexOf('|') + 1);
      }
    }
    int kind = draws.below(100);
    if (kind < 7) {
      // A blank that is doubled is no slip.
      String wrong = slip(family, draws).replaceAll(" +", " ");
      if (!wrong.equals(family)) {
        family = wrong;
        altered.add("misspelt");
      }
    } else if (kind < 11 && family.contains(" ") && person.country().language() == Language.ES) {
      family = first(family);
      altered.add("second_family_name_dropped");
    } else if (kind < 14 && given.matches(".*[ -].*")) {
      given = given.split("[ -]")[0];
      altered.add("second_given_name_dropped");
    } else if (kind < 19) {
      String swap = given;
      given = family;
      family = swap;
      altered.add("names_swapped");
    } else if (kind < 24) {
      given = given.charAt(0) + ".";
      altered.add("initial_only");
    } else if (kind < 36) {
      family = family.toUpperCase(Locale.ROOT);
    }
    return new Written(given, family, given + " " + family, "Latn", List.copyOf(altered));
  }

  /** Two letters swapped, one left out or one doubled, not at the ends. */
  static String slip(String word, Draws draws) {
    if (word.length() < 5) {
      return word;
    }
    int at = draws.between(1, word.length() - 3);
    return switch (draws.below(3)) {
      case 0 ->
          word.substring(0, at) + word.charAt(at + 1) + word.charAt(at) + word.substring(at + 2);
      case 1 -> word.substring(0, at) + word.substring(at + 1);
      default -> word.substring(0, at) + word.charAt(at) + word.substring(at);
    };
  }

  /** The number with one digit of it replaced by another. */
  static String wrongDigit(String number, Draws draws) {
    for (int tries = 0; tries < 50; tries++) {
      int at = draws.below(number.length());
      char c = number.charAt(at);
      if (c >= '0' && c <= '9') {
        char other = (char) ('0' + (c - '0' + draws.between(1, 9)) % 10);
        return number.substring(0, at) + other + number.substring(at + 1);
      }
    }
    return number;
  }
}
