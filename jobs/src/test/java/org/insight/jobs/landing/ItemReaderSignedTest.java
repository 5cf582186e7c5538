package org.insight.jobs.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.insight.jobs.landing.ItemReading.OPEN;
import static org.insight.jobs.landing.ItemReading.mail;
import static org.insight.jobs.landing.ItemReading.mailWith;
import static org.insight.jobs.landing.ItemReading.notForUs;
import static org.insight.jobs.landing.ItemReading.picture;
import static org.insight.jobs.landing.ItemReading.quarantinedWhole;
import static org.insight.jobs.landing.ItemReading.read;
import static org.insight.jobs.landing.ItemReading.rejected;
import static org.insight.jobs.landing.ItemReading.text;
import static org.insight.jobs.landing.ItemReading.zip;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.insight.jobs.landing.extract.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signed messages. */
class ItemReaderSignedTest {

  private static byte[] signed(byte[] contents, String encoding) throws IOException {
    return cms(contents, true).getEncoded(encoding);
  }

  /** Without a signer: what is read of it is the same. */
  private static CMSSignedData cms(byte[] contents, boolean within) {
    CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
    generator.addOtherRevocationInfo(
        new ASN1ObjectIdentifier("1.2.3"), new DEROctetString(new byte[100]));
    try {
      return generator.generate(new CMSProcessableByteArray(contents), within);
    } catch (CMSException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"BER", "DER"})
  void whatIsSignedHasItsOwnPolicyAndAddressees(String encoding) throws IOException {
    String another = "X-Insight-Source: BE\nX-Insight-Purposes: warning\n";
    byte[] notice =
        text(
            "{\"policy\": {\"source\": \"BE\", \"purposes\": [\"warning\"]}, \"a\": \""
                + ("Seen in Lyon. ".repeat(9) + "\"}"));
    for (byte[] contents : List.of(text(mail(another)), notice)) {
      List<Arrival> arrivals = read("s.p7m", signed(contents, encoding));
      assertThat(arrivals).extracting(Arrival::path).containsExactly("s.p7m", "s.p7m!/s");
      assertThat(arrivals.get(0).text()).isNull();
      assertThat(arrivals.get(0).content()).isNull();
      assertThat(arrivals.get(0).issues()).contains("holds_what_is_quarantined");
      assertThat(arrivals.get(1).reasonCode()).isEqualTo(Reason.POLICY_CONFLICT);
    }
    String toOthers = mail("X-Insight-Addressed-To: GB\n");
    List<Arrival> arrivals = read("m.eml.p7m", signed(text(toOthers), encoding));
    assertThat(arrivals).hasSize(2);
    assertThat(arrivals.get(0).content()).isNull();
    notForUs(arrivals.get(1));
    assertThat(read("m.eml.p7m", signed(text(mail("")), encoding)).get(1))
        .satisfies(
            a -> {
              assertThat(a.path()).isEqualTo("m.eml.p7m!/m.eml");
              assertThat(a.kind()).isEqualTo("message");
              assertThat(a.text()).contains("body");
            });
  }

  @Test
  void whatIsSignedIsUnfoldedAsIfItWereNot() throws IOException {
    byte[] zip = signed(zip("a.txt", text("Seen in Lyon.")), "DER");
    assertThat(read("x.zip.P7M", zip))
        .extracting(Arrival::path)
        .containsExactly("x.zip.P7M", "x.zip.P7M!/x.zip", "x.zip.P7M!/x.zip!/a.txt");
    byte[] strict =
        signed(zip("a.txt", text("Seen."), "policy.yaml", text(OPEN + "level: 3\n")), "DER");
    quarantinedWhole(read("x.zip.p7m", strict), strict, Reason.POLICY_CONFLICT);
    byte[] table = text("full_name,birth_date\n" + "Ana Ficta,1971-03-05\n".repeat(9));
    assertThat(read("t.csv.p7m", signed(table, "DER")).get(1).mapping()).isEqualTo("generic-csv");
    // A mail is signed with the headers of its parts alone.
    byte[] mail =
        text(
            "Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\n"
                + "Content-Type: text/plain\r\n\r\nSeen in Lyon.\r\n--b\r\n"
                + "Content-Type: image/png; name=\"p.png\"\r\n"
                + "Content-Disposition: inline; filename=\"p.png\"\r\n"
                + "Content-Transfer-Encoding: base64\r\n\r\n"
                + Base64.getMimeEncoder().encodeToString(picture())
                + "\r\n--b--\r\n");
    List<Arrival> arrivals = read("m.eml", mailWith("smime.p7m", signed(mail, "BER")));
    assertThat(arrivals)
        .extracting(Arrival::path, Arrival::kind)
        .containsExactly(
            tuple("m.eml", "message"),
            tuple("m.eml!/smime.p7m", "archive"),
            tuple("m.eml!/smime.p7m!/smime", "message"),
            tuple("m.eml!/smime.p7m!/smime!/p.png", "image"));
    assertThat(arrivals.get(2).text()).contains("Seen in Lyon.");
  }

