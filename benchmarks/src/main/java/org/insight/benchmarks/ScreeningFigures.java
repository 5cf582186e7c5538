package org.insight.benchmarks;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.insight.resolution.Clusters;

/**
 * How right a screening is whose first rows are the rows of the list, in its order, and whose other
 * rows are of nobody on it.
 *
 * @param listed rows that are on the list
 * @param hits pairs of a row and an entry of the list
 * @param rowsWithHits rows that have any
 * @param others rows of nobody on the list that have any
 * @param right rows that have a hit on their own entry
 * @param nearest rows whose best hit is their own entry; of equal scores the first of the list
 */
record ScreeningFigures(
    long listed, long hits, long rowsWithHits, long others, long right, long nearest) {

  /** A row that may be an entry of a list: places from 0. */
  record Hit(int row, int other, double score) {}

  static ScreeningFigures of(int listed, List<Hit> hits) {
    Map<Integer, Hit> best = new HashMap<>();
    for (Hit hit : hits) {
      best.merge(
          hit.row(),
          hit,
          (one, other) ->
              one.score() > other.score()
                      || one.score() == other.score() && one.other() < other.other()
                  ? one
                  : other);
    }
    return new ScreeningFigures(
        listed,
        hits.size(),
        best.size(),
        best.keySet().stream().filter(row -> row >= listed).count(),
        hits.stream().filter(hit -> hit.row() == hit.other()).count(),
        best.values().stream().filter(hit -> hit.row() == hit.other()).count());
  }

  double nearestPrecision() {
    return rowsWithHits == 0 ? 1 : (double) nearest / rowsWithHits;
  }

  double nearestRecall() {
    return (double) nearest / listed;
  }

  double precision() {
    return hits == 0 ? 1 : (double) right / hits;
  }

  double recall() {
    return (double) right / listed;
  }

  /** With the keys of the JSON answer. */
  Map<String, Object> asMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("nearest_precision", nearestPrecision());
    map.put("nearest_recall", nearestRecall());
    map.put("nearest_f1", Clusters.f1(nearestPrecision(), nearestRecall()));
    map.put("precision", precision());
    map.put("recall", recall());
    map.put("f1", Clusters.f1(precision(), recall()));
    map.put("hits", hits);
    map.put("others_with_hits", others);
    return map;
  }
}
