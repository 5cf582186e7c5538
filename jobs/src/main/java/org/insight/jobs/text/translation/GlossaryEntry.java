package org.insight.jobs.text.translation;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A term in four languages, as glossaries spell it.
 *
 * @param id unique over all glossaries
 * @param pos part of speech
 * @param field subject
 * @param source where the term's sense is fixed
 */
record GlossaryEntry(
    @JsonProperty(required = true) @JsonSetter(nulls = Nulls.FAIL) String id,
    @JsonProperty(required = true) @JsonSetter(nulls = Nulls.FAIL) PartOfSpeech pos,
    @JsonProperty(required = true) @JsonSetter(nulls = Nulls.FAIL) String field,
    @JsonProperty(required = true) @JsonSetter(nulls = Nulls.FAIL) String source,
    @Nullable Forms fr,
    @Nullable Forms en,
    @Nullable Forms es,
    @Nullable Forms ar) {

  /** Parts of speech. */
  enum PartOfSpeech {
    NOUN,
    VERB,
    ADJECTIVE,
    ADVERB,
    PHRASE
  }

  /**
   * Forms of a term in a language.
   *
   * @param one what other languages' forms are translated by
   * @param many plural; null: none, or as {@code one}
   * @param gender m or f of a noun
   * @param also further forms that a text may have; translated as {@code one}
   */
  record Forms(
      @JsonProperty(required = true) @JsonSetter(nulls = Nulls.FAIL) String one,
      @Nullable String many,
      @Nullable String gender,
      @Nullable List<String> also) {}

  /** Forms in a language, where it has some. */
  @Nullable Forms in(String language) {
    return switch (language) {
      case "fr" -> fr;
      case "en" -> en;
      case "es" -> es;
      case "ar" -> ar;
      default -> null;
    };
  }
}
