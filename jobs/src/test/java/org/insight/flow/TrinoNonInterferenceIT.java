package org.insight.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.insight.config.ConfFiles;
import org.insight.jobs.DrawnRights;
import org.insight.jobs.Tables;
import org.insight.policy.BasePolicy;
import org.insight.policy.Readers;
import org.insight.policy.Scope;
import org.insight.schemas.TableContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Idea 2 of the design at Trino's door: what a reader gets of a lake is what the reader gets of a
 * lake made of those files alone that this reader may see, counts, ids and errors included.
 */
@ExtendWith(TrinoLab.Running.class)
class TrinoNonInterferenceIT {

  private static final boolean LONG = "long".equals(System.getProperty("insight.tests"));
  private static final long SEED = Long.getLong("insight.seed", 20_261_125L);

  /** The first ones stand for all, for each takes a lake of its own. */
  private static final List<String> READERS =
      List.of("gb-analyst", "fr-analyst", "be-analyst", "europol-analyst")
          .subList(0, Integer.getInteger("insight.readers", LONG ? 4 : 1));

  private static final String FILES = "SELECT count(*) FROM " + Tables.ARRIVALS;

  @TempDir private Path folder;

  @Test
  void aReaderGetsTheSameAsFromALakeOfWhatTheReaderMaySee(TrinoLab lab) throws SQLException {
    Map<String, Scope> rights = Readers.parse(ConfFiles.text(lab.settings().readers()));
    List<String> questions = questions(lab);
    long files =
        lab.lake().read(Tables.ARRIVALS).where("depth = 0 AND base_policy IS NOT NULL").count();
    for (String reader : READERS) {
      Map<String, List<String>> ofWhole = answers(lab, reader, questions);
      Path at = folder.resolve(reader);
      int seen =
          CutLakes.cut(lab.inbox(), lab.lake(), seenBy(rights.get(reader)), at.resolve("inbox"));
      String name = reader.replace('-', '_');
      lab.makeBeside(name, at.resolve("inbox"), at.resolve("lake"));
      Map<String, List<String>> ofCut = new LinkedHashMap<>();
      List<String> ofAll = answers(lab, "control", List.of(FILES)).get(FILES);
      lab.inItsPlace(
          name,
          () -> {
            // Or the same lake would be held against itself.
            assertThat(answers(lab, "control", List.of(FILES)).get(FILES)).isNotEqualTo(ofAll);
            ofCut.putAll(answers(lab, reader, questions));
          });
      List<String> differ =
          questions.stream().filter(q -> !ofWhole.get(q).equals(ofCut.get(q))).toList();
      System.out.printf(
          "%s in Trino: %d questions to a lake of %d files and to one of the %d that the reader may"
              + " see, %d answers differ%n",
          reader, questions.size(), files, seen, differ.size());
      assertThat(ofCut).as(reader).isEqualTo(ofWhole);
      assertThat((long) seen).as("files that %s may see", reader).isBetween(1L, files - 1);
      assertThat(ofWhole.get("SELECT * FROM " + Tables.PERSONS)).isNotEmpty();
    }
  }

  /** Each table whole and its statistics, drawn queries, and such as fail where a value is seen. */
  private static List<String> questions(TrinoLab lab) {
    List<String> questions = new ArrayList<>();
    DrawnQueries drawn = DrawnQueries.of(lab.lake(), SEED);
    for (TableContract contract : lab.lake().contracts().all()) {
      if (contract.carriesPolicy()) {
        questions.add("SELECT * FROM " + contract.name());
        questions.add("SHOW STATS FOR " + contract.name());
        questions.addAll(drawn.failing(contract, LONG ? 3 : 1));
      }
    }
    drawn.draw(LONG ? 120 : 20).forEach(query -> questions.add(query.trino()));
    return questions.stream().distinct().toList();
  }

  private static Map<String, List<String>> answers(
      TrinoLab lab, String reader, List<String> questions) {
    Map<String, List<String>> answers = new LinkedHashMap<>();
    try (Connection connection = lab.as(reader)) {
      for (String question : questions) {
        answers.put(question, answer(connection, question));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return answers;
  }

  /** Sorted, for the order of rows is told by few of the questions; errors without their number. */
  private static List<String> answer(Connection connection, String question) {
    try {
      return TrinoLab.rows(connection, question).stream().sorted().toList();
    } catch (SQLException e) {
      return List.of(String.valueOf(e.getMessage()).replaceAll("#\\w+", "#"));
    }
  }

  private static Predicate<BasePolicy> seenBy(Scope scope) {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    return policy -> DrawnRights.sees(scope, policy, today);
  }
}
