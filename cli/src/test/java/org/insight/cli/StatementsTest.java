package org.insight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatementsTest {

  private static List<String> statements(String... lines) {
    Statements statements = new Statements();
    List<String> all = new ArrayList<>();
    for (String line : lines) {
      all.addAll(statements.line(line));
    }
    all.addAll(statements.end());
    return all;
  }

  @Test
  void aStatementEndsAtItsSemicolonOrWithTheLastLine() {
    assertThat(statements("SELECT 1; SELECT", "  2", ";", ";;", "SELECT 3"))
        .containsExactly("SELECT 1", "SELECT\n  2", "SELECT 3");
    assertThat(statements("", "  ")).isEmpty();
  }

  @Test
  void aSemicolonInATextANameOrACommentEndsNothing() {
    assertThat(
            statements(
                "SELECT ';' || 'it''s;' || 'a\\';' || \";\" || `;` -- one; two",
                "/* ; ' */ FROM t; SELECT 2"))
        .containsExactly(
            "SELECT ';' || 'it''s;' || 'a\\';' || \";\" || `;` -- one; two\n/* ; ' */ FROM t",
            "SELECT 2");
    assertThat(statements("SELECT 'a", "; b' AS x; SELECT 1 /*/ ; */; SELECT 2"))
        .containsExactly("SELECT 'a\n; b' AS x", "SELECT 1 /*/ ; */", "SELECT 2");
  }

  @Test
  void whatIsBegunCanBeForgotten() {
    Statements statements = new Statements();
    statements.line("SELECT 'open");
    assertThat(statements.isOpen()).isTrue();
    assertThat(statements.begun()).isEqualTo("SELECT 'open\n");
    statements.end();
    assertThat(statements.isOpen()).isFalse();
    assertThat(statements.line("SELECT 1;")).containsExactly("SELECT 1");
  }
}
