package org.insight.jobs.text.translation;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.OneLine;

/** Reads glossaries: one list of entries a file. A bad entry is refused by file and entry. */
final class GlossaryFiles {

  private static final String FOLDER = "translation/glossary/";

  private static final List<String> LANGUAGES = List.of("fr", "en", "es", "ar");

  private static final YAMLMapper MAPPER =
      YAMLMapper.builder()
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  private GlossaryFiles() {}

  /** Texts of the platform's glossaries, by file. */
  static SortedMap<String, String> ofThePlatform() {
    SortedMap<String, String> texts = new TreeMap<>();
    for (String name : resource("INDEX").lines().toList()) {
      texts.put(name, resource(name));
    }
    return texts;
  }

  private static String resource(String name) {
    try (InputStream in = GlossaryFiles.class.getClassLoader().getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new InsightException(
            ErrorKind.INTERNAL, "Cannot read a glossary: no resource, found " + FOLDER + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + FOLDER + name, e);
    }
  }

  /**
   * The entries of files. Where two have the same id, that of the first list of files counts.
   *
   * @param texts lists of files, by name; what comes first goes before
   * @throws InsightException USAGE where an entry is no entry, or two of one list have the same id
   */
  static List<GlossaryEntry> entries(List<SortedMap<String, String>> texts) {
    Map<String, GlossaryEntry> known = new HashMap<>();
    List<GlossaryEntry> entries = new ArrayList<>();
    for (SortedMap<String, String> files : texts) {
      Map<String, String> here = new HashMap<>();
      files.forEach(
          (file, text) -> {
            for (GlossaryEntry entry : entries(file, text)) {
              String other = here.put(entry.id(), file);
              if (other != null) {
                throw bad(file, entry.id(), "its id is in " + other + " as well");
              }
              if (known.putIfAbsent(entry.id(), entry) == null) {
                entries.add(entry);
              }
            }
          });
    }
    return entries;
  }

  private static List<GlossaryEntry> entries(String file, String text) {
    JsonNode list;
    try {
      list = MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot read a glossary: not YAML, found "
              + OneLine.shown(file)
              + " line "
              + (e.getLocation() == null ? "?" : e.getLocation().getLineNr()),
          e);
    }
    if (!list.isArray()) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot read a glossary: not a list, found " + OneLine.shown(file));
    }
    List<GlossaryEntry> entries = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      JsonNode id = list.get(i).path("id");
      String name = id.isTextual() ? id.asText() : "number " + (i + 1);
      try {
        entries.add(checked(file, MAPPER.treeToValue(list.get(i), GlossaryEntry.class)));
      } catch (JsonProcessingException e) {
        throw bad(
            file, name, e.getOriginalMessage().lines().findFirst().orElse("it has a bad value"));
      }
    }
    return entries;
  }

  private static GlossaryEntry checked(String file, GlossaryEntry entry) {
    int languages = 0;
    for (String language : LANGUAGES) {
      GlossaryEntry.Forms forms = entry.in(language);
      if (forms == null) {
        continue;
      }
      languages++;
      if (forms.one().isBlank()) {
        throw bad(file, entry.id(), language + " has no form");
      }
      if (forms.gender() != null && !forms.gender().matches("m|f|mf")) {
        throw bad(file, entry.id(), language + " has the gender " + OneLine.shown(forms.gender()));
      }
      if (forms.also() != null && forms.also().stream().anyMatch(f -> f == null || f.isBlank())) {
        throw bad(file, entry.id(), language + " has an empty form");
      }
    }
    if (languages < 2) {
      throw bad(file, entry.id(), "it has fewer than two languages");
    }
    return entry;
  }

  private static InsightException bad(String file, String entry, String why) {
    return new InsightException(
        ErrorKind.USAGE,
        "Cannot read a glossary: "
            + OneLine.shown(why)
            + ", found "
            + OneLine.shown(file)
            + " entry "
            + OneLine.shown(entry));
  }
}
