package org.insight.services.ask;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.access.ReaderSession;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.OneLine;
import org.insight.policy.Restrictions;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.services.ask.FoundLink.Carrier;
import org.insight.services.ask.ObjectView.Holder;
import org.jspecify.annotations.Nullable;

/** Brings together what a reader sees of a thing that is known by its number or address. */
public final class ObjectViewer {

  /** Tables that it reads. */
  public static final Set<TableName> TABLES =
      Set.of(
          Tables.OBJECTS,
          Tables.IDENTIFIERS,
          Tables.SUBJECTS,
          Tables.MEMBERSHIPS,
          Tables.PERSONS,
          Tables.LINKS,
          Tables.ITEMS,
          Tables.DOCUMENTS,
          Tables.SENTENCES);

  /** Most objects that are listed for an unclear number. */
  private static final int MOST = 20;

  private static final Pattern TYPED =
      Pattern.compile(
          "(?i)(plate|vin|phone|imei|imsi|iban|email|address|passport|national_id) +(.*)");

  private static final Comparator<Holder> IN_ORDER =
      Comparator.comparing((Holder holder) -> holder.end().kind().equals(LinkEvidence.DOCUMENT))
          .thenComparing(holder -> holder.end().caption())
          .thenComparing(holder -> holder.end().id())
          .thenComparing(holder -> holder.where().day())
          .thenComparing(holder -> holder.where().path())
          .thenComparing(holder -> holder.where().locator());

  private final String text;
  private final NumberQuery number;

  /** Of which kind the number is; null if that was not said. */
  private final @Nullable String kind;

