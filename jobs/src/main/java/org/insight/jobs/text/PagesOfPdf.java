package org.insight.jobs.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pages of a PDF with the text that it carries for each. */
final class PagesOfPdf {

  private static final byte[] IMAGE = "/Image".getBytes(StandardCharsets.US_ASCII);

  private PagesOfPdf() {}

  /**
   * Whether an image may lie in it. A dictionary that says so is that of a stream, and those are
   * packed nowhere (ISO 32000-1, 7.5.7); small images within the content of a page do not count.
   */
  static boolean holdsImage(byte[] content) {
    for (int at = 0; at < content.length - IMAGE.length; at++) {
      if (content[at] == '/'
          && Arrays.equals(content, at, at + IMAGE.length, IMAGE, 0, IMAGE.length)
          && !Character.isLetterOrDigit(content[at + IMAGE.length])) {
        return true;
      }
    }
    return false;
  }

  /**
   * @param counted pages by its own directory; 0 where it could not be opened
   * @param text of the file, with marks between pages; null where it carries none
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
