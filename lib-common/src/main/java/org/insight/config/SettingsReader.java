package org.insight.config;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;

/**
 * Reads settings: {@code conf/default.yaml}, then each overlay over it, key by key. A key that no
 * setting has, one that a file has twice, and a setting that no file gives, are refused by name.
 */
public final class SettingsReader {

  private static final YAMLMapper MAPPER =
      YAMLMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          // Or the first of two would count for nothing, without a word.
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  private SettingsReader() {}

  /**
   * @param overlays files that change the defaults, the last one winning
   * @throws InsightException USAGE where a file is missing or a key or value is wrong
   */
  public static Settings read(List<Path> overlays) {
    JsonNode tree = parse("conf/default.yaml", ConfFiles.text("conf/default.yaml"));
    for (Path overlay : overlays) {
      String name = String.valueOf(overlay);
      try {
        merge((ObjectNode) tree, parse(name, Files.readString(overlay)), name);
      } catch (IOException e) {
        throw new InsightException(
            ErrorKind.USAGE, "Cannot read settings: no readable file, found " + name, e);
      }
    }
    try {
      Settings settings = MAPPER.treeToValue(tree, Settings.class);
      if (!settings.trino().etc().isBlank()) {
        settings.lake().requireIceberg("tell Trino of readers, as trino.etc says");
      }
      requireRoom(settings);
      return settings;
    } catch (UnrecognizedPropertyException e) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot read settings: " + UnknownKey.inWords(path(e), e), e);
    } catch (JsonMappingException e) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot read settings: "
              + e.getOriginalMessage().lines().findFirst().orElse("bad value")
              + " at "
              + path(e),
          e);
    } catch (JsonProcessingException e) {
      throw new InsightException(ErrorKind.USAGE, "Cannot read settings: bad value", e);
    }
  }

  /**
   * A limit that lets nothing through would have each item or page marked as beyond it, or end a
   * command, or a stream after hours, as if the program were at fault.
   */
  private static void requireRoom(Settings settings) {
    Settings.IntakeSettings intake = settings.intake();
    requireLeast("intake.batch_files", intake.batchFiles(), 1);
    requireLeast("intake.max_bytes", intake.maxBytes(), 1);
    requireLeast("intake.max_unfolded_bytes", intake.maxUnfoldedBytes(), 1);
    requireLeast("intake.max_depth", intake.maxDepth(), 0);
    requireLeast("intake.max_ratio", intake.maxRatio(), 1);
    requireLeast("intake.max_members", intake.maxMembers(), 1);
    requireLeast("intake.max_seconds", intake.maxSeconds(), 1);
    requireLeast("intake.max_pages", intake.maxPages(), 1);
    requireLeast("intake.max_characters", intake.maxCharacters(), 1);
    requireLeast("intake.memory_mb", intake.memoryMb(), 1);
    intake.linkRoots().forEach(root -> requireAbsolute("intake.link_roots", root));
    Settings.OcrSettings ocr = settings.ocr();
    requireLeast("ocr.max_seconds", ocr.maxSeconds(), 1);
    requireLeast("ocr.memory_mb", ocr.memoryMb(), 1);
    requireLeast("ocr.tasks", ocr.tasks(), 1);
    requireLeast("translation.max_seconds", settings.translation().maxSeconds(), 1);
    requireLeast("links.max_pairs", settings.links().maxPairs(), 1);
    requireLeast("links.edges_in_memory", settings.links().edgesInMemory(), 0);
    Settings.MaintainSettings maintain = settings.maintain();
    requireLeast("maintain.keep_runs", maintain.keepRuns(), 1);
    requireLeast("maintain.older_than_days", maintain.olderThanDays(), 0);
    requireLeast("maintain.file_bytes", maintain.fileBytes(), 1_000);
    requireLeast("maintain.small_files", maintain.smallFiles(), 1);
    requireLeast("maintain.manifests", maintain.manifests(), 0);
  }

  private static void requireLeast(String key, double found, int least) {
    if (found < least || Double.isNaN(found)) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot read settings: "
              + key
              + " must be "
              + least
              + " or more, found "
              + (found == Math.rint(found) ? Long.toString((long) found) : Double.toString(found)));
    }
  }

  /** What a relative path names would change with the folder that a command is run in. */
  private static void requireAbsolute(String key, String found) {
    if (!Path.of(found).isAbsolute()) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot read settings: " + key + " must be absolute paths, found " + found);
    }
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : r.getFieldName())
        .collect(Collectors.joining("."));
  }

  private static JsonNode parse(String name, String text) {
    try {
      JsonNode tree = MAPPER.readTree(text);
      if (!tree.isObject()) {
        throw new InsightException(
            ErrorKind.USAGE, "Cannot read settings: not a map of keys, found " + name);
      }
      return tree;
    } catch (JsonProcessingException e) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot read settings: "
              + name
              + (e.getOriginalMessage().startsWith("Duplicate field")
                  ? " has a key twice, line "
                  : " is not YAML, line ")
              + (e.getLocation() == null ? "?" : e.getLocation().getLineNr()),
          e);
    }
  }

  /** Maps of free keys (properties) are merged, too; all else is replaced. */
  private static void merge(ObjectNode into, JsonNode overlay, String name) {
    overlay
        .fields()
        .forEachRemaining(
            field -> {
              JsonNode there = into.get(field.getKey());
              if (there instanceof ObjectNode map && field.getValue().isObject()) {
                merge(map, field.getValue(), name);
              } else {
                into.set(field.getKey(), field.getValue());
              }
            });
  }
}
