package org.insight.verify;

import java.util.List;
import java.util.SortedMap;
import org.insight.schemas.TableName;

/**
 * What was found in a table.
 *
 * @param rows rows of it that were checked
 * @param mismatches rows whose label is not what their sources give, and rows that should be there
 *     and are not
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
    double cpuSeconds) {}
