package org.insight.jobs.mentions;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What a set of rules is: a number that is raised when their code makes other rows, and a digest of
 * their word lists. Where it changes, all rows are made anew.
 */
enum RuleVersion {
  NAMES(4, "reading/function-words-ar.yaml", "reading/given-names.yaml", "reading/roles-%s.yaml"),
  TIMES(1, "reading/times/%s.yaml"),
  PLACES(
      3,
      "gazetteers/ambiguous.yaml",
      "gazetteers/countries.yaml",
      "gazetteers/offences.yaml",
      "reading/place-names.yaml",
      "reading/places-%s.yaml",
      "reference/terms.tsv",
      "reference/toponyms.tsv",
      "reference/regions.tsv"),
  DESCRIBED(2, "reading/given-names.yaml", "reading/nationalities.yaml", "reading/roles-%s.yaml"),
  EVENTS(1, "gazetteers/offences.yaml", "reading/events/taxonomy.yaml", "reading/events/%s.yaml");

  private static final Map<RuleVersion, String> KNOWN = new ConcurrentHashMap<>();

  private final int code;
  private final List<String> lists;

  RuleVersion(int code, String... lists) {
    this.code = code;
    this.lists =
        Stream.of(lists)
            .flatMap(
                list ->
                    list.contains("%s")
                        ? Stream.of("ar", "en", "es", "fr").map(list::formatted)
                        : Stream.of(list))
            .toList();
  }

  /** Such as {@code 1-0123456789ab}. */
  String text() {
    return KNOWN.computeIfAbsent(
        this, version -> version.code + "-" + WordLists.version(version.lists));
  }
}
