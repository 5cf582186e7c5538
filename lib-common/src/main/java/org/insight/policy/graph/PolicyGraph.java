package org.insight.policy.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A graph whose nodes each carry one base policy, and are connected by what they share. It grows
 * while it is read and is held in memory, at about 200 bytes a node and 4 bytes for each value of a
 * node: a part of a million nodes fits a task of 1 GiB.
 */
public final class PolicyGraph {

  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> ids = new ArrayList<>();
  private final Map<String, Integer> policyNumbers = new HashMap<>();
  private final List<String> policies = new ArrayList<>();
  private final IntBag nodePolicies = new IntBag();
  private final List<IntBag> shared = new ArrayList<>();

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

  /**
   * Connects the nodes that share one value, each with each other.
   *
   * <p>Edges are not made: any two of them are visible to whoever sees the two nodes, so of those
   * whom a reader sees all are connected, over whichever, and all others are next to them. A hub or
   * a chain in their place would fall apart where the policy in the middle is hidden; an edge for
   * each two policies would be thousands of millions where each of a sender's messages has its own.
   *
   * @param sharing is kept, not copied
   */
  public void connectAll(IntBag sharing) {
    if (sharing.size() > 1) {
      shared.add(sharing);
    }
  }

  public int nodes() {
    return ids.size();
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

  /** Sets of nodes of which each is connected with each other. */
  List<IntBag> shared() {
    return shared;
  }
}
