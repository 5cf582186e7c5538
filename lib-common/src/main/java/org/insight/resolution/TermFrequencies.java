package org.insight.resolution;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.insight.resolution.names.Token.Role;

/**
 * How often words occur in names: part of a released model, or counted in the files that are
 * linked, never in the records of a lake.
 */
public final class TermFrequencies implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Rarities of one role. No record, which Spark's serializer cannot bring to tasks. */
  private static final class Rarities implements Serializable {
    private static final long serialVersionUID = 1L;
    private final HashMap<String, Integer> words;
    private final HashMap<String, Integer> sounds;
    private final int unlisted;
    private final int agreement;
    private final int agreementOfSounds;

    Rarities(
        HashMap<String, Integer> words,
        HashMap<String, Integer> sounds,
        int unlisted,
        int agreement,
        int agreementOfSounds) {
      this.words = words;
      this.sounds = sounds;
      this.unlisted = unlisted;
      this.agreement = agreement;
      this.agreementOfSounds = agreementOfSounds;
    }
  }

  /** Occurrences of words and of sound keys in one role, and the share of a word not listed. */
  private static final class Counts {
    private final Map<String, Integer> words = new HashMap<>();
    private final Map<String, Integer> sounds = new HashMap<>();
    private long total;
    private double unlisted;

    void add(String text, String sound, int times) {
      words.merge(text, times, Integer::sum);
      sounds.merge(sound, times, Integer::sum);
      total += times;
    }

    Rarities rarities() {
      if (total == 0) {
        // Without counts all words are equally rare.
        int rarity = unlisted > 0 ? -Model.bits(unlisted) : 0;
        return new Rarities(new HashMap<>(), new HashMap<>(), rarity, rarity, rarity);
      }
      double least = unlisted > 0 ? unlisted : .5 / total;
      return new Rarities(
          rarities(words, least),
          rarities(sounds, least),
          -Model.bits(least),
          agreement(words),
          agreement(sounds));
    }

    private HashMap<String, Integer> rarities(Map<String, Integer> counts, double least) {
      HashMap<String, Integer> rarities = new HashMap<>(2 * counts.size());
      counts.forEach(
          (word, count) ->
              rarities.put(word, -Model.bits(Math.max(least, (double) count / total))));
      return rarities;
    }

    private int agreement(Map<String, Integer> counts) {
      double sum = 0;
      for (int count : counts.values()) {
        sum += ((double) count / total) * ((double) count / total);
      }
      return -Model.bits(sum);
    }
  }

  private final ArrayList<Rarities> byRole;

  private TermFrequencies(ArrayList<Rarities> byRole) {
    this.byRole = byRole;
  }

  /** Counts words. */
  public static final class Builder {
    private final EnumMap<Role, Counts> byRole = new EnumMap<>(Role.class);

    public Builder() {
      for (Role role : Role.values()) {
        byRole.put(role, new Counts());
      }
    }

    private Counts counts(Role role) {
      return byRole.computeIfAbsent(role, r -> new Counts());
    }

    /** Adds occurrences of a word in a role. In every role it also counts as a word of any name. */
    public Builder add(Role role, String text, String sound, int times) {
      counts(role).add(text, sound, times);
      if (role != Role.UNKNOWN) {
        counts(Role.UNKNOWN).add(text, sound, times);
      }
      return this;
    }

    /**
     * Sets how common a word is that is not listed.
     *
     * @param share of the words of names; if none is set, half of one occurrence
     */
    public Builder unlisted(Role role, double share) {
      counts(role).unlisted = share;
      return this;
    }

    public TermFrequencies build() {
      ArrayList<Rarities> rarities = new ArrayList<>();
      for (Role role : Role.values()) {
        rarities.add(counts(role).rarities());
      }
      return new TermFrequencies(rarities);
    }
  }

  /** Bits of surprise, in thousandths, at meeting the word in a name; 0 if nothing was counted. */
  int rarity(Role role, String text) {
    Rarities rarities = byRole.get(role.ordinal());
    return rarities.words.getOrDefault(text, rarities.unlisted);
  }

  /** Bits of surprise, in thousandths, at meeting a word that sounds so. */
  int soundRarity(Role role, String sound) {
    Rarities rarities = byRole.get(role.ordinal());
    return rarities.sounds.getOrDefault(sound, rarities.unlisted);
  }

  /** Surprise, in thousandths of a bit, that two random names agree in a word of this role. */
  int agreement(Role role) {
    return byRole.get(role.ordinal()).agreement;
  }

  /** Surprise, in thousandths of a bit, that words of two random names in this role sound alike. */
  int agreementOfSounds(Role role) {
    return byRole.get(role.ordinal()).agreementOfSounds;
  }
}
