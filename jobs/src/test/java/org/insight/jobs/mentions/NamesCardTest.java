package org.insight.jobs.mentions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.jobs.mentions.SimulatedNameEvaluation.Figures;
import org.insight.jobs.mentions.SimulatedNameEvaluation.Score;
import org.insight.simulate.Simulation;
import org.insight.simulate.SimulationPlan;
import org.insight.simulate.Wordings;
import org.insight.testing.SharedSpark;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The names model is as good as its card says, on the very texts of the card. */
class NamesCardTest {

  private static final Path CARD = Path.of("../docs/model-cards/names.md");
  private static final Pattern PLAN =
      Pattern.compile("\\(([0-9,]+) persons, ([0-9,]+) items, seed (-?\\d+)\\)");
  private static final Pattern LANGUAGE =
      Pattern.compile(
          "(?m)^\\| language (\\S+) \\| [0-9,]+ \\| \\S+ \\| \\S+ \\| (\\S+) \\| \\S+ \\| \\S+ \\|"
              + " (\\S+) \\|$");

  @TempDir private static Path folder;
  private static String card;
  private static Figures figures;

  @BeforeAll
  static void measure() throws IOException {
    card = Files.readString(CARD);
    Matcher plan = PLAN.matcher(card);
    assertThat(plan.find()).as("the card says what it was measured on").isTrue();
    Simulation.run(
        new SimulationPlan(
                folder.resolve("inbox"),
                number(plan.group(1)),
                number(plan.group(2)),
                number(plan.group(3)),
                SimulationPlan.COUNTRIES)
            .in(new Wordings(null, Wordings.Use.HELD_OUT)));
    figures =
        SimulatedNameEvaluation.evaluate(
            SharedSpark.session(), folder.resolve("inbox"), SimulationPlan.originsOfNames());
  }

  private static long number(String text) {
    return Long.parseLong(text.replace(",", ""));
  }

  @Test
  void noLanguageFallsBelowTheCardByMoreThanItsMargin() {
    assertThat(card)
        .contains("`" + figures.model() + "`")
        .contains("falls by more than " + NamesCard.MARGIN + " ");
    List<String> languages = new ArrayList<>();
    Matcher line = LANGUAGE.matcher(card);
    while (line.find()) {
      languages.add(line.group(1));
      assertFound(line.group(1), SimulatedNameEvaluation.MODEL, line.group(2));
      assertFound(line.group(1), SimulatedNameEvaluation.MODEL_AND_RULES, line.group(3));
    }
    assertThat(languages).containsExactly("ar", "en", "es", "fr");
  }

  private static void assertFound(String language, String method, String said) {
    assertThat(f1(method, language))
        .as("F1 of %s in %s", method, language)
        .isGreaterThanOrEqualTo(Double.parseDouble(said) - NamesCard.MARGIN);
  }

  private static double f1(String method, String language) {
    return figures.scores().stream()
        .filter(s -> s.method().equals(method))
        .filter(s -> s.by().equals("language") && s.group().equals(language))
        .map(Score::f1)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void eachNameIsOfOneLanguageOneKindAndOneScript() {
    for (String method :
        List.of(SimulatedNameEvaluation.MODEL, SimulatedNameEvaluation.MODEL_AND_RULES)) {
      long names = sum(method, "language");
      assertThat(names).isPositive();
      assertThat(List.of(sum(method, "kind"), sum(method, "script"))).containsOnly(names);
      assertThat(sum(method, "origin"))
          .as("names of persons")
          .isEqualTo(
              figures.scores().stream()
                  .filter(s -> s.method().equals(method) && s.group().equals("PER"))
                  .mapToLong(Score::truth)
                  .sum());
    }
  }

  private static long sum(String method, String by) {
    return figures.scores().stream()
        .filter(s -> s.method().equals(method) && s.by().equals(by))
        .mapToLong(Score::truth)
        .sum();
  }

  @Test
  void theMeasuredPartOfACardIsReplacedAndTheRestStays() throws IOException {
    Path page = Files.writeString(folder.resolve("card.md"), card);
    Figures others =
        new Figures(
            "names-9",
            Map.of("seed", "3", "persons", "2000", "items", "10"),
            7,
            6,
            List.of(
                new Score(SimulatedNameEvaluation.MODEL, "language", "fr", 4, 2L, 1),
                new Score(SimulatedNameEvaluation.MODEL_AND_RULES, "origin", "ar", 4, null, 3)));
    NamesCard.write(page, others);
    String written = Files.readString(page);
    assertThat(written)
        .contains(
            "`names-9` on 7 simulated texts (2,000 persons, 10 items, seed 3), of which 6 are")
        .contains("| language fr | 4 | 0.500 | 0.250 | 0.333 | – | – | – |")
        .contains("| origin ar | 4 | – | – | – | – | 0.750 | – |")
        .doesNotContain("language es");
    String title = card.substring(0, card.indexOf('\n'));
    assertThat(written).startsWith(title).contains("## Limits");
    NamesCard.write(page, others);
    assertThat(Files.readString(page)).as("twice is the same as once").isEqualTo(written);
  }

  @Test
  void aCardWithoutMarksIsRefusedAndLeftAsItIs() throws IOException {
    Path page = Files.writeString(folder.resolve("other.md"), "# A page\n");
    assertThatThrownBy(() -> NamesCard.write(page, figures))
        .isInstanceOfSatisfying(
            InsightException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INPUT))
        .hasMessageStartingWith("Cannot write a card: it needs each of the lines ");
    assertThat(page).hasContent("# A page\n");
  }

  @Test
  void aFolderThatIsNoInboxIsRefused() {
    assertThatThrownBy(
            () ->
                SimulatedNameEvaluation.evaluate(
                    SharedSpark.session(), folder.resolve("none"), Map.of()))
        .isInstanceOfSatisfying(
            InsightException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INPUT))
        .hasMessageStartingWith(
            "Cannot measure names: a folder must be one that insight simulate wrote, found no ");
  }
}
