package org.insight.policy;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BasePolicyTest {

  @Provide
  Arbitrary<BasePolicy> policies() {
    return Policies.policies();
  }

  @Property(tries = 500)
  void canonicalFormReadsBackAsTheSamePolicy(@ForAll("policies") BasePolicy policy) {
    assertThat(BasePolicy.fromYaml(policy.canonical())).isEqualTo(policy);
  }

  @Property(tries = 500)
  void equalPoliciesAndOnlyTheyHaveEqualIds(
      @ForAll("policies") BasePolicy one, @ForAll("policies") BasePolicy other) {
    assertThat(one.id().equals(other.id())).isEqualTo(one.equals(other));
    assertThat(BasePolicy.fromYaml(one.canonical()).id()).isEqualTo(one.id());
  }

  @Property(tries = 500)
  void headersSayTheSameAsYaml(@ForAll("policies") BasePolicy policy) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Subject", "unrelated");
    headers.put("x-insight-source", policy.source().toLowerCase(java.util.Locale.ROOT));
    headers.put(
        "X-Insight-Purposes",
        String.join(" , ", policy.purposes().stream().map(Purpose::code).toList()));
    if (policy.handling() != null) {
      headers.put(
          "X-Insight-Handling", policy.handling().scheme() + ":" + policy.handling().code());
    }
    if (!policy.grading().equals(Grading.NONE)) {
      headers.put("X-Insight-Grading", gradingHeader(policy.grading()));
    }
    if (!policy.onlyFor().isEmpty()) {
      headers.put("X-Insight-Only-For", String.join(",", policy.onlyFor()));
    }
    if (!policy.notFor().isEmpty()) {
      headers.put("X-Insight-Not-For", String.join(",", policy.notFor()));
    }
    headers.put("X-INSIGHT-LEVEL", " " + policy.level());
    if (policy.expiresOn() != null) {
      headers.put("X-Insight-Expires-On", policy.expiresOn().toString());
    }
    if (!policy.conditions().isEmpty()) {
      headers.put(
          "X-Insight-Conditions",
          String.join("; ", policy.conditions().stream().map(c -> c.replace(";", ";;")).toList()));
    }
    assertThat(BasePolicy.fromHeaders(headers)).contains(policy);
  }

  private static String gradingHeader(Grading grading) {
    String source = grading.source() == null ? "" : grading.source();
    String information = grading.information() == null ? "" : grading.information();
    String grades = source.length() == 1 ? source + information : source + "/" + information;
    return grading.scheme() == null ? grades : grading.scheme() + ":" + grades;
  }

  @Test
  void orderOfKeysDuplicatesCaseAndSpaceOfCodesDoNotMatter() {
    BasePolicy one =
        BasePolicy.fromYaml(
            """
            source: fr
            purposes: [Investigation, crime-analysis, investigation]
            only_for: [ma, GB, " gb "]
            not_for: [ "fiu  paris" ]
            grading: {source: b, information: 2}
            """);
    BasePolicy other =
        BasePolicy.fromYaml(
            """
            grading: {information: "2", source: B}
            not_for: [FIU Paris]
            only_for: [GB, MA]
            purposes: [crime-analysis, " investigation "]
            level: 0
            conditions: []
            source: " FR"
            """);
    assertThat(one).isEqualTo(other);
    assertThat(one.id()).isEqualTo(other.id()).matches("[0-9a-f]{32}");
  }

  @Test
  void idStaysTheSameFromReleaseToRelease() {
    BasePolicy policy =
        BasePolicy.fromYaml(
            """
            source: FR
            purposes: [investigation]
            handling: {scheme: INTERPOL, code: H2}
            level: 2
            expires_on: 2030-12-31
            """);
    assertThat(policy.canonical())
        .isEqualTo(
            "{\"conditions\":[],\"expires_on\":\"2030-12-31\",\"grading\":{},\"handling\":"
                + "{\"code\":\"H2\",\"scheme\":\"INTERPOL\"},\"level\":2,\"not_for\":[],"
                + "\"only_for\":[],\"purposes\":[\"investigation\"],\"source\":\"FR\"}");
    assertThat(policy.id()).isEqualTo("38396c66451d9030f6a8d3da093f0d58");
  }

  @Test
  void handlingIsKeptAsReceived() {
    BasePolicy policy =
        BasePolicy.fromYaml("{source: NO, purposes: [locate], handling: {scheme: Own, code: 010}}");
    assertThat(policy.source()).as("Norway is no boolean").isEqualTo("NO");
    assertThat(policy.handling()).isEqualTo(new Handling("Own", "010"));
    assertThat(
            BasePolicy.fromYaml(
                    "{source: NO, purposes: [locate], handling: {scheme: tlp, code: amber}}")
                .handling())
        .isEqualTo(new Handling("tlp", "amber"));
  }

  @Test
  void whatWasAcceptedIsReadWhateverSchemesSay() {
    String before =
        "{source: NO, purposes: [locate], handling: {scheme: 5x5x5, code: '41'},"
            + " grading: {scheme: ADMIRALTY, source: Z}}";
    assertThatThrownBy(() -> BasePolicy.fromYaml(before))
        .hasMessage("Cannot read a policy: no handling code of 5x5x5, found 41");
    BasePolicy policy = BasePolicy.fromCanonical(before);
    assertThat(policy.handling()).isEqualTo(new Handling("5x5x5", "41"));
    assertThat(BasePolicy.fromCanonical(policy.canonical())).isEqualTo(policy);
  }

  /** So many conditions, each of a letter that is escaped in JSON, and a number. */
  private static List<String> conditions(int count) {
    return IntStream.range(0, count).mapToObj(i -> "\"".repeat(900) + i).toList();
  }

  @Test
  void whatIsAcceptedFromHeadersReadsBackHoweverLong() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("X-Insight-Source", "FR");
    headers.put("X-Insight-Purposes", "locate");
    headers.put("X-Insight-Conditions", String.join(";", conditions(36)));
    BasePolicy policy = BasePolicy.fromHeaders(headers).orElseThrow();
    assertThat(policy.canonical()).hasSizeBetween(60_000, 64 * 1024);
    assertThat(BasePolicy.fromCanonical(policy.canonical())).isEqualTo(policy);
    headers.put("X-Insight-Conditions", String.join(";", conditions(37)));
    assertThatThrownBy(() -> BasePolicy.fromHeaders(headers))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot read a policy: longer than 64 KiB in its canonical form");
  }

  @Test
  void whatYamlSaysInFewerCharactersIsRefusedToo() {
    String yaml =
        "source: FR\npurposes: [locate]\nconditions:\n"
            + conditions(37).stream().map(c -> "- '" + c + "'\n").collect(joining());
    assertThat(yaml).hasSizeLessThan(64 * 1024);
    assertThatThrownBy(() -> BasePolicy.fromYaml(yaml))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot read a policy: longer than 64 KiB in its canonical form");
  }

  @Test
  void aLongPolicyThatWasAcceptedOnceIsRead() {
    BasePolicy before =
        new BasePolicy(
            "FR",
            new TreeSet<>(Set.of(Purpose.LOCATE)),
            null,
            Grading.NONE,
            new TreeSet<>(),
            new TreeSet<>(),
            0,
            null,
            conditions(100));
    assertThat(BasePolicy.fromCanonical(before.canonical())).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "---",
        "source",
        "- source: FR",
        "purposes: [locate]",
        "source: FR",
        "{source: FR, purposes: []}",
        "{source: FR, purposes: [fun]}",
        "{source: FR, purposes: [locate], levle: 3}",
        "{source: FR, purposes: [locate], level: 4}",
        "{source: FR, purposes: [locate], level: 1.5}",
        "{source: FR, purposes: [locate], level: ''}",
        "{source: FR, purposes: [locate], level: }",
        "{source: FR, purposes: [locate], level: 3, level: 0}",
        "{source: FR, purposes: [locate], not_for: }",
        "{source: FR, purposes: [locate], not_for: GB}",
        "{source: FR, purposes: [locate], not_for: [~]}",
        "{source: FR, purposes: [locate], not_for: ['']}",
        "{source: FR, purposes: [locate], not_for: [[GB]]}",
        "{source: FR, purposes: [locate], not_for: [UK]}",
        "{source: FR, purposes: [locate], not_for: [GBR]}",
        "{source: FR, purposes: [locate], not_for: [Morocco]}",
        "{source: FR, purposes: [locate], not_for: [ZZ]}",
        "{source: FR, purposes: [locate], not_for: ['G\u200bB']}",
        "{source: FR, purposes: [locate], not_for: ['\u041c\u0410']}",
        "{source: FR, purposes: [locate], expires_on: 31/12/2030}",
        "{source: FR, purposes: [locate], expires_on: 2030-02-30}",
        "{source: FR, purposes: [locate], handling: H2}",
        "{source: FR, purposes: [locate], handling: {scheme: INTERPOL}}",
        "{source: FR, purposes: [locate], handling: {scheme: INTERPOL, code: H2, x: y}}",
        "{source: FR, purposes: [locate], handling: {scheme: EUROPOL, code: H4}}",
        "{source: FR, purposes: [locate], handling: {scheme: TLP 2.0, code: BLUE}}",
        "{source: FR, purposes: [locate], handling: {scheme: 3x5x2, code: '1'}}",
        "{source: FR, purposes: [locate], grading: {scheme: ADMIRALTY}}",
        "{source: FR, purposes: [locate], grading: {scheme: ADMIRALTY, source: G}}",
        "{source: FR, purposes: [locate], grading: {scheme: 4x4, source: D, information: 1}}",
        "{source: FR, purposes: [locate], grading: {scheme: 3x5x2, source: A, information: 1}}",
        "{source: FR, purposes: [locate], grading: {source: A/B, information: 1}}",
        "{source: FR, purposes: [locate]}\n---\n{source: FR, purposes: [locate]}",
        "{\"source\": \"FR\", \"purposes\": [\"locate\"], \"level\": 3, \"level\": 0}",
        "{\"source\": \"FR\", \"purposes\": [\"locate\"]} {}",
        "source: &a FR\npurposes: [locate]\nnot_for: [*a]",
      })
  void whatIsNotAWholePolicyIsRefusedInOneLine(String yaml) {
    assertThatThrownBy(() -> BasePolicy.fromYaml(yaml))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot read a policy: ")
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }

  @ParameterizedTest
  @CsvSource({
    "ADMIRALTY, G, 1, 'no grade of ADMIRALTY, found G'",
    "ADMIRALTY, B, 9, 'no grade of ADMIRALTY, found 9'",
    "4x4, D, 1, 'no grade of 4x4, found D'",
    "4x4, A, 5, 'no grade of 4x4, found 5'",
    "own, A/B, 1, 'a grade has no slash and no colon, found A/B'",
    "own, B, 1/2, 'a grade has no slash and no colon, found 1/2'",
  })
  void eachHalfOfAGradingIsOfItsScheme(
      String scheme, String source, String information, String why) {
    assertThatThrownBy(
            () ->
                BasePolicy.fromYaml(
                    "{source: FR, purposes: [locate], grading: {scheme: %s, source: %s, information: '%s'}}"
                        .formatted(scheme, source, information)))
        .hasMessage("Cannot read a policy: " + why);
  }

  /** None of them is the name of a body that anybody works for, so they would shut nobody out. */
  @ParameterizedTest
  @CsvSource({
    "Etats-Unis, US",
    "ETATS UNIS, US",
    "United States of America, US",
    "The United States, US",
    "U.S.A., US",
    "U.S., US",
    "U. K., GB",
    "Great Britain, GB",
    "Espana, ES",
    "Algerie, DZ",
    "Russian Federation, RU",
    "Kosovo, XK",
    "Republic of Kosovo, XK",
    "RKS, XK",
    "XKX, XK",
    "X.K., XK",
    "Hong Kong, HK",
    "Macao, MO",
    "Macau, MO",
    "Czech Republic, CZ",
    "Bosnia and Herzegovina, BA",
    "Viet Nam, VN",
    "Republic of Korea, KR",
    "Korea, KR or KP",
    "DR Congo, CD",
  })
  void aCountryByAnotherOfItsNamesIsRefused(String name, String iso) {
    refusedAsParty(
        name, "Cannot read a policy: countries are two-letter codes (%s), found %s", iso);
    assertThatThrownBy(
            () ->
                BasePolicy.fromHeaders(
                    Map.of("X-Insight-Source", name, "X-Insight-Purposes", "locate")))
        .hasMessageStartingWith("Cannot read a policy: countries are two-letter codes (" + iso);
  }

  /** Nobody is of a body that is called as several countries are, so it would shut nobody out. */
  @ParameterizedTest
  @CsvSource({
    "GB US, 'GB, US'",
    "GB/US, 'GB, US'",
    "gb + us, 'GB, US'",
    "US and GB, 'US, GB'",
    "GB et US, 'GB, ET, US'",
    "DJ/ET, 'DJ, ET'",
    "France & Spain, 'FR, ES'",
    "Francia y Mali, 'FR, ML'",
    "UK USA, 'GB, US'",
    "United States / Great Britain / XK, 'US, GB, XK'",
    "United States Great Britain, 'US, GB'",
    "Trinidad and Tobago or Mali, 'TT, ML'",
    "Bosnia and Herzegovina and Kosovo, 'BA, XK'",
    "U.S. & U.K., 'US, GB'",
    "NO IT, 'NO, IT'",
    "EL/CY, 'GR, CY'",
    "the US, US",
    "GB/, GB",
    "GB US FIU, 'GB, US'",
    "Europol/fr/es, 'FR, ES'",
    "FIU and GB and US, 'GB, US'",
  })
  void countriesThatAreNotOneByOneAreRefused(String names, String codes) {
    refusedAsParty(
        names,
        "Cannot read a policy: countries are two-letter codes, one by one (%s), found %s",
        codes);
    assertThatThrownBy(
            () ->
                BasePolicy.fromHeaders(
                    Map.of(
                        "X-Insight-Source", "FR",
                        "X-Insight-Purposes", "locate",
                        "X-Insight-Not-For", "EUROPOL, " + names)))
        .hasMessageContaining("one by one (" + codes + ")");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FIU",
        "FIU Paris",
        "Europol",
        "EU",
        "UN",
        "BE-L",
        "Mali2",
        "Police of the Congo",
        "FR-ES",
        "FIU FR",
        "EU Kosovo",
        "US FIU",
        "Police & Justice",
        "AT&T",
        "Oficina de La Paz ET",
        "GB NCA / GB FIU",
      })
  void aBodyIsNoCountry(String name) {
    assertThat(
            BasePolicy.fromYaml("{source: FR, purposes: [locate], not_for: ['" + name + "']}")
                .notFor())
        .containsExactly(name.toUpperCase(java.util.Locale.ROOT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ETATS-UNIS", "GB US", "FRANCE & SPAIN", "GB US FIU"})
  void aCountryByItsNameThatALakeHoldsIsRead(String name) {
    String before = "{source: FR, purposes: [locate], not_for: ['" + name + "']}";
    BasePolicy policy = BasePolicy.fromCanonical(before);
    assertThat(policy.notFor()).containsExactly(name);
    assertThat(BasePolicy.fromCanonical(policy.canonical())).isEqualTo(policy);
  }

  @Test
  void headersWithoutAPolicyAreNone() {
    assertThat(BasePolicy.fromHeaders(Map.of("Subject", "x"))).isEmpty();
  }

  @Test
  void halfAPolicyInHeadersIsRefused() {
    assertThatThrownBy(() -> BasePolicy.fromHeaders(Map.of("X-Insight-Source", "FR")))
        .hasMessage("Cannot read a policy: purposes are missing");
    assertThatThrownBy(
            () ->
                BasePolicy.fromHeaders(
                    Map.of(
                        "X-Insight-Source", "FR",
                        "X-Insight-Purposes", "locate",
                        "X-Insight-Not-For", " ")))
        .hasMessage("Cannot read a policy: no value for header X-Insight-not-for");
    assertThatThrownBy(
            () ->
                BasePolicy.fromHeaders(
                    Map.of(
                        "X-Insight-Source", "FR",
                        "X-Insight-Purposes", "locate",
                        "X-Insight-Nott-For", "GB")))
        .hasMessage("Cannot read a policy: unknown header, found X-Insight-nott-for");
    assertThatThrownBy(
            () ->
                BasePolicy.fromHeaders(
                    Map.of(
                        "X-Insight-Source", "FR",
                        "X-Insight-Purposes", "locate",
                        "X-Insight-Level", "3",
                        "x-insight-level", "0")))
        .hasMessage("Cannot read a policy: header given twice, found X-Insight-level");
  }

  /**
   * A policy that is not for a party, or only for it, is refused.
   *
   * @param message with the codes that were meant, and the party as it is read
   */
  private static void refusedAsParty(String party, String message, String codes) {
    for (String key : List.of("not_for", "only_for")) {
      assertThatThrownBy(
              () ->
                  BasePolicy.fromYaml(
                      "{source: FR, purposes: [locate], " + key + ": ['" + party + "']}"))
          .as(key)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(message, codes, party.toUpperCase(java.util.Locale.ROOT));
    }
  }
}
