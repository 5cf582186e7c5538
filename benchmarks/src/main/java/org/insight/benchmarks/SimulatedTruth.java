package org.insight.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.simulate.SimulationPlan;
import org.jspecify.annotations.Nullable;

/** The truth beside a simulated inbox, as docs/simulator.md describes it. */
final class SimulatedTruth {

  /** Fields that identify a person; a plate is a vehicle's, a booking that of a journey. */
  private static final Set<String> NUMBERS =
      Set.of("passport", "national_id", "phone", "email", "account", "mrz", "registration_number");

  /**
   * Names of relations with the field that names the other person; no two persons have two of them.
   */
  private static final Map<String, String> RELATIONS =
      Map.of("twin", "twin_of", "namesake", "namesake_of", "stolen_passport", "uses_passport_of");

  /**
   * Language of the list that the names of a nationality are drawn from; a nationality that is not
   * here has its own list.
   */
  private static final Map<String, String> ORIGINS = SimulationPlan.originsOfNames();

  static final String OTHER = "other";

  private static final String BORN = "born";
  private static final String ADDRESS = "address";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final Map<String, Long> bytes = new HashMap<>();
  private final Map<String, String> kinds = new HashMap<>();
  private final Map<String, JsonNode> persons = new HashMap<>();
  private final Map<String, Map<String, String>> groups = new HashMap<>();
  private final Map<String, JsonNode> records = new HashMap<>();
  private final Map<String, JsonNode> companyRecords = new HashMap<>();
  private final Map<String, JsonNode> texts = new HashMap<>();
  private final List<JsonNode> links = new ArrayList<>();

  /**
   * Reads the folder {@code truth} of a simulated folder.
   *
   * @throws InsightException INPUT if a file is missing or not as the simulator writes it
   */
  SimulatedTruth(Path simulated) throws IOException {
    folder = simulated.resolve("truth");
    lines(
        "items",
        item -> {
          bytes.put(text(item, "path"), item.required("bytes").longValue());
          kinds.put(text(item, "path"), text(item, "kind"));
        });
    lines(
        "persons",
        person -> {
          String key = text(person, "person");
          persons.put(key, person);
          groups.put(key, groups(person));
        });
    lines(
        "appearances",
        line -> {
          if (!persons.containsKey(text(line, "person"))) {
            throw new IllegalArgumentException("Cannot find the person of an appearance");
          }
          records.put(place(line), line);
        });
    // An inbox of an earlier release has none.
    if (Files.exists(file("company_appearances"))) {
      lines("company_appearances", line -> companyRecords.put(place(line), line));
    }
    if (Files.exists(file("texts"))) {
      lines("texts", line -> texts.put(path(line), line));
    }
    lines("links", links::add);
  }

  int items() {
    return bytes.size();
  }

  /** Whether the inbox has this file with so many bytes. */
  boolean has(String path, long size) {
    Long known = bytes.get(path);
    return known != null && known == size;
  }

  /**
   * What the truth says of a record.
   *
   * @param path of its item, members behind {@code !/}
   * @param locator of the record in the item
   * @return null if the truth speaks of nobody there
   */
  @Nullable TrueRecord record(String path, String locator, String schema, String entity) {
    boolean company = schema.equals("Company");
    Map<String, JsonNode> known = company ? companyRecords : records;
    String row = locator.startsWith("row ") ? locator.substring(4) : "";
    JsonNode line = known.get(path + "#" + row);
    if (line == null) {
      // A sheet is a member of its workbook to the lake, and not to the truth.
      line = known.get(path.substring(0, Math.max(0, path.lastIndexOf("!/"))) + "#" + row);
    }
    if (line == null) {
      return null;
    }
    Set<String> traits = new TreeSet<>();
    line.required("altered").forEach(kind -> traits.add(kind.asText()));
    JsonNode fields = line.required("fields");
    boolean numbered = NUMBERS.stream().anyMatch(fields::has);
    if (!numbered) {
      traits.add("no_number");
    }
    if (!company && !fields.has(BORN)) {
      traits.add("no_birth_date");
    }
    String subject = text(line, company ? "company" : "person");
    return new TrueRecord(
        subject,
        entity,
        traits,
        text(line, "script"),
        kinds.getOrDefault(text(line, "path"), ""),
        company ? Map.of() : groups.getOrDefault(subject, Map.of()),
        !numbered && !fields.has(BORN) && !fields.has(ADDRESS),
        TrueRecord.IDENTIFYING.stream().filter(fields::has).collect(Collectors.toSet()));
  }

  private static Map<String, String> groups(JsonNode person) {
    String country = text(person, "country");
    return Map.of("sex", text(person, "sex"), "origin", ORIGINS.getOrDefault(country, country));
  }

  /** What makes two persons easy to confuse, in a word. */
  String relation(String one, String other) {
    JsonNode a = persons.getOrDefault(one, MissingNode.getInstance());
    JsonNode b = persons.getOrDefault(other, MissingNode.getInstance());
    for (Map.Entry<String, String> relation : RELATIONS.entrySet()) {
      String field = relation.getValue();
      if (a.path(field).asText().equals(other) || b.path(field).asText().equals(one)) {
        return relation.getKey();
      }
    }
    JsonNode household = a.path("household");
    return household.isTextual() && household.equals(b.path("household")) ? "household" : OTHER;
  }

  /** The texts, by the path of their item, members behind {@code !/}; none in older inboxes. */
  Map<String, JsonNode> texts() {
    return texts;
  }

  /** Persons who are in some record or planted link, by id. */
  Map<String, JsonNode> persons() {
    return persons;
  }

  /** The planted links of which all items are in the inbox. */
  List<JsonNode> links() {
    return links;
  }

  private static String path(JsonNode line) {
    JsonNode member = line.path("member");
    return text(line, "path") + (member.isTextual() ? "!/" + member.asText() : "");
  }

  private static String place(JsonNode line) {
    String[] locator = text(line, "locator").split(":", -1);
    String row =
        switch (locator[0]) {
          case "row" -> locator[1];
          // One entity a notice; a document has no records.
          case "entity" -> "";
          default -> "document";
        };
    return path(line) + "#" + row;
  }

  private static String text(JsonNode line, String field) {
    return line.required(field).asText();
  }

  private Path file(String name) {
    return folder.resolve(name + ".jsonl");
  }

  private void lines(String name, Consumer<JsonNode> each) throws IOException {
    Path file = file(name);
    if (!Files.isRegularFile(file)) {
      throw new InsightException(
          ErrorKind.INPUT,
          "Cannot compare with the truth: DIR must be a folder of insight simulate, found no "
              + file);
    }
    int number = 0;
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        each.accept(JSON.readTree(line));
      }
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new InsightException(
          ErrorKind.INPUT,
          "Cannot compare with the truth: a line is not as the simulator writes it, found line "
              + number
              + " of "
              + file,
          e);
    }
  }
}
