package org.insight.jobs.landing.extract;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An attachment of a message or a member of an archive.
 *
 * @param name as the container calls it; not unique
 * @param bytes null where they could not be had
 * @param size bytes, as far as it is known
 * @param refusal why the bytes could not be had; null also where there are none
 * @param headers of the part that it is in a message, of those that are of a policy or nearly
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Member(
    String name,
    byte @Nullable [] bytes,
    long size,
    @Nullable Refusal refusal,
    Map<String, String> headers) {

  /** The same with headers. */
  Member with(Map<String, String> others) {
    return new Member(name, bytes, size, refusal, others);
  }

  static Member of(String name, byte[] bytes) {
    return new Member(name, bytes, bytes.length, null, Map.of());
  }

  static Member refused(String name, long size, Refusal refusal) {
    return new Member(name, null, Math.max(0, size), refusal, Map.of());
  }

  /**
   * A link, pipe or device of an archive: no item, for it has no bytes. It is told of all the same,
   * for one that is named as a policy was meant as one.
   */
  static Member link(String name) {
    return new Member(name, null, 0, null, Map.of());
  }

  /**
   * A name without the folders before it, as any system writes them, and without slashes and blanks
   * behind it; empty where it is nothing else.
   */
  public static String withoutFolders(String name) {
    int end = name.length();
    while (end > 0 && isAround(name.charAt(end - 1))) {
      end--;
    }
    String bare = name.substring(0, end);
    return bare.substring(Math.max(bare.lastIndexOf('/'), bare.lastIndexOf('\\')) + 1).strip();
  }

  private static boolean isAround(char behind) {
    return behind == '/' || behind == '\\' || Character.isWhitespace(behind);
  }

  public boolean isLink() {
    return bytes == null && refusal == null;
  }

  /** Whether it could not be had for want of a password. */
  boolean encrypted() {
    return refusal != null && refusal.reason() == Reason.ENCRYPTED;
  }
}
