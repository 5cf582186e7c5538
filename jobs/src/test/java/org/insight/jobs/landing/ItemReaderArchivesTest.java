package org.insight.jobs.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.insight.jobs.landing.ItemReading.OPEN;
import static org.insight.jobs.landing.ItemReading.SevenZMembers;
import static org.insight.jobs.landing.ItemReading.read;
import static org.insight.jobs.landing.ItemReading.rejected;
import static org.insight.jobs.landing.ItemReading.text;
import static org.insight.jobs.landing.ItemReading.zip;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.insight.jobs.landing.extract.ReadingLimits;
import org.insight.jobs.landing.extract.Reason;
import org.junit.jupiter.api.Test;

/** Archives, their members and their limits. */
class ItemReaderArchivesTest {

  @Test
  void oneBadMemberDoesNotKeepItsArchiveFromLanding() throws IOException {
    List<Arrival> arrivals =
        read("z.zip", zip("good.txt", text("good text"), "empty.txt", new byte[0]));
    assertThat(arrivals)
        .extracting(Arrival::outcome)
        .containsExactly(Outcome.READ, Outcome.READ, Outcome.REJECTED);
    assertThat(arrivals.get(2).reasonCode()).isEqualTo(Reason.EMPTY);
  }

  @Test
  void aZipBombIsOneReject() throws IOException {
    rejected(
        read("bomb.zip", zip("zeros", new byte[4 << 20])), Reason.RATIO, "50 times its own size");
  }

  @Test
  void nestingPastTheLimitIsRejectedWhereItBegins() throws IOException {
    byte[] nested = zip("deep.txt", text("deep"));
    for (int i = 0; i < 5; i++) {
      nested = zip("n.zip", nested);
    }
    List<Arrival> arrivals = read("n.zip", nested);
    assertThat(arrivals).hasSize(5);
    assertThat(arrivals.get(4).reasonCode()).isEqualTo(Reason.TOO_DEEP);
    assertThat(arrivals.subList(0, 4)).allMatch(a -> a.outcome() == Outcome.READ);
  }

  @Test
  void tooManyMembersAreARejectOfTheirArchive() throws IOException {
    Object[] members = new Object[50];
    for (int i = 0; i < 25; i++) {
      members[2 * i] = i + ".txt";
      members[2 * i + 1] = text("t" + i);
    }
    rejected(read("many.zip", zip(members)), Reason.TOO_MANY_MEMBERS, "limit of 20");
  }

  @Test
  void membersWithoutBytesCountAsOthersDo() throws IOException {
    SevenZMembers empty = new SevenZMembers(null);
    for (int i = 0; i < 25; i++) {
      empty.add(i + ".txt", "");
    }
    rejected(read("many.7z", empty.bytes()), Reason.TOO_MANY_MEMBERS, "limit of 20");
    Object[] members = new Object[50];
    for (int i = 0; i < 25; i++) {
      members[2 * i] = i + ".txt";
      members[2 * i + 1] = text("t" + i);
    }
    byte[] zip = zip(members);
    // Packed as bzip2 (12), the directory says: what is none does not even open.
    for (int i = 0; i < zip.length - 4; i++) {
      if (zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 1 && zip[i + 3] == 2) {
        zip[i + 10] = 12;
      }
    }
    rejected(read("many.zip", zip), Reason.TOO_MANY_MEMBERS, "limit of 20");
  }

  @Test
  void anEncryptedZipIsRejectedAsSuch() throws IOException {
    byte[] zip = zip("secret.txt", text("secret"));
    // The flag of encryption, in the local header and in the directory.
    zip[6] |= 1;
    for (int i = 0; i < zip.length - 4; i++) {
      if (zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 1 && zip[i + 3] == 2) {
        zip[i + 8] |= 1;
      }
    }
    rejected(read("e.zip", zip), Reason.ENCRYPTED, "protected by a password");
  }

  @Test
  void zstandardIsUnpacked() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream zstd = new ZstdOutputStream(out)) {
      zstd.write(text("Seen in Lyon."));
    }
    List<Arrival> arrivals = read("note.txt.zst", out.toByteArray());
    assertThat(arrivals.get(1).path()).isEqualTo("note.txt.zst!/note.txt");
    assertThat(arrivals.get(1).text()).contains("Lyon");
  }

  @Test
  void membersAreToldApartWhateverTheyAreCalled() throws IOException {
    byte[] same = text("Seen in Lyon.");
    List<Arrival> arrivals =
        read("z.zip", zip("a\u0001", same, "a\u0002", same, "a_#2", same, "a\u0003", same));
    assertThat(arrivals)
        .extracting(Arrival::path)
        .containsExactly("z.zip", "z.zip!/a_", "z.zip!/a_#2", "z.zip!/a_#2#2", "z.zip!/a_#3");
    assertThat(arrivals).extracting(Arrival::itemId).doesNotHaveDuplicates();
  }

  @Test
  void textOfAllThatAFileHoldsHasALimitAsWell() throws IOException {
    ByteArrayOutputStream docx = new ByteArrayOutputStream();
    try (XWPFDocument document = new XWPFDocument()) {
      document.createParagraph().createRun().setText("Seen in Lyon. ".repeat(6_000));
      document.write(docx);
    }
    byte[] member = docx.toByteArray();
    byte[] zip = zip("1.docx", member, "2.docx", member, "3.docx", member, "4.txt", text("Last."));
    ReadingLimits limits = new ReadingLimits(8 << 20, 200_000, 3, 50, 20, 20, 100, 90_000, 256);
    assertThat(zip.length + 4 * member.length).isLessThan(200_000);
    List<Arrival> arrivals =
        new ItemReader(limits, List.of())
            .read(
                "z.zip",
                () -> new ByteArrayInputStream(zip),
                new PolicyFinder(Map.of("policy.yaml", OPEN)::get, null));
    assertThat(arrivals)
        .extracting(Arrival::reasonCode)
        .containsExactly(null, null, null, Reason.TOO_LARGE, null);
    assertThat(arrivals.get(3).reason()).contains("200000 characters");
    assertThat(arrivals.get(3).text()).isNull();
  }

  @Test
  void membersOfLongNamesAreToldApart() throws IOException {
    byte[] same = text("Seen in Lyon.");
    String name = "a".repeat(399);
    // Of two characters that a limit of 400 cuts in half.
    List<Arrival> arrivals =
        read("z.zip", zip(name + "\ud83d\ude00", same, name + "\ud83c\udf00", same));
    assertThat(arrivals).hasSize(3).extracting(Arrival::itemId).doesNotHaveDuplicates();
  }
}
