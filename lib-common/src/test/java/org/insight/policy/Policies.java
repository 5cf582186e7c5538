package org.insight.policy;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/** Random policies, labels, scopes and grants, small enough that they meet. */
final class Policies {

  static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 1);
  static final int DAYS = 6;

  private static final List<String> PARTIES = List.of("FR", "GB", "MA", "FIU", "EUROPOL");

  private Policies() {}

  static Arbitrary<SortedSet<Purpose>> purposes(int fewest) {
    return Arbitraries.of(Purpose.values()).set().ofMinSize(fewest).ofMaxSize(3).map(TreeSet::new);
  }

  static Arbitrary<SortedSet<String>> parties() {
    return Arbitraries.of(PARTIES).set().ofMaxSize(3).map(TreeSet::new);
  }

  static Arbitrary<LocalDate> days() {
    return Arbitraries.integers().between(0, DAYS - 1).map(FIRST_DAY::plusDays);
  }

  static Arbitrary<String> words() {
    return Arbitraries.strings()
        .withChars("aZ 09é\u00df\u0645\ud83d\"'\\{}:,;#-&*!|>%@`~\u00a0\u2014")
        .withChars('\u5317')
        .ofMinLength(1)
        .ofMaxLength(12)
        .filter(s -> !s.isBlank() && s.codePoints().noneMatch(c -> c >= 0xd800 && c <= 0xdfff));
  }

  /** Codes of known schemes, and words of unknown ones. */
  static Arbitrary<Handling> handlings() {
    return Arbitraries.oneOf(
        Combinators.combine(
                words()
                    .map(s -> s.replace(":", "x"))
                    .filter(s -> HandlingScheme.named(s).isEmpty()),
                words())
            .as(Handling::new),
        Arbitraries.of("H0", "h1", "H2", "H3").map(code -> new Handling("Europol", code)),
        Arbitraries.of("CLEAR", "WHITE", "green", "AMBER", "AMBER+STRICT", "RED")
            .map(code -> new Handling("TLP", code)),
        Arbitraries.of("1", "2", "3", "4", "5").map(code -> new Handling("5x5x5", code)),
        Arbitraries.of("P", "C").map(code -> new Handling("3x5x2", code)));
  }

  /** Of known schemes, of unknown ones and of none; halves may be missing, but not both. */
  static Arbitrary<Grading> gradings() {
    return Arbitraries.oneOf(
        Arbitraries.just(Grading.NONE),
        graded("Admiralty", List.of("A", "b", "F"), List.of("1", "3", "6")),
        graded("4x4", List.of("A", "C", "X"), List.of("1", "4")),
        graded("5x5x5", List.of("A", "E"), List.of("1", "5")),
        graded("3x5x2", List.of("1", "2", "3"), List.of("A", "E")),
        graded("Local", List.of("HIGH", "L\u00f6w"), List.of("1", "sure")),
        graded(null, List.of("A", "b", "HIGH"), List.of("1", "6")));
  }

  private static Arbitrary<Grading> graded(
      @Nullable String scheme, List<String> sources, List<String> informations) {
    return Combinators.combine(
            Arbitraries.of(sources).injectNull(0.2), Arbitraries.of(informations).injectNull(0.2))
        .filter((source, information) -> source != null || information != null)
        .as((source, information) -> new Grading(scheme, source, information));
  }

  static Arbitrary<BasePolicy> policies() {
    Arbitrary<Handling> handling = handlings();
    Arbitrary<Grading> grading = gradings();
    return Combinators.combine(
            Arbitraries.of(PARTIES),
            purposes(1),
            handling.injectNull(0.3),
            grading,
            parties(),
            parties(),
            Arbitraries.integers().between(0, 3),
            days().injectNull(0.5))
        .flatAs(
            (source, purposes, h, g, only, not, level, until) ->
                words()
                    .list()
                    .ofMaxSize(3)
                    .map(
                        conditions ->
                            new BasePolicy(
                                source, purposes, h, g, only, not, level, until, conditions)));
  }

  static Arbitrary<Scope> scopes() {
    return Combinators.combine(
            Arbitraries.of("FR", "GB", "MA").injectNull(0.2),
            Arbitraries.of("FIU", "EUROPOL").injectNull(0.5),
            Arbitraries.integers().between(0, 3),
            purposes(0))
        .as(
            (country, body, clearance, purposes) ->
                new Scope(country, body, clearance, purposes, false));
  }

  static Arbitrary<String> ids() {
    return Arbitraries.of("a1", "b2", "c3", "d4", "quarantine");
  }

  static Arbitrary<Label> labels() {
    return Combinators.combine(ids().set().ofMinSize(1).ofMaxSize(3), ids().set().ofMaxSize(2))
        .as(Label::of);
  }

  /** Grants of some of {@link #ids}; never of {@code quarantine}. */
  static Arbitrary<Map<String, Validity>> grants() {
    return Arbitraries.maps(
            Arbitraries.of("a1", "b2", "c3", "d4"),
            days().injectNull(0.3).map(Optional::ofNullable))
        .map(
            m -> {
              Map<String, Validity> grants = new java.util.TreeMap<>();
              m.forEach((k, v) -> grants.put(k, Validity.until(v.orElse(null))));
              return grants;
            });
  }
}
