package org.insight.jobs.resolution;

import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The rows of a labelled table that a reader sees. */
public final class SeenRows {

  private SeenRows() {}

  public static List<Row> of(Dataset<Row> rows, Set<String> view) {
    return rows.collectAsList().stream()
        .filter(
            row -> {
              Row label = row.getAs("label");
              return view.containsAll(label.<String>getList(0))
                  && label.<String>getList(1).stream().noneMatch(view::contains);
            })
        .toList();
  }
}
