package org.insight.jobs.mentions.described;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.insight.jobs.mentions.described.NameSpan.By;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameRulesTest {

  private static List<String> persons(String language, String text) {
    return NameRules.find(text, language, List.of()).stream()
        .filter(name -> name.kind() == NameKind.PERSON)
        .map(NameSpan::text)
        .toList();
  }

  private static List<NameSpan> withModel(String language, String text, String... model) {
    List<NameSpan> spans =
        List.of(model).stream()
            .map(
                name -> {
                  int begin = text.indexOf(name);
                  return NameSpan.ofModel(text, begin, begin + name.length(), NameKind.PERSON, .9);
                })
            .toList();
    return NameRules.find(text, language, spans);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fr | Le nommé Tibor Kovalik est en fuite. | Tibor Kovalik",
        "fr | Entendons la dénommée Odile de la Tourette à Lyon. | Odile de la Tourette",
        "fr | Plainte de M. Kovalik, hier. | Kovalik",
        "fr | Il dit s'appeler Vilmos Ferenczy. | Vilmos Ferenczy",
        "fr | Nom : KOVALIK Tibor | KOVALIK Tibor",
        "fr | Concernant Kovalik Tibor : rien. | Kovalik Tibor",
        "es | Acerca de Kovalik Arce: nada. | Kovalik Arce",
        "en | A man giving the name Tibor von Kovalik was stopped. | Tibor von Kovalik",
        "en | Detective Inspector Wilkes wrote this. | Wilkes",
        "en | Driver: KOVALIK, Tibor | KOVALIK, Tibor",
        "en | Statement of O'Hara Malone. | O'Hara Malone",
        "es | Es hijo de Tiburcio Kovalik y vive aquí. | Tiburcio Kovalik",
        "es | Fue identificado como Tiburcio del Kovalik Arce. | Tiburcio del Kovalik Arce",
        "es | La Sra. Kovalik no declara. | Kovalik",
        "ar | ضبط المدعو تيبور كوفاليك. | تيبور كوفاليك",
        "ar | حضرت المسماة ليلى القاسمي إلى المركز. | ليلى القاسمي",
        "ar | السيد نور الدين القاسمي في منزله. | نور الدين القاسمي",
        "ar | العقيد سالم بن حمد القاسمي | سالم بن حمد القاسمي",
        "ar | بيانات السيد: تظهر كشوف الحساب. ضبط المدعو تيبور كوفاليك يدير شركة. | تيبور كوفاليك",
      })
  void aCueIntroducesAName(String language, String text, String name) {
    assertThat(persons(language, text)).containsExactly(name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fr | Le nommé, absent, n'a rien dit.",
        "fr | Il demeure 12 rue Jean Jaurès à Lyon.",
        "fr | Le juge. Paris est loin.",
        "en | The officer in the case. Nothing was found.",
        "en | He flew to Santiago de Chile.",
        "en | Regarding the Organised Crime Unit: nothing.",
        "en | Payments by Martin Kovalik Trading Ltd were stopped.",
        "es | Brigada de Información, Madrid.",
        "es | Vive en la calle María Zambrano.",
        "ar | دفعت الضحية مبلغ 500 درهم.",
        "ar | التقى به في شارع محمد الخامس.",
      })
  void whatOnlyLooksLikeANameIsNone(String language, String text) {
    assertThat(persons(language, text)).isEmpty();
  }

  @Test
  void aSurnameInCapitalsBeforeAGivenNameIsAName() {
    assertThat(persons("fr", "Arrivée de KOVALIK Jean à Nice.")).containsExactly("KOVALIK Jean");
  }

  @Test
  void partsOfANameAreNamesElsewhereButNotInPlacesAndStreets() {
    assertThat(
            persons(
                "en",
                "Suspect: Tibor Brighton. Then Brighton fled. He lives in Brighton, at 3 Brighton Road."))
        .containsExactly("Tibor Brighton", "Brighton");
  }

  @Test
  void titlesAreCutFromAModelsSpanAndKunyasStay() {
    assertThat(withModel("fr", "Le capitaine Kovalik dort.", "capitaine Kovalik"))
        .extracting(NameSpan::text)
        .containsExactly("Kovalik");
    assertThat(withModel("ar", "رأى أبو سيف القاسمي.", "أبو سيف القاسمي"))
        .extracting(NameSpan::text)
        .containsExactly("أبو سيف القاسمي");
    assertThat(withModel("en", "We saw Kovalik's car.", "Kovalik's"))
        .extracting(NameSpan::text)
        .containsExactly("Kovalik");
    assertThat(
            withModel("es", "Tiburcio Kovalik alias Chato huye.", "Tiburcio Kovalik alias Chato"))
        .extracting(NameSpan::text)
        .contains("Tiburcio Kovalik");
  }

  @Test
  void aModelsSpanEndsAtArabicWordsThatArePartOfNoName() {
    assertThat(withModel("ar", "وتبين عن تيبور كوفاليك ما يلي", "تيبور كوفاليك ما يلي"))
        .extracting(NameSpan::text)
        .containsExactly("تيبور كوفاليك");
    assertThat(withModel("ar", "يشتكي تيبور كوفاليك من سليم شلبي", "تيبور كوفاليك من سليم شلبي"))
        .extracting(NameSpan::text)
        .containsExactly("تيبور كوفاليك", "سليم شلبي");
    assertThat(withModel("ar", "المالك هو فقط", "هو")).isEmpty();
    assertThat(withModel("ar", "رأى تيبور دي لا كوفاليك", "تيبور دي لا كوفاليك"))
        .extracting(NameSpan::text)
        .containsExactly("تيبور دي لا كوفاليك");
  }

  @Test
  void twoArabicNamesBesideEachOtherAreTwoIfTheSecondStandsElsewhere() {
    String both = "سالم القاسمي تيبور كوفاليك";
    assertThat(withModel("ar", "يخبر " + both + " بالأمر. ضبط المدعو تيبور كوفاليك.", both))
        .extracting(NameSpan::text)
        .containsExactly("سالم القاسمي", "تيبور كوفاليك", "تيبور كوفاليك");
    assertThat(withModel("ar", "يخبر " + both + " بالأمر. ضبط المدعو كوفاليك.", both))
        .extracting(NameSpan::text)
        .containsExactly(both, "كوفاليك");
    String son = "سالم حمد بن تيبور كوفاليك";
    assertThat(withModel("ar", "يخبر " + son + " بالأمر. ضبط المدعو تيبور كوفاليك.", son))
        .extracting(NameSpan::text)
        .containsExactly(son, "تيبور كوفاليك");
  }

  @Test
  void whatTheModelTakesForAPlaceMayBeAPersonOfTheText() {
    assertThat(kinds("شجار بين عمر الكوفالي وآخرين", "عمر الكوفالي", .4)).containsExactly("PERSON");
    assertThat(kinds("شجار بين عمر الكوفالي وآخرين", "عمر الكوفالي", .9)).containsExactly("PLACE");
    assertThat(kinds("شجار في تيبور كوفاليك", "تيبور كوفاليك", .4)).containsExactly("PLACE");
    assertThat(
            kinds("شجار بين تيبور كوفاليك وآخرين. ضبط المدعو تيبور كوفاليك.", "تيبور كوفاليك", .9))
        .containsExactly("PERSON", "PERSON");
    assertThat(kinds("Vu à Tibor. Le nommé Tibor est en fuite.", "Tibor", .9))
        .containsExactly("PLACE", "PERSON");
  }

  private static List<String> kinds(String text, String place, double confidence) {
    int begin = text.indexOf(place);
    return NameRules.find(
            text,
            text.charAt(0) < 128 ? "fr" : "ar",
            List.of(
                NameSpan.ofModel(text, begin, begin + place.length(), NameKind.PLACE, confidence)))
        .stream()
        .map(name -> name.kind().name())
        .toList();
  }

  @Test
  void aWordThatALongerNameHasKeepsWhatLooksLikeAParticle() {
    assertThat(withModel("ar", "رأى كالديرون أوزبك", "كالديرون أوزبك"))
        .extracting(NameSpan::text)
        .containsExactly("الديرون أوزبك");
    assertThat(
            withModel(
                "ar",
                "حضر كالديرون أوزبك مع سارا كالديرون أوزبك",
                "كالديرون أوزبك",
                "سارا كالديرون أوزبك"))
        .extracting(NameSpan::text)
        .containsExactly("كالديرون أوزبك", "سارا كالديرون أوزبك");
  }

  @Test
  void aStreetIsNoPersonInATextOfAnyLanguage() {
    assertThat(withModel("ar", "العنوان: 12 impasse Kovalik, Lyon", "Kovalik")).isEmpty();
    assertThat(withModel("fr", "Il demeure Calle Kovalik 12", "Calle Kovalik")).isEmpty();
    assertThat(withModel("fr", "Vu à Lyon. Rue Kovalik dort.", "Kovalik")).isEmpty();
  }

  @Test
  void aParticleThatTheModelCutsOffIsPartOfTheName() {
    assertThat(withModel("es", "En cuanto a de Kovalik, huye.", "de", "Kovalik"))
        .extracting(NameSpan::text)
        .containsExactly("de Kovalik");
    assertThat(withModel("es", "Casa de la mar.", "de la")).isEmpty();
    assertThat(withModel("es", "Casa de la mar y de Kovalik.", "de la", "Kovalik"))
        .extracting(NameSpan::text)
        .containsExactly("Kovalik");
  }

  @Test
  void arabicParticlesAreCutWhereANameIsLeft() {
    assertThat(withModel("ar", "قال لمحمد القاسمي", "لمحمد القاسمي"))
        .extracting(NameSpan::text)
        .containsExactly("محمد القاسمي");
    assertThat(withModel("ar", "وليد القاسمي هنا", "وليد القاسمي"))
        .extracting(NameSpan::text)
        .containsExactly("وليد القاسمي");
    assertThat(withModel("ar", "أوقف تيبور حسن وكوفاليك مراد", "تيبور حسن", "وكوفاليك مراد"))
        .extracting(NameSpan::text)
        .containsExactly("تيبور حسن", "كوفاليك مراد");
  }

  @Test
  void oneArabicWordIsANameIfALongerNameHasItOrTheModelIsSure() {
    assertThat(withModel("ar", "أوقف تيبور هنا", "تيبور")).isEmpty();
    assertThat(withModel("ar", "أوقف تيبور كوفاليك. قال تيبور", "تيبور كوفاليك"))
        .extracting(NameSpan::text)
        .containsExactly("تيبور كوفاليك", "تيبور");
    String text = "أوقف تيبور هنا";
    assertThat(
            NameRules.find(
                text, "ar", List.of(NameSpan.ofModel(text, 5, 10, NameKind.PERSON, .99))))
        .extracting(NameSpan::text)
        .containsExactly("تيبور");
  }

  @Test
  void aNameBehindACueIsAPersonsWhateverTheModelSays() {
    String text = "Le nommé Bastos est libre.";
    List<NameSpan> names =
        NameRules.find(text, "fr", List.of(NameSpan.ofModel(text, 9, 15, NameKind.PLACE, .9)));
    assertThat(names).hasSize(1);
    assertThat(names.get(0).kind()).isEqualTo(NameKind.PERSON);
    assertThat(names.get(0).by()).isEqualTo(By.MODEL);
  }

  @Test
  void theModelsSpanIsKeptBeforeARules() {
    String text = "Le nommé Tibor Kovalik Junior.";
    List<NameSpan> names =
        NameRules.find(text, "fr", List.of(NameSpan.ofModel(text, 9, 22, NameKind.PERSON, .9)));
    assertThat(names).extracting(NameSpan::text).startsWith("Tibor Kovalik");
    assertThat(names.get(0).by()).isEqualTo(By.MODEL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "KOVALIK Tibor | Tibor Kovalik",
        "KOVALIK, Tibor | Tibor Kovalik",
        "Tibor KOVALIK | Tibor Kovalik",
        "KOVALIK ARCE JUAN | Juan Kovalik Arce",
        "O'HARA-SMITH Jean | Jean O'Hara-Smith",
        "T. Kovalik | T. Kovalik",
        "ليلى القاسمي | ليلى القاسمي",
      })
  void theNormalFormHasTheGivenNameFirst(String name, String normal) {
    assertThat(NameForms.normal(name)).isEqualTo(normal);
  }

  @Test
  void scriptsAreTold() {
    assertThat(NameForms.script("Kovalik")).isEqualTo("Latn");
    assertThat(NameForms.script("القاسمي")).isEqualTo("Arab");
    assertThat(NameForms.script("123")).isEqualTo("Zyyy");
  }

  @Test
  void hostileTextsGiveNamesThatDoNotOverlap() {
    String names = "M. Tibor Kovalik, ".repeat(3_000);
    String letters = "A".repeat(200_000) + " " + "Mr. ".repeat(5_000) + "(".repeat(5_000);
    for (String text : List.of(names, letters, "", "\n\n", "و".repeat(10_000))) {
      for (String language : List.of("fr", "ar", "und")) {
        int end = 0;
        for (NameSpan name : NameRules.find(text, language, List.of())) {
          assertThat(name.begin()).isGreaterThanOrEqualTo(end);
          assertThat(text.substring(name.begin(), name.end())).isEqualTo(name.text());
          end = name.end();
        }
      }
    }
    assertThat(NameRules.find(names, "fr", List.of())).hasSize(3_000);
  }
}
