package org.insight.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.insight.simulate.Wordings.Use;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wordings that are held out, and those of further files. */
class WordingsTest {
  private static final String OWN =
      """
      # Of the customs.
      [wording.border]
      {suspect:Le voyageur|La voyageuse} {suspect} a été contrôlé{suspect:|e} à {incident} {when}.
        Bagages de {suspect.short} : {detail}{suspect+}
      [wording.email]
      Veuillez noter que {witness} a vu {suspect} à {incident} {when} : {offence}.{suspect+}
      [closing]
      Fin de la note des douanes.
      """;

  @TempDir Path folder;

  @Test
  void textsToTrainOnHaveNoHeldOutWordingAndTheOthersHaveNoOther() throws IOException {
    Set<String> training = wordings("training", Use.TRAINING, null);
    Set<String> heldOut = wordings("held-out", Use.HELD_OUT, null);
    assertThat(training).isNotEmpty().doesNotContainAnyElementsOf(heldOut);
    assertThat(heldOut).isNotEmpty();
  }

  @Test
  void noHeldOutLineIsInATextToTrainOn() throws IOException {
    PhraseBook all = PhraseBook.read(Wordings.OWN);
    PhraseBook training = PhraseBook.read(new Wordings(null, Use.TRAINING));
    for (Language language : Language.values()) {
      for (String heading : List.of("detail.fraud", "negation", "hypothesis", "closing", "alias")) {
        assertThat(training.lines(language, heading))
            .as("%s %s", language, heading)
            .isNotEmpty()
            .noneMatch(Wording::heldOut)
            .hasSizeLessThan(all.lines(language, heading).size());
      }
    }
  }

  @Test
  void furtherWordingsAreWrittenBesideTheOthersOrAlone() throws IOException {
    Path given = Files.createDirectories(folder.resolve("given"));
    Files.writeString(given.resolve("fr-customs.txt"), OWN);
    PhraseBook all = PhraseBook.read(new Wordings(given, Use.ALL));
    Set<String> drawn = new TreeSet<>();
    for (int i = 0; i < 1_000; i++) {
      Draws draws = Draws.of(1, "wording", i);
      drawn.add(all.wording(Language.FR, i % 2 == 0, Offence.FRAUD, draws).id());
    }
    assertThat(drawn).contains("fr-customs.txt/border/1", "fr-customs.txt/email/1", "fr/email/1");
    Set<String> alone = wordings("alone", Use.GIVEN, given);
    assertThat(alone).contains("fr-customs.txt/border/1", "fr-customs.txt/email/1");
    assertThat(alone).noneMatch(id -> id.startsWith("fr/"));
    assertThat(alone).as("for languages without a file").anyMatch(id -> id.startsWith("es/"));
    assertThat(wordings("held-out", Use.HELD_OUT, given)).contains("fr-customs.txt/border/1");
    assertThat(wordings("training", Use.TRAINING, given)).noneMatch(id -> id.contains(".txt"));
    assertThat(String.join("\n", texts("alone"))).contains("Fin de la note des douanes.");
    assertThat(texts("alone")).anyMatch(t -> t.contains("\nBagages de "));
  }

  /** The example of the page is one. */
  @Test
  void theExampleOfTheDocumentationIsRead() throws IOException {
    String page = Files.readString(Path.of("../docs/simulator.md"));
    int start = page.indexOf("```\n# A comment.") + "```\n".length();
    Files.writeString(folder.resolve("fr.txt"), page.substring(start, page.indexOf("```", start)));
    assertThat(
            PhraseBook.read(new Wordings(folder, Use.ALL)).of(Language.FR).wordings().stream()
                .filter(Wording::given))
        .extracting(w -> w.id() + " " + w.offences())
        .containsExactly(
            "fr.txt/border/1 []", "fr.txt/border/2 []", "fr.txt/theft/1 [BURGLARY, ROBBERY]");
  }

