package org.insight.policy;

/**
 * A handling code in the scheme that it was received in, never only a converted value.
 *
 * @param scheme as INTERPOL, TLP or a national one; without a colon
 * @param code as H2 or AMBER+STRICT
 */
public record Handling(String scheme, String code) {

  public Handling {
    scheme = PlainText.of("handling scheme", scheme);
    code = PlainText.of("handling code", code);
    if (scheme.contains(":")) {
      // A header writes scheme:code, which must be read in one way only.
      throw new IllegalArgumentException(
          "Cannot read a policy: a handling scheme has no colon, found " + OneLine.of(scheme));
    }
  }

  /** Reads {@code scheme:code}. */
  static Handling parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException(
          "Cannot read a policy: handling must be scheme:code, found " + OneLine.of(text));
    }
    return new Handling(text.substring(0, colon), text.substring(colon + 1));
  }
}
