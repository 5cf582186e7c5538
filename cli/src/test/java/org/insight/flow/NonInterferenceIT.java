package org.insight.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.insight.access.ReaderSession;
import org.insight.lake.Lake;
import org.insight.policy.BasePolicy;
import org.insight.policy.Scope;
import org.insight.schemas.Contracts;
import org.insight.services.Served;
import org.insight.testing.DrawnRights;
import org.insight.testing.Draws;
import org.insight.testing.SharedSpark;
import org.insight.testing.TestPlans;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Idea 2 of the design, over the whole pipeline and the reader's door: what a reader gets of a lake
 * is, byte for byte, what the reader gets of a lake made of those files alone that this reader may
 * see. Every table that carries a policy is asked for, and the report.
 */
class NonInterferenceIT {

  private static final int POLICIES = 12;

  @TempDir private Path folder;

  @AfterAll
  static void plansAsSet() {
    TestPlans.asSet(SharedSpark.session());
  }

  @Test
  void aReaderGetsTheSameAsFromAnInboxOfWhatTheReaderMaySee() {
    Draws draws = Draws.of(NonInterferenceIT.class, 1, 1);
    int pairs = 0;
    for (int set = 0; set < draws.sets(); set++) {
      pairs += ofSet(draws, set);
      draws.say(getClass(), "%d of %d sets, %d pairs, no difference", set + 1, draws.sets(), pairs);
    }
  }

  private int ofSet(Draws draws, int set) {
    Random random = draws.random(set);
    DrawnRights rights = DrawnRights.of(random, POLICIES, draws.readers());
    Path here = folder.resolve("set" + set);
    CutLakes lakes = CutLakes.of(here, rights, random);
    List<BasePolicy> policies = CutLakes.policies(lakes.whole());
    Map<List<String>, Map<String, Scope>> views =
        CutLakes.views(rights, policies, DrawnRights.TODAY);
    int number = 0;
    long rows = 0;
    for (Map<String, Scope> readers : views.values()) {
      String name = "cut" + number++;
      Lake cut =
          lakes.cutTo(CutLakes.seenBy(readers.values().iterator().next(), DrawnRights.TODAY), name);
      for (Map.Entry<String, Scope> reader : readers.entrySet()) {
        String about = reader.getKey() + ", " + draws.again(set);
        rows += compare(lakes.whole(), cut, reader.getKey(), reader.getValue(), about, random);
      }
      CutLakes.delete(here.resolve(name));
      // The first pair of lakes in the long form is as on a user's machine; the others take less.
      TestPlans.interpret(SharedSpark.session());
    }
    CutLakes.delete(here);
    assertThat(views.keySet().stream().map(List::size).collect(Collectors.toSet()))
        .as("how many policies readers see of %d, %s", policies.size(), draws.again(set))
        .anyMatch(seen -> seen > 0 && seen < policies.size());
    assertThat(rows).as("rows seen, %s", draws.again(set)).isPositive();
    return rights.readers().size();
  }

  private long compare(
      Lake whole, Lake cut, String name, Scope scope, String about, Random random) {
    ReaderSession ofWhole = door(whole, name, scope);
    ReaderSession ofCut = door(cut, name, scope);
    long rows =
        SameAnswers.assertSame(
            about,
            sql -> Served.sql(ofWhole, sql),
            sql -> Served.sql(ofCut, sql),
            new Questions(Contracts.load(), random));
    CompletableFuture<List<String>> other =
        CompletableFuture.supplyAsync(
            () -> Served.report(cut, name, ofCut, folder.resolve("report-cut")));
    assertThat(Served.report(whole, name, ofWhole, folder.resolve("report-whole")))
        .as("report: %s", about)
        .isEqualTo(other.join());
    return rows;
  }

  private static ReaderSession door(Lake lake, String reader, Scope scope) {
    return Served.door(lake, reader, DrawnRights.purpose(scope).code(), DrawnRights.TODAY);
  }
}
