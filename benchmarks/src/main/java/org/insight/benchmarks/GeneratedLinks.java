package org.insight.benchmarks;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.insight.findings.Adjacency;

/**
 * Links of a random network, the same for the same seed.
 *
 * @param size number of ends, some of which have no link
 * @param ends two for each link
 */
record GeneratedLinks(int size, boolean isPowerLaw, int[] ends) {

  /** Most links: their ends must fit in one array. */
  static final int MOST = 1_000_000_000;

  private static final int LINKS_OF_AN_END = 2;

  /**
   * Generates links.
   *
   * @param isPowerLaw few ends have most links, else all have the same chance
   */
  static GeneratedLinks of(int links, boolean isPowerLaw, long seed) {
    int size = Math.max(2, links / LINKS_OF_AN_END);
    int[] ends = new int[2 * links];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < ends.length; i++) {
      double unit = random.nextDouble();
      ends[i] = (int) (size * (isPowerLaw ? unit * unit * unit : unit));
    }
    return new GeneratedLinks(size, isPowerLaw, ends);
  }

  int links() {
    return ends.length / 2;
  }

  String kind() {
    return isPowerLaw ? "power law" : "random";
  }

  Adjacency adjacency() {
    return Adjacency.of(size, ends);
  }

  /** Writes pairs of 32-bit numbers, least byte first. */
  void write(Path file) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 20))) {
      for (int end : ends) {
        out.writeInt(Integer.reverseBytes(end));
      }
    }
  }
}
