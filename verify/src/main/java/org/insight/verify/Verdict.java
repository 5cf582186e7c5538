package org.insight.verify;

import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.schemas.TableName;

/**
 * What was found in a table.
 *
 * @param rows rows of it that were checked
 * @param mismatches rows whose label, content or id is not what their sources give, and rows that
 *     should be there and are not
 * @param reasons mismatches by reason, in stable words
 * @param examples some of them by id, with the reason
 * @param cpuSeconds of this process, while it was checked; what several tables need counts for the
 *     first of them
 */
public record Verdict(
    TableName table,
    long rows,
    long mismatches,
    SortedMap<String, Long> reasons,
    List<String> examples,
    double cpuSeconds) {

  /**
   * @throws InsightException CONTRACT where a row is not what its sources give, with how many in
   *     which table
   */
  public static void refuseMismatches(List<Verdict> verdicts) {
    if (verdicts.stream().anyMatch(v -> v.mismatches() > 0)) {
      throw new InsightException(
          ErrorKind.CONTRACT,
          "Cannot vouch for the lake: rows are not what their sources give, found "
              + verdicts.stream()
                  .filter(v -> v.mismatches() > 0)
                  .map(v -> String.format(Locale.ROOT, "%,d in %s", v.mismatches(), v.table()))
                  .collect(Collectors.joining(", ")));
    }
  }
}
