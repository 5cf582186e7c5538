package org.insight.jobs.resolution;

import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.insight.engine.Job;
import org.insight.policy.BasePolicy;
import org.insight.policy.Grading;
import org.insight.policy.Handling;
import org.insight.schemas.Tables;
import org.insight.testing.LiteralInputs;
import org.insight.testing.SharedSpark;

/** A small lake of literal rows, which can be cut to what a reader sees. */
public final class Lake {

  /** The jobs of resolution, in the order of a run. */
  public static final List<Job> RESOLUTION =
      List.of(
          new ListSubjects(),
          new BuildProfiles(),
          new ScoreCandidates(10_000),
          new ResolveRecords(1_000));

  private record Labelled(String policy, Row row) {}

  private final List<Labelled> records = new ArrayList<>();
  private final List<Labelled> identifiers = new ArrayList<>();
  private final List<Labelled> documents = new ArrayList<>();
  private final List<Labelled> described = new ArrayList<>();
  private final List<Labelled> events = new ArrayList<>();
  private final List<Labelled> times = new ArrayList<>();
  private final List<Labelled> places = new ArrayList<>();
  private final List<Labelled> decisions = new ArrayList<>();
  private final List<Row> grants = new ArrayList<>();
  private final List<Row> policies = new ArrayList<>();
  private final Map<String, String> contents = new TreeMap<>();

  public Lake record(String id, String schema, String policy, Map<String, List<String>> said) {
    records.add(new Labelled(policy, RowFactory.create(id, "item-" + id, schema, said, policy)));
    return this;
  }

  /** A record whose properties are null. */
  public Lake bareRecord(String id, String schema, String policy) {
    records.add(new Labelled(policy, RowFactory.create(id, "item-" + id, schema, null, policy)));
    return this;
  }

  public Lake strong(String record, String policy, String kind, String value) {
    return identifier("record", record, policy, kind, value, true);
  }

  public Lake identifier(
      String subjectKind,
      String subject,
      String policy,
      String kind,
      String value,
      Boolean strong) {
    return mention(
        "m-" + subject + "-" + kind + "-" + value,
        subjectKind,
        subject,
        policy,
        kind,
        value,
        strong);
  }

  /** An identifier at one of the places where a subject has it. */
  public Lake mention(
      String mention,
      String subjectKind,
      String subject,
      String policy,
      String kind,
      String value,
      Boolean strong) {
    identifiers.add(
        new Labelled(
            policy,
            RowFactory.create(
                mention, subjectKind, subject, kind, value, strong, null, null, policy)));
    return this;
  }

  /**
   * A person of a text.
   *
   * @param properties to values, each of which stands at a place of its own in the document; a
   *     passport is an identifier too
   */
  public Lake described(
      String id,
      String document,
      String policy,
      String role,
      String name,
      Map<String, String> properties) {
    List<Row> attributes = new ArrayList<>();
    new TreeMap<>(properties)
        .forEach(
            (property, value) -> {
              int begin = 1_000 * described.size() + 10 * attributes.size();
              attributes.add(RowFactory.create(property, value, begin, begin + 5, 1.0));
              if (property.equals("passportNumber")) {
                identifiers.add(
                    new Labelled(
                        policy,
                        RowFactory.create(
                            "m-" + id,
                            "document",
                            document,
                            "passport",
                            value,
                            value.contains(":"),
                            begin,
                            begin + 5,
                            policy)));
              }
            });
    int first = 1_000 * described.size();
    Row mention = RowFactory.create(first, first + 1, "full", name);
    described.add(
        new Labelled(
            policy,
            RowFactory.create(
                id,
                document,
                "Person",
                role,
                name,
                new Row[] {mention},
                attributes.toArray(),
                policy)));
    return this;
  }

  public Lake document(String id, String policy, String title, String datedOn) {
    documents.add(
        new Labelled(
            policy,
            RowFactory.create(id, title, datedOn == null ? null : Date.valueOf(datedOn), policy)));
    return this;
  }

  /**
   * What a document tells of.
   *
   * @param place mention of a place; null: none
   */
  public Lake event(
      String document, String policy, String kind, String code, String status, String place) {
    return event(document, policy, kind, code, status, place, null, Map.of());
  }

  /**
   * What a document tells of, with when and who.
   *
   * @param time mention of a time; null: none
   * @param persons described_id to role
   */
  public Lake event(
      String document,
      String policy,
      String kind,
      String code,
      String status,
      String place,
      String time,
      Map<String, String> persons) {
    Object[] who =
        new TreeMap<>(persons)
            .entrySet().stream().map(p -> RowFactory.create(p.getKey(), p.getValue())).toArray();
    String id = "event " + events.size();
    events.add(
        new Labelled(
            policy, RowFactory.create(id, document, kind, code, status, place, time, who, policy)));
    return this;
  }

  /** The time of an incident, of one day. */
  public Lake time(String mention, String document, String policy, String day) {
    times.add(
        new Labelled(policy, RowFactory.create(mention, document, day, Date.valueOf(day), policy)));
    return this;
  }