  @Test
  void anInboxIsOfTheWordingsThatItWasBegunWith() throws IOException {
    Path given = Files.createDirectories(folder.resolve("given"));
    Files.writeString(given.resolve("fr.txt"), OWN);
    wordings("sim", Use.ALL, given);
    wordings("sim", Use.ALL, given);
    Files.writeString(given.resolve("fr.txt"), OWN.replace("Bagages", "Valises"));
    assertThatThrownBy(() -> wordings("sim", Use.ALL, given))
        .hasMessageContaining("not the beginning of what is asked for");
    assertThatThrownBy(() -> wordings("sim", Use.ALL, null))
        .hasMessageContaining("not the beginning of what is asked for");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      value = {
        "2#[wording.border]|{suspect} à {incident}, {motif}.#no such gap, found {motif}",
        "2#[wording.border]|{suspect} à {incident.#a gap has no end, found {",
        "2#[wording.border]|{suspect}} à {incident}.#a brace is closed that was not opened",
        "2#[wording.border]|{suspect} à {incident}[?suspect.born~ né#a clause has no end, found [?",
        "2#[wording.border]|{suspect} à {incident}, {suspect.phone}.#what only some items say must"
            + " stand in a clause, as [?suspect.phone~…], found {suspect.phone}",
        "2#[wording.border]|{suspect.short} à {incident}.#a person must be named once, as"
            + " {suspect}, found none",
        "2#[wording.border]|{suspect} est parti {when} : {offence}.#a wording must say {incident},"
            + " found none",
        "2#[wording.border]|{suspect} à {incident}, {month} : {offence}.#a wording must say {when} or"
            + " {date} or {range}, found none",
        "2#[wording.border]|{suspect} à {incident}, {when}.#a wording must say {offence} or {detail} or"
            + " {is}, found none",
        "2#[wording.border]|{x} à {incident}.#a wording names its persons by role, found {x}",
        "2#[wording.border]|{suspect} à {incident}[?suspect.phone~ par téléphone].#a clause must say"
            + " {suspect.phone}, found none",
        "2#[closing]|Fin de {closing}.#a sentence holds no other one, found {closing}",
        "2#[closing]|{x} signe.#no such gap under this heading, found {x}",
        "2#[more]|Passeport : {x.passport}.#no such gap under this heading, found {x.passport}",
        "2#[phone]|Un téléphone.#a sentence of this heading must say {x.phone}, found none",
        "2#[when.1]|hier soir#a relative day begins with its kind, as evening: hier soir, found hier"
            + " soir",
        "3#[closing]|Fin.|[fin]#no such heading, found [fin]",
        "1#[wording.party]#a wording is of one of custody, statement, intelligence, border, theft,"
            + " email, phone, expert, report, found [wording.party]",
        "1#[wording.theft arson]#no such offence, found arson",
        "1#Fin.#a line stands before the first heading"
      })
  void aFileThatIsWrongIsRefusedByItsLine(int line, String text, String why) throws IOException {
    Files.writeString(
        folder.resolve("fr.txt"),
        text.replace('|', '\n').replace('~', '|'),
        StandardCharsets.UTF_8);
    assertThatThrownBy(() -> PhraseBook.read(new Wordings(folder, Use.ALL)))
        .isInstanceOf(WordingException.class)
        .hasMessage("Cannot read wordings: fr.txt:" + line + ": " + why.replace('~', '|'));
  }

  @Test
  void aFolderWithoutFilesOfALanguageIsRefused() throws IOException {
    assertThatThrownBy(() -> PhraseBook.read(new Wordings(folder.resolve("none"), Use.ALL)))
        .hasMessage("Cannot read wordings: no such folder, found " + folder.resolve("none"));
    assertThatThrownBy(() -> PhraseBook.read(new Wordings(folder, Use.ALL)))
        .hasMessage(
            "Cannot read wordings: a folder needs a file such as fr.txt, found none in " + folder);
    Path file = Files.writeString(folder.resolve("customs.txt"), OWN);
    assertThatThrownBy(() -> PhraseBook.read(new Wordings(folder, Use.ALL)))
        .hasMessage(
            "Cannot read wordings: a file's name begins with fr, en, es or ar, found " + file);
    Files.delete(file);
    Path latin = Files.write(folder.resolve("fr.txt"), OWN.getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> PhraseBook.read(new Wordings(folder, Use.ALL)))
        .hasMessage("Cannot read wordings: a file must be UTF-8, found " + latin);
  }

  private Set<String> wordings(String name, Use use, @Nullable Path given) throws IOException {
    Path out = folder.resolve("out-" + name);
    Simulation.run(
        new SimulationPlan(out, 60, 100, 3, SimulationPlan.COUNTRIES).in(new Wordings(given, use)));
    Set<String> ids = new TreeSet<>();
    for (JsonNode line : lines(out)) {
      ids.add(line.get("wording").asText());
    }
    return ids;
  }

  private Set<String> texts(String name) throws IOException {
    Set<String> texts = new TreeSet<>();
    for (JsonNode line : lines(folder.resolve("out-" + name))) {
      texts.add(line.get("text").asText());
    }
    return texts;
  }

  private static Set<JsonNode> lines(Path out) throws IOException {
    Set<JsonNode> nodes = new LinkedHashSet<>();
    for (String line : Files.readAllLines(out.resolve("truth/texts.jsonl"))) {
      nodes.add(new ObjectMapper().readTree(line));
    }
    return nodes;
  }
}
