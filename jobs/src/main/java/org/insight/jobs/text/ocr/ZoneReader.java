package org.insight.jobs.text.ocr;

import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the machine readable zones of passports, visas and identity cards from pictures.
 *
 * <p>A zone is set in OCR-B with a fixed pitch (ICAO Doc 9303), so each cell of its grid is held
 * against the pictures of OCR-B's 37 characters. A zone is given only where the layout, the dates
 * and all check digits hold, and nothing is searched for that makes them hold: a check digit alone
 * lets one wrong reading in ten pass.
 */
final class ZoneReader {

  /** Sizes of a page's longer side for finding and for reading. */
  private static final int FIND = 1300;

  private static final int READ = 3000;
  private static final int MAX_GROUPS = 12;

  /** Other text comes to 0.6 to 0.73 here, OCR-B to 0.85 and more. */
  private static final double PROMISING = 0.74;

  /** From here on the face is OCR-B and the grid's reading needs no other (0.92 at 240 px wide). */
  private static final double SURE = 0.87;

  /** So much worse than the best character a cell's character may be for the layout's sake. */
  private static final double FORCED = 0.15;

  /** Within this a zero is read where a letter O looks likelier: OCR-B's differ in height only. */
  private static final double ZERO = 0.05;

  private static final double ROUND = 0.015;

  private static final int ALL_O = Glyphs.ALL.indexOf('O');
  private static final int ALL_ZERO = Glyphs.ALL.indexOf('0');

  /** Reads the first zone of a page; the page stays the caller's. */
  Optional<Zone> read(Pointer page) {
    Pointer eight = Leptonica.pixConvertTo8(page, 0);
    if (eight == null) {
      return Optional.empty();
    }
    try {
      int longer = Math.max(Leptonica.pixGetWidth(eight), Leptonica.pixGetHeight(eight));
      // Small pictures are made larger, for the gaps between their characters are lost else.
      Gray small = Gray.scaled(eight, Math.min(6, (float) FIND / longer));
      List<List<ZoneFinder.Row>> groups = ZoneFinder.find(small);
      if (groups.isEmpty()) {
        return Optional.empty();
      }
      Gray full = Gray.scaled(eight, longer > READ ? (float) READ / longer : 1);
      return read(full, groups, small.width, (double) full.width / Leptonica.pixGetWidth(eight));
    } finally {
      Leptonica.destroy(eight);
    }
  }

  private Optional<Zone> read(
      Gray full, List<List<ZoneFinder.Row>> groups, int width, double perPage) {
    double up = (double) full.width / width;
    List<Fit> fits = new ArrayList<>();
    for (List<ZoneFinder.Row> group : groups.subList(0, Math.min(MAX_GROUPS, groups.size()))) {
      List<ZoneFinder.Row> rows = group.stream().map(r -> r.scaled(up)).toList();
      List<ZoneFinder.Row> turned = new ArrayList<>();
      rows.forEach(r -> turned.add(0, r.turned()));
      Fit one = fit(full, rows);
      Fit other = fit(full, turned);
      Fit fit = other == null ? one : better(one, other);
      if (fit != null && fit.score >= PROMISING) {
        fits.add(fit);
      }
    }
    fits.sort((a, b) -> Double.compare(b.score, a.score));
    for (Fit fit : fits.subList(0, Math.min(4, fits.size()))) {
      Optional<Zone> zone = read(full, fit, perPage);
      if (zone.isPresent()) {
        return zone;
      }
    }
    return Optional.empty();
  }

  /** A group of rows in reading order with the cells that suit them best. */
  private record Fit(List<ZoneFinder.Row> rows, int cells, double step, double score) {}

  private static Fit better(@Nullable Fit a, Fit b) {
    return a == null || b.score > a.score ? b : a;
  }

  private static @Nullable Fit fit(Gray gray, List<ZoneFinder.Row> rows) {
    @Nullable Fit best = null;
    int[] counts = rows.size() == 3 ? new int[] {30} : new int[] {44, 36};
    double height = rows.stream().mapToDouble(ZoneFinder.Row::height).max().orElse(0);
    for (int cells : counts) {
      double step = height / (Glyphs.TALL + 1);
      double pitch = rows.get(1).length() / (cells - 1) / step;
      // More marks than cells are other text.
      if (pitch < 15 || pitch > 30 || rows.get(1).marks() > cells + 5) {
        continue;
      }
      best = better(best, tried(gray, rows, cells, step));
    }
    if (best == null || best.score < 0.66) {
      return best;
    }
    Fit first = best;
    for (double size : new double[] {0.88, 0.94, 1.06, 1.12, 1.18}) {
      best = better(best, tried(gray, rows, first.cells, first.step * size));
    }
    if (best.score > 0.6 && best.score < 0.8) {
      // Something else than the zone may hang at a row's ends, or a character be lost there.
      for (int[] ends : new int[][] {{1, 0}, {0, 1}, {-1, 0}, {0, -1}, {1, 1}, {-1, -1}}) {
        for (int cells : counts) {
          List<ZoneFinder.Row> moved = rows.stream().map(r -> moved(r, ends, cells)).toList();
          best = better(best, tried(gray, moved, cells, best.step));
        }
      }
    }
    return best;
  }

