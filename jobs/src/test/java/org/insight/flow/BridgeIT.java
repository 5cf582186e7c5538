package org.insight.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One record alone bridges two others: one person for who may see it, two for who may not. */
class BridgeIT {

  @TempDir private static Path folder;

  @Test
  void theReaderWithoutTheBridgeGetsTwoPersonsWithTheIdsOfALakeWithoutIt() throws IOException {
    source("whole", "open-a", 0, "1,Exemple,Anna,,F,1980-01-02,,FR,XX1234567,FR,,,,,,,,,\n");
    source("whole", "secret", 3, "2,Exemple,Ana,,F,1980-01-02,,FR,XX1234567,FR,28001Z77,,,,,,,,\n");
    source("whole", "open-c", 0, "3,Exemplo,Anna M.,,F,1980-01-02,,FR,,,28001Z77,,,,,,,,\n");
    source("cut", "open-a", 0, "1,Exemple,Anna,,F,1980-01-02,,FR,XX1234567,FR,,,,,,,,,\n");
    source("cut", "open-c", 0, "3,Exemplo,Anna M.,,F,1980-01-02,,FR,,,28001Z77,,,,,,,,\n");
    Insight.run(folder, "run", "--inbox", "whole", "--lake", "lake-whole").succeeded();
    Insight.run(folder, "run", "--inbox", "cut", "--lake", "lake-cut").succeeded();

    String query =
        "SELECT entity_id, policy_id, caption, records FROM curated.persons ORDER BY 1, 2";
    TreeSet<String> all = rows("lake-whole", "fr-analyst", query);
    TreeSet<String> less = rows("lake-whole", "demo", query);
    assertThat(all).singleElement().asString().contains("\"records\":3");
    assertThat(less).hasSize(2).allMatch(row -> row.contains("\"records\":1"));
    assertThat(less).isEqualTo(rows("lake-cut", "demo", query));
  }

  private static void source(String inbox, String name, int level, String rows) throws IOException {
    PersonsCsv.write(
        folder.resolve(inbox).resolve(name),
        "source: FR\npurposes: [investigation, crime-analysis]\nlevel: "
            + level
            + "\nconditions: [\""
            + name
            + "\"]\n",
        rows);
  }

  private static TreeSet<String> rows(String lake, String reader, String query) throws IOException {
    TreeSet<String> rows = new TreeSet<>();
    String out =
        Insight.run(folder, "sql", "--lake", lake, "--as", reader, "--format", "json", query)
            .succeeded()
            .out();
    for (String line : out.lines().toList()) {
      JsonNode row = new ObjectMapper().readTree(line);
      rows.add(row.toString());
    }
    return rows;
  }
}
