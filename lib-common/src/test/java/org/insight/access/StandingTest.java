package org.insight.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.insight.core.InsightException;
import org.insight.schemas.TableName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The reader's door, Trino's groups and who-can-see let in the same readers, for one rule. */
class StandingTest {

  private static final String CHANGED = "the reader's rights have changed and the tables";

  /**
   * A reader.
   *
   * @param enrolled scope and clearance of each row
   * @param acts number, scope and clearance of each act
   * @param refused how the door's refusal begins; empty: let in, with the first row's rights
   */
  private record Case(String name, List<Row> enrolled, List<Row> acts, String refused) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Row row(Object... values) {
    return RowFactory.create(values);
  }

  private static Stream<Case> cases() {
    List<Row> once = List.of(row("s1", 1));
    return Stream.of(
        new Case("enrolled-once", once, List.of(), ""),
        new Case(
            "twice-alike", List.of(row("s1", 1), row("s1", 1)), List.of(), "not enrolled exactly"),
        new Case(
            "thrice-alike",
            List.of(row("s1", 1), row("s1", 1), row("s1", 1)),
            List.of(),
            "not enrolled exactly"),
        new Case(
            "twice-differently",
            List.of(row("s1", 1), row("s2", 1)),
            List.of(),
            "not enrolled exactly"),
        new Case(
            "twice-of-two-clearances",
            List.of(row("s1", 1), row("s1", 3)),
            List.of(),
            "not enrolled exactly"),
        new Case(
            "twice-and-one-as-the-act-left",
            List.of(row("s1", 1), row("s2", 1)),
            List.of(row(1L, "s1", 1)),
            "not enrolled exactly"),
        new Case("without-a-scope", List.of(row(null, 1)), List.of(), "not enrolled exactly"),
        new Case(
            "without-a-clearance", List.of(row("s1", null)), List.of(), "not enrolled exactly"),
        new Case("of-a-scope-that-nothing-is-open-to", List.of(row("s9", 1)), List.of(), ""),
        new Case("as-left", once, List.of(row(1L, "s9", 0), row(2L, "s1", 1)), ""),
        new Case(
            "ended",
            once,
            List.of(row(1L, "s1", 1), row(2L, null, null)),
            "the reader was revoked"),
        new Case("ended-and-begun-again", once, List.of(row(1L, null, null), row(2L, "s1", 1)), ""),
        new Case(
            "ended-and-gone", List.of(), List.of(row(1L, null, null)), "the reader was revoked"),
        new Case("not-begun", List.of(), List.of(row(1L, "s1", 1)), "no such reader"),
        new Case("moved", once, List.of(row(1L, "s2", 1)), CHANGED),
        new Case("of-less-clearance", once, List.of(row(1L, "s1", 0)), CHANGED),
        new Case("of-two-last-acts", once, List.of(row(2L, "s1", 1), row(2L, "s2", 1)), CHANGED),
        new Case(
            "of-two-last-acts-one-an-end",
            once,
            List.of(row(2L, "s1", 1), row(2L, null, null)),
            "the reader was revoked"));
  }

  /** A lake whose readers are these. */
  private static Lake lake(List<Case> cases) {
    List<Row> readers = new ArrayList<>();
    List<Row> acts = new ArrayList<>();
    for (Case c : cases) {
      c.enrolled().forEach(r -> readers.add(row(c.name(), r.get(0), "control", r.get(1), null)));
      c.acts().forEach(a -> acts.add(row(a.get(0), c.name(), a.get(1), a.get(2))));
    }
    return new Lake()
        .with(
            "governance.readers",
            "reader string, scope string, role string, clearance int, purposes array<string>",
            readers)
        .with(
            "governance.reader_acts",
            "number bigint, reader string, scope string, clearance int",
            acts);
  }

  private static Dataset<Row> table(Lake lake, String name) {
    return lake.apply(TableName.of(name));
  }

  private static String groups(Lake lake) {
    return TrinoGroups.render(
        table(lake, "governance.readers"), table(lake, "governance.reader_acts"));
  }

  private static Map<String, Standing.LetIn> letIn(Lake lake) {
    return Standing.letIn(table(lake, "governance.readers"), table(lake, "governance.reader_acts"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void allThreeLetInTheSame(Case reader) {
    Lake lake = lake(List.of(reader));
    String door;
    try {
      door = "in scope " + lake.as(reader.name()).scope();
    } catch (InsightException e) {
      door = e.getMessage();
    }
    if (reader.refused().isEmpty()) {
      String scope = reader.enrolled().get(0).getString(0);
      int clearance = reader.enrolled().get(0).getInt(1);
      assertThat(door).isEqualTo("in scope " + scope);
      assertThat(groups(lake))
          .isEqualTo("clearance-%d:%s\nscope-%s:%2$s\n".formatted(clearance, reader.name(), scope));
      assertThat(letIn(lake))
          .isEqualTo(Map.of(reader.name(), new Standing.LetIn(scope, clearance)));
    } else {
      assertThat(door).startsWith("Cannot read as a reader: " + reader.refused());
      assertThat(groups(lake)).isEmpty();
      assertThat(letIn(lake)).isEmpty();
    }
  }

  /** Or nobody could be revoked in Trino as long as one reader is enrolled twice. */
  @Test
  void whoIsNotLetInKeepsNobodyElseOut() {
    TreeSet<String> expected = new TreeSet<>();
    cases().filter(c -> c.refused().isEmpty()).forEach(c -> expected.add(c.name()));
    Lake lake = lake(cases().toList());
    TreeMap<String, String> groupOf = new TreeMap<>();
    groups(lake)
        .lines()
        .filter(line -> line.startsWith("scope-"))
        .forEach(
            line -> {
              for (String name : line.substring(line.indexOf(':') + 1).split(",")) {
                groupOf.put(name, line);
              }
            });
    assertThat(groupOf.keySet()).isEqualTo(expected);
    assertThat(letIn(lake).keySet()).isEqualTo(expected);
  }
}
