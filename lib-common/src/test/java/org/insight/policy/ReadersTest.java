package org.insight.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadersTest {

  @Test
  void theReadersThatComeWithThePlatformAreAllDifferent() {
    Map<String, Scope> readers = Readers.read(Path.of("../conf/readers.yaml"));
    assertThat(readers).containsKeys("control", "demo", "fr-analyst", "gb-analyst", "ma-analyst");
    assertThat(readers.get("control").control()).isTrue();
    assertThat(readers.get("demo"))
        .satisfies(
            demo -> {
              assertThat(demo.control()).isFalse();
              assertThat(demo.country()).isEqualTo("FR");
              assertThat(demo.clearance()).isEqualTo(1);
            });
    Set<String> scopes = new HashSet<>();
    readers.values().forEach(s -> scopes.add(s.id()));
    assertThat(scopes).hasSameSizeAs(readers.keySet());
    assertThat(readers.keySet().stream().filter(name -> readers.get(name).decides()))
        .containsExactly("fr-analyst", "gb-analyst");
  }

  @Test
  void aScopeIsMadeOfRightsAlone() {
    Map<String, Scope> readers =
        Readers.parse(
            """
            one: {country: fr, clearance: 2, purposes: [locate, warning]}
            two: {purposes: [warning, locate, locate], country: FR, clearance: 2, role: reader}
            three: {country: FR, body: FIU, clearance: 2, purposes: [locate, warning]}
            four: {country: GB, clearance: 2, purposes: [locate, warning]}
            five: {country: FR, clearance: 1, purposes: [locate, warning]}
            six: {country: FR, clearance: 2, purposes: [locate]}
            seven: {body: FIU, clearance: 2, purposes: [locate, warning]}
            control: {role: control, clearance: 3}
            control-chief: {role: control, clearance: 0, country: GB}
            """);
    assertThat(readers.get("one").id()).isEqualTo(readers.get("two").id());
    assertThat(List.of("one", "three", "four", "five", "six", "seven", "control"))
        .extracting(name -> readers.get(name).id())
        .doesNotHaveDuplicates();
    assertThat(readers.get("control").id()).isEqualTo(readers.get("control-chief").id());
  }

  @Test
  void whoDecidesSeesWhatAReaderOfTheSameRightsSees() {
    Map<String, Scope> readers =
        Readers.parse(
            """
            reads: {country: FR, body: FIU, clearance: 2, purposes: [locate]}
            decides: {country: FR, body: FIU, clearance: 2, purposes: [locate], role: decider}
            """);
    Scope reads = readers.get("reads");
    Scope decides = readers.get("decides");
    assertThat(decides).isNotEqualTo(reads);
    assertThat(decides.decides()).isTrue();
    assertThat(reads.decides()).isFalse();
    assertThat(decides.id()).isEqualTo(reads.id());
    assertThat(readers.values())
        .extracting(Scope::role)
        .containsExactly(ReaderRole.DECIDER, ReaderRole.READER);
  }

  @Test
  void whatIsWrongWithAReaderIsSaid() {
    assertThatThrownBy(
            () -> Readers.parse("a: {country: FR, clearance: 1, purposes: [locate], role: admin}"))
        .hasMessage(
            "Cannot read the readers: role of a must be reader, decider or control, found admin");
    assertThatThrownBy(() -> Readers.parse("a: {body: Insight, clearance: 1, purposes: [locate]}"))
        .hasMessage("Cannot describe a reader: INSIGHT is the platform's own name");
    assertThatThrownBy(() -> new Scope(null, null, 3, new TreeSet<>(), true, true))
        .hasMessage("Cannot describe a reader: the control role may not decide");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "a: {country: FR, clearance: 1, purposes: [locate], nationality: FR}",
        "a: {country: FR, clearance: 4, purposes: [locate]}",
        "a: {country: FR, purposes: [locate]}",
        "a: {country: FR, clearance: 1, purposes: [fun]}",
        "a: {country: FR, clearance: 1}",
        "a: {country: UK, clearance: 1, purposes: [locate]}",
        "a: {country: EUROPOL, clearance: 1, purposes: [locate]}",
        "a: {body: FR, clearance: 1, purposes: [locate]}",
        "a: {body: Etats-Unis, clearance: 1, purposes: [locate]}",
        "a: {country: FR, body: U.S.A., clearance: 1, purposes: [locate]}",
        "a: {country: FR, body: GB US, clearance: 1, purposes: [locate]}",
        "a: {country: FR, clearance: 1, purposes: [locate], role: admin}",
        "a: {country: FR, clearance: 1, purposes: [locate], role: DECIDER}",
        "a: {country: FR, body: insight, clearance: 1, purposes: [locate]}",
        "a: {clearance: 1, purposes: [locate]}",
        "control: {clearance: 1, purposes: [locate]}",
        "A B: {country: FR, clearance: 1, purposes: [locate]}",
        "control: {role: control, clearance: 3}\n"
            + "control: {country: FR, clearance: 1, purposes: [locate]}",
      })
  void whatIsNotOfTheFormIsRefusedInOneLine(String yaml) {
    assertThatThrownBy(() -> Readers.parse(yaml))
        .isInstanceOfSatisfying(
            InsightException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.USAGE))
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }

  /** The limit of policies is for what comes from outside. */
  @Test
  void aThousandReadersAreNotTooMany() {
    String yaml =
        IntStream.range(0, 1_000)
            .mapToObj(
                i ->
                    "reader-"
                        + i
                        + ": {country: FR, clearance: 1,"
                        + " purposes: [investigation, crime-analysis, locate]}\n")
            .collect(Collectors.joining());
    assertThat(yaml).hasSizeGreaterThan(PolicyText.LONGEST);
    assertThat(Readers.parse(yaml)).hasSize(1_000);
  }

  /** Nothing that is not for somebody would be withheld from a reader who is of nobody. */
  @Test
  void whoIsOfNeitherCountryNorBodyIsNoReader() {
    String refused =
        "Cannot read the readers: a reader is of a country or of a body, found neither for us-2";
    assertThatThrownBy(() -> Readers.parse("us-2: {clearance: 3, purposes: [investigation]}"))
        .hasMessage(refused);
    Scope ofNobody = new Scope(null, null, 3, new TreeSet<>(Set.of(Purpose.LOCATE)), false);
    assertThatThrownBy(() -> Readers.require("us-2", ofNobody)).hasMessage(refused);
    assertThat(Readers.parse("a: {body: FIU, clearance: 1, purposes: [locate]}").get("a").body())
        .isEqualTo("FIU");
  }

  /** Trino's rules, which know names alone, let nobody act as one of these. */
  @ParameterizedTest
  @ValueSource(strings = {"chief", "controller", "a-control", "insight-bi"})
  void whoSeesAllIsToBeToldByTheName(String name) {
    Scope all = new Scope(null, null, 3, new TreeSet<>(), true);
    for (ThrowingCallable refused :
        List.<ThrowingCallable>of(
            () -> Readers.parse(name + ": {role: control, clearance: 3}"),
            () -> Readers.require(name, all))) {
      assertThatThrownBy(refused)
          .isInstanceOfSatisfying(
              InsightException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.USAGE))
          .hasMessage(
              "Cannot read the readers: one of role control is called control, or control- and"
                  + " more, found "
                  + name);
    }
    Readers.require("control", all);
    Readers.require("control-" + name, all);
  }

  @Test
  void aMissingFileIsSaid() {
    assertThatThrownBy(() -> Readers.read(Path.of("nowhere.yaml")))
        .hasMessage("Cannot read the readers: no such file, found nowhere.yaml");
  }

  @Test
  void thePolicyOfPublicListsIsOpenToAllPurposes() throws java.io.IOException {
    BasePolicy policy =
        BasePolicy.fromYaml(
            java.nio.file.Files.readString(Path.of("../conf/policies/public-list.yaml")));
    assertThat(policy.level()).isZero();
    assertThat(policy.purposes()).containsExactly(Purpose.values());
  }
}
