package org.insight.jobs.mentions.events;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.insight.jobs.mentions.FoldedText;
import org.insight.jobs.mentions.events.Amounts.Amount;
import org.insight.jobs.mentions.events.TermIndex.Match;
import org.jspecify.annotations.Nullable;

/**
 * Reads what happened in a text: offences, how and with what they were done, commodities with their
 * amounts and money, in French, English, Spanish and Arabic. {@link Taxonomy} has the codes, {@code
 * StatusScopes} the rules of negation and hypothesis.
 *
 * <ul>
 *   <li>Terms match whole words; the longest at a place counts. Letters that Arabic writes together
 *       with a word may stand before it and are part of the event's words.
 *   <li>A commodity that is seized, found or carried tells of its offence: where the sentence has
 *       no term for it, the words of the seizure are an offence.
 *   <li>A number is money beside a currency, or behind a word for paying if it is 100 or more.
 * </ul>
 */
public final class EventReader {

  private static final BigDecimal LEAST_BARE_SUM = BigDecimal.valueOf(100);

  /** Words between an office and what it deals with. */
  private static final int OFFICE = 4;

  /** Letters of a word between a number and what is counted. */
  private static final int ADJECTIVE = 4;

  private EventReader() {}

  /**
   * The events of a text, by their place.
   *
   * @param text any text
   * @param language ISO 639-1; a text of another language has no events
   * @param sentences in order; if none, the text's full stops end them
   */
  public static List<FoundEvent> read(String text, String language, List<SentenceSpan> sentences) {
    @Nullable EventLanguage known = EventLanguage.of(language);
    return known == null ? List.of() : new Reader(text, known, sentences).read();
  }

  /** One text. */
  private static final class Reader {
    private final String text;
    private final EventLanguage language;
    private final Tokens tokens;
    private final List<List<String>> forms;
    private final Amounts amounts;
    private final StatusScopes scopes;

    /** The number of each word's sentence. */
    private final int[] sentenceOf;

    private final List<FoundEvent> found = new ArrayList<>();

    Reader(String text, EventLanguage language, List<SentenceSpan> sentences) {
      this.text = text;
      this.language = language;
      tokens = new Tokens(FoldedText.of(text));
      forms = language.terms(EventKind.OFFENCE).forms(tokens);
      amounts = new Amounts(language, tokens, forms);
      scopes = new StatusScopes(language, tokens, forms);
      sentenceOf = new int[tokens.size()];
      int sentence = 0;
      for (int i = 0; i < tokens.size(); i++) {
        if (sentences.isEmpty()) {
          sentence +=
              i > 0 && tokens.marks(i).chars().anyMatch(c -> ".!?؟".indexOf(c) >= 0) ? 1 : 0;
        } else {
          while (sentence + 1 < sentences.size()
              && sentences.get(sentence + 1).begin() <= tokens.begin(i)) {
            sentence++;
          }
        }
        sentenceOf[i] = sentence;
      }
    }

    List<FoundEvent> read() {
      List<Match> offences = language.terms(EventKind.OFFENCE).find(tokens, forms);
      offences.removeIf(m -> m.code().equals(EventLanguage.NONE));
      withoutOffices(offences);
      offences.forEach(m -> add(m.first(), m.end(), m.code(), EventKind.OFFENCE, null, null));
      for (EventKind kind : List.of(EventKind.MODUS_OPERANDI, EventKind.MEANS)) {
        for (Match m : language.terms(kind).find(tokens, forms)) {
          add(m.first(), m.end(), m.code(), kind, null, null);
        }
      }
      addCommodities(offences);
      addMoney();
      // What is counted is held, not used.
      List<FoundEvent> counted =
          found.stream()
              .filter(e -> e.kind() == EventKind.COMMODITY && e.amount() != null)
              .toList();
      found.removeIf(
          e ->
              e.kind() == EventKind.MEANS
                  && counted.stream().anyMatch(c -> c.begin() <= e.begin() && e.end() <= c.end()));
      found.sort(
          Comparator.comparingInt(FoundEvent::begin)
              .thenComparing(FoundEvent::kind)
              .thenComparingInt(FoundEvent::end));
      return found;
    }

    private EventStatus add(
        int first,
        int end,
        String code,
        EventKind kind,
        @Nullable BigDecimal amount,
        @Nullable String unit) {
      int from = first;
      while (from > 0 && sentenceOf[from - 1] == sentenceOf[first]) {
        from--;
      }
      int until = end;
      while (until < tokens.size() && sentenceOf[until] == sentenceOf[first]) {
        until++;
      }
      EventStatus status = scopes.of(first, end, from, until);
      int begin = tokens.begin(first);
      int last = tokens.end(end - 1);
      found.add(
          new FoundEvent(
              begin, last, text.substring(begin, last), code, kind, status, amount, unit));
      return status;
    }

    /** Drops offences in names of offices, as "Drugs and Firearms Squad". */
    private void withoutOffices(List<Match> offences) {
      List<Match> before = language.officeBefore.find(tokens, forms);
      List<Match> after = language.officeAfter.find(tokens, forms);
      offences.removeIf(
          m ->
              before.stream().anyMatch(o -> isOfficeOf(o, m))
                  || after.stream().anyMatch(o -> isNameOf(m, o)));
    }

