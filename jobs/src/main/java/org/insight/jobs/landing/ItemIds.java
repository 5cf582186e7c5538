package org.insight.jobs.landing;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.insight.core.Sha256;

/**
 * Ids of items. The digest of the bytes stands for the bytes, so that an id needs one pass over a
 * file whose policy stands within it.
 */
public final class ItemIds {

  private static final int CHUNK = 1 << 16;

  private ItemIds() {}

  static String file(String policyId, String contentSha256) {
    return Sha256.hex(policyId + "\n" + contentSha256);
  }

  /**
   * Of a file that was sent to others and not to the Secretariat: another item than it is once a
   * list beside it that was wrong is put right, or the same file would never come in.
   */
  static String sentToOthers(String policyId, String contentSha256) {
    return Sha256.hex(policyId + "\nnot_addressed\n" + contentSha256);
  }

  /**
   * @param place of the member in its container; unique there
   */
  static String member(String policyId, String contentSha256, String containerId, String place) {
    return Sha256.hex(policyId + "\n" + contentSha256 + "\n" + containerId + "\n" + place);
  }

  /** Of a file that could not be opened, or is too long to be read: it has no bytes to go by. */
  static String unreadable(String policyId, String path) {
    return Sha256.hex(policyId + "\nunreadable\n" + path);
  }

  /**
   * Of bytes at a path, whatever their policy: by it an item is known again that is there no more,
   * where its policy is not with it any longer. It says neither the path nor the bytes.
   */
  public static String bare(String path, String contentSha256) {
    return Sha256.hex("bare\n" + contentSha256 + "\n" + path);
  }

  /** As {@link #bare}, of bytes that came without a policy that can be used. */
  public static String unlabelled(String path, String contentSha256) {
    return Sha256.hex("unlabelled\n" + contentSha256 + "\n" + path);
  }

  /** Reads to the end. */
  static String sha256(InputStream in) throws IOException {
    MessageDigest digest = Sha256.digest();
    byte[] chunk = new byte[CHUNK];
    int got = in.read(chunk);
    while (got >= 0) {
      digest.update(chunk, 0, got);
      got = in.read(chunk);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
