package org.insight.jobs.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.insight.jobs.landing.ItemReading.OPEN;
import static org.insight.jobs.landing.ItemReading.mail;
import static org.insight.jobs.landing.ItemReading.mailWith;
import static org.insight.jobs.landing.ItemReading.quarantinedWhole;
import static org.insight.jobs.landing.ItemReading.read;
import static org.insight.jobs.landing.ItemReading.text;
import static org.insight.jobs.landing.ItemReading.zip;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioConstants;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.insight.jobs.landing.extract.Reason;
import org.insight.policy.Label;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies that items, their members and their headers bring. */
class ItemReaderPoliciesTest {

  @Test
  void anItemWithoutPolicyIsQuarantinedUnread() {
    assertThat(read("a.txt", text("secret"), Map.of()))
        .singleElement()
        .satisfies(
            a -> {
              assertThat(a.outcome()).isEqualTo(Outcome.QUARANTINED);
              assertThat(a.reasonCode()).isEqualTo(Reason.NO_POLICY);
              assertThat(a.policyId()).isEqualTo(Label.QUARANTINE.id());
              assertThat(a.basePolicy()).isNull();
              assertThat(a.text()).isNull();
              assertThat(a.content()).isNotNull();
            });
  }

  @Test
  void aMemberWithAnotherPolicyIsSeenByNobody() throws IOException {
    String mail =
        "X-Insight-Source: BE\nX-Insight-Purposes: warning\nFrom: a@example.org\n"
            + "To: b@example.org\nSubject: s\n\nbody\n";
    List<Arrival> arrivals = read("z.zip", zip("m.eml", text(mail)));
    assertThat(arrivals.get(0).outcome()).isEqualTo(Outcome.READ);
    assertThat(arrivals.get(1).reasonCode()).isEqualTo(Reason.POLICY_CONFLICT);
    assertThat(arrivals.get(1).policyId()).isEqualTo(Label.QUARANTINE.id());
  }

  /** Whoever sees an archive could take the member out of its bytes. */
  @Test
  void whatHoldsAMemberThatNobodySeesKeepsNoBytes() throws IOException {
    String another = "{\"policy\": {\"source\": \"BE\", \"purposes\": [\"warning\"]}, \"a\": 1}";
    String broken = "{\"policy\": {\"source\": \"BE\", \"purposes\": [\"none such\"]}, \"a\": 1}";
    for (String member : List.of(another, broken)) {
      byte[] inner = zip("n.json", text(member), "b.txt", text("Of all."));
      List<Arrival> arrivals = read("z.zip", zip("inner.zip", inner, "a.txt", text("Of all too.")));
      assertThat(arrivals)
          .filteredOn(a -> a.path().endsWith(".zip"))
          .hasSize(2)
          .allSatisfy(
              container -> {
                assertThat(container.outcome()).isEqualTo(Outcome.READ);
                assertThat(container.content()).isNull();
                assertThat(container.issues()).contains("holds_what_is_quarantined");
              });
      assertThat(arrivals)
          .filteredOn(a -> a.path().endsWith(".txt"))
          .hasSize(2)
          .allSatisfy(a -> assertThat(a.content()).isNotNull());
    }
  }

