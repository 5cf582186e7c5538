package org.insight.jobs.landing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.insight.jobs.landing.extract.EnvelopeHeader;
import org.insight.jobs.landing.extract.Mailbox;
import org.insight.jobs.landing.extract.PolicyLike;
import org.insight.jobs.landing.mapping.ItemText;
import org.insight.policy.BasePolicy;
import org.insight.policy.Dispatch;
import org.jspecify.annotations.Nullable;

/**
 * What an item says of itself, its policy and whom it was sent to: a message in {@code X-Insight-*}
 * headers or in the header of its envelope, a notice under the key {@code policy}. A second one of
 * a kind makes it malformed: which one was meant is not for the platform to guess.
 */
final class OwnPolicy {

  /** Longest block of headers that is looked at. */
  private static final int MAX_HEADER_BYTES = 1 << 18;

  private static final String KEY = "policy";
  private static final String NEARLY_THE_KEY = "a key is nearly that of a policy";
  static final String NEARLY_A_HEADER = "a header is nearly named as one of a policy";
  private static final String SEVERAL =
      "of several JSON texts one has a policy, and whether it is that of all is not said";

  /** In characters, with some that nobody sees. */
  private static final int LONGEST_KEY = 40;

  private static final JsonFactory JSON = new JsonFactory();

  /**
   * Name of a first header (RFC 5322), with blanks behind it as some programs write them. What
   * stands before the headers of an archive's first member is none: they are not those of the
   * archive.
   */
  private static final Pattern FIRST_NAME = Pattern.compile("[!-9;-~]+[ \\t]*:");

  private static final String MAILBOX_WORD = "From ";

  /** The line that mailboxes put before a message, also as they write it within one. */
  private static final Pattern MAILBOX_LINE = Pattern.compile(">*" + MAILBOX_WORD);

  /** Stands where bytes are none of the encoding. */
  static final char NO_CHARACTER = '\ufffd';

  private static final Pattern ENCODED_WORD =
      Pattern.compile("=\\?[^?\\s]+\\?[BbQq]\\?[^?\\s]*\\?=");

  /** How one begins; what is left of those that are not whole, or of an unknown encoding. */
  private static final Pattern ENCODED = Pattern.compile("=\\?[^?\\s]+\\?[A-Za-z]\\?");

  /** A source says the same in most of its notices. The bounds only limit memory. */
  private static final int REMEMBERED = 10_000;

  private static final int LONGEST_REMEMBERED = 2_000;

  /** More than any policy that is read has, in characters. */
  private static final int LONGEST_COPIED = 1 << 17;

  private static final Map<String, PolicyResult> READ = new ConcurrentHashMap<>();

  private OwnPolicy() {}

  /** A policy, or, where only addressees are said, that it is missing. */
  static PolicyResult result(Dispatch dispatch) {
    BasePolicy policy = dispatch.policy();
    return policy == null
        ? new PolicyResult.Missing(dispatch.addressees())
        : new PolicyResult.Found(policy, dispatch.addressees());
  }

