package org.insight.jobs.curated;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.engine.Job;
import org.insight.jobs.links.LinkLimits;
import org.insight.jobs.links.LinkSubjects;
import org.insight.jobs.resolution.Lake;
import org.insight.jobs.resolution.SeenRows;
import org.insight.policy.GradingScheme;
import org.insight.policy.HandlingScheme;
import org.insight.testing.LiteralInputs;
import org.junit.jupiter.api.Test;

class CuratedTest {

  private static Dataset<Row> made(Lake lake, Job last) {
    LiteralInputs inputs = lake.resolved();
    Job link = new LinkSubjects(LinkLimits.STANDARD);
    inputs.with(link.writes(), Lake.run(link, inputs));
    return Lake.run(last, inputs);
  }

  private static List<String> shown(List<Row> rows, String... columns) {
    return rows.stream()
        .map(
            r ->
                String.join(
                    " | ",
                    List.of(columns).stream()
                        .map(
                            c -> {
                              Object value = r.getAs(c);
                              return value instanceof scala.collection.Seq<?> seq
                                  ? seq.mkString("; ")
                                  : String.valueOf(value);
                            })
                        .toList()))
        .sorted()
        .toList();
  }

  private static Lake persons() {
    return new Lake()
        .record(
            "a",
            "Person",
            "p",
            Map.of(
                "name", List.of("Ana Sol", " "),
                "birthDate", List.of("1971"),
                "gender", List.of("female"),
                "nationality", List.of("FR")))
        .record(
            "b",
            "Person",
            "q",
            Map.of(
                "firstName", List.of("Ana"),
                "lastName", List.of("Sol Prado"),
                "alias", List.of("La Sal"),
                "previousName", List.of("Ana Salas"),
                "birthDate", List.of("1982-01-02"),
                "gender", List.of("male"),
                "program", List.of("SANDS")))
        .bareRecord("n", "Person", "p")
        .record("c", "Company", "p", Map.of("name", List.of("Salt Works")))
        .record("l", "LegalEntity", "p", Map.of("name", List.of("Someone")))
        .strong("a", "p", "passport", "FR:1")
        .strong("b", "q", "passport", "FR:1")
        .identifier("record", "a", "p", "phone", "+33", false)
        .identifier("record", "c", "p", "phone", "+33", false)
        .identifier("document", "d", "q", "phone", "+33", false)
        .document("d", "q", null, "2026-03-04")
        .policy("p", "FR")
        .policy("q", "ES")
        .grant("national", "p")
        .grant("control", "p", "q");
  }

  @Test
  void aPersonIsWhatTheRecordsThatOneSeesSayTogether() {
    Dataset<Row> persons = made(persons(), new CuratePersons());
    String[] columns = {
      "caption",
      "names",
      "aliases",
      "birth_dates",
      "genders",
      "countries",
      "identifiers",
      "topics",
      "record_ids",
      "records",
      "sources",
      "conflicts"
    };
    assertThat(shown(SeenRows.of(persons, Set.of("p", "q")), columns))
        .containsExactly(
            "(no name) |  |  |  |  |  |  |  | n | 1 | FR | ",
            "Ana Sol Prado | Ana Sol; Ana Sol Prado | Ana Salas; La Sal | 1971; 1982-01-02 |"
                + " female; male | FR | passport:FR:1; phone:+33 | SANDS | a; b | 2 | ES; FR |"
                + " birth_dates; genders");
    assertThat(shown(SeenRows.of(persons, Set.of("p")), columns))
        .containsExactly(
            "(no name) |  |  |  |  |  |  |  | n | 1 | FR | ",
            "Ana Sol | Ana Sol |  | 1971 | female | FR | passport:FR:1; phone:+33 |  | a | 1 | FR"
                + " | ");
  }

