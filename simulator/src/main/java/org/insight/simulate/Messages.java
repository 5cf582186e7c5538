package org.insight.simulate;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Messages in the Internet Message Format with attachments (RFC 5322, 2045, 2047). */
final class Messages {
  /** The code of the General Secretariat among addressees. */
  static final String SECRETARIAT = "IPSG";

  private Messages() {}

  /** A file that goes with a message. */
  record Attachment(String name, String type, byte[] content) {}

  static byte[] write(
      BatchPlan.Slot slot,
      String to,
      LocalDate date,
      String subject,
      String text,
      Map<String, String> ownHeaders,
      List<Attachment> attachments,
      Draws draws) {
    String country = slot.source().toLowerCase(Locale.ROOT);
    String boundary = "----=_part_" + slot.number();
    StringBuilder eml = new StringBuilder();
    header(eml, "From", "NCB " + slot.source() + " <ncb." + country + "@example.org>");
    int desk = draws.between(1, 9);
    header(
        eml,
        "To",
        to.equals(SECRETARIAT)
            ? "General Secretariat <desk" + desk + "@example.org>"
            : "NCB " + to + " <ncb." + to.toLowerCase(Locale.ROOT) + "@example.org>");
    header(
        eml,
        "Date",
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            date.atTime(draws.between(7, 19), draws.below(60)).atOffset(ZoneOffset.UTC)));
    header(eml, "Message-ID", "<" + slot.number() + ".insight@" + country + ".example.org>");
    header(eml, "Subject", word(subject));
    ownHeaders.forEach((name, value) -> header(eml, name, value));
    header(eml, "MIME-Version", "1.0");
    if (attachments.isEmpty()) {
      text(eml, text);
    } else {
      header(eml, "Content-Type", "multipart/mixed;\r\n boundary=\"" + boundary + "\"");
      eml.append("\r\n--").append(boundary).append("\r\n");
      text(eml, text);
      for (Attachment attachment : attachments) {
        eml.append("\r\n--").append(boundary).append("\r\n");
        header(eml, "Content-Type", attachment.type() + ";\r\n name=\"" + attachment.name() + "\"");
        header(
            eml, "Content-Disposition", "attachment;\r\n filename=\"" + attachment.name() + "\"");
        header(eml, "Content-Transfer-Encoding", "base64");
        eml.append("\r\n").append(base64(attachment.content())).append("\r\n");
      }
      eml.append("\r\n--").append(boundary).append("--\r\n");
    }
    return eml.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static void header(StringBuilder eml, String name, String value) {
    eml.append(name).append(": ").append(value).append("\r\n");
  }

  private static void text(StringBuilder eml, String text) {
    header(eml, "Content-Type", "text/plain; charset=UTF-8");
    boolean latin = text.chars().allMatch(c -> c < 0x600);
    header(eml, "Content-Transfer-Encoding", latin ? "quoted-printable" : "base64");
    eml.append("\r\n");
    eml.append(latin ? quoted(text) : base64(text.getBytes(StandardCharsets.UTF_8)));
    eml.append("\r\n");
  }

  private static String base64(byte[] content) {
    return Base64.getMimeEncoder().encodeToString(content);
  }

  /** Quoted-printable with lines of at most 76 characters. */
  static String quoted(String text) {
    StringBuilder out = new StringBuilder();
    int column = 0;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      int c = b & 0xff;
      if (c == '\n') {
        // No space may stand at the end of a line.
        if (column > 0 && out.charAt(out.length() - 1) == ' ') {
          out.setLength(out.length() - 1);
          out.append("=20");
        }
        out.append("\r\n");
        column = 0;
        continue;
      }
      String code =
          c >= 32 && c < 127 && c != '='
              ? String.valueOf((char) c)
              : String.format(Locale.ROOT, "=%02X", c);
      if (column + code.length() > 75) {
        out.append("=\r\n");
        column = 0;
      }
      out.append(code);
      column += code.length();
    }
    return out.toString();
  }

  /** A header value as encoded words of at most 75 characters where it is not plain ASCII. */
  static String word(String value) {
    if (value.chars().allMatch(c -> c >= 32 && c < 127)) {
      return value;
    }
    StringBuilder words = new StringBuilder();
    int at = 0;
    while (at < value.length()) {
      int end = Math.min(value.length(), at + 14);
      words
          .append(at == 0 ? "" : "\r\n ")
          .append("=?UTF-8?B?")
          .append(
              Base64.getEncoder()
                  .encodeToString(value.substring(at, end).getBytes(StandardCharsets.UTF_8)))
          .append("?=");
      at = end;
    }
    return words.toString();
  }
}
