package org.insight.jobs.mentions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.jobs.mentions.described.NameKind;
import org.insight.jobs.mentions.described.NameSpan;
import org.jspecify.annotations.Nullable;

/**
 * Texts of the simulator and the names in them, as docs/simulator.md describes its truth.
 *
 * @param plan what the inbox was made from: seed, persons and items
 * @param texts in the order of the inbox
 */
record SimulatedNames(Map<String, String> plan, List<SimulatedNames.Text> texts) {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Map<String, NameKind> KINDS =
      Map.of(
          "name", NameKind.PERSON,
          "place", NameKind.PLACE,
          "country", NameKind.PLACE,
          "organisation", NameKind.ORGANIZATION);

  /**
   * A text.
   *
   * @param language ISO 639-1
   * @param heldOut whether its wording is kept out of training
   * @param unknown begins and ends of addresses: the names in them have no spans
   */
  record Text(
      String text, String language, boolean heldOut, List<Name> names, List<int[]> unknown) {

    /** Whether a span lies in words of which the truth says nothing. */
    boolean isUnknown(int begin, int end) {
      return unknown.stream().anyMatch(u -> begin < u[1] && u[0] < end);
    }
  }

  /**
   * A name.
   *
   * @param begin first UTF-16 unit
   * @param end after the last
   * @param script ISO 15924 code of its first letter
   * @param origin ISO 639-1 code of the list that a person's name comes from; null for others
   */
  record Name(int begin, int end, NameKind kind, String script, @Nullable String origin) {}

  /**
   * Reads the truth of an inbox.
   *
   * @param folder that {@code insight simulate} wrote
   * @param origins language of the list of names, by nationality (ISO 3166-1 alpha-2)
   * @throws InsightException INPUT if the folder is none of the simulator
   */
  static SimulatedNames read(Path folder, Map<String, String> origins) {
    Map<String, String> plan = new HashMap<>();
    lines(
        folder.resolve("plan.json"),
        line ->
            List.of("seed", "persons", "items")
                .forEach(name -> plan.put(name, line.required(name).asText())));
    Map<String, String> originOf = new HashMap<>();
    for (String file : List.of("persons", "text_persons")) {
      lines(
          folder.resolve("truth/" + file + ".jsonl"),
          line -> {
            String country = line.required("country").asText();
            originOf.put(line.required("person").asText(), origins.getOrDefault(country, country));
          });
    }
    List<Text> texts = new ArrayList<>();
    lines(folder.resolve("truth/texts.jsonl"), line -> texts.add(text(line, originOf)));
    return new SimulatedNames(plan, texts);
  }

  private static Text text(JsonNode line, Map<String, String> originOf) {
    String text = line.required("text").asText();
    List<Name> names = new ArrayList<>();
    List<int[]> unknown = new ArrayList<>();
    for (JsonNode span : line.required("spans")) {
      int begin = span.required("start").asInt();
      int end = span.required("end").asInt();
      NameKind kind = KINDS.get(span.required("kind").asText());
      if (kind != null) {
        names.add(
            new Name(
                begin,
                end,
                kind,
                NameSpan.ofModel(text, begin, end, kind, 1).script(),
                kind == NameKind.PERSON ? originOf.get(span.required("person").asText()) : null));
      } else if (span.path("attribute").asText().equals("address")) {
        unknown.add(new int[] {begin, end});
      }
    }
    return new Text(
        text,
        line.required("language").asText(),
        line.required("held_out").asBoolean(),
        names,
        unknown);
  }

  private static void lines(Path file, Consumer<JsonNode> each) {
    int number = 0;
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        each.accept(JSON.readTree(line));
      }
    } catch (JsonProcessingException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new InsightException(
          ErrorKind.INPUT,
          "Cannot measure names: a line is not as the simulator writes it, found line "
              + number
              + " of "
              + file,
          e);
    } catch (IOException e) {
      throw new InsightException(
          ErrorKind.INPUT,
          "Cannot measure names: a folder must be one that insight simulate wrote, found no "
              + file,
          e);
    }
  }
}