  @Test
  void aPersonSaysOnWhatItRests() {
    Map<String, List<String>> ana =
        Map.of("name", List.of("Ana Ficta"), "birthDate", List.of("1961-03-04"));
    Lake lake =
        new Lake()
            .record("a", "Person", "p", ana)
            .strong("a", "p", "passport", "FR:12AB34567")
            .document("d", "q", "A report", "2026-03-04")
            .described(
                "t", "d", "q", "suspect", "Ana Ficta", Map.of("passportNumber", "FR:12AB34567"))
            .described("u", "d", "q", "witness", "Noor Haddad", Map.of("phone", "+33612345678"))
            .policy("p", "FR")
            .policy("q", "ES")
            .grant("national", "p")
            .grant("control", "p", "q");
    Dataset<Row> persons = made(lake, new CuratePersons());
    String[] columns = {"caption", "basis", "record_ids", "records", "texts", "sources"};
    assertThat(shown(SeenRows.of(persons, Set.of("p", "q")), columns))
        .containsExactly(
            "Ana Ficta | both | a; t | 1 | 1 | ES; FR", "Noor Haddad | text | u | 0 | 1 | ES");
    assertThat(shown(SeenRows.of(persons, Set.of("p")), columns))
        .containsExactly("Ana Ficta | records | a | 1 | 0 | FR");
  }

  @Test
  void aPersonShowsEachPropertyThatItsColumnsAreMadeOf() {
    Lake lake =
        new Lake()
            .policy("p", "FR")
            .grant("n", "p")
            .record(
                "a",
                "Person",
                "p",
                Map.of(
                    "alias", List.of("A"),
                    "weakAlias", List.of("Bb"),
                    "previousName", List.of("Ccc"),
                    "originalName", List.of("Dddd"),
                    "nationality", List.of("FR"),
                    "country", List.of("ES"),
                    "topics", List.of("red"),
                    "program", List.of("SANDS")));
    assertThat(
            shown(
                SeenRows.of(made(lake, new CuratePersons()), Set.of("p")),
                "caption",
                "names",
                "aliases",
                "countries",
                "topics"))
        .as("without a name the caption is of the other names")
        .containsExactly("Dddd |  | A; Bb; Ccc; Dddd | ES; FR | SANDS; red");
  }

  @Test
  void onlyWhatTheRecordsOfAPersonContradictIsAConflict() {
    Lake lake = new Lake().policy("p", "FR").grant("n", "p");
    conflicting(lake, "1", "gender", "male", "female");
    conflicting(lake, "2", "birthDate", "1971", "1982-01-02");
    conflicting(lake, "3", "birthDate", "1971", "1971-01-02");
    assertThat(
            shown(
                SeenRows.of(made(lake, new CuratePersons()), Set.of("p")),
                "record_ids",
                "conflicts"))
        .containsExactly("1a; 1b | genders", "2a; 2b | birth_dates", "3a; 3b | ");
  }

  private static void conflicting(
      Lake lake, String person, String property, String one, String other) {
    List<String> name = List.of("Ana Sol " + person);
    lake.record(person + "a", "Person", "p", Map.of("name", name, property, List.of(one)))
        .record(person + "b", "Person", "p", Map.of("name", name, property, List.of(other)))
        .strong(person + "a", "p", "passport", "FR:" + person)
        .strong(person + "b", "p", "passport", "FR:" + person);
  }

  private static Lake graded() {
    Lake lake =
        new Lake()
            .policy("p", "FR", List.of("TLP", "GREEN"), List.of("ADMIRALTY", "B", "2"))
            .policy("p2", "FR", List.of("TLP", "AMBER"), List.of("ADMIRALTY", "A", "4"))
            .policy("q", "ES", List.of("EUROPOL", "H2"), List.of("4x4", "A", "1"))
            .policy("r", "MA")
            .grant("local", "p")
            .grant("national", "p", "p2")
            .grant("neighbour", "p", "p2", "q")
            .grant("control", "p", "p2", "q", "r");
    for (String policy : List.of("p", "p2", "q", "r")) {
      lake.record("a-" + policy, "Person", policy, Map.of("name", List.of("Ana Sol")))
          .strong("a-" + policy, policy, "passport", "FR:1")
          .identifier("record", "a-" + policy, policy, "phone", "+33", false);
    }
    return lake.document("d", "p", null, "2026-03-04")
        .identifier("document", "d", "p", "phone", "+33", false);
  }

