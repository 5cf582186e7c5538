package org.insight.jobs.text.translation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a machine made of a sentence.
 *
 * @param text null where the engine gave none
 * @param engine its name
 * @param version of engine, glossary and rules
 * @param gloss whether it is words beside words, no translation
 * @param unknown share of words that the engine did not know, from 0 to 1
 * @param flags what the guard found: number, name, negation, unknown, failed
 */
public record Translation(
    @Nullable String text,
    String engine,
    String version,
    boolean gloss,
    double unknown,
    List<String> flags) {

  public Translation {
    flags = List.copyOf(flags);
  }
}
