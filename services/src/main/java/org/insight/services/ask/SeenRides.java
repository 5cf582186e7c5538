package org.insight.services.ask;

import static org.apache.spark.sql.functions.col;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.access.ReaderSession;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.findings.Ride;
import org.insight.findings.Ride.Kind;
import org.insight.schemas.Tables;
import org.insight.services.ask.FoundFinding.FoundRide;

/** The journeys that a reader sees records of, of the persons whose records they are. */
final class SeenRides {

  /** Most records of journeys that groups are searched in. */
  static final int MOST = 2_000_000;

  private final List<Ride> rides = new ArrayList<>();
  private final Map<String, Row> rows = new HashMap<>();

  /**
   * Reads them.
   *
   * @param note is told how many have no day, and that a reader sees none of it
   */
  SeenRides(ReaderSession session, Consumer<String> note) {
    if (!session.isShownIdentifiers()) {
      note.accept("Days and bookings of journeys are shown from clearance 1: no travel groups.");
      return;
    }
    Dataset<Row> journeys =
        session
            .table(Tables.RECORDS)
            .where(col("schema").equalTo("Person"))
            .select(
                col("record_id"),
                col("item_id"),
                col("locator"),
                col("restrictions"),
                SeenTransfers.property("travelledOn").as("day"),
                SeenTransfers.property("carrier").as("carrier"),
                SeenTransfers.property("fromPlace").as("from"),
                SeenTransfers.property("toPlace").as("to"),
                SeenTransfers.property("bookingReference").as("booking"))
            .where(
                col("carrier")
                    .isNotNull()
                    .or(col("booking").isNotNull())
                    .and(col("day").isNotNull().or(col("booking").isNotNull())));
    List<Row> found =
        journeys
            .join(session.table(Tables.MEMBERSHIPS).select("record_id", "entity_id"), "record_id")
            .join(
                session.table(Tables.ITEMS).select("item_id", "path"),
                new String[] {"item_id"},
                "left")
            .select(
                "record_id",
                "entity_id",
                "day",
                "carrier",
                "from",
                "to",
                "booking",
                "path",
                "locator",
                "restrictions")
            .limit(MOST + 1)
            .collectAsList();
    if (found.size() > MOST) {
      throw new InsightException(
          ErrorKind.INPUT, "Cannot find travel groups: more than " + MOST + " records of journeys");
    }
    int left = 0;
    for (Row row : found) {
      try {
        add(row, LocalDate.parse(day(row)).toEpochDay());
      } catch (DateTimeException e) {
        left++;
      }
    }
    if (left > 0) {
      note.accept(left + " records of journeys without a day are in no travel group.");
    }
  }

  /** One of a carrier between places is a departure, whether it is booked or not. */
  private void add(Row row, long day) {
    String id = row.getString(0);
    String person = row.getString(1);
    String route = String.join("\n", key(row, 3), key(row, 4), key(row, 5));
    if (!key(row, 3).isEmpty() && !(key(row, 4) + key(row, 5)).isEmpty()) {
      rides.add(new Ride(id, person, Kind.DEPARTURE, route + "\n" + day, route, day));
    }
    if (!key(row, 6).isEmpty()) {
      rides.add(new Ride(id, person, Kind.BOOKING, key(row, 6), "", day));
    }
    rows.put(id, row);
  }

  private static String day(Row row) {
    return text(row, 2).substring(0, Math.min(10, text(row, 2).length()));
  }

  private static String key(Row row, int at) {
    return text(row, at).strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
  }

  List<Ride> all() {
    return rides;
  }

  /**
   * Shows one.
   *
   * @param recordId of {@link #all}
   */
  FoundRide shown(String recordId) {
    Row row = rows.get(recordId);
    if (row == null) {
      throw new IllegalStateException("no such journey");
    }
    return new FoundRide(
        recordId,
        row.getString(1),
        day(row),
        text(row, 3),
        text(row, 4),
        text(row, 5),
        text(row, 6),
        text(row, 7),
        text(row, 8),
        text(row, 9));
  }

  private static String text(Row row, int at) {
    return row.isNullAt(at) ? "" : row.getString(at);
  }
}
