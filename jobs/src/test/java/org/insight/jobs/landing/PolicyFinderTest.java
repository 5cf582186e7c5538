package org.insight.jobs.landing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PolicyFinderTest {

  private final Map<String, String> files = new HashMap<>();

  private static String policy(String source) {
    return "source: " + source + "\npurposes: [investigation]\n";
  }

  private String source(String path, String content, @Nullable String fallback) throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    PolicyResult result =
        new PolicyFinder(files::get, fallback).find(path, () -> new ByteArrayInputStream(bytes));
    if (result instanceof PolicyResult.Found found) {
      return found.policy().source();
    }
    return result instanceof PolicyResult.Malformed ? "malformed" : "missing";
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
}
