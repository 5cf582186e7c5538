package org.insight.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.jspecify.annotations.Nullable;

/**
 * The commits of one Delta table as its log has them. Each version is a {@link Snapshot}; what our
 * writes say of themselves is JSON in the commit's {@code userMetadata}. The log is linear: a write
 * that goes on from an earlier version first puts that one back, and such a commit has the rows of
 * the version that it names as its parent.
 */
final class DeltaCommits {

  /** Key of the version that a commit goes on from, where that is not the one before it. */
  static final String PARENT = "insight.parent";

  /** Writers that know less do not keep the rows that were taken out. */
  private static final int WRITER_OF_CHANGE_DATA = 4;

  /** Versions whose files are held. */
  private static final int HELD = 4;

  private static final Pattern COMMIT = Pattern.compile("\\d{20}\\.json");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, String>> STRINGS = new TypeReference<>() {};

  /**
   * What one commit did.
   *
   * @param added actions by path, as the log has them
   * @param removed paths
   * @param metadata of the table from then on; null where it stays
   */
  private record Commit(
      Snapshot snapshot,
      Map<String, JsonNode> added,
      Set<String> removed,
      @Nullable JsonNode metadata) {}

  private final DeltaLogFiles files;
  private final Path table;
  private final Map<Long, Commit> known = new ConcurrentHashMap<>();

  /** Files of some versions, for those that come after them. */
  private final NavigableMap<Long, Map<String, JsonNode>> held = new TreeMap<>();

  private volatile long seen;

  /**
   * @param table its folder
   */
  DeltaCommits(DeltaLogFiles files, Path table) {
    this.files = files;
    this.table = table;
  }

  /** The table's folder. */
  Path table() {
    return table;
  }