  /**
   * @param text a number or an address, possibly after its kind: {@code passport FR:12AB34567}
   * @throws InsightException USAGE if it is none
   */
  public ObjectViewer(String text) {
    this.text = text.strip();
    Matcher typed = TYPED.matcher(this.text);
    boolean isTyped = typed.matches();
    kind = isTyped ? typed.group(1).toLowerCase(Locale.ROOT) : null;
    NumberQuery asked = NumberQuery.of(isTyped ? typed.group(2) : this.text);
    if (asked == null) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot show: an object is asked for by its number or address, found "
              + OneLine.shown(text));
    }
    number = asked;
  }

  /** What is asked, for the audit. */
  public String asked() {
    return "page of the object " + text;
  }

  /**
   * The page.
   *
   * @param note takes what the reader should know of the answer
   * @throws InsightException INPUT if the reader sees no such object
   */
  public Asked<ObjectView> of(ReaderSession session, Consumer<String> note) {
    if (!session.isShownIdentifiers()) {
      note.accept("Objects are known by their numbers, which are shown from clearance 1.");
      throw unseen();
    }
    List<Found> hits = hits(session);
    List<Found> exact = hits.stream().filter(hit -> hit.similarity() == 1).toList();
    List<Found> meant = exact.isEmpty() ? hits : exact;
    if (meant.isEmpty()) {
      throw unseen();
    }
    if (meant.size() > 1) {
      return new Asked<>(List.of(new Asked.Unclear(text, meant)), null);
    }
    if (hits.size() > 1) {
      note.accept(
          "Others have the number with a country: "
              + hits.stream()
                  .filter(hit -> !meant.contains(hit))
                  .map(Found::id)
                  .collect(Collectors.joining(", ")));
    }
    return Asked.of(view(session, meant.get(0)));
  }

  private InsightException unseen() {
    return new InsightException(
        ErrorKind.INPUT,
        "Cannot show: the reader sees no such object, found " + OneLine.shown(text));
  }

  /** Objects that have the number, with or without its country. Their ids are kind and value. */
  private List<Found> hits(ReaderSession session) {
    NumberQuery sought = number;
    String only = kind;
    List<Found> hits = new ArrayList<>();
    for (Row row :
        session
            .table(Tables.OBJECTS)
            .select(
                col("object"),
                col("kind"),
                col("value"),
                element_at(col("countries"), 1).as("country"))
            .filter(
                (FilterFunction<Row>)
                    row -> (only == null || only.equals(row.getString(1))) && isIn(sought, row))
            .distinct()
            .orderBy("kind", "value", "country")
            .limit(MOST)
            .collectAsList()) {
      String level = Objects.requireNonNull(level(sought, row));
      Found hit =
          new Found(
              row.getString(0),
              row.getString(1) + " " + row.getString(2),
              row.getString(2),
              NumberQuery.similarity(level),
              row.getString(1) + " " + row.getString(2),
              level,
              "");
      if (hits.stream().noneMatch(h -> h.id().equals(hit.id()))) {
        hits.add(hit);
      }
    }
    return hits;
  }

  private static boolean isIn(NumberQuery sought, Row row) {
    String level = level(sought, row);
    return level != null && !level.equals(NumberQuery.ONE_CHARACTER);
  }

  private static @Nullable String level(NumberQuery sought, Row row) {
    return sought.level(row.getString(1), row.getString(2), row.getString(3));
  }

  private static ObjectView view(ReaderSession session, Found hit) {
    String kind = hit.id().substring(0, hit.id().indexOf(' '));
    String value = hit.caption();
    Column isIt = col("kind").equalTo(kind).and(col("value").equalTo(value));
    SortedSet<String> written = new TreeSet<>();
    SortedSet<String> countries = new TreeSet<>();
    int records = 0;
    int documents = 0;
    for (Row row :
        session
            .table(Tables.OBJECTS)
            .where(isIt)
            .select("written", "countries", "records", "documents")
            .collectAsList()) {
      written.addAll(row.getList(0));
      countries.addAll(row.getList(1));
      records += row.getInt(2);
      documents += row.getInt(3);
    }
    Dataset<Row> mentions = session.table(Tables.IDENTIFIERS).where(isIt);
    List<Holder> holders = holders(session, mentions, kind, value);
    SortedSet<String> days = new TreeSet<>();
    SortedSet<String> restrictions = new TreeSet<>();
    for (Holder holder : holders) {
      days.add(holder.where().day());
      restrictions.add(holder.restrictions());
    }
    days.remove("");
    return new ObjectView(
        hit.kind(),
        kind,
        value,
        List.copyOf(written),
        List.copyOf(countries),
        records,
        documents,
        days.isEmpty() ? "" : days.first(),
        days.isEmpty() ? "" : days.last(),
        holders,
        List.copyOf(restrictions));
  }

  private static List<Holder> holders(
      ReaderSession session, Dataset<Row> mentions, String kind, String value) {
    List<Row> rows = places(session, mentions, kind, value).collectAsList();
    Map<String, SeenEntities.Shown> shown =
        new SeenEntities(session)
            .shown(
                rows.stream().map(r -> text(r, 0)).filter(id -> !id.isEmpty()).distinct().toList());
    Set<Holder> holders = new HashSet<>();
    for (Row row : rows) {
      String path = text(row, 3);
      SeenEntities.Shown entity = shown.get(text(row, 0));
      holders.add(
          new Holder(
              entity == null
                  ? new LinkEnd(text(row, 2), LinkEvidence.DOCUMENT, path, "")
                  : new LinkEnd(text(row, 0), entity.kind(), entity.caption(), ""),
              new Carrier(
                  kind,
                  text(row, 8),
                  text(row, 1),
                  text(row, 2),
                  path,
                  text(row, 4),
                  LinkEvidence.certain(text(row, 5)),
                  text(row, 6)),
              restrictions(text(row, 7), entity)));
    }
    return holders.stream().sorted(IN_ORDER).toList();
  }

  /** Those of the place, and those of the entity, which mostly have them. */
  private static String restrictions(String ofPlace, SeenEntities.@Nullable Shown entity) {
    if (entity == null) {
      return ofPlace;
    }
    // Whole phrases: one may be the beginning of another.
    boolean isThere = ("; " + entity.restrictions() + "; ").contains("; " + ofPlace + "; ");
    return isThere
        ? entity.restrictions()
        : Restrictions.together(List.of(ofPlace, entity.restrictions()));
  }

  /** Records, persons of texts, and documents that tie it to nobody, each with its place. */
  private static Dataset<Row> places(
      ReaderSession session, Dataset<Row> mentions, String kind, String value) {
    Dataset<Row> subjects = session.table(Tables.SUBJECTS);
    Dataset<Row> described =
        subjects
            .where(
                col("basis")
                    .equalTo("text")
                    .and(
                        exists(
                            col("identifiers"),
                            i ->
                                i.getField("kind")
                                    .equalTo(kind)
                                    .and(i.getField("value").equalTo(value)))))
            .select(col("record_id").as("described_id"), col("item_id").as("subject_id"));
    return mentions
        .join(described, new String[] {"subject_id"}, "left")
        .withColumn("holder_id", coalesce(col("described_id"), col("subject_id")))
        .join(
            session
                .table(Tables.MEMBERSHIPS)
                .select(col("record_id").as("holder_id"), col("entity_id")),
            new String[] {"holder_id"},
            "left")
        .join(
            subjects.select(
                col("record_id").as("subject_id"),
                col("item_id").as("record_item"),
                col("locator"),
                col("properties")),
            new String[] {"subject_id"},
            "left")
        .withColumn("item_id", coalesce(col("record_item"), col("subject_id")))
        .join(
            EntityTexts.items(session).select("item_id", "path", "date"),
            new String[] {"item_id"},
            "left")
        .join(
            session.table(Tables.SENTENCES).select(col("sentence_id"), col("text").as("sentence")),
            new String[] {"sentence_id"},
            "left")
        .select(
            col("entity_id"),
            when(col("described_id").isNotNull(), "described").otherwise(col("subject_kind")),
            col("holder_id"),
            col("path"),
            coalesce(
                col("locator"), concat(lit("characters "), col("begin"), lit("-"), col("end"))),
            coalesce(LinkEvidence.day("properties"), col("date")),
            col("sentence"),
            col("restrictions"),
            col("raw"));
  }

  private static String text(Row row, int at) {
    return row.isNullAt(at) ? "" : row.getString(at);
  }
}
