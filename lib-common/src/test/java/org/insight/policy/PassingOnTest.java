package org.insight.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PassingOnTest {

  @ParameterizedTest
  @CsvSource({
    "EUROPOL, h1, true",
    "EUROPOL, H2, false",
    "EUROPOL, H3, false",
    "TLP 2.0, green, true",
    "TLP, WHITE, true",
    "TLP, AMBER, false",
    "TLP, AMBER+STRICT, false",
    "UK 5x5x5, 3, true",
    "5x5x5, 5, false",
    "5x5x5, 4, false",
    "3x5x2, P, true",
    "3x5x2, C, false",
    "Local, open, false"
  })
  void aCodeAllowsItOrNot(String scheme, String code, boolean allowed) {
    List<String> codes = Handling.strictest(List.of(new Handling(scheme, code)));
    assertThat(PassingOn.isAllowed(codes)).isEqualTo(allowed);
  }

  @Test
  void theStrictestCodeOfEachSchemeCounts() {
    Handling green = new Handling("TLP", "GREEN");
    Handling consent = new Handling("EUROPOL", "H2");
    assertThat(PassingOn.isAllowed(Handling.strictest(List.of(green)))).isTrue();
    assertThat(PassingOn.isAllowed(Handling.strictest(List.of(green, consent)))).isFalse();
    assertThat(PassingOn.isAllowed(List.of())).as("no code forbids nothing").isTrue();
  }

  @Test
  void noCodeThatForbidsItIsLaxerThanOneThatAllowsIt() {
    for (HandlingScheme scheme : HandlingScheme.values()) {
      List<String> allowed =
          PassingOn.codes().stream()
              .filter(code -> code.startsWith(scheme.label() + " "))
              .map(code -> code.substring(scheme.label().length() + 1))
              .toList();
      int last =
          allowed.stream()
              .mapToInt(code -> scheme.strictness(code).orElseThrow())
              .max()
              .orElseThrow();
      assertThat(Stream.of(scheme.order().substring(scheme.label().length() + 1).split("[<=]")))
          .filteredOn(code -> !allowed.contains(code))
          .allSatisfy(
              code -> assertThat(scheme.strictness(code).orElseThrow()).isGreaterThan(last));
    }
  }
}
