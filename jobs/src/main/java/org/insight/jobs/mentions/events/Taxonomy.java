package org.insight.jobs.mentions.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.insight.jobs.mentions.WordLists;

/**
 * What events are called: {@code reading/events/taxonomy.yaml}. Offences have their category in
 * UNODC's International Classification of Crime for Statistical Purposes (ICCS 1.0), level 2.
 */
public final class Taxonomy {

  private static final JsonNode SOURCE = WordLists.tree("reading/events/taxonomy.yaml");

  private Taxonomy() {}

  /** The four digits of an offence's ICCS category; empty for what is no offence. */
  public static Optional<String> iccs(String code) {
    return text(SOURCE.path("offences").path(code).path("iccs"));
  }

  /** The English name of an offence's ICCS category; empty for what is no offence. */
  public static Optional<String> category(String code) {
    return text(SOURCE.path("offences").path(code).path("category"));
  }

  /** The offence that holding or seizing a commodity tells of; empty if it tells of none. */
  public static Optional<String> offenceOf(String commodity) {
    return text(SOURCE.path("commodities").path(commodity).path("offence"));
  }

  /** All codes of a kind. */
  public static List<String> codes(EventKind kind) {
    List<String> codes = new ArrayList<>();
    switch (kind) {
      case OFFENCE -> SOURCE.path("offences").fieldNames().forEachRemaining(codes::add);
      case MODUS_OPERANDI -> SOURCE.path("modus_operandi").forEach(c -> codes.add(c.asText()));
      case MEANS -> SOURCE.path("means").forEach(c -> codes.add(c.asText()));
      case COMMODITY -> SOURCE.path("commodities").fieldNames().forEachRemaining(codes::add);
      case MONEY -> codes.add("money");
    }
    return codes;
  }

  private static Optional<String> text(JsonNode node) {
    return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
  }
}
