package org.insight.jobs.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.pemistahl.lingua.api.LanguageDetector;
import net.sourceforge.tess4j.Tesseract;
import org.insight.jobs.models.RegisteredModel;
import org.insight.jobs.text.ocr.OcrLimits;
import org.insight.jobs.text.ocr.PageModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguagesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fr | Le suspect a été vu près de la gare avec deux hommes.",
        "en | The suspect was seen near the station with two men.",
        "es | El sospechoso fue visto cerca de la estación con dos hombres.",
        "ar | شوهد المشتبه به قرب المحطة مع رجلين.",
        "und | +33 6 12 34 56 78",
        "und | AB-123-CD",
        "und | Подозреваемый был замечен у вокзала.",
        "und | مظنون در نزدیکی ایستگاه با دو مرد دیده شد گفت چه پرسید",
        "und | ''",
      })
  void languageOfASentence(String code, String sentence) {
    assertThat(Languages.of(sentence).code()).isEqualTo(code);
  }

  @Test
  void theModelIsNamedByTheVersionThatIsUsed() {
    assertThat(jar(LanguageDetector.class)).isEqualTo("lingua-1.2.2.jar");
    assertThat(new SplitSentences().settings()).startsWith("language=lingua-1.2.2 ");
    assertThat(jar(Tesseract.class)).isEqualTo(ReadPages.TESSERACT_BY + ".jar");
    assertThat(new ReadPages(OcrLimits.of("fra ara", 1, 1, 1, 1)).settings())
        .isEqualTo(
            "ocr="
                + ReadPages.TESSERACT_BY
                + " reader="
                + PageModels.VERSION
                + " models="
                + RegisteredModel.of("pages").id()
                + " languages=fra ara");
  }

  private static String jar(Class<?> of) {
    String path = of.getProtectionDomain().getCodeSource().getLocation().getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  @Test
  void confidenceIsBetweenNoneAndOne() {
    assertThat(Languages.of("The suspect was seen near the station.").confidence())
        .isBetween(Languages.MIN_CONFIDENCE, 1.0);
    assertThat(Languages.of("12345").confidence()).isZero();
  }

  @Test
  void longSentenceIsJudgedByItsBeginning() {
    String french = "Le véhicule a été retrouvé dans la rue. ".repeat(10);
    assertThat(Languages.of(french + "the ".repeat(100_000)).code()).isEqualTo("fr");
  }
}
