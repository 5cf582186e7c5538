package org.insight.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.insight.entitlements.RowFilter;
import org.junit.jupiter.api.Test;

class ContractsTest {

  private static final Set<String> STAGES =
      Set.of("landing", "text", "mentions", "resolution", "links", "curated", "governance");

  @Test
  void everyContractIsInTheIndex() throws IOException {
    Path folder = Path.of("../schemas/src/main/resources/contracts");
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(
              files
                  .map(file -> folder.relativize(file).toString())
                  .filter(name -> name.endsWith(".yaml"))
                  .map(name -> name.substring(0, name.length() - ".yaml".length()))
                  .map(name -> name.replace('/', '.')))
          .containsExactlyInAnyOrderElementsOf(Files.readAllLines(folder.resolve("INDEX")));
    }
  }

  @Test
  void everyTableIsInAStageOfTheDatasWay() {
    assertThat(Contracts.load().all()).allMatch(c -> STAGES.contains(c.name().stage()));
  }

  @Test
  void everyTableButGovernanceCarriesARequiredPolicy() {
    for (TableContract contract : Contracts.load().all()) {
      if (!contract.name().stage().equals("governance")) {
        assertThat(contract.column(TableContract.POLICY_ID))
            .as(contract.name().toString())
            .hasValueSatisfying(c -> assertThat(c.nullable()).isFalse());
      }
    }
  }

  @Test
  void aTableMadeOfSeveralRecordsHasItsPolicyInTheKey() {
    List<String> relative =
        List.of(
            "resolution.memberships",
            "links.groups",
            "curated.persons",
            "curated.organisations",
            "curated.objects",
            "curated.links",
            "curated.trends_monthly");
    for (String table : relative) {
      assertThat(Contracts.load().get(TableName.of(table)).grain())
          .as(table)
          .contains(TableContract.POLICY_ID);
    }
  }

  /** What readers are masked and asked by must not be open where somebody forgot to say it. */
  @Test
  void aColumnOfWhichNobodySaysHowMuchItSaysOfAPersonIsRefused() {
    String yaml =
        """
        table: text.a
        description: "One."
        grain: [b]
        write: append
        columns:
          - name: b
            type: string
            doc: "Two."
        """;
    TableName name = TableName.of("text.a");

    assertThatThrownBy(() -> Contracts.read(name, yaml))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Cannot read text.a: column b lacks sensitivity");
    assertThat(Contracts.read(name, yaml + "    sensitivity: none\n").columns()).hasSize(1);
  }

  /** The plugin in Trino knows no contracts; of a table that it does not know it asks for both. */
  @Test
  void trinoAsksForAPurposeAndAReasonWhereverATableSaysSomethingOfPersons() {
    assertThat(Contracts.load().all())
        .filteredOn(contract -> contract.carriesPolicy() && !contract.nominal())
        .extracting(contract -> contract.name().toString())
        .as(
            "the tables with labels of which all columns are `none`: either into RowFilter.OPEN of"
                + " trino-plugin, or some column says more of a person than that")
        .containsExactlyInAnyOrderElementsOf(RowFilter.OPEN);
  }

  /** Without one each withdrawal would make the whole table anew. */
  @Test
  void aTableThatIsAddedToRowByRowSaysByWhatKeyItsRowsAreTakenBack() {
    assertThat(Contracts.load().all())
        .filteredOn(c -> c.write() == WriteMode.APPEND && !c.lineage().isEmpty())
        .isNotEmpty()
        .allSatisfy(c -> assertThat(c.key()).as("key of %s", c.name()).isNotEmpty());
  }

  /** Trino tries a reader's predicates on the values of partitions, hidden ones among them. */
  @Test
  void noTableThatReadersSeeIsPartitioned() {
    assertThat(Contracts.load().all())
        .filteredOn(TableContract::carriesPolicy)
        .allSatisfy(c -> assertThat(c.partition()).as(c.name().toString()).isEmpty());
  }

  @Test
  void aTableThatIsMadeRowByRowSaysFromWhich() {
    assertThat(
            Contracts.load().get(TableName.of("mentions.identifiers")).lineage().stream()
                .map(Lineage::inWords))
        .containsExactly(
            "sentence_id → text.sentences where subject_kind is document",
            "subject_id → text.documents where subject_kind is document",
            "subject_id → landing.records where subject_kind is record");
  }

  /** Its snapshots hold the heads of the chain. */
  @Test
  void onlyTheAuditIsLeftAsItWasWritten() {
    assertThat(Contracts.load().all())
        .filteredOn(contract -> !contract.maintenance().equals(Maintenance.USUAL))
        .hasSize(1)
        .allSatisfy(
            contract -> {
              assertThat(contract.name()).isEqualTo(TableName.of("governance.audit"));
              assertThat(contract.maintenance().compact()).isFalse();
              assertThat(contract.maintenance().expire()).isFalse();
            });
  }

  @Test
  void aTableWithoutContractIsRefused() {
    assertThatThrownBy(() -> Contracts.load().get(TableName.of("curated.nothing")))
        .hasMessage("Cannot use a table: no contract, found curated.nothing");
  }

  @Test
  void aNameThatIsNoWordIsRefused() {
    assertThatThrownBy(() -> TableName.of("curated.x; DROP"))
        .hasMessageContaining("found curated.x; DROP");
    assertThatThrownBy(() -> TableName.of("curated")).hasMessageContaining("expected stage.table");
  }

  @Test
  void quotesInADocDoNotBreakTheStatement() {
    TableContract contract =
        new TableContract(
            TableName.of("text.x"),
            "It's",
            List.of("a"),
            WriteMode.APPEND,
            List.of(),
            List.of("a"),
            0,
            1,
            List.of(),
            List.of(new Column("a", "string", false, "one's \\ own", Sensitivity.NONE)),
            null,
            List.of(),
            Maintenance.USUAL);
    assertThat(IcebergDdl.render("lake", contract))
        .contains("a string COMMENT 'one\\'s \\\\ own'")
        .contains("COMMENT 'It\\'s'")
        .contains("PARTITIONED BY (a)");
  }
}
