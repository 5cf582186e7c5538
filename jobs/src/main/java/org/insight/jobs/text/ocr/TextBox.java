package org.insight.jobs.text.ocr;

/**
 * A rectangle around a line of text, in pixels; it may lie at a slope.
 *
 * @param x of its centre
 * @param y of its centre, downwards
 * @param width along the line
 * @param height across the line
 * @param radians clockwise slope of the line, from -π/4 to π/4
 */
record TextBox(double x, double y, double width, double height, double radians) {

  /** The same box on a picture that is so many times as wide and as high. */
  TextBox scaled(double horizontally, double vertically) {
    return new TextBox(
        x * horizontally, y * vertically, width * horizontally, height * vertically, radians);
  }

  /** Larger by a distance on each side. */
  TextBox grown(double distance) {
    return new TextBox(x, y, width + 2 * distance, height + 2 * distance, radians);
  }

  /** A point of the picture, from one along and across the line with the centre as origin. */
  double[] onPicture(double along, double across) {
    double cos = Math.cos(radians);
    double sin = Math.sin(radians);
    return new double[] {x + along * cos - across * sin, y + along * sin + across * cos};
  }

  /** Along and across the line from its centre, from a point of the picture. */
  double[] onLine(double px, double py) {
    double cos = Math.cos(radians);
    double sin = Math.sin(radians);
    double dx = px - x;
    double dy = py - y;
    return new double[] {dx * cos + dy * sin, dy * cos - dx * sin};
  }

  /**
   * A word of the line: the smallest upright rectangle that holds it on the picture.
   *
   * @param left along the line from the box's left edge
   * @param top across the line from its upper edge
   * @param right along the line
   * @param bottom across the line
   */
  PageWord word(
      String text, double left, double top, double right, double bottom, double confidence) {
    double west = Double.MAX_VALUE;
    double north = Double.MAX_VALUE;
    double east = 0;
    double south = 0;
    for (int corner = 0; corner < 4; corner++) {
      double[] point =
          onPicture(
              ((corner & 1) == 0 ? left : right) - width / 2,
              ((corner & 2) == 0 ? top : bottom) - height / 2);
      west = Math.min(west, point[0]);
      east = Math.max(east, point[0]);
      north = Math.min(north, point[1]);
      south = Math.max(south, point[1]);
    }
    return new PageWord(
        text,
        PageWord.Gap.SPACE,
        (int) Math.max(0, Math.floor(west)),
        (int) Math.max(0, Math.floor(north)),
        (int) Math.ceil(east),
        (int) Math.ceil(south),
        confidence);
  }
}
