package org.insight.jobs.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.insight.jobs.landing.ItemReading.OPEN;
import static org.insight.jobs.landing.ItemReading.mail;
import static org.insight.jobs.landing.ItemReading.mailWith;
import static org.insight.jobs.landing.ItemReading.message;
import static org.insight.jobs.landing.ItemReading.notForUs;
import static org.insight.jobs.landing.ItemReading.picture;
import static org.insight.jobs.landing.ItemReading.png;
import static org.insight.jobs.landing.ItemReading.protectedZip;
import static org.insight.jobs.landing.ItemReading.read;
import static org.insight.jobs.landing.ItemReading.rejected;
import static org.insight.jobs.landing.ItemReading.text;
import static org.insight.jobs.landing.ItemReading.zip;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import net.lingala.zip4j.model.enums.EncryptionMethod;
import org.insight.jobs.landing.extract.Reason;
import org.insight.policy.Label;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages, mailboxes and whom they were sent to. */
class ItemReaderMessagesTest {

  @Test
  void aMessageComesWithItsAttachmentsAndTheirs() {
    String inner = "Subject: inner\nFrom: b@example.org\nTo: c@example.org\n\nInner body\n";
    String mail =
        """
        From: a@example.org
        To: b@example.org
        Subject: outer
        Date: Mon, 06 Jan 2025 10:00:00 +0200
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=XX

        --XX
        Content-Type: text/plain; charset=utf-8

        Outer body
        --XX
        Content-Type: text/html
        Content-Disposition: attachment; filename=page.html

        <html><body><p>Page <b>text</b></p></body></html>
        --XX
        Content-Type: message/rfc822
        Content-Disposition: attachment; filename=inner.eml

        %s
        --XX--
        """
            .formatted(inner);
    List<Arrival> arrivals = read("m.eml", text(mail));
    assertThat(arrivals)
        .extracting(Arrival::path, Arrival::kind)
        .containsExactly(
            tuple("m.eml", "message"),
            tuple("m.eml!/page.html", "document"),
            tuple("m.eml!/inner.eml", "message"));
    assertThat(arrivals.get(0).text()).contains("Outer body").doesNotContain("Inner");
    assertThat(arrivals.get(0).title()).isEqualTo("outer");
    assertThat(arrivals.get(0).sentAt()).hasToString("2025-01-06T08:00:00Z");
    assertThat(arrivals.get(1).text()).contains("Page text").doesNotContain("<b>");
    assertThat(arrivals)
        .allSatisfy(
            a -> {
              assertThat(a.policyId()).isEqualTo(arrivals.get(0).policyId());
              assertThat(a.rootItemId()).isEqualTo(arrivals.get(0).itemId());
            });
    assertThat(arrivals.get(2).parentItemId()).isEqualTo(arrivals.get(0).itemId());
  }

  /** What mail programs make of a message's attachments (MS-OXTNEF): a level, an id, its data. */
  private static byte[] tnef(String name, byte[] picture) {
    ByteBuffer out = ByteBuffer.allocate(1000 + picture.length).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(0x223E9F78).putShort((short) 1);
    attribute(out, 2, 0x00069002, new byte[14]);
    attribute(out, 2, 0x00018010, text(name + "\0"));
    attribute(out, 2, 0x0006800F, picture);
    return Arrays.copyOf(out.array(), out.position());
  }

  private static void attribute(ByteBuffer out, int level, int id, byte[] data) {
    int sum = 0;
    for (byte b : data) {
      sum += Byte.toUnsignedInt(b);
    }
    out.put((byte) level).putInt(id).putInt(data.length).put(data).putShort((short) sum);
  }

  @Test
  void aPictureInAWinmailDatIsAnItem() throws IOException {
    List<Arrival> arrivals = read("m.eml", message("See the file.", tnef("car.png", png())));
    assertThat(arrivals)
        .extracting(Arrival::path)
        .containsExactly("m.eml", "m.eml!/f", "m.eml!/f!/car.png");
    assertThat(arrivals.get(1).mediaType()).isEqualTo("application/vnd.ms-tnef");
    assertThat(arrivals.get(2).kind()).isEqualTo("image");
    assertThat(arrivals.get(2).content()).isEqualTo(png());
  }

