package org.insight.jobs.landing.extract;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.insight.policy.BasePolicy;
import org.jspecify.annotations.Nullable;

/**
 * The policies in the headers of a message's parts. One speaks of its part: of the attachment with
 * the same bytes, or of the message itself where the part is none, as its text.
 */
final class PartHeaders {

  private static final Pattern HEADER = Pattern.compile("[!-9;-~]+[ \\t]*:");

  /** Of a line, in bytes. */
  private static final int LONGEST_BEGIN = 160;

  /** Stands for a header that stands there twice; no policy has such a value. */
  private static final String TWICE = "";

  /** What Tika reads is to be read here too; the message is in memory anyway. */
  private static final MimeConfig WITHOUT_LIMITS =
      MimeConfig.custom()
          .setStrictParsing(false)
          .setMaxLineLen(-1)
          .setMaxHeaderLen(-1)
          .setMaxHeaderCount(-1)
          .setMaxContentLen(-1)
          .build();

  private PartHeaders() {}

  /** A message with the policies that its parts say. */
  static Extracted told(Extracted message, byte[] bytes) {
    List<Map<String, String>> others = new ArrayList<>();
    List<Member> members = new ArrayList<>(message.members());
    try {
      MimeTokenStream parts = new MimeTokenStream(WITHOUT_LIMITS);
      parts.setRecursionMode(RecursionMode.M_NO_RECURSE);
      parts.parse(new ByteArrayInputStream(bytes));
      Map<String, String> headers = Map.of();
      boolean inPart = false;
      for (EntityState at = parts.getState();
          at != EntityState.T_END_OF_STREAM;
          at = parts.next()) {
        switch (at) {
          case T_START_BODYPART -> inPart = true;
          case T_START_HEADER -> headers = new LinkedHashMap<>();
          case T_FIELD -> {
            if (inPart) {
              add(parts.getField(), headers);
            }
          }
          case T_BODY -> {
            if (!headers.isEmpty() && !label(members, decoded(parts), headers)) {
              others.add(headers);
            }
            headers = Map.of();
          }
          case T_START_MULTIPART -> {
            if (!headers.isEmpty()) {
              others.add(headers);
            }
            headers = Map.of();
          }
          default -> {
            // Nothing that says a policy.
          }
        }
      }
    } catch (IOException | MimeException e) {
      // What stands before the break counts; the rest no reader takes for a part.
    }
    if (holdsHeaderThatIsNone(bytes)) {
      others.add(Map.of(BasePolicy.HEADER_PREFIX, TWICE));
    }
    return message.with(members, others);
  }

  /**
   * Whether a line of the headers of a part is nearly one of a policy, and has letters or blanks in
   * its name that no header has: readers of mail pass such a line over.
   */
  private static boolean holdsHeaderThatIsNone(byte[] bytes) {
    boolean inHeaders = false;
    for (int begin = 0; begin < bytes.length; ) {
      int end = begin;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      int length = end - begin;
      if (length > 2 && bytes[begin] == '-' && bytes[begin + 1] == '-') {
        inHeaders = true;
      } else if (length == 0 || length == 1 && bytes[begin] == '\r') {
        inHeaders = false;
      } else if (inHeaders && bytes[begin] != ' ' && bytes[begin] != '\t') {
        String line =
            new String(bytes, begin, Math.min(length, LONGEST_BEGIN), StandardCharsets.UTF_8);
        if (!HEADER.matcher(line).lookingAt() && PolicyLike.isHeaderLine(line)) {
          return true;
        }
      }
      begin = end + 1;
    }
    return false;
  }

  private static void add(Field field, Map<String, String> headers) {
    String name = field.getName().strip();
    if (BasePolicy.isHeader(name) || PolicyLike.isHeader(name)) {
      String body = field.getBody() == null ? "" : field.getBody().strip();
      headers.merge(name.toLowerCase(Locale.ROOT), body, (one, other) -> TWICE);
    }
  }

  /** Whether some member has the bytes of a part. */
  private static boolean label(
      List<Member> members, byte @Nullable [] bytes, Map<String, String> headers) {
    boolean found = false;
    for (int i = 0; i < members.size(); i++) {
      Member member = members.get(i);
      if (bytes != null && Arrays.equals(bytes, member.bytes())) {
        found = true;
        if (member.headers().isEmpty()) {
          members.set(i, member.with(headers));
        } else if (!member.headers().equals(headers)) {
          // Two parts of the same bytes that say different things.
          return false;
        }
      }
    }
    return found;
  }

  private static byte @Nullable [] decoded(MimeTokenStream parts) throws IOException {
    try (InputStream in = parts.getDecodedInputStream()) {
      return in.readAllBytes();
    }
  }
}
