package org.insight.jobs.mentions.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.insight.jobs.mentions.PhraseFiles;
import org.insight.jobs.mentions.WordLists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {

  private static final Set<EventKind> SHOWN =
      EnumSet.of(EventKind.OFFENCE, EventKind.COMMODITY, EventKind.MONEY);

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("phrases")
  void aPhraseHasItsEvents(String language, String phrase, String expected) {
    List<String> wanted = expected.equals("-") ? List.of() : List.of(expected.split(" ; "));
    List<String> shown = new ArrayList<>();
    for (FoundEvent event : EventReader.read(phrase, language, List.of())) {
      assertThat(phrase.substring(event.begin(), event.end())).isEqualTo(event.text());
      if (SHOWN.contains(event.kind())) {
        shown.add(
            event.text()
                + " = "
                + event.code()
                + " "
                + event.status()
                + (event.amount() == null ? "" : " " + event.amount().toPlainString())
                + (event.unit() == null ? "" : " " + event.unit()));
      }
    }
    assertThat(shown).containsExactlyInAnyOrderElementsOf(wanted);
  }

  static Stream<String[]> phrases() {
    return PhraseFiles.of("events");
  }

  @Test
  void howAndWithWhatIsFound() {
    String text =
        "Deux hommes cagoulés, armés d'un couteau, ont forcé la porte et ligoté le gardien.";
    assertThat(EventReader.read(text, "fr", List.of()))
        .extracting(FoundEvent::code)
        .contains("masked", "bladed-weapon", "forced-entry", "tying-up");
  }

  @Test
  void aNegationEndsWithItsSentence() {
    String text = "Rien à signaler, aucun témoin\nVol de véhicule à Lille";
    int second = text.indexOf("Vol");
    List<SentenceSpan> sentences =
        List.of(new SentenceSpan(0, second - 1), new SentenceSpan(second, text.length()));
    assertThat(EventReader.read(text, "fr", sentences))
        .filteredOn(e -> e.kind() == EventKind.OFFENCE)
        .extracting(FoundEvent::code, FoundEvent::status)
        .containsExactly(tuple("vehicle-theft", EventStatus.ASSERTED));
  }

  @Test
  void everyOffenceOfTheGazetteerHasItsCategory() {
    JsonNode gazetteer = WordLists.tree("gazetteers/offences.yaml");
    List<String> codes = new ArrayList<>();
    gazetteer.fieldNames().forEachRemaining(codes::add);
    assertThat(Taxonomy.codes(EventKind.OFFENCE)).containsExactlyInAnyOrderElementsOf(codes);
    assertThat(codes).allSatisfy(c -> assertThat(Taxonomy.iccs(c).orElse("")).matches("\\d{4}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"fr", "en", "es", "ar"})
  void theWordsOfALanguageHaveCodesOfTheTaxonomy(String language) {
    JsonNode words = WordLists.tree("reading/events/" + language + ".yaml");
    assertThat(names(words.path("offences"))).hasSameElementsAs(Taxonomy.codes(EventKind.OFFENCE));
    assertThat(Taxonomy.codes(EventKind.MODUS_OPERANDI))
        .containsAll(names(words.path("modus_operandi")));
    assertThat(Taxonomy.codes(EventKind.MEANS)).containsAll(names(words.path("means")));
    assertThat(names(words.path("commodities")))
        .hasSameElementsAs(Taxonomy.codes(EventKind.COMMODITY));
  }

  @ParameterizedTest
  @EnumSource(EventKind.class)
  void everyKindHasCodes(EventKind kind) {
    assertThat(Taxonomy.codes(kind)).isNotEmpty();
  }

  @Test
  void aCommodityTellsOfItsOffence() {
    assertThat(Taxonomy.offenceOf("heroin")).contains("drug-trafficking");
    assertThat(Taxonomy.offenceOf("jewellery")).isEmpty();
    assertThat(Taxonomy.category("burglary")).contains("Burglary");
  }

  @Test
  void anotherLanguageHasNoEvents() {
    assertThat(EventReader.read("Kein Diebstahl.", "de", List.of())).isEmpty();
    assertThat(EventReader.read("", "fr", List.of())).isEmpty();
  }

  @Test
  void longRunsOfTriggersAndDigitsEndSoon() {
    String hostile = "1 000 ".repeat(5_000) + "vol de ".repeat(2_000) + "aucun ".repeat(2_000);
    assertThat(EventReader.read(hostile, "fr", List.of())).isNotEmpty();
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
