package org.insight.services.ask;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.insight.findings.LinkStrength;
import org.insight.jobs.landing.mapping.Digits;
import org.insight.jobs.mentions.Phones;

/**
 * Ties a number that was written without its country with all ends that have one which it may be: a
 * telephone number that is the same if it is dialled in the other's country, or a plate or document
 * with the same characters.
 *
 * <p>If n of N ends have or could have it, the chance of each is n / N. Added is the probability
 * that it looks like one of the M numbers of that kind by chance: M / 10<sup>d - 6</sup> for a
 * telephone number of d digits in international form, as the first say the country and the network,
 * else M over all numbers of as many digits and letters.
 */
final class LeadRules {

  /** More than so many may be anybody. */
  private static final int MOST_OWNERS = 100;

  private static final String PHONE = "phone";

  /** Last digits of a telephone number by which those are found that may be the same. */
  private static final int LAST_DIGITS = 7;

  /** First digits that say the country and the network. */
  private static final int OF_THE_NETWORK = 6;

  private static final Comparator<Lead> BEST =
      Comparator.comparingLong(Lead::chance)
          .thenComparing(lead -> lead.owned().get(0).value())
          .thenComparing(Lead::one)
          .thenComparing(lead -> lead.written().raw())
          .thenComparing(lead -> lead.written().place().subjectId())
          .thenComparingInt(lead -> lead.written().place().begin());

  private static final Comparator<WrittenNumber> IN_ORDER =
      Comparator.comparing(WrittenNumber::value)
          .thenComparing(number -> number.place().subjectId())
          .thenComparingInt(number -> number.place().begin())
          .thenComparing(WrittenNumber::raw);

  /** Numbers with their country by what they are without it, then by value. */
  private final Map<String, Map<String, List<WrittenNumber>>> whole = new HashMap<>();

  private final Map<String, Set<String>> valuesByKind = new HashMap<>();
  private final long ends;

  /**
   * @param ends N, all that could have a number
   */
  LeadRules(long ends) {
    this.ends = ends;
  }

  /**
   * The best lead of each two ends, by the ends.
   *
   * @param numbers all that are visible
   */
  Map<Set<String>, Lead> leads(List<WrittenNumber> numbers) {
    for (WrittenNumber number : numbers) {
      if (isWhole(number)) {
        whole
            .computeIfAbsent(key(number), key -> new TreeMap<>())
            .computeIfAbsent(number.value(), value -> new ArrayList<>())
            .add(number);
        valuesByKind.computeIfAbsent(number.kind(), kind -> new HashSet<>()).add(number.value());
      }
    }
    Map<Set<String>, Lead> best = new HashMap<>();
    for (WrittenNumber number : numbers) {
      if (number.isGuess() || !isWhole(number)) {
        add(number, best);
      }
    }
    return best;
  }

  private void add(WrittenNumber written, Map<Set<String>, Lead> best) {
    Map<String, List<WrittenNumber>> owners = new TreeMap<>();
    whole
        .getOrDefault(key(written), Map.of())
        .forEach(
            (value, same) -> {
              if (isSame(written, same.get(0))) {
                same.forEach(
                    number ->
                        owners.computeIfAbsent(number.end(), end -> new ArrayList<>()).add(number));
              }
            });
    // Whoever has it with another country too has said which it is.
    List<WrittenNumber> own = owners.getOrDefault(written.end(), List.of());
    if (own.stream().anyMatch(number -> !number.value().equals(written.value()))
        || owners.size() > MOST_OWNERS) {
      return;
    }
    owners.remove(written.end());
    owners.forEach(
        (end, theirs) -> {
          // If one has the value itself, both are linked and the guess holds so far.
          if (theirs.stream().noneMatch(number -> number.value().equals(written.value()))) {
            Lead lead =
                new Lead(
                    written,
                    theirs.stream().sorted(IN_ORDER).toList(),
                    owners.size() - 1,
                    LinkStrength.lead(
                        ends, owners.size(), coincidence(theirs.get(0)) + 1 - written.ownership()));
            best.merge(Set.of(written.end(), end), lead, (a, b) -> BEST.compare(a, b) <= 0 ? a : b);
          }
        });
  }

  private static boolean isWhole(WrittenNumber number) {
    return !number.value().isEmpty() && number.country() != null;
  }

  private static String key(WrittenNumber number) {
    if (number.kind().equals(PHONE)) {
      String digits =
          digits(number.value().isEmpty() ? Digits.western(number.raw()) : number.value());
      return PHONE + digits.substring(Math.max(0, digits.length() - LAST_DIGITS));
    }
    return number.kind() + characters(number);
  }

  private static String digits(String text) {
    return text.replaceAll("[^0-9]", "");
  }

  /** Without the country, and without the sign between the parts of a German plate. */
  private static String characters(WrittenNumber number) {
    String value = number.value();
    String country = number.country();
    return (country != null && value.startsWith(country + ":")
            ? value.substring(country.length() + 1)
            : value)
        .replace("-", "");
  }

  private static boolean isSame(WrittenNumber written, WrittenNumber whole) {
    return !written.kind().equals(PHONE)
        || whole.value().equals(written.value())
        || whole.country() != null
            && whole.value().equals(Phones.national(written.raw(), whole.country()));
  }

  private double coincidence(WrittenNumber whole) {
    double forms = 1;
    if (whole.kind().equals(PHONE)) {
      forms = Math.pow(10, digits(whole.value()).length() - OF_THE_NETWORK);
    } else {
      String characters = characters(whole);
      for (int i = 0; i < characters.length(); i++) {
        forms *= Character.isDigit(characters.charAt(i)) ? 10 : 26;
      }
    }
    return valuesByKind.getOrDefault(whole.kind(), Set.of()).size() / Math.max(1, forms);
  }
}