  @Test
  void anOrganisationIsWhatTheRecordsThatOneSeesSayTogether() {
    Lake lake =
        persons()
            .record(
                "o",
                "Organization",
                "q",
                Map.of(
                    "name", List.of("Salt Works SA"),
                    "previousName", List.of("Sal SA"),
                    "incorporationDate", List.of("1990"),
                    "jurisdiction", List.of("ES"),
                    "registrationNumber", List.of("B 12 345"),
                    "taxNumber", List.of("ESX1"),
                    "topics", List.of("sanction")))
            .record(
                "e",
                "LegalEntity",
                "q",
                Map.of(
                    "name", List.of("Salt Works"),
                    "incorporationDate", List.of("1998-01-02"),
                    "country", List.of("FR")))
            .strong("c", "p", "list_entry", "X:7")
            .strong("o", "q", "list_entry", "X:7")
            .strong("e", "q", "list_entry", "X:7");
    Dataset<Row> organisations = made(lake, new CurateOrganisations());
    String[] columns = {
      "schema",
      "caption",
      "names",
      "aliases",
      "incorporation_dates",
      "countries",
      "registration_numbers",
      "identifiers",
      "topics",
      "record_ids",
      "basis",
      "records",
      "sources",
      "conflicts"
    };
    assertThat(shown(SeenRows.of(organisations, Set.of("p", "q")), columns))
        .as("a company, and neither a person nor what may be one")
        .containsExactly(
            "Company | Salt Works | Salt Works; Salt Works SA | Sal SA | 1990; 1998-01-02 | ES; FR |"
                + " B 12 345; ESX1 | list_entry:X:7; phone:+33 | sanction | c; e; o | records | 3 |"
                + " ES; FR | incorporation_dates");
    assertThat(shown(SeenRows.of(organisations, Set.of("p")), columns))
        .containsExactly(
            "Company | Salt Works | Salt Works |  |  |  |  | list_entry:X:7; phone:+33 |  | c |"
                + " records | 1 | FR | ");
  }

  @Test
  void anObjectIsGivenByTheRecordsAndDocumentsThatOneSees() {
    Lake lake = persons().strong("a", "p", "list_entry", "X:1");
    lake.identifier("document", "e", "q", "plate", "FR:AB123CD", false)
        .identifier("document", "e", "q", "plate", "FR:AB123CD", false);
    Dataset<Row> objects = made(lake, new CurateObjects());
    String[] columns = {
      "object", "kind", "written", "countries", "subject_ids", "records", "documents"
    };
    assertThat(shown(SeenRows.of(objects, Set.of("p", "q")), columns))
        .as("one row for each policy, and none of what is no object")
        .containsExactly(
            "document | passport | FR:1 | FR | a | 1 | 0",
            "document | passport | FR:1 | FR | b | 1 | 0",
            "telephone | phone | +33 |  | a; c | 2 | 0",
            "telephone | phone | +33 |  | d | 0 | 1",
            "vehicle | plate | FR:AB123CD | FR | e | 0 | 1");
    assertThat(shown(SeenRows.of(objects, Set.of("p")), columns))
        .containsExactly(
            "document | passport | FR:1 | FR | a | 1 | 0",
            "telephone | phone | +33 |  | a; c | 2 | 0");
  }

  @Test
  void anEventHasItsTimePlaceAndPersonsOfItsOwnDocument() {
    Lake lake =
        new Lake()
            .document("d", "p", "One", "2026-03-04")
            .document("e", "q", "Two", null)
            .time("t", "d", "p", "2026-03-02")
            .place("town", "d", "p", "incident", "town", "FR", "1001")
            .place("africa", "e", "q", "incident", "region", "", "6255146")
            .described("x", "d", "p", "suspect", "Ana Sol", Map.of())
            .described("y", "d", "p", "victim", null, Map.of())
            .described("z", "d", "p", "witness", "Noor Ficta", Map.of())
            .event(
                "d",
                "p",
                "offence",
                "theft",
                "asserted",
                "town",
                "t",
                Map.of("x", "suspect", "y", "victim"))
            .event("e", "q", "money", "money", "negated", "africa");
    String[] columns = {
      "code",
      "status",
      "time",
      "first_day",
      "last_day",
      "place",
      "place_name",
      "precision",
      "country",
      "latitude",
      "longitude",
      "participants",
      "document_id",
      "dated_on"
    };
    Dataset<Row> events = made(lake, new CurateEvents());
    assertThat(shown(SeenRows.of(events, Set.of("p", "q")), columns))
        .containsExactly(
            "money | negated | null | null | null | 6255146 | Place 6255146 | region | null | 45.5"
                + " | 4.25 |  | e | null",
            "theft | asserted | 2026-03-02 | 2026-03-02 | 2026-03-02 | 1001 | Place 1001 | town |"
                + " FR | 45.5 | 4.25 | [x,Ana Sol,suspect]; [y,null,victim] | d | 2026-03-04");
    assertThat(shown(SeenRows.of(events, Set.of("q")), "event_id")).containsExactly("event 1");
  }

