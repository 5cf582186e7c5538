package org.insight.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.access.Access;
import org.insight.config.Settings;
import org.insight.config.SettingsReader;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.engine.Runs;
import org.insight.jobs.governance.ReaderRights;
import org.insight.jobs.reports.ReportLanguage;
import org.insight.lake.Lake;
import org.insight.schemas.TableContract;
import org.insight.testing.TestLakes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The way of an item from the inbox to a reader and back, with no command line on the class path.
 */
class WithoutCommandLineIT {

  private static final String QUERY =
      "SELECT caption FROM curated.persons WHERE caption = 'Ada Zorn'";

  @TempDir private Path folder;

  @Test
  void theServicesReceiveRunPublishAnswerReportAndRevoke() throws IOException {
    assertThatThrownBy(() -> Class.forName("org.insight.cli.Main"))
        .isInstanceOf(ClassNotFoundException.class);
    Path inbox = Files.createDirectories(folder.resolve("inbox"));
    Files.writeString(inbox.resolve("policy.yaml"), "source: FR\npurposes: [investigation]\n");
    Files.writeString(inbox.resolve("people.csv"), "name,birth_date\nAda Zorn,1980-12-13\n");
    Files.writeString(
        inbox.resolve("companies.csv"), "registration_number,company_name\n1,Zorn Shoes\n");
    Files.writeString(inbox.resolve("shoes.csv"), "shoe,size\nleft,43\n");
    Path readers = folder.resolve("readers.yaml");
    Files.writeString(readers, "ana: {country: FR, clearance: 1, purposes: [investigation]}\n");
    Settings settings =
        Served.untranslated(SettingsReader.read(List.of())).withReaders(readers.toString());
    Lake lake = TestLakes.whole(folder.resolve("lake"));

    Heard heard = new Heard();
    try (LakeSession session = LakeSession.toWrite(lake, settings)) {
      new RunControl(session, heard).run(RunControl.Request.of(inbox.toString(), null));
    }
    assertThat(heard.steps()).contains("receive-items", "verify", "publish");
    assertThat(heard.summary().balance()).isEqualTo(new RunSummary.Balance(3, 3, 0));
    assertThat(heard.summary().mapped())
        .containsExactly(
            new RunSummary.MappedItems("extract-companies", 1, 1),
            new RunSummary.MappedItems("generic-csv", 1, 0));
    assertThat(heard.summary().tablesWithoutMapping()).isEqualTo(1);
    assertThat(Runs.of(lake).last()).isPresent();

    for (TableContract contract : lake.contracts().all()) {
      assertThat(lake.collect(contract.name()))
          .as("%s, as Iceberg and as Spark read it", contract.name())
          .containsExactlyInAnyOrderElementsOf(lake.read(contract.name()).collectAsList());
    }

    assertThat(answer(lake, settings)).containsExactly("Ada Zorn");
    List<Long> rows = new ArrayList<>();
    try (LakeSession session = LakeSession.toRead(lake, settings)) {
      new ReaderQueries(session)
          .report(
              access(),
              YearMonth.now(ZoneOffset.UTC),
              ReportLanguage.EN,
              folder.resolve("report"),
              summary -> rows.add((long) summary.rows()));
    }
    assertThat(rows).singleElement().isNotEqualTo(0L);
    assertThat(folder.resolve("report/index.html")).isNotEmptyFile();

    try (LakeSession session = LakeSession.toChangeReaders(lake, settings)) {
      ReaderAdministration.of(session, heard)
          .revoke("ana", () -> new ReaderRights.Change(null, Set.of(), null), "has left");
    }
    assertThat(heard.notes()).contains("ana: ").contains("It counts from now on.");
    assertThatThrownBy(() -> answer(lake, settings))
        .isInstanceOf(InsightException.class)
        .extracting(e -> ((InsightException) e).kind())
        .isEqualTo(ErrorKind.USAGE);
    assertThat(Served.auditFaults(settings.with(lake.settings()), lake)).isEmpty();
  }

  private static Access access() {
    return new Access("login", "ana", "investigation", "a test of the services");
  }

  private static List<String> answer(Lake lake, Settings settings) {
    Rows rows = new Rows();
    try (LakeSession session = LakeSession.toRead(lake, settings)) {
      new ReaderQueries(session).answer("a test", access(), QUERY, rows);
    }
    return rows.taken;
  }

  private static final class Rows implements ReaderQueries.Sink {

    private final List<String> taken = new ArrayList<>();

    @Override
    public long take(Dataset<Row> answer) {
      answer.collectAsList().forEach(row -> taken.add(row.getString(0)));
      return taken.size();
    }

    @Override
    public long given() {
      return taken.size();
    }
  }
}
