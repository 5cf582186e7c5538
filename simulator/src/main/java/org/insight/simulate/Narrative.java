package org.insight.simulate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Free text in four languages: what happened, and who is named with what. */
final class Narrative {

  /**
   * @param text lines separated by line feeds
   * @param offence in words of the text's language
   */
  record Text(String text, String offence, List<Appearance> appearances, TextTruth truth) {}

  private final Persons persons;
  private final Companies companies;
  private final PhraseBook book;

  Narrative(Persons persons, Companies companies, PhraseBook book) {
    this.persons = persons;
    this.companies = companies;
    this.book = book;
  }

  /** The language that a document of a source is written in. */
  static Language language(Country source, Draws draws) {
    return switch (source.code()) {
      case "MA", "TN" -> draws.percent(50) ? Language.AR : Language.FR;
      case "AE" -> draws.percent(60) ? Language.AR : Language.EN;
      case "US" -> draws.percent(85) ? Language.EN : Language.ES;
      default -> source.language();
    };
  }

  String offence(Language language, Offence offence) {
    return book.offence(language, offence);
  }

  /** A report with header lines. */
  Text report(Language language, BatchPlan.Slot slot, String number, Draws draws) {
    Wording wording = book.wording(language, false, slot.event().offence(), draws);
    TextWriter writer = writer(language, wording, slot, number, draws);
    String header = "header." + wording.kind();
    writer.line(book.of(language).has(header) ? header : "header").text("\n\n");
    return told(writer.body(), wording);
  }

  /** What a message says, from greeting to signature. */
  Text message(Language language, BatchPlan.Slot slot, String number, Draws draws) {
    Wording wording = book.wording(language, true, slot.event().offence(), draws);
    TextWriter writer = writer(language, wording, slot, number, draws);
    writer.line("greeting").text("\n\n");
    return told(writer.body().text("\n\n").line("signature"), wording);
  }

  private Text told(TextWriter writer, Wording wording) {
    writer.text("\n");
    return new Text(writer.text(), writer.offence(), writer.appearances(), writer.truth(wording));
  }

  /** A single line of a heading, as a subject; the truth does not speak of it. */
  String phrase(
      Language language, String heading, BatchPlan.Slot slot, String number, Draws draws) {
    return writer(language, null, slot, number, draws).line(heading).text();
  }

  private TextWriter writer(
      Language language,
      @Nullable Wording wording,
      BatchPlan.Slot slot,
      String number,
      Draws draws) {
    return new TextWriter(persons, companies, book, language, wording, slot, number, draws);
  }
}
