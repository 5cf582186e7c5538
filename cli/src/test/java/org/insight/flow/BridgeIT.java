package org.insight.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.insight.config.SettingsReader;
import org.insight.lake.Lake;
import org.insight.services.Served;
import org.insight.testing.TestLakes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One record alone ties two others, by a number to each: one person for who sees it, else two. */
class BridgeIT {

  @TempDir private static Path folder;

  @Test
  void theReaderWithoutTheBridgeGetsTwoPersonsWithTheIdsOfALakeWithoutIt() throws IOException {
    source("whole", "open-a", 0, "1,Exemple,Anna,,F,1980-01-02,,FR,XX1243567,FR,,,,,,,,,\n");
    source("whole", "secret", 3, "2,Exemple,Ana,,F,1980-01-02,,FR,XX1243567,FR,28001Z77,,,,,,,,\n");
    source("whole", "open-c", 0, "3,,Anna,,F,,,FR,,,28001Z77,,,,,,,,\n");
    source("cut", "open-a", 0, "1,Exemple,Anna,,F,1980-01-02,,FR,XX1243567,FR,,,,,,,,,\n");
    source("cut", "open-c", 0, "3,,Anna,,F,,,FR,,,28001Z77,,,,,,,,\n");
    Lake whole = lakeOf("whole");
    Lake cut = lakeOf("cut");

    String query =
        "SELECT entity_id, policy_id, caption, records FROM curated.persons ORDER BY 1, 2";
    List<String> all = answer(whole, "fr-analyst", query);
    List<String> less = answer(whole, "demo", query);
    assertThat(all).singleElement().asString().contains("\"records\":3");
    assertThat(less).hasSize(2).allMatch(row -> row.contains("\"records\":1"));
    assertThat(less).isEqualTo(answer(cut, "demo", query));
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

  private static Lake lakeOf(String inbox) {
    Lake lake = TestLakes.whole(folder.resolve("lake-" + inbox));
    Served.run(SettingsReader.read(List.of()), lake, folder.resolve(inbox));
    return lake;
  }

  private static List<String> answer(Lake lake, String reader, String query) {
    return Served.sql(
        Served.door(lake, reader, "crime-analysis", LocalDate.now(ZoneOffset.UTC)), query);
  }
}