  @ParameterizedTest
  @CsvSource({
    "fr/policy.md, policy.md",
    "C:\\fr\\a.txt, a.txt",
    "fr/b.txt/, b.txt",
    "/, part-1",
    "plain.txt, plain.txt",
  })
  void anAttachmentIsCalledWithoutTheFoldersThatItLayIn(String name, String called) {
    List<Arrival> mail = read("m.eml", mailWith(name.replace("\\", "\\\\"), text("Seen in Lyon.")));
    assertThat(mail.get(1).path()).isEqualTo("m.eml!/" + called);
  }

  @Test
  void aMailboxHasThePolicyOfItsFolderAndNotThatOfItsFirstMessage() {
    String line = "From a@example.org Mon Jan  1 10:00:00 2024\n";
    String own = "X-Insight-Source: BE\nX-Insight-Purposes: warning\n";
    Map<String, String> folder = Map.of("policy.yaml", OPEN + "not_for: [US]\n");
    List<Arrival> several = read("m.mbox", text(line + mail("") + "\n" + line + mail("")), folder);
    assertThat(several)
        .hasSize(3)
        .allSatisfy(a -> assertThat(a.basePolicy()).contains("\"not_for\":[\"US\"]"));
    conflictsWhole(read("m.mbox", text(line + mail(own) + "\n" + line + mail("")), folder));
    assertThat(read("m.mbox", text(line + mail(own)), folder))
        .singleElement()
        .satisfies(a -> assertThat(a.basePolicy()).contains("\"source\":\"BE\""));
  }

  private static void conflictsWhole(List<Arrival> mailbox) {
    assertThat(mailbox)
        .singleElement()
        .satisfies(
            a -> {
              assertThat(a.mediaType()).isEqualTo("application/mbox");
              assertThat(a.reasonCode()).isEqualTo(Reason.POLICY_CONFLICT);
              assertThat(a.reason()).startsWith("It is a mailbox with a message that ");
              assertThat(a.policyId()).isEqualTo(Label.QUARANTINE.id());
              assertThat(a.text()).isNull();
            });
  }

  private static final String MAILBOX_LINE = "From a@example.org Mon Jan  1 10:00:00 2024\n";

  private static final String RESTRICTED =
      "From: a@example.org\nDate: Mon, 1 Jan 2024 10:00:00 +0000\nX-Insight-Source: BE\n"
          + "X-Insight-Purposes: warning\nX-Insight-Not-For: US\n\nObservation.\n";

  /** Where a line of a text looks like one between messages, the rest of it is not another's. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "From 10:30 on he was in the house.\n",
        "\nFrom 10:30 on he was in the house.\n",
        "\nFrom 10:30 on:\nPlace: he was in the house.\n",
        "From 10:30 on:\nPlace: he was in the house.\n"
      })
  void whatIsWrittenInAMessageOfAMailboxIsNotReadUnderALaxerPolicy(String rest) {
    List<Arrival> arrivals = read("m.mbox", text(MAILBOX_LINE + RESTRICTED + rest));
    assertThat(arrivals)
        .hasSize(1)
        .noneMatch(
            a ->
                String.valueOf(a.text()).contains("he was in the house")
                    && !String.valueOf(a.basePolicy()).contains("\"not_for\":[\"US\"]"));
  }

  @Test
  void aMailboxIsNotReadWhereOneMessageIsNotForAllWhoMayReadIt() throws IOException {
    String others = "X-Insight-Addressed-To: GB\n";
    String bad = "X-Insight-Purposes: none such\n";
    for (String own : List.of("X-Insight-Source: BE\nX-Insight-Purposes: warning\n", bad)) {
      conflictsWhole(
          read("m.mbox", text(MAILBOX_LINE + mail("") + MAILBOX_LINE + mail(own) + "\n")));
    }
    byte[] mailbox = text(MAILBOX_LINE + mail("") + "\n" + MAILBOX_LINE + mail(others));
    assertThat(read("m.mbox", mailbox)).singleElement().satisfies(a -> mailboxToOthers(a));
    List<Arrival> within = read("z.zip", zip("m.mbox", mailbox, "a.txt", text("ours")));
    assertThat(within).hasSize(3);
    assertThat(within.get(0).content()).isNull();
    mailboxToOthers(within.get(1));
    assertThat(within.get(2).text()).contains("ours");
  }

  private static void mailboxToOthers(Arrival mailbox) {
    assertThat(mailbox.reasonCode()).isEqualTo(Reason.NOT_ADDRESSED);
    assertThat(mailbox.outcome()).isEqualTo(Outcome.QUARANTINED);
    assertThat(mailbox.policyId()).isEqualTo(Label.QUARANTINE.id());
    assertThat(mailbox.content()).isNull();
    assertThat(mailbox.text()).isNull();
  }

  /** In 8 bits UTF-8 has bytes that stand for nothing in other encodings, as those of a feh. */
  @Test
  void messagesOfAMailboxKeepTheirBytesAndTheirLines() {
    String headers = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n";
    String body = "شوهدت السيارة في الفندق. Vu à Ávila.\nFrom 10:30 on he waited.\n";
    String quoted = ">From Lyon he went on.\n>>From there he wrote.\n";
    List<Arrival> arrivals =
        read(
            "m.mbox",
            text(
                (MAILBOX_LINE + mail(headers) + body + "\n")
                    + (MAILBOX_LINE + mail(headers) + body + quoted + "\n")));
    assertThat(arrivals)
        .extracting(Arrival::path, Arrival::kind)
        .containsExactly(
            tuple("m.mbox", "archive"),
            tuple("m.mbox!/part-1", "message"),
            tuple("m.mbox!/part-2", "message"));
    assertThat(arrivals.subList(1, 3))
        .allSatisfy(
            a ->
                assertThat(a.text())
                    .contains("السيارة في الفندق", "Ávila", "From 10:30 on he waited."));
    assertThat(arrivals.get(2).text())
        .contains("From Lyon he", ">From there he")
        .doesNotContain(">From Lyon", ">>From");
    byte[] many = text((MAILBOX_LINE + mail("") + "\n").repeat(25));
    rejected(read("m.mbox", many), Reason.TOO_MANY_MEMBERS, "limit of 20");
  }

