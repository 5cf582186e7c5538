package org.insight.resolution;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Finds which of a few entities may be one, however common their names are in a lake of the model's
 * size. Those that share a blocking key are compared, and all persons whose names share a word by
 * its sound.
 *
 * <p>An entity has the score of its records that agree best: they are of one subject already, so
 * each of its names counts. Two entities are no pair if any two of their records have birth dates
 * that contradict.
 */
public final class Namesakes {

  /**
   * Two records of two entities.
   *
   * @param score in thousandths of a bit, as of {@link Scorer}
   */
  public record Pair(String one, String other, int score) {}

  private static final int ORGANIZATION = 1;

  /**
   * What a record of an entity says and no other record of it.
   *
   * @param keys under which it is compared, ascending
   */
  private record Named(String record, int entity, Profile profile, long[] keys) {}

  private final Scorer scorer;
  private final Map<String, Integer> entities = new HashMap<>();
  private final Set<List<Object>> known = new HashSet<>();
  private final Map<Long, List<Named>> byKey = new HashMap<>();

  public Namesakes(Model model) {
    scorer = new Scorer(model);
  }

  /**
   * Adds a record.
   *
   * @param features as {@link Profile#pack} gives them
   */
  public void add(String record, String entity, byte[] features) {
    int number = entities.computeIfAbsent(entity, id -> entities.size());
    if (known.add(List.of(number, ByteBuffer.wrap(features)))) {
      Profile profile = Profile.unpack(features);
      Named named = new Named(record, number, profile, keys(profile));
      for (long key : named.keys()) {
        byKey.computeIfAbsent(key, k -> new ArrayList<>()).add(named);
      }
    }
  }

  /** The number of entities. */
  public int entities() {
    return entities.size();
  }

  /** Also sounds of words of more than a letter: an initial is that of too many. */
  private static long[] keys(Profile profile) {
    LongStream sounds =
        profile.kind == ORGANIZATION
            ? LongStream.empty()
            : Arrays.stream(profile.names)
                .flatMap(Arrays::stream)
                .filter(word -> word.text.length > 1)
                .flatMapToLong(
                    word ->
                        word.otherSoundText.length > 0
                            ? LongStream.of(word.sound, word.otherSound)
                            : LongStream.of(word.sound));
    return LongStream.concat(sounds, Arrays.stream(profile.keys)).sorted().distinct().toArray();
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
    byKey.forEach(
        (key, alike) -> {
          for (int i = 0; i < alike.size(); i++) {
            for (int j = 0; j < i; j++) {
              Named one = alike.get(i);
              Named other = alike.get(j);
              if (one.entity() == other.entity()
                  || BlockingKeys.leastShared(one.keys(), other.keys()) != key
                  || !scorer.compare(one.profile(), other.profile(), evidence)) {
                continue;
              }
              long ends = ends(one, other);
              if (Scorer.contradicts(evidence)) {
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
