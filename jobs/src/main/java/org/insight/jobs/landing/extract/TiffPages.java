package org.insight.jobs.landing.extract;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The pages of a TIFF (revision 6.0, section 2) or BigTIFF, counted without decoding one.
 *
 * @param count at least 1, also of what is no TIFF
 * @param cut there are more than were to be counted
 * @param damaged what leads from page to page breaks off, so that there may have been more
 */
public record TiffPages(int count, boolean cut, boolean damaged) {

  public static final String MEDIA_TYPE = "image/tiff";

  static final int HEAD_BYTES = 8;

  private static final int CLASSIC = 42;
  private static final int BIG = 43;
  private static final TiffPages NO_TIFF = new TiffPages(1, false, false);

  /**
   * How directories are written.
   *
   * @param head bytes before the first directory at the least
   * @param first where the place of the first directory stands
   * @param count bytes of the number of a directory's fields
   * @param field bytes of a field
   * @param place bytes of the place of the next directory
   */
  private record Layout(int head, int first, int count, int field, int place) {

    long place(ByteBuffer bytes, long at) {
      return place == Long.BYTES
          ? bytes.getLong((int) at)
          : Integer.toUnsignedLong(bytes.getInt((int) at));
    }

    /** Where the place of the next directory stands; less than zero where it does not. */
    long next(ByteBuffer bytes, long at) {
      if (at < head || at > bytes.capacity() - count) {
        return -1;
      }
      long fields =
          count == Long.BYTES
              ? bytes.getLong((int) at)
              : Short.toUnsignedInt(bytes.getShort((int) at));
      if (fields < 0 || fields > bytes.capacity() / field) {
        return -1;
      }
      long next = at + count + fields * field;
      return next <= bytes.capacity() - place ? next : -1;
    }
  }

  private static final Layout SMALL_LAYOUT = new Layout(8, 4, Short.BYTES, 12, Integer.BYTES);
  private static final Layout BIG_LAYOUT = new Layout(16, 8, Long.BYTES, 20, Long.BYTES);

  /**
   * Counts the pages of a file.
   *
   * @param most pages to count
   */
  public static TiffPages of(byte[] content, int most) {
    if (content.length < BIG_LAYOUT.head() || content[0] != content[1]) {
      return NO_TIFF;
    }
    ByteBuffer bytes = ordered(content);
    return switch (bytes.getShort(2)) {
      case CLASSIC -> of(bytes, SMALL_LAYOUT, most);
      case BIG -> of(bytes, BIG_LAYOUT, most);
      default -> NO_TIFF;
    };
  }

  /**
   * Whether a file begins as a BigTIFF.
   *
   * @param head of {@link #HEAD_BYTES}
   */
  static boolean isBig(byte[] head) {
    ByteBuffer bytes = ordered(head);
    return (head[0] == 'I' || head[0] == 'M')
        && head[0] == head[1]
        && bytes.getShort(2) == BIG
        && bytes.getShort(4) == Long.BYTES
        && bytes.getShort(6) == 0;
  }

  private static ByteBuffer ordered(byte[] content) {
    return ByteBuffer.wrap(content)
        .order(content[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
  }

  /** What of it is left out, as stable words. */
  Set<String> issues() {
    Set<String> issues = new LinkedHashSet<>();
    if (cut) {
      issues.add("pages_cut");
    }
    if (damaged) {
      issues.add("damaged");
    }
    return issues;
  }

  private static TiffPages of(ByteBuffer bytes, Layout layout, int most) {
    Set<Long> seen = new HashSet<>();
    long at = layout.place(bytes, layout.first());
    boolean damaged = false;
    while (at != 0 && !damaged && seen.size() < most) {
      long next = layout.next(bytes, at);
      // A chain of directories that leads back into itself never ends.
      damaged = next < 0 || !seen.add(at);
      at = damaged ? 0 : layout.place(bytes, next);
    }
    return new TiffPages(Math.max(1, seen.size()), at != 0, damaged);
  }
}
