package org.insight.jobs.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;

class TiffPagesTest {

  static byte[] tiff(BufferedImage... pages) throws IOException {
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

  private static BufferedImage page() {
    return new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
  }

  @Test
  void pagesAreCountedToTheLimit() throws IOException {
    byte[] three = tiff(page(), page(), page());
    assertThat(TiffPages.count(three, 100)).isEqualTo(3);
    assertThat(TiffPages.count(three, 2)).isEqualTo(2);
  }

  @Test
  void aChainThatLeadsBackIntoItselfEnds() throws IOException {
    byte[] two = tiff(page(), page());
    java.nio.ByteBuffer bytes =
        java.nio.ByteBuffer.wrap(two)
            .order(
                two[0] == 'I' ? java.nio.ByteOrder.LITTLE_ENDIAN : java.nio.ByteOrder.BIG_ENDIAN);
    int first = bytes.getInt(4);
    int second = bytes.getInt(first + 2 + 12 * bytes.getShort(first));
    bytes.putInt(second + 2 + 12 * bytes.getShort(second), first);
    assertThat(TiffPages.count(two, 100)).isEqualTo(2);
  }

  @Test
  void whatIsNoTiffIsOnePage() {
    assertThat(TiffPages.count(new byte[0], 9)).isEqualTo(1);
    assertThat(TiffPages.count("II*".getBytes(StandardCharsets.US_ASCII), 9)).isEqualTo(1);
    assertThat(TiffPages.count("no picture at all".getBytes(StandardCharsets.US_ASCII), 9))
        .isEqualTo(1);
  }
}
