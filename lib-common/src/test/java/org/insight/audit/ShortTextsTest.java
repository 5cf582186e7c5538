package org.insight.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShortTextsTest {

  /** By reads of a few characters, as they end anywhere. */
  private static String read(String json) throws IOException {
    StringBuilder read = new StringBuilder();
    char[] some = new char[7];
    ShortTexts texts = new ShortTexts(new StringReader(json), 10);
    for (int n = texts.read(some, 0, 7); n >= 0; n = texts.read(some, 0, 7)) {
      read.append(some, 0, n);
    }
    return read.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"a\": [1, -2.5e3, true, null, \"\", \"0123456789\"]}",
        "\"\\\"\\\\\\n\\t\\b\\f\\r\\\"/é\"",
        "{\"breaks off\": \"in a tex",
      })
  void textsWithinTheLimitStayAsTheyAre(String json) throws IOException {
    assertThat(read(json)).isEqualTo(json);
  }

  @Test
  void aLongerOneKeepsItsBeginningAndItsEnd() throws IOException {
    assertThat(read("{\"01234567890\": \"a\\\\b\\\"cdefghi\\u00e9jk\\\\\\\"\"}"))
        .isEqualTo(
            "{\"01234 … (left out: 1 characters) … 67890\":"
                + " \"a\\\\b\\\"c … (left out: 6 characters) … éjk\\\\\\\"\"}");
  }

  @Test
  void whatBreaksOffInALongTextStaysBrokenOff() throws IOException {
    assertThat(read("{\"a\": \"0123456789abc"))
        .isEqualTo("{\"a\": \"01234 … (left out: 3 characters) … 89abc");
    assertThatThrownBy(() -> read("\"\\u00")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read("\"\\u00zz\"")).isInstanceOf(IOException.class);
  }
}
