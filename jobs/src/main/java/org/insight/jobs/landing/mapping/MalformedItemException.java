package org.insight.jobs.landing.mapping;

/** A structured item breaks the form of its format; the message never holds text of the item. */
public final class MalformedItemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MalformedItemException(String message) {
    super(message);
  }
}
