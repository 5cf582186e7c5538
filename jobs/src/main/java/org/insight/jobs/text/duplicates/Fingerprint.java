package org.insight.jobs.text.duplicates;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * What of a text is needed to find those like it.
 *
 * @param words how many there are
 * @param textHash SHA-256, hex, of the words in their order
 * @param shingles distinct runs of {@link #RUN} words
 * @param sketch the least of their hashes, sorted
 * @param buckets that of the text and those of its bands; empty where there is no word
 */
public record Fingerprint(
    int words, String textHash, int shingles, List<Integer> sketch, List<Long> buckets) {

  /** Words of a shingle. */
  static final int RUN = 3;

  /** The fingerprint of a text; it follows from the text's words alone. */
  public static Fingerprint of(String text) {
    List<String> words = Words.of(text);
    byte[] hash = sha256(String.join(" ", words));
    long[] runs = Hashes.ofRuns(words, RUN);
    int[] distinct = Sketch.distinct(runs);
    LongStream own =
        words.isEmpty() ? LongStream.empty() : LongStream.of(ByteBuffer.wrap(hash).getLong());
    return new Fingerprint(
        words.size(),
        HexFormat.of().formatHex(hash),
        distinct.length,
        IntStream.of(Sketch.of(distinct)).boxed().toList(),
        LongStream.concat(own, LongStream.of(Bands.of(runs))).boxed().toList());
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
