package org.insight.flow;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.access.Access;
import org.insight.access.ReaderSession;
import org.insight.core.ErrorKind;
import org.insight.core.Failures;
import org.insight.core.InsightException;
import org.insight.engine.PublishedRun;
import org.insight.lake.Lake;
import org.insight.schemas.TableName;
import org.insight.services.Served;

/**
 * Asks a lake the same question again and again, as a reader, while runs go on, and keeps what it
 * was told. The question joins what one run has to write together: counts of all stages at once.
 */
final class WatchingReader implements AutoCloseable {

  /** What is told of a lake that has no published run: nobody is enrolled yet. */
  static final String NOTHING = "nothing";

  /** Without it the questions would take one core from the runs that they watch. */
  private static final long BETWEEN_QUESTIONS_MS = 1_000;

  private static final String READER = "control";
  private static final String PURPOSE = "crime-analysis";

  private static final String QUESTION =
      """
      SELECT (SELECT count(*) FROM landing.items) AS items,
        (SELECT count(*) FROM text.documents) AS documents,
        (SELECT count(*) FROM mentions.identifiers) AS identifiers,
        (SELECT count(*) FROM resolution.memberships) AS memberships,
        (SELECT count(*) FROM links.edges) AS edges,
        (SELECT count(*) FROM curated.persons) AS persons,
        (SELECT sum(documents) FROM curated.trends_monthly) AS counted
      """;

  private final Supplier<Lake> lake;
  private final List<String> told = new ArrayList<>();
  private final Thread thread = new Thread(this::watch, "watching reader");
  private volatile boolean ended;

  private WatchingReader(Supplier<Lake> lake) {
    this.lake = lake;
  }

  /** Begins to ask the lake in a folder, which need not be there yet. */
  static WatchingReader of(Path folder) {
    return of(() -> LakeComparison.open(folder));
  }

  /** Begins to ask a lake, which is opened for each question. */
  static WatchingReader of(Supplier<Lake> lake) {
    WatchingReader reader = new WatchingReader(lake);
    reader.thread.start();
    return reader;
  }

  /** What it was told, in this order; the same answer twice in a row counts once. */
  List<String> told() {
    synchronized (told) {
      return List.copyOf(told);
    }
  }

  /** What the reader would be told of the tables as a run published them. */
  static String of(Lake lake, PublishedRun run) {
    Function<TableName, Dataset<Row>> tables =
        table -> {
          Long snapshot = run.snapshots().get(table);
          return snapshot == null ? lake.read(table) : lake.readAt(table, snapshot);
        };
    return answer(
        ReaderSession.open(
            lake.spark(),
            lake.contracts(),
            tables,
            new Access("login", READER, PURPOSE, "a test of runs"),
            LocalDate.now(ZoneOffset.UTC)));
  }

  private void watch() {
    while (!ended) {
      String answer = ask();
      synchronized (told) {
        if (!answer.isEmpty() && (told.isEmpty() || !told.get(told.size() - 1).equals(answer))) {
          told.add(answer);
        }
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(BETWEEN_QUESTIONS_MS));
    }
  }

  /** Empty where the lake could not be asked at all, which tells nothing of its state. */
  private String ask() {
    try {
      return answer(Served.door(lake.get(), READER, PURPOSE, LocalDate.now(ZoneOffset.UTC)));
    } catch (RuntimeException e) {
      InsightException known = Failures.of(e);
      // The first where it was published between two looks of the door.
      if (known.getMessage().contains("no such reader")
          || known.getMessage().contains("no run is published yet")) {
        return NOTHING;
      }
      return known.kind() == ErrorKind.EXTERNAL || known.kind() == ErrorKind.INPUT
          ? ""
          : String.valueOf(e);
    }
  }

  private static String answer(ReaderSession session) {
    return session.sql(QUESTION).toJSON().first();
  }

  @Override
  public void close() {
    ended = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
