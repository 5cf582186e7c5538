package org.insight.jobs.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.github.luben.zstd.ZstdOutputStream;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import net.lingala.zip4j.model.ZipParameters;
import net.lingala.zip4j.model.enums.EncryptionMethod;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioConstants;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZOutputFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.common.filespecification.PDEmbeddedFile;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationText;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDDocumentOutline;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;
import org.apache.poi.ooxml.POIXMLDocument;
import org.apache.poi.openxml4j.exceptions.InvalidFormatException;
import org.apache.poi.openxml4j.opc.PackagePart;
import org.apache.poi.openxml4j.opc.PackagingURIHelper;
import org.apache.poi.openxml4j.opc.TargetMode;
import org.apache.poi.xwpf.usermodel.Document;
import org.apache.poi.xwpf.usermodel.XWPFComment;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.insight.core.Sha256;
import org.insight.jobs.landing.extract.ReadingLimits;
import org.insight.jobs.landing.extract.Reason;
import org.insight.jobs.landing.extract.TiffPagesTest;
import org.insight.policy.Label;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTRunTrackChange;

class ItemReaderTest {

  private static final String OPEN = "source: FR\npurposes: [investigation]\n";
  private static final ReadingLimits LIMITS =
      new ReadingLimits(8 << 20, 16 << 20, 3, 50, 20, 20, 100, 1000, 256);

  private static List<Arrival> read(String path, byte[] bytes) {
    return read(path, bytes, Map.of("policy.yaml", OPEN));
  }

  private static List<Arrival> read(String path, byte[] bytes, Map<String, String> policies) {
    return new ItemReader(LIMITS, List.of())
        .read(path, () -> new ByteArrayInputStream(bytes), new PolicyFinder(policies::get, null));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] zip(Object... namesAndBytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 0; i < namesAndBytes.length; i += 2) {
        zip.putNextEntry(new ZipEntry((String) namesAndBytes[i]));
        zip.write((byte[]) namesAndBytes[i + 1]);
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }

  private static void rejected(List<Arrival> arrivals, Reason reason, String words) {
    assertThat(arrivals)
        .singleElement()
        .satisfies(
            a -> {
              assertThat(a.outcome()).isEqualTo(Outcome.REJECTED);
              assertThat(a.reasonCode()).isEqualTo(reason);
              assertThat(a.reason()).contains(words);
            });
  }

  @Test
  void plainTextIsADocument() {
    assertThat(read("a/report.txt", text("Le véhicule a été vu à Lyon.")))
        .singleElement()
        .satisfies(
            a -> {
              assertThat(a.kind()).isEqualTo("document");
              assertThat(a.text()).contains("véhicule");
              assertThat(a.outcome()).isEqualTo(Outcome.READ);
            });
  }

  @Test
  void twoReadingsOfOneImageAreEqual() throws IOException {
    ByteArrayOutputStream tiff = new ByteArrayOutputStream();
    javax.imageio.ImageIO.write(
        new java.awt.image.BufferedImage(40, 30, java.awt.image.BufferedImage.TYPE_BYTE_GRAY),
        "tiff",
        tiff);
    List<Arrival> once = read("a/scan.tiff", tiff.toByteArray());
    assertThat(once)
        .singleElement()
        .satisfies(a -> assertThat(a.metadata()).containsKey("Content-Type"));
    assertThat(read("a/scan.tiff", tiff.toByteArray()).get(0).metadata())
        .isEqualTo(once.get(0).metadata());
  }

  @Test
  void pagesOfATiffThatAreLeftOutAreSaid() throws IOException {
    BufferedImage page = new BufferedImage(40, 30, BufferedImage.TYPE_BYTE_GRAY);
    BufferedImage[] many = new BufferedImage[LIMITS.maxPages() + 1];
    Arrays.fill(many, page);
    assertThat(read("a/scan.tiff", TiffPagesTest.tiff(page, page)).get(0).issues()).isEmpty();
    assertThat(read("a/scan.tiff", TiffPagesTest.tiff(many)))
        .singleElement()
        .satisfies(
            a -> {
              assertThat(a.outcome()).isEqualTo(Outcome.READ);
              assertThat(a.issues()).containsExactly("pages_cut");
            });
  }

  @Test
  void aBigTiffIsAnImage() {
    BufferedImage page = new BufferedImage(40, 30, BufferedImage.TYPE_BYTE_GRAY);
    BufferedImage[] many = new BufferedImage[LIMITS.maxPages() + 1];
    Arrays.fill(many, page);
    assertThat(read("a/scan", TiffPagesTest.bigTiff(page, page)))
        .singleElement()
        .satisfies(
            a -> {
              assertThat(a.outcome()).isEqualTo(Outcome.READ);
              assertThat(a.kind()).isEqualTo("image");
              assertThat(a.mediaType()).isEqualTo("image/tiff");
              assertThat(a.issues()).containsExactly("metadata_unread");
            });
    assertThat(read("a/scan", TiffPagesTest.bigTiff(many)).get(0).issues())
        .containsExactlyInAnyOrder("metadata_unread", "pages_cut");
  }

  @Test
  void aMessageComesWithItsAttachmentsAndTheirs() {
    String inner = "Subject: inner\nFrom: b@example.org\nTo: c@example.org\n\nInner body\n";
    String mail =
        """
        From: a@example.org
        To: b@example.org
        Subject: outer
        Date: Mon, 06 Jan 2025 10:00:00 +0200
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=XX

        --XX
        Content-Type: text/plain; charset=utf-8

        Outer body
        --XX
        Content-Type: text/html
        Content-Disposition: attachment; filename=page.html

        <html><body><p>Page <b>text</b></p></body></html>
        --XX
        Content-Type: message/rfc822
        Content-Disposition: attachment; filename=inner.eml

        %s
        --XX--
        """
            .formatted(inner);
    List<Arrival> arrivals = read("m.eml", text(mail));
    assertThat(arrivals)
        .extracting(Arrival::path, Arrival::kind)
        .containsExactly(
            tuple("m.eml", "message"),
            tuple("m.eml!/page.html", "document"),
            tuple("m.eml!/inner.eml", "message"));
    assertThat(arrivals.get(0).text()).contains("Outer body").doesNotContain("Inner");
    assertThat(arrivals.get(0).title()).isEqualTo("outer");
    assertThat(arrivals.get(0).sentAt()).hasToString("2025-01-06T08:00:00Z");
    assertThat(arrivals.get(1).text()).contains("Page text").doesNotContain("<b>");
    assertThat(arrivals)
        .allSatisfy(
            a -> {
              assertThat(a.policyId()).isEqualTo(arrivals.get(0).policyId());
              assertThat(a.rootItemId()).isEqualTo(arrivals.get(0).itemId());
            });
    assertThat(arrivals.get(2).parentItemId()).isEqualTo(arrivals.get(0).itemId());
  }

  @Test
  void oneBadMemberDoesNotKeepItsArchiveFromLanding() throws IOException {
    List<Arrival> arrivals =
        read("z.zip", zip("good.txt", text("good text"), "empty.txt", new byte[0]));
    assertThat(arrivals)
        .extracting(Arrival::outcome)
        .containsExactly(Outcome.READ, Outcome.READ, Outcome.REJECTED);
    assertThat(arrivals.get(2).reasonCode()).isEqualTo(Reason.EMPTY);
  }

  @Test
  void aZipBombIsOneReject() throws IOException {
    rejected(
        read("bomb.zip", zip("zeros", new byte[4 << 20])), Reason.RATIO, "50 times its own size");
  }

  @Test
  void nestingPastTheLimitIsRejectedWhereItBegins() throws IOException {
    byte[] nested = zip("deep.txt", text("deep"));
    for (int i = 0; i < 5; i++) {
      nested = zip("n.zip", nested);
    }
    List<Arrival> arrivals = read("n.zip", nested);
    assertThat(arrivals).hasSize(5);
    assertThat(arrivals.get(4).reasonCode()).isEqualTo(Reason.TOO_DEEP);
    assertThat(arrivals.subList(0, 4)).allMatch(a -> a.outcome() == Outcome.READ);
  }

  @Test
  void tooManyMembersAreARejectOfTheirArchive() throws IOException {
    Object[] members = new Object[50];
    for (int i = 0; i < 25; i++) {
      members[2 * i] = i + ".txt";
      members[2 * i + 1] = text("t" + i);
    }
    rejected(read("many.zip", zip(members)), Reason.TOO_MANY_MEMBERS, "limit of 20");
  }

  @Test
  void membersWithoutBytesCountAsOthersDo() throws IOException {
    SevenZMembers empty = new SevenZMembers(null);
    for (int i = 0; i < 25; i++) {
      empty.add(i + ".txt", "");
    }
    rejected(read("many.7z", empty.bytes()), Reason.TOO_MANY_MEMBERS, "limit of 20");
    Object[] members = new Object[50];
    for (int i = 0; i < 25; i++) {
      members[2 * i] = i + ".txt";
      members[2 * i + 1] = text("t" + i);
    }
    byte[] zip = zip(members);
    // Packed as bzip2 (12), the directory says: what is none does not even open.
    for (int i = 0; i < zip.length - 4; i++) {
      if (zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 1 && zip[i + 3] == 2) {
        zip[i + 10] = 12;
      }
    }
    rejected(read("many.zip", zip), Reason.TOO_MANY_MEMBERS, "limit of 20");
  }

