package org.insight.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;

/** Files named on the command line. */
final class TextFiles {

  private TextFiles() {}

  /**
   * @throws InsightException INPUT where it cannot be read
   */
  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new InsightException(
          ErrorKind.INPUT, "Cannot read a file: missing or unreadable, found " + file, e);
    }
  }
}
