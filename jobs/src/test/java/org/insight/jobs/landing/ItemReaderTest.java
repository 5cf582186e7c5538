package org.insight.jobs.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.insight.jobs.landing.ItemReading.LIMITS;
import static org.insight.jobs.landing.ItemReading.OPEN;
import static org.insight.jobs.landing.ItemReading.read;
import static org.insight.jobs.landing.ItemReading.rejected;
import static org.insight.jobs.landing.ItemReading.text;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.insight.jobs.landing.extract.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ItemReaderTest {

  @Test
  void plainTextIsADocument() {
    assertThat(read("a/report.txt", text("Le véhicule a été vu à Lyon.")))
        .singleElement()
        .satisfies(
            a -> {
              assertThat(a.kind()).isEqualTo("document");
              assertThat(a.text()).contains("véhicule");
              assertThat(a.outcome()).isEqualTo(Outcome.READ);
            });
  }

  @Test
  void entitiesOfXmlAreNeverFollowed() {
    rejected(
        read(
            "x.xml",
            text(
                "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY e SYSTEM"
                    + " \"file:///etc/passwd\">]><a>&e;</a>")),
        Reason.UNSAFE_XML,
        "entities");
    rejected(
        read(
            "lol.xml",
            text(
                "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY l \"lol\"><!ENTITY m"
                    + " \"&l;&l;&l;\">]><a>&m;</a>")),
        Reason.UNSAFE_XML,
        "entities");
  }

  @Test
  void emptyLargeAndUnknownFilesHaveTheirReasons() {
    rejected(read("e", new byte[0]), Reason.EMPTY, "no bytes");
    rejected(read("l.txt", new byte[(8 << 20) + 1]), Reason.TOO_LARGE, "8388608 bytes");
    rejected(
        read("u.bin", new byte[] {1, 2, 3, 0, 0, (byte) 0xFE, 9, 9}),
        Reason.UNSUPPORTED,
        "not recognised");
  }

  @Test
  void theBytesOfATooLargeFileAreNotKept() {
    Arrival arrival = read("l.txt", new byte[(8 << 20) + 1]).get(0);
    assertThat(arrival.content()).isNull();
    assertThat(arrival.sizeBytes()).isEqualTo((8 << 20) + 1);
  }

  /** It may be of zeros that no disk holds. */
  @Test
  void aFileThatIsLongerThanAnyThatIsReadIsNotGoneThrough() {
    String head = "X-Insight-Source: BE\nX-Insight-Purposes: locate\n\n";
    ItemSource endless = endless(text(head));
    PolicyFinder open = new PolicyFinder(p -> null, OPEN);
    List<Arrival> arrivals = new ItemReader(LIMITS, List.of()).read("a.bin", endless, open);
    rejected(arrivals, Reason.TOO_LARGE, "limit of 8388608 bytes");
    Arrival arrival = arrivals.get(0);
    assertThat(arrival.sizeBytes()).isEqualTo(endless.sizeBytes());
    assertThat(arrival.basePolicy()).as("its own policy").contains("\"source\":\"BE\"");
    assertThat(arrival.itemId())
        .isEqualTo(ItemReader.identify("a.bin", endless, open).itemId())
        .isNotEqualTo(ItemReader.identify("b.bin", endless, open).itemId());
  }

  private static ItemSource endless(byte[] begin) {
    return new ItemSource() {
      @Override
      public long sizeBytes() {
        return 10L << 40;
      }

      @Override
      public InputStream open() {
        // So much of it as may be looked at.
        return new ByteArrayInputStream(Arrays.copyOf(begin, 1 << 24));
      }
    };
  }

  @Test
  void textPastTheLimitIsCutAndSaidToBe() {
    String notice =
        "{\"entity_id\": \"1\", \"notice_type\": \"Red\", \"name\": \"FICTA\", \"text\": \"%s\"}";
    String words = "word ".repeat(1000);
    for (String text : List.of(words, notice.formatted(words))) {
      Arrival arrival = read("long.txt", text(text)).get(0);
      assertThat(arrival.text()).hasSize(1000);
      assertThat(arrival.issues()).contains("text_cut");
    }
  }

  @Test
  void aFileThatCannotBeOpenedIsAReject() {
    rejected(
        new ItemReader(LIMITS, List.of())
            .read(
                "gone.txt",
                () -> {
                  throw new IOException("gone");
                },
                new PolicyFinder(p -> null, OPEN)),
        Reason.UNREADABLE,
        "cannot be opened");
  }

  @Test
  void aBrokenNoticeIsCorruptAndItsReasonHoldsNothingOfIt() {
    List<Arrival> arrivals =
        read("n.json", text("{\"entity_id\": \"1\", \"notice_type\": \"Red\", \"name\": \"FICTA"));
    rejected(arrivals, Reason.CORRUPT, "interpol-notice");
    assertThat(arrivals.get(0).reason()).doesNotContain("FICTA");
  }

  @ParameterizedTest
  @ValueSource(strings = {"+300000-01-01", "0001-01-01", "2200-01-01", "yesterday"})
  void aNoticeOfNoDayThatMayBeSaysSo(String issuedOn) {
    String notice = "{\"entity_id\": \"1\", \"notice_type\": \"Red\", \"issued_on\": \"%s\"}";
    assertThat(read("n.json", text(notice.formatted("2026-03-05"))).get(0).sentAt())
        .hasToString("2026-03-05T00:00:00Z");
    Arrival arrival = read("n.json", text(notice.formatted(issuedOn))).get(0);
    assertThat(arrival.outcome()).isEqualTo(Outcome.READ);
    assertThat(arrival.sentAt()).isNull();
    assertThat(arrival.issues()).contains("sent_at_not_a_date");
  }

  @Test
  void theIdIsKnownWithoutReadingAndDependsOnThePolicy() {
    byte[] bytes = text("same");
    PolicyFinder open = new PolicyFinder(p -> null, OPEN);
    PolicyFinder other = new PolicyFinder(p -> null, OPEN.replace("FR", "BE"));
    ItemSource source = () -> new ByteArrayInputStream(bytes);
    Identified identified = ItemReader.identify("a.txt", source, open);
    assertThat(read("a.txt", bytes).get(0).itemId()).isEqualTo(identified.itemId());
    assertThat(ItemReader.identify("a.txt", source, other).itemId())
        .isNotEqualTo(identified.itemId());
  }
}
