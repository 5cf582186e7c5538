package org.insight.audit;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.Reader;
import java.util.HexFormat;

/**
 * JSON in which no text is longer than a limit: of a longer one the beginning and the end stay, and
 * between them stands how much is left out. A parser holds each text as a whole, one that it skips
 * as well, and who asks an engine has a hand in how long its texts are.
 */
final class ShortTexts extends Reader {

  private static final int AT_ONCE = 8192;
  private static final int END_OF_INPUT = -1;
  private static final int END_OF_TEXT = -2;

  private final Reader json;
  private final int half;
  private final char[] read = new char[AT_ONCE];
  private int position;
  private int limit;

  /** A text with its quotes that is not handed on yet, from {@code handed} on. */
  private char[] ready = new char[0];

  private int handed;

  /**
   * @param json stays open
   * @param longest characters of a text, what is said of those left out aside
   */
  ShortTexts(Reader json, int longest) {
    this.json = json;
    this.half = longest / 2;
  }

  @Override
  public int read(char[] into, int offset, int length) throws IOException {
    int n = 0;
    while (n < length) {
      int more = Math.min(length - n, ready.length - handed);
      if (more > 0) {
        System.arraycopy(ready, handed, into, offset + n, more);
        handed += more;
        n += more;
        continue;
      }
      int c = next();
      if (c == END_OF_INPUT) {
        break;
      }
      if (c == '"') {
        ready = text();
        handed = 0;
      } else {
        into[offset + n++] = (char) c;
      }
    }
    return n == 0 && length > 0 ? END_OF_INPUT : n;
  }

  /** Whoever opened it closes it. */
  @Override
  public void close() {}

  /** From behind the quote that begins a text to behind the one that ends it, with both. */
  private char[] text() throws IOException {
    StringBuilder text = new StringBuilder();
    int c = character();
    while (c >= 0 && text.length() < half) {
      text.append((char) c);
      c = character();
    }
    if (c >= 0) {
      c = end(c, text);
    }
    String quoted = String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text));
    // One that breaks off stays so, for the parser to say.
    return ("\"" + quoted + (c == END_OF_TEXT ? "\"" : "")).toCharArray();
  }

  /** Adds the end of a text whose beginning is there; gives what ended it. */
  private int end(int first, StringBuilder text) throws IOException {
    char[] last = new char[half];
    long seen = 0;
    int c = first;
    for (; c >= 0; c = character()) {
      last[(int) (seen++ % half)] = (char) c;
    }
    if (seen > half) {
      text.append(" … (left out: ").append(seen - half).append(" characters) … ");
    }
    for (long i = Math.max(0, seen - half); i < seen; i++) {
      text.append(last[(int) (i % half)]);
    }
    return c;
  }

  /** The next character of a text, {@link #END_OF_TEXT} or {@link #END_OF_INPUT}. */
  private int character() throws IOException {
    int c = next();
    if (c == '"') {
      return END_OF_TEXT;
    }
    return c == '\\' ? escaped() : c;
  }

  private int escaped() throws IOException {
    int c = next();
    return switch (c) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> (digit() << 12) + (digit() << 8) + (digit() << 4) + digit();
      default -> c;
    };
  }

  private int digit() throws IOException {
    int digit = next();
    if (!HexFormat.isHexDigit(digit)) {
      throw new IOException("not a character");
    }
    return HexFormat.fromHexDigit(digit);
  }

  private int next() throws IOException {
    if (position == limit) {
      position = 0;
      limit = Math.max(0, json.read(read, 0, read.length));
    }
    return position == limit ? END_OF_INPUT : read[position++];
  }
}
