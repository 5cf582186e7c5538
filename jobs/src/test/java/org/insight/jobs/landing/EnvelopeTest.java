package org.insight.jobs.landing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.assertj.core.groups.Tuple;
import org.insight.jobs.landing.extract.ReadingLimits;
import org.insight.jobs.landing.extract.Reason;
import org.insight.policy.Label;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {

  private static final String POLICY = "source: FR\npurposes: [investigation]\n";
  private static final String RESTRICTED =
      "<originator code='FR'>NCB Paris</originator><addressee code='IPSG'/>"
          + "<purpose>investigation</purpose><purpose>locate</purpose>"
          + "<handling scheme='EUROPOL' code='H2'/><not-for>US</not-for>"
          + "<condition>ask first; in writing</condition>";
  private static final ReadingLimits LIMITS =
      new ReadingLimits(8 << 20, 16 << 20, 4, 50, 20, 20, 100, 1000, 256);
  private static final List<String> MAPPINGS = List.of();

  private static List<Arrival> read(byte[] bytes, Map<String, String> policies) {
    return new ItemReader(LIMITS, MAPPINGS)
        .read(
            "in/m.xml",
            () -> new ByteArrayInputStream(bytes),
            new PolicyFinder(policies::get, null));
  }

  private static List<Arrival> read(String message) {
    return read(message.getBytes(StandardCharsets.UTF_8), Map.of("policy.yaml", POLICY));
  }

  private static String message(String header, String rest) {
    return "<message xmlns='urn:insight:message:1'><header>"
        + header
        + "</header>"
        + rest
        + "</message>";
  }

  private static String attachment(String name, String text) {
    return "<attachment name='"
        + name
        + "' type='application/octet-stream'>"
        + Base64.getMimeEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
        + "</attachment>";
  }

  private static void quarantined(List<Arrival> arrivals, Reason reason) {
    assertThat(arrivals)
        .singleElement()
        .satisfies(
            a -> {
              assertThat(a.reasonCode()).isEqualTo(reason);
              assertThat(a.outcome()).isEqualTo(Outcome.QUARANTINED);
              assertThat(a.policyId()).isEqualTo(Label.QUARANTINE.id());
              assertThat(a.text()).isNull();
            });
  }

  /** The message that docs/messages.md shows. */
  private static String documented() throws IOException {
    String page = Files.readString(Path.of("../docs/messages.md"));
    int begin = page.indexOf("```xml\n") + "```xml\n".length();
    return page.substring(begin, page.indexOf("```", begin));
  }

  @Test
  void theMessageOfTheDocumentationFitsItsSchemaAndIsRead() throws Exception {
    String message = documented();
    SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(EnvelopeTest.class.getResource("/messages/message-1.xsd"))
        .newValidator()
        .validate(new StreamSource(new StringReader(message)));
    List<Arrival> arrivals = read(message.getBytes(StandardCharsets.UTF_8), Map.of());
    assertThat(arrivals)
        .extracting(Arrival::path, Arrival::kind, Arrival::outcome)
        .containsExactly(
            Tuple.tuple("in/m.xml", "message", Outcome.READ),
            Tuple.tuple("in/m.xml!/plate.txt", "document", Outcome.READ));
    Arrival first = arrivals.get(0);
    assertThat(first.mediaType()).isEqualTo("application/vnd.insight.message+xml");
    assertThat(first.title()).isEqualTo("Vehicle seen in Lyon");
    assertThat(first.sentAt()).hasToString("2026-03-05T08:30:00Z");
    assertThat(first.text()).isEqualTo("The vehicle was seen on 3 March.");
    assertThat(first.metadata())
        .containsEntry("Message:id", "FR-2026-000417")
        .containsEntry("Message:addressee", "IPSG; ES")
        .containsEntry("Message:category", "diffusion");
    assertThat(first.basePolicy())
        .contains("\"source\":\"FR\"", "\"code\":\"H2\"", "\"not_for\":[\"US\"]", "\"level\":1")
        .contains("\"information\":\"2\"", "\"expires_on\":\"2031-12-31\"");
    assertThat(arrivals.get(1).text()).contains("AB-123-CD");
    assertThat(arrivals.get(1).policyId()).isEqualTo(first.policyId());
    assertThat(arrivals.get(1).parentItemId()).isEqualTo(first.itemId());
    assertThat(first.issues()).isEmpty();
  }

  @Test
  void itsHeaderSaysWhatTheHeadersOfMailWouldSay() {
    Arrival envelope = read(message(RESTRICTED, "<body>text</body>")).get(0);
    String mail =
        "X-Insight-Source: FR\nX-Insight-Purposes: investigation, locate\n"
            + "X-Insight-Handling: EUROPOL:H2\nX-Insight-Not-For: US\n"
            + "X-Insight-Conditions: ask first;; in writing\n"
            + "From: a@example.org\nTo: b@example.org\n\nbody\n";
    assertThat(envelope.policyId()).isEqualTo(read(mail).get(0).policyId());
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "ISO-8859-1"})
  void itsPolicyIsFoundInAnyEncoding(String encoding) throws IOException {
    String message =
        "<?xml version='1.0' encoding='"
            + encoding
            + "'?>\n"
            + message(RESTRICTED, "<body>é</body>");
    assertThat(read(message.getBytes(encoding), Map.of()))
        .singleElement()
        .satisfies(
            a -> {
              assertThat(a.basePolicy()).contains("\"not_for\":[\"US\"]");
              assertThat(a.text()).isEqualTo("é");
            });
  }

  @Test
  void withoutRestrictionsThePolicyIsThatOfItsFolder() {
    Arrival arrival =
        read(message("<id>1</id><originator code='ES'/>", "<body>text</body>")).get(0);
    assertThat(arrival.outcome()).isEqualTo(Outcome.READ);
    assertThat(arrival.basePolicy()).contains("\"source\":\"FR\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<originator code='FR'/><handling scheme='EUROPOL' code='H2'/>",
        "<originator code='FR'/><purpose>investigation</purpose>"
            + "<handling scheme='EUROPOL' code='H9'/>",
        "<purpose>investigation</purpose>",
        "<originator code='France'/><purpose>investigation</purpose>",
        "<originator code='FR'/><purpose>investigation</purpose><secrecy>high</secrecy>",
        "<originator code='FR'/><purpose>investigation</purpose><level>1</level><level>0</level>",
        "<originator code='FR'/><purpose>investigation</purpose><not-for> </not-for>",
        "<originator code='FR'/><purpose>investigation</purpose><grading scheme='ADMIRALTY'/>",
        "<originator code='FR'/><purpose>investigation</purpose><not-for><b>US</b></not-for>",
        "<originator code='FR'/><purpose>&unknown;</purpose>",
        "<originator code='FR'/><addressee>General Secretariat</addressee>",
        "<x:level xmlns:x='urn:other'>3</x:level>",
      })
  void aHeaderThatMayBeMisreadIsSeenByNobody(String header) {
    List<Arrival> arrivals = read(message(header, "<body>text</body>"));
    quarantined(arrivals, Reason.BAD_POLICY);
    assertThat(arrivals.get(0).reason()).doesNotContain("France", "H9", "secrecy", "text");
  }

  @Test
  void aHeaderThatIsLateTwiceOrBrokenIsSeenByNobody() {
    String root = "<message xmlns='urn:insight:message:1'>";
    quarantined(read(root + "<body>b</body><header/></message>"), Reason.BAD_POLICY);
    quarantined(read(root + "<body>b</body></message>"), Reason.BAD_POLICY);
    quarantined(read(message(RESTRICTED, "").substring(0, 150)), Reason.BAD_POLICY);
    quarantined(
        read(message(RESTRICTED, "<header><not-for>GB</not-for></header>")), Reason.BAD_POLICY);
    String comment = "<!--" + "x".repeat(300_000) + "-->";
    quarantined(read(message(comment + RESTRICTED, "")), Reason.BAD_POLICY);
    // Where its beginning hides that it is a message, its own policy is not that of its folder.
    quarantined(read(comment + message(RESTRICTED, "")), Reason.POLICY_CONFLICT);
  }

  @Test
  void whatIsSentToOthersIsNotReadAndNoneOfItsBytesAreKept() {
    String others = message("<addressee code='GB'/><addressee code='ES'/>", "<body>secret</body>");
    quarantined(read(others), Reason.NOT_ADDRESSED);
    assertThat(read(others).get(0).content()).isNull();
    List<Arrival> around =
        read(message("<addressee code='IPSG'/>", "<body>b</body>" + attachment("in.xml", others)));
    assertThat(around.get(0).content()).isNull();
    assertThat(around.get(0).issues()).contains("holds_what_was_sent_to_others");
    assertThat(around.get(1).reasonCode()).isEqualTo(Reason.NOT_ADDRESSED);
  }

  @Test
  void attachmentsThreeLevelsDeepHaveItsPolicyAndAnotherPolicyIsAConflict() {
    String mail = "From: a@example.org\nTo: b@example.org\nSubject: s\n\ninner text\n";
    String inner = message(RESTRICTED, "<body>b</body>" + attachment("m.eml", mail));
    List<Arrival> arrivals =
        read(
            message(
                RESTRICTED, attachment("a/b.xml", message(RESTRICTED, attachment("c", inner)))));
    assertThat(arrivals)
        .extracting(Arrival::path)
        .containsExactly(
            "in/m.xml", "in/m.xml!/b.xml", "in/m.xml!/b.xml!/c", "in/m.xml!/b.xml!/c!/m.eml");
    assertThat(arrivals).extracting(Arrival::policyId).containsOnly(arrivals.get(0).policyId());
    assertThat(arrivals.get(3).text()).contains("inner text");
    String other = message("<originator code='BE'/><purpose>warning</purpose>", "");
    assertThat(read(message(RESTRICTED, attachment("o.xml", other))).get(1).reasonCode())
        .isEqualTo(Reason.POLICY_CONFLICT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"policy.yaml", "fr/policy.yaml", "fr\\a.txt.policy.yaml", "fr/policy.yml/"})
  void anotherPolicyFileThatIsAttachedIsAConflictWhateverFoldersAreBeforeItsName(String name) {
    String policy = "source: BE\npurposes: [warning]\nnot_for: [US]\n";
    quarantined(
        read(message(RESTRICTED, "<body>b</body>" + attachment(name, policy))),
        Reason.POLICY_CONFLICT);
  }

  @Test
  void aDamagedAttachmentIsItsOwnRejectAndADamagedMessageIsCorrupt() {
    List<Arrival> arrivals =
        read(
            message(
                RESTRICTED,
                "<body>b</body><attachment name='x'>QUJ*D</attachment>"
                    + attachment("y.txt", "good text")
                    + "<attachment name='z'/>"
                    // Two parts, each with its padding: Java's reader ends at the first.
                    + "<attachment name='w'>Zmlyc3Q=IHNlY29uZA==</attachment>"));
    assertThat(arrivals)
        .extracting(Arrival::reasonCode)
        .containsExactly(null, Reason.CORRUPT, null, Reason.EMPTY, Reason.CORRUPT);
    String whole = message(RESTRICTED, "<body>b</body>" + attachment("y.txt", "good text"));
    assertThat(read(whole.substring(0, whole.length() - 20)))
        .singleElement()
        .satisfies(
            a -> {
              assertThat(a.reasonCode()).isEqualTo(Reason.CORRUPT);
              assertThat(a.basePolicy()).contains("\"not_for\":[\"US\"]");
            });
  }

  @Test
  void entitiesAndTooManyAttachmentsAreRefused() {
    String bomb =
        "<?xml version='1.0'?><!DOCTYPE message [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]>"
            + message(RESTRICTED, "<body>&b;</body>");
    assertThat(read(bomb).get(0).reasonCode()).isEqualTo(Reason.UNSAFE_XML);
    assertThat(read(message(RESTRICTED, attachment("a", "b").repeat(30))))
        .singleElement()
        .satisfies(a -> assertThat(a.reasonCode()).isEqualTo(Reason.TOO_MANY_MEMBERS));
  }

  @Test
  void elementsOfTheBodyAreTextAndOthersAreIssues() {
    Arrival arrival =
        read(message(
                RESTRICTED + "<sent>yesterday</sent>",
                "<body>One<p>two</p></body><body>Three</body><seal>none</seal>"))
            .get(0);
    assertThat(arrival.text()).isEqualTo("One\ntwo\n\nThree");
    assertThat(arrival.issues()).containsExactly("unknown_elements", "sent_at_not_a_date");
  }
}
