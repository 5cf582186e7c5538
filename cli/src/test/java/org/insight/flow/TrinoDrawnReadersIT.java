package org.insight.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.insight.flow.TrinoNonInterferenceIT.answers;
import static org.insight.flow.TrinoNonInterferenceIT.cut;
import static org.insight.flow.TrinoNonInterferenceIT.questions;
import static org.insight.flow.TrinoNonInterferenceIT.seenBy;
import static org.insight.flow.TrinoNonInterferenceIT.today;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.insight.lake.Lake;
import org.insight.policy.BasePolicy;
import org.insight.policy.Scope;
import org.insight.schemas.Tables;
import org.insight.testing.DrawnRights;
import org.insight.testing.Draws;
import org.insight.testing.SharedSpark;
import org.insight.testing.TestPlans;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Idea 2 of the design at Trino's door, for many readers of drawn rights. It has a lab of its own,
 * so that it is no part of {@link TrinoSuiteIT}.
 */
@EnabledIfSystemProperty(named = "insight.tests", matches = "long")
@ExtendWith(TrinoLab.Running.class)
class TrinoDrawnReadersIT {

  private static final int POLICIES = 12;

  @TempDir private Path folder;

  @AfterAll
  static void plansAsSet() {
    TestPlans.asSet(SharedSpark.session());
  }

  /** What {@link NonInterferenceIT} draws, asked of Trino. */
  @Test
  void readersOfDrawnRightsGetTheSameToo(TrinoLab lab) throws SQLException {
    Draws draws = Draws.of(TrinoDrawnReadersIT.class, 1, 2);
    int pairs = 0;
    for (int set = 0; set < draws.sets(); set++) {
      pairs += ofSet(lab, draws, set);
      draws.say(getClass(), "%d of %d sets, %d pairs, no difference", set + 1, draws.sets(), pairs);
    }
  }

  private int ofSet(TrinoLab lab, Draws draws, int set) throws SQLException {
    Random random = draws.random(set);
    DrawnRights rights = DrawnRights.of(random, POLICIES, draws.readers());
    Path here = folder.resolve("set" + set);
    Path inbox = CutLakes.inbox(here, rights, random);
    String readers = write(here.resolve("readers.yaml"), rights.readersYaml());
    String name = "set" + set;
    Lake whole = lab.makeBeside(name, inbox, here.resolve(name), readers);
    List<String> questions = questions(whole, random.nextLong(), 10);
    Map<String, Map<String, List<String>>> ofWhole =
        answers(lab, name, rights.readers().keySet(), questions);
    String items = "SELECT * FROM " + Tables.ITEMS;
    assertThat(ofWhole.values().stream().map(answers -> answers.get(items)))
        .as("items that readers see, %s", draws.again(set))
        .anyMatch(answer -> answer.stream().anyMatch(row -> row.startsWith("(")));
    List<BasePolicy> policies = CutLakes.policies(whole);
    Map<List<String>, Map<String, Scope>> views = CutLakes.views(rights, policies, today());
    assertThat(views.keySet().stream().map(List::size))
        .as("how many policies readers see of %d, %s", policies.size(), draws.again(set))
        .anyMatch(seen -> seen > 0 && seen < policies.size());
    int number = 0;
    for (Map<String, Scope> view : views.values()) {
      String cut = name + "cut" + number++;
      cut(lab, whole, inbox, seenBy(view.values().iterator().next()), folder.resolve(cut), readers);
      answers(lab, cut, view.keySet(), questions)
          .forEach(
              (reader, answers) ->
                  assertThat(answers)
                      .as("%s, %s", reader, draws.again(set))
                      .isEqualTo(ofWhole.get(reader)));
      lab.leave(cut);
      CutLakes.delete(folder.resolve(cut));
      // As NonInterferenceIT does; Trino's answers are the same work for it.
      TestPlans.interpret(SharedSpark.session());
    }
    lab.leave(name);
    CutLakes.delete(here);
    return rights.readers().size();
  }

  private static String write(Path file, String text) {
    try {
      return Files.writeString(file, text).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
