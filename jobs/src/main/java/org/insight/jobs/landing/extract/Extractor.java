package org.insight.jobs.landing.extract;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.tika.io.TikaInputStream;
import org.insight.jobs.landing.mapping.MalformedItemException;
import org.insight.jobs.landing.mapping.Mapping;
import org.insight.jobs.landing.mapping.Mappings;
import org.jspecify.annotations.Nullable;

/** Tells what an item is by its bytes, and has it read: mapped, unfolded or parsed. */
final class Extractor {

  private static final int PROLOG_BYTES = 1 << 16;
  private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]*");
  private static final Set<String> HEADERS =
      Set.of(
          "from",
          "to",
          "subject",
          "date",
          "mime-version",
          "received",
          "message-id",
          "return-path",
          "delivered-to",
          "cc",
          "reply-to",
          "content-type");

  private final Mappings mappings;

  Extractor(Mappings mappings) {
    this.mappings = mappings;
    // Loading the parsers takes about a second, which is no item's.
    Parsing.shared();
  }

  /**
   * Reads an item, where it is protected with the first of some passwords that opens it.
   *
   * @param fileName the last part of its path
   * @param mediaType of one element, which is set as soon as it is detected
   * @throws Refusal where it is not read
   */
  Extracted read(
      byte[] bytes,
      String fileName,
      List<String> passwords,
      Budget budget,
      @Nullable String[] mediaType) {
    Budget.Spent before = budget.spent();
    Extracted shut = null;
    Refusal refusal = null;
    try {
      shut = read(bytes, fileName, (String) null, budget, mediaType);
      if (passwords.isEmpty() || shut.members().stream().noneMatch(Member::encrypted)) {
        return shut;
      }
    } catch (Refusal e) {
      if (passwords.isEmpty() || e.reason() != Reason.ENCRYPTED) {
        throw e;
      }
      refusal = e;
    }
    Budget.Spent after = budget.spent();
    for (String password : passwords) {
      budget.spend(before);
      Optional<Extracted> opened = opened(bytes, fileName, password, budget, mediaType);
      if (opened.isPresent()) {
        return opened.get();
      }
    }
    budget.spend(after);
    if (shut == null) {
      throw refusal == null ? new IllegalStateException() : refusal;
    }
    return shut;
  }

  private Optional<Extracted> opened(
      byte[] bytes, String fileName, String password, Budget budget, @Nullable String[] mediaType) {
    try {
      Extracted open = read(bytes, fileName, password, budget, mediaType);
      if (open.members().stream().anyMatch(Member::encrypted)) {
        return Optional.empty();
      }
      Set<String> issues = new LinkedHashSet<>(open.issues());
      issues.add("opened_by_password");
      byte[] unprotected = null;
      if (open.mediaType().equals(Parsing.PDF)) {
        unprotected = ProtectedPdf.opened(bytes, password, budget.limits().maxBytes()).orElse(null);
        if (unprotected == null) {
          issues.add("pages_protected");
        }
      }
      return Optional.of(open.with(issues, unprotected));
    } catch (Refusal e) {
      // A wrong password makes noise of what is there, and readers say "damaged" as often.
      if (e.reason() == Reason.ENCRYPTED || e.reason() == Reason.CORRUPT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Extracted read(
      byte[] bytes,
      String fileName,
      @Nullable String password,
      Budget budget,
      @Nullable String[] mediaType) {
    try (TikaInputStream in = TikaInputStream.get(bytes)) {
      return read(in, bytes, fileName, password, budget, mediaType);
    } catch (IOException e) {
      throw new Refusal(Reason.CORRUPT, "It is damaged or cut off", e);
    }
  }

  /**
   * @param in the bytes; what is opened to tell their type is open for their parser
   */
  private Extracted read(
      TikaInputStream in,
      byte[] bytes,
      String fileName,
      @Nullable String password,
      Budget budget,
      @Nullable String[] mediaType)
      throws IOException {
    Parsing parsing = Parsing.shared();
    boolean table = false;
    String type = parsing.detect(in);
    if (type.startsWith("multipart/") && startsLikeMessage(bytes)) {
      // A mail of a text and its pictures is told as a page of the web, whose pictures are no
      // items.
      type = MailFile.MESSAGE;
    }
    if (textual(type) && SignedMessage.isText(bytes)) {
      type = "application/pkcs7-mime";
    }
    mediaType[0] = type;
    if (textual(type)) {
      if (type.endsWith("xml") && declaresEntities(bytes)) {
        throw new Refusal(
            Reason.UNSAFE_XML,
            "It declares XML entities, which are not followed: they can fetch other files or"
                + " exhaust a machine");
      }
      Optional<Envelope> envelope = Envelope.in(bytes, budget);
      if (envelope.isPresent()) {
        mediaType[0] = Envelope.MEDIA_TYPE;
        return message(envelope.get());
      }
      Optional<Mapping> mapping = mappings.find(bytes, fileName);
      if (mapping.isPresent()) {
        mediaType[0] = mapping.get().mediaType();
        return mapped(mapping.get(), bytes, budget);
      }
      if (!type.equals(MailFile.MESSAGE) && startsLikeMessage(bytes)) {
        type = MailFile.MESSAGE;
        mediaType[0] = type;
      }
      table = !type.equals(MailFile.MESSAGE) && Mappings.isTable(bytes, fileName);
    }
    if (type.startsWith("application/pkcs7")) {
      return signed(type, bytes, fileName, budget);
    }
    if (!Archives.unfolds(type)
        && !parsing.reads(type)
        && (parsing.zipped(type) || startsLikeZip(bytes))) {
      type = "application/zip";
    }
    Optional<Archives.Unfolded> unfolded = unfolded(type, in, bytes, fileName, password, budget);
    if (unfolded.isPresent()) {
      return archive(type, unfolded.get());
    }
    if (!parsing.reads(type)) {
      throw new Refusal(
          Reason.UNSUPPORTED,
          type.equals("application/octet-stream")
              ? "Its format is not recognised"
              : "There is no reader for its format, " + type);
    }
    Parsing.Reading reading;
    byte[] message = bytes;
    Budget.Spent before = budget.spent();
    try {
      if (type.equals(Mailbox.MEDIA_TYPE)) {
        type = MailFile.MESSAGE;
        mediaType[0] = type;
        message = Mailbox.message(bytes);
        reading = parsing.read(message, type, password, budget);
      } else {
        reading = parsing.read(in, bytes.length, type, password, budget);
      }
    } catch (Refusal e) {
      if (e.reason() != Reason.CORRUPT || !parsing.zipped(type)) {
        throw e;
      }
      budget.spend(before);
      return parts(type, bytes, fileName, budget).orElseThrow(() -> e);
    }
    if (type.equals(TiffPages.MEDIA_TYPE)) {
      reading.issues().addAll(TiffPages.of(bytes, budget.limits().maxPages()).issues());
    }
    if (table || Workbooks.isWorkbook(type)) {
      reading.issues().add(Mappings.TABLE_WITHOUT_MAPPING);
    }
    Extracted extracted =
        new Extracted(
            type,
            kind(type, reading),
            null,
            reading.title(),
            reading.sentAt(),
            reading.metadata(),
            reading.headers(),
            reading.text(),
            reading.members(),
            reading.issues());
    return type.equals(MailFile.MESSAGE) ? PartHeaders.told(extracted, message) : extracted;
  }

  /**
   * What is signed as an item of its own, which may say for itself what it is, whom it was sent to
   * and who may see it.
   */
  private static Extracted signed(String type, byte[] bytes, String fileName, Budget budget)
      throws IOException {
    SignedMessage message = SignedMessage.of(bytes);
    byte[] contents = message.contents();
    if (contents != null) {
      Member signed =
          budget
              .container(bytes.length)
              .read(SignedMessage.nameOfContents(fileName), new ByteArrayInputStream(contents));
      return archive(type, new Archives.Unfolded(List.of(signed), Set.of()));
    }
    return switch (message.holds()) {
      case ENCRYPTED ->
          throw new Refusal(Reason.ENCRYPTED, "It is encrypted for the holder of a key");
      case SIGNATURE_ONLY ->
          new Extracted(
              type,
              "other",
              null,
              null,
              null,
              Map.of(),
              Map.of(),
              null,
              List.of(),
              Set.of("signature_only"));
      case CONTENTS, UNKNOWN ->
          throw new Refusal(
              Reason.CORRUPT,
              "What is signed in it cannot be taken out: it is damaged, cut off or no file");
    };
  }

  /** What archives, mailboxes, databases and workbooks of extracts hold; empty for all others. */
  private Optional<Archives.Unfolded> unfolded(
      String type,
      TikaInputStream in,
      byte[] bytes,
      String fileName,
      @Nullable String password,
      Budget budget)
      throws IOException {
    if (Archives.unfolds(type)) {
      return Optional.of(Archives.unfold(type, bytes, fileName, password, budget));
    }
    if (type.equals(Mailbox.MEDIA_TYPE)) {
      return Mailbox.unfold(bytes, budget);
    }
    Optional<Archives.Unfolded> tables = Databases.unfold(type, bytes, budget);
    return tables.isPresent()
        ? tables
        : Workbooks.unfold(type, in, bytes, password, mappings, budget);
  }

  private static Extracted message(Envelope envelope) {
    return new Extracted(
        Envelope.MEDIA_TYPE,
        "message",
        null,
        envelope.title(),
        envelope.sentAt(),
        envelope.metadata(),
        envelope.headers(),
        envelope.text(),
        envelope.members(),
        envelope.issues());
  }

  private static Extracted archive(String type, Archives.Unfolded unfolded) {
    return new Extracted(
        type,
        "archive",
        null,
        null,
        null,
        Map.of(),
        Map.of(),
        null,
        unfolded.members(),
        unfolded.issues());
  }

  /**
   * A document in a zip that its own reader gave up, as an archive of its parts: their text is
   * there. One whose zip is damaged too is damaged.
   */
  private static Optional<Extracted> parts(
      String type, byte[] bytes, String fileName, Budget budget) {
    try {
      Archives.Unfolded unfolded =
          Archives.unfold("application/zip", bytes, fileName, null, budget);
      if (unfolded.members().isEmpty() || unfolded.issues().contains(Archives.DAMAGED)) {
        return Optional.empty();
      }
      unfolded.issues().add("read_as_its_parts");
      return Optional.of(archive(type, unfolded));
    } catch (Refusal e) {
      return Optional.empty();
    }
  }

  private static Extracted mapped(Mapping mapping, byte[] bytes, Budget budget) {
    Mapping.Summary summary;
    try {
      summary = mapping.summary(bytes);
    } catch (MalformedItemException e) {
      throw new Refusal(
          Reason.CORRUPT, "It looks like " + mapping.id() + ", but " + e.getMessage(), e);
    }
    Set<String> issues = new LinkedHashSet<>(summary.issues());
    Instant sentAt = summary.sentOn() == null ? null : sentAt(summary.sentOn());
    if (summary.sentOn() != null && sentAt == null) {
      issues.add("sent_at_not_a_date");
    }
    String text = summary.text();
    int most = budget.limits().maxTextCharacters();
    if (text != null && text.length() > most) {
      issues.add("text_cut");
      text = text.substring(0, most);
    }
    return new Extracted(
        mapping.mediaType(),
        mapping.kind(),
        mapping.id(),
        null,
        sentAt,
        Map.of(),
        Map.of(),
        text,
        List.of(),
        issues);
  }

  private static @Nullable Instant sentAt(String sentOn) {
    try {
      Instant at =
          LocalDate.parse(sentOn.replace('/', '-')).atStartOfDay(ZoneOffset.UTC).toInstant();
      return SentAt.mayBe(at) ? at : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static String kind(String type, Parsing.Reading reading) {
    if (type.equals(Parsing.OUTLOOK_FOLDER)) {
      return "archive";
    }
    if (Parsing.isMessage(type)) {
      return "message";
    }
    if (type.startsWith("image/")) {
      return "image";
    }
    boolean media = type.startsWith("audio/") || type.startsWith("video/");
    // A PDF without text is a scan: still a document.
    return !media && (reading.text() != null || type.equals(Parsing.PDF)) ? "document" : "other";
  }

  private static boolean startsLikeZip(byte[] bytes) {
    return bytes.length > 4 && bytes[0] == 'P' && bytes[1] == 'K' && bytes[2] < 9 && bytes[3] < 9;
  }

  private static boolean textual(String type) {
    return type.startsWith("text/")
        || type.endsWith("+xml")
        || type.equals("application/json")
        || type.equals("application/xml")
        || type.equals("application/octet-stream")
        || type.equals(MailFile.MESSAGE);
  }

  private static boolean declaresEntities(byte[] bytes) {
    String prolog =
        new String(bytes, 0, Math.min(bytes.length, PROLOG_BYTES), StandardCharsets.ISO_8859_1)
            .replace("\u0000", "");
    return prolog.contains("<!ENTITY");
  }

  /** Two of the usual headers before the first blank line, and nothing but headers there. */
  private static boolean startsLikeMessage(byte[] bytes) {
    String head =
        new String(bytes, 0, Math.min(bytes.length, PROLOG_BYTES), StandardCharsets.ISO_8859_1);
    int known = 0;
    for (String line : head.split("\r?\n|\r", -1)) {
      if (line.isEmpty()) {
        break;
      }
      if (line.charAt(0) == ' ' || line.charAt(0) == '\t') {
        continue;
      }
      int colon = line.indexOf(':');
      if (colon < 1 || !HEADER_NAME.matcher(line.substring(0, colon).strip()).matches()) {
        break;
      }
      known += HEADERS.contains(line.substring(0, colon).strip().toLowerCase(Locale.ROOT)) ? 1 : 0;
    }
    return known >= 2;
  }
}
