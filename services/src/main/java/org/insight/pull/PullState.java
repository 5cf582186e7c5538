package org.insight.pull;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.insight.core.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * How far a source has been pulled.
 *
 * @param files that were put into the inbox
 * @param position of the last row in them; null before the first
 * @param pending position of the last row of the file that is about to be put there; null where
 *     none is
 * @param of what the positions are of; null where an older version wrote it, which did not say
 */
record PullState(
    long files, @Nullable Position position, @Nullable Position pending, @Nullable Rows of) {

  /** Mark and key of a row. */
  record Position(ColumnValue mark, ColumnValue key) {}

  /**
   * Rows in their order, in which a position has its place and in no other.
   *
   * @param mark name of the column
   * @param key name of the column
   * @param digest of where they are and of the statement that gives them
   */
  record Rows(String mark, String key, String digest) {

    /**
     * Of a URL only what says where rows are; a token behind that could be guessed by its digest.
     */
    private static final Pattern PARAMETERS = Pattern.compile("[?;].*", Pattern.DOTALL);

    private static final Pattern SCHEMA = Pattern.compile("[?&;]currentSchema=([^&;]*)");
    private static final Pattern LOGIN = Pattern.compile("//[^/@]*@");

    /** That a statement hands on to another database. */
    private static final Pattern PASSWORD =
        Pattern.compile("(?i)(password|passwd|pwd)\\s*=\\s*('[^']*'|[^\\s';]*)");

    static Rows of(PullSource source) {
      String url = LOGIN.matcher(source.url()).replaceFirst("//");
      Matcher schema = SCHEMA.matcher(url);
      String where =
          PARAMETERS.matcher(url).replaceFirst("") + (schema.find() ? "?" + schema.group(1) : "");
      String select = PASSWORD.matcher(source.select()).replaceAll("$1");
      return new Rows(source.mark(), source.key(), Sha256.hex(where + "\n" + select));
    }

    /** In words, what of these rows differs from others; empty where nothing does. */
    String differenceTo(Rows others) {
      if (!mark.equals(others.mark)) {
        return "mark";
      }
      if (!key.equals(others.key)) {
        return "key";
      }
      return digest.equals(others.digest) ? "" : "url, table or query";
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final PullState BEGINNING = new PullState(0, null, null, null);

  /**
   * @throws JsonProcessingException where it was not written by {@link #write}
   */
  static PullState read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return BEGINNING;
    }
    PullState state = JSON.readValue(file.toFile(), PullState.class);
    if (state == null) {
      throw new JsonParseException(null, "null");
    }
    return state;
  }

  /** Writes it whole or not at all, down to the disk. */
  void write(Path file) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.write(fresh, JSON.writeValueAsBytes(this));
    moveDurably(fresh, file);
  }

  /** Moves a file to its place, with its bytes and its name on the disk before this returns. */
  static void moveDurably(Path from, Path to) throws IOException {
    force(from);
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Path folder = to.toAbsolutePath().getParent();
    if (folder != null) {
      force(folder);
    }
  }

  /** Returns when what was written of a file, or of the names in a folder, is on the disk. */
  static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
