package org.insight.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is rendered from the contracts is kept, and is current; RENDER=1 writes it. */
class RenderedFilesTest {

  private static final Path DOCS = Path.of("..", "docs");
  private static final Path TRINO = Path.of("..", "conf", "trino");

  @Test
  void rulesOfTrinoAreThoseOfTheContracts() throws IOException {
    TreeMap<Path, String> expected = new TreeMap<>();
    expected.put(TRINO.resolve("rules.json"), TrinoRules.render("lake", Contracts.load()));
    expected.put(TRINO.resolve("resource-groups.json"), TrinoRules.resourceGroups());
    renderedAndCurrent(expected);
  }

  @Test
  void pagesAndDdlInDocsAreThoseOfTheContracts() throws IOException {
    TreeMap<Path, String> expected = new TreeMap<>();
    Contracts contracts = Contracts.load();
    for (TableContract contract : contracts.all()) {
      expected.put(
          DOCS.resolve("tables").resolve(contract.name() + ".md"), TableDocs.render(contract));
    }
    expected.put(
        DOCS.resolve("tables").resolve("iceberg.sql"),
        contracts.all().stream()
            .map(
                c ->
                    IcebergDdl.render("lake", c).strip()
                        + ";\n"
                        + IcebergDdl.order("lake", c).map(o -> o + ";\n").orElse(""))
            .collect(Collectors.joining("\n")));
    renderedAndCurrent(expected);
    try (Stream<Path> there = Files.list(DOCS.resolve("tables"))) {
      assertThat(there.toList()).containsExactlyInAnyOrderElementsOf(expected.keySet());
    }
  }

  private static void renderedAndCurrent(TreeMap<Path, String> expected) throws IOException {
    if (System.getenv("RENDER") != null) {
      for (var file : expected.entrySet()) {
        Files.createDirectories(file.getKey().getParent());
        Files.writeString(file.getKey(), file.getValue());
      }
    }
    for (var file : expected.entrySet()) {
      assertThat(file.getKey())
          .as("run `make render` after a change of contracts")
          .exists()
          .hasContent(file.getValue());
    }
  }
}
