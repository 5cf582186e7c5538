package org.insight.verify;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.insight.policy.BasePolicy;
import org.insight.policy.Grading;
import org.insight.policy.Handling;
import org.insight.policy.Purpose;
import org.insight.schemas.TableContract;

/**
 * The register holds each policy that an item came with, as it came, those of decisions, and no
 * other.
 */
final class PolicyRegister implements Check {

  @Override
  public Tally check(Sources sources, TableContract contract, int examples) {
    Map<String, BasePolicy> due = sources.policies().byId();
    List<Row> rows =
        sources
            .rows(contract.name())
            .select(
                col("base_policy_id"),
                col("canonical"),
                col("source"),
                col("level"),
                col("expires_on").cast("string"),
                col("only_for"),
                col("not_for"),
                col("purposes"),
                col("handling_scheme"),
                col("handling_code"),
                col("grading_scheme"),
                col("source_grading"),
                col("information_grading"),
                col("conditions"))
            .collectAsList();
    Set<String> there = new HashSet<>();
    List<String> extra = new ArrayList<>();
    List<String> differing = new ArrayList<>();
    for (Row row : rows) {
      String id = row.getString(0);
      BasePolicy policy = due.get(id);
      if (!there.add(id) || policy == null) {
        extra.add("base_policy_id=" + id);
      } else if (!says(row, policy)) {
        differing.add("base_policy_id=" + id);
      }
    }
    TreeSet<String> missing = new TreeSet<>(due.keySet());
    missing.removeAll(there);
    return new Tally(rows.size(), new TreeMap<>(), List.of())
        .with(MismatchReason.UNEXPECTED, extra.size(), extra, examples)
        .with(MismatchReason.ID, differing.size(), differing, examples)
        .with(
            MismatchReason.MISSING,
            missing.size(),
            missing.stream().map(id -> "base_policy_id=" + id).toList(),
            examples);
  }

  private static boolean says(Row row, BasePolicy policy) {
    String expires = policy.expiresOn() == null ? null : policy.expiresOn().toString();
    Handling handling = policy.handling();
    Grading grading = policy.grading();
    return policy.canonical().equals(row.getString(1))
        && policy.source().equals(row.getString(2))
        && policy.level() == row.getInt(3)
        && Objects.equals(expires, row.getString(4))
        && policy.onlyFor().equals(new TreeSet<>(row.<String>getList(5)))
        && policy.notFor().equals(new TreeSet<>(row.<String>getList(6)))
        && policy.purposes().equals(Purpose.parseAll(row.getList(7)))
        && Objects.equals(handling == null ? null : handling.scheme(), row.getString(8))
        && Objects.equals(handling == null ? null : handling.code(), row.getString(9))
        && Objects.equals(grading.scheme(), row.getString(10))
        && Objects.equals(grading.source(), row.getString(11))
        && Objects.equals(grading.information(), row.getString(12))
        && policy.conditions().equals(row.getList(13));
  }
}
