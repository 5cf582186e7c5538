package org.insight.jobs.mentions.places;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.insight.jobs.mentions.places.PlaceWords.Cue;
import org.insight.jobs.mentions.places.PlaceWords.Kind;

/**
 * Says what each place is in the text, by the words around it.
 *
 * <p>A phrase counts for the places behind it in its sentence, the less the farther it stands, and
 * longer phrases count more. A place between the phrase and another takes most of it, unless the
 * two are joined, as in "from Lyon to Nice". A place in the heading or in the signature beside the
 * name of an authority is its seat. Among the places that no phrase claims, the one nearest to
 * words of a deed is that of the incident.
 */
final class Roles {

  /** Words before a place in which a phrase counts. */
  private static final int REACH = 24;

  private static final double FADING = 0.9;
  private static final double PER_WORD = 0.3;

  /** What is left of a phrase behind another place. */
  private static final double SPENT = 0.25;

  private static final double LEAST = 0.15;

  /** Of places that are written as the ends of a journey. */
  private static final double ENDS = 0.7;

  /** Where one hides or grew up is not one's home, though it is said with words of homes. */
  private static final double OF_OTHER = 1.4;

  private static final double BEHIND_DATE = 0.5;
  private static final double OF_PERSON = 1.2;
  private static final int REACH_AFTER = 3;
  private static final double OF_DEED = 0.55;
  private static final int HEADING_LINES = 8;

  /** A line that is this long may go on in the next. */
  private static final int WRAPPED = 60;

  private final String text;
  private final List<Token> tokens;
  private final PlaceWords words;
  private final NavigableSet<Integer> persons = new TreeSet<>();
  private final int[] sentences;
  private final int[] lines;
  private final List<List<Cue>> cues;
  private final List<List<Cue>> cuesAfter;

  Roles(DocumentContext document, List<Token> tokens, PlaceWords words) {
    this.text = document.text();
    document.persons().forEach(person -> persons.add(person.end()));
    this.tokens = tokens;
    this.words = words;
    this.sentences = new int[tokens.size()];
    this.lines = new int[tokens.size()];
    this.cues = new ArrayList<>(tokens.size());
    this.cuesAfter = new ArrayList<>(tokens.size());
    split();
    findCues();
  }

  /** Sets the role of each. */
  void assign(List<Spot> spots) {
    double[] deeds = new double[spots.size()];
    for (int i = 0; i < spots.size(); i++) {
      Spot spot = spots.get(i);
      Map<Role, Double> scores = scores(spots, i);
      deeds[i] = scores.getOrDefault(Role.INCIDENT, 0.0);
      Role best = Role.OTHER;
      double most = LEAST;
      for (Map.Entry<Role, Double> entry : scores.entrySet()) {
        double weight =
            switch (entry.getKey()) {
              case INCIDENT -> OF_DEED;
              case OTHER -> OF_OTHER;
              default -> 1;
            };
        double score = entry.getValue() * weight;
        if (score > most) {
          most = score;
          best = entry.getKey();
        }
      }
      if (spot.organisation || best != Role.HOME && best != Role.BIRTH && isOffice(spot)) {
        best = Role.OFFICE;
      } else if (spot.address && (best == Role.OTHER || best == Role.TRAVEL)) {
        best = Role.HOME;
      } else if (best == Role.OTHER && scores.containsKey(Role.OTHER)) {
        deeds[i] = -1;
      }
      spot.role = spot.qualifier && best == Role.INCIDENT ? Role.OTHER : best;
    }
    settleIncident(spots, deeds);
  }

  /**
   * Without a place of the incident it is, in this order: the unclaimed place that is nearest to
   * words of a deed, the place of a seizure, any unclaimed place, where the first journey went.
   */
  private void settleIncident(List<Spot> spots, double[] deeds) {
    boolean deed = cues.stream().flatMap(List::stream).anyMatch(c -> c.role() == Role.INCIDENT);
    Spot best = null;
    double most = 0;
    for (int i = 0; i < spots.size(); i++) {
      Spot spot = spots.get(i);
      if (spot.role == Role.INCIDENT) {
        return;
      }
      double rank =
          switch (spot.role) {
            case OTHER -> spot.qualifier || deeds[i] < 0 ? 0 : deeds[i] > 0 ? 3 + deeds[i] : 1;
            case SEIZURE -> 2;
            case TRAVEL ->
                !deed || !isDestination(spot) && !isEnd(spots, i)
                    ? 0
                    : i > 0 && isJourney(spots.get(i - 1), spot) ? 0.25 : 0.5;
            default -> 0;
          };
      if (rank > most) {
        most = rank;
        best = spot;
      }
    }
    if (best != null) {
      best.role = Role.INCIDENT;
    }
  }

  /** Whether a word such as "to" stands before it. */
  private boolean isDestination(Spot spot) {
    if (spot.firstToken == 0) {
      return false;
    }
    return words.is(Kind.TOWARDS, hash(spot.firstToken - 1));
  }

