package org.insight.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.insight.testing.DrawnRights;
import org.junit.jupiter.api.Test;

class JoinedPolicyTest {

  private static final Scope FRENCH =
      new Scope("FR", "FIU", 2, new TreeSet<>(Set.of(Purpose.LOCATE)), false);

  private static BasePolicy policy(String yaml) {
    return BasePolicy.fromYaml(yaml);
  }

  /** Whoever sees the result sees every part, on every day; and often somebody does. */
  @Test
  void whoSeesTheResultSeesEachPart() {
    int seen = 0;
    int refused = 0;
    for (int seed = 0; seed < 3_000; seed++) {
      Random random = new Random(seed);
      DrawnRights rights = DrawnRights.of(random, 6, 12);
      List<BasePolicy> parts = rights.policies().subList(0, 1 + random.nextInt(3));
      Scope author = List.copyOf(rights.readers().values()).get(0);
      BasePolicy joined;
      try {
        joined = JoinedPolicy.of(parts, author);
      } catch (IllegalArgumentException e) {
        refused++;
        continue;
      }
      for (Scope scope : rights.readers().values()) {
        for (int day = -3; day <= 3; day++) {
          LocalDate on = DrawnRights.TODAY.plusDays(day);
          if (Entitlement.holds(scope, joined, on)) {
            seen++;
            assertThat(parts)
                .as("%s of %s, on %s, seed %d", scope, joined, on, seed)
                .allMatch(part -> Entitlement.holds(scope, part, on));
          }
        }
      }
    }
    assertThat(seen).isGreaterThan(10_000);
    assertThat(refused).isGreaterThan(100);
  }

  @Test
  void theSourceIsTheAuthorsCountryAndElseTheBody() {
    BasePolicy open = policy("{source: GB, purposes: [locate], level: 1}");
    assertThat(JoinedPolicy.of(List.of(open), FRENCH).source()).isEqualTo("FR");
    BasePolicy forTheBody = policy("{source: GB, purposes: [locate], only_for: [FIU]}");
    assertThat(JoinedPolicy.of(List.of(open, forTheBody), FRENCH).source()).isEqualTo("FIU");
  }

  /** French readers of the body do not see the part, and would see what has their source. */
  @Test
  void theSourceIsThePlatformWhereAReaderOfTheAuthorsCouldNotSeeAPart() {
    BasePolicy notForTheBody = policy("{source: GB, purposes: [locate], not_for: [EUROPOL, ES]}");
    BasePolicy joined = JoinedPolicy.of(List.of(notForTheBody), FRENCH);
    assertThat(joined.source()).isEqualTo(Scope.PLATFORM);
    assertThat(joined.notFor()).containsExactly("ES", "EUROPOL");
  }

  @Test
  void theStrictestOfEachRestrictionHolds() {
    BasePolicy one =
        policy(
            "{source: GB, purposes: [locate, investigation], level: 1, expires_on: 2030-01-31,"
                + " handling: {scheme: TLP, code: AMBER}, conditions: [ask first]}");
    BasePolicy other =
        policy("{source: ES, purposes: [locate], level: 2, expires_on: 2029-05-05, not_for: [US]}");
    BasePolicy joined = JoinedPolicy.of(List.of(one, other), FRENCH);
    assertThat(joined.purposes()).containsExactly(Purpose.LOCATE);
    assertThat(joined.level()).isEqualTo(2);
    assertThat(joined.expiresOn()).isEqualTo(LocalDate.of(2029, 5, 5));
    assertThat(joined.notFor()).containsExactly("US");
    assertThat(joined.conditions()).containsExactly("GB TLP AMBER", "ask first");
    assertThat(JoinedPolicy.of(List.of(other, one), FRENCH)).isEqualTo(joined);
  }

  @Test
  void policiesThatNobodyCouldSeeTogetherAreRefused() {
    BasePolicy one = policy("{source: GB, purposes: [locate]}");
    BasePolicy other = policy("{source: ES, purposes: [forensic]}");
    assertThatThrownBy(() -> JoinedPolicy.of(List.of(one, other), FRENCH))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot join policies: there is no purpose that all allow");
  }
}
