package org.insight.jobs.mentions;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.insight.core.Sha256;

/**
 * What a set of rules is: a number that is raised when their code makes other rows, and a digest of
 * their word lists. Where it changes, all rows are made anew.
 */
enum RuleVersion {
  NAMES(1, "reading/given-names.yaml", "reading/roles-%s.yaml"),
  TIMES(1, "reading/times/%s.yaml"),
  PLACES(
      1,
      "reading/place-names.yaml",
      "reading/places-%s.yaml",
      "reference/toponyms.tsv",
      "reference/regions.tsv"),
  DESCRIBED(1, "reading/given-names.yaml", "reading/nationalities.yaml", "reading/roles-%s.yaml"),
  EVENTS(1, "reading/events/taxonomy.yaml", "reading/events/%s.yaml");

  /** Of the digest. */
  private static final int DIGITS = 12;

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
    return KNOWN.computeIfAbsent(this, version -> version.code + "-" + version.digest());
  }

  private String digest() {
    MessageDigest digest = Sha256.digest();
    for (String list : lists) {
      try (InputStream in = RuleVersion.class.getClassLoader().getResourceAsStream(list)) {
        digest.update(Objects.requireNonNull(in, list).readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot read " + list, e);
      }
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
  }
}