  /** Whether it is B of "between A and B". */
  private boolean isEnd(List<Spot> spots, int index) {
    if (index == 0) {
      return false;
    }
    Spot from = spots.get(index - 1);
    return from.role == Role.TRAVEL
        && from.firstToken > 0
        && words.is(Kind.FROM, hash(from.firstToken - 1))
        && joined(from, spots.get(index));
  }

  private Map<Role, Double> scores(List<Spot> spots, int index) {
    Spot spot = spots.get(index);
    Map<Role, Double> scores = new EnumMap<>(Role.class);
    double left = 1;
    int before = index - 1;
    for (int i = spot.firstToken - 1;
        i >= Math.max(0, spot.firstToken - REACH) && sentences[i] == sentences[spot.firstToken];
        i--) {
      if (before >= 0 && i <= spots.get(before).lastToken && i >= spots.get(before).firstToken) {
        if (i == spots.get(before).firstToken) {
          if (!joined(spots.get(before), index == before + 1 ? spot : spots.get(before + 1))) {
            left *= SPENT;
          }
          before--;
        }
        continue;
      }
      for (Cue cue : cues.get(i)) {
        int end = i + cue.words() - 1;
        if (end >= spot.firstToken || covered(i, end)) {
          continue;
        }
        double score =
            left * (1 + PER_WORD * (cue.words() - 1)) * Math.pow(FADING, spot.firstToken - 1 - end);
        scores.merge(cue.role(), score, Math::max);
      }
    }
    after(spot, scores);
    if (index > 0 && isJourney(spots.get(index - 1), spot)
        || index + 1 < spots.size() && isJourney(spot, spots.get(index + 1))) {
      scores.merge(Role.TRAVEL, ENDS, Math::max);
    }
    if (isOfPerson(spot)) {
      scores.merge(Role.HOME, OF_PERSON, Math::max);
    }
    if (isBehindDate(spot)) {
      scores.merge(Role.BIRTH, BEHIND_DATE, Math::max);
    }
    return scores;
  }

  /** "Lyon - Nice", or "from Lyon to Nice". */
  private boolean isJourney(Spot from, Spot to) {
    String gap = text.substring(from.end, Math.max(from.end, to.begin)).strip();
    if (to.firstToken == from.lastToken + 1) {
      return gap.length() == 1 && "-–—→>/".contains(gap) || gap.equals("->");
    }
    return to.firstToken == from.lastToken + 2
        && from.firstToken > 0
        && sentences[from.firstToken - 1] == sentences[to.firstToken]
        && words.is(Kind.FROM, hash(from.firstToken - 1))
        && words.is(Kind.TOWARDS, hash(from.lastToken + 1));
  }

  private long hash(int token) {
    String folded = tokens.get(token).folded();
    return Toponyms.hash(Toponyms.EMPTY_HASH, folded.isEmpty() ? " " : folded);
  }

  private void after(Spot spot, Map<Role, Double> scores) {
    int next = spot.lastToken + 1;
    for (int i = next;
        i < Math.min(tokens.size(), next + REACH_AFTER) && sentences[i] == sentences[next - 1];
        i++) {
      for (Cue cue : cuesAfter.get(i)) {
        double score = (1 + PER_WORD * (cue.words() - 1)) * Math.pow(FADING, i - next);
        // "Her home in Lyon was burgled": what happened to it counts more than whose it is.
        boolean deed = cue.role() == Role.INCIDENT && i == next && cue.words() > 1;
        scores.merge(cue.role(), deed ? 2 * score : score, Math::max);
      }
    }
  }

  /** "John Baker of Lyon". */
  private boolean isOfPerson(Spot spot) {
    Integer person = persons.floor(spot.begin);
    return person != null
        && spot.firstToken > 0
        && tokens.get(spot.firstToken - 1).begin() - person <= 2
        && tokens.get(spot.firstToken - 1).begin() >= person
        && words.is(Kind.OF_PERSONS, hash(spot.firstToken - 1));
  }

  /** As in a list of persons: "Name, 12/03/1980, Lyon". */
  private boolean isBehindDate(Spot spot) {
    if (spot.firstToken < 3 || !tokens.get(spot.firstToken - 1).isNumber()) {
      return false;
    }
    Token date = tokens.get(spot.firstToken - 1);
    String gap = text.substring(date.end(), spot.begin).strip();
    return date.end() - date.begin() >= 2
        && gap.length() == 1
        && ",،(-–".contains(gap)
        && sentences[spot.firstToken - 3] == sentences[spot.firstToken];
  }

