package org.insight.jobs.landing.extract;

import com.pff.PSTException;
import com.pff.PSTMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.poi.openxml4j.exceptions.OpenXML4JException;
import org.apache.tika.config.ServiceLoader;
import org.apache.tika.detect.CompositeEncodingDetector;
import org.apache.tika.detect.DefaultDetector;
import org.apache.tika.detect.DefaultEncodingDetector;
import org.apache.tika.detect.Detector;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.TikaException;
import org.apache.tika.exception.UnsupportedFormatException;
import org.apache.tika.exception.ZeroByteFileException;
import org.apache.tika.extractor.DefaultEmbeddedStreamTranslator;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.extractor.EmbeddedStreamTranslator;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.PagedText;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MediaTypeRegistry;
import org.apache.tika.mime.MimeTypes;
import org.apache.tika.parser.AutoDetectParser;
import org.apache.tika.parser.DefaultParser;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.PasswordProvider;
import org.apache.tika.parser.external.CompositeExternalParser;
import org.apache.tika.parser.microsoft.OfficeParserConfig;
import org.apache.tika.parser.ocr.TesseractOCRParser;
import org.apache.tika.parser.pdf.PDFParserConfig;
import org.apache.tika.parser.pkg.CompressorParser;
import org.apache.tika.parser.pkg.PackageParser;
import org.apache.tika.parser.pkg.RarParser;
import org.apache.tika.renderer.CompositeRenderer;
import org.apache.tika.sax.BodyContentHandler;
import org.jspecify.annotations.Nullable;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/**
 * Tika as this platform uses it: no OCR, no external program, no macros, no unpacking of archives;
 * attachments are collected and not parsed in place. Safe for use by several threads.
 */
final class Parsing {

  static final String OUTLOOK_FOLDER = "application/vnd.ms-outlook-pst";

  private static final int MAX_ENTRIES = 64;
  private static final int MAX_VALUE = 1000;
  private static final String PAGES = PagedText.N_PAGES.getName();
  private static final String RAW_HEADER = "Message:Raw-Header:";
  private static final Set<String> MESSAGES =
      Set.of(MailFile.MESSAGE, "application/vnd.ms-outlook");

  /**
   * Whose parts, as those of messages, are what somebody attached, and none a picture of a page.
   */
  private static final Set<String> OF_ATTACHMENTS =
      Set.of("application/vnd.ms-tnef", OUTLOOK_FOLDER);

  static final String PDF = "application/pdf";

  /**
   * What was read of an item.
   *
   * @param headers raw headers of a message
   */
  record Reading(
      @Nullable String text,
      @Nullable String title,
      @Nullable Instant sentAt,
      Map<String, String> metadata,
      Map<String, String> headers,
      List<Member> members,
      Set<String> issues) {}

  private static final class Holder {
    static final Parsing INSTANCE = new Parsing();
  }

  private final Detector detector;
  private final AutoDetectParser parser;
  private final Map<MediaType, Parser> parsers;
  private final MediaTypeRegistry registry;

  private Parsing() {
    ServiceLoader loader = new ServiceLoader(Parsing.class.getClassLoader());
    registry = MediaTypeRegistry.getDefaultRegistry();
    DefaultParser readers =
        new DefaultParser(
            registry,
            loader,
            Arrays.asList(
                TesseractOCRParser.class,
                CompositeExternalParser.class,
                PackageParser.class,
                CompressorParser.class,
                RarParser.class),
            new CompositeEncodingDetector(
                List.of(new ValidUtf8(), new DefaultEncodingDetector(loader))),
            new CompositeRenderer(loader));
    parsers = readers.getParsers();
    detector = new DefaultDetector(MimeTypes.getDefaultMimeTypes(), loader);
    parser = new AutoDetectParser(detector, readers);
  }

  /** One for the JVM: loading the parsers takes about a second. */
  static Parsing shared() {
    return Holder.INSTANCE;
  }

  /** Media type by the bytes alone. */
  String detect(byte[] bytes) {
    try (TikaInputStream in = TikaInputStream.get(bytes)) {
      return detect(in);
    } catch (IOException e) {
      return MediaType.OCTET_STREAM.toString();
    }
  }

