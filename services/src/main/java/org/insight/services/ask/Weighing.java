package org.insight.services.ask;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.insight.resolution.Evidence;
import org.insight.resolution.Model;
import org.insight.resolution.Profile;
import org.insight.resolution.Scorer;
import org.insight.services.ask.Explanation.Step;

/** Gives the score of a pair of records as a sum, line by line. */
final class Weighing {

  /**
   * A record of a pair.
   *
   * @param profile what is compared
   * @param properties what the source wrote
   * @param identifiers normalised, by kind
   */
  record Side(
      Profile profile,
      boolean person,
      Map<String, List<String>> properties,
      Map<String, List<String>> identifiers) {

    /** The values of some properties, each once. */
    String said(String... names) {
      return joined(properties, names);
    }

    private String numbers(String... kinds) {
      return joined(identifiers, kinds);
    }

    private static String joined(Map<String, List<String>> values, String... names) {
      return Stream.of(names)
          .flatMap(name -> values.getOrDefault(name, List.of()).stream())
          .filter(value -> value != null && !value.isBlank())
          .distinct()
          .collect(Collectors.joining(", "));
    }
  }

  private final Model model;
  private final Scorer scorer;
  private final Evidence evidence = new Evidence();

  Weighing(Model model) {
    this.model = model;
    this.scorer = new Scorer(model);
  }

  /**
   * The lines of a score, which add up to it.
   *
   * @param score as resolution gave it, in thousandths of a bit
   */
  List<Step> steps(Side one, Side other, int score) {
    List<Step> steps = new ArrayList<>();
    int rest = score;
    steps.add(step("prior", "", "", "", model.prior()));
    rest -= model.prior();
    if (scorer.compare(one.profile(), other.profile(), evidence)) {
      for (int i = 0; i < evidence.size(); i++) {
        int weight = scorer.weight(evidence, i);
        steps.add(
            step(
                evidence.comparison(i).code(),
                evidence.comparison(i).levels().get(evidence.level(i)),
                value(i, one, evidence.wordOfOne(i, one.profile())),
                value(i, other, evidence.wordOfOther(i, other.profile())),
                weight));
        rest -= weight;
      }
      String limit = scorer.limit(evidence);
      if (limit != null && scorer.total(evidence) == score) {
        steps.add(step("limit", limit, "", "", rest));
        rest = 0;
      }
    }
    if (rest != 0) {
      steps.add(step("model", "has changed since the lake was resolved", "", "", rest));
    }
    return steps;
  }

  /** The same for a reader who may not see what was compared: one sum. */
  List<Step> sum(int score) {
    return List.of(
        step("prior", "", "", "", model.prior()),
        step("all comparisons", "shown from clearance 1", "", "", score - model.prior()));
  }

  private static Step step(
      String comparison, String level, String value, String other, int milliBits) {
    return new Step(comparison, level, value, other, milliBits / 1_000.0);
  }

  private String value(int observation, Side side, String word) {
    return switch (evidence.comparison(observation)) {
      case GIVEN_NAME, FAMILY_NAME, NAME_WORD -> word;
      case NAME_ORDER -> "";
      case BIRTH_DATE -> side.said("birthDate", "incorporationDate");
      case BIRTH_PLACE -> side.said("birthPlace");
      case COUNTRY ->
          side.person()
              ? side.said("nationality")
              : side.said("nationality", "country", "jurisdiction");
      case SEX -> side.said("gender");
      case IDENTIFIER -> side.numbers("passport", "national_id", "registration");
      case LIST_ENTRY -> side.numbers("list_entry");
      case ADDRESS -> side.said("address");
      case PHONE -> side.numbers("phone");
      case EMAIL -> side.numbers("email");
    };
  }
}
