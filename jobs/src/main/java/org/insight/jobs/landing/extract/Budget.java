package org.insight.jobs.landing.extract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** What one file of the inbox has left of its limits, with all that it holds. For one thread. */
public final class Budget {

  /** Below this an archive may unpack at any ratio: small texts compress without bound. */
  private static final long RATIO_FREE_BYTES = 1 << 20;

  private static final int CHUNK = 1 << 16;

  private final ReadingLimits limits;
  private int members;
  private long unfoldedBytes;
  private long keptCharacters;

  /**
   * What is gone of it.
   *
   * @param members read or counted
   * @param unfoldedBytes bytes of members
   */
  record Spent(int members, long unfoldedBytes) {}

  public Budget(ReadingLimits limits) {
    this(limits, new Spent(0, 0));
  }

  Budget(ReadingLimits limits, Spent spent) {
    this.limits = limits;
    spend(spent);
  }

  Spent spent() {
    return new Spent(members, unfoldedBytes);
  }

  /** Sets what is gone of it by now. */
  void spend(Spent spent) {
    members = spent.members();
    unfoldedBytes = spent.unfoldedBytes();
  }

  ReadingLimits limits() {
    return limits;
  }

  /**
   * Takes what is kept of an item beside its bytes: small ones may say much, and all that a file
   * holds is in memory together.
   *
   * @throws Refusal where that is more than is allowed for one file
   */
  public void keep(Extracted item) {
    String text = item.text();
    long characters = text == null ? 0 : text.length();
    for (Map.Entry<String, String> entry : item.metadata().entrySet()) {
      characters += entry.getKey().length() + entry.getValue().length();
    }
    if (keptCharacters + characters > limits.maxUnfoldedBytes()) {
      throw new Refusal(
          Reason.TOO_LARGE,
          "With its text all that its file holds is longer than the limit of "
              + limits.maxUnfoldedBytes()
              + " characters for one file");
    }
    keptCharacters += characters;
  }

  /** What one container may unfold to. */
  final class Container {

    private final double mostBytes;
    private long bytes;

    private Container(long size) {
      mostBytes = Math.max(RATIO_FREE_BYTES, size * limits.maxRatio());
    }

    /**
     * Counts and reads one member.
     *
     * @return it with its bytes, or refused where it alone is too large
     * @throws Refusal where the container as a whole goes beyond a limit
     */
    Member read(String name, InputStream in) throws IOException {
      count();
      return unfold(name, in);
    }

    /** As {@link #read}, of one that is counted. */
    Member unfold(String name, InputStream in) throws IOException {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] chunk = new byte[CHUNK];
      int got = in.read(chunk);
      while (got >= 0) {
        bytes += got;
        if (bytes > mostBytes) {
          throw new Refusal(
              Reason.RATIO,
              "It unpacks to more than "
                  + (long) limits.maxRatio()
                  + " times its own size, as archives do that are made to exhaust a machine");
        }
        unfoldedBytes += got;
        if (unfoldedBytes > limits.maxUnfoldedBytes()) {
          throw new Refusal(
              Reason.TOO_LARGE,
              "What it holds is, unpacked, larger than the limit of "
                  + limits.maxUnfoldedBytes()
                  + " bytes for one file");
        }
        if (out.size() + (long) got > limits.maxBytes()) {
          return Member.refused(name, out.size() + (long) got, tooLarge());
        }
        out.write(chunk, 0, got);
        got = in.read(chunk);
      }
      return Member.of(name, out.toByteArray());
    }

    /** Counts a member. */
    void count() {
      members++;
      if (members > limits.maxMembers()) {
        throw new Refusal(
            Reason.TOO_MANY_MEMBERS,
            "The file holds more attachments or members than the limit of " + limits.maxMembers());
      }
    }
  }

  /**
   * @param size bytes of the container
   */
  Container container(long size) {
    return new Container(size);
  }

  public Refusal tooLarge() {
    return new Refusal(
        Reason.TOO_LARGE, "It is larger than the limit of " + limits.maxBytes() + " bytes");
  }
}
