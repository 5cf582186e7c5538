package org.insight.services.ask;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.insight.jobs.landing.mapping.Digits;
import org.insight.services.ask.WrittenNumber.Place;
import org.jspecify.annotations.Nullable;

/**
 * Whose the numbers are. Those that were read are of the record, of the person of the text, or of
 * the document. A telephone number of a text that could not be read without a country was said of
 * nobody: it goes to the person who is named last before it. If the text describes others too, it
 * is as likely theirs.
 */
final class NumberHolders {

  /** A telephone number without the code of a country; what is shorter is of many. */
  private static final Pattern DIALLED =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}+])(?!00)\\(?\\d(?:[ .()/\u00a0-]{0,3}\\d){6,13}(?![\\p{L}\\p{N}])");

  /** That a number is of the person who is named last before it, and not of another. */
  private static final double LAST_NAMED = .5;

  private final Map<String, String> entities;

  /** Entities by document and the place where what is said of them begins. */
  private final Map<String, Map<Integer, String>> said = new HashMap<>();

  /** Persons by document and the place of each name. */
  private final Map<String, TreeMap<Integer, String>> named = new HashMap<>();

  private final Map<String, String> describedBy = new HashMap<>();

  /** Places of numbers that were read, by document. */
  private final Map<String, List<Place>> read = new HashMap<>();

  private final Set<List<String>> ofRecords = new HashSet<>();
  private final List<WrittenNumber> numbers = new ArrayList<>();

  /**
   * @param entities by record
   * @param described described_id, document_id, schema, owner_id, places of mentions and attributes
   */
  NumberHolders(Map<String, String> entities, List<Row> described) {
    this.entities = entities;
    for (Row row : described) {
      String holder = row.isNullAt(3) ? row.getString(0) : row.getString(3);
      String entity = entities.get(holder);
      if (entity == null) {
        continue;
      }
      describedBy.putIfAbsent(row.getString(1) + entity, holder);
      if (!row.isNullAt(5)) {
        for (Integer begin : row.<Integer>getList(5)) {
          said.computeIfAbsent(row.getString(1), id -> new HashMap<>()).put(begin, entity);
        }
      }
      if (row.getString(2).equals("Person") && !row.isNullAt(4)) {
        for (Integer begin : row.<Integer>getList(4)) {
          named.computeIfAbsent(row.getString(1), id -> new TreeMap<>()).put(begin, entity);
        }
      }
    }
  }

  /** Adds a row of mentions.identifiers. */
  void identifier(Row row) {
    String subject = row.getString(1);
    boolean ofRecord = row.getString(0).equals("record");
    String end = entities.get(subject);
    int begin = row.isNullAt(3) ? 0 : row.getInt(3);
    if (!ofRecord) {
      end = said.getOrDefault(subject, Map.of()).getOrDefault(begin, subject);
    } else {
      ofRecords.add(List.of(subject, row.getString(7)));
    }
    if (end == null) {
      return;
    }
    Place place =
        ofRecord
            ? new Place("record", subject, "", "", 0, 0, text(row, 10))
            : ofText(subject, end, text(row, 2), begin, row.getInt(4), text(row, 10));
    if (!ofRecord) {
      read.computeIfAbsent(subject, id -> new ArrayList<>()).add(place);
    }
    String kind = row.getString(5);
    numbers.add(
        new WrittenNumber(
            end,
            kind,
            row.getString(6),
            row.getString(7),
            row.isNullAt(8) ? null : row.getString(8),
            kind.equals("phone") && !row.getBoolean(9),
            1,
            place));
  }

  /** Adds a telephone number of a record, if it was not read; all that were come before. */
  void phone(Row row) {
    String record = row.getString(0);
    String raw = row.getString(1);
    String end = entities.get(record);
    if (end != null
        && !ofRecords.contains(List.of(record, raw))
        && DIALLED.matcher(Digits.western(raw).strip()).matches()) {
      numbers.add(unread(end, raw, 1, new Place("record", record, "", "", 0, 0, text(row, 2))));
    }
  }

  /** Adds the telephone numbers of a sentence that were not read. */
  void sentence(Row row) {
    String document = row.getString(0);
    String text = row.getString(3);
    Matcher m = DIALLED.matcher(Digits.western(text));
    while (m.find()) {
      int begin = row.getInt(2) + m.start();
      int after = row.getInt(2) + m.end();
      if (read.getOrDefault(document, List.of()).stream()
          .noneMatch(place -> place.begin() < after && begin < place.end())) {
        TreeMap<Integer, String> persons = named.getOrDefault(document, new TreeMap<>());
        Map.Entry<Integer, String> last = persons.lowerEntry(begin);
        String end = last == null ? document : last.getValue();
        numbers.add(
            unread(
                end,
                text.substring(m.start(), m.end()),
                last == null || new HashSet<>(persons.values()).size() == 1 ? 1 : LAST_NAMED,
                ofText(document, end, text(row, 1), begin, after, text(row, 4))));
      }
    }
  }

  private static WrittenNumber unread(String end, String raw, double ownership, Place place) {
    return new WrittenNumber(end, "phone", "", raw, null, true, ownership, place);
  }

  private Place ofText(
      String document, String end, String sentence, int begin, int after, String restrictions) {
    @Nullable String described = describedBy.get(document + end);
    return new Place(
        described == null ? "document" : "described",
        described == null ? document : described,
        document,
        sentence,
        begin,
        after,
        restrictions);
  }

  List<WrittenNumber> numbers() {
    return numbers;
  }

  private static String text(Row row, int at) {
    return row.isNullAt(at) ? "" : row.getString(at);
  }
}
