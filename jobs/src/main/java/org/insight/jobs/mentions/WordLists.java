package org.insight.jobs.mentions;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.Sha256;

/**
 * Word lists and gazetteers of the class path. Each method throws {@link InsightException} INTERNAL
 * where there is no such resource.
 */
public final class WordLists {

  /** Of a version. */
  private static final int DIGITS = 12;

  private WordLists() {}

  /** The lists of a YAML document. */
  public static <T> T yaml(String resource, TypeReference<T> type) {
    try (InputStream in = open(resource)) {
      return new YAMLMapper().readValue(in, type);
    } catch (IOException e) {
      throw unreadable(resource, e);
    }
  }

  /** A YAML document as a tree. */
  public static JsonNode tree(String resource) {
    return yaml(resource, new TypeReference<>() {});
  }

  /** Gives each line of a UTF-8 text. */
  public static void lines(String resource, Consumer<String> reader) {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(open(resource), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        reader.accept(line);
      }
    } catch (IOException e) {
      throw unreadable(resource, e);
    }
  }

  /** What resources are: the beginning of a digest of all of them. */
  static String version(List<String> resources) {
    MessageDigest digest = Sha256.digest();
    for (String resource : resources) {
      try (InputStream in = open(resource)) {
        digest.update(in.readAllBytes());
      } catch (IOException e) {
        throw unreadable(resource, e);
      }
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
  }

  private static InputStream open(String resource) {
    InputStream in = WordLists.class.getClassLoader().getResourceAsStream(resource);
    if (in == null) {
      throw new InsightException(
          ErrorKind.INTERNAL, "Cannot read a word list: no resource, found " + resource);
    }
    return in;
  }

  private static UncheckedIOException unreadable(String resource, IOException e) {
    return new UncheckedIOException("Cannot read " + resource, e);
  }
}
