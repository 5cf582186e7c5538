package org.insight.services.ask;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.insight.access.ReaderSession;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.schemas.Tables;

/**
 * Fetches the links that a reader sees around some ends, and weighs them by what the reader sees.
 * The table is never collected whole.
 */
final class SeenLinks {

  /** Most links that one answer is searched in. */
  static final int MOST = 200_000;

  /** Stands among the shared values for the link itself. */
  private static final String ANY = "";

  private final Dataset<Row> links;
  private final Dataset<Row> ends;
  private final Map<String, SeenLink> fetched = new TreeMap<>();
  private long count = -1;

  SeenLinks(ReaderSession session) {
    links = session.table(Tables.LINKS);
    ends =
        links
            .select(
                col("link_id"),
                // What records state has no value: of it the kind counts.
                concat(
                        when(size(col("values")).gt(0), col("values")).otherwise(col("kinds")),
                        array(lit(ANY)))
                    .as("shared"),
                explode(
                        array(
                            struct(col("source_id").as("near"), col("target_id").as("far")),
                            struct(col("target_id").as("near"), col("source_id").as("far"))))
                    .as("end"))
            .select("link_id", "shared", "end.near", "end.far");
  }

  /**
   * A link as fetched.
   *
   * @param values empty if the reader may not see them
   */
  record SeenLink(
      String linkId,
      LinkEnd source,
      LinkEnd target,
      List<String> kinds,
      List<String> values,
      List<String> edgeIds,
      int independentSources,
      List<String> grading,
      List<String> handling,
      String restrictions) {

    private List<String> shared() {
      return values.isEmpty() ? kinds : values;
    }

    /** The end that is not this one. */
    LinkEnd other(String id) {
      return source.id().equals(id) ? target : source;
    }
  }

  /** Fetches all links of these ends, and gives the other ends of all. */
  Set<String> around(Collection<String> ids) {
    fetch(ends.join(broadcast(sought(ids, "near")), "near").select("link_id"));
    return others(ids);
  }

  /** The other ends of the links of these ends that were fetched. */
  Set<String> others(Collection<String> ids) {
    Set<String> others = new TreeSet<>();
    Set<String> these = Set.copyOf(ids);
    for (SeenLink link : fetched.values()) {
      if (these.contains(link.source().id())) {
        others.add(link.target().id());
      }
      if (these.contains(link.target().id())) {
        others.add(link.source().id());
      }
    }
    return others;
  }

  /** Fetches the links between these ends. */
  void between(Collection<String> ids) {
    fetch(
        ends.join(broadcast(sought(ids, "near")), "near")
            .join(broadcast(sought(ids, "far")), "far")
            .select("link_id"));
  }

  /**
   * Fetches the links by which a neighbour of one end and one of the other meet: directly, or over
   * one more end.
   */
  void meeting(Set<String> left, Set<String> right) {
    Set<String> both = new TreeSet<>(left);
    both.addAll(right);
    Dataset<Row> middle =
        ends.join(broadcast(sought(left, "near")), "near")
            .select("far")
            .intersect(ends.join(broadcast(sought(right, "near")), "near").select("far"))
            .union(sought(both, "far"))
            .distinct();
    fetch(ends.join(broadcast(sought(both, "near")), "near").join(middle, "far").select("link_id"));
  }

  /** Fetches all links. */
  void all() {
    fetch(links.select("link_id"));
  }

  private void fetch(Dataset<Row> ids) {
    List<Row> rows =
        links
            .join(ids.distinct(), "link_id")
            .select(
                "link_id",
                "source_id",
                "source_kind",
                "source_caption",
                "source_identifier",
                "target_id",
                "target_kind",
                "target_caption",
                "target_identifier",
                "kinds",
                "values",
                "edge_ids",
                "independent_sources",
                "grading",
                "handling",
                "restrictions")
            .limit(MOST + 1)
            .collectAsList();
    if (rows.size() > MOST) {
      throw new InsightException(
          ErrorKind.INPUT,
          "Cannot follow: more than "
              + MOST
              + " links are on the way; ask for fewer --hops, or begin at another end");
    }
    rows.forEach(row -> fetched.put(row.getString(0), link(row)));
  }

  private static SeenLink link(Row row) {
    return new SeenLink(
        row.getString(0),
        new LinkEnd(row.getString(1), row.getString(2), row.getString(3), text(row, 4)),
        new LinkEnd(row.getString(5), row.getString(6), row.getString(7), text(row, 8)),
        list(row, 9),
        list(row, 10),
        list(row, 11),
        row.getInt(12),
        list(row, 13),
        list(row, 14),
        text(row, 15));
  }

