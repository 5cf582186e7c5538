package org.insight.jobs.text;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.jspecify.annotations.Nullable;

/** The pages of a PDF with the text that it carries for each. */
final class PagesOfPdf {

  private PagesOfPdf() {}

  /**
   * @param text of the file, with a form feed between pages; null where it carries none
   * @param most pages at most
   * @return one a page, null where it carries nothing; at least one
   */
  static List<@Nullable String> layers(byte[] content, @Nullable String text, int most) {
    List<@Nullable String> layers =
        new ArrayList<>(text == null ? List.of() : TextLayer.pages(text));
    if (layers.stream().anyMatch(PageText::wantsPicture) || layers.isEmpty()) {
      int pages = Math.min(most, count(content));
      while (layers.size() < pages) {
        layers.add(null);
      }
    }
    if (layers.isEmpty()) {
      layers.add(null);
    }
    return layers.size() > most ? layers.subList(0, most) : layers;
  }

  /** 0 of one that cannot be opened. */
  private static int count(byte[] content) {
    try (PDDocument pdf = Loader.loadPDF(content)) {
      return pdf.getNumberOfPages();
    } catch (IOException | RuntimeException | StackOverflowError e) {
      return 0;
    }
  }
}