  /** A 7z of texts, with a password or without. */
  private static final class SevenZMembers {

    private final SeekableInMemoryByteChannel out = new SeekableInMemoryByteChannel();
    private final SevenZOutputFile seven;

    SevenZMembers(char @Nullable [] password) throws IOException {
      seven = new SevenZOutputFile(out, password);
    }

    SevenZMembers add(String name, String text) throws IOException {
      SevenZArchiveEntry entry = new SevenZArchiveEntry();
      entry.setName(name);
      seven.putArchiveEntry(entry);
      if (!text.isEmpty()) {
        seven.write(text(text));
      }
      seven.closeArchiveEntry();
      return this;
    }

    byte[] bytes() throws IOException {
      seven.close();
      return Arrays.copyOf(out.array(), (int) out.size());
    }
  }

  @Test
  void anEncryptedZipIsRejectedAsSuch() throws IOException {
    byte[] zip = zip("secret.txt", text("secret"));
    // The flag of encryption, in the local header and in the directory.
    zip[6] |= 1;
    for (int i = 0; i < zip.length - 4; i++) {
      if (zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 1 && zip[i + 3] == 2) {
        zip[i + 8] |= 1;
      }
    }
    rejected(read("e.zip", zip), Reason.ENCRYPTED, "protected by a password");
  }

