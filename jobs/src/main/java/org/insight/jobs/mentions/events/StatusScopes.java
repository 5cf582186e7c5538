package org.insight.jobs.mentions.events;

import java.util.ArrayList;
import java.util.List;
import org.insight.jobs.mentions.events.TermIndex.Match;

/**
 * Whether an event is negated or hypothetical, by triggers before and behind it, as in NegEx
 * (Chapman et al. 2001).
 *
 * <p>A trigger reaches eight words (twelve if hypothetical) within its sentence, up to a word that
 * ends scopes ("but"), a colon, a semicolon, or a comma more than three words before the event. A
 * trigger behind the event reaches ten words back, a negating one over no comma. Longer phrases
 * that hold a trigger but are none ("without doubt", "did not admit") come first. Negation beats
 * hypothesis. "Suspected of" and denials of a person leave the event asserted.
 */
final class StatusScopes {

  private static final int NEGATION = 8;
  private static final int HYPOTHESIS = 12;
  private static final int BEHIND = 10;
  private static final int LIST = 3;

  private final Tokens tokens;
  private final List<Match> triggers;

  StatusScopes(EventLanguage language, Tokens tokens, List<List<String>> forms) {
    this.tokens = tokens;
    this.triggers = new ArrayList<>(language.triggers.find(tokens, forms));
  }

  /** The status of the words from first to before end, in a sentence of words from and until. */
  EventStatus of(int first, int end, int from, int until) {
    boolean hypothetical = false;
    for (Match trigger : triggers) {
      if (trigger.first() < from || trigger.end() > until) {
        continue;
      }
      switch (trigger.code()) {
        case "negated_around" -> {
          if (reaches(trigger, first, end, NEGATION) || reachesBack(trigger, end, false)) {
            return EventStatus.NEGATED;
          }
        }
        case "negated_before" -> {
          if (reaches(trigger, first, end, NEGATION)) {
            return EventStatus.NEGATED;
          }
        }
        case "negated_after" -> {
          if (reachesBack(trigger, end, false)) {
            return EventStatus.NEGATED;
          }
        }
        case "hypothetical_before" -> hypothetical |= reaches(trigger, first, end, HYPOTHESIS);
        case "hypothetical_around" ->
            hypothetical |=
                reaches(trigger, first, end, HYPOTHESIS) || reachesBack(trigger, end, true);
        case "hypothetical_after" -> hypothetical |= reachesBack(trigger, end, true);
        default -> {}
      }
    }
    return hypothetical ? EventStatus.HYPOTHETICAL : EventStatus.ASSERTED;
  }

  private boolean reaches(Match trigger, int first, int end, int reach) {
    // A trigger may be a part of the event's words, as "a possible theft".
    if (trigger.first() >= end || first - trigger.end() > reach) {
      return false;
    }
    for (int i = trigger.end(); i <= first; i++) {
      String marks = tokens.marks(i);
      if (endsClause(marks) || (hasComma(marks) && first - i > LIST) || isEnd(i, first)) {
        return false;
      }
    }
    return true;
  }

  private boolean reachesBack(Match trigger, int end, boolean overComma) {
    if (trigger.first() < end || trigger.first() - end > BEHIND) {
      return false;
    }
    for (int i = end; i <= trigger.first(); i++) {
      String marks = tokens.marks(i);
      if (endsClause(marks) || (hasComma(marks) && !overComma) || isEnd(i, trigger.first())) {
        return false;
      }
    }
    return true;
  }

  private boolean isEnd(int at, int before) {
    return at < before
        && triggers.stream().anyMatch(t -> t.first() == at && t.code().equals("ends"));
  }

  private static boolean endsClause(String marks) {
    return marks.chars().anyMatch(c -> ".;:!?؟؛".indexOf(c) >= 0);
  }

  private static boolean hasComma(String marks) {
    return marks.indexOf(',') >= 0 || marks.indexOf('،') >= 0;
  }
}
