package org.insight.policy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The policy of what a reader says of rows of several sources. Whoever may see what it restricts
 * may see all that it was made of, on every day. The opposite does not hold: a base policy cannot
 * say all that several say together, and then it is stricter.
 */
public final class JoinedPolicy {

  private JoinedPolicy() {}

  /**
   * Joins policies.
   *
   * @param of those of the rows
   * @param author rights of the reader. The source is the reader's country, else body, else the
   *     platform: the first of which all readers may see the rows, as far as {@code only_for} and
   *     {@code not_for} go. For the source's readers are bound by neither.
   * @throws IllegalArgumentException in one line, where nobody but control could see the result
   */
  public static BasePolicy of(Collection<BasePolicy> of, Scope author) {
    List<BasePolicy> parts = of.stream().distinct().toList();
    SortedSet<Purpose> purposes = new TreeSet<>(List.of(Purpose.values()));
    SortedSet<String> notFor = new TreeSet<>();
    Set<String> conditions = new LinkedHashSet<>();
    SortedSet<String> onlyFor = null;
    int level = 0;
    LocalDate end = null;
    for (BasePolicy part : sorted(parts)) {
      purposes.retainAll(part.purposes());
      notFor.addAll(part.notFor());
      level = Math.max(level, part.level());
      end = earlier(end, part.expiresOn());
      onlyFor = both(onlyFor, part);
      if (part.handling() != null) {
        conditions.add(
            part.source() + " " + part.handling().scheme() + " " + part.handling().code());
      }
      conditions.addAll(part.conditions());
    }
    if (purposes.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot join policies: there is no purpose that all allow");
    }
    String source =
        Stream.of(author.country(), author.body())
            .filter(Objects::nonNull)
            .filter(party -> parts.stream().allMatch(part -> opensTo(part, party)))
            .findFirst()
            .orElse(Scope.PLATFORM);
    if (onlyFor != null && onlyFor.isEmpty()) {
      if (source.equals(Scope.PLATFORM)) {
        throw new IllegalArgumentException(
            "Cannot join policies: there is no country or body that all allow");
      }
      onlyFor.add(source);
    }
    return new BasePolicy(
        source,
        purposes,
        null,
        Grading.NONE,
        onlyFor == null ? new TreeSet<>() : onlyFor,
        notFor,
        level,
        end,
        List.copyOf(conditions));
  }

  /** So that the order in which rows are named does not show. */
  private static List<BasePolicy> sorted(List<BasePolicy> parts) {
    List<BasePolicy> sorted = new ArrayList<>(parts);
    sorted.sort((a, b) -> a.id().compareTo(b.id()));
    return sorted;
  }

  private static @Nullable LocalDate earlier(@Nullable LocalDate one, @Nullable LocalDate other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isBefore(other) ? one : other;
  }

  private static @Nullable SortedSet<String> both(
      @Nullable SortedSet<String> onlyFor, BasePolicy part) {
    if (part.onlyFor().isEmpty()) {
      return onlyFor;
    }
    SortedSet<String> own = new TreeSet<>();
    own.addAll(part.onlyFor());
    own.add(part.source());
    if (onlyFor != null) {
      own.retainAll(onlyFor);
    }
    return own;
  }

  /**
   * Whether every reader of a party passes {@code only_for} and {@code not_for} of a policy. A
   * reader of a country has one country, but may be of any body, and the other way round.
   */
  private static boolean opensTo(BasePolicy part, String party) {
    if (party.equals(part.source())) {
      return true;
    }
    boolean country = PartyCode.isCountry(party);
    return (part.onlyFor().isEmpty() || part.onlyFor().contains(party))
        && part.notFor().stream()
            .allMatch(other -> PartyCode.isCountry(other) == country && !other.equals(party));
  }
}
