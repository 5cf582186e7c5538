package org.insight.jobs.mentions.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.insight.jobs.mentions.FoldedText;
import org.insight.jobs.mentions.WordLists;
import org.jspecify.annotations.Nullable;

/**
 * The words of one language, from {@code reading/events/LANGUAGE.yaml} and {@code
 * gazetteers/offences.yaml}. Of the latter, names of commodities are no offences.
 */
final class EventLanguage {

  /** The code of words that hold a term but are none. */
  static final String NONE = "-";

  private final Map<EventKind, TermIndex> kinds = new EnumMap<>(EventKind.class);
  final TermIndex possession;
  final TermIndex officeBefore;
  final TermIndex officeAfter;
  final Set<String> officeJoins;
  final TermIndex units;
  final TermIndex currencies;
  final TermIndex moneyCues;
  final TermIndex numbers;
  final TermIndex triggers;
  final Map<String, BigDecimal> numberValues = new HashMap<>();
  final Set<String> numberJoins;
  final Set<String> of;
  final char decimal;

  private EventLanguage(String language) {
    boolean arabic = language.equals("ar");
    JsonNode source = WordLists.tree("reading/events/" + language + ".yaml");
    TermIndex offences = index(source.path("offences"), arabic);
    Set<String> commodities = words(source.path("commodities"));
    WordLists.tree("gazetteers/offences.yaml")
        .fields()
        .forEachRemaining(
            e ->
                e.getValue()
                    .path(language)
                    .forEach(
                        t -> {
                          if (!commodities.contains(FoldedText.fold(t.asText()))) {
                            offences.add(t.asText(), e.getKey());
                          }
                        }));
    source.path("not_events").forEach(t -> offences.add(t.asText(), NONE));
    kinds.put(EventKind.OFFENCE, offences);
    kinds.put(EventKind.MODUS_OPERANDI, index(source.path("modus_operandi"), arabic));
    kinds.put(EventKind.MEANS, index(source.path("means"), arabic));
    kinds.put(EventKind.COMMODITY, index(source.path("commodities"), arabic));
    officeBefore = list(source.path("office_before"), arabic);
    officeAfter = list(source.path("office_after"), arabic);
    officeJoins = words(source.path("office_joins"));
    possession = list(source.path("possession"), arabic);
    units = index(source.path("units"), arabic);
    addAll(source.path("dual_units"), "2 ", units);
    currencies = index(source.path("currencies"), arabic);
    moneyCues = list(source.path("money_cues"), arabic);
    numbers = index(source.path("numbers"), arabic);
    source
        .path("numbers")
        .fieldNames()
        .forEachRemaining(n -> numberValues.put(n, new BigDecimal(n)));
    triggers = index(source.path("status"), arabic);
    numberJoins = words(source.path("number_joins"));
    of = words(source.path("of"));
    decimal = source.path("decimal").asText().charAt(0);
  }

  static @Nullable EventLanguage of(String language) {
    return Holder.ALL.get(language);
  }

  /** The terms of a kind that is found by terms. */
  TermIndex terms(EventKind kind) {
    return java.util.Objects.requireNonNull(kinds.get(kind));
  }

  private static TermIndex index(JsonNode byCode, boolean arabic) {
    TermIndex index = new TermIndex(arabic);
    addAll(byCode, "", index);
    return index;
  }

  private static void addAll(JsonNode byCode, String prefix, TermIndex index) {
    byCode
        .fields()
        .forEachRemaining(
            e -> e.getValue().forEach(t -> index.add(t.asText(), prefix + e.getKey())));
  }

  private static TermIndex list(JsonNode terms, boolean arabic) {
    TermIndex index = new TermIndex(arabic);
    terms.forEach(t -> index.add(t.asText(), ""));
    return index;
  }

  /** Each word of a list, or of lists by code. */
  private static Set<String> words(JsonNode node) {
    Set<String> words = new HashSet<>();
    if (node.isObject()) {
      node.forEach(list -> words.addAll(words(list)));
    } else {
      node.forEach(t -> words.addAll(Set.of(FoldedText.fold(t.asText()).split("/"))));
    }
    return words;
  }

  private static final class Holder {
    private static final Map<String, EventLanguage> ALL =
        Stream.of("fr", "en", "es", "ar")
            .collect(Collectors.toMap(l -> l.toLowerCase(Locale.ROOT), EventLanguage::new));
  }
}
