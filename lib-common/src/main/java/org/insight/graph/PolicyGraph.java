package org.insight.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A graph whose nodes each carry one base policy. It grows while it is read and is held in memory,
 * at about 200 bytes a node and 8 bytes an edge: a part of a million nodes fits a task of 1 GiB.
 */
public final class PolicyGraph {

  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> ids = new ArrayList<>();
  private final Map<String, Integer> policyNumbers = new HashMap<>();
  private final List<String> policies = new ArrayList<>();
  private final IntBag nodePolicies = new IntBag();
  private final IntBag edgeEnds = new IntBag();

  /**
   * The number of a node, which is added where it is new.
   *
   * @throws IllegalArgumentException where the node was added with another policy: ids are made of
   *     the policy, so one of the two rows is wrong and neither label would be safe
   */
  public int node(String id, String policy) {
    int policyNumber =
        policyNumbers.computeIfAbsent(
            policy,
            p -> {
              policies.add(p);
              return policies.size() - 1;
            });
    Integer known = numbers.get(id);
    if (known == null) {
      numbers.put(id, ids.size());
      ids.add(id);
      nodePolicies.add(policyNumber);
      return ids.size() - 1;
    }
    if (nodePolicies.at(known) != policyNumber) {
      throw new IllegalArgumentException(
          "Cannot connect " + id + ": it must have one policy, found two");
    }
    return known;
  }

  /** Adds an undirected edge; repeated ones and loops do no harm. */
  public void edge(int a, int b) {
    edgeEnds.add(a);
    edgeEnds.add(b);
  }

  /**
   * Connects the nodes that share one value, which are all connected to each other, by fewer edges:
   * those of one policy to one of them, and of any two policies one node each.
   *
   * <p>Every reader sees the same as with all the edges: the nodes of one policy are all visible or
   * all hidden, so those of a visible policy stay connected whatever else is hidden; of two visible
   * policies one edge is there, with both its ends visible; and a hidden policy that shares the
   * value is next to every visible one that does. A hub for all, or a chain across policies, would
   * fall apart where the policy in the middle is hidden. The count is linear in the nodes and
   * quadratic only in the policies of one value.
   */
  public void connectAll(IntBag sharing) {
    Map<Integer, Integer> firsts = new HashMap<>();
    for (int i = 0; i < sharing.size(); i++) {
      int node = sharing.at(i);
      Integer first = firsts.putIfAbsent(nodePolicies.at(node), node);
      if (first != null && first != node) {
        edge(first, node);
      }
    }
    List<Integer> nodes = List.copyOf(firsts.values());
    for (int i = 0; i < nodes.size(); i++) {
      for (int j = i + 1; j < nodes.size(); j++) {
        edge(nodes.get(i), nodes.get(j));
      }
    }
  }

  public int nodes() {
    return ids.size();
  }

  public int edges() {
    return edgeEnds.size() / 2;
  }

  public String id(int node) {
    return ids.get(node);
  }

  int policyNumber(int node) {
    return nodePolicies.at(node);
  }

  List<String> policies() {
    return policies;
  }

  int source(int edge) {
    return edgeEnds.at(2 * edge);
  }

  int target(int edge) {
    return edgeEnds.at(2 * edge + 1);
  }
}
