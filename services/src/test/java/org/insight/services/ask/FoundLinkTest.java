package org.insight.services.ask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FoundLinkTest {

  private static String shared(List<String> kinds, List<String> values) {
    LinkEnd end = new LinkEnd("E-1", "Person", "Ana Ficta", "");
    return new FoundLink(end, end, kinds, values, 0, 1, List.of(), List.of(), List.of(), "")
        .shared();
  }

  @Test
  void aStatementHasNoValueAndIsNamedBesideThoseThatHave() {
    assertThat(shared(List.of("owner", "plate"), List.of("plate:FR:AB123CD")))
        .isEqualTo("owner, plate:FR:AB123CD");
    assertThat(shared(List.of("director"), List.of())).isEqualTo("director");
  }

  @Test
  void whoMayNotSeeValuesSeesTheirKinds() {
    assertThat(shared(List.of("iban", "phone"), List.of())).isEqualTo("iban, phone");
  }
}
