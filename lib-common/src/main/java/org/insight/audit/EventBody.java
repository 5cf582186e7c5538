package org.insight.audit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.insight.core.Sha256;

/** The body of a request as it streams by: how long it is, and its hash. Past a bound it ends. */
final class EventBody extends InputStream {

  private final InputStream body;
  private final long longest;
  private final Runnable came;
  private final MessageDigest hash = Sha256.digest();
  private long bytes;

  /**
   * @param came done whenever some of it has come
   */
  EventBody(InputStream body, long longest, Runnable came) {
    this.body = body;
    this.longest = longest;
    this.came = came;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int read = isTooLong() ? -1 : body.read(into, offset, length);
    if (read > 0) {
      bytes += read;
      hash.update(into, offset, read);
      came.run();
    }
    return read;
  }

  /** Reads what is left: while there is more to come, the answer may not arrive. */
  void drain() throws IOException {
    transferTo(OutputStream.nullOutputStream());
  }

  boolean isTooLong() {
    return bytes > longest;
  }

  /** What it was, in words, once it is read. */
  String inWords() {
    return isTooLong()
        ? "an event of more than " + longest + " bytes"
        : "an event of " + bytes + " bytes, SHA-256 " + HexFormat.of().formatHex(hash.digest());
  }
}
