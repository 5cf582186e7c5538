package org.insight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.insight.services.RunSummary;
import org.insight.services.RunSummary.Balance;
import org.insight.services.RunSummary.MappedItems;
import org.junit.jupiter.api.Test;

class PrintedRunTest {

  @Test
  void aRunNamesItsMappingsAndCountsTablesWithoutOne() {
    assertThat(
            printed(
                List.of(
                    new MappedItems("extract-persons", 1200, 3),
                    new MappedItems("generic-csv", 2, 0)),
                4))
        .contains(
            "mapping          items read  columns absent in",
            "extract-persons  1,200       3",
            "generic-csv      2           0",
            "Tables that fit no mapping and were read as text: 4 (issue table_without_mapping in"
                + " landing.items)");
  }

  @Test
  void aRunWithoutTablesSaysNothingOfMappings() {
    assertThat(printed(List.of(), 0)).noneMatch(line -> line.contains("mapping"));
  }

  private static List<String> printed(List<MappedItems> mapped, long tablesWithoutMapping) {
    StringWriter text = new StringWriter();
    new PrintedRun(new PrintWriter(text))
        .ended(
            new RunSummary(
                1300, 5000, true, List.of(), new Balance(0, 0, 0), mapped, tablesWithoutMapping));
    return text.toString().lines().toList();
  }
}
