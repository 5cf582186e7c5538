package org.insight.jobs.landing;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import net.lingala.zip4j.model.ZipParameters;
import net.lingala.zip4j.model.enums.EncryptionMethod;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZOutputFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.insight.core.Sha256;
import org.insight.jobs.landing.extract.ReadingLimits;
import org.insight.jobs.landing.extract.Reason;
import org.insight.policy.Label;
import org.jspecify.annotations.Nullable;

/** Reads items of tests, and makes the files that several of these tests read. */
final class ItemReading {

  private ItemReading() {}

  static final String OPEN = "source: FR\npurposes: [investigation]\n";

  static final ReadingLimits LIMITS =
      new ReadingLimits(8 << 20, 16 << 20, 3, 50, 20, 20, 100, 1000, 256);

  static List<Arrival> read(String path, byte[] bytes) {
    return read(path, bytes, Map.of("policy.yaml", OPEN));
  }

  static List<Arrival> read(String path, byte[] bytes, Map<String, String> policies) {
    return new ItemReader(LIMITS, List.of())
        .read(path, () -> new ByteArrayInputStream(bytes), new PolicyFinder(policies::get, null));
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] zip(Object... namesAndBytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 0; i < namesAndBytes.length; i += 2) {
        zip.putNextEntry(new ZipEntry((String) namesAndBytes[i]));
        zip.write((byte[]) namesAndBytes[i + 1]);
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }

  static void rejected(List<Arrival> arrivals, Reason reason, String words) {
    assertThat(arrivals)
        .singleElement()
        .satisfies(
            a -> {
              assertThat(a.outcome()).isEqualTo(Outcome.REJECTED);
              assertThat(a.reasonCode()).isEqualTo(reason);
              assertThat(a.reason()).contains(words);
            });
  }

  /** A 7z of texts, with a password or without. */
  static final class SevenZMembers {

    private final SeekableInMemoryByteChannel out = new SeekableInMemoryByteChannel();
    private final SevenZOutputFile seven;

    SevenZMembers(char @Nullable [] password) throws IOException {
      seven = new SevenZOutputFile(out, password);
    }

    SevenZMembers add(String name, String text) throws IOException {
      SevenZArchiveEntry entry = new SevenZArchiveEntry();
      entry.setName(name);
      seven.putArchiveEntry(entry);
      if (!text.isEmpty()) {
        seven.write(text(text));
      }
      seven.closeArchiveEntry();
      return this;
    }

    byte[] bytes() throws IOException {
      seven.close();
      return Arrays.copyOf(out.array(), (int) out.size());
    }
  }

  static byte[] protectedZip(EncryptionMethod method, String password) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (net.lingala.zip4j.io.outputstream.ZipOutputStream zip =
        new net.lingala.zip4j.io.outputstream.ZipOutputStream(out, password.toCharArray())) {
      ZipParameters entry = new ZipParameters();
      entry.setEncryptFiles(true);
      entry.setEncryptionMethod(method);
      entry.setFileNameInZip("within.txt");
      zip.putNextEntry(entry);
      zip.write(text("The car was seen in Lyon."));
      zip.closeEntry();
    }
    return out.toByteArray();
  }

  static byte[] message(String body, byte[]... attachments) {
    StringBuilder mail = new StringBuilder();
    mail.append("From: a@example.org\r\nTo: b@example.org\r\nSubject: files\r\n");
    mail.append("Date: Tue, 3 Mar 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\n");
    mail.append("Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n");
    mail.append("--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n").append(body);
    for (byte[] attachment : attachments) {
      mail.append("\r\n--b\r\nContent-Type: application/octet-stream; name=\"f\"\r\n");
      mail.append("Content-Disposition: attachment; filename=\"f\"\r\n");
      mail.append("Content-Transfer-Encoding: base64\r\n\r\n");
      mail.append(Base64.getMimeEncoder().encodeToString(attachment));
    }
    return text(mail.append("\r\n--b--\r\n").toString());
  }

  static byte[] png() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_BYTE_GRAY), "png", out);
    return out.toByteArray();
  }

  static byte[] mailWith(String name, byte[] attachment) {
    return text(
        "From: a@example.org\r\nTo: b@example.org\r\nSubject: files\r\nMIME-Version: 1.0\r\n"
            + "Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\n"
            + "Content-Type: text/plain; charset=utf-8\r\n\r\nSeen in Lyon.\r\n--b\r\n"
            + ("Content-Type: application/octet-stream; name=\"" + name + "\"\r\n")
            + ("Content-Disposition: attachment; filename=\"" + name + "\"\r\n")
            + "Content-Transfer-Encoding: base64\r\n\r\n"
            + Base64.getMimeEncoder().encodeToString(attachment)
            + "\r\n--b--\r\n");
  }

  static void quarantinedWhole(List<Arrival> arrivals, byte[] bytes, Reason reason) {
    assertThat(arrivals)
        .singleElement()
        .satisfies(
            a -> {
              assertThat(a.outcome()).isEqualTo(Outcome.QUARANTINED);
              assertThat(a.reasonCode()).isEqualTo(reason);
              assertThat(a.reason()).startsWith("It holds a policy file that says ");
              assertThat(a.policyId()).isEqualTo(Label.QUARANTINE.id());
              assertThat(a.mediaType()).isNotNull();
              assertThat(a.text()).isNull();
              assertThat(a.contentSha256()).isEqualTo(Sha256.hex(bytes));
            });
  }

  static String mail(String ownHeaders) {
    return ownHeaders + "From: a@example.org\nTo: b@example.org\nSubject: s\n\nbody\n";
  }

  static void notForUs(Arrival arrival) {
    assertThat(arrival.reasonCode()).isEqualTo(Reason.NOT_ADDRESSED);
    assertThat(arrival.outcome()).isEqualTo(Outcome.QUARANTINED);
    assertThat(arrival.policyId()).isEqualTo(Label.QUARANTINE.id());
    assertThat(arrival.basePolicy()).isNull();
    assertThat(arrival.content()).isNull();
    assertThat(arrival.mediaType()).isNull();
    assertThat(arrival.title()).isNull();
    assertThat(arrival.text()).isNull();
    assertThat(arrival.metadata()).isEmpty();
    assertThat(arrival.contentSha256()).isNotEmpty();
  }

  static byte[] picture() throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_BYTE_GRAY), "png", png);
    return png.toByteArray();
  }
}
