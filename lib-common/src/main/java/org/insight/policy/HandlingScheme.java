package org.insight.policy;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;

/**
 * Schemes of handling codes that the platform knows, each with its codes from the laxest to the
 * strictest. Codes of two schemes are never compared, and none is converted. Where each order comes
 * from is in docs/adr/0005-handling-and-grading.md.
 */
public enum HandlingScheme {
  /** Any use within the mandate; not in court; not passed on; other restrictions, in words. */
  EUROPOL("EUROPOL", List.of("EUROPOL"), new Scale("H0", "H1", "H2", "H3")),
  /** Traffic Light Protocol 2.0; WHITE is what CLEAR was called before. */
  TLP(
      "TLP",
      List.of("TLP", "TLP 2.0"),
      new Scale("CLEAR WHITE", "GREEN", "AMBER", "AMBER+STRICT", "RED")),
  /**
   * To others beside the police (2) or abroad (3), which are two different widenings; to the police
   * (1); on conditions (5); within the own force alone (4).
   */
  UK_5X5X5("5x5x5", List.of("5X5X5", "UK 5X5X5"), new Scale("2 3", "1", "5", "4")),
  /** Lawful sharing permitted; permitted on conditions. */
  UK_3X5X2("3x5x2", List.of("3X5X2", "UK 3X5X2"), new Scale("P", "C"));

  private final String label;
  private final List<String> names;
  private final Scale codes;

  HandlingScheme(String label, List<String> names, Scale codes) {
    this.label = label;
    this.names = names;
    this.codes = codes;
  }

  /** The scheme of a name in any case; empty where it is not of this list. */
  public static Optional<HandlingScheme> named(String scheme) {
    String name = SchemeName.of(scheme);
    for (HandlingScheme known : values()) {
      if (known.names.contains(name)) {
        return Optional.of(known);
      }
    }
    return Optional.empty();
  }

  /** The name to show. */
  public String label() {
    return label;
  }

  /** Its codes in their order, as {@code TLP:CLEAR=WHITE<GREEN<AMBER}. */
  public String order() {
    return label + ":" + codes;
  }

  /**
   * How strict a code is within this scheme, from 0; equal for two codes of which neither is
   * stricter. Empty where it is no code of the scheme.
   */
  public OptionalInt strictness(String code) {
    int step = codes.step(code);
    return step < 0 ? OptionalInt.empty() : OptionalInt.of(step);
  }

  /** The strictest of codes of this scheme; several where none of them is stricter. */
  SortedSet<String> strictest(Collection<String> ofThis) {
    return codes.last(ofThis);
  }
}
