package org.insight.jobs.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.engine.JobResult;
import org.insight.engine.JobRunner;
import org.insight.jobs.resolution.SeenRows;
import org.insight.jobs.text.duplicates.DuplicateLimits;
import org.insight.lake.Lake;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;
import org.insight.testing.LiteralInputs;
import org.insight.testing.SharedSpark;
import org.insight.testing.TestLakes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindDuplicatesTest {

  private static final StructType DOCUMENTS =
      StructType.fromDDL("document_id string, text string, policy_id string");

  /** Words of no language; a text of 60 of them. */
  private static String text(int of) {
    return new Random(of)
        .ints(60, 0, 100_000)
        .mapToObj(word -> "w" + word)
        .collect(Collectors.joining(" "));
  }

  /** The same text with its last word another. */
  private static String near(int of, int version) {
    return text(of) + " v" + version;
  }

  private static Row document(String id, String policy, String text) {
    return RowFactory.create(id, text, policy);
  }

  private static Dataset<Row> fingerprints(List<Row> documents) {
    return new FingerprintDocuments()
        .build(
            new LiteralInputs()
                .with(
                    Tables.DOCUMENTS, SharedSpark.session().createDataFrame(documents, DOCUMENTS)));
  }

  private static Dataset<Row> duplicates(int pairs, List<Row> documents) {
    return new LiteralInputs()
        .with(Tables.FINGERPRINTS, fingerprints(documents))
        .run(new FindDuplicates(new DuplicateLimits(.7, pairs)));
  }

  private static Dataset<Row> duplicates(int pairs, Row... documents) {
    return duplicates(pairs, List.of(documents));
  }

  private static List<String> pairs(List<Row> rows) {
    return rows.stream()
        .map(
            r ->
                "%s-%s %s%s"
                    .formatted(
                        r.getAs("document_id"),
                        r.getAs("other_document_id"),
                        r.getAs("kind"),
                        r.<Boolean>getAs("crowded") ? " crowded" : ""))
        .sorted()
        .toList();
  }

  @Test
  void aPairHasItsKindItsSimilarityAndTheLabelOfBoth() {
    assertThat(
            duplicates(
                    10,
                    document("c", "p", text(1)),
                    document("b", "q", "«" + text(1).toUpperCase() + "»"),
                    document("a", "q", near(1, 1)),
                    document("d", "p", text(2)))
                .drop("policy_id")
                .orderBy("document_id", "other_document_id")
                .toJSON()
                .collectAsList())
        .containsExactly(
            """
            {"document_id":"a","other_document_id":"b","kind":"near","similarity":0.9830508474576272,\
            "crowded":false,"label":{"granted":["q"],"withheld":[]}}""",
            """
            {"document_id":"a","other_document_id":"c","kind":"near","similarity":0.9830508474576272,\
            "crowded":false,"label":{"granted":["p","q"],"withheld":[]}}""",
            """
            {"document_id":"b","other_document_id":"c","kind":"same_text","similarity":1.0,\
            "crowded":false,"label":{"granted":["p","q"],"withheld":[]}}""");
  }

  @Test
  void aReaderSeesThePairsOfTheDocumentsThatHeSeesAsIfThereWereNoOthers() {
    List<Row> documents = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      documents.add(document("d" + i, List.of("p", "q", "r").get(i % 3), near(1, i)));
    }
    for (int pairs : List.of(3, 1_000)) {
      Dataset<Row> all = duplicates(pairs, documents);
      for (Set<String> view : List.of(Set.of("p"), Set.of("p", "q"))) {
        List<Row> visible = documents.stream().filter(d -> view.contains(d.getString(2))).toList();
        assertThat(pairs(SeenRows.of(all, view)))
            .as("%d pairs, seen by %s", pairs, view)
            .isEqualTo(pairs(duplicates(pairs, visible).collectAsList()))
            .isNotEmpty();
      }
    }
  }

  @Test
  void inAFullBucketEachIsHeldAgainstTheFirst() {
    List<Row> documents = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      documents.add(document("p" + i, "p", text(1)));
    }
    documents.add(document("q0", "q", text(1)));
    documents.add(document("q1", "q", text(1)));
    // Among p there are 10 pairs, between p and q 10, among q 1.
    assertThat(pairs(duplicates(10, documents).collectAsList()))
        .hasSize(21)
        .noneMatch(pair -> pair.contains("crowded"));
    assertThat(pairs(duplicates(9, documents).collectAsList()))
        .containsExactly(
            "p0-p1 same_text crowded",
            "p0-p2 same_text crowded",
            "p0-p3 same_text crowded",
            "p0-p4 same_text crowded",
            "p0-q0 same_text crowded",
            "p0-q1 same_text crowded",
            "p1-q0 same_text crowded",
            "p2-q0 same_text crowded",
            "p3-q0 same_text crowded",
            "p4-q0 same_text crowded",
            "q0-q1 same_text");
  }

  @Test
  void inAFullBucketOfUnlikeTextsEachHasARowThatSaysSo() {
    // One half in common, so some share a bucket and none are alike.
    List<Row> documents =
        IntStream.range(0, 40)
            .mapToObj(i -> document("d%02d".formatted(i), "p", text(1) + " " + text(100 + i)))
            .toList();
    assertThat(duplicates(1_000, documents).count()).isZero();
    List<Row> crowded = duplicates(1, documents).collectAsList();
    assertThat(crowded)
        .isNotEmpty()
        .allSatisfy(
            row -> {
              assertThat(row.<String>getAs("kind")).isEqualTo("unlike");
              assertThat(row.<Boolean>getAs("crowded")).isTrue();
              assertThat(row.<Double>getAs("similarity")).isBetween(.2, .5);
            });
  }

  @Test
  void manyCopiesMakeAsManyRowsAndNotTheirSquare() {
    List<Row> documents =
        IntStream.range(0, 3_000)
            .mapToObj(i -> document("d%04d".formatted(i), "p", text(1)))
            .toList();
    Dataset<Row> pairs = duplicates(DuplicateLimits.STANDARD.pairs(), documents);
    assertThat(pairs.where("document_id = 'd0000' AND crowded AND kind = 'same_text'").count())
        .isEqualTo(2_999)
        .isEqualTo(pairs.count());
  }

  @Test
  void textsWithoutWordsAndShortOnesMakePairsOnlyWhereTheyAreTheSame() {
    assertThat(
            pairs(
                duplicates(
                        10,
                        document("a", "p", "…"),
                        document("b", "p", "—"),
                        document("c", "p", "Bien reçu"),
                        document("d", "q", "bien recu!"),
                        document("e", "q", "bien vu"))
                    .collectAsList()))
        .containsExactly("c-d same_text");
  }

  @Test
  void noDocumentMakesNoPair() {
    assertThat(duplicates(10).count()).isZero();
  }

  @Test
  void limitsThatLimitNothingAreRefused() {
    assertThatThrownBy(() -> new DuplicateLimits(0, 5))
        .hasMessage("Cannot limit duplicates: the similarity must be over 0 up to 1, found 0.0");
    assertThatThrownBy(() -> new DuplicateLimits(.7, 0))
        .hasMessage("Cannot limit duplicates: the limit must be 1 pair or more, found 0");
  }

  @Test
  void documentsThatComeAndGoEndInTheSamePairsAsInOneRun(@TempDir Path folder) {
    Random random = new Random(7);
    FindDuplicates job = new FindDuplicates(new DuplicateLimits(.7, 4));
    Lake grown = lake(folder.resolve("grown"));
    TreeMap<String, Row> there = new TreeMap<>();
    int number = 0;
    for (int step = 0; step < 4; step++) {
      List<Row> fresh = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String id = "d" + (char) ('a' + random.nextInt(26)) + number++;
        String policy = random.nextBoolean() ? "p" : "q";
        fresh.add(document(id, policy, near(random.nextInt(4), random.nextInt(3))));
      }
      List<Row> gone =
          there.keySet().stream()
              .filter(id -> random.nextInt(4) == 0)
              .map(id -> RowFactory.create(id))
              .toList();
      add(grown, fresh);
      fresh.forEach(row -> there.put(row.getString(0), row));
      if (!gone.isEmpty()) {
        gone.forEach(row -> there.remove(row.getString(0)));
        new JobRunner(grown)
            .remove(
                Tables.FINGERPRINTS,
                SharedSpark.session()
                    .createDataFrame(gone, StructType.fromDDL("document_id string")),
                "withdraw");
      }
      assertThat(new JobRunner(grown).run(job).outcome()).isEqualTo(JobResult.Outcome.WRITTEN);
    }
    Lake made = lake(folder.resolve("made"));
    add(made, List.copyOf(there.values()));
    new JobRunner(made).run(job);
    assertThat(rows(grown)).isEqualTo(rows(made)).anyMatch(row -> row.contains("\"crowded\":true"));
    assertThat(grown.lastWrite(Tables.DUPLICATES).summary())
        .containsEntry("insight.mode", WriteMode.UPDATE.name());
  }

  private static Lake lake(Path folder) {
    return TestLakes.in(folder, Tables.FINGERPRINTS, Tables.DUPLICATES);
  }

  private static void add(Lake lake, List<Row> documents) {
    TestLakes.write(lake, Tables.FINGERPRINTS, WriteMode.APPEND, fingerprints(documents));
  }

  private static List<String> rows(Lake lake) {
    return lake.read(Tables.DUPLICATES).toJSON().collectAsList().stream().sorted().toList();
  }
}
