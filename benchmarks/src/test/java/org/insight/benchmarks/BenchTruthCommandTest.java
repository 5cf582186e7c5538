package org.insight.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What is printed of a comparison, and how it ends. */
class BenchTruthCommandTest {

  private final StringWriter printed = new StringWriter();

  /** Two records of a woman are apart and two of a man together; one of another man is alone. */
  private static TruthComparison compared() {
    List<TrueRecord> records = new ArrayList<>();
    records.add(record("1", "a", "F", "ar"));
    records.add(record("1", "b", "F", "ar"));
    records.add(record("2", "c", "M", "fr"));
    records.add(record("2", "c", "M", "fr"));
    records.add(record("3", "d", "M", "it"));
    return new TruthComparison(
        "control",
        5,
        5,
        TruthFigures.of(records, (a, b) -> "other"),
        TruthFigures.of(List.of(), (a, b) -> "other"),
        new TextFigures(
            2, new TreeMap<>(Map.of("ar", Map.of(TextFigures.PERSONS, new PairCounts(4, 5, 3))))),
        LinkFigures.of(
            List.of(),
            Map.of(),
            new LinkFigures.View(path -> true, List.of(), Map.of(), List.of(), ends -> Map.of())));
  }

  private static TrueRecord record(String subject, String entity, String sex, String origin) {
    return new TrueRecord(
        subject,
        entity,
        Set.of(),
        "Latn",
        "notice",
        Map.of("sex", sex, "origin", origin),
        false,
        Set.of());
  }

  private void report(String... options) throws JsonProcessingException {
    BenchTruthCommand command = new BenchTruthCommand();
    CommandLine line =
        new CommandLine(command)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setOut(new PrintWriter(printed, true));
    line.parseArgs(options);
    command.report(compared());
  }

  @Test
  void linesAndGapsOfGroupsArePrintedWithoutALimit() throws JsonProcessingException {
    report("sim", "--least-pairs", "1");
    assertThat(printed.toString().replaceAll(" +", " ").lines())
        .contains(
            "sex F 1 0 0 - 0.0000",
            "sex M 1 1 1 1.0000 1.0000",
            "origin it 0 0 0 - -",
            "gap by in worst best gap under 1 pairs",
            "origin recall ar 0.0000 fr 1.0000 1.0000 it",
            "sex precision M 1.0000 M 1.0000 - F",
            "sex recall F 0.0000 M 1.0000 1.0000 -",
            "persons in texts ar 4 5 3 0.6000 0.7500",
            "2 texts.");
  }

  @Test
  void jsonHasTheGapsBesideTheLines() throws JsonProcessingException {
    report("sim", "--least-pairs", "1", "--format", "json");
    JsonNode answer = new ObjectMapper().readTree(printed.toString());
    assertThat(answer.at("/persons/by_origin/ar/true_pairs").asInt()).isOne();
    assertThat(answer.at("/persons/by_sex/M/recall").asDouble()).isOne();
    assertThat(answer.at("/companies/by_sex").isMissingNode()).isTrue();
    assertThat(answer.at("/texts/ar/persons_in_texts/right_spans").asInt()).isEqualTo(3);
    assertThat(answer.at("/gap_least_pairs").asInt()).isOne();
    assertThat(answer.at("/gaps/1").toString())
        .isEqualTo(
            "{\"by\":\"origin\",\"share\":\"recall\",\"gap\":1.0,\"worst\":\"ar\",\"best\":\"fr\","
                + "\"too_few_pairs\":[\"it\"]}");
  }

  @Test
  void aLimitIsHeldAfterTheFiguresArePrinted() {
    assertThatThrownBy(() -> report("sim", "--least-pairs", "1", "--most-gap", "0.5"))
        .isInstanceOfSatisfying(
            InsightException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CONTRACT))
        .hasMessage(
            "Cannot accept the gaps between groups: each must be at most 0.5, found 1.0000 in"
                + " recall by origin (ar 0.0000, fr 1.0000); 1.0000 in recall by sex (F 0.0000,"
                + " M 1.0000)");
    assertThat(printed.toString()).contains("gap by");
    assertThatThrownBy(() -> report("sim", "--most-gap", "0.5"))
        .isInstanceOfSatisfying(
            InsightException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INPUT));
  }
}
