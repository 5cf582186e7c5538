package org.insight.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.sql.Row;
import org.insight.jobs.landing.Inbox;
import org.insight.streams.Message.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageTest {

  private static final byte[] VALUE = "Some text.".getBytes(UTF_8);

  private static Header header(String key, String value) {
    return new Header(key, value.getBytes(UTF_8));
  }

  private static Row message(Header... headers) {
    return Message.file("notices", 2, 17, VALUE, List.of(headers));
  }

  private static String policy(Row message) {
    return message.getString(4);
  }

  @Test
  void aMessageIsAFileOfItsPlace() {
    Row row = message();
    assertThat(row.getString(0)).isEqualTo("notices/2-17");
    assertThat(row.getString(1)).isEqualTo("kafka:notices/2-17");
    assertThat(row.getLong(2)).isEqualTo(VALUE.length);
    assertThat(row.<byte[]>getAs(3)).isEqualTo(VALUE);
    assertThat(policy(row)).isNull();
  }

  @Test
  void aMessageWithoutAValueHasNoBytes() {
    Row row = Message.file("notices", 0, 0, null, List.of());
    assertThat(row.<byte[]>getAs(3)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "report.eml, notices/2-17/report.eml",
    "../../etc/passwd, notices/2-17/passwd",
    "'C:\\temp\\list.csv', notices/2-17/list.csv",
    "'line\nbreak.txt', notices/2-17/linebreak.txt",
    "'a/', notices/2-17",
    "' ', notices/2-17"
  })
  void aNameIsTheLastPartOfAPathAndNothingElse(String name, String path) {
    assertThat(message(header("name", name)).getString(0)).isEqualTo(path);
  }

  @Test
  void aLongNameIsCut() {
    assertThat(message(header("name", "n".repeat(10_000))).getString(0)).hasSizeLessThan(300);
  }

  @Test
  void aPolicyIsTakenFromItsHeader() {
    assertThat(policy(message(header("Policy", "source: FR")))).isEqualTo("source: FR");
  }

  @Test
  void whatIsWrongAboutAHeaderIsNeverNoPolicy() {
    assertThat(policy(message(header("policy", "source: FR"), header("policy", "source: FR"))))
        .isEqualTo(Message.UNUSABLE);
    assertThat(policy(message(header("policy", "x".repeat(Inbox.MAX_POLICY_BYTES + 1)))))
        .isEqualTo(Message.UNUSABLE);
    assertThat(policy(message(new Header("policy", null)))).isEqualTo(Message.UNUSABLE);
    for (String like :
        List.of("policy ", "p\u043elicy", "pol\u200bicy", "X-Insight_Level", "Insight-Level")) {
      assertThat(policy(message(header(like, "3")))).as(like).isEqualTo(Message.UNUSABLE);
      assertThat(policy(message(header("policy", "source: FR"), header(like, "3"))))
          .as(like)
          .isEqualTo(Message.UNUSABLE);
    }
    String strict = "source: FR\nlevel: 3\n";
    assertThat(policy(message(header("policies", strict)))).isEqualTo(Message.UNUSABLE);
    assertThat(policy(message(header("policies", "12"), header("police", "Lyon")))).isNull();
  }
}