  /** Of what its policy files speak nobody knows, so none of it may come in by another policy. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "policy.yaml",
        "fr/policy.yaml",
        "fr\\policy.yaml",
        "a.txt.policy.yaml",
        "a.policy.yaml",
        "policy.yml",
        "fr/Policy.yaml.txt",
        "a.txt.POLICY.YML",
      })
  void whatHoldsAnotherPolicyFileIsSeenByNobody(String name) throws IOException {
    byte[] strict = text(OPEN + "level: 3\nnot_for: [US]\n");
    byte[] zip = zip("fr/a.txt", text("Seen in Lyon."), name, strict);
    for (byte[] file :
        List.of(zip, zip("b.txt", text("Of all."), "fr.zip", zip), mailWith("fr.zip", zip))) {
      List<Arrival> arrivals = read("fr.zip", file);
      quarantinedWhole(arrivals, file, Reason.POLICY_CONFLICT);
      assertThat(arrivals.get(0).content()).isEqualTo(file);
    }
    byte[] mail = mailWith(name.replace("\\", "\\\\"), strict);
    quarantinedWhole(read("m.eml", mail), mail, Reason.POLICY_CONFLICT);
  }

  @Test
  void whatHoldsAPolicyFileThatCannotBeReadIsSeenByNobody() throws IOException {
    ByteArrayOutputStream zstd = new ByteArrayOutputStream();
    try (OutputStream out = new ZstdOutputStream(zstd)) {
      out.write(text("kind: Policy\n"));
    }
    byte[] shut = zip("a.txt", text("Seen in Lyon."), "policy.yaml", text(OPEN));
    // The flag of encryption of the last member, in the directory alone.
    for (int i = 0; i < shut.length - 4; i++) {
      if (shut[i] == 'P' && shut[i + 1] == 'K' && shut[i + 2] == 1 && shut[i + 3] == 2) {
        shut[i + 8] &= ~1;
        if (new String(shut, i + 46, 11, StandardCharsets.ISO_8859_1).equals("policy.yaml")) {
          shut[i + 8] |= 1;
        }
      }
    }
    quarantinedWhole(read("z.zip", shut), shut, Reason.POLICY_CONFLICT);
    byte[] alone = zstd.toByteArray();
    quarantinedWhole(read("policy.yaml.zst", alone), alone, Reason.POLICY_CONFLICT);
    for (byte[] broken :
        List.of(
            new byte[0],
            new byte[] {0, 5, 22, 7, -1},
            text("apiVersion: v1\nkind: Policy\n"),
            text("source: [FR"))) {
      byte[] zip = zip("policy.yaml", broken, "a.txt", text("Seen in Lyon."));
      quarantinedWhole(read("z.zip", zip), zip, Reason.POLICY_CONFLICT);
    }
  }

  private static byte[] linkedZip(String link) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(out)) {
      ZipArchiveEntry entry = new ZipArchiveEntry(link);
      entry.setUnixMode(UnixStat.LINK_FLAG | 0777);
      zip.putArchiveEntry(entry);
      zip.write(text("../other"));
      zip.closeArchiveEntry();
      zip.putArchiveEntry(new ZipArchiveEntry("a.txt"));
      zip.write(text("Seen in Lyon."));
      zip.closeArchiveEntry();
    }
    return out.toByteArray();
  }

  private static byte[] linkedTar(String link, byte kind) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      TarArchiveEntry entry = new TarArchiveEntry(link, kind);
      entry.setLinkName("../other");
      tar.putArchiveEntry(entry);
      tar.closeArchiveEntry();
      TarArchiveEntry file = new TarArchiveEntry("a.txt");
      file.setSize(13);
      tar.putArchiveEntry(file);
      tar.write(text("Seen in Lyon."));
      tar.closeArchiveEntry();
    }
    return out.toByteArray();
  }

  private static byte[] linkedCpio(String link, long kind) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (CpioArchiveOutputStream cpio = new CpioArchiveOutputStream(out)) {
      CpioArchiveEntry entry = new CpioArchiveEntry(link, 8);
      entry.setMode(kind | 0777);
      cpio.putArchiveEntry(entry);
      cpio.write(text("../other"));
      cpio.closeArchiveEntry();
      cpio.putArchiveEntry(new CpioArchiveEntry("a.txt", 13));
      cpio.write(text("Seen in Lyon."));
      cpio.closeArchiveEntry();
    }
    return out.toByteArray();
  }

  private static List<byte[]> linked(String link) throws IOException {
    return List.of(
        linkedZip(link),
        linkedTar(link, TarConstants.LF_SYMLINK),
        linkedTar(link, TarConstants.LF_LINK),
        linkedTar(link, TarConstants.LF_FIFO),
        linkedTar(link, TarConstants.LF_CHR),
        linkedTar(link, TarConstants.LF_BLK),
        linkedCpio(link, CpioConstants.C_ISLNK),
        linkedCpio(link, CpioConstants.C_ISFIFO));
  }

  @Test
  void aLinkWithinIsLeftOut() throws IOException {
    for (byte[] archive : linked("fr/latest")) {
      List<Arrival> arrivals = read("archive", archive);
      assertThat(arrivals).extracting(Arrival::path).containsExactly("archive", "archive!/a.txt");
      assertThat(arrivals).extracting(Arrival::outcome).containsOnly(Outcome.READ);
      assertThat(arrivals.get(0).issues()).containsExactly("links_skipped");
    }
  }

  /** What it leads to is not in the archive, or speaks of another place in it. */
  @Test
  void whatHoldsALinkThatIsNamedAsAPolicyIsSeenByNobody() throws IOException {
    for (byte[] archive : linked("fr/policy.yaml")) {
      quarantinedWhole(read("archive", archive), archive, Reason.POLICY_CONFLICT);
    }
  }

