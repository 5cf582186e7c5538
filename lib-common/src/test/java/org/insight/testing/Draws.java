package org.insight.testing;

import java.util.Random;

/**
 * How much a drawn test draws. The seed is random and printed; {@code -Dinsight.seed} gives it
 * again. {@code -Dinsight.tests=long} draws as much as a night has time for, {@code -Dinsight.sets}
 * and {@code -Dinsight.readers} any other amount.
 *
 * @param seed of the first set; that of each further one is one more
 * @param sets policy sets, each with a lake of its own
 * @param readers readers of each set, whose rights are drawn
 */
public record Draws(long seed, int sets, int readers) {

  private static final int LONG_SETS = 50;
  private static final int LONG_READERS = 20;

  /** As the system properties say, else a short form of so many sets and readers. */
  public static Draws of(Class<?> test, int sets, int readers) {
    boolean all = "long".equals(System.getProperty("insight.tests"));
    Draws draws =
        new Draws(
            Long.getLong("insight.seed", new Random().nextLong()),
            Integer.getInteger("insight.sets", all ? LONG_SETS : sets),
            Integer.getInteger("insight.readers", all ? LONG_READERS : readers));
    draws.say(
        test,
        "%d policy sets of %d readers; again: -Dinsight.seed=%d -Dinsight.sets=%d"
            + " -Dinsight.readers=%d",
        draws.sets,
        draws.readers,
        draws.seed,
        draws.sets,
        draws.readers);
    return draws;
  }

  /** How one set, with all of its readers, is drawn again. */
  public String again(int set) {
    return "-Dinsight.seed=%d -Dinsight.sets=1 -Dinsight.readers=%d".formatted(seed + set, readers);
  }

  public Random random(int set) {
    return new Random(seed + set);
  }

  /** A line of progress. */
  public void say(Class<?> test, String format, Object... values) {
    System.out.println(test.getSimpleName() + ": " + format.formatted(values));
  }
}
