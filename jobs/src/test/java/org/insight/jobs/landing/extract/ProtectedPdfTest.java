package org.insight.jobs.landing.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.junit.jupiter.api.Test;

class ProtectedPdfTest {

  private static final long MOST = 1 << 20;

  private static byte[] shut() throws IOException {
    try (PDDocument pdf = new PDDocument()) {
      pdf.addPage(new PDPage());
      pdf.protect(new StandardProtectionPolicy("owner of it", "Zebre-42", new AccessPermission()));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      pdf.save(out);
      return out.toByteArray();
    }
  }

  @Test
  void itOpensWithoutAPasswordAndIsTheSameEachTime() throws IOException {
    byte[] shut = shut();
    byte[] open = ProtectedPdf.opened(shut, "Zebre-42", MOST).orElseThrow();
    try (PDDocument pdf = Loader.loadPDF(open)) {
      assertThat(pdf.isEncrypted()).isFalse();
      assertThat(pdf.getNumberOfPages()).isEqualTo(1);
    }
    assertThat(ProtectedPdf.opened(shut, "Zebre-42", MOST)).contains(open);
    assertThat(ProtectedPdf.opened(shut, "owner of it", MOST)).contains(open);
  }

  @Test
  void whatIsTooLongThenOrDoesNotOpenIsNone() throws IOException {
    byte[] shut = shut();
    int length = ProtectedPdf.opened(shut, "Zebre-42", MOST).orElseThrow().length;
    assertThat(ProtectedPdf.opened(shut, "Zebre-42", length)).isPresent();
    assertThat(ProtectedPdf.opened(shut, "Zebre-42", length - 1)).isEmpty();
    assertThat(ProtectedPdf.opened(shut, "Another-One", MOST)).isEmpty();
    assertThat(ProtectedPdf.opened(new byte[] {1, 2, 3}, "Zebre-42", MOST)).isEmpty();
  }
}
