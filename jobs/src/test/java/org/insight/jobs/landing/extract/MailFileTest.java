package org.insight.jobs.landing.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.insight.jobs.landing.extract.MailFile.Attachment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailFileTest {

  private static final long MOST = 1 << 20;

  private static MailFile mail(String sent, Map<String, String> headers, Attachment... attached) {
    return new MailFile(sent, headers, "Seen in Lyon, près du pont.", false, List.of(attached));
  }

  private static Parsing.Reading read(byte[] bytes) {
    assertThat(Parsing.shared().detect(bytes)).isEqualTo(MailFile.MESSAGE);
    return Parsing.shared().read(bytes, MailFile.MESSAGE, null, new Budget(ReadingLimits.DEFAULT));
  }

  @Test
  void whatIsWrittenIsReadAsTheMailThatItWas() {
    byte[] picture = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0, 1, 2};
    byte[] bytes =
        mail(
                null,
                Map.of(
                    "From", MailFile.mailbox("Zoé Ficta", "zoe@example.org"),
                    "Subject", MailFile.words("Véhicule vu à Lyon"),
                    "Date", "Tue, 2 Aug 2016 00:27:12 GMT"),
                new Attachment("photo à Lyon; 1.png", "image/png", picture),
                new Attachment("a", "multipart/mixed; boundary=b", new byte[] {1}))
            .bytes(0, MOST);
    Parsing.Reading reading = read(bytes);
    assertThat(reading.title()).isEqualTo("Véhicule vu à Lyon");
    assertThat(reading.sentAt()).hasToString("2016-08-02T00:27:12Z");
    assertThat(reading.text()).contains("Seen in Lyon, près du pont.");
    assertThat(reading.metadata().get("Message-From")).contains("Zoé Ficta", "zoe@example.org");
    assertThat(reading.members())
        .extracting(Member::name)
        .containsExactly("photo à Lyon; 1.png", "a");
    assertThat(reading.members().get(0).bytes()).isEqualTo(picture);
  }

  @Test
  void theHeadersThatItCameWithAreKeptButForThoseOfItsForm() {
    String sent =
        "Microsoft Mail Internet Headers Version 2.0\r\n"
            + "X-Insight-Source: BE\r\n"
            + "Content-Type: multipart/related;\r\n\tboundary=\"other\"\r\n"
            + "Subject: of the\r\n headers\r\n"
            + "mime-version: 1.0\r\n"
            + "\r\n"
            + "X-Insight-Purposes: warning\r\n";
    byte[] bytes = mail(sent, Map.of("Subject", "of the folder")).bytes(0, MOST);
    assertThat(new String(bytes, StandardCharsets.UTF_8))
        .startsWith("X-Insight-Source: BE\r\nSubject: of the\r\n headers\r\nMIME-Version: 1.0\r\n")
        .doesNotContain("other", "Microsoft", "warning", "of the folder");
    Parsing.Reading reading = read(bytes);
    assertThat(reading.headers()).containsEntry("X-Insight-Source", "BE");
    assertThat(reading.title()).isEqualTo("of the headers");
  }

  /** Else a mail of a folder would be shown to whom one that is a file is not. */
  @Test
  void whatRestrictsItGoesOnAsItCameWhateverIsWrongWithIt() {
    for (String header :
        new String[] {
          "X-Insight-Not For: US",
          "x-insight-not-for US",
          "X-Insight-Conditions: a\u2028b",
          "Comments: x\r\n \r\nX-Insight-Not-For: US"
        }) {
      String sent = "Subject: s\r\n" + header + "\r\nDate: none\r\n\r\n";
      assertThat(new String(mail(sent, Map.of()).bytes(0, MOST), StandardCharsets.UTF_8))
          .startsWith("Subject: s\r\n" + header + "\r\nDate: none\r\nMIME-Version: 1.0\r\n");
    }
  }

  @Test
  void aMailWithinAMailIsOneAndHoldsItsOwn() {
    byte[] inner = mail(null, Map.of("Subject", "inner"), attached("in.txt")).bytes(1, MOST);
    byte[] outer =
        mail(
                null,
                Map.of("Subject", "outer"),
                new Attachment("inner.eml", MailFile.MESSAGE, inner),
                attached("out.txt"))
            .bytes(0, MOST);
    Parsing.Reading reading = read(outer);
    assertThat(reading.members()).extracting(Member::name).containsExactly("inner.eml", "out.txt");
    Parsing.Reading within = read(reading.members().get(0).bytes());
    assertThat(within.title()).isEqualTo("inner");
    assertThat(within.members()).extracting(Member::name).containsExactly("in.txt");
  }

  private static Attachment attached(String name) {
    return new Attachment(name, null, "text".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aBodyOfHtmlKeepsItsLettersWhateverItSaysOfItsEncoding() {
    String html =
        "<html><head><meta charset=\"windows-1251\"></head><body>Vu à Lyon, رآه 😀</body></html>";
    byte[] bytes = new MailFile(null, Map.of("Subject", "s"), html, true, List.of()).bytes(0, MOST);
    assertThat(read(bytes).text()).contains("Vu à Lyon, رآه 😀");
  }

  @ParameterizedTest
  @CsvSource({
    "'a\r\nX-Insight-Source: BE', 'a X-Insight-Source: BE'",
    "'', ''",
    "Plain words, Plain words",
  })
  void whatAHeaderSaysIsOneLine(String text, String header) {
    assertThat(MailFile.words(text)).isEqualTo(header);
    assertThat(new String(mail(null, Map.of("X", text)).bytes(0, MOST), StandardCharsets.UTF_8))
        .startsWith("X: " + header + "\r\nMIME-Version");
  }

  @Test
  void aLongHeaderIsOneLineToo() {
    assertThat(MailFile.words("é".repeat(500))).doesNotContain("\n", "\r");
  }

  @Test
  void whatIsTooLongEndsSomeWayPastTheLimit() {
    Attachment large = new Attachment("l", null, new byte[2000]);
    assertThat(mail(null, Map.of(), large, large, large, large).bytes(0, 1000))
        .hasSizeBetween(1001, 4000);
  }
}
