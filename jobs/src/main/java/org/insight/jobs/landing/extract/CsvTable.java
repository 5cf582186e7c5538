package org.insight.jobs.landing.extract;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.jspecify.annotations.Nullable;

/**
 * A sheet or a table of a database as CSV (RFC 4180, UTF-8), for the mappings and readers that CSV
 * has. Blank rows are left out, and rows are as wide as the first one, but for cells that have a
 * value. It grows to one item's size at most.
 */
final class CsvTable {

  private static final Pattern SLASH = Pattern.compile("[/\\\\]");
  private static final CSVFormat FORMAT = CSVFormat.RFC4180;

  private final String name;
  private final long maxBytes;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int width;
  private boolean tooLarge;
  private int rows;

  /**
   * @param name of the sheet or table
   */
  CsvTable(String name, Budget budget) {
    this.name = SLASH.matcher(name).replaceAll("_") + ".csv";
    this.maxBytes = budget.limits().maxBytes();
  }

  /**
   * Adds a row.
   *
   * @param cells null for no value
   * @return whether there is room for more
   */
  boolean row(List<? extends @Nullable String> cells) {
    if (Thread.currentThread().isInterrupted()) {
      throw new Refusal(Reason.TIMEOUT, "It takes longer to unpack than is allowed");
    }
    int last = cells.size();
    while (last > 0 && blank(cells.get(last - 1))) {
      last--;
    }
    if (tooLarge || last == 0) {
      return !tooLarge;
    }
    long characters = cells.stream().mapToLong(cell -> cell == null ? 0 : cell.length()).sum();
    if (bytes.size() + characters > maxBytes) {
      // Cells may share one long text: their row is not to be put together.
      tooLarge = true;
      return false;
    }
    width = rows == 0 ? last : width;
    Object[] filled = Arrays.copyOf(cells.subList(0, last).toArray(), Math.max(width, last));
    StringBuilder line = new StringBuilder();
    try {
      FORMAT.printRecord(line, filled);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] more = line.toString().getBytes(StandardCharsets.UTF_8);
    tooLarge = bytes.size() + (long) more.length > maxBytes;
    if (!tooLarge) {
      bytes.write(more, 0, more.length);
      rows++;
    }
    return !tooLarge;
  }

  private static boolean blank(@Nullable String cell) {
    return cell == null || cell.isBlank();
  }

  String name() {
    return name;
  }

  int rows() {
    return rows;
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  /** It as a member of the file that it stands in. */
  Member member(Budget.Container container, Budget budget) {
    if (tooLarge) {
      container.count();
      return Member.refused(name, bytes.size(), budget.tooLarge());
    }
    try {
      return container.read(name, new ByteArrayInputStream(bytes.toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
