package org.insight.cli;

import org.insight.services.AuditedAct;
import picocli.CommandLine.Option;

/** The reason that an administrative action must have. */
final class AuditReason {

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why, in words; goes to the audit.")
  private String given;

  /** The reason; refused if it is not one line of words. */
  String text() {
    AuditedAct.requireReason(given);
    return given.strip();
  }
}
