package org.insight.services.link;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.OneLine;
import org.jspecify.annotations.Nullable;

/** Pairs of rows of which a file says whether they are one subject. */
final class LabelledPairs {

  private static final List<String> COLUMNS = List.of("id_a", "id_b", "same");

  /** A pair of rows by their numbers. */
  record Pair(int one, int other, boolean same) {}

  private final List<Pair> pairs = new ArrayList<>();
  private final Path path;

  /**
   * Reads a file.
   *
   * @throws InsightException of kind INPUT, with the number of the row, if it is not as described
   */
  LabelledPairs(Path path, SubjectRows rows) {
    this.path = path;
    RowFile file = new RowFile(path);
    int[] at = COLUMNS.stream().mapToInt(file.columns()::indexOf).toArray();
    for (int i = 0; i < at.length; i++) {
      if (at[i] < 0) {
        throw refused(1, "the heading has no column " + COLUMNS.get(i));
      }
    }
    Map<String, Integer> byId = new HashMap<>();
    for (int row = 0; row < rows.size(); row++) {
      byId.merge(rows.id(row), row, (first, second) -> -1);
    }
    int[] number = {1};
    file.forEach(
        row -> {
          number[0]++;
          pairs.add(
              new Pair(
                  row(byId, row[at[0]], number[0]),
                  row(byId, row[at[1]], number[0]),
                  same(row[at[2]], number[0])));
        });
  }

  private int row(Map<String, Integer> byId, @Nullable String id, int number) {
    Integer row = byId.get(id == null ? "" : id.trim());
    if (row == null) {
      throw refused(number, "no row of the files has its id");
    }
    if (row < 0) {
      throw refused(number, "several rows of the files have its id");
    }
    return row;
  }

  private boolean same(@Nullable String label, int number) {
    return switch (label == null ? "" : label.trim()) {
      case "1" -> true;
      case "0" -> false;
      default ->
          throw refused(
              number, "same is 1 or 0, found " + (label == null ? "none" : OneLine.shown(label)));
    };
  }

  private InsightException refused(int row, String why) {
    return new InsightException(
        ErrorKind.INPUT, "Cannot read " + path + ": row " + row + ": " + why);
  }

  List<Pair> pairs() {
    return pairs;
  }
}
