package org.insight.jobs.landing.mapping;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** All mappings of a run: those given to it, before those that come with the platform. */
public final class Mappings {

  /** Issue of an item: a table that no mapping is for, so that it is read as text. */
  public static final String TABLE_WITHOUT_MAPPING = "table_without_mapping";

  private final Map<String, Mapping> byId = new LinkedHashMap<>();

  /**
   * @param extra texts of further mapping files; one with the id of a built-in one replaces it
   * @throws IllegalArgumentException where one breaks the form
   */
  public Mappings(List<String> extra) {
    for (String yaml : extra) {
      Mapping mapping = Mapping.fromYaml(yaml);
      if (byId.putIfAbsent(mapping.id(), mapping) != null) {
        throw new IllegalArgumentException(
            "Cannot read a mapping: the id is taken, found " + mapping.id());
      }
    }
    for (String name : resource("mappings/INDEX").lines().toList()) {
      if (!name.isBlank()) {
        Mapping mapping = Mapping.fromYaml(resource("mappings/" + name.strip() + ".yaml"));
        byId.putIfAbsent(mapping.id(), mapping);
      }
    }
  }

  /**
   * The mapping that an item is for, by its content.
   *
   * @param fileName last part of its path; decides only for lists that have no header
   */
  public Optional<Mapping> find(byte[] bytes, String fileName) {
    return Recogniser.find(new ArrayList<>(byId.values()), bytes, fileName);
  }

  /**
   * Whether an item that no mapping is for is a table nevertheless.
   *
   * @param fileName last part of its path
   */
  public static boolean isTable(byte[] bytes, String fileName) {
    return Recogniser.isTable(bytes, fileName);
  }

  /** Names, in small letters, of files that a mapping is for by their name. */
  public Set<String> fileNames() {
    return byId.values().stream()
        .map(mapping -> mapping.recognise().fileNames())
        .filter(Objects::nonNull)
        .flatMap(List::stream)
        .collect(Collectors.toSet());
  }

  /**
   * The mapping of an id.
   *
   * @throws IllegalArgumentException where there is none
   */
  public Mapping byId(String id) {
    Mapping mapping = byId.get(id);
    if (mapping == null) {
      throw new IllegalArgumentException("Cannot use a mapping: no such id, found " + id);
    }
    return mapping;
  }

  private static String resource(String path) {
    try (InputStream in = Mappings.class.getClassLoader().getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("Cannot read a mapping: no resource, found " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + path, e);
    }
  }
}
