package org.insight.policy;

import java.time.LocalDate;
import java.util.Collections;
import java.util.Optional;
import java.util.function.Function;

/** Who may see what, and when: the one rule behind grants, entitlements and every row filter. */
public final class Entitlement {

  private Entitlement() {}

  /**
   * When readers of a scope may see what one base policy restricts.
   *
   * <ul>
   *   <li>The control role sees all that has a policy, whatever the policy says.
   *   <li>Others need the policy's level and share a purpose with it; nobody sees it after its last
   *       day.
   *   <li>The source's own readers, country or body, see their own whatever {@code only_for} and
   *       {@code not_for} say.
   *   <li>Else neither country nor body may be in {@code not_for}, and one of them must be in
   *       {@code only_for} where that is not empty.
   * </ul>
   *
   * @return empty where they never may
   */
  public static Optional<Validity> of(Scope scope, BasePolicy policy) {
    if (scope.control()) {
      return Optional.of(Validity.ALWAYS);
    }
    boolean fit =
        scope.clearance() >= policy.level()
            && !Collections.disjoint(scope.purposes(), policy.purposes());
    boolean shutOut = policy.notFor().stream().anyMatch(scope::isOf);
    boolean letIn = policy.onlyFor().isEmpty() || policy.onlyFor().stream().anyMatch(scope::isOf);
    return fit && (scope.isOf(policy.source()) || (!shutOut && letIn))
        ? Optional.of(Validity.until(policy.expiresOn()))
        : Optional.empty();
  }

  /** Whether readers of a scope may see, on a day, what one base policy restricts. */
  public static boolean holds(Scope scope, BasePolicy policy, LocalDate day) {
    return of(scope, policy).filter(days -> days.contains(day)).isPresent();
  }

  /**
   * When readers of a scope may see rows of a label: on the days on which they are entitled to all
   * that it grants and to nothing that it withholds.
   *
   * <p>One interval says it all. A scope's days for a base policy are none, or all up to a last day
   * (a policy has an end but no start). So the days for all that is granted reach up to the
   * earliest of these last days, the days with none of what is withheld begin after the latest of
   * theirs, and what lies between the two is an interval: after a withheld record has expired, its
   * reader gets the version of an entity that does without it. A withheld policy without a last day
   * leaves no day at all. A policy granted and withheld at once has the same last day on both
   * sides, so that nothing lies between: nobody sees contradictory labels.
   *
   * @param grants the scope's days for a base policy by its id; empty for what it is not entitled
   *     to and for what nobody knows
   * @return empty where they never may
   */
  public static Optional<Validity> of(Label label, Function<String, Optional<Validity>> grants) {
    if (label.contradictory()) {
      return Optional.empty();
    }
    Validity days = Validity.ALWAYS;
    for (String id : label.granted()) {
      Optional<Validity> granted = grants.apply(id).flatMap(days::and);
      if (granted.isEmpty()) {
        return Optional.empty();
      }
      days = granted.get();
    }
    for (String id : label.withheld()) {
      Optional<Validity> withheld = grants.apply(id);
      if (withheld.isEmpty()) {
        continue;
      }
      LocalDate last = withheld.get().to();
      if (withheld.get().from() != null) {
        throw new IllegalArgumentException(
            "Cannot entitle a label: a grant has no start, found " + withheld.get());
      }
      if (last == null) {
        return Optional.empty();
      }
      Optional<Validity> after = days.and(new Validity(last.plusDays(1), null));
      if (after.isEmpty()) {
        return Optional.empty();
      }
      days = after.get();
    }
    return Optional.of(days);
  }
}
