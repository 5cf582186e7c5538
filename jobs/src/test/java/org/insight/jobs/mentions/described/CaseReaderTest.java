package org.insight.jobs.mentions.described;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.insight.jobs.mentions.Identifiers;
import org.insight.jobs.mentions.described.Mention.Form;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaseReaderTest {

  /** Names are marked as [Name], places as {Place}; dates are those in ISO form. */
  private static List<DescribedSubject> read(String language, String marked) {
    StringBuilder text = new StringBuilder();
    List<int[]> names = new ArrayList<>();
    List<ValueSpan> places = new ArrayList<>();
    int open = 0;
    for (char c : marked.toCharArray()) {
      switch (c) {
        case '[', '{' -> open = text.length();
        case ']' -> names.add(new int[] {open, text.length()});
        case '}' -> places.add(new ValueSpan(open, text.length(), text.substring(open), "place"));
        default -> text.append(c);
      }
    }
    String plain = text.toString();
    List<NameSpan> spans =
        names.stream().map(n -> NameSpan.ofModel(plain, n[0], n[1], NameKind.PERSON, .9)).toList();
    List<ValueSpan> dates = new ArrayList<>();
    Matcher day = Pattern.compile("\\d{4}-\\d{2}-\\d{2}").matcher(plain);
    while (day.find()) {
      dates.add(new ValueSpan(day.start(), day.end(), day.group(), "day"));
    }
    return CaseReader.read(
        plain,
        language,
        NameRules.find(plain, language, spans),
        Identifiers.inText(plain, language),
        List.of(),
        places,
        dates);
  }

  private static DescribedSubject person(List<DescribedSubject> subjects, String name) {
    return subjects.stream()
        .filter(s -> s.schema().equals("Person") && s.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in " + subjects));
  }

  private static List<String> values(DescribedSubject subject, String property) {
    return subject.attributes().stream()
        .filter(a -> a.property().equals(property))
        .map(DescribedAttribute::value)
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fr | Le suspect [Tibor Kovalik] a pris la fuite. | SUSPECT",
        "fr | [Tibor Kovalik] a été placé en garde à vue. | SUSPECT",
        "fr | La victime, [Tibor Kovalik], est soignée. | VICTIM",
        "fr | Le témoin, M. [Tibor Kovalik], confirme. | WITNESS",
        "fr | Vu par le nommé Paul, accompagné de [Tibor Kovalik]. | CONTACT",
        "fr | Assisté de [Tibor Kovalik], interprète, il répond. | OFFICE",
        "en | Suspicion falls on a cousin, [Tibor Kovalik]. | SUSPECT",
        "en | [Tibor Kovalik] was robbed of a phone. | VICTIM",
        "en | A passer-by, [Tibor Kovalik], saw it. | WITNESS",
        "en | He was travelling with [Tibor Kovalik]. | CONTACT",
        "en | [Tibor Kovalik] is not involved. | CONTACT",
        "en | Arrest authorised by Sergeant [Tibor Kovalik]. | OFFICE",
        "es | La detención de [Tibor Kovalik] fue ayer. | SUSPECT",
        "es | El perjudicado [Tibor Kovalik] interpone denuncia. | VICTIM",
        "es | Declaró como testigo a [Tibor Kovalik]. | WITNESS",
        "es | Viajaba con [Tibor Kovalik] en tren. | CONTACT",
        "es | El juez [Tibor Kovalik] la autoriza. | OFFICE",
        "ar | القبض على [تيبور كوفاليك] أمس. | SUSPECT",
        "ar | صرح الضحية [تيبور كوفاليك] بما يلي. | VICTIM",
        "ar | حضر الشاهد [تيبور كوفاليك] أمس. | WITNESS",
        "ar | كان برفقة [تيبور كوفاليك] في القطار. | CONTACT",
        "ar | وافق القاضي [تيبور كوفاليك] على الطلب. | OFFICE",
      })
  void cuesTellTheRole(String language, String text, Role role) {
    List<DescribedSubject> subjects = read(language, text);
    assertThat(subjects)
        .filteredOn(s -> s.name().endsWith("Kovalik") || s.name().endsWith("كوفاليك"))
        .extracting(DescribedSubject::role)
        .containsExactly(role);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fr | Le suspect [Tibor Kovalik] est né le 1980-02-03 à {Lyon}. | 1980-02-03 | Lyon",
        "en | The suspect [Tibor Kovalik] was born in {Leeds} on 1980-02-03. | 1980-02-03 | Leeds",
        "es | El detenido [Tibor Kovalik], nacido el 1980-02-03 en {Cádiz}. | 1980-02-03 | Cádiz",
        "ar | المتهم [Tibor Kovalik] من مواليد 1980-02-03 في {فاس}. | 1980-02-03 | فاس",
        "en | [Tibor Kovalik] (1980-02-03, {Leeds}) fled on 2024-05-06. | 1980-02-03 | Leeds",
      })
  void birthIsReadByItsCue(String language, String text, String date, String place) {
    DescribedSubject person = person(read(language, text), "Tibor Kovalik");
    assertThat(values(person, "birthDate")).containsExactly(date);
    assertThat(values(person, "birthPlace")).containsExactly(place);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fr | Rapport du 2024-05-06. Le suspect [Tibor Kovalik] ne parle à personne de {Nice}.",
        "en | On 2024-05-06 the suspect [Tibor Kovalik] was seen in {Leeds}.",
        "es | El detenido [Tibor Kovalik] salió el 2024-05-06 de {Cádiz}.",
        "ar | شوهد المتهم [Tibor Kovalik] يوم 2024-05-06 في {فاس}.",
      })
  void otherDatesAndPlacesAreNoBirth(String language, String text) {
    assertThat(person(read(language, text), "Tibor Kovalik").attributes()).isEmpty();
  }

  @Test
  void aSurnameIsThePersonWithTheFullNameWhoeverComesFirst() {
    List<DescribedSubject> subjects =
        read(
            "en",
            "[Kovalik] rang. His real name is [Tibor Kovalik]. [Orsolya Varga] did not answer.");
    assertThat(person(subjects, "Tibor Kovalik").mentions())
        .extracting(Mention::form)
        .contains(Form.FULL, Form.SHORT);
    assertThat(subjects).filteredOn(s -> s.schema().equals("Person")).hasSize(2);
  }

  @Test
  void aSharedSurnameIsOfNoneUnlessATitleTells() {
    List<DescribedSubject> subjects =
        read(
            "fr",
            "M. [Tibor Kovalik] et Mme [Orsolya Kovalik] fuient. [Kovalik] est vu. Mme [Kovalik] dort.");
    assertThat(person(subjects, "Tibor Kovalik").mentions()).hasSize(1);
    assertThat(person(subjects, "Orsolya Kovalik").mentions()).hasSize(2);
  }

  @Test
  void anInitialStandsForAName() {
    List<DescribedSubject> subjects = read("en", "Suspect: [Tibor Kovalik]. [T. Kovalik] fled.");
    assertThat(person(subjects, "Tibor Kovalik").mentions()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fr | Le suspect [Tibor Kovalik] fuit. L'intéressé est titulaire du passeport 12AB34567.",
        "fr | Le suspect [Tibor Kovalik] fuit. Le mis en cause présente le passeport 12AB34567.",
        "en | The suspect [Tibor Kovalik] fled. He travels on passport 12AB34567.",
        "es | Se detuvo a [Tibor Kovalik]. El detenido exhibe el pasaporte 12AB34567.",
        "ar | أوقف المتهم [Tibor Kovalik]. المذكور يحمل جواز السفر رقم 12AB34567.",
      })
  void referencesCarryWhatIsSaid(String language, String text) {
    DescribedSubject person = person(read(language, text), "Tibor Kovalik");
    assertThat(values(person, "passportNumber")).hasSize(1);
    assertThat(person.mentions())
        .extracting(Mention::form)
        .containsAnyOf(Form.REFERENCE, Form.PRONOUN);
  }

  @Test
  void aPronounNeedsOnePersonOfItsSex() {
    List<DescribedSubject> two = read("en", "Mr [Tibor Kovalik] met Mr [Vilmos Varga]. He fled.");
    assertThat(two).flatExtracting(DescribedSubject::mentions).hasSize(2);
    List<DescribedSubject> pair =
        read("en", "Mr [Tibor Kovalik] met Ms [Orsolya Varga]. She fled.");
    assertThat(person(pair, "Orsolya Varga").mentions())
        .extracting(Mention::form)
        .containsExactly(Form.FULL, Form.PRONOUN);
  }

  @Test
  void theSpanishArticleIsNoPronoun() {
    List<DescribedSubject> subjects =
        read("es", "El detenido [Tibor Kovalik] vio el tren y el mar.");
    assertThat(person(subjects, "Tibor Kovalik").mentions()).hasSize(1);
  }

  @Test
  void parenthesesAndClausesPartTwoPersonsOfOneSentence() {
    List<DescribedSubject> subjects =
        read(
            "fr",
            "Contrôle de [Tibor Kovalik] (né le 1980-02-03, (passeport 12AB34567)) et de [Vilmos Varga], né le 1990-04-05.");
    assertThat(values(person(subjects, "Tibor Kovalik"), "birthDate"))
        .containsExactly("1980-02-03");
    assertThat(values(person(subjects, "Tibor Kovalik"), "passportNumber")).hasSize(1);
    assertThat(values(person(subjects, "Vilmos Varga"), "birthDate")).containsExactly("1990-04-05");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fr | [Tibor Kovalik] et [Vilmos Varga], nés respectivement le 1980-02-03 et le 1990-04-05.",
        "en | [Tibor Kovalik] and [Vilmos Varga], born on 1980-02-03 and born on 1990-04-05 respectively.",
        "es | [Tibor Kovalik] y [Vilmos Varga], nacidos respectivamente, nacido el 1980-02-03 y nacido el 1990-04-05.",
      })
  void respectivelyGoesByOrder(String language, String text) {
    List<DescribedSubject> subjects = read(language, text);
    assertThat(values(person(subjects, "Vilmos Varga"), "birthDate")).doesNotContain("1980-02-03");
    assertThat(values(person(subjects, "Tibor Kovalik"), "birthDate"))
        .containsExactly("1980-02-03");
  }

  @Test
  void whatIsRegisteredToAPersonIsOfThatPerson() {
    List<DescribedSubject> subjects =
        read(
            "en",
            "The suspect [Tibor Kovalik] called +442079460958, registered to [Orsolya Varga]. Plate AB12 CDE belongs to [Tibor Kovalik].");
    assertThat(values(person(subjects, "Orsolya Varga"), "phone")).hasSize(1);
    assertThat(values(person(subjects, "Tibor Kovalik"), "phone")).isEmpty();
    DescribedSubject vehicle =
        subjects.stream().filter(s -> s.schema().equals("Vehicle")).findFirst().orElseThrow();
    assertThat(vehicle.owner()).isEqualTo(person(subjects, "Tibor Kovalik").id());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fr | Le suspect [Tibor Kovalik] a fui.;Pour tout renseignement, joindre le commissariat au +33 1 42 34 56 78.",
        "en | The suspect [Tibor Kovalik] fled.;Please contact the duty desk on +44 20 7946 0958.",
        "es | El detenido [Tibor Kovalik] huyó.;Para más información, llamar al puesto: +34 912 345 678.",
        "ar | فر المتهم [Tibor Kovalik] أمس.;للاستفسار يرجى الاتصال بنا على +212 537 123 456.",
        "fr | Le suspect [Tibor Kovalik] a fui vers le nord avec sa valise.;Cordialement,;Capitaine [Vilmos Varga], +33 1 42 34 56 78",
      })
  void numbersOfThePoliceAreNotTheSuspects(String language, String text) {
    DescribedSubject person = person(read(language, text.replace(';', '\n')), "Tibor Kovalik");
    assertThat(values(person, "phone")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fr | Concernant [Tibor Kovalik] : parti à Pau. S'agissant de [Vilmos Varga] : absent. Le passeport est 12AB34567.",
        "en | Regarding [Tibor Kovalik]: gone to Bath. As regards [Vilmos Varga]: away. The passport is 12AB34567.",
        "es | En cuanto a [Tibor Kovalik]: partió. Acerca de [Vilmos Varga]: ausente. El pasaporte es 12AB34567.",
        "ar | بخصوص [Tibor Kovalik]: سافر أمس. بخصوص [Vilmos Varga]: غائب. جواز السفر رقم 12AB34567.",
      })
  void whatFollowsAHeadingIsOfThePersonThatItNames(String language, String text) {
    List<DescribedSubject> subjects = read(language, text);
    assertThat(values(person(subjects, "Vilmos Varga"), "passportNumber")).hasSize(1);
    assertThat(values(person(subjects, "Tibor Kovalik"), "passportNumber")).isEmpty();
  }

  @Test
  void whoHasAHeadingIsNoOfficerForBeingAColleague() {
    List<DescribedSubject> subjects =
        read(
            "fr",
            "Mon collègue [Tibor Kovalik] a vu [Vilmos Varga].\nS'agissant de M. [Kovalik] : présent.\nCompte FR76 3000 6000 0112 3456 7890 189.");
    assertThat(person(subjects, "Tibor Kovalik").role()).isNotEqualTo(Role.OFFICE);
    assertThat(values(person(subjects, "Tibor Kovalik"), "iban")).hasSize(1);
    assertThat(values(person(subjects, "Vilmos Varga"), "iban")).isEmpty();
  }

  @Test
  void theVictimIsSheInFrenchAndMayBeAMan() {
    List<DescribedSubject> subjects =
        read(
            "fr",
            "La victime, [Mohamed Varga], porte plainte. Elle identifie M. [Tibor Kovalik]. Éléments recueillis sur [Varga] : Il est joignable au +33 6 12 34 56 78.");
    assertThat(values(person(subjects, "Mohamed Varga"), "phone")).hasSize(1);
    assertThat(values(person(subjects, "Tibor Kovalik"), "phone")).isEmpty();
  }

  @Test
  void whatIsSaidOfASharedSurnameIsOfNobodyElse() {
    List<DescribedSubject> subjects =
        read(
            "en",
            "[Tibor Kovalik] and [Orsolya Kovalik] fled. The suspect [Vilmos Varga] hid. [Kovalik] used passport 12AB34567.");
    assertThat(subjects).flatExtracting(s -> values(s, "passportNumber")).isEmpty();
  }

  @Test
  void anAddressBeginsBehindTheLastWordsThatIntroduceIt() {
    DescribedSubject person =
        person(
            read(
                "es",
                "El detenido [Tibor Kovalik] dejó su vivienda, sita en Calle Lila 12, Cádiz."),
            "Tibor Kovalik");
    assertThat(values(person, "address")).containsExactly("Calle Lila 12, Cádiz");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fr | Le suspect [Tibor Kovalik], demeurant 12 rue des Lilas, 69003 Lyon, a fui. | 12 rue des Lilas, 69003 Lyon",
        "en | The suspect [Tibor Kovalik] resides at Flat 3, 12 Lilac Road, Leeds. | Flat 3, 12 Lilac Road, Leeds",
        "es | El detenido [Tibor Kovalik], con domicilio en Calle Lila 12, 3.º B, Cádiz. | Calle Lila 12, 3.º B, Cádiz",
        "ar | يسكن المتهم [تيبور كوفاليك] هنا. العنوان: 12 rue des Lilas, Fès. | 12 rue des Lilas, Fès",
        "ar | المتهم [تيبور كوفاليك]. يسكن [كوفاليك] في 12 rue des Lilas, Fès. | 12 rue des Lilas, Fès",
      })
  void addressesEndWithTheirClause(String language, String text, String address) {
    assertThat(read(language, text))
        .filteredOn(s -> s.schema().equals("Person"))
        .flatExtracting(s -> values(s, "address"))
        .containsExactly(address);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fr | Le suspect [Tibor Kovalik], alias « le Grand », a fui. | le Grand",
        "en | The suspect [Tibor Kovalik], a.k.a. Big Tib, fled. | Big Tib",
        "es | El detenido [Tibor Kovalik], alias el Chato, huyó. | el Chato",
        "ar | المتهم [Tibor Kovalik] الملقب ب\"أبو طبر\" فر. | أبو طبر",
      })
  void aliasesAreNoOtherPersons(String language, String text, String alias) {
    List<DescribedSubject> subjects = read(language, text);
    assertThat(subjects).hasSize(1);
    assertThat(values(subjects.get(0), "alias")).containsExactly(alias);
  }

  @Test
  void frenchSpeechIsNoAlias() {
    List<DescribedSubject> subjects =
        read("fr", "Le suspect [Tibor Kovalik] dit à [Vilmos Varga] : « Viens. »");
    assertThat(subjects).flatExtracting(s -> values(s, "alias")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fr | Le suspect [Tibor Kovalik], de nationalité hongroise. Sexe : M | HU",
        "en | The suspect [Tibor Kovalik] holds Hungarian nationality. Sex: male | HU",
        "es | El detenido [Tibor Kovalik], húngaro, huyó. Sexo: varón | HU",
        "ar | المتهم [Tibor Kovalik] مجري الجنسية. الجنس: ذكر | HU",
      })
  void nationalityAndSexAreRead(String language, String text, String country) {
    DescribedSubject person = person(read(language, text), "Tibor Kovalik");
    assertThat(values(person, "nationality")).containsExactly(country);
    assertThat(values(person, "gender")).containsExactly("male");
  }

  @Test
  void aFrenchCoatIsNoNationality() {
    DescribedSubject person =
        person(read("en", "The suspect [Tibor Kovalik] wore a French coat."), "Tibor Kovalik");
    assertThat(person.attributes()).isEmpty();
  }

  @Test
  void companyBetweenCommasDoesNotTakeWhatFollows() {
    List<DescribedSubject> subjects =
        read(
            "en",
            "The suspect [Tibor Kovalik], accompanied by [Vilmos Varga], used passport 12AB34567.");
    assertThat(values(person(subjects, "Tibor Kovalik"), "passportNumber")).hasSize(1);
  }

  @Test
  void whatFollowsAnUnknownTopicIsOfNobody() {
    List<DescribedSubject> subjects =
        read(
            "en",
            "The suspect [Tibor Kovalik] fled.\nFurther details on the second man. Passport number: 12AB34567.");
    assertThat(person(subjects, "Tibor Kovalik").attributes()).isEmpty();
  }

  @Test
  void whoMakesTheStatementLivesWhereHeSays() {
    List<DescribedSubject> subjects =
        read("en", "WITNESS STATEMENT\nI live in {Leeds}. Statement of [Tibor Kovalik].");
    assertThat(values(person(subjects, "Tibor Kovalik"), "residence")).containsExactly("Leeds");
  }

  @Test
  void anAccountHasItsOwner() {
    List<DescribedSubject> subjects =
        read("en", "The suspect [Tibor Kovalik] controls account GB82 WEST 1234 5698 7654 32.");
    DescribedSubject account =
        subjects.stream().filter(s -> s.schema().equals("BankAccount")).findFirst().orElseThrow();
    assertThat(account.owner()).isZero();
    assertThat(values(subjects.get(0), "iban")).containsExactly("GB82WEST12345698765432");
  }

  @Test
  void organisationsAreSubjectsOfTheirOwn() {
    assertThat(read("en", "Payments to Lilac Trading Ltd and again to Lilac Trading Ltd."))
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.schema()).isEqualTo("Organization");
              assertThat(s.mentions()).hasSize(2);
            });
  }

  @Test
  void aWitnessGivesAStatementAndAVictimComplains() {
    assertThat(
            read(
                "en",
                "WITNESS STATEMENT\nRef 1\n\n[Tibor Kovalik] came in on a rainy day and then he talked of the old town.\nMore lines.\nThe end of it all came."))
        .extracting(DescribedSubject::role)
        .containsExactly(Role.WITNESS);
  }

  @Test
  void hostileTextsAreRead() {
    String many = "[Tibor Kovalik] né le 1980-02-03, ".repeat(2_000);
    String nested =
        "Suspect [Tibor Kovalik] " + "(".repeat(4_000) + "né le 1980-02-03" + ")".repeat(4_000);
    StringBuilder different = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      different
          .append("[Kovalik ")
          .append((char) ('A' + i % 26))
          .append("bra")
          .append(Integer.toString(i, 26).replaceAll("\\d", "x"))
          .append("] ");
    }
    assertThat(person(read("fr", many), "Tibor Kovalik").mentions()).hasSizeGreaterThan(1_900);
    assertThat(read("fr", nested)).isNotEmpty();
    assertThat(read("fr", different.toString())).isNotEmpty();
    assertThat(read("fr", "")).isEmpty();
    assertThat(read("ar", "\n \n")).isEmpty();
    assertThat(read("und", "x".repeat(300_000))).isEmpty();
  }
}
