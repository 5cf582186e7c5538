package org.insight.streams;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.SupportsTriggerAvailableNow;
import org.apache.spark.unsafe.types.UTF8String;
import org.insight.jobs.landing.DropFolder;
import org.insight.jobs.landing.DropFolder.DroppedFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that come to a drop folder, in the order of their paths. An offset is how many were
 * given out: what a stream that ended had not landed is in the folder still, and is found again by
 * the next one.
 */
final class DropFolderStream implements MicroBatchStream, SupportsTriggerAvailableNow {

  private static final Logger LOG = LoggerFactory.getLogger(DropFolderStream.class);

  private final String folder;
  private final List<String> linkRoots;
  private final int most;
  private final Configuration hadoop;
  private final int cores;
  private final SeenFiles seen = new SeenFiles();
  private final Deque<DroppedFile> waiting = new ArrayDeque<>();
  private List<DroppedFile> given = List.of();
  private long begin;
  private boolean looks = true;
  private int unreadable;

  DropFolderStream(String folder, List<String> linkRoots, int most) {
    this.folder = folder;
    this.linkRoots = linkRoots;
    this.most = most;
    this.hadoop = SparkSession.active().sparkContext().hadoopConfiguration();
    this.cores = SparkSession.active().sparkContext().defaultParallelism();
  }

  /** How many files were given out. */
  static final class Count extends Offset {

    private final long files;

    Count(long files) {
      this.files = files;
    }

    @Override
    public String json() {
      return Long.toString(files);
    }
  }

  private static long count(Offset offset) {
    return Long.parseLong(offset.json());
  }

  @Override
  public Offset initialOffset() {
    return new Count(0);
  }

  @Override
  public Offset deserializeOffset(String json) {
    return new Count(Long.parseLong(json));
  }

  @Override
  public ReadLimit getDefaultReadLimit() {
    return ReadLimit.maxFiles(most);
  }

  @Override
  public Offset latestOffset() {
    throw new UnsupportedOperationException("asked with a limit");
  }

  @Override
  public void prepareForTriggerAvailableNow() {
    look();
    looks = false;
  }

  @Override
  public Offset latestOffset(Offset start, ReadLimit limit) {
    long from = count(start);
    if (from == begin && !given.isEmpty()) {
      return new Count(from + given.size());
    }
    if (waiting.isEmpty() && looks) {
      look();
    }
    List<DroppedFile> next = new ArrayList<>();
    while (next.size() < most && !waiting.isEmpty()) {
      next.add(waiting.removeFirst());
    }
    given = next;
    begin = from;
    return new Count(from + next.size());
  }

  private void look() {
    seen.begin();
    DropFolder found = DropFolder.list(folder, linkRoots, hadoop, seen::wasThere, seen::isNew);
    seen.end();
    waiting.addAll(found.files());
    if (found.unreadable().size() != unreadable) {
      unreadable = found.unreadable().size();
      LOG.warn("{} of the inbox's files or folders cannot be read", unreadable);
    }
  }

  @Override
  public InputPartition[] planInputPartitions(Offset start, Offset end) {
    if (count(start) != begin || count(end) != begin + given.size() || given.isEmpty()) {
      return new InputPartition[] {};
    }
    int tasks = DropFolder.tasks(given.size(), cores);
    List<List<DroppedFile>> dealt = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      dealt.add(new ArrayList<>());
    }
    for (int i = 0; i < given.size(); i++) {
      dealt.get(i % dealt.size()).add(given.get(i));
    }
    return dealt.stream().map(Part::new).toArray(InputPartition[]::new);
  }

  private record Part(List<DroppedFile> files) implements InputPartition {}

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return part -> new Reader(((Part) part).files().iterator());
  }

  private static final class Reader implements PartitionReader<InternalRow> {

    private final Iterator<DroppedFile> files;

    Reader(Iterator<DroppedFile> files) {
      this.files = files;
    }

    @Override
    public boolean next() {
      return files.hasNext();
    }

    @Override
    public InternalRow get() {
      DroppedFile file = files.next();
      return new GenericInternalRow(
          new Object[] {
            UTF8String.fromString(file.path()),
            UTF8String.fromString(file.location()),
            file.sizeBytes(),
            null,
            null,
            null
          });
    }

    @Override
    public void close() {}
  }

  @Override
  public void commit(Offset end) {}

  @Override
  public void stop() {}
}
