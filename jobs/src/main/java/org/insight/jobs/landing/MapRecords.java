package org.insight.jobs.landing;

import static org.apache.spark.sql.functions.col;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.insight.engine.Inputs;
import org.insight.engine.Job;
import org.insight.engine.Read;
import org.insight.jobs.landing.mapping.LandedRecord;
import org.insight.jobs.landing.mapping.Mappings;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.jspecify.annotations.Nullable;

/** Makes records of the arrivals that a mapping is for: notices, lists and extracts. */
public final class MapRecords implements Job {

  private final List<String> extraMappings;

  /**
   * @param extraMappings texts of mapping files beside those of the platform, as the arrivals were
   *     received with
   */
  public MapRecords(List<String> extraMappings) {
    this.extraMappings = List.copyOf(extraMappings);
  }

  @Override
  public Set<Read> reads() {
    return Set.of(Read.newRows(Tables.ARRIVALS));
  }

  @Override
  public TableName writes() {
    return Tables.RECORDS;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    return inputs.table(Tables.ARRIVALS).transform(MapRecords::onlyMapped).transform(this::records);
  }

  private static Dataset<Row> onlyMapped(Dataset<Row> arrivals) {
    return arrivals
        .where(col("outcome").equalTo(Outcome.READ.word()).and(col("mapping").isNotNull()))
        .select("item_id", "mapping", "content", "policy_id");
  }

  private Dataset<Row> records(Dataset<Row> arrivals) {
    StructType schema = LandingRows.schema(Tables.RECORDS);
    List<String> extra = extraMappings;
    return arrivals.mapPartitions(
        (MapPartitionsFunction<Row, Row>)
            rows -> new RecordByRecord(rows, new Mappings(extra), schema),
        Encoders.row(schema));
  }

  /** Makes a record when it is asked for; a list of any length costs the memory of its bytes. */
  private static final class RecordByRecord implements Iterator<Row> {

    private final Iterator<Row> arrivals;
    private final Mappings mappings;
    private final StructType schema;
    private @Nullable Row arrival;
    private @Nullable Iterator<LandedRecord> records;

    RecordByRecord(Iterator<Row> arrivals, Mappings mappings, StructType schema) {
      this.arrivals = arrivals;
      this.mappings = mappings;
      this.schema = schema;
    }

    @Override
    public boolean hasNext() {
      while ((records == null || !records.hasNext()) && arrivals.hasNext()) {
        Row next = arrivals.next();
        arrival = next;
        records = mappings.byId(next.getString(1)).records(next.getString(0), next.getAs(2));
      }
      return records != null && records.hasNext();
    }

    @Override
    public Row next() {
      if (!hasNext() || arrival == null || records == null) {
        throw new NoSuchElementException();
      }
      return LandingRows.row(
          records.next(), arrival.getString(0), arrival.getString(1), arrival.getString(3), schema);
    }
  }
}