  @Test
  void whatHoldsAPolicyFileThatSaysTheSameIsRead() throws IOException {
    byte[] same = text("purposes: [investigation]\nsource: fr\n");
    byte[] zip = zip("policy.yaml", same, "a.txt.policy.yml", same, "a.txt", text("In Lyon."));
    assertThat(read("z.zip", zip)).hasSize(4).allMatch(a -> a.outcome() == Outcome.READ);
    // What it came with is the policy beside it, and no longer the one above.
    String strict = OPEN + "not_for: [US]\n";
    byte[] other = zip("policy.yaml", text(strict), "a.txt", text("In Lyon."));
    assertThat(read("z.zip", other, Map.of("policy.yaml", OPEN, "z.zip.policy.yaml", strict)))
        .hasSize(3)
        .allSatisfy(a -> assertThat(a.basePolicy()).contains("\"not_for\":[\"US\"]"));
    byte[] plain = text("Seen in Lyon.");
    byte[] others = zip("our-policy.yaml", plain, "police.yaml", plain);
    assertThat(read("z.zip", others)).hasSize(3).allMatch(a -> a.outcome() == Outcome.READ);
  }

  @Test
  void whatHoldsAPolicyFileThatSaysItWasSentToOthersIsNotKept() throws IOException {
    byte[] to = text(OPEN + "addressed_to: [GB]\n");
    byte[] zip = zip("policy.yaml", text(OPEN + "level: 3\n"), "a.txt.policy.yaml", to);
    List<Arrival> arrivals = read("z.zip", zip);
    quarantinedWhole(arrivals, zip, Reason.NOT_ADDRESSED);
    assertThat(arrivals.get(0).content()).isNull();
    byte[] forUs = zip("policy.yaml", text(OPEN + "addressed_to: [GB, IPSG]\n"));
    assertThat(read("z.zip", forUs)).allMatch(a -> a.outcome() == Outcome.READ);
  }

  /** A zip of members that are not packed, with the version in it that Python writes. */
  private static byte[] storedZip(Object... namesAndBytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setMethod(ZipOutputStream.STORED);
      for (int i = 0; i < namesAndBytes.length; i += 2) {
        byte[] bytes = (byte[]) namesAndBytes[i + 1];
        CRC32 crc = new CRC32();
        crc.update(bytes);
        ZipEntry entry = new ZipEntry((String) namesAndBytes[i]);
        entry.setTimeLocal(LocalDateTime.of(2024, 5, 6, 7, 8, 2));
        entry.setSize(bytes.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
      }
    }
    byte[] zip = out.toByteArray();
    zip[4] = 20;
    return zip;
  }

  private static byte[] cpio(String name, byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (CpioArchiveOutputStream cpio = new CpioArchiveOutputStream(out)) {
      cpio.putArchiveEntry(new CpioArchiveEntry(name, bytes.length));
      cpio.write(bytes);
      cpio.closeArchiveEntry();
    }
    return out.toByteArray();
  }

  @Test
  void thePolicyOfTheFirstMemberIsNotThatOfItsArchive() throws IOException {
    byte[] mail =
        text(
            "From: a@example.org\nX-Insight-Source: BE\nX-Insight-Purposes: warning\n"
                + "To: b@example.org\nSubject: s\n\nbody\n");
    Map<String, String> folder = Map.of("policy.yaml", OPEN + "not_for: [US]\n");
    List<Arrival> zip =
        read("z.zip", storedZip("m.eml", mail, "a.txt", text("Seen in Lyon.")), folder);
    assertThat(zip).hasSize(3);
    assertThat(zip.get(0).basePolicy()).contains("\"not_for\":[\"US\"]");
    assertThat(zip.get(1).reasonCode()).isEqualTo(Reason.POLICY_CONFLICT);
    assertThat(zip.get(2).basePolicy()).contains("\"not_for\":[\"US\"]");
    List<Arrival> cpio = read("c.cpio", cpio("m.eml", mail), folder);
    assertThat(cpio.get(0).basePolicy()).contains("\"not_for\":[\"US\"]");
    assertThat(cpio.get(1).reasonCode()).isEqualTo(Reason.POLICY_CONFLICT);
  }

  @Test
  void aNoticeInAnotherEncodingHasItsOwnPolicyAndNotThatOfItsFolder() {
    String notice =
        "{\"entity_id\": \"1\", \"notice_type\": \"Red\", \"name\": \"GARC\u00cdA\", \"policy\":"
            + " {\"source\": \"ES\", \"purposes\": [\"locate\"], \"only_for\": [\"GB\"]}}";
    for (byte[] bytes :
        List.of(
            notice.getBytes(Charset.forName("windows-1252")),
            ("\ufeff" + notice).getBytes(StandardCharsets.UTF_16LE))) {
      assertThat(read("n.json", bytes))
          .singleElement()
          .satisfies(
              a -> {
                assertThat(a.mapping()).isEqualTo("interpol-notice");
                assertThat(a.basePolicy()).contains("\"only_for\":[\"GB\"]");
              });
    }
  }

