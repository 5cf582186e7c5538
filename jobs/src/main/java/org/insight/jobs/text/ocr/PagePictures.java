package org.insight.jobs.text.ocr;

import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.PDXObject;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.jspecify.annotations.Nullable;

/** The pictures of the pages of a PDF or an image. */
final class PagePictures implements AutoCloseable {

  /** An A4 page of 600 dpi in both directions has 35 million. */
  private static final long MAX_PIXELS = 60_000_000;

  /** What is drawn is drawn so. */
  private static final int DRAWN_DPI = 300;

  private static final int LEAST_DPI = 150;
  private static final double POINTS = 72;

  private final byte[] content;
  private final String mediaType;
  private final @Nullable PDDocument pdf;

  private PagePictures(byte[] content, String mediaType, @Nullable PDDocument pdf) {
    this.content = content;
    this.mediaType = mediaType;
    this.pdf = pdf;
  }

  /** There is no picture to be had. */
  static final class Unreadable extends Exception {

    private static final long serialVersionUID = 1L;

    private final String issue;

    Unreadable(String issue) {
      super(issue);
      this.issue = issue;
    }

    String issue() {
      return issue;
    }
  }

  static PagePictures open(byte[] content, String mediaType) throws Unreadable {
    if (!mediaType.equals("application/pdf")) {
      return new PagePictures(content, mediaType, null);
    }
    try {
      return new PagePictures(content, mediaType, Loader.loadPDF(content));
    } catch (IOException | RuntimeException e) {
      throw new Unreadable(OcrIssues.UNREADABLE);
    }
  }

  /**
   * Whether images cover most of a page.
   *
   * @param page from 1
   */
  boolean isScan(int page) throws IOException, Unreadable {
    return pdf == null || PageCover.ofImages(sheet(pdf, page));
  }

  /**
   * @param page from 1
   */
  PageReading read(int page, PageReader reader) throws IOException, Unreadable {
    Pointer picture = pdf == null ? image(page) : drawn(pdf, page);
    try {
      return reader.read(page, picture);
    } finally {
      Leptonica.destroy(picture);
    }
  }

  private Pointer image(int page) throws Unreadable {
    NativeLong size = new NativeLong(content.length);
    int[] width = new int[1];
    int[] height = new int[1];
    boolean tiff = mediaType.equals("image/tiff");
    int[] any = new int[1];
    // Of a TIFF each page has its own size.
    int failed =
        tiff
            ? Leptonica.readHeaderMemTiff(
                content, size, page - 1, width, height, any, any, any, any, any)
            : Leptonica.pixReadHeaderMem(content, size, any, width, height, any, any, any);
    if (failed != 0) {
      throw new Unreadable(OcrIssues.UNREADABLE);
    }
    if ((long) width[0] * height[0] > MAX_PIXELS) {
      throw new Unreadable(OcrIssues.TOO_LARGE);
    }
    return tiff
        ? readable(Leptonica.pixReadMemTiff(content, size, page - 1))
        : onWhite(readable(Leptonica.pixReadMem(content, size)));
  }

  /** Where a picture is transparent it mostly has the black of its letters, unseen on paper. */
  private static Pointer onWhite(Pointer pix) throws Unreadable {
    try {
      return readable(Leptonica.pixRemoveAlpha(pix));
    } finally {
      Leptonica.destroy(pix);
    }
  }

  private static Pointer readable(@Nullable Pointer pix) throws Unreadable {
    if (pix == null) {
      throw new Unreadable(OcrIssues.UNREADABLE);
    }
    return pix;
  }

  private static Pointer drawn(PDDocument pdf, int page) throws IOException, Unreadable {
    PDPage sheet = sheet(pdf, page);
    PDRectangle box = sheet.getCropBox();
    double inches = box.getWidth() / POINTS * box.getHeight() / POINTS;
    double dpi = Math.min(dpiOf(sheet), Math.sqrt(MAX_PIXELS / Math.max(inches, 0.01)));
    PDFRenderer renderer = new PDFRenderer(pdf);
    renderer.setSubsamplingAllowed(true);
    BufferedImage image = renderer.renderImageWithDPI(page - 1, (float) dpi, ImageType.RGB);
    Pointer pix = ofImage(image);
    Leptonica.pixSetResolution(pix, (int) dpi, (int) dpi);
    return pix;
  }

  private static PDPage sheet(PDDocument pdf, int page) throws Unreadable {
    if (page > pdf.getNumberOfPages()) {
      throw new Unreadable(OcrIssues.UNREADABLE);
    }
    return pdf.getPage(page - 1);
  }

  /** Of a scan its own, so that it is not blurred by drawing it at another. */
  private static double dpiOf(PDPage sheet) throws IOException {
    PDResources resources = sheet.getResources();
    double width = sheet.getCropBox().getWidth() / POINTS;
    double finest = 0;
    if (resources != null) {
      for (COSName name : resources.getXObjectNames()) {
        if (resources.isImageXObject(name)) {
          PDXObject object = resources.getXObject(name);
          if (object instanceof PDImageXObject image) {
            finest = Math.max(finest, image.getWidth() / width);
          }
        }
      }
    }
    return finest >= LEAST_DPI && finest <= 2 * DRAWN_DPI ? finest : DRAWN_DPI;
  }

  /** By way of a portable pixmap, which has no compression to pay for. */
  private static Pointer ofImage(BufferedImage image) throws Unreadable {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] head = ("P6\n" + width + " " + height + "\n255\n").getBytes(StandardCharsets.US_ASCII);
    byte[] bytes = new byte[head.length + 3 * width * height];
    System.arraycopy(head, 0, bytes, 0, head.length);
    int at = head.length;
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int rgb : row) {
        bytes[at++] = (byte) (rgb >> 16);
        bytes[at++] = (byte) (rgb >> 8);
        bytes[at++] = (byte) rgb;
      }
    }
    return readable(Leptonica.pixReadMem(bytes, new NativeLong(bytes.length)));
  }

  @Override
  public void close() {
    if (pdf != null) {
      try {
        pdf.close();
      } catch (IOException e) {
        // Nothing of it is used any more.
      }
    }
  }
}
