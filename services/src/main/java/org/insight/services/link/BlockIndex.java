package org.insight.services.link;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.insight.resolution.Profile;

/**
 * Which profiles share a blocking key: sorted numbers that hold the beginning of a key and then the
 * profile. Keys of one profile alone, which most are, are left out by a filter of two bits a slot.
 */
final class BlockIndex {

  /** Slots a key: so few single keys are taken for repeated ones. */
  private static final int ROOM = 6;

  /** Most rows of a blocking key. */
  private static final int CROWD = 1_200;

  private final PackedProfiles profiles;
  private final long[] sorted;
  private final int bits;

  BlockIndex(PackedProfiles profiles) {
    this.profiles = profiles;
    int size = profiles.size();
    bits = Math.max(1, 32 - Integer.numberOfLeadingZeros(Math.max(1, size - 1)));
    long keys = 0;
    for (int i = 0; i < size; i++) {
      keys += profiles.keys(i).length;
    }
    int slots = 10;
    while (slots < 36 && 1L << slots < keys * ROOM) {
      slots++;
    }
    long[] once = new long[1 << Math.max(0, slots - 6)];
    long[] again = new long[once.length];
    for (int i = 0; i < size; i++) {
      for (long key : profiles.keys(i)) {
        int word = (int) (key >>> (70 - slots));
        long bit = 1L << (key >>> (64 - slots));
        again[word] |= once[word] & bit;
        once[word] |= bit;
      }
    }
    int kept = 0;
    for (int i = 0; i < size; i++) {
      for (long key : profiles.keys(i)) {
        if ((again[(int) (key >>> (70 - slots))] & 1L << (key >>> (64 - slots))) != 0) {
          kept = Math.addExact(kept, 1);
        }
      }
    }
    sorted = new long[kept];
    int at = 0;
    for (int i = 0; i < size; i++) {
      for (long key : profiles.keys(i)) {
        if ((again[(int) (key >>> (70 - slots))] & 1L << (key >>> (64 - slots))) != 0) {
          sorted[at++] = prefix(key) | i;
        }
      }
    }
    Arrays.parallelSort(sorted);
  }

  /** What of a key is kept: all but as many bits as number a profile. */
  long prefix(long key) {
    return key >>> bits << bits;
  }

  int entries() {
    return sorted.length;
  }

  /** The profile of an entry. */
  int profile(int entry) {
    return (int) (sorted[entry] & (1L << bits) - 1);
  }

  long prefixAt(int entry) {
    return prefix(sorted[entry]);
  }

  /** The first entry of the first block at or after a place. */
  int blockAt(int place) {
    int at = Math.min(place, sorted.length);
    while (at > 0 && at < sorted.length && prefixAt(at) == prefixAt(at - 1)) {
      at++;
    }
    return at;
  }

  /** The entry after the last of the block that begins here. */
  int endOf(int first) {
    int at = first + 1;
    while (at < sorted.length && prefixAt(at) == prefixAt(first)) {
      at++;
    }
    return at;
  }

  /** Beginnings of about so many equal parts, each at a block, and the end. */
  int[] parts(int number) {
    return IntStream.rangeClosed(0, number)
        .map(i -> i == number ? sorted.length : blockAt((int) ((long) sorted.length * i / number)))
        .toArray();
  }

  @FunctionalInterface
  interface Pairs {
    void pair(int a, int b, Profile one, Profile other);
  }

  /**
   * Gives the pairs of a block that are compared there: those of which it is the least key.
   *
   * @return false if the block has too many profiles
   */
  boolean pairs(int first, Pairs taker) {
    int end = endOf(first);
    int size = end - first;
    if (size < 2) {
      return true;
    }
    if (size > CROWD) {
      return false;
    }
    Profile[] members = new Profile[size];
    for (int i = 0; i < size; i++) {
      members[i] = profiles.get(profile(first + i));
    }
    long prefix = prefixAt(first);
    for (int i = 0; i < size; i++) {
      int a = profile(first + i);
      for (int j = i + 1; j < size; j++) {
        int b = profile(first + j);
        // A profile may be here twice, by two keys of one beginning.
        if (a != b
            && prefix(Profile.leastShared(members[i], members[j])) == prefix
            && (i == 0 || profile(first + i - 1) != a)
            && profile(first + j - 1) != b) {
          taker.pair(a, b, members[i], members[j]);
        }
      }
    }
    return true;
  }
}
