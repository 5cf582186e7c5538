package org.insight.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LookalikesTest {

  private static final long COUNT = 20_000;

  private final Persons persons = new Persons(3, COUNT, Countries.ALL);
  private final Lookalikes lookalikes = persons.lookalikes();

  private static double percent(LongFunction<Object> such) {
    return LongStream.range(0, COUNT).mapToObj(such).filter(Objects::nonNull).count()
        * 100.0
        / COUNT;
  }

  @Test
  void theyAreAsManyAsTheDocumentationSays() {
    assertThat(percent(lookalikes::household)).isBetween(9.0, 10.0);
    assertThat(percent(lookalikes::twin)).isBetween(0.8, 1.2);
    assertThat(percent(lookalikes::namesake)).isBetween(1.7, 2.3);
    assertThat(percent(lookalikes::usesPassportOf)).isBetween(0.8, 1.2);
    assertThat(percent(person -> persons.at(person).oldPassport())).isBetween(4.5, 5.5);
  }

  @Test
  void aHouseholdHasOneFamilyNameAddressAndTelephone() {
    Map<String, Person> first = new HashMap<>();
    Map<String, Integer> sizes = new HashMap<>();
    for (long i = 0; i < COUNT; i++) {
      String household = lookalikes.household(i);
      if (household != null) {
        sizes.merge(household, 1, Integer::sum);
        Person person = persons.at(i);
        Person other = first.putIfAbsent(household, person);
        if (other != null) {
          assertThat(
                  List.of(person.family(), person.address(), person.phone(), person.home().name()))
              .isEqualTo(
                  List.of(other.family(), other.address(), other.phone(), other.home().name()));
          assertThat(person.passport()).isNotEqualTo(other.passport());
        }
      }
    }
    assertThat(sizes.values()).contains(2, 3, 4).allMatch(size -> size > 1 && size < 5);
  }

  @Test
  void twinsDifferInTheGivenNameAlone() {
    int sameInitial = 0;
    int all = 0;
    for (long i = 0; i < COUNT; i++) {
      Long twin = lookalikes.twin(i);
      if (twin != null) {
        assertThat(lookalikes.twin(twin)).isEqualTo(i);
        Person one = persons.at(i);
        Person other = persons.at(twin);
        assertThat(one.given()).isNotEqualTo(other.given());
        assertThat(List.of(one.family(), one.born(), one.birthPlace(), one.address(), one.sex()))
            .isEqualTo(
                List.of(
                    other.family(),
                    other.born(),
                    other.birthPlace(),
                    other.address(),
                    other.sex()));
        all++;
        sameInitial += one.given().charAt(0) == other.given().charAt(0) ? 1 : 0;
      }
    }
    assertThat((double) sameInitial / all).isBetween(0.5, 0.8);
  }

  @Test
  void namesakesHaveOneFullNameAndTwoBirthDates() {
    for (long i = 0; i < COUNT; i++) {
      Long namesake = lookalikes.namesake(i);
      if (namesake != null) {
        assertThat(lookalikes.namesake(namesake)).isEqualTo(i);
        Person one = persons.at(i);
        Person other = persons.at(namesake);
        assertThat(one.name()).isEqualTo(other.name());
        assertThat(one.arabicName()).isEqualTo(other.arabicName());
        assertThat(one.born()).isNotEqualTo(other.born());
        assertThat(one.address()).isNotEqualTo(other.address());
      }
    }
  }

  @Test
  void aStolenPassportIsThatOfAnotherPersonAsItIsNow() {
    for (long i = 0; i < COUNT; i++) {
      Long from = lookalikes.usesPassportOf(i);
      Person person = persons.at(i);
      if (from == null) {
        assertThat(person.stolenPassport()).isNull();
      } else {
        Person owner = persons.at(from);
        assertThat(person.stolenPassport())
            .isEqualTo(new Person.Passport(owner.country().code(), owner.passport()));
      }
    }
  }

  /** Planted links and bridges rest on planted evidence alone. */
  @Test
  void nobodyWhoIsTiedOrBridgedIsALookalike() {
    Ties ties = persons.ties();
    for (long i = 0; i < COUNT; i++) {
      boolean planted = ties.bridge(i) || !ties.shared(i).isEmpty();
      boolean alike =
          lookalikes.household(i) != null
              || lookalikes.namesake(i) != null
              || persons.at(i).stolenPassport() != null;
      assertThat(planted && alike).isFalse();
      assertThat(ties.bridge(i) && persons.at(i).oldPassport() != null).isFalse();
    }
  }
}
