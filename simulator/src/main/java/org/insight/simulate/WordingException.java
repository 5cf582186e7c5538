package org.insight.simulate;

/** A file of wordings is not as docs/simulator.md describes; the message names file and line. */
public final class WordingException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  WordingException(String message) {
    super(message);
  }
}
