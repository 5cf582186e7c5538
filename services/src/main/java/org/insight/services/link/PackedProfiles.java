package org.insight.services.link;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.insight.resolution.Profile;

/** Profiles by their number from 0, packed into large arrays: about 250 bytes a person. */
final class PackedProfiles {

  private static final int CHUNK = 1 << 24;

  private final List<byte[]> chunks = new ArrayList<>();
  private int used = CHUNK;
  private long[] places = new long[1 << 10];
  private int size;

  void add(byte[] packed) {
    if (used + packed.length > CHUNK) {
      chunks.add(new byte[Math.max(CHUNK, packed.length)]);
      used = 0;
    }
    if (size + 1 >= places.length) {
      places = Arrays.copyOf(places, 2 * places.length);
    }
    System.arraycopy(packed, 0, chunks.get(chunks.size() - 1), used, packed.length);
    places[size++] = (long) (chunks.size() - 1) << 32 | used;
    used += packed.length;
  }

  int size() {
    return size;
  }

  Profile get(int number) {
    long place = places[number];
    return Profile.unpack(chunks.get((int) (place >>> 32)), (int) place);
  }

  /** The blocking keys of a profile, ascending. */
  long[] keys(int number) {
    long place = places[number];
    return Profile.keys(chunks.get((int) (place >>> 32)), (int) place);
  }
}
