package org.insight;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code make test} skips the tests of all modules where they are made, and runs them apart. */
class ModulesTest {

  private static final Path HOME = Path.of("..");

  @Test
  void theTestsOfEachModuleBelowJobsAreRunByTestsXml() throws IOException {
    List<String> tested =
        named("pom.xml", "<module>([a-z-]+)</module>").stream()
            .filter(module -> Files.isDirectory(HOME.resolve(module).resolve("src/test/java")))
            .filter(module -> !module.equals("jobs"))
            .toList();
    assertThat(tested).isNotEmpty();
    assertThat(named("tests.xml", "<id>([a-z-]+)</id>")).containsExactlyElementsOf(tested);
    assertThat(named("tests.xml", "basedir}/([a-z-]+)/target/test-classes<"))
        .containsExactlyElementsOf(tested);
  }

  private static List<String> named(String file, String pattern) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(HOME.resolve(file)))
        .results()
        .map(found -> found.group(1))
        .toList();
  }
}
