package org.insight.jobs.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.MultiFormatWriter;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.jobs.landing.Arrival;
import org.insight.jobs.landing.ItemReader;
import org.insight.jobs.landing.PolicyFinder;
import org.insight.jobs.landing.extract.ReadingLimits;
import org.insight.jobs.landing.extract.TiffPagesTest;
import org.insight.jobs.text.ocr.OcrLimits;
import org.insight.schemas.Tables;
import org.insight.testing.LiteralInputs;
import org.insight.testing.SharedSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scala.collection.JavaConverters;

class ReadPagesTest {

  private static final OcrLimits LIMITS = OcrLimits.of("fra+eng+spa ara", 60, 512, 100, 2);

  /** The specimen of ICAO Doc 9303. */
  private static final String[] ZONE = {
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"
  };

  private static final String LAYER = "Le suspect a été vu à Lyon le 3 mars 2024.";

  private static Row arrival(String id, String type, byte[] content, String text) {
    return RowFactory.create(
        id,
        "read",
        type,
        "document",
        content,
        "sha of " + id,
        "Titre",
        null,
        text,
        metadata(type, content),
        "p1");
  }

  /** As landing gives it. */
  private static scala.collection.Map<String, String> metadata(String type, byte[] content) {
    Map<String, String> metadata = new HashMap<>();
    if (type.equals("application/pdf") && content != null) {
      try (PDDocument pdf = Loader.loadPDF(content)) {
        metadata.put("xmpTPg:NPages", String.valueOf(pdf.getNumberOfPages()));
      } catch (IOException e) {
        // One that cannot be opened has none.
      }
    }
    return JavaConverters.mapAsScalaMap(metadata);
  }

  private static Map<String, Row> read(OcrLimits limits, Row... arrivals) {
    StructType type =
        StructType.fromDDL(
            "item_id string, outcome string, media_type string, kind string, content binary,"
                + " content_sha256 string, title string, sent_at timestamp, text string,"
                + " metadata map<string,string>, policy_id string");
    return new ReadPages(limits)
            .build(
                new LiteralInputs()
                    .with(
                        Tables.ARRIVALS,
                        SharedSpark.session().createDataFrame(List.of(arrivals), type)))
            .collectAsList()
            .stream()
            .collect(Collectors.toMap(row -> row.getAs("page_id"), Function.identity()));
  }

  /** Draws what a code says into a picture. */
  private static void code(
      BufferedImage page, BarcodeFormat format, String says, int x, int y, int width, int height) {
    BitMatrix cells;
    try {
      cells = new MultiFormatWriter().encode(says, format, width, height);
    } catch (WriterException e) {
      throw new IllegalStateException(e);
    }
    for (int i = 0; i < cells.getWidth(); i++) {
      for (int j = 0; j < cells.getHeight(); j++) {
        page.setRGB(x + i, y + j, (cells.get(i, j) ? Color.BLACK : Color.WHITE).getRGB());
      }
    }
  }

  @Test
  void whatCodesOfAPageSayIsInItsText() throws IOException {
    BufferedImage page =
        page("Le suspect a été vu à Lyon", "le 3 mars 2024.", "", "", "", "", "", "", "", "", "");
    code(page, BarcodeFormat.QR_CODE, "https://example.org/colis ZX-4711", 100, 260, 220, 220);
    code(page, BarcodeFormat.CODE_128, "PARCEL0047110815", 500, 560, 500, 90);
    BufferedImage code = page("", "", "", "");
    code(code, BarcodeFormat.PDF_417, "DOE<<JANE", 100, 100, 600, 200);
    Map<String, Row> pages =
        read(
            LIMITS,
            arrival("both", "image/png", png(page), null),
            arrival("code", "image/png", png(code), null),
            arrival("none", "image/png", png(page("Le suspect a été vu à Lyon.")), null));
    String text = pages.get("both#1").getAs("text");
    assertThat(text)
        .startsWith("Le suspect a été vu à Lyon")
        .contains("\n\nhttps://example.org/colis ZX-4711", "\n\nPARCEL0047110815");
    Row first =
        pages.get("both#1").<Row>getList(pages.get("both#1").fieldIndex("words")).stream()
            .filter(word -> word.<Integer>getAs("begin") == text.indexOf("https://"))
            .findAny()
            .orElseThrow();
    assertThat(first.<Integer>getAs("left")).isBetween(100, 200);
    assertThat(first.<Integer>getAs("bottom")).isBetween(380, 480);
    assertThat(pages.get("code#1").<String>getAs("text")).isEqualTo("DOE<<JANE");
    assertThat(pages.get("none#1").<String>getAs("text")).isEqualTo("Le suspect a été vu à Lyon.");
  }

