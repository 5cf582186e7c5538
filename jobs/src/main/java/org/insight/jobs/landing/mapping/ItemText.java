package org.insight.jobs.landing.mapping;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The characters of a text file of unknown encoding: by its byte order mark, or the zero beside a
 * first character of ASCII, else UTF-8, else, where that does not fit, as {@link Encodings} tells.
 */
public record ItemText(String text, boolean utf8) {

  private static final int LONGEST_MARK = 3;
  private static final int MARK_WITHIN = 0xFEFF;

  /**
   * What the first bytes tell.
   *
   * @param charset null where it is UTF-8 or Windows-1252, which only the whole tells
   * @param mark length of the byte order mark, in bytes
   */
  private record Start(@Nullable Charset charset, int mark) {

    static Start of(byte[] bytes) {
      if (starts(bytes, 0xFE, 0xFF)) {
        return new Start(StandardCharsets.UTF_16BE, 2);
      }
      if (starts(bytes, 0xFF, 0xFE)) {
        return new Start(StandardCharsets.UTF_16LE, 2);
      }
      if (starts(bytes, 0xEF, 0xBB, 0xBF)) {
        return new Start(null, 3);
      }
      if (bytes.length > 1 && (bytes[0] == 0) != (bytes[1] == 0)) {
        return new Start(bytes[0] == 0 ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE, 0);
      }
      return new Start(null, 0);
    }
  }

  static ItemText of(byte[] bytes) {
    Start start = Start.of(bytes);
    int length = bytes.length - start.mark();
    Charset told = start.charset();
    if (told != null) {
      return new ItemText(new String(bytes, start.mark(), length, told), false);
    }
    try {
      return new ItemText(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes, start.mark(), length))
              .toString(),
          true);
    } catch (CharacterCodingException e) {
      Encodings seen = new Encodings();
      for (int i = start.mark(); i < bytes.length; i++) {
        seen.add(bytes[i] & 0xFF);
      }
      return new ItemText(new String(bytes, start.mark(), length, seen.charset()), false);
    }
  }

  /**
   * The encoding of a text of any size, which is read to its end where its beginning tells none.
   */
  public static Charset charset(InputStream in) throws IOException {
    byte[] begin = in.readNBytes(LONGEST_MARK);
    Charset told = Start.of(begin).charset();
    if (told != null) {
      return told;
    }
    Encodings seen = new Encodings();
    byte[] some = new byte[8192];
    InputStream all = joined(begin, 0, in);
    for (int read = all.read(some); read >= 0; read = all.read(some)) {
      for (int i = 0; i < read; i++) {
        seen.add(some[i] & 0xFF);
      }
    }
    return seen.charset();
  }

  /** The encoding that the beginning of a text tells; UTF-8 where it tells none. */
  public static Charset charsetTold(byte[] begin) {
    Charset told = Start.of(begin).charset();
    return told == null ? StandardCharsets.UTF_8 : told;
  }

  /** The characters of a text of any size, from the first one on that is not blank. */
  public static Reader reader(InputStream in, Charset charset) throws IOException {
    byte[] begin = in.readNBytes(LONGEST_MARK);
    PushbackReader text =
        new PushbackReader(
            new BufferedReader(
                new InputStreamReader(joined(begin, Start.of(begin).mark(), in), charset)));
    int first = text.read();
    while (first >= 0 && blank(first)) {
      first = text.read();
    }
    if (first >= 0) {
      text.unread(first);
    }
    return text;
  }

  /**
   * The first character that is not blank, where it is of ASCII; else any other, and less than zero
   * where there is none.
   */
  public static int first(InputStream in) throws IOException {
    byte[] begin = in.readNBytes(LONGEST_MARK);
    return reader(joined(begin, 0, in), charsetTold(begin)).read();
  }

  /** A second mark and zeros are blank: nothing is hidden behind them. */
  private static boolean blank(int character) {
    return Character.isWhitespace(character) || character == MARK_WITHIN || character == 0;
  }

  private static InputStream joined(byte[] begin, int from, InputStream rest) {
    return new SequenceInputStream(
        new ByteArrayInputStream(begin, from, begin.length - from), rest);
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
