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
   * @param lasting whether it still connects them where a set is taken apart, see {@link #split}
   */
  record Tie(String kind, String value, String among, boolean lasting) {}

  /** A subject, and what it is, in a connected set, as those see it whom the label lets. */
  record Seen(String id, String subject, String type, String policyId) {}

  private static final String PERSON = "person";
  private static final String ORGANISATION = "organisation";

  private final String prefix;
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
    this.prefix = prefix;
  }

  /**
   * Adds something that a subject has.
   *
   * @param type of the subject: its schema, by whose kind a set may have to be taken apart, or what
   *     else it is called
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
        .flatMap(set -> rows(set, has, hadBy));
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

  private Stream<Seen> rows(Connected set, int[][] has, int[][] hadBy) {
    return split(set.members(), has, hadBy).stream()
        .flatMap(
            members -> {
              String id = id(prefix, subjects.get(members[0]));
              return Arrays.stream(members)
                  .mapToObj(
                      member ->
                          new Seen(id, subjects.get(member), types.get(member), set.policyId()));
            });
  }

  /**
   * A set that holds persons and organisations is taken apart: each is connected by what lasts
   * only. Everyone in it keeps the label of the whole, for it is what it is because of all of it.
   */
  private List<int[]> split(int[] members, int[][] has, int[][] hadBy) {
    Set<String> found = new HashSet<>();
    Set<Integer> within = new HashSet<>();
    for (int member : members) {
      found.add(kind(types.get(member)));
      within.add(member);
    }
    if (!found.contains(PERSON) || !found.contains(ORGANISATION)) {
      return List.of(members);
    }
    List<int[]> apart = new ArrayList<>();
    Set<Integer> left = new HashSet<>(within);
    for (int start : members) {
      if (!left.remove(start)) {
        continue;
      }
      List<Integer> together = new ArrayList<>();
      Deque<Integer> next = new ArrayDeque<>(List.of(start));
      while (!next.isEmpty()) {
        int at = next.remove();
        together.add(at);
        for (int tie : has[at]) {
          if (ties.get(tie).lasting()) {
            for (int other : hadBy[tie]) {
              if (left.remove(other)) {
                next.add(other);
              }
            }
          }
        }
      }
      apart.add(inOrder(together));
    }
    return apart;
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

  /** Which records of a schema are of one kind: one person's can become one, as one firm's can. */
  static String kind(String schema) {
    return switch (schema) {
      case "Person" -> PERSON;
      case "Company", "Organization", "PublicBody" -> ORGANISATION;
      default -> schema;
    };
  }

  /**
   * What a strong identifier ties a record to: records of its kind; and by the entry of a list also
   * a LegalEntity, of which the list does not say whether it is a person or an organisation, to
   * both.
   */
  static List<Tie> ties(String schema, String identifierKind, String value) {
    String kind = kind(schema);
    List<Tie> ties = new ArrayList<>(List.of(new Tie(identifierKind, value, "kind " + kind, true)));
    if (identifierKind.equals("list_entry")) {
      boolean either = schema.equals("LegalEntity");
      if (either || kind.equals(PERSON)) {
        ties.add(new Tie(identifierKind, value, "entry " + PERSON, false));
      }
      if (either || kind.equals(ORGANISATION)) {
        ties.add(new Tie(identifierKind, value, "entry " + ORGANISATION, false));
      }
    }
    return ties;
  }
}
