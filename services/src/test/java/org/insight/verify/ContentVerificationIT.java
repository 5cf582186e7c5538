package org.insight.verify;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.xxhash64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.insight.lake.Lake;
import org.insight.policy.Label;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Wrong evidence, ids and values that stand in no source of a row are found, and no other row. */
class ContentVerificationIT {

  /** Tables of which no more than labels is looked at here. */
  private static final Set<TableName> LABELS_ALONE =
      Set.of(Tables.ARRIVALS, Tables.RECORDS, Tables.FINGERPRINTS, Tables.DUPLICATES);

  private static final SimulatedLake made = SimulatedLake.shared();
  private static final Lake lake = made.lake();

  /** In each table what is wrong with rows beside their labels is found, and no other row. */
  @ParameterizedTest
  @MethodSource("org.insight.verify.SimulatedLake#tablesWithPolicies")
  void aRowOfOtherEvidenceOrContentIsFoundAndNoOther(TableName table) {
    WrongRows rows = new WrongRows(made, table);
    switch (table.toString()) {
      case "landing.items" -> {
        repeatsOfAnotherItem(rows, "path");
        repeatsOfAnotherItem(rows, "title");
      }
      case "landing.rejects" -> repeatsOfAnotherItem(rows, "reason");
      case "text.pages" -> {
        repeatsOfAnotherItem(rows, "title");
        namesAnotherSource(rows, "item_id", "true");
      }
      case "text.documents" -> repeatsOfAnotherItem(rows, "title");
      case "text.sentences",
          "mentions.times",
          "mentions.places",
          "mentions.described",
          "mentions.events" ->
          namesAnotherSource(rows, "document_id", "true");
      case "mentions.corrections" -> {
        isCalledOtherwise(rows, "reason", "true");
        isCalledOtherwise(rows, "verdict", "status = 'standing'");
        isCalledOtherwise(rows, "status", "true");
      }
      case "text.translations" -> {
        assumeTrue(lake.rows(table) > 0, "the dictionary of the gloss is not installed");
        namesASourceThatIsGone(rows);
        rows.wrong(
            "an id of another sentence",
            rows.take("true"),
            Map.of("translation_id", lit("x#1#en")),
            MismatchReason.ID);
      }
      case "mentions.names" -> namesASourceThatIsGone(rows);
      case "mentions.identifiers" -> identifiers(rows);
      case "resolution.subjects" -> subjects(rows);
      case "resolution.profiles" -> isCalledOtherwise(rows, "schema", "true");
      case "resolution.candidates" ->
          rows.wrong(
              "another score",
              rows.take("true"),
              Map.of("score", col("score").plus(1)),
              MismatchReason.CONTENT);
      case "resolution.decisions" -> isCalledOtherwise(rows, "reason", "true");
      case "resolution.ledger" -> namesARecordOfAnotherPolicy(rows);
      case "resolution.memberships" -> {
        memberships(rows, "schema = 'Person'");
        memberships(rows, "schema = 'Vehicle'");
        isCalledOtherwise(rows, "schema", "size(evidence) = 0");
      }
      case "links.groups" -> isCalledOtherwise(rows, "subject_kind", "true");
      case "links.edges" -> edges(rows);
      case "curated.persons" -> entities(rows, "birth_dates", "genders");
      case "curated.organisations" -> {
        entities(rows, "incorporation_dates", "registration_numbers");
        isCalledOtherwise(rows, "schema", "true");
      }
      case "curated.objects" -> {
        objects(rows);
        isCalledOtherwise(rows, "object", "true");
      }
      case "curated.events" -> events(rows);
      case "curated.links" -> links(rows);
      case "curated.trends_monthly" -> {
        countsADocumentTooMany(rows);
        Row victim = rows.take("place <> ''");
        for (String column : List.of("place_name", "latitude", "longitude")) {
          Object other = column.equals("place_name") ? "Zz of another" : 12.5;
          rows.wrong("another " + column, victim, Map.of(column, other), MismatchReason.CONTENT);
        }
      }
      default -> assertThat(LABELS_ALONE).contains(table);
    }
  }

  private static void namesARecordOfAnotherPolicy(WrongRows rows) {
    Row moved = rows.take(made.labelled(Tables.LEDGER), "true");
    String granted = String.join("', '", moved.<String>getList(moved.fieldIndex("granted")));
    String other =
        made.first(Tables.RECORDS, "policy_id NOT IN ('" + granted + "')").getAs("record_id");
    rows.wrong(
        "a record that the label does not grant",
        moved,
        Map.of("record_ids", array(lit(other))),
        MismatchReason.LABEL);
  }

  private static void subjects(WrongRows rows) {
    isCalledOtherwise(rows, "schema", "true");
    for (String basis : List.of("record", "text")) {
      Row victim = rows.take("size(identifiers) > 0 AND basis = '" + basis + "'");
      rows.wrong(
          "another name, of a " + basis,
          victim,
          Map.of("properties", expr("map('name', array('Nobody Known'))")),
          MismatchReason.CONTENT);
      rows.wrong(
          "no identifiers, of a " + basis,
          victim,
          Map.of("identifiers", expr("filter(identifiers, id -> false)")),
          MismatchReason.CONTENT);
    }
    String office =
        made.first(lake.read(Tables.DESCRIBED), "schema = 'Person' AND role = 'office'")
            .getAs("described_id");
    assertThat(lake.read(Tables.SUBJECTS).where(col("record_id").equalTo(office)).isEmpty())
        .as("who signs is no subject")
        .isTrue();
  }

