package org.insight.streams;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.insight.core.Sha256;
import org.insight.jobs.landing.DropFolder.DroppedFile;

/**
 * Which files of a folder were there at the last look: eight bytes of each, of its path, size and
 * time, so that a file that takes the name of another one is seen. What is gone is forgotten. For
 * one look after the other, each {@link #begin}, some {@link #isNew}, {@link #end}.
 */
final class SeenFiles {

  private final MessageDigest digest = Sha256.digest();
  private long[] before = {};
  private long[] now = {};
  private int count;

  void begin() {
    now = new long[Math.max(16, before.length)];
    count = 0;
  }

  /** Whether it was there at the last look, as it is now. */
  boolean wasThere(DroppedFile file) {
    return Arrays.binarySearch(before, mark(file)) >= 0;
  }

  /** Whether it was not there at the last look. */
  boolean isNew(DroppedFile file) {
    long mark = mark(file);
    if (count == now.length) {
      now = Arrays.copyOf(now, 2 * count);
    }
    now[count++] = mark;
    return Arrays.binarySearch(before, mark) < 0;
  }

  /** A look that is not ended counts for nothing. */
  void end() {
    before = Arrays.copyOf(now, count);
    Arrays.sort(before);
    now = new long[] {};
  }

  private long mark(DroppedFile file) {
    String text = file.sizeBytes() + " " + file.modifiedMillis() + " " + file.path();
    byte[] hash = digest.digest(text.getBytes(StandardCharsets.UTF_8));
    long mark = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      mark = mark << 8 | hash[i] & 0xFF;
    }
    return mark;
  }
}
