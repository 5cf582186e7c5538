package org.insight.jobs.text.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.insight.core.InsightException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlossaryTest {

  private static final String OWN =
      """
      - {id: z-box, pos: noun, field: test, source: usage, fr: {one: zboîte, many: zboîtes, gender: f}, en: {one: zbox}}
      - {id: z-box-red, pos: noun, field: test, source: usage, fr: {one: zboîte rouge, gender: f, also: [ZBR]}, en: {one: red zbox, many: red zboxes}}
      - {id: police-custody, pos: noun, field: test, source: usage, fr: {one: garde à vue}, en: {one: own custody}}
      """;

  private final Glossary glossary = Glossary.of(new TreeMap<>(Map.of("own.yaml", OWN)));

  private List<String> terms(String sentence, String from, String to) {
    return glossary.in(sentence, from).stream().map(m -> String.valueOf(m.in(to))).toList();
  }

  @Test
  void theLongestTermCounts() {
    assertThat(terms("Une zboîte rouge et une Zboîte.", "fr", "en"))
        .containsExactly("red zbox", "zbox");
  }

  @Test
  void aTermBeginsAndEndsWithAWord() {
    assertThat(terms("La zboîtes2, azboîte, zboite.", "fr", "en")).isEmpty();
  }

  @Test
  void thePluralIsTranslatedByThePluralAndAFurtherFormByTheFirst() {
    assertThat(terms("red zboxes", "en", "fr")).containsExactly("zboîte rouge");
    assertThat(terms("ZBR", "fr", "en")).containsExactly("red zbox");
    assertThat(terms("zbr", "fr", "en")).as("no abbreviation").isEmpty();
    assertThat(terms("zboîtes", "fr", "en")).containsExactly("zbox");
  }

  @Test
  void anOwnEntryTakesThePlaceOfThatOfThePlatform() {
    assertThat(terms("en garde à vue", "fr", "en")).containsExactly("own custody");
  }

  @Test
  void anArabicTermIsFoundBehindItsParticles() {
    String term = String.valueOf(glossary.in("محضر", "ar").get(0).in("en"));
    assertThat(terms("وبمحضر", "ar", "en")).containsExactly(term);
  }

  @Test
  void thePlatformHasFiveHundredTermsInFourLanguages() {
    List<GlossaryEntry> entries = GlossaryFiles.entries(List.of(GlossaryFiles.ofThePlatform()));
    for (String language : List.of("fr", "en", "es", "ar")) {
      assertThat(entries.stream().filter(e -> e.in(language) != null))
          .as(language)
          .hasSizeGreaterThanOrEqualTo(500);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "- {id: a, pos: noun, field: f, source: s, fr: {one: b}}|fewer than two languages",
        "- {id: a, pos: nuon, field: f, source: s, fr: {one: b}, en: {one: c}}|nuon",
        "- {id: a, pos: noun, field: f, source: s, fr: {one: ''}, en: {one: c}}|fr has no form",
        "- {id: a, pos: noun, field: f, source: s, fr: {two: b}, en: {one: c}}|'one'",
        "- {id: a, pos: noun, field: f, fr: {one: b}, en: {one: c}}|source",
        "- {id: a, pos: noun, field: f, source: s, fr: {one: b, gender: x}, en: {one: c}}|gender x",
      })
  void aBadEntryIsRefusedByFileAndEntry(String text, String why) {
    assertThatThrownBy(() -> Glossary.of(new TreeMap<>(Map.of("bad.yaml", text))))
        .isInstanceOf(InsightException.class)
        .hasMessageStartingWith("Cannot read a glossary: ")
        .hasMessageContaining(why)
        .hasMessageEndingWith("found bad.yaml entry a");
  }

  @Test
  void anIdMayStandOnceOnly() {
    String entry = "- {id: a, pos: noun, field: f, source: s, fr: {one: b}, en: {one: c}}\n";
    assertThatThrownBy(
            () -> Glossary.of(new TreeMap<>(Map.of("one.yaml", entry, "two.yaml", entry))))
        .hasMessage(
            "Cannot read a glossary: its id is in one.yaml as well, found two.yaml entry a");
  }
}
