package org.insight.jobs.mentions.places;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.insight.jobs.mentions.WordLists;

/**
 * Names of places that are also names of persons or common words: they count only where the text
 * says that they are places. Names of persons are those of {@code reference/terms.tsv}.
 */
final class Cautious {

  /** Among ten million names; rarer ones are few beside the places of the name. */
  private static final int COMMON = 100;

  private static final Set<Long> NAMES = new HashSet<>();

  static {
    Map<String, List<String>> lists =
        WordLists.yaml(
            "gazetteers/ambiguous.yaml", new TypeReference<Map<String, List<String>>>() {});
    for (String list : List.of("words", "names", "country_words", "not_places")) {
      lists.getOrDefault(list, List.of()).forEach(name -> NAMES.add(Toponyms.hash(name)));
    }
    WordLists.lines(
        "reference/terms.tsv",
        line -> {
          String[] fields = line.split("\t", -1);
          if (fields.length == 3 && Integer.parseInt(fields[1]) >= COMMON) {
            NAMES.add(Toponyms.hash(fields[2]));
          }
        });
  }

  private Cautious() {}

  static boolean has(long hash) {
    return NAMES.contains(hash);
  }
}
