package org.insight.jobs.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.insight.jobs.landing.ItemReading.LIMITS;
import static org.insight.jobs.landing.ItemReading.png;
import static org.insight.jobs.landing.ItemReading.read;
import static org.insight.jobs.landing.ItemReading.rejected;
import static org.insight.jobs.landing.ItemReading.text;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
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
import org.insight.jobs.landing.extract.Reason;
import org.insight.jobs.landing.extract.TiffPagesTest;
import org.junit.jupiter.api.Test;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTRunTrackChange;

/** Images, PDFs and office documents as items. */
class ItemReaderDocumentsTest {

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
  void anEncryptedPdfIsRejectedAsSuch() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PDDocument pdf = new PDDocument()) {
      pdf.addPage(new PDPage());
      pdf.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
      pdf.save(out);
    }
    rejected(read("e.pdf", out.toByteArray()), Reason.ENCRYPTED, "protected by a password");
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
}
