package org.insight.jobs.text.translation;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/**
 * A dictionary of FreeDict in the format of dictd: an index of headwords, and definitions in a file
 * that gzip reads. FreeDict's dictionaries are under the GPL; they are data of Debian's package and
 * no part of the platform.
 */
final class FreeDict {

  private static final String DIGITS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  private static final Pattern NUMBER = Pattern.compile("^\\d+\\.\\s*");

  /** Meanings of a word that are shown. */
  private static final int MOST = 3;

  private final Map<String, String> meanings;

  private FreeDict(Map<String, String> meanings) {
    this.meanings = meanings;
  }

  /**
   * Reads one.
   *
   * @param stem path without .index and .dict.dz
   * @throws IOException where its files cannot be read
   */
  static FreeDict read(Path stem) throws IOException {
    byte[] definitions;
    try (GZIPInputStream in =
        new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(definitions(stem))))) {
      definitions = in.readAllBytes();
    }
    Map<String, List<String>> found = new HashMap<>();
    for (String line : Files.readAllLines(index(stem))) {
      String[] parts = line.split("\t", -1);
      if (parts.length != 3) {
        continue;
      }
      int begin = number(parts[1]);
      int length = number(parts[2]);
      if (begin < 0 || length < 0 || begin + length > definitions.length) {
        continue;
      }
      String definition = new String(definitions, begin, length, StandardCharsets.UTF_8);
      List<String> meanings =
          definition
              .lines()
              .skip(1)
              .map(m -> NUMBER.matcher(m.strip()).replaceFirst(""))
              .filter(m -> !m.isEmpty())
              .map(m -> m.toLowerCase(Locale.ROOT))
              .toList();
      found.computeIfAbsent(ArabicWord.bare(parts[0]), h -> new ArrayList<>()).addAll(meanings);
    }
    Map<String, String> shortest = new HashMap<>();
    // They are in no order that helps; usual words are short more often.
    found.forEach(
        (word, all) ->
            shortest.put(
                word,
                all.stream()
                    .distinct()
                    .sorted(Comparator.comparingInt(String::length).thenComparing(m -> m))
                    .limit(MOST)
                    .collect(Collectors.joining("/"))));
    shortest.values().removeIf(String::isEmpty);
    return new FreeDict(shortest);
  }

  static Path index(Path stem) {
    return stem.resolveSibling(stem.getFileName() + ".index");
  }

  static Path definitions(Path stem) {
    return stem.resolveSibling(stem.getFileName() + ".dict.dz");
  }

  /** A number of dictd; -1: none. */
  private static int number(String text) {
    int[] digits = text.chars().map(DIGITS::indexOf).toArray();
    return digits.length == 0 || digits.length > 5 || Arrays.stream(digits).anyMatch(d -> d < 0)
        ? -1
        : Arrays.stream(digits).reduce(0, (a, d) -> a * 64 + d);
  }

  /**
   * What a word means, by up to three words with strokes between them.
   *
   * @param word without vowel signs, as {@link ArabicWord#bare}
   */
  Optional<String> meaning(String word) {
    return Optional.ofNullable(meanings.get(word));
  }
}
