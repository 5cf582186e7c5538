package org.insight.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.slice.Slices;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.insight.entitlements.EntitlementsFile;
import org.junit.jupiter.api.Test;

class EntitlementsTest {

  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);

  private static boolean sees(byte[] file, String scope, String label, LocalDate day)
      throws IOException {
    return Entitlements.read(file)
        .seen(scope, Math.toIntExact(day.toEpochDay()))
        .includes(Slices.utf8Slice(label));
  }

  @Test
  void aScopeSeesItsLabelsAndNoOther() throws IOException {
    EntitlementsFile file = new EntitlementsFile();
    file.add("s1", "a", null, null);
    file.add("s2", "b", null, null);
    byte[] bytes = file.bytes();
    assertThat(sees(bytes, "s1", "a", DAY)).isTrue();
    assertThat(sees(bytes, "s1", "b", DAY)).isFalse();
    assertThat(sees(bytes, "s2", "b", DAY)).isTrue();
    for (String label : List.of("", "c", "A", "a ", "aa")) {
      assertThat(sees(bytes, "s1", label, DAY)).as(label).isFalse();
    }
    assertThat(sees(bytes, "s3", "a", DAY)).isFalse();
    assertThat(sees(bytes, "", "a", DAY)).isFalse();
  }

  @Test
  void anEntitlementHoldsFromItsFirstDayToItsLast() throws IOException {
    EntitlementsFile file = new EntitlementsFile();
    file.add("s", "from", DAY, null);
    file.add("s", "to", null, DAY);
    file.add("s", "day", DAY, DAY);
    file.add("s", "twice", null, DAY.minusDays(2));
    file.add("s", "twice", DAY, null);
    byte[] bytes = file.bytes();
    assertThat(sees(bytes, "s", "from", DAY.minusDays(1))).isFalse();
    assertThat(sees(bytes, "s", "from", DAY)).isTrue();
    assertThat(sees(bytes, "s", "from", LocalDate.of(9999, 12, 31))).isTrue();
    assertThat(sees(bytes, "s", "to", LocalDate.of(1, 1, 1))).isTrue();
    assertThat(sees(bytes, "s", "to", DAY)).isTrue();
    assertThat(sees(bytes, "s", "to", DAY.plusDays(1))).isFalse();
    assertThat(sees(bytes, "s", "day", DAY.minusDays(1))).isFalse();
    assertThat(sees(bytes, "s", "day", DAY)).isTrue();
    assertThat(sees(bytes, "s", "day", DAY.plusDays(1))).isFalse();
    assertThat(sees(bytes, "s", "twice", DAY.minusDays(2))).isTrue();
    assertThat(sees(bytes, "s", "twice", DAY.minusDays(1))).isFalse();
    assertThat(sees(bytes, "s", "twice", DAY)).isTrue();
  }

  @Test
  void theOrderInWhichTheyWereAddedDoesNotShow() {
    EntitlementsFile one = new EntitlementsFile();
    one.add("s", "a", null, null);
    one.add("s", "b", DAY, null);
    one.add("t", "c", null, DAY);
    one.add("t", "c", null, DAY.minusDays(9));
    EntitlementsFile other = new EntitlementsFile();
    other.add("t", "c", null, DAY.minusDays(9));
    other.add("t", "c", null, DAY);
    other.add("s", "b", DAY, null);
    other.add("s", "a", null, null);
    assertThat(one.bytes()).isEqualTo(other.bytes());
  }

  @Test
  void aLabelIsFoundWhereverOneLooksFirst() throws IOException {
    EntitlementsFile file = new EntitlementsFile();
    List<String> labels = List.of("a", "b", "ba", "c");
    labels.forEach(label -> file.add("s", label, null, null));
    Entitlements read = Entitlements.read(file.bytes());
    for (int guess = -1; guess <= labels.size(); guess++) {
      for (String label : labels) {
        assertThat(read.place(Slices.utf8Slice(label), guess)).isEqualTo(labels.indexOf(label));
      }
      assertThat(read.place(Slices.utf8Slice("bb"), guess)).isEqualTo(-1);
    }
  }

  /** What is kept of a day is not taken for another one. */
  @Test
  void theDayIsThatOfEachQuery() throws IOException {
    EntitlementsFile file = new EntitlementsFile();
    file.add("s", "a", null, DAY);
    Entitlements entitlements = Entitlements.read(file.bytes());
    int day = Math.toIntExact(DAY.toEpochDay());
    for (int i = 0; i < 2; i++) {
      assertThat(entitlements.seen("s", day).includes(Slices.utf8Slice("a"))).isTrue();
      assertThat(entitlements.seen("s", day + 1).includes(Slices.utf8Slice("a"))).isFalse();
    }
  }

  @Property(tries = 50)
  void whatIsReadIsWhatWasAdded(@ForAll Random random, @ForAll @IntRange(max = 300) int many)
      throws IOException {
    EntitlementsFile file = new EntitlementsFile();
    Set<List<Integer>> added = new HashSet<>();
    for (int i = 0; i < many; i++) {
      int scope = random.nextInt(5);
      int label = random.nextInt(200);
      LocalDate first = random.nextInt(4) == 0 ? DAY.plusDays(random.nextInt(3) - 1) : null;
      LocalDate last = random.nextInt(4) == 0 ? DAY.plusDays(random.nextInt(3) - 1) : null;
      file.add("scope" + scope, "label-" + label, first, last);
      if ((first == null || !first.isAfter(DAY)) && (last == null || !last.isBefore(DAY))) {
        added.add(List.of(scope, label));
      }
    }
    Entitlements read = Entitlements.read(file.bytes());
    for (int scope = 0; scope < 5; scope++) {
      Entitlements.Seen seen = read.seen("scope" + scope, Math.toIntExact(DAY.toEpochDay()));
      for (int label = 0; label < 200; label++) {
        assertThat(seen.includes(Slices.utf8Slice("label-" + label)))
            .as("scope %d, label %d", scope, label)
            .isEqualTo(added.contains(List.of(scope, label)));
      }
    }
  }

  @Test
  void whatIsNotWholeOrOfAnotherFormIsNotRead() {
    EntitlementsFile file = new EntitlementsFile();
    file.add("s", "a", null, null);
    file.add("s", "b", DAY, null);
    byte[] whole = file.bytes();
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> Entitlements.read(part)).isInstanceOf(IOException.class);
    }
    for (int at = 0; at < whole.length; at++) {
      byte[] changed = whole.clone();
      changed[at] ^= 1;
      assertThatThrownBy(() -> Entitlements.read(changed)).isInstanceOf(IOException.class);
    }
    byte[] longer = Arrays.copyOf(whole, whole.length + 1);
    assertThatThrownBy(() -> Entitlements.read(longer)).isInstanceOf(IOException.class);
  }

  @Test
  void anotherVersionIsNotRead() throws Exception {
    byte[] file =
        hashed("insight-entitlements-2\n\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> Entitlements.read(file)).hasMessage("another version or none");
  }

  /** As who has the hash right, too. */
  @Test
  void whatSpeaksOfOtherLabelsThanItHasIsNotRead() throws Exception {
    assertThat(Entitlements.read(of(1, 0, new byte[0])).size()).isEqualTo(2);
    assertThatThrownBy(() -> Entitlements.read(of(1, 0, new byte[1])))
        .hasMessage("more than it says");
    for (int words : new int[] {-1, 2}) {
      assertThatThrownBy(() -> Entitlements.read(of(words, 0, new byte[0])))
          .hasMessage("a set of more labels than there are, found " + words + " words");
    }
    for (int label : new int[] {-1, 2}) {
      assertThatThrownBy(() -> Entitlements.read(of(1, label, new byte[0])))
          .hasMessage("a label that is not there, found " + label);
    }
  }

  /** Two labels, and one scope with so many words of a set and an entitlement to a label. */
  private static byte[] of(int words, int dated, byte[] behind) throws Exception {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(body)) {
      out.write(EntitlementsFile.MAGIC.getBytes(StandardCharsets.UTF_8));
      out.writeInt(2);
      out.writeUTF("a");
      out.writeUTF("b");
      out.writeInt(1);
      out.writeUTF("s");
      out.writeInt(words);
      for (int i = 0; i < words; i++) {
        out.writeLong(1);
      }
      out.writeInt(1);
      out.writeInt(dated);
      out.writeInt(0);
      out.writeInt(1);
      out.write(behind);
    }
    return hashed(body.toByteArray());
  }

  private static byte[] hashed(byte[] body) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
    byte[] file = Arrays.copyOf(body, body.length + hash.length);
    System.arraycopy(hash, 0, file, body.length, hash.length);
    return file;
  }

  @Test
  void aReaderInNoScopeOrInTwoIsInNone() {
    assertThat(Answers.scope(Set.of("clearance-1", "scope-a"))).contains("a");
    assertThat(Answers.scope(Set.of())).isEmpty();
    assertThat(Answers.scope(Set.of("clearance-1", "ascope-a"))).isEmpty();
    assertThat(Answers.scope(Set.of("scope-a", "scope-b"))).isEmpty();
  }
}
