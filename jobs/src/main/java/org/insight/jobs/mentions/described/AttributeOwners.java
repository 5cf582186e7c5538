package org.insight.jobs.mentions.described;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.insight.jobs.mentions.described.SpokenPersons.Spoken;
import org.jspecify.annotations.Nullable;

/**
 * Attaches what a text says to persons. An attribute is of the first that applies:
 *
 * <ol>
 *   <li>the person before the parentheses that it stands in;
 *   <li>the person behind it whom words as "in the name of" introduce;
 *   <li>with "respectively", the person whose place in the list is its own;
 *   <li>the last person of the case before it in its sentence, but not one who is only company, as
 *       in "X, accompanied by Y, …";
 *   <li>the person whom the sentences before are about.
 * </ol>
 *
 * Numbers in the signature, and beside words as "switchboard", are no person's of the case.
 */
final class AttributeOwners {

  private static final int MOST_NESTED = 5;

  private final Reading reading;
  private final PersonRoles roles;
  private final SpokenPersons meant;

  /** Persons by their first mention. */
  private final List<Person> order;

  private final Map<Candidate, Person> owners = new LinkedHashMap<>();

  AttributeOwners(Reading reading, PersonRoles roles, SpokenPersons meant, List<Person> order) {
    this.reading = reading;
    this.roles = roles;
    this.meant = meant;
    this.order = order;
  }

  /** Whose an attribute is; null if it is nobody's. */
  @Nullable Person of(Candidate candidate) {
    return owners.get(candidate);
  }

  /**
   * Attaches one of the attributes that a unit says.
   *
   * @param said all of the unit
   * @param spoken whom the unit speaks of, in order
   */
  void attach(List<Candidate> said, int at, ValueSpan unit, List<Spoken> spoken) {
    Candidate candidate = said.get(at);
    if (unit.begin() >= roles.signature() || isOfOffice(candidate, unit, spoken)) {
      return;
    }
    double sure = .95;
    @Nullable Person owner = saidByOneself(candidate) ? deponent() : nextTo(candidate, spoken);
    if (owner == null && saidByOneself(candidate)) {
      return;
    }
    if (owner == null) {
      owner = beforeParentheses(candidate, unit, spoken);
    }
    if (owner == null) {
      owner = named(candidate, unit, spoken);
    }
    if (owner == null) {
      owner = respectively(said, at, unit, spoken);
    }
    if (owner == null) {
      owner = lastBefore(candidate, spoken);
      sure = .9;
    }
    if (owner == null) {
      owner = meant.before(candidate.sex());
      sure = .85;
      @Nullable Person about = meant.about();
      if (owner == null && about != null && about.sex().fits(candidate.sex())) {
        owner = about;
        sure = .5;
      }
    }
    if (owner == null || candidate.property().equals("residence") && !owner.isOfCase()) {
      return;
    }
    owner.tellSex(candidate.sex());
    owners.put(candidate, owner);
    owner.addAttribute(
        new DescribedAttribute(
            candidate.property(),
            candidate.value(),
            candidate.begin(),
            candidate.end(),
            Math.min(sure, candidate.confidence())));
  }

  private boolean saidByOneself(Candidate candidate) {
    return candidate.property().equals("residence")
        && !reading.hits(Cue.I_LIVE, candidate.cueBegin(), candidate.cueBegin() + 1).isEmpty();
  }

  /** Who makes the statement: the one witness, or the one victim. */
  private @Nullable Person deponent() {
    List<Person> heard =
        order.stream().filter(p -> p.role() == Role.WITNESS || p.role() == Role.VICTIM).toList();
    return heard.size() == 1 ? heard.get(0) : null;
  }

  /** "the Spanish citizen X". */
  private static @Nullable Person nextTo(Candidate candidate, List<Spoken> spoken) {
    if (candidate.property().equals("nationality")) {
      for (Spoken s : spoken) {
        if (s.begin() == candidate.end() + 1) {
          return s.person();
        }
      }
    }
    return null;
  }

