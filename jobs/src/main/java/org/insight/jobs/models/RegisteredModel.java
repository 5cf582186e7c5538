package org.insight.jobs.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.insight.config.ConfFiles;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.OneLine;
import org.insight.core.Sha256;

/**
 * A model whose weights were trained, as {@code conf/models/NAME.yaml} registers it.
 *
 * @param name also the folder of its files: {@code conf/models/NAME}, else {@code models/NAME} on
 *     the class path
 * @param version raised with each change of a file; rows that the model makes name it
 * @param task such as token-classification
 * @param languages ISO 639-1 codes
 * @param from what it was made of, and by which command
 * @param licence SPDX identifier
 * @param card page of {@code docs/model-cards}
 * @param files SHA-256, hex, of each file
 */
public record RegisteredModel(
    String name,
    int version,
    String task,
    List<String> languages,
    String from,
    String licence,
    String card,
    SortedMap<String, String> files) {

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .build();

  /**
   * A model of the registry.
   *
   * @throws InsightException USAGE where it is not registered, or its registration is not of this
   *     form
   */
  public static RegisteredModel of(String name) {
    String file = "conf/models/" + name + ".yaml";
    return parse(ConfFiles.text(file), file);
  }

  /**
   * A registration.
   *
   * @param text as in {@code conf/models}
   * @param file where it was found
   * @throws InsightException USAGE where it is not of this form
   */
  public static RegisteredModel parse(String text, String file) {
    try {
      return YAML.readValue(text, RegisteredModel.class);
    } catch (JsonProcessingException e) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot read a model's registration: "
              + OneLine.of(e.getOriginalMessage())
              + ", found in "
              + file,
          e);
    }
  }

  /** Name and version, such as {@code names-1}. */
  public String id() {
    return name + "-" + version;
  }

  /**
   * The model's files by their names.
   *
   * @throws InsightException USAGE where one is missing or has other bytes
   */
  public Map<String, byte[]> bytes() {
    Map<String, byte[]> bytes = new TreeMap<>();
    files.keySet().forEach(file -> bytes.put(file, bytes(file)));
    return bytes;
  }

  private byte[] bytes(String file) {
    String resource = "models/" + name + "/" + file;
    Optional<Path> own = ConfFiles.file("conf/" + resource);
    try (InputStream in =
        own.isPresent()
            ? Files.newInputStream(own.get())
            : RegisteredModel.class.getClassLoader().getResourceAsStream(resource)) {
      byte[] bytes = in == null ? new byte[0] : in.readAllBytes();
      if (!Sha256.hex(bytes).equals(files.get(file))) {
        throw new InsightException(
            ErrorKind.USAGE,
            "Cannot load model "
                + id()
                + ": run make build, or put its files into conf/models, found "
                + (in == null ? "no " : "other bytes in ")
                + resource);
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes the model's files to a folder.
   *
   * @throws InsightException USAGE where a file is missing or has other bytes
   */
  public void unpack(Path folder) {
    for (String file : files.keySet()) {
      try {
        Path target = folder.resolve(file);
        Files.createDirectories(target.getParent());
        Files.write(target, bytes(file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
