package org.insight.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.insight.config.ConfFiles;
import org.insight.lake.Lake;
import org.insight.policy.BasePolicy;
import org.insight.policy.Readers;
import org.insight.policy.Scope;
import org.insight.schemas.TableContract;
import org.insight.schemas.Tables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Idea 2 of the design at Trino's door: what a reader gets of a lake is what the reader gets of a
 * lake made of those files alone that this reader may see, counts, ids and errors included.
 */
@ExtendWith(TrinoLab.Running.class)
class TrinoNonInterferenceIT {

  private static final String READER = "gb-analyst";
  private static final String FILES = "SELECT count(*) FROM " + Tables.ARRIVALS;

  @TempDir private Path folder;

  @Test
  void aReaderGetsTheSameAsFromALakeOfWhatTheReaderMaySee(TrinoLab lab) throws SQLException {
    Scope scope = Readers.parse(ConfFiles.text(lab.settings().readers())).get(READER);
    List<String> questions = questions(lab.lake(), Long.getLong("insight.seed", 20_261_125L), 10);
    long files = files(lab.lake());
    Map<String, List<String>> ofWhole = answers(lab, READER, questions);
    String ofAll = answers(lab, "control", List.of(FILES)).toString();
    Map<String, List<String>> ofCut = new LinkedHashMap<>();
    long seen =
        cut(
            lab,
            lab.lake(),
            lab.inbox(),
            seenBy(scope),
            folder.resolve("cut"),
            lab.settings().readers());
    lab.inItsPlace(
        "cut",
        List.of(READER),
        () -> {
          // Or the same lake would be held against itself.
          assertThat(answers(lab, "control", List.of(FILES))).doesNotHaveToString(ofAll);
          ofCut.putAll(answers(lab, READER, questions));
        });
    System.out.printf(
        "%s in Trino: %d questions to a lake of %d files and to one of the %d that the reader may"
            + " see, %d answers differ%n",
        READER, questions.size(), files, seen, differing(ofWhole, ofCut));
    assertThat(ofCut).isEqualTo(ofWhole);
    assertThat(seen).as("files that %s may see", READER).isBetween(1L, files - 1);
    assertThat(ofWhole.get("SELECT * FROM " + Tables.PERSONS)).isNotEmpty();
    // Or both might be refused alike.
    assertThat(questions)
        .filteredOn(question -> question.startsWith("SELECT * FROM "))
        .isNotEmpty()
        .allSatisfy(
            question ->
                assertThat(ofWhole.get(question))
                    .as(question)
                    .allMatch(row -> row.startsWith("(")));
  }

  /** Makes a lake of those files alone that somebody may see, and says how many they are. */
  static long cut(
      TrinoLab lab, Lake whole, Path inbox, Predicate<BasePolicy> seen, Path at, String readers) {
    long files = CutLakes.cut(inbox, whole, seen, at.resolve("inbox"));
    lab.makeBeside(at.getFileName().toString(), at.resolve("inbox"), at.resolve("lake"), readers);
    return files;
  }

  private static long files(Lake lake) {
    return lake.read(Tables.ARRIVALS).where("depth = 0 AND base_policy IS NOT NULL").count();
  }

  private static long differing(
      Map<String, List<String>> answers, Map<String, List<String>> others) {
    return answers.keySet().stream()
        .filter(question -> !answers.get(question).equals(others.get(question)))
        .count();
  }

  /** Each table whole and its statistics, drawn queries, and such as fail where a value is seen. */
  static List<String> questions(Lake lake, long seed, int queries) {
    List<String> questions = new ArrayList<>();
    DrawnQueries drawn = DrawnQueries.of(lake, seed);
    for (TableContract contract : lake.contracts().all()) {
      if (contract.carriesPolicy()) {
        questions.add("SELECT * FROM " + contract.name());
        questions.add("SHOW STATS FOR " + contract.name());
        questions.addAll(drawn.failing(contract, 1));
      }
    }
    drawn.draw(queries).forEach(query -> questions.add(query.trino()));
    return questions.stream().distinct().toList();
  }

  /** What readers get of a lake, which is in the place of the lab's own meanwhile. */
  static Map<String, Map<String, List<String>>> answers(
      TrinoLab lab, String lake, Collection<String> readers, List<String> questions)
      throws SQLException {
    Map<String, Map<String, List<String>>> answers = new LinkedHashMap<>();
    lab.inItsPlace(
        lake,
        readers,
        () -> readers.forEach(reader -> answers.put(reader, answers(lab, reader, questions))));
    return answers;
  }

  private static Map<String, List<String>> answers(
      TrinoLab lab, String reader, List<String> questions) {
    Map<String, List<String>> answers = new LinkedHashMap<>();
    try (Connection connection = lab.as(reader)) {
      for (String question : questions) {
        answers.put(question, answer(connection, question));
        if (question.matches("SELECT \\* FROM [a-z_.]+")) {
          answers.put("What Trino counts of " + question, counts(connection, question));
        }
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

  /** Of whole tables: with LIMIT, or where it fails, a query ends when time has it. */
  private static List<String> counts(Connection connection, String question) {
    try {
      TrinoLab.Answer answer = TrinoLab.answer(connection, question);
      return List.of(
          "splits " + answer.splits(), "rows read " + answer.read(), "bytes " + answer.bytes());
    } catch (SQLException e) {
      return List.of("refused");
    }
  }

  static Predicate<BasePolicy> seenBy(Scope scope) {
    return CutLakes.seenBy(scope, today());
  }

  /** Trino reads today. */
  static LocalDate today() {
    return LocalDate.now(ZoneOffset.UTC);
  }
}
