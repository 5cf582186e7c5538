package org.insight.resolution;

import java.util.HashMap;
import java.util.Map;

/**
 * How well clusters agree with the truth.
 *
 * @param precision share of pairs in one cluster that are in one true cluster
 * @param recall share of pairs in one true cluster that are in one cluster
 * @param bCubedPrecision mean over the records (Bagga and Baldwin 1998)
 * @param bCubedRecall mean over the records
 * @param clusterPrecision share of clusters that are exactly a true one
 * @param clusterRecall share of true clusters that are exactly found
 * @param largest records of the largest cluster
 */
public record Clusters(
    double precision,
    double recall,
    double bCubedPrecision,
    double bCubedRecall,
    double clusterPrecision,
    double clusterRecall,
    int clusters,
    int trueClusters,
    int largest) {

  /** Compares clusters, record by record. */
  public static final class Comparison {
    private final Map<String, Map<String, Integer>> truthOf = new HashMap<>();
    private final Map<String, Integer> sizes = new HashMap<>();

    /** Adds a record. */
    public void add(String cluster, String truth) {
      truthOf.computeIfAbsent(cluster, c -> new HashMap<>()).merge(truth, 1, Integer::sum);
      sizes.merge(truth, 1, Integer::sum);
    }

    public Clusters result() {
      long right = 0;
      long found = 0;
      double ownPrecision = 0;
      double ownRecall = 0;
      int exact = 0;
      int largest = 0;
      long records = 0;
      for (Map<String, Integer> cluster : truthOf.values()) {
        int size = 0;
        for (int n : cluster.values()) {
          size += n;
        }
        for (Map.Entry<String, Integer> part : cluster.entrySet()) {
          long n = part.getValue();
          int whole = sizes.getOrDefault(part.getKey(), 0);
          right += n * (n - 1) / 2;
          ownPrecision += (double) n * n / size;
          ownRecall += (double) n * n / whole;
          if (cluster.size() == 1 && n == whole) {
            exact++;
          }
        }
        found += (long) size * (size - 1) / 2;
        records += size;
        largest = Math.max(largest, size);
      }
      long due = 0;
      for (long n : sizes.values()) {
        due += n * (n - 1) / 2;
      }
      return new Clusters(
          share(right, found),
          share(right, due),
          share(ownPrecision, records),
          share(ownRecall, records),
          share(exact, truthOf.size()),
          share(exact, sizes.size()),
          truthOf.size(),
          sizes.size(),
          largest);
    }

    private static double share(double part, double whole) {
      return whole == 0 ? 1 : part / whole;
    }
  }

  /** Harmonic mean of a precision and a recall. */
  public static double f1(double precision, double recall) {
    return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
  }
}
