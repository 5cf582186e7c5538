package org.insight.findings;

/**
 * When persons travel together.
 *
 * @param journeys fewest separate journeys of a group
 * @param apart journeys that begin so many days after another are separate; nearer ones are one,
 *     such as connecting flights or the nights of a stay
 * @param chance most groups as large with as many journeys that chance would make
 * @param habit riders of a route that the habits of all travellers weigh as much as, so that a
 *     route with few others tells little
 * @param carried a journey of more persons is left out
 * @param looked most groups that are looked at from one person
 */
public record TravelRules(
    int journeys, int apart, double chance, double habit, int carried, int looked) {

  /** Version of the rules; a change is named in the changelog. */
  public static final String VERSION = "1";

  public static final TravelRules STANDARD = new TravelRules(2, 2, .05, 10, 5_000, 2_000);
}
