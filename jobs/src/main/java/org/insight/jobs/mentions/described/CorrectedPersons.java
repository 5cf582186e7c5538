package org.insight.jobs.mentions.described;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.insight.jobs.governance.CorrectionVerdict;
import org.insight.jobs.mentions.corrections.Correction;
import org.jspecify.annotations.Nullable;

/**
 * Described subjects as readers correct them: role, and attributes. A correction is of the subject
 * that one of its mentions names.
 */
public final class CorrectedPersons {

  /** The property of a correction of what a person is in the case. */
  public static final String ROLE = "role";

  private CorrectedPersons() {}

  /**
   * The subjects as corrections have them, in the same order.
   *
   * @param corrections those that stand, of subjects
   */
  public static List<DescribedSubject> of(
      List<DescribedSubject> found, List<Correction> corrections) {
    List<DescribedSubject> subjects = new ArrayList<>(found);
    for (Correction correction : corrections) {
      int at = subject(subjects, correction);
      if (at >= 0) {
        subjects.set(at, corrected(subjects.get(at), correction));
      }
    }
    return subjects;
  }

  private static int subject(List<DescribedSubject> subjects, Correction correction) {
    int best = -1;
    double most = 0;
    for (int i = 0; i < subjects.size(); i++) {
      for (Mention mention : subjects.get(i).mentions()) {
        if (correction.isNear(mention) && correction.overlap(mention) > most) {
          best = i;
          most = correction.overlap(mention);
        }
      }
    }
    return best;
  }

  private static DescribedSubject corrected(DescribedSubject subject, Correction correction) {
    String property = correction.property();
    String right = property == null ? null : correction.fields().get(property);
    if (property == null || right == null) {
      return subject;
    }
    boolean rejected = correction.verdict() == CorrectionVerdict.REJECT;
    if (property.equals(ROLE)) {
      Role role = Role.valueOf(right.toUpperCase(Locale.ROOT));
      return rejected
          ? with(subject, subject.role() == role ? Role.OTHER : subject.role())
          : with(subject, role);
    }
    List<DescribedAttribute> attributes = new ArrayList<>(subject.attributes());
    @Nullable DescribedAttribute read =
        attributes.stream().filter(a -> isMeant(a, property, correction)).findFirst().orElse(null);
    attributes.removeIf(a -> isMeant(a, property, correction));
    if (!rejected) {
      attributes.removeIf(a -> a.property().equals(property) && a.value().equals(right));
      attributes.add(
          new DescribedAttribute(
              property, right, begin(correction, read), end(correction, read), 1));
      attributes.sort(Comparator.comparingInt(DescribedAttribute::begin));
    }
    return new DescribedSubject(
        subject.id(),
        subject.schema(),
        subject.name(),
        subject.role(),
        subject.owner(),
        subject.mentions(),
        List.copyOf(attributes));
  }

  /** Whether an attribute is the one that the reader saw: its value, or its words read anew. */
  private static boolean isMeant(
      DescribedAttribute attribute, String property, Correction correction) {
    return attribute.property().equals(property)
        && (attribute.value().equals(correction.was())
            || attribute.begin() < correction.valueEnd()
                && correction.valueBegin() < attribute.end());
  }

  private static int begin(Correction correction, @Nullable DescribedAttribute read) {
    return read != null
        ? read.begin()
        : correction.valueBegin() < 0 ? correction.begin() : correction.valueBegin();
  }

  private static int end(Correction correction, @Nullable DescribedAttribute read) {
    return read != null
        ? read.end()
        : correction.valueEnd() < 0 ? correction.end() : correction.valueEnd();
  }

  private static DescribedSubject with(DescribedSubject subject, Role role) {
    return new DescribedSubject(
        subject.id(),
        subject.schema(),
        subject.name(),
        role,
        subject.owner(),
        subject.mentions(),
        subject.attributes());
  }
}
