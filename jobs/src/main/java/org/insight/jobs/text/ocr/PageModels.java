package org.insight.jobs.text.ocr;

import ai.onnxruntime.OrtException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.jobs.models.RegisteredModel;

/** The models that hard pages are read with: {@code conf/models/pages.yaml}. */
public final class PageModels {

  /** Of the rules of reading around the models: raised when they make other texts. */
  public static final int VERSION = 2;

  private static final String DETECTOR = "detector.onnx";
  private static final String RECOGNISER = "recogniser.onnx";

  private static final String CHARACTERS = "characters.txt";

  private PageModels() {}

  /** Name and version, such as {@code pages-1}. */
  public static String id() {
    return Registered.MODEL.id();
  }

  private static final class Registered {
    private static final RegisteredModel MODEL = RegisteredModel.of("pages");
  }

  /**
   * Loads them.
   *
   * @throws InsightException USAGE if one is missing or broken
   */
  static FoundLines load() {
    Map<String, byte[]> files = Registered.MODEL.bytes();
    try {
      return new FoundLines(
          file(files, DETECTOR),
          file(files, RECOGNISER),
          new String(file(files, CHARACTERS), StandardCharsets.UTF_8));
    } catch (OrtException | LinkageError e) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot load model " + id() + ": ONNX Runtime does not take it", e);
    }
  }

  /** Why hard pages are not read with them: that they are missing or broken, or that one failed. */
  static String fault() {
    try {
      Registered.MODEL.bytes();
      return "Cannot use model " + id() + ": it failed on a page";
    } catch (InsightException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static byte[] file(Map<String, byte[]> files, String name) {
    byte[] bytes = files.get(name);
    if (bytes == null) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot load model " + id() + ": not registered, found no " + name);
    }
    return bytes;
  }
}
