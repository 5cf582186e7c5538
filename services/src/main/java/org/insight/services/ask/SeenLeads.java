package org.insight.services.ask;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.insight.access.ReaderSession;
import org.insight.findings.LinkStrength;
import org.insight.policy.Restrictions;
import org.insight.schemas.Tables;
import org.insight.services.ask.FoundLink.Carrier;

/**
 * Numbers that were written without their country and whose they may be, as a reader sees it:
 * hypotheses that nobody has confirmed ({@link LeadRules}).
 */
final class SeenLeads {

  /** Of more records, numbers or sentences with numbers there are no leads: they are in memory. */
  private static final int MOST = 200_000;

  private static final String[] KINDS = {
    "phone", "plate", "passport", "national_id", "registration"
  };

  private static final Comparator<Lead> STRONGEST_FIRST =
      Comparator.comparingLong(Lead::chance).thenComparing(Lead::one).thenComparing(Lead::other);

  private final Map<Set<String>, Lead> byEnds;

  private SeenLeads(Map<Set<String>, Lead> byEnds) {
    this.byEnds = byEnds;
  }

  /** None at all. */
  static SeenLeads none() {
    return new SeenLeads(Map.of());
  }

  /**
   * The leads of a reader; none below clearance 1, where numbers are masked.
   *
   * @param note takes what the reader should know of the answer
   */
  static SeenLeads of(ReaderSession session, Consumer<String> note) {
    if (!session.isShownIdentifiers()) {
      return none();
    }
    List<List<Row>> seen = new ArrayList<>();
    for (Dataset<Row> rows :
        List.of(
            session.table(Tables.MEMBERSHIPS).select("record_id", "entity_id"),
            identifiers(session),
            described(session),
            phones(session),
            sentences(session))) {
      // Of too many no more are fetched.
      seen.add(rows.limit(MOST + 1).collectAsList());
      if (seen.get(seen.size() - 1).size() > MOST) {
        note.accept(
            "Numbers without their country lead to nobody, for more than "
                + MOST
                + " records, numbers or sentences are visible.");
        return none();
      }
    }
    List<Row> memberships = seen.get(0);
    Map<String, String> entities = new HashMap<>();
    memberships.forEach(row -> entities.put(row.getString(0), row.getString(1)));
    NumberHolders holders = new NumberHolders(entities, seen.get(2));
    seen.get(1).forEach(holders::identifier);
    seen.get(3).forEach(holders::phone);
    seen.get(4).forEach(holders::sentence);
    long ends = new HashSet<>(entities.values()).size();
    return new SeenLeads(new LeadRules(ends).leads(holders.numbers()));
  }

  private static Dataset<Row> identifiers(ReaderSession session) {
    return session
        .table(Tables.IDENTIFIERS)
        .where(col("kind").isin((Object[]) KINDS))
        .select(
            "subject_kind",
            "subject_id",
            "sentence_id",
            "begin",
            "end",
            "kind",
            "value",
            "raw",
            "country",
            "checked",
            "restrictions");
  }

  /** Those with as many digits as a telephone number has. */
  private static Dataset<Row> sentences(ReaderSession session) {
    return session
        .table(Tables.SENTENCES)
        .where("text RLIKE '(\\\\p{Nd}[^\\\\p{L}\\\\p{Nd}]{0,3}){7}'")
        .select("document_id", "sentence_id", "begin", "text", "restrictions");
  }

  private static Dataset<Row> described(ReaderSession session) {
    return session
        .table(Tables.DESCRIBED)
        .selectExpr(
            "described_id",
            "document_id",
            "schema",
            "owner_id",
            "transform(mentions, m -> m.begin)",
            "transform(attributes, a -> a.begin)");
  }

  /** Telephone numbers of records, read or not. */
  private static Dataset<Row> phones(ReaderSession session) {
    return session
        .table(Tables.SUBJECTS)
        .where("basis <> 'text'")
        .select(
            col("record_id"),
            explode(col("properties").getItem("phone")).as("phone"),
            col("restrictions"))
        .where("phone IS NOT NULL");
  }

  Collection<Lead> all() {
    return byEnds.values();
  }

  /** The lead between two ends. */
  Lead of(List<String> step) {
    return Objects.requireNonNull(byEnds.get(Set.copyOf(step)), "no such lead");
  }

  /** The ends of all. */
  Set<String> ends() {
    Set<String> ends = new TreeSet<>();
    byEnds.keySet().forEach(ends::addAll);
    return ends;
  }

  /** These ends, and those that a lead ties with any of them. */
  Set<String> with(Collection<String> ends) {
    Set<String> all = new TreeSet<>(ends);
    for (Set<String> both : byEnds.keySet()) {
      if (both.stream().anyMatch(ends::contains)) {
        all.addAll(both);
      }
    }
    return all;
  }