  private static void memberships(WrongRows rows, String which) {
    Row tied = rows.take("size(evidence) > 0 AND " + which);
    String other =
        made.first(Tables.RECORDS, "record_id <> '" + tied.getAs("record_id") + "' AND " + which)
            .getAs("record_id");
    rows.wrong(
        "evidence that names a record outside the entity",
        tied,
        evidence("e.kind", "'" + other + "'"),
        MismatchReason.EVIDENCE);
    rows.wrong(
        "evidence of another kind",
        tied,
        evidence("'other'", "e.other_record_id"),
        MismatchReason.EVIDENCE);
    // Whoever asks why these are one finds no answer.
    rows.wrong(
        "an entity that its evidence does not hold together",
        WrongRows.version("entity_id", tied),
        Map.of("evidence", expr("slice(evidence, 1, 0)")),
        rows.examples(tied, List.of("entity_id", "policy_id"), MismatchReason.UNTIED));
  }

  private static Map<String, Object> evidence(String kind, String other) {
    return Map.of(
        "evidence",
        expr(
            "transform(evidence, e -> named_struct('kind', "
                + kind
                + ", 'mention_id', e.mention_id, 'other_record_id', "
                + other
                + ", 'other_mention_id', e.other_mention_id, 'score', e.score))"));
  }

  /** What a row calls something that its sources call otherwise. */
  private static void isCalledOtherwise(WrongRows rows, String column, String which) {
    Row victim = rows.take("policy_id <> '" + Label.QUARANTINE.id() + "' AND " + which);
    rows.wrong("another " + column, victim, Map.of(column, "other"), MismatchReason.CONTENT);
  }

  private static void repeatsOfAnotherItem(WrongRows rows, String column) {
    Row victim = rows.take("policy_id <> '" + Label.QUARANTINE.id() + "'");
    rows.wrong(
        "another's " + column, victim, Map.of(column, "Zz of another"), MismatchReason.CONTENT);
  }

  /** It names a row that is there and carries its label: all is right but that it is another's. */
  private static void namesAnotherSource(WrongRows rows, String source, String kept) {
    Row victim = rows.take(kept);
    Row other =
        made.first(rows.table(), kept + " AND " + source + " <> '" + victim.getAs(source) + "'");
    rows.wrong(
        "another source than its own",
        victim,
        Map.of(source, other.getAs(source), "policy_id", other.getAs("policy_id")),
        MismatchReason.ID);
  }

  private static void namesASourceThatIsGone(WrongRows rows) {
    rows.wrong(
        "a source that is gone",
        rows.take("true"),
        Map.of("sentence_id", "x#1"),
        MismatchReason.NO_SOURCE);
  }

  private static void identifiers(WrongRows rows) {
    rows.wrong(
        "a telephone number that makes one of two",
        rows.take("kind = 'phone' AND subject_kind = 'record'"),
        Map.of("strong", true),
        MismatchReason.CONTENT);
    namesAnotherSource(rows, "subject_id", "subject_kind = 'record'");
    rows.right(
        "rows of an older version, which a run that takes others back looks at too",
        xxhash64(col("mention_id")).mod(2).equalTo(0),
        Map.of(
            "mention_id",
            hash("subject_kind", "subject_id", "property", "begin", "kind", "value"),
            "position",
            lit(null)));
  }

  private static void edges(WrongRows rows) {
    isCalledOtherwise(rows, "source_kind", "true");
    isCalledOtherwise(rows, "target_kind", "true");
    Row victim = rows.take("size(evidence) > 1");
    String ofSource =
        made.first(
                Tables.IDENTIFIERS,
                "subject_id = '"
                    + victim.getAs("source_id")
                    + "' AND mention_id IN ('"
                    + String.join("','", victim.getList(victim.fieldIndex("evidence")))
                    + "')")
            .getAs("mention_id");
    rows.wrong(
        "without the evidence of one end",
        victim,
        Map.of("evidence", array(lit(ofSource))),
        MismatchReason.EVIDENCE);
    isOfAnotherId(rows, MismatchReason.ID);
    rows.right(
        "rows of an older version",
        xxhash64(col("edge_id")).mod(2).equalTo(0),
        Map.of("edge_id", hash("source_id", "target_id", "kind", "value")));
  }

  private static void isOfAnotherId(WrongRows rows, String reason) {
    String id = lake.contracts().get(rows.table()).grain().get(0);
    rows.wrong("an id that is not its own", rows.take("true"), Map.of(id, "0".repeat(64)), reason);
  }

  private static Column hash(String... parts) {
    return sha2(
        concat_ws("\n", Stream.of(parts).map(p -> col(p).cast("string")).toArray(Column[]::new))
            .cast("binary"),
        256);
  }

