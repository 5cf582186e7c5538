package org.insight.resolution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The keys under which a subject is compared with others. A key is made only if the model expects
 * at most its block limit of subjects with that key in a lake of {@code n_ref}. So whether two
 * subjects are compared is a function of the two and of the model.
 */
final class BlockingKeys {

  /** Most keys of a subject. Those of numbers come first. */
  static final int MOST = 100;

  /** Distinct birth dates that are about equally common, for the expected size of a block. */
  private static final double DATES = 20_000;

  private static final double YEARS = 70;

  /** Postcodes, as common as those of a country of some sixty million. */
  private static final double POSTCODES = 5_000;

  private BlockingKeys() {}

  static long[] of(Profile profile, Model model) {
    Keys strong = new Keys();
    for (Profile.Number number : profile.numbers) {
      strong.add(hash(1, number.kind, hash(number.value)));
    }
    for (byte[] email : profile.emails) {
      strong.add(hash(2, hash(email), 0));
    }
    for (long phone : profile.phones) {
      strong.add(hash(3, phone, 0));
    }
    Keys others = new Keys();
    double limit = (double) model.block() / model.reference();
    // In a small file all are compared.
    add(others, limit, 1, 0, 0, 0);
    for (Profile.Word[] name : profile.names) {
      ofName(profile, name, limit, others);
    }
    for (int date : profile.dates) {
      if (PartialDate.day(date) > 0) {
        long unordered = PartialDate.unordered(date);
        add(others, limit, 1 / DATES, 10, unordered, 0);
        for (Profile.Place place : profile.addresses) {
          if (place.postcode.length > 0) {
            add(others, limit, 1 / DATES / POSTCODES, 11, unordered, hash(place.postcode));
          }
          if (place.city.length > 0) {
            add(others, limit, 1 / DATES / 50, 12, unordered, hash(place.city));
          }
        }
      }
    }
    for (Profile.Place place : profile.addresses) {
      if (place.house != 0 && place.street.length > 0) {
        long home = hash(13, hash(place.street), place.house);
        if (place.postcode.length > 0) {
          add(others, limit, 1 / POSTCODES / 500, 13, home, hash(place.postcode));
        }
        if (place.city.length > 0) {
          add(others, limit, 1 / POSTCODES / 500, 14, home, hash(place.city));
        }
      }
    }
    return strong.with(others);
  }

  /** A growing array of keys. */
  private static final class Keys {
    private long[] keys = new long[32];
    private int size;

    void add(long key) {
      if (size == keys.length) {
        keys = Arrays.copyOf(keys, 2 * size);
      }
      keys[size++] = key;
    }

    private long[] distinct() {
      Arrays.sort(keys, 0, size);
      int kept = 0;
      for (int i = 0; i < size; i++) {
        if (i == 0 || keys[i] != keys[i - 1]) {
          keys[kept++] = keys[i];
        }
      }
      return Arrays.copyOf(keys, kept);
    }

    /** These and as many of the others as there is room for, ascending, each once. */
    long[] with(Keys others) {
      long[] own = distinct();
      long[] more = others.distinct();
      int size = Math.min(MOST, own.length + more.length);
      long[] all = Arrays.copyOf(own, size);
      for (int i = own.length; i < size; i++) {
        all[i] = more[i - own.length];
      }
      Arrays.sort(all);
      return all;
    }
  }

  /** A sound of a word of a name, given by its place. */
  private record Sound(int word, int key, int rarity) {}

  private static List<Sound> sounds(Profile.Word[] name) {
    List<Sound> sounds = new ArrayList<>();
    for (int i = 0; i < name.length; i++) {
      sounds.add(new Sound(i, name[i].sound, name[i].soundRarityOfAny));
      if (name[i].otherSoundText.length > 0) {
        // All that have the word have this key too, however rare the key is as a word of its own.
        int rarity = Math.min(name[i].soundRarityOfAny, name[i].otherSoundRarityOfAny);
        sounds.add(new Sound(i, name[i].otherSound, rarity));
      }
    }
    return sounds;
  }

  private static void ofName(Profile profile, Profile.Word[] name, double limit, Keys keys) {
    List<Sound> sounds = sounds(name);
    for (Sound sound : sounds) {
      int key = sound.key();
      double share = share(sound.rarity()) * Math.max(2, name.length);
      add(keys, limit, share, 20, key, 0);
      for (int date : profile.dates) {
        if (PartialDate.day(date) > 0) {
          add(keys, limit, share / DATES, 21, key, PartialDate.unordered(date));
          add(keys, limit, share / YEARS / 12, 26, key, date / 100);
        }
        add(keys, limit, share / YEARS, 22, key, PartialDate.year(date));
      }
      for (Profile.Place place : profile.addresses) {
        if (place.postcode.length > 0) {
          add(keys, limit, share / POSTCODES, 23, key, hash(place.postcode));
        }
        if (place.house != 0 && place.street.length > 0) {
          long home = hash(13, hash(place.street), place.house);
          add(keys, limit, share / POSTCODES, 27, key, home);
        }
      }
      for (Sound other : sounds) {
        if (other.word() <= sound.word()) {
          continue;
        }
        double both = share * share(other.rarity()) * Math.max(2, name.length);
        long least = Math.min(key, other.key());
        long greatest = Math.max(key, other.key());
        add(keys, limit, both, 24, least, greatest);
        for (int date : profile.dates) {
          add(keys, limit, both / YEARS, 25, hash(25, least, greatest), PartialDate.year(date));
        }
      }
    }
  }

  private static double share(int rarity) {
    return rarity <= 0 ? 1 : StrictMath.pow(2, -rarity / 1000.0);
  }

  private static void add(
      Keys keys, double limit, double expected, int sort, long one, long other) {
    if (expected <= limit) {
      keys.add(hash(sort, one, other));
    }
  }

  private static long hash(byte[] text) {
    long hash = 1125899906842597L;
    for (byte c : text) {
      hash = 31 * hash + c;
    }
    return mix(hash);
  }

  private static long hash(int sort, long one, long other) {
    return mix(mix(mix(sort + 0x9e3779b97f4a7c15L) ^ one) ^ other);
  }

  /** The finaliser of SplitMix64. */
  private static long mix(long x) {
    long mixed = (x ^ (x >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }

  /** The least key that both have; 0 if there is none. */
  static long leastShared(long[] a, long[] b) {
    int i = 0;
    int j = 0;
    while (i < a.length && j < b.length) {
      if (a[i] == b[j]) {
        return a[i];
      }
      if (a[i] < b[j]) {
        i++;
      } else {
        j++;
      }
    }
    return 0;
  }
}
