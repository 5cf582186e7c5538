package org.insight.policy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.insight.core.OneLine;

/**
 * A handling code in the scheme that it was received in, never only a converted value.
 *
 * @param scheme as EUROPOL, TLP or a national one; without a colon
 * @param code as H2 or AMBER+STRICT
 */
public record Handling(String scheme, String code) implements Serializable {

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

  /** The scheme, where it is known and this is one of its codes. */
  public Optional<HandlingScheme> known() {
    return HandlingScheme.named(scheme).filter(s -> s.strictness(code).isPresent());
  }

  /**
   * Refuses what is not a code of its scheme, where the platform knows that.
   *
   * @throws IllegalArgumentException in one line
   */
  void refuseWrongCode() {
    Optional<HandlingScheme> of = HandlingScheme.named(scheme);
    if (of.isPresent() && known().isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot read a policy: no handling code of "
              + of.get().label()
              + ", found "
              + OneLine.of(code));
    }
  }

  /**
   * The strictest codes, as {@code TLP AMBER}, sorted: of each known scheme the strictest, of
   * others all as received, for they compare with nothing.
   */
  public static List<String> strictest(Collection<Handling> codes) {
    Map<HandlingScheme, List<String>> byScheme = new EnumMap<>(HandlingScheme.class);
    SortedSet<String> shown = new TreeSet<>();
    for (Handling handling : codes) {
      Optional<HandlingScheme> known = handling.known();
      if (known.isPresent()) {
        byScheme.computeIfAbsent(known.get(), s -> new ArrayList<>()).add(handling.code());
      } else {
        shown.add(handling.scheme() + " " + handling.code());
      }
    }
    byScheme.forEach(
        (scheme, ofIt) ->
            scheme.strictest(ofIt).forEach(code -> shown.add(scheme.label() + " " + code)));
    return List.copyOf(shown);
  }
}
