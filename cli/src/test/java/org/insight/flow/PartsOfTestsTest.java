package org.insight.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.suite.api.SelectClasses;

/** The parts of {@code make test-long}, as the Makefile names them. */
class PartsOfTestsTest {

  private static final Path ROOT = Path.of("..");
  private static final Pattern PART = Pattern.compile("(?m)^PART_([a-z-]+) :=(.*)$");

  @Test
  void eachLongClassIsInOnePart() throws IOException {
    List<String> inParts = new ArrayList<>();
    Matcher part = PART.matcher(Files.readString(ROOT.resolve("Makefile")));
    while (part.find()) {
      inParts.addAll(
          part.group(2).isBlank() ? List.of() : List.of(part.group(2).strip().split(" ")));
    }
    Arrays.stream(TrinoSuiteIT.class.getAnnotation(SelectClasses.class).value())
        .map(Class::getSimpleName)
        .forEach(inParts::add);
    assertThat(inParts).containsExactlyInAnyOrderElementsOf(longClasses());
  }

  private static List<String> longClasses() throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path tests : modules.map(m -> m.resolve("src/test/java")).toList()) {
        if (Files.isDirectory(tests)) {
          try (Stream<Path> files = Files.walk(tests)) {
            files
                .map(file -> file.getFileName().toString())
                .filter(name -> name.endsWith("IT.java"))
                .forEach(name -> names.add(name.substring(0, name.length() - ".java".length())));
          }
        }
      }
    }
    return names;
  }
}