  @Test
  void gradingIsTheWorstAndHandlingTheStrictestOfWhatOneSees() {
    String[] columns = {"records", "independent_sources", "grading", "handling"};
    Dataset<Row> persons = made(graded(), new CuratePersons());
    Dataset<Row> links = made(graded(), new CurateLinks());
    Set<String> national = Set.of("p", "p2");
    Set<String> neighbour = Set.of("p", "p2", "q");
    Set<String> control = Set.of("p", "p2", "q", "r");
    assertThat(shown(SeenRows.of(persons, Set.of("p")), columns))
        .containsExactly("1 | 1 | ADMIRALTY B2 | TLP GREEN");
    assertThat(shown(SeenRows.of(persons, national), columns))
        .as("one source with two policies")
        .containsExactly("2 | 1 | ADMIRALTY B4 | TLP AMBER");
    assertThat(shown(SeenRows.of(persons, neighbour), columns))
        .containsExactly("3 | 2 | 4x4 A1; ADMIRALTY B4 | EUROPOL H2; TLP AMBER");
    assertThat(shown(SeenRows.of(persons, control), columns))
        .containsExactly("4 | 3 | 4x4 A1; ADMIRALTY B4; ungraded | EUROPOL H2; TLP AMBER");
    String[] ofLinks = {"independent_sources", "grading", "handling"};
    assertThat(shown(SeenRows.of(links, national), ofLinks))
        .containsExactly("1 | ADMIRALTY B4 | TLP AMBER");
    assertThat(shown(SeenRows.of(links, control), ofLinks))
        .containsExactly("3 | 4x4 A1; ADMIRALTY B4; ungraded | EUROPOL H2; TLP AMBER");
  }

  /** It has the label of all three, for only who sees all three sees it as it is. */
  @Test
  void gradingAndHandlingAreOfThePersonsOwnRecords() {
    Lake lake =
        new Lake()
            .policy("p", "FR", List.of("TLP", "GREEN"), List.of("ADMIRALTY", "B", "2"))
            .policy("q", "ES", List.of("TLP", "RED"), List.of("ADMIRALTY", "D", "1"))
            .grant("control", "p", "q")
            .record("a", "Person", "p", Map.of("name", List.of("Ana Sol")))
            .record("l", "LegalEntity", "p", Map.of("name", List.of("Sol")))
            .record("c", "Company", "q", Map.of("name", List.of("Salt Works")));
    for (String record : List.of("a", "l", "c")) {
      lake.strong(record, record.equals("c") ? "q" : "p", "list_entry", "X:1");
    }
    Dataset<Row> persons = made(lake, new CuratePersons());
    assertThat(
            shown(
                SeenRows.of(persons, Set.of("p", "q")),
                "record_ids",
                "sources",
                "independent_sources",
                "grading",
                "handling"))
        .containsExactly("a; l | FR | 1 | ADMIRALTY B2 | TLP GREEN");
  }

  @Test
  void sourcesOfTheSameBytesCountOnceAmongWhatOneSees() {
    Lake copied = graded().content("a-p2", "one").content("a-q", "one").content("a-r", "two");
    String[] columns = {"records", "independent_sources"};
    Dataset<Row> persons = made(copied, new CuratePersons());
    Dataset<Row> links = made(copied, new CurateLinks());
    assertThat(shown(SeenRows.of(persons, Set.of("p", "p2", "q")), columns))
        .containsExactly("3 | 1");
    assertThat(shown(SeenRows.of(persons, Set.of("p", "p2", "q", "r")), columns))
        .containsExactly("4 | 2");
    assertThat(shown(SeenRows.of(links, Set.of("p", "p2", "q", "r")), "independent_sources"))
        .containsExactly("2");
  }

  /** The two have one hash by Spark's function, and a sender can find such two. */
  @Test
  void sourcesOfBytesThatAreNotTheSameCountEach() {
    Lake two = graded().content("a-p2", "record-0record-1").content("a-q", "00006805zAahcY:8");
    Dataset<Row> persons = made(two, new CuratePersons());
    assertThat(
            shown(SeenRows.of(persons, Set.of("p", "p2", "q")), "records", "independent_sources"))
        .containsExactly("3 | 2");
  }

