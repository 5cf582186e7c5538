package org.insight.jobs.landing;

import static org.apache.spark.sql.functions.col;

import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Tells files apart before they are read, so that only those are read that are new. */
public final class NewFiles {

  private static final StructType IDENTIFIED =
      new StructType()
          .add("path", DataTypes.StringType, false)
          .add("location", DataTypes.StringType, false)
          .add("size_bytes", DataTypes.LongType, false)
          .add("item_id", DataTypes.StringType, true)
          .add("content_sha256", DataTypes.StringType, false)
          .add("bare_id", DataTypes.StringType, true)
          .add("unlabelled_id", DataTypes.StringType, true)
          .add("was_item_id", DataTypes.StringType, true);

  private final Inbox inbox;

  public NewFiles(Inbox inbox) {
    this.inbox = inbox;
  }

  /**
   * Says of files by their {@code path}, {@code location}, {@code size_bytes} what they are: {@code
   * item_id}, {@code content_sha256}, {@code bare_id}, as {@link ItemIds#bare}, of those that come
   * with a policy that can be used as {@code unlabelled_id}, as {@link ItemIds#unlabelled}, and as
   * {@code was_item_id} the item that they were said to be. Reads every file through and parses
   * none. Those that are there no more are left out.
   */
  public Dataset<Row> identify(Dataset<Row> files) {
    Inbox here = inbox;
    return files
        .select("path", "location", "size_bytes", "content", "policy", "item_id")
        .mapPartitions(
            (MapPartitionsFunction<Row, Row>) rows -> identified(rows, here),
            Encoders.row(IDENTIFIED))
        .where(col("item_id").isNotNull());
  }

  private static Iterator<Row> identified(Iterator<Row> files, Inbox inbox) {
    FilePolicies policies = inbox.policies();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return files.hasNext();
      }

      @Override
      public Row next() {
        Row row = files.next();
        InboxFile file = InboxFile.of(row, inbox);
        Identified found = ItemReader.identify(file.path(), new ReadOnce(file), policies.of(file));
        return RowFactory.create(
            file.path(),
            file.location(),
            row.<Long>getAs("size_bytes"),
            found.isUnreadable() && file.isGone() ? null : found.itemId(),
            found.contentSha256(),
            ItemIds.bare(file.path(), found.contentSha256()),
            found.policy() instanceof PolicyResult.Found
                ? ItemIds.unlabelled(file.path(), found.contentSha256())
                : null,
            file.itemId());
      }
    };
  }
}
