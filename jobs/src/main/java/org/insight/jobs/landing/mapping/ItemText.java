package org.insight.jobs.landing.mapping;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The characters of a text file of unknown encoding: by its byte order mark, else UTF-8, else,
 * where that does not fit, Windows-1252.
 */
record ItemText(String text, boolean utf8) {

  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

  static ItemText of(byte[] bytes) {
    if (starts(bytes, 0xFE, 0xFF)) {
      return new ItemText(new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_16BE), false);
    }
    if (starts(bytes, 0xFF, 0xFE)) {
      return new ItemText(new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_16LE), false);
    }
    int from = starts(bytes, 0xEF, 0xBB, 0xBF) ? 3 : 0;
    try {
      return new ItemText(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes, from, bytes.length - from))
              .toString(),
          true);
    } catch (CharacterCodingException e) {
      return new ItemText(new String(bytes, WINDOWS_1252), false);
    }
  }

  private static boolean starts(byte[] bytes, int... mark) {
    if (bytes.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((bytes[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }
}
