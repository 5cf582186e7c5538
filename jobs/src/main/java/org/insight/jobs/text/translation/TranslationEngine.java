package org.insight.jobs.text.translation;

import java.util.Optional;
import java.util.Set;

/**
 * Translates sentences. What it makes of one must follow from that one alone: what it was asked
 * before may belong to others.
 */
interface TranslationEngine {

  /** As in the settings. */
  String name();

  /** Changes where its translations may. */
  String version(Pair pair);

  /** What it can translate on this machine. */
  Set<Pair> pairs();

  /** Languages that a sentence is put into one after the other, the target among them. */
  default int hops(Pair pair) {
    return 1;
  }

  /** What it lacks for pairs that it does not have, for people. */
  String needs();

  /** Whether it puts words beside words, so that nobody may take it for a translation. */
  boolean isGloss();

  /** Whether text leaves this machine. Then it is given nothing but what has tokens. */
  default boolean isElsewhere() {
    return false;
  }

  /**
   * Translates one sentence.
   *
   * @return empty where it failed or took too long
   */
  Optional<EngineText> translate(MarkedText sentence, Pair pair);
}
