package org.insight.lake;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.iceberg.SnapshotRef;
import org.jspecify.annotations.Nullable;

/**
 * What branches are called in an Iceberg table. Who reads a table may name any branch of it, where
 * no door refuses that as Trino's does, so the name of what nobody has checked yet must not be
 * known: {@link Lake#RUN} and {@link Lake#KEPT} have 128 random bits at their ends, others in each
 * table and each time. They are found by their beginning, in the table's own metadata, which
 * readers do not have.
 */
final class BranchNames {

  private static final int RANDOM_BYTES = 16;

  private static final Map<String, Pattern> SECRET =
      Map.of(Lake.RUN, secret(Lake.RUN), Lake.KEPT, secret(Lake.KEPT));

  private static final SecureRandom RANDOM = new SecureRandom();

  private BranchNames() {}

  private static Pattern secret(String branch) {
    return Pattern.compile(branch + "_[0-9a-f]{" + 2 * RANDOM_BYTES + "}");
  }

  /** 128 random bits, in hex. */
  static String random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** What a branch that is to be made is to be called. */
  static String make(String branch) {
    return SECRET.containsKey(branch) ? branch + "_" + random() : branch;
  }

  /**
   * What a branch is called in a table; null where it has none. Where an older version, which knows
   * only the plain name, wrote beside this one, there may be two of a run: it is always the same
   * one that counts, and the other does once that is gone.
   */
  static @Nullable String find(Map<String, SnapshotRef> refs, String branch) {
    return refs.keySet().stream().filter(ref -> is(ref, branch)).sorted().findFirst().orElse(null);
  }

  /** As {@link #find}, or what to call it where there is none yet. */
  static String findOrMake(Map<String, SnapshotRef> refs, String branch) {
    String found = find(refs, branch);
    return found == null ? make(branch) : found;
  }

  /** Whether that is what a branch is called in a table; of a run, the plain name is one too. */
  static boolean is(String ref, String branch) {
    Pattern secret = SECRET.get(branch);
    return ref.equals(branch) || secret != null && secret.matcher(ref).matches();
  }

  /** Whether anybody can tell what a branch of a run is called, as an older version left it. */
  static boolean known(String ref) {
    return ref.equals(Lake.RUN);
  }
}
