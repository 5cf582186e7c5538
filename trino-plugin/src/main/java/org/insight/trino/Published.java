package org.insight.trino;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Locale;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The entitlements that the platform has published, taken up anew whenever their file is another
 * one. While there is no file, or one that cannot be read, nobody sees anything.
 */
final class Published {

  private static final Logger LOG = Logger.getLogger(Published.class.getName());

  /** A change counts within a second, as one of groups and rules does. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

  private final Path file;
  private volatile Entitlements latest = Entitlements.NONE;
  private @Nullable Stamp taken;

  /** What the last look failed by; null where it did not. */
  private @Nullable String failure;

  private record Stamp(FileTime modified, long size, @Nullable Object key) {}

  Published(Path file) {
    this.file = file;
    look();
  }

  /** Looks for another file again and again, on a thread of its own that ends with Trino. */
  void watch() {
    Thread watch =
        new Thread(
            () -> {
              while (true) {
                try {
                  Thread.sleep(BETWEEN_LOOKS.toMillis());
                } catch (InterruptedException e) {
                  // Nothing would follow a revocation any more.
                  latest = Entitlements.NONE;
                  return;
                }
                look();
              }
            },
            "insight-entitlements");
    watch.setDaemon(true);
    watch.start();
  }

  Entitlements latest() {
    return latest;
  }

  /** Takes up the file where it is another one than at the last look. */
  synchronized void look() {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      // Before it is read: what changes while it is read shows at the next look.
      Stamp stamp = new Stamp(found.lastModifiedTime(), found.size(), found.fileKey());
      if (stamp.equals(taken)) {
        return;
      }
      latest = Entitlements.read(Files.readAllBytes(file));
      taken = stamp;
      failure = null;
      LOG.info(() -> String.format(Locale.ROOT, "entitlements: %,d labels", latest.size()));
    } catch (IOException | RuntimeException | Error e) {
      latest = Entitlements.NONE;
      taken = null;
      String why = e.toString();
      // Also where Trino starts without one; and not four times a second.
      if (!why.equals(failure)) {
        failure = why;
        LOG.severe(() -> "Cannot read entitlements, so nobody sees anything: " + why);
      }
    }
  }
}
