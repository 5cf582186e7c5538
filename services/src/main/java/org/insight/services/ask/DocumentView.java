package org.insight.services.ask;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A document as a reader sees it, with its translation.
 *
 * @param date of what it reports, ISO 8601; empty if it has none
 * @param language into which it was translated
 * @param pages number of its pages
 * @param restrictions how it may be used, in words, each once
 */
public record DocumentView(
    String documentId,
    String path,
    String title,
    String date,
    String language,
    int pages,
    List<Line> lines,
    List<Described> described,
    List<String> restrictions) {

  /**
   * A sentence and its translation.
   *
   * @param position 0 for the first sentence
   * @param page 1 for the first page
   * @param language fr, en, es, ar or und
   * @param marks what was found in it, in its order; none overlap
   * @param translation null where there is none
   */
  public record Line(
      int position,
      int page,
      String language,
      String text,
      List<Mark> marks,
      @Nullable Translated translation) {}

  /**
   * Words of a sentence that say something.
   *
   * @param begin first UTF-16 unit in the sentence
   * @param end after the last UTF-16 unit
   * @param kind person, organization, location, country, place, offence, time, or of an identifier
   */
  public record Mark(int begin, int end, String kind) {}

  /**
   * A sentence in another language.
   *
   * @param id translation_id in text.translations
   * @param text null where the engine failed or a reader rejected it
   * @param engine apertium, gloss or another engine; reader, where one corrected or confirmed it
   * @param gloss whether it is words beside words, no translation
   * @param unknown share of words that the engine did not know, from 0 to 1
   * @param flags what differs from the original
   */
  public record Translated(
      String id,
      @Nullable String text,
      String engine,
      boolean gloss,
      double unknown,
      List<String> flags) {

    /** Where the words come from and what differs, in words; empty for a translation without. */
    public String remarks() {
      String made =
          engine.equals("reader")
              ? "as a reader said"
              : gloss ? "words by machine, no translation" : "";
      String differs =
          flags.stream()
              .map(
                  flag ->
                      switch (flag) {
                        case "number", "name", "negation" -> "differs: " + flag;
                        case "unknown" ->
                            String.format(
                                Locale.ROOT, "%.0f %% of the words are unknown", 100 * unknown);
                        default -> flag;
                      })
              .collect(Collectors.joining("; "));
      return made.isEmpty() || differs.isEmpty() ? made + differs : made + "; " + differs;
    }
  }

  /**
   * Whom or what the document describes.
   *
   * @param values of its properties, as property and value; empty below clearance 1
   */
  public record Described(
      String describedId, String schema, String role, String name, List<String> values) {}

  public DocumentView {
    lines = List.copyOf(lines);
    described = List.copyOf(described);
    restrictions = List.copyOf(restrictions);
  }
}