  @Test
  void linksAreBetweenTheVersionsThatOneReaderSees() {
    Dataset<Row> links = made(persons(), new CurateLinks());
    String[] columns = {"source_caption", "source_kind", "target_caption", "target_kind", "values"};
    List<String> all = shown(SeenRows.of(links, Set.of("p", "q")), columns);
    // The ends stand in the order of their ids, which are hashes.
    assertThat(all).hasSize(3);
    assertThat(all)
        .allMatch(l -> l.endsWith("phone:+33"))
        .anyMatch(l -> l.contains("Ana Sol Prado | Person") && l.contains("Salt Works | Company"))
        .anyMatch(l -> l.contains("Ana Sol Prado | Person") && l.contains("Document | Document"))
        .anyMatch(l -> l.contains("Salt Works | Company") && l.contains("Document | Document"));
    assertThat(shown(SeenRows.of(links, Set.of("p", "q")), "independent_sources"))
        .as("the sources of both ends")
        .containsExactly("1", "2", "2");
    assertThat(shown(SeenRows.of(links, Set.of("p")), columns))
        .singleElement()
        .satisfies(l -> assertThat(l).contains("Ana Sol | Person").contains("Salt Works"));
  }

  /** Who has no clearance for identifiers sees captions, and no values of the other columns. */
  @Test
  void theEndsOfALinkAreCaptionedByNamesAndByNoIdentifier() {
    Lake lake =
        new Lake()
            .policy("p", "FR")
            .grant("n", "p")
            .record("a", "Person", "p", Map.of("name", List.of("Ana Sol")))
            .record(
                "l",
                "LegalEntity",
                "p",
                Map.of(
                    "alias", List.of("SOL PRADO, Ana Maria"),
                    "email", List.of("a-long-address@example.org")))
            .record("k", "BankAccount", "p", Map.of("iban", List.of("FR1420041010050500013M02606")))
            .record(
                "v",
                "Vehicle",
                "p",
                Map.of(
                    "phone", List.of("+33"),
                    "vin", List.of("VF1CB05CF25100085"),
                    "registrationNumber", List.of(" ", "FR:BB 123 CC", "FR:AB 123 CD ")))
            .record("w", "LegalEntity", "p", Map.of("previousName", List.of("Sal")))
            .strong("a", "p", "list_entry", "OFAC:36")
            .strong("l", "p", "list_entry", "OFAC:36");
    for (String record : List.of("a", "k", "v", "w")) {
      lake.identifier("record", record, "p", "phone", "+33", false);
    }
    lake.document("d", "p", "Note of June", "2026-03-04")
        .identifier("document", "d", "p", "phone", "+33", false);
    List<String> ends =
        SeenRows.of(made(lake, new CurateLinks()), Set.of("p")).stream()
            .flatMap(r -> Stream.of("source", "target").map(end -> end(r, end)))
            .distinct()
            .sorted()
            .toList();
    assertThat(ends)
        .containsExactly(
            "(no name) | BankAccount | FR1420041010050500013M02606",
            "(no name) | Vehicle | FR:AB 123 CD",
            "Ana Sol | Person | null",
            "Note of June | Document | null",
            "Sal | LegalEntity | null");
  }

  private static String end(Row link, String which) {
    return link.<String>getAs(which + "_caption")
        + " | "
        + link.getAs(which + "_kind")
        + " | "
        + link.getAs(which + "_identifier");
  }

  private static List<String> trends(Lake lake) {
    return shown(
        Lake.run(new CountTrends(), lake.inputs()).collectAsList(),
        "month",
        "country",
        "place",
        "place_name",
        "latitude",
        "longitude",
        "offence",
        "documents",
        "policy_id");
  }

