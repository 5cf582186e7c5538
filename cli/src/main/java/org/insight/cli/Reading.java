package org.insight.cli;

import org.insight.access.Access;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the commands that read as a reader. */
final class Reading {

  @Option(
      names = "--as",
      required = true,
      paramLabel = "READER",
      description = "The reader; `insight readers list` lists them.")
  private String reader;

  @Option(
      names = "--purpose",
      paramLabel = "CODE",
      description = {
        "What for: a purpose of the reader's own, as investigation (docs/policies.md).",
        "In place of it the environment may hold INSIGHT_PURPOSE."
      })
  private @Nullable String purpose;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = {
        "Why, in words, as the case. In place of it the environment may hold INSIGHT_REASON.",
        "Both are needed for tables that say something of persons, and go to the audit."
      })
  private @Nullable String reason;

  String reader() {
    return reader;
  }

  Access access(String login) {
    return new Access(
        login, reader, given(purpose, "INSIGHT_PURPOSE"), given(reason, "INSIGHT_REASON"));
  }

  private static @Nullable String given(@Nullable String option, String variable) {
    String text = option != null ? option : System.getenv(variable);
    return text == null || text.isBlank() ? null : text.strip();
  }
}
