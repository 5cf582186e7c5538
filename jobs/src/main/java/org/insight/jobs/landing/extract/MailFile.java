package org.insight.jobs.landing.extract;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.mime4j.codec.EncoderUtil;
import org.insight.policy.BasePolicy;
import org.jspecify.annotations.Nullable;

/**
 * A mail as the file that it would be by itself (RFC 5322, RFC 2045), for one that is kept in some
 * other form.
 *
 * @param sentHeaders as they came with it, in lines; null where they are not kept
 * @param headers by their names, for those that it did not come with
 * @param html whether its body is HTML
 */
record MailFile(
    @Nullable String sentHeaders,
    Map<String, String> headers,
    String body,
    boolean html,
    List<Attachment> attachments) {

  static final String MESSAGE = "message/rfc822";

  private static final String END = "\r\n";
  private static final Pattern HEADER =
      Pattern.compile("([A-Za-z][A-Za-z0-9-]*)[ \\t]*:.*", Pattern.DOTALL);
  private static final Pattern MEDIA_TYPE = Pattern.compile("[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+");

  /**
   * What is attached.
   *
   * @param mediaType by what keeps it; null where it does not say
   * @param content of {@link #MESSAGE} as this class writes it
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Attachment(String name, @Nullable String mediaType, byte[] content) {}

  /**
   * @param level mails around it
   * @param most bytes; what is longer ends some way after them
   */
  byte[] bytes(int level, long most) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    // Stands in no line of another level, and in none of a body, which is in Base64.
    String boundary = "insight-" + String.format(Locale.ROOT, "%06d", level);
    Set<String> there = new HashSet<>();
    for (String header : sent()) {
      there.add(header.split(":", 2)[0].strip().toLowerCase(Locale.ROOT));
      write(out, header + END);
    }
    headers.forEach(
        (name, value) -> {
          if (!there.contains(name.toLowerCase(Locale.ROOT))) {
            write(out, name + ": " + value.replaceAll("\\p{Cntrl}+", " ") + END);
          }
        });
    write(out, "MIME-Version: 1.0" + END);
    write(out, "Content-Type: multipart/mixed; boundary=\"" + boundary + "\"" + END + END);
    write(out, "--" + boundary + END + "Content-Type: text/" + (html ? "html" : "plain"));
    write(out, "; charset=utf-8" + END);
    base64(out, (html ? withoutCharset(body) : body).getBytes(StandardCharsets.UTF_8));
    for (Attachment attachment : attachments) {
      if (out.size() > most) {
        return out.toByteArray();
      }
      write(out, "--" + boundary + END);
      attachment(out, attachment);
    }
    write(out, "--" + boundary + "--" + END);
    return out.toByteArray();
  }

  /** A name and an address, or what there is of them. */
  static String mailbox(@Nullable String name, @Nullable String address) {
    String said = name == null ? "" : name.strip();
    // Within an organisation they are often none of mail.
    if (address == null || address.indexOf('@') < 0) {
      return words(said);
    }
    String shown = said.isEmpty() || said.equals(address) ? "" : words(said) + " ";
    return shown + "<" + address.replaceAll("[<>\\s]", "") + ">";
  }

  /** As a header has it. */
  static String words(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.isEmpty()
        ? ""
        : EncoderUtil.encodeIfNecessary(line, EncoderUtil.Usage.TEXT_TOKEN, 0)
            .replaceAll("[\\r\\n]+", "");
  }

  /** Each with the lines that continue it, without those of the form that it had. */
  private List<String> sent() {
    List<String> kept = new ArrayList<>();
    boolean goesOn = false;
    for (String line : sentHeaders == null ? List.<String>of() : sentHeaders.lines().toList()) {
      Matcher header = HEADER.matcher(line);
      boolean continued = line.startsWith(" ") || line.startsWith("\t");
      if (line.isEmpty() && !kept.isEmpty()) {
        break;
      }
      if (continued && goesOn) {
        kept.set(kept.size() - 1, kept.get(kept.size() - 1) + END + line);
      } else if (!continued) {
        // One that restricts goes on as it came, for who reads it to say what is wrong with it.
        goesOn =
            BasePolicy.isHeader(line)
                || PolicyLike.isHeaderLine(line)
                || header.matches() && !ofItsForm(header.group(1));
        if (goesOn) {
          kept.add(line);
        }
      }
    }
    return kept;
  }

  private static boolean ofItsForm(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.startsWith("content-") || lower.equals("mime-version");
  }

  private static void attachment(ByteArrayOutputStream out, Attachment attachment) {
    String name = URLEncoder.encode(attachment.name(), StandardCharsets.UTF_8).replace("+", "%20");
    String type = attachment.mediaType();
    boolean message = MESSAGE.equals(type);
    // Types of several parts would be taken apart as such.
    boolean known =
        type != null
            && MEDIA_TYPE.matcher(type).matches()
            && !type.toLowerCase(Locale.ROOT).matches("(multipart|message)/.*");
    write(out, "Content-Type: " + (message || known ? type : "application/octet-stream") + END);
    write(out, "Content-Disposition: attachment; filename*=UTF-8''" + name + END);
    if (message) {
      write(out, "Content-Transfer-Encoding: 8bit" + END + END);
      out.writeBytes(attachment.content());
      write(out, END);
    } else {
      base64(out, attachment.content());
    }
  }

  private static void base64(ByteArrayOutputStream out, byte[] bytes) {
    write(out, "Content-Transfer-Encoding: base64" + END + END);
    out.writeBytes(Base64.getMimeEncoder().encode(bytes));
    write(out, END);
  }

  /** In ASCII, whatever it says of its own encoding. */
  private static String withoutCharset(String html) {
    StringBuilder out = new StringBuilder(html.length());
    html.codePoints()
        .forEach(
            c -> {
              if (c < 0x80) {
                out.append((char) c);
              } else {
                out.append("&#").append(c).append(';');
              }
            });
    return out.toString();
  }

  private static void write(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
