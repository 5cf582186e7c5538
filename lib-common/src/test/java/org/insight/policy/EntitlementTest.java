package org.insight.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntitlementTest {

  private static final Scope CONTROL = new Scope(null, null, 0, new TreeSet<>(), true);

  @Provide
  Arbitrary<BasePolicy> policies() {
    return Policies.policies();
  }

  @Provide
  Arbitrary<Scope> scopes() {
    return Policies.scopes();
  }

  @Provide
  Arbitrary<Label> labels() {
    return Policies.labels();
  }

  @Provide
  Arbitrary<Map<String, Validity>> grants() {
    return Policies.grants();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      nullValues = "-",
      value = {
        // case, country, body, clearance, purpose, only_for, not_for, level, sees
        "no limit, FR, -, 0, locate, , , 0, true",
        "too low, FR, -, 1, locate, , , 2, false",
        "high enough, FR, -, 2, locate, , , 2, true",
        "other purpose, FR, -, 3, forensic, , , 0, false",
        "country shut out, GB, -, 3, locate, , GB MA, 0, false",
        "body shut out, GB, FIU, 3, locate, , FIU, 0, false",
        "let in alone by country, GB, -, 3, locate, GB, , 0, true",
        "let in alone by body, GB, FIU, 3, locate, FIU, , 0, true",
        "not among those let in, MA, -, 3, locate, GB FIU, , 0, false",
        "let in and shut out, GB, -, 3, locate, GB, GB, 0, false",
        "body let in but country shut out, GB, FIU, 3, locate, FIU, GB, 0, false",
        "own country shut out, ES, -, 3, locate, , ES, 0, true",
        "own country not let in, ES, -, 3, locate, GB, , 0, true",
        "own country too low, ES, -, 0, locate, , , 1, false",
        "own country for another purpose, ES, -, 3, forensic, , , 0, false",
        "no country, -, -, 3, locate, , , 0, true",
        "no country where some are let in, -, -, 3, locate, GB, , 0, false",
      })
  void ruleFor(
      String what,
      String country,
      String body,
      int clearance,
      String purpose,
      String only,
      String not,
      int level,
      boolean sees) {
    BasePolicy policy =
        new BasePolicy(
            "ES",
            Purpose.parseAll(List.of("locate", "warning")),
            null,
            Grading.NONE,
            split(only),
            split(not),
            level,
            LocalDate.of(2030, 12, 31),
            List.of());
    Scope scope = new Scope(country, body, clearance, Purpose.parseAll(List.of(purpose)), false);
    assertThat(Entitlement.of(scope, policy))
        .isEqualTo(
            sees ? Optional.of(new Validity(null, LocalDate.of(2030, 12, 31))) : Optional.empty());
  }

  @Property
  void whoDecidesIsEntitledToTheSame(
      @ForAll("scopes") Scope scope, @ForAll("policies") BasePolicy policy) {
    Scope decides =
        new Scope(
            scope.country(), scope.body(), scope.clearance(), scope.purposes(), ReaderRole.DECIDER);
    assertThat(decides).isNotEqualTo(scope);
    assertThat(decides.id()).isEqualTo(scope.id());
    assertThat(Entitlement.of(decides, policy)).isEqualTo(Entitlement.of(scope, policy));
  }

  @Property(tries = 200)
  void controlSeesAllThatHasAPolicyForEver(@ForAll("policies") BasePolicy policy) {
    assertThat(Entitlement.of(CONTROL, policy)).contains(Validity.ALWAYS);
  }

  /** What handling, grading and conditions say, as a sender may write anew for each message. */
  @Property
  void whoSeesOneOfAnAccessSeesAllOfItThatEndNoEarlier(
      @ForAll("scopes") Scope scope,
      @ForAll("policies") BasePolicy one,
      @ForAll("policies") BasePolicy other) {
    BasePolicy alike =
        new BasePolicy(
            one.source(),
            one.purposes(),
            other.handling(),
            other.grading(),
            one.onlyFor(),
            one.notFor(),
            one.level(),
            other.expiresOn(),
            other.conditions());
    assertThat(alike.access()).isEqualTo(one.access());
    Optional<Validity> days = Entitlement.of(scope, one);
    Optional<Validity> daysOfAlike = Entitlement.of(scope, alike);
    assertThat(daysOfAlike.isPresent()).isEqualTo(days.isPresent());
    boolean noEarlier =
        other.expiresOn() == null
            || (one.expiresOn() != null && !other.expiresOn().isBefore(one.expiresOn()));
    if (days.isPresent() && noEarlier) {
      assertThat(days.get().and(daysOfAlike.orElseThrow())).isEqualTo(days);
    }
  }

  @Test
  void anAccessIsOfAllThatTheRuleLooksAt() {
    List<String> policies =
        List.of(
            "{source: FR, purposes: [locate]}",
            "{source: ES, purposes: [locate]}",
            "{source: FR, purposes: [locate, warning]}",
            "{source: FR, purposes: [locate], level: 1}",
            "{source: FR, purposes: [locate], only_for: [GB]}",
            "{source: FR, purposes: [locate], not_for: [GB]}");
    assertThat(policies.stream().map(p -> BasePolicy.fromYaml(p).access())).doesNotHaveDuplicates();
  }

  @Property
  void moreClearanceOrPurposesNeverTakeAPolicyAway(
      @ForAll("scopes") Scope scope, @ForAll("policies") BasePolicy policy) {
    Scope more =
        new Scope(scope.country(), scope.body(), 3, new TreeSet<>(Set.of(Purpose.values())), false);
    Entitlement.of(scope, policy)
        .ifPresent(days -> assertThat(Entitlement.of(more, policy)).contains(days));
  }

  /** The rule for labels, day by day and word for word. */
  private static Set<LocalDate> seen(Label label, Map<String, Validity> grants) {
    Set<LocalDate> days = new HashSet<>();
    for (int i = -2; i < Policies.DAYS + 2; i++) {
      LocalDate day = Policies.FIRST_DAY.plusDays(i);
      boolean all =
          label.granted().stream()
              .allMatch(id -> grants.containsKey(id) && grants.get(id).contains(day));
      boolean none =
          label.withheld().stream()
              .noneMatch(id -> grants.containsKey(id) && grants.get(id).contains(day));
      if (all && none) {
        days.add(day);
      }
    }
    return days;
  }

  private static Set<LocalDate> days(Optional<Validity> validity) {
    Set<LocalDate> days = new HashSet<>();
    for (int i = -2; i < Policies.DAYS + 2; i++) {
      LocalDate day = Policies.FIRST_DAY.plusDays(i);
      if (validity.isPresent() && validity.get().contains(day)) {
        days.add(day);
      }
    }
    return days;
  }

  private static Function<String, Optional<Validity>> by(Map<String, Validity> grants) {
    return id -> Optional.ofNullable(grants.get(id));
  }

  @Property
  void anIntervalSaysTheSameAsTheRuleDayByDay(
      @ForAll("labels") Label label, @ForAll("grants") Map<String, Validity> grants) {
    assertThat(days(Entitlement.of(label, by(grants)))).isEqualTo(seen(label, grants));
  }

  @Property
  void aCombinationIsSeenExactlyByWhoSeesBoth(
      @ForAll("labels") Label one,
      @ForAll("labels") Label other,
      @ForAll("grants") Map<String, Validity> grants) {
    Optional<Validity> both =
        Entitlement.of(one, by(grants))
            .flatMap(d -> Entitlement.of(other, by(grants)).flatMap(d::and));
    assertThat(Entitlement.of(one.with(other), by(grants))).isEqualTo(both);
  }

  @Property
  void withoutWithheldMoreGrantsNeverHideARow(
      @ForAll("labels") Label label,
      @ForAll("grants") Map<String, Validity> grants,
      @ForAll("grants") Map<String, Validity> more) {
    Map<String, Validity> all = new java.util.TreeMap<>(grants);
    more.forEach(all::putIfAbsent);
    assertThat(seen(label.grantedPart(), all)).containsAll(seen(label.grantedPart(), grants));
    assertThat(days(Entitlement.of(label.grantedPart(), by(all))))
        .containsAll(days(Entitlement.of(label.grantedPart(), by(grants))));
  }

  @Property
  void nobodySeesAContradiction(
      @ForAll("labels") Label label, @ForAll("grants") Map<String, Validity> grants) {
    Label contradiction = Label.of(label.granted(), List.of(label.granted().first()));
    assertThat(Entitlement.of(contradiction, by(grants))).isEmpty();
  }

  @Property
  void nobodySeesWhatComesWithoutAPolicy(@ForAll("grants") Map<String, Validity> grants) {
    assertThat(Entitlement.of(Label.QUARANTINE, by(grants))).isEmpty();
  }

  @Test
  void theVersionWithoutARecordBeginsOnTheDayAfterItExpires() {
    Map<String, Validity> grants =
        Map.of(
            "long", Validity.until(LocalDate.of(2026, 6, 30)),
            "short", Validity.until(LocalDate.of(2026, 3, 31)));
    assertThat(Entitlement.of(Label.of(List.of("long"), List.of("short")), by(grants)))
        .contains(new Validity(LocalDate.of(2026, 4, 1), LocalDate.of(2026, 6, 30)));
    assertThat(Entitlement.of(Label.of(List.of("short"), List.of("long")), by(grants))).isEmpty();
    assertThat(Entitlement.of(Label.of(List.of("short"), List.of("other")), by(grants)))
        .contains(Validity.until(LocalDate.of(2026, 3, 31)));
  }

  private static SortedSet<String> split(String codes) {
    return codes == null || codes.isBlank()
        ? Collections.emptySortedSet()
        : new TreeSet<>(List.of(codes.split(" ")));
  }
}