  /** A place that is called by its key, at 45.5 degrees north, 4.25 degrees east. */
  public Lake place(
      String mention,
      String document,
      String policy,
      String role,
      String precision,
      String country,
      String key) {
    places.add(
        new Labelled(
            policy,
            RowFactory.create(
                mention,
                document,
                role,
                precision,
                country,
                key,
                "Place " + key,
                45.5,
                4.25,
                policy)));
    return this;
  }

  /**
   * What a reader decided.
   *
   * @param second of the hour in which all decide; the latest counts
   */
  public Lake decide(
      String id, String policy, int second, String verdict, List<String> left, List<String> right) {
    decisions.add(
        new Labelled(
            policy,
            RowFactory.create(
                id,
                Timestamp.from(Instant.EPOCH.plusSeconds(second)),
                verdict,
                left.toArray(),
                right.toArray(),
                null,
                policy)));
    return this;
  }

  /** Records of persons and organisations, and persons of texts: id and policy. */
  public Map<String, String> compared() {
    Map<String, String> compared = new TreeMap<>();
    described.forEach(d -> compared.put(d.row().getString(0), d.policy()));
    records.stream()
        .filter(r -> !r.row().getString(2).equals("Vehicle"))
        .forEach(r -> compared.put(r.row().getString(0), r.policy()));
    return compared;
  }

  public Lake grant(String scope, String... granted) {
    for (String policy : granted) {
      grants.add(RowFactory.create(scope, policy, null));
    }
    return this;
  }

  /**
   * @param lastDay null: no end
   */
  public Lake grantUntil(String scope, String policy, LocalDate lastDay) {
    grants.add(RowFactory.create(scope, policy, lastDay == null ? null : Date.valueOf(lastDay)));
    return this;
  }

  public Lake policy(String id, String source) {
    return policy(id, source, List.of(), List.of());
  }

  public Lake policy(BasePolicy policy) {
    Handling handling = policy.handling();
    Grading grading = policy.grading();
    policies.add(
        RowFactory.create(
            policy.id(),
            policy.source(),
            handling == null ? null : handling.scheme(),
            handling == null ? null : handling.code(),
            grading.scheme(),
            grading.source(),
            grading.information(),
            policy.expiresOn() == null ? null : Date.valueOf(policy.expiresOn()),
            policy.canonical()));
    return this;
  }

  /**
   * A policy that is granted as a test says, and not by the rule.
   *
   * @param handling scheme and code, or nothing
   * @param grading scheme, grade of the source and of the information, or nothing
   */
  public Lake policy(String id, String source, List<String> handling, List<String> grading) {
    policies.add(
        RowFactory.create(
            id,
            source,
            handling.isEmpty() ? null : handling.get(0),
            handling.isEmpty() ? null : handling.get(1),
            grading.isEmpty() ? null : grading.get(0),
            grading.isEmpty() ? null : grading.get(1),
            grading.isEmpty() ? null : grading.get(2),
            null,
            null));
    return this;
  }

  /** The bytes of the item that a record or document is in; without it they are its own. */
  public Lake content(String id, String content) {
    contents.put(id, content);
    return this;
  }

  private Dataset<Row> items() {
    List<Row> items = new ArrayList<>();
    for (Labelled record : records) {
      items.add(item(record, "item-"));
    }
    for (Labelled document : documents) {
      items.add(item(document, ""));
    }
    return frame(items, "item_id string, content_sha256 string, policy_id string");
  }

  private Row item(Labelled subject, String prefix) {
    String id = subject.row().getString(0);
    return RowFactory.create(
        prefix + id, contents.getOrDefault(id, "bytes of " + id), subject.policy());
  }

  /** This lake with the rows of these policies alone. */
  public Lake cutTo(Set<String> view) {
    Lake cut = new Lake();
    records.stream().filter(r -> view.contains(r.policy())).forEach(cut.records::add);
    identifiers.stream().filter(r -> view.contains(r.policy())).forEach(cut.identifiers::add);
    documents.stream().filter(r -> view.contains(r.policy())).forEach(cut.documents::add);
    described.stream().filter(r -> view.contains(r.policy())).forEach(cut.described::add);
    events.stream().filter(r -> view.contains(r.policy())).forEach(cut.events::add);
    times.stream().filter(r -> view.contains(r.policy())).forEach(cut.times::add);
    places.stream().filter(r -> view.contains(r.policy())).forEach(cut.places::add);
    decisions.stream().filter(r -> view.contains(r.policy())).forEach(cut.decisions::add);
    cut.grants.addAll(grants);
    cut.policies.addAll(policies);
    cut.contents.putAll(contents);
    return cut;
  }

  /** This lake without some records, and without some decisions. */
  public Lake without(Predicate<String> record, Predicate<String> decision) {
    Lake less = cutTo(policiesOfRows());
    less.records.removeIf(r -> record.test(r.row().getString(0)));
    less.identifiers.removeIf(r -> record.test(r.row().getString(2)));
    less.decisions.removeIf(r -> decision.test(r.row().getString(0)));
    return less;
  }

