package org.insight.jobs.text;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Set;

/** Counts the pages of a TIFF (revision 6.0, section 2) without decoding one. */
final class TiffPages {

  private static final int CLASSIC = 42;
  private static final int HEAD_BYTES = 8;
  private static final int FIELD_BYTES = 12;

  private TiffPages() {}

  /**
   * @param most at which counting ends
   * @return at least 1: of one that is damaged the pages before the damage, of another kind 1
   */
  static int count(byte[] content, int most) {
    if (content.length < HEAD_BYTES || content[0] != content[1]) {
      return 1;
    }
    ByteBuffer bytes =
        ByteBuffer.wrap(content)
            .order(content[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    if (bytes.getShort(2) != CLASSIC) {
      return 1;
    }
    Set<Long> seen = new HashSet<>();
    long at = Integer.toUnsignedLong(bytes.getInt(4));
    // A chain of directories that leads back into itself never ends.
    while (at >= HEAD_BYTES && at + 2 <= content.length && seen.size() < most && seen.add(at)) {
      int fields = Short.toUnsignedInt(bytes.getShort((int) at));
      long next = at + 2 + (long) fields * FIELD_BYTES;
      if (next + 4 > content.length) {
        break;
      }
      at = Integer.toUnsignedLong(bytes.getInt((int) next));
    }
    return Math.max(1, seen.size());
  }
}
