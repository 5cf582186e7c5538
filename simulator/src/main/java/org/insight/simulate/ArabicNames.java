package org.insight.simulate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/** Arabic names with the Latin spellings in use for them, and Latin names in Arabic letters. */
final class ArabicNames {
  private static final Map<String, List<String>> WOMEN = read("arabic-women.txt");
  private static final Map<String, List<String>> MEN = read("arabic-men.txt");
  private static final Map<String, List<String>> FAMILIES = read("arabic-families.txt");

  /** Longest first. */
  private static final String[][] LETTERS = {
    {"sch", "ش"},
    {"ch", "ش"},
    {"sh", "ش"},
    {"th", "ث"},
    {"kh", "خ"},
    {"gh", "غ"},
    {"ph", "ف"},
    {"ou", "و"},
    {"oo", "و"},
    {"ee", "ي"},
    {"eau", "و"},
    {"au", "و"},
    {"ck", "ك"},
    {"qu", "ك"},
    {"ll", "ل"},
    {"ss", "س"},
    {"tt", "ت"},
    {"nn", "ن"},
    {"mm", "م"},
    {"rr", "ر"},
    {"a", "ا"},
    {"b", "ب"},
    {"c", "ك"},
    {"d", "د"},
    {"e", "ي"},
    {"f", "ف"},
    {"g", "غ"},
    {"h", "ه"},
    {"i", "ي"},
    {"j", "ج"},
    {"k", "ك"},
    {"l", "ل"},
    {"m", "م"},
    {"n", "ن"},
    {"o", "و"},
    {"p", "ب"},
    {"q", "ق"},
    {"r", "ر"},
    {"s", "س"},
    {"t", "ت"},
    {"u", "و"},
    {"v", "ف"},
    {"w", "و"},
    {"x", "كس"},
    {"y", "ي"},
    {"z", "ز"}
  };

  private ArabicNames() {}

  private static Map<String, List<String>> read(String file) {
    Map<String, List<String>> names = new LinkedHashMap<>();
    for (String line : Phrases.lines(file)) {
      int equals = line.indexOf('=');
      names.put(line.substring(0, equals), List.of(line.substring(equals + 1).split(",")));
    }
    return names;
  }

  /** Those of Datafaker's that have known Latin spellings, and further common ones. */
  static NameLists known(Set<String> women, Set<String> men, Set<String> families) {
    return new NameLists(both(women, WOMEN), both(men, MEN), both(families, FAMILIES));
  }

  private static List<String> both(Set<String> drawn, Map<String, List<String>> known) {
    Set<String> names = new LinkedHashSet<>(drawn);
    names.retainAll(known.keySet());
    names.addAll(known.keySet());
    return new ArrayList<>(names);
  }

  /** Latin spellings of an Arabic name, the usual one first. */
  static List<String> latin(String arabic) {
    for (Map<String, List<String>> map : List.of(FAMILIES, MEN, WOMEN)) {
      List<String> spellings = map.get(arabic);
      if (spellings != null) {
        return spellings;
      }
    }
    throw new IllegalArgumentException("Cannot spell an Arabic name: it is not of the list");
  }

  /** A Latin name in Arabic letters, letter by letter as newspapers do. */
  static String arabic(String latin) {
    StringJoiner words = new StringJoiner(" ");
    for (String word : Identifiers.plain(latin).toLowerCase(Locale.ROOT).split("[^a-z]+")) {
      if (!word.isEmpty()) {
        words.add(word(word));
      }
    }
    return words.toString();
  }

  private static String word(String word) {
    StringBuilder arabic = new StringBuilder();
    int at = 0;
    if (word.startsWith("e") || word.startsWith("i")) {
      arabic.append("إ");
    } else if (word.startsWith("o") || word.startsWith("u")) {
      arabic.append("أ");
    }
    // A final e is silent in most names.
    String spoken =
        word.length() > 3 && word.endsWith("e") ? word.substring(0, word.length() - 1) : word;
    while (at < spoken.length()) {
      for (String[] pair : LETTERS) {
        if (spoken.startsWith(pair[0], at)) {
          arabic.append(pair[1]);
          at += pair[0].length();
          break;
        }
      }
    }
    return arabic.toString();
  }
}