  private Set<String> policiesOfRows() {
    Set<String> all = new TreeSet<>();
    for (List<Labelled> rows :
        List.of(records, identifiers, documents, described, events, times, places, decisions)) {
      rows.forEach(row -> all.add(row.policy()));
    }
    return all;
  }

  /** The same rows in another order. */
  public Lake shuffled(java.util.Random random) {
    for (List<?> rows :
        List.of(
            records, identifiers, documents, described, events, times, places, decisions, grants)) {
      Collections.shuffle(rows, random);
    }
    return this;
  }

  public LiteralInputs inputs() {
    return new LiteralInputs()
        .with(
            Tables.RECORDS,
            rows(
                    records,
                    "record_id string, item_id string, schema string, properties map<string,array<string>>,"
                        + " policy_id string")
                .selectExpr("*", "'row 1' AS locator", "'of tests' AS mapping"))
        .with(
            Tables.IDENTIFIERS,
            rows(
                    identifiers,
                    "mention_id string, subject_kind string, subject_id string, kind string,"
                        + " value string, strong boolean, begin int, end int, policy_id string")
                // As written it has a blank, and before a colon its country.
                .selectExpr(
                    "*",
                    "concat(value, ' ') AS raw",
                    "nullif(regexp_extract(value, '^([A-Z]{2}):', 1), '') AS country"))
        .with(
            Tables.DESCRIBED,
            rows(
                    described,
                    "described_id string, document_id string, schema string, role string, name string,"
                        + " mentions array<struct<begin:int,end:int,form:string,text:string>>,"
                        + " attributes array<struct<property:string,value:string,begin:int,end:int,"
                        + "confidence:double>>, policy_id string")
                .selectExpr("*", "CAST(NULL AS string) AS owner_id"))
        .with(
            Tables.DOCUMENTS,
            rows(documents, "document_id string, title string, dated_on date, policy_id string"))
        .with(
            Tables.EVENTS,
            rows(
                    events,
                    "event_id string, document_id string, kind string, code string, status string,"
                        + " place_id string, time_id string,"
                        + " persons array<struct<described_id:string,role:string>>,"
                        + " policy_id string")
                .selectExpr(
                    "*",
                    "0 AS begin",
                    "1 AS end",
                    "code AS text",
                    "CAST(NULL AS string) AS iccs",
                    "CAST(NULL AS double) AS amount",
                    "CAST(NULL AS string) AS unit"))
        .with(
            Tables.TIMES,
            rows(
                    times,
                    "mention_id string, document_id string, value string, first_day date,"
                        + " policy_id string")
                .selectExpr("*", "first_day AS last_day"))
        .with(
            Tables.PLACES,
            rows(
                places,
                "mention_id string, document_id string, role string, precision string,"
                    + " country string, key string, name string, latitude double,"
                    + " longitude double, policy_id string"))
        .with(
            Tables.DECISIONS,
            rows(
                decisions,
                "decision_id string, decided_at timestamp, verdict string,"
                    + " left_ids array<string>, right_ids array<string>, undone_at timestamp,"
                    + " policy_id string"))
        .with(Tables.GRANTS, frame(grants, "scope string, base_policy_id string, valid_to date"))
        .with(Tables.ITEMS, items())
        .with(
            Tables.POLICIES,
            frame(
                policies,
                "base_policy_id string, source string, handling_scheme string,"
                    + " handling_code string, grading_scheme string, source_grading string,"
                    + " information_grading string, expires_on date, canonical string"));
  }

  private static Dataset<Row> rows(List<Labelled> rows, String ddl) {
    return frame(rows.stream().map(Labelled::row).toList(), ddl);
  }

  private static Dataset<Row> frame(List<Row> rows, String ddl) {
    return SharedSpark.session().createDataFrame(rows, StructType.fromDDL(ddl));
  }

  /** With what resolution makes of them. */
  public LiteralInputs resolved() {
    LiteralInputs inputs = inputs();
    for (Job job : RESOLUTION) {
      inputs.with(job.writes(), run(job, inputs));
    }
    return inputs;
  }

  /** What a job makes, held so that it is computed once. */
  public static Dataset<Row> run(Job job, LiteralInputs inputs) {
    return inputs.run(job);
  }

  /** Rows that a reader of these policies sees, as JSON with what is granted, sorted. */
  public static List<String> seen(Dataset<Row> rows, Set<String> view) {
    String set =
        view.isEmpty()
            ? "cast(array() as array<string>)"
            : "array('" + String.join("','", new TreeSet<>(view)) + "')";
    Dataset<Row> visible =
        rows.where("size(array_except(label.granted, " + set + ")) = 0")
            .where("not arrays_overlap(label.withheld, " + set + ")")
            // The sets that are withheld differ; what is granted may be seen.
            .withColumn("policy_id", functions.expr("array_join(label.granted, ' ')"))
            .drop("label");
    return visible.toJSON().collectAsList().stream().sorted().toList();
  }
}