  /** It has lines as mailboxes have, and is no mailbox: all of it is what its headers speak of. */
  @Test
  void whatIsReadAsOneItemHasNoPolicyButThatOfItsHeaders() {
    String text =
        "From a@example.org Mon Jan  1 10:00:00 2024\n"
            + "X-Insight-Source: BE\nX-Insight-Purposes: warning\n\n"
            + "Observation.\nFrom 10:30 on he was in the house.\n";
    assertThat(read("m.txt", text(text + "Place: Lyon\n"), Map.of("policy.yaml", OPEN)))
        .singleElement()
        .satisfies(
            a -> {
              assertThat(a.reasonCode()).isEqualTo(Reason.POLICY_CONFLICT);
              assertThat(a.policyId()).isEqualTo(Label.QUARANTINE.id());
            });
    assertThat(read("m.txt", text(text), Map.of("policy.yaml", OPEN)))
        .singleElement()
        .satisfies(a -> assertThat(a.basePolicy()).contains("\"source\":\"BE\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Insight-Addressed-To: GB\n",
        "x-insight-addressed-to: gb,\n es\n",
        "Received: from a.example.org\n\tby b.example.org\nX-Insight-Addressed-To: GB\n",
        "X-Insight-Source: FR\nX-Insight-Purposes: locate\nX-Insight-Addressed-To: GB\n",
        "X-Insight-Addressed-To: IPGS\n",
      })
  void whatIsSentToOthersAndNotToTheSecretariatIsNotRead(String headers) {
    byte[] bytes =
        text(
            headers
                + "From: a@example.org\nTo: b@example.org\nSubject: s\nMIME-Version: 1.0\n"
                + "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n"
                + "Content-Disposition: attachment; filename=a.txt\n\nannex\n--b--\n");
    assertThat(read("m.eml", bytes)).singleElement().satisfies(a -> notForUs(a));
    assertThat(read("m.eml", bytes).get(0).itemId())
        .as("a second run finds it again")
        .isEqualTo(
            ItemReader.identify(
                    "m.eml",
                    () -> new ByteArrayInputStream(bytes),
                    new PolicyFinder(Map.of("policy.yaml", OPEN)::get, null))
                .itemId());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"X-Insight-Addressed-To: IPSG\n", "X-Insight-Addressed-To: GB, ipsg\n", ""})
  void whatIsSentToTheSecretariatOrDoesNotSayIsRead(String headers) {
    assertThat(read("m.eml", text(mail(headers))))
        .singleElement()
        .satisfies(a -> assertThat(a.outcome()).isEqualTo(Outcome.READ))
        .satisfies(a -> assertThat(a.text()).contains("body"));
  }

