package org.insight.simulate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sentences with gaps, by heading, from a resource: {@code [heading]}, then one a line. */
record Phrases(Map<String, List<String>> byHeading) {

  static Phrases read(String file) {
    Map<String, List<String>> byHeading = new LinkedHashMap<>();
    List<String> current = new ArrayList<>();
    for (String line : lines(file)) {
      if (line.startsWith("[")) {
        current = new ArrayList<>();
        byHeading.put(line.substring(1, line.length() - 1), current);
      } else {
        current.add(line);
      }
    }
    return new Phrases(byHeading);
  }

  List<String> of(String heading) {
    List<String> phrases = byHeading.get(heading);
    if (phrases == null || phrases.isEmpty()) {
      throw new IllegalArgumentException("Cannot write a sentence: no heading, found " + heading);
    }
    return phrases;
  }

  /** Lines of a resource of this package's folder, without empty ones. */
  static List<String> lines(String file) {
    try (InputStream in = Phrases.class.getResourceAsStream("/simulate/" + file)) {
      if (in == null) {
        throw new IllegalStateException("Cannot read a resource: it is missing, found " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