  /** The last version, published or not; -1 where there is no table. */
  long head() {
    try {
      long head = -1;
      for (Path path : files.from(file(seen))) {
        if (COMMIT.matcher(path.getName()).matches()) {
          head = Math.max(head, Long.parseLong(path.getName().substring(0, 20)));
        }
      }
      seen = Math.max(seen, head);
      return head;
    } catch (FileNotFoundException e) {
      return -1;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The commit of a version; null where there is none. */
  @Nullable Snapshot snapshot(long version) {
    Commit found = commit(version);
    return found == null ? null : found.snapshot();
  }

  private @Nullable Commit commit(long version) {
    Commit found = known.get(version);
    if (found == null) {
      found = read(version);
      if (found != null) {
        known.put(version, found);
      }
    }
    return found;
  }

  private Commit required(long version) {
    Commit found = commit(version);
    if (found == null) {
      throw new InsightException(
          ErrorKind.INPUT,
          "Cannot read a table: its log lacks a commit, found " + table + " version " + version);
    }
    return found;
  }

  /** The files that a commit added, in full. */
  List<String> added(long version) {
    return required(version).added().keySet().stream().map(this::full).toList();
  }

  /** The files that hold the rows of a version, in full. */
  List<String> files(long version) {
    return live(version).keySet().stream().map(this::full).toList();
  }

  /** How many rows a version has, as the commits counted them. */
  long rows(long version) {
    long rows = 0;
    for (JsonNode add : live(version).values()) {
      rows += numRecords(add);
    }
    return rows;
  }

  private static long numRecords(JsonNode add) {
    try {
      JsonNode counted = JSON.readTree(add.path("stats").asText("{}")).path("numRecords");
      if (!counted.isNumber()) {
        throw new IllegalStateException("a file whose rows nobody counted");
      }
      return counted.asLong();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What is added and not removed again, from the first commit to that of a version. */
  private synchronized Map<String, JsonNode> live(long version) {
    Map.Entry<Long, Map<String, JsonNode>> before = held.floorEntry(version);
    if (before != null && before.getKey() == version) {
      return before.getValue();
    }
    Map<String, JsonNode> live =
        before == null ? new LinkedHashMap<>() : new LinkedHashMap<>(before.getValue());
    for (long at = before == null ? 0 : before.getKey() + 1; at <= version; at++) {
      Commit commit = required(at);
      live.keySet().removeAll(commit.removed());
      live.putAll(commit.added());
    }
    held.put(version, live);
    if (held.size() > HELD) {
      held.pollFirstEntry();
    }
    return live;
  }

  private String full(String path) {
    return new Path(table, new Path(URI.create(path))).toString();
  }

  /**
   * Commits, as the next version, the rows of an earlier one: its files are named again, and what
   * came since no more.
   *
   * @param summary what is said of it beside
   * @return not where somebody else made the next version
   */
  boolean putBack(long version, Map<String, String> summary) {
    long head = head();
    Map<String, JsonNode> to = live(version);
    Map<String, JsonNode> from = live(head);
    Map<String, String> said = new HashMap<>(summary);
    said.put(PARENT, Long.toString(version));
    long now = System.currentTimeMillis();
    ObjectNode info = JSON.createObjectNode();
    info.putObject("commitInfo")
        .put("timestamp", now)
        .put("operation", "RESTORE")
        .put("userMetadata", metadata(said))
        .putObject("operationParameters")
        .put("version", Long.toString(version));
    List<String> actions = new ArrayList<>();
    actions.add(info.toString());
    to.forEach(
        (path, add) -> {
          if (!from.containsKey(path)) {
            actions.add(JSON.createObjectNode().set("add", add).toString());
          }
        });
    for (String path : from.keySet()) {
      if (!to.containsKey(path)) {
        ObjectNode remove = JSON.createObjectNode();
        remove
            .putObject("remove")
            .put("path", path)
            .put("deletionTimestamp", now)
            .put("dataChange", true);
        actions.add(remove.toString());
      }
    }
    return write(head + 1, actions);
  }

  /** The columns that the table has at the end of its log. */
  StructType columns() {
    return columns(head());
  }

  /** The columns that it had as of a version. */
  StructType columns(long version) {
    return (StructType) DataType.fromJson(metadata(version).get("schemaString").asText());
  }

  private JsonNode metadata(long version) {
    for (long at = version; at >= 0; at--) {
      JsonNode found = required(at).metadata();
      if (found != null) {
        return found;
      }
    }
    throw new IllegalStateException("no columns in the commits of " + table);
  }

  /**
   * Commits, as the next version, other columns of the same rows.
   *
   * @return not where somebody else made the next version
   */
  boolean widen(StructType columns) {
    long head = head();
    ObjectNode metadata = metadata(head).deepCopy();
    metadata.put("schemaString", columns.json());
    ObjectNode info = JSON.createObjectNode();
    info.putObject("commitInfo")
        .put("timestamp", System.currentTimeMillis())
        .put("operation", "ADD COLUMNS")
        .put("userMetadata", metadata(Map.of(PARENT, Long.toString(head))))
        .putObject("operationParameters");
    return write(
        head + 1,
        List.of(info.toString(), JSON.createObjectNode().set("metaData", metadata).toString()));
  }

  /** Not where somebody else made the version. */
  private boolean write(long version, List<String> actions) {
    try {
      files.write(file(version), actions);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Makes the table, of no rows, as Delta's protocol has the first commit: for a lake of some
   * twenty tables its own command takes seconds.
   */
  void begin(StructType columns, String description, Map<String, String> properties) {
    long now = System.currentTimeMillis();
    ObjectNode info = JSON.createObjectNode();
    info.putObject("commitInfo")
        .put("timestamp", now)
        .put("operation", "CREATE TABLE")
        .putObject("operationParameters");
    ObjectNode protocol = JSON.createObjectNode();
    protocol
        .putObject("protocol")
        .put("minReaderVersion", 1)
        .put("minWriterVersion", WRITER_OF_CHANGE_DATA);
    ObjectNode made = JSON.createObjectNode();
    ObjectNode metadata = made.putObject("metaData");
    metadata.put("id", UUID.randomUUID().toString()).put("description", description);
    metadata.putObject("format").put("provider", "parquet").putObject("options");
    metadata.put("schemaString", columns.json()).putArray("partitionColumns");
    metadata.set("configuration", JSON.valueToTree(new TreeMap<>(properties)));
    metadata.put("createdTime", now);
    // Or somebody else made it meanwhile, by the same contract.
    write(0, List.of(info.toString(), protocol.toString(), made.toString()));
  }

  /** Whether a version has the rows of another one, from which it came. */
  boolean sameRows(long version, long other) {
    long at = version;
    while (at != other) {
      Snapshot snapshot = snapshot(at);
      if (snapshot == null || !snapshot.sameRows() || snapshot.parentId() == null) {
        return false;
      }
      at = snapshot.parentId();
    }
    return true;
  }

  /** What a write says of itself, as {@code userMetadata} keeps it. */
  static String metadata(Map<String, String> summary) {
    try {
      return JSON.writeValueAsString(summary);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private @Nullable Commit read(long version) {
    List<JsonNode> actions;
    try {
      actions = actions(version);
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof FileNotFoundException) {
        return null;
      }
      throw e;
    }
    Snapshot snapshot = new Snapshot(version, before(version), 0, Map.of(), false);
    Map<String, JsonNode> added = new LinkedHashMap<>();
    Set<String> removed = new HashSet<>();
    JsonNode metadata = null;
    for (JsonNode action : actions) {
      if (action.has("commitInfo")) {
        snapshot = of(version, action.get("commitInfo"));
      } else if (action.has("add")) {
        added.put(action.get("add").get("path").asText(), action.get("add"));
      } else if (action.has("remove")) {
        removed.add(action.get("remove").get("path").asText());
      } else if (action.has("metaData")) {
        metadata = action.get("metaData");
      }
    }
    return new Commit(snapshot, added, removed, metadata);
  }

  private static Snapshot of(long version, JsonNode info) {
    Map<String, String> summary = new HashMap<>(summary(info.path("userMetadata")));
    String parent = summary.remove(PARENT);
    String operation = info.path("operation").asText();
    if (operation.equals("WRITE")) {
      summary.put(
          Snapshot.ADDED_ROWS, info.path("operationMetrics").path("numOutputRows").asText("0"));
    }
    return new Snapshot(
        version,
        parent == null ? before(version) : Long.valueOf(parent),
        info.path("timestamp").asLong(),
        summary,
        parent != null || operation.equals("OPTIMIZE"));
  }

  /** Commits of others say nothing, or nothing that we know. */
  private static Map<String, String> summary(JsonNode metadata) {
    try {
      return metadata.isTextual() && metadata.asText().startsWith("{")
          ? JSON.readValue(metadata.asText(), STRINGS)
          : Map.of();
    } catch (JsonProcessingException e) {
      return Map.of();
    }
  }

  private static @Nullable Long before(long version) {
    return version == 0 ? null : version - 1;
  }

  private List<JsonNode> actions(long version) {
    try {
      List<JsonNode> actions = new ArrayList<>();
      for (String line : files.read(file(version))) {
        if (!line.isBlank()) {
          actions.add(JSON.readTree(line));
        }
      }
      return actions;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(long version) {
    return new Path(
        new Path(table, "_delta_log"), String.format(Locale.ROOT, "%020d.json", version));
  }
}