    private boolean isOfficeOf(Match office, Match offence) {
      if (office.end() > offence.first() || offence.first() - office.end() > OFFICE) {
        return false;
      }
      for (int i = office.end(); i < offence.first(); i++) {
        if (!tokens.isJoined(i)
            || forms.get(i).stream().noneMatch(language.officeJoins::contains)) {
          return false;
        }
      }
      return tokens.isJoined(offence.first());
    }

    private boolean isNameOf(Match offence, Match office) {
      int gap = office.first() - offence.end();
      if (gap < 0 || gap > 2) {
        return false;
      }
      for (int i = offence.end(); i <= office.first(); i++) {
        if (!tokens.isJoined(i)) {
          return false;
        }
      }
      return gap == 0 || language.officeJoins.contains(tokens.word(offence.end()));
    }

    private void addCommodities(List<Match> offences) {
      List<Match> seizures = language.possession.find(tokens, forms);
      List<Match> told = new ArrayList<>(offences);
      List<Match> commodities = language.terms(EventKind.COMMODITY).find(tokens, forms);
      withoutOffices(commodities);
      for (Match commodity : commodities) {
        @Nullable EventStatus status = addCommodity(commodity, offences);
        @Nullable String offence = Taxonomy.offenceOf(commodity.code()).orElse(null);
        int sentence = sentenceOf[commodity.first()];
        if (offence == null
            || status != EventStatus.ASSERTED
            || told.stream()
                .anyMatch(m -> m.code().equals(offence) && sentenceOf[m.first()] == sentence)) {
          continue;
        }
        seizures.stream()
            .filter(s -> sentenceOf[s.first()] == sentence)
            .findFirst()
            .ifPresent(
                s -> {
                  told.add(new Match(s.first(), s.end(), offence));
                  add(s.first(), s.end(), offence, EventKind.OFFENCE, null, null);
                });
      }
    }

    /** Null for one that is a part of an offence's name and has no amount. */
    private @Nullable EventStatus addCommodity(Match commodity, List<Match> offences) {
      int at = commodity.first();
      while (at > 0 && at > commodity.first() - 2 && language.of.contains(tokens.word(at - 1))) {
        at--;
      }
      @Nullable Match unit = amounts.unitEndingAt(at);
      if (unit != null && unit.first() < commodity.first()) {
        if (unit.code().startsWith("2 ")) {
          return addAmount(
              unit.first(), commodity, BigDecimal.valueOf(2), unit.code().substring(2));
        }
        @Nullable Amount amount = amounts.endingAt(unit.first());
        if (amount != null) {
          return addAmount(amount.first(), commodity, amount.value(), unit.code());
        }
      }
      @Nullable Amount amount = amounts.endingAt(at);
      if (amount == null
          && at == commodity.first()
          && at > 0
          && tokens.isJoined(at)
          && tokens.word(at - 1).length() >= ADJECTIVE) {
        // One word between: "six reactivated pistols".
        amount = amounts.endingAt(at - 1);
      }
      boolean counted =
          amount != null && tokens.isJoined(commodity.first()) && !commodity.code().equals("cash");
      if (!counted
          && offences.stream()
              .anyMatch(
                  o ->
                      o.first() <= commodity.first()
                          && commodity.end() <= o.end()
                          && o.code().equals(Taxonomy.offenceOf(commodity.code()).orElse(null)))) {
        return null;
      }
      return amount == null || !counted
          ? add(
              commodity.first(), commodity.end(), commodity.code(), EventKind.COMMODITY, null, null)
          : addAmount(amount.first(), commodity, amount.value(), "piece");
    }

    private EventStatus addAmount(int first, Match commodity, BigDecimal amount, String unit) {
      return add(first, commodity.end(), commodity.code(), EventKind.COMMODITY, amount, unit);
    }

    private void addMoney() {
      List<Match> currencies = language.currencies.find(tokens, forms);
      List<Match> cues = language.moneyCues.find(tokens, forms);
      for (Amount amount : amounts.all()) {
        @Nullable Match behind = null;
        @Nullable Match before = null;
        for (Match currency : currencies) {
          int from = currency.first();
          if (from > amount.end() && language.of.contains(tokens.word(from - 1))) {
            from--;
          }
          if (from == amount.end() && tokens.isJoined(currency.first())) {
            behind = currency;
          }
          if (currency.end() == amount.first() && tokens.isJoined(amount.first())) {
            before = currency;
          }
        }
        if (behind != null) {
          add(
              amount.first(),
              behind.end(),
              "money",
              EventKind.MONEY,
              amount.value(),
              behind.code());
        } else if (before != null) {
          add(
              before.first(),
              amount.end(),
              "money",
              EventKind.MONEY,
              amount.value(),
              before.code());
        } else if (amount.value().compareTo(LEAST_BARE_SUM) >= 0
            && Character.isDigit(tokens.word(amount.first()).charAt(0))
            && cues.stream().anyMatch(c -> isCueOf(c, amount))) {
          add(amount.first(), amount.end(), "money", EventKind.MONEY, amount.value(), null);
        }
      }
    }

    private boolean isCueOf(Match cue, Amount amount) {
      int gap = amount.first() - cue.end();
      return gap >= 0
          && gap <= 1
          && (tokens.isJoined(amount.first())
              || (gap == 0 && tokens.marks(amount.first()).equals(",")))
          && sentenceOf[cue.first()] == sentenceOf[amount.first()]
          && !amounts.isUnitAt(amount.end());
    }
  }
}
