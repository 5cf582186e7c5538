package org.insight.simulate;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The wordings that texts are written in.
 *
 * @param folder of further files, null for none
 */
public record Wordings(@Nullable Path folder, Use use) {

  /** The simulator's own, all of them. */
  public static final Wordings OWN = new Wordings(null, Use.ALL);

  /** Which of them. */
  public enum Use {
    /** The simulator's own and those of the folder. */
    ALL,
    /** Those that a model may be trained on: the simulator's own without the held-out ones. */
    TRAINING,
    /** Those that no model is trained on: the held-out ones and those of the folder. */
    HELD_OUT,
    /** Those of the folder. */
    GIVEN
  }
}
