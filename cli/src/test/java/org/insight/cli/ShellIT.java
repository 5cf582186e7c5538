package org.insight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.insight.access.Access;
import org.insight.audit.AuditEntry;
import org.insight.audit.AuditTrail;
import org.insight.audit.ChainedEntry;
import org.insight.config.Settings;
import org.insight.config.SettingsReader;
import org.insight.jobs.governance.ReaderRights;
import org.insight.lake.Lake;
import org.insight.services.LakeSession;
import org.insight.services.ReaderAdministration;
import org.insight.services.RunControl;
import org.insight.services.RunListener;
import org.insight.services.Served;
import org.insight.testing.TestLakes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Many questions in one shell, on a lake of two records. */
@TestMethodOrder(OrderAnnotation.class)
class ShellIT {

  @TempDir private static Path folder;
  private static Lake lake;
  private static Settings settings;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void makeALake() throws IOException {
    Path inbox = Files.createDirectories(folder.resolve("inbox"));
    Files.writeString(inbox.resolve("policy.yaml"), "source: FR\npurposes: [investigation]\n");
    Files.writeString(
        inbox.resolve("people.csv"),
        "name,birth_date\nAda Zorn,1980-12-13\nBea \u001b[2J\u009bZorn,1981-12-13\n");
    Path readers = folder.resolve("readers.yaml");
    Files.writeString(
        readers,
        """
        ana: {country: FR, clearance: 1, purposes: [investigation]}
        bob: {country: FR, clearance: 1, purposes: [investigation]}
        cleo: {country: FR, clearance: 1, purposes: [investigation]}
        """);
    settings = Served.untranslated(SettingsReader.read(List.of())).withReaders(readers.toString());
    lake = TestLakes.whole(folder.resolve("lake"));
    try (LakeSession session = LakeSession.toWrite(lake, settings)) {
      new RunControl(session, RunListener.SILENT)
          .run(RunControl.Request.of(inbox.toString(), null));
    }
  }

  private Shell shell(LakeSession session, String reader, @Nullable String why) {
    return new Shell(
        session,
        new Access("login", reader, why == null ? null : "investigation", why),
        Answer.Format.TABLE,
        new PrintWriter(out),
        new PrintWriter(err));
  }

  private static List<AuditEntry> reads(String reader) {
    List<AuditEntry> reads = new ArrayList<>();
    for (ChainedEntry entry :
        AuditTrail.of(settings.with(lake.settings())).spool().entriesAfter(0)) {
      if (entry.entry().engine().equals("insight shell") && reader.equals(entry.entry().reader())) {
        reads.add(entry.entry());
      }
    }
    return reads;
  }

  private static Shell.Lines lines(List<Supplier<String>> lines) {
    Iterator<Supplier<String>> next = lines.iterator();
    return begun -> next.hasNext() ? next.next().get() : null;
  }

  @Test
  @Order(1)
  void eachQuestionIsAnsweredAndAuditedAndAFailureEndsNothing() {
    try (LakeSession session = LakeSession.toRead(lake, settings)) {
      int exit =
          shell(session, "bob", "case 1")
              .run(
                  lines(
                      List.of(
                          () -> "SELECT caption, strpos(caption, 'Z') AS z",
                          () -> "FROM curated.persons ORDER BY 1; SELECT 'a;b' AS t;",
                          () -> "SELECT no FROM curated.persons;",
                          () -> "\\reason case 2",
                          () -> "SHOW TABLES IN curated;",
                          () -> "DESCRIBE curated.persons;",
                          () -> "DESCRIBE governance.audit;",
                          () -> "\\nothing",
                          () -> "\\purpose",
                          () -> "SELECT count(*) FROM curated.persons;",
                          () -> "SELECT count(*) AS months FROM curated.trends_monthly")));
      assertThat(exit).as("that of the first failure").isEqualTo(2);
    }
    assertThat(out.toString())
        .containsPattern("(?m)^Ada Zorn +5$")
        .contains("a;b", "curated.persons", "caption", "restrictions", "months")
        .doesNotContain("\u001b", "\u009b", "landing.items");
    assertThat(err.toString().lines())
        .hasSize(4)
        .allMatch(line -> line.startsWith("insight: Cannot "))
        .anyMatch(line -> line.contains("no reader may query it, found governance.audit"))
        .anyMatch(line -> line.contains("a purpose and a reason must be named"));
    assertThat(reads("bob"))
        .extracting(AuditEntry::outcome)
        .containsExactly(
            "started", "done", "started", "done", "refused", "started", "done", "started", "done",
            "refused", "refused", "started", "done");
    assertThat(reads("bob"))
        .extracting(AuditEntry::reason)
        .startsWith("case 1", "case 1", "case 1", "case 1", "case 1", "case 2")
        .endsWith("case 2");
    assertThat(reads("bob"))
        .filteredOn(entry -> entry.tables().contains("curated.persons"))
        .extracting(AuditEntry::rows)
        .containsExactly(null, 2L);
  }

