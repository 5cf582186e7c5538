package org.insight.jobs.mentions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.insight.jobs.text.SplitSentences;
import org.insight.schemas.Tables;
import org.insight.testing.LiteralInputs;
import org.insight.testing.SharedSpark;
import org.junit.jupiter.api.Test;

class FindIdentifiersTest {

  private static final StructType SENTENCES =
      StructType.fromDDL(
          "sentence_id string, document_id string, begin int, text string, language string,"
              + " policy_id string");
  private static final StructType RECORDS =
      StructType.fromDDL(
          "record_id string, schema string, properties map<string,array<string>>,"
              + " policy_id string");

  private static List<Row> find(List<Row> sentences, List<Row> records) {
    SparkSession spark = SharedSpark.session();
    return new FindIdentifiers()
        .build(
            new LiteralInputs()
                .with(Tables.SENTENCES, spark.createDataFrame(sentences, SENTENCES))
                .with(Tables.RECORDS, spark.createDataFrame(records, RECORDS)))
        .orderBy("subject_kind", "begin", "property", "value")
        .collectAsList();
  }

  @Test
  void identifiersOfSentencesStandInTheDocument() {
    String document = "Vu hier 😀. Tél. +33 6 12 34 56 78, plaque AB-123-CD.";
    List<Row> found =
        find(
            List.of(RowFactory.create("d1#1", "d1", 12, document.substring(12), "fr", "p1")),
            List.of());
    assertThat(found).hasSize(2);
    assertThat(found)
        .allSatisfy(
            r -> {
              assertThat(document.substring(r.<Integer>getAs("begin"), r.<Integer>getAs("end")))
                  .isEqualTo(r.<String>getAs("raw"));
              assertThat(r.<String>getAs("subject_kind")).isEqualTo("document");
              assertThat(r.<String>getAs("subject_id")).isEqualTo("d1");
              assertThat(r.<String>getAs("sentence_id")).isEqualTo("d1#1");
              assertThat(r.<String>getAs("property")).isNull();
              assertThat(r.<String>getAs("policy_id")).isEqualTo("p1");
            });
    assertThat(found.get(0).<String>getAs("value")).isEqualTo("+33612345678");
  }

  @Test
  void identifiersOfRecordsNameTheirProperty() {
    Map<String, List<String>> properties = new HashMap<>();
    properties.put("passportNumber", List.of("FR:12AB34567", "MA:ZX998877"));
    properties.put("phone", List.of("+33612345678"));
    properties.put("name", List.of("Jean Dupré"));
    properties.put("email", null);
    List<Row> found = find(List.of(), List.of(RowFactory.create("r1", "Person", properties, "p2")));
    assertThat(found)
        .extracting(
            r ->
                String.join(
                    " ",
                    r.<String>getAs("subject_kind"),
                    r.getAs("subject_id"),
                    r.getAs("property"),
                    r.getAs("value"),
                    r.getAs("policy_id")))
        .containsExactly(
            "record r1 passportNumber FR:12AB34567 p2",
            "record r1 passportNumber MA:ZX998877 p2",
            "record r1 phone +33612345678 p2");
    assertThat(found).allSatisfy(r -> assertThat(r.<Integer>getAs("begin")).isNull());
  }

  /** Identifiers of texts as they come out of the step before. */
  private static List<String> inDocuments(String... texts) {
    SparkSession spark = SharedSpark.session();
    List<Row> documents = new ArrayList<>();
    for (int i = 0; i < texts.length; i++) {
      documents.add(RowFactory.create("d" + i, texts[i], "p"));
    }
    Dataset<Row> sentences =
        new SplitSentences()
            .build(
                new LiteralInputs()
                    .with(
                        Tables.DOCUMENTS,
                        spark.createDataFrame(
                            documents,
                            StructType.fromDDL(
                                "document_id string, text string, policy_id string"))));
    return new FindIdentifiers()
            .build(
                new LiteralInputs()
                    .with(Tables.SENTENCES, sentences)
                    .with(Tables.RECORDS, spark.createDataFrame(List.of(), RECORDS)))
            .orderBy("subject_id", "begin")
            .collectAsList()
            .stream()
            .map(
                r -> {
                  String text = texts[Integer.parseInt(r.<String>getAs("subject_id").substring(1))];
                  assertThat(text.substring(r.<Integer>getAs("begin"), r.<Integer>getAs("end")))
                      .isEqualTo(r.<String>getAs("raw"));
                  return r.getAs("subject_id")
                      + " "
                      + r.getAs("kind")
                      + " "
                      + r.getAs("value")
                      + (r.<Boolean>getAs("checked") ? " checked" : "")
                      + (r.<Boolean>getAs("strong") ? " strong" : "");
                })
            .toList();
  }

  @Test
  void aZoneInADocumentCountsOnlyWithAllItsLines() {
    String card = "I<ESPD231458907<<<<<<<<<<<<<<<\n";
    String names = "ERIKSSON<<ANNA<MARIA<<<<<<<<<<\n";
    String second = "D231458907ESP7408122F1204159<<<<<<<6\n";
    assertThat(
            inDocuments(
                "Carte :\n" + card + "7408122F1204159ESP<<<<<<<<<<<6\n" + names + "Fin.",
                // Altered, as a reader of zones refuses it and a reader of words passes it on.
                "Carte :\n" + card + "7408122F1204159ESP<<<<<<<<<<<7\n" + names + "Fin.",
                "Carte :\n" + card + "Fin.",
                "I<ESPERIKSSON<<ANNA<MARIA<<<<<<<<<<<\n" + second,
                "P<ESPERIKSSON<<ANNA<MARIA<<<<<<<<<<<\n" + second,
                second))
        .containsExactly(
            "d0 national_id ES:D23145890 checked strong",
            "d2 national_id ES:D23145890",
            "d3 national_id ES:D23145890 checked strong",
            "d4 passport ES:D23145890 checked strong",
            "d5 national_id ES:D23145890");
  }

  @Test
  void idsDifferByPlaceAndStayFromRunToRun() {
    List<Row> sentences =
        List.of(RowFactory.create("d1#0", "d1", 0, "a@b.org, a@b.org", "und", "p1"));
    List<Object> ids = find(sentences, List.of()).stream().map(r -> r.getAs("mention_id")).toList();
    assertThat(ids).hasSize(2).doesNotHaveDuplicates();
    assertThat(find(sentences, List.of()).stream().map(r -> r.getAs("mention_id")).toList())
        .isEqualTo(ids);
  }

  private static List<String> idsOf(String phone, String other, String written) {
    Map<String, List<String>> properties =
        Map.of("phone", List.of(phone, other), "email", List.of("a@b.org"));
    return find(
            List.of(RowFactory.create("d1#0", "d1", 0, "Tel " + written, "en", "p1")),
            List.of(RowFactory.create("r1", "Person", properties, "p1")))
        .stream()
        .map(r -> r.<String>getAs("mention_id"))
        .sorted()
        .toList();
  }

  /** A number of nine digits is found in a second by who may see its id and all ids are of it. */
  @Test
  void anIdTellsNothingOfWhatIsFoundThere() {
    List<String> ids = idsOf("+33612345678", "+33698765432", "+33 6 12 34 56 78");
    assertThat(ids).hasSize(4).doesNotHaveDuplicates();
    assertThat(idsOf("+33611223344", "+33655667788", "+33 6 55 66 77 88")).isEqualTo(ids);
  }

  @Test
  void nothingInGivesNothing() {
    assertThat(find(List.of(), List.of())).isEmpty();
  }
}
