package org.insight.jobs.text.ocr;

import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Connected ink of a grey page (8-connected), as boxes; found row by row over runs. */
final class InkComponents {
  /** Box with exclusive right and bottom, and its count of ink pixels. */
  record Ink(int left, int top, int right, int bottom, int area) {
    int width() {
      return right - left;
    }

    int height() {
      return bottom - top;
    }
  }

  private int[] parent = new int[1 << 14];
  private int[] box = new int[5 << 14];
  private int size;

  private InkComponents() {}

  static List<Ink> of(Pointer gray, int threshold) {
    return new InkComponents().find(gray, threshold);
  }

  private List<Ink> find(Pointer gray, int threshold) {
    int width = Leptonica.pixGetWidth(gray);
    int height = Leptonica.pixGetHeight(gray);
    int wpl = Leptonica.pixGetWpl(gray);
    Pointer data = Leptonica.pixGetData(gray);
    int[] words = new int[wpl];
    int[] above = new int[3 * (width / 2 + 2)];
    int[] here = new int[above.length];
    int aboveCount = 0;
    for (int y = 0; y < height; y++) {
      data.read(4L * y * wpl, words, 0, wpl);
      int count = 0;
      int a = 0;
      for (int x = 0; x < width; ) {
        if (pixel(words, x) >= threshold) {
          x++;
          continue;
        }
        int start = x;
        while (x < width && pixel(words, x) < threshold) {
          x++;
        }
        int label = -1;
        while (a < aboveCount && above[3 * a + 1] < start) {
          a++;
        }
        for (int k = a; k < aboveCount && above[3 * k] <= x; k++) {
          int other = root(above[3 * k + 2]);
          label = label < 0 ? other : union(label, other);
        }
        if (label < 0) {
          label = fresh(start, y);
        }
        grow(label, start, x, y);
        here[3 * count] = start;
        here[3 * count + 1] = x;
        here[3 * count++ + 2] = label;
      }
      int[] swap = above;
      above = here;
      here = swap;
      aboveCount = count;
    }
    List<Ink> found = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      if (parent[i] == i) {
        int b = 5 * i;
        found.add(new Ink(box[b], box[b + 1], box[b + 2], box[b + 3], box[b + 4]));
      }
    }
    found.sort(Comparator.comparingInt(Ink::left));
    return found;
  }

  /** Leptonica packs pixels from the high end of each 32-bit word. */
  private static int pixel(int[] words, int x) {
    return words[x >> 2] >>> (24 - 8 * (x & 3)) & 0xff;
  }

  private int fresh(int x, int y) {
    if (size == parent.length) {
      parent = Arrays.copyOf(parent, 2 * size);
      box = Arrays.copyOf(box, 10 * size);
    }
    parent[size] = size;
    int b = 5 * size;
    box[b] = x;
    box[b + 1] = y;
    box[b + 2] = x;
    box[b + 3] = y;
    box[b + 4] = 0;
    return size++;
  }

  private void grow(int label, int start, int end, int y) {
    int b = 5 * label;
    box[b] = Math.min(box[b], start);
    box[b + 2] = Math.max(box[b + 2], end);
    box[b + 3] = y + 1;
    box[b + 4] += end - start;
  }

  private int root(int i) {
    while (parent[i] != i) {
      parent[i] = parent[parent[i]];
      i = parent[i];
    }
    return i;
  }

  private int union(int a, int b) {
    if (a == b) {
      return a;
    }
    int keep = Math.min(a, b);
    int gone = Math.max(a, b);
    parent[gone] = keep;
    int k = 5 * keep;
    int g = 5 * gone;
    box[k] = Math.min(box[k], box[g]);
    box[k + 1] = Math.min(box[k + 1], box[g + 1]);
    box[k + 2] = Math.max(box[k + 2], box[g + 2]);
    box[k + 3] = Math.max(box[k + 3], box[g + 3]);
    box[k + 4] += box[g + 4];
    return keep;
  }
}
