package org.insight.services.ask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.insight.resolution.Models;
import org.insight.resolution.Profile;
import org.insight.resolution.Scorer;
import org.insight.resolution.Subject;
import org.insight.services.ask.Explanation.Decided;
import org.insight.services.ask.Explanation.Source;
import org.insight.services.ask.Explanation.Step;
import org.insight.services.ask.Explanation.Tie;
import org.junit.jupiter.api.Test;

class WeighingTest {

  private static final Weighing.Side ADA =
      side("firstName", "Ada", "lastName", "Zorn", "birthDate", "1980-12-13", "nationality", "fr");
  private static final Weighing.Side ADDA =
      side("firstName", "Adda", "lastName", "Zorn", "birthDate", "1980-12-31", "gender", "female");
  private static final Weighing.Side NAMESAKE = side("firstName", "Ada", "lastName", "Zorn");
  private static final Weighing.Side RARE =
      side("firstName", "Xanthippe Melusine", "lastName", "Quodlibet");
  private static final Weighing.Side OTHER_DATE =
      side("firstName", "Ada", "lastName", "Zorn", "birthDate", "1951-06-02");
  private static final Weighing.Side TWIN =
      side("firstName", "Kunigunde", "lastName", "Zorn", "birthDate", "1980-12-13");
  private static final Weighing.Side BROTHER = side("firstName", "Kunibert", "lastName", "Zorn");

  private final Weighing weighing = new Weighing(Models.released());

  private static Weighing.Side side(String... properties) {
    Map<String, List<String>> map = new HashMap<>();
    for (int i = 0; i < properties.length; i += 2) {
      map.put(properties[i], List.of(properties[i + 1]));
    }
    Subject subject =
        new Subject(
            Subject.Kind.PERSON,
            List.of(
                Subject.Name.parts(
                    map.getOrDefault("firstName", List.of("")).get(0),
                    map.getOrDefault("lastName", List.of("")).get(0))),
            map.getOrDefault("birthDate", List.of()),
            map.getOrDefault("gender", List.of("")).get(0),
            map.getOrDefault("nationality", List.of()),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    return new Weighing.Side(Profile.of(subject, Models.released()), true, map, Map.of());
  }

  private static int score(Weighing.Side one, Weighing.Side other) {
    return new Scorer(Models.released()).score(one.profile(), other.profile());
  }

  private List<Step> steps(Weighing.Side one, Weighing.Side other) {
    return weighing.steps(one, other, score(one, other));
  }

  private static long sum(List<Step> steps) {
    return steps.stream().mapToLong(step -> Math.round(1_000 * step.weight())).sum();
  }

  @Test
  void stepsAddUpToTheScoreWhateverLimitApplies() {
    List<Weighing.Side> sides = List.of(ADA, ADDA, NAMESAKE, RARE, OTHER_DATE, TWIN, BROTHER);
    for (Weighing.Side one : sides) {
      for (Weighing.Side other : sides) {
        assertThat(sum(steps(one, other))).isEqualTo(score(one, other));
      }
    }
  }

  @Test
  void eachStepNamesWhatWasCompared() {
    assertThat(steps(ADA, ADDA))
        .extracting(s -> s.comparison() + "|" + s.level() + "|" + s.value() + "|" + s.otherValue())
        .containsExactly(
            "prior|||",
            "family_name|exact|zorn|zorn",
            "given_name|sounds alike|ada|adda",
            "birth_date|one digit or swapped|1980-12-13|1980-12-31");
  }

  @Test
  void theLimitIsNamed() {
    assertThat(limit(RARE, RARE)).isEqualTo("names alone agree");
    assertThat(limit(ADA, OTHER_DATE)).isEqualTo("birth dates contradict");
    assertThat(limit(ADA, TWIN)).isEqualTo("other given names with one birth date");
    assertThat(steps(ADA, ADDA)).extracting(Step::comparison).doesNotContain("limit");
  }

  private String limit(Weighing.Side one, Weighing.Side other) {
    List<Step> steps = steps(one, other);
    assertThat(steps.get(steps.size() - 1).comparison()).isEqualTo("limit");
    return steps.get(steps.size() - 1).level();
  }

  @Test
  void aScoreOfAnotherModelIsSaidToBeThat() {
    List<Step> steps = weighing.steps(ADA, ADDA, 123);
    assertThat(sum(steps)).isEqualTo(123);
    assertThat(steps.get(steps.size() - 1).comparison()).isEqualTo("model");
  }

  @Test
  void whoMaySeeNoValuesGetsOneSum() {
    List<Step> steps = weighing.sum(4_321);
    assertThat(sum(steps)).isEqualTo(4_321);
    assertThat(steps).hasSize(2);
    assertThat(steps).allSatisfy(s -> assertThat(s.value() + s.otherValue()).isEmpty());
  }

  @Test
  void aPageShowsEachWeightAndEscapesWhatSourcesWrote() {
    String page =
        ExplanationPage.of(
            new Explanation(
                "E-1",
                "Person",
                "<script>alert(1)</script>",
                "H1",
                "resolution-1",
                List.of(new Source("a", "Person", "i", "<b>.csv", "row 1", "m", "H1")),
                List.of(
                    new Tie("a", "b", score(ADA, ADDA) / 1_000.0, steps(ADA, ADDA)),
                    new Tie("a", "c", null, List.of(new Step("vin", "same", "<i>", "<i>", null))),
                    new Tie(
                        "a",
                        "d",
                        null,
                        List.of(new Step("decision", "same", "FR", "<u>one</u>", null)))),
                List.of(
                    new Decided(
                        "D-1",
                        "2026-12-01T00:00:00Z",
                        "FR",
                        "same",
                        List.of("a"),
                        List.of("d"),
                        "<u>one</u>",
                        "holds",
                        "H1"))));
    assertThat(page)
        .contains(
            "&lt;script&gt;", "&lt;b&gt;.csv", "&lt;i&gt;", "given name: sounds alike (ada / adda)")
        .contains("decision: same", "FR, &lt;u&gt;one&lt;/u&gt;", "holds")
        .doesNotContain("<script", "<b>", "<i>", "<u>", "http:", "https:", "src=", "url(");
    assertThat(page.split("<rect ", -1)).hasSize(steps(ADA, ADDA).size() + 2);
  }
}
