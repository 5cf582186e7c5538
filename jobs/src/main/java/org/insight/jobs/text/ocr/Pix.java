package org.insight.jobs.text.ocr;

import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/** A native picture that was made from another one, destroyed on {@link #close}. */
final class Pix implements AutoCloseable {

  private static final int COLOUR = 32;
  private static final int BY_ITS_COLOURS = 4;
  private static final int GREEN = 1;

  /** Level of the paper of an {@link #evened} picture. */
  static final int PAPER = 230;

  /** Level of its letters, at most. */
  static final int INK = 170;

  private static final int TILE = 20;
  private static final int DARKEST_PAPER = 100;
  private static final int LEAST_PAPER = 2 * TILE * TILE / 5;
  private static final int SMOOTH = 2;

  private final Pointer pointer;

  private Pix(@Nullable Pointer pointer) {
    if (pointer == null) {
      throw new IllegalStateException("Cannot prepare a picture: Leptonica gave none");
    }
    this.pointer = pointer;
  }

  /** A page with red, green and blue; the page stays the caller's. */
  static Pix colour(Pointer page) {
    return new Pix(Leptonica.pixConvertTo32(page));
  }

  /**
   * Green of a page, of 8 bits; the page stays the caller's. Blue is noisiest in JPEG and shows
   * violet ribbons and blue pens palest, red loses red pens; the usual weighted sum has both
   * faults.
   */
  static Pix green(Pointer page) {
    if (Leptonica.pixGetDepth(page) == COLOUR) {
      return new Pix(Leptonica.pixGetRGBComponent(page, GREEN));
    }
    try (Pix plain = new Pix(Leptonica.pixRemoveColormap(page, BY_ITS_COLOURS))) {
      return new Pix(
          Leptonica.pixGetDepth(plain.pointer) == COLOUR
              ? Leptonica.pixGetRGBComponent(plain.pointer, GREEN)
              : Leptonica.pixConvertTo8(plain.pointer, 0));
    }
  }

  Pointer pointer() {
    return pointer;
  }

  /** In pixels. */
  int width() {
    return Leptonica.pixGetWidth(pointer);
  }

  /** In pixels. */
  int height() {
    return Leptonica.pixGetHeight(pointer);
  }

  /** The same in another size; averages where it is far smaller. */
  Pix scaled(double horizontally, double vertically) {
    return new Pix(
        horizontally == 1 && vertically == 1
            ? Leptonica.pixClone(pointer)
            : Leptonica.pixScaleAreaMap(pointer, (float) horizontally, (float) vertically));
  }

  /**
   * A picture of 8 bits divided by the light of its paper, so that shadows and dark paper have one
   * level.
   */
  Pix evened() {
    Pointer even =
        width() < 4 * TILE || height() < 4 * TILE
            ? null
            : Leptonica.pixBackgroundNorm(
                pointer, null, null, TILE, TILE, DARKEST_PAPER, LEAST_PAPER, PAPER, SMOOTH, SMOOTH);
    // None where no tile shows paper, as on a black page.
    return new Pix(even == null ? Leptonica.pixClone(pointer) : even);
  }

  @Override
  public void close() {
    Leptonica.destroy(pointer);
  }
}
