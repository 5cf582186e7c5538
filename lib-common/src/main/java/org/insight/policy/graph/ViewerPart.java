package org.insight.policy.graph;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.insight.policy.Label;

/**
 * A connected set of nodes as some reader sees it, whole.
 *
 * @param nodes numbers in the {@link PolicyGraph}, in the order of their ids
 * @param label granted: the policies of the nodes; withheld: those of the nodes next to them that
 *     are not among them
 */
public record ViewerPart(IntBag nodes, Label label) {

  /**
   * Id of a set of connected nodes: the prefix and 32 hex digits of the SHA-256 of its least id.
   *
   * <p>Why the least and not all: an id should survive when records are added, and two readers who
   * see more or less of one person should mostly be able to speak of it under one id. A hash of all
   * ids would change with every record, and two readers who compare ids would learn that one of
   * them sees more. Both kinds are made of visible ids only, so neither tells anything to one
   * reader. One id can thus stand for several sets, but with different labels: two sets that hold
   * the same node under the same label are the same set, because both are what a reader entitled to
   * just what is granted sees around that node.
   */
  public static String id(String prefix, String leastId) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(leastId.getBytes(StandardCharsets.UTF_8));
      return prefix + HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
