package org.insight.jobs.landing;

/** Ends the reading of one item with a reason for people, which never holds text of the item. */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Reason reason;

  Refusal(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  Refusal(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }

  String words() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
