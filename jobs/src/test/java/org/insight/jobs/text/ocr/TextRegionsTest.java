package org.insight.jobs.text.ocr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextRegionsTest {

  private static final int WIDTH = 200;
  private static final int HEIGHT = 100;

  private final float[] map = new float[WIDTH * HEIGHT];

  @Test
  void aLevelRegionIsABoxGrownByAreaOverPerimeter() {
    fill(20, 40, 120, 50, 0.9f);
    TextBox box = only();
    // The region is closed by a pixel to the right and below: 20 to 120, 40 to 50.
    double growth = 100.0 * 10 * 1.6 / (2 * (100 + 10));
    assertThat(box.radians()).isCloseTo(0, within(1e-9));
    assertThat(box.width()).isCloseTo(100 + 2 * growth, within(1e-6));
    assertThat(box.height()).isCloseTo(10 + 2 * growth, within(1e-6));
    assertThat(box.x()).isCloseTo(70, within(1e-6));
    assertThat(box.y()).isCloseTo(45, within(1e-6));
  }

  @Test
  void aSlopingRegionHasABoxOfItsSlope() {
    double slope = Math.toRadians(10);
    TextBox line = new TextBox(100, 50, 120, 12, slope);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        double[] on = line.onLine(x, y);
        map[y * WIDTH + x] = Math.abs(on[0]) < 60 && Math.abs(on[1]) < 6 ? 1 : 0;
      }
    }
    TextBox box = only();
    assertThat(box.radians()).isCloseTo(slope, within(Math.toRadians(1.5)));
    assertThat(box.width()).isGreaterThan(4 * box.height());
  }

  @Test
  void regionsThatTouchAtACornerAreOneAndThoseApartAreTwo() {
    fill(10, 10, 40, 20, 1);
    fill(40, 20, 44, 24, 1);
    fill(120, 60, 180, 70, 0.8f);
    assertThat(TextRegions.of(map, WIDTH, HEIGHT)).hasSize(2);
  }

  @Test
  void whatIsNarrowOrHardlyProbableIsNoText() {
    fill(10, 10, 100, 11, 0.9f);
    fill(10, 50, 100, 60, 0.35f);
    fill(10, 80, 100, 90, 0.2f);
    assertThat(TextRegions.of(map, WIDTH, HEIGHT)).isEmpty();
  }

  private TextBox only() {
    List<TextBox> boxes = TextRegions.of(map, WIDTH, HEIGHT);
    assertThat(boxes).hasSize(1);
    return boxes.get(0);
  }

  private void fill(int left, int top, int right, int bottom, float probability) {
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        map[y * WIDTH + x] = probability;
      }
    }
  }
}