  /** As {@link #detect(byte[])}; what was opened for that is open for the parser. */
  String detect(TikaInputStream in) {
    try {
      MediaType type = detector.detect(in, new Metadata());
      // Of BigTIFF Tika tells the big endian one alone.
      if (type.equals(MediaType.OCTET_STREAM) && startsLikeBigTiff(in)) {
        return TiffPages.MEDIA_TYPE;
      }
      String base = type.getBaseType().toString();
      // Of some formats there is a reader for one form alone, as of OneNote.
      return !reads(base) && parsers.containsKey(type) ? type.toString() : base;
    } catch (IOException | RuntimeException e) {
      return MediaType.OCTET_STREAM.toString();
    }
  }

  private static boolean startsLikeBigTiff(TikaInputStream in) throws IOException {
    byte[] head = new byte[TiffPages.HEAD_BYTES];
    return in.peek(head) == head.length && TiffPages.isBig(head);
  }

  /** Whether there is a parser for a type or for one that it is a kind of. */
  boolean reads(String mediaType) {
    MediaType type = MediaType.parse(mediaType);
    while (type != null && !type.equals(MediaType.OCTET_STREAM)) {
      if (parsers.containsKey(type)) {
        return true;
      }
      type = registry.getSupertype(type);
    }
    return false;
  }

  /** Whether a type is a zip with some other name. */
  boolean zipped(String mediaType) {
    MediaType type = MediaType.parse(mediaType);
    return type != null && registry.isInstanceOf(type, MediaType.APPLICATION_ZIP);
  }

  /** Whether it is a message. */
  static boolean isMessage(String mediaType) {
    return MESSAGES.contains(mediaType);
  }

  /**
   * @param password to open it with
   * @throws Refusal where nothing of it could be read
   */
  Reading read(byte[] bytes, String mediaType, @Nullable String password, Budget budget) {
    try (TikaInputStream in = TikaInputStream.get(bytes)) {
      return read(in, bytes.length, mediaType, password, budget);
    } catch (IOException e) {
      throw refusal(e);
    }
  }

  /** As {@link #read(byte[], String, String, Budget)}, of a stream that was looked at before. */
  Reading read(
      TikaInputStream in, int size, String mediaType, @Nullable String password, Budget budget) {
    TextCollector text = new TextCollector(budget.limits());
    Collecting collecting = new Collecting(mediaType, budget, size);
    Metadata metadata = new Metadata();
    // Fixes the type: the name has no say, and what was detected is what is parsed.
    metadata.set(TikaCoreProperties.CONTENT_TYPE_PARSER_OVERRIDE, mediaType);
    Set<String> issues = new LinkedHashSet<>();
    try {
      if (startsLikeBigTiff(in)) {
        // Tika's reader knows the form of 1992 alone; the pictures are read nevertheless.
        metadata.set(Metadata.CONTENT_TYPE, mediaType);
        issues.add("metadata_unread");
      } else {
        parser.parse(in, new BodyContentHandler(text), metadata, context(collecting, password));
      }
      Optional<OfficeParts> office = OfficeParts.opened(in);
      if (office.isPresent()) {
        office.get().refuseDoctype();
        for (String author : office.get().commentAuthors()) {
          text.line("Comment by " + author);
        }
      }
    } catch (IOException | OpenXML4JException | SAXException | TikaException | RuntimeException e) {
      Refusal refusal = refusal(e);
      boolean nothing = text.text().isBlank() && collecting.members.isEmpty();
      if (refusal.reason() != Reason.CORRUPT || nothing) {
        throw refusal;
      }
      issues.add("damaged");
    }
    if (collecting.refusal != null) {
      throw collecting.refusal;
    }
    if (text.cut()) {
      issues.add("text_cut");
    }
    if (text.pagesCut()) {
      issues.add("pages_cut");
    }
    issues.addAll(collecting.issues);
    return new Reading(
        text.text().isBlank() ? null : text.text(),
        title(metadata),
        sentAt(metadata),
        entries(metadata, issues),
        headers(metadata),
        collecting.members,
        issues);
  }

