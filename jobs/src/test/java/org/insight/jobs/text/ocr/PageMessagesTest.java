package org.insight.jobs.text.ocr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What comes of a worker that hostile bytes took over is a failed page, and no fault of a run. */
class PageMessagesTest {

  private static final PageReading READING =
      new PageReading(
          3,
          List.of(
              new PageWord("Ghent", PageWord.Gap.SPACE, 1, 2, 3, 4, 0.5),
              new PageWord("Lyon", PageWord.Gap.PARAGRAPH, 5, 6, 7, 8, 0.75)),
          "eng",
          0.625,
          90,
          100,
          200,
          null,
          "ocr_plain_only");

  @Test
  void aReadingComesAsItWasSent() throws IOException {
    assertThat(read(sent(), 3)).isEqualTo(new PageMessages.Answer(READING, true));
  }

  @Test
  void aRequestSaysWhichPagesAreReadOnlyIfTheyAreScans() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PageMessages.write(
        new DataOutputStream(bytes),
        new PageMessages.Request(
            new byte[] {1, 2}, "application/pdf", List.of(3, 4, 7), Set.of(4)));
    PageMessages.Request came =
        PageMessages.request(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    assertThat(came.content()).containsExactly(1, 2);
    assertThat(came.pages()).containsExactly(3, 4, 7);
    assertThat(came.scans()).containsExactly(4);
  }

  @Test
  void aReadingOfAnotherPageIsNone() throws IOException {
    byte[] sent = sent();
    assertThatThrownBy(() -> read(sent, 4)).isInstanceOf(IOException.class);
  }

  @Test
  void aGapThatIsNoneOfThemIsNoReading() throws IOException {
    byte[] sent = sent();
    // Of the last word, before four places and a confidence of four bytes each.
    for (byte gap : new byte[] {3, 127, -1}) {
      sent[sent.length - 21] = gap;
      assertThatThrownBy(() -> read(sent, 3)).isInstanceOf(IOException.class);
    }
  }

  private static byte[] sent() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PageMessages.write(new DataOutputStream(bytes), new PageMessages.Answer(READING, true));
    return bytes.toByteArray();
  }

  private static PageMessages.Answer read(byte[] bytes, int page) throws IOException {
    return PageMessages.answer(new DataInputStream(new ByteArrayInputStream(bytes)), page);
  }
}
