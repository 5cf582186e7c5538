package org.insight;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.insight.config.SettingsReader;
import org.insight.engine.Job;
import org.insight.engine.Read;
import org.insight.jobs.JobRegistry;
import org.insight.jobs.Stage;
import org.insight.jobs.governance.CollectAudit;
import org.insight.jobs.governance.RecordCorrections;
import org.insight.jobs.governance.RecordDecisions;
import org.insight.jobs.governance.RecordReaderActs;
import org.insight.jobs.governance.RecordWithdrawals;
import org.insight.jobs.landing.Inbox;
import org.insight.jobs.resolution.RecordLedger;
import org.insight.schemas.Contracts;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;
import org.junit.jupiter.api.Test;

/** docs/data-flow.md and the registry say the same; RENDER=1 writes the table of the page. */
class DataFlowTest {

  private static final Path PAGE = Path.of("..", "docs", "data-flow.md");
  private static final String BEGIN = "<!-- jobs -->\n";
  private static final String END = "<!-- /jobs -->";

  /** What commands give to a job: an inbox, acts of readers and on them, what readers see. */
  private static final Set<TableName> OUTSIDE =
      Set.of(
          Inbox.FILES,
          RecordReaderActs.ORDERED,
          RecordWithdrawals.ORDERED,
          RecordDecisions.ORDERED,
          RecordCorrections.ORDERED,
          RecordLedger.MEMBERSHIPS_BEFORE,
          RecordLedger.DECISIONS_BEFORE,
          RecordLedger.LEDGER_BEFORE,
          CollectAudit.ENTRIES);

  private final List<Job> jobs =
      JobRegistry.of(SettingsReader.read(List.of()), new Inbox("", null)).all();

  @Test
  void thePageListsTheJobsOfTheRegistry() throws IOException {
    String page = Files.readString(PAGE);
    String head = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
    String tail = page.substring(page.indexOf(END));
    if (System.getenv("RENDER") != null) {
      Files.writeString(PAGE, head + table() + tail);
    }
    assertThat(PAGE)
        .as("run `make render` after a change of the registry")
        .hasContent(head + table() + tail);
  }

  @Test
  void everyJobReadsOnlyTablesThatEarlierJobsOrTheRunnerWrite() {
    Set<TableName> written = new HashSet<>(Set.of(TableName.of("governance.labels")));
    for (Job job : jobs) {
      for (Read read : job.reads()) {
        if (!OUTSIDE.contains(read.table())) {
          assertThat(written).as(job.name()).contains(read.table());
        }
      }
      written.add(job.writes());
    }
  }

  @Test
  void everyTableIsWrittenByOneJobOnly() {
    assertThat(jobs.stream().map(Job::writes)).doesNotHaveDuplicates();
    Set<TableName> contracts =
        Contracts.load().all().stream().map(c -> c.name()).collect(Collectors.toSet());
    contracts.remove(TableName.of("governance.labels"));
    contracts.remove(TableName.of("governance.runs"));
    assertThat(jobs.stream().map(Job::writes))
        .as("each contract has one line in JobRegistry")
        .containsExactlyInAnyOrderElementsOf(contracts);
  }

  @Test
  void onlyTablesThatAreAppendedToAreReadForWhatIsNew() {
    Contracts contracts = Contracts.load();
    for (Job job : jobs) {
      for (Read read : job.reads()) {
        if (read.amount() == Read.Amount.NEW) {
          assertThat(contracts.get(read.table()).write())
              .as(job.name() + " reads " + read.table())
              .isEqualTo(WriteMode.APPEND);
        }
      }
    }
  }

  /** The runner refuses others, in a run. */
  @Test
  void aJobReadsAllOfItsInputsWholeOrOfAllWhatIsNew() {
    for (Job job : jobs) {
      assertThat(job.reads().stream().map(Read::amount).distinct())
          .as("%s reads all inputs by Read.whole, or all by Read.newRows", job.name())
          .hasSizeLessThanOrEqualTo(1);
    }
  }

  /** But translations, which leave the names alone that are found in sentences. */
  @Test
  void stagesComeInTheOrderOfTheDatasWay() {
    List<Stage> stages =
        jobs.stream()
            .filter(j -> !j.writes().equals(Tables.TRANSLATIONS))
            .map(j -> Stage.of(j.writes().stage()))
            .filter(s -> s != Stage.GOVERNANCE)
            .toList();
    assertThat(stages).isSorted();
  }

  private String table() {
    StringBuilder table = new StringBuilder("| stage | job | reads | writes |\n");
    table.append("| --- | --- | --- | --- |\n");
    for (Job job : jobs) {
      table
          .append("| ")
          .append(job.writes().stage())
          .append(" | ")
          .append(job.name())
          .append(" | ")
          .append(
              job.reads().stream()
                  .map(r -> r.table() + (r.amount() == Read.Amount.NEW ? " (new rows)" : ""))
                  .sorted()
                  .collect(Collectors.joining(", ")))
          .append(" | ")
          .append(job.writes())
          .append(" |\n");
    }
    return table.toString();
  }
}
