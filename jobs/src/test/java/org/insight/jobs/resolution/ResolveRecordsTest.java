package org.insight.jobs.resolution;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.jobs.landing.mapping.LandedRecord;
import org.insight.jobs.landing.mapping.Mappings;
import org.insight.jobs.links.LinkLimits;
import org.insight.jobs.links.LinkSubjects;
import org.insight.jobs.mentions.Identifiers;
import org.insight.policy.graph.ViewerPart;
import org.insight.schemas.Tables;
import org.insight.testing.LiteralInputs;
import org.insight.testing.SharedSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResolveRecordsTest {

  private static final Map<String, List<String>> NOTHING = Map.of();

  private static Dataset<Row> resolved(Lake lake) {
    return lake.resolved().table(Tables.MEMBERSHIPS);
  }

  /** Records by entity, of a reader of these policies. */
  private static Map<String, Set<String>> entities(Dataset<Row> memberships, String... view) {
    return SeenRows.of(memberships, Set.of(view)).stream()
        .collect(
            Collectors.groupingBy(
                r -> r.<String>getAs("entity_id"),
                Collectors.mapping(
                    r -> r.<String>getAs("record_id"), Collectors.toCollection(TreeSet::new))));
  }

  private static String id(String least) {
    return ViewerPart.id("E-", least);
  }

  /** Lands what the platform's mappings make of these items, each with what identifies it. */
  private static Lake landed(String... items) {
    Lake lake = new Lake();
    for (int i = 0; i < items.length; i++) {
      byte[] bytes = items[i].getBytes(StandardCharsets.UTF_8);
      new Mappings(List.of())
          .find(bytes, "a")
          .orElseThrow()
          .records("item" + i, bytes)
          .forEachRemaining(record -> land(lake, record));
    }
    return lake;
  }

  private static void land(Lake lake, LandedRecord record) {
    lake.record(record.recordId(), record.schema(), "p", record.properties());
    Identifiers.inRecord(record.schema(), record.properties()).values().stream()
        .flatMap(List::stream)
        .forEach(
            id ->
                lake.identifier(
                    "record", record.recordId(), "p", id.kind().code(), id.value(), id.strong()));
  }

  /** B has a passport of A and a national id of C, and is of another policy. */
  private static Lake bridged() {
    return new Lake()
        .record("a", "Person", "p", NOTHING)
        .record("b", "Person", "q", NOTHING)
        .record("c", "Person", "p", NOTHING)
        .strong("a", "p", "passport", "FR:1")
        .strong("b", "q", "passport", "FR:1")
        .strong("b", "q", "national_id", "FR:9")
        .strong("c", "p", "national_id", "FR:9")
        .grant("national", "p")
        .grant("control", "p", "q");
  }

  @Test
  void aRecordThatAloneBridgesTwoMakesOnePersonForWhoSeesItAndTwoForOthers() {
    Dataset<Row> memberships = resolved(bridged());
    assertThat(entities(memberships, "p", "q")).isEqualTo(Map.of(id("a"), Set.of("a", "b", "c")));
    assertThat(entities(memberships, "p"))
        .isEqualTo(Map.of(id("a"), Set.of("a"), id("c"), Set.of("c")));
    Dataset<Row> cut = resolved(bridged().cutTo(Set.of("p")));
    assertThat(Lake.seen(memberships, Set.of("p"))).isEqualTo(Lake.seen(cut, Set.of("p")));
  }

  private static final Map<String, List<String>> ANA =
      Map.of("name", List.of("Ana Ficta"), "birthDate", List.of("1961-03-04"));

  /** Two records that agree in too little, and a report that speaks of the first. */
  private static Lake reported() {
    return new Lake()
        .record("a", "Person", "p", ANA)
        .strong("a", "p", "passport", "FR:12AB34567")
        .record("b", "Person", "p", Map.of("name", List.of("Ana Ficta")))
        .document("d", "q", "A report", "2026-03-04")
        .described(
            "t",
            "d",
            "q",
            "suspect",
            "Ana FICTA",
            Map.of("birthDate", "1961-03-04", "passportNumber", "FR:12AB34567"))
        .described("o", "d", "q", "office", "Paul Fictor", Map.of("birthDate", "1970-01-02"))
        .described("s", "d", "q", "witness", "Ficta", Map.of())
        .grant("national", "p")
        .grant("control", "p", "q");
  }

  @Test
  void aPersonOfATextAttachesForWhoSeesTheTextAndWhoSignsIsNobody() {
    LiteralInputs made = reported().resolved();
    assertThat(
            made
                .table(Tables.SUBJECTS)
                .selectExpr("record_id || ' ' || basis")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0)))
        .containsExactlyInAnyOrder("a record", "b record", "t text");
    Dataset<Row> memberships = made.table(Tables.MEMBERSHIPS);
    assertThat(entities(memberships, "p", "q"))
        .isEqualTo(Map.of(id("a"), Set.of("a", "t"), id("b"), Set.of("b")));
    assertThat(entities(memberships, "p"))
        .isEqualTo(Map.of(id("a"), Set.of("a"), id("b"), Set.of("b")));
    Dataset<Row> cut = resolved(reported().cutTo(Set.of("p")));
    assertThat(Lake.seen(memberships, Set.of("p"))).isEqualTo(Lake.seen(cut, Set.of("p")));
  }

  /** Two records that have nothing in common but what a text says of one man. */
  @Test
  void aTextNeverMakesTwoRecordsOne() {
    Lake lake =
        new Lake()
            .record("a", "Person", "p", NOTHING)
            .strong("a", "p", "passport", "FR:12AB34567")
            .record("b", "Person", "p", NOTHING)
            .strong("b", "p", "passport", "FR:98ZY76543")
            .document("d", "p", "A report", "2026-03-04")
            .described("t", "d", "p", "suspect", null, Map.of("passportNumber", "FR:12AB34567"))
            .grant("national", "p");
    assertThat(entities(resolved(lake), "p").values())
        .contains(Set.of("a", "t"))
        .contains(Set.of("b"));
    Lake both =
        new Lake()
            .record("a", "Person", "p", ANA)
            .record("b", "Person", "p", ANA)
            .decide("n", "p", 1, "different", List.of("a"), List.of("b"))
            .document("d", "p", "A report", "2026-03-04")
            .described("t", "d", "p", "suspect", "Ana Ficta", Map.of("birthDate", "1961-03-04"))
            .grant("national", "p");
    assertThat(entities(resolved(both), "p").values())
        .as("it agrees with both alike, and so it attaches to none")
        .containsExactlyInAnyOrder(Set.of("a"), Set.of("b"), Set.of("t"));
  }

  /** One man in two reports is one entity. */
  @Test
  void personsOfTextsAreOneAmongThemselves() {
    Map<String, String> said = Map.of("birthDate", "1961-03-04", "phone", "+33612345678");
    Lake lake =
        new Lake()
            .document("d", "p", "A report", "2026-03-04")
            .document("e", "q", "Another", "2026-03-05")
            .described("t", "d", "p", "suspect", "Ana Ficta", said)
            .described("u", "e", "q", "suspect", "FICTA Ana", said)
            .grant("national", "p")
            .grant("control", "p", "q");
    Dataset<Row> memberships = resolved(lake);
    assertThat(entities(memberships, "p", "q")).isEqualTo(Map.of(id("t"), Set.of("t", "u")));
    assertThat(entities(memberships, "p")).isEqualTo(Map.of(id("t"), Set.of("t")));
  }

  /** As a sender can find them, for ids are made of what senders send. */
  @Test
  void twoRecordsOfOneHashAreTwo() {
    String one = "record-0record-1";
    String other = "00006805zAahcY:8";
    Lake lake =
        new Lake()
            .record(one, "Person", "p", NOTHING)
            .record(other, "Person", "p", NOTHING)
            .strong(one, "p", "passport", "FR:1")
            .strong(other, "p", "passport", "FR:1")
            .grant("national", "p");
    assertThat(
            SharedSpark.session().range(1).select(xxhash64(lit(one)), xxhash64(lit(other))).first())
        .satisfies(hashes -> assertThat(hashes.getLong(0)).isEqualTo(hashes.getLong(1)));
    assertThat(entities(resolved(lake), "p").values()).containsExactly(Set.of(one, other));
  }

  private static Map<String, List<String>> evidence(Lake lake) {
    return SeenRows.of(resolved(lake), Set.of("p", "q")).stream()
        .collect(
            Collectors.toMap(
                r -> r.getAs("record_id"),
                r ->
                    r.<Row>getList(r.fieldIndex("evidence")).stream()
                        .map(e -> e.mkString("|"))
                        .toList()));
  }

  @Test
  void evidenceOfThingsNamesBothMentionsOfWhatIsShared() {
    assertThat(
            evidence(
                new Lake()
                    .record("a", "Vehicle", "p", NOTHING)
                    .record("b", "Vehicle", "q", NOTHING)
                    .record("c", "Vehicle", "p", NOTHING)
                    .strong("a", "p", "vin", "1")
                    .strong("b", "q", "vin", "1")
                    .strong("b", "q", "list_entry", "X:9")
                    .strong("c", "p", "list_entry", "X:9")
                    .grant("control", "p", "q")))
        .isEqualTo(
            Map.of(
                "a", List.of("vin|m-a-vin-1|b|m-b-vin-1|null"),
                "b",
                    List.of(
                        "list_entry|m-b-list_entry-X:9|c|m-c-list_entry-X:9|null",
                        "vin|m-b-vin-1|a|m-a-vin-1|null"),
                "c", List.of("list_entry|m-c-list_entry-X:9|b|m-b-list_entry-X:9|null")));
  }

  /** An agreement in the number alone: its weight, less the odds of a lake of ten million. */
  @Test
  void evidenceOfPersonsIsTheScoreOfEachPair() {
    assertThat(evidence(bridged()))
        .isEqualTo(
            Map.of(
                "a", List.of("match|null|b|null|2747"),
                "b", List.of("match|null|a|null|2747", "match|null|c|null|2747"),
                "c", List.of("match|null|b|null|2747")));
  }

  @Test
  void namesAndBirthDatesMakeOneWithoutANumberAndContradictionsKeepApart() {
    Map<String, List<String>> ana =
        Map.of(
            "name",
            List.of("Ana Ficta"),
            "birthDate",
            List.of("1980-02-03"),
            "nationality",
            List.of("ES"));
    Lake lake =
        new Lake()
            .record("a", "Person", "p", ana)
            .record(
                "b",
                "Person",
                "p",
                Map.of(
                    "name",
                    List.of("FICTA, Anna"),
                    "birthDate",
                    List.of("1980-02-03"),
                    "nationality",
                    List.of("ES")))
            // A namesake, and a twin.
            .record(
                "c",
                "Person",
                "p",
                Map.of("name", List.of("Ana Ficta"), "birthDate", List.of("1958-11-30")))
            .record(
                "d",
                "Person",
                "p",
                Map.of("name", List.of("Bruno Ficta"), "birthDate", List.of("1980-02-03")))
            .record("e", "Person", "p", Map.of("name", List.of("Ana Ficta")));
    assertThat(entities(resolved(lake), "p").values())
        .containsExactlyInAnyOrder(Set.of("a", "b"), Set.of("c"), Set.of("d"), Set.of("e"));
  }

  /** Two of one name and nothing else, and one of another name. */
  private static Lake undecided() {
    return new Lake()
        .record("a", "Person", "p", Map.of("name", List.of("Karim Haddad")))
        .record("b", "Person", "q", Map.of("name", List.of("Karim Haddad")))
        .record("c", "Person", "p", Map.of("name", List.of("Noor Fictova")))
        .grant("one", "p")
        .grant("both", "p", "q")
        .grant("decider", "p", "q", "d");
  }

  @Test
  void whatAReaderDecidesHoldsForThoseWhoSeeTheDecision() {
    Lake lake = undecided().decide("D-1", "d", 0, "same", List.of("a"), List.of("b"));
    Dataset<Row> rows = resolved(lake);
    assertThat(entities(rows, "p", "q", "d"))
        .isEqualTo(Map.of(id("a"), Set.of("a", "b"), id("c"), Set.of("c")));
    assertThat(entities(rows, "p", "q")).hasSize(3);
    assertThat(entities(rows, "p")).hasSize(2);
    assertThat(
            SeenRows.of(rows, Set.of("p", "q", "d")).stream()
                .filter(row -> row.getAs("record_id").equals("b"))
                .map(row -> row.getList(row.fieldIndex("evidence")).toString()))
        .containsExactly("[[decision,D-1,a,D-1,null]]");
  }

  @Test
  void theLatestDecisionCountsAndAnUnsureOneSaysNothing() {
    Lake lake =
        undecided()
            .decide("D-1", "d", 2, "same", List.of("a"), List.of("b"))
            .decide("D-2", "d", 1, "different", List.of("a"), List.of("b"))
            .decide("D-3", "d", 1, "same", List.of("a"), List.of("c"))
            .decide("D-4", "d", 2, "different", List.of("b"), List.of("c"))
            .decide("D-5", "d", 3, "unsure", List.of("a"), List.of("b"));
    assertThat(entities(resolved(lake), "p", "q", "d"))
        .isEqualTo(Map.of(id("a"), Set.of("a", "b"), id("c"), Set.of("c")));
  }

  @Test
  void recordsThatAgreeInAllArePartedByADecision() {
    Map<String, List<String>> said =
        Map.of("name", List.of("Karim Haddad"), "birthDate", List.of("1961-03-04"));
    Lake lake =
        new Lake()
            .record("a", "Person", "p", said)
            .record("b", "Person", "p", said)
            .record("c", "Person", "p", said)
            .grant("one", "p")
            .grant("decider", "p", "d");
    assertThat(entities(resolved(lake), "p")).hasSize(1);
    lake.decide("D-1", "d", 0, "different", List.of("a"), List.of("b"));
    Dataset<Row> rows = resolved(lake);
    assertThat(entities(rows, "p")).hasSize(1);
    assertThat(entities(rows, "p", "d").values())
        .as("a and b are two, c is one of them")
        .hasSize(2)
        .noneMatch(of -> of.containsAll(Set.of("a", "b")));
  }

  @Test
  void aPassportWithoutItsCountryFindsThePerson() {
    Map<String, List<String>> ana = Map.of("name", List.of("Ana Ficta"));
    Lake lake =
        new Lake()
            .record("a", "Person", "p", ana)
            .record("b", "Person", "p", ana)
            .strong("a", "p", "passport", "FR:12AB34567")
            .identifier("record", "b", "p", "passport", "12AB34567", false);
    assertThat(entities(resolved(lake), "p").values()).containsExactly(Set.of("a", "b"));
  }

  @Test
  void weakIdentifiersMergeNobodyAndARecordAloneIsAnEntity() {
    Lake lake =
        new Lake()
            .record("a", "Person", "p", NOTHING)
            .bareRecord("b", "Person", "p")
            .record("v", "Vehicle", "p", NOTHING)
            .identifier("record", "a", "p", "phone", "+33", false)
            .identifier("record", "b", "p", "phone", "+33", false)
            .strong("a", "p", "passport", "FR:1")
            .strong("gone", "p", "passport", "FR:1");
    assertThat(entities(resolved(lake), "p"))
        .isEqualTo(Map.of(id("a"), Set.of("a"), id("b"), Set.of("b"), id("v"), Set.of("v")));
  }

  @Test
  void aNumberWithoutItsIssuerMakesNobodyOne() {
    String header = "name,birth_date,id_number\n";
    assertThat(
            entities(
                resolved(
                    landed(
                        header + "Ana Ruiz,1980-01-01,ID: 1002347\n",
                        header + "Karim Haddad,1975-05-05,ID: 1002347\n",
                        header + "Ada Ficta,1981-01-01,CC:1002347\n",
                        header + "Ali Fictus,1976-05-05,CC:1002347\n",
                        "name,birth_date,national_id,country\nBea Ficta,1982-01-01,1000107,FR\n",
                        "name,birth_date,id_number,country\nBen Fictus,1977-05-05,1000107,FR\n")),
                "p"))
        .hasSize(6);
    assertThat(
            entities(
                resolved(
                    landed(
                        "name,birth_date,national_id,nationality\nAna Ficta,1980-01-01,1000107,FR\n",
                        "name,birth_date,national_id,nacionalidad\nA. Ficta,1980-01,1000107,France\n")),
                "p"))
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "N/A",
        "-",
        "unknown",
        "0000/00000",
        "2024/XXXXX",
        "2024/00000",
        "2024/",
        "2024/à compléter",
        "DRAFT 1",
        "1"
      })
  void draftNoticesWithoutAnEntryOfTheirOwnAreOfAsManyPersons(String entry) {
    String draft = "{\"entity_id\": \"%s\", \"diffusion\": true, \"forename\": \"%s\"}";
    assertThat(
            entities(
                resolved(landed(draft.formatted(entry, "Ana"), draft.formatted(entry, "Karim"))),
                "p"))
        .hasSize(2);
  }

  @Test
  void noticesOfOneEntryAreOfOnePerson() {
    String notice = "{\"entity_id\": \"2024/10001\", \"diffusion\": true, \"forename\": \"%s\"}";
    assertThat(entities(resolved(landed(notice.formatted("Ana"), notice.formatted("Anna"))), "p"))
        .hasSize(1);
  }

  /** Rows of two who are not one, and share what may have been given to both. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name,birth_date,national_id,nationality | Ana Ficta,1980,000016,MM | Ali Fictus,1975,000016,MM",
        "name,birth_date,passport_number,passport_country | Ana Ficta,1980,03574,GB | Ali Fictus,1975,03574,GB",
        "name,birth_date,passport_number,passport_country | Ana Ficta,1980,perdu 2019,FR | Ali Fictus,1975,perdu 2019,FR",
        "registration_number,company_name,country | HRB 48416,Ficta AG,DE | HRB 48416,Fictus GmbH,DE",
        "registration_number,company_name,country | 324956,Ficta Co,IR | 324956,Fictus Co,IR",
        "plate,plate_country,vin,make | 1-ABC-234,BE,VF1BB05CF12345678,Fic | 1-ABC-234,BE,VF1BB05CF12345679,Tus",
        "plate,plate_country,vin,make | 1-ABC-234,BE,,Fic | 1-ABC-234,BE,,Tus",
      })
  void whatTwoMayHaveAlikeLinksThemAndMakesThemNotOne(String header, String one, String other) {
    Lake lake = landed(header + "\n" + one + "\n", header + "\n" + other + "\n");
    assertThat(entities(resolved(lake), "p")).hasSize(2);
    assertThat(Lake.run(new LinkSubjects(LinkLimits.STANDARD), lake.inputs()).count()).isOne();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name,birth_date,passport_number,passport_country | Ana Ficta,1980,12AB34567,FR | A. Ficta,1980,12AB34567,FR",
        "registration_number,company_name,country | 552 100 554,Ficta SA,FR | 552100554,Ficta,FR",
        "plate,plate_country,vin,make | 1-ABC-234,BE,VF1BB05CF12345678,Fic | AB-123-CD,FR,VF1BB05CF12345678,Fic",
      })
  void whatIsOnesAloneMakesOne(String header, String one, String other) {
    assertThat(
            entities(
                resolved(landed(header + "\n" + one + "\n", header + "\n" + other + "\n")), "p"))
        .hasSize(1);
  }

  @Test
  void aRowOfTwoAccountsDoesNotMakeThemOne() {
    String header = "registration_number,company_name,iban\n";
    String one = "DE89370400440532013000";
    String other = "FR1420041010050500013M02606";
    Map<String, Set<String>> entities =
        entities(
            resolved(
                landed(
                    header + "710001,Ficta SA," + one + ";" + other + "\n",
                    header + "710002,Fictus SA," + other + "\n",
                    header + "710003,Ficti SA," + one + "\n",
                    header + "710004,Fictae SA," + one + "\n")),
            "p");
    // Four companies, the account of the row with two, one of the other, and one of two rows.
    assertThat(entities).hasSize(7);
  }

  @Test
  void aVehicleIsNeverMergedWithAPerson() {
    Lake lake =
        new Lake()
            .record("a", "Person", "p", NOTHING)
            .record("b", "Person", "p", NOTHING)
            .record("v", "Vehicle", "p", NOTHING)
            .strong("a", "p", "list_entry", "X:1")
            .strong("b", "p", "list_entry", "X:1")
            .strong("v", "p", "list_entry", "X:1");
    assertThat(entities(resolved(lake), "p"))
        .isEqualTo(Map.of(id("a"), Set.of("a", "b"), id("v"), Set.of("v")));
  }

  @Test
  void aLegalEntityGoesWithAPersonOrAnOrganisationAndTiesNeverBoth() {
    Lake lake =
        new Lake()
            .record("c", "Company", "q", NOTHING)
            .record("l", "LegalEntity", "p", NOTHING)
            .record("x", "Person", "p", NOTHING)
            .record("y", "Person", "p", NOTHING)
            .strong("c", "q", "list_entry", "X:2")
            .strong("l", "p", "list_entry", "X:2")
            .strong("l", "p", "list_entry", "X:1")
            .strong("x", "p", "list_entry", "X:1")
            .strong("y", "p", "list_entry", "X:1")
            .grant("national", "p");
    Dataset<Row> memberships = resolved(lake);
    assertThat(entities(memberships, "p")).isEqualTo(Map.of(id("l"), Set.of("l", "x", "y")));
    assertThat(entities(memberships, "p", "q"))
        .isEqualTo(Map.of(id("c"), Set.of("c", "l"), id("x"), Set.of("x", "y")));
  }

  @Test
  void anEmptyLakeHasNoEntities() {
    assertThat(resolved(new Lake()).count()).isZero();
  }

  @Test
  void aPlaceholderSharedByFiveThousandMakesNobodyOne() {
    Lake lake = new Lake().grant("national", "p");
    for (int i = 0; i < 5_000; i++) {
      String record = "r%04d".formatted(i);
      String policy = i % 2 == 0 ? "p" : "q";
      lake.bareRecord(record, "Person", policy).strong(record, policy, "passport", "000000");
    }
    Dataset<Row> memberships = resolved(lake);
    assertThat(memberships.select("entity_id").distinct().count()).isEqualTo(5_000);
  }

  @Test
  void aLongChainOfRecordsIsNotOneEntity() {
    Lake lake = new Lake();
    for (int i = 0; i < 600; i++) {
      String record = "r%03d".formatted(i);
      lake.bareRecord(record, "Person", "p")
          .strong(record, "p", "passport", "FR:" + i)
          .strong(record, "p", "passport", "FR:" + (i + 1));
    }
    assertThat(entities(resolved(lake), "p").values())
        .allSatisfy(entity -> assertThat(entity).hasSizeLessThan(10));
  }
}
