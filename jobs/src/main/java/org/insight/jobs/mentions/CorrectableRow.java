package org.insight.jobs.mentions;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.OneLine;
import org.insight.jobs.governance.CorrectionVerdict;
import org.insight.jobs.mentions.described.CorrectedPersons;
import org.insight.jobs.mentions.events.EventKind;
import org.insight.jobs.mentions.events.EventStatus;
import org.insight.jobs.mentions.events.Taxonomy;
import org.insight.jobs.mentions.places.CorrectedPlaces;
import org.insight.jobs.mentions.times.CorrectedTimes;
import org.insight.jobs.mentions.times.TimeRole;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.jspecify.annotations.Nullable;

/** A row of mentions or translations that a reader corrects. */
public final class CorrectableRow {

  private static final int LONGEST = 500;

  /** As a sentence that is translated. */
  private static final int LONGEST_TRANSLATION = 4_000;

  private static final String TRANSLATED = "translation";

  /** Normal forms of values, by property. */
  private static final Map<String, String> FORMS =
      Map.ofEntries(
          Map.entry("birthDate", "\\d{4}(-\\d{2}(-\\d{2})?)?"),
          Map.entry("nationality", "[A-Za-z]{2}"),
          Map.entry("gender", "male|female"),
          Map.entry("birthPlace", ".+"),
          Map.entry("residence", ".+"),
          Map.entry("address", ".+"),
          Map.entry("alias", ".+"),
          Map.entry("passportNumber", "[A-Z0-9]+"),
          Map.entry("idNumber", "[A-Z0-9]+"),
          Map.entry("phone", "\\+\\d{6,15}"),
          Map.entry("email", "[^@\\s]+@[^@\\s]+"),
          Map.entry("iban", "[A-Z]{2}\\d{2}[A-Z0-9]+"),
          Map.entry("bookingReference", "[A-Z0-9]+"),
          Map.entry("registrationNumber", ".+"),
          Map.entry("vin", "[A-Z0-9]{17}"),
          Map.entry("imei", "\\d{15}"));

  /** Tables that readers correct. */
  public enum Table {
    NAME(Tables.NAMES, "mention_id", List.of("kind", "key", "name")),
    TIME(Tables.TIMES, "mention_id", List.of("value", "role")),
    PLACE(Tables.PLACES, "mention_id", List.of("key", "role")),
    PERSON(Tables.DESCRIBED, "described_id", List.of()),
    EVENT(Tables.EVENTS, "event_id", List.of("kind", "code", "status", "amount", "unit")),
    TRANSLATION(Tables.TRANSLATIONS, "translation_id", List.of(TRANSLATED)) {
      @Override
      public Dataset<Row> rows(Function<TableName, Dataset<Row>> tables) {
        return super.rows(tables)
            .withColumnRenamed("text", TRANSLATED)
            .join(
                tables.apply(Tables.SENTENCES).select("sentence_id", "begin", "end", "text"),
                "sentence_id");
      }
    };

    private final TableName of;
    private final String id;
    private final List<String> fields;

    Table(TableName of, String id, List<String> fields) {
      this.of = of;
      this.id = id;
      this.fields = fields;
    }

    /**
     * The rows that can be corrected: of all but persons with {@code begin}, {@code end} and {@code
     * text}, the words in their document.
     *
     * @param tables that a reader sees
     */
    public Dataset<Row> rows(Function<TableName, Dataset<Row>> tables) {
      return tables.apply(of);
    }

    /** The column of the rows' ids. */
    public String id() {
      return id;
    }

    /** The word in the columns {@code kind} of corrections. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What a correction says of a row, as governance.correction_acts has it.
   *
   * @param fields what is right; of a rejection, what is not
   */
  public record Correctable(
      String documentId,
      String kind,
      int begin,
      int end,
      String text,
      @Nullable String property,
      @Nullable String was,
      @Nullable Integer valueBegin,
      @Nullable Integer valueEnd,
      Map<String, String> fields) {}

  private final Table table;
  private final Row row;

  /**
   * @param row of {@link Table#rows}
   */
  public CorrectableRow(Table table, Row row) {
    this.table = table;
    this.row = row;
  }

