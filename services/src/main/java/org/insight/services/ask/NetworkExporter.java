package org.insight.services.ask;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.insight.access.ReaderSession;
import org.insight.core.InsightException;
import org.insight.policy.PassingOn;
import org.insight.policy.Restrictions;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.services.ask.ExportedNetwork.Link;
import org.insight.services.ask.ExportedNetwork.Marking;
import org.insight.services.ask.ExportedNetwork.Node;

/**
 * Brings together a network that leaves the platform. Links that may not be passed on are not
 * followed: what is behind them, and what is strong because of them, would tell of them.
 */
public final class NetworkExporter {

  /** Tables that it reads. */
  public static final Set<TableName> TABLES = NetworkFinder.TABLES;

  /** Columns of curated.persons, by the property that their values are of. */
  private static final Map<String, String> OF_PERSONS =
      Map.of(
          "name", "names",
          "alias", "aliases",
          "birthDate", "birth_dates",
          "gender", "genders",
          "country", "countries");

  /** Of what has no marking: nobody may pass it on. */
  private static final Marking UNKNOWN = new Marking(List.of(), "", true);

  private final String entity;
  private final int hops;
  private final int most;
  private final Include include;

  /** What goes out. */
  public enum Include {
    /** What may be passed on. */
    PASSABLE,
    /** All, and what may not be passed on is marked so. */
    RESTRICTED
  }

  /**
   * @param entity id, name or number of an entity
   * @param hops most links of a path, from 1 to 4
   * @param most most ends beside the entity
   * @throws InsightException USAGE if a number is out of its range
   */
  public NetworkExporter(String entity, int hops, int most, Include include) {
    // Held against the same limits.
    new NetworkFinder(entity, hops, most, false);
    this.entity = entity.strip();
    this.hops = hops;
    this.most = most;
    this.include = include;
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
        + (include == Include.RESTRICTED ? ", with what may not be passed on" : "");
  }

  /**
   * The network.
   *
   * @param note takes what the reader should know of the answer
   * @throws InsightException INPUT if the reader sees no such entity
   */
  public Asked<ExportedNetwork> of(ReaderSession session, Consumer<String> note) {
    AskedEntities asked = AskedEntities.of(session, note, entity);
    if (!asked.unclear().isEmpty()) {
      return new Asked<>(asked.unclear(), null);
    }
    String id = asked.id(entity);
    SeenLinks links = SeenLinks.of(session);
    Network whole = NetworkFinder.around(session, links, SeenLeads.none(), id, hops, most);
    if (include == Include.RESTRICTED) {
      return Asked.of(exported(session, whole));
    }
    Network passable =
        NetworkFinder.around(session, links.passable(), SeenLeads.none(), id, hops, most);
    return Asked.of(passed(exported(session, passable), whole));
  }

  /** Without what may not be passed on, which is counted. */
  private static ExportedNetwork passed(ExportedNetwork exported, Network whole) {
    Set<String> nodes = new HashSet<>();
    exported.nodes().stream()
        .filter(node -> !node.marking().restricted())
        .forEach(node -> nodes.add(node.id()));
    List<Link> links =
        exported.links().stream()
            .filter(link -> nodes.contains(link.from()) && nodes.contains(link.to()))
            .toList();
    Set<String> passed = new HashSet<>();
    links.forEach(link -> passed.add(link.id()));
    return new ExportedNetwork(
        exported.nodes().stream().filter(node -> nodes.contains(node.id())).toList(),
        links,
        (int) whole.nodes().stream().filter(node -> !nodes.contains(node.id())).count(),
        (int) whole.links().stream().filter(link -> !passed.contains(id(link))).count(),
        exported.cut());
  }

  private static ExportedNetwork exported(ReaderSession session, Network network) {
    Set<String> ids = new TreeSet<>();
    network.nodes().forEach(node -> ids.add(node.id()));
    Map<String, Marking> markings = markings(session, ids);
    Map<String, Map<String, List<String>>> persons = persons(session, ids);
    return new ExportedNetwork(
        network.nodes().stream()
            .map(
                node ->
                    new Node(
                        node.id(),
                        node.kind(),
                        node.caption(),
                        node.identifier(),
                        node.basis(),
                        node.hops(),
                        node.strength(),
                        persons.getOrDefault(node.id(), Map.of()),
                        markings.getOrDefault(node.id(), UNKNOWN)))
            .toList(),
        network.links().stream().map(NetworkExporter::link).toList(),
        0,
        0,
        network.cut());
  }

  private static Link link(FoundLink link) {
    return new Link(
        id(link),
        link.from().id(),
        link.to().id(),
        link.kinds(),
        link.values(),
        link.directions(),
        link.firstDay(),
        link.lastDay(),
        link.strength(),
        link.independentSources(),
        link.grading(),
        link.evidence(),
        marking(link.handling(), link.restrictions()));
  }

  private static String id(FoundLink link) {
    String ends =
        Stream.of(link.from().id(), link.to().id()).sorted().collect(Collectors.joining(" "));
    return "L-"
        + UUID.nameUUIDFromBytes(ends.getBytes(StandardCharsets.UTF_8)).toString().replace("-", "");
  }

  private static Marking marking(List<String> codes, String restrictions) {
    return new Marking(codes, restrictions, !PassingOn.isAllowed(codes));
  }

  /** Of entities and of documents, by id. */
  private static Map<String, Marking> markings(ReaderSession session, Set<String> ids) {
    Map<String, Marking> markings = new HashMap<>();
    marked(session, Tables.MEMBERSHIPS, "entity_id", ids)
        .unionByName(marked(session, Tables.ITEMS, "item_id", ids))
        .distinct()
        .collectAsList()
        .forEach(
            row ->
                markings.merge(
                    row.getString(0),
                    marking(List.copyOf(row.getList(2)), row.isNullAt(1) ? "" : row.getString(1)),
                    NetworkExporter::both));
    return markings;
  }

  private static Dataset<Row> marked(
      ReaderSession session, TableName table, String column, Set<String> ids) {
    return session
        .marked(table)
        .select(col(column).as("id"), col("restrictions"), col(ReaderSession.CODES))
        .join(sought(session, ids, "id"), "id")
        .select("id", "restrictions", ReaderSession.CODES);
  }

  private static Marking both(Marking one, Marking other) {
    return marking(
        Stream.concat(one.handling().stream(), other.handling().stream())
            .distinct()
            .sorted()
            .toList(),
        Restrictions.together(List.of(one.restrictions(), other.restrictions())));
  }

  private static Map<String, Map<String, List<String>>> persons(
      ReaderSession session, Set<String> ids) {
    List<String> properties = OF_PERSONS.keySet().stream().sorted().toList();
    Map<String, Map<String, List<String>>> persons = new HashMap<>();
    session
        .table(Tables.PERSONS)
        .join(sought(session, ids, "entity_id"), "entity_id")
        .select("entity_id", properties.stream().map(OF_PERSONS::get).toArray(String[]::new))
        .collectAsList()
        .forEach(
            row -> {
              Map<String, List<String>> said = new TreeMap<>();
              for (int i = 0; i < properties.size(); i++) {
                List<String> values = row.getList(i + 1);
                if (values != null && !values.isEmpty()) {
                  said.put(properties.get(i), List.copyOf(values));
                }
              }
              persons.put(row.getString(0), said);
            });
    return persons;
  }

  private static Dataset<Row> sought(ReaderSession session, Set<String> ids, String column) {
    return broadcast(
        session
            .table(Tables.MEMBERSHIPS)
            .sparkSession()
            .createDataset(List.copyOf(ids), Encoders.STRING())
            .toDF(column));
  }
}
