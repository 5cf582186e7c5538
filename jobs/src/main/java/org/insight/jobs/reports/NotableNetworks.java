package org.insight.jobs.reports;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.insight.findings.Communities;
import org.insight.findings.Network;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the networks that a report draws. A network is a community of the links that it is given.
 * The most notable one has the greatest sum of strengths of links between persons of interest, then
 * of all its links. Persons of interest are suspects of a text, and those whom a notice wants or a
 * list sanctions. It says where to look first, and nothing of guilt.
 *
 * <p>Of a large network the ends that matter most are kept: first the end with the greatest sum of
 * strengths, then again and again the one with the strongest link to those that are kept.
 */
final class NotableNetworks {

  /** Version of the rule; a change is named in the changelog. */
  static final String VERSION = "1";

  /** Roles of persons of interest. */
  static final Set<String> OF_INTEREST = Set.of("suspect", "wanted", "sanction");

  /** Most networks. */
  static final int MOST = 3;

  /** Most ends of one: a picture of more shows nothing on paper. */
  static final int MOST_ENDS = 12;

  /** Fewest ends of one: two ends are a line of the table. */
  private static final int FEWEST_ENDS = 3;

  private static final Comparator<Link> STRONGEST_FIRST =
      Comparator.comparingLong(Link::strength)
          .reversed()
          .thenComparing(Link::source)
          .thenComparing(Link::target);

  private static final Comparator<Found> MOST_NOTABLE_FIRST =
      Comparator.comparingLong(Found::between)
          .thenComparingLong(Found::all)
          .reversed()
          .thenComparing(Found::first);

  private NotableNetworks() {}

  /**
   * @param strength thousandths of a bit: sums of whole numbers do not hang on their order
   * @param between whether it is between two persons of interest
   */
  private record Link(
      String source,
      String target,
      long strength,
      boolean between,
      Map<String, @Nullable Object> row) {

    String other(String end) {
      return end.equals(source) ? target : source;
    }
  }

  /**
   * @param first its least end
   */
  private record Found(String first, int ends, long between, long all, List<Link> links) {}

  /**
   * The links of the most notable networks.
   *
   * @param links answer to the query of {@link Figure#NETWORKS}
   * @return of the same columns, with {@code network} (1 is the most notable) and {@code ends} (of
   *     all of that network) before them; network by network, the strongest first
   */
  static Rows of(Rows links) {
    List<String> columns = new ArrayList<>(List.of("network", "ends"));
    columns.addAll(links.columns());
    List<Map<String, @Nullable Object>> chosen = new ArrayList<>();
    int number = 0;
    for (Found found : found(links.rows().stream().map(NotableNetworks::link).toList())) {
      number++;
      Set<String> kept = kept(found.links());
      for (Link link : found.links()) {
        if (kept.contains(link.source()) && kept.contains(link.target())) {
          Map<String, @Nullable Object> row = new LinkedHashMap<>();
          row.put("network", number);
          row.put("ends", found.ends());
          row.putAll(link.row());
          chosen.add(row);
        }
      }
    }
    return new Rows(List.copyOf(columns), chosen);
  }

  private static Link link(Map<String, @Nullable Object> row) {
    return new Link(
        Rows.text(row, "source_id"),
        Rows.text(row, "target_id"),
        row.get("strength") instanceof Number bits ? Math.round(bits.doubleValue() * 1_000) : 0,
        isOfInterest(row, "source_roles") && isOfInterest(row, "target_roles"),
        row);
  }

  private static boolean isOfInterest(Map<String, @Nullable Object> row, String roles) {
    return row.get(roles) instanceof Collection<?> some
        && some.stream().anyMatch(role -> OF_INTEREST.contains(String.valueOf(role)));
  }

  private static List<Found> found(List<Link> links) {
    List<Network.Tie> ties =
        links.stream()
            .filter(link -> link.strength() > 0)
            .map(link -> new Network.Tie(link.source(), link.target(), link.strength()))
            .toList();
    if (ties.isEmpty()) {
      return List.of();
    }
    Network network = Network.of(ties);
    Map<String, Integer> groups = new HashMap<>();
    List<int[]> communities = Communities.of(network).groups();
    for (int group = 0; group < communities.size(); group++) {
      for (int end : communities.get(group)) {
        groups.put(network.id(end), group);
      }
    }
    Map<Integer, List<Link>> inside = new TreeMap<>();
    for (Link link : links) {
      Integer group = groups.get(link.source());
      if (group != null && group.equals(groups.get(link.target()))) {
        inside.computeIfAbsent(group, id -> new ArrayList<>()).add(link);
      }
    }
    return inside.values().stream()
        .map(NotableNetworks::weighed)
        .filter(found -> found.ends() >= FEWEST_ENDS)
        .sorted(MOST_NOTABLE_FIRST)
        .limit(MOST)
        .toList();
  }

  private static Found weighed(List<Link> links) {
    TreeSet<String> ends = new TreeSet<>();
    long between = 0;
    long all = 0;
    for (Link link : links) {
      ends.add(link.source());
      ends.add(link.target());
      all += link.strength();
      between += link.between() ? link.strength() : 0;
    }
    return new Found(
        ends.first(), ends.size(), between, all, links.stream().sorted(STRONGEST_FIRST).toList());
  }

  /**
   * @param links the strongest first
   */
  private static Set<String> kept(List<Link> links) {
    Map<String, Long> sums = new TreeMap<>();
    for (Link link : links) {
      sums.merge(link.source(), link.strength(), Long::sum);
      sums.merge(link.target(), link.strength(), Long::sum);
    }
    Set<String> kept = new LinkedHashSet<>();
    sums.entrySet().stream()
        .max(
            Map.Entry.<String, Long>comparingByValue()
                .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
        .ifPresent(end -> kept.add(end.getKey()));
    boolean grown = true;
    while (grown && kept.size() < MOST_ENDS) {
      grown = false;
      for (Link link : links) {
        if (kept.contains(link.source()) != kept.contains(link.target())) {
          kept.add(link.other(kept.contains(link.source()) ? link.source() : link.target()));
          grown = true;
          break;
        }
      }
    }
    return kept;
  }
}
