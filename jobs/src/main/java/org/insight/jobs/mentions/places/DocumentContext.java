package org.insight.jobs.mentions.places;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A document and what other steps know of it. All spans are in its text.
 *
 * @param language ISO 639-1 code; words of all languages are read if it is not fr, en, es or ar
 * @param country ISO 3166-1 alpha-2 code of the source; null if not known
 * @param persons names of persons: no place is found in one
 * @param organisations names of organisations: a place in one is the organisation's
 * @param places spans that a names model says are places; if empty, the gazetteer alone finds them
 * @param countries names of countries that other steps found; the reader knows most by itself
 */
public record DocumentContext(
    String text,
    String language,
    @Nullable String country,
    List<TextSpan> persons,
    List<TextSpan> organisations,
    List<TextSpan> places,
    List<CountryMention> countries) {

  public DocumentContext {
    persons = List.copyOf(persons);
    organisations = List.copyOf(organisations);
    places = List.copyOf(places);
    countries = List.copyOf(countries);
  }
}
