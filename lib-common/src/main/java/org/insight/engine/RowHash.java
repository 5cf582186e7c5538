package org.insight.engine;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.map_entries;
import static org.apache.spark.sql.functions.to_json;

import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.insight.core.SaltedHash;
import org.insight.schemas.TableContract;

/**
 * A hash of a whole row, by which one row of a key is told from another: rows that differ in
 * anything have different hashes, but for chance (one in 2^64 for two rows). Of use in one process.
 */
final class RowHash {

  /** As fine as Spark's timestamps are; JSON text has milliseconds otherwise. */
  private static final Map<String, String> EXACT =
      Map.of("timestampFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX");

  private RowHash() {}

  /**
   * @return 64-bit hash of all columns of the contract's rows
   */
  static Column of(TableContract contract) {
    // Spark's hash passes over what is null and goes through a nested value piece by piece, without
    // where it ends: [a, b] and [] would be as [a] and [b].
    return SaltedHash.of(
        contract.columns().stream()
            .flatMap(c -> Stream.of(col(c.name()).isNull(), whole(c.name(), c.type())))
            .toArray(Column[]::new));
  }

  private static Column whole(String name, String type) {
    if (type.startsWith("map<")) {
      // A map has no order.
      return to_json(array_sort(map_entries(col(name))), EXACT);
    }
    return type.startsWith("array<") || type.startsWith("struct<")
        ? to_json(col(name), EXACT)
        : col(name);
  }
}
