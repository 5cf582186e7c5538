package org.insight.jobs.text.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineOrderTest {

  private static final int HEIGHT = 20;
  private static final int PITCH = 30;

  @Test
  void aRowIsReadFromLeftToRightAndIsOneLine() {
    List<TextBox> boxes = List.of(box(500, 103, 80), box(100, 100, 200), box(100, 130, 300));
    List<LineOrder.Line> lines = LineOrder.of(boxes);
    assertThat(lines)
        .extracting(LineOrder.Line::box)
        .containsExactly(boxes.get(1), boxes.get(0), boxes.get(2));
    assertThat(lines)
        .extracting(LineOrder.Line::gap)
        .containsExactly(PageWord.Gap.PARAGRAPH, PageWord.Gap.SPACE, PageWord.Gap.LINE);
  }

  @Test
  void aWiderDistanceBeginsAParagraph() {
    List<TextBox> boxes =
        List.of(box(0, 0, 300), box(0, PITCH, 300), box(0, 2 * PITCH, 300), box(0, 150, 300));
    assertThat(LineOrder.of(boxes))
        .extracting(LineOrder.Line::gap)
        .containsExactly(
            PageWord.Gap.PARAGRAPH, PageWord.Gap.LINE, PageWord.Gap.LINE, PageWord.Gap.PARAGRAPH);
  }

  @Test
  void twoColumnsOfProseAreReadOneAfterTheOther() {
    List<TextBox> left = column(100, 400, 10);
    List<TextBox> right = column(560, 400, 10);
    assertThat(order(left, right)).containsExactlyElementsOf(both(left, right));
  }

  @Test
  void aHeadingOverBothColumnsIsReadBeforeThem() {
    TextBox heading = box(100, 20, 860);
    List<TextBox> left = column(100, 400, 20);
    List<TextBox> right = column(560, 400, 20);
    assertThat(order(List.of(heading), left, right))
        .containsExactlyElementsOf(both(List.of(heading), left, right));
  }

  @Test
  void cellsOfATableAreReadByRows() {
    List<TextBox> left = column(100, 60, 10);
    List<TextBox> right = column(560, 400, 10);
    List<TextBox> rows = new ArrayList<>();
    for (int i = 0; i < left.size(); i++) {
      rows.add(left.get(i));
      rows.add(right.get(i));
    }
    assertThat(order(left, right)).containsExactlyElementsOf(rows);
  }

  @Test
  void aSlopingPageIsLevelledFirst() {
    double slope = Math.toRadians(4);
    List<TextBox> boxes = new ArrayList<>();
    for (int row = 0; row < 4; row++) {
      for (int cell = 0; cell < 2; cell++) {
        double x = 200 + 600 * cell;
        double y = 100 + PITCH * row;
        boxes.add(
            new TextBox(
                x * Math.cos(slope) - y * Math.sin(slope),
                x * Math.sin(slope) + y * Math.cos(slope),
                300,
                HEIGHT,
                slope));
      }
    }
    assertThat(order(boxes)).containsExactlyElementsOf(boxes);
  }

  @Test
  void aPageWithoutLinesHasNone() {
    assertThat(LineOrder.of(List.of())).isEmpty();
  }

  @SafeVarargs
  private static List<TextBox> order(List<TextBox>... parts) {
    List<TextBox> shuffled = both(parts);
    Collections.shuffle(shuffled, new Random(7));
    return LineOrder.of(shuffled).stream().map(LineOrder.Line::box).toList();
  }

  @SafeVarargs
  private static List<TextBox> both(List<TextBox>... parts) {
    List<TextBox> all = new ArrayList<>();
    for (List<TextBox> part : parts) {
      all.addAll(part);
    }
    return all;
  }

  private static List<TextBox> column(int left, int width, int lines) {
    List<TextBox> column = new ArrayList<>();
    for (int i = 0; i < lines; i++) {
      column.add(box(left, 100 + PITCH * i, width));
    }
    return column;
  }

  private static TextBox box(double left, double y, double width) {
    return new TextBox(left + width / 2, y, width, HEIGHT, 0);
  }
}
