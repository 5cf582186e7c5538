package org.insight.services.ask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameQueryTest {

  @ParameterizedTest
  @CsvSource({
    "Ada Zorn, Ada Zorn",
    "Zorn, Ada Zorn",
    "Zron, Ada Zorn",
    "Zorn Ada, Ada Maria Zorn",
    "Mohamed Haddad, محمد حداد",
    "Владимир, Vladimir Petrov",
    "Muhamad Hadad, Mohammed Haddad",
  })
  void aNameIsFoundInPartMisspeltAndInOtherScripts(String text, String name) {
    assertThat(new NameQuery(text).best(List.of("Somebody Else", name), true))
        .isNotNull()
        .extracting(NameQuery.Match::name)
        .isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({"Ada Miller, Ada Zorn", "Zorn, Ada Miller", "Ada Maria Miller, Ada Zorn"})
  void oneWordThatContradictsIsNoHit(String text, String name) {
    assertThat(new NameQuery(text).best(List.of(name), true)).isNull();
  }

  @Test
  void theWholeNameIsBetterThanAPartAndEqualNamesAreTakenInOrder() {
    NameQuery query = new NameQuery("Zorn");
    NameQuery.Match best = query.best(List.of("Ada Zorn", "Zorn", "zorn"), true);
    assertThat(best).isEqualTo(new NameQuery.Match("Zorn", 1, 1, "exact"));
    assertThat(query.best(List.of("zorn", "Zorn", "Ada Zorn"), true)).isEqualTo(best);
  }

  @Test
  void aCompanyIsFoundWithoutItsForm() {
    assertThat(new NameQuery("zorn shoe").best(List.of("Zorn Shoes GmbH"), false)).isNotNull();
  }
}