  /** The leads of an entity as its page has them, the strongest first. */
  List<EntityView.Lead> page(ReaderSession session, String id, int most) {
    List<Lead> theirs =
        byEnds.values().stream()
            .filter(lead -> lead.one().equals(id) || lead.other().equals(id))
            .sorted(STRONGEST_FIRST)
            .limit(most)
            .toList();
    List<FoundLink> shown =
        shown(
            session,
            theirs.stream()
                .map(lead -> List.of(id, lead.one().equals(id) ? lead.other() : lead.one()))
                .toList(),
            Map.of());
    List<EntityView.Lead> page = new ArrayList<>();
    for (int i = 0; i < shown.size(); i++) {
      FoundLink link = shown.get(i);
      page.add(
          new EntityView.Lead(
              theirs.get(i).written().raw(),
              link.to(),
              link.evidence().get(0),
              theirs.get(i).otherOwners(),
              link.strength(),
              link.restrictions()));
    }
    return page;
  }

  /**
   * Gives leads as a reader gets them. The first evidence is the number without its country.
   *
   * @param fromTo each from the end that comes first
   * @param known ends of links
   */
  List<FoundLink> shown(
      ReaderSession session, List<List<String>> fromTo, Map<String, LinkEnd> known) {
    if (fromTo.isEmpty()) {
      return List.of();
    }
    Set<String> records = new TreeSet<>();
    Set<String> sentenceIds = new TreeSet<>();
    Set<String> documents = new TreeSet<>();
    Set<String> unknown = new TreeSet<>();
    for (List<String> step : fromTo) {
      unknown.addAll(step);
      for (WrittenNumber number : numbers(of(step))) {
        WrittenNumber.Place place = number.place();
        (place.documentId().isEmpty() ? records : documents)
            .add(place.documentId().isEmpty() ? place.subjectId() : place.documentId());
        sentenceIds.add(place.sentenceId());
      }
    }
    Map<String, Explanation.Source> sources = new HashMap<>();
    Explainer.sources(session, records).forEach(s -> sources.put(s.recordId(), s));
    Map<String, String> paths = values(session.table(Tables.ITEMS), "item_id", "path", documents);
    Map<String, String> sentences =
        values(session.table(Tables.SENTENCES), "sentence_id", "text", sentenceIds);
    unknown.removeAll(known.keySet());
    Map<String, LinkEnd> ends = new HashMap<>(known);
    for (String id : unknown) {
      String path = paths.getOrDefault(id, id);
      ends.put(id, new LinkEnd(id, LinkEvidence.DOCUMENT, path, ""));
    }
    new SeenEntities(session)
        .shown(unknown.stream().filter(id -> id.startsWith("E-")).toList())
        .forEach((id, shown) -> ends.put(id, new LinkEnd(id, shown.kind(), shown.caption(), "")));
    List<FoundLink> shown = new ArrayList<>();
    for (List<String> step : fromTo) {
      Lead lead = of(step);
      List<WrittenNumber> numbers = numbers(lead);
      shown.add(
          new FoundLink(
              Objects.requireNonNull(ends.get(step.get(0)), "end"),
              Objects.requireNonNull(ends.get(step.get(1)), "end"),
              List.of(lead.kind()),
              lead.values(),
              List.of(),
              "",
              "",
              LinkStrength.bits(lead.chance()),
              0,
              List.of(),
              List.of(),
              numbers.stream().map(n -> carrier(n, sources, paths, sentences)).toList(),
              Restrictions.together(
                  numbers.stream()
                      .map(number -> number.place().restrictions())
                      .distinct()
                      .toList())));
    }
    return shown;
  }

  /** The number without its country, then those that it may be. */
  private static List<WrittenNumber> numbers(Lead lead) {
    List<WrittenNumber> numbers = new ArrayList<>(List.of(lead.written()));
    lead.owned().stream().limit(LinkEvidence.MOST - 1L).forEach(numbers::add);
    return numbers;
  }

  private static Carrier carrier(
      WrittenNumber number,
      Map<String, Explanation.Source> sources,
      Map<String, String> paths,
      Map<String, String> sentences) {
    WrittenNumber.Place place = number.place();
    Explanation.Source source = sources.get(place.subjectId());
    boolean ofRecord = place.documentId().isEmpty();
    return new Carrier(
        number.kind(),
        number.raw(),
        place.subjectKind(),
        place.subjectId(),
        ofRecord ? source == null ? "" : source.path() : paths.getOrDefault(place.documentId(), ""),
        ofRecord
            ? source == null ? "" : source.locator()
            : "characters " + place.begin() + "-" + place.end(),
        "",
        sentences.getOrDefault(place.sentenceId(), ""));
  }

  private static Map<String, String> values(
      Dataset<Row> table, String id, String column, Set<String> ids) {
    Map<String, String> values = new HashMap<>();
    if (!ids.isEmpty()) {
      Dataset<Row> sought =
          table.sparkSession().createDataset(List.copyOf(ids), Encoders.STRING()).toDF(id);
      table
          .select(id, column)
          .join(broadcast(sought), id)
          .collectAsList()
          .forEach(row -> values.put(row.getString(0), row.isNullAt(1) ? "" : row.getString(1)));
    }
    return values;
  }
}
