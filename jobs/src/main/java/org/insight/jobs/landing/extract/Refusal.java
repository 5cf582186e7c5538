package org.insight.jobs.landing.extract;

/** Ends the reading of one item with a reason for people, which never holds text of the item. */
public final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Reason reason;

  public Refusal(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Refusal(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  static Refusal doctype() {
    return new Refusal(
        Reason.UNSAFE_XML,
        "It holds XML with a DOCTYPE, which is not followed: it can fetch other files or exhaust"
            + " a machine");
  }

  public Reason reason() {
    return reason;
  }

  public String words() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
