package org.insight.jobs.landing;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.insight.policy.BasePolicy;
import org.insight.schemas.TableName;
import org.jspecify.annotations.Nullable;

/**
 * An inbox as executors see it.
 *
 * @param root its folder as Hadoop's {@code Path} prints it: a URI whose path is not
 *     percent-encoded
 * @param fallbackPolicy YAML of the policy of items that bring none; null for none
 * @param linkRoots further local folders to which links may lead; absolute paths
 */
public record Inbox(String root, @Nullable String fallbackPolicy, List<String> linkRoots)
    implements Serializable {

  /** Files of a batch, of {@link #COLUMNS}. No table of the lake. */
  public static final TableName FILES = TableName.of("landing.inbox");

  /**
   * Path (below the inbox, with {@code /}), location (as Hadoop's {@code Path} prints it), size in
   * bytes; of files that are brought and lie nowhere, as messages are: content, and text of the
   * policy that came beside it; of files that were looked at: the item that they were. A source
   * leaves this null.
   */
  public static final StructType COLUMNS =
      new StructType()
          .add("path", DataTypes.StringType, false)
          .add("location", DataTypes.StringType, false)
          .add("size_bytes", DataTypes.LongType, false)
          .add("content", DataTypes.BinaryType, true)
          .add("policy", DataTypes.StringType, true)
          .add("item_id", DataTypes.StringType, true);

  /** Before the path of a local file, as Hadoop's {@code Path} prints it. */
  private static final String LOCAL = "file:";

  /** In bytes, on Linux and in HDFS. */
  private static final int LONGEST_NAME = 255;

  /** A longer policy file is none. */
  public static final int MAX_POLICY_BYTES = 1 << 16;

  /**
   * @throws IllegalArgumentException where the fallback policy is malformed
   */
  public Inbox {
    root = root.replaceFirst("/+$", "");
    if (fallbackPolicy != null) {
      BasePolicy.fromYaml(fallbackPolicy);
    }
    linkRoots = List.copyOf(linkRoots);
  }

  /** An inbox out of which no link leads. */
  public Inbox(String root, @Nullable String fallbackPolicy) {
    this(root, fallbackPolicy, List.of());
  }

  /**
   * The folders that may be read for an inbox.
   *
   * @param root as {@link Inbox#root}
   */
  static ReadableRoots readable(String root, List<String> linkRoots) {
    java.nio.file.Path local = local(root + "/");
    if (local == null) {
      return new ReadableRoots(linkRoots);
    }
    return new ReadableRoots(
        Stream.concat(Stream.of(local.toString()), linkRoots.stream()).toList());
  }

  FilePolicies policies() {
    return new FilePolicies(this::text, fallbackPolicy);
  }

  /**
   * Tells of paths whether a policy lies beside the file or above it, be it one that cannot be
   * read.
   */
  public Predicate<String> policiesAround() {
    PolicyFinder finder = new PolicyFinder(this::text, null);
    return path -> !(finder.around(path) instanceof PolicyResult.Missing);
  }

  /** A row of a file that lies at its location. */
  public static Row file(String path, String location, long sizeBytes) {
    return file(path, location, sizeBytes, null);
  }

  /**
   * As {@link #file(String, String, long)}, of one that was looked at.
   *
   * @param itemId the item that it was; null where nobody looked
   */
  public static Row file(String path, String location, long sizeBytes, @Nullable String itemId) {
    return RowFactory.create(path, location, sizeBytes, null, null, itemId);
  }

  private @Nullable String text(String path) throws IOException {
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
      // Beside a file of a long name; asked for it, a file system would say that it is in trouble.
      return null;
    }
    java.nio.file.Path local = local(root + "/" + path);
    if (local != null && !Files.isRegularFile(local)) {
      if (Files.notExists(local, LinkOption.NOFOLLOW_LINKS)) {
        return null;
      }
      // A link that leads nowhere, as to what is not mounted now, or a pipe, whose reader may wait
      // for ever: a policy that cannot be read.
      throw new IOException("a policy file is no file");
    }
    try (InputStream in = open(root + "/" + path)) {
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      text.write(in.readNBytes(MAX_POLICY_BYTES + 1));
      if (text.size() > MAX_POLICY_BYTES) {
        throw new IOException("a policy file is too long");
      }
      return text.toString(StandardCharsets.UTF_8);
    } catch (FileNotFoundException | NoSuchFileException e) {
      return null;
    }
  }

  /**
   * Opens a file by its location. A local one is opened without Hadoop, which looks for a checksum
   * beside each, takes as long for the opening of a small file as for all else, and says of one
   * that may not be read that it is not there: a policy would be passed over.
   *
   * @throws LinkOutsideException if a link on the way leads out of the inbox
   */
  InputStream open(String location) throws IOException {
    java.nio.file.Path local = local(location);
    if (local != null) {
      return readable(root, linkRoots).open(local);
    }
    Path path = new Path(location);
    // The session's own Hadoop settings, which a bare Configuration does not have on executors.
    FileSystem files = path.getFileSystem(SparkHadoopUtil.get().conf());
    FSDataInputStream in = files.open(path);
    return in;
  }

  /** Whether nothing is at a location any more; where a link leads nowhere, the link is. */
  static boolean isGone(String location) {
    java.nio.file.Path local = local(location);
    if (local != null) {
      return Files.notExists(local, LinkOption.NOFOLLOW_LINKS);
    }
    try {
      Path path = new Path(location);
      return !path.getFileSystem(SparkHadoopUtil.get().conf()).exists(path);
    } catch (IOException e) {
      return false; // Nobody knows.
    }
  }

  /** Null where the location is not of this machine's files. */
  private static java.nio.file.@Nullable Path local(String location) {
    return location.startsWith(LOCAL + "/")
        ? java.nio.file.Path.of(location.substring(LOCAL.length()))
        : null;
  }
}