  /** A page of 150 dpi, as of a fax. */
  static BufferedImage page(String... lines) {
    BufferedImage image =
        new BufferedImage(1240, 160 + 60 * lines.length, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D pen = image.createGraphics();
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, image.getWidth(), image.getHeight());
    pen.dispose();
    write(lines, image);
    return image;
  }

  private static void write(String[] lines, BufferedImage image) {
    Graphics2D pen = image.createGraphics();
    pen.setColor(Color.BLACK);
    pen.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    pen.setFont(new Font(Font.SERIF, Font.PLAIN, 32));
    for (int i = 0; i < lines.length; i++) {
      pen.drawString(lines[i], 80, 100 + 60 * i);
    }
    pen.dispose();
  }

  static byte[] png(BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private static byte[] pdf(BufferedImage... pages) throws IOException {
    try (PDDocument pdf = new PDDocument()) {
      for (BufferedImage image : pages) {
        PDPage page = new PDPage(new PDRectangle(595, 595f * image.getHeight() / image.getWidth()));
        pdf.addPage(page);
        try (PDPageContentStream content = new PDPageContentStream(pdf, page)) {
          content.drawImage(
              LosslessFactory.createFromImage(pdf, image),
              0,
              0,
              page.getMediaBox().getWidth(),
              page.getMediaBox().getHeight());
        }
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      pdf.save(bytes);
      return bytes.toByteArray();
    }
  }

  @Test
  void pagesWithoutALayerAreReadFromTheirPictures() throws IOException {
    byte[] two =
        pdf(page("The suspect was seen in Lyon", "on Tuesday."), page("La voiture est rouge."));
    Map<String, Row> pages = read(LIMITS, arrival("i1", "application/pdf", two, LAYER + "\n\f"));
    assertThat(pages).containsOnlyKeys("i1#1", "i1#2");
    assertThat(pages.get("i1#1").<String>getAs("method")).isEqualTo("layer");
    assertThat(pages.get("i1#1").<String>getAs("text")).isEqualTo(LAYER + "\n");
    Row second = pages.get("i1#2");
    assertThat(second.<String>getAs("method")).isEqualTo("ocr");
    assertThat(second.<String>getAs("text")).isEqualTo("La voiture est rouge.");
    assertThat(second.<Integer>getAs("begin")).isEqualTo(LAYER.length() + 2);
    assertThat(second.<Double>getAs("confidence")).isBetween(0.7, 1.0);
    List<Row> words = second.getList(second.fieldIndex("words"));
    assertThat(words)
        .extracting(w -> "La voiture est rouge.".substring(w.getInt(0), w.getInt(1)))
        .containsExactly("La", "voiture", "est", "rouge.");
    // Where they were drawn: at 80 of 1,240 pixels, the base line at 100.
    int width = second.getAs("width");
    assertThat(words.get(0).<Integer>getAs("left") * 1240.0 / width).isBetween(76.0, 86.0);
    assertThat(words.get(0).<Integer>getAs("bottom") * 1240.0 / width).isBetween(95.0, 106.0);
  }

  @Test
  void aProtectedScanThatItsMessageOpenedIsReadAsItIsKept() throws IOException {
    ByteArrayOutputStream shut = new ByteArrayOutputStream();
    try (PDDocument pdf = Loader.loadPDF(pdf(page("La voiture est rouge.")))) {
      pdf.protect(new StandardProtectionPolicy("owner of it", "Zebre-42", new AccessPermission()));
      pdf.save(shut);
    }
    String mail =
        "From: a@example.org\nTo: b@example.org\nSubject: s\nMIME-Version: 1.0\n"
            + "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nPassword: Zebre-42\n--b\n"
            + "Content-Disposition: attachment; filename=s.pdf\n"
            + "Content-Transfer-Encoding: base64\n\n"
            + Base64.getMimeEncoder().encodeToString(shut.toByteArray())
            + "\n--b--\n";
    Arrival scan =
        new ItemReader(ReadingLimits.DEFAULT, List.of())
            .read(
                "m.eml",
                () -> new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8)),
                new PolicyFinder(path -> null, "source: FR\npurposes: [locate]\n"))
            .get(1);
    Map<String, Row> pages =
        read(
            LIMITS,
            arrival("kept", "application/pdf", scan.content(), scan.text()),
            arrival("came", "application/pdf", shut.toByteArray(), scan.text()));
    assertThat(pages.get("kept#1").<String>getAs("text")).isEqualTo("La voiture est rouge.");
    assertThat(issues(pages.get("came#1"))).containsExactly("picture_unreadable");
  }

