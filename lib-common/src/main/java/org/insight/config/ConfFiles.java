package org.insight.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.insight.run.ErrorKind;
import org.insight.run.InsightException;

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
      Path here = Path.of(name);
      if (Files.isRegularFile(here)) {
        return Files.readString(here);
      }
      String home = System.getProperty("insight.home");
      if (home != null && Files.isRegularFile(Path.of(home).resolve(name))) {
        return Files.readString(Path.of(home).resolve(name));
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
}
