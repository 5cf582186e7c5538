package org.insight.jobs.mentions.described;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.insight.jobs.mentions.Folding;

/** Scripts and normal forms of names. */
final class NameForms {

  private NameForms() {}

  static boolean isArabic(char c) {
    return c >= '\u0600' && c <= '\u08ff';
  }

  /** ISO 15924 code of the first letter's script. */
  static String script(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isLetter(c)) {
        return isArabic(c)
            ? "Arab"
            : Character.UnicodeScript.of(c) == Character.UnicodeScript.LATIN ? "Latn" : "Zyyy";
      }
    }
    return "Zyyy";
  }

  /**
   * The name with its given part first, if capitals, a comma or a common given name tell which part
   * that is. Words in capitals get small letters.
   */
  static String normal(String name) {
    String flat = name.replaceAll("[\\s\\p{Z}]+", " ").strip();
    int comma = flat.indexOf(',');
    if (comma > 0 && comma + 1 < flat.length()) {
      return small(flat.substring(comma + 1).strip() + " " + flat.substring(0, comma).strip());
    }
    List<String> words = new ArrayList<>(List.of(flat.split(" ")));
    int capitals = 0;
    while (capitals < words.size() && isCapitals(words.get(capitals))) {
      capitals++;
    }
    int given = words.size();
    if (capitals > 0 && capitals < words.size()) {
      boolean restIsSmall =
          words.subList(capitals, words.size()).stream().noneMatch(NameForms::isCapitals);
      given = restIsSmall ? capitals : words.size();
    } else if (words.size() > 1 && !GivenNames.contains(Folding.fold(words.get(0)))) {
      while (given > 1 && GivenNames.contains(Folding.fold(words.get(given - 1)))) {
        given--;
      }
      // A patronymic follows the given name: "Karim ben Ali" stays.
      given = given < words.size() && isArabic(flat.charAt(0)) ? words.size() : given;
    }
    List<String> turned = new ArrayList<>(words.subList(given, words.size()));
    turned.addAll(words.subList(0, given));
    return small(String.join(" ", turned));
  }

  private static boolean isCapitals(String word) {
    return word.chars().filter(Character::isLetter).count() > 1
        && word.chars().noneMatch(Character::isLowerCase)
        && Character.isUpperCase(word.charAt(0));
  }

  private static String small(String name) {
    return List.of(name.split(" ")).stream()
        .map(word -> isCapitals(word) ? titled(word) : word)
        .collect(Collectors.joining(" "));
  }

  private static String titled(String word) {
    StringBuilder out = new StringBuilder(word.toLowerCase(Locale.ROOT));
    boolean start = true;
    for (int i = 0; i < word.length() && i < out.length(); i++) {
      char c = out.charAt(i);
      if (start && Character.isLetter(c)) {
        out.setCharAt(i, Character.toUpperCase(c));
      }
      start = !Character.isLetterOrDigit(c);
    }
    return out.toString();
  }
}
