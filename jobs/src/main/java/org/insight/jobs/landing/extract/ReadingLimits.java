package org.insight.jobs.landing.extract;

import java.util.List;

/**
 * What one file may cost, with all that it holds.
 *
 * @param maxBytes bytes of one item; a bigger one is not read and its bytes are not kept
 * @param maxUnfoldedBytes bytes of all attachments and members of one file together, and characters
 *     of the text and metadata of all that it holds
 * @param maxDepth containers around an item; 0 allows none
 * @param maxRatio unpacked bytes of an archive for each of its own, past the first mebibyte
 * @param maxMembers attachments and members of one file, at all depths together
 * @param maxSeconds seconds for one item; a file with all that it holds may take ten times as long
 * @param maxPages pages of a PDF or TIFF
 * @param maxTextCharacters characters of text kept of one item
 * @param memoryMb heap in MiB of each process that reads items
 */
public record ReadingLimits(
    long maxBytes,
    long maxUnfoldedBytes,
    int maxDepth,
    double maxRatio,
    int maxMembers,
    int maxSeconds,
    int maxPages,
    int maxTextCharacters,
    int memoryMb)
    implements java.io.Serializable {

  /** Fit for two files at a time beside a heap of 4 GiB. */
  public static final ReadingLimits DEFAULT =
      new ReadingLimits(64L << 20, 256L << 20, 10, 200, 10_000, 60, 2_000, 5_000_000, 1024);

  public ReadingLimits {
    if (maxBytes < 1
        || maxUnfoldedBytes < 1
        || maxDepth < 0
        || maxRatio < 1
        || maxMembers < 1
        || maxSeconds < 1
        || maxPages < 1
        || maxTextCharacters < 1
        || memoryMb < 1) {
      throw new IllegalArgumentException("Cannot set reading limits: each must be positive");
    }
  }

  static final int WORDS = 9;

  /** All of them, in their order. */
  List<String> words() {
    return List.of(
        Long.toString(maxBytes),
        Long.toString(maxUnfoldedBytes),
        Integer.toString(maxDepth),
        Double.toString(maxRatio),
        Integer.toString(maxMembers),
        Integer.toString(maxSeconds),
        Integer.toString(maxPages),
        Integer.toString(maxTextCharacters),
        Integer.toString(memoryMb));
  }

  /** The opposite of {@link #words}. */
  static ReadingLimits ofWords(List<String> words) {
    return new ReadingLimits(
        Long.parseLong(words.get(0)),
        Long.parseLong(words.get(1)),
        Integer.parseInt(words.get(2)),
        Double.parseDouble(words.get(3)),
        Integer.parseInt(words.get(4)),
        Integer.parseInt(words.get(5)),
        Integer.parseInt(words.get(6)),
        Integer.parseInt(words.get(7)),
        Integer.parseInt(words.get(8)));
  }
}
