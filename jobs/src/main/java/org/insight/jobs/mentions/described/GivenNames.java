package org.insight.jobs.mentions.described;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.insight.jobs.mentions.Folding;

/** Common given names and the sex that each tells, from {@code reading/given-names.yaml}. */
final class GivenNames {

  private static final Map<String, Sex> SEX = read();

  private GivenNames() {}

  private static Map<String, Sex> read() {
    Map<String, Sex> names = new HashMap<>();
    Map<String, List<String>> lists = CueWords.lists("reading/given-names.yaml");
    add(lists, "male", Sex.MALE, names);
    add(lists, "female", Sex.FEMALE, names);
    add(lists, "either", Sex.UNKNOWN, names);
    return Map.copyOf(names);
  }

  private static void add(
      Map<String, List<String>> lists, String key, Sex sex, Map<String, Sex> names) {
    for (String name : lists.getOrDefault(key, List.of())) {
      names.merge(Folding.fold(name), sex, (a, b) -> a == b ? a : Sex.UNKNOWN);
    }
  }

  static boolean contains(String folded) {
    return SEX.containsKey(folded);
  }

  /** UNKNOWN for a name of both sexes, and for one that is not listed. */
  static Sex sex(String folded) {
    return SEX.getOrDefault(folded, Sex.UNKNOWN);
  }
}