  private static List<String> list(Row row, int at) {
    return row.isNullAt(at) ? List.of() : List.copyOf(row.getList(at));
  }

  private static String text(Row row, int at) {
    return row.isNullAt(at) ? "" : row.getString(at);
  }

  private Dataset<Row> sought(Collection<String> ids, String column) {
    return links.sparkSession().createDataset(List.copyOf(ids), Encoders.STRING()).toDF(column);
  }

  /** What was fetched, by link_id. */
  Collection<SeenLink> fetched() {
    return fetched.values();
  }

  /** What was fetched, weighed. */
  Weighed weighed() {
    Map<String, Map<String, Long>> sharing = sharing();
    Map<String, Long> chances = new HashMap<>();
    for (SeenLink link : fetched.values()) {
      Map<String, Long> one = sharing.getOrDefault(link.source().id(), Map.of());
      Map<String, Long> other = sharing.getOrDefault(link.target().id(), Map.of());
      Map<String, Long> rarest = new TreeMap<>();
      for (String shared : link.shared()) {
        // Whoever shares it with an end has a link to it: one more are the ends that share it.
        long sharers = 1 + Math.min(one.getOrDefault(shared, 1L), other.getOrDefault(shared, 1L));
        rarest.merge(kind(shared), sharers, Math::min);
      }
      chances.put(link.linkId(), LinkStrength.chance(ends(), rarest));
    }
    Map<String, Long> passing = new HashMap<>();
    sharing.forEach(
        (end, counts) ->
            passing.put(end, LinkStrength.passing(ends(), counts.getOrDefault(ANY, 0L))));
    LinkGraph graph = new LinkGraph(passing);
    Map<List<String>, SeenLink> byEnds = new HashMap<>();
    for (SeenLink link : fetched.values()) {
      graph.add(link.source().id(), link.target().id(), chances.getOrDefault(link.linkId(), 1L));
      byEnds.put(List.of(link.source().id(), link.target().id()), link);
      byEnds.put(List.of(link.target().id(), link.source().id()), link);
    }
    return new Weighed(graph, byEnds, chances);
  }

  /**
   * Links as a graph.
   *
   * @param byEnds each link twice, by its ends in either order
   * @param chances by link_id
   */
  record Weighed(LinkGraph graph, Map<List<String>, SeenLink> byEnds, Map<String, Long> chances) {

    double strength(SeenLink link) {
      return LinkStrength.bits(chances.getOrDefault(link.linkId(), 1L));
    }
  }

  private static String kind(String shared) {
    int colon = shared.indexOf(':');
    return colon < 0 ? shared : shared.substring(0, colon);
  }

  /** For each end of what was fetched and each shared value, the links of that end that have it. */
  private Map<String, Map<String, Long>> sharing() {
    Set<String> ids = new TreeSet<>();
    for (SeenLink link : fetched.values()) {
      ids.add(link.source().id());
      ids.add(link.target().id());
    }
    Map<String, Map<String, Long>> sharing = new HashMap<>();
    if (ids.isEmpty()) {
      return sharing;
    }
    ends.join(broadcast(sought(ids, "near")), "near")
        .select(col("near"), explode(col("shared")).as("value"))
        .groupBy("near", "value")
        .agg(count(lit(1)))
        .collectAsList()
        .forEach(
            row ->
                sharing
                    .computeIfAbsent(row.getString(0), id -> new HashMap<>())
                    .put(row.getString(1), row.getLong(2)));
    return sharing;
  }

  /** The number of all ends of links that the reader sees. */
  private long ends() {
    if (count < 0) {
      count = ends.select("near").distinct().count();
    }
    return count;
  }

  /** Gives links as a reader gets them, each from the end that is named first. */
  static List<FoundLink> shown(ReaderSession session, Weighed weighed, List<List<String>> fromTo) {
    List<String> edges = new ArrayList<>();
    fromTo.forEach(ends -> edges.addAll(link(weighed, ends).edgeIds()));
    LinkEvidence evidence = LinkEvidence.of(session, edges);
    List<FoundLink> shown = new ArrayList<>();
    for (List<String> ends : fromTo) {
      SeenLink link = link(weighed, ends);
      LinkEnd from = link.other(ends.get(1));
      shown.add(
          new FoundLink(
              from,
              link.other(from.id()),
              link.kinds(),
              link.values(),
              weighed.strength(link),
              link.independentSources(),
              link.grading(),
              link.handling(),
              evidence.of(link.edgeIds()),
              link.restrictions()));
    }
    return shown;
  }

  private static SeenLink link(Weighed weighed, List<String> ends) {
    SeenLink link = weighed.byEnds().get(ends);
    if (link == null) {
      throw new IllegalStateException("no such link");
    }
    return link;
  }
}
