package org.insight.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a folder was begun with, in its {@code plan.json}: all of a plan that its bytes hang on. */
final class Begun {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ITEMS = "items";

  /** Goes up when the same plan gives other bytes than an earlier release gave. */
  private static final int VERSION = 3;

  private Begun() {}

  /** Before the first file, so that what a run that is cut off leaves is known for its own. */
  static void write(SimulationPlan plan, PhraseBook book) throws IOException {
    Files.createDirectories(plan.out());
    Files.writeString(file(plan), json(plan, book) + "\n", StandardCharsets.UTF_8);
  }

  /** Whether all that is there of an inbox is of this plan. */
  static boolean of(SimulationPlan plan, PhraseBook book) throws IOException {
    Path file = file(plan);
    if (!Files.exists(file)) {
      return false;
    }
    ObjectNode asked = json(plan, book);
    if (!(JSON.readTree(Files.readAllBytes(file)) instanceof ObjectNode begun)) {
      return false;
    }
    JsonNode items = begun.remove(ITEMS);
    asked.remove(ITEMS);
    return items != null && items.asLong(Long.MAX_VALUE) <= plan.items() && asked.equals(begun);
  }

  private static Path file(SimulationPlan plan) {
    return plan.out().resolve("plan.json");
  }

  private static ObjectNode json(SimulationPlan plan, PhraseBook book) {
    ObjectNode node = JSON.createObjectNode();
    node.put("version", VERSION);
    node.put("seed", String.valueOf(plan.seed()));
    node.put("persons", String.valueOf(plan.persons()));
    node.put("countries", String.join(",", plan.countries()));
    node.put("policies", String.valueOf(plan.policies()));
    node.put("wordings", book.fingerprint());
    // The numbers of their items come after those of all others.
    if (plan.transfers() + plan.calls() > 0) {
      node.put("flows", plan.transfers() + "," + plan.calls() + "," + plan.items());
    }
    if (plan.journeys() > 0) {
      node.put("journeys", plan.journeys() + "," + plan.items());
    }
    node.put(ITEMS, plan.items());
    return node;
  }
}
