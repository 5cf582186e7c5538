package org.insight.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.jobs.landing.mapping.Mappings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnMappingsTest {

  private static final String HOME = "insight.home";

  @TempDir private Path home;
  private @Nullable String before;

  @BeforeEach
  void setHome() {
    before = System.setProperty(HOME, home.toString());
  }

  @AfterEach
  void resetHome() {
    if (before == null) {
      System.clearProperty(HOME);
    } else {
      System.setProperty(HOME, before);
    }
  }

  @Test
  void mappingsOfTheInstallationComeBeforeThoseOfThePlatform() throws Exception {
    assertThat(JobRegistry.mappings()).isEmpty();
    Path folder = Files.createDirectories(home.resolve("conf/mappings"));
    Files.writeString(
        folder.resolve("badges.yaml"),
        "id: badges\nkind: extract\nformat: csv\nrecognise: {header: [badge, name]}\n"
            + "entities: [{key: p, schema: Person, properties: {name: {from: name}}}]\n");
    List<String> own = JobRegistry.mappings();
    assertThat(
            new Mappings(own)
                .find("badge,name\n1,Ana Ficta\n".getBytes(StandardCharsets.UTF_8), "a.csv"))
        .hasValueSatisfying(m -> assertThat(m.id()).isEqualTo("badges"));
    Files.move(folder.resolve("badges.yaml"), folder.resolve("badges.yml"));
    assertThat(JobRegistry.mappings()).isEqualTo(own);
    Files.writeString(folder.resolve("wrong.yaml"), "id: wrong\nrecognize: {}\n");
    assertThatThrownBy(JobRegistry::mappings)
        .isInstanceOfSatisfying(
            InsightException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(ErrorKind.USAGE);
              assertThat(e.getMessage())
                  .startsWith("Cannot read a mapping: unknown key, found recognize")
                  .endsWith(" in conf/mappings/wrong.yaml")
                  .hasLineCount(1);
            });
  }
}
