package org.insight.simulate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.insight.simulate.Mention.Field;
import org.insight.simulate.Ties.Step;
import org.insight.simulate.Ties.Tie;
import org.insight.simulate.Ties.Via;
import org.jspecify.annotations.Nullable;

/**
 * What a hundred items in a row are to hold: their kinds, folders and events, and which of them
 * carry the evidence of the ties and bridges of two blocks of persons. So an item depends on its
 * batch alone, never on how many items there are.
 */
final class BatchPlan {
  /** Items a batch. */
  static final int SIZE = 100;

  private static final int BLOCKS = 2;

  /** How many batches have an item without a policy as their last. */
  private static final int UNLABELLED_BATCHES = 2;

  private static final List<Integer> STRIDES = List.of(37, 41, 53, 59, 61, 71);

  /** One item of the batch. */
  record Slot(
      long number,
      Kind kind,
      String source,
      String variant,
      Trends.Event event,
      List<Mention> mentions) {}

  /** Evidence of a step at one end. */
  record Evidence(long person, long item) {}

  /** A tie that this batch plants, with the items that show each step's two ends. */
  record PlantedLink(String id, Tie tie, List<Long> persons, List<List<Evidence>> steps) {

    long lastItem() {
      return steps.stream().flatMap(List::stream).mapToLong(Evidence::item).max().orElseThrow();
    }
  }

  /** Items A and C that only B, under a stricter policy, makes one person. */
  record PlantedBridge(String id, long person, long a, long b, long c) {

    long lastItem() {
      return Math.max(a, Math.max(b, c));
    }
  }

  private final long number;
  private final List<Slot> slots = new ArrayList<>();
  private final List<PlantedLink> links = new ArrayList<>();
  private final List<PlantedBridge> bridges = new ArrayList<>();
  private final Map<Kind, List<Integer>> byKind = new TreeMap<>();
  private final Map<Kind, Integer> turn = new TreeMap<>();

  BatchPlan(long seed, Persons persons, Trends trends, Editions editions, long number) {
    this.number = number;
    List<String> sources = persons.countries().stream().map(Country::code).toList();
    List<Kind> kinds = kinds(Draws.of(seed, "kinds", number));
    for (int i = 0; i < SIZE; i++) {
      Draws draws = Draws.of(seed, "slot", number * SIZE + i);
      Trends.Event event = trends.event(draws);
      Kind kind = kinds.get(i);
      String source = event.city().country();
      String variant = Policy.variant(draws);
      switch (kind) {
        case PERSONS_RESTRICTED -> variant = draws.percent(70) ? "h3" : "fiu";
        case PERSONS_HOME, PERSONS_OTHER, VEHICLES, TRAVEL ->
            variant = draws.percent(60) ? "open" : "h1";
        case NOTICE -> variant = draws.percent(85) ? "open" : variant;
        default -> {}
      }
      if (kind.folder().equals("extracts")) {
        // Extracts of one batch come from different sources where there are enough.
        source = sources.get((int) ((number + kind.ordinal()) % sources.size()));
      }
      String folder = editions.of(source, variant, number * SIZE + i);
      slots.add(new Slot(number * SIZE + i, kind, source, folder, event, new ArrayList<>()));
      byKind.computeIfAbsent(kind, k -> new ArrayList<>()).add(i);
    }
    plant(seed, persons);
    fill(seed, persons);
  }

