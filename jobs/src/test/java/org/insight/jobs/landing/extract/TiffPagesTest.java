package org.insight.jobs.landing.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;

/** Counts pages, and makes TIFFs for other tests. */
public final class TiffPagesTest {

  /** Of one page or several. */
  public static byte[] tiff(BufferedImage... pages) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      for (BufferedImage page : pages) {
        writer.writeToSequence(new IIOImage(page, null, null), null);
      }
      writer.endWriteSequence();
    }
    return bytes.toByteArray();
  }

  /** A BigTIFF of gray pages, each in one strip that is not packed. */
  public static byte[] bigTiff(BufferedImage... pages) {
    int size = 16;
    for (BufferedImage page : pages) {
      size += page.getWidth() * page.getHeight() + 8 + 9 * 20 + 8;
    }
    ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 'I').put((byte) 'I').putShort((short) 43).putShort((short) 8);
    bytes.putShort((short) 0);
    for (BufferedImage page : pages) {
      int width = page.getWidth();
      int height = page.getHeight();
      int strip = bytes.position() + 8;
      // The place of this directory, at the end of what came before.
      bytes.putLong(strip + (long) width * height);
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          bytes.put((byte) page.getRaster().getSample(x, y, 0));
        }
      }
      long[][] fields = {
        {256, width},
        {257, height},
        {258, 8},
        {259, 1},
        {262, 1},
        {273, strip},
        {277, 1},
        {278, height},
        {279, (long) width * height}
      };
      bytes.putLong(fields.length);
      for (long[] field : fields) {
        bytes.putShort((short) field[0]).putShort((short) 4).putLong(1).putLong(field[1]);
      }
    }
    return bytes.putLong(0).array();
  }

  private static BufferedImage page() {
    return new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
  }

  @Test
  void pagesAreCountedToTheLimit() throws IOException {
    byte[] three = tiff(page(), page(), page());
    for (byte[] bytes : List.of(three, bigTiff(page(), page(), page()))) {
      assertThat(TiffPages.of(bytes, 100)).isEqualTo(new TiffPages(3, false, false));
      assertThat(TiffPages.of(bytes, 3)).isEqualTo(new TiffPages(3, false, false));
      assertThat(TiffPages.of(bytes, 2)).isEqualTo(new TiffPages(2, true, false));
    }
  }

  @Test
  void aChainThatLeadsNowhereIsOfOneThatIsDamaged() {
    byte[] whole = bigTiff(page(), page());
    byte[] cut = Arrays.copyOf(whole, whole.length - 100);
    assertThat(TiffPages.of(cut, 100)).isEqualTo(new TiffPages(1, false, true));
    ByteBuffer huge = ByteBuffer.wrap(whole.clone()).order(ByteOrder.LITTLE_ENDIAN);
    huge.putLong(8, Long.MAX_VALUE);
    assertThat(TiffPages.of(huge.array(), 100)).isEqualTo(new TiffPages(1, false, true));
  }

  @Test
  void aChainThatLeadsBackIntoItselfEnds() throws IOException {
    byte[] two = tiff(page(), page());
    ByteBuffer bytes =
        ByteBuffer.wrap(two).order(two[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int first = bytes.getInt(4);
    int second = bytes.getInt(first + 2 + 12 * bytes.getShort(first));
    bytes.putInt(second + 2 + 12 * bytes.getShort(second), first);
    assertThat(TiffPages.of(two, 100)).isEqualTo(new TiffPages(2, false, true));
  }

  @Test
  void whatIsNoTiffIsOnePage() {
    TiffPages one = new TiffPages(1, false, false);
    assertThat(TiffPages.of(new byte[0], 9)).isEqualTo(one);
    assertThat(TiffPages.of("II*".getBytes(StandardCharsets.US_ASCII), 9)).isEqualTo(one);
    assertThat(TiffPages.of("no picture at all".getBytes(StandardCharsets.US_ASCII), 9))
        .isEqualTo(one);
  }
}
