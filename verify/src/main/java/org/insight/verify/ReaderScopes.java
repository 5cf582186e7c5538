package org.insight.verify;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.policy.Purpose;
import org.insight.policy.ReaderRole;
import org.insight.policy.Scope;
import org.insight.schemas.TableContract;

/** A reader's scope is the id of the reader's rights, so that two of one scope have the same. */
final class ReaderScopes implements Check {

  @Override
  public Tally check(Sources sources, TableContract contract, int examples) {
    List<String> wrong = new ArrayList<>();
    List<Row> readers = readers(sources.rows(contract.name())).collectAsList();
    for (Row reader : readers) {
      if (!scope(reader).id().equals(reader.getString(1))) {
        wrong.add("reader=" + reader.getString(0));
      }
    }
    return new Tally(readers.size(), new TreeMap<>(), List.of())
        .with(MismatchReason.ID, wrong.size(), wrong, examples);
  }

  /** The scopes of all readers, by the id that their rights have. */
  static Map<String, Scope> scopes(Dataset<Row> readers) {
    Map<String, Scope> scopes = new TreeMap<>();
    for (Row reader : readers(readers).collectAsList()) {
      Scope scope = scope(reader);
      scopes.put(scope.id(), scope);
    }
    return scopes;
  }

  private static Dataset<Row> readers(Dataset<Row> readers) {
    return readers.select(
        col("reader"),
        col("scope"),
        col("country"),
        col("body"),
        col("clearance"),
        col("purposes"),
        col("role"));
  }

  private static Scope scope(Row reader) {
    return new Scope(
        reader.getString(2),
        reader.getString(3),
        reader.getInt(4),
        Purpose.parseAll(reader.getList(5)),
        reader.getString(6).equals(ReaderRole.CONTROL.code()));
  }
}