  private static ZoneFinder.Row moved(ZoneFinder.Row r, int[] ends, int cells) {
    double pitch = r.length() / (cells - 1 + ends[0] + ends[1]);
    double ux = (r.bx() - r.ax()) / r.length() * pitch;
    double uy = (r.by() - r.ay()) / r.length() * pitch;
    return new ZoneFinder.Row(
        r.ax() + ends[0] * ux,
        r.ay() + ends[0] * uy,
        r.bx() - ends[1] * ux,
        r.by() - ends[1] * uy,
        r.height(),
        r.pitch(),
        r.even(),
        r.marks());
  }

  private static Fit tried(Gray gray, List<ZoneFinder.Row> rows, int cells, double step) {
    double score = 0;
    for (int i = 0; i < 2; i++) {
      score += new GridLine(gray, rows.get(i), cells, step, 0.9).fit() / 2;
    }
    return new Fit(rows, cells, step, score);
  }

  private Optional<Zone> read(Gray gray, Fit fit, double perPage) {
    int n = fit.rows.size();
    double[][][] sum = new double[n][fit.cells][Glyphs.ALL.length()];
    List<double[][][]> readings = new ArrayList<>();
    for (double size : new double[] {1, 0.96, 1.04}) {
      double[][][] scores = new double[n][][];
      for (int i = 0; i < n; i++) {
        scores[i] = new GridLine(gray, fit.rows.get(i), fit.cells, fit.step * size, 0.7).read();
        add(sum[i], scores[i], 1 / 3.0);
      }
      readings.add(scores);
    }
    readings.add(0, sum);
    List<ZoneForm> forms =
        Arrays.stream(ZoneForm.values())
            .filter(f -> f.length() == fit.cells && f.lines() == n)
            .toList();
    for (double[][][] scores : readings) {
      for (ZoneForm form : forms) {
        List<String> lines = lines(form, scores);
        double similar = similarity(lines, sum);
        if (similar >= SURE && form.holds(lines) && natural(lines, sum)) {
          return Optional.of(zone(lines, fit, perPage, similar));
        }
      }
    }
    return Optional.empty();
  }

  private static void add(double[][] to, double[][] from, double weight) {
    for (int k = 0; k < to.length; k++) {
      for (int g = 0; g < to[k].length; g++) {
        to[k][g] += weight * from[k][g];
      }
    }
  }

  private static List<String> lines(ZoneForm form, double[][][] scores) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < scores.length; i++) {
      StringBuilder line = new StringBuilder();
      for (int k = 0; k < scores[i].length; k++) {
        char c = best(scores[i][k], form.allowed(i, k));
        double[] cell = scores[i][k];
        if (form.free(i, k) && c == 'O' && cell[ALL_ZERO] > cell[ALL_O] - ZERO) {
          c = '0';
        } else if (c == 'D'
            && form.allowed(i, k).indexOf('O') >= 0
            && cell[ALL_O] > cell[Glyphs.ALL.indexOf('D')] - ROUND) {
          // A small O loses its round corners before a D gets any.
          c = 'O';
        }
        line.append(c);
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private static char best(double[] scores, String allowed) {
    char best = allowed.charAt(0);
    for (int a = 1; a < allowed.length(); a++) {
      char c = allowed.charAt(a);
      if (scores[Glyphs.ALL.indexOf(c)] > scores[Glyphs.ALL.indexOf(best)]) {
        best = c;
      }
    }
    return best;
  }

  /** Whether no cell was forced into the layout against its looks. */
  private static boolean natural(List<String> lines, double[][][] scores) {
    for (int i = 0; i < lines.size(); i++) {
      for (int k = 0; k < lines.get(i).length(); k++) {
        double best = Arrays.stream(scores[i][k]).max().orElse(0);
        if (scores[i][k][Glyphs.ALL.indexOf(lines.get(i).charAt(k))] < best - FORCED) {
          return false;
        }
      }
    }
    return true;
  }

  private static double similarity(List<String> lines, double[][][] scores) {
    double sum = 0;
    int n = 0;
    for (int i = 0; i < lines.size(); i++) {
      for (int k = 0; k < lines.get(i).length(); k++) {
        sum += scores[i][k][Glyphs.ALL.indexOf(lines.get(i).charAt(k))];
        n++;
      }
    }
    return sum / n;
  }

  private static Zone zone(List<String> lines, Fit fit, double perPage, double similar) {
    double x0 = Double.MAX_VALUE;
    double y0 = Double.MAX_VALUE;
    double x1 = 0;
    double y1 = 0;
    double half = fit.step * Glyphs.TALL * 0.7;
    for (ZoneFinder.Row r : fit.rows) {
      x0 = Math.min(x0, Math.min(r.ax(), r.bx()) - half);
      y0 = Math.min(y0, Math.min(r.ay(), r.by()) - half);
      x1 = Math.max(x1, Math.max(r.ax(), r.bx()) + half);
      y1 = Math.max(y1, Math.max(r.ay(), r.by()) + half);
    }
    int left = (int) Math.max(0, x0 / perPage);
    int top = (int) Math.max(0, y0 / perPage);
    return new Zone(
        lines,
        left,
        top,
        (int) Math.ceil(x1 / perPage) - left,
        (int) Math.ceil(y1 / perPage) - top,
        similar);
  }
}
