package org.insight.jobs.text.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {

  private static final String FRENCH =
      """
      Le véhicule a été vu le 3 mars au port de Brevane, où deux hommes ont déchargé des caisses
      dans un entrepôt loué par une société inconnue du registre. Le gardien dit avoir noté le
      passage d'un second camion vers vingt-deux heures, sans plaque à l'avant.""";
  private static final String ENGLISH =
      """
      The vehicle was seen on 3 March in the port of Brevane, where two men unloaded crates into a
      warehouse rented by a company that is not in the register. The guard says that he noted a
      second lorry at about ten in the evening, without a plate in front.""";
  private static final String SPANISH =
      """
      El vehículo fue visto el 3 de marzo en el puerto de Brevane, donde dos hombres descargaron
      cajas en un almacén alquilado por una empresa que no consta en el registro. El guarda dice
      haber anotado un segundo camión hacia las diez de la noche, sin matrícula delantera.""";
  private static final String ARABIC =
      """
      شوهدت المركبة في ٣ مارس في ميناء بريفان حيث أنزل رجلان صناديق في مستودع استأجرته شركة غير
      مسجلة في السجل التجاري ويقول الحارس إنه سجل مرور شاحنة ثانية نحو الساعة العاشرة مساء دون لوحة
      في الأمام""";

  private static double similarity(String one, String other) {
    return Sketch.similarity(sketch(one), sketch(other));
  }

  private static int[] sketch(String text) {
    return Fingerprint.of(text).sketch().stream().mapToInt(Integer::intValue).toArray();
  }

  private static String withWord(String text, int at, String word) {
    String[] words = text.split("\\s+");
    words[at] = word;
    return String.join(" ", words);
  }

  @ParameterizedTest
  @ValueSource(strings = {FRENCH, ENGLISH, SPANISH, ARABIC})
  void aTextWithChangedWordsIsNearAndAForwardedOneToo(String text) {
    String one = withWord(text, 5, "xyz");
    assertThat(similarity(text, one)).isBetween(.8, .95);
    assertThat(similarity(text, "Fwd:\n> " + text.replace("\n", "\n> ") + "\nOk."))
        .isGreaterThan(.9);
    assertThat(similarity(text, withWord(withWord(one, 20, "xyz"), 30, "xyz"))).isBetween(.55, .8);
    assertThat(Fingerprint.of(text).buckets())
        .hasSize(26)
        .isNotEqualTo(Fingerprint.of(one).buckets());
    assertThat(Collections.disjoint(Fingerprint.of(text).buckets(), Fingerprint.of(one).buckets()))
        .isFalse();
  }

  @Test
  void aTranslationIsAnotherText() {
    assertThat(similarity(FRENCH, ENGLISH)).isZero();
    assertThat(similarity(SPANISH, ARABIC)).isZero();
  }

  @Test
  void caseAccentsLayoutAndDigitsOfAnotherScriptMakeNoOtherText() {
    assertThat(Fingerprint.of(FRENCH.toUpperCase().replace("É", "E").replace(" ", "\t")))
        .isEqualTo(Fingerprint.of(FRENCH));
    assertThat(Fingerprint.of(ARABIC.replace("٣", "3"))).isEqualTo(Fingerprint.of(ARABIC));
  }

  @Test
  void wordsInAnotherOrderAreAnotherText() {
    Fingerprint one = Fingerprint.of("vu au port hier soir");
    Fingerprint other = Fingerprint.of("hier soir vu au port");
    assertThat(one.textHash()).isNotEqualTo(other.textHash());
    assertThat(similarity("vu au port hier soir", "hier soir vu au port")).isEqualTo(.2);
  }

  @Test
  void aTextUnderThreeWordsHasTheBucketOfItsTextAlone() {
    Fingerprint two = Fingerprint.of("Bien reçu");
    assertThat(two.words()).isEqualTo(2);
    assertThat(two.shingles()).isZero();
    assertThat(two.buckets()).hasSize(1);
    assertThat(two).isEqualTo(Fingerprint.of("BIEN RECU."));
  }

  @Test
  void aTextWithoutWordsHasNoBucket() {
    assertThat(Fingerprint.of("— …\n").buckets()).isEmpty();
    assertThat(Fingerprint.of("").words()).isZero();
  }

  @Test
  void fingerprintsAreThoseThatTablesHold() {
    // Another value here means that every lake has to be made anew.
    Fingerprint f = Fingerprint.of("a report from the port");
    assertThat(Arrays.asList(f.shingles(), f.sketch(), f.buckets().subList(0, 3)).toString())
        .isEqualTo(
            "[3, [-42051185, 560996852, 794816644], [-495489829372595218, 7353090698720843156,"
                + " -5265678540160253286]]");
  }
}
