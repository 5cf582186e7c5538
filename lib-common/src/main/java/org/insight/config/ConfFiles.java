package org.insight.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;

/**
 * Files of configuration by name: an absolute path or one below the working folder, else below the
 * installation (the system property {@code insight.home}, set by bin/insight), else the copy in the
 * jar.
 */
public final class ConfFiles {

  private ConfFiles() {}

  /**
   * @throws InsightException USAGE where it is nowhere
   */
  public static String text(String name) {
    try {
      Optional<Path> file = file(name);
      if (file.isPresent()) {
        return Files.readString(file.get());
      }
      try (InputStream in = ConfFiles.class.getClassLoader().getResourceAsStream(name)) {
        if (in != null) {
          return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
      }
    } catch (IOException e) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot read a configuration file: unreadable, found " + name, e);
    }
    throw new InsightException(
        ErrorKind.USAGE, "Cannot read a configuration file: no such file, found " + name);
  }

  /** A file below the working folder, else below the installation; not the copy in the jar. */
  public static Optional<Path> file(String name) {
    Path here = Path.of(name);
    String home = System.getProperty("insight.home");
    return Stream.concat(
            Stream.of(here), Stream.ofNullable(home).map(h -> Path.of(h).resolve(name)))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /**
   * Texts of the YAML files (.yaml or .yml) of a folder below the working folder, else below the
   * installation, by their names; none where there is no such folder.
   *
   * @throws InsightException USAGE where one cannot be read
   */
  public static SortedMap<String, String> texts(String folder) {
    Path here = Path.of(folder);
    String home = System.getProperty("insight.home");
    Path there = Files.isDirectory(here) || home == null ? here : Path.of(home).resolve(folder);
    if (!Files.isDirectory(there)) {
      return new TreeMap<>();
    }
    try (Stream<Path> files = Files.list(there)) {
      SortedMap<String, String> texts = new TreeMap<>();
      for (Path file : files.filter(ConfFiles::isYaml).toList()) {
        texts.put(String.valueOf(file.getFileName()), Files.readString(file));
      }
      return texts;
    } catch (IOException e) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot read a configuration file: unreadable, in " + folder, e);
    }
  }

  private static boolean isYaml(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }
}