  private boolean isOfOffice(Candidate candidate, ValueSpan unit, List<Spoken> spoken) {
    boolean number =
        candidate.property().equals("phone")
            || candidate.property().equals("email")
            || candidate.property().equals("address");
    return number
        && spoken.stream().noneMatch(s -> s.end() <= candidate.begin() && s.person().isOfCase())
        && reading.before(EnumSet.of(Cue.OFFICE_CONTACT), unit.begin(), candidate.begin(), 6)
            != null;
  }

  private @Nullable Person beforeParentheses(
      Candidate candidate, ValueSpan unit, List<Spoken> spoken) {
    String text = reading.text();
    int depth = 0;
    int opened = 0;
    for (int i = candidate.begin() - 1; i >= unit.begin() && opened < MOST_NESTED; i--) {
      char c = text.charAt(i);
      if (c == ')') {
        depth++;
      } else if (c == '(' && depth > 0) {
        depth--;
      } else if (c == '(') {
        opened++;
        for (Spoken s : spoken) {
          if (s.end() <= i && i - s.end() <= 2) {
            return s.person();
          }
        }
      }
    }
    return null;
  }

  /** "the line +33 …, registered to X". */
  private @Nullable Person named(Candidate candidate, ValueSpan unit, List<Spoken> spoken) {
    for (Spoken s : spoken) {
      if (s.begin() >= candidate.end()) {
        @Nullable CueHit cue =
            reading.before(EnumSet.of(Cue.OF_NAME), candidate.end(), s.begin(), 2);
        boolean near = reading.wordAt(s.begin()) - reading.wordAt(candidate.end()) <= 8;
        return cue != null
                && near
                && reading.text().substring(candidate.end(), s.begin()).indexOf(';') < 0
            ? s.person()
            : null;
      }
    }
    return null;
  }

  /** "X and Y, born on … and … respectively". */
  private @Nullable Person respectively(
      List<Candidate> said, int at, ValueSpan unit, List<Spoken> spoken) {
    if (reading.hits(Cue.RESPECTIVELY, unit.begin(), unit.end()).isEmpty()) {
      return null;
    }
    String property = said.get(at).property();
    List<Candidate> like = said.stream().filter(c -> c.property().equals(property)).toList();
    List<Person> before =
        spoken.stream()
            .filter(s -> s.end() <= like.get(0).begin() && s.person().isOfCase())
            .map(Spoken::person)
            .distinct()
            .toList();
    return before.size() == like.size() ? before.get(like.indexOf(said.get(at))) : null;
  }

  private @Nullable Person lastBefore(Candidate candidate, List<Spoken> spoken) {
    @Nullable Person last = null;
    @Nullable Person company = null;
    @Nullable Person office = null;
    for (Spoken s : spoken) {
      if (s.end() > candidate.begin()) {
        break;
      }
      if (!s.person().isOfCase()) {
        office = s.person();
      } else if (s.person().sex().fits(candidate.sex())) {
        if (last != null && s.person() != last && isCompany(s, candidate)) {
          company = s.person();
        } else {
          last = s.person();
        }
      }
    }
    return last != null ? last : company != null ? company : office;
  }

  /** "…, accompanied by X, …": a comma closes what is said of X. */
  private boolean isCompany(Spoken s, Candidate candidate) {
    int unit = reading.unitAt(s.begin()).begin();
    @Nullable CueHit with = reading.before(EnumSet.of(Cue.CONTACT_BEFORE), unit, s.begin(), 1);
    if (with == null || s.end() >= reading.text().length()) {
      return false;
    }
    int open = reading.begin(with);
    while (open > unit && Character.isWhitespace(reading.text().charAt(open - 1))) {
      open--;
    }
    boolean opened = open > unit && ",،".indexOf(reading.text().charAt(open - 1)) >= 0;
    int comma = s.end();
    boolean closed = ",،".indexOf(reading.text().charAt(comma)) >= 0;
    // "…, accompanied by X, born on …" is of X.
    return opened && closed && candidate.cueBegin() - comma > 2;
  }
}
