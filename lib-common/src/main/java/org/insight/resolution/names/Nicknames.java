package org.insight.resolution.names;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Given names that stand for one another: short forms, and forms of one name in several languages
 * (resource {@code nicknames.txt}, one group a line). A name may be in several groups.
 */
public final class Nicknames {

  private static final int[] NONE = {};
  private static final Map<String, int[]> GROUPS = read();

  private Nicknames() {}

  /** The groups of a folded word, ascending; empty for most words. */
  public static int[] groups(String word) {
    return GROUPS.getOrDefault(word, NONE);
  }

  private static Map<String, int[]> read() {
    Map<String, int[]> groups = new HashMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(Nicknames.class.getResourceAsStream("nicknames.txt")),
                StandardCharsets.UTF_8))) {
      int group = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isBlank() || line.startsWith("#")) {
          continue;
        }
        group++;
        for (String name : line.trim().split("\\s+")) {
          for (Romanization.Word word : Romanization.words(name)) {
            int[] known = groups.getOrDefault(word.text(), NONE);
            if (known.length == 0 || known[known.length - 1] != group) {
              int[] more = Arrays.copyOf(known, known.length + 1);
              more[known.length] = group;
              groups.put(word.text(), more);
            }
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return groups;
  }
}