  /**
   * What a correction says.
   *
   * @param given values by column; of a person one value by property
   * @param insteadOf of a person, which value of the property is meant; null: the only one
   * @throws InsightException USAGE if the row has no such field, or the value is none of its kind
   */
  public Correctable corrected(
      CorrectionVerdict verdict, Map<String, String> given, @Nullable String insteadOf) {
    int longest = table == Table.TRANSLATION ? LONGEST_TRANSLATION : LONGEST;
    for (String value : given.values()) {
      if (value.isBlank() || value.length() > longest || !OneLine.of(value).equals(value)) {
        throw refused("a value is one line of at most " + longest + " characters", value);
      }
    }
    if (table == Table.PERSON) {
      return person(verdict, given, insteadOf);
    }
    if (insteadOf != null) {
      throw refused("only values of described persons are told apart by the old one", insteadOf);
    }
    if (given.isEmpty() == (verdict == CorrectionVerdict.CORRECT)) {
      throw refused(
          "fields are given with the verdict correct, and with it alone",
          String.join(", ", given.keySet()));
    }
    Map<String, String> fields = new TreeMap<>();
    for (String field : table.fields) {
      Object value = row.getAs(field);
      if (value != null) {
        fields.put(
            field,
            value instanceof Double amount
                ? BigDecimal.valueOf(amount).toPlainString()
                : value.toString());
      }
    }
    given.forEach(
        (field, value) -> {
          require(fields, field, value);
          fields.put(field, value);
        });
    if (fields.isEmpty()) {
      throw refused("there is nothing to confirm or reject", table.code());
    }
    return new Correctable(
        row.getAs(DocumentJob.ID),
        table.code(),
        row.<Integer>getAs("begin"),
        row.<Integer>getAs("end"),
        row.getAs("text"),
        table == Table.TRANSLATION ? row.getAs("language") : null,
        null,
        null,
        null,
        fields);
  }

  private void require(Map<String, String> now, String field, String value) {
    boolean right =
        switch (table.code() + "." + field) {
          case "name.kind" ->
              NamedEntities.KINDS.contains(now.get("kind")) && NamedEntities.KINDS.contains(value);
          case "name.name" -> NamedEntities.KINDS.contains(now.get("kind"));
          case "time.value" -> CorrectedTimes.isValue(value);
          case "time.role" -> isOf(TimeRole.values(), value);
          case "place.key" -> CorrectedPlaces.isPlace(value);
          case "place.role" -> isOf(org.insight.jobs.mentions.places.Role.values(), value);
          case "translation.translation" -> true;
          case "event.status" -> isOf(EventStatus.values(), value);
          case "event.code" ->
              Taxonomy.codes(
                      EventKind.valueOf(now.getOrDefault("kind", "").toUpperCase(Locale.ROOT)))
                  .contains(value);
          default ->
              throw refused("a " + table.code() + " has no field that can be corrected so", field);
        };
    if (!right) {
      throw refused("no value of " + field + " of a " + table.code(), value);
    }
  }

  private Correctable person(
      CorrectionVerdict verdict, Map<String, String> given, @Nullable String insteadOf) {
    if (given.size() != 1) {
      throw refused(
          "of a described person one property is given, as birthDate=1980-02-03",
          String.join(", ", given.keySet()));
    }
    Map.Entry<String, String> one = given.entrySet().iterator().next();
    String property = one.getKey();
    String value = one.getValue();
    requireProperty(property, value);
    Row first = DocumentJob.list(row, row.fieldIndex("mentions")).get(0);
    boolean role = property.equals(CorrectedPersons.ROLE);
    if (!role && row.isNullAt(row.fieldIndex("attributes"))) {
      throw refused("the reader may not see the values of persons", property);
    }
    List<Row> read =
        role
            ? List.of()
            : DocumentJob.list(row, row.fieldIndex("attributes")).stream()
                .filter(a -> a.getString(0).equals(property))
                .toList();
    String meant =
        verdict == CorrectionVerdict.CORRECT
            ? insteadOf != null ? insteadOf : read.size() == 1 ? read.get(0).getString(1) : null
            : value;
    if (verdict == CorrectionVerdict.CORRECT && insteadOf == null && read.size() > 1) {
      throw refused(
          "--instead-of says which of several values is wrong; they are "
              + read.stream()
                  .map(a -> OneLine.of(a.getString(1)))
                  .collect(Collectors.joining(", ")),
          property);
    }
    List<Row> there = read.stream().filter(a -> a.getString(1).equals(meant)).toList();
    String roleThen = row.getAs("role");
    boolean known =
        role ? verdict == CorrectionVerdict.CORRECT || roleThen.equals(value) : !there.isEmpty();
    if (!known && (verdict != CorrectionVerdict.CORRECT || insteadOf != null)) {
      throw refused("the document does not say so of this person", property + "=" + meant);
    }
    return new Correctable(
        row.getAs(DocumentJob.ID),
        table.code(),
        first.getInt(0),
        first.getInt(1),
        first.getString(3),
        property,
        role ? roleThen : there.isEmpty() ? null : meant,
        there.isEmpty() ? null : there.get(0).getInt(2),
        there.isEmpty() ? null : there.get(0).getInt(3),
        given);
  }

  private static void requireProperty(String property, String value) {
    if (property.equals(CorrectedPersons.ROLE)) {
      if (!isOf(org.insight.jobs.mentions.described.Role.values(), value)) {
        throw refused("no role of a person", value);
      }
      return;
    }
    String form = FORMS.get(property);
    if (form == null) {
      throw refused("a described person has no such property", property);
    }
    if (!value.matches(form)) {
      throw refused("no normal form of " + property, value);
    }
  }

  private static boolean isOf(Enum<?>[] known, String word) {
    return Stream.of(known).anyMatch(one -> DocumentJob.code(one).equals(word));
  }

  private static InsightException refused(String why, String found) {
    return new InsightException(
        ErrorKind.USAGE, "Cannot correct: " + why + "; found " + OneLine.shown(found));
  }
}
