package org.insight.verify;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.insight.policy.Label;

/**
 * Subjects that have things in common, and the connected sets that each view of them has: one walks
 * from a subject to what it has and on to all in view that have it too; who has it and is out of
 * view is withheld. No edges are made and none left out, however many have a thing.
 */
final class PartViews {

  /**
   * Something that subjects have in common.
   *
   * @param kind of the identifier
   * @param value of it; itself and no hash, for whoever sends values can choose two of one hash
   * @param among which subjects it connects; empty: all
   */
  record Tie(String kind, String value, String among) {}

  /** A subject, and what it is, in a connected set, as those see it whom the label lets. */
  record Seen(String id, String subject, String type, String policyId) {}

  private final String prefix;
  private final Function<List<String>, List<List<String>>> cut;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> subjects = new ArrayList<>();
  private final List<String> types = new ArrayList<>();
  private final List<Integer> policyOf = new ArrayList<>();
  private final Map<String, Integer> policyNumbers = new HashMap<>();
  private final List<String> policies = new ArrayList<>();
  private final Map<Tie, Integer> tieNumbers = new HashMap<>();
  private final List<Tie> ties = new ArrayList<>();
  private final List<Set<Integer>> having = new ArrayList<>();

  /** Ids of the labels of sets of policies, granted and withheld, which mostly come again. */
  private final Map<List<BitSet>, String> labelIds = new HashMap<>();

  /**
   * @param prefix of the ids of connected sets
   */
  PartViews(String prefix) {
    this(prefix, List::of);
  }

  /**
   * @param cut gives what a connected set in view is cut into; each has the label of the whole set,
   *     for it is what it is because of all of it. Subjects are in the order of their ids.
   */
  PartViews(String prefix, Function<List<String>, List<List<String>>> cut) {
    this.prefix = prefix;
    this.cut = cut;
  }

  /**
   * Adds something that a subject has.
   *
   * @param type of the subject: its schema, or what else it is called
   */
  void add(String subject, String type, String policy, Tie tie) {
    Integer number = numbers.get(subject);
    if (number == null) {
      number = subjects.size();
      numbers.put(subject, number);
      subjects.add(subject);
      types.add(type);
      policyOf.add(
          policyNumbers.computeIfAbsent(
              policy,
              p -> {
                policies.add(p);
                return policies.size() - 1;
              }));
      having.add(new HashSet<>());
    }
    having
        .get(number)
        .add(
            tieNumbers.computeIfAbsent(
                tie,
                t -> {
                  ties.add(t);
                  return ties.size() - 1;
                }));
  }

  /**
   * All sets in all views.
   *
   * @param least fewest subjects of a set
   */
  Stream<Seen> seen(Rights rights, int least) {
    int[][] has = new int[subjects.size()][];
    int[] counts = new int[ties.size()];
    for (int s = 0; s < has.length; s++) {
      has[s] = having.get(s).stream().mapToInt(Integer::intValue).toArray();
      for (int tie : has[s]) {
        counts[tie]++;
      }
    }
    int[][] hadBy = new int[ties.size()][];
    Arrays.setAll(hadBy, tie -> new int[counts[tie]]);
    for (int s = 0; s < has.length; s++) {
      for (int tie : has[s]) {
        hadBy[tie][--counts[tie]] = s;
      }
    }
    Set<List<Object>> known = new HashSet<>();
    return rights.views(policies).stream()
        .flatMap(view -> sets(view, has, hadBy, least, known).stream())
        .flatMap(this::rows);
  }

  private record Connected(int[] members, String policyId) {}

  private String labelId(BitSet granted, BitSet withheld) {
    return labelIds.computeIfAbsent(
        List.of(granted, withheld), sets -> Label.of(named(granted), named(withheld)).id());
  }

  private List<String> named(BitSet numbers) {
    return numbers.stream().mapToObj(policies::get).toList();
  }

  private List<Connected> sets(
      BitSet view, int[][] has, int[][] hadBy, int least, Set<List<Object>> known) {
    List<Connected> sets = new ArrayList<>();
    BitSet reached = new BitSet();
    BitSet walked = new BitSet();
    for (int start = 0; start < has.length; start++) {
      if (reached.get(start) || !view.get(policyOf.get(start))) {
        continue;
      }
      List<Integer> members = new ArrayList<>();
      BitSet granted = new BitSet();
      BitSet withheld = new BitSet();
      Deque<Integer> next = new ArrayDeque<>();
      next.add(start);
      reached.set(start);
      while (!next.isEmpty()) {
        int at = next.remove();
        members.add(at);
        granted.set(policyOf.get(at));
        for (int tie : has[at]) {
          if (walked.get(tie)) {
            continue;
          }
          // All in view that have it are of this set, so none comes this way again.
          walked.set(tie);
          for (int other : hadBy[tie]) {
            if (!view.get(policyOf.get(other))) {
              withheld.set(policyOf.get(other));
            } else if (!reached.get(other)) {
              reached.set(other);
              next.add(other);
            }
          }
        }
      }
      int[] sorted = inOrder(members);
      String policyId = labelId(granted, withheld);
      if (sorted.length >= least
          && known.add(List.of(sorted[0], sorted.length, Arrays.hashCode(sorted), policyId))) {
        sets.add(new Connected(sorted, policyId));
      }
    }
    return sets;
  }

  private int[] inOrder(List<Integer> members) {
    return members.stream()
        .sorted(Comparator.comparing(subjects::get))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private Stream<Seen> rows(Connected set) {
    Map<String, String> typeOf = new HashMap<>();
    for (int member : set.members()) {
      typeOf.put(subjects.get(member), types.get(member));
    }
    return cut.apply(Arrays.stream(set.members()).mapToObj(subjects::get).toList()).stream()
        .flatMap(
            members -> {
              String id = id(prefix, members.get(0));
              return members.stream()
                  .map(m -> new Seen(id, m, typeOf.getOrDefault(m, ""), set.policyId()));
            });
  }

  /** The id of a set: that of its least subject, hashed. */
  static String id(String prefix, String least) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(least.getBytes(StandardCharsets.UTF_8));
      return prefix + HexFormat.of().formatHex(hash).substring(0, 32);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
