package org.insight.verify;

import static org.apache.spark.sql.functions.col;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.insight.schemas.TableContract;

/** Grants are those, and only those, that the readers' rights and the items' policies make. */
final class ScopeGrants implements Check {

  @Override
  public Tally check(Sources sources, TableContract contract, int examples) {
    List<Row> rows =
        sources
            .rows(contract.name())
            .select(col("scope"), col("base_policy_id"), col("valid_to").cast("string"))
            .collectAsList();
    Set<String> due = sources.rights().grants();
    Set<String> there = new HashSet<>();
    List<String> extra = new ArrayList<>();
    for (Row row : rows) {
      String grant =
          Rights.grant(
              row.getString(0),
              row.getString(1),
              row.isNullAt(2) ? null : LocalDate.parse(row.getString(2)));
      if (!there.add(grant) || !due.contains(grant)) {
        extra.add(grant);
      }
    }
    TreeSet<String> missing = new TreeSet<>(due);
    missing.removeAll(there);
    return new Tally(rows.size(), new TreeMap<>(), List.of())
        .with(MismatchReason.UNEXPECTED, extra.size(), extra, examples)
        .with(MismatchReason.MISSING, missing.size(), List.copyOf(missing), examples);
  }
}
