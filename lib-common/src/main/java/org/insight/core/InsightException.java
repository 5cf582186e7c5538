package org.insight.core;

/**
 * An error that a person can act on. The message reads "Cannot do what: why, found value", in one
 * line and without personal data; all kinds but INTERNAL are shown without a stack trace.
 */
public final class InsightException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ErrorKind kind;

  public InsightException(ErrorKind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public InsightException(ErrorKind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public ErrorKind kind() {
    return kind;
  }
}