  private ParseContext context(Collecting collecting, @Nullable String password) {
    ParseContext context = new ParseContext();
    if (password != null) {
      context.set(PasswordProvider.class, metadata -> password);
    }
    PDFParserConfig pdf = new PDFParserConfig();
    pdf.setOcrStrategy(PDFParserConfig.OCR_STRATEGY.NO_OCR);
    pdf.setExtractInlineImages(false);
    pdf.setCatchIntermediateIOExceptions(true);
    context.set(PDFParserConfig.class, pdf);
    OfficeParserConfig office = new OfficeParserConfig();
    office.setExtractMacros(false);
    office.setIncludeDeletedContent(true);
    // As a stream, not as a tree, which takes memory and time.
    office.setUseSAXDocxExtractor(true);
    office.setUseSAXPptxExtractor(true);
    context.set(OfficeParserConfig.class, office);
    context.set(EmbeddedDocumentExtractor.class, collecting);
    // Else parsers of what is embedded make Tika's default configuration anew, which starts
    // programs
    // to see whether they are there.
    context.set(Detector.class, detector);
    context.set(MimeTypes.class, MimeTypes.getDefaultMimeTypes());
    context.set(Parser.class, parser);
    return context;
  }

  /** Takes attachments as bytes in place of parsing them where they stand. */
  private static final class Collecting implements EmbeddedDocumentExtractor {

    private static final EmbeddedStreamTranslator TRANSLATOR =
        new DefaultEmbeddedStreamTranslator();
    private static final String ATTACHMENT =
        TikaCoreProperties.EmbeddedResourceType.ATTACHMENT.name();

    private final List<Member> members = new ArrayList<>();
    private final Set<String> issues = new LinkedHashSet<>();
    private final boolean allAttached;
    private final boolean pdf;
    private final ReadingLimits limits;
    private final Budget.Container container;
    private @Nullable Refusal refusal;

    Collecting(String mediaType, Budget budget, int size) {
      allAttached = isMessage(mediaType) || OF_ATTACHMENTS.contains(mediaType);
      pdf = mediaType.equals(PDF);
      limits = budget.limits();
      container = budget.container(size);
    }

    @Override
    public boolean shouldParseEmbedded(Metadata metadata) {
      if (allAttached) {
        return true;
      }
      String kind = metadata.get(TikaCoreProperties.EMBEDDED_RESOURCE_TYPE);
      String type = metadata.get(Metadata.CONTENT_TYPE);
      return (kind == null || kind.equals(ATTACHMENT))
          && (picturesToo(metadata) || type == null || !type.startsWith("image/"));
    }

    /**
     * Whether what is embedded is an item though it is a picture. In documents of offices pictures
     * belong to the page; those of a PDF's pages do not come here.
     */
    private boolean picturesToo(Metadata metadata) {
      return allAttached
          || (pdf && ATTACHMENT.equals(metadata.get(TikaCoreProperties.EMBEDDED_RESOURCE_TYPE)));
    }

    @Override
    public void parseEmbedded(
        InputStream stream, ContentHandler handler, Metadata metadata, boolean outputHtml)
        throws SAXException, IOException {
      if (!shouldParseEmbedded(metadata)) {
        return;
      }
      Member member;
      try {
        member = member(name(metadata, stream), stream, metadata);
      } catch (Refusal e) {
        // Some parsers take an exception for that of one attachment and go on.
        refusal = e;
        throw e;
      }
      byte[] bytes = member.bytes();
      if (!picturesToo(metadata) && bytes != null && picture(bytes)) {
        return;
      }
      members.add(member);
    }

    private Member member(String name, InputStream stream, Metadata metadata) throws IOException {
      if (TRANSLATOR.shouldTranslate(stream, metadata)) {
        try (InputStream translated = TRANSLATOR.translate(stream, metadata)) {
          return container.read(name, translated);
        }
      }
      Object opened = opened(stream);
      if (opened instanceof PSTMessage mail) {
        return mail(name.replaceFirst("\\.msg$", "") + ".eml", mail);
      }
      Member member = container.read(name, stream);
      return opened != null && member.size() == 0
          ? Member.refused(
              name, 0, new Refusal(Reason.UNREADABLE, "It cannot be taken out of its container"))
          : member;
    }

    private Member mail(String name, PSTMessage mail) throws IOException {
      PstMail written;
      try {
        written = PstMail.of(mail, limits);
      } catch (PSTException | IOException | RuntimeException e) {
        container.count();
        return Member.refused(
            name, 0, new Refusal(Reason.CORRUPT, "It is damaged in the folder that it lies in"));
      }
      if (!written.whole()) {
        issues.add("parts_unread");
      }
      return container.read(name, new ByteArrayInputStream(written.bytes()));
    }

    private static boolean picture(byte[] bytes) {
      return shared().detect(bytes).startsWith("image/");
    }

