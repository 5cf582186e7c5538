package org.insight.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.insight.audit.ChainCheck.Finding;
import org.insight.audit.ChainCheck.Kind;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditSpoolTest {

  @TempDir private Path folder;
  private Path entries;
  private AuditSpool spool;

  @BeforeEach
  void open() {
    entries = folder.resolve("audit");
    spool = new AuditSpool(entries, folder.resolve("head"));
  }

  private static AuditEntry read(String query) {
    return AuditEntry.started("an-officer", "insight sql", Act.READ)
        .as("fr-analyst", "scope")
        .because("investigation", "case 12")
        .on(List.of("curated.persons"), List.of("curated.persons: policy_id IN (…)"))
        .asking(query);
  }

  private void write(int many) {
    for (int i = 1; i <= many; i++) {
      spool.append(read("SELECT " + i));
    }
  }

  private List<Finding> check() {
    ChainCheck check = new ChainCheck("spool", 0, ChainedEntry.NOTHING, seq -> null);
    spool.anchored().ifPresent(head -> check.holding("the anchor", head));
    spool.read(0, check::line);
    return check.findings();
  }

  private Path segment() throws IOException {
    try (Stream<Path> all = Files.list(entries)) {
      return all.filter(p -> p.toString().endsWith(".jsonl")).findFirst().orElseThrow();
    }
  }

  private List<String> lines() throws IOException {
    return new ArrayList<>(Files.readAllLines(segment()));
  }

  private void put(List<String> lines) throws IOException {
    Files.writeString(segment(), String.join("\n", lines) + "\n");
  }

  @Test
  void whatWasWrittenIsReadBackAsItWasAndTheChainHolds() {
    AuditEntry odd =
        read("SELECT '\u0645\u062d\u0645\u062f \"quoted\" \\ \t\n line two \ud83d\ude00'")
            .ended(Outcome.DONE, "with \u2028 and \u0007", 7L);
    spool.append(odd);
    spool.append(read("SELECT 2"));
    assertThat(spool.entriesAfter(0)).extracting(ChainedEntry::entry).first().isEqualTo(odd);
    assertThat(spool.entriesAfter(1)).extracting(ChainedEntry::seq).containsExactly(2L);
    assertThat(check()).isEmpty();
    assertThat(spool.anchored()).hasValueSatisfying(head -> assertThat(head.seq()).isEqualTo(2));
  }

  @Test
  void anUnpairedSurrogateAndATextTooLongStillGiveAChainThatHolds() {
    spool.append(read("SELECT '\ud83d'"));
    spool.append(read("SELECT '" + "\ud83d\ude00".repeat(150_000) + "'"));
    spool.append(read("SELECT 3").on(Collections.nCopies(5_000, "a.b"), List.of()));
    assertThat(check()).isEmpty();
    AuditEntry cut = spool.entriesAfter(1).get(0).entry();
    // Not the text itself where it fails: it is long.
    assertThat(cut.query().length()).isLessThanOrEqualTo(200_000);
    assertThat(cut.query().contains("… (left out: 100150 of 300009 characters, SHA-256 of all "))
        .isTrue();
    assertThat(cut.query().endsWith("\ud83d\ude00'")).isTrue();
  }

  @Test
  void aChangedEntryIsNamed() throws IOException {
    write(5);
    List<String> lines = lines();
    lines.set(2, lines.get(2).replace("an-officer", "another"));
    put(lines);
    assertThat(check())
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.kind()).isEqualTo(Kind.CHANGED);
              assertThat(f.entry()).isEqualTo(3);
              assertThat(f.words()).contains("line 3").doesNotContain("another");
            });
  }

  @Test
  void anEntryThatWasChangedAndHashedAnewIsFoundByTheOneAfterIt() throws IOException {
    write(5);
    List<String> lines = lines();
    ChainedEntry second = spool.entriesAfter(0).get(1);
    AuditEntry other = read("SELECT nothing of interest");
    lines.set(2, ChainedEntry.after(Head.of(second), other).line());
    put(lines);
    assertThat(check())
        .singleElement()
        .satisfies(f -> assertThat(f.words()).contains("entry 4 does not follow the entry 3"));

    // Whoever has the next one follow it has to hash that anew, too, and so on to the end.
    String hash = ChainedEntry.after(Head.of(second), other).hash();
    ChainedEntry fourth = spool.entriesAfter(0).get(3);
    lines.set(3, lines.get(3).replace(fourth.previous(), hash));
    put(lines);
    assertThat(check()).extracting(Finding::kind).contains(Kind.CHANGED);
    assertThat(check().get(0).entry()).isEqualTo(4);
  }

  /** What was written down of an audit years ago must hold then: neither form nor hash changes. */
  private static final List<String> CHAIN =
      List.of(
          "{\"seq\":1,\"at\":\"2026-11-25T08:00:00.000001Z\",\"call\":\"c1\",\"login\":\"an-officer\","
              + "\"reader\":\"fr-analyst\",\"scope\":\"s1\",\"engine\":\"insight sql\",\"act\":\"read\","
              + "\"purpose\":\"investigation\",\"reason\":\"case 12\",\"tables\":[\"curated.persons\"],"
              + "\"filters\":[\"curated.persons: policy_id IN (\u2026)\"],"
              + "\"query\":\"SELECT '\u00e9' FROM curated.persons\",\"outcome\":\"started\","
              + "\"detail\":null,\"rows\":null,\"previous\":\""
              + ChainedEntry.NOTHING
              + "\",\"hash\":\"407ea66bb5eac049b124e1a1f84dbcd9ec46ed681480431097fc2103f58133b4\"}",
          "{\"seq\":2,\"at\":\"2026-11-25T08:00:01.500000Z\",\"call\":\"c1\",\"login\":\"an-officer\","
              + "\"reader\":\"fr-analyst\",\"scope\":\"s1\",\"engine\":\"insight sql\",\"act\":\"read\","
              + "\"purpose\":\"investigation\",\"reason\":\"case 12\",\"tables\":[\"curated.persons\"],"
              + "\"filters\":[\"curated.persons: policy_id IN (\u2026)\"],"
              + "\"query\":\"SELECT '\u00e9' FROM curated.persons\",\"outcome\":\"done\","
              + "\"detail\":\"whole\",\"rows\":7,\"previous\":"
              + "\"407ea66bb5eac049b124e1a1f84dbcd9ec46ed681480431097fc2103f58133b4\","
              + "\"hash\":\"f0e16ee694c3813ccead89e316b317c5909907ce54a279a8008941d5871b41fa\"}");

  @Test
  void theFormAndTheHashOfAnEntryStay() {
    for (String line : CHAIN) {
      ChainedEntry entry = ChainedEntry.parse(line).orElseThrow();
      assertThat(entry.holds()).isTrue();
      assertThat(entry.line()).isEqualTo(line);
    }
    assertThat(CHAIN.get(1)).contains(ChainedEntry.parse(CHAIN.get(0)).orElseThrow().hash());
  }

  @Test
  void everythingThatAnEntrySaysIsUnderItsHash() throws IOException {
    ObjectMapper json = new ObjectMapper();
    JsonNode whole = json.readTree(CHAIN.get(1));
    Map<String, Object> others = new TreeMap<>();
    whole.fieldNames().forEachRemaining(key -> others.put(key, "another"));
    others.put("seq", 3);
    others.put("at", "2026-11-25T08:00:01.500001Z");
    others.put("rows", 8);
    others.put("tables", List.of("curated.persons", "curated.links"));
    others.put("filters", List.of());
    assertThat(others).hasSize(18);
    others.forEach(
        (key, other) -> {
          ObjectNode changed = whole.deepCopy();
          changed.set(key, json.valueToTree(other));
          assertThat(ChainedEntry.parse(changed.toString()).orElseThrow().holds())
              .as(key)
              .isFalse();
        });
  }

  @Test
  void removedEntriesAreNamed() throws IOException {
    write(7);
    List<String> lines = lines();
    lines.subList(2, 4).clear();
    put(lines);
    assertThat(check())
        .containsExactly(new Finding(Kind.REMOVED, 3, "spool: entries 3 to 4 are gone"));
  }

  @Test
  void aRemovedBeginningIsFound() throws IOException {
    write(3);
    List<String> lines = lines();
    lines.remove(0);
    put(lines);
    assertThat(check()).containsExactly(new Finding(Kind.REMOVED, 1, "spool: entry 1 is gone"));
  }

  @Test
  void exchangedEntriesAreFound() throws IOException {
    write(5);
    List<String> lines = lines();
    Collections.swap(lines, 1, 2);
    put(lines);
    assertThat(check()).extracting(Finding::kind).containsExactly(Kind.REORDERED);
    assertThat(check().get(0).entry()).isEqualTo(2);
  }

  @Test
  void anEntryThatIsThereTwiceIsFound() throws IOException {
    write(3);
    List<String> lines = lines();
    lines.add(lines.get(1));
    put(lines);
    assertThat(check()).extracting(Finding::kind).containsExactly(Kind.REORDERED);
  }

  @Test
  void aCutTailIsFoundByTheHeadThatIsKeptElsewhere() throws IOException {
    write(5);
    put(lines().subList(0, 3));
    assertThat(check())
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.kind()).isEqualTo(Kind.TRUNCATED);
              assertThat(f.words()).contains("entries 4 to 5 are gone");
            });
  }

  @Test
  void aCutTailStaysMissingWhateverIsWrittenAfterIt() throws IOException {
    write(5);
    put(lines().subList(0, 3));
    write(2);
    assertThat(check())
        .containsExactly(new Finding(Kind.REMOVED, 4, "spool: entries 4 to 5 are gone"));
    Files.delete(segment());
    write(1);
    assertThat(spool.first()).hasValue(8);
    assertThat(check())
        .containsExactly(new Finding(Kind.REMOVED, 1, "spool: entries 1 to 7 are gone"));
  }

  @Test
  void aTailMadeAnewIsFoundByTheHeadThatIsKeptElsewhere() throws IOException {
    write(3);
    Head kept = spool.anchored().orElseThrow();
    put(lines().subList(0, 1));
    Files.delete(folder.resolve("head"));
    write(4);
    ChainCheck check =
        new ChainCheck("spool", 0, ChainedEntry.NOTHING, seq -> null).holding("a note", kept);
    spool.read(0, check::line);
    assertThat(check.findings())
        .extracting(Finding::kind, Finding::entry)
        .containsExactly(tuple(Kind.UNANCHORED, 2L), tuple(Kind.REMADE, 3L));
  }

  @Test
  void aMissingAnchorIsEnteredAndToldButNoFault() throws IOException {
    write(2);
    Files.delete(folder.resolve("head"));
    write(1);
    assertThat(check())
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.kind()).isEqualTo(Kind.UNANCHORED);
              assertThat(f.kind().isFault()).isFalse();
              assertThat(f.entry()).isEqualTo(3);
            });
    assertThat(spool.entriesAfter(0)).hasSize(4);
  }

  @Test
  void anEntryOtherThanTheOneCollectedIsFound() {
    write(3);
    ChainCheck check =
        new ChainCheck("spool", 0, ChainedEntry.NOTHING, seq -> seq == 2 ? "another" : null);
    spool.read(0, check::line);
    assertThat(check.findings()).extracting(Finding::kind).containsExactly(Kind.REMADE);
  }

  @Test
  void whatAKilledWriterLeftIsReportedEnteredAndNoFault() throws IOException {
    write(3);
    String half = lines().get(2).substring(0, 100);
    Files.writeString(segment(), half, StandardOpenOption.APPEND);
    assertThat(check())
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.kind()).isEqualTo(Kind.UNFINISHED);
              assertThat(f.kind().isFault()).isFalse();
            });
    // Another one was killed while it entered that.
    Files.writeString(segment(), "\n{\"seq\":4,", StandardOpenOption.APPEND);
    spool.append(read("SELECT 5"));
    assertThat(spool.entriesAfter(3))
        .extracting(e -> e.entry().act())
        .containsExactly("spool.recovered", "read");
    assertThat(check()).extracting(Finding::kind).containsOnly(Kind.UNFINISHED).hasSize(2);
    assertThat(lines()).contains(half);
  }

  @Test
  void anEntryOfWhichOnlyTheLineFeedIsMissingIsAnEntry() throws IOException {
    write(3);
    byte[] bytes = Files.readAllBytes(segment());
    Files.write(segment(), java.util.Arrays.copyOf(bytes, bytes.length - 1));
    assertThat(check()).isEmpty();
    spool.append(read("SELECT 4"));
    assertThat(spool.entriesAfter(0)).hasSize(4);
    assertThat(check()).isEmpty();
  }

  @Test
  void aLineThatIsNoEntryIsAFaultWhereNoEntrySaysWhy() throws IOException {
    write(3);
    List<String> lines = lines();
    lines.set(1, "nothing");
    put(lines);
    assertThat(check()).extracting(Finding::kind).containsExactly(Kind.NO_ENTRY, Kind.REMOVED);
  }

  @Test
  void aFullSegmentIsFollowedByAnotherAndTheChainGoesOn() throws IOException {
    String query = "x".repeat(190_000);
    for (int i = 0; i < 95; i++) {
      spool.append(read(query));
    }
    try (Stream<Path> all = Files.list(entries)) {
      assertThat(all.filter(p -> p.toString().endsWith(".jsonl"))).hasSize(2);
    }
    assertThat(check()).isEmpty();
    assertThat(spool.entriesAfter(0)).hasSize(95);
    assertThat(spool.entriesAfter(94)).hasSize(1);
  }

  @Test
  void entriesComeSomeAtATimeByNumberAndByLength() {
    String longQuery = "x".repeat(10_000);
    List<String> queries = List.of("a", "b", "c", "d", longQuery, "e", longQuery, longQuery);
    queries.forEach(query -> spool.append(read(query)));
    assertThat(batches(0, 3, 15_000))
        .containsExactly(List.of(1L, 2L, 3L), List.of(4L, 5L, 6L), List.of(7L), List.of(8L));
    assertThat(batches(4, 3, 15_000)).containsExactly(List.of(5L, 6L), List.of(7L), List.of(8L));
    assertThat(batches(0, 100, 1)).hasSize(8);
    assertThat(batches(0, 100, 1_000_000)).hasSize(1);
    assertThat(batches(8, 100, 1_000_000)).isEmpty();
  }

  private List<List<Long>> batches(long after, int most, long characters) {
    List<List<Long>> all = new ArrayList<>();
    spool.entriesAfter(
        after, most, characters, batch -> all.add(batch.stream().map(ChainedEntry::seq).toList()));
    return all;
  }

  @Test
  void writersOfSeveralProcessesMakeOneChain() throws IOException, InterruptedException {
    List<Process> writers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      writers.add(
          SpoolWriter.start(
              entries, folder.resolve("head"), folder.resolve("out" + i), "writer" + i, 40));
    }
    Thread[] threads = new Thread[3];
    for (int i = 0; i < threads.length; i++) {
      threads[i] = new Thread(() -> write(40));
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    for (Process writer : writers) {
      assertThat(writer.waitFor()).isZero();
    }
    assertThat(spool.entriesAfter(0))
        .extracting(ChainedEntry::seq)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 240).boxed().toList());
    assertThat(check()).isEmpty();
  }

  @Test
  void everyEntryThatAKilledWriterWasToldOfIsThere() throws IOException, InterruptedException {
    Set<Long> told = new HashSet<>();
    for (int round = 0; round < 4; round++) {
      Path out = folder.resolve("out" + round);
      Process writer = SpoolWriter.start(entries, folder.resolve("head"), out, "killed", 1_000_000);
      while (writer.isAlive() && (!Files.exists(out) || Files.size(out) < 40)) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      writer.destroyForcibly().waitFor();
      String text = Files.readString(out, StandardCharsets.UTF_8);
      // The last number may be cut itself.
      text.substring(0, text.lastIndexOf('\n')).lines().map(Long::parseLong).forEach(told::add);
    }
    write(1);
    assertThat(check()).noneMatch(f -> f.kind().isFault());
    assertThat(spool.entriesAfter(0)).extracting(ChainedEntry::seq).containsAll(told);
    assertThat(told).hasSizeGreaterThan(20);
  }

  @Test
  void aSpoolThatHasNotComeToACollectedEntryIsAnother() throws IOException {
    assertThatThrownBy(() -> spool.requireReached(new Head(1, "a".repeat(64))))
        .isInstanceOfSatisfying(
            InsightException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.USAGE))
        .hasMessage(
            "Cannot audit: the audit of this lake is elsewhere, found "
                + entries
                + " (lake.path, audit.spool)");
    assertThat(entries).as("nothing is made").doesNotExist();
    write(3);
    Head third = Head.of(spool.entriesAfter(2).get(0));
    assertThatThrownBy(() -> spool.requireReached(new Head(4, third.hash())))
        .isInstanceOf(InsightException.class);
    spool.requireReached(third);
    // Its segments are in an archive.
    Path kept = Files.move(segment(), folder.resolve("kept"));
    spool.requireReached(third);
    // The anchor is lost, and a writer was killed.
    Files.delete(folder.resolve("head"));
    Files.move(kept, entries.resolve("0000000000000000001.jsonl"));
    Files.writeString(segment(), "{\"seq\":", StandardOpenOption.APPEND);
    spool.requireReached(third);
    // Both are lost, and the head of the lake's audit is put where the anchor was.
    Files.delete(segment());
    assertThatThrownBy(() -> spool.requireReached(third)).isInstanceOf(InsightException.class);
    Files.writeString(folder.resolve("head"), third + "\n");
    spool.requireReached(third);
    write(1);
    assertThat(spool.entriesAfter(0)).extracting(ChainedEntry::seq).containsExactly(4L);
  }

  @Test
  void aCopyThatWentOnByItselfIsAnotherOnceTheSpoolIsCollected() throws IOException {
    write(2);
    AuditSpool copy = new AuditSpool(folder.resolve("copy"), folder.resolve("copy.head"));
    Files.copy(
        segment(), Files.createDirectory(folder.resolve("copy")).resolve(segment().getFileName()));
    Files.copy(folder.resolve("head"), folder.resolve("copy.head"));
    copy.requireReached(Head.of(spool.entriesAfter(1).get(0)));
    copy.append(read("SELECT 'unseen'"));
    copy.append(read("SELECT 'unseen'"));
    write(1);
    Head collected = Head.of(spool.entriesAfter(2).get(0));
    spool.requireReached(collected);
    assertThatThrownBy(() -> copy.requireReached(collected))
        .isInstanceOfSatisfying(
            InsightException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.USAGE));
    // Nor with an anchor alone that names another entry of that number.
    Files.delete(folder.resolve("copy").resolve(segment().getFileName()));
    Files.writeString(folder.resolve("copy.head"), new Head(3, "a".repeat(64)) + "\n");
    assertThatThrownBy(() -> copy.requireReached(collected)).isInstanceOf(InsightException.class);
  }

  @Test
  void aSpoolHasOneIdWhereverItIsMovedAndAnotherFolderHasAnother() throws IOException {
    assertThat(spool.identity()).isEmpty();
    assertThatThrownBy(() -> spool.requireRegistered("0".repeat(64)))
        .isInstanceOfSatisfying(
            InsightException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.USAGE))
        .hasMessageStartingWith(
            "Cannot audit: the audit of this lake is elsewhere, found " + entries)
        .hasMessageContaining("insight audit register");
    assertThat(entries).as("nothing is made").doesNotExist();
    String identity = spool.prepare(Head.START);
    assertThat(spool.prepare(Head.START)).isEqualTo(identity);
    assertThat(Files.readString(entries.resolve("spool.id"))).doesNotContain(identity);
    write(1);
    spool.requireRegistered(identity);
    Path moved = Files.move(entries, folder.resolve("moved"));
    new AuditSpool(moved, folder.resolve("head")).requireRegistered(identity);
    assertThat(spool.prepare(Head.START)).isNotEqualTo(identity);
  }

  @Test
  void anEmptySpoolGoesOnWithTheChainAndOneOfAnotherChainIsRefused() throws IOException {
    write(3);
    Head collected = Head.of(spool.entriesAfter(2).get(0));
    spool.prepare(collected);
    spool.prepare(Head.of(spool.entriesAfter(1).get(0)));

    AuditSpool fresh = new AuditSpool(folder.resolve("fresh"), folder.resolve("fresh.head"));
    fresh.prepare(collected);
    fresh.requireReached(collected);
    ChainedEntry next = fresh.append(read("SELECT 1"));
    assertThat(next.seq()).isEqualTo(4);
    assertThat(next.previous()).isEqualTo(collected.hash());
    fresh.prepare(collected);

    AuditSpool other = new AuditSpool(folder.resolve("other"), folder.resolve("other.head"));
    for (int entries = 1; entries <= 5; entries++) {
      other.append(read("SELECT 1"));
      refusesToBePrepared(other, collected);
    }
    AuditSpool after = new AuditSpool(folder.resolve("after"), folder.resolve("after.head"));
    after.prepare(Head.of(other.entriesAfter(2).get(0)));
    after.append(read("SELECT 1"));
    refusesToBePrepared(after, collected);
    assertThat(other.identity()).isEmpty();
  }

  private static void refusesToBePrepared(AuditSpool spool, Head collected) {
    assertThatThrownBy(() -> spool.prepare(collected))
        .isInstanceOfSatisfying(
            InsightException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.USAGE))
        .hasMessageStartingWith(
            "Cannot register the spool: it holds entries of another audit, found ");
  }

  @Test
  void whatCannotBeWrittenIsOneLineAndNothingIsDone() throws IOException {
    Files.writeString(entries, "a file where the folder should be");
    assertThatThrownBy(() -> spool.append(read("SELECT 'a secret'")))
        .isInstanceOfSatisfying(
            InsightException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.EXTERNAL))
        .hasMessageStartingWith("Cannot audit, so nothing is done: ")
        .hasMessageNotContaining("secret");
  }

  /** As on a full disk, or one that is not mounted; Trino sends the same event many times then. */
  @Test
  void whereTheHeadCannotBeKeptNoEntryStays() throws IOException {
    // Where the head is written before it takes its place.
    Path part = Files.createDirectory(folder.resolve("head.part"));
    assertThatThrownBy(() -> write(1)).isInstanceOf(InsightException.class);
    assertThat(spool.entriesAfter(0)).isEmpty();
    Files.delete(part);
    write(2);
    Files.createDirectory(part);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> write(1)).isInstanceOf(InsightException.class);
    }
    assertThat(spool.entriesAfter(0)).hasSize(2);
    assertThat(check()).isEmpty();
    Files.delete(part);
    write(1);
    assertThat(spool.entriesAfter(0)).extracting(ChainedEntry::seq).containsExactly(1L, 2L, 3L);
    assertThat(check()).isEmpty();
  }

  @Test
  void aHeadIsReadBackAndNonsenseIsNone() {
    Head head = new Head(12, "a".repeat(64));
    assertThat(Head.parse(head.toString())).contains(head);
    assertThat(Head.parse("12")).isEmpty();
    assertThat(Head.parse("0:" + "a".repeat(64))).isEmpty();
  }

  @Test
  void timesAreKeptToTheMicrosecond() {
    AuditEntry entry = read("SELECT 1");
    assertThat(entry.at()).isBefore(Instant.now().plusSeconds(1));
    assertThat(entry.at().getNano() % 1000).isZero();
  }
}
