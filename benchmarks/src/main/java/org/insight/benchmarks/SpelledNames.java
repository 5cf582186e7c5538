package org.insight.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * Names of a script with Latin spellings that owe nothing to the platform's romanisation: lists of
 * spellings in use, or tables of letters as passports, newspapers and libraries have them.
 */
final class SpelledNames {

  private final Map<String, List<String>> names = new HashMap<>();
  private final Map<String, List<String>> spellings = new HashMap<>();
  private final List<Map<String, String>> tables = new ArrayList<>();

  /** Reads a resource. */
  SpelledNames(String resource) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    SpelledNames.class.getResourceAsStream("/benchmarks/" + resource)),
                StandardCharsets.UTF_8))) {
      lines.lines().filter(line -> !line.startsWith("#")).forEach(this::read);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(String line) {
    int blank = line.indexOf(' ');
    String part = line.substring(0, blank);
    String rest = line.substring(blank + 1);
    if (part.equals("table")) {
      Map<String, String> table = new HashMap<>();
      for (String letter : rest.split(" ")) {
        int equals = letter.indexOf('=');
        table.put(letter.substring(0, equals), letter.substring(equals + 1));
      }
      tables.add(table);
    } else if (rest.contains("=")) {
      int equals = rest.indexOf('=');
      names(part).add(rest.substring(0, equals));
      spellings.put(rest.substring(0, equals), List.of(rest.substring(equals + 1).split(",")));
    } else {
      names(part).addAll(List.of(rest.split(" ")));
    }
  }

  private List<String> names(String part) {
    return names.computeIfAbsent(part, p -> new ArrayList<>());
  }

  /** A name of a part: given, father or family. */
  String draw(String part, Random draws) {
    List<String> all = names(part);
    return all.get(draws.nextInt(all.size()));
  }

  /** In how many ways the names are spelled; 0 if each has spellings of its own. */
  int tables() {
    return tables.size();
  }

  /** The spellings in use of a name. */
  List<String> spellings(String name) {
    return Objects.requireNonNull(spellings.get(name));
  }

  /** A name by a table of letters, the longest that fits first. */
  String spelled(String name, int table) {
    String text =
        "^"
            + Normalizer.normalize(name, Normalizer.Form.NFD)
                .replaceAll("[\u0301\u0308]", "")
                .toLowerCase(Locale.ROOT)
            + "$";
    String letters = Normalizer.normalize(text, Normalizer.Form.NFC);
    Map<String, String> by = tables.get(table);
    StringBuilder out = new StringBuilder();
    for (int at = 0; at < letters.length(); ) {
      int length = 4;
      while (length > 0
          && !(at + length <= letters.length()
              && by.containsKey(letters.substring(at, at + length)))) {
        length--;
      }
      if (length > 0) {
        out.append(by.get(letters.substring(at, at + length)));
      } else if (Character.isLetter(letters.charAt(at))) {
        throw new IllegalStateException("Cannot spell a name: a letter is not in the table");
      }
      at += Math.max(length, 1);
    }
    return capital(out.toString());
  }

  static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }
}
