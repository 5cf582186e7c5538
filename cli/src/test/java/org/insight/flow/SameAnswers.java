package org.insight.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** Asks two lakes the same as one reader, and holds the answers against each other. */
final class SameAnswers {

  private SameAnswers() {}

  /**
   * @param about who asks and how it is drawn again
   * @return how many rows of tables the reader sees
   */
  static long assertSame(String about, Door whole, Door cut, Questions questions) {
    long rows = 0;
    for (String table : questions.tables()) {
      List<String> answer =
          assertSame(about, whole, cut, table, rowsOf -> rowsOf.stream().sorted().toList());
      // Or both might be refused alike.
      assertThat(answer).as("%s: %s", about, table).noneMatch(row -> row.startsWith("Cannot "));
      rows += answer.size();
    }
    for (String query : questions.drawn()) {
      assertSame(about, whole, cut, query);
    }
    return rows;
  }

  /** One query, whose answer is in an order of its own. */
  static void assertSame(String about, Door whole, Door cut, String query) {
    assertSame(about, whole, cut, query, UnaryOperator.identity());
  }

  /** At once, for what an answer takes is mostly Spark's planning. */
  private static List<String> assertSame(
      String about, Door whole, Door cut, String query, UnaryOperator<List<String>> inOrder) {
    CompletableFuture<List<String>> other =
        CompletableFuture.supplyAsync(() -> inOrder.apply(cut.answer(query)));
    List<String> answer = inOrder.apply(whole.answer(query));
    assertThat(answer).as("%s: %s", about, query).isEqualTo(other.join());
    return answer;
  }
}
