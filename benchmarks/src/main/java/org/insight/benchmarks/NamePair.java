package org.insight.benchmarks;

import java.io.IOException;
import java.lang.Character.UnicodeScript;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.jspecify.annotations.Nullable;

/**
 * Two names, and whether they are spellings of one.
 *
 * @param same whether they are
 */
record NamePair(String one, String other, boolean same) {

  private static final Set<String> YES = Set.of("1", "true", "yes");

  /** The scripts of both names, as {@code Arabic-Latin}. */
  String scripts() {
    return script(one) + "-" + script(other);
  }

  private static String script(String name) {
    String script =
        name.codePoints()
            .filter(Character::isLetter)
            .mapToObj(UnicodeScript::of)
            .findFirst()
            .orElse(UnicodeScript.COMMON)
            .name()
            .toLowerCase(Locale.ROOT);
    return script.substring(0, 1).toUpperCase(Locale.ROOT) + script.substring(1);
  }

  /** Pairs of invented names of each script, and pairings of one script that are not the same. */
  static List<NamePair> heldOut(int persons, int most, long seed) {
    List<NamePair> pairs = new ArrayList<>();
    for (InventedNames.Script script : InventedNames.Script.values()) {
      pairs.addAll(
          withOthers(
              InventedNames.pairs(script, persons, seed).stream()
                  .map(two -> new NamePair(two.one(), two.other(), true))
                  .toList(),
              most,
              seed));
    }
    return pairs;
  }

  /**
   * Pairs of a file: its first two columns. If it has a column {@code same}, its rows are all;
   * otherwise each row is one name, and all other pairings are not.
   *
   * @param most pairings that are not the same; of more a sample is drawn
   * @throws InsightException of kind INPUT if the file cannot be read or has fewer than two columns
   */
  static List<NamePair> of(Path file, int most, long seed) throws IOException {
    CsvTable table = CsvTable.read(file);
    if (table.columns().size() < 2) {
      throw new InsightException(
          ErrorKind.INPUT,
          "Cannot measure " + file + ": a pair needs two columns, found " + table.columns().size());
    }
    int same = table.columns().indexOf("same");
    List<NamePair> pairs = new ArrayList<>();
    if (isScored(table.columns())) {
      pairs.add(new NamePair(table.columns().get(0), table.columns().get(1), true));
    }
    for (String[] row : table.rows()) {
      boolean isOne = same < 0 || YES.contains(text(row[same]).toLowerCase(Locale.ROOT));
      pairs.add(new NamePair(text(row[0]), text(row[1]), isOne));
    }
    if (pairs.isEmpty()) {
      throw new InsightException(
          ErrorKind.INPUT, "Cannot measure " + file + ": it must have a pair, found none");
    }
    return same < 0 ? withOthers(pairs, most, seed) : pairs;
  }

  /** A cell; a short row has none. */
  private static String text(@Nullable String cell) {
    return cell == null ? "" : cell;
  }

  /** Whether the first row is no heading: its third cell is a score. */
  private static boolean isScored(List<String> first) {
    return first.size() > 2 && first.get(2).matches("[01]?\\.?[0-9]+");
  }

  /** Pairs that are the same, and their other pairings, less those that some pair is. */
  private static List<NamePair> withOthers(List<NamePair> same, int most, long seed) {
    Set<NamePair> known = new LinkedHashSet<>(same);
    long n = same.size();
    Set<Long> drawn = new LinkedHashSet<>();
    if (n * (n - 1) <= most) {
      for (long i = 0; i < n * n; i++) {
        drawn.add(i);
      }
    } else {
      Random draws = new Random(seed);
      while (drawn.size() < most) {
        long i = draws.nextInt((int) n);
        long j = draws.nextInt((int) n);
        if (i != j) {
          drawn.add(i * n + j);
        }
      }
    }
    Set<NamePair> pairs = new LinkedHashSet<>(known);
    for (long at : drawn) {
      String one = same.get((int) (at / n)).one();
      String other = same.get((int) (at % n)).other();
      if (!known.contains(new NamePair(one, other, true))
          && !known.contains(new NamePair(other, one, true))) {
        pairs.add(new NamePair(one, other, false));
      }
    }
    return List.copyOf(pairs);
  }
}
