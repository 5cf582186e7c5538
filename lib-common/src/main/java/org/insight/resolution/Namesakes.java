package org.insight.resolution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds which of a few persons may be one by what they are called, however common their names are
 * in a lake of the model's size. All whose names share a word by its sound are compared.
 *
 * <p>An entity has the score of its records that agree best: they are of one person already, so
 * each of the person's names counts. Two entities are no pair if any two of their records have
 * birth dates that contradict. Organisations are left out.
 */
public final class Namesakes {

  /**
   * Two records of two entities.
   *
   * @param score in thousandths of a bit, as of {@link Scorer}
   */
  public record Pair(String one, String other, int score) {}

  private static final int ORGANIZATION = 1;

  /** A person under one of its entity's records, whose features no other record of it has. */
  private record Named(String record, int entity, Profile profile, long[] sounds) {}

  private final Scorer scorer;
  private final Map<String, Integer> entities = new HashMap<>();
  private final Set<List<Object>> known = new HashSet<>();
  private final Map<Long, List<Named>> bySound = new TreeMap<>();

  public Namesakes(Model model) {
    scorer = new Scorer(model);
  }

  /**
   * Adds a record.
   *
   * @param features as {@link Profile#pack} gives them
   */
  public void add(String record, String entity, byte[] features) {
    Profile profile = Profile.unpack(features);
    if (profile.kind == ORGANIZATION) {
      return;
    }
    int number = entities.computeIfAbsent(entity, id -> entities.size());
    if (known.add(List.of(number, java.nio.ByteBuffer.wrap(features)))) {
      Named named = new Named(record, number, profile, sounds(profile));
      for (long sound : named.sounds()) {
        bySound.computeIfAbsent(sound, s -> new ArrayList<>()).add(named);
      }
    }
  }

  /** The number of entities that are persons. */
  public int persons() {
    return entities.size();
  }

  /** Of words of more than a letter: an initial is that of too many. */
  private static long[] sounds(Profile profile) {
    return Arrays.stream(profile.names)
        .flatMap(Arrays::stream)
        .filter(word -> word.text.length > 1)
        .mapToLong(word -> word.sound)
        .sorted()
        .distinct()
        .toArray();
  }

  /**
   * The pairs of entities, each by its two records that agree best; of equal ones the lesser ids.
   *
   * @param least least score
   */
  public List<Pair> pairs(int least) {
    Map<Long, Pair> best = new TreeMap<>();
    Set<Long> contradicted = new HashSet<>();
    Evidence evidence = new Evidence();
    bySound.forEach(
        (sound, alike) -> {
          for (int i = 0; i < alike.size(); i++) {
            for (int j = 0; j < i; j++) {
              Named one = alike.get(i);
              Named other = alike.get(j);
              if (one.entity() == other.entity()
                  || BlockingKeys.leastShared(one.sounds(), other.sounds()) != sound
                  || !scorer.compare(one.profile(), other.profile(), evidence)) {
                continue;
              }
              long ends = ends(one, other);
              if (evidence.otherDate) {
                contradicted.add(ends);
              } else if (evidence.personal) {
                int score = scorer.total(evidence);
                if (score >= least) {
                  best.merge(ends, pair(one, other, score), Namesakes::better);
                }
              }
            }
          }
        });
    best.keySet().removeAll(contradicted);
    return List.copyOf(best.values());
  }

  private static long ends(Named one, Named other) {
    return ((long) Math.min(one.entity(), other.entity()) << Integer.SIZE)
        | Math.max(one.entity(), other.entity());
  }

  private static Pair pair(Named one, Named other, int score) {
    return one.record().compareTo(other.record()) < 0
        ? new Pair(one.record(), other.record(), score)
        : new Pair(other.record(), one.record(), score);
  }

  private static Pair better(Pair one, Pair other) {
    if (one.score() != other.score()) {
      return one.score() > other.score() ? one : other;
    }
    int order = one.one().compareTo(other.one());
    return (order == 0 ? one.other().compareTo(other.other()) : order) <= 0 ? one : other;
  }
}
