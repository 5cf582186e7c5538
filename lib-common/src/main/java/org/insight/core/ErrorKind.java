package org.insight.core;

/** Whose fault an error is, and so the exit code and whether trying again can help. */
public enum ErrorKind {
  /** A bug of the platform. */
  INTERNAL(1),
  /** The command line or the configuration is wrong. */
  USAGE(2),
  /** What was given to read is missing or unreadable. */
  INPUT(3),
  /** A table's contract is broken, or the lake is of another version. */
  CONTRACT(4),
  /** Disk, network or another system; the only kind that a scheduler retries. */
  EXTERNAL(5);

  private final int exitCode;

  ErrorKind(int exitCode) {
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }
}
