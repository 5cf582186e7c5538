package org.insight.services.ask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.insight.findings.LinkStrength;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeadRulesTest {

  private static final long ENDS = 1_000;

  private static WrittenNumber number(
      String end, String kind, String value, String raw, @Nullable String country, boolean guess) {
    return new WrittenNumber(
        end,
        kind,
        value,
        raw,
        country,
        guess,
        1,
        new WrittenNumber.Place("", end, "", "", 0, 0, ""));
  }

  private static WrittenNumber unread(String end, String raw) {
    return number(end, "phone", "", raw, null, true);
  }

  private static WrittenNumber whole(String end, String kind, String value, String country) {
    return number(end, kind, value, value, country, false);
  }

  private static List<Lead> leads(WrittenNumber... numbers) {
    return List.copyOf(new LeadRules(ENDS).leads(List.of(numbers)).values());
  }

  @ParameterizedTest
  @CsvSource({
    "06 69 10 89 47, +212669108947, MA, true",
    "٠٦٦٩١٠٨٩٤٧, +212669108947, MA, true",
    "(0669) 108947, +212669108947, MA, true",
    // Without the 0 that is dialled first, as some write it.
    "669108947, +212669108947, MA, true",
    "8 912 345-67-89, +79123456789, RU, true",
    "347 333 4475, +393473334475, IT, true",
    // The last digits are the same, and the number is another.
    "07 69 10 89 47, +212669108947, MA, false",
    "9108947, +212669108947, MA, false",
    // It names a country itself.
    "00212669108947, +212669108947, MA, false",
  })
  void aTelephoneNumberLeadsToThoseOfWhichItIsTheNationalForm(
      String raw, String value, String country, boolean leads) {
    assertThat(leads(unread("A", raw), whole("B", "phone", value, country)))
        .hasSize(leads ? 1 : 0)
        .allSatisfy(
            lead -> {
              assertThat(lead.one()).isEqualTo("A");
              assertThat(lead.other()).isEqualTo("B");
              assertThat(lead.values()).containsExactly("lead_phone:" + value, "other_owners:0");
            });
  }

  @Test
  void aGuessedCountryLeadsToOthersAndIsNoLeadToWhoeverHasTheSameNumber() {
    List<Lead> leads =
        leads(
            number("A", "phone", "+33612345678", "06 12 34 56 78", "FR", true),
            whole("B", "phone", "+33612345678", "FR"),
            whole("C", "phone", "+212612345678", "MA"));
    assertThat(leads)
        .singleElement()
        .satisfies(
            lead -> {
              assertThat(lead.other()).isEqualTo("C");
              assertThat(lead.otherOwners()).as("B may have it too").isEqualTo(1);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "plate, AB123CD, FR:AB123CD, FR, true",
    "plate, MAB1234, DE:M-AB1234, DE, true",
    "passport, 12AB34567, FR:12AB34567, FR, true",
    "passport, 12AB34568, FR:12AB34567, FR, false",
  })
  void otherNumbersLeadToTheSameCharactersOfACountry(
      String kind, String value, String whole, String country, boolean leads) {
    assertThat(
            leads(number("A", kind, value, value, null, false), whole("B", kind, whole, country)))
        .hasSize(leads ? 1 : 0);
    assertThat(
            leads(
                number("A", kind, value, value, null, false),
                whole("B", "national_id", whole, country)))
        .as("another kind")
        .isEmpty();
  }

  @Test
  void whoeverHasTheNumberWithItsCountryTooLeadsToNobody() {
    assertThat(
            leads(
                unread("A", "06 12 34 56 78"),
                whole("A", "phone", "+33612345678", "FR"),
                whole("B", "phone", "+33612345678", "FR")))
        .isEmpty();
  }

  @Test
  void theMoreMayHaveItTheWeakerALeadIsAndAmongTooManyItIsNone() {
    List<Double> strengths = new ArrayList<>();
    for (int owners : List.of(1, 2, 100, 101)) {
      WrittenNumber[] numbers =
          Stream.concat(
                  Stream.of(unread("A", "06 12 34 56 78")),
                  Stream.iterate(1, i -> i + 1)
                      .limit(owners)
                      .map(i -> whole("B" + i, "phone", "+33612345678", "FR")))
              .toArray(WrittenNumber[]::new);
      leads(numbers).stream()
          .filter(lead -> lead.other().equals("B1"))
          .forEach(lead -> strengths.add(LinkStrength.bits(lead.chance())));
    }
    assertThat(strengths).as("n of 1000 ends, and one of 100000 numbers").hasSize(3);
    assertThat(strengths.get(0)).isBetween(8.9, 9.0);
    assertThat(strengths.get(1)).isBetween(8.3, 8.4);
    assertThat(strengths.get(2)).isBetween(3.2, 3.4);
  }

  @Test
  void aShortPlateLooksLikeOthersByChance() {
    List<WrittenNumber> numbers = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      numbers.add(whole("P" + i, "plate", "FR:" + (1_000 + i), "FR"));
    }
    numbers.add(number("A", "plate", "1500", "1500", null, false));
    Lead lead = new LeadRules(1_000_000).leads(numbers).get(Set.of("A", "P500"));
    assertThat(lead).isNotNull();
    assertThat(LinkStrength.bits(lead.chance())).as("1000 of 10000 plates").isBetween(3.3, 3.33);
  }
}
