package org.insight.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How well entities match the truth: of the records that give more than a name, and apart from
 * those of the records that give a name only.
 *
 * @param records that give more than a name
 * @param subjects that these records are of
 * @param entitiesOfASubject in how many entities a subject is: number of subjects by "1", "2", "3+"
 * @param mixed entities that hold records of several subjects
 * @param together pairs of subjects that share an entity, by how the two are related
 * @param byTrait pairs of which at least one record has the trait; {@code exact}: both have none
 * @param byScript pairs by the scripts of their two names
 * @param bySource pairs of which at least one record is of the source
 * @param byGroup pairs of which at least one record is of a person of the group, by what the groups
 *     differ in
 * @param nameOnlyRecords records that give a name only
 * @param nameOnly pairs of which at least one record gives a name only
 */
record TruthFigures(
    long records,
    long subjects,
    long entities,
    double entitiesPerSubject,
    Map<String, Long> entitiesOfASubject,
    long mixed,
    SortedMap<String, Long> together,
    PairCounts all,
    Map<String, PairCounts> byTrait,
    Map<String, PairCounts> byScript,
    Map<String, PairCounts> bySource,
    SortedMap<String, Map<String, PairCounts>> byGroup,
    long nameOnlyRecords,
    PairCounts nameOnly) {

  static final String EXACT = "exact";

  /**
   * @param relation how two subjects are related, in a word
   */
  static TruthFigures of(List<TrueRecord> given, BinaryOperator<String> relation) {
    List<TrueRecord> records = given.stream().filter(r -> !r.nameOnly()).toList();
    Map<String, SortedSet<String>> entitiesOf = new TreeMap<>();
    Map<String, SortedSet<String>> subjectsOf = new TreeMap<>();
    for (TrueRecord r : records) {
      entitiesOf.computeIfAbsent(r.subject(), s -> new TreeSet<>()).add(r.entity());
      subjectsOf.computeIfAbsent(r.entity(), e -> new TreeSet<>()).add(r.subject());
    }
    Map<String, Long> histogram = new LinkedHashMap<>(Map.of("1", 0L));
    histogram.put("2", 0L);
    histogram.put("3+", 0L);
    entitiesOf
        .values()
        .forEach(e -> histogram.merge(e.size() > 2 ? "3+" : "" + e.size(), 1L, Long::sum));
    PairCounts all = PairCounts.of(records);
    return new TruthFigures(
        records.size(),
        entitiesOf.size(),
        subjectsOf.size(),
        entitiesOf.values().stream().mapToInt(Set::size).average().orElse(0),
        histogram,
        subjectsOf.values().stream().filter(s -> s.size() > 1).count(),
        together(subjectsOf.values(), relation),
        all,
        byTrait(records, all),
        byScript(records),
        bySource(records, all),
        byGroup(records, all),
        given.size() - records.size(),
        PairCounts.of(given).minus(all));
  }

  private static Map<String, PairCounts> byTrait(List<TrueRecord> records, PairCounts all) {
    Map<String, PairCounts> counts = new LinkedHashMap<>();
    counts.put(EXACT, PairCounts.of(where(records, r -> r.traits().isEmpty())));
    SortedSet<String> traits = new TreeSet<>();
    records.forEach(r -> traits.addAll(r.traits()));
    for (String trait : traits) {
      counts.put(trait, without(records, all, r -> r.traits().contains(trait)));
    }
    return counts;
  }

  private static Map<String, PairCounts> bySource(List<TrueRecord> records, PairCounts all) {
    Map<String, PairCounts> counts = new TreeMap<>();
    for (TrueRecord record : records) {
      counts.computeIfAbsent(
          record.source(), source -> without(records, all, r -> r.source().equals(source)));
    }
    return counts;
  }

  private static SortedMap<String, Map<String, PairCounts>> byGroup(
      List<TrueRecord> records, PairCounts all) {
    SortedMap<String, Map<String, PairCounts>> counts = new TreeMap<>();
    for (TrueRecord record : records) {
      record
          .groups()
          .forEach(
              (by, group) ->
                  counts
                      .computeIfAbsent(by, b -> new TreeMap<>())
                      .computeIfAbsent(
                          group,
                          g -> without(records, all, r -> group.equals(r.groups().get(by)))));
    }
    return counts;
  }

  /** Pairs of which at least one record is such: all pairs but those of the others. */
  private static PairCounts without(
      List<TrueRecord> records, PairCounts all, Predicate<TrueRecord> such) {
    return all.minus(PairCounts.of(where(records, such.negate())));
  }

  private static Map<String, PairCounts> byScript(List<TrueRecord> records) {
    List<String> scripts = records.stream().map(TrueRecord::script).distinct().sorted().toList();
    Map<String, PairCounts> counts = new LinkedHashMap<>();
    for (String one : scripts) {
      PairCounts ofOne = PairCounts.of(where(records, r -> r.script().equals(one)));
      counts.put(one, ofOne);
      for (String other : scripts.subList(scripts.indexOf(one) + 1, scripts.size())) {
        Set<String> both = Set.of(one, other);
        counts.put(
            one + "-" + other,
            PairCounts.of(where(records, r -> both.contains(r.script())))
                .minus(ofOne)
                .minus(PairCounts.of(where(records, r -> r.script().equals(other)))));
      }
    }
    return counts;
  }

  private static SortedMap<String, Long> together(
      Iterable<SortedSet<String>> subjects, BinaryOperator<String> relation) {
    Map<List<String>, String> pairs = new HashMap<>();
    for (SortedSet<String> mixed : subjects) {
      List<String> sorted = new ArrayList<>(mixed);
      for (int i = 0; i < sorted.size(); i++) {
        for (String other : sorted.subList(i + 1, sorted.size())) {
          pairs.put(List.of(sorted.get(i), other), relation.apply(sorted.get(i), other));
        }
      }
    }
    SortedMap<String, Long> counts = new TreeMap<>();
    pairs.values().forEach(how -> counts.merge(how, 1L, Long::sum));
    return counts;
  }

  private static List<TrueRecord> where(List<TrueRecord> records, Predicate<TrueRecord> such) {
    return records.stream().filter(such).toList();
  }

  /** With the keys of the JSON answer, which stay. */
  Map<String, @Nullable Object> asMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("records", records);
    map.put("subjects", subjects);
    map.put("entities", entities);
    map.putAll(all.asMap());
    map.put("entities_per_subject", Math.round(100 * entitiesPerSubject) / 100.0);
    map.put("subjects_by_entities", entitiesOfASubject);
    map.put("mixed_entities", mixed);
    map.put("subjects_together", together);
    map.put("by_alteration", asMaps(byTrait));
    map.put("by_script", asMaps(byScript));
    map.put("by_source", asMaps(bySource));
    byGroup.forEach((by, groups) -> map.put("by_" + by, asMaps(groups)));
    Map<String, @Nullable Object> apart = new LinkedHashMap<>();
    apart.put("records", nameOnlyRecords);
    apart.putAll(nameOnly.asMap());
    map.put("name_only", apart);
    return map;
  }

  private static Map<String, Object> asMaps(Map<String, PairCounts> counts) {
    Map<String, Object> maps = new LinkedHashMap<>();
    counts.forEach((key, pairs) -> maps.put(key, pairs.asMap()));
    return maps;
  }
}
