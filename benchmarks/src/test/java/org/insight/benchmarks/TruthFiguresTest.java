package org.insight.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

class TruthFiguresTest {

  private static TrueRecord record(String subject, String entity, String... traits) {
    return new TrueRecord(
        subject, entity, Set.of(traits), "Latn", "notice", Map.of(), false, Set.of());
  }

  private static TruthFigures figures(TrueRecord... records) {
    return TruthFigures.of(List.of(records), (a, b) -> "other");
  }

  @Test
  void precisionAndRecallAreOfPairs() {
    TruthFigures found =
        figures(
            record("1", "a"),
            record("1", "a"),
            record("1", "b"),
            record("2", "b"),
            record("3", "c"));
    assertThat(found.all()).isEqualTo(new PairCounts(3, 2, 1));
    assertThat(found.all().precision()).isEqualTo(0.5);
    assertThat(found.all().recall()).isEqualTo(0.3333);
    assertThat(found.entitiesOfASubject()).isEqualTo(Map.of("1", 2L, "2", 1L, "3+", 0L));
    assertThat(found.entitiesPerSubject()).isEqualTo(4 / 3.0);
    assertThat(found.mixed()).isOne();
  }

  @Test
  void aShareOfNothingIsNoFigure() {
    PairCounts none = figures(record("1", "a")).all();
    assertThat(none.precision()).isNull();
    assertThat(none.recall()).isNull();
  }

  @Test
  void recordsOfANameOnlyAreInNoOtherLine() {
    TrueRecord bare =
        new TrueRecord(
            "1", "b", Set.of("misspelt"), "Arab", "message", Map.of("sex", "F"), true, Set.of());
    TruthFigures found = figures(record("1", "a"), record("1", "a"), bare, record("2", "b"));
    assertThat(found.records()).isEqualTo(3);
    assertThat(found.all()).isEqualTo(new PairCounts(1, 1, 1));
    assertThat(found.byTrait()).containsOnlyKeys("exact");
    assertThat(found.byScript()).containsOnlyKeys("Latn");
    assertThat(found.bySource()).containsOnlyKeys("notice");
    assertThat(found.byGroup()).isEmpty();
    assertThat(found.mixed()).isZero();
    assertThat(found.nameOnlyRecords()).isOne();
    assertThat(found.nameOnly()).isEqualTo(new PairCounts(2, 1, 0));
  }

  @Test
  void subjectsThatShareEntitiesAreCountedOnceByTheirRelation() {
    List<TrueRecord> records =
        List.of(
            record("1", "a"),
            record("2", "a"),
            record("2", "b"),
            record("1", "b"),
            record("3", "b"));
    assertThat(
            TruthFigures.of(records, (a, b) -> a.equals("1") && b.equals("2") ? "twin" : "other"))
        .satisfies(
            found -> assertThat(found.together()).isEqualTo(Map.of("twin", 1L, "other", 2L)));
  }

  /** All pairs one by one, which is too slow for a lake. */
  @Test
  void everyLineCountsThePairsThatAListOfThemHolds() {
    Random random = new Random(44);
    List<TrueRecord> records = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      records.add(
          new TrueRecord(
              "s" + random.nextInt(30),
              "e" + random.nextInt(30),
              random.nextBoolean() ? Set.of() : Set.of("misspelt", "t" + random.nextInt(3)),
              random.nextInt(4) == 0 ? "Arab" : "Latn",
              random.nextBoolean() ? "notice" : "message",
              random.nextInt(5) == 0 ? Map.of() : Map.of("sex", random.nextBoolean() ? "F" : "M"),
              false,
              Set.of()));
    }
    TruthFigures found = TruthFigures.of(records, (a, b) -> "other");
    assertThat(found.all()).isEqualTo(listed(records, (a, b) -> true));
    assertThat(found.byTrait()).containsOnlyKeys("exact", "misspelt", "t0", "t1", "t2");
    found
        .byTrait()
        .forEach(
            (trait, pairs) ->
                assertThat(pairs)
                    .as(trait)
                    .isEqualTo(
                        listed(
                            records,
                            (a, b) ->
                                trait.equals("exact")
                                    ? a.traits().isEmpty() && b.traits().isEmpty()
                                    : a.traits().contains(trait) || b.traits().contains(trait))));
    assertThat(found.bySource().get("notice"))
        .isEqualTo(
            listed(records, (a, b) -> a.source().equals("notice") || b.source().equals("notice")));
    assertThat(found.byGroup().get("sex")).containsOnlyKeys("F", "M");
    assertThat(found.byGroup().get("sex").get("F"))
        .isEqualTo(
            listed(
                records,
                (a, b) -> "F".equals(a.groups().get("sex")) || "F".equals(b.groups().get("sex"))));
    assertThat(found.byScript()).containsOnlyKeys("Arab", "Arab-Latn", "Latn");
    assertThat(found.byScript().get("Arab-Latn"))
        .isEqualTo(listed(records, (a, b) -> !a.script().equals(b.script())));
    assertThat(found.byScript().get("Arab"))
        .isEqualTo(
            listed(records, (a, b) -> a.script().equals("Arab") && b.script().equals("Arab")));
  }

  private static PairCounts listed(
      List<TrueRecord> records, BiPredicate<TrueRecord, TrueRecord> counted) {
    long truth = 0;
    long found = 0;
    long right = 0;
    for (int i = 0; i < records.size(); i++) {
      for (TrueRecord b : records.subList(i + 1, records.size())) {
        TrueRecord a = records.get(i);
        if (counted.test(a, b)) {
          boolean same = a.subject().equals(b.subject());
          boolean together = a.entity().equals(b.entity());
          truth += same ? 1 : 0;
          found += together ? 1 : 0;
          right += same && together ? 1 : 0;
        }
      }
    }
    return new PairCounts(truth, found, right);
  }
}
