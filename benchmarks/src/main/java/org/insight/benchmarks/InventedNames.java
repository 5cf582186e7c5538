package org.insight.benchmarks;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * Names of invented persons, in their own script and in Latin letters. Given and family names are
 * drawn from lists, so many persons share one of the two. One seed gives the same names.
 */
final class InventedNames {

  private static final SpelledNames ARABIC = new SpelledNames("names-arabic.txt");
  private static final SpelledNames CYRILLIC = new SpelledNames("names-cyrillic.txt");
  private static final SpelledNames GREEK = new SpelledNames("names-greek.txt");
  private static final SpelledNames HAN = new SpelledNames("names-han.txt");

  /** Of what script the first name of a pair is. The second is Latin. */
  enum Script {
    ARABIC,
    CYRILLIC,
    GREEK,
    HAN,
    /** Two Latin spellings of a name of the other scripts. */
    LATIN
  }

  /**
   * Two spellings of one name.
   *
   * @param one in the script that was asked for
   * @param other in Latin letters
   */
  record Spellings(String one, String other) {}

  /** One person: a name, and ways to spell it. */
  private interface Person {
    /** The same for those who cannot be told apart in Latin letters. */
    String key();

    String written(Random draws);

    String latin(Random draws);
  }

  private InventedNames() {}

  /** Names of persons of whom no two have the same given and family name. */
  static List<Spellings> pairs(Script script, int persons, long seed) {
    Random draws = new Random(seed * Script.values().length + script.ordinal());
    Set<String> known = new HashSet<>();
    List<Spellings> pairs = new ArrayList<>();
    while (pairs.size() < persons) {
      Person person =
          person(
              script == Script.LATIN
                  ? Script.values()[draws.nextInt(Script.LATIN.ordinal())]
                  : script,
              draws);
      if (known.add(person.key())) {
        String other = person.latin(draws);
        String one = script == Script.LATIN ? person.latin(draws) : person.written(draws);
        while (one.equals(other)) {
          one = person.latin(draws);
        }
        pairs.add(new Spellings(one, other));
      }
    }
    return pairs;
  }

  private static Person person(Script script, Random draws) {
    return switch (script) {
      case ARABIC -> arabic(draws);
      case CYRILLIC -> lettered(CYRILLIC, draws, CYRILLIC.draw("father", draws));
      case GREEK -> lettered(GREEK, draws, "");
      case HAN -> han(draws);
      case LATIN -> throw new IllegalArgumentException("Cannot draw a person: of no script");
    };
  }

  /** One in three writes the father's name; half of the spellings lack it. */
  private static Person arabic(Random draws) {
    String given = ARABIC.draw("given", draws);
    String father = draws.nextInt(3) == 0 ? ARABIC.draw("given", draws) : "";
    String family = ARABIC.draw("family", draws);
    return new Person() {
      @Override
      public String key() {
        return given + " " + family;
      }

      @Override
      public String written(Random random) {
        return joined(given, father, family);
      }

      @Override
      public String latin(Random random) {
        String middle = father.isEmpty() || random.nextBoolean() ? "" : spelled(father, random);
        return ordered(joined(spelled(given, random), middle), spelled(family, random), 5, random);
      }

      private String spelled(String name, Random random) {
        List<String> spellings = ARABIC.spellings(name);
        return spellings.get(random.nextInt(spellings.size()));
      }
    };
  }

  /** Half write the father's name, if there is one; half of the spellings lack it. */
  private static Person lettered(SpelledNames names, Random draws, String father) {
    String given = names.draw("given", draws);
    String family = names.draw("family", draws);
    return new Person() {
      @Override
      public String key() {
        return given + " " + family;
      }

      @Override
      public String written(Random random) {
        return ordered(joined(given, random.nextBoolean() ? father : ""), family, 4, random);
      }

      @Override
      public String latin(Random random) {
        int table = random.nextInt(names.tables());
        String middle =
            father.isEmpty() || random.nextBoolean() ? "" : names.spelled(father, table);
        return ordered(
            joined(names.spelled(given, table), middle), names.spelled(family, table), 5, random);
      }
    };
  }

  /** Given names of one or two characters; pinyin in one word or two, or as Wade and Giles. */
  private static Person han(Random draws) {
    String family = HAN.draw("family", draws);
    String first = HAN.draw("given", draws);
    String second = draws.nextInt(4) == 0 ? "" : HAN.draw("given", draws);
    return new Person() {
      @Override
      public String key() {
        return spelled(family, 0) + " " + spelled(first, 0) + " " + spelled(second, 0);
      }

      @Override
      public String written(Random random) {
        return family + first + second;
      }

      @Override
      public String latin(Random random) {
        int way = random.nextInt(4);
        if (way == 0) {
          String given = joined(spelled(first, 1), spelled(second, 1)).replace(' ', '-');
          return SpelledNames.capital(spelled(family, 1)) + " " + SpelledNames.capital(given);
        }
        String given = SpelledNames.capital(spelled(first, 0));
        given = way == 1 ? joined(given, capital(second)) : given + spelled(second, 0);
        return way == 3 ? given + " " + capital(family) : capital(family) + " " + given;
      }

      private String capital(String character) {
        return character.isEmpty() ? "" : SpelledNames.capital(spelled(character, 0));
      }

      private String spelled(String character, int way) {
        return character.isEmpty() ? "" : HAN.spellings(character).get(way);
      }
    };
  }

  /** Given name first, or one time in {@code few} the family name, in capitals. */
  private static String ordered(String given, String family, int few, Random draws) {
    return draws.nextInt(few) == 0
        ? family.toUpperCase(Locale.ROOT) + " " + given
        : given + " " + family;
  }

  private static String joined(String... words) {
    return String.join(" ", List.of(words).stream().filter(word -> !word.isEmpty()).toList());
  }
}
