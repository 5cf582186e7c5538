package org.insight.jobs.text.ocr;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import net.sourceforge.tess4j.ITessAPI.TessBaseAPI;
import org.jspecify.annotations.Nullable;

/**
 * The calls of Leptonica that are used, and that of Tesseract which takes its pictures. The mapping
 * that comes with Tess4J asks for Leptonica 1.83, which Debian 12 has not, and writes its own copy
 * of the count of references back into a picture at each call.
 */
final class Leptonica {

  static {
    Native.register(Leptonica.class, library());
  }

  private Leptonica() {}

  /** Until 1.82 it was called lept. */
  private static NativeLibrary library() {
    try {
      return NativeLibrary.getInstance("lept");
    } catch (UnsatisfiedLinkError e) {
      return NativeLibrary.getInstance("leptonica");
    }
  }

  static native int pixReadHeaderMem(
      byte[] data,
      NativeLong size,
      int[] format,
      int[] width,
      int[] height,
      int[] bits,
      int[] samples,
      int[] colormap);

  static native int readHeaderMemTiff(
      byte[] data,
      NativeLong size,
      int page,
      int[] width,
      int[] height,
      int[] bits,
      int[] samples,
      int[] resolution,
      int[] colormap,
      int[] format);

  static native @Nullable Pointer pixReadMem(byte[] data, NativeLong size);

  static native @Nullable Pointer pixReadMemTiff(byte[] data, NativeLong size, int page);

  static native void pixDestroy(PointerByReference pix);

  static native int pixGetWidth(Pointer pix);

  static native int pixGetHeight(Pointer pix);

  static native int pixGetDepth(Pointer pix);

  static native int pixGetWpl(Pointer pix);

  static native Pointer pixGetData(Pointer pix);

  static native int pixSetResolution(Pointer pix, int x, int y);

  static native @Nullable Pointer pixClone(Pointer pix);

  static native @Nullable Pointer pixRemoveAlpha(Pointer pix);

  static native @Nullable Pointer pixRemoveColormap(Pointer pix, int type);

  static native @Nullable Pointer pixConvertTo8(Pointer pix, int colormap);

  static native @Nullable Pointer pixConvertTo32(Pointer pix);

  static native @Nullable Pointer pixGetRGBComponent(Pointer pix, int component);

  static native @Nullable Pointer pixScaleAreaMap(Pointer pix, float x, float y);

  static native @Nullable Pointer pixScaleGrayLI(Pointer pix, float x, float y);

  static native @Nullable Pointer pixRotateOrth(Pointer pix, int quarters);

  static native @Nullable Pointer pixBackgroundNorm(
      Pointer pix,
      @Nullable Pointer mask,
      @Nullable Pointer gray,
      int tileWidth,
      int tileHeight,
      int foregroundThreshold,
      int minimumCount,
      int target,
      int smoothX,
      int smoothY);

  static void destroy(@Nullable Pointer pix) {
    if (pix != null) {
      pixDestroy(new PointerByReference(pix));
    }
  }

  /** Of Tesseract's library. */
  static final class Tesseract {

    static {
      Native.register(Tesseract.class, "tesseract");
    }

    private Tesseract() {}

    static native void TessBaseAPISetImage2(TessBaseAPI api, Pointer pix);
  }
}
