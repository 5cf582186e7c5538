package org.insight.jobs.mentions.places;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.insight.jobs.mentions.Folding;
import org.insight.jobs.mentions.places.PlaceWords.Kind;
import org.jspecify.annotations.Nullable;

/** Finds the words of a document that may be names of places. */
final class Spots {

  /** A bare name means no smaller place. */
  static final int LARGE = 50_000;

  /** In the source's country, behind a word such as "in". */
  private static final int SMALL = 3_000;

  /** Anywhere, behind words such as "born in". */
  private static final int TOWN = 10_000;

  private static final int LONGEST_NAME = 6;
  private static final int LONGEST_LINK = 4;
  private static final int SHORT = 4;
  private static final int SHORT_ARABIC = 3;
  private static final List<String> ARABIC_PARTICLES =
      List.of("وب", "ول", "فب", "ب", "و", "ل", "ف");

  private final DocumentContext document;
  private final String text;
  private final List<Token> tokens;
  private final PlaceWords words;
  private final Toponyms toponyms = Toponyms.instance();
  private final boolean[] taken;
  private final Set<String> surnames = new HashSet<>();
  private final boolean[] organised;
  private final boolean[] places;
  private final boolean[] countries;

  Spots(DocumentContext document, List<Token> tokens, PlaceWords words) {
    this.document = document;
    this.text = document.text();
    this.tokens = tokens;
    this.words = words;
    this.taken = marked(document.persons());
    for (TextSpan person : document.persons()) {
      addNames(person);
    }
    this.organised = marked(document.organisations());
    this.places = new boolean[tokens.size()];
    this.countries =
        marked(document.countries().stream().map(c -> new TextSpan(c.begin(), c.end())).toList());
  }

  private void addNames(TextSpan person) {
    int first = firstEndingAfter(person.begin());
    for (int i = first + 1; i < tokens.size() && tokens.get(i).begin() < person.end(); i++) {
      surnames.add(tokens.get(i - 1).folded());
      surnames.add(tokens.get(i).folded());
    }
  }

  /** Whether a word is a name of somebody in the text, and no word such as "in" is before it. */
  private boolean isSurname(int token) {
    if (!surnames.contains(tokens.get(token).folded())) {
      return false;
    }
    long before =
        token == 0
            ? 0
            : Toponyms.hash(Toponyms.EMPTY_HASH, orBlank(tokens.get(token - 1).folded()));
    return !words.is(Kind.PLACE, before) && !words.is(Kind.NEAR, before)
        || words.is(Kind.WEAK, before);
  }

  /** In the order of the text; they do not overlap. */
  List<Spot> find() {
    List<Spot> spots = new ArrayList<>();
    boolean[] persons = taken.clone();
    for (TextSpan span : document.places()) {
      Spot spot = given(span, persons);
      if (spot != null) {
        spots.add(spot);
        Arrays.fill(taken, spot.firstToken, spot.lastToken + 1, true);
      }
    }
    findBare(spots);
    // Again, for what is joined to what was found.
    for (Spot spot : spots) {
      Arrays.fill(taken, spot.firstToken, spot.lastToken + 1, true);
      Arrays.fill(places, spot.firstToken, spot.lastToken + 1, true);
    }
    findBare(spots);
    spots.sort(Comparator.comparingInt(s -> s.begin));
    return spots;
  }

  private void findBare(List<Spot> spots) {
    for (int i = 0; i < tokens.size(); i++) {
      Spot spot = taken[i] ? null : bare(i);
      if (spot != null) {
        spots.add(spot);
        i = spot.lastToken;
      }
    }
  }

  private boolean[] marked(List<TextSpan> spans) {
    boolean[] marked = new boolean[tokens.size()];
    for (TextSpan span : spans) {
      for (int i = firstEndingAfter(span.begin());
          i < tokens.size() && tokens.get(i).begin() < span.end();
          i++) {
        marked[i] = true;
      }
    }
    return marked;
  }

