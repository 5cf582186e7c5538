package org.insight.jobs.mentions.places;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceReaderTest {

  private static final String PARIS = "2988507";
  private static final String PARIS_TEXAS = "4717560";
  private static final String LYON = "2996944";
  private static final String GENOA = "3176219";
  private static final String NICE = "2990440";
  private static final String SFAX = "2467454";

  private static List<FoundPlace> read(
      String text, String language, @Nullable String country, String... persons) {
    return PlaceReader.read(
        new DocumentContext(
            text, language, country, spans(text, persons), List.of(), List.of(), List.of()));
  }

  private static List<FoundPlace> readGiven(String text, String language, String... places) {
    return PlaceReader.read(
        new DocumentContext(
            text, language, null, List.of(), List.of(), spans(text, places), List.of()));
  }

  private static List<TextSpan> spans(String text, String... parts) {
    List<TextSpan> spans = new ArrayList<>();
    for (String part : parts) {
      int begin = text.indexOf(part);
      assertThat(begin).as("%s in the text", part).isNotNegative();
      spans.add(new TextSpan(begin, begin + part.length()));
    }
    return spans;
  }

  private static List<String> ids(List<FoundPlace> places) {
    return places.stream().map(FoundPlace::geonameId).toList();
  }

  private static List<String> described(List<FoundPlace> places) {
    return places.stream().map(p -> p.text() + " " + p.country() + " " + p.role()).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The car was found near Paris, Texas, on Monday.",
        "The car was found near Paris (Texas) on Monday.",
        "The car was found near Paris, TX, on Monday."
      })
  void theRegionBehindANameSaysWhichPlaceItIs(String text) {
    assertThat(ids(read(text, "en", "FR"))).containsExactly(PARIS_TEXAS);
  }

  @Test
  void aNameMeansOnePlaceInADocument() {
    String text = "He was arrested in Paris, Texas. Witnesses in Paris saw the car.";
    assertThat(ids(read(text, "en", "GB"))).containsExactly(PARIS_TEXAS, PARIS_TEXAS);
  }

  @Test
  void withoutAWordOfElsewhereALargeCityIsMeant() {
    assertThat(ids(read("Il habite à Paris.", "fr", null))).containsExactly(PARIS);
  }

  @ParameterizedTest
  @CsvSource({
    "Fue detenido en Valencia (España)., MX, 2509954",
    "Fue detenido en Valencia (Venezuela)., ES, 3625549",
    "Fue detenido en Valencia., ES, 2509954",
    "Fue detenido en Valencia., VE, 3625549",
    "Fue detenido en Valencia y trasladado a Castellón y Alicante., MX, 2509954",
    "Fue detenido en Valencia y trasladado a Maracay y Caracas., MX, 3625549"
  })
  void eachValenciaIsToldByItsCountryAndItsNeighbours(String text, String country, String id) {
    assertThat(ids(read(text, "es", country))).first().isEqualTo(id);
  }

  @Test
  void aTownInFrenchIsTheOneThatBearsTheName() {
    assertThat(ids(read("Il est né à Valence.", "fr", "BE"))).containsExactly("2971053");
  }

  @ParameterizedTest
  @CsvSource({
    "en, The report names Bustos as the organiser.",
    "en, Santiago Medina denied everything.",
    "en, Mr Reading said nothing. Nice work followed.",
    "es, Declaró Santiago Valencia León ante el juez.",
    "es, Para el señor Toledo no hay cargos.",
    "fr, Seul Martin Laval a parlé.",
    "fr, Les tours de garde ont été modifiés.",
    "ar, صرح محمد صالح بأن سعيد لم يحضر."
  })
  void surnamesGivenNamesAndWordsAreNoPlaces(String language, String text) {
    assertThat(read(text, language, "PH")).isEmpty();
  }

  @Test
  void noPlaceIsInsideThePersonsName() {
    String text = "Juan de Madrid vive en Lyon.";
    assertThat(ids(read(text, "es", "ES", "Juan de Madrid"))).containsExactly(LYON);
  }

  @Test
  void aPlaceInAnOrganisationsNameIsItsSeat() {
    String text = "Le Groupe crime organisé de Lyon a transmis la note.";
    List<FoundPlace> found =
        PlaceReader.read(
            new DocumentContext(
                text,
                "fr",
                "FR",
                List.of(),
                spans(text, "Groupe crime organisé de Lyon"),
                List.of(),
                List.of()));
    assertThat(described(found)).containsExactly("Lyon FR OFFICE");
  }

  @Test
  void aNameThatIsAWordCountsBehindAWordOfPlace() {
    assertThat(ids(read("Il vit à Nice.", "fr", "FR"))).containsExactly(NICE);
    assertThat(read("nice weather in town", "en", "FR")).isEmpty();
    assertThat(read("il vit à nice.", "fr", "FR")).isEmpty();
  }

  @Test
  void aBareNameIsNoSmallTownUnlessTheTextSaysSo() {
    assertThat(read("Figueres reported it.", "en", "GB")).isEmpty();
    assertThat(ids(read("The town of Figueres reported it.", "en", "GB")))
        .containsExactly("3122453");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "قضية تهريب المهاجرين بصفاقس أمس.",
        "قضية تهريب المهاجرين في صفاقس أمس.",
        "وصل من تونس العاصمة وصفاقس أمس."
      })
  void arabicParticlesAreNotPartOfAName(String text) {
    FoundPlace last = last(read(text, "ar", "TN"));
    assertThat(last.geonameId()).isEqualTo(SFAX);
    assertThat(last.text()).isEqualTo("صفاقس");
    assertThat(text.substring(last.begin(), last.end())).isEqualTo("صفاقس");
  }

  private static FoundPlace last(List<FoundPlace> places) {
    assertThat(places).isNotEmpty();
    return places.get(places.size() - 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"وصل إلى أبو ظبي.", "وصل إلى أبوظبي.", "وصل إلى ابو ظبي."})
  void anArabicNameIsKnownWithAndWithoutBlankAndHamza(String text) {
    assertThat(ids(read(text, "ar", "TN"))).containsExactly("292968");
  }

  @ParameterizedTest
  @CsvSource({
    "fr, Il est né le 3 mai 1980 à Lyon., BIRTH",
    "fr, Elle est domiciliée à Lyon., HOME",
    "fr, Il a pris un vol à destination de Lyon., TRAVEL",
    "fr, Les armes ont été saisies à Lyon hier. Le vol a été commis à Nice., SEIZURE",
    "fr, Entendu au commissariat de Lyon., OFFICE",
    "fr, L'agression a été commise à Lyon., INCIDENT",
    "en, She was born in Lyon., BIRTH",
    "en, He resides in Lyon., HOME",
    "en, He took a flight to Lyon., TRAVEL",
    "en, The robbery took place in Lyon., INCIDENT",
    "es, Nació en Lyon el 3 de mayo., BIRTH",
    "es, Está domiciliada en Lyon., HOME",
    "es, Llegó en el vuelo procedente de Lyon., TRAVEL",
    "es, Los hechos ocurrieron en Lyon., INCIDENT",
    "ar, ولد في ليون سنة 1980., BIRTH",
    "ar, يسكن في ليون., HOME",
    "ar, قادم من ليون., TRAVEL",
    "ar, وقعت السرقة في ليون., INCIDENT"
  })
  void theWordsAroundAPlaceSayWhatItIs(String language, String text, Role role) {
    assertThat(read(text, language, "FR").get(0).role()).isEqualTo(role);
  }

  @Test
  void bothEndsOfAJourneyAreTravelAndTheHeadingIsAnOffice() {
    String text =
        "Brigade de recherches, Lille\n\nLe vol a été commis à Nice. Il a voyagé de Lyon à Sfax le"
            + " 3 mai 2025.";
    assertThat(described(read(text, "fr", "FR")))
        .containsExactly("Lille FR OFFICE", "Nice FR INCIDENT", "Lyon FR TRAVEL", "Sfax TN TRAVEL");
  }

  @Test
  void theTownOfAnAddressIsAHomeAndTheStreetIsNone() {
    List<FoundPlace> found = read("Domicile : 12 avenue de Madrid, Lyon.", "fr", "FR");
    assertThat(described(found)).containsExactly("Lyon FR HOME");
    assertThat(found.get(0).precision()).isEqualTo(Precision.ADDRESS);
  }

  @Test
  void aGivenSpanMayBeACountryARegionOrADistrict() {
    List<FoundPlace> found =
        readGiven(
            "Floods hit Texas, Harris County and France.",
            "en",
            "Texas",
            "Harris County",
            "France");
    assertThat(found)
        .extracting(FoundPlace::precision)
        .containsExactly(Precision.REGION, Precision.REGION, Precision.COUNTRY);
    assertThat(found).extracting(FoundPlace::country).containsExactly("US", "US", "FR");
  }

  @Test
  void candidatesAreBestFirstAndTheirProbabilitiesAreShares() {
    FoundPlace paris = read("Il habite à Paris.", "fr", "FR").get(0);
    assertThat(paris.candidates()).hasSizeBetween(2, 5);
    assertThat(paris.candidates().get(0).geonameId()).isEqualTo(paris.geonameId());
    assertThat(paris.candidates())
        .extracting(Candidate::probability)
        .isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(paris.candidates().stream().mapToDouble(Candidate::probability).sum())
        .isLessThanOrEqualTo(1.0001);
    assertThat(paris.confidence()).isBetween(0.9, 1.0);
  }

  @Test
  void offsetsAreInTheTextWhateverStandsBefore() {
    String text = "\uD83D\uDE93 Ko\u0302nig: il vit à Nîmes.";
    FoundPlace found = read(text, "fr", "FR").get(0);
    assertThat(text.substring(found.begin(), found.end())).isEqualTo("Nîmes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\n\n.,;",
        "\u0300\u0300\u0640\u0640",
        "\uD800 lone",
        "à",
        "Paris,",
        "(Paris",
        "وووووو",
        "ببببببب باريس"
      })
  void strangeTextsAreRead(String text) {
    assertThat(read(text, "fr", "FR")).allMatch(p -> p.begin() < p.end());
    assertThat(read(text, "xx", "zz")).allMatch(p -> p.end() <= text.length());
  }

  @Test
  void aLongTextOfNamesOnlyIsReadWithEachOfItsPlaces() {
    String text = "à Paris, ".repeat(20_000);
    assertThat(read(text, "fr", "FR")).hasSize(20_000);
    assertThat(read("San ".repeat(50_000), "es", "ES")).isEmpty();
    assertThat(read("\u0301".repeat(100_000) + " à Lyon", "fr", "FR")).hasSize(1);
  }

  @Test
  void aTownWhoseProvinceHasItsOwnNameIsTheTown() {
    String text = "The van was stopped in Genova on Friday.";
    assertThat(ids(readGiven(text, "en", "Genova"))).containsExactly(GENOA);
    assertThat(ids(read(text, "en", "IT"))).containsExactly(GENOA);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "en|The assault took place in Lille. Detectives searched his home, 14 Elm Road, Lyon.",
        "fr|L'agression a eu lieu à Lille. Une perquisition a été menée à son domicile, 3 rue des Ormes, Lyon."
      })
  void aHomeThatIsSearchedIsNoPlaceOfTheIncident(String language, String text) {
    assertThat(described(read(text, language, "FR")))
        .containsExactly("Lille FR INCIDENT", "Lyon FR HOME");
  }

  @Test
  void aSentenceGoesOnInTheNextLine() {
    String text =
        "The records of the registry say that the younger of the men was born on\n"
            + "a farm near Lyon. The robbery took place in Lille.";
    assertThat(described(read(text, "en", "FR")))
        .containsExactly("Lyon FR BIRTH", "Lille FR INCIDENT");
    assertThat(described(read("Offence: robbery\nLyon, 3 May 2026", "en", "FR")))
        .containsExactly("Lyon FR OFFICE");
  }

  @Test
  void whereAJourneyEndsWithADeedIsThePlaceOfTheIncident() {
    assertThat(
            described(
                read(
                    "They took the coach between Lyon and Lille. The purse was stolen.",
                    "en",
                    "FR")))
        .containsExactly("Lyon FR TRAVEL", "Lille FR INCIDENT");
  }

  @Test
  void aSurnameOfThePersonsOfTheTextIsNoPlace() {
    String text = "Ann Lyon left. The phone belongs to Lyon. She had been seen in Lyon.";
    assertThat(described(read(text, "en", "FR", "Ann Lyon"))).containsExactly("Lyon FR INCIDENT");
    assertThat(read("Ann Lyon left. The phone belongs to Lyon.", "en", "FR", "Ann Lyon")).isEmpty();
  }

  @Test
  void aHomeWhereSomethingHappenedIsThePlaceOfTheIncident() {
    assertThat(
            described(
                read(
                    "Ann Baker of Sfax says that her home in Lyon was burgled.",
                    "en",
                    "FR",
                    "Ann Baker")))
        .containsExactly("Sfax TN HOME", "Lyon FR INCIDENT");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "en|He runs a gang in Lyon from Sfax.|Lyon FR INCIDENT",
        "fr|Le 3 mai, à Lyon, arrestation de deux hommes.|Lyon FR INCIDENT"
      })
  void wordsOfADeedAroundAPlaceMakeItThatOfTheIncident(String language, String text, String first) {
    assertThat(described(read(text, language, "FR"))).startsWith(first);
  }

  @Test
  void spansOutsideOfTheTextAreOverlooked() {
    DocumentContext document =
        new DocumentContext(
            "à Lyon",
            "fr",
            "FR",
            List.of(new TextSpan(90, 95)),
            List.of(),
            List.of(new TextSpan(50, 60)),
            List.of(new CountryMention(70, 75, "FR")));
    assertThat(ids(PlaceReader.read(document))).containsExactly(LYON);
  }
}