  @Test
  void aDocumentCountsOnceForEachPlaceOfAnOffence() {
    Lake lake =
        new Lake()
            .document("d1", "p", "One", "2026-03-04")
            .document("d2", "p", "Two", "2026-03-30")
            .document("d3", "q", "Three", "2026-03-01")
            .document("undated", "p", "Four", null)
            .document("harmless", "p", "Five", "2026-03-01")
            .place("1a", "d1", "p", "incident", "town", "FR", "1001")
            .place("1b", "d1", "p", "incident", "address", "FR", "1001")
            .place("1c", "d1", "p", "incident", "region", "ES", "ES.07")
            .place("2a", "d2", "p", "incident", "town", "FR", "1001")
            .place("u", "undated", "p", "incident", "town", "FR", "1001")
            .place("h", "harmless", "p", "incident", "town", "FR", "1001")
            .event("d1", "p", "offence", "theft", "asserted", "1a")
            .event("d1", "p", "offence", "theft", "asserted", "1b")
            .event("d1", "p", "offence", "fraud", "asserted", "1c")
            .event("d2", "p", "offence", "theft", "asserted", "2a")
            .event("d3", "q", "offence", "theft", "asserted", null)
            .event("undated", "p", "offence", "theft", "asserted", "u")
            .event("harmless", "p", "money", "money", "asserted", "h");
    assertThat(trends(lake))
        .containsExactly(
            "2026-03-01 | ES | ES.07 | Place ES.07 | 45.5 | 4.25 | fraud | 1 | p",
            "2026-03-01 | FR | 1001 | Place 1001 | 45.5 | 4.25 | theft | 2 | p",
            "2026-03-01 | ZZ |  |  | null | null | theft | 1 | q");
  }

  @Test
  void aCountryCountsWithoutAPlaceWhereTheOffenceHasNoneInIt() {
    Lake lake =
        new Lake()
            .document("d", "p", "One", "2026-03-04")
            .place("france", "d", "p", "incident", "country", "FR", "3017382")
            .place("town", "d", "p", "incident", "town", "FR", "1001")
            .place("spain", "d", "p", "incident", "country", "ES", "2510769")
            .place("africa", "d", "p", "incident", "country", "", "6255146")
            .event("d", "p", "offence", "theft", "asserted", "france")
            .event("d", "p", "offence", "theft", "asserted", "town")
            .event("d", "p", "offence", "theft", "asserted", "spain")
            .event("d", "p", "offence", "fraud", "asserted", "france")
            .event("d", "p", "offence", "fraud", "asserted", "africa");
    assertThat(trends(lake))
        .containsExactly(
            "2026-03-01 | ES |  |  | null | null | theft | 1 | p",
            "2026-03-01 | FR |  |  | null | null | fraud | 1 | p",
            "2026-03-01 | FR | 1001 | Place 1001 | 45.5 | 4.25 | theft | 1 | p",
            "2026-03-01 | ZZ |  |  | null | null | fraud | 1 | p");
  }

  @Test
  void whereOneIsBornOrNothingHappenedIsNotCounted() {
    Lake lake =
        new Lake()
            .document("d", "p", "One", "2026-03-04")
            .place("birth", "d", "p", "birth", "town", "FR", "1001")
            .place("incident", "d", "p", "incident", "town", "FR", "1002")
            .event("d", "p", "offence", "theft", "asserted", "birth")
            .event("d", "p", "offence", "fraud", "negated", "incident")
            .event("d", "p", "offence", "arson", "hypothetical", "incident");
    assertThat(trends(lake)).containsExactly("2026-03-01 | ZZ |  |  | null | null | theft | 1 | p");
  }

  /** What was compared by another order has to be made anew, or verify finds it wrong. */
  @Test
  void theOrdersThatRowsAreComparedByAreSettings() {
    for (Job job : List.of(new CuratePersons(), new CurateOrganisations(), new CurateLinks())) {
      assertThat(job.settings())
          .contains("TLP:CLEAR=WHITE<GREEN<AMBER<AMBER+STRICT<RED")
          .contains("ADMIRALTY:A<B<C<D<E<F:1<2<3<4<5<6");
      assertThat(HandlingScheme.values()).allMatch(s -> job.settings().contains(s.order()));
      assertThat(GradingScheme.values()).allMatch(s -> job.settings().contains(s.order()));
    }
  }

  @Test
  void anEmptyLakeHasNothingToCurate() {
    assertThat(made(new Lake(), new CuratePersons()).count()).isZero();
    assertThat(made(new Lake(), new CurateOrganisations()).count()).isZero();
    assertThat(made(new Lake(), new CurateObjects()).count()).isZero();
    assertThat(made(new Lake(), new CurateEvents()).count()).isZero();
    assertThat(made(new Lake(), new CurateLinks()).count()).isZero();
    assertThat(trends(new Lake())).isEmpty();
  }
}
