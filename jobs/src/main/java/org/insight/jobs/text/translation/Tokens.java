package org.insight.jobs.text.translation;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Words that no language has, one for each thing in a sentence that engines must not touch. They
 * keep their place and their case.
 */
final class Tokens {

  /** A run of letters, which may be a token. */
  static final Pattern WORD = Pattern.compile("\\p{L}+");

  /** Of tokens; a sentence that holds one takes the next. */
  private static final String[] PREFIXES = {"xqz", "zqx", "xwq", "qzx", "wqz"};

  private static final int LETTERS = 26;

  private final String prefix;

  private Tokens(String prefix) {
    this.prefix = prefix;
  }

  /**
   * @return empty where the sentence holds all prefixes
   */
  static Optional<Tokens> of(String sentence) {
    String text = sentence.toLowerCase(Locale.ROOT);
    return Stream.of(PREFIXES).filter(p -> !text.contains(p)).findFirst().map(Tokens::new);
  }

  /** The token of a number from 0. */
  String token(int number) {
    StringBuilder letters = new StringBuilder();
    int rest = number;
    do {
      letters.insert(0, (char) ('a' + rest % LETTERS));
      rest = rest / LETTERS - 1;
    } while (rest >= 0);
    return prefix + letters;
  }

  /** What a token is looked up by. */
  static String key(String word) {
    return word.toLowerCase(Locale.ROOT);
  }
}