  @Test
  void addresseesBesideAnItemOrInANoticeCountAndTheItemsOwnGoFirst() {
    Map<String, String> folder = Map.of("policy.yaml", OPEN + "addressed_to: [GB]\n");
    notForUs(read("a.txt", text("some text"), folder).get(0));
    assertThat(read("m.eml", text(mail("X-Insight-Addressed-To: IPSG\n")), folder).get(0).outcome())
        .isEqualTo(Outcome.READ);
    // With a policy of its own that does not say to whom it was sent.
    String own = "X-Insight-Source: FR\nX-Insight-Purposes: locate\n";
    notForUs(read("m.eml", text(mail(own)), folder).get(0));
    assertThat(
            read("m.eml", text(mail(own + "X-Insight-Addressed-To: IPSG\n")), folder)
                .get(0)
                .outcome())
        .isEqualTo(Outcome.READ);
    String notice =
        "{\"entity_id\": \"1\", \"policy\": {\"source\": \"FR\", \"purposes\": [\"locate\"],"
            + " \"addressed_to\": [\"GB\"]}}";
    notForUs(read("n.json", text(notice)).get(0));
    assertThat(read("a.txt", text("x"), Map.of("policy.yaml", OPEN + "addressed_to: []\n")))
        .singleElement()
        .satisfies(a -> assertThat(a.reasonCode()).isEqualTo(Reason.BAD_POLICY));
  }

  /** A list beside it may be wrong, and is put right or taken away. */
  @Test
  void whatWasSentToOthersIsAnotherItemOnceTheListIsPutRight() {
    byte[] bytes = text("Seen in Lyon.");
    String others = read("a.txt", bytes, to("[GB]")).get(0).itemId();
    String ours = read("a.txt", bytes, to("[GB, IPSG]")).get(0).itemId();
    assertThat(ours).isNotEqualTo(others).isEqualTo(read("a.txt", bytes).get(0).itemId());
    assertThat(read("b.txt", bytes, to("[ES]")).get(0).itemId()).isEqualTo(others);
  }

  private static Map<String, String> to(String addressees) {
    return Map.of("policy.yaml", OPEN + "addressed_to: " + addressees + "\n");
  }

  @Test
  void aContainerOfAMessageForOthersKeepsNoneOfItsBytes() throws IOException {
    byte[] inner = zip("m.eml", text(mail("X-Insight-Addressed-To: GB\n")), "a.txt", text("ours"));
    List<Arrival> arrivals = read("z.zip", zip("inner.zip", inner));
    assertThat(arrivals).hasSize(4);
    for (Arrival container : arrivals.subList(0, 2)) {
      assertThat(container.outcome()).isEqualTo(Outcome.READ);
      assertThat(container.content()).isNull();
      assertThat(container.issues()).contains("holds_what_was_sent_to_others");
    }
    notForUs(arrivals.get(2));
    assertThat(arrivals.get(3).text()).contains("ours");
    assertThat(arrivals.get(3).content()).isNotNull();
  }

  /**
   * Most programs write other headers first; Tika tells one that begins so as a page of the web.
   */
  @ParameterizedTest
  @ValueSource(strings = {"attachment", "inline"})
  void aMailOfATextAndItsPicturesIsAMessage(String disposition) throws IOException {
    byte[] mail =
        text(
            "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=\"b\"\n"
                + "From: a@example.org\nTo: b@example.org\nSubject: s\n"
                + "Date: Tue, 3 Mar 2026 10:00:00 +0000\n\n--b\n"
                + "Content-Type: text/plain\n\nSeen in Lyon. Password: Zebre-42\n--b\n"
                + ("Content-Type: image/png\nContent-Disposition: " + disposition)
                + "; filename=\"p.png\"\nContent-Transfer-Encoding: base64\n\n"
                + Base64.getMimeEncoder().encodeToString(picture())
                + "\n--b\nContent-Type: application/zip\n"
                + "Content-Disposition: attachment; filename=\"f.zip\"\n"
                + "Content-Transfer-Encoding: base64\n\n"
                + Base64.getMimeEncoder()
                    .encodeToString(protectedZip(EncryptionMethod.AES, "Zebre-42"))
                + "\n--b--\n");
    List<Arrival> arrivals = read("m.eml", mail);
    assertThat(arrivals)
        .extracting(Arrival::path, Arrival::kind)
        .containsExactly(
            tuple("m.eml", "message"),
            tuple("m.eml!/p.png", "image"),
            tuple("m.eml!/f.zip", "archive"),
            tuple("m.eml!/f.zip!/within.txt", "document"));
    assertThat(arrivals.get(0).mediaType()).isEqualTo("message/rfc822");
  }
}
