package org.insight.testing;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.insight.policy.BasePolicy;
import org.insight.policy.Entitlement;
import org.insight.policy.Grading;
import org.insight.policy.Handling;
import org.insight.policy.Purpose;
import org.insight.policy.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Random policies and readers, of so few parties, purposes and days that they meet.
 *
 * @param readers scope by name
 */
public record DrawnRights(List<BasePolicy> policies, SortedMap<String, Scope> readers) {

  /** The day on which readers read; some policies end on it, the day before or the day after. */
  public static final LocalDate TODAY = LocalDate.of(2026, 11, 25);

  private static final List<String> COUNTRIES = List.of("FR", "ES", "GB");
  private static final List<String> BODIES = List.of("EUROPOL", "FIU");
  private static final List<Purpose> PURPOSES =
      List.of(Purpose.INVESTIGATION, Purpose.CRIME_ANALYSIS, Purpose.LOCATE);

  private static final List<Handling> HANDLINGS =
      List.of(
          new Handling("TLP", "GREEN"),
          new Handling("TLP", "RED"),
          new Handling("EUROPOL", "H1"),
          new Handling("Local", "closed"));
  private static final List<Grading> GRADINGS =
      List.of(
          new Grading("ADMIRALTY", "A", "4"),
          new Grading("ADMIRALTY", "D", "1"),
          new Grading("4x4", "B", null),
          new Grading("Local", "good", null));

  /** At least one reader sees some of the policies and not all. */
  public static DrawnRights of(Random random, int policies, int readers) {
    while (true) {
      DrawnRights drawn = new DrawnRights(policies(random, policies), readers(random, readers));
      boolean apt =
          drawn.readers.values().stream()
              .map(scope -> drawn.view(scope, TODAY).size())
              .anyMatch(seen -> seen > 0 && seen < policies);
      if (apt) {
        return drawn;
      }
    }
  }

  /** Whether readers of a scope may see, on a day, what came with a policy: the rule itself. */
  public static boolean sees(Scope scope, BasePolicy policy, LocalDate day) {
    return Entitlement.holds(scope, policy, day);
  }

  /** Ids of the policies that a scope may see on a day. */
  public Set<String> view(Scope scope, LocalDate day) {
    return policies.stream()
        .filter(policy -> sees(scope, policy, day))
        .map(BasePolicy::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The readers as {@code conf/readers.yaml} has them, and one who sees all. */
  public String readersYaml() {
    StringBuilder yaml = new StringBuilder("control: {role: control, clearance: 3}\n");
    readers.forEach(
        (name, scope) -> {
          List<String> rights = new ArrayList<>();
          if (scope.country() != null) {
            rights.add("country: " + scope.country());
          }
          if (scope.body() != null) {
            rights.add("body: " + scope.body());
          }
          rights.add("clearance: " + scope.clearance());
          rights.add("purposes: " + scope.purposes().stream().map(Purpose::code).toList());
          yaml.append(name).append(": {").append(String.join(", ", rights)).append("}\n");
        });
    return yaml.toString();
  }

  private static List<BasePolicy> policies(Random random, int count) {
    List<BasePolicy> policies = new ArrayList<>();
    List<String> parties = new ArrayList<>(COUNTRIES);
    parties.addAll(BODIES);
    for (int i = 0; i < count; i++) {
      BasePolicy drawn =
          new BasePolicy(
              one(random, parties),
              some(random, PURPOSES, 1, 2),
              drawn(random, HANDLINGS),
              Objects.requireNonNullElse(drawn(random, GRADINGS), Grading.NONE),
              random.nextInt(3) == 0 ? some(random, parties, 1, 2) : new TreeSet<>(),
              random.nextInt(3) == 0 ? some(random, parties, 1, 2) : new TreeSet<>(),
              Math.max(0, random.nextInt(6) - 2),
              random.nextInt(3) == 0 ? TODAY.plusDays(random.nextInt(5) - 2) : null,
              // So that there are as many as were asked for.
              List.of("series " + i));
      policies.add(
          i > 0 && random.nextInt(3) == 0 ? withAccess(drawn, one(random, policies)) : drawn);
    }
    return policies;
  }

  /** A policy that differs from the other by its last day and by what no entitlement looks at. */
  private static BasePolicy withAccess(BasePolicy policy, BasePolicy other) {
    return new BasePolicy(
        other.source(),
        other.purposes(),
        policy.handling(),
        policy.grading(),
        other.onlyFor(),
        other.notFor(),
        other.level(),
        policy.expiresOn(),
        policy.conditions());
  }

  private static SortedMap<String, Scope> readers(Random random, int count) {
    SortedMap<String, Scope> readers = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      String country = random.nextInt(5) == 0 ? null : one(random, COUNTRIES);
      readers.put(
          "reader-%02d".formatted(i),
          new Scope(
              country,
              random.nextInt(2) == 0 && country != null ? null : one(random, BODIES),
              random.nextInt(4),
              some(random, PURPOSES, 1, 3),
              false));
    }
    return readers;
  }

  /** None in one of three. */
  private static <T> @Nullable T drawn(Random random, List<T> of) {
    return random.nextInt(3) == 0 ? null : one(random, of);
  }

  private static <T> T one(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static <T extends Comparable<T>> SortedSet<T> some(
      Random random, Collection<T> of, int fewest, int most) {
    List<T> left = new ArrayList<>(of);
    SortedSet<T> some = new TreeSet<>();
    for (int n = fewest + random.nextInt(most - fewest + 1); n > 0; n--) {
      some.add(left.remove(random.nextInt(left.size())));
    }
    return some;
  }

  /** A purpose of the reader's own, which a read of nominal data names. */
  public static Purpose purpose(Scope scope) {
    return scope.purposes().first();
  }

  /** The scopes of the readers and of one who sees all by their ids, each once. */
  public Map<String, Scope> scopes() {
    Scope control = new Scope(null, null, 3, new TreeSet<>(), true);
    Map<String, Scope> scopes = new TreeMap<>(Map.of(control.id(), control));
    readers.values().forEach(scope -> scopes.put(scope.id(), scope));
    return scopes;
  }
}
