package org.insight.simulate;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What to simulate.
 *
 * @param out the folder that gets {@code inbox} and {@code truth}
 * @param persons how many invented persons there are, 1 to 5,000,000
 * @param items how many files the inbox gets, policies not counted
 * @param countries ISO 3166-1 alpha-2 codes out of {@link #COUNTRIES}
 * @param policies how many policies all sources have together: at least six each, at most a
 *     thousand
 * @param wordings that texts are written in
 * @param transfers rows of extracts of transfers
 * @param calls rows of extracts of calls
 * @param journeys rows of extracts of journeys
 */
public record SimulationPlan(
    Path out,
    long persons,
    long items,
    long seed,
    List<String> countries,
    int policies,
    Wordings wordings,
    long transfers,
    long calls,
    long journeys) {

  /** All countries that can be simulated, which is also what is simulated unless told otherwise. */
  public static final List<String> COUNTRIES = Countries.ALL.stream().map(Country::code).toList();

  private static final int MOST_OF_A_SOURCE = 1_000;

  private static final long MOST_ROWS = 100_000_000;

  public SimulationPlan {
    if (persons < 1 || persons > Persons.MOST) {
      throw new IllegalArgumentException(
          "Cannot simulate: persons must be 1 to " + Persons.MOST + ", found " + persons);
    }
    if (items < 0) {
      throw new IllegalArgumentException(
          "Cannot simulate: items must be 0 or more, found " + items);
    }
    if (countries.isEmpty()) {
      throw new IllegalArgumentException("Cannot simulate: no country is given");
    }
    if (Math.min(transfers, Math.min(calls, journeys)) < 0
        || Math.max(transfers, Math.max(calls, journeys)) > MOST_ROWS) {
      throw new IllegalArgumentException(
          "Cannot simulate: transfers, calls and journeys must be 0 to "
              + MOST_ROWS
              + ", found "
              + transfers
              + ", "
              + calls
              + " and "
              + journeys);
    }
    countries = Countries.of(countries).stream().map(Country::code).toList();
    int fewest = Editions.fewest(countries.size());
    if (policies < fewest || policies > MOST_OF_A_SOURCE * countries.size()) {
      throw new IllegalArgumentException(
          "Cannot simulate: policies must be "
              + fewest
              + " to "
              + MOST_OF_A_SOURCE * countries.size()
              + " for this many countries, found "
              + policies);
    }
  }

  /** With the simulator's own wordings. */
  public SimulationPlan(
      Path out, long persons, long items, long seed, List<String> countries, int policies) {
    this(out, persons, items, seed, countries, policies, Wordings.OWN, 0, 0, 0);
  }

  /** With as few policies as there can be: six of each source. */
  public SimulationPlan(Path out, long persons, long items, long seed, List<String> countries) {
    this(out, persons, items, seed, countries, Editions.fewest(Set.copyOf(countries).size()));
  }

  /**
   * Language of the list that the names of a nationality are drawn from.
   *
   * @return ISO 639-1 codes by the codes of {@link #COUNTRIES}
   */
  public static Map<String, String> originsOfNames() {
    return Countries.ALL.stream()
        .collect(Collectors.toUnmodifiableMap(Country::code, c -> c.locale().getLanguage()));
  }

  /** The same plan in other wordings. */
  public SimulationPlan in(Wordings others) {
    return new SimulationPlan(
        out, persons, items, seed, countries, policies, others, transfers, calls, journeys);
  }

  /**
   * The same plan with extracts of transfers, of calls and of journeys of so many rows together.
   */
  public SimulationPlan with(long someTransfers, long someCalls, long someJourneys) {
    return new SimulationPlan(
        out,
        persons,
        items,
        seed,
        countries,
        policies,
        wordings,
        someTransfers,
        someCalls,
        someJourneys);
  }
}