  private static void leavesOutAnEdge(WrongRows rows) {
    rows.wrong(
        "without one of its edges",
        rows.take(
            lake.read(Tables.LINKS),
            "size(edge_ids) = (SELECT max(size(edge_ids)) FROM "
                + lake.identifier(Tables.LINKS)
                + ") AND size(edge_ids) > 1"),
        Map.of("edge_ids", expr("slice(edge_ids, 2, size(edge_ids))")),
        MismatchReason.OTHER_EVIDENCE);
  }

  private static void links(WrongRows rows) {
    // Of those with the most edges.
    leavesOutAnEdge(rows);
    Row onOthers = rows.take("true");
    String foreign =
        made.first(
                Tables.EDGES,
                "source_id NOT IN (SELECT record_id FROM "
                    + lake.identifier(Tables.MEMBERSHIPS)
                    + " WHERE entity_id IN ('"
                    + onOthers.getAs("source_id")
                    + "', '"
                    + onOthers.getAs("target_id")
                    + "')) AND source_id NOT IN ('"
                    + onOthers.getAs("source_id")
                    + "', '"
                    + onOthers.getAs("target_id")
                    + "')")
            .getAs("edge_id");
    rows.wrong(
        "on an edge of others",
        onOthers,
        Map.of("edge_ids", array(lit(foreign))),
        MismatchReason.OTHER_EVIDENCE);
    isOfAnotherId(rows, MismatchReason.CONTENT);
    // What neither its edges nor its ends say.
    for (String column : List.of("kinds", "values")) {
      showsMore(rows, column, rows.take("true"));
    }
    for (String column :
        List.of(
            "source_kind",
            "source_caption",
            "source_identifier",
            "target_kind",
            "target_caption",
            "target_identifier")) {
      rows.wrong(
          "another " + column,
          rows.take("true"),
          Map.of(column, "Zz of another"),
          MismatchReason.CONTENT);
    }
  }

  private static void showsMore(WrongRows rows, String column, Row victim) {
    rows.wrong(
        "one more of " + column,
        victim,
        Map.of(column, concat(col(column), array(lit("zz of another")))),
        MismatchReason.CONTENT);
  }

  /** The label may be right, and the rows that it rests on: a reader sees what the row shows. */
  private static void entities(WrongRows rows, String... own) {
    String named = "size(names) > 0";
    List<String> all = List.of("names", "aliases", "countries", "identifiers", "topics", "sources");
    for (String column : Stream.concat(all.stream(), Stream.of(own)).toList()) {
      showsMore(rows, column, rows.take(named));
    }
    rows.wrong(
        "another caption", rows.take(named), Map.of("caption", "Zz Other"), MismatchReason.CONTENT);
    rows.wrong(
        "a record too many",
        rows.take(named),
        Map.of("records", col("records").plus(1)),
        MismatchReason.CONTENT);
    rows.wrong(
        "the records of another",
        rows.take(named),
        Map.of("record_ids", array(lit("x"))),
        MismatchReason.OTHER_EVIDENCE);
    rows.wrong(
        "what its record says in another column",
        rows.take(named),
        Map.of("aliases", concat(col("aliases"), expr("slice(names, 1, 1)"))),
        MismatchReason.CONTENT);
  }

  private static void objects(WrongRows rows) {
    showsMore(rows, "written", rows.take("true"));
    showsMore(rows, "countries", rows.take("true"));
    rows.wrong(
        "the record of another",
        rows.take("size(subject_ids) = 1"),
        Map.of("subject_ids", array(lit("x"))),
        MismatchReason.OTHER_EVIDENCE);
    rows.wrong(
        "a record for a document",
        rows.take("records > 0"),
        Map.of("records", col("records").minus(1), "documents", col("documents").plus(1)),
        MismatchReason.CONTENT);
  }

  private static void events(WrongRows rows) {
    for (String column : List.of("kind", "code", "status", "text")) {
      isCalledOtherwise(rows, column, "true");
    }
    for (String column : List.of("time", "place", "place_name", "country")) {
      isCalledOtherwise(rows, column, column + " IS NOT NULL");
    }
    rows.wrong(
        "another day",
        rows.take("first_day < last_day"),
        Map.of("first_day", col("last_day")),
        MismatchReason.CONTENT);
    rows.wrong(
        "a place for none",
        rows.take("latitude IS NULL"),
        Map.of("latitude", 12.5),
        MismatchReason.CONTENT);
    Row victim = rows.take("size(participants) > 1");
    for (String other :
        List.of(
            "slice(participants, 1, 1)",
            "reverse(participants)",
            "transform(participants, p -> struct(p.described_id, 'Zz Other' AS name, p.role))",
            "transform(participants, p -> struct(p.described_id, p.name, 'other' AS role))")) {
      rows.wrong(other, victim, Map.of("participants", expr(other)), MismatchReason.CONTENT);
    }
  }

  private static void countsADocumentTooMany(WrongRows rows) {
    rows.wrong(
        "a document too many",
        rows.take("true"),
        Map.of("documents", col("documents").plus(1L)),
        MismatchReason.CONTENT);
  }
}
