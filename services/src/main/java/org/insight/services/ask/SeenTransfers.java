package org.insight.services.ask;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.access.ReaderSession;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.findings.Transfer;
import org.insight.schemas.Tables;
import org.insight.services.ask.FoundFinding.FoundTransfer;

/** The payments that a reader sees, between the entities of their accounts. */
final class SeenTransfers {

  /** Most payments that patterns are searched in. */
  static final int MOST = 2_000_000;

  private static final Pattern AMOUNT = Pattern.compile("[+-]?\\d+([.,]\\d+)?");

  private final List<Transfer> transfers = new ArrayList<>();
  private final Map<String, Row> rows = new HashMap<>();

  /**
   * Reads them.
   *
   * @param note is told how many have no amount or no day, and that a reader sees none of it
   */
  SeenTransfers(ReaderSession session, Consumer<String> note) {
    if (!session.isShownIdentifiers()) {
      note.accept(
          "Amounts and days of transfers are shown from clearance 1: no patterns of money.");
      return;
    }
    Dataset<Row> payments =
        session
            .table(Tables.RECORDS)
            .where(col("schema").equalTo("Payment"))
            .select(
                col("record_id"),
                col("item_id"),
                col("locator"),
                col("restrictions"),
                property("payerAccount").as("payer"),
                property("beneficiaryAccount").as("beneficiary"),
                property("amount").as("amount"),
                property("date").as("day"),
                property("transactionNumber").as("reference"))
            .where(col("payer").isNotNull().and(col("beneficiary").isNotNull()));
    Dataset<Row> accounts = session.table(Tables.MEMBERSHIPS).select("record_id", "entity_id");
    List<Row> found =
        payments
            .join(accounts.toDF("payer", "from_id"), "payer")
            .join(accounts.toDF("beneficiary", "to_id"), "beneficiary")
            .join(
                session.table(Tables.ITEMS).select("item_id", "path"),
                new String[] {"item_id"},
                "left")
            .select(
                "record_id",
                "from_id",
                "to_id",
                "amount",
                "day",
                "path",
                "locator",
                "restrictions",
                "reference")
            .limit(MOST + 1)
            .collectAsList();
    if (found.size() > MOST) {
      throw new InsightException(
          ErrorKind.INPUT, "Cannot find patterns of money: more than " + MOST + " payments");
    }
    int left = 0;
    for (Row row : found) {
      try {
        Transfer transfer =
            new Transfer(
                row.getString(0),
                row.getString(1),
                row.getString(2),
                amount(row.isNullAt(3) ? "" : row.getString(3)),
                LocalDate.parse(row.isNullAt(4) ? "" : row.getString(4)).toEpochDay());
        transfers.add(transfer);
        rows.put(transfer.id(), row);
      } catch (NumberFormatException | DateTimeException e) {
        left++;
      }
    }
    if (left > 0) {
      note.accept(left + " payments without an amount or a day are in no pattern of money.");
    }
  }

  /** The first value of a property of a record. */
  static Column property(String name) {
    return element_at(col("properties").getItem(name), 1);
  }

  /**
   * An amount without its sign.
   *
   * @throws NumberFormatException if it is none
   */
  static double amount(String written) {
    String bare = written.strip();
    if (!AMOUNT.matcher(bare).matches()) {
      throw new NumberFormatException("no amount");
    }
    return Math.abs(Double.parseDouble(bare.replace(',', '.')));
  }

  List<Transfer> all() {
    return transfers;
  }

  /**
   * Shows one.
   *
   * @param recordId of {@link #all}
   */
  FoundTransfer shown(String recordId) {
    Row row = rows.get(recordId);
    if (row == null) {
      throw new IllegalStateException("no such transfer");
    }
    return new FoundTransfer(
        recordId,
        text(row, 8),
        row.getString(1),
        row.getString(2),
        amount(text(row, 3)),
        text(row, 4),
        text(row, 5),
        text(row, 6),
        text(row, 7));
  }

  private static String text(Row row, int at) {
    return row.isNullAt(at) ? "" : row.getString(at);
  }
}
