package org.insight.jobs.mentions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.insight.jobs.mentions.described.CaseReader;
import org.insight.jobs.mentions.described.NameKind;
import org.insight.jobs.mentions.described.NameRules;
import org.insight.jobs.mentions.described.NameSpan;
import org.insight.jobs.mentions.described.ValueSpan;
import org.insight.jobs.mentions.events.EventReader;
import org.insight.jobs.mentions.events.SentenceSpan;
import org.insight.jobs.mentions.places.DocumentContext;
import org.insight.jobs.mentions.places.FoundPlace;
import org.insight.jobs.mentions.places.PlaceReader;
import org.insight.jobs.mentions.places.TextSpan;
import org.insight.jobs.mentions.times.FoundTime;
import org.insight.jobs.mentions.times.TimeReader;
import org.insight.simulate.Simulation;
import org.insight.simulate.SimulationPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All rules on texts that are torn apart: no text of the world may end a run. */
class HostileTextsTest {

  private static final int TORN = 5;

  @TempDir private Path folder;

  @Test
  void tornTextsAreReadAndWhatIsFoundStandsInThem() throws IOException {
    long seed = Long.getLong("insight.seed", new Random().nextLong());
    Random random = new Random(seed);
    Simulation.run(
        new SimulationPlan(folder, 60, 160, random.nextInt(1_000_000), SimulationPlan.COUNTRIES));
    int texts = 0;
    for (String line : Files.readAllLines(folder.resolve("truth/texts.jsonl"))) {
      JsonNode text = new ObjectMapper().readTree(line);
      String whole = text.get("text").asText();
      for (int i = 0; i < TORN; i++) {
        String torn = i == 0 ? whole : torn(whole, random);
        assertThatCode(() -> read(torn, text.get("language").asText(), random))
            .as("again: -Dinsight.seed=%d", seed)
            .doesNotThrowAnyException();
        texts++;
      }
    }
    assertThat(texts).isPositive();
  }

  /** With words and line ends lost, added, cut, repeated and in capitals. */
  private static String torn(String text, Random random) {
    StringBuilder torn = new StringBuilder();
    String[] words = text.split(" ", -1);
    for (String word : words) {
      switch (random.nextInt(40)) {
        case 0 -> {}
        case 1 -> torn.append(word).append('\n');
        case 2 -> torn.append(word).append("\n\n");
        case 3 -> torn.append(words[random.nextInt(words.length)]).append(' ').append(word);
        case 4 -> torn.append(word, 0, word.length() / 2);
        case 5 -> torn.append(word.toUpperCase(Locale.ROOT)).append(' ');
        case 6 -> torn.append("😀").append(word).append("٣٤ ");
        case 7 -> torn.append("((").append(word).append(' ');
        default -> torn.append(word).append(' ');
      }
    }
    return torn.toString();
  }

  private static void read(String text, String language, Random random) {
    List<ValueSpan> sentences = new ArrayList<>();
    for (int at = 0; at < text.length(); ) {
      int end = Math.min(text.length(), at + 1 + random.nextInt(120));
      sentences.add(new ValueSpan(at, end, "", "sentence"));
      at = end;
    }
    List<NameSpan> model = new ArrayList<>();
    for (int i = 0; i < random.nextInt(6) && text.length() > 30; i++) {
      int begin = random.nextInt(text.length() - 20);
      NameKind kind = NameKind.values()[random.nextInt(NameKind.values().length)];
      model.add(NameSpan.ofModel(text, begin, begin + 1 + random.nextInt(19), kind, .5));
    }
    List<NameSpan> names = NameRules.find(text, language, model);
    names.forEach(
        name -> assertThat(name.text()).isEqualTo(text.substring(name.begin(), name.end())));
    List<FoundTime> times =
        TimeReader.read(text, language, random.nextBoolean() ? LocalDate.of(2026, 3, 1) : null);
    times.forEach(
        time -> assertThat(time.text()).isEqualTo(text.substring(time.begin(), time.end())));
    List<FoundPlace> places =
        PlaceReader.read(
            new DocumentContext(
                text,
                language,
                "FR",
                spans(names, NameKind.PERSON),
                spans(names, NameKind.ORGANIZATION),
                spans(names, NameKind.PLACE),
                List.of()));
    places.forEach(
        place -> assertThat(place.text()).isEqualTo(text.substring(place.begin(), place.end())));
    CaseReader.read(
            text,
            language,
            names,
            Identifiers.inText(text, language),
            sentences,
            places.stream().map(p -> new ValueSpan(p.begin(), p.end(), p.name(), "place")).toList(),
            times.stream().map(t -> new ValueSpan(t.begin(), t.end(), t.value(), "time")).toList())
        .forEach(subject -> assertThat(subject.mentions()).isNotEmpty());
    EventReader.read(
            text,
            language,
            sentences.stream().map(s -> new SentenceSpan(s.begin(), s.end())).toList())
        .forEach(
            event ->
                assertThat(event.text()).isEqualTo(text.substring(event.begin(), event.end())));
  }

  private static List<TextSpan> spans(List<NameSpan> names, NameKind kind) {
    return names.stream()
        .filter(name -> name.kind() == kind)
        .map(name -> new TextSpan(name.begin(), name.end()))
        .toList();
  }
}
