package org.insight.services.ask;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.spark.sql.Encoders;
import org.insight.access.ReaderSession;
import org.insight.core.InsightException;
import org.insight.findings.LinkStrength;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.services.ask.Network.Node;

/**
 * Finds what is around an entity over the links that a reader sees: the ends to which the strongest
 * paths lead, and the links between them. It is computed when asked, and kept nowhere.
 */
public final class NetworkFinder {

  /** Tables that it reads. */
  public static final Set<TableName> TABLES = PathFinder.TABLES;

  /** Most ends that may be asked for: a picture of more shows nothing. */
  private static final int MOST_NODES = 1_000;

  private static final Comparator<FoundLink> STRONGEST_FIRST =
      Comparator.comparingDouble(FoundLink::strength)
          .reversed()
          .thenComparing(link -> link.from().id())
          .thenComparing(link -> link.to().id());

  private final String entity;
  private final int hops;
  private final int most;
  private final boolean overLeads;

  /**
   * @param entity id, name or number of an entity
   * @param hops most links of a path, from 1 to 4
   * @param most most ends beside the entity
   * @param overLeads whether a number without its country leads to whoever may have it
   * @throws InsightException USAGE if a number is out of its range
   */
  public NetworkFinder(String entity, int hops, int most, boolean overLeads) {
    this.entity = entity.strip();
    this.hops = hops;
    this.most = most;
    this.overLeads = overLeads;
    PathFinder.requireBetween("--hops", hops, LinkGraph.MOST_HOPS);
    PathFinder.requireBetween("--most", most, MOST_NODES);
  }

  /** What is asked, for the audit. */
  public String asked() {
    return "around "
        + entity
        + ", "
        + hops
        + " hops, "
        + most
        + " ends"
        + (overLeads ? "" : ", over no leads");
  }

  /**
   * The network.
   *
   * @param note takes what the reader should know of the answer
   * @throws InsightException INPUT if the reader sees no such entity
   */
  public Asked<Network> of(ReaderSession session, Consumer<String> note) {
    AskedEntities asked = AskedEntities.of(session, note, entity);
    if (!asked.unclear().isEmpty()) {
      return new Asked<>(asked.unclear(), null);
    }
    SeenLeads leads = overLeads ? SeenLeads.of(session, note) : SeenLeads.none();
    return Asked.of(around(session, SeenLinks.of(session), leads, asked.id(entity), hops, most));
  }

  /**
   * What is around an entity that the reader sees. A path goes on only from the ends that are the
   * strongest so far: whatever is behind another end comes after all of these.
   *
   * @param links to follow; nothing is fetched yet
   */
  static Network around(
      ReaderSession session, SeenLinks links, SeenLeads leads, String id, int hops, int most) {
    links.around(List.of(id));
    SeenLinks.Weighed weighed = links.weighed(SeenMatches.none(), leads);
    List<LinkGraph.Path> nearest = weighed.graph().nearest(id, 1, most + 1);
    Set<String> followed = new TreeSet<>(List.of(id));
    for (int i = 2; i <= hops; i++) {
      List<String> next =
          nearest.stream()
              .map(LinkGraph.Path::last)
              .filter(end -> !followed.contains(end))
              .toList();
      if (next.isEmpty()) {
        break;
      }
      links.around(next);
      followed.addAll(next);
      weighed = links.weighed(SeenMatches.none(), leads);
      nearest = weighed.graph().nearest(id, i, most + 1);
    }
    boolean cut = nearest.size() > most + 1;
    List<LinkGraph.Path> kept = nearest.subList(0, Math.min(nearest.size(), most + 1));
    List<String> ids = kept.stream().map(LinkGraph.Path::last).toList();
    if (ids.size() > 1) {
      links.between(ids);
      weighed = links.weighed(SeenMatches.none(), leads);
    }
    return network(session, id, links.fetched(), leads, weighed, kept, cut);
  }

