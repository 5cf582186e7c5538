package org.insight.jobs.landing.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Please find the report. Password: Tango-77.| Tango-77",
        "The password for the attachment is \"Blue horse\"| Blue",
        "Le mot de passe est « Zèbre!42 ».| Zèbre!42",
        "mdp=K9x_44| K9x_44",
        "La contraseña del archivo es: 8842-AX| 8842-AX",
        "Clave : Luna2026;| Luna2026",
        "كلمة المرور هي Najm2026| Najm2026",
        "كلمة السر: قمر99| قمر99"
      })
  void theWordsAfterTheWordForOneAreCandidates(String text, String password) {
    assertThat(Passwords.in(text)).contains(password);
  }

  @Test
  void onTheNextLineAsWellAndWithItsFullStopWhereThatIsPartOfIt() {
    assertThat(Passwords.in("Password:\n\nQuiet.Harbour.\nRegards")).contains("Quiet.Harbour.");
  }

  @Test
  void aTextWithoutTheWordHasNone() {
    assertThat(Passwords.in("The passage is closed; the key lies under the mat.")).isEmpty();
  }

  @Test
  void aTextFullOfThemGivesSome() {
    String text = "password: one two three four five six\n".repeat(10_000) + "pwd ".repeat(100_000);
    assertThat(Passwords.in(text)).hasSizeLessThanOrEqualTo(Passwords.MOST).contains("one");
  }

  @Test
  void aWordOfMarksWithoutEndIsNoneAndIsNotLookedThrough() {
    String text = "Password: a" + "\"".repeat(2_000_000) + "b Zebre-42";
    List<String> found =
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> Passwords.in(text));
    assertThat(found).containsExactly("Zebre-42");
  }

  @Test
  void whatSurroundsALongPasswordIsTakenOff() {
    String password = "x".repeat(128);
    assertThat(Passwords.in("Password: \u00ab\"" + password + "\"\u00bb.")).contains(password);
  }
}
