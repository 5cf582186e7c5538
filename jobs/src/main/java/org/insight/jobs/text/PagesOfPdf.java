package org.insight.jobs.text;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pages of a PDF with the text that it carries for each. */
final class PagesOfPdf {

  private PagesOfPdf() {}

  /**
   * @param counted pages by its own directory; 0 where it could not be opened
   * @param text of the file, with a form feed between pages; null where it carries none
   * @param most pages at most
   * @return one a page, null where it carries nothing; at least one
   */
  static List<@Nullable String> layers(int counted, @Nullable String text, int most) {
    List<@Nullable String> layers =
        new ArrayList<>(text == null ? List.of() : TextLayer.pages(text));
    if (layers.stream().anyMatch(PageText::wantsPicture) || layers.isEmpty()) {
      int pages = Math.min(most, counted);
      while (layers.size() < pages) {
        layers.add(null);
      }
    }
    if (layers.isEmpty()) {
      layers.add(null);
    }
    return layers.size() > most ? layers.subList(0, most) : layers;
  }
}
