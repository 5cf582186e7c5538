package org.insight.jobs.landing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyFinderTest {

  private final Map<String, String> files = new HashMap<>();

  private static String policy(String source) {
    return "source: " + source + "\npurposes: [investigation]\n";
  }

  private String source(String path, String content, @Nullable String fallback) throws IOException {
    return source(path, content.getBytes(StandardCharsets.UTF_8), fallback);
  }

  private String source(String path, byte[] bytes, @Nullable String fallback) throws IOException {
    PolicyResult result =
        new PolicyFinder(files::get, fallback).find(path, () -> new ByteArrayInputStream(bytes));
    if (result instanceof PolicyResult.Found found) {
      return found.policy().source();
    }
    return result instanceof PolicyResult.Malformed ? "malformed" : "missing";
  }

  /** Where nobody writes into it, who opens it waits for ever. */
  @Test
  void aPipeInThePlaceOfAPolicyIsNotReadAndNotPassedOver(@TempDir Path inbox) throws Exception {
    Files.writeString(inbox.resolve("policy.yaml"), policy("FR"));
    Path pipe = Files.createDirectory(inbox.resolve("be")).resolve("policy.yaml");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Files.createSymbolicLink(inbox.resolve("c.txt.policy.yaml"), pipe);
    Process writer =
        new ProcessBuilder(
                "sh", "-c", "while :; do echo \"$1\" > \"$0\"; done", pipe.toString(), policy("BE"))
            .start();
    try {
      Inbox there = new Inbox("file:" + inbox, null);
      FilePolicies policies = there.policies();
      for (String path : List.of("be/b.txt", "c.txt")) {
        assertThat(policies.of(new InboxFile(path, "", 0, null, null, null, there)).around(path))
            .isInstanceOf(PolicyResult.Malformed.class);
      }
    } finally {
      writer.destroyForcibly();
    }
  }

  @Test
  void theNearestPolicyDecides() throws IOException {
    assertThat(source("a/b/f.txt", "x", null)).isEqualTo("missing");
    assertThat(source("a/b/f.txt", "x", policy("CH"))).isEqualTo("CH");
    files.put("policy.yaml", policy("AT"));
    assertThat(source("a/b/f.txt", "x", policy("CH"))).isEqualTo("AT");
    files.put("a/policy.yaml", policy("BE"));
    assertThat(source("a/b/f.txt", "x", null)).isEqualTo("BE");
    files.put("a/b/f.txt.policy.yaml", policy("CZ"));
    assertThat(source("a/b/f.txt", "x", null)).isEqualTo("CZ");
    assertThat(
            source("a/b/f.txt", "X-Insight-Source: DE\nX-Insight-Purposes: warning\n\nbody", null))
        .isEqualTo("DE");
    assertThat(
            source(
                "a/b/f.txt",
                "{\"name\": 1, \"policy\": {\"source\": \"EE\", \"purposes\": [\"warning\"]}}",
                null))
        .isEqualTo("EE");
  }

  @Test
  void aMalformedPolicyNeverFallsBackToALaxerOne() throws IOException {
    files.put("policy.yaml", policy("AT"));
    files.put("a/policy.yaml", "source: BE\n");
    assertThat(source("a/f.txt", "x", null)).isEqualTo("malformed");
    assertThat(source("f.eml", "X-Insight-Source: DE\n\nbody", null)).isEqualTo("malformed");
    assertThat(source("f.json", "{\"policy\": \"open\"}", null)).isEqualTo("malformed");
    assertThat(
            source(
                "f.eml",
                "X-Insight-Source: DE\nX-Insight-Source: EE\nX-Insight-Purposes: warning\n\nb",
                null))
        .isEqualTo("malformed");
  }

  @Test
  void aPolicyThatCannotBeReadIsNoReasonToTakeTheOneAbove() throws IOException {
    PolicyFinder finder =
        new PolicyFinder(
            path -> {
              if (path.equals("a/policy.yaml")) {
                throw new IOException("denied");
              }
              return files.get(path);
            },
            policy("CH"));
    assertThat(finder.find("a/f.txt", () -> new ByteArrayInputStream(new byte[0])))
        .isInstanceOf(PolicyResult.Malformed.class);
  }

  /** Its letters are lost, and a condition of which some are is another one. */
  @Test
  void aPolicyFileOfAnotherEncodingIsNotUsed() throws IOException {
    byte[] latin =
        "source: FR\npurposes: [investigation]\nconditions: [\u00e0 demander]\n"
            .getBytes(StandardCharsets.ISO_8859_1);
    files.put("policy.yaml", policy("AT"));
    files.put("a/policy.yaml", new String(latin, StandardCharsets.UTF_8));
    assertThat(new PolicyFinder(files::get, null).around("a/f.txt"))
        .isInstanceOfSatisfying(
            PolicyResult.Malformed.class,
            m -> assertThat(m.message()).isEqualTo("a policy file is not in UTF-8"));
  }

  @Test
  void anUnknownPurposeIsNotRepeatedInTheReason() throws IOException {
    PolicyResult result =
        new PolicyFinder(files::get, null)
            .find(
                "f.eml",
                () ->
                    new ByteArrayInputStream(
                        "X-Insight-Source: FR\nX-Insight-Purposes: gossip\n\nb"
                            .getBytes(StandardCharsets.UTF_8)));
    assertThat(result)
        .isInstanceOfSatisfying(
            PolicyResult.Malformed.class,
            m -> assertThat(m.message()).isEqualTo("unknown purpose"));
  }

  private static String notice(String more) {
    return "{\"entity_id\": \"1\", \"name\": \"GARC\u00cdA\", "
        + more
        + "\"policy\": {\"source\": \"EE\", \"purposes\": [\"warning\"]}}";
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-8, without",
    "UTF-8, with",
    "UTF-8, twice with",
    "windows-1252, without",
    "UTF-16LE, with",
    "UTF-16LE, twice with",
    "UTF-16BE, with",
    "UTF-16LE, without",
    "UTF-16BE, without"
  })
  void anItemsOwnPolicyIsFoundInAnyEncoding(String encoding, String mark) throws IOException {
    Charset charset = Charset.forName(encoding);
    for (String before : List.of("", " \n", " ".repeat(1 << 19))) {
      String marks = "\ufeff".repeat(List.of("without", "with", "twice with").indexOf(mark));
      String text = marks + before + notice("");
      assertThat(source("n.json", text.getBytes(charset), policy("AT"))).isEqualTo("EE");
    }
    assertThat(source("n.json", notice("\"a\": \"b\"c\", ").getBytes(charset), policy("AT")))
        .as("broken before the policy")
        .isEqualTo("malformed");
    assertThat(source("n.json", (notice("") + "\"").getBytes(charset), policy("AT")))
        .as("broken behind the policy")
        .isEqualTo("EE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
  void aMessagesOwnPolicyIsFoundBehindMarksAndBlankLinesInAnyEncoding(String encoding)
      throws IOException {
    String headers =
        "X-Insight-Not-For: US\nX-Insight-Source: EE\nX-Insight-Purposes: warning\n\nbody";
    for (String before : List.of("\ufeff", "\n", "\ufeff\r\n", ">From a@example.org 10:00:00\n")) {
      byte[] bytes = (before + headers).getBytes(Charset.forName(encoding));
      PolicyResult found =
          new PolicyFinder(files::get, policy("AT"))
              .find("m.eml", () -> new ByteArrayInputStream(bytes));
      assertThat(found)
          .isInstanceOfSatisfying(
              PolicyResult.Found.class, f -> assertThat(f.policy().notFor()).containsExactly("US"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Insight-Source: DE\nX-Insight-Purposes: warning\na broken line\nX-Insight-Not-For: US\n",
        "Subject: s\na broken line\nX-Insight-Source: DE\nX-Insight-Purposes: warning\n\nbody",
        "X-Insight-Source: DE\nX-Insight-Purposes: warning\nX-Insight-Not For: US\n\nbody",
        "X-Insight-Source: DE\nX-Insight-Purposes: warning\nx-insight-not-for US\n\nbody",
        "Subject: s\nX-Insight-Addressed To: GB\n\nbody",
        "X-Insight-Not For: US\nX-Insight-Source: DE\nX-Insight-Purposes: warning\n\nbody",
        "x-insight-not-for US\nSubject: s\n\nbody",
      })
  void aPolicyBehindALineThatIsNoHeaderIsNotPassedOver(String text) throws IOException {
    assertThat(source("m.eml", text, policy("AT"))).isEqualTo("malformed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\": 1, \"policy\": {\"source\": \"EE\", \"purposes\": [\"warning\"]}}\n{\"a\": 2}\n",
        "{\"a\": 2}\n{\"a\": 1, \"policy\": {\"source\": \"EE\", \"purposes\": [\"warning\"]}}\n",
      })
  void thePolicyOfOneOfSeveralJsonTextsIsNotThatOfAll(String lines) throws IOException {
    assertThat(source("n.json", lines, policy("AT"))).isEqualTo("malformed");
  }

  @Test
  void xmlThatBreaksItsReaderDownIsMalformedLikeOther() throws IOException {
    String doctype = "<!DOCTYPE a [\u0001]>";
    assertThat(source("a.html", doctype + "<a/>", policy("AT"))).isEqualTo("AT");
    assertThat(source("m.xml", doctype + "<message xmlns='urn:insight:message:1'/>", policy("AT")))
        .isEqualTo("malformed");
  }

  @Test
  void aPolicyWithoutEndIsNotKeptInMemory() throws IOException {
    byte[] bytes =
        text("{\"policy\": {\"conditions\": [\"a\"" + ",\"long enough\"".repeat(600_000) + "]}}");
    AtomicLong read = new AtomicLong();
    ItemSource file =
        () ->
            new FilterInputStream(new ByteArrayInputStream(bytes)) {
              @Override
              public int read(byte[] into, int from, int length) throws IOException {
                int got = super.read(into, from, length);
                read.addAndGet(Math.max(0, got));
                return got;
              }
            };
    assertThat(new PolicyFinder(files::get, policy("AT")).find("n.json", file))
        .isInstanceOfSatisfying(
            PolicyResult.Malformed.class,
            m -> assertThat(m.message()).isEqualTo("longer than 64 KiB"));
    // Once for its encoding, and then no further than a policy may be long.
    assertThat(read.get()).isLessThan(bytes.length * 3L / 2);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-32LE", "UTF-32BE"})
  void aPolicyInAnEncodingThatIsNotReadIsNotPassedOver(String encoding) throws IOException {
    byte[] bytes = notice("").getBytes(Charset.forName(encoding));
    assertThat(source("n.json", bytes, policy("AT"))).isEqualTo("malformed");
  }

  @Test
  void aMarkDoesNotMakeOtherBytesUtf8() throws IOException {
    byte[] rest = notice("").getBytes(Charset.forName("windows-1252"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
    bytes.write(rest);
    assertThat(source("n.json", bytes.toByteArray(), policy("AT"))).isEqualTo("EE");
  }

  /** As of a policy file: a condition of which a letter is lost is another one. */
  @Test
  void anItemsOwnPolicyWithBytesThatAreNoCharacterIsNotUsed() throws IOException {
    String conditions = "], \"conditions\": [\"demander ?\"]}}";
    byte[] bytes =
        text(notice("\"a\": \"\u00e9t\u00e9 \u00e9t\u00e9\", ").replace("]}}", conditions));
    assertThat(source("n.json", bytes, policy("AT"))).isEqualTo("EE");
    bytes[bytes.length - "?\"]}}".length()] = (byte) 0xC3;
    assertThat(source("n.json", bytes, policy("AT"))).isEqualTo("malformed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"policy\": {\"source\": \"EE\", \"purposes\": [\"warn",
        "{\"a\": \"b\"c\", \"policy\" \n : {}}",
        "{'a': 1, 'policy': {}}",
        "{\"a\": \"b\"policy\": {}}",
        "[{\"a\": 1}, 2, {\"policy\": {\"source\": \"EE\", \"purposes\": [\"warning\"]}}]",
        "[{\"a\": 1}] {\"policy\": {\"source\": \"EE\", \"purposes\": [\"warning\"]}}",
      })
  void aPolicyThatCannotBeReadOutOfItsJsonIsNotPassedOver(String json) throws IOException {
    assertThat(source("n.json", json, policy("AT"))).isEqualTo("malformed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[Lyon, 3 March] The policy: nobody is told.",
        "[Lyon] The word \"policy\" stands here: twice, as \"policy\".",
        "{\"a\": \"b\"c\", \"policies\": {}}",
        "{\"a\": \"b",
        "{not: json}",
      })
  void textThatBreaksOffAsJsonAndSaysNoPolicyHasThatOfItsFolder(String text) throws IOException {
    assertThat(source("a.txt", text, policy("AT"))).isEqualTo("AT");
  }
}
