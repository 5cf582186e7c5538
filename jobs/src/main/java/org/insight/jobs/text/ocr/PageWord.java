package org.insight.jobs.text.ocr;

/**
 * A word as it was read from a picture.
 *
 * @param text never blank
 * @param gap what stands before it
 * @param left pixels from the left edge of the upright picture
 * @param top pixels from its upper edge
 * @param right after the last pixel
 * @param bottom after the last pixel
 * @param confidence from 0 to 1, by what read it
 */
public record PageWord(
    String text, Gap gap, int left, int top, int right, int bottom, double confidence) {

  /** The same behind another gap. */
  PageWord after(Gap other) {
    return new PageWord(text, other, left, top, right, bottom, confidence);
  }

  /** What stands between a word and the one before it. */
  public enum Gap {
    SPACE(" "),
    LINE("\n"),
    PARAGRAPH("\n\n");

    private final String text;

    Gap(String text) {
      this.text = text;
    }

    /** As it stands in the text. */
    public String text() {
      return text;
    }
  }
}
