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
 * Records that share strong identifiers, and the entities that each reader sees in them.
 *
 * <p>Records that share a value are one entity if their schemas are of one {@link SchemaFamilies
 * family}. Where a connected set holds persons and organisations, because a record that is neither
 * connects them, that record stands alone and persons and organisations are each connected among
 * themselves. All entities of such a set have the label of the whole set: they are what they are
 * because a reader sees all of it.
 */
final class RecordPart {

  /** Entries of evidence a record, beside those without which its entity would fall apart. */
  static final int MAX_EVIDENCE = 50;

  private record Value(String kind, String value) {}

  private record Key(Value value, String family) {}

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
  private final Map<Key, IntBag> mixedTies = new HashMap<>();
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
    ties.computeIfAbsent(new Key(shared, SchemaFamilies.family(schema)), k -> new IntBag())
        .add(node);
    for (String family : SchemaFamilies.mixed(schema, kind)) {
      mixedTies.computeIfAbsent(new Key(shared, family), k -> new IntBag()).add(node);
    }
  }

  /** Every record in every entity that a reader sees it in. */
  Stream<Member> members(ViewerParts viewers) {
    ties.values().forEach(graph::connectAll);
    mixedTies.values().forEach(graph::connectAll);
    // Least mention first, so that evidence depends on the entity alone.
    mentions.forEach(of -> of.sort(Comparator.comparing(Mention::id)));
    return viewers.of(graph).stream().flatMap(this::members);
  }

  private Stream<Member> members(ViewerPart part) {
    // The least record of its entity, for each record of the part.
    Map<Integer, Integer> leasts = entities(part);
    Map<Integer, Noted> evidence = evidence(part, leasts);
    String policyId = part.label().id();
    int first = part.nodes().at(0);
    return part.nodes().stream()
        .mapToObj(
            node ->
                new Member(
                    ViewerPart.id("E-", graph.id(leasts.getOrDefault(node, node))),
                    graph.id(node),
                    schemas.get(node),
                    Optional.ofNullable(evidence.get(node)).map(Noted::sorted).orElse(List.of()),
                    policyId,
                    node == first ? part.label() : null));
  }

  private Map<Integer, Integer> entities(ViewerPart part) {
    Map<Integer, Integer> leasts = new HashMap<>();
    Set<String> families = new HashSet<>();
    int first = part.nodes().at(0);
    part.nodes().stream()
        .forEach(
            node -> {
              leasts.put(node, first);
              families.add(SchemaFamilies.family(schemas.get(node)));
            });
    if (families.contains(SchemaFamilies.PERSON)
        && families.contains(SchemaFamilies.ORGANIZATION)) {
      split(part, leasts);
    }
    return leasts;
  }

  /** Connects the part anew, by ties within families only. */
  private void split(ViewerPart part, Map<Integer, Integer> leasts) {
    Union union = new Union(part.nodes().size());
    Map<Key, Integer> lasts = new HashMap<>();
    for (int rank = 0; rank < part.nodes().size(); rank++) {
      int node = part.nodes().at(rank);
      String family = SchemaFamilies.family(schemas.get(node));
      for (Mention mention : mentions.get(node)) {
        Integer last = lasts.put(new Key(mention.value(), family), rank);
        if (last != null) {
          union.join(last, rank);
        }
      }
    }
    for (int rank = 0; rank < part.nodes().size(); rank++) {
      leasts.put(part.nodes().at(rank), part.nodes().at(union.root(rank)));
    }
  }

  /**
   * For each record and each value that it shares with another of its entity: the least such other,
   * so that together they lead from any record to any other. Only what the part's own records have
   * is looked at: the whole may fall apart into as many parts as it has records.
   */
  private Map<Integer, Noted> evidence(ViewerPart part, Map<Integer, Integer> leasts) {
    Map<Integer, Noted> evidence = new HashMap<>();
    Map<Sharing, First> firsts = new HashMap<>();
    Union led = new Union(part.nodes().size());
    for (int rank = 0; rank < part.nodes().size(); rank++) {
      int node = part.nodes().at(rank);
      Set<Value> looked = new HashSet<>();
      for (Mention mention : mentions.get(node)) {
        if (!looked.add(mention.value())) {
          continue;
        }
        First own = new First(rank, node, mention);
        First first =
            firsts.putIfAbsent(new Sharing(mention.value(), leasts.getOrDefault(node, node)), own);
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

  private record Sharing(Value value, int entity) {}

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
