package org.insight.services;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.insight.access.TrinoEntitlements;
import org.insight.access.TrinoGroups;
import org.insight.config.Settings;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.engine.RunLock;
import org.insight.entitlements.EntitlementsFile;
import org.insight.entitlements.RowFilter;
import org.insight.lake.Lake;
import org.insight.schemas.Tables;
import org.insight.schemas.TrinoRules;

/**
 * The folder that Trino reads its rules, the readers' groups and the entitlements from. Each file
 * is replaced in one step, so Trino reads the old one or the new one and never a half. Who writes
 * rights holds {@link RunLock#ofReaders}, from before they are read in the lake: or an older state
 * could come over the one that a revocation has just written.
 */
public final class TrinoEtc {

  /** As {@code conf/trino/access-control.properties}: rules of before may count for so long. */
  public static final Duration REFRESH = Duration.ofSeconds(1);

  public static final String RULES = "rules.json";
  public static final String GROUPS = "groups.txt";

  private final Path folder;

  private TrinoEtc(Path folder) {
    this.folder = folder;
  }

  /** The folder of the settings; empty where there is no Trino. */
  public static Optional<TrinoEtc> of(Settings settings) {
    String etc = settings.trino().etc();
    return etc.isBlank() ? Optional.empty() : Optional.of(at(Path.of(etc)));
  }

  /**
   * @throws InsightException USAGE where there is no such folder
   */
  public static TrinoEtc at(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot publish Trino's rules: no such folder, found " + folder);
    }
    return new TrinoEtc(folder);
  }

  /**
   * Writes all of it, once nobody changes readers.
   *
   * @throws InsightException EXTERNAL where another command keeps changing them
   */
  public Rights publish(Settings settings, Lake lake) {
    try (RunLock readers = RunLock.ofReaders(settings.lake().path(), "publish rules")) {
      return rights(lake);
    }
  }

  /** How much of each was written. */
  public record Rights(long groups, int labels) {}

  /**
   * Writes which reader is in which groups, as the lake and the acts on readers have it now, the
   * rules, and which scope may see which label. Groups come first: a revocation must not wait for
   * the rest. A run does this before readers see what it made: a column of new contracts that the
   * rules do not know yet has no mask. So where the rules are others than before, it comes to its
   * end when Trino goes by them.
   */
  public Rights rights(Lake lake) {
    long groups = groups(lake);
    Path rules = folder.resolve(RULES);
    String now = TrinoRules.render(lake.catalog(), lake.contracts());
    // Where others put them there, as read-only, runs need not write what is there already.
    boolean others = !isThere(rules, now);
    if (others) {
      replace(rules, now);
    }
    EntitlementsFile entitlements = TrinoEntitlements.render(lake.read(Tables.ENTITLEMENTS));
    replace(folder.resolve(RowFilter.ENTITLEMENTS), entitlements.bytes());
    if (others) {
      untilTrinoGoesByThem();
    }
    return new Rights(groups, entitlements.labels());
  }

  /**
   * Writes which reader is in which groups, which is all that an act on a reader changes before the
   * entitlements follow it.
   *
   * @return how many groups there are
   */
  public long groups(Lake lake) {
    String groups = TrinoGroups.render(lake.read(Tables.READERS), lake.read(Tables.READER_ACTS));
    replace(folder.resolve(GROUPS), groups);
    return groups.lines().count();
  }

  private static void untilTrinoGoesByThem() {
    try {
      Thread.sleep(REFRESH.multipliedBy(2).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InsightException(
          ErrorKind.EXTERNAL, "Cannot publish Trino's rules: asked to end before they count", e);
    }
  }

  private static boolean isThere(Path file, String text) {
    try {
      return Files.exists(file) && Files.readString(file).equals(text);
    } catch (IOException e) {
      return false; // Writing it says why.
    }
  }

  public static void replace(Path file, String text) {
    replace(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** By way of a file of its own, so that two who write at once do not move a mixture. */
  public static void replace(Path file, byte[] content) {
    Path beside = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".new");
    try {
      try {
        Files.write(beside, content);
        Files.move(
            beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(beside);
      }
    } catch (IOException e) {
      throw new InsightException(ErrorKind.EXTERNAL, "Cannot write a file, found " + file, e);
    }
  }
}
