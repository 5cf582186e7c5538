package org.insight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.insight.access.Access;
import org.insight.access.ReaderCatalog;
import org.insight.schemas.Contracts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ShellCompleterTest {

  private static ShellCompleter completer(@Nullable String purpose) {
    ReaderCatalog catalog =
        new ReaderCatalog(Contracts.load(), new Access("login", "ana", purpose, purpose));
    return new ShellCompleter(() -> catalog, () -> "");
  }

  @Test
  void tablesAreThoseThatTheReaderMayQuery() {
    assertThat(completer("investigation").names("SELECT 1 FROM cur", "cur"))
        .contains("curated.persons", "curated.trends_monthly")
        .allMatch(name -> name.startsWith("cur"));
    assertThat(completer(null).names("SELECT 1 FROM cur", "cur"))
        .contains("curated.trends_monthly")
        .doesNotContain("curated.persons");
    assertThat(completer("investigation").names("SELECT 1 FROM gov", "governance."))
        .doesNotContain("governance.audit", "governance.policies");
  }

  @Test
  void columnsAreThoseOfTheTablesThatTheStatementNames() {
    ShellCompleter completer = completer("investigation");
    assertThat(completer.names("SELECT cap", "cap")).contains("caption");
    assertThat(completer.names("SELECT res FROM landing.items", "res"))
        .filteredOn(name -> !name.contains("."))
        .containsExactly("restrictions");
    assertThat(completer.names("SELECT cap FROM LANDING.ITEMS", "cap")).doesNotContain("caption");
  }

  @Test
  void wordsOfSqlAreCompletedInAnyCase() {
    assertThat(completer(null).names("sel", "sel")).contains("SELECT");
  }
}
