package org.insight.simulate;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Extracts of the journeys of one carrier. Groups travel together, each member with an own booking,
 * among persons who meet by chance, families with one booking, a party of one journey, and
 * commuters on one coach.
 */
final class Journeys {

  private static final LocalDate FIRST = LocalDate.of(2026, 1, 5);

  /** Days that a file covers. */
  private static final int DAYS = 180;

  private static final int COMMUTERS = 30;

  private static final List<String> CARRIERS =
      List.of("Meridian Lines", "Cap Nord", "Transluz", "Brighton Coaches", "Rihla");

  /** A route and a day. */
  private record Departure(int route, int day) {}

  private record Seat(Person person, Departure departure, String booking, int group) {}

  private final Persons persons;
  private final int number;
  private final int rows;
  private final Draws draws;
  private final List<List<City>> routes = new ArrayList<>();
  private final List<Departure> departures = new ArrayList<>();
  private final List<Person> travellers = new ArrayList<>();
  private final List<Seat> seats = new ArrayList<>();
  private int bookings;

  /**
   * @param rows at least 1
   */
  Journeys(Persons persons, int number, int rows, Draws draws) {
    this.persons = persons;
    this.number = number;
    this.rows = rows;
    this.draws = draws;
  }

  /** The file of a path. */
  Flows.Flow at(String path, long itemNumber, Policy policy) {
    prepare();
    int groups = rows / 200;
    for (int group = 1; group <= groups; group++) {
      group(group);
    }
    commute();
    while (seats.size() < rows) {
      switch (draws.below(20)) {
        case 0 -> party();
        case 1, 2, 3 -> family();
        default -> seats.add(new Seat(draws.pick(travellers), departure(), booking(), 0));
      }
    }
    return written(path, itemNumber, policy);
  }

  private void prepare() {
    List<City> cities = City.ALL.stream().filter(city -> !city.textOnly()).toList();
    for (int i = 0; i < 12; i++) {
      City from = draws.pick(cities);
      City to = draws.pick(cities);
      routes.add(List.of(from, to));
      routes.add(List.of(to, from));
    }
    for (int i = 0; i < rows / 7 + 1; i++) {
      departures.add(new Departure(draws.below(routes.size() - 2), draws.below(DAYS)));
    }
    Set<Long> drawn = new LinkedHashSet<>();
    for (int tries = 0; drawn.size() < rows / 5 + COMMUTERS && tries < 4 * rows + 200; tries++) {
      long index = draws.below(persons.count());
      if (persons.lookalikes().twin(index) == null && drawn.add(index)) {
        travellers.add(persons.at(index));
      }
    }
  }

  private Departure departure() {
    return draws.pick(departures);
  }

  private String booking() {
    return String.format(Locale.ROOT, "J%03d%05d", number, ++bookings);
  }

  private List<Person> some(int size) {
    Set<Person> some = new LinkedHashSet<>();
    for (int tries = 0; some.size() < size && tries < 100; tries++) {
      some.add(draws.pick(travellers));
    }
    return List.copyOf(some);
  }

  /** Now and then a member of a group with more journeys than two is not there. */
  private void group(int group) {
    List<Person> members = some(draws.between(3, 5));
    int journeys = draws.between(2, 4);
    int day = draws.below(20);
    int absent = journeys > 2 && draws.percent(40) ? draws.below(members.size()) : -1;
    int without = draws.below(journeys);
    for (int i = 0; i < journeys; i++) {
      int from = day;
      List<Departure> later =
          departures.stream().filter(d -> d.day() >= from && d.day() < from + 40).toList();
      Departure departure = later.isEmpty() ? departure() : draws.pick(later);
      for (int j = 0; j < members.size(); j++) {
        if (j != absent || i != without) {
          seats.add(new Seat(members.get(j), departure, booking(), group));
        }
      }
      day = departure.day() + 3;
    }
  }

  private void commute() {
    int route = routes.size() - 2;
    List<Person> commuters = some(Math.min(COMMUTERS, rows / 20));
    for (int day = 0; day < 10; day++) {
      for (Person person : commuters) {
        if (draws.percent(80)) {
          seats.add(new Seat(person, new Departure(route + day % 2, day), booking(), 0));
        }
      }
    }
  }

  private void family() {
    Departure departure = departure();
    String booking = booking();
    some(draws.between(2, 4)).forEach(person -> seats.add(new Seat(person, departure, booking, 0)));
  }

  private void party() {
    Departure departure = departure();
    some(draws.between(8, 14))
        .forEach(person -> seats.add(new Seat(person, departure, booking(), 0)));
  }

  private Flows.Flow written(String path, long itemNumber, Policy policy) {
    List<Seat> sorted =
        seats.stream()
            .limit(rows)
            .sorted(
                Comparator.<Seat>comparingInt(seat -> seat.departure().day())
                    .thenComparingInt(seat -> seat.departure().route())
                    .thenComparing(Seat::booking)
                    .thenComparing(seat -> seat.person().index()))
            .toList();
    StringBuilder csv = new StringBuilder(Extracts.TRAVEL).append("\r\n");
    List<Appearance> appearances = new ArrayList<>();
    Map<Integer, Set<String>> members = new LinkedHashMap<>();
    Map<Integer, List<String>> rowsOf = new LinkedHashMap<>();
    String carrier = CARRIERS.get(number % CARRIERS.size()) + " " + number;
    for (int i = 0; i < sorted.size(); i++) {
      Seat seat = sorted.get(i);
      Person person = seat.person();
      List<City> route = routes.get(seat.departure().route());
      csv.append(
          Csv.line(
              List.of(
                  person.passport(),
                  person.country().code(),
                  person.family(),
                  person.given(),
                  carrier,
                  route.get(0).name(),
                  route.get(1).name(),
                  FIRST.plusDays(seat.departure().day()).toString(),
                  seat.booking(),
                  "")));
      appearances.add(
          new Appearance(
              person.index(),
              null,
              "row:" + (i + 1),
              person.name(),
              "Latn",
              List.of(),
              Map.of("passport", person.passport(), "booking", seat.booking())));
      if (seat.group() > 0) {
        String passport = person.country().code() + ":" + person.passport();
        members.computeIfAbsent(seat.group(), g -> new LinkedHashSet<>()).add(passport);
        rowsOf.computeIfAbsent(seat.group(), g -> new ArrayList<>()).add(String.valueOf(i + 1));
      }
    }
    List<Flows.Planted> planted = new ArrayList<>();
    members.forEach(
        (group, some) ->
            planted.add(
                new Flows.Planted(
                    String.format(Locale.ROOT, "travel-group-%05d-%02d", number, group),
                    "travel-group",
                    path,
                    List.copyOf(some),
                    rowsOf.getOrDefault(group, List.of()))));
    return new Flows.Flow(
        Item.of(
                itemNumber,
                "extract_journeys",
                path,
                csv.toString().getBytes(StandardCharsets.UTF_8),
                policy)
            .with(appearances),
        planted);
  }
}
