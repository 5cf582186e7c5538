package org.insight.jobs.mentions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.jobs.governance.CorrectionVerdict;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.testing.LiteralInputs;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What readers correct in what the jobs of the stage read of a document, and which of it stands.
 */
class CorrectionsTest {

  private static final String TEXT =
      "Le 3 mars 2026, le nommé Karim BENZERGA, né le 12/05/1988 à Oran, a été interpellé à"
          + " Grenoble pour trafic de stupéfiants. La dénommée Odile VERNAZ est entendue. Aucune"
          + " plainte de Tarbold.";

  private final List<Row> acts = new ArrayList<>();
  private LiteralInputs inputs = new LiteralInputs();

  @BeforeEach
  void read() {
    read(TEXT);
  }

  private void read(String text) {
    inputs =
        LiteralReading.of(
            List.of(RowFactory.create("d", null, text, Date.valueOf("2026-03-04"), "p")), acts);
  }

  private List<String> shown(TableName table, String condition, String shown) {
    return inputs
        .table(table)
        .where(condition)
        .selectExpr("concat_ws(' ', " + shown + ") AS shown")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  private Row row(CorrectableRow.Table table, String condition) {
    return table.rows(inputs::table).where(condition).first();
  }

  /** A second later than the last. */
  private String correct(
      CorrectionVerdict verdict,
      CorrectableRow.Table table,
      String condition,
      Map<String, String> fields) {
    CorrectableRow.Correctable said =
        new CorrectableRow(table, row(table, condition)).corrected(verdict, fields, null);
    return act(
        verdict.code(),
        said,
        said.fields().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(e -> RowFactory.create(e.getKey(), e.getValue()))
            .toList(),
        null);
  }

  private String act(
      String act,
      CorrectableRow.@Nullable Correctable said,
      List<Row> fields,
      @Nullable String undoes) {
    String id = "C-" + acts.size();
    acts.add(
        RowFactory.create(
            id,
            Timestamp.from(Instant.EPOCH.plusSeconds(acts.size())),
            "FR",
            act,
            "d",
            said == null ? null : said.kind(),
            said == null ? null : said.begin(),
            said == null ? null : said.end(),
            said == null ? null : said.text(),
            said == null ? null : said.property(),
            said == null ? null : said.was(),
            said == null ? null : said.valueBegin(),
            said == null ? null : said.valueEnd(),
            fields,
            undoes,
            "a test"));
    return id;
  }

  @Test
  void aRejectedNameIsNoPersonAndNoOneIsDescribed() {
    assertThat(shown(Tables.DESCRIBED, "schema = 'Person'", "name")).contains("Karim Benzerga");
    correct(
        CorrectionVerdict.REJECT, CorrectableRow.Table.NAME, "name = 'Karim Benzerga'", Map.of());
    read(TEXT);
    assertThat(shown(Tables.NAMES, "kind = 'person'", "name")).doesNotContain("Karim Benzerga");
    assertThat(shown(Tables.DESCRIBED, "schema = 'Person'", "name"))
        .doesNotContain("Karim Benzerga")
        .contains("Odile Vernaz");
  }

  @Test
  void aNameOfAnotherKindIsFoundByAReader() {
    correct(
        CorrectionVerdict.CORRECT,
        CorrectableRow.Table.NAME,
        "name = 'Odile Vernaz'",
        Map.of("kind", "organization", "name", "Vernaz SARL"));
    read(TEXT);
    assertThat(shown(Tables.NAMES, "text LIKE 'Odile%'", "kind, name, found_by, confidence"))
        .containsExactly("organization Vernaz SARL reader 1.0");
    assertThat(shown(Tables.DESCRIBED, "name LIKE '%Vernaz%'", "schema")).doesNotContain("Person");
  }

  @Test
  void aConfirmedNameStaysThoughNothingFindsIt() {
    int begin = TEXT.indexOf("Tarbold");
    CorrectableRow.Correctable said =
        new CorrectableRow.Correctable(
            "d", "name", begin, begin + 7, "Tarbold", null, null, null, null, Map.of());
    act(
        "confirm",
        said,
        List.of(RowFactory.create("kind", "person"), RowFactory.create("name", "Tarbold")),
        null);
    read(TEXT);
    assertThat(shown(Tables.NAMES, "text = 'Tarbold'", "kind, found_by"))
        .containsExactly("person reader");
  }

  @Test
  void timesPlacesAndEventsAreAsTheReaderSays() {
    correct(
        CorrectionVerdict.CORRECT,
        CorrectableRow.Table.PLACE,
        "text = 'Grenoble'",
        Map.of("role", "office"));
    correct(
        CorrectionVerdict.CORRECT,
        CorrectableRow.Table.PLACE,
        "text = 'Oran'",
        Map.of("key", "2995469"));
    correct(
        CorrectionVerdict.CORRECT,
        CorrectableRow.Table.TIME,
        "text LIKE '%mars%'",
        Map.of("value", "2026-03-02T22:15", "role", "other"));
    correct(
        CorrectionVerdict.CORRECT,
        CorrectableRow.Table.EVENT,
        "kind = 'offence'",
        Map.of("status", "hypothetical"));
    read(TEXT);
    assertThat(shown(Tables.PLACES, "true", "text, key, country, role, confidence"))
        .containsExactlyInAnyOrder("Grenoble 3014728 FR office 1.0", "Oran 2995469 FR birth 1.0");
    assertThat(shown(Tables.TIMES, "text LIKE '%mars%'", "value, first_day, granularity, role"))
        .containsExactly("2026-03-02T22:15 2026-03-02 minute other");
    assertThat(shown(Tables.EVENTS, "kind = 'offence'", "code, status"))
        .containsExactly("drug-trafficking hypothetical");
    correct(CorrectionVerdict.REJECT, CorrectableRow.Table.EVENT, "kind = 'offence'", Map.of());
    read(TEXT);
    assertThat(shown(Tables.EVENTS, "kind = 'offence'", "code")).isEmpty();
  }

  @Test
  void whatIsSaidOfAPersonIsAsTheReaderSays() {
    String who = "name = 'Karim Benzerga'";
    correct(CorrectionVerdict.CORRECT, CorrectableRow.Table.PERSON, who, Map.of("role", "victim"));
    correct(
        CorrectionVerdict.CORRECT,
        CorrectableRow.Table.PERSON,
        who,
        Map.of("birthDate", "1988-12-05"));
    correct(
        CorrectionVerdict.CORRECT, CorrectableRow.Table.PERSON, who, Map.of("nationality", "dz"));
    read(TEXT);
    assertThat(
            shown(
                Tables.DESCRIBED,
                who,
                "role, filter(attributes, a -> a.property = 'birthDate')[0].value,"
                    + " filter(attributes, a -> a.property = 'nationality')[0].value"))
        .containsExactly("victim 1988-12-05 dz");
    correct(
        CorrectionVerdict.REJECT, CorrectableRow.Table.PERSON, who, Map.of("birthPlace", "Oran"));
    read(TEXT);
    assertThat(shown(Tables.DESCRIBED, who, "exists(attributes, a -> a.property = 'birthPlace')"))
        .containsExactly("false");
  }

  @Test
  void theLatestThatWasNotUndoneCounts() {
    String first =
        correct(
            CorrectionVerdict.CORRECT,
            CorrectableRow.Table.PLACE,
            "text = 'Grenoble'",
            Map.of("role", "office"));
    String second =
        correct(
            CorrectionVerdict.CORRECT,
            CorrectableRow.Table.PLACE,
            "text = 'Grenoble'",
            Map.of("role", "home"));
    read(TEXT);
    assertThat(shown(Tables.PLACES, "text = 'Grenoble'", "role")).containsExactly("home");
    assertThat(shown(Tables.CORRECTIONS, "true", "correction_id, status, policy_id"))
        .containsExactlyInAnyOrder(first + " overruled p", second + " standing p");
    act("undo", null, List.of(), second);
    read(TEXT);
    assertThat(shown(Tables.PLACES, "text = 'Grenoble'", "role")).containsExactly("office");
    assertThat(shown(Tables.CORRECTIONS, "true", "correction_id, status, undone_because"))
        .containsExactlyInAnyOrder(first + " standing", second + " undone a test");
  }

  @Test
  void aCorrectionOfOtherWordsIsAdriftAndOneOfAGoneDocumentGoes() {
    correct(
        CorrectionVerdict.CORRECT,
        CorrectableRow.Table.PLACE,
        "text = 'Grenoble'",
        Map.of("role", "office"));
    read("Lu et corrigé. " + TEXT);
    assertThat(shown(Tables.CORRECTIONS, "true", "status")).containsExactly("adrift");
    assertThat(shown(Tables.PLACES, "text = 'Grenoble'", "role")).containsExactly("incident");
    inputs.with(Tables.DOCUMENTS, inputs.table(Tables.DOCUMENTS).where("document_id = 'another'"));
    assertThat(new KeepCorrections().build(inputs).count()).isZero();
  }

  @Test
  void whatIsNoValueIsRefused() {
    Map<String, Map.Entry<CorrectableRow.Table, String>> wrong =
        new TreeMap<>(
            Map.of(
                "role=crime scene",
                Map.entry(CorrectableRow.Table.PLACE, "text = 'Grenoble'"),
                "key=0",
                Map.entry(CorrectableRow.Table.PLACE, "text = 'Grenoble'"),
                "latitude=1",
                Map.entry(CorrectableRow.Table.PLACE, "text = 'Grenoble'"),
                "value=yesterday",
                Map.entry(CorrectableRow.Table.TIME, "text LIKE '%mars%'"),
                "code=whatever",
                Map.entry(CorrectableRow.Table.EVENT, "kind = 'offence'"),
                "birthDate=5/12/88",
                Map.entry(CorrectableRow.Table.PERSON, "name = 'Karim Benzerga'"),
                "colour=red",
                Map.entry(CorrectableRow.Table.PERSON, "name = 'Karim Benzerga'")));
    wrong.forEach(
        (field, of) -> {
          String[] parts = field.split("=");
          assertThatThrownBy(
                  () ->
                      correct(
                          CorrectionVerdict.CORRECT,
                          of.getKey(),
                          of.getValue(),
                          Map.of(parts[0], parts[1])))
              .as(field)
              .isInstanceOf(InsightException.class)
              .hasMessageStartingWith("Cannot correct: ")
              .extracting(e -> ((InsightException) e).kind())
              .isEqualTo(ErrorKind.USAGE);
        });
    assertThat(acts).isEmpty();
  }
}
