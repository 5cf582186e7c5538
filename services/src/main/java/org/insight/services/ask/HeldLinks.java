package org.insight.services.ask;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.insight.policy.PassingOn;

/**
 * Links in memory. To fetch them once costs less than the queries that one answer asks, as long as
 * they are not too many.
 */
final class HeldLinks implements LinkSource {

  private final Map<String, List<SeenLink>> byEnd = new HashMap<>();

  private final Collection<SeenLink> links;

  HeldLinks(Collection<SeenLink> links) {
    this.links = links;
    for (SeenLink link : links) {
      byEnd.computeIfAbsent(link.source().id(), id -> new ArrayList<>()).add(link);
      byEnd.computeIfAbsent(link.target().id(), id -> new ArrayList<>()).add(link);
    }
  }

  private List<SeenLink> of(String id) {
    return byEnd.getOrDefault(id, List.of());
  }

  @Override
  public List<SeenLink> all() {
    return List.copyOf(links);
  }

  @Override
  public List<SeenLink> around(Collection<String> ids) {
    Set<SeenLink> found = new LinkedHashSet<>();
    ids.forEach(id -> found.addAll(of(id)));
    return List.copyOf(found);
  }

  @Override
  public List<SeenLink> between(Collection<String> ids) {
    Set<String> ends = Set.copyOf(ids);
    return to(ends, ends);
  }

  @Override
  public List<SeenLink> meeting(Set<String> left, Set<String> right, Set<String> more) {
    Set<String> both = new TreeSet<>(left);
    both.addAll(right);
    Set<String> middle = neighbours(left);
    middle.retainAll(neighbours(right));
    middle.addAll(both);
    middle.addAll(more);
    return to(both, middle);
  }

  private Set<String> neighbours(Set<String> ids) {
    Set<String> neighbours = new TreeSet<>();
    for (String id : ids) {
      of(id).forEach(link -> neighbours.add(link.other(id).id()));
    }
    return neighbours;
  }

  private List<SeenLink> to(Set<String> near, Set<String> far) {
    Set<SeenLink> found = new LinkedHashSet<>();
    for (String id : near) {
      of(id).stream().filter(link -> far.contains(link.other(id).id())).forEach(found::add);
    }
    return List.copyOf(found);
  }

  @Override
  public Map<String, Map<String, Long>> sharing(Set<String> ids) {
    Map<String, Map<String, Long>> sharing = new HashMap<>();
    for (String id : ids) {
      Map<String, Long> counts = new HashMap<>();
      for (SeenLink link : of(id)) {
        link.shared().forEach(value -> counts.merge(value, 1L, Long::sum));
        counts.merge(ANY, 1L, Long::sum);
      }
      sharing.put(id, counts);
    }
    return sharing;
  }

  @Override
  public LinkSource passable() {
    return new HeldLinks(
        links.stream().filter(link -> PassingOn.isAllowed(link.handling())).toList());
  }

  @Override
  public long ends() {
    return byEnd.size();
  }
}
