package org.insight.jobs.mentions;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Phrases of four languages with what is to be found in them. */
public final class PhraseFiles {

  private PhraseFiles() {}

  /**
   * Language, phrase and what is expected, of each line of {@code reading/WHAT-LANGUAGE.txt}; lines
   * that begin with # are comments.
   */
  public static Stream<String[]> of(String what) {
    List<String[]> all = new ArrayList<>();
    for (String language : List.of("fr", "en", "es", "ar")) {
      WordLists.lines(
          "reading/" + what + "-" + language + ".txt",
          line -> {
            if (!line.startsWith("#")) {
              String[] parts = line.split(" \\| ");
              all.add(new String[] {language, parts[0], parts[1]});
            }
          });
    }
    return all.stream();
  }
}
