package org.insight.services.ask;

import java.util.List;
import org.insight.resolution.NameSimilarity;
import org.insight.resolution.Profile;
import org.insight.resolution.Subject;
import org.jspecify.annotations.Nullable;

/** A name, or a part of one, that is looked for. One instance belongs to one thread. */
final class NameQuery {

  /** Least similarity of a hit: one word of three letters or more with one slip. */
  static final double LEAST = .7;

  /**
   * A name that matches.
   *
   * @param similarity of the words that are looked for
   * @param whole similarity of the whole names
   * @param how level of each word
   */
  record Match(String name, double similarity, double whole, String how) {}

  private final NameSimilarity similarity = new NameSimilarity();
  private final Profile person;
  private final Profile organization;

  NameQuery(String text) {
    person = NameSimilarity.name(text);
    organization = NameSimilarity.name(text, Subject.Kind.ORGANIZATION);
  }

  /**
   * The best match among the names of an entity; null if none is similar.
   *
   * @param isPerson whether they are a person's, and of no company or thing
   */
  @Nullable Match best(List<String> names, boolean isPerson) {
    Match best = null;
    for (String name : names) {
      best = better(best, person, name, Subject.Kind.PERSON);
      if (!isPerson) {
        best = better(best, organization, name, Subject.Kind.ORGANIZATION);
      }
    }
    return best;
  }

  private @Nullable Match better(
      @Nullable Match best, Profile query, String name, Subject.Kind kind) {
    Profile other = NameSimilarity.name(name, kind);
    double part = similarity.within(query, other);
    if (part < LEAST) {
      return best;
    }
    String how = String.join(", ", similarity.levels());
    double whole = similarity.of(query, other);
    return best == null
            || part > best.similarity()
            || part == best.similarity()
                && (whole > best.whole()
                    || whole == best.whole() && name.compareTo(best.name()) < 0)
        ? new Match(name, part, whole, how)
        : best;
  }
}