  /** All kinds in their counts, spread evenly; the last stays last. */
  private static List<Kind> kinds(Draws draws) {
    List<Kind> inOrder = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (int i = 0; i < kind.count() && kind != Kind.LAST; i++) {
        inOrder.add(kind);
      }
    }
    // 99 places: strides without a factor of 3 or 11 reach all.
    int stride = draws.pick(STRIDES);
    int shift = draws.below(SIZE - 1);
    List<Kind> kinds = new ArrayList<>();
    for (int i = 0; i < SIZE - 1; i++) {
      kinds.add(inOrder.get((i * stride + shift) % (SIZE - 1)));
    }
    kinds.add(Kind.LAST);
    return kinds;
  }

  List<Slot> slots() {
    return slots;
  }

  List<PlantedLink> links() {
    return links;
  }

  List<PlantedBridge> bridges() {
    return bridges;
  }

  private void plant(long seed, Persons persons) {
    Ties ties = persons.ties();
    Scramble order = Scramble.of(ties.blocks(), Draws.of(seed, "block order"));
    for (int i = 0; i < BLOCKS; i++) {
      long turnOfBlock = number * BLOCKS + i;
      if (turnOfBlock >= ties.blocks()) {
        // Every block was planted once; what follows only speaks of the same persons again.
        return;
      }
      long block = order.at(turnOfBlock);
      for (int t = 0; t < Ties.PLAN.size(); t++) {
        Tie tie = Ties.PLAN.get(t);
        if (ties.exists(block, tie)) {
          links.add(link("L" + block + "-" + t, ties, block, tie));
        }
      }
      for (int place : Ties.BRIDGES) {
        long person = ties.member(block, place);
        if (person < persons.count()) {
          bridges.add(bridge(person));
        }
      }
    }
  }

  private PlantedLink link(String id, Ties ties, long block, Tie tie) {
    List<Long> members = tie.places().stream().map(place -> ties.member(block, place)).toList();
    Map<String, Long> shown = new LinkedHashMap<>();
    List<List<Evidence>> steps = new ArrayList<>();
    for (Step step : tie.steps()) {
      List<Evidence> ends = new ArrayList<>();
      for (int place : List.of(step.from(), step.to())) {
        long person = ties.member(block, place);
        int end = ends.size();
        // A value that is shared by three is shown once for the one who owns it.
        long item =
            shown.computeIfAbsent(
                person + " " + step.via(), key -> place(person, step.via(), end, members));
        ends.add(new Evidence(person, item));
      }
      steps.add(List.copyOf(ends));
    }
    return new PlantedLink(id, tie, members, List.copyOf(steps));
  }

  /** Puts evidence in an item that names no other member of the tie. */
  private long place(long person, Via via, int end, List<Long> members) {
    List<Kind> kinds =
        switch (via) {
          case PHONE ->
              end == 0 ? List.of(Kind.REPORT, Kind.MESSAGE) : List.of(Kind.NOTICE, Kind.DIFFUSION);
          case ACCOUNT -> end == 0 ? List.of(Kind.REPORT) : List.of(Kind.MESSAGE);
          case ADDRESS -> end == 0 ? List.of(Kind.PERSONS_HOME) : List.of(Kind.PERSONS_OTHER);
          case PLATE -> end == 0 ? List.of(Kind.VEHICLES) : List.of(Kind.REPORT);
          case BOOKING -> List.of(Kind.TRAVEL);
        };
    return put(kinds, new Mention(person, Set.of(Mention.of(via)), true), members);
  }

  private PlantedBridge bridge(long person) {
    long a =
        put(List.of(Kind.NOTICE), new Mention(person, Set.of(Field.PASSPORT), true), List.of());
    long b =
        put(
            List.of(Kind.PERSONS_RESTRICTED),
            new Mention(person, Set.of(Field.PASSPORT, Field.NATIONAL_ID), true),
            List.of());
    long c =
        put(
            List.of(Kind.PERSONS_HOME),
            new Mention(person, Set.of(Field.NATIONAL_ID), true),
            List.of());
    return new PlantedBridge("B" + person, person, a, b, c);
  }

  private long put(List<Kind> kinds, Mention mention, List<Long> apart) {
    Kind kind = kinds.get((int) (mention.person() % kinds.size()));
    List<Integer> candidates = byKind.getOrDefault(kind, List.of());
    int start = turn.merge(kind, 1, Integer::sum);
    @Nullable Slot chosen = null;
    for (int i = 0; i < candidates.size(); i++) {
      Slot slot = slots.get(candidates.get((start + i) % candidates.size()));
      boolean free =
          kind.folder().equals("extracts")
              || (slot.mentions().stream().noneMatch(m -> apart.contains(m.person()))
                  && slot.mentions().size() < (kind.folder().equals("notices") ? 1 : 3));
      if (free) {
        chosen = slot;
        break;
      }
    }
    if (chosen == null) {
      throw new IllegalStateException("Cannot plant evidence: no item is free, found kind " + kind);
    }
    chosen.mentions().add(mention);
    return chosen.number();
  }

  /** Gives items that have nobody some persons of all, with what such an item says. */
  private void fill(long seed, Persons persons) {
    for (Slot slot : slots) {
      if (slot.kind().folder().equals("extracts") || isBad(slot.kind(), slot.number())) {
        continue;
      }
      Draws draws = Draws.of(seed, "fill", slot.number());
      int wanted = slot.kind().folder().equals("notices") ? 1 : draws.between(1, 3);
      for (int tries = 0; slot.mentions().size() < wanted && tries < 12; tries++) {
        long person = draws.below(persons.count());
        if (!persons.ties().bridge(person)
            && slot.mentions().stream().noneMatch(m -> m.person() == person)) {
          Set<Field> fields = fields(draws);
          persons.ties().shared(person).forEach(via -> fields.remove(Mention.of(via)));
          slot.mentions().add(new Mention(person, fields, false));
        }
      }
    }
  }

  /** Whether an item is bad, of which the truth says nobody. */
  static boolean isBad(Kind kind, long number) {
    return kind == Kind.BAD || (kind == Kind.LAST && number >= UNLABELLED_BATCHES * SIZE);
  }

  /** What an item says of a person, where nothing is planted. */
  static Set<Field> fields(Draws draws) {
    Set<Field> fields = new TreeSet<>();
    for (Field field : Field.values()) {
      if (draws.percent(field == Field.BORN || field == Field.PASSPORT ? 45 : 22)) {
        fields.add(field);
      }
    }
    return fields;
  }
}