  @Test
  void aNoticeThatBreaksOffBeforeItsPolicyIsSeenByNobody() throws IOException {
    byte[] notice =
        text(
            "{\"entity_id\": \"1\", \"notice_type\": \"Red\", \"name\": \"FICTA \"LA ROJA\"\","
                + " \"policy\": {\"source\": \"ES\", \"purposes\": [\"locate\"]}}");
    for (Arrival arrival :
        List.of(read("n.json", notice).get(0), read("z.zip", zip("n.json", notice)).get(1))) {
      assertThat(arrival.outcome()).isEqualTo(Outcome.QUARANTINED);
      assertThat(arrival.reasonCode()).isEqualTo(Reason.BAD_POLICY);
      assertThat(arrival.reason()).endsWith("its JSON breaks off before its policy could be read");
      assertThat(arrival.basePolicy()).isNull();
    }
  }

  @Test
  void aPolicyInHeadersThatIsTooLongIsSeenByNobody() {
    String conditions =
        IntStream.range(0, 80).mapToObj(i -> i + "x".repeat(900)).collect(Collectors.joining(";"));
    String headers =
        "X-Insight-Source: FR\nX-Insight-Purposes: locate\nX-Insight-Conditions: " + conditions;
    assertThat(read("m.eml", text(mail(headers + "\n"))))
        .singleElement()
        .satisfies(
            a -> {
              assertThat(a.outcome()).isEqualTo(Outcome.QUARANTINED);
              assertThat(a.reasonCode()).isEqualTo(Reason.BAD_POLICY);
              assertThat(a.reason()).contains("longer than 64 KiB");
            });
  }

  @Test
  void aConditionInItsOwnLanguageIsReadAsItIsWritten() {
    String headers =
        "X-Insight-Source: FR\nX-Insight-Purposes: locate\n"
            + "X-Insight-Conditions: \u00c0 demander \u00e0 Paris\n";
    assertThat(read("m.eml", text(mail(headers))))
        .singleElement()
        .satisfies(a -> assertThat(a.basePolicy()).contains("\"\u00c0 demander \u00e0 Paris\""));
    assertThat(read("m.eml", mail(headers).getBytes(StandardCharsets.ISO_8859_1)))
        .singleElement()
        .satisfies(a -> assertThat(a.reasonCode()).isEqualTo(Reason.BAD_POLICY));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "=?UTF-8?B?w4AgZGVtYW5kZXI7?=~=?utf-8?Q?_=C3=A0_Paris?= | '\"\u00c0 demander\",\"\u00e0"
            + " Paris\"'",
        "=?ISO-8859-1?Q?=C0?= demander | '\"\u00c0 demander\"'",
        "what =? is | '\"what =? is\"'"
      })
  void aConditionInEncodedWordsIsReadAsItWasWritten(String condition, String kept) {
    String headers =
        "X-Insight-Source: FR\nX-Insight-Purposes: locate\nX-Insight-Not-For: =?US-ASCII?Q?US?=\n"
            + "X-Insight-Conditions: "
            + condition.replace("~", "\n ")
            + "\n";
    assertThat(read("m.eml", text(mail(headers))))
        .singleElement()
        .satisfies(
            a ->
                assertThat(a.basePolicy())
                    .contains("\"not_for\":[\"US\"]", "\"conditions\":[" + kept + "]"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=?no-such-charset?Q?ask?=",
        "=?UTF-8?X?ask?=",
        "=?UTF-8?Q?=C3?=",
        "=?UTF-8?Q?ask",
        "=?UTF-8?Q?ask=0Afirst?="
      })
  void anEncodedWordThatCannotBeReadIsNoCondition(String condition) {
    String headers =
        "X-Insight-Source: FR\nX-Insight-Purposes: locate\nX-Insight-Conditions: " + condition;
    for (String conditions : List.of(headers, headers + "=?a?b?".repeat(40_000))) {
      assertThat(read("m.eml", text(mail(conditions + "\n"))))
          .singleElement()
          .satisfies(a -> assertThat(a.reasonCode()).isEqualTo(Reason.BAD_POLICY));
    }
  }
}
