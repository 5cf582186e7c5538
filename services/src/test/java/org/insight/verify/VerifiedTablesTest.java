package org.insight.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Stream;
import org.insight.schemas.Contracts;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the author of the next table with a policy has to say, from the contracts alone. */
class VerifiedTablesTest {

  /** By what arrived it is known what is gone; what counts documents is counted again. */
  private static final Set<TableName> NAME_NOTHING = Set.of(Tables.ARRIVALS, Tables.TRENDS_MONTHLY);

  static Stream<TableName> tablesWithPolicies() {
    return Contracts.load().all().stream()
        .filter(TableContract::carriesPolicy)
        .map(TableContract::name);
  }

  @ParameterizedTest
  @MethodSource("tablesWithPolicies")
  void itIsKnownWhatTheRowsOfATableAreMadeFrom(TableName table) {
    assertThat(Verifier.knows(Contracts.load().get(table)))
        .as(
            "%s carries a policy: name its sources in `lineage` of its contract, or give it a"
                + " check in org.insight.verify.Rules",
            table)
        .isTrue();
  }

  @ParameterizedTest
  @MethodSource("tablesWithPolicies")
  void itIsKnownInWhichColumnsRowsNameWhatMayBeGone(TableName table) {
    assertThat(GoneItems.named(Contracts.load().get(table)).length > 0)
        .as(
            "%s carries a policy: name in org.insight.verify.GoneItems which of its columns say"
                + " of which items, records or edges a row is made, or rows of withdrawn items"
                + " that stay in it are not found",
            table)
        .isEqualTo(!NAME_NOTHING.contains(table));
  }
}
