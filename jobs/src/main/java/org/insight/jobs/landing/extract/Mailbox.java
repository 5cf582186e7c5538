package org.insight.jobs.landing.extract;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A mailbox (RFC 4155): messages one behind the other, each behind a line that begins with {@code
 * From } and has a time. A further one begins only where a header follows that line: a text may
 * have lines like it. It is read in bytes, for each message has an encoding of its own.
 */
public final class Mailbox {

  public static final String MEDIA_TYPE = "application/mbox";

  /** Of a line, what is looked at. */
  private static final int LONGEST_HEAD = 1000;

  private static final byte[] WORD = {'F', 'r', 'o', 'm', ' '};
  private static final Pattern BEFORE_MESSAGE = Pattern.compile("(?s)From .*\\d:\\d\\d");

  /** A header, or the line of another mailbox that it lay in before. */
  private static final Pattern FIRST_OF_MESSAGE =
      Pattern.compile("(?s)[!-9;-~]+[ \\t]*:|>+From .*\\d:\\d\\d");

  private Mailbox() {}

  /** Whether what begins as a mailbox holds more than one message. */
  public static boolean holdsSeveral(InputStream in) throws IOException {
    return new FurtherMessages(new BufferedInputStream(in)).next() >= 0;
  }

  /**
   * The messages of a mailbox.
   *
   * @return empty where it has just one
   * @throws Refusal where they go beyond a limit
   */
  static Optional<Archives.Unfolded> unfold(byte[] bytes, Budget budget) throws IOException {
    FurtherMessages further = new FurtherMessages(new ByteArrayInputStream(bytes));
    int begin = 0;
    int next = (int) further.next();
    if (next < 0) {
      return Optional.empty();
    }
    Budget.Container container = budget.container(bytes.length);
    List<Member> members = new ArrayList<>();
    while (begin >= 0) {
      byte[] message = message(bytes, begin, next < 0 ? bytes.length : next);
      members.add(
          container.read("part-" + (members.size() + 1), new ByteArrayInputStream(message)));
      begin = next;
      next = next < 0 ? next : (int) further.next();
    }
    return Optional.of(new Archives.Unfolded(members, new LinkedHashSet<>()));
  }

  /** The message of a mailbox that has just one. */
  static byte[] message(byte[] bytes) {
    return message(bytes, 0, bytes.length);
  }

  /**
   * Without the line before it, and without the sign that mailboxes put before such lines in it.
   */
  private static byte[] message(byte[] bytes, int from, int to) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    boolean inBody = false;
    for (int at = behindLine(bytes, from, to); at < to; ) {
      int end = behindLine(bytes, at, to);
      int begin = inBody && isQuoted(bytes, at, end) ? at + 1 : at;
      out.write(bytes, begin, end - begin);
      inBody |= bytes[at] == '\n' || bytes[at] == '\r' && end - at == 2;
      at = end;
    }
    return out.toByteArray();
  }

  private static int behindLine(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] != '\n') {
      at++;
    }
    return Math.min(at + 1, to);
  }

  private static boolean isQuoted(byte[] bytes, int from, int to) {
    int word = from;
    while (word < to && bytes[word] == '>') {
      word++;
    }
    if (word == from || to - word < WORD.length) {
      return false;
    }
    for (int i = 0; i < WORD.length; i++) {
      if (bytes[word + i] != WORD[i]) {
        return false;
      }
    }
    return true;
  }

  /** Goes through what may be larger than the memory, and finds messages behind the first one. */
  private static final class FurtherMessages {

    /**
     * A line.
     *
     * @param place of its first byte
     * @param head its first bytes, as characters
     */
    private record Line(long place, String head) {}

    private final InputStream in;
    private long place;
    private @Nullable Line last;

    FurtherMessages(InputStream in) {
      this.in = in;
    }

    /** Where the line before the next one begins; less than zero where there is none. */
    long next() throws IOException {
      for (Line line = line(); line != null; line = line()) {
        Line before = last;
        last = line;
        if (before != null
            && before.place() > 0
            && BEFORE_MESSAGE.matcher(before.head()).lookingAt()
            && FIRST_OF_MESSAGE.matcher(line.head()).lookingAt()) {
          return before.place();
        }
      }
      return -1;
    }

    private @Nullable Line line() throws IOException {
      long begin = place;
      StringBuilder head = new StringBuilder();
      int c = in.read();
      if (c < 0) {
        return null;
      }
      for (; c >= 0 && c != '\n'; c = in.read()) {
        place++;
        if (head.length() < LONGEST_HEAD) {
          head.append((char) c);
        }
      }
      place++;
      return new Line(begin, head.toString());
    }
  }
}
