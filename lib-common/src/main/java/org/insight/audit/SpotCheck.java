package org.insight.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.insight.core.Sha256;

/**
 * Draws the reads that a person looks at each month: stratified by reader, so that who reads little
 * is looked at too, and the same for the same seed and reads, so that nobody can draw until it
 * suits. After Article 22(5) of INTERPOL's Rules on the Processing of Data.
 */
public final class SpotCheck {

  private SpotCheck() {}

  /**
   * A read that may be drawn.
   *
   * @param reader its stratum
   * @param hash of its first entry
   */
  public record Candidate(long seq, String reader, String hash) {}

  /** The reads of one reader, and how many of them are to be drawn. */
  private static final class Stratum {

    private final String reader;
    private final List<Candidate> reads = new ArrayList<>();
    private int share;

    Stratum(String reader) {
      this.reader = reader;
    }

    /** What one more share would be worth, as D'Hondt gives seats; 0: all are drawn. */
    double worth() {
      return share < reads.size() ? reads.size() / (share + 1.0) : 0;
    }

    Stream<Candidate> drawn(long seed) {
      return reads.stream()
          .sorted(Comparator.comparing((Candidate read) -> rank(seed, read.hash())))
          .limit(share)
          .sorted(Comparator.comparingLong(Candidate::seq));
    }
  }

  /**
   * Every reader has one read at least where there are enough to draw; the rest goes to readers by
   * how much they read.
   *
   * @return at most {@code size} of the reads, by reader, then in their order
   */
  public static List<Candidate> draw(List<Candidate> reads, int size, long seed) {
    Map<String, Stratum> byReader = new TreeMap<>();
    for (Candidate read : reads) {
      byReader.computeIfAbsent(read.reader(), Stratum::new).reads.add(read);
    }
    List<Stratum> strata = new ArrayList<>(byReader.values());
    strata.sort(Comparator.comparing((Stratum stratum) -> rank(seed, stratum.reader)));
    int left = size;
    for (Stratum stratum : strata) {
      stratum.share = left > 0 ? 1 : 0;
      left = Math.max(0, left - 1);
    }
    for (; left > 0; left--) {
      Optional<Stratum> next =
          strata.stream()
              .filter(stratum -> stratum.worth() > 0)
              .max(Comparator.comparingDouble(Stratum::worth));
      if (next.isEmpty()) {
        break;
      }
      next.get().share++;
    }
    return byReader.values().stream().flatMap(stratum -> stratum.drawn(seed)).toList();
  }

  private static String rank(long seed, String what) {
    return Sha256.hex(seed + "\n" + what);
  }
}
