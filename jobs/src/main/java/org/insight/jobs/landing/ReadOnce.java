package org.insight.jobs.landing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file whose bytes are kept at the first look at them, where they are few: to tell a file from
 * others it is looked at up to three times, and what costs most of a small one is to open it. For
 * one task.
 */
final class ReadOnce implements ItemSource {

  private static final int FEW_BYTES = 1 << 20;

  private final ItemSource file;
  private byte @Nullable [] bytes;
  private boolean large;

  ReadOnce(ItemSource file) {
    this.file = file;
  }

  @Override
  public long sizeBytes() {
    return file.sizeBytes();
  }

  @Override
  public InputStream open() throws IOException {
    if (bytes == null && !large) {
      byte[] read;
      try (InputStream in = file.open()) {
        read = in.readNBytes(FEW_BYTES + 1);
      }
      large = read.length > FEW_BYTES;
      bytes = large ? null : read;
    }
    byte[] kept = bytes;
    return kept == null ? file.open() : new ByteArrayInputStream(kept);
  }
}