  /** Whether a longer phrase has these words, so that they say nothing of their own. */
  private boolean covered(int first, int end) {
    for (int i = Math.max(0, end - PlaceWords.LONGEST + 1); i <= first; i++) {
      for (Cue cue : cues.get(i)) {
        int last = i + cue.words() - 1;
        if (last >= end && cue.words() > end - first + 1) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether two places are named together: "between A and B", "from A to B", "A - B". */
  private boolean joined(Spot a, Spot b) {
    return b.firstToken - a.lastToken <= 2
        && b.begin - a.end <= 9
        && sentences[a.firstToken] == sentences[b.firstToken]
        && text.substring(a.end, b.begin).chars().noneMatch(c -> c == ';' || c == '\n' || c == '.');
  }

  /** Beside the name of an authority, in a short line of the heading or at the end. */
  private boolean isOffice(Spot spot) {
    int line = lines[spot.firstToken];
    boolean heading = line < HEADING_LINES;
    boolean signature = line >= lines[tokens.size() - 1] - 2;
    if (!heading && !signature) {
      return false;
    }
    int first = spot.firstToken;
    while (first > 0 && lines[first - 1] == line) {
      first--;
    }
    int last = spot.lastToken;
    while (last + 1 < tokens.size() && lines[last + 1] == line) {
      last++;
    }
    if (last - first > 14) {
      return false;
    }
    for (int i = first; i < spot.firstToken; i++) {
      if (words.is(Kind.OFFICES, hash(i))) {
        return true;
      }
    }
    // A place and a date, or a place at the end of a line without a label, in the heading.
    int from = tokens.get(first).begin();
    boolean ends = last == spot.lastToken;
    boolean dated = false;
    for (int i = first; i <= last; i++) {
      dated |= tokens.get(i).isNumber();
    }
    String before = text.substring(from, Math.max(from, spot.begin));
    return heading
        && before.indexOf(':') < 0
        && (spot.firstToken - first <= 1 && (ends || dated)
            || ends && (dated && before.indexOf(',') >= 0 || before.strip().endsWith(",")));
  }

  private void split() {
    int sentence = 0;
    int line = 0;
    for (int i = 0; i < tokens.size(); i++) {
      if (i > 0) {
        int from = tokens.get(i - 1).end();
        int to = tokens.get(i).begin();
        boolean wrapped = isWrapped(from, to);
        boolean ends = false;
        for (int at = from; at < to; at++) {
          char c = text.charAt(at);
          if (c == '\n') {
            line++;
            ends |= !wrapped;
          } else if (c == '!' || c == '?' || c == '؟' || c == '…') {
            ends = true;
          } else if (c == '.') {
            ends |= at + 1 < to && text.charAt(at + 1) != ':' && endsAt(i);
          }
        }
        sentence += ends ? 1 : 0;
      }
      sentences[i] = sentence;
      lines[i] = line;
    }
  }

  /** Whether a sentence goes on in the next line: a long line, and no mark at its end. */
  private boolean isWrapped(int from, int to) {
    return List.of("\n", ",\n", " \n", "،\n").contains(text.substring(from, Math.min(to, from + 3)))
        && from - text.lastIndexOf('\n', from - 1) > WRAPPED;
  }

  /** Whether a full stop before a token ends a sentence: not behind "M." and before "nac.". */
  private boolean endsAt(int token) {
    Token before = tokens.get(token - 1);
    Token after = tokens.get(token);
    return (before.end() - before.begin() > 2 || before.isNumber())
        && (after.capital() || after.arabic() || after.isNumber());
  }

  private void findCues() {
    for (int i = 0; i < tokens.size(); i++) {
      List<Cue> here = new ArrayList<>(0);
      List<Cue> hereAfter = new ArrayList<>(0);
      String own = tokens.get(i).folded();
      if (!own.isEmpty()) {
        phrases(own, i, here, hereAfter);
        String bare = own;
        if (tokens.get(i).arabic() && bare.length() > 3 && "وفبل".indexOf(bare.charAt(0)) >= 0) {
          bare = bare.substring(1);
          phrases(bare, i, here, hereAfter);
        }
        if (tokens.get(i).arabic() && bare.length() > 4 && bare.startsWith("ال")) {
          phrases(bare.substring(2), i, here, hereAfter);
        }
      }
      cues.add(here);
      cuesAfter.add(hereAfter);
    }
  }

  private void phrases(String start, int first, List<Cue> here, List<Cue> hereAfter) {
    long hash = Toponyms.hash(Toponyms.EMPTY_HASH, start);
    here.addAll(words.cues(hash));
    hereAfter.addAll(words.cuesAfter(hash));
    for (int i = first + 1; i < Math.min(tokens.size(), first + PlaceWords.LONGEST); i++) {
      if (tokens.get(i).folded().isEmpty() || sentences[i] != sentences[first]) {
        break;
      }
      hash = Toponyms.hash(hash, tokens.get(i).folded());
      here.addAll(words.cues(hash));
      hereAfter.addAll(words.cuesAfter(hash));
    }
  }
}