  @Test
  void anEncryptedPdfIsRejectedAsSuch() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PDDocument pdf = new PDDocument()) {
      pdf.addPage(new PDPage());
      pdf.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
      pdf.save(out);
    }
    rejected(read("e.pdf", out.toByteArray()), Reason.ENCRYPTED, "protected by a password");
  }

  private static byte[] protectedZip(EncryptionMethod method, String password) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (net.lingala.zip4j.io.outputstream.ZipOutputStream zip =
        new net.lingala.zip4j.io.outputstream.ZipOutputStream(out, password.toCharArray())) {
      ZipParameters entry = new ZipParameters();
      entry.setEncryptFiles(true);
      entry.setEncryptionMethod(method);
      entry.setFileNameInZip("within.txt");
      zip.putNextEntry(entry);
      zip.write(text("The car was seen in Lyon."));
      zip.closeEntry();
    }
    return out.toByteArray();
  }

  private static byte[] protectedPdf(String password) throws IOException {
    try (PDDocument pdf = new PDDocument()) {
      pdf.addPage(new PDPage());
      pdf.protect(new StandardProtectionPolicy("owner of it", password, new AccessPermission()));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      pdf.save(out);
      return out.toByteArray();
    }
  }

  private static byte[] message(String body, byte[]... attachments) {
    StringBuilder mail = new StringBuilder();
    mail.append("From: a@example.org\r\nTo: b@example.org\r\nSubject: files\r\n");
    mail.append("Date: Tue, 3 Mar 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\n");
    mail.append("Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n");
    mail.append("--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n").append(body);
    for (byte[] attachment : attachments) {
      mail.append("\r\n--b\r\nContent-Type: application/octet-stream; name=\"f\"\r\n");
      mail.append("Content-Disposition: attachment; filename=\"f\"\r\n");
      mail.append("Content-Transfer-Encoding: base64\r\n\r\n");
      mail.append(Base64.getMimeEncoder().encodeToString(attachment));
    }
    return text(mail.append("\r\n--b--\r\n").toString());
  }

  @Test
  void whatAMessageGivesThePasswordOfIsOpened() throws IOException {
    List<Arrival> arrivals =
        read(
            "m.eml",
            message(
                "Le mot de passe est : Zebre-42.",
                protectedZip(EncryptionMethod.AES, "Zebre-42"),
                protectedZip(EncryptionMethod.ZIP_STANDARD, "Zebre-42"),
                protectedPdf("Zebre-42"),
                zip("inner.zip", protectedZip(EncryptionMethod.AES, "Zebre-42"))));
    assertThat(arrivals).allSatisfy(a -> assertThat(a.outcome()).isEqualTo(Outcome.READ));
    assertThat(arrivals)
        .filteredOn(a -> a.issues().contains("opened_by_password"))
        .hasSize(4)
        .extracting(Arrival::mediaType)
        .contains("application/zip", "application/pdf");
    assertThat(arrivals).filteredOn(a -> a.path().endsWith("within.txt")).hasSize(3);
  }

  @Test
  void aPdfThatAPasswordOpenedIsKeptWithoutItsProtection() throws IOException {
    byte[] shut = protectedPdf("Zebre-42");
    byte[] mail = message("Le mot de passe est : Zebre-42.", shut);
    Arrival arrival = read("m.eml", mail).get(1);
    assertThat(arrival.issues()).containsExactly("opened_by_password");
    assertThat(arrival.contentSha256()).isEqualTo(Sha256.hex(shut));
    assertThat(arrival.sizeBytes()).isEqualTo(shut.length);
    try (PDDocument pdf = Loader.loadPDF(arrival.content())) {
      assertThat(pdf.isEncrypted()).isFalse();
      assertThat(pdf.getNumberOfPages()).isEqualTo(1);
    }
    assertThat(read("m.eml", mail).get(1).content()).isEqualTo(arrival.content());
    byte[] open = message("Le mot de passe est : Zebre-42.", arrival.content());
    assertThat(read("m.eml", open).get(1).content()).isEqualTo(arrival.content());
  }

  @Test
  void whatNoPasswordOfItsMessageOpensIsRejectedAsEncrypted() throws IOException {
    List<Arrival> arrivals =
        read(
            "m.eml",
            message(
                "Password: Another-One",
                protectedZip(EncryptionMethod.AES, "Zebre-42"),
                protectedZip(EncryptionMethod.ZIP_STANDARD, "Zebre-42"),
                protectedPdf("Zebre-42")));
    assertThat(arrivals).hasSize(4);
    assertThat(arrivals.subList(1, 4))
        .allSatisfy(a -> assertThat(a.reasonCode()).isEqualTo(Reason.ENCRYPTED));
  }

  /** A first member without bytes opens with any password: "est" is tried first here. */
  @Test
  void aWrongPasswordThatOpensAnEmptyMemberIsNotTaken() throws IOException {
    byte[] shut =
        new SevenZMembers("Zebre-42".toCharArray())
            .add("empty.txt", "")
            .add("within.txt", "The car was seen in Lyon.")
            .bytes();
    List<Arrival> opened = read("m.eml", message("Le mot de passe est : Zebre-42.", shut));
    assertThat(opened.get(1).issues()).containsExactly("opened_by_password");
    assertThat(opened.get(3).text()).contains("seen in Lyon");
    List<Arrival> not = read("m.eml", message("Password: Another-One", shut));
    assertThat(not).hasSize(2);
    assertThat(not.get(1).reasonCode()).isEqualTo(Reason.ENCRYPTED);
  }

  @Test
  void ofADamagedArchiveWhatThePasswordOpensIsKept() throws IOException {
    byte[] shut =
        new SevenZMembers("Zebre-42".toCharArray())
            .add("within.txt", "The car was seen in Lyon.")
            .add("cut.txt", "The driver was not.")
            .bytes();
    // Near the end of what is packed, before the directory.
    int packed = ByteBuffer.wrap(shut).order(ByteOrder.LITTLE_ENDIAN).getInt(12);
    shut[32 + packed - 20] ^= 1;
    List<Arrival> opened = read("m.eml", message("Le mot de passe est : Zebre-42.", shut));
    assertThat(opened.get(1).issues()).contains("damaged", "opened_by_password");
    assertThat(opened.get(2).text()).contains("seen in Lyon");
  }

  @Test
  void aPasswordThatLiesBesideAndNotInTheMessageOpensNothing() throws IOException {
    List<Arrival> arrivals =
        read(
            "a.zip",
            zip(
                "password.txt",
                text("Password: Zebre-42"),
                "f.zip",
                protectedZip(EncryptionMethod.AES, "Zebre-42")));
    assertThat(arrivals.get(2).reasonCode()).isEqualTo(Reason.ENCRYPTED);
  }

  @Test
  void whatAPdfSaysOutsideItsPagesStandsApart() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PDDocument pdf = new PDDocument()) {
      PDPage page = new PDPage();
      pdf.addPage(new PDPage());
      pdf.addPage(page);
      try (PDPageContentStream content = new PDPageContentStream(pdf, page)) {
        content.beginText();
        content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
        content.newLineAtOffset(50, 500);
        content.showText("Seen in Lyon.");
        content.endText();
      }
      PDAnnotationText note = new PDAnnotationText();
      note.setContents("By whom?");
      note.setRectangle(new PDRectangle(1, 1, 5, 5));
      page.getAnnotations().add(note);
      PDOutlineItem chapter = new PDOutlineItem();
      chapter.setTitle("Chapter one");
      chapter.setDestination(page);
      PDDocumentOutline outline = new PDDocumentOutline();
      outline.addLast(chapter);
      pdf.getDocumentCatalog().setDocumentOutline(outline);
      pdf.save(out);
    }
    String text = read("report.pdf", out.toByteArray()).get(0).text();
    assertThat(text.split("\f|\u001d", -1))
        .hasSize(3)
        .satisfiesExactly(
            first -> assertThat(first).isBlank(),
            second ->
                assertThat(second)
                    .contains("Seen in Lyon.", "By whom?")
                    .doesNotContain("Chapter one"),
            after -> assertThat(after.strip()).isEqualTo("Chapter one"));
    assertThat(text.indexOf('\f')).isLessThan(text.indexOf('\u001d'));
  }

  private static byte[] png() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_BYTE_GRAY), "png", out);
    return out.toByteArray();
  }

  @Test
  void aPictureThatIsAttachedToAPdfIsAnItem() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PDDocument pdf = new PDDocument()) {
      PDPage page = new PDPage();
      pdf.addPage(page);
      try (PDPageContentStream content = new PDPageContentStream(pdf, page)) {
        PDImageXObject ofThePage =
            LosslessFactory.createFromImage(
                pdf, new BufferedImage(50, 50, BufferedImage.TYPE_INT_RGB));
        content.drawImage(ofThePage, 100, 100);
      }
      PDComplexFileSpecification file = new PDComplexFileSpecification();
      file.setFile("photo.png");
      file.setEmbeddedFile(new PDEmbeddedFile(pdf, new ByteArrayInputStream(png())));
      PDEmbeddedFilesNameTreeNode files = new PDEmbeddedFilesNameTreeNode();
      files.setNames(Map.of("photo.png", file));
      PDDocumentNameDictionary names = new PDDocumentNameDictionary(pdf.getDocumentCatalog());
      names.setEmbeddedFiles(files);
      pdf.getDocumentCatalog().setNames(names);
      pdf.save(out);
    }
    List<Arrival> arrivals = read("report.pdf", out.toByteArray());
    assertThat(arrivals)
        .extracting(Arrival::path)
        .containsExactly("report.pdf", "report.pdf!/photo.png");
    assertThat(arrivals.get(1).kind()).isEqualTo("image");
    assertThat(arrivals.get(1).content()).isEqualTo(png());
  }

  /** What mail programs make of a message's attachments (MS-OXTNEF): a level, an id, its data. */
  private static byte[] tnef(String name, byte[] picture) {
    ByteBuffer out = ByteBuffer.allocate(1000 + picture.length).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(0x223E9F78).putShort((short) 1);
    attribute(out, 2, 0x00069002, new byte[14]);
    attribute(out, 2, 0x00018010, text(name + "\0"));
    attribute(out, 2, 0x0006800F, picture);
    return Arrays.copyOf(out.array(), out.position());
  }

  private static void attribute(ByteBuffer out, int level, int id, byte[] data) {
    int sum = 0;
    for (byte b : data) {
      sum += Byte.toUnsignedInt(b);
    }
    out.put((byte) level).putInt(id).putInt(data.length).put(data).putShort((short) sum);
  }

  @Test
  void aPictureInAWinmailDatIsAnItem() throws IOException {
    List<Arrival> arrivals = read("m.eml", message("See the file.", tnef("car.png", png())));
    assertThat(arrivals)
        .extracting(Arrival::path)
        .containsExactly("m.eml", "m.eml!/f", "m.eml!/f!/car.png");
    assertThat(arrivals.get(1).mediaType()).isEqualTo("application/vnd.ms-tnef");
    assertThat(arrivals.get(2).kind()).isEqualTo("image");
    assertThat(arrivals.get(2).content()).isEqualTo(png());
  }

  @Test
  void aPictureOfAPageOfAnOfficeDocumentIsNone() throws IOException, InvalidFormatException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (XWPFDocument docx = new XWPFDocument()) {
      docx.createParagraph()
          .createRun()
          .addPicture(
              new ByteArrayInputStream(png()), Document.PICTURE_TYPE_PNG, "p.png", 9525, 9525);
      docx.write(out);
    }
    assertThat(read("w.docx", out.toByteArray())).hasSize(1);
  }

  @Test
  void whatIsEmbeddedWithoutBytesIsAReject() throws IOException, InvalidFormatException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (XWPFDocument docx = new XWPFDocument()) {
      docx.createParagraph().createRun().setText("See the annex.");
      PackagePart annex =
          docx.getPackage()
              .createPart(
                  PackagingURIHelper.createPartName("/word/embeddings/annex.bin"),
                  "application/octet-stream");
      docx.getPackagePart()
          .addRelationship(
              annex.getPartName(), TargetMode.INTERNAL, POIXMLDocument.PACK_OBJECT_REL_TYPE);
      docx.write(out);
    }
    List<Arrival> arrivals = read("w.docx", out.toByteArray());
    assertThat(arrivals).hasSize(2);
    assertThat(arrivals.get(0).outcome()).isEqualTo(Outcome.READ);
    assertThat(arrivals.get(1).reasonCode()).isEqualTo(Reason.EMPTY);
  }

  @Test
  void aTruncatedDocxIsCorrupt() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (XWPFDocument docx = new XWPFDocument()) {
      docx.createParagraph().createRun().setText("whole");
      docx.write(out);
    }
    assertThat(read("w.docx", out.toByteArray()))
        .singleElement()
        .satisfies(a -> assertThat(a.text()).contains("whole"));
    List<Arrival> cut =
        read("t.docx", Arrays.copyOf(out.toByteArray(), out.toByteArray().length / 3));
    assertThat(cut.get(0).outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(cut.get(0).reasonCode()).isEqualTo(Reason.CORRUPT);
  }

  @Test
  void aDocumentThatItsReaderGivesUpIsReadAsItsParts() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (XWPFDocument document = new XWPFDocument()) {
      document.createParagraph().createRun().setText("The car was seen in Lyon.");
      document.write(out);
    }
    ByteArrayOutputStream odd = new ByteArrayOutputStream();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(out.toByteArray()));
        ZipOutputStream zip = new ZipOutputStream(odd)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        zip.putNextEntry(new ZipEntry(entry.getName()));
        byte[] part = in.readAllBytes();
        zip.write(entry.getName().equals("_rels/.rels") ? text("<no/> <well-formed") : part);
        zip.closeEntry();
      }
    }
    List<Arrival> arrivals = read("odd.docx", odd.toByteArray());
    assertThat(arrivals.get(0).outcome()).isEqualTo(Outcome.READ);
    assertThat(arrivals.get(0).issues()).contains("read_as_its_parts");
    assertThat(arrivals)
        .filteredOn(a -> a.path().endsWith("!/word/document.xml"))
        .singleElement()
        .satisfies(a -> assertThat(a.text()).contains("seen in Lyon"));
  }

  @Test
  void aDoctypeWithinADocumentIsUnsafe() throws IOException {
    String word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    for (String part :
        List.of(
            "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>",
            "<!DOCTYPE a [<!ENTITY e 'text'>]><w:document xmlns:w='"
                + word
                + "'><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>")) {
      rejected(read("unsafe.docx", withDocument(part)), Reason.UNSAFE_XML, "DOCTYPE");
    }
  }

  /** A document of Word with other XML in the place of its text. */
  private static byte[] withDocument(String xml) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (XWPFDocument document = new XWPFDocument()) {
      document.createParagraph().createRun().setText("text");
      document.write(out);
    }
    ByteArrayOutputStream other = new ByteArrayOutputStream();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(out.toByteArray()));
        ZipOutputStream zip = new ZipOutputStream(other)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        zip.putNextEntry(new ZipEntry(entry.getName()));
        byte[] part = in.readAllBytes();
        zip.write(entry.getName().equals("word/document.xml") ? text(xml) : part);
        zip.closeEntry();
      }
    }
    return other.toByteArray();
  }

  @Test
  void deletedTextOfADocumentAndWhoMadeCommentsAreRead() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (XWPFDocument document = new XWPFDocument()) {
      XWPFParagraph paragraph = document.createParagraph();
      paragraph.createRun().setText("Seen in Lyon.");
      CTRunTrackChange deleted = paragraph.getCTP().addNewDel();
      deleted.setAuthor("Bruno Ficto");
      deleted.addNewR().addNewDelText().setStringValue("Seen in Madrid.");
      XWPFComment comment = document.createComments().createComment(BigInteger.ONE);
      comment.setAuthor("Ana Ficta");
      comment.createParagraph().createRun().setText("By whom?");
      document.write(out);
    }
    assertThat(read("note.docx", out.toByteArray()).get(0).text())
        .contains("Seen in Lyon.", "Seen in Madrid.", "By whom?", "Comment by Ana Ficta");
  }

  @Test
  void zstandardIsUnpacked() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream zstd = new ZstdOutputStream(out)) {
      zstd.write(text("Seen in Lyon."));
    }
    List<Arrival> arrivals = read("note.txt.zst", out.toByteArray());
    assertThat(arrivals.get(1).path()).isEqualTo("note.txt.zst!/note.txt");
    assertThat(arrivals.get(1).text()).contains("Lyon");
  }

  @Test
  void entitiesOfXmlAreNeverFollowed() {
    rejected(
        read(
            "x.xml",
            text(
                "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY e SYSTEM"
                    + " \"file:///etc/passwd\">]><a>&e;</a>")),
        Reason.UNSAFE_XML,
        "entities");
    rejected(
        read(
            "lol.xml",
            text(
                "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY l \"lol\"><!ENTITY m"
                    + " \"&l;&l;&l;\">]><a>&m;</a>")),
        Reason.UNSAFE_XML,
        "entities");
  }

  @Test
  void emptyLargeAndUnknownFilesHaveTheirReasons() {
    rejected(read("e", new byte[0]), Reason.EMPTY, "no bytes");
    rejected(read("l.txt", new byte[(8 << 20) + 1]), Reason.TOO_LARGE, "8388608 bytes");
    rejected(
        read("u.bin", new byte[] {1, 2, 3, 0, 0, (byte) 0xFE, 9, 9}),
        Reason.UNSUPPORTED,
        "not recognised");
  }

  @Test
  void theBytesOfATooLargeFileAreNotKept() {
    Arrival arrival = read("l.txt", new byte[(8 << 20) + 1]).get(0);
    assertThat(arrival.content()).isNull();
    assertThat(arrival.sizeBytes()).isEqualTo((8 << 20) + 1);
  }

  /** It may be of zeros that no disk holds. */
  @Test
  void aFileThatIsLongerThanAnyThatIsReadIsNotGoneThrough() {
    String head = "X-Insight-Source: BE\nX-Insight-Purposes: locate\n\n";
    ItemSource endless = endless(text(head));
    PolicyFinder open = new PolicyFinder(p -> null, OPEN);
    List<Arrival> arrivals = new ItemReader(LIMITS, List.of()).read("a.bin", endless, open);
    rejected(arrivals, Reason.TOO_LARGE, "limit of 8388608 bytes");
    Arrival arrival = arrivals.get(0);
    assertThat(arrival.sizeBytes()).isEqualTo(endless.sizeBytes());
    assertThat(arrival.basePolicy()).as("its own policy").contains("\"source\":\"BE\"");
    assertThat(arrival.itemId())
        .isEqualTo(ItemReader.identify("a.bin", endless, open).itemId())
        .isNotEqualTo(ItemReader.identify("b.bin", endless, open).itemId());
  }

  private static ItemSource endless(byte[] begin) {
    return new ItemSource() {
      @Override
      public long sizeBytes() {
        return 10L << 40;
      }

      @Override
      public InputStream open() {
        // So much of it as may be looked at.
        return new ByteArrayInputStream(Arrays.copyOf(begin, 1 << 24));
      }
    };
  }

  @Test
  void textPastTheLimitIsCutAndSaidToBe() {
    String notice =
        "{\"entity_id\": \"1\", \"notice_type\": \"Red\", \"name\": \"FICTA\", \"text\": \"%s\"}";
    String words = "word ".repeat(1000);
    for (String text : List.of(words, notice.formatted(words))) {
      Arrival arrival = read("long.txt", text(text)).get(0);
      assertThat(arrival.text()).hasSize(1000);
      assertThat(arrival.issues()).contains("text_cut");
    }
  }

  @Test
  void aFileThatCannotBeOpenedIsAReject() {
    rejected(
        new ItemReader(LIMITS, List.of())
            .read(
                "gone.txt",
                () -> {
                  throw new IOException("gone");
                },
                new PolicyFinder(p -> null, OPEN)),
        Reason.UNREADABLE,
        "cannot be opened");
  }

  @Test
  void anItemWithoutPolicyIsQuarantinedUnread() {
    assertThat(read("a.txt", text("secret"), Map.of()))
        .singleElement()
        .satisfies(
            a -> {
              assertThat(a.outcome()).isEqualTo(Outcome.QUARANTINED);
              assertThat(a.reasonCode()).isEqualTo(Reason.NO_POLICY);
              assertThat(a.policyId()).isEqualTo(Label.QUARANTINE.id());
              assertThat(a.basePolicy()).isNull();
              assertThat(a.text()).isNull();
              assertThat(a.content()).isNotNull();
            });
  }

  @Test
  void aMemberWithAnotherPolicyIsSeenByNobody() throws IOException {
    String mail =
        "X-Insight-Source: BE\nX-Insight-Purposes: warning\nFrom: a@example.org\n"
            + "To: b@example.org\nSubject: s\n\nbody\n";
    List<Arrival> arrivals = read("z.zip", zip("m.eml", text(mail)));
    assertThat(arrivals.get(0).outcome()).isEqualTo(Outcome.READ);
    assertThat(arrivals.get(1).reasonCode()).isEqualTo(Reason.POLICY_CONFLICT);
    assertThat(arrivals.get(1).policyId()).isEqualTo(Label.QUARANTINE.id());
  }

  /** Whoever sees an archive could take the member out of its bytes. */
  @Test
  void whatHoldsAMemberThatNobodySeesKeepsNoBytes() throws IOException {
    String another = "{\"policy\": {\"source\": \"BE\", \"purposes\": [\"warning\"]}, \"a\": 1}";
    String broken = "{\"policy\": {\"source\": \"BE\", \"purposes\": [\"none such\"]}, \"a\": 1}";
    for (String member : List.of(another, broken)) {
      byte[] inner = zip("n.json", text(member), "b.txt", text("Of all."));
      List<Arrival> arrivals = read("z.zip", zip("inner.zip", inner, "a.txt", text("Of all too.")));
      assertThat(arrivals)
          .filteredOn(a -> a.path().endsWith(".zip"))
          .hasSize(2)
          .allSatisfy(
              container -> {
                assertThat(container.outcome()).isEqualTo(Outcome.READ);
                assertThat(container.content()).isNull();
                assertThat(container.issues()).contains("holds_what_is_quarantined");
              });
      assertThat(arrivals)
          .filteredOn(a -> a.path().endsWith(".txt"))
          .hasSize(2)
          .allSatisfy(a -> assertThat(a.content()).isNotNull());
    }
  }

  private static byte[] mailWith(String name, byte[] attachment) {
    return text(
        "From: a@example.org\r\nTo: b@example.org\r\nSubject: files\r\nMIME-Version: 1.0\r\n"
            + "Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\n"
            + "Content-Type: text/plain; charset=utf-8\r\n\r\nSeen in Lyon.\r\n--b\r\n"
            + ("Content-Type: application/octet-stream; name=\"" + name + "\"\r\n")
            + ("Content-Disposition: attachment; filename=\"" + name + "\"\r\n")
            + "Content-Transfer-Encoding: base64\r\n\r\n"
            + Base64.getMimeEncoder().encodeToString(attachment)
            + "\r\n--b--\r\n");
  }

  private static void quarantinedWhole(List<Arrival> arrivals, byte[] bytes, Reason reason) {
    assertThat(arrivals)
        .singleElement()
        .satisfies(
            a -> {
              assertThat(a.outcome()).isEqualTo(Outcome.QUARANTINED);
              assertThat(a.reasonCode()).isEqualTo(reason);
              assertThat(a.reason()).startsWith("It holds a policy file that says ");
              assertThat(a.policyId()).isEqualTo(Label.QUARANTINE.id());
              assertThat(a.mediaType()).isNotNull();
              assertThat(a.text()).isNull();
              assertThat(a.contentSha256()).isEqualTo(Sha256.hex(bytes));
            });
  }

  /** Of what its policy files speak nobody knows, so none of it may come in by another policy. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "policy.yaml",
        "fr/policy.yaml",
        "fr\\policy.yaml",
        "a.txt.policy.yaml",
        "a.policy.yaml",
        "policy.yml",
        "fr/Policy.yaml.txt",
        "a.txt.POLICY.YML",
      })
  void whatHoldsAnotherPolicyFileIsSeenByNobody(String name) throws IOException {
    byte[] strict = text(OPEN + "level: 3\nnot_for: [US]\n");
    byte[] zip = zip("fr/a.txt", text("Seen in Lyon."), name, strict);
    for (byte[] file :
        List.of(zip, zip("b.txt", text("Of all."), "fr.zip", zip), mailWith("fr.zip", zip))) {
      List<Arrival> arrivals = read("fr.zip", file);
      quarantinedWhole(arrivals, file, Reason.POLICY_CONFLICT);
      assertThat(arrivals.get(0).content()).isEqualTo(file);
    }
    byte[] mail = mailWith(name.replace("\\", "\\\\"), strict);
    quarantinedWhole(read("m.eml", mail), mail, Reason.POLICY_CONFLICT);
  }

  @Test
  void whatHoldsAPolicyFileThatCannotBeReadIsSeenByNobody() throws IOException {
    ByteArrayOutputStream zstd = new ByteArrayOutputStream();
    try (OutputStream out = new ZstdOutputStream(zstd)) {
      out.write(text("kind: Policy\n"));
    }
    byte[] shut = zip("a.txt", text("Seen in Lyon."), "policy.yaml", text(OPEN));
    // The flag of encryption of the last member, in the directory alone.
    for (int i = 0; i < shut.length - 4; i++) {
      if (shut[i] == 'P' && shut[i + 1] == 'K' && shut[i + 2] == 1 && shut[i + 3] == 2) {
        shut[i + 8] &= ~1;
        if (new String(shut, i + 46, 11, StandardCharsets.ISO_8859_1).equals("policy.yaml")) {
          shut[i + 8] |= 1;
        }
      }
    }
    quarantinedWhole(read("z.zip", shut), shut, Reason.POLICY_CONFLICT);
    byte[] alone = zstd.toByteArray();
    quarantinedWhole(read("policy.yaml.zst", alone), alone, Reason.POLICY_CONFLICT);
    for (byte[] broken :
        List.of(
            new byte[0],
            new byte[] {0, 5, 22, 7, -1},
            text("apiVersion: v1\nkind: Policy\n"),
            text("source: [FR"))) {
      byte[] zip = zip("policy.yaml", broken, "a.txt", text("Seen in Lyon."));
      quarantinedWhole(read("z.zip", zip), zip, Reason.POLICY_CONFLICT);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "fr/policy.md, policy.md",
    "C:\\fr\\a.txt, a.txt",
    "fr/b.txt/, b.txt",
    "/, part-1",
    "plain.txt, plain.txt",
  })
  void anAttachmentIsCalledWithoutTheFoldersThatItLayIn(String name, String called) {
    List<Arrival> mail = read("m.eml", mailWith(name.replace("\\", "\\\\"), text("Seen in Lyon.")));
    assertThat(mail.get(1).path()).isEqualTo("m.eml!/" + called);
  }

  private static byte[] linkedZip(String link) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(out)) {
      ZipArchiveEntry entry = new ZipArchiveEntry(link);
      entry.setUnixMode(UnixStat.LINK_FLAG | 0777);
      zip.putArchiveEntry(entry);
      zip.write(text("../other"));
      zip.closeArchiveEntry();
      zip.putArchiveEntry(new ZipArchiveEntry("a.txt"));
      zip.write(text("Seen in Lyon."));
      zip.closeArchiveEntry();
    }
    return out.toByteArray();
  }

  private static byte[] linkedTar(String link, byte kind) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      TarArchiveEntry entry = new TarArchiveEntry(link, kind);
      entry.setLinkName("../other");
      tar.putArchiveEntry(entry);
      tar.closeArchiveEntry();
      TarArchiveEntry file = new TarArchiveEntry("a.txt");
      file.setSize(13);
      tar.putArchiveEntry(file);
      tar.write(text("Seen in Lyon."));
      tar.closeArchiveEntry();
    }
    return out.toByteArray();
  }

  private static byte[] linkedCpio(String link, long kind) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (CpioArchiveOutputStream cpio = new CpioArchiveOutputStream(out)) {
      CpioArchiveEntry entry = new CpioArchiveEntry(link, 8);
      entry.setMode(kind | 0777);
      cpio.putArchiveEntry(entry);
      cpio.write(text("../other"));
      cpio.closeArchiveEntry();
      cpio.putArchiveEntry(new CpioArchiveEntry("a.txt", 13));
      cpio.write(text("Seen in Lyon."));
      cpio.closeArchiveEntry();
    }
    return out.toByteArray();
  }

  private static List<byte[]> linked(String link) throws IOException {
    return List.of(
        linkedZip(link),
        linkedTar(link, TarConstants.LF_SYMLINK),
        linkedTar(link, TarConstants.LF_LINK),
        linkedTar(link, TarConstants.LF_FIFO),
        linkedTar(link, TarConstants.LF_CHR),
        linkedTar(link, TarConstants.LF_BLK),
        linkedCpio(link, CpioConstants.C_ISLNK),
        linkedCpio(link, CpioConstants.C_ISFIFO));
  }

  @Test
  void aLinkWithinIsLeftOut() throws IOException {
    for (byte[] archive : linked("fr/latest")) {
      List<Arrival> arrivals = read("archive", archive);
      assertThat(arrivals).extracting(Arrival::path).containsExactly("archive", "archive!/a.txt");
      assertThat(arrivals).extracting(Arrival::outcome).containsOnly(Outcome.READ);
      assertThat(arrivals.get(0).issues()).containsExactly("links_skipped");
    }
  }

  /** What it leads to is not in the archive, or speaks of another place in it. */
  @Test
  void whatHoldsALinkThatIsNamedAsAPolicyIsSeenByNobody() throws IOException {
    for (byte[] archive : linked("fr/policy.yaml")) {
      quarantinedWhole(read("archive", archive), archive, Reason.POLICY_CONFLICT);
    }
  }

  @Test
  void whatHoldsAPolicyFileThatSaysTheSameIsRead() throws IOException {
    byte[] same = text("purposes: [investigation]\nsource: fr\n");
    byte[] zip = zip("policy.yaml", same, "a.txt.policy.yml", same, "a.txt", text("In Lyon."));
    assertThat(read("z.zip", zip)).hasSize(4).allMatch(a -> a.outcome() == Outcome.READ);
    // What it came with is the policy beside it, and no longer the one above.
    String strict = OPEN + "not_for: [US]\n";
    byte[] other = zip("policy.yaml", text(strict), "a.txt", text("In Lyon."));
    assertThat(read("z.zip", other, Map.of("policy.yaml", OPEN, "z.zip.policy.yaml", strict)))
        .hasSize(3)
        .allSatisfy(a -> assertThat(a.basePolicy()).contains("\"not_for\":[\"US\"]"));
    byte[] plain = text("Seen in Lyon.");
    byte[] others = zip("our-policy.yaml", plain, "police.yaml", plain);
    assertThat(read("z.zip", others)).hasSize(3).allMatch(a -> a.outcome() == Outcome.READ);
  }

  @Test
  void whatHoldsAPolicyFileThatSaysItWasSentToOthersIsNotKept() throws IOException {
    byte[] to = text(OPEN + "addressed_to: [GB]\n");
    byte[] zip = zip("policy.yaml", text(OPEN + "level: 3\n"), "a.txt.policy.yaml", to);
    List<Arrival> arrivals = read("z.zip", zip);
    quarantinedWhole(arrivals, zip, Reason.NOT_ADDRESSED);
    assertThat(arrivals.get(0).content()).isNull();
    byte[] forUs = zip("policy.yaml", text(OPEN + "addressed_to: [GB, IPSG]\n"));
    assertThat(read("z.zip", forUs)).allMatch(a -> a.outcome() == Outcome.READ);
  }

  /** A zip of members that are not packed, with the version in it that Python writes. */
  private static byte[] storedZip(Object... namesAndBytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setMethod(ZipOutputStream.STORED);
      for (int i = 0; i < namesAndBytes.length; i += 2) {
        byte[] bytes = (byte[]) namesAndBytes[i + 1];
        CRC32 crc = new CRC32();
        crc.update(bytes);
        ZipEntry entry = new ZipEntry((String) namesAndBytes[i]);
        entry.setTimeLocal(LocalDateTime.of(2024, 5, 6, 7, 8, 2));
        entry.setSize(bytes.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
      }
    }
    byte[] zip = out.toByteArray();
    zip[4] = 20;
    return zip;
  }

  private static byte[] cpio(String name, byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (CpioArchiveOutputStream cpio = new CpioArchiveOutputStream(out)) {
      cpio.putArchiveEntry(new CpioArchiveEntry(name, bytes.length));
      cpio.write(bytes);
      cpio.closeArchiveEntry();
    }
    return out.toByteArray();
  }

  @Test
  void thePolicyOfTheFirstMemberIsNotThatOfItsArchive() throws IOException {
    byte[] mail =
        text(
            "From: a@example.org\nX-Insight-Source: BE\nX-Insight-Purposes: warning\n"
                + "To: b@example.org\nSubject: s\n\nbody\n");
    Map<String, String> folder = Map.of("policy.yaml", OPEN + "not_for: [US]\n");
    List<Arrival> zip =
        read("z.zip", storedZip("m.eml", mail, "a.txt", text("Seen in Lyon.")), folder);
    assertThat(zip).hasSize(3);
    assertThat(zip.get(0).basePolicy()).contains("\"not_for\":[\"US\"]");
    assertThat(zip.get(1).reasonCode()).isEqualTo(Reason.POLICY_CONFLICT);
    assertThat(zip.get(2).basePolicy()).contains("\"not_for\":[\"US\"]");
    List<Arrival> cpio = read("c.cpio", cpio("m.eml", mail), folder);
    assertThat(cpio.get(0).basePolicy()).contains("\"not_for\":[\"US\"]");
    assertThat(cpio.get(1).reasonCode()).isEqualTo(Reason.POLICY_CONFLICT);
  }

  @Test
  void aNoticeInAnotherEncodingHasItsOwnPolicyAndNotThatOfItsFolder() {
    String notice =
        "{\"entity_id\": \"1\", \"notice_type\": \"Red\", \"name\": \"GARC\u00cdA\", \"policy\":"
            + " {\"source\": \"ES\", \"purposes\": [\"locate\"], \"only_for\": [\"GB\"]}}";
    for (byte[] bytes :
        List.of(
            notice.getBytes(Charset.forName("windows-1252")),
            ("\ufeff" + notice).getBytes(StandardCharsets.UTF_16LE))) {
      assertThat(read("n.json", bytes))
          .singleElement()
          .satisfies(
              a -> {
                assertThat(a.mapping()).isEqualTo("interpol-notice");
                assertThat(a.basePolicy()).contains("\"only_for\":[\"GB\"]");
              });
    }
  }

  @Test
  void aNoticeThatBreaksOffBeforeItsPolicyIsSeenByNobody() throws IOException {
    byte[] notice =
        text(
            "{\"entity_id\": \"1\", \"notice_type\": \"Red\", \"name\": \"FICTA \"LA ROJA\"\","
                + " \"policy\": {\"source\": \"ES\", \"purposes\": [\"locate\"]}}");
    for (Arrival arrival :
        List.of(read("n.json", notice).get(0), read("z.zip", zip("n.json", notice)).get(1))) {
      assertThat(arrival.outcome()).isEqualTo(Outcome.QUARANTINED);
      assertThat(arrival.reasonCode()).isEqualTo(Reason.BAD_POLICY);
      assertThat(arrival.reason()).endsWith("its JSON breaks off before its policy could be read");
      assertThat(arrival.basePolicy()).isNull();
    }
  }

  @Test
  void aPolicyInHeadersThatIsTooLongIsSeenByNobody() {
    String conditions =
        IntStream.range(0, 80).mapToObj(i -> i + "x".repeat(900)).collect(Collectors.joining(";"));
    String headers =
        "X-Insight-Source: FR\nX-Insight-Purposes: locate\nX-Insight-Conditions: " + conditions;
    assertThat(read("m.eml", text(mail(headers + "\n"))))
        .singleElement()
        .satisfies(
            a -> {
              assertThat(a.outcome()).isEqualTo(Outcome.QUARANTINED);
              assertThat(a.reasonCode()).isEqualTo(Reason.BAD_POLICY);
              assertThat(a.reason()).contains("longer than 64 KiB");
            });
  }

  @Test
  void membersAreToldApartWhateverTheyAreCalled() throws IOException {
    byte[] same = text("Seen in Lyon.");
    List<Arrival> arrivals =
        read("z.zip", zip("a\u0001", same, "a\u0002", same, "a_#2", same, "a\u0003", same));
    assertThat(arrivals)
        .extracting(Arrival::path)
        .containsExactly("z.zip", "z.zip!/a_", "z.zip!/a_#2", "z.zip!/a_#2#2", "z.zip!/a_#3");
    assertThat(arrivals).extracting(Arrival::itemId).doesNotHaveDuplicates();
  }

  @Test
  void textOfAllThatAFileHoldsHasALimitAsWell() throws IOException {
    ByteArrayOutputStream docx = new ByteArrayOutputStream();
    try (XWPFDocument document = new XWPFDocument()) {
      document.createParagraph().createRun().setText("Seen in Lyon. ".repeat(6_000));
      document.write(docx);
    }
    byte[] member = docx.toByteArray();
    byte[] zip = zip("1.docx", member, "2.docx", member, "3.docx", member, "4.txt", text("Last."));
    ReadingLimits limits = new ReadingLimits(8 << 20, 200_000, 3, 50, 20, 20, 100, 90_000, 256);
    assertThat(zip.length + 4 * member.length).isLessThan(200_000);
    List<Arrival> arrivals =
        new ItemReader(limits, List.of())
            .read(
                "z.zip",
                () -> new ByteArrayInputStream(zip),
                new PolicyFinder(Map.of("policy.yaml", OPEN)::get, null));
    assertThat(arrivals)
        .extracting(Arrival::reasonCode)
        .containsExactly(null, null, null, Reason.TOO_LARGE, null);
    assertThat(arrivals.get(3).reason()).contains("200000 characters");
    assertThat(arrivals.get(3).text()).isNull();
  }

  @Test
  void aMailboxHasThePolicyOfItsFolderAndNotThatOfItsFirstMessage() {
    String line = "From a@example.org Mon Jan  1 10:00:00 2024\n";
    String own = "X-Insight-Source: BE\nX-Insight-Purposes: warning\n";
    Map<String, String> folder = Map.of("policy.yaml", OPEN + "not_for: [US]\n");
    List<Arrival> several = read("m.mbox", text(line + mail("") + "\n" + line + mail("")), folder);
    assertThat(several)
        .hasSize(3)
        .allSatisfy(a -> assertThat(a.basePolicy()).contains("\"not_for\":[\"US\"]"));
    conflictsWhole(read("m.mbox", text(line + mail(own) + "\n" + line + mail("")), folder));
    assertThat(read("m.mbox", text(line + mail(own)), folder))
        .singleElement()
        .satisfies(a -> assertThat(a.basePolicy()).contains("\"source\":\"BE\""));
  }

  private static void conflictsWhole(List<Arrival> mailbox) {
    assertThat(mailbox)
        .singleElement()
        .satisfies(
            a -> {
              assertThat(a.mediaType()).isEqualTo("application/mbox");
              assertThat(a.reasonCode()).isEqualTo(Reason.POLICY_CONFLICT);
              assertThat(a.reason()).startsWith("It is a mailbox with a message that ");
              assertThat(a.policyId()).isEqualTo(Label.QUARANTINE.id());
              assertThat(a.text()).isNull();
            });
  }

  private static final String MAILBOX_LINE = "From a@example.org Mon Jan  1 10:00:00 2024\n";
  private static final String RESTRICTED =
      "From: a@example.org\nDate: Mon, 1 Jan 2024 10:00:00 +0000\nX-Insight-Source: BE\n"
          + "X-Insight-Purposes: warning\nX-Insight-Not-For: US\n\nObservation.\n";

  /** Where a line of a text looks like one between messages, the rest of it is not another's. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "From 10:30 on he was in the house.\n",
        "\nFrom 10:30 on he was in the house.\n",
        "\nFrom 10:30 on:\nPlace: he was in the house.\n",
        "From 10:30 on:\nPlace: he was in the house.\n"
      })
  void whatIsWrittenInAMessageOfAMailboxIsNotReadUnderALaxerPolicy(String rest) {
    List<Arrival> arrivals = read("m.mbox", text(MAILBOX_LINE + RESTRICTED + rest));
    assertThat(arrivals)
        .hasSize(1)
        .noneMatch(
            a ->
                String.valueOf(a.text()).contains("he was in the house")
                    && !String.valueOf(a.basePolicy()).contains("\"not_for\":[\"US\"]"));
  }

  @Test
  void aMailboxIsNotReadWhereOneMessageIsNotForAllWhoMayReadIt() throws IOException {
    String others = "X-Insight-Addressed-To: GB\n";
    String bad = "X-Insight-Purposes: none such\n";
    for (String own : List.of("X-Insight-Source: BE\nX-Insight-Purposes: warning\n", bad)) {
      conflictsWhole(
          read("m.mbox", text(MAILBOX_LINE + mail("") + MAILBOX_LINE + mail(own) + "\n")));
    }
    byte[] mailbox = text(MAILBOX_LINE + mail("") + "\n" + MAILBOX_LINE + mail(others));
    assertThat(read("m.mbox", mailbox)).singleElement().satisfies(a -> mailboxToOthers(a));
    List<Arrival> within = read("z.zip", zip("m.mbox", mailbox, "a.txt", text("ours")));
    assertThat(within).hasSize(3);
    assertThat(within.get(0).content()).isNull();
    mailboxToOthers(within.get(1));
    assertThat(within.get(2).text()).contains("ours");
  }

  private static void mailboxToOthers(Arrival mailbox) {
    assertThat(mailbox.reasonCode()).isEqualTo(Reason.NOT_ADDRESSED);
    assertThat(mailbox.outcome()).isEqualTo(Outcome.QUARANTINED);
    assertThat(mailbox.policyId()).isEqualTo(Label.QUARANTINE.id());
    assertThat(mailbox.content()).isNull();
    assertThat(mailbox.text()).isNull();
  }

  /** In 8 bits UTF-8 has bytes that stand for nothing in other encodings, as those of a feh. */
  @Test
  void messagesOfAMailboxKeepTheirBytesAndTheirLines() {
    String headers = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n";
    String body = "شوهدت السيارة في الفندق. Vu à Ávila.\nFrom 10:30 on he waited.\n";
    String quoted = ">From Lyon he went on.\n>>From there he wrote.\n";
    List<Arrival> arrivals =
        read(
            "m.mbox",
            text(
                (MAILBOX_LINE + mail(headers) + body + "\n")
                    + (MAILBOX_LINE + mail(headers) + body + quoted + "\n")));
    assertThat(arrivals)
        .extracting(Arrival::path, Arrival::kind)
        .containsExactly(
            tuple("m.mbox", "archive"),
            tuple("m.mbox!/part-1", "message"),
            tuple("m.mbox!/part-2", "message"));
    assertThat(arrivals.subList(1, 3))
        .allSatisfy(
            a ->
                assertThat(a.text())
                    .contains("السيارة في الفندق", "Ávila", "From 10:30 on he waited."));
    assertThat(arrivals.get(2).text())
        .contains("From Lyon he", ">From there he")
        .doesNotContain(">From Lyon", ">>From");
    byte[] many = text((MAILBOX_LINE + mail("") + "\n").repeat(25));
    rejected(read("m.mbox", many), Reason.TOO_MANY_MEMBERS, "limit of 20");
  }

  /** It has lines as mailboxes have, and is no mailbox: all of it is what its headers speak of. */
  @Test
  void whatIsReadAsOneItemHasNoPolicyButThatOfItsHeaders() {
    String text =
        "From a@example.org Mon Jan  1 10:00:00 2024\n"
            + "X-Insight-Source: BE\nX-Insight-Purposes: warning\n\n"
            + "Observation.\nFrom 10:30 on he was in the house.\n";
    assertThat(read("m.txt", text(text + "Place: Lyon\n"), Map.of("policy.yaml", OPEN)))
        .singleElement()
        .satisfies(
            a -> {
              assertThat(a.reasonCode()).isEqualTo(Reason.POLICY_CONFLICT);
              assertThat(a.policyId()).isEqualTo(Label.QUARANTINE.id());
            });
    assertThat(read("m.txt", text(text), Map.of("policy.yaml", OPEN)))
        .singleElement()
        .satisfies(a -> assertThat(a.basePolicy()).contains("\"source\":\"BE\""));
  }

  @Test
  void aConditionInItsOwnLanguageIsReadAsItIsWritten() {
    String headers =
        "X-Insight-Source: FR\nX-Insight-Purposes: locate\n"
            + "X-Insight-Conditions: \u00c0 demander \u00e0 Paris\n";
    assertThat(read("m.eml", text(mail(headers))))
        .singleElement()
        .satisfies(a -> assertThat(a.basePolicy()).contains("\"\u00c0 demander \u00e0 Paris\""));
    assertThat(read("m.eml", mail(headers).getBytes(StandardCharsets.ISO_8859_1)))
        .singleElement()
        .satisfies(a -> assertThat(a.reasonCode()).isEqualTo(Reason.BAD_POLICY));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "=?UTF-8?B?w4AgZGVtYW5kZXI7?=~=?utf-8?Q?_=C3=A0_Paris?= | '\"\u00c0 demander\",\"\u00e0"
            + " Paris\"'",
        "=?ISO-8859-1?Q?=C0?= demander | '\"\u00c0 demander\"'",
        "what =? is | '\"what =? is\"'"
      })
  void aConditionInEncodedWordsIsReadAsItWasWritten(String condition, String kept) {
    String headers =
        "X-Insight-Source: FR\nX-Insight-Purposes: locate\nX-Insight-Not-For: =?US-ASCII?Q?US?=\n"
            + "X-Insight-Conditions: "
            + condition.replace("~", "\n ")
            + "\n";
    assertThat(read("m.eml", text(mail(headers))))
        .singleElement()
        .satisfies(
            a ->
                assertThat(a.basePolicy())
                    .contains("\"not_for\":[\"US\"]", "\"conditions\":[" + kept + "]"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=?no-such-charset?Q?ask?=",
        "=?UTF-8?X?ask?=",
        "=?UTF-8?Q?=C3?=",
        "=?UTF-8?Q?ask",
        "=?UTF-8?Q?ask=0Afirst?="
      })
  void anEncodedWordThatCannotBeReadIsNoCondition(String condition) {
    String headers =
        "X-Insight-Source: FR\nX-Insight-Purposes: locate\nX-Insight-Conditions: " + condition;
    for (String conditions : List.of(headers, headers + "=?a?b?".repeat(40_000))) {
      assertThat(read("m.eml", text(mail(conditions + "\n"))))
          .singleElement()
          .satisfies(a -> assertThat(a.reasonCode()).isEqualTo(Reason.BAD_POLICY));
    }
  }

  @Test
  void membersOfLongNamesAreToldApart() throws IOException {
    byte[] same = text("Seen in Lyon.");
    String name = "a".repeat(399);
    // Of two characters that a limit of 400 cuts in half.
    List<Arrival> arrivals =
        read("z.zip", zip(name + "\ud83d\ude00", same, name + "\ud83c\udf00", same));
    assertThat(arrivals).hasSize(3).extracting(Arrival::itemId).doesNotHaveDuplicates();
  }

  private static String mail(String ownHeaders) {
    return ownHeaders + "From: a@example.org\nTo: b@example.org\nSubject: s\n\nbody\n";
  }

  private static void notForUs(Arrival arrival) {
    assertThat(arrival.reasonCode()).isEqualTo(Reason.NOT_ADDRESSED);
    assertThat(arrival.outcome()).isEqualTo(Outcome.QUARANTINED);
    assertThat(arrival.policyId()).isEqualTo(Label.QUARANTINE.id());
    assertThat(arrival.basePolicy()).isNull();
    assertThat(arrival.content()).isNull();
    assertThat(arrival.mediaType()).isNull();
    assertThat(arrival.title()).isNull();
    assertThat(arrival.text()).isNull();
    assertThat(arrival.metadata()).isEmpty();
    assertThat(arrival.contentSha256()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Insight-Addressed-To: GB\n",
        "x-insight-addressed-to: gb,\n es\n",
        "Received: from a.example.org\n\tby b.example.org\nX-Insight-Addressed-To: GB\n",
        "X-Insight-Source: FR\nX-Insight-Purposes: locate\nX-Insight-Addressed-To: GB\n",
        "X-Insight-Addressed-To: IPGS\n",
      })
  void whatIsSentToOthersAndNotToTheSecretariatIsNotRead(String headers) {
    byte[] bytes =
        text(
            headers
                + "From: a@example.org\nTo: b@example.org\nSubject: s\nMIME-Version: 1.0\n"
                + "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n"
                + "Content-Disposition: attachment; filename=a.txt\n\nannex\n--b--\n");
    assertThat(read("m.eml", bytes)).singleElement().satisfies(a -> notForUs(a));
    assertThat(read("m.eml", bytes).get(0).itemId())
        .as("a second run finds it again")
        .isEqualTo(
            ItemReader.identify(
                    "m.eml",
                    () -> new ByteArrayInputStream(bytes),
                    new PolicyFinder(Map.of("policy.yaml", OPEN)::get, null))
                .itemId());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"X-Insight-Addressed-To: IPSG\n", "X-Insight-Addressed-To: GB, ipsg\n", ""})
  void whatIsSentToTheSecretariatOrDoesNotSayIsRead(String headers) {
    assertThat(read("m.eml", text(mail(headers))))
        .singleElement()
        .satisfies(a -> assertThat(a.outcome()).isEqualTo(Outcome.READ))
        .satisfies(a -> assertThat(a.text()).contains("body"));
  }

  @Test
  void addresseesBesideAnItemOrInANoticeCountAndTheItemsOwnGoFirst() {
    Map<String, String> folder = Map.of("policy.yaml", OPEN + "addressed_to: [GB]\n");
    notForUs(read("a.txt", text("some text"), folder).get(0));
    assertThat(read("m.eml", text(mail("X-Insight-Addressed-To: IPSG\n")), folder).get(0).outcome())
        .isEqualTo(Outcome.READ);
    // With a policy of its own that does not say to whom it was sent.
    String own = "X-Insight-Source: FR\nX-Insight-Purposes: locate\n";
    notForUs(read("m.eml", text(mail(own)), folder).get(0));
    assertThat(
            read("m.eml", text(mail(own + "X-Insight-Addressed-To: IPSG\n")), folder)
                .get(0)
                .outcome())
        .isEqualTo(Outcome.READ);
    String notice =
        "{\"entity_id\": \"1\", \"policy\": {\"source\": \"FR\", \"purposes\": [\"locate\"],"
            + " \"addressed_to\": [\"GB\"]}}";
    notForUs(read("n.json", text(notice)).get(0));
    assertThat(read("a.txt", text("x"), Map.of("policy.yaml", OPEN + "addressed_to: []\n")))
        .singleElement()
        .satisfies(a -> assertThat(a.reasonCode()).isEqualTo(Reason.BAD_POLICY));
  }

  /** A list beside it may be wrong, and is put right or taken away. */
  @Test
  void whatWasSentToOthersIsAnotherItemOnceTheListIsPutRight() {
    byte[] bytes = text("Seen in Lyon.");
    String others = read("a.txt", bytes, to("[GB]")).get(0).itemId();
    String ours = read("a.txt", bytes, to("[GB, IPSG]")).get(0).itemId();
    assertThat(ours).isNotEqualTo(others).isEqualTo(read("a.txt", bytes).get(0).itemId());
    assertThat(read("b.txt", bytes, to("[ES]")).get(0).itemId()).isEqualTo(others);
  }

  private static Map<String, String> to(String addressees) {
    return Map.of("policy.yaml", OPEN + "addressed_to: " + addressees + "\n");
  }

  @Test
  void aContainerOfAMessageForOthersKeepsNoneOfItsBytes() throws IOException {
    byte[] inner = zip("m.eml", text(mail("X-Insight-Addressed-To: GB\n")), "a.txt", text("ours"));
    List<Arrival> arrivals = read("z.zip", zip("inner.zip", inner));
    assertThat(arrivals).hasSize(4);
    for (Arrival container : arrivals.subList(0, 2)) {
      assertThat(container.outcome()).isEqualTo(Outcome.READ);
      assertThat(container.content()).isNull();
      assertThat(container.issues()).contains("holds_what_was_sent_to_others");
    }
    notForUs(arrivals.get(2));
    assertThat(arrivals.get(3).text()).contains("ours");
    assertThat(arrivals.get(3).content()).isNotNull();
  }

  private static byte[] signed(byte[] contents, String encoding) throws IOException {
    return cms(contents, true).getEncoded(encoding);
  }

  /** Without a signer: what is read of it is the same. */
  private static CMSSignedData cms(byte[] contents, boolean within) {
    CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
    generator.addOtherRevocationInfo(
        new ASN1ObjectIdentifier("1.2.3"), new DEROctetString(new byte[100]));
    try {
      return generator.generate(new CMSProcessableByteArray(contents), within);
    } catch (CMSException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] picture() throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_BYTE_GRAY), "png", png);
    return png.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"BER", "DER"})
  void whatIsSignedHasItsOwnPolicyAndAddressees(String encoding) throws IOException {
    String another = "X-Insight-Source: BE\nX-Insight-Purposes: warning\n";
    byte[] notice =
        text(
            "{\"policy\": {\"source\": \"BE\", \"purposes\": [\"warning\"]}, \"a\": \""
                + ("Seen in Lyon. ".repeat(9) + "\"}"));
    for (byte[] contents : List.of(text(mail(another)), notice)) {
      List<Arrival> arrivals = read("s.p7m", signed(contents, encoding));
      assertThat(arrivals).extracting(Arrival::path).containsExactly("s.p7m", "s.p7m!/s");
      assertThat(arrivals.get(0).text()).isNull();
      assertThat(arrivals.get(0).content()).isNull();
      assertThat(arrivals.get(0).issues()).contains("holds_what_is_quarantined");
      assertThat(arrivals.get(1).reasonCode()).isEqualTo(Reason.POLICY_CONFLICT);
    }
    String toOthers = mail("X-Insight-Addressed-To: GB\n");
    List<Arrival> arrivals = read("m.eml.p7m", signed(text(toOthers), encoding));
    assertThat(arrivals).hasSize(2);
    assertThat(arrivals.get(0).content()).isNull();
    notForUs(arrivals.get(1));
    assertThat(read("m.eml.p7m", signed(text(mail("")), encoding)).get(1))
        .satisfies(
            a -> {
              assertThat(a.path()).isEqualTo("m.eml.p7m!/m.eml");
              assertThat(a.kind()).isEqualTo("message");
              assertThat(a.text()).contains("body");
            });
  }

  @Test
  void whatIsSignedIsUnfoldedAsIfItWereNot() throws IOException {
    byte[] zip = signed(zip("a.txt", text("Seen in Lyon.")), "DER");
    assertThat(read("x.zip.P7M", zip))
        .extracting(Arrival::path)
        .containsExactly("x.zip.P7M", "x.zip.P7M!/x.zip", "x.zip.P7M!/x.zip!/a.txt");
    byte[] strict =
        signed(zip("a.txt", text("Seen."), "policy.yaml", text(OPEN + "level: 3\n")), "DER");
    quarantinedWhole(read("x.zip.p7m", strict), strict, Reason.POLICY_CONFLICT);
    byte[] table = text("full_name,birth_date\n" + "Ana Ficta,1971-03-05\n".repeat(9));
    assertThat(read("t.csv.p7m", signed(table, "DER")).get(1).mapping()).isEqualTo("generic-csv");
    // A mail is signed with the headers of its parts alone.
    byte[] mail =
        text(
            "Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\n"
                + "Content-Type: text/plain\r\n\r\nSeen in Lyon.\r\n--b\r\n"
                + "Content-Type: image/png; name=\"p.png\"\r\n"
                + "Content-Disposition: inline; filename=\"p.png\"\r\n"
                + "Content-Transfer-Encoding: base64\r\n\r\n"
                + Base64.getMimeEncoder().encodeToString(picture())
                + "\r\n--b--\r\n");
    List<Arrival> arrivals = read("m.eml", mailWith("smime.p7m", signed(mail, "BER")));
    assertThat(arrivals)
        .extracting(Arrival::path, Arrival::kind)
        .containsExactly(
            tuple("m.eml", "message"),
            tuple("m.eml!/smime.p7m", "archive"),
            tuple("m.eml!/smime.p7m!/smime", "message"),
            tuple("m.eml!/smime.p7m!/smime!/p.png", "image"));
    assertThat(arrivals.get(2).text()).contains("Seen in Lyon.");
  }

  @Test
  void whatIsSignedIsReadByItselfOrNotAtAll() throws IOException {
    String another = "X-Insight-Source: BE\nX-Insight-Purposes: warning\n";
    byte[] whole = signed(text(mail(another)), "DER");
    assertThat(read("m.eml.p7m", Arrays.copyOf(whole, whole.length + 2)))
        .hasSize(2)
        .element(1)
        .satisfies(a -> assertThat(a.reasonCode()).isEqualTo(Reason.POLICY_CONFLICT));
    for (int cut : new int[] {50, 150}) {
      byte[] damaged = Arrays.copyOf(whole, whole.length - cut);
      rejected(read("m.eml.p7m", damaged), Reason.CORRUPT, "cannot be taken out");
    }
    assertThat(read("m.eml.p7s", cms(new byte[0], false).getEncoded("BER")))
        .singleElement()
        .satisfies(a -> assertThat(a.issues()).containsExactly("signature_only"));
  }

  /** As programs for keys write it, under either of its names. */
  @ParameterizedTest
  @ValueSource(strings = {"CMS", "PKCS7"})
  void whatIsSignedAndWrittenAsTextIsReadAsWhatIsSigned(String name) throws IOException {
    String another = "X-Insight-Source: BE\nX-Insight-Purposes: warning\n";
    List<Arrival> arrivals =
        read("m.eml.p7m.pem", asText(name, signed(text(mail(another)), "DER")));
    assertThat(arrivals)
        .extracting(Arrival::path)
        .containsExactly("m.eml.p7m.pem", "m.eml.p7m.pem!/m.eml");
    assertThat(arrivals.get(0).text()).isNull();
    assertThat(arrivals.get(0).content()).isNull();
    assertThat(arrivals.get(1).reasonCode()).isEqualTo(Reason.POLICY_CONFLICT);
    String written =
        new String(asText(name, signed(text("Seen in Lyon."), "BER")), StandardCharsets.UTF_8);
    for (String before : List.of("", "\ufeff", "\r\n  ")) {
      assertThat(read("m.txt", text(before + written)).get(1).text()).contains("Seen in Lyon.");
    }
    byte[] forAKey =
        new ContentInfo(CMSObjectIdentifiers.envelopedData, new DERSequence(new ASN1Integer(0)))
            .getEncoded("DER");
    rejected(read("m.pem", asText(name, forAKey)), Reason.ENCRYPTED, "holder of a key");
    rejected(
        read("m.pem", text("-----BEGIN " + name + "-----\nMIIB!!\n")),
        Reason.CORRUPT,
        "cannot be taken out");
    // A letter that quotes one is a letter.
    assertThat(read("a.txt", text("As said:\n-----BEGIN " + name + "-----\nMIIB\n")))
        .singleElement()
        .satisfies(a -> assertThat(a.text()).contains("As said"));
  }

  private static byte[] asText(String name, byte[] whole) {
    return text(
        "-----BEGIN "
            + name
            + "-----\n"
            + Base64.getMimeEncoder(64, text("\n")).encodeToString(whole)
            + "\n-----END "
            + name
            + "-----\n");
  }

  /**
   * Most programs write other headers first; Tika tells one that begins so as a page of the web.
   */
  @ParameterizedTest
  @ValueSource(strings = {"attachment", "inline"})
  void aMailOfATextAndItsPicturesIsAMessage(String disposition) throws IOException {
    byte[] mail =
        text(
            "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=\"b\"\n"
                + "From: a@example.org\nTo: b@example.org\nSubject: s\n"
                + "Date: Tue, 3 Mar 2026 10:00:00 +0000\n\n--b\n"
                + "Content-Type: text/plain\n\nSeen in Lyon. Password: Zebre-42\n--b\n"
                + ("Content-Type: image/png\nContent-Disposition: " + disposition)
                + "; filename=\"p.png\"\nContent-Transfer-Encoding: base64\n\n"
                + Base64.getMimeEncoder().encodeToString(picture())
                + "\n--b\nContent-Type: application/zip\n"
                + "Content-Disposition: attachment; filename=\"f.zip\"\n"
                + "Content-Transfer-Encoding: base64\n\n"
                + Base64.getMimeEncoder()
                    .encodeToString(protectedZip(EncryptionMethod.AES, "Zebre-42"))
                + "\n--b--\n");
    List<Arrival> arrivals = read("m.eml", mail);
    assertThat(arrivals)
        .extracting(Arrival::path, Arrival::kind)
        .containsExactly(
            tuple("m.eml", "message"),
            tuple("m.eml!/p.png", "image"),
            tuple("m.eml!/f.zip", "archive"),
            tuple("m.eml!/f.zip!/within.txt", "document"));
    assertThat(arrivals.get(0).mediaType()).isEqualTo("message/rfc822");
  }

  @Test
  void aBrokenNoticeIsCorruptAndItsReasonHoldsNothingOfIt() {
    List<Arrival> arrivals =
        read("n.json", text("{\"entity_id\": \"1\", \"notice_type\": \"Red\", \"name\": \"FICTA"));
    rejected(arrivals, Reason.CORRUPT, "interpol-notice");
    assertThat(arrivals.get(0).reason()).doesNotContain("FICTA");
  }

  @ParameterizedTest
  @ValueSource(strings = {"+300000-01-01", "0001-01-01", "2200-01-01", "yesterday"})
  void aNoticeOfNoDayThatMayBeSaysSo(String issuedOn) {
    String notice = "{\"entity_id\": \"1\", \"notice_type\": \"Red\", \"issued_on\": \"%s\"}";
    assertThat(read("n.json", text(notice.formatted("2026-03-05"))).get(0).sentAt())
        .hasToString("2026-03-05T00:00:00Z");
    Arrival arrival = read("n.json", text(notice.formatted(issuedOn))).get(0);
    assertThat(arrival.outcome()).isEqualTo(Outcome.READ);
    assertThat(arrival.sentAt()).isNull();
    assertThat(arrival.issues()).contains("sent_at_not_a_date");
  }

  @Test
  void theIdIsKnownWithoutReadingAndDependsOnThePolicy() {
    byte[] bytes = text("same");
    PolicyFinder open = new PolicyFinder(p -> null, OPEN);
    PolicyFinder other = new PolicyFinder(p -> null, OPEN.replace("FR", "BE"));
    ItemSource source = () -> new ByteArrayInputStream(bytes);
    Identified identified = ItemReader.identify("a.txt", source, open);
    assertThat(read("a.txt", bytes).get(0).itemId()).isEqualTo(identified.itemId());
    assertThat(ItemReader.identify("a.txt", source, other).itemId())
        .isNotEqualTo(identified.itemId());
  }
}
