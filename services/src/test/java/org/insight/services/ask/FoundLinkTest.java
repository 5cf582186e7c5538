package org.insight.services.ask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FoundLinkTest {

  private static String shared(List<String> kinds, List<String> values) {
    return link(kinds, values, List.of(), "", "").shared();
  }

  private static FoundLink link(
      List<String> kinds,
      List<String> values,
      List<FoundLink.Direction> directions,
      String firstDay,
      String lastDay) {
    return new FoundLink(
        new LinkEnd("E-1", "Person", "Ana Ficta", ""),
        new LinkEnd("E-2", "Company", "Ficta SL", ""),
        kinds,
        values,
        directions,
        firstDay,
        lastDay,
        0,
        1,
        List.of(),
        List.of(),
        List.of(),
        "");
  }

  private static FoundLink.Direction said(String kind, boolean forth) {
    return new FoundLink.Direction(kind, forth ? "E-1" : "E-2", forth ? "E-2" : "E-1");
  }

  @Test
  void anArrowPointsAwayFromTheOwnerOrPayer() {
    FoundLink link =
        link(
            List.of("director", "owner", "phone", "transfer"),
            List.of("phone:+34911111111"),
            List.of(
                said("director", true),
                said("owner", false),
                said("transfer", true),
                said("transfer", false)),
            "",
            "");
    assertThat(link.shared()).isEqualTo("director →, owner ←, transfer ↔, phone:+34911111111");
    assertThat(link.arrow()).isEqualTo("↔");
    assertThat(link(List.of("owner"), List.of(), List.of(said("owner", false)), "", "").arrow())
        .isEqualTo("←");
    assertThat(link(List.of("phone"), List.of(), List.of(), "", "").arrow()).isEmpty();
  }

  @Test
  void oneDayIsNoSpan() {
    assertThat(link(List.of("call"), List.of(), List.of(), "2025-01-02", "2025-01-02").days())
        .isEqualTo("2025-01-02");
    assertThat(link(List.of("call"), List.of(), List.of(), "2024", "2025-01-02").days())
        .isEqualTo("2024 to 2025-01-02");
    assertThat(link(List.of("call"), List.of(), List.of(), "", "").days()).isEmpty();
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
