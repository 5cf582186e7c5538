package org.insight.trino;

import static org.assertj.core.api.Assertions.assertThat;

import io.airlift.slice.Slices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.insight.entitlements.EntitlementsFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedTest {

  @TempDir private Path folder;

  private static byte[] file(String label) {
    EntitlementsFile file = new EntitlementsFile();
    file.add("s", label, null, null);
    return file.bytes();
  }

  private void publish(byte[] content) throws IOException {
    Path beside = Files.write(folder.resolve("new"), content);
    Files.move(beside, folder.resolve("e"), StandardCopyOption.REPLACE_EXISTING);
  }

  private static boolean sees(Published published, String label) {
    published.look();
    return published.latest().seen("s", 0).includes(Slices.utf8Slice(label));
  }

  @Test
  void withoutAFileNobodySeesAnythingUntilThereIsOne() throws IOException {
    Published published = new Published(folder.resolve("e"));
    assertThat(sees(published, "a")).isFalse();
    publish(file("a"));
    assertThat(sees(published, "a")).isTrue();
  }

  @Test
  void anotherFileOfTheSameLengthCountsAtTheNextLook() throws IOException {
    publish(file("a"));
    Published published = new Published(folder.resolve("e"));
    assertThat(sees(published, "a")).isTrue();
    publish(file("b"));
    assertThat(sees(published, "a")).isFalse();
    assertThat(sees(published, "b")).isTrue();
  }

  /** A clock may stand still between two revocations. */
  @Test
  void anotherFileOfTheSameTimeCountsAndSoDoesOneInItsPlace() throws IOException {
    publish(file("a"));
    Published published = new Published(folder.resolve("e"));
    assertThat(sees(published, "a")).isTrue();
    FileTime time = Files.getLastModifiedTime(folder.resolve("e"));
    Path beside = Files.write(folder.resolve("new"), file("b"));
    Files.setLastModifiedTime(beside, time);
    Files.move(beside, folder.resolve("e"), StandardCopyOption.REPLACE_EXISTING);
    assertThat(sees(published, "a")).isFalse();
    assertThat(sees(published, "b")).isTrue();
    Files.write(folder.resolve("e"), file("c"));
    Files.setLastModifiedTime(folder.resolve("e"), FileTime.from(time.toInstant().plusSeconds(1)));
    assertThat(sees(published, "b")).isFalse();
    assertThat(sees(published, "c")).isTrue();
  }

  @Test
  void aLostOrBrokenFileClosesAndAWholeOneOpensAgain() throws IOException {
    byte[] whole = file("a");
    publish(whole);
    Published published = new Published(folder.resolve("e"));
    for (byte[] broken :
        new byte[][] {{}, Arrays.copyOf(whole, whole.length - 1), new byte[whole.length]}) {
      assertThat(sees(published, "a")).isTrue();
      publish(broken);
      assertThat(sees(published, "a")).isFalse();
      publish(whole);
    }
    assertThat(sees(published, "a")).isTrue();
    Path away = Files.move(folder.resolve("e"), folder.resolve("away"));
    assertThat(sees(published, "a")).isFalse();
    Files.move(away, folder.resolve("e"));
    assertThat(sees(published, "a")).isTrue();
  }

  /** Whoever runs Trino looks there first when every table is empty. */
  @Test
  void whyNobodySeesAnythingIsLoggedOnceAndFromTheStartOn() throws IOException {
    List<String> logged = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            if (line.getLevel().equals(Level.SEVERE)) {
              logged.add(line.getMessage());
            }
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger log = Logger.getLogger(Published.class.getName());
    log.addHandler(handler);
    try {
      Published published = new Published(folder.resolve("e"));
      assertThat(logged)
          .singleElement()
          .asString()
          .startsWith("Cannot read entitlements, so nobody sees anything: ")
          .contains("NoSuchFile");
      published.look();
      assertThat(logged).hasSize(1);
      publish(new byte[0]);
      published.look();
      published.look();
      assertThat(logged).hasSize(2).last().asString().endsWith("not whole, found 0 bytes");
      publish(file("a"));
      published.look();
      Files.write(folder.resolve("e"), new byte[0]);
      published.look();
      published.look();
      assertThat(logged).as("anew after it was whole").hasSize(3);
    } finally {
      log.removeHandler(handler);
    }
  }
}