  private static final String[] SCANNED = {
    "The suspect was seen in Lyon on Tuesday,",
    "in the company of two men of the same age.",
    "The witness gave their names to the police.",
  };

  /** A stamp, a header or a number that a program put on a scan. */
  private static final String STAMP = "Scanned by Ficta Office, page FO-000417\n";

  @Test
  void aStampOnAScanIsNotTheTextOfItsPage() throws IOException {
    byte[] scan = pdf(page(SCANNED), page(SCANNED));
    Map<String, Row> pages =
        read(LIMITS, arrival("i1", "application/pdf", scan, STAMP + "\f" + STAMP));
    assertThat(pages).containsOnlyKeys("i1#1", "i1#2");
    for (Row page : pages.values()) {
      assertThat(page.<String>getAs("method")).isEqualTo("ocr");
      assertThat(page.<String>getAs("text")).startsWith(SCANNED[0]);
      assertThat(issues(page)).isEmpty();
    }
    Row unread =
        read(
                OcrLimits.of("", 60, 512, 100, 2),
                arrival("i2", "application/pdf", pdf(page(SCANNED)), STAMP))
            .get("i2#1");
    assertThat(unread.<String>getAs("text")).isEqualTo(STAMP);
  }

  @Test
  void aScanOfFewWordsKeepsTheLayerThatHasThem() throws IOException {
    byte[] scan = pdf(page("The suspect was seen in Lyon on Tuesday."));
    Row page =
        read(
                LIMITS,
                arrival("i1", "application/pdf", scan, "The suspect was seen in Lyon on Tuesday."))
            .get("i1#1");
    assertThat(page.<String>getAs("method")).isEqualTo("layer");
    assertThat(issues(page)).isEmpty();
  }