  @Test
  void whatIsSignedIsReadByItselfOrNotAtAll() throws IOException {
    String another = "X-Insight-Source: BE\nX-Insight-Purposes: warning\n";
    byte[] whole = signed(text(mail(another)), "DER");
    assertThat(read("m.eml.p7m", Arrays.copyOf(whole, whole.length + 2)))
        .hasSize(2)
        .element(1)
        .satisfies(a -> assertThat(a.reasonCode()).isEqualTo(Reason.POLICY_CONFLICT));
    for (int cut : new int[] {50, 150}) {
      byte[] damaged = Arrays.copyOf(whole, whole.length - cut);
      rejected(read("m.eml.p7m", damaged), Reason.CORRUPT, "cannot be taken out");
    }
    assertThat(read("m.eml.p7s", cms(new byte[0], false).getEncoded("BER")))
        .singleElement()
        .satisfies(a -> assertThat(a.issues()).containsExactly("signature_only"));
  }

  /** As programs for keys write it, under either of its names. */
  @ParameterizedTest
  @ValueSource(strings = {"CMS", "PKCS7"})
  void whatIsSignedAndWrittenAsTextIsReadAsWhatIsSigned(String name) throws IOException {
    String another = "X-Insight-Source: BE\nX-Insight-Purposes: warning\n";
    List<Arrival> arrivals =
        read("m.eml.p7m.pem", asText(name, signed(text(mail(another)), "DER")));
    assertThat(arrivals)
        .extracting(Arrival::path)
        .containsExactly("m.eml.p7m.pem", "m.eml.p7m.pem!/m.eml");
    assertThat(arrivals.get(0).text()).isNull();
    assertThat(arrivals.get(0).content()).isNull();
    assertThat(arrivals.get(1).reasonCode()).isEqualTo(Reason.POLICY_CONFLICT);
    String written =
        new String(asText(name, signed(text("Seen in Lyon."), "BER")), StandardCharsets.UTF_8);
    for (String before : List.of("", "\ufeff", "\r\n  ")) {
      assertThat(read("m.txt", text(before + written)).get(1).text()).contains("Seen in Lyon.");
    }
    byte[] forAKey =
        new ContentInfo(CMSObjectIdentifiers.envelopedData, new DERSequence(new ASN1Integer(0)))
            .getEncoded("DER");
    rejected(read("m.pem", asText(name, forAKey)), Reason.ENCRYPTED, "holder of a key");
    rejected(
        read("m.pem", text("-----BEGIN " + name + "-----\nMIIB!!\n")),
        Reason.CORRUPT,
        "cannot be taken out");
    // A letter that quotes one is a letter.
    assertThat(read("a.txt", text("As said:\n-----BEGIN " + name + "-----\nMIIB\n")))
        .singleElement()
        .satisfies(a -> assertThat(a.text()).contains("As said"));
  }

  private static byte[] asText(String name, byte[] whole) {
    return text(
        "-----BEGIN "
            + name
            + "-----\n"
            + Base64.getMimeEncoder(64, text("\n")).encodeToString(whole)
            + "\n-----END "
            + name
            + "-----\n");
  }
}
