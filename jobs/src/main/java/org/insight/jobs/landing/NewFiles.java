package org.insight.jobs.landing;

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
          .add("item_id", DataTypes.StringType, false);

  private final Inbox inbox;

  public NewFiles(Inbox inbox) {
    this.inbox = inbox;
  }

  /**
   * Adds {@code item_id} to {@code path}, {@code location}, {@code size_bytes}; reads every file
   * through and parses none.
   */
  public Dataset<Row> identify(Dataset<Row> files) {
    Inbox here = inbox;
    return files
        .select("path", "location", "size_bytes")
        .mapPartitions(
            (MapPartitionsFunction<Row, Row>) rows -> identified(rows, here.policies()),
            Encoders.row(IDENTIFIED));
  }

  private static Iterator<Row> identified(Iterator<Row> files, PolicyFinder policies) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return files.hasNext();
      }

      @Override
      public Row next() {
        Row file = files.next();
        String location = file.getString(1);
        Identified found =
            ItemReader.identify(
                file.getString(0), new ReadOnce(() -> Inbox.open(location)), policies);
        return RowFactory.create(file.getString(0), location, file.getLong(2), found.itemId());
      }
    };
  }
}
