package org.insight.verify;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;

import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.insight.schemas.TableContract;

/**
 * Ids that follow from what stands beside them, as the contracts say. A row that names another
 * source than the one that it was made of has the right label of the wrong one; its id still tells.
 */
final class Ids {

  private Ids() {}

  /**
   * Whether a row's id is made of its other columns; true where these do not give it. Of mentions
   * and edges as versions of before made it, too, of what is masked: rows keep such ids until they
   * are made anew, and a run that takes others back, or goes back to before, is none the worse.
   */
  static Column hold(TableContract contract) {
    return switch (contract.name().toString()) {
      case "text.pages" -> placed("page_id", "item_id", "page");
      case "text.sentences" -> placed("sentence_id", "document_id", "position");
      case "text.translations" -> placed("translation_id", "sentence_id", "language");
      case "mentions.identifiers" ->
          hashed(
                  "mention_id",
                  "subject_kind",
                  "subject_id",
                  "property",
                  "position",
                  "begin",
                  "kind")
              .or(
                  col("position")
                      .isNull()
                      .and(
                          hashed(
                              "mention_id",
                              "subject_kind",
                              "subject_id",
                              "property",
                              "begin",
                              "kind",
                              "value")));
      case "mentions.times", "mentions.places" ->
          hashed("mention_id", "document_id", "begin", "end");
      case "mentions.described" ->
          hashed("described_id", "document_id", "schema", "mentions[0].begin", "mentions[0].end");
      case "mentions.events" -> hashed("event_id", "document_id", "begin", "end", "kind", "code");
      case "links.edges" ->
          hashed("edge_id", "source_id", "target_id", "evidence[0]")
              .or(hashed("edge_id", "source_id", "target_id", "kind", "value"));
      default -> lit(true);
    };
  }

  private static Column placed(String id, String of, String place) {
    return holds(id, concat(col(of), lit("#"), col(place).cast("string")));
  }

  private static Column hashed(String id, String... parts) {
    Column[] texts = Stream.of(parts).map(p -> expr(p).cast("string")).toArray(Column[]::new);
    return holds(id, hash(texts));
  }

  /** The id that is made of texts. */
  static Column hash(Column... texts) {
    return sha2(concat_ws("\n", texts).cast("binary"), 256);
  }

  private static Column holds(String id, Column due) {
    return coalesce(col(id).equalTo(due), lit(false));
  }
}
