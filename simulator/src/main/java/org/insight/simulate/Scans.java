package org.insight.simulate;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.GeneralPath;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.insight.simulate.Spelling.Written;

/**
 * Pages as a scanner gives them: one bit a pixel, 150 dots an inch, a little askew, with dust.
 *
 * <p>Letters are filled outlines of the font that comes with PDFBox, so a page looks the same on
 * every machine and needs no font there.
 */
final class Scans {
  private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";
  private static final int WIDTH = 1240;
  private static final int SIZE = 26;
  private static final int LINE = 40;
  private static final int MARGIN = 90;

  /** A form of a page as a file. */
  enum Form {
    PNG("png"),
    TIFF("tiff"),
    PDF("pdf");

    private final String ending;

    Form(String ending) {
      this.ending = ending;
    }

    String ending() {
      return ending;
    }
  }

  private final TrueTypeFont font;
  private final Map<Integer, Glyph> glyphs = new HashMap<>();

  private record Glyph(GeneralPath outline, double advance) {}

  Scans() {
    try (InputStream in = TrueTypeFont.class.getResourceAsStream(FONT)) {
      if (in == null) {
        throw new IllegalStateException("Cannot draw pages: the font is missing, found " + FONT);
      }
      font = new TTFParser().parse(new RandomAccessReadBuffer(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A passport's data page: labels, values and the machine-readable zone as its last two lines. */
  static List<String> passport(Person person, Written written, Draws draws) {
    List<String> mrz =
        Identifiers.mrz(person, Persons.LAST_DAY.plusDays(draws.between(30, 3000)))
            .lines()
            .toList();
    return List.of(
        "PASSPORT / PASSEPORT     " + person.country().alpha3() + "     " + person.passport(),
        "",
        "Surname / Nom: " + written.family(),
        "Given names / Prénoms: " + written.given(),
        "Sex / Sexe: " + person.sex(),
        "Date of birth / Date de naissance: " + person.born(),
        "Place of birth / Lieu de naissance: " + person.birthPlace().name(),
        "",
        mrz.get(0),
        mrz.get(1));
  }

  byte[] write(List<String> lines, Form form, Draws draws) {
    BufferedImage page = page(lines, draws);
    return switch (form) {
      case PNG -> encode(page, "png", "");
      case TIFF -> encode(page, "tiff", "CCITT T.6");
      case PDF ->
          Office.pdfOfImage(
              page.getWidth(),
              page.getHeight(),
              ((DataBufferByte) page.getRaster().getDataBuffer()).getData());
    };
  }

  private BufferedImage page(List<String> lines, Draws draws) {
    int height = 2 * MARGIN + lines.size() * LINE;
    BufferedImage grey = new BufferedImage(WIDTH, height, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = grey.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, WIDTH, height);
    graphics.setColor(Color.BLACK);
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    AffineTransform askew =
        AffineTransform.getRotateInstance(draws.gauss() * 0.009, WIDTH / 2.0, height / 2.0);
    for (int i = 0; i < lines.size(); i++) {
      line(graphics, askew, lines.get(i), MARGIN + (i + 1) * LINE);
    }
    graphics.dispose();
    return dusty(grey, draws);
  }

  private void line(Graphics2D graphics, AffineTransform askew, String line, double baseline) {
    double scale = (double) SIZE / unitsPerEm();
    // Machine-readable lines have cells of one width.
    boolean cells = line.length() == 44 && line.matches("[A-Z0-9<]+");
    double x = MARGIN;
    for (int i = 0; i < line.length(); i++) {
      Glyph glyph = glyphs.computeIfAbsent((int) line.charAt(i), this::glyph);
      AffineTransform place = new AffineTransform(askew);
      double width = glyph.advance() * scale;
      place.translate(cells ? x + (23 - width) / 2 : x, baseline);
      place.scale(scale, -scale);
      graphics.fill(place.createTransformedShape(glyph.outline()));
      x += cells ? 23 : width;
    }
  }

  private int unitsPerEm() {
    try {
      return font.getUnitsPerEm();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Glyph glyph(int character) {
    try {
      int id = font.getUnicodeCmapLookup().getGlyphId(character);
      var data = font.getGlyph().getGlyph(id);
      return new Glyph(data == null ? new GeneralPath() : data.getPath(), font.getAdvanceWidth(id));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BufferedImage dusty(BufferedImage grey, Draws draws) {
    int height = grey.getHeight();
    BufferedImage page = new BufferedImage(WIDTH, height, BufferedImage.TYPE_BYTE_BINARY);
    byte[] from = ((DataBufferByte) grey.getRaster().getDataBuffer()).getData();
    byte[] to = ((DataBufferByte) page.getRaster().getDataBuffer()).getData();
    int stride = (WIDTH + 7) / 8;
    int threshold = draws.between(110, 170);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < WIDTH; x++) {
        if ((from[y * WIDTH + x] & 0xff) > threshold) {
          to[y * stride + x / 8] |= (byte) (0x80 >> (x % 8));
        }
      }
    }
    int specks = WIDTH * height / 900;
    for (int i = 0; i < specks; i++) {
      int x = draws.below(WIDTH);
      int y = draws.below(height);
      to[y * stride + x / 8] ^= (byte) (0x80 >> (x % 8));
    }
    return page;
  }

  private static byte[] encode(BufferedImage page, String format, String compression) {
    ImageWriter writer =
        ImageIO.getImageWriters(ImageTypeSpecifier.createFromRenderedImage(page), format).next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // In memory: the default of ImageIO is a file in the temporary folder.
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      if (!compression.isEmpty()) {
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionType(compression);
      }
      writer.setOutput(out);
      writer.write(null, new IIOImage(page, null, null), param);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
