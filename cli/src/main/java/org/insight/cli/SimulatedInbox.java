package org.insight.cli;

import java.io.IOException;
import java.util.Objects;
import java.util.function.Supplier;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.simulate.Simulation;
import org.insight.simulate.SimulationPlan;
import org.insight.simulate.WordingException;

/** The plan of an inbox that a command simulates. */
public final class SimulatedInbox {

  private SimulatedInbox() {}

  /**
   * A plan that can be written to its folder.
   *
   * @throws InsightException USAGE where its numbers are out of bounds, or its folder holds what is
   *     not of it; INPUT where its wordings cannot be read
   */
  public static SimulationPlan plan(Supplier<SimulationPlan> asked) throws IOException {
    try {
      SimulationPlan plan = asked.get();
      Simulation.requireBeginning(plan);
      return plan;
    } catch (WordingException e) {
      throw new InsightException(ErrorKind.INPUT, Objects.requireNonNull(e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      throw new InsightException(ErrorKind.USAGE, Objects.requireNonNull(e.getMessage()), e);
    }
  }
}
