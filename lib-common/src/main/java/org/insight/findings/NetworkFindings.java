package org.insight.findings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.insight.findings.Finding.Part;

/** What stands out in a network, whatever its links are. */
public final class NetworkFindings {

  /** Fewest ends of a community that is told, and fewest on the smaller side of a bridge. */
  static final int FEWEST_MEMBERS = 3;

  private static final int FEWEST_BEHIND = 2;

  /** Fewest neighbours that two ends of a likely link share. */
  private static final int FEWEST_SHARED = 2;

  private final Network network;
  private final int most;

  /**
   * @param most most findings of a kind
   */
  public NetworkFindings(Network network, int most) {
    this.network = network;
    this.most = most;
  }

  /**
   * Findings of a kind, the most notable first.
   *
   * @param asked ids of the ends that common associates are of, and that paths are between
   */
  public List<Finding> of(FindingKind kind, Collection<String> asked) {
    return switch (kind) {
      case BROKER -> brokers();
      case BRIDGE -> bridges();
      case COMMUNITY -> communities();
      case COMMON_ASSOCIATE -> commonAssociates(asked);
      case PATH -> paths(asked);
      case LIKELY_LINK -> likelyLinks();
      case FAN_IN, FAN_OUT, CYCLE, LAYERING, TRAVEL_GROUP, COMMUNITY_CHANGE ->
          throw new IllegalArgumentException("no finding of a network, found " + kind.code());
    };
  }

  private List<Finding> brokers() {
    Betweenness between = Betweenness.of(network);
    CutPoints cuts = CutPoints.of(network);
    List<Integer> ends = new ArrayList<>();
    for (int end = 0; end < network.size(); end++) {
      if (between.shares()[end] > 0) {
        ends.add(end);
      }
    }
    ends.sort(
        Comparator.<Integer>comparingDouble(end -> -between.shares()[end])
            .thenComparing(Comparator.naturalOrder()));
    return ends.stream()
        .limit(most)
        .map(
            end -> {
              TreeMap<String, Double> figures = new TreeMap<>();
              figures.put("betweenness", between.shares()[end]);
              figures.put("off_by_at_most", between.bound());
              figures.put("links", (double) network.degree(end));
              figures.put("cuts_the_network", cuts.ends().get(end) ? 1.0 : 0.0);
              return new Finding(
                  FindingKind.BROKER,
                  List.of(new Part(network.id(end), "broker")),
                  figures,
                  List.of());
            })
        .toList();
  }

  private List<Finding> bridges() {
    return CutPoints.of(network).bridges().stream()
        .filter(bridge -> bridge.behind() >= FEWEST_BEHIND)
        .sorted(Comparator.comparingInt(bridge -> -bridge.behind()))
        .limit(most)
        .map(
            bridge ->
                new Finding(
                    FindingKind.BRIDGE,
                    List.of(
                        new Part(network.id(bridge.one()), "end"),
                        new Part(network.id(bridge.other()), "end")),
                    new TreeMap<>(Map.of("behind", (double) bridge.behind())),
                    List.of()))
        .toList();
  }

  private List<Finding> communities() {
    Communities communities = Communities.of(network);
    return communities.groups().stream()
        .filter(group -> group.length >= FEWEST_MEMBERS)
        .sorted(Comparator.comparingInt(group -> -group.length))
        .limit(most)
        .map(group -> community(group, communities.modularity()))
        .toList();
  }

  private Finding community(int[] group, double modularity) {
    int inside = 0;
    int outside = 0;
    List<int[]> byLinks = new ArrayList<>();
    for (int end : group) {
      int links = 0;
      for (int other : network.neighbours(end)) {
        if (Arrays.binarySearch(group, other) >= 0) {
          links++;
        } else {
          outside++;
        }
      }
      inside += links;
      byLinks.add(new int[] {end, links});
    }
    byLinks.sort(Comparator.comparingInt(end -> -end[1]));
    TreeMap<String, Double> figures = new TreeMap<>();
    figures.put("ends", (double) group.length);
    figures.put("links_inside", inside / 2.0);
    figures.put("links_outside", (double) outside);
    figures.put("modularity_of_all", modularity);
    return new Finding(
        FindingKind.COMMUNITY,
        byLinks.stream().map(end -> new Part(network.id(end[0]), "member")).toList(),
        figures,
        List.of());
  }

  private List<Finding> commonAssociates(Collection<String> asked) {
    Set<Integer> ends = new TreeSet<>();
    asked.stream().map(network::number).filter(end -> end >= 0).forEach(ends::add);
    TreeMap<Integer, List<Integer>> linked = new TreeMap<>();
    for (int end : ends) {
      for (int other : network.neighbours(end)) {
        if (!ends.contains(other)) {
          linked.computeIfAbsent(other, id -> new ArrayList<>()).add(end);
        }
      }
    }
    return linked.entrySet().stream()
        .filter(e -> e.getValue().size() > 1)
        .sorted(
            Comparator.<Map.Entry<Integer, List<Integer>>>comparingInt(e -> -e.getValue().size())
                .thenComparingInt(e -> network.degree(e.getKey())))
        .limit(most)
        .map(
            e -> {
              List<Part> parts =
                  new ArrayList<>(List.of(new Part(network.id(e.getKey()), "associate")));
              e.getValue().forEach(end -> parts.add(new Part(network.id(end), "asked")));
              TreeMap<String, Double> figures = new TreeMap<>();
              figures.put("of", (double) e.getValue().size());
              figures.put("links", (double) network.degree(e.getKey()));
              return new Finding(FindingKind.COMMON_ASSOCIATE, parts, figures, List.of());
            })
        .toList();
  }

  private List<Finding> paths(Collection<String> asked) {
    int[] ends = asked.stream().mapToInt(network::number).filter(end -> end >= 0).toArray();
    List<int[]> paths =
        new ArrayList<>(
            new ShortestPaths(Adjacency.of(network), ShortestPaths.MOST_HOPS).among(ends));
    paths.sort(Comparator.comparingInt(path -> path.length));
    return paths.stream()
        .limit(most)
        .map(
            path -> {
              List<Part> parts = new ArrayList<>();
              for (int i = 0; i < path.length; i++) {
                boolean isBetween = i > 0 && i < path.length - 1;
                parts.add(new Part(network.id(path[i]), isBetween ? "between" : "asked"));
              }
              return new Finding(
                  FindingKind.PATH,
                  parts,
                  new TreeMap<>(Map.of("hops", path.length - 1.0)),
                  List.of());
            })
        .toList();
  }

  private List<Finding> likelyLinks() {
    return LikelyLinks.of(network, FEWEST_SHARED, most).stream()
        .map(
            likely -> {
              List<Part> parts =
                  new ArrayList<>(
                      List.of(
                          new Part(network.id(likely.one()), "end"),
                          new Part(network.id(likely.other()), "end")));
              likely.shared().forEach(end -> parts.add(new Part(network.id(end), "shared")));
              TreeMap<String, Double> figures = new TreeMap<>();
              figures.put("adamic_adar", likely.score());
              figures.put("shared", (double) likely.shared().size());
              return new Finding(FindingKind.LIKELY_LINK, parts, figures, List.of());
            })
        .toList();
  }
}
