package org.insight.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.insight.config.SettingsReader;
import org.insight.jobs.text.translation.TranslationPlan;
import org.insight.jobs.text.translation.Translator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EvalCommandTest {

  @TempDir private Path folder;
  private final StringWriter printed = new StringWriter();

  private int eval(String... arguments) {
    return new CommandLine(new EvalCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(printed, true))
        .setErr(new PrintWriter(new StringWriter(), true))
        .execute(arguments);
  }

  private String places() throws IOException {
    return Files.writeString(
            folder.resolve("places.jsonl"),
            """
            {"text": "Seen in Grenoble.", "language": "en",
             "spans": [{"begin": 8, "end": 16, "latitude": 45.18, "longitude": 5.72}]}
            """
                .replace("\n", ""))
        .toString();
  }

  @Test
  void placesAreMeasuredBesideTheMostPopulous() throws IOException {
    assertThat(eval("places", "--format", "json", places())).isZero();
    JsonNode rows = new ObjectMapper().readTree(printed.toString());
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0).get("method").asText()).isEqualTo("context");
    assertThat(rows.get(0).get("near_of_all").asDouble()).isOne();
    assertThat(rows.get(1).get("method").asText()).isEqualTo("most populous");
  }

  @Test
  void aTableHasTheSame() throws IOException {
    assertThat(eval("places", places())).isZero();
    assertThat(printed.toString().replaceAll(" +", " "))
        .contains("method spans found recall near of all near of found median km")
        .contains("context 1 1 1.0000 1.0000 1.0000");
  }

  @Test
  void timesAreMeasuredByLanguage() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("a.tml"),
            "<TimeML><TEXT>Seen in <TIMEX3 type='DATE' value='2026-03'>March 2026</TIMEX3>, and in"
                + " <TIMEX3 type='DATE' value='2023'>the year 2024</TIMEX3>.</TEXT></TimeML>");
    assertThat(eval("times", "--format", "json", "--language", "en", file.toString())).isZero();
    JsonNode all = new ObjectMapper().readTree(printed.toString()).get(0);
    assertThat(all.get("language").asText()).isEqualTo("en");
    assertThat(all.get("strict_f1").asDouble()).isEqualTo(0.5);
    assertThat(all.get("relaxed_recall").asDouble()).isOne();
    assertThat(all.get("value_accuracy").asDouble()).isEqualTo(0.5);
  }

  @Test
  void anotherLanguageIsRefused() throws IOException {
    assertThat(eval("ner", "--language", "de", places())).isEqualTo(2);
    assertThat(eval("times", "--language", "de", places())).isEqualTo(2);
  }

  @Test
  void namesAreMeasuredInFilesOrInAnInboxAndNotInBoth() throws IOException {
    assertThat(eval("ner")).isEqualTo(2);
    assertThat(eval("ner", "--language", "fr")).isEqualTo(2);
    assertThat(eval("ner", "--card", "card.md", "--language", "fr", places())).isEqualTo(2);
    assertThat(eval("ner", "--simulated", folder.toString(), places())).isEqualTo(2);
  }

  @Test
  void optionsOfTheGuardAreNotMixedWithTheOthers() {
    assertThat(eval("translation", "--guard", "--first", "3")).isEqualTo(2);
    assertThat(eval("translation", "--guard", "--pair", "fr-en")).isEqualTo(2);
    assertThat(eval("translation", "--guard", folder.toString())).isEqualTo(2);
    assertThat(eval("translation", "--guard", "--sentences", "0")).isEqualTo(2);
    assertThat(eval("translation", "--sentences", "3")).isEqualTo(2);
    assertThat(eval("translation", "--seed", "3")).isEqualTo(2);
    assertThat(eval("translation", "--first", "0")).isEqualTo(2);
  }

  @Test
  void translationsAreMeasuredBesideApertiumAlone() throws IOException {
    assumeTrue(
        Translator.of(TranslationPlan.of(SettingsReader.read(List.of()).translation()))
            .missing()
            .isEmpty(),
        "Apertium or the dictionary is not installed");
    Path file =
        Files.writeString(
            folder.resolve("a.tsv"),
            "es\ten\nLa casa está vacía.\tThe house is empty.\nLlegó ayer.\tHe arrived yesterday.\n");
    assertThat(eval("translation", "--pair", "es-en", "--format", "json", file.toString()))
        .isZero();
    JsonNode rows = new ObjectMapper().readTree(printed.toString());
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0).get("method").asText()).isEqualTo("apertium alone");
    assertThat(rows.get(1).get("method").asText()).isEqualTo("apertium");
    assertThat(rows.get(1).get("sentences").asInt()).isEqualTo(2);
    assertThat(rows.get(1).get("chrf").asDouble()).isPositive();
    printed.getBuffer().setLength(0);
    assertThat(eval("translation", "--pair", "es-en", file.toString())).isZero();
    assertThat(printed.toString())
        .contains("chrF2|nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no", "tok:13a|smooth:exp");
  }
}
