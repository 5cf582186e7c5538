package org.insight.jobs.text.ocr;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import net.sourceforge.tess4j.ITessAPI;
import net.sourceforge.tess4j.ITessAPI.TessBaseAPI;
import net.sourceforge.tess4j.TessAPI1;

/** Tells which way up a page is, by Tesseract's own detection. Not for several threads. */
final class Orientation implements AutoCloseable {

  private static final String LANGUAGE = "osd";
  private static final float LEAST_CONFIDENCE = 1;
  private static final int FULL_TURN = 360;

  private final TessBaseAPI api;

  /**
   * @throws IllegalStateException where its data is not installed
   */
  Orientation() {
    api = TessAPI1.TessBaseAPICreate();
    if (TessAPI1.TessBaseAPIInit3(api, null, LANGUAGE) != 0) {
      TessAPI1.TessBaseAPIDelete(api);
      throw new IllegalStateException("Tesseract has no osd (Debian: tesseract-ocr-osd)");
    }
    TessAPI1.TessBaseAPISetPageSegMode(api, ITessAPI.TessPageSegMode.PSM_OSD_ONLY);
  }

  /** Degrees by which a page has to be turned clockwise: 90, 180, 270; 0 where it need not. */
  int turn(Pointer page) {
    Leptonica.Tesseract.TessBaseAPISetImage2(api, page);
    try {
      IntBuffer degrees = IntBuffer.allocate(1);
      FloatBuffer confidence = FloatBuffer.allocate(1);
      int found =
          TessAPI1.TessBaseAPIDetectOrientationScript(
              api, degrees, confidence, new PointerByReference(), FloatBuffer.allocate(1));
      boolean sure = found == ITessAPI.TRUE && confidence.get(0) >= LEAST_CONFIDENCE;
      return sure ? (FULL_TURN - degrees.get(0)) % FULL_TURN : 0;
    } finally {
      TessAPI1.TessBaseAPIClear(api);
    }
  }

  @Override
  public void close() {
    TessAPI1.TessBaseAPIEnd(api);
    TessAPI1.TessBaseAPIDelete(api);
  }
}
