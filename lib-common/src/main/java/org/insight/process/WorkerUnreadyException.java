package org.insight.process;

import java.io.IOException;

/** A worker that does not start, or says that it cannot be asked. */
public final class WorkerUnreadyException extends IOException {

  private static final long serialVersionUID = 1L;

  private final String said;

  WorkerUnreadyException(String said) {
    super(said);
    this.said = said;
  }

  WorkerUnreadyException(IOException cause) {
    super(cause);
    said = "";
  }

  /** Why, in its own words; empty where it said nothing. */
  public String said() {
    return said;
  }
}
