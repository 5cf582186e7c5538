package org.insight.jobs.mentions.events;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.insight.jobs.mentions.events.TermIndex.Match;
import org.jspecify.annotations.Nullable;

/** Numbers in digits and words, and the units behind them. */
final class Amounts {

  /** Longer runs of words are no number. */
  private static final int LONGEST = 8;

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

  /** A number: words from first to before end. */
  record Amount(int first, int end, BigDecimal value) {}

  private final EventLanguage language;
  private final Tokens tokens;
  private final Map<Integer, Match> words = new HashMap<>();
  private final Map<Integer, Match> units = new HashMap<>();

  /** Amounts by where they end. */
  private final Map<Integer, Amount> byEnd = new HashMap<>();

  Amounts(EventLanguage language, Tokens tokens, List<List<String>> forms) {
    this.language = language;
    this.tokens = tokens;
    language.numbers.find(tokens, forms).forEach(m -> words.put(m.first(), m));
    language.units.find(tokens, forms).forEach(m -> units.put(m.end(), m));
    for (int i = 0; i < tokens.size(); i++) {
      @Nullable Amount amount = read(i);
      if (amount != null) {
        byEnd.put(amount.end(), amount);
        i = amount.end() - 1;
      }
    }
  }

  /** The amount that ends before a word. */
  @Nullable Amount endingAt(int end) {
    return byEnd.get(end);
  }

  /** All of them. */
  Iterable<Amount> all() {
    return byEnd.values().stream()
        .sorted(java.util.Comparator.comparingInt(Amount::first))
        .toList();
  }

  /** The unit that ends before a word; one that is two carries "2 " before it. */
  @Nullable Match unitEndingAt(int end) {
    return units.get(end);
  }

  /** Whether a unit begins at a word. */
  boolean isUnitAt(int first) {
    return units.values().stream().anyMatch(u -> u.first() == first);
  }

  private @Nullable Amount read(int first) {
    BigDecimal total = BigDecimal.ZERO;
    BigDecimal current = BigDecimal.ZERO;
    int at = first;
    int end = first;
    while (at < tokens.size() && at - first < LONGEST && (at == first || tokens.isJoined(at))) {
      String word = tokens.word(at);
      if (Character.isDigit(word.charAt(0))) {
        boolean group = at > first && word.length() == 3 && isDigits(tokens.word(at - 1));
        if (at > first && !group) {
          break;
        }
        @Nullable BigDecimal digits = digits(word);
        if (digits == null) {
          return null;
        }
        current = group ? current.multiply(THOUSAND).add(digits) : digits;
        at++;
      } else {
        @Nullable Match number = words.get(at);
        if (number == null) {
          // "and" within a number.
          if (at > first && language.numberJoins.contains(word) && words.containsKey(at + 1)) {
            at++;
            continue;
          }
          break;
        }
        BigDecimal value = language.numberValues.getOrDefault(number.code(), BigDecimal.ZERO);
        if (value.compareTo(THOUSAND) >= 0) {
          total = total.add(current.signum() == 0 ? value : current.multiply(value));
          current = BigDecimal.ZERO;
        } else if (value.compareTo(HUNDRED) == 0 && current.signum() > 0) {
          current = current.multiply(HUNDRED);
        } else {
          current = current.add(value);
        }
        at = number.end();
      }
      end = at;
    }
    return end == first ? null : new Amount(first, end, total.add(current));
  }

  private static boolean isDigits(String word) {
    return word.length() <= 3 && word.chars().allMatch(Character::isDigit);
  }

  /** "1.200" and "2,3" by the language's mark of decimals. */
  private @Nullable BigDecimal digits(String written) {
    String word = written.replace('٫', '.').replace("٬", "");
    if (word.length() > 15) {
      return null;
    }
    int lastDot = word.lastIndexOf('.');
    int lastComma = word.lastIndexOf(',');
    int last = Math.max(lastDot, lastComma);
    if (last < 0) {
      return new BigDecimal(word);
    }
    char mark = word.charAt(last);
    boolean both = lastDot >= 0 && lastComma >= 0;
    boolean many = word.indexOf(mark) != last;
    boolean three = word.length() - last - 1 == 3;
    boolean decimal = !many && (both || !three || mark == language.decimal);
    String whole = word.substring(0, last).replaceAll("[.,]", "");
    String rest = word.substring(last + 1);
    return new BigDecimal(decimal ? whole + "." + rest : whole + rest);
  }
}
