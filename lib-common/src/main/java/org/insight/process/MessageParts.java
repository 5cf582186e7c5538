package org.insight.process;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Parts of the messages that a worker and who started it send each other, big-endian. Not Java's
 * own serialization: a worker that hostile bytes took over could have the other side make what it
 * likes.
 */
public final class MessageParts {

  /** A part can be no longer, whatever was written. */
  private static final int MAX_BYTES = 1 << 30;

  /** In place of a length. */
  private static final int NONE = -1;

  private MessageParts() {}

  public static void bytes(DataOutputStream to, byte @Nullable [] bytes) throws IOException {
    if (bytes == null) {
      to.writeInt(NONE);
    } else {
      to.writeInt(bytes.length);
      to.write(bytes);
    }
  }

  public static byte @Nullable [] bytesOrNull(DataInputStream from) throws IOException {
    int length = from.readInt();
    if (length == NONE) {
      return null;
    }
    if (length < 0 || length > MAX_BYTES) {
      throw impossible();
    }
    // Grows with what comes, so that a length alone takes no memory.
    byte[] bytes = from.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  public static byte[] bytes(DataInputStream from) throws IOException {
    return there(bytesOrNull(from));
  }

  public static void text(DataOutputStream to, @Nullable String text) throws IOException {
    bytes(to, text == null ? null : text.getBytes(StandardCharsets.UTF_8));
  }

  public static @Nullable String textOrNull(DataInputStream from) throws IOException {
    byte[] bytes = bytesOrNull(from);
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  public static String text(DataInputStream from) throws IOException {
    return there(textOrNull(from));
  }

  /**
   * How many of something follow.
   *
   * @throws IOException where it is more than that
   */
  public static int count(DataInputStream from, int most) throws IOException {
    return count(from.readInt(), most);
  }

  /**
   * A number that is one of few.
   *
   * @throws IOException where it is below 0 or more than that
   */
  public static int count(int count, int most) throws IOException {
    if (count < 0 || count > most) {
      throw impossible();
    }
    return count;
  }

  private static <T> T there(@Nullable T part) throws IOException {
    if (part == null) {
      throw new IOException("a message lacks a part");
    }
    return part;
  }

  private static IOException impossible() {
    return new IOException("a message of impossible length");
  }
}
