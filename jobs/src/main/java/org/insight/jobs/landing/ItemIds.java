package org.insight.jobs.landing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Ids of items. The digest of the bytes stands for the bytes, so that an id needs one pass over a
 * file whose policy stands within it.
 */
public final class ItemIds {

  private static final int CHUNK = 1 << 16;

  private ItemIds() {}

  static String file(String policyId, String contentSha256) {
    return sha256((policyId + "\n" + contentSha256).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @param place of the member in its container; unique there
   */
  static String member(String policyId, String contentSha256, String containerId, String place) {
    return sha256(
        (policyId + "\n" + contentSha256 + "\n" + containerId + "\n" + place)
            .getBytes(StandardCharsets.UTF_8));
  }

  /** Of a file that could not be opened: it has no bytes to go by. */
  static String unreadable(String policyId, String path) {
    return sha256((policyId + "\nunreadable\n" + path).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Of bytes at a path, whatever their policy: by it an item is known again that is there no more,
   * where its policy is not with it any longer. It says neither the path nor the bytes.
   */
  public static String bare(String path, String contentSha256) {
    return sha256(("bare\n" + contentSha256 + "\n" + path).getBytes(StandardCharsets.UTF_8));
  }

  /** As {@link #bare}, of bytes that came without a policy that can be used. */
  public static String unlabelled(String path, String contentSha256) {
    return sha256(("unlabelled\n" + contentSha256 + "\n" + path).getBytes(StandardCharsets.UTF_8));
  }

  static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(digest().digest(bytes));
  }

  /** Reads to the end. */
  static String sha256(InputStream in) throws IOException {
    MessageDigest digest = digest();
    byte[] chunk = new byte[CHUNK];
    int got = in.read(chunk);
    while (got >= 0) {
      digest.update(chunk, 0, got);
      got = in.read(chunk);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