  /** Empty where the bytes say nothing; missing where they only say whom they were sent to. */
  static Optional<PolicyResult> in(byte[] bytes) {
    try {
      return in(() -> new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads no more than the headers, or a JSON through to its end.
   *
   * @return empty where there is nothing; missing where only addressees are said
   */
  static Optional<PolicyResult> in(ItemSource source) throws IOException {
    byte[] head;
    int first;
    try (InputStream in = source.open()) {
      head = in.readNBytes(MAX_HEADER_BYTES);
      first = ItemText.first(new SequenceInputStream(new ByteArrayInputStream(head), in));
    }
    if (first == '{' || first == '[') {
      return inJson(source);
    }
    Optional<PolicyResult> inEnvelope = inEnvelope(head);
    return inEnvelope.isPresent() ? inEnvelope : inHeaders(head, source, true);
  }

  /**
   * What the headers say of an item that begins as a mailbox of several messages and is read as one
   * item: that they are not those of the others does not hold then.
   */
  static Optional<PolicyResult> ofOneItem(byte[] bytes) {
    try {
      int first = ItemText.first(new ByteArrayInputStream(bytes));
      if (first != MAILBOX_WORD.charAt(0) && first != '>') {
        return Optional.empty();
      }
      byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, MAX_HEADER_BYTES));
      return inHeaders(head, () -> new ByteArrayInputStream(bytes), false);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<PolicyResult> inEnvelope(byte[] head) {
    try {
      return EnvelopeHeader.at(head)
          .flatMap(header -> Dispatch.fromHeaders(header.headers()))
          .map(OwnPolicy::result);
    } catch (EnvelopeHeader.MalformedHeaderException e) {
      return Optional.of(new PolicyResult.Malformed(String.valueOf(e.getMessage())));
    } catch (IllegalArgumentException e) {
      return Optional.of(new PolicyResult.Malformed(withoutValue(e)));
    }
  }

  /**
   * @param several whether those of a mailbox of several messages are passed over
   */
  private static Optional<PolicyResult> inHeaders(byte[] head, ItemSource source, boolean several)
      throws IOException {
    Map<String, StringBuilder> headers = new LinkedHashMap<>();
    boolean mailbox = false;
    boolean ended = head.length < MAX_HEADER_BYTES;
    try (BufferedReader lines =
        new BufferedReader(
            ItemText.reader(new ByteArrayInputStream(head), ItemText.charsetTold(head)))) {
      String line = lines.readLine();
      if (line != null && MAILBOX_LINE.matcher(line).lookingAt()) {
        mailbox = true;
        line = lines.readLine();
      }
      if (line == null) {
        return Optional.empty();
      }
      if (!FIRST_NAME.matcher(line).lookingAt()) {
        return BasePolicy.isHeader(line)
            ? malformed("a policy header is no header")
            : PolicyLike.isHeaderLine(line) ? malformed(NEARLY_A_HEADER) : Optional.empty();
      }
      StringBuilder header = null;
      boolean broken = false;
      for (; line != null; line = lines.readLine()) {
        int colon = line.indexOf(':');
        if (line.isEmpty()) {
          ended = true;
          break;
        }
        if (line.charAt(0) == ' ' || line.charAt(0) == '\t') {
          // A folded header goes on, of a policy or not.
          if (header != null) {
            header.append(' ').append(line.strip());
          }
        } else if (PolicyLike.isHeaderLine(line)) {
          return malformed(NEARLY_A_HEADER);
        } else if (colon < 1 || line.substring(0, colon).strip().indexOf(' ') >= 0) {
          if (BasePolicy.isHeader(line)) {
            // It restricts something, and what would be passed over.
            return malformed("a policy header is no header");
          }
          // Not a header. Its readers differ in whether such a line ends the block.
          broken = true;
          ended = true;
          header = null;
        } else if (BasePolicy.isHeader(line)) {
          String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
          header = new StringBuilder(line.substring(colon + 1).strip());
          if (broken) {
            return malformed("a policy header stands behind a line that is no header");
          }
          if (headers.put(name, header) != null) {
            return malformed("a policy header stands there twice");
          }
        } else {
          header = null;
        }
      }
    }
    if (headers.isEmpty() || (several && mailbox && holdsFurtherMessage(source))) {
      // What the first message of a mailbox says is not said of the others.
      return Optional.empty();
    }
    if (!ended) {
      return malformed("its headers do not end");
    }
    Map<String, String> texts = new LinkedHashMap<>();
    headers.forEach((name, text) -> texts.put(name, text.toString()));
    if (texts.values().stream().anyMatch(text -> text.indexOf(NO_CHARACTER) >= 0)) {
      return malformed("a policy header is not in UTF-8");
    }
    try {
      return Dispatch.fromHeaders(decoded(texts)).map(OwnPolicy::result);
    } catch (IllegalArgumentException e) {
      return Optional.of(new PolicyResult.Malformed(withoutValue(e)));
    }
  }

  /**
   * The policy headers of a message as they were written: what is not ASCII comes in encoded words
   * (RFC 2047) from most programs.
   *
   * @throws IllegalArgumentException where they cannot be read
   */
  static Map<String, String> decoded(Map<String, String> headers) {
    Map<String, String> decoded = new LinkedHashMap<>(headers);
    decoded.replaceAll((name, text) -> BasePolicy.isHeader(name) ? decoded(text) : text);
    return decoded;
  }

  /** One word at a time: with some texts their library looks for them longer than anybody waits. */
  private static String decoded(String header) {
    StringBuilder text = new StringBuilder();
    int end = 0;
    for (Matcher word = ENCODED_WORD.matcher(header); word.find(); end = word.end()) {
      String between = header.substring(end, word.start());
      // A gap between two of them is none of the text.
      text.append(end > 0 && between.isBlank() ? "" : between)
          .append(DecoderUtil.decodeEncodedWords(word.group(), DecodeMonitor.SILENT));
    }
    text.append(header, end, header.length());
    if (ENCODED.matcher(text).find() || text.indexOf(String.valueOf(NO_CHARACTER)) >= 0) {
      throw new IllegalArgumentException(
          "Cannot read a policy: a policy header has encoded words that cannot be read");
    }
    return text.toString();
  }

  /** As who reads a mailbox tells it. */
  private static boolean holdsFurtherMessage(ItemSource source) throws IOException {
    try (InputStream in = source.open()) {
      return Mailbox.holdsSeveral(in);
    }
  }

  /** Reads the characters that the item is read as: in another encoding a JSON may break off. */
  private static Optional<PolicyResult> inJson(ItemSource source) throws IOException {
    Charset charset;
    try (InputStream in = source.open()) {
      charset = ItemText.charset(in);
    }
    @Nullable String found = null;
    int objects = 0;
    try (InputStream in = source.open();
        JsonParser parser = JSON.createParser(ItemText.reader(in, charset))) {
      JsonToken token = parser.nextToken();
      boolean list = token == JsonToken.START_ARRAY;
      if (list) {
        token = parser.nextToken();
      }
      for (; token != null; token = parser.nextToken()) {
        if (token.isStructStart() && found != null) {
          return malformed(SEVERAL);
        }
        if (token != JsonToken.START_OBJECT) {
          parser.skipChildren();
          continue;
        }
        objects++;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String key = parser.currentName();
          boolean policy = key.equals(KEY);
          token = parser.nextToken();
          if (PolicyLike.isKey(key)) {
            return malformed(NEARLY_THE_KEY);
          }
          if (token == JsonToken.START_OBJECT && PolicyLike.isNearKey(key)) {
            if (holdsPolicy(parser)) {
              return malformed(NEARLY_THE_KEY);
            }
            continue;
          }
          if (policy && list) {
            return malformed("a list has one policy, beside it, and none in its parts");
          }
          if (policy && found != null) {
            return malformed("a policy stands there twice");
          }
          if (policy && objects > 1) {
            return malformed(SEVERAL);
          }
          if (policy && token != JsonToken.START_OBJECT) {
            return malformed("its policy is not an object");
          }
          if (policy) {
            found = copy(parser);
          } else {
            parser.skipChildren();
          }
        }
      }
    } catch (TooLongException e) {
      return malformed("longer than 64 KiB");
    } catch (JsonProcessingException e) {
      // Broken JSON is the reader's to reject. A policy before the break counts; one that may stand
      // behind it restricts what nobody can read out of it.
      if (found == null && holdsKey(source, charset)) {
        return malformed("its JSON breaks off before its policy could be read");
      }
    }
    return policy(found);
  }

  /** Whether an object has two keys of a policy. Goes to its end. */
  private static boolean holdsPolicy(JsonParser parser) throws IOException {
    Set<String> keys = new HashSet<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = PolicyLike.keyWithin(parser.currentName());
      if (key != null) {
        keys.add(key);
      }
      parser.nextToken();
      parser.skipChildren();
    }
    return keys.size() > 1;
  }

  /** Whether the key of a policy stands anywhere in a text, in quotation marks of either kind. */
  private static boolean holdsKey(ItemSource source, Charset charset) throws IOException {
    try (InputStream in = source.open();
        Reader text = ItemText.reader(in, charset)) {
      StringBuilder word = new StringBuilder();
      // A key, once its last quotation mark is read.
      String key = null;
      for (int c = text.read(); c >= 0; c = text.read()) {
        if (c == 0 || key != null && Character.isWhitespace(c)) {
          // Zeros are of encodings that nothing here reads.
          continue;
        }
        if (c == ':' && key != null && (key.equals(KEY) || PolicyLike.isKey(key))) {
          return true;
        }
        // What ends one word in quotation marks may begin the next.
        key = c == '"' || c == '\'' ? word.toString() : null;
        if (key != null) {
          word.setLength(0);
        } else if (word.length() <= LONGEST_KEY) {
          word.append((char) c);
        }
      }
    }
    return false;
  }

  private static Optional<PolicyResult> policy(@Nullable String json) {
    if (json == null) {
      return Optional.empty();
    }
    if (json.length() > LONGEST_REMEMBERED) {
      return Optional.of(read(json));
    }
    PolicyResult known = READ.get(json);
    if (known == null) {
      known = read(json);
      if (READ.size() >= REMEMBERED) {
        READ.clear();
      }
      READ.put(json, known);
    }
    return Optional.of(known);
  }

  private static PolicyResult read(String json) {
    if (json.indexOf(NO_CHARACTER) >= 0) {
      return new PolicyResult.Malformed("its policy is not in its encoding");
    }
    try {
      return result(Dispatch.fromYaml(json));
    } catch (IllegalArgumentException e) {
      return new PolicyResult.Malformed(withoutValue(e));
    }
  }

  private static String copy(JsonParser parser) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(new Limited(text))) {
      generator.copyCurrentStructure(parser);
    }
    return text.toString();
  }

  /** Thrown where a policy is longer than any that is read. */
  private static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** Keeps a policy of any length from the memory, for a file may be of any size. */
  private static final class Limited extends FilterWriter {

    private int left = LONGEST_COPIED;

    Limited(Writer text) {
      super(text);
    }

    @Override
    public void write(int character) throws IOException {
      take(1);
      out.write(character);
    }

    @Override
    public void write(char[] characters, int from, int length) throws IOException {
      take(length);
      out.write(characters, from, length);
    }

    @Override
    public void write(String characters, int from, int length) throws IOException {
      take(length);
      out.write(characters, from, length);
    }

    private void take(int length) throws IOException {
      left -= length;
      if (left < 0) {
        throw new TooLongException();
      }
    }
  }

  private static Optional<PolicyResult> malformed(String message) {
    return Optional.of(new PolicyResult.Malformed(message));
  }

  /** The message up to the value, which is text of the item. */
  private static String withoutValue(IllegalArgumentException e) {
    String message = e.getMessage() == null ? "" : e.getMessage();
    if (e.getCause() != null) {
      return "its form is wrong";
    }
    int found = message.indexOf(", found");
    int unknown = message.indexOf("unknown header");
    String cut = found < 0 ? message : message.substring(0, found);
    cut = unknown < 0 ? cut : cut.substring(0, unknown) + "unknown header";
    return cut.replaceFirst("^Cannot read a policy: ", "");
  }
}