  private static Network network(
      ReaderSession session,
      String id,
      Collection<SeenLink> fetched,
      SeenLeads leads,
      SeenLinks.Weighed weighed,
      List<LinkGraph.Path> kept,
      boolean cut) {
    Map<String, Integer> places = new HashMap<>();
    kept.forEach(path -> places.put(path.last(), places.size()));
    List<List<String>> between = new ArrayList<>();
    Map<String, LinkEnd> ends = new HashMap<>();
    for (SeenLink link : fetched) {
      Integer one = places.get(link.source().id());
      Integer other = places.get(link.target().id());
      if (one != null && other != null) {
        ends.put(link.source().id(), link.source());
        ends.put(link.target().id(), link.target());
        between.add(
            one < other
                ? List.of(link.source().id(), link.target().id())
                : List.of(link.target().id(), link.source().id()));
      }
    }
    List<List<String>> led = new ArrayList<>();
    for (Lead lead : leads.all()) {
      Integer one = places.get(lead.one());
      Integer other = places.get(lead.other());
      List<String> both = List.of(lead.one(), lead.other());
      if (one != null && other != null && !weighed.isLinked(both)) {
        led.add(one < other ? both : List.of(lead.other(), lead.one()));
      }
    }
    List<FoundLink> hypotheses = leads.shown(session, led, ends);
    for (FoundLink lead : hypotheses) {
      ends.putIfAbsent(lead.from().id(), lead.from());
      ends.putIfAbsent(lead.to().id(), lead.to());
    }
    if (ends.isEmpty()) {
      SeenEntities.Shown alone = new SeenEntities(session).shown(List.of(id)).get(id);
      if (alone != null) {
        ends.put(id, new LinkEnd(id, alone.kind(), alone.caption(), ""));
      }
    }
    Map<String, String> basis = basis(session, ends.keySet());
    List<Node> nodes = new ArrayList<>();
    List<List<String>> steps = new ArrayList<>(between);
    steps.addAll(led);
    Map<String, Integer> hops = hops(id, steps);
    for (LinkGraph.Path path : kept) {
      LinkEnd end = ends.get(path.last());
      if (end != null) {
        nodes.add(
            new Node(
                end.id(),
                end.kind(),
                end.caption(),
                end.identifier(),
                end.kind().equals(LinkEvidence.DOCUMENT)
                    ? "document"
                    : basis.getOrDefault(end.id(), "records"),
                hops.getOrDefault(end.id(), 0),
                path.nodes().size() == 1 ? 0 : LinkStrength.bits(path.chance())));
      }
    }
    List<FoundLink> shown = new ArrayList<>(SeenLinks.shown(session, weighed, between));
    shown.addAll(hypotheses);
    shown.sort(STRONGEST_FIRST);
    return new Network(nodes, shown, cut);
  }

  /** Fewest links from an end to each other. */
  private static Map<String, Integer> hops(String id, List<List<String>> links) {
    Map<String, Integer> hops = new HashMap<>(Map.of(id, 0));
    Set<String> last = Set.of(id);
    for (int i = 1; !last.isEmpty(); i++) {
      Set<String> next = new TreeSet<>();
      for (List<String> ends : links) {
        for (int end = 0; end < 2; end++) {
          String other = ends.get(1 - end);
          if (last.contains(ends.get(end)) && !hops.containsKey(other)) {
            next.add(other);
          }
        }
      }
      for (String found : next) {
        hops.put(found, i);
      }
      last = next;
    }
    return hops;
  }

  private static Map<String, String> basis(ReaderSession session, Set<String> ids) {
    Map<String, String> basis = new HashMap<>();
    session
        .table(Tables.PERSONS)
        .select("entity_id", "basis")
        .join(
            broadcast(
                session
                    .table(Tables.PERSONS)
                    .sparkSession()
                    .createDataset(List.copyOf(ids), Encoders.STRING())
                    .toDF("entity_id")),
            "entity_id")
        .select(col("entity_id"), col("basis"))
        .collectAsList()
        .forEach(row -> basis.put(row.getString(0), row.getString(1)));
    return basis;
  }
}
