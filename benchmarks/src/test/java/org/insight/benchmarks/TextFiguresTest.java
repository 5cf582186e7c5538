package org.insight.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TextFiguresTest {

  private static final ReadText.Place GRENOBLE = new ReadText.Place("3014728", "FR");
  private static final ReadText.Place ORAN = new ReadText.Place("2485926", "DZ");

  /**
   * Two persons, of whom one is an officer; a birth date, a telephone and an alias; a place of an
   * incident, two times, and an offence that happened beside one that did not.
   */
  private static final String TRUTH =
      """
      {"path": "a.txt", "member": null, "language": "fr", "spans": [
       {"kind": "name", "form": "full", "person": 1, "role": "suspect", "text": "Oswin\\n Tarbold"},
       {"kind": "name", "form": "short", "person": 1, "role": "suspect", "text": "Tarbold"},
       {"kind": "name", "form": "full", "person": 2, "role": "officer", "text": "Lise Merciat"},
       {"kind": "attribute", "attribute": "born", "person": 1, "value": "1988-05-12",
        "text": "12 mai 1988"},
       {"kind": "attribute", "attribute": "phone", "person": 1, "value": "+33612345678",
        "text": "06 12 34 56 78"},
       {"kind": "attribute", "attribute": "alias", "person": 1, "value": "Le Grand",
        "text": "Le Grand"},
       {"kind": "place", "as": "incident", "geonames": 3014728, "country": "FR", "text": "Grenoble"},
       {"kind": "place", "as": "birth", "geonames": 2485926, "country": "DZ", "text": "Oran"},
       {"kind": "time", "as": "incident", "value": "2026-03-02", "text": "le 2\\n mars 2026"},
       {"kind": "time", "as": "birth", "value": "1988-05-12", "text": "12 mai 1988"},
       {"kind": "event", "offence": "ransomware", "status": "asserted", "text": "rançon"},
       {"kind": "event", "offence": "drug_trafficking", "status": "negated", "text": "stupéfiants"}]}
      """;

  /** Of the suspect two records, in an entity of one more. */
  private static final List<TrueRecord> RECORDS =
      List.of(record("1", "e1"), record("1", "e1"), record("7", "e1"), record("2", "e2"));

  private static TrueRecord record(String subject, String entity) {
    return new TrueRecord(
        subject, entity, Set.of(), "Latn", "notice", Map.of(), false, Set.of("born"));
  }

  private static TextFigures figures(ReadText... read) throws IOException {
    JsonNode truth = new ObjectMapper().readTree(TRUTH);
    return TextFigures.of(Map.of("a.txt", truth), List.of(read), RECORDS);
  }

  private static ReadText read(
      List<String> names, List<ReadText.Subject> subjects, List<ReadText.Place> places) {
    return new ReadText("a.txt", names, subjects, places, List.of(), List.of());
  }

  @Test
  void namesCountByTheirWordsAndAliasesForNothing() throws IOException {
    TextFigures found =
        figures(
            read(List.of("Oswin Tarbold", "TARBOLD", "Le Grand", "Oran"), List.of(), List.of()),
            new ReadText(
                "other.txt", List.of("Nobody Known"), List.of(), List.of(), List.of(), List.of()));
    assertThat(found.texts()).isOne();
    assertThat(found.byLanguage()).containsOnlyKeys("all", "fr");
    assertThat(found.byLanguage().get("fr").get(TextFigures.PERSONS))
        .isEqualTo(new PairCounts(3, 3, 2));
    assertThat(found.byLanguage().get("all")).isEqualTo(found.byLanguage().get("fr"));
  }

  @Test
  void anAttributeHasToBeOfTheRightPerson() throws IOException {
    ReadText.Attribute born = new ReadText.Attribute("born", "1988-05-12", "12/05/88");
    ReadText.Attribute phone = new ReadText.Attribute("phone", "other", "06 12 34 56 78");
    ReadText.Subject suspect =
        new ReadText.Subject("suspect", Set.of("Tarbold", "il"), List.of(born, born), "e1");
    ReadText.Subject officer =
        new ReadText.Subject("witness", Set.of("Lise Merciat"), List.of(phone), null);
    Map<String, PairCounts> counts =
        figures(read(List.of(), List.of(suspect, officer), List.of())).byLanguage().get("all");
    assertThat(counts.get(TextFigures.ATTRIBUTES))
        .as("twice the same counts once, and the telephone is not the officer's")
        .isEqualTo(new PairCounts(3, 3, 1));
    assertThat(counts.get(TextFigures.ROLES)).isEqualTo(new PairCounts(2, 2, 1));
  }

  @Test
  void aPersonOfATextIsAttachedWhereMostRecordsAreHis() throws IOException {
    ReadText.Attribute born = new ReadText.Attribute("born", "1988-05-12", "12/05/88");
    List<List<PairCounts>> counts = new ArrayList<>();
    for (String entity : List.of("e1", "e2", "e3")) {
      ReadText.Subject suspect =
          new ReadText.Subject("suspect", Set.of("Tarbold"), List.of(born), entity);
      ReadText.Subject other =
          new ReadText.Subject("suspect", Set.of("Oswin Tarbold"), List.of(), entity);
      Map<String, PairCounts> found =
          figures(read(List.of(), List.of(suspect, other), List.of())).byLanguage().get("fr");
      counts.add(List.of(found.get(TextFigures.ATTACHED), found.get(TextFigures.OTHERS_ATTACHED)));
    }
    PairCounts right = new PairCounts(1, 1, 1);
    PairCounts wrong = new PairCounts(1, 1, 0);
    PairCounts alone = new PairCounts(1, 0, 0);
    assertThat(counts)
        .containsExactly(List.of(right, right), List.of(wrong, wrong), List.of(alone, alone));
  }

  @Test
  void placesOfIncidentsCountByPlaceAndByDocument() throws IOException {
    Map<String, PairCounts> right =
        figures(read(List.of(), List.of(), List.of(GRENOBLE))).byLanguage().get("all");
    assertThat(right.get(TextFigures.INCIDENTS)).isEqualTo(new PairCounts(1, 1, 1));
    assertThat(right.get(TextFigures.DOCUMENTS)).isEqualTo(new PairCounts(1, 1, 1));
    Map<String, PairCounts> both =
        figures(read(List.of(), List.of(), List.of(GRENOBLE, ORAN))).byLanguage().get("all");
    assertThat(both.get(TextFigures.INCIDENTS)).isEqualTo(new PairCounts(1, 2, 1));
    assertThat(both.get(TextFigures.DOCUMENTS)).isEqualTo(new PairCounts(1, 1, 0));
  }

  private static Map<String, PairCounts> happened(
      List<ReadText.Time> times, List<ReadText.Offence> offences) throws IOException {
    return figures(new ReadText("a.txt", List.of(), List.of(), List.of(), times, offences))
        .byLanguage()
        .get("fr");
  }

  @Test
  void timesCountByWordsByValueAndByIncident() throws IOException {
    Map<String, PairCounts> counts =
        happened(
            List.of(
                new ReadText.Time("Le 2 mars 2026", "2025-03-02", "incident"),
                new ReadText.Time("12 mai 1988", "1988-05-12", "incident"),
                new ReadText.Time("hier", "2026-03-02", "incident")),
            List.of());
    assertThat(counts.get(TextFigures.TIMES)).isEqualTo(new PairCounts(2, 3, 2));
    assertThat(counts.get(TextFigures.VALUES)).isEqualTo(new PairCounts(2, 3, 1));
    assertThat(counts.get(TextFigures.INCIDENT_TIMES)).isEqualTo(new PairCounts(1, 3, 1));
  }

  @Test
  void anOffenceHasToHaveTheRightStatus() throws IOException {
    Map<String, PairCounts> counts =
        happened(
            List.of(),
            List.of(
                new ReadText.Offence("cybercrime", "asserted", GRENOBLE),
                new ReadText.Offence("drug-trafficking", "asserted", ORAN),
                new ReadText.Offence("cybercrime", "hypothetical", null)));
    assertThat(counts.get(TextFigures.ASSERTED)).isEqualTo(new PairCounts(1, 2, 1));
    assertThat(counts.get(TextFigures.NEGATED)).isEqualTo(new PairCounts(1, 0, 0));
    assertThat(counts.get(TextFigures.HYPOTHETICAL)).isEqualTo(new PairCounts(0, 1, 0));
    assertThat(counts.get(TextFigures.COUNTED)).isEqualTo(new PairCounts(1, 2, 1));
  }
}
