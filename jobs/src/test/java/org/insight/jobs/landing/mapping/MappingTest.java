package org.insight.jobs.landing.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MappingTest {

  private static final Mappings MAPPINGS = new Mappings(List.of());

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<LandedRecord> records(String text, String fileName, String expectedMapping) {
    Mapping mapping = MAPPINGS.find(bytes(text), fileName).orElseThrow();
    assertThat(mapping.id()).isEqualTo(expectedMapping);
    List<LandedRecord> records = new ArrayList<>();
    mapping.records("item", bytes(text)).forEachRemaining(records::add);
    return records;
  }

  @Test
  void everyMappingFileOfThePlatformIsInTheIndex() throws IOException {
    Path folder = Path.of("src/main/resources/mappings");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> name.endsWith(".yaml"))
                  .map(name -> name.substring(0, name.length() - ".yaml".length())))
          .containsExactlyInAnyOrderElementsOf(Files.readAllLines(folder.resolve("INDEX")));
    }
  }

  @Test
  void aNoticeIsOnePersonWithItsText() {
    String notice =
        """
        {"entity_id": "2024/1", "notice_type": "Red", "forename": "Ana", "name": "Ficta",
         "date_of_birth": "1971/03/05", "sex_id": "F", "nationalities": ["FR", "ES"],
         "passports": [{"number": "X12", "country": "FR"}, {"number": "Y3"}],
         "arrest_warrants": [{"issuing_country_id": "FR", "charge": "vol"}],
         "issued_on": "2024-02-03", "text": "Sought since spring."}
        """;
    assertThat(records(notice, "a.json", "interpol-notice"))
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.schema()).isEqualTo("Person");
              assertThat(r.properties())
                  .containsEntry("name", List.of("Ana Ficta"))
                  .containsEntry("birthDate", List.of("1971-03-05"))
                  .containsEntry("gender", List.of("female"))
                  .containsEntry("nationality", List.of("FR", "ES"))
                  .containsEntry("passportNumber", List.of("FR:X12", "Y3"))
                  .containsEntry("charge", List.of("vol"))
                  .containsEntry("sourceEntry", List.of("INTERPOL:2024/1"));
              assertThat(r.issues()).isEmpty();
            });
    Mapping.Summary summary = MAPPINGS.byId("interpol-notice").summary(bytes(notice));
    assertThat(summary.text()).isEqualTo("Sought since spring.");
    assertThat(summary.sentOn()).isEqualTo("2024-02-03");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2024/10001 | INTERPOL:2024/10001",
        "2024/7 | INTERPOL:2024/7",
        "2024/XXXXX |",
        "2024/00000 |",
        "2024/ |",
        "2024/à compléter |",
        "2024/12 (draft) |",
        "DRAFT 1 |",
        "1 |",
      })
  void aNoticesEntryIsAYearAndANumber(String entityId, String entry) {
    for (String said : List.of("\"forename\": \"Ana\"", "\"entity_type\": \"vehicle\"")) {
      String notice =
          "{\"entity_id\": \"%s\", \"diffusion\": true, \"name\": \"Ficta\", %s}"
              .formatted(entityId, said);
      assertThat(records(notice, "a.json", "interpol-notice"))
          .singleElement()
          .satisfies(
              r ->
                  assertThat(r.properties().get("sourceEntry"))
                      .isEqualTo(entry == null ? null : List.of(entry)));
    }
  }

  @Test
  void aTruncatedNoticeIsStillTakenForOneAndIsMalformed() {
    byte[] cut = bytes("{\"entity_id\": \"2024/1\", \"notice_type\": \"Red\", \"name\": \"Fic");
    Mapping mapping = MAPPINGS.find(cut, "a.json").orElseThrow();
    assertThatThrownBy(() -> mapping.summary(cut))
        .isInstanceOf(MalformedItemException.class)
        .hasMessage("its JSON breaks off or is malformed in object 1");
  }

  @Test
  void theThreeKindsOfUnitedNationsBirthDatesAreKept() {
    String list =
        """
        <CONSOLIDATED_LIST><INDIVIDUALS>
        <INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>UNO</FIRST_NAME><SECOND_NAME>FICTUS</SECOND_NAME>
          <REFERENCE_NUMBER>XXi.001</REFERENCE_NUMBER><NAME_ORIGINAL_SCRIPT>اسم</NAME_ORIGINAL_SCRIPT>
          <NATIONALITY><VALUE>Democratic Republic of the Congo</VALUE></NATIONALITY>
          <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>GOOD ONE</ALIAS_NAME></INDIVIDUAL_ALIAS>
          <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>LOW ONE</ALIAS_NAME></INDIVIDUAL_ALIAS>
          <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1971-03-05</DATE></INDIVIDUAL_DATE_OF_BIRTH>
          <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1970</YEAR></INDIVIDUAL_DATE_OF_BIRTH>
          <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1960</FROM_YEAR><TO_YEAR>1965</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>
          <INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>A1</NUMBER><ISSUING_COUNTRY>Mali</ISSUING_COUNTRY></INDIVIDUAL_DOCUMENT>
        </INDIVIDUAL>
        </INDIVIDUALS><ENTITIES><ENTITY><DATAID>2</DATAID><FIRST_NAME>FICTA LTD</FIRST_NAME></ENTITY></ENTITIES></CONSOLIDATED_LIST>
        """;
    List<LandedRecord> records = records(list, "x.xml", "un-consolidated");
    assertThat(records).extracting(LandedRecord::schema).containsExactly("Person", "Organization");
    assertThat(records.get(0).locator()).isEqualTo("/CONSOLIDATED_LIST/INDIVIDUALS/INDIVIDUAL[1]");
    assertThat(records.get(0).properties())
        .containsEntry("name", List.of("UNO FICTUS"))
        .containsEntry("originalName", List.of("اسم"))
        .containsEntry("alias", List.of("GOOD ONE"))
        .containsEntry("weakAlias", List.of("LOW ONE"))
        .containsEntry("birthDate", List.of("1971-03-05", "1970~", "1960/1965"))
        .containsEntry("nationality", List.of("CD"))
        .containsEntry("passportNumber", List.of("ML:A1"))
        .containsEntry("sourceEntry", List.of("UN:1", "UN:XXi.001"));
  }

  @ParameterizedTest
  @CsvSource({
    "DOB 07 Oct 1954; POB X., 1954-10-07",
    "DOB Oct 1954., 1954-10",
    "DOB 1954, 1954",
    "DOB circa 1961; nationality Mali, 1961~",
    "DOB 1960 to 1962., 1960/1962",
    "DOB 01 Jan 1960 to 31 Dec 1962, 1960-01-01/1962-12-31",
  })
  void birthDatesStandInTheRemarksOfOfac(String remarks, String expected) {
    String row =
        "1,\"FICTUS, Primo\",\"individual\",\"SDGT] [IFSR\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\""
            + remarks
            + "\"\n";
    assertThat(records(row, "sdn.csv", "ofac-sdn"))
        .singleElement()
        .satisfies(
            r ->
                assertThat(r.properties())
                    .containsEntry("name", List.of("Primo FICTUS"))
                    .containsEntry("program", List.of("SDGT", "IFSR"))
                    .containsEntry("birthDate", List.of(expected))
                    .containsEntry("sourceEntry", List.of("OFAC:1")));
  }

  @Test
  void ofacRowsWithoutAPersonKeepTheirKindAndNullsAreNoValues() {
    String rows =
        """
        7,"FICTA SHIP","vessel","X",-0- ,"CALL",-0- ,-0- ,-0- ,"Malta",-0- ,-0-\s
        8,"FICTA, S.A.",-0- ,"X",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0-\s
        """;
    List<LandedRecord> records = records(rows, "sdn.csv", "ofac-sdn");
    assertThat(records).extracting(LandedRecord::schema).containsExactly("Vessel", "Organization");
    assertThat(records.get(0).properties()).containsEntry("flag", List.of("MT"));
    assertThat(records.get(1).properties())
        .containsEntry("name", List.of("FICTA, S.A."))
        .doesNotContainKey("notes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "add.csv | id,family_name,given_name,birth_date,city,passport | 17,Ficta,Ana,1971,Lyon,X1",
        "add.csv | 17,1,Ana Ficta,Lyon,FR,known | 18,2,Bruno Fictus,Nice,FR,",
        "alt.csv | id,number,kind,name,remark | 17,1,car,Ficta,red",
        "alt.csv | 17,1,car,Ficta,red | 18,2,car,Fictus,blue",
        "sdn_comments.csv | who,what | Ana Ficta,DOB 1971",
      })
  void aFileOfTheNameOfAListIsNotThatList(String fileName, String first, String second) {
    assertThat(MAPPINGS.find(bytes(first + "\n" + second + "\n"), fileName).map(Mapping::id))
        .satisfies(id -> assertThat(id.orElse("none")).isIn("none", "generic-csv"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "add.csv | ofac-add | 36,25,\"1 Calle X\",\"Havana\",\"Cuba\",-0- ",
        "cons_alt.csv | ofac-alt | 36,12,\"aka\",\"FICTA\",-0- ",
        "sdn_comments.csv | ofac-comments | 36,\"; DOB 1971.\"",
      })
  void ofacsFurtherFilesAreKnownByTheirRows(String fileName, String mapping, String row) {
    assertThat(records(row + "\n", fileName, mapping))
        .singleElement()
        .satisfies(
            r -> assertThat(r.properties()).containsEntry("sourceEntry", List.of("OFAC:36")));
  }

  private static Map<String, List<String>> inTime(String hostile, String fileName, String id) {
    return assertTimeoutPreemptively(
        Duration.ofMinutes(1), () -> records(hostile, fileName, id).get(0).properties());
  }

  @Test
  void aValueMadeForAPatternHoldsUpNothing() {
    int many = 1_000_000;
    String notice = "{\"entity_id\": \"2024/%s\", \"diffusion\": true, \"forename\": \"A%sx\"}";
    assertThat(inTime(notice.formatted("9".repeat(many) + "x", ""), "n.json", "interpol-notice"))
        .containsEntry("name", List.of("Ax"))
        .doesNotContainKey("sourceEntry");
    assertThat(inTime(notice.formatted("9", ",".repeat(many)), "n.json", "interpol-notice"))
        .containsEntry("sourceEntry", List.of("INTERPOL:2024/9"));
    String row = "1,Ficta,individual,,,,,,,,,\"DOB 1971; POB %sx (X\"";
    assertThat(inTime(row.formatted(" ".repeat(many)), "sdn.csv", "ofac-sdn"))
        .containsEntry("birthDate", List.of("1971"));
  }

  @Test
  void aSearchThatIsGivenUpIsSaid() {
    Mapping mapping =
        Mapping.fromYaml(
            """
            id: ours
            kind: extract
            format: csv
            recognise: {header: [no, name]}
            entities:
              - key: car
                schema: Vehicle
                properties:
                  name: {from: name}
                  vin: {from: no, find: 'a+b'}
                  notes: {from: no, find: '(?:bb|c)*'}
                  alias: {from: no, split: ' *;'}
            """);
    String blanks = "x" + " ".repeat(50_000) + "x";
    for (String no : List.of("a".repeat(50_000), "c".repeat(1_000_000), blanks)) {
      LandedRecord record =
          assertTimeoutPreemptively(
              Duration.ofMinutes(1),
              () -> mapping.records("i", bytes("no,name\n\"" + no + "\",Ficta\n")).next());
      assertThat(record.properties()).containsEntry("name", List.of("Ficta"));
      assertThat(record.issues())
          .singleElement()
          .satisfies(issue -> assertThat(issue).endsWith(" search given up"));
    }
  }

  @Test
  void aVehicleRowYieldsTheVehicleAndItsOwner() {
    String rows =
        """
        plate,plate_country,vin,make,model,colour,owner_family_name,owner_given_name,owner_birth_date,owner_national_id,country
        AB-1,FR,VIN1,Fic,Ta,red,Ficta,Ana,05/03/1971,N1,FR
        AB-2,FR,VIN2,Fic,Ta,red,,,,,
        """;
    List<LandedRecord> records = records(rows, "v.csv", "extract-vehicles");
    assertThat(records)
        .extracting(LandedRecord::schema)
        .containsExactly("Vehicle", "Person", "Vehicle");
    assertThat(records.get(0).properties())
        .containsEntry("registrationNumber", List.of("FR:AB-1"))
        .containsEntry("ownerRecord", List.of(records.get(1).recordId()));
    assertThat(records.get(1).properties())
        .containsEntry("birthDate", List.of("1971-03-05"))
        // The register's country need not be the one that gave its owner the number.
        .containsEntry("idNumber", List.of("N1"));
    assertThat(records.get(2).properties()).doesNotContainKey("ownerRecord");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "national_id,nationality | 10001,France | FR:10001",
        "national_id,nationality | 10001,FR;ES | 10001",
        // Codes that stand for no country, or for none that is known.
        "national_id,nationality | 10001,XX | 10001",
        "national_id,nationality | 10001,ZZ | 10001",
        "national_id,nationality | 10001,-- | 10001",
        "national_id,nationality | 10001,XK | XK:10001",
        "national_id,nationality | 10001,YU | YU:10001",
        "national_id,nacionalidad | 10001,España | ES:10001",
        "national_id,national_id_country,nationality | 10001,MA,FR | MA:10001",
        // Where somebody lives says nothing of who gave the number.
        "national_id,country | 10001,FR | 10001",
        "national_id,country,nationality | 10001,FR,MA | MA:10001",
        "id_number,country,nationality | 10001,FR,FR | 10001",
        // What stands before a colon in the number's own field is no country.
        "id_number,country | ID: 100234,FR | ID: 100234",
        "id_number,country | ID:100234,FR | ID: 100234",
        "national_id,country | CC:100234,CO | CC: 100234",
        "national_id,nationality | CC:100234,CO | CO:CC:100234",
        "national_id,nationality | FR:100234,?? | FR: 100234",
      })
  void aNationalNumberHasTheCountryOfItsIssuerOrNone(String columns, String cells, String number) {
    String rows =
        "name,birth_date," + columns + "\nAna Ficta,1980-01-01," + cells.replace("??", "") + "\n";
    assertThat(records(rows, "p.csv", "generic-csv"))
        .singleElement()
        .satisfies(r -> assertThat(r.properties()).containsEntry("idNumber", List.of(number)));
  }

  @ParameterizedTest
  @CsvSource({
    "FEMALE, female",
    "f, female",
    "Mujer, female",
    "MALE, male",
    "X, other",
    "U,",
    "Unknown,",
    "n/a,",
  })
  void aWordForWomanInCapitalsIsOneAndWhatIsNotKnownIsNoSex(String word, @Nullable String sex) {
    String rows = "full_name,sex,birth_date\nAna Ficta," + word + ",1971\n";
    assertThat(records(rows, "g.csv", "generic-csv").get(0).properties().get("gender"))
        .isEqualTo(sex == null ? null : List.of(sex));
  }

  /**
   * In English a registration number is a plate as well; and the country is that of the address.
   */
  @Test
  void aRegisterNumberIsOfTheCountryOfItsRegisterAlone() {
    String rows = "name,registration_number,make,country\nAna Ficta,AB12 CDE,Ford,GB\n";
    assertThat(records(rows, "keepers.csv", "generic-csv").get(0).properties())
        .containsEntry("registrationNumber", List.of("AB12 CDE"));
    String said = "name,registration_number,register_country\nFicta SARL,552100554,France\n";
    assertThat(records(said, "firms.csv", "generic-csv").get(0).properties())
        .containsEntry("registrationNumber", List.of("FR:552100554"));
  }

  @Test
  void usualHeadersOfFrenchSpanishAndArabicTablesAreRead() {
    for (String rows :
        List.of(
            "Nom complet;Date de naissance;Nationalité;Passeport;Sexe\n"
                + "Ana Ficta;1980-03-04;France;12AB34567;F\n",
            "Nombre completo;Fecha de nacimiento;Nacionalidad;Pasaporte\n"
                + "Ana Ficta;4/3/1980;FR;12AB34567\n",
            "الاسم;تاريخ الميلاد;الجنسية;رقم جواز السفر\n"
                + "Ana Ficta;٠٤/٠٣/١٩٨٠;FR;12AB34567\n")) {
      assertThat(records(rows, "p.csv", "generic-csv"))
          .singleElement()
          .satisfies(
              r -> {
                assertThat(r.schema()).isEqualTo("Person");
                assertThat(r.properties())
                    .containsEntry("birthDate", List.of("1980-03-04"))
                    .containsEntry("nationality", List.of("FR"))
                    .containsEntry("passportNumber", List.of("12AB34567"));
              });
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1980-03-04 00:00:00, 1980-03-04",
    "1980-03-04T00:00:00.000Z, 1980-03-04",
    "1980\u201103\u201104, 1980-03-04",
    "4/3/1980, 1980-03-04",
    "1400-05-12,",
    "12/05/1400,",
    "1980-03-04 12:30:00,",
  })
  void aDateIsOfOurCalendarAndOfADay(String written, @Nullable String date) {
    LandedRecord record =
        records("name,birth_date\nAna Ficta," + written + "\n", "d.csv", "generic-csv").get(0);
    assertThat(record.properties().get("birthDate")).isEqualTo(date == null ? null : List.of(date));
    assertThat(record.issues())
        .isEqualTo(date == null ? List.of("birthDate not a date") : List.of());
  }

  /** 4 March and 3 April are one text; which is meant the other rows say, where they agree. */
  @ParameterizedTest
  @CsvSource({
    "12/25/1975 01/31/1960, 1980-04-03,",
    "25/12/1975 31/01/1960, 1980-03-04,",
    "4/4/1975, 1980-03-04,",
    "25/12/1975 01/31/1960, 1980, day or month not told",
    "01/31/1960 2/3/1961 3/4/1962 4/5/1963, 1980, day or month not told",
  })
  void whetherTheDayOrTheMonthStandsFirstTheOtherRowsSay(
      String others, String date, @Nullable String issue) {
    StringBuilder rows = new StringBuilder("name,birth_date\nAna Ficta,4/3/1980\n");
    for (String other : others.split(" ", -1)) {
      rows.append("Bruno Fictus,").append(other).append('\n');
    }
    List<LandedRecord> records = records(rows.toString(), "d.csv", "generic-csv");
    assertThat(records.get(0).properties()).containsEntry("birthDate", List.of(date));
    assertThat(records.get(0).issues()).isEqualTo(issue == null ? List.of() : List.of(issue));
    String firstOther = others.split(" ", -1)[0];
    assertThat(records.get(1).properties().get("birthDate").get(0))
        .as(firstOther)
        .startsWith(firstOther.substring(firstOther.length() - 4) + "-");
  }

  @ParameterizedTest
  @CsvSource({"sexo,H,male", "sexo,M,", "sexo,Mujer,female", "sex,M,male", "sexe,H,male"})
  void aLetterThatIsEitherSexIsNone(String column, String written, @Nullable String gender) {
    assertThat(
            records("name," + column + "\nAna Ficta," + written + "\n", "s.csv", "generic-csv")
                .get(0)
                .properties()
                .get("gender"))
        .isEqualTo(gender == null ? null : List.of(gender));
  }

  private static final String REGISTER =
      """
      id: register
      kind: extract
      format: csv
      recognise: {header: [badge]}
      optional: [middle_name]
      entities:
        - key: person
          schema: Person
          properties:
            name: {format: '[{given_name} ][{middle_name} ]{family_name}'}
            gender: {from: sex, values: {M: male, F: female, U: ''}}
            birthDate:
              first:
                - {from: born, find: '^\\d+-.*', dates: yyyy-MM-dd}
                - {from: born, dates: [dd/MM/yyyy, d-M-yyyy]}
            nationality: {from: nation, country: true}
            idNumber: {format: '[{issued_by:country}:]{badge}'}
      """;

  @Test
  void columnsThatAMappingNamesAndATableLacksAreToldOf() {
    Mapping register = Mapping.fromYaml(REGISTER);
    byte[] table = bytes("badge,family_name,sex,born,shoe_size\n1,Ficta,F,,40\n");
    assertThat(register.summary(table).issues()).containsExactly("columns_absent");
    assertThat(register.use(table).absent()).containsExactly("given_name", "issued_by", "nation");
    assertThat(register.use(table).unread()).containsExactly("shoe_size");
    byte[] whole = bytes("badge,family_name,given_name,sex,born,nation,issued_by\n1,F,A,F,,,\n");
    assertThat(register.summary(whole).issues()).isEmpty();
    assertThat(register.use(whole)).isEqualTo(new MappingUse(List.of(), List.of(), List.of()));
  }

  @Test
  void valuesThatNoRuleConvertsAreCountedByColumn() {
    String rows =
        """
        badge,family_name,given_name,sex,born,nation,issued_by
        1,Ficta,Ana,F,1980-01-02,FR,FR
        2,Ficta,Eva,X,31/31/1980,Atlantis,FR
        3,Ficta,Ida,U,2-1-1980,France,Nowhere
        4,Ficta,Ina,x,soon,,FR
        """;
    assertThat(Mapping.fromYaml(REGISTER).use(bytes(rows)).unconverted())
        .containsExactlyInAnyOrder(
            new MappingUse.UnconvertedValues("gender", "sex", "one of its words", 2, "row 2"),
            new MappingUse.UnconvertedValues("birthDate", "born", "a date", 2, "row 2"),
            new MappingUse.UnconvertedValues("nationality", "nation", "a country", 1, "row 2"),
            new MappingUse.UnconvertedValues("idNumber", "issued_by", "a country", 1, "row 3"));
  }

  @Test
  void anOptionalColumnIsOneThatARuleReads() {
    assertThatThrownBy(() -> Mapping.fromYaml(REGISTER.replace("[middle_name]", "[mittle_name]")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot read a mapping: optional names no column of a rule: mittle_name");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          shoes.csv | 'shoe,size!left,43' | true
          shoes.tsv | 'shoe\tsize!left\t43' | true
          shoes.txt | 'shoe;size;colour!left;43;red!right;44;red' | true
          shoes.txt | 'shoe,size!left,43' | false
          shoes.csv | 'shoe,size' | false
          shoes.csv | 'left 43!right 44' | false
          note.txt | 'Seen in Paris, at noon, by day.!Nobody came.!Then he left, and we too.' | false
          """)
  void aTableIsKnownByItsRows(String fileName, String text, boolean table) {
    assertThat(Mappings.isTable(bytes(text.replace('!', '\n') + "\n"), fileName)).isEqualTo(table);
  }

  @Test
  void columnsOfAnyTableThatNoRuleReadsAreToldOf() {
    Mapping any = MAPPINGS.byId("generic-csv");
    assertThat(any.summary(bytes("name,shoe size\nAna Ficta,\nBruno Fictus,44\n")).issues())
        .containsExactly("columns_not_read");
    assertThat(any.summary(bytes("name,shoe size,sex\nAna Ficta,,F\n")).issues()).isEmpty();
    assertThat(any.summary(bytes("name,passport n°/no\nAna Ficta,12AB34567\n")).issues())
        .containsExactly("columns_not_read");
    assertThat(any.summary(bytes("name,,\nAna Ficta,,12AB34567\n")).issues())
        .containsExactly("columns_not_read");
  }

  @Test
  void aColumnWithASlashInItsNameIsReadByThatName() {
    String mapping =
        """
        id: own
        kind: list
        format: csv
        recognise: {header: [nom, passport_n°/no]}
        entities:
          - key: p
            schema: Person
            properties: {name: {from: nom}, passportNumber: {from: passport_n°/no}}
        """;
    byte[] csv = bytes("nom,Passport N°/No\nFicta,12AB34567\n");
    Mapping own = new Mappings(List.of(mapping)).find(csv, "a.csv").orElseThrow();
    assertThat(own.records("i", csv).next().properties())
        .containsEntry("passportNumber", List.of("12AB34567"));
  }

  /** An empty cell of a table in HTML has one; Arabic exports put marks around what they hold. */
  @Test
  void whatIsNotSeenIsNoPartOfAValue() {
    String firm = "name;birth_date;registration_number\nFicta SARL;\u00a0;552100554\n";
    assertThat(records(firm, "f.csv", "generic-csv"))
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.schema()).isEqualTo("LegalEntity");
              assertThat(r.properties()).containsEntry("registrationNumber", List.of("552100554"));
            });
    String marked = "\u200fname;sex\nAna\u00a0Ficta;\u202bF\u202c\n";
    assertThat(records(marked, "m.csv", "generic-csv").get(0).properties())
        .containsEntry("name", List.of("Ana Ficta"))
        .containsEntry("gender", List.of("female"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[%1$s]\n[%1$s]", "[] [%1$s]", "[%1$s] and more"})
  void whatFollowsTheEndOfAListIsNotPassedOver(String form) {
    String notice = "{\"entity_id\":\"2024/1\",\"notice_type\":\"Red\",\"name\":\"Ficta\"}";
    byte[] bytes = bytes(form.formatted(notice));
    Mapping mapping = MAPPINGS.byId("interpol-notice");
    assertThatThrownBy(() -> mapping.summary(bytes)).isInstanceOf(MalformedItemException.class);
  }

  @ParameterizedTest
  @CsvSource({"national_id, Person", "id_number, LegalEntity"})
  void aNameAndANumberAloneAreARecord(String column, String schema) {
    assertThat(records("name," + column + "\nAna Ficta,10001\n", "n.csv", "generic-csv"))
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.schema()).isEqualTo(schema);
              assertThat(r.properties()).containsEntry("idNumber", List.of("10001"));
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{from: no} | FR:B-1 | FR: B-1",
        "{from: no} | fr:B-1 | fr:B-1",
        "{from: no, split: ';'} | A-1;FR:B-1 | A-1;FR: B-1",
        "{format: 'FR:{no}'} | B-1 | FR:B-1",
        "{format: 'FR: {no}'} | B-1 | FR:B-1",
        "{format: '{cc}:{no}'} | B-1 | FR: B-1",
        "{format: '{cc:country}:{no}'} | B-1 | FR:B-1",
        "{format: '[{cc:country}:]{no}', split: ';'} | A-1;MA:B-1 | FR:A-1;MA: B-1",
        "{from: no, find: '^(?<at>[A-Z]{2}):(?<it>.+)$', format: '{at:country}:{it}'} | MA:B-1 | MA:B-1",
        "{from: no, values: {x: 'FR:1'}} | x | FR:1",
        "{constant: 'FR:1'} | x | FR:1",
      })
  void aNumbersCountryIsWhatTheMappingWritesNotWhatTheSourceHas(
      String rule, String cell, String numbers) {
    Mapping mapping =
        Mapping.fromYaml(
            "id: ours\nkind: extract\nformat: csv\nrecognise: {header: [no, cc, name]}\n"
                + "entities:\n  - key: car\n    schema: Vehicle\n    properties:\n"
                + "      name: {from: name}\n      registrationNumber: "
                + rule
                + "\n      notes: {from: no}\n");
    LandedRecord record = mapping.records("item", bytes("no,cc,name\n" + cell + ",FR,a\n")).next();
    assertThat(record.properties())
        .containsEntry("registrationNumber", List.of(numbers.split(";")))
        .containsEntry("notes", List.of(cell));
  }

  @Test
  void oddRowsGoOnWithTheirIssue() {
    String rows =
        """
        full_name;birth_date;phone
        Ana Ficta;yesterday;1
        Bruno Fictus
        ;;
        Clara Ficta;1971;2
        """;
    List<LandedRecord> records = records(rows, "odd.csv", "generic-csv");
    assertThat(records).hasSize(4);
    assertThat(records.get(3).issues()).isEmpty();
    assertThat(records.get(0).issues()).containsExactly("birthDate not a date");
    assertThat(records.get(1).issues()).containsExactly("columns missing");
    assertThat(records.get(2).issues()).containsExactly("no usable field");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "N/A",
        "n/a",
        "-",
        "--",
        "–",
        "?",
        "???",
        "...",
        "UNKNOWN",
        "Unknown",
        "Not  available",
        "inconnu",
        "INCONNUE",
        "Non renseigné",
        "desconocido",
        "No consta",
        "غير معروف",
        "مجهول",
        "؟",
        "#N/A",
        "\\N",
        "(null)"
      })
  void whatStandsForNoValueIsNone(String word) {
    String rows =
        """
        name,birth_place,nationality,alias,passport_number
        %1$s,Lyon,FR,,X1234567
        Ana Ficta,%1$s,%1$s,%1$s; Nita ;%1$s,%1$s
        """
            .formatted(word);
    assertThat(records(rows, "half.csv", "generic-csv"))
        .extracting(LandedRecord::properties)
        .containsExactly(
            Map.of(
                "birthPlace",
                List.of("Lyon"),
                "nationality",
                List.of("FR"),
                "passportNumber",
                List.of("X1234567")),
            Map.of("name", List.of("Ana Ficta"), "alias", List.of("Nita")));
    String given =
        """
        given_name,family_name,birth_date
        %1$s,Ficta,1971
        Ana,%1$s,1971
        %1$s,%1$s,1971
        """
            .formatted(word);
    assertThat(records(given, "given.csv", "generic-csv"))
        .extracting(r -> r.properties().get("name"))
        .containsExactly(List.of("Ficta"), List.of("Ana"), null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Na", "NA", "Nan", "None", "Null", "Nil", "N.A.", "Ana N/A", "O", "Unknown Ficta"})
  void whatMayBeANameIsOne(String name) {
    assertThat(records("name,birth_date\n" + name + ",1971\n", "names.csv", "generic-csv"))
        .extracting(r -> r.properties().get("name"))
        .containsExactly(List.of(name));
  }

  @ParameterizedTest
  @CsvSource({
    "'name,surname', 'Ana,Ficta', Ana Ficta",
    "'name,forename', 'FICTA,Ana', Ana FICTA",
    "'name,last_name', 'José-Luis,O''Ficta Sáez', José-Luis O'Ficta Sáez",
    "'name,surname', 'Ana Ficta,Ficta', Ana Ficta",
    "'name,first_name,last_name', 'Ficta,,Ficta', Ficta",
    "'name,forename', 'Ana,Ana Ficta', Ana",
    "'name,surname', 'Ficta,Ficta Sáez', Ficta",
    "'name,surname', '山田太郎,山田', 山田太郎",
    "'name,surname', 'Ana,', Ana",
    "'name,surname', 'unknown,Ficta', Ficta",
    "'name,first_name,last_name', 'Ana,Ana,Ficta', Ana",
    "'full_name,name,surname', 'Ana Ficta,Ana,Ficta', Ana Ficta;Ana",
  })
  void aNameOfOneWordTakesThePartBesideIt(String columns, String cells, String names) {
    String rows = columns + ",birth_date\n" + cells + ",1971\n";
    assertThat(records(rows, "parts.csv", "generic-csv").get(0).properties())
        .containsEntry("name", List.of(names.split(";")));
  }

  @Test
  void twoPersonsInARowAreNotMadeOne() {
    String rows =
        """
        id,name,birth_date,passport_number,id,name,phone,
        1,Ana Ficta,1971,X1234567,2,Bruno Fictus,+33153601234,
        3,Clara Ficta,1972,X7654321,3,Clara Ficta,+33153601235,
        4,Dora Ficta,1973,,,,,
        5,,1974,,5,Emil Fictus,+33153601236,
        """;
    List<LandedRecord> records = records(rows, "pairs.csv", "generic-csv");
    String left = "column twice, rest left out";
    assertThat(records)
        .extracting(LandedRecord::properties, LandedRecord::issues)
        .containsExactly(
            tuple(
                Map.of(
                    "name", List.of("Ana Ficta"),
                    "birthDate", List.of("1971"),
                    "passportNumber", List.of("X1234567")),
                List.of(left)),
            tuple(
                Map.of(
                    "name", List.of("Clara Ficta"),
                    "birthDate", List.of("1972"),
                    "passportNumber", List.of("X7654321"),
                    "phone", List.of("+33153601235")),
                List.of()),
            tuple(Map.of("name", List.of("Dora Ficta"), "birthDate", List.of("1973")), List.of()),
            tuple(Map.of("birthDate", List.of("1974")), List.of(left)));
  }

  /** As the machine readable zone of the passport has it, or the European Union. */
  @ParameterizedTest
  @CsvSource({"D, DE", "RKS, XK", "XKX, XK", "GBN, GB", "GBO, GB", "EL, GR", "DEU, DE"})
  void aPassportsCountryMayBeInAnotherCode(String written, String country) {
    String rows =
        "passport_number,passport_country,family_name,travelled_on,booking_reference\nC01X00T47,"
            + written
            + ",Ficta,2024-01-02,B1\n";
    assertThat(records(rows, "t.csv", "extract-travel"))
        .singleElement()
        .satisfies(
            r ->
                assertThat(r.properties())
                    .containsEntry("passportNumber", List.of(country + ":C01X00T47")));
  }

  @Test
  void aQuoteThatIsNotClosedSwallowsNoRows() {
    String header = "passport_number,family_name,travelled_on,booking_reference\n";
    String rows =
        """
        X1,"Ficta,2024-01-02,B1
        X2,Fictus,2024-01-03,B2
        "X3","Fic ""Fi"" ta",2024-01-04,"B
        3"
        X4,"Fi" cta,2024-01-05,"B4
        X5,Fictum,2024-01-06,B5
        """;
    List<LandedRecord> records = records(header + rows, "t.csv", "extract-travel");
    assertThat(records)
        .extracting(r -> r.properties().getOrDefault("passportNumber", List.of()))
        .containsExactly(List.of("X1"), List.of("X2"), List.of("X3"), List.of("X4"), List.of("X5"));
    assertThat(records)
        .extracting(r -> r.properties().get("lastName"))
        .containsExactly(
            List.of("Ficta"),
            List.of("Fictus"),
            List.of("Fic \"Fi\" ta"),
            List.of("Fi cta"),
            List.of("Fictum"));
    assertThat(records.get(2).properties()).containsEntry("bookingReference", List.of("B\n3"));
    assertThat(MAPPINGS.byId("extract-travel").summary(bytes(header + rows)).issues())
        .containsExactly("quotes_not_closed", "columns_absent");
    assertThat(MAPPINGS.byId("extract-travel").summary(bytes(header + "X1,\"F\",,\n")).issues())
        .containsExactly("columns_absent");
  }

  @Test
  void aSentenceWithCommasIsNoTable() {
    assertThat(
            MAPPINGS.find(
                bytes("name, they said, was false.\nNothing else was found.\nEnd.\n"), "a.txt"))
        .isEmpty();
  }

  @Test
  void latinOneTablesAreReadAndSaidToBe() {
    byte[] rows = "name,country\nÉlodie Fictà,FR\n".getBytes(Charset.forName("windows-1252"));
    Mapping mapping = MAPPINGS.find(rows, "l.csv").orElseThrow();
    assertThat(mapping.summary(rows).issues()).containsExactly("not_utf8");
    assertThat(mapping.records("i", rows).next().properties())
        .containsEntry("name", List.of("Élodie Fictà"));
  }

  private static final String ARABIC = "name,birth_date\nخالد فيكتا,1971\nحامد فيكتا,1972\n";

  /** As of a cell that an export cut within a character, or a line of another source. */
  @Test
  void aByteThatIsNoUtf8DoesNotMakeAllNamesUnreadable() {
    byte[] sound = bytes(ARABIC + "Ana,1973\n");
    byte[] rows = Arrays.copyOf(sound, sound.length + 1);
    rows[sound.length] = (byte) 0xE9;
    Mapping mapping = MAPPINGS.find(rows, "d.csv").orElseThrow();
    assertThat(mapping.summary(rows).issues()).contains("not_utf8");
    assertThat(mapping.records("i", rows).next().properties())
        .containsEntry("name", List.of("خالد فيكتا"));
  }

  @Test
  void arabicOfWindowsIsReadAsArabic() {
    byte[] rows = ARABIC.getBytes(Charset.forName("windows-1256"));
    Mapping mapping = MAPPINGS.find(rows, "w.csv").orElseThrow();
    assertThat(mapping.summary(rows).issues()).containsExactly("not_utf8");
    assertThat(mapping.records("i", rows).next().properties())
        .containsEntry("name", List.of("خالد فيكتا"));
  }

  @Test
  void aGivenMappingGoesBeforeThoseOfThePlatform() {
    Mappings own =
        new Mappings(
            List.of(
                """
                id: ours
                kind: extract
                format: csv
                recognise: {header: [name, badge]}
                entities:
                  - {key: p, schema: Person, properties: {name: {from: name}}}
                """));
    assertThat(own.find(bytes("name,badge\nA,1\n"), "x.csv").orElseThrow().id()).isEqualTo("ours");
  }

  @Test
  void aMappingWithAnUnknownKeyIsRefused() {
    assertThatThrownBy(() -> Mapping.fromYaml("id: a\nkinds: x\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot read a mapping: unknown key, found kinds (known there: ")
        .hasMessageContaining("kind, ")
        .hasMessageNotContaining("class");
  }

  /** What such a rule says of each value would be passed over, or be less than the source says. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "birthDate: {from: born, dates: [dd/mm/yyyy]} | a day and no month (MM, for mm is a minute)",
        "birthDate: {from: born, dates: [\"d 'March' yyyy\"]} | a day and no month (MM, for mm is a",
        "topics: {constant: wanted, where: {status: [wanted]}} | constant takes no other part",
        "birthDate: {first: [{from: a}, {from: b}], dates: [d/M/yyyy]} | first takes no other part",
        "nationality: {first: [{from: a}, {from: b}], country: true} | first takes no other part",
        "ownerRecord: {record: owner} | record names no entity: owner",
        "ownerRecord: {record: p, from: name} | record takes no other part",
      })
  void aRuleThatWouldPassOverWhatItSaysIsRefused(String rule, String said) {
    assertThatThrownBy(() -> Mapping.fromYaml(ofPersons("header: [name]", rule)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot read a mapping: ")
        .hasMessageContaining(said);
  }

  @Test
  void aPropertyThatStandsTwiceIsRefusedForTheFirstWouldBeLost() {
    String twice = ofPersons("header: [name]", "phone: {from: mobile}, phone: {from: home}");
    assertThatThrownBy(() -> Mapping.fromYaml(twice))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot read a mapping: Duplicate field 'phone', line 4");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name,badge,comment on all that is known of this person in this country and elsewhere\nA,1,no",
        "name\nAna Ficta\nBea Ficta"
      })
  void columnsThatAMappingNamesAreEnoughWhateverOthersThereAre(String table) {
    Mappings own = new Mappings(List.of(ofPersons("header: [name]", "birthDate: {from: born}")));
    assertThat(own.find(bytes(table), "x.csv")).map(Mapping::id).hasValue("ours");
  }

  private static String ofPersons(String recognise, String properties) {
    return """
        id: ours
        kind: extract
        format: csv
        entities: [{key: p, schema: Person, properties: {name: {from: name}, %s}}]
        recognise: {%s}
        """
        .formatted(properties, recognise);
  }

  @Test
  void aMappingWithAValueOfAnotherKindIsRefusedByItsLine() {
    assertThatThrownBy(() -> Mapping.fromYaml("id: a\nkind: x\nformat: sheet\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot read a mapping: ")
        .hasMessageContaining("sheet")
        .hasMessageEndingWith(", line 3")
        .hasMessageNotContaining("org.insight");
    assertThatThrownBy(() -> Mapping.fromYaml("id: a\nkind: [x\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(", line ");
  }
}
