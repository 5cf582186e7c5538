package org.insight.jobs.landing;

import java.util.ArrayDeque;
import java.util.Deque;
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
import org.insight.jobs.landing.extract.ReadingLimits;
import org.insight.observe.SlowItems;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files of a batch, with all that they hold, into arrivals. The batch holds only files
 * that are new, each once. Of a file that is another item than it was when that was found out, for
 * its name was used again or it is gone, nothing is taken: whether it is new nobody has looked.
 */
public final class ReceiveItems implements Job {

  private final Inbox inbox;
  private final ReadingLimits limits;
  private final List<String> extraMappings;
  private final @Nullable SlowItems slow;

  /**
   * @param extraMappings texts of mapping files beside those of the platform
   */
  public ReceiveItems(Inbox inbox, ReadingLimits limits, List<String> extraMappings) {
    this(inbox, limits, extraMappings, null);
  }

  private ReceiveItems(
      Inbox inbox, ReadingLimits limits, List<String> extraMappings, @Nullable SlowItems slow) {
    this.inbox = inbox;
    this.limits = limits;
    this.extraMappings = List.copyOf(extraMappings);
    this.slow = slow;
  }

  /** The same job, which tells what took long; the rows that it makes are the same. */
  public ReceiveItems watchedBy(SlowItems items) {
    return new ReceiveItems(inbox, limits, extraMappings, items);
  }

  @Override
  public Set<Read> reads() {
    return Set.of(Read.whole(Inbox.FILES));
  }

  @Override
  public TableName writes() {
    return Tables.ARRIVALS;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    return inputs.table(Inbox.FILES).transform(this::read);
  }

  private Dataset<Row> read(Dataset<Row> files) {
    StructType schema = LandingRows.schema(Tables.ARRIVALS);
    Inbox here = inbox;
    ReadingLimits within = limits;
    List<String> extra = extraMappings;
    SlowItems slowest = slow;
    return files
        .select("path", "location", "size_bytes", "content", "policy", "item_id")
        .mapPartitions(
            (MapPartitionsFunction<Row, Row>)
                rows ->
                    new OneFileAtATime(
                        rows,
                        new ItemReader(within, extra, slowest == null ? item -> {} : slowest::add),
                        here,
                        schema),
            Encoders.row(schema));
  }

  /** Holds the arrivals of one file at most. */
  private static final class OneFileAtATime implements Iterator<Row> {

    private final Iterator<Row> files;
    private final ItemReader reader;
    private final Inbox inbox;
    private final FilePolicies policies;
    private final StructType schema;
    private final Deque<Arrival> ready = new ArrayDeque<>();

    OneFileAtATime(Iterator<Row> files, ItemReader reader, Inbox inbox, StructType schema) {
      this.files = files;
      this.reader = reader;
      this.inbox = inbox;
      this.policies = inbox.policies();
      this.schema = schema;
    }

    @Override
    public boolean hasNext() {
      while (ready.isEmpty() && files.hasNext()) {
        InboxFile file = InboxFile.of(files.next(), inbox);
        List<Arrival> arrivals = reader.read(file.path(), file, policies.of(file));
        if (file.itemId() == null || file.itemId().equals(arrivals.get(0).itemId())) {
          ready.addAll(arrivals);
        }
      }
      return !ready.isEmpty();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return LandingRows.row(ready.removeFirst(), schema);
    }
  }
}
