package org.insight.jobs.landing;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.insight.policy.BasePolicy;
import org.insight.schemas.TableName;
import org.jspecify.annotations.Nullable;

/**
 * An inbox as executors see it.
 *
 * @param root its folder as Hadoop's {@code Path} prints it: a URI whose path is not
 *     percent-encoded
 * @param fallbackPolicy YAML of the policy of items that bring none; null for none
 */
public record Inbox(String root, @Nullable String fallbackPolicy) implements Serializable {

  /**
   * Files of a batch: path (below the inbox, with {@code /}), location (as Hadoop's {@code Path}
   * prints it), size_bytes. No table of the lake.
   */
  public static final TableName FILES = TableName.of("landing.inbox");

  /** A longer policy file is none. */
  private static final int MAX_POLICY_BYTES = 1 << 16;

  /**
   * @throws IllegalArgumentException where the fallback policy is malformed
   */
  public Inbox {
    root = root.replaceFirst("/+$", "");
    if (fallbackPolicy != null) {
      BasePolicy.fromYaml(fallbackPolicy);
    }
  }

  PolicyFinder policies() {
    return new PolicyFinder(this::text, fallbackPolicy);
  }

  private @Nullable String text(String path) throws IOException {
    try (InputStream in = open(root + "/" + path)) {
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      text.write(in.readNBytes(MAX_POLICY_BYTES + 1));
      if (text.size() > MAX_POLICY_BYTES) {
        throw new IOException("a policy file is too long");
      }
      return text.toString(StandardCharsets.UTF_8);
    } catch (FileNotFoundException e) {
      return null;
    }
  }

  /** Opens a file by its location. */
  static InputStream open(String location) throws IOException {
    Path path = new Path(location);
    // The session's own Hadoop settings, which a bare Configuration does not have on executors.
    FileSystem files = path.getFileSystem(SparkHadoopUtil.get().conf());
    FSDataInputStream in = files.open(path);
    return in;
  }
}
