package org.insight.verify;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.engine.Runs;
import org.insight.lake.Lake;
import org.insight.lake.Snapshot;
import org.insight.lake.StagedWrite;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.jspecify.annotations.Nullable;

/**
 * Proves the labels of a lake: each is worked out again from the rows that its row was made from,
 * down to the arrivals, and compared. It reads and never writes.
 *
 * <p>What it stands on: the policy text beside each arrival is the one that its source meant (what
 * intake reads is not read again), the algebra of {@code org.insight.policy}, and the profiles of
 * persons and organisations with the scores that {@code org.insight.resolution} gives them.
 */
public final class Verifier {

  /** What readers and those who run the platform do, which a later run follows. */
  private static final Set<TableName> COME_AT_ANY_TIME =
      Set.of(Tables.READER_ACTS, Tables.DECISION_ACTS, Tables.CORRECTION_ACTS);

  private final Lake lake;
  private final @Nullable Written written;

  private Verifier(Lake lake, @Nullable Written written) {
    this.lake = lake;
    this.written = written;
  }

  /** To look at all rows. */
  public Verifier(Lake lake) {
    this(lake, null);
  }

  /**
   * To look at the rows that a run wrote, of a lake {@link Lake#ofRun}, and for rows of items,
   * records and documents that are there no more. That a run should have written any other row and
   * did not is found only where all are looked at.
   */
  public static Verifier ofWritten(Lake lake) {
    return new Verifier(lake, new Written(lake, lake.published()));
  }

  /** The tables that are checked: all whose rows carry a policy, and those of the policies. */
  public static List<TableName> tables(Collection<TableContract> contracts) {
    return contracts.stream()
        .filter(c -> c.carriesPolicy() || Rules.of(c).isPresent())
        .map(TableContract::name)
        .toList();
  }

  /** Whether it is known how the labels of a table come about. */
  public static boolean knows(TableContract contract) {
    return Rules.of(contract).isPresent();
  }

  /**
   * Refuses a lake of which some table has yet to take in what another holds, as after a killed
   * run: its rows are right for an earlier state. What was made for the rights of before is
   * verified by these, as long as they are kept.
   *
   * @throws InsightException INPUT, naming the table
   */
  public void refuseHalfRun() {
    behind(Set.of())
        .ifPresent(
            why -> {
              throw new InsightException(
                  ErrorKind.INPUT, "Cannot verify the lake: " + why + "; run `insight run` first");
            });
  }

  /**
   * Which table has yet to take in what is new in which other, in words. Acts on readers with what
   * follows from them, and decisions, come at any time, and wait for no run: rows that were made
   * for the rights of before are not behind, as long as it is known which these were.
   *
   * @param aside tables of which it does not matter what they have taken in
   */
  public Optional<String> behind(Set<TableName> aside) {
    for (TableContract contract : lake.contracts().all()) {
      if (aside.contains(contract.name())) {
        continue;
      }
      Snapshot last = lake.lastWrite(contract.name());
      Map<String, String> summary = last == null ? Map.of() : last.summary();
      if (Runs.EMPTIED.equals(summary.get(StagedWrite.JOB))) {
        return Optional.of(contract.name() + " has not been made anew since a rollback");
      }
      for (TableContract input : lake.contracts().all()) {
        String consumed = summary.get(StagedWrite.CONSUMED + input.name());
        if (consumed != null
            && !COME_AT_ANY_TIME.contains(input.name())
            && !lake.sameRows(
                input.name(), Long.parseLong(consumed), lake.snapshot(input.name()).snapshotId())
            && !(Runs.RIGHTS.contains(input.name())
                && !Runs.RIGHTS.contains(contract.name())
                && RightsThen.of(lake, contract.name()).isPresent())) {
          return Optional.of(contract.name() + " has not taken in what is new in " + input.name());
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Checks tables, in the order of the data's way.
   *
   * @param names which; of {@link #tables}
   * @param examples most mismatches of a table to name
   * @param begins is told of each table before it is checked
   */
  public List<Verdict> verify(
      Collection<TableName> names, int examples, Consumer<TableName> begins) {
    List<Verdict> verdicts = new ArrayList<>();
    try (Sources sources = new Sources(lake, written)) {
      for (TableContract contract : lake.contracts().all()) {
        if (!names.contains(contract.name())) {
          continue;
        }
        Optional<Dataset<Row>> left = GoneItems.rows(sources, contract);
        if (left.isPresent() || written == null || isLookedAt(contract, written)) {
          begins.accept(contract.name());
          verdicts.add(verify(sources, contract, left, examples));
        }
      }
    }
    return verdicts;
  }

  /** Rows of other tables may carry a label that nobody registered: then none was written. */
  private boolean isLookedAt(TableContract contract, Written rows) {
    return rows.any(contract)
        || (contract.name().equals(Sources.LABELS)
            && lake.contracts().all().stream().anyMatch(c -> c.carriesPolicy() && rows.any(c)));
  }

  /** Checks one table with what is known of its sources already. */
  static Verdict verify(Sources sources, TableContract contract, int examples) {
    return verify(sources, contract, Optional.empty(), examples);
  }

  /**
   * @param left rows of the table that should have been taken out
   */
  private static Verdict verify(
      Sources sources, TableContract contract, Optional<Dataset<Row>> left, int examples) {
    double start = cpuSeconds();
    Check check =
        Rules.of(contract)
            .orElseThrow(
                () ->
                    new InsightException(
                        ErrorKind.CONTRACT,
                        "Cannot verify a table: neither its contract nor the verifier says what"
                            + " its rows are made from, found "
                            + contract.name()));
    Tally tally = check.check(sources, contract, examples);
    if (left.isPresent() && tally.mismatches() == 0) {
      tally = tally.with(MismatchReason.NO_SOURCE, left.get(), contract.grain(), examples);
    }
    return new Verdict(
        contract.name(),
        tally.rows(),
        tally.mismatches(),
        tally.reasons(),
        tally.examples(),
        cpuSeconds() - start);
  }

  /** CPU time of this process since its start, all threads, in seconds. */
  public static double cpuSeconds() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getProcessCpuTime() / 1e9
        : Double.NaN;
  }
}