    private String name(Metadata metadata, InputStream stream) {
      String given = metadata.get(TikaCoreProperties.RESOURCE_NAME_KEY);
      if (given == null) {
        given = "";
      }
      // A mail in a folder is called by its subject, and what is before a slash in it is no folder.
      String name =
          opened(stream) instanceof PSTMessage
              ? given.replace('/', '_').replace('\\', '_')
              : Member.withoutFolders(given);
      return name.isBlank() ? "part-" + (members.size() + 1) : name;
    }

    private static @Nullable Object opened(InputStream stream) {
      return stream instanceof TikaInputStream there ? there.getOpenContainer() : null;
    }
  }

  private static Refusal refusal(Throwable error) {
    boolean bomb = false;
    for (Throwable e = error; e != null; e = e.getCause()) {
      if (e instanceof Refusal refusal) {
        return refusal;
      }
      String name = e.getClass().getSimpleName();
      if (e instanceof EncryptedDocumentException
          || name.equals("EncryptedDocumentException")
          || name.equals("InvalidPasswordException")
          || name.equals("EncryptedPowerPointFileException")) {
        return new Refusal(Reason.ENCRYPTED, "It is protected by a password", error);
      }
      if (e instanceof ZeroByteFileException) {
        return new Refusal(Reason.EMPTY, "It has no bytes", error);
      }
      if (e instanceof UnsupportedFormatException
          || name.equals("OldExcelFormatException")
          || name.equals("OldWordFileFormatException")
          || name.equals("OldPowerPointFormatException")
          || name.equals("NotOLE2FileException")) {
        return new Refusal(
            Reason.UNSUPPORTED, "It is of a version of its format that no reader knows", error);
      }
      String message = e.getMessage() == null ? "" : e.getMessage().toLowerCase(Locale.ROOT);
      if (message.contains("strict ooxml")) {
        return new Refusal(
            Reason.UNSUPPORTED, "It is of the strict kind of its format, which no reader knows");
      }
      if (message.contains("doctype is disallowed")) {
        return Refusal.doctype();
      }
      bomb |= message.contains("zip bomb");
    }
    if (bomb) {
      return new Refusal(
          Reason.RATIO,
          "It grows to far more than its size or is nested without end, as files do that are made"
              + " to exhaust a machine",
          error);
    }
    return new Refusal(Reason.CORRUPT, "It is damaged, cut off or not what it claims to be", error);
  }

  private static @Nullable String title(Metadata metadata) {
    for (String title :
        new String[] {
          metadata.get(TikaCoreProperties.TITLE), metadata.get(TikaCoreProperties.SUBJECT)
        }) {
      if (title != null && !title.isBlank()) {
        return cut(title.strip());
      }
    }
    return null;
  }

  private static @Nullable Instant sentAt(Metadata metadata) {
    Date date = metadata.getDate(TikaCoreProperties.CREATED);
    if (date == null) {
      return null;
    }
    Instant instant = date.toInstant();
    return SentAt.mayBe(instant) ? instant : null;
  }

  /** Name and time of the copy that an image is read from: other ones at each reading. */
  private static final String OF_THE_COPY = "File ";

  private static Map<String, String> entries(Metadata metadata, Set<String> issues) {
    List<String> names = new ArrayList<>(Arrays.asList(metadata.names()));
    // Pages first, for those that read them need the number; raw headers last: they are many, and
    // the limit should not cut what Tika made of them.
    names.sort(
        Comparator.comparing((String n) -> !n.equals(PAGES))
            .thenComparing(n -> n.startsWith(RAW_HEADER))
            .thenComparing(n -> n));
    Map<String, String> entries = new LinkedHashMap<>();
    for (String name : names) {
      if (name.startsWith("X-TIKA:EXCEPTION")) {
        issues.add("parts_unread");
      } else if (!name.startsWith("X-TIKA") && !name.startsWith(OF_THE_COPY)) {
        if (entries.size() == MAX_ENTRIES) {
          issues.add("metadata_cut");
          break;
        }
        entries.put(cut(name), cut(String.join("; ", metadata.getValues(name))));
      }
    }
    return entries;
  }

  private static Map<String, String> headers(Metadata metadata) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : metadata.names()) {
      if (name.startsWith(RAW_HEADER)) {
        headers.put(name.substring(RAW_HEADER.length()), String.valueOf(metadata.get(name)));
      }
    }
    return headers;
  }

  private static String cut(String text) {
    String clean = text.replace("\u0000", "");
    return clean.length() <= MAX_VALUE ? clean : clean.substring(0, MAX_VALUE);
  }
}
