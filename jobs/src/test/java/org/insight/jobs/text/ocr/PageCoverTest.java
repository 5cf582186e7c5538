package org.insight.jobs.text.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageCoverTest {

  /** A page of 100 by 200, with an image {@code Im} and a form {@code Fm} that draws it. */
  @ParameterizedTest
  @CsvSource({
    "true, q 100 0 0 200 0 0 cm /Im Do Q",
    "true, q 100 0 0 101 0 0 cm /Im Do Q",
    "false, q 100 0 0 99 0 0 cm /Im Do Q",
    // In two strips.
    "true, q 100 0 0 60 0 0 cm /Im Do Q q 100 0 0 60 0 60 cm /Im Do Q",
    // Turned, and mirrored.
    "true, q 0 200 -100 0 100 0 cm /Im Do Q",
    "true, q 100 0 0 -200 0 200 cm /Im Do Q",
    "true, q 100 0 0 200 0 0 cm /Fm Do Q",
    "false, q 10 0 0 20 0 0 cm /Fm Do Q",
    // Most of it beside the page.
    "false, q 300 0 0 200 -280 0 cm /Im Do Q",
    "false, q 100 0 0 200 500 0 cm /Im Do Q",
    "true, q 100 0 0 200 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q",
    "false, q 100 0 0 200 0 0 cm /No Do Do Q",
    "false, ''",
  })
  void aPageIsCoveredByWhereItsImagesArePut(boolean covered, String content) throws IOException {
    try (PDDocument pdf = new PDDocument()) {
      PDResources resources = new PDResources();
      COSName image = COSName.getPDFName("Im");
      resources.put(
          image,
          LosslessFactory.createFromImage(
              pdf, new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY)));
      PDFormXObject form = new PDFormXObject(pdf);
      form.setResources(resources);
      form.setBBox(new PDRectangle(1, 1));
      write(form.getContentStream(), "/Im Do");
      PDResources all = new PDResources();
      all.put(image, resources.getXObject(image));
      all.put(COSName.getPDFName("Fm"), form);
      PDPage page = new PDPage(new PDRectangle(100, 200));
      page.setResources(all);
      PDStream stream = new PDStream(pdf);
      write(stream, content);
      page.setContents(stream);
      assertThat(PageCover.ofImages(page)).isEqualTo(covered);
    }
  }

  private static void write(PDStream stream, String content) throws IOException {
    try (OutputStream out = stream.createOutputStream()) {
      out.write(content.getBytes(StandardCharsets.US_ASCII));
    }
  }
}
