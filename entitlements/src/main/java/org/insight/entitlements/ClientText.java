package org.insight.entitlements;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Text that a client has sent in a header, which takes nothing but ASCII: as it is, or as {@code
 * utf-8''} and its bytes in UTF-8, each that is none of a plain character as a percent sign and two
 * hex digits (RFC 8187).
 */
public final class ClientText {

  private static final String MARK = "utf-8''";

  private ClientText() {}

  /** The text; what has the mark and is not of that form stays as it came. */
  public static String decoded(String sent) {
    if (!sent.regionMatches(true, 0, MARK, 0, MARK.length())) {
      return sent;
    }
    ByteBuffer bytes = ByteBuffer.allocate(sent.length());
    for (int i = MARK.length(); i < sent.length(); i++) {
      char c = sent.charAt(i);
      if (c == '%') {
        if (i + 2 >= sent.length()
            || !HexFormat.isHexDigit(sent.charAt(i + 1))
            || !HexFormat.isHexDigit(sent.charAt(i + 2))) {
          return sent;
        }
        bytes.put((byte) HexFormat.fromHexDigits(sent, i + 1, i + 3));
        i += 2;
      } else if (c > ' ' && c <= '~') {
        bytes.put((byte) c);
      } else {
        return sent;
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException e) {
      return sent;
    }
  }
}
