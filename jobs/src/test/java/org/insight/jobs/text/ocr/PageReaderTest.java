package org.insight.jobs.text.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.ConvolveOp;
import java.awt.image.Kernel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.junit.jupiter.api.Test;

class PageReaderTest {

  private static final String[] LINES = {
    "Le témoin déclare avoir vu deux hommes sortir",
    "de la maison vers neuf heures du soir. Le premier",
    "portait un manteau gris, le second une casquette.",
    "La voiture était garée devant la boulangerie.",
    "Elle est partie en direction de la gare, sans",
    "allumer ses phares. Le témoin ne connaît pas",
    "les deux hommes et ne les a jamais revus depuis.",
    "Il signe le présent procès-verbal avec nous.",
  };

  private static final List<String> FRENCH = List.of("fra");

  @Test
  void aBlurredCopyOnDarkPaperIsReadBetterThanByTesseractAlone() throws IOException {
    Pointer page = picture(carbonCopy());
    try (PageReader reader = new PageReader(FRENCH);
        TesseractPage tesseract = new TesseractPage("fra")) {
      PageReading reading = reader.read(1, page);
      int ours = distance(reading.text());
      int alone = distance(text(tesseract.read(page)));
      assertThat(ours).isLessThan(alone / 2);
      assertThat(reading.note()).isNull();
      assertThat(reading.words())
          .allSatisfy(
              word -> {
                assertThat(word.left()).isBetween(0, word.right());
                assertThat(word.top()).isBetween(0, word.bottom());
                assertThat(word.right()).isLessThanOrEqualTo(reading.width());
                assertThat(word.bottom()).isLessThanOrEqualTo(reading.height());
              });
      // Each line begins at the left margin, below the one before.
      List<PageWord> first =
          reading.words().stream().filter(word -> word.gap() != PageWord.Gap.SPACE).toList();
      assertThat(first).hasSize(LINES.length).isSortedAccordingTo((a, b) -> a.top() - b.top());
    } finally {
      Leptonica.destroy(page);
    }
  }

  @Test
  void aCleanPageIsReadByTesseractAlone() throws IOException {
    Supplier<FoundLines> models =
        () -> {
          throw new AssertionError("models were asked for");
        };
    Pointer page = picture(drawn(Color.WHITE, Color.BLACK));
    try (PageReader reader = new PageReader(FRENCH, models)) {
      PageReading reading = reader.read(1, page);
      assertThat(reading.text()).contains("portait un manteau gris, le second une casquette.");
      assertThat(reading.note()).isNull();
    } finally {
      Leptonica.destroy(page);
    }
  }

  @Test
  void aHardPageWithoutModelsIsReadByTesseractAloneAndSaysSo() throws IOException {
    Supplier<FoundLines> missing =
        () -> {
          throw new InsightException(ErrorKind.USAGE, "Cannot load model");
        };
    Pointer page = picture(halfCarbonCopy());
    try (PageReader reader = new PageReader(FRENCH, missing);
        TesseractPage tesseract = new TesseractPage("fra")) {
      PageReading reading = reader.read(1, page);
      List<PageWord> plain = tesseract.read(page);
      // Sure of what it read, so that lost letters alone make the page a hard one.
      assertThat(WordJoin.confidence(plain)).isGreaterThan(0.9);
      assertThat(reading.words()).isEqualTo(plain);
      assertThat(reading.note()).isEqualTo("ocr_plain_only");
    } finally {
      Leptonica.destroy(page);
    }
  }

  @Test
  void lettersOutsideTheWordsThatWereReadAreLost() throws IOException {
    Pointer page = picture(drawn(Color.WHITE, Color.BLACK));
    try (TesseractPage tesseract = new TesseractPage("fra")) {
      List<PageWord> words = tesseract.read(page);
      assertThat(LostInk.of(page, words)).isLessThan(0.03);
      int half = words.size() / 2;
      assertThat(LostInk.of(page, words.subList(0, half))).isBetween(0.35, 0.65);
      assertThat(LostInk.of(page, List.of())).isEqualTo(1);
    } finally {
      Leptonica.destroy(page);
    }
  }

  /** Typed in grey on brown paper, blurred, with grain. */
  private static BufferedImage carbonCopy() {
    int size = 5;
    BufferedImage page = drawn(new Color(196, 176, 140), new Color(120, 106, 92));
    float[] even = new float[size * size];
    Arrays.fill(even, 1f / even.length);
    BufferedImage blurred =
        new ConvolveOp(new Kernel(size, size, even), ConvolveOp.EDGE_NO_OP, null)
            .filter(page, null);
    Random random = new Random(11);
    for (int y = 0; y < blurred.getHeight(); y++) {
      for (int x = 0; x < blurred.getWidth(); x++) {
        Color at = new Color(blurred.getRGB(x, y));
        int grain = (int) (14 * random.nextGaussian());
        blurred.setRGB(
            x,
            y,
            new Color(
                    within(at.getRed() + grain),
                    within(at.getGreen() + grain),
                    within(at.getBlue() + grain))
                .getRGB());
      }
    }
    return blurred;
  }

  /** Its upper half is clean, and the lines of the lower one Tesseract does not find. */
  private static BufferedImage halfCarbonCopy() {
    BufferedImage page = carbonCopy();
    int half = page.getHeight() / 2;
    BufferedImage clean = drawn(Color.WHITE, Color.BLACK).getSubimage(0, 0, page.getWidth(), half);
    Graphics2D pen = page.createGraphics();
    pen.drawImage(clean, 0, 0, null);
    pen.dispose();
    return page;
  }

  private static int within(int level) {
    return Math.max(0, Math.min(255, level));
  }

  private static BufferedImage drawn(Color paper, Color ink) {
    BufferedImage page =
        new BufferedImage(1100, 160 + 60 * LINES.length, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = page.createGraphics();
    pen.setColor(paper);
    pen.fillRect(0, 0, page.getWidth(), page.getHeight());
    pen.setColor(ink);
    pen.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    pen.setFont(new Font(Font.MONOSPACED, Font.PLAIN, 30));
    for (int i = 0; i < LINES.length; i++) {
      pen.drawString(LINES[i], 80, 110 + 60 * i);
    }
    pen.dispose();
    return page;
  }

  private static Pointer picture(BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    Pointer picture = Leptonica.pixReadMem(bytes.toByteArray(), new NativeLong(bytes.size()));
    if (picture == null) {
      throw new AssertionError("Leptonica does not read the page");
    }
    return picture;
  }

  private static String text(List<PageWord> words) {
    return new PageReading(1, words, null, 0, 0, 0, 0, null, null).text();
  }

  /** Levenshtein distance to what is on the page, white space as one blank. */
  private static int distance(String text) {
    String read = text.replaceAll("\\s+", " ").strip();
    String truth = String.join(" ", LINES);
    int[] before = new int[read.length() + 1];
    Arrays.setAll(before, i -> i);
    for (int i = 1; i <= truth.length(); i++) {
      int[] here = new int[read.length() + 1];
      here[0] = i;
      for (int j = 1; j <= read.length(); j++) {
        int replaced = before[j - 1] + (truth.charAt(i - 1) == read.charAt(j - 1) ? 0 : 1);
        here[j] = Math.min(replaced, 1 + Math.min(before[j], here[j - 1]));
      }
      before = here;
    }
    return before[read.length()];
  }
}
