package org.insight.findings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.insight.findings.Finding.Part;
import org.insight.findings.TravelChance.Expected;

/**
 * Persons who were on the same journeys more often than chance explains: the closed groups that
 * chance makes fewer of than {@link TravelRules#chance}. Of groups that have two members in common
 * the one that chance makes least is told. Further members of the others were with it at times.
 */
public final class TravelGroups {

  private static final Comparator<Group> LEAST_CHANCE =
      Comparator.<Group>comparingDouble(group -> group.expected().groups())
          .thenComparing(Comparator.<Group>comparingInt(group -> group.members().size()).reversed())
          .thenComparing(Comparator.<Group>comparingInt(Group::separate).reversed())
          .thenComparing(group -> String.join("\n", group.members()))
          .thenComparing(Group::kind);

  private final TravelRules rules;
  private final List<Group> groups = new ArrayList<>();
  private int cut;
  private int leftOut;

  /**
   * @param members ascending
   * @param rides of all on the common journeys
   */
  private record Group(
      Ride.Kind kind,
      List<String> members,
      int separate,
      Expected expected,
      List<List<Ride>> rides) {

    long inCommonWith(Collection<String> others) {
      return members.stream().filter(others::contains).count();
    }
  }

  /** Looks for them. */
  public TravelGroups(Collection<Ride> rides, TravelRules rules) {
    this.rules = rules;
    for (Ride.Kind kind : Ride.Kind.values()) {
      Journeys journeys =
          Journeys.of(rides.stream().filter(ride -> ride.kind() == kind).toList(), rules.carried());
      leftOut += journeys.leftOut();
      TravelChance chance = new TravelChance(journeys, rules);
      cut +=
          new ClosedGroups(
                  journeys, rules, (group, common) -> take(kind, journeys, chance, group, common))
              .find();
    }
    groups.sort(LEAST_CHANCE);
  }

  private void take(
      Ride.Kind kind, Journeys journeys, TravelChance chance, int[] group, int[] common) {
    int separate = journeys.separate(common, rules.apart());
    Expected expected = chance.of(group, common, separate);
    if (expected.groups() <= rules.chance()) {
      groups.add(
          new Group(
              kind,
              Arrays.stream(group).mapToObj(journeys::person).toList(),
              separate,
              expected,
              Arrays.stream(common).mapToObj(journeys::rides).toList()));
    }
  }

  /** From how many persons there were too many groups to look at. */
  public int cut() {
    return cut;
  }

  /** How many journeys were left out, because they carry too many. */
  public int leftOut() {
    return leftOut;
  }

  /** The groups, those that chance makes least first. */
  public List<Finding> found() {
    List<Group> told = new ArrayList<>();
    List<List<Group>> near = new ArrayList<>();
    for (Group group : groups) {
      boolean isNew = true;
      for (int i = 0; i < told.size(); i++) {
        if (group.inCommonWith(told.get(i).members()) > 1) {
          near.get(i).add(group);
          isNew = false;
        }
      }
      if (isNew) {
        told.add(group);
        near.add(new ArrayList<>());
      }
    }
    List<Finding> found = new ArrayList<>();
    for (int i = 0; i < told.size(); i++) {
      found.add(finding(told.get(i), near.get(i)));
    }
    return found;
  }

  private static Finding finding(Group group, List<Group> near) {
    Set<String> all = new TreeSet<>(group.members());
    List<List<Ride>> journeys = new ArrayList<>(group.rides());
    for (Group other : near) {
      all.addAll(other.members());
      journeys.addAll(other.rides());
    }
    List<Part> parts = new ArrayList<>();
    group.members().forEach(person -> parts.add(new Part(person, "member")));
    all.stream()
        .filter(person -> !group.members().contains(person))
        .forEach(person -> parts.add(new Part(person, "at-times")));
    List<Ride> rides =
        journeys.stream()
            .flatMap(List::stream)
            .filter(ride -> all.contains(ride.person()))
            .sorted(
                Comparator.comparingLong(Ride::day)
                    .thenComparing(Ride::route)
                    .thenComparing(Ride::id))
            .toList();
    TreeMap<String, Double> figures = new TreeMap<>();
    figures.put("persons", (double) group.members().size());
    figures.put("journeys", (double) group.separate());
    figures.put("expected_by_chance", group.expected().journeys());
    figures.put("groups_by_chance", group.expected().groups());
    figures.put("first_day", (double) rides.get(0).day());
    figures.put("last_day", (double) rides.get(rides.size() - 1).day());
    return new Finding(
        FindingKind.TRAVEL_GROUP, parts, figures, rides.stream().map(Ride::id).distinct().toList());
  }
}