  @Test
  void aShortPageThatNoImageCoversKeepsItsLayer() throws IOException {
    BufferedImage logo = page(SCANNED);
    byte[] letter;
    try (PDDocument pdf = new PDDocument()) {
      PDPage page = new PDPage(PDRectangle.A4);
      pdf.addPage(page);
      try (PDPageContentStream content = new PDPageContentStream(pdf, page)) {
        content.drawImage(LosslessFactory.createFromImage(pdf, logo), 50, 600, 450, 120);
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      pdf.save(bytes);
      letter = bytes.toByteArray();
    }
    Row page = read(LIMITS, arrival("i1", "application/pdf", letter, LAYER)).get("i1#1");
    assertThat(page.<String>getAs("method")).isEqualTo("layer");
    assertThat(page.<String>getAs("text")).isEqualTo(LAYER);
    assertThat(issues(page)).isEmpty();
  }

  @Test
  void aLayerOfLettersSetApartIsNotMoreThanItsPictureForItsBlanks() throws IOException {
    String layer = String.join("\n", SCANNED).replaceAll("\\S", "$0 ");
    Row page =
        read(LIMITS, arrival("i1", "application/pdf", pdf(page(SCANNED)), layer)).get("i1#1");
    assertThat(page.<String>getAs("method")).isEqualTo("ocr");
    assertThat(page.<String>getAs("text")).startsWith(SCANNED[0]);
    assertThat(issues(page)).isEmpty();
  }

  /** What is transparent in it has the black of its letters. */
  @Test
  void aPictureWithoutABackgroundIsReadAsOnPaper() throws IOException {
    BufferedImage drawn = new BufferedImage(1240, 340, BufferedImage.TYPE_INT_ARGB);
    write(SCANNED, drawn);
    Row page = read(LIMITS, arrival("i1", "image/png", png(drawn), null)).get("i1#1");
    assertThat(page.<String>getAs("method")).isEqualTo("ocr");
    assertThat(page.<String>getAs("text")).contains(SCANNED);
  }

  @Test
  void aScanInStripsIsOne() throws IOException {
    BufferedImage whole = page(SCANNED);
    int half = whole.getHeight() / 2;
    byte[] scan;
    try (PDDocument pdf = new PDDocument()) {
      PDPage page = new PDPage(new PDRectangle(595, 595f * whole.getHeight() / whole.getWidth()));
      float height = page.getMediaBox().getHeight();
      pdf.addPage(page);
      try (PDPageContentStream content = new PDPageContentStream(pdf, page)) {
        for (int i = 0; i < 2; i++) {
          content.drawImage(
              LosslessFactory.createFromImage(
                  pdf, whole.getSubimage(0, i * half, whole.getWidth(), half)),
              0,
              (1 - i) * height / 2,
              595,
              height / 2);
        }
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      pdf.save(bytes);
      scan = bytes.toByteArray();
    }
    Row page = read(LIMITS, arrival("i1", "application/pdf", scan, STAMP)).get("i1#1");
    assertThat(page.<String>getAs("text")).startsWith(SCANNED[0]);
  }

  @Test
  void whatAPdfSaysOutsideItsPagesIsAtTheEndOfItsLastPageAndNoLayerOfIt() throws IOException {
    String signature = "\nSignature1: 2024-03-05T10:00:00Z signed by Ana Ficta\n";
    byte[] scan = pdf(page("La voiture est bleue."), page("La voiture est rouge."));
    Map<String, Row> pages =
        read(
            LIMITS,
            arrival("i1", "application/pdf", scan, "\n\f\n\u001d" + signature),
            arrival("i2", "application/pdf", pdf(page()), "\n\u001d" + signature),
            arrival("i3", "application/pdf", null, LAYER + "\n\u001d" + signature));
    assertThat(pages.get("i1#1").<String>getAs("text")).isEqualTo("La voiture est bleue.");
    Row last = pages.get("i1#2");
    assertThat(last.<String>getAs("method")).isEqualTo("ocr");
    assertThat(last.<String>getAs("text")).isEqualTo("La voiture est rouge.\n" + signature.strip());
    assertThat(last.<Integer>getAs("characters")).isEqualTo(last.<String>getAs("text").length());
    assertThat(last.<Row>getList(last.fieldIndex("words")))
        .extracting(w -> last.<String>getAs("text").substring(w.getInt(0), w.getInt(1)))
        .containsExactly("La", "voiture", "est", "rouge.");
    Row blank = pages.get("i2#1");
    assertThat(blank.<String>getAs("method")).isEqualTo("layer");
    assertThat(blank.<String>getAs("text")).isEqualTo(signature.strip());
    assertThat(issues(blank)).containsExactly("not_legible");
    assertThat(pages.get("i3#1").<String>getAs("text")).isEqualTo(LAYER + "\n" + signature.strip());
  }

  @ParameterizedTest
  @CsvSource({
    "<</Type/XObject/Subtype/Image/Width 1>>, true",
    "<</ProcSet [/PDF /Text /ImageB /ImageC]>>, false",
    "/Image, false",
    "<</Subtype /Image>>, true",
  })
  void whetherAPdfHoldsAnImageIsSaidInIt(String part, boolean holds) {
    assertThat(PagesOfPdf.holdsImage(part.getBytes(StandardCharsets.US_ASCII))).isEqualTo(holds);
  }

  @Test
  void theSameBytesOfTwoSourcesAreTheTextOfBoth() throws IOException {
    byte[] image = png(page("One and the same page"));
    Row first = arrival("i1", "image/png", image, null);
    Row second =
        RowFactory.create(
            "i2",
            "read",
            "image/png",
            "image",
            image,
            "sha of i1",
            null,
            null,
            null,
            metadata("image/png", image),
            "p2");
    Map<String, Row> pages = read(LIMITS, first, second);
    assertThat(pages.get("i1#1").<String>getAs("text")).isEqualTo("One and the same page");
    assertThat(pages.get("i2#1").<String>getAs("text")).isEqualTo("One and the same page");
    assertThat(pages.get("i2#1").<String>getAs("policy_id")).isEqualTo("p2");
  }

  /** Whichever came first, or beside it: in one run it would be otherwise than in two. */
  @Test
  void bytesThatAreNotKeptAreNotReadThoughTheyAreKeptWithAnotherItem() throws IOException {
    byte[] image = png(page("One and the same page"));
    Row kept = arrival("i1", "image/png", image, null);
    Row notKept =
        RowFactory.create(
            "i2", "read", "image/png", "image", null, "sha of i1", null, null, null, null, "p2");
    for (Row[] arrivals : new Row[][] {{kept, notKept}, {notKept, kept}}) {
      Map<String, Row> pages = read(LIMITS, arrivals);
      assertThat(pages.get("i1#1").<String>getAs("text")).isEqualTo("One and the same page");
      assertThat(pages.get("i2#1").<String>getAs("text")).isEmpty();
      assertThat(issues(pages.get("i2#1"))).containsExactly("bytes_not_kept");
    }
    assertThat(issues(read(LIMITS, notKept).get("i2#1"))).containsExactly("bytes_not_kept");
  }

  @Test
  void everyPageOfATiffIsRead() throws IOException {
    byte[] tiff = TiffPagesTest.tiff(page("The first page"), page("And the second"));
    Map<String, Row> pages = read(LIMITS, arrival("i1", "image/tiff", tiff, null));
    assertThat(pages.get("i1#1").<String>getAs("text")).isEqualTo("The first page");
    assertThat(pages.get("i1#2").<String>getAs("text")).isEqualTo("And the second");
    assertThat(pages.get("i1#2").<Integer>getAs("begin")).isEqualTo(15);
    byte[] big = TiffPagesTest.bigTiff(page("The first page"), page("And the second"));
    pages = read(LIMITS, arrival("i2", "image/tiff", big, null));
    assertThat(pages.get("i2#1").<String>getAs("text")).isEqualTo("The first page");
    assertThat(pages.get("i2#2").<String>getAs("text")).isEqualTo("And the second");
  }

  @Test
  void aPageThatLiesOnItsSideIsTurned() throws IOException {
    BufferedImage upright =
        page(
            "The suspect was seen in Lyon on Tuesday,",
            "in the company of two men of the same age.",
            "The witness gave their names to the police,",
            "and the number of the car that they came in.",
            "Nothing else is known about the matter yet.");
    Row page = read(LIMITS, arrival("i1", "image/png", png(onItsSide(upright)), null)).get("i1#1");
    assertThat(page.<String>getAs("text"))
        .startsWith("The suspect was seen in Lyon on Tuesday,\nin the company");
    assertThat(page.<Integer>getAs("rotation")).isEqualTo(90);
    assertThat(page.<Integer>getAs("width")).isEqualTo(upright.getWidth());
  }

  private static BufferedImage onItsSide(BufferedImage upright) {
    BufferedImage lying =
        new BufferedImage(upright.getHeight(), upright.getWidth(), BufferedImage.TYPE_BYTE_GRAY);
    for (int x = 0; x < upright.getWidth(); x++) {
      for (int y = 0; y < upright.getHeight(); y++) {
        lying
            .getRaster()
            .setSample(y, upright.getWidth() - 1 - x, 0, upright.getRaster().getSample(x, y, 0));
      }
    }
    return lying;
  }

  /** In the face that ICAO Doc 9303 prescribes. */
  private static void draw(String[] zone, BufferedImage image, int top)
      throws IOException, FontFormatException {
    Path face = Path.of("/usr/share/fonts/opentype/ocr-b/OCRB.otf");
    assumeThat(face).as("Debian's fonts-ocr-b").isReadable();
    Graphics2D pen = image.createGraphics();
    pen.setColor(Color.BLACK);
    pen.setFont(Font.createFont(Font.TRUETYPE_FONT, face.toFile()).deriveFont(32f));
    pen.drawString(zone[0], 80, top);
    pen.drawString(zone[1], 80, top + 60);
    pen.dispose();
  }

  @Test
  void aPageOnItsSideIsTurnedThoughItsZoneWasRead() throws IOException, FontFormatException {
    BufferedImage upright = page("The suspect was seen in Lyon on Tuesday,", "", "", "");
    draw(ZONE, upright, 220);
    Row page = read(LIMITS, arrival("i1", "image/png", png(onItsSide(upright)), null)).get("i1#1");
    assertThat(page.<String>getAs("text"))
        .startsWith("The suspect was seen in Lyon on Tuesday,\n")
        .contains(ZONE[0] + "\n" + ZONE[1]);
    assertThat(page.<Integer>getAs("rotation")).isEqualTo(90);
  }

  @Test
  void aMachineReadableZoneIsReadByItsOwnFace() throws IOException, FontFormatException {
    BufferedImage image = page("Passport", "", "", "", "");
    draw(ZONE, image, 300);
    Row page = read(LIMITS, arrival("i1", "image/png", png(image), null)).get("i1#1");
    assertThat(page.<String>getAs("text"))
        .contains(ZONE[0] + "\n" + ZONE[1])
        .startsWith("Passport");
    List<Row> words = page.getList(page.fieldIndex("words"));
    Row last = words.get(words.size() - 1);
    assertThat(last.<Integer>getAs("top")).isBetween(310, 345);
    assertThat(last.<Integer>getAs("left")).isBetween(60, 90);
  }

  @Test
  void aPictureThatClaimsToBeHugeIsNotDecoded() throws IOException {
    byte[] png = png(page("Small"));
    // Width and height of the header, and its checksum.
    ByteBuffer bytes = ByteBuffer.wrap(png);
    bytes.putInt(16, 100_000).putInt(20, 100_000);
    CRC32 sum = new CRC32();
    sum.update(png, 12, 17);
    bytes.putInt(29, (int) sum.getValue());
    assertThat(issues(read(LIMITS, arrival("i1", "image/png", png, null)).get("i1#1")))
        .containsExactly("picture_too_large");
  }

  @Test
  void eachPageOfATiffIsAsLargeAsItSays() throws IOException {
    BufferedImage first = page("The first page");
    BufferedImage second = page("And the second");
    int directory = 16 + first.getWidth() * first.getHeight();
    int next = directory + 8 + 9 * 20 + 8 + second.getWidth() * second.getHeight();
    for (int huge : new int[] {directory, next}) {
      byte[] tiff = TiffPagesTest.bigTiff(first, second);
      // Width and height are the first two fields, their values 12 bytes behind the beginning.
      ByteBuffer bytes = ByteBuffer.wrap(tiff).order(ByteOrder.LITTLE_ENDIAN);
      bytes.putLong(huge + 8 + 12, 50_000).putLong(huge + 8 + 20 + 12, 50_000);
      Map<String, Row> pages = read(LIMITS, arrival("i1", "image/tiff", tiff, null));
      Row large = pages.get(huge == directory ? "i1#1" : "i1#2");
      Row small = pages.get(huge == directory ? "i1#2" : "i1#1");
      assertThat(issues(large)).containsExactly("picture_too_large");
      assertThat(small.<String>getAs("text"))
          .isEqualTo(huge == directory ? "And the second" : "The first page");
    }
  }

  @Test
  void aProcessThatWasKilledIsReplaced() throws IOException {
    byte[] image = png(page("Read all the same"));
    read(LIMITS, arrival("i1", "image/png", image, null));
    List<ProcessHandle> readers = ProcessHandle.current().descendants().toList();
    assertThat(readers).isNotEmpty();
    readers.forEach(ProcessHandle::destroyForcibly);
    assertThat(
            read(LIMITS, arrival("i2", "image/png", image, null)).get("i2#1").<String>getAs("text"))
        .isEqualTo("Read all the same");
  }

  @Test
  void aPageThatTakesTooLongIsMarked() throws IOException {
    OcrLimits hasty = OcrLimits.of("fra+eng+spa ara", 0, 512, 100, 2);
    assertThat(
            issues(
                read(hasty, arrival("i1", "image/png", png(page("Too slow")), null)).get("i1#1")))
        .containsExactly("ocr_timeout");
  }

  @Test
  void arabicIsReadInTheSetOfLanguagesThatUnderstandsIt() throws IOException {
    byte[] image = png(page("يوم الثلاثاء الماضي", "يوم الثلاثاء الماضي"));
    Row page = read(LIMITS, arrival("i1", "image/png", image, null)).get("i1#1");
    assertThat(page.<String>getAs("languages")).isEqualTo("ara");
    assertThat(page.<String>getAs("text")).contains("الثلاثاء");
  }

  @Test
  void whatHoldsNoTextOrNoPictureIsAPageThatSaysSo() throws IOException {
    Map<String, Row> pages =
        read(
            LIMITS,
            arrival("blank", "image/png", png(page()), null),
            arrival("cut", "image/png", new byte[] {1, 2, 3}, null),
            arrival("torn", "application/pdf", new byte[] {'%', 'P', 'D', 'F'}, null));
    assertThat(issues(pages.get("blank#1"))).containsExactly("not_legible");
    assertThat(issues(pages.get("cut#1"))).containsExactly("picture_unreadable");
    assertThat(issues(pages.get("torn#1"))).containsExactly("picture_unreadable");
    assertThat(pages.values()).allMatch(page -> page.getAs("method").equals("none"));
  }

  @Test
  void withoutOcrPicturesStayWithoutText() throws IOException {
    Row page =
        read(
                OcrLimits.of("", 60, 512, 100, 2),
                arrival("i1", "image/png", png(page("Not read")), null))
            .get("i1#1");
    assertThat(page.<String>getAs("text")).isEmpty();
    assertThat(issues(page)).containsExactly("ocr_off");
  }

  @Test
  void whatHasNoPagesIsOneOfCleanText() {
    Map<String, Row> pages =
        read(
            LIMITS,
            arrival("i1", "text/plain", null, "Date : 12/03/2024\r\nPe\u0301re\0 vu 😀"),
            arrival("i2", "text/plain", null, "\0\u200f"),
            arrival("i4", "image/svg+xml", null, "A drawing"),
            RowFactory.create(
                "i3",
                "rejected",
                "text/plain",
                null,
                null,
                "s",
                null,
                null,
                "texte",
                metadata("text/plain", new byte[0]),
                "p1"));
    assertThat(pages).containsOnlyKeys("i1#1", "i4#1");
    assertThat(pages.get("i4#1").<String>getAs("text")).isEqualTo("A drawing");
    Row page = pages.get("i1#1");
    assertThat(page.<String>getAs("text")).isEqualTo("Date : 12/03/2024\nPére vu 😀");
    assertThat(page.<Integer>getAs("characters")).isEqualTo(28);
    assertThat(page.<String>getAs("method")).isEqualTo("extracted");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 5000, 8",
    "2000, 0, 8",
    "2000, 1048576, 8",
    // 256 MiB hold eight of the largest items.
    "2000, 33554432, 250",
    "2000, 33554433, 286",
    "9, 33554432, 8",
    "2000, 2147483647, 2000",
  })
  void thePartsOfALargeFileAreFewForEachCarriesAllOfIt(int pages, int bytes, int atOnce) {
    assertThat(ReadPages.pagesOfPart(pages, bytes)).isEqualTo(atOnce);
  }

  @Test
  void noArrivalGivesNoPage() {
    assertThat(read(LIMITS)).isEmpty();
  }

  private static List<String> issues(Row page) {
    return page.getList(page.fieldIndex("issues"));
  }
}