  @Test
  @Order(2)
  void aReaderWhoIsRevokedBetweenTwoQuestionsIsRefusedTheNextOne() {
    String question = "SELECT caption FROM curated.persons;";
    try (LakeSession session = LakeSession.toRead(lake, settings)) {
      int exit =
          shell(session, "ana", "case 12")
              .run(
                  lines(
                      List.of(
                          () -> question,
                          () -> {
                            revoke("ana");
                            return question;
                          },
                          () -> "SHOW TABLES;")));
      assertThat(exit).isEqualTo(2);
    }
    assertThat(out.toString()).containsOnlyOnce("Ada Zorn").doesNotContain("curated.trends");
    assertThat(err.toString().lines())
        .containsExactly(
            "insight: Cannot read as a reader: the reader was revoked, found ana",
            "insight: Cannot read as a reader: the reader was revoked, found ana");
    assertThat(reads("ana"))
        .extracting(AuditEntry::outcome)
        .containsExactly("started", "done", "refused", "refused");
  }

  /** What the shell keeps of the reader's sight is not given any more. */
  @Test
  @Order(5)
  void aReaderWhoIsRevokedBetweenTwoQuestionsOnAnEntityIsRefusedTheNextOne() {
    String question = "\\show 'Ada Zorn'";
    try (LakeSession session = LakeSession.toRead(lake, settings)) {
      int exit =
          shell(session, "cleo", "case 12")
              .run(
                  lines(
                      List.of(
                          () -> question,
                          () -> question,
                          () -> {
                            assertThat(out.toString()).contains("Ada Zorn");
                            out.getBuffer().setLength(0);
                            revoke("cleo");
                            return question;
                          })));
      assertThat(exit).isEqualTo(2);
    }
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().lines())
        .containsExactly("insight: Cannot read as a reader: the reader was revoked, found cleo");
    assertThat(
            AuditTrail.of(settings.with(lake.settings())).spool().entriesAfter(0).stream()
                .map(ChainedEntry::entry)
                .filter(entry -> "cleo".equals(entry.reader()))
                .map(entry -> entry.engine() + " " + entry.outcome()))
        .containsExactly(
            "insight show started",
            "insight show done",
            "insight show started",
            "insight show done",
            "insight readers started",
            "insight readers done",
            "insight show refused");
  }

  private static void revoke(String reader) {
    try (LakeSession session = LakeSession.toChangeReaders(lake, settings)) {
      ReaderAdministration.of(session, RunListener.SILENT)
          .revoke(reader, () -> new ReaderRights.Change(null, Set.of(), null), "has left");
    }
  }

  @Test
  @Order(3)
  void whatIsTypedIsKeptOnlyIfAFileIsNamedAndThenForItsOwnerAlone() throws IOException {
    List<String> before = files();
    assertThat(typed(null)).contains("months");
    assertThat(files()).isEqualTo(before);

    Path open = Files.createFile(folder.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-rw-rw-"));
    for (Path history : List.of(folder.resolve("new"), open)) {
      assertThat(typed(history)).contains("months");
      assertThat(Files.readString(history)).contains("AS months FROM curated.trends_monthly");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(history)))
          .isEqualTo("rw-------");
    }
  }

  private static List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(Path::toString).sorted().toList();
    }
  }

  /** What the shell prints for one question that is typed at a terminal. */
  private String typed(@Nullable Path history) throws IOException {
    PipedOutputStream keys = new PipedOutputStream();
    PipedInputStream typed = new PipedInputStream(keys);
    keys.write(
        "SELECT count(*) AS months FROM curated.trends_monthly;\n\\quit\n"
            .getBytes(StandardCharsets.UTF_8));
    try (LakeSession session = LakeSession.toRead(lake, settings);
        Terminal terminal =
            TerminalBuilder.builder()
                .system(false)
                .type("dumb")
                .streams(typed, new ByteArrayOutputStream())
                .build()) {
      ShellCommand.typed(shell(session, "bob", "case 3"), terminal, "bob", history);
    }
    return out.toString();
  }

  @Test
  @Order(4)
  void commandsThatFollowLinksAskInTheShellsSession() {
    Path file = folder.resolve("ada.graphml");
    try (LakeSession session = LakeSession.toRead(lake, settings)) {
      int exit =
          shell(session, "bob", "case 4")
              .run(
                  lines(
                      List.of(
                          () -> "\\find 'Ada Zorn'",
                          () -> "\\show \"Ada Zorn\" --most 5;",
                          () -> "\\network --format json 'Ada Zorn'",
                          () -> "\\export 'Ada Zorn' --format graphml --out " + file,
                          () -> "\\findings --kind broker",
                          () -> "\\findings --kind broker --file " + file,
                          () -> "\\document nothing.txt",
                          () -> "\\path 'Ada Zorn'",
                          () -> "\\show --as ana 'Ada Zorn'",
                          () -> "\\network Zorn",
                          () -> "\\path --help")));
      assertThat(exit).as("that of the first failure").isEqualTo(2);
    }
    assertThat(out.toString())
        .contains("birthDate", "\"nodes\":[", "ada.graphml: 1 node and 0 links", "Usage: path")
        .doesNotContain("--lake", "\u001b");
    assertThat(err.toString())
        .contains(
            "'TO'",
            "--as",
            "either --as or --file",
            "sees no such document",
            "a name does not say which entity is meant");
    assertThat(file).exists();
    assertThat(
            AuditTrail.of(settings.with(lake.settings())).spool().entriesAfter(0).stream()
                .map(ChainedEntry::entry)
                .filter(entry -> "case 4".equals(entry.reason()))
                .map(entry -> entry.engine() + " " + entry.outcome() + " " + entry.rows()))
        .startsWith("insight find started null")
        .contains(
            "insight show started null",
            "insight network done 1",
            "insight export done 1",
            "insight findings done 0")
        .noneMatch(entry -> entry.contains("insight path"));
  }
}
