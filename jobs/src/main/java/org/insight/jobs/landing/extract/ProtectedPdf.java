package org.insight.jobs.landing.extract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;

/** A PDF that a password protects, for those who open it later and have none. */
final class ProtectedPdf {

  private ProtectedPdf() {}

  /**
   * The same PDF without protection; the same bytes at each call.
   *
   * @param most bytes
   * @return empty where it cannot be written anew, or is longer then
   */
  static Optional<byte[]> opened(byte[] bytes, String password, long most) {
    try (PDDocument pdf = Loader.loadPDF(bytes, password)) {
      pdf.setAllSecurityToBeRemoved(true);
      // Else one without an id gets that of the moment.
      pdf.setDocumentId(0L);
      ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
      pdf.save(out);
      return out.size() > most ? Optional.empty() : Optional.of(out.toByteArray());
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }
}
