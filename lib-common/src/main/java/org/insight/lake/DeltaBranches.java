package org.insight.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.insight.core.ErrorKind;
import org.insight.core.Failures;
import org.insight.core.InsightException;
import org.insight.schemas.IcebergDdl;
import org.insight.schemas.TableName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Branches of Delta tables, which have none of their own: for each table the version that readers
 * see, and the one that a run has staged. All of a lake's are one small JSON file, and a change is
 * the next file of a log, written as Delta writes its own commits: where two write the same one,
 * one succeeds. So the branches of all tables move together, whatever they are stored on.
 */
final class DeltaBranches {

  private static final Logger LOG = LoggerFactory.getLogger(DeltaBranches.class);

  /** Folder of the log, in the warehouse. */
  static final String FOLDER = "_insight_branches";

  private static final String SUFFIX = ".json";

  /** Older files of the log are removed. */
  private static final int KEPT = 100;

  private static final int TRIES = 100;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * The branches at one moment.
   *
   * @param lakeVersion of the layout
   * @param tables snapshot by branch, by table
   */
  record State(int lakeVersion, SortedMap<String, SortedMap<String, Long>> tables) {

    static final State EMPTY = new State(IcebergDdl.LAKE_VERSION, new TreeMap<>());

    /** Of a table; null where the lake has none of that name. */
    @Nullable Map<String, Long> of(TableName table) {
      return tables.get(table.toString());
    }

    /** With a branch at a snapshot, or without it where that is null. */
    State with(TableName table, String branch, @Nullable Long snapshot) {
      SortedMap<String, SortedMap<String, Long>> all = new TreeMap<>(tables);
      SortedMap<String, Long> branches =
          new TreeMap<>(all.getOrDefault(table.toString(), new TreeMap<>()));
      if (snapshot == null) {
        branches.remove(branch);
      } else {
        branches.put(branch, snapshot);
      }
      all.put(table.toString(), branches);
      return new State(lakeVersion, all);
    }
  }

  /** A state and the number of its file; -1 of none. */
  private record Numbered(long number, State state) {}

  private final DeltaLogFiles files;
  private final Path folder;
  private final Configuration hadoop;
  private Numbered last = new Numbered(-1, State.EMPTY);

  DeltaBranches(DeltaLogFiles files, Path warehouse, Configuration hadoop) {
    this.files = files;
    this.folder = new Path(warehouse, FOLDER);
    this.hadoop = hadoop;
  }

  /** The branches as of now. */
  State now() {
    return newest().state();
  }

  /**
   * Changes the branches, all at once.
   *
   * @param change says what they are to be, in view of what they are; null: they stay
   * @return whether they changed
   * @throws InsightException EXTERNAL where others come before again and again
   */
  boolean change(Function<State, @Nullable State> change) {
    for (int tried = 0; tried < TRIES; tried++) {
      Numbered seen = newest();
      State next = change.apply(seen.state());
      if (next == null) {
        return false;
      }
      if (written(new Numbered(seen.number() + 1, next))) {
        return true;
      }
    }
    throw new InsightException(
        ErrorKind.EXTERNAL,
        "Cannot move the tables' branches: others do all the time; run it again");
  }

  private synchronized Numbered newest() {
    try {
      long number = -1;
      for (Path path : files.from(file(Math.max(0, last.number())))) {
        if (path.getName().endsWith(SUFFIX) && !path.getName().startsWith(".")) {
          number = Math.max(number, number(path));
        }
      }
      if (number > last.number()) {
        last = new Numbered(number, read(file(number)));
      }
      return last;
    } catch (FileNotFoundException e) {
      // Nothing has been made yet.
      return last;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private State read(Path path) throws IOException {
    return JSON.readValue(String.join("\n", files.read(path)), State.class);
  }

  private boolean written(Numbered next) {
    try {
      FileSystem system = folder.getFileSystem(hadoop);
      files.write(file(next.number()), List.of(JSON.writeValueAsString(next.state())));
      if (next.number() > 0 && !system.exists(file(next.number() - 1))) {
        // So late that others have moved on far, and cleared away what this one follows.
        system.delete(file(next.number()), false);
        return false;
      }
      if (next.number() >= KEPT) {
        clear(system, file(next.number() - KEPT));
      }
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was written counts, though a file of before stays. */
  private static void clear(FileSystem system, Path file) {
    try {
      system.delete(file, false);
    } catch (IOException e) {
      LOG.warn("A file of branches of before stays: {}", Failures.why(e));
    }
  }

  private Path file(long number) {
    return new Path(folder, String.format(Locale.ROOT, "%020d%s", number, SUFFIX));
  }

  private static long number(Path path) {
    return Long.parseLong(path.getName().substring(0, path.getName().length() - SUFFIX.length()));
  }
}
