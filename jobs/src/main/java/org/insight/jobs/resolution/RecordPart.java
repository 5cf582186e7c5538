package org.insight.jobs.resolution;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.insight.policy.Label;
import org.insight.policy.graph.IntBag;
import org.insight.policy.graph.PolicyGraph;
import org.insight.policy.graph.Union;
import org.insight.policy.graph.ViewerPart;
import org.insight.policy.graph.ViewerParts;
import org.jspecify.annotations.Nullable;

/**
 * Records of things that share strong identifiers, and the entities that each reader sees in them.
 * Records of one schema that share a value are one entity.
 */
final class RecordPart {

  /** Entries of evidence a record, beside those without which its entity would fall apart. */
  static final int MAX_EVIDENCE = 50;

  private record Value(String kind, String value) {}

  private record Key(Value value, String schema) {}

  private record Mention(Value value, String id) {}

  /** An identifier that a record shares with another of its entity. */
  record Evidence(String kind, String mentionId, String otherRecordId, String otherMentionId)
      implements Comparable<Evidence> {

    private static final Comparator<Evidence> ORDER =
        Comparator.comparing(Evidence::kind)
            .thenComparing(Evidence::mentionId)
            .thenComparing(Evidence::otherRecordId)
            .thenComparing(Evidence::otherMentionId);

    @Override
    public int compareTo(Evidence other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * A record in an entity as some readers see it.
   *
   * @param policyId id of the label
   * @param label given with the first record of a set that has it
   */
  record Member(
      String entityId,
      String recordId,
      String schema,
      List<Evidence> evidence,
      String policyId,
      @Nullable Label label) {}

  private final PolicyGraph graph = new PolicyGraph();
  private final List<String> schemas = new ArrayList<>();
  private final Map<Key, IntBag> ties = new HashMap<>();
  private final List<List<Mention>> mentions = new ArrayList<>();

  /** Adds an identifier of a record. */
  void add(
      String recordId,
      String schema,
      String policyId,
      String kind,
      String value,
      String mentionId) {
    int node = graph.node(recordId, policyId);
    if (node == schemas.size()) {
      schemas.add(schema);
      mentions.add(new ArrayList<>());
    }
    Value shared = new Value(kind, value);
    mentions.get(node).add(new Mention(shared, mentionId));
    ties.computeIfAbsent(new Key(shared, schema), k -> new IntBag()).add(node);
  }

  /** Every record in every entity that a reader sees it in. */
  Stream<Member> members(ViewerParts viewers) {
    ties.values().forEach(graph::connectAll);
    // Least mention first, so that evidence depends on the entity alone.
    mentions.forEach(of -> of.sort(Comparator.comparing(Mention::id)));
    return viewers.of(graph).stream().flatMap(this::members);
  }

  private Stream<Member> members(ViewerPart part) {
    Map<Integer, Noted> evidence = evidence(part);
    String policyId = part.label().id();
    int first = part.nodes().at(0);
    String entityId = ViewerPart.id("E-", graph.id(first));
    return part.nodes().stream()
        .mapToObj(
            node ->
                new Member(
                    entityId,
                    graph.id(node),
                    schemas.get(node),
                    Optional.ofNullable(evidence.get(node)).map(Noted::sorted).orElse(List.of()),
                    policyId,
                    node == first ? part.label() : null));
  }

  /**
   * For each record and each value that it shares with another of its entity: the least such other,
   * so that together they lead from any record to any other. Only what the part's own records have
   * is looked at: the whole may fall apart into as many parts as it has records.
   */
  private Map<Integer, Noted> evidence(ViewerPart part) {
    Map<Integer, Noted> evidence = new HashMap<>();
    Map<Value, First> firsts = new HashMap<>();
    Union led = new Union(part.nodes().size());
    for (int rank = 0; rank < part.nodes().size(); rank++) {
      int node = part.nodes().at(rank);
      Set<Value> looked = new HashSet<>();
      for (Mention mention : mentions.get(node)) {
        if (!looked.add(mention.value())) {
          continue;
        }
        First own = new First(rank, node, mention);
        First first = firsts.putIfAbsent(mention.value(), own);
        if (first != null) {
          note(evidence, own, first, led.join(first.rank, rank));
          if (!first.answered) {
            first.answered = true;
            note(evidence, first, own, false);
          }
        }
      }
    }
    return evidence;
  }

  private void note(Map<Integer, Noted> evidence, First own, First other, boolean leads) {
    evidence
        .computeIfAbsent(own.node, n -> new Noted())
        .add(
            new Evidence(
                own.mention.value().kind(),
                own.mention.id(),
                graph.id(other.node),
                other.mention.id()),
            leads);
  }

  /** The evidence of a record: all that leads to records which nothing before led to, and more. */
  private static final class Noted {
    private final NavigableSet<Evidence> leading = new TreeSet<>();
    private final NavigableSet<Evidence> further = new TreeSet<>();

    void add(Evidence evidence, boolean leads) {
      (leads ? leading : further).add(evidence);
      if (!further.isEmpty() && leading.size() + further.size() > MAX_EVIDENCE) {
        further.pollLast();
      }
    }

    List<Evidence> sorted() {
      return Stream.concat(leading.stream(), further.stream()).sorted().toList();
    }
  }

  /** The least record of an entity that has a value, and its least mention of it. */
  private static final class First {
    private final int rank;
    private final int node;
    private final Mention mention;
    private boolean answered;

    First(int rank, int node, Mention mention) {
      this.rank = rank;
      this.node = node;
      this.mention = mention;
    }
  }
}
