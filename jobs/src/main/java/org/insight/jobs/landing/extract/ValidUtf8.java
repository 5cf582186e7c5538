package org.insight.jobs.landing.extract;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.apache.tika.detect.EncodingDetector;
import org.apache.tika.metadata.Metadata;
import org.jspecify.annotations.Nullable;

/**
 * Takes text for UTF-8 if its bytes are valid UTF-8 and go beyond ASCII. Text in another encoding
 * is almost never valid (RFC 3629, section 4). Detectors by statistics take short Spanish text for
 * GB18030.
 */
final class ValidUtf8 implements EncodingDetector {

  private static final long serialVersionUID = 1L;

  /** Bytes that are looked at. */
  private static final int LOOK = 1 << 16;

  /**
   * @return UTF-8, or null if this says nothing of the text
   */
  @Override
  public @Nullable Charset detect(@Nullable InputStream input, Metadata metadata)
      throws IOException {
    if (input == null) {
      return null;
    }
    input.mark(LOOK);
    byte[] begin;
    try {
      begin = input.readNBytes(LOOK);
    } finally {
      input.reset();
    }
    return isBeyondAscii(begin) && isValid(begin) ? StandardCharsets.UTF_8 : null;
  }

  /** Whether there is a byte of more than seven bits; text with zeros is none of UTF-8. */
  private static boolean isBeyondAscii(byte[] bytes) {
    boolean beyond = false;
    for (byte each : bytes) {
      if (each == 0) {
        return false;
      }
      beyond |= each < 0;
    }
    return beyond;
  }

  /** The last character may be cut if there is more to come. */
  private static boolean isValid(byte[] bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CoderResult end =
        decoder.decode(
            ByteBuffer.wrap(bytes), CharBuffer.allocate(bytes.length), bytes.length < LOOK);
    return !end.isError();
  }
}
