package org.insight.jobs.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.insight.jobs.text.TextLayer.Worth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextLayerTest {

  @ParameterizedTest
  @CsvSource({
    "GOOD, 'Le suspect a été vu à Lyon le 3 mars, dit le témoin.'",
    "GOOD, 'شوهد المشتبه به في تونس يوم الثلاثاء الماضي'",
    "GOOD, 'Подозреваемого видели вчера в городе'",
    "GOOD, '1 234 567 8901 22 33 44 5566 7788 9900'",
    "LITTLE, '- 3 -'",
    "LITTLE, ''",
    // Letters set apart, as readers of scans leave them.
    "RUBBISH, 'L e s u s p e c t a é t é v u à L y o n'",
    // A font without a table of its characters.
    "RUBBISH, 'Xkrb qwtr pplk mnbv hjkl zxcv bnmq wrtp sdfg hjkl'",
    "RUBBISH, '\uFFFD\uFFFD suspect vu \uFFFD\uFFFD à Lyon hier'",
    "RUBBISH, '~~~ |||| ^^^ ;;;; ___ ++++ ==== a b c d e f g h i j k l m n o p q'",
  })
  void aLayerIsWorthWhatItsWordsAre(Worth worth, String page) {
    assertThat(TextLayer.worth(page)).isEqualTo(worth);
  }

  @Test
  void whatStandsAfterThePagesIsOfNone() {
    assertThat(TextLayer.pages("one\ftwo\n\u001dChapter one")).containsExactly("one", "two\n");
    assertThat(TextLayer.afterPages("one\ftwo\n\u001dChapter one")).isEqualTo("Chapter one");
    assertThat(TextLayer.pages("one\f")).containsExactly("one", "");
    assertThat(TextLayer.afterPages("one\f")).isNull();
    // Of a lake from when the sign had no meaning.
    assertThat(TextLayer.pages("o\u001dne\ftwo")).containsExactly("o\u001dne", "two");
    assertThat(TextLayer.afterPages("o\u001dne\ftwo")).isNull();
  }

  @Test
  void aLayerOfFewerThanTwoHundredLettersIsShort() {
    assertThat(TextLayer.isShort("Scanned by Ficta Office, 3 March 2024")).isTrue();
    assertThat(TextLayer.isShort("lettre 12 ".repeat(24) + "sept 20")).isTrue();
    assertThat(TextLayer.isShort("lettre 12 ".repeat(25))).isFalse();
  }
}
