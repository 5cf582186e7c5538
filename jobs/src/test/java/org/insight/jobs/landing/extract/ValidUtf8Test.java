package org.insight.jobs.landing.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.tika.metadata.Metadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValidUtf8Test {

  private static Charset detected(byte[] bytes) throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(bytes);
    Charset charset = new ValidUtf8().detect(in, new Metadata());
    assertThat(in.readAllBytes()).as("read from its begin").isEqualTo(bytes);
    return charset;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Noemí vive en Málaga.",
        "Élodie a été vue.",
        "شوهد في الميناء",
        "Seen at 10 °C",
        "汉字"
      })
  void validUtf8IsUtf8(String text) throws IOException {
    assertThat(detected(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(StandardCharsets.UTF_8);
  }

  @Test
  void otherTextIsLeftToOthers() throws IOException {
    assertThat(detected("Noemí vive".getBytes(Charset.forName("windows-1252")))).isNull();
    assertThat(detected("شوهد".getBytes(Charset.forName("windows-1256")))).isNull();
    assertThat(detected("汉字汉字".getBytes(Charset.forName("GB18030")))).isNull();
    assertThat(detected("Noemí".getBytes(StandardCharsets.UTF_16LE))).isNull();
    assertThat(detected("Plain".getBytes(StandardCharsets.US_ASCII))).isNull();
    assertThat(detected(new byte[0])).isNull();
    assertThat(new ValidUtf8().detect(null, new Metadata())).isNull();
  }

  @Test
  void aCharacterThatIsCutAtTheEndOfWhatIsLookedAtIsNoError() throws IOException {
    byte[] text = "xé".concat("éé".repeat(40_000)).getBytes(StandardCharsets.UTF_8);
    assertThat(detected(text)).isEqualTo(StandardCharsets.UTF_8);
    byte[] cut = {'a', (byte) 0xC3};
    assertThat(detected(cut)).as("cut where the text ends").isNull();
  }
}
