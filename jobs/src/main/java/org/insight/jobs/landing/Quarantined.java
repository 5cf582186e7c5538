package org.insight.jobs.landing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.insight.jobs.landing.extract.Reason;
import org.insight.lake.Lake;
import org.insight.schemas.Tables;

/**
 * Items that no reader sees, for it is not known who may: as no reader can ask for them, those who
 * run the platform are told where they came from and why. Not those that were sent to others, which
 * nothing lets in.
 *
 * @param folder outermost folder of the inbox in which the file lay that they came in; a file's
 *     name may say of whom it speaks
 * @param reason code
 * @param words what is wrong with one of them, without what was found in its place
 * @param items how many
 */
public record Quarantined(String folder, String reason, String words, long items) {

  /** Behind it stands what somebody wrote. */
  private static final Pattern VALUE = Pattern.compile("(?s), found .*");

  /**
   * Of a lake, the most items first.
   *
   * @param most as many at most: whoever sends may make as many folders as there are words
   */
  public static List<Quarantined> of(Lake lake, int most) {
    Map<String, Map<String, Reasons>> byRoot = new HashMap<>();
    lake.forEach(
        Tables.REJECTS,
        List.of("root_item_id", "outcome", "reason_code", "reason"),
        row -> {
          String code = row.getString(2);
          if (Outcome.QUARANTINED.word().equals(row.getString(1))
              && !Reason.NOT_ADDRESSED.code().equals(code)) {
            byRoot
                .computeIfAbsent(row.getString(0), root -> new TreeMap<>())
                .merge(code, new Reasons(row.getString(3), 1), Reasons::and);
          }
        });
    if (byRoot.isEmpty()) {
      return List.of();
    }
    Map<String, Map<String, Reasons>> byFolder = new HashMap<>();
    lake.forEach(
        Tables.ARRIVALS,
        List.of("item_id", "parent_item_id", "path"),
        row -> {
          Map<String, Reasons> found =
              row.isNullAt(1) ? byRoot.getOrDefault(row.getString(0), Map.of()) : Map.of();
          found.forEach(
              (code, reasons) ->
                  byFolder
                      .computeIfAbsent(InboxFolder.of(row.getString(2)), f -> new TreeMap<>())
                      .merge(code, reasons, Reasons::and));
        });
    List<Quarantined> all = new ArrayList<>();
    byFolder.forEach(
        (folder, codes) ->
            codes.forEach(
                (code, reasons) ->
                    all.add(
                        new Quarantined(
                            folder,
                            code,
                            VALUE.matcher(reasons.first).replaceAll(""),
                            reasons.items))));
    return all.stream()
        .sorted(
            Comparator.comparingLong(Quarantined::items)
                .reversed()
                .thenComparing(Quarantined::folder)
                .thenComparing(Quarantined::reason))
        .limit(most)
        .toList();
  }

  /** The first in order of what is wrong with some items, and how many these are. */
  private record Reasons(String first, long items) {

    Reasons and(Reasons other) {
      return new Reasons(
          first.compareTo(other.first) <= 0 ? first : other.first, items + other.items);
    }
  }
}
