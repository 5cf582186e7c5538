package org.insight.simulate;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happens where and when: a steady background, and offences that rise month by month while
 * they move from city to city.
 */
final class Trends {
  /** Months that a trend lasts. */
  static final int MONTHS = 9;

  private static final int COUNT = 3;
  private static final int SHARE_PERCENT = 30;

  /**
   * @param cities one a third of its months
   */
  record Trend(String id, Offence offence, YearMonth first, List<City> cities) {

    City city(int month) {
      return cities.get(month * cities.size() / MONTHS);
    }

    Map<String, Object> asMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("id", id);
      map.put("offence", offence.code());
      List<Map<String, Object>> months = new ArrayList<>();
      for (int month = 0; month < MONTHS; month++) {
        City city = city(month);
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("month", first.plusMonths(month).toString());
        entry.put("city", city.name());
        entry.put("country", city.country());
        entry.put("latitude", city.latitude());
        entry.put("longitude", city.longitude());
        entry.put("weight", month + 1);
        months.add(entry);
      }
      map.put("months", months);
      return map;
    }
  }

  /** What an item tells of. */
  record Event(Offence offence, City city, LocalDate on, @Nullable String trend) {}

  private final List<Country> countries;
  private final List<Trend> all = new ArrayList<>();

  Trends(long seed, List<Country> countries) {
    this.countries = countries;
    List<City> cities = countries.stream().flatMap(c -> c.cities().stream()).toList();
    for (int i = 0; i < COUNT; i++) {
      Draws draws = Draws.of(seed, "trend", i);
      List<City> way = new ArrayList<>();
      while (way.size() < 3) {
        City city = draws.pick(cities);
        if (!way.contains(city)) {
          way.add(city);
        }
      }
      Offence offence = Offence.values()[(draws.below(3) + i * 3) % Offence.values().length];
      YearMonth first =
          YearMonth.from(Persons.FIRST_DAY).plusMonths(draws.between(i * 7, i * 7 + 4));
      all.add(new Trend("T" + (i + 1), offence, first, List.copyOf(way)));
    }
  }

  List<Trend> all() {
    return all;
  }

  Event event(Draws draws) {
    if (draws.percent(SHARE_PERCENT)) {
      Trend trend = draws.pick(all);
      // Month m with a weight of m + 1.
      int at = draws.below(MONTHS * (MONTHS + 1) / 2);
      int month = 0;
      while (at > month) {
        at -= ++month;
      }
      YearMonth when = trend.first().plusMonths(month);
      LocalDate on = when.atDay(draws.between(1, when.lengthOfMonth()));
      return new Event(trend.offence(), trend.city(month), on, trend.id());
    }
    return new Event(
        draws.pick(List.of(Offence.values())),
        draws.pick(draws.pick(countries).cities()),
        Persons.day(draws),
        null);
  }
}
