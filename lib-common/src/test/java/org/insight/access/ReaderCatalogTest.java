package org.insight.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.insight.access.ReaderCatalog.ShownColumn;
import org.insight.core.InsightException;
import org.insight.schemas.Contracts;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.junit.jupiter.api.Test;

/** It is given no table to read, so no hidden row can change it. */
class ReaderCatalogTest {

  private static final ReaderCatalog STATED =
      new ReaderCatalog(Contracts.load(), new Access("login", "low", "investigation", "case 12"));
  private static final ReaderCatalog UNSTATED =
      new ReaderCatalog(Contracts.load(), new Access("login", "low", null, null));

  @Test
  void onlyTablesOfReadersAreListedAndThoseOnPersonsOnlyForAStatedPurpose() {
    assertThat(STATED.tables())
        .contains(TableName.of("curated.persons"), TableName.of("curated.trends_monthly"))
        .doesNotContain(Tables.AUDIT, Tables.POLICIES, Tables.LABELS);
    assertThat(UNSTATED.tables())
        .contains(TableName.of("curated.trends_monthly"))
        .doesNotContain(TableName.of("curated.persons"));
  }

  @Test
  void columnsAreThoseThatAQueryAnswersWith() {
    assertThat(STATED.columns("Landing.Items"))
        .extracting(ShownColumn::name)
        .contains("item_id", "policy_id", "restrictions");
    assertThat(STATED.columns("landing.records"))
        .filteredOn(c -> c.note().endsWith("(null below clearance 1)"))
        .isNotEmpty();
  }

  @Test
  void aTableThatAQueryWouldRefuseIsRefusedInTheSameWords() {
    assertThatThrownBy(() -> STATED.columns("governance.audit"))
        .isInstanceOf(InsightException.class)
        .hasMessage(
            "Cannot answer the query: the table has no policy column, so no reader may query it,"
                + " found governance.audit");
    assertThatThrownBy(() -> STATED.columns("no.table\u001b[2J"))
        .isInstanceOf(InsightException.class)
        .hasMessageContaining("no such table (they are called stage.table), found no.table [2J");
    assertThatThrownBy(() -> UNSTATED.columns("curated.persons"))
        .isInstanceOf(InsightException.class)
        .hasMessageContaining("a purpose and a reason must be named");
  }
}
