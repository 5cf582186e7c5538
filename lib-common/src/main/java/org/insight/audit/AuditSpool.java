package org.insight.audit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.insight.core.ErrorKind;
import org.insight.core.Failures;
import org.insight.core.InsightException;
import org.insight.core.PrivateFiles;
import org.insight.core.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * The files that take the audit's entries, one JSON object a line, each chained to the one before.
 *
 * <p>{@link #append} returns when the entry is on the disk, and throws otherwise, so that whoever
 * audits before answering answers nothing that is not audited. Writers of any number of processes
 * take turns by a lock that the system lets go of when a process dies. What a killed writer left of
 * a line stays where it is; the next writer puts a line feed and an entry after it that names its
 * hash. Nothing is ever cut or overwritten but the anchor, which holds the chain's head, and an
 * entry that a writer could not finish and told nobody of.
 *
 * <p>A random id in the folder makes a spool the one that a lake has registered, wherever it is
 * moved.
 *
 * <p>A segment is named by the number of its first entry; a full one is left alone, so it can be
 * moved to an archive once its entries are collected.
 */
public final class AuditSpool {

  private static final long SEGMENT_BYTES = 16L << 20;
  private static final int TAIL_BYTES = 1 << 16;
  private static final String SUFFIX = ".jsonl";
  private static final String ID = "spool.id";
  private static final int DIGITS = 19;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(2);

  /** What an entry says where the file with the head was gone, spoilt or set otherwise. */
  static final String NO_ANCHOR = "the anchor was missing";

  /** File locks are the process's; its threads take turns by these. */
  private static final Map<Path, ReentrantLock> TURNS = new ConcurrentHashMap<>();

  private final Path folder;
  private final Path anchor;

  /**
   * @param folder made at the first entry
   * @param anchor file for the head of the chain; better not where the folder is
   */
  public AuditSpool(Path folder, Path anchor) {
    this.folder = folder.toAbsolutePath().normalize();
    this.anchor = anchor.toAbsolutePath().normalize();
  }

  /** What stands in a line. */
  public sealed interface Line {
    /** Segment and line, as people count. */
    String place();
  }

  /** A line that is an entry, whether its hash holds or not. */
  public record EntryLine(String place, ChainedEntry entry) implements Line {}

  /**
   * A line that is none.
   *
   * @param sha256 of its bytes
   * @param last whether nothing, not even a line feed, comes after it
   */
  public record TornLine(String place, int bytes, String sha256, boolean last) implements Line {}

  /**
   * Chains an entry and writes it to the disk.
   *
   * @throws InsightException EXTERNAL where that cannot be done; the caller must do nothing of what
   *     the entry speaks of
   */
  public ChainedEntry append(AuditEntry entry) {
    try {
      return locked(() -> appendInTurn(entry));
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private ChainedEntry appendInTurn(AuditEntry entry) throws IOException {
    List<Path> segments = segments();
    if (segments.isEmpty()) {
      return begin(ahead(Head.START), entry);
    }
    Head last;
    try (FileChannel file = open(segments.get(segments.size() - 1))) {
      last = recover(file, segments);
      if (file.size() < SEGMENT_BYTES) {
        return write(file, ChainedEntry.after(last, entry));
      }
    }
    return begin(last, entry);
  }

  private ChainedEntry begin(Head last, AuditEntry entry) throws IOException {
    try (FileChannel file = open(segment(last.seq() + 1))) {
      return write(file, ChainedEntry.after(last, entry));
    }
  }

  /**
   * What the next entry follows: the anchor, where it names an entry that is not there any more. So
   * entries that were cut off stay missing for every later check, whatever is written after them.
   */
  private Head ahead(Head last) {
    return anchored().filter(anchor -> anchor.seq() >= last.seq()).orElse(last);
  }

  private ChainedEntry write(FileChannel file, ChainedEntry entry) throws IOException {
    long before = file.size();
    ByteBuffer bytes = ByteBuffer.wrap((entry.line() + "\n").getBytes(StandardCharsets.UTF_8));
    try {
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(true);
      keep(Head.of(entry));
    } catch (IOException e) {
      if (anchored().filter(Head.of(entry)::equals).isPresent()) {
        // A folder of the network may say so of a head that is there.
        // Without its entry, which is on the disk by then, one would be missing for good.
        return entry;
      }
      // A full disk, here or where the anchor is: nobody is told of the entry, so what there is of
      // it may go. Whole, it would be there once more with each try to enter the same.
      try {
        file.truncate(before);
      } catch (IOException other) {
        e.addSuppressed(other);
      }
      throw e;
    }
    return entry;
  }

  /** What the next entry follows; a line that a killed writer left is closed and entered first. */
  private Head recover(FileChannel file, List<Path> segments) throws IOException {
    Tail tail = Tail.of(file);
    ChainedEntry entry = tail.entry();
    if (entry == null) {
      entry = last(segments.subList(0, segments.size() - 1));
    }
    boolean anchored = entry == null || anchored().isPresent();
    Head last = ahead(entry == null ? Head.START : Head.of(entry));
    if (!tail.closed()) {
      file.write(ByteBuffer.wrap(new byte[] {'\n'}));
    }
    if (!tail.torn().isEmpty()) {
      last = found(file, last, String.join("; ", tail.torn()));
    }
    return anchored ? last : found(file, last, NO_ANCHOR);
  }

  /** The last whole entry of segments; null where there is none. */
  private static @Nullable ChainedEntry last(List<Path> segments) throws IOException {
    ChainedEntry entry = null;
    for (int i = segments.size() - 1; entry == null && i >= 0; i--) {
      try (FileChannel file = FileChannel.open(segments.get(i), StandardOpenOption.READ)) {
        entry = Tail.of(file).entry();
      }
    }
    return entry;
  }

  private Head found(FileChannel file, Head last, String what) throws IOException {
    AuditEntry found =
        AuditEntry.started(SystemLogin.name(), "insight audit", Act.SPOOL_RECOVERED)
            .ended(Outcome.DONE, what, null);
    return Head.of(write(file, ChainedEntry.after(last, found)));
  }

  /** What a recovering entry says of a line that is none. */
  static String words(int bytes, String sha256) {
    return String.format(Locale.ROOT, "an unfinished line of %d bytes, SHA-256 %s", bytes, sha256);
  }

  /**
   * The end of a segment.
   *
   * @param entry the last whole entry
   * @param torn what is to be said of unfinished lines after it, in their order
   * @param closed whether a line feed is the last byte, or there is no byte
   */
  private record Tail(@Nullable ChainedEntry entry, List<String> torn, boolean closed) {

    static Tail of(FileChannel file) throws IOException {
      long size = file.size();
      for (long length = Math.min(size, TAIL_BYTES); ; length = Math.min(size, length * 8)) {
        byte[] bytes = new byte[Math.toIntExact(length)];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int read = 0;
        while (read >= 0 && buffer.hasRemaining()) {
          read = file.read(buffer, size - length + buffer.position());
        }
        boolean closed = length == 0 || bytes[bytes.length - 1] == '\n';
        List<String> torn = new ArrayList<>();
        int end = closed ? bytes.length - 1 : bytes.length;
        while (end > 0) {
          int start = end;
          while (start > 0 && bytes[start - 1] != '\n') {
            start--;
          }
          if (start == 0 && length < size) {
            break; // The line may begin before what was read.
          }
          byte[] line = Arrays.copyOfRange(bytes, start, end);
          Optional<ChainedEntry> entry =
              ChainedEntry.parse(new String(line, StandardCharsets.UTF_8));
          if (entry.isPresent()) {
            return new Tail(entry.get(), torn, closed);
          }
          torn.add(0, words(line.length, Sha256.hex(line)));
          end = start - 1;
        }
        if (length == size) {
          return new Tail(null, torn, closed);
        }
      }
    }
  }

  /** The head that was kept last; empty where none was, or where it is unreadable. */
  public Optional<Head> anchored() {
    try {
      return Head.parse(Files.readString(anchor));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Refuses a spool that cannot be the one from which an entry was collected: nobody collects from
   * it, and no check looks into it. Segments may have been moved away, and so may the anchor. A
   * copy of the spool is refused once both have gone on and the entries of one are collected. It
   * makes nothing and takes no turn, for a writer at work only adds.
   *
   * @param collected the last entry in the lake
   * @throws InsightException USAGE if the spool has another entry of that number, or if neither the
   *     anchor nor the last entry comes up to it; EXTERNAL if the spool cannot be read
   */
  public void requireReached(Head collected) {
    Head there;
    boolean reached;
    try {
      ChainedEntry entry = entry(collected.seq());
      there = entry == null ? null : Head.of(entry);
      ChainedEntry last = there == null ? last(segments()) : null;
      reached = last != null && last.seq() >= collected.seq();
    } catch (IOException e) {
      throw unwritable(e);
    }
    if (there == null) {
      there =
          anchored()
              .filter(head -> head.seq() >= collected.seq())
              .map(head -> head.seq() > collected.seq() ? collected : head)
              .orElse(reached ? collected : null);
    }
    if (!collected.equals(there)) {
      throw elsewhere("");
    }
  }

  /** The entry of a number; null if its segment is not there or does not hold it. */
  private @Nullable ChainedEntry entry(long seq) throws IOException {
    Path holder = null;
    for (Path segment : segments()) {
      holder = first(segment) <= seq ? segment : holder;
    }
    if (holder == null) {
      return null;
    }
    // As bytes: a line that a killed writer left may end within a character.
    try (Stream<String> lines = Files.lines(holder, StandardCharsets.ISO_8859_1)) {
      return lines
          .filter(line -> line.startsWith("{\"seq\":" + seq + ","))
          .map(
              line ->
                  new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
          .flatMap(line -> ChainedEntry.parse(line).stream())
          .findFirst()
          .orElse(null);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * Refuses a spool that is not the registered one. It makes nothing.
   *
   * @param registered SHA-256 of the registered spool's id
   * @throws InsightException USAGE if this spool has another id or none; EXTERNAL if the id cannot
   *     be read
   */
  public void requireRegistered(String registered) {
    if (!identity().equals(Optional.of(registered))) {
      throw elsewhere("; `insight audit register --reason TEXT` makes this spool the lake's");
    }
  }

  private InsightException elsewhere(String remedy) {
    return new InsightException(
        ErrorKind.USAGE,
        "Cannot audit: the audit of this lake is elsewhere, found "
            + folder
            + " (lake.path, audit.spool)"
            + remedy);
  }

  /**
   * SHA-256 of the spool's id; empty if it has none. The id is random and lies in the folder, so a
   * spool keeps it when the folder moves. Lakes store only the hash: who reads a lake's audit
   * cannot make a second spool with the same id.
   */
  public Optional<String> identity() {
    try {
      String id = Files.readString(folder.resolve(ID)).strip();
      return id.isEmpty() ? Optional.empty() : Optional.of(Sha256.hex(id));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /**
   * Prepares the spool for its registration: gives it an id if it has none, and lets an empty one
   * continue the lake's chain.
   *
   * @param collected the last entry in the lake
   * @return {@link #identity}
   * @throws InsightException USAGE if the spool holds entries of another chain; EXTERNAL if it
   *     cannot be read or written
   */
  public String prepare(Head collected) {
    requireSameChain(collected);
    try {
      return locked(
          () -> {
            if (segments().isEmpty() && anchored().map(Head::seq).orElse(0L) < collected.seq()) {
              keep(collected);
            }
            if (identity().isEmpty()) {
              writeId();
            }
            return identity().orElseThrow();
          });
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private void requireSameChain(Head collected) {
    if (first().isEmpty()) {
      return;
    }
    List<ChainedEntry> next = new ArrayList<>();
    read(
        collected.seq() - 1,
        line -> {
          if (next.isEmpty()
              && line instanceof EntryLine found
              && found.entry().seq() >= collected.seq()) {
            next.add(found.entry());
          }
        });
    // A later entry than the next one proves nothing: the check of the chain names the gap.
    boolean same =
        next.stream()
            .anyMatch(
                entry ->
                    entry.seq() == collected.seq()
                        ? entry.hash().equals(collected.hash())
                        : entry.seq() > collected.seq() + 1
                            || entry.previous().equals(collected.hash()));
    if (!same) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot register the spool: it holds entries of another audit, found "
              + folder
              + "; give an empty folder (audit.spool)");
    }
  }

  private void writeId() throws IOException {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    replace(folder.resolve(ID), HexFormat.of().formatHex(random));
  }

  private void keep(Head head) throws IOException {
    Path parent = anchor.getParent();
    if (parent != null) {
      PrivateFiles.createDirectories(parent);
    }
    replace(anchor, head.toString());
  }

  /** Puts a line in the place of what a file holds, on the disk and at once. */
  private static void replace(Path target, String line) throws IOException {
    Path half = target.resolveSibling(target.getFileName() + ".part");
    try (FileChannel file =
        PrivateFiles.open(
            half,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
      file.force(true);
    }
    Files.move(half, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * The lines as they are now, in order; entries that are written meanwhile are left out.
   *
   * @param after the number of an entry; segments that hold only it and entries before it are
   *     passed over, but lines of the segment that holds it are not
   */
  public void read(long after, Consumer<Line> lines) {
    try {
      if (!Files.isDirectory(folder)) {
        return;
      }
      List<Written> all = new ArrayList<>();
      locked(
          () -> {
            for (Path segment : segments()) {
              all.add(new Written(segment, Files.size(segment)));
            }
            return all;
          });
      for (int i = 0; i < all.size(); i++) {
        if (i + 1 == all.size() || first(all.get(i + 1).segment()) > after + 1) {
          read(all.get(i), lines);
        }
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** A segment, and how much of it is written. */
  private record Written(Path segment, long bytes) {}

  private static void read(Written written, Consumer<Line> lines) throws IOException {
    Path segment = written.segment();
    try (FileChannel file = FileChannel.open(segment, StandardOpenOption.READ);
        InputStream in = new BufferedInputStream(Channels.newInputStream(file))) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      int number = 1;
      for (long at = 0; at < written.bytes(); at++) {
        int b = in.read();
        if (b < 0) {
          break;
        }
        if (b == '\n') {
          lines.accept(line(segment, number++, line.toByteArray(), false));
          line.reset();
        } else {
          line.write(b);
        }
      }
      if (line.size() > 0) {
        lines.accept(line(segment, number, line.toByteArray(), true));
      }
    }
  }

  private static Line line(Path segment, int number, byte[] bytes, boolean last) {
    String place = segment.getFileName() + ", line " + number;
    Optional<ChainedEntry> entry = ChainedEntry.parse(new String(bytes, StandardCharsets.UTF_8));
    return entry.isPresent()
        ? new EntryLine(place, entry.get())
        : new TornLine(place, bytes.length, Sha256.hex(bytes), last);
  }

  /** Number of the first entry that the spool is for; empty where there is no spool. */
  public OptionalLong first() {
    try {
      List<Path> segments = segments();
      return segments.isEmpty() ? OptionalLong.empty() : OptionalLong.of(first(segments.get(0)));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Number of the last whole entry; 0 if there is none. */
  public long last() {
    try {
      ChainedEntry last = last(segments());
      return last == null ? 0 : last.seq();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Entries with a number greater than one's, in the order of the files. */
  public List<ChainedEntry> entriesAfter(long seq) {
    List<ChainedEntry> entries = new ArrayList<>();
    read(
        seq,
        line -> {
          if (line instanceof EntryLine found && found.entry().seq() > seq) {
            entries.add(found.entry());
          }
        });
    return entries;
  }

  /**
   * As {@link #entriesAfter(long)}, some at a time: who may ask may ask often and at length, and
   * what was not collected for long may be more than the memory holds.
   *
   * @param most entries at once
   * @param characters of them at once; an entry that has more comes alone
   */
  public void entriesAfter(
      long seq, int most, long characters, Consumer<List<ChainedEntry>> batches) {
    List<ChainedEntry> batch = new ArrayList<>();
    long[] held = new long[1];
    read(
        seq,
        line -> {
          if (line instanceof EntryLine found && found.entry().seq() > seq) {
            long length = length(found.entry().entry());
            if (!batch.isEmpty() && (batch.size() == most || held[0] + length > characters)) {
              batches.accept(List.copyOf(batch));
              batch.clear();
              held[0] = 0;
            }
            batch.add(found.entry());
            held[0] += length;
          }
        });
    if (!batch.isEmpty()) {
      batches.accept(List.copyOf(batch));
    }
  }

  /** Of what may be long in an entry. */
  private static long length(AuditEntry entry) {
    long length = entry.call().length() + entry.login().length();
    for (String text :
        Arrays.asList(entry.query(), entry.reason(), entry.detail(), entry.reader())) {
      length += text == null ? 0 : text.length();
    }
    for (String text : entry.filters()) {
      length += text.length();
    }
    for (String text : entry.tables()) {
      length += text.length();
    }
    return length;
  }

  private interface Work<T> {
    T run() throws IOException;
  }

  private <T> T locked(Work<T> work) throws IOException {
    if (!Files.isDirectory(folder)) {
      PrivateFiles.createDirectories(folder);
      if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
        // Queries may quote personal data.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      }
    }
    ReentrantLock turn = TURNS.computeIfAbsent(folder, f -> new ReentrantLock());
    turn.lock();
    try (FileChannel channel =
            PrivateFiles.open(
                folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = lock(channel)) {
      return work.run();
    } finally {
      turn.unlock();
    }
  }

  /** Waits, but not for ever: a writer that was stopped in the middle would stop all others. */
  private static FileLock lock(FileChannel channel) throws IOException {
    long start = System.nanoTime();
    while (System.nanoTime() - start < LONGEST_WAIT.toNanos()) {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return lock;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    throw new IOException("another writer holds the spool");
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(p -> String.valueOf(p.getFileName()).matches("[0-9]{19}\\.jsonl"))
          .sorted()
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  private Path segment(long first) {
    return folder.resolve(String.format(Locale.ROOT, "%0" + DIGITS + "d", first) + SUFFIX);
  }

  private static long first(Path segment) {
    return Long.parseLong(String.valueOf(segment.getFileName()).substring(0, DIGITS));
  }

  private static FileChannel open(Path segment) throws IOException {
    FileChannel file =
        PrivateFiles.open(
            segment, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    file.position(file.size());
    return file;
  }

  private InsightException unreadable(IOException e) {
    return new InsightException(
        ErrorKind.EXTERNAL,
        "Cannot read the audit's spool: " + Failures.inWords(e) + ", found " + folder,
        e);
  }

  private InsightException unwritable(IOException e) {
    return new InsightException(
        ErrorKind.EXTERNAL,
        "Cannot audit, so nothing is done: " + Failures.inWords(e) + ", found " + folder,
        e);
  }
}