  private int firstEndingAfter(int offset) {
    int low = 0;
    int high = tokens.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (tokens.get(middle).end() <= offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** A span that a model gave: the longest name in it. */
  private @Nullable Spot given(TextSpan span, boolean[] persons) {
    int first = firstEndingAfter(span.begin());
    int last = first;
    while (last < tokens.size() && tokens.get(last).begin() < span.end()) {
      if (persons[last]) {
        return null;
      }
      last++;
    }
    if (last == first + 1 && isSurname(first)) {
      return null;
    }
    int count = Math.min(last - first, 12);
    for (int length = count; length > 0; length--) {
      for (int i = first + count - length; i >= first; i--) {
        Spot spot = at(i, length, span, Spot.STRONG_CUE);
        if (spot != null && (length == count || isWhole(spot))) {
          return spot;
        }
      }
    }
    return null;
  }

  /** Whether a part of a given span can stand for it: "White House" is not a town "House". */
  private boolean isWhole(Spot spot) {
    for (int one : spot.candidates) {
      int place = Toponyms.place(one);
      if (toponyms.population(place) >= LARGE
          && !Toponyms.isAlternate(one)
          && !words.is(Kind.ORDINARY, spot.hash)) {
        return true;
      }
    }
    return false;
  }

  private @Nullable Spot at(int first, int length, TextSpan span, int cue) {
    Token head = tokens.get(first);
    int begin = Math.max(head.begin(), span.begin());
    String own = Folding.fold(text.substring(begin, head.end()));
    for (int particle = 0; particle <= ARABIC_PARTICLES.size(); particle++) {
      String start = own;
      int from = begin;
      if (particle > 0) {
        String prefix = ARABIC_PARTICLES.get(particle - 1);
        if (!head.arabic() || begin != head.begin()) {
          break;
        }
        start = without(prefix, own);
        from = begin + prefix.length();
      }
      if (start.isEmpty()) {
        continue;
      }
      long hash = hash(start, first, length);
      int[] found = toponyms.find(hash);
      if (own.length() <= 2 && length == 1 && isUpper(head)) {
        found =
            Arrays.stream(found)
                .filter(f -> toponyms.level(Toponyms.place(f)) != Toponyms.TOWN)
                .toArray();
      }
      if (found.length > 0) {
        return spot(first, length, from, hash, cue, true, found);
      }
    }
    return null;
  }

  private long hash(String start, int first, int length) {
    long hash = Toponyms.hash(Toponyms.EMPTY_HASH, start);
    for (int i = first + 1; i < first + length; i++) {
      hash = Toponyms.hash(hash, tokens.get(i).folded());
    }
    return hash;
  }

  private Spot spot(
      int first, int length, int begin, long hash, int cue, boolean given, int[] candidates) {
    int last = first + length - 1;
    Spot spot = new Spot(first, last, begin, tokens.get(last).end(), hash, cue, given, candidates);
    spot.organisation = organised[first];
    spot.address = inAddress(first);
    return spot;
  }

  /** An Arabic word without a particle; empty if it has none. The article's alef goes after li-. */
  private static String without(String particle, String word) {
    if (!word.startsWith(particle) || word.length() < particle.length() + SHORT_ARABIC) {
      return "";
    }
    String rest = word.substring(particle.length());
    return particle.endsWith("ل") && rest.startsWith("ل") ? "ا" + rest : rest;
  }

  private @Nullable Spot bare(int first) {
    Token head = tokens.get(first);
    if (head.folded().isEmpty() || head.isNumber() || !head.arabic() && !head.capital()) {
      return null;
    }
    int longest = 1;
    while (longest < LONGEST_NAME
        && first + longest < tokens.size()
        && !taken[first + longest]
        && goesOn(first + longest)) {
      longest++;
    }
    for (int length = longest; length > 0; length--) {
      Token last = tokens.get(first + length - 1);
      if (!last.arabic() && !last.capital()) {
        continue;
      }
      Spot spot = bare(first, length);
      if (spot != null) {
        return spot;
      }
    }
    return null;
  }

  /** Whether a word may be of the same name as that before it. */
  private boolean goesOn(int at) {
    Token before = tokens.get(at - 1);
    Token token = tokens.get(at);
    int gap = token.begin() - before.end();
    if (gap > 2 || token.folded().isEmpty() || before.arabic() != token.arabic()) {
      return false;
    }
    for (int i = before.end(); i < token.begin(); i++) {
      char c = text.charAt(i);
      if (c != ' ' && c != '-' && c != '\'' && c != '’' && c != '\u00a0' && c != '.') {
        return false;
      }
      if (c == '.' && before.end() - before.begin() > 3) {
        return false;
      }
    }
    return token.arabic() || token.capital() || token.folded().length() <= LONGEST_LINK;
  }

  private @Nullable Spot bare(int first, int length) {
    Token head = tokens.get(first);
    int particles = head.arabic() ? ARABIC_PARTICLES.size() : 0;
    for (int particle = 0; particle <= particles; particle++) {
      String prefix = particle == 0 ? "" : ARABIC_PARTICLES.get(particle - 1);
      String start = particle == 0 ? head.folded() : without(prefix, head.folded());
      if (start.isEmpty()) {
        continue;
      }
      long hash = hash(start, first, length);
      if (!toponyms.has(hash)) {
        continue;
      }
      int cue = cue(first, prefix);
      int last = first + length - 1;
      boolean and =
          prefix.startsWith("و") && first > 0 && places[first - 1] && inOneLine(first - 1, first);
      if (cue < Spot.CUE && (and || joined(first, last) || isSeat(first, last))) {
        cue = Spot.CUE;
      }
      if (refused(first, length, start, hash, cue)) {
        continue;
      }
      if (countries[first] || countries[last]) {
        return null;
      }
      int[] candidates = allowed(toponyms.find(hash), cue, start.length(), head.arabic());
      if (candidates.length > 0) {
        return spot(first, length, head.begin() + prefix.length(), hash, cue, false, candidates);
      }
    }
    return null;
  }

  /** A name that is joined to a place is one too: "Nice - Lyon", "from Nice to Lyon". */
  private boolean joined(int first, int last) {
    if (first > 0 && (places[first - 1] || isLarge(first - 1)) && dashed(first - 1)
        || last + 1 < tokens.size() && (places[last + 1] || isLarge(last + 1)) && dashed(last)) {
      return true;
    }
    return first > 1 && places[first - 2] && isCue(first - 1) && inOneLine(first - 2, first)
        || last + 2 < tokens.size()
            && places[last + 2]
            && isCue(last + 1)
            && inOneLine(last, last + 2);
  }

  /** Whether a dash between blanks, or an arrow, stands behind a token. */
  private boolean dashed(int token) {
    String gap = text.substring(tokens.get(token).end(), tokens.get(token + 1).begin());
    return gap.length() <= 4 && List.of("-", "–", "—", "→", "->", ">", "/").contains(gap.strip());
  }

  private boolean isLarge(int token) {
    Token one = tokens.get(token);
    if (taken[token] || one.folded().isEmpty() || !one.arabic() && !one.capital()) {
      return false;
    }
    for (int found : toponyms.find(Toponyms.hash(Toponyms.EMPTY_HASH, one.folded()))) {
      if (toponyms.population(Toponyms.place(found)) >= LARGE) {
        return true;
      }
    }
    return false;
  }

  private boolean inOneLine(int first, int last) {
    for (int at = tokens.get(first).end(); at < tokens.get(last).begin(); at++) {
      char c = text.charAt(at);
      if (c == '\n' || c == '.' || c == ';') {
        return false;
      }
    }
    return true;
  }

  /** The end of a line that begins with an authority: "Brigade de recherches, Nice". */
  private boolean isSeat(int first, int last) {
    int end = tokens.get(last).end();
    if (isDateline(first, last)) {
      return true;
    }
    if (first == 0 || end < text.length() && text.charAt(end) != '\n') {
      return false;
    }
    String gap = text.substring(tokens.get(first - 1).end(), tokens.get(first).begin());
    if (!gap.strip().matches("[,،\\-–]")) {
      return false;
    }
    for (int i = first - 1; i >= Math.max(0, first - 8); i--) {
      if (words.is(
          Kind.OFFICES, Toponyms.hash(Toponyms.EMPTY_HASH, orBlank(tokens.get(i).folded())))) {
        return true;
      }
      if (i > 0
          && text.substring(tokens.get(i - 1).end(), tokens.get(i).begin()).indexOf('\n') >= 0) {
        return false;
      }
    }
    return false;
  }

  /** The begin of a line, before a date: "Lyon, le 3 mai". */
  private boolean isDateline(int first, int last) {
    int before = first == 0 ? 0 : tokens.get(first - 1).end();
    if (first > 0 && text.substring(before, tokens.get(first).begin()).indexOf('\n') < 0) {
      return false;
    }
    for (int i = last + 1; i < Math.min(tokens.size(), last + 3); i++) {
      if (tokens.get(i).isNumber()) {
        return inOneLine(last, i);
      }
    }
    return false;
  }

  /** What stands before a name. */
  private int cue(int first, String particle) {
    if (particle.endsWith("ب")) {
      return Spot.CUE;
    }
    if (first == 0) {
      return Spot.NO_CUE;
    }
    Token before = tokens.get(first - 1);
    String gap = text.substring(before.end(), tokens.get(first).begin());
    if (gap.length() > 3 || gap.indexOf('\n') >= 0) {
      return Spot.NO_CUE;
    }
    String mark = gap.strip();
    boolean open = mark.isEmpty() || mark.equals("'") || mark.equals("’");
    if (open && phraseBefore(first)) {
      return Spot.STRONG_CUE;
    }
    if ((open || mark.equals(":") || mark.equals("(")) && roleBefore(first, mark)) {
      return Spot.ROLE_CUE;
    }
    if (!open) {
      boolean part = mark.length() == 1 && gap.length() > 1 && ",،(:-–".contains(mark);
      return part && !mark.equals(":") && before.isNumber()
          ? Spot.CUE
          : part ? Spot.WEAK_CUE : Spot.NO_CUE;
    }
    long hash = Toponyms.hash(Toponyms.EMPTY_HASH, orBlank(before.folded()));
    if (words.is(Kind.WEAK, hash)) {
      return Spot.WEAK_CUE;
    }
    return words.is(Kind.PLACE, hash) ? Spot.CUE : Spot.NO_CUE;
  }

  /** Whether a phrase that says what a place is ends right before it, as "born in". */
  private boolean roleBefore(int first, String mark) {
    for (int begin = Math.max(0, first - 4); begin < first; begin++) {
      for (PlaceWords.Cue cue :
          words.cues(hash(orBlank(tokens.get(begin).folded()), begin, first - begin))) {
        if (cue.role() != Role.INCIDENT || cue.words() > 1 || !mark.isEmpty()) {
          return true;
        }
      }
    }
    return false;
  }

  private static String orBlank(String folded) {
    return folded.isEmpty() ? " " : folded;
  }

  private boolean phraseBefore(int first) {
    for (int begin = Math.max(0, first - 4); begin < first; begin++) {
      if (words.is(Kind.NEAR, hash(orBlank(tokens.get(begin).folded()), begin, first - begin))) {
        return true;
      }
    }
    return false;
  }

  /** Whether a name without a model's word is more likely something else. */
  private boolean refused(int first, int length, String start, long hash, int cue) {
    Token head = tokens.get(first);
    Token last = tokens.get(first + length - 1);
    boolean cautious = Cautious.has(hash);
    if (inStreet(first, first + length) || length == 1 && words.is(Kind.ORDINARY, hash)) {
      return true;
    }
    if (cue == Spot.STRONG_CUE) {
      return false;
    }
    if (length == 1 && isSurname(first)) {
      return true;
    }
    if (first > 0
        && words.is(
            Kind.TITLES,
            Toponyms.hash(Toponyms.EMPTY_HASH, orBlank(tokens.get(first - 1).folded())))) {
      return true;
    }
    if (cue == Spot.NO_CUE && !head.arabic() && isFirstWord(first, first + length - 1)) {
      return true;
    }
    if (head.arabic()) {
      return cautious ? cue < Spot.CUE : length == 1 && start.length() <= SHORT && cue < Spot.CUE;
    }
    boolean shouted = last.end() - last.begin() > 1 && isUpper(head) && isUpper(last);
    if (shouted && cue < Spot.CUE && head.end() - head.begin() <= SHORT) {
      return true;
    }
    if (length == 1 && start.length() < SHORT && (cue < Spot.CUE || shouted)) {
      return true;
    }
    boolean besideName = capitalBeside(first, first + length);
    if (cautious || besideName) {
      return cue < Spot.CUE || besideName && !shouted;
    }
    return false;
  }

  private boolean isUpper(Token token) {
    return text.substring(token.begin(), token.end()).chars().noneMatch(Character::isLowerCase);
  }

  /** Whether the words around are capitalised too: it is one of a person's or company's names. */
  private boolean capitalBeside(int first, int next) {
    boolean before =
        first > 0
            && tokens.get(first - 1).capital()
            && blankBetween(first - 1)
            && !isCue(first - 1);
    boolean after = next < tokens.size() && tokens.get(next).capital() && blankBetween(next - 1);
    return before || after;
  }

  private boolean isCue(int token) {
    String folded = tokens.get(token).folded();
    long hash = Toponyms.hash(Toponyms.EMPTY_HASH, orBlank(folded));
    return words.is(Kind.PLACE, hash) || words.is(Kind.WEAK, hash) || words.is(Kind.NEAR, hash);
  }

  /** Whether a name begins a sentence and nothing says that it is one: "Seul le premier". */
  private boolean isFirstWord(int first, int last) {
    int before = first == 0 ? 0 : tokens.get(first - 1).end();
    String gap = text.substring(before, tokens.get(first).begin());
    boolean begins = first == 0 || gap.chars().anyMatch(c -> "\n.!?;:«\"“".indexOf(c) >= 0);
    int end = tokens.get(last).end();
    boolean apart =
        end == text.length()
            || ",،(\n".indexOf(text.charAt(end)) >= 0
            || text.startsWith(" (", end)
            || text.startsWith(" -", end)
            || text.startsWith(" –", end);
    return begins && !apart;
  }

  private boolean blankBetween(int token) {
    int end = tokens.get(token).end();
    int begin = tokens.get(token + 1).begin();
    return begin - end == 1 && (text.charAt(end) == ' ' || text.charAt(end) == '-');
  }

  private boolean inStreet(int first, int next) {
    for (int begin = Math.max(0, first - 3); begin < first; begin++) {
      if (blankBetween(first - 1)
          && words.is(
              Kind.STREETS, hash(orBlank(tokens.get(begin).folded()), begin, first - begin))) {
        return true;
      }
    }
    return next < tokens.size()
        && tokens.get(next).begin() - tokens.get(next - 1).end() == 1
        && !tokens.get(next).folded().isEmpty()
        && words.is(
            Kind.STREETS_AFTER, Toponyms.hash(Toponyms.EMPTY_HASH, tokens.get(next).folded()));
  }

  /** Whether a street and a house's number stand before a town, in the same line. */
  private boolean inAddress(int first) {
    boolean number = false;
    boolean street = false;
    for (int i = first - 1; i >= Math.max(0, first - 9) && !street; i--) {
      Token token = tokens.get(i);
      String gap = text.substring(token.end(), tokens.get(i + 1).begin());
      if (gap.indexOf('\n') >= 0 || gap.startsWith(". ") || gap.indexOf(';') >= 0) {
        return false;
      }
      if (token.folded().isEmpty()) {
        continue;
      }
      long hash = Toponyms.hash(Toponyms.EMPTY_HASH, token.folded());
      number |= token.isNumber();
      street = words.is(Kind.STREETS, hash) || words.is(Kind.STREETS_AFTER, hash);
    }
    if (!street) {
      return false;
    }
    return number
        || tokens.subList(Math.max(0, first - 12), first).stream().anyMatch(Token::isNumber);
  }

  private int[] allowed(int[] found, int cue, int letters, boolean arabic) {
    if (cue == Spot.STRONG_CUE) {
      return found;
    }
    int count = 0;
    int[] allowed = new int[found.length];
    for (int one : found) {
      int place = Toponyms.place(one);
      int least = LARGE;
      if (cue >= Spot.CUE
          && !Toponyms.isAlternate(one)
          && letters > SHORT
          && toponyms.country(place).equals(document.country())) {
        least = SMALL;
      } else if (cue == Spot.ROLE_CUE && letters > SHORT) {
        least = TOWN;
      } else if (cue == Spot.NO_CUE && Toponyms.isAlternate(one)) {
        least = 2 * LARGE;
      }
      // Arabic has no capitals to tell a name by.
      boolean elsewhere = !toponyms.country(place).equals(document.country());
      if (toponyms.level(place) == Toponyms.COUNTY
          || arabic && cue == Spot.NO_CUE && elsewhere && document.country() != null) {
        least = Integer.MAX_VALUE;
      }
      if (toponyms.population(place) >= least) {
        allowed[count++] = one;
      }
    }
    return Arrays.copyOf(allowed, count);
  }
}
