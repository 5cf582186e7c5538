package org.insight.jobs.mentions;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Date;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.testing.LiteralInputs;
import org.insight.testing.SharedSpark;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the jobs of the stage make of documents in four languages. */
class ReadingJobsTest {

  private static final String FRENCH =
      "Procès-verbal\n"
          + "Le 3 mars 2026 vers 22 h 15, le nommé Karim BENZERGA, né le 12/05/1988 à Oran, a été"
          + " interpellé à Grenoble pour trafic de stupéfiants. Il portait le passeport"
          + " n° 12AB34567. 😀\n"
          + "Aucune trace d'armes à feu n'a été relevée.\n"
          + "Le capitaine Paul MERCIERAT, officier de police judiciaire.";

  private static final Map<String, String> TEXTS =
      Map.of(
          "fr",
          FRENCH,
          "en",
          "On 3 March 2026 the suspect, identified as Oswin TARBOLD, born on 12 May 1988 in Leeds,"
              + " was arrested in Bristol for burglary. Nothing was said of the previous day.",
          "es",
          "El 3 de marzo de 2026 el detenido, identificado como Anselmo BERRUEZO, nacido el"
              + " 12/05/1988 en Sevilla, fue detenido en Bilbao por robo con violencia.",
          "ar",
          "بتاريخ 3 مارس 2026 ألقي القبض في الدار البيضاء على المدعو سليم الحمداوي بتهمة الاتجار"
              + " بالمخدرات. وهو من مواليد 12/05/1988 في وهران.");

  private static LiteralInputs inputs = new LiteralInputs();

  @BeforeAll
  static void read() {
    inputs =
        LiteralReading.of(
            TEXTS.entrySet().stream()
                .map(
                    e ->
                        RowFactory.create(
                            e.getKey(),
                            null,
                            e.getValue(),
                            Date.valueOf("2026-03-04"),
                            "p-" + e.getKey()))
                .toList(),
            List.of());
  }

  private static List<String> found(TableName table, String condition, String shown) {
    return inputs
        .table(table)
        .where(condition)
        .orderBy("document_id")
        .selectExpr("concat_ws(' ', document_id, " + shown + ") AS shown")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  @Test
  void personsWhoAreIntroducedAreNamedInFourLanguages() {
    assertThat(found(Tables.NAMES, "kind = 'person'", "name"))
        .contains(
            "fr Karim Benzerga", "en Oswin Tarbold", "es Anselmo Berruezo", "ar سليم الحمداوي");
  }

  @Test
  void whatIsSaidOfASuspectIsHis() {
    assertThat(
            found(
                Tables.DESCRIBED,
                "role = 'suspect'",
                "filter(attributes, a -> a.property = 'birthDate')[0].value"))
        .containsExactly("ar 1988-05-12", "en 1988-05-12", "es 1988-05-12", "fr 1988-05-12");
    assertThat(
            found(
                Tables.DESCRIBED, "exists(attributes, a -> a.property = 'passportNumber')", "name"))
        .containsExactly("fr Karim Benzerga");
  }

  @Test
  void whoSignsIsNoPersonOfTheCase() {
    assertThat(found(Tables.DESCRIBED, "name LIKE '%Mercierat'", "role"))
        .containsExactly("fr office");
  }

  @Test
  void placesLieWhereTheTextMeansAndHaveTheirRole() {
    assertThat(found(Tables.PLACES, "role = 'incident'", "key"))
        .containsExactly("ar 2553604", "en 2654675", "es 3128026", "fr 3014728");
    assertThat(found(Tables.PLACES, "role = 'birth'", "country"))
        .containsExactly("ar DZ", "en GB", "es ES", "fr DZ");
  }

  @Test
  void placesHaveTheirCell() {
    assertThat(found(Tables.PLACES, "role = 'incident'", "h3"))
        .allSatisfy(shown -> assertThat(shown).matches("[a-z]{2} 87[0-9a-f]{7}ffffff"))
        .hasSize(4);
  }

  @Test
  void timesAreCountedFromTheDocument() {
    assertThat(found(Tables.TIMES, "role = 'incident' AND first_day = '2026-03-03'", "granularity"))
        .contains("fr day", "en day", "es day", "ar day");
    assertThat(found(Tables.TIMES, "role = 'birth'", "value"))
        .containsExactly("ar 1988-05-12", "en 1988-05-12", "es 1988-05-12", "fr 1988-05-12");
  }

  @Test
  void eventsSayWhatWhenWhereAndWho() {
    assertThat(
            found(
                Tables.EVENTS,
                "kind = 'offence' AND status = 'asserted' AND time_id IS NOT NULL AND place_id IS NOT"
                    + " NULL AND size(persons) > 0",
                "code"))
        .contains("ar drug-trafficking", "en burglary", "es robbery", "fr drug-trafficking");
    assertThat(found(Tables.EVENTS, "status = 'negated'", "document_id")).contains("fr fr");
  }

  @Test
  void eachRowCarriesThePolicyOfItsDocumentAndStandsInItsText() {
    for (TableName table : List.of(Tables.NAMES, Tables.TIMES, Tables.PLACES, Tables.EVENTS)) {
      List<Row> rows =
          inputs
              .table(table)
              .select("document_id", "begin", "end", "text", "policy_id")
              .collectAsList();
      assertThat(rows).as(table.toString()).isNotEmpty();
      assertThat(rows)
          .as(table.toString())
          .allSatisfy(
              row -> {
                assertThat(row.getString(4)).isEqualTo("p-" + row.getString(0));
                assertThat(TEXTS.get(row.getString(0)).substring(row.getInt(1), row.getInt(2)))
                    .isEqualTo(row.getString(3));
              });
    }
    assertThat(inputs.table(Tables.DESCRIBED).where(col("policy_id").notEqual("x")).collectAsList())
        .isNotEmpty()
        .allSatisfy(
            row ->
                assertThat(row.<String>getAs("policy_id"))
                    .isEqualTo("p-" + row.getAs("document_id")));
  }

  /** Else a document that a reader may not see would change what he sees of another. */
  @Test
  void whatIsReadOfADocumentDoesNotHangOnOthers() {
    LiteralInputs alone =
        new LiteralInputs().with(Tables.CORRECTIONS, KeepCorrections.none(SharedSpark.session()));
    for (TableName table : List.of(Tables.DOCUMENTS, Tables.SENTENCES)) {
      alone.with(table, inputs.table(table).where("document_id = 'fr'"));
    }
    Dataset<Row> names = new FindNames().build(alone);
    String[] columns = names.columns();
    assertThat(names.toJSON().collectAsList())
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(
            inputs
                .table(Tables.NAMES)
                .where("document_id = 'fr'")
                .selectExpr(columns)
                .toJSON()
                .collectAsList());
  }
}
