package org.insight.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.access.Access;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.services.LakeSession;
import org.insight.services.ReaderQueries;
import org.insight.services.ask.FoundPath;
import org.insight.services.ask.PathFinder;
import org.jspecify.annotations.Nullable;

/**
 * The entities of a reader's view of a lake beside the truth.
 *
 * @param inbox files of the inbox
 * @param landed files that the reader sees in the lake
 */
record TruthComparison(
    String reader,
    int inbox,
    int landed,
    TruthFigures persons,
    TruthFigures companies,
    TextFigures texts,
    LinkFigures links) {

  private static final String ITEMS = "SELECT path, size_bytes FROM landing.items WHERE depth = 0";

  private static final String RECORDS =
      "SELECT i.path, r.locator, r.schema, m.entity_id FROM landing.records r"
          + " JOIN landing.items i ON i.item_id = r.item_id"
          + " JOIN resolution.memberships m ON m.record_id = r.record_id"
          + " WHERE r.schema IN ('Person', 'LegalEntity', 'Company')";

  private static final String LINKS =
      "SELECT source_id, target_id, kinds FROM curated.links"
          + " WHERE source_kind = 'Person' AND target_kind = 'Person'";

  private static final String DOCUMENTS =
      "SELECT i.path, d.document_id, d.text FROM text.documents d"
          + " JOIN landing.items i ON i.item_id = d.document_id";

  private static final String NAMES =
      "SELECT document_id, text FROM mentions.names WHERE kind = 'person'";

  private static final String DESCRIBED =
      "SELECT d.document_id, d.described_id, d.schema, d.role, d.owner_id, d.mentions,"
          + " d.attributes, m.entity_id FROM mentions.described d"
          + " LEFT JOIN resolution.memberships m ON m.record_id = d.described_id"
          + " WHERE d.schema IN ('Person', 'Vehicle')";

  private static final String INCIDENTS =
      "SELECT DISTINCT document_id, key, country FROM mentions.places WHERE role = 'incident'";

  private static final String TIMES = "SELECT document_id, text, value, role FROM mentions.times";

  private static final String OFFENCES =
      """
      SELECT DISTINCT e.document_id, code, status, key, country
      FROM mentions.events e LEFT JOIN mentions.places p ON p.mention_id = e.place_id
      WHERE kind = 'offence'""";

  /** A chain counts as found among so many paths. */
  private static final int BEST = 5;

  /** What the truth calls an attribute, by its property. */
  private static final Map<String, String> ATTRIBUTES =
      Map.ofEntries(
          Map.entry("birthDate", "born"),
          Map.entry("birthPlace", "birthplace"),
          Map.entry("residence", "home"),
          Map.entry("nationality", "nationality"),
          Map.entry("gender", "sex"),
          Map.entry("alias", "alias"),
          Map.entry("phone", "phone"),
          Map.entry("passportNumber", "passport"),
          Map.entry("idNumber", "national_id"),
          Map.entry("iban", "account"),
          Map.entry("address", "address"),
          Map.entry("email", "email"),
          Map.entry("bookingReference", "booking"),
          Map.entry("registrationNumber", "plate"));

  /**
   * Reads the lake with the reader's rights; the reads are audited.
   *
   * @throws InsightException INPUT if the lake is empty or holds an item that the inbox has not
   */
  static TruthComparison of(
      LakeSession session, SimulatedTruth truth, String reader, String purpose) {
    ReaderQueries queries = new ReaderQueries(session);
    Access access =
        new Access(queries.login(), reader, purpose, "comparison with the simulator's truth");
    List<Row> items = ask(queries, access, ITEMS);
    requireOf(truth, items);
    List<TrueRecord> persons = new ArrayList<>();
    List<TrueRecord> companies = new ArrayList<>();
    for (Row row : ask(queries, access, RECORDS)) {
      String schema = row.getString(2);
      TrueRecord record =
          truth.record(row.getString(0), row.getString(1), schema, row.getString(3));
      if (record != null) {
        (schema.equals("Company") ? companies : persons).add(record);
      }
    }
    List<ReadText> texts = truth.texts().isEmpty() ? List.of() : read(queries, access);
    return new TruthComparison(
        reader,
        truth.items(),
        items.size(),
        TruthFigures.of(persons, truth::relation),
        TruthFigures.of(companies, (a, b) -> SimulatedTruth.OTHER),
        TextFigures.of(truth.texts(), texts, persons),
        LinkFigures.of(
            truth.links(),
            truth.persons(),
            new LinkFigures.View(
                isControl(reader) ? path -> true : paths(items)::contains,
                ask(queries, access, LINKS).stream()
                    .map(
                        l ->
                            new LinkFigures.FoundLink(l.getString(0), l.getString(1), l.getList(2)))
                    .toList(),
                entities(persons, TextFigures.entities(truth.texts(), texts)),
                ends -> best(queries, access, ends))));
  }

  /** Control sees everything that was landed; what was not is missing. */
  private static boolean isControl(String reader) {
    return reader.equals("control") || reader.startsWith("control-");
  }

  private static Set<String> paths(List<Row> items) {
    return items.stream().map(item -> item.getString(0)).collect(Collectors.toSet());
  }

  /** The entities on the best paths, as `insight path` finds them. */
  private static Map<LinkFigures.Ends, List<List<String>>> best(
      ReaderQueries queries, Access access, Collection<LinkFigures.Ends> wanted) {
    Map<LinkFigures.Ends, List<List<String>>> best = new HashMap<>();
    if (!wanted.isEmpty()) {
      queries.ask(
          "insight bench",
          access,
          "paths between the ends of planted chains",
          PathFinder.TABLES,
          session -> {
            for (LinkFigures.Ends ends : wanted) {
              List<FoundPath> paths =
                  new PathFinder(ends.from(), ends.to(), PathFinder.MOST_HOPS, BEST, true)
                      .of(session, note -> {})
                      .answer();
              best.put(
                  ends,
                  paths == null ? List.of() : paths.stream().map(TruthComparison::nodes).toList());
            }
            return best;
          },
          Map::size);
    }
    return best;
  }

  private static List<String> nodes(FoundPath path) {
    List<String> nodes = new ArrayList<>(List.of(path.steps().get(0).from().id()));
    path.steps().forEach(step -> nodes.add(step.to().id()));
    return nodes;
  }

  /** Persons of the truth by entity, with how many records and texts. */
  private static Map<String, Map<String, Long>> entities(
      List<TrueRecord> records, Map<String, Map<String, Long>> ofTexts) {
    for (TrueRecord record : records) {
      ofTexts
          .computeIfAbsent(record.entity(), e -> new HashMap<>())
          .merge(record.subject(), 1L, Long::sum);
    }
    return ofTexts;
  }

  private static List<ReadText> read(ReaderQueries queries, Access access) {
    Map<String, List<Row>> names = byDocument(ask(queries, access, NAMES));
    Map<String, List<Row>> described = byDocument(ask(queries, access, DESCRIBED));
    Map<String, List<Row>> incidents = byDocument(ask(queries, access, INCIDENTS));
    Map<String, List<Row>> times = byDocument(ask(queries, access, TIMES));
    Map<String, List<Row>> offences = byDocument(ask(queries, access, OFFENCES));
    List<ReadText> texts = new ArrayList<>();
    for (Row document : ask(queries, access, DOCUMENTS)) {
      String id = document.getString(1);
      texts.add(
          new ReadText(
              document.getString(0),
              names.getOrDefault(id, List.of()).stream().map(n -> n.getString(1)).toList(),
              subjects(document.getString(2), described.getOrDefault(id, List.of())),
              incidents.getOrDefault(id, List.of()).stream()
                  .map(p -> new ReadText.Place(p.getString(1), p.getString(2)))
                  .toList(),
              times.getOrDefault(id, List.of()).stream()
                  .map(t -> new ReadText.Time(t.getString(1), t.getString(2), t.getString(3)))
                  .toList(),
              offences.getOrDefault(id, List.of()).stream()
                  .map(
                      o ->
                          new ReadText.Offence(
                              o.getString(1),
                              o.getString(2),
                              o.isNullAt(3)
                                  ? null
                                  : new ReadText.Place(o.getString(3), o.getString(4))))
                  .toList()));
    }
    return texts;
  }

  private static Map<String, List<Row>> byDocument(List<Row> rows) {
    return rows.stream().collect(Collectors.groupingBy(row -> row.getString(0)));
  }

  /** Persons, each with the plates of the vehicles that are said to be theirs. */
  private static List<ReadText.Subject> subjects(String text, List<Row> described) {
    List<ReadText.Subject> subjects = new ArrayList<>();
    for (Row person : described) {
      if (person.getString(2).equals("Person")) {
        List<ReadText.Attribute> attributes = new ArrayList<>(attributes(text, person));
        described.stream()
            .filter(thing -> person.getString(1).equals(thing.getString(4)))
            .forEach(thing -> attributes.addAll(attributes(text, thing)));
        subjects.add(
            new ReadText.Subject(
                person.getString(3),
                person.<Row>getList(5).stream()
                    .map(mention -> mention.<String>getAs("text"))
                    .collect(Collectors.toSet()),
                attributes,
                person.getString(7)));
      }
    }
    return subjects;
  }

  /** Below clearance 1 nobody has any. */
  private static List<ReadText.Attribute> attributes(String text, Row subject) {
    return subject.isNullAt(6)
        ? List.of()
        : subject.<Row>getList(6).stream()
            .map(
                a ->
                    new ReadText.Attribute(
                        ATTRIBUTES.getOrDefault(
                            a.<String>getAs("property"), a.<String>getAs("property")),
                        a.getAs("value"),
                        text.substring(a.<Integer>getAs("begin"), a.<Integer>getAs("end"))))
            .toList();
  }

  private static void requireOf(SimulatedTruth truth, List<Row> items) {
    long strange =
        items.stream().filter(item -> !truth.has(item.getString(0), item.getLong(1))).count();
    if (items.isEmpty() || strange > 0) {
      throw new InsightException(
          ErrorKind.INPUT,
          "Cannot compare with the truth: the lake must hold items of this inbox alone, found "
              + (items.isEmpty() ? "none" : strange + " others of " + items.size()));
    }
  }

  private static List<Row> ask(ReaderQueries queries, Access access, String query) {
    Rows rows = new Rows(new ArrayList<>());
    queries.answer("insight bench", access, query, rows);
    return rows.taken();
  }

  /** Keeps the rows of an answer. */
  private record Rows(List<Row> taken) implements ReaderQueries.Sink {

    @Override
    public long take(Dataset<Row> answer) {
      taken.addAll(answer.collectAsList());
      return given();
    }

    @Override
    public long given() {
      return taken.size();
    }
  }

  /** With the keys of the JSON answer, which stay. */
  Map<String, @Nullable Object> asMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("reader", reader);
    map.put("inbox_items", inbox);
    map.put("lake_items", landed);
    map.put("persons", persons.asMap());
    map.put("companies", companies.asMap());
    map.put("texts", texts.asMap());
    map.put("links", links.asMap());
    return map;
  }
}
