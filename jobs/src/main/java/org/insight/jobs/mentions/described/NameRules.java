package org.insight.jobs.mentions.described;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.insight.jobs.mentions.described.NameSpan.By;
import org.jspecify.annotations.Nullable;

/**
 * Names of persons by rule, beside those that a model found.
 *
 * <ul>
 *   <li>What a cue introduces is a name: a title, a rank, "le nommé", "a.k.a.", "hijo de",
 *       "المدعو", or a label and a colon.
 *   <li>A common given name with a surname, before it or in capitals before it, is a name.
 *   <li>Parts of a name found so are names elsewhere in the text, if no other name word is beside
 *       them and no place or street is meant.
 *   <li>Titles, ranks and Arabic particles are cut from the start of a model's span. Kunyas stay.
 *   <li>Two Arabic names beside each other are two if the second stands elsewhere too.
 *   <li>A place of the model is a person if a person of the text has its words, or if it is no sure
 *       one and has a common Arabic given name and a surname.
 *   <li>A model's span is kept before a rule's on the same words. If a cue introduces it, it is a
 *       person's.
 * </ul>
 */
public final class NameRules {

  private static final int MOST_WORDS = 8;
  private static final int MOST_ARABIC_WORDS = 4;

  /** A text with more names is a list; the rest of it gives none by parts of names. */
  private static final int MOST_REPEATED = 500;

  private static final double BY_CUE = .95;
  private static final double BY_TOPIC = .9;
  private static final double BY_GIVEN_NAME = .85;
  private static final double REPEATED = .8;

  /** Of the model, of a name of one Arabic word. */
  private static final double SURE = .95;

  /** Of the model, of a place that has the form of a person's name. */
  private static final double SURE_PLACE = .8;

  private static final Set<Cue> INTRODUCE =
      EnumSet.of(
          Cue.NAME,
          Cue.MALE_NAME,
          Cue.FEMALE_NAME,
          Cue.MALE_TITLE,
          Cue.FEMALE_TITLE,
          Cue.OFFICE_TITLE);

  private static final Set<Cue> LABELS =
      EnumSet.of(
          Cue.LABEL,
          Cue.SUSPECT_BEFORE,
          Cue.VICTIM_BEFORE,
          Cue.WITNESS_BEFORE,
          Cue.CONTACT_BEFORE,
          Cue.OFFICE_BEFORE);

  private static final Set<String> SHORTENED =
      Set.of("capt", "insp", "prof", "supt", "srta", "brig", "cmdt", "cdte", "mlle", "comm");

  private static final Set<String> ARABIC_SERVANTS =
      Set.of("عبد", "ابو", "ابي", "ابا", "بن", "ابن", "ام", "بنت", "ال");

  /** Second parts of given names, as in نور الدين. */
  private static final Set<String> ARABIC_COMPOUNDS =
      Set.of("الدين", "الله", "الرحمن", "الحق", "الاسلام", "العابدين", "الزهراء", "الهدي");

  private final String text;
  private final List<Word> words;
  private final CueWords cueWords;

  private NameRules(String text, List<Word> words, CueWords cueWords) {
    this.text = text;
    this.words = words;
    this.cueWords = cueWords;
  }

  /**
   * The names of a text in their order; none overlap.
   *
   * @param language fr, en, es or ar; the words of all four are known in any other
   * @param model spans of a names model; may be empty
   */
  public static List<NameSpan> find(String text, String language, List<NameSpan> model) {
    CueWords cueWords = CueWords.of(language);
    List<Word> words = Word.of(text);
    return new NameRules(text, words, cueWords).names(cueWords.find(words), model);
  }

  private List<NameSpan> names(List<CueHit> cues, List<NameSpan> model) {
    List<NameSpan> rules = new ArrayList<>();
    organisations(rules);
    int organisations = rules.size();
    Set<Integer> nicknames = new HashSet<>();
    cues.stream().filter(cue -> cue.cue() == Cue.ALIAS).forEach(cue -> nicknames.add(cue.to()));
    for (CueHit cue : cues) {
      if (!nicknames.contains(cue.to())) {
        introduced(cue, rules);
      }
    }
    Set<Integer> introduced = new HashSet<>();
    rules.subList(organisations, rules.size()).forEach(span -> introduced.add(span.begin()));
    givenNames(rules);
    Set<List<Integer>> ofPersons = new HashSet<>();
    rules.stream()
        .filter(NameRules::isArabicPerson)
        .forEach(span -> ofPersons.add(List.of(span.begin(), span.end())));
    Set<String> later = new HashSet<>();
    model.stream()
        .filter(NameRules::isArabicPerson)
        .forEach(span -> later.addAll(folded(span).stream().skip(1).toList()));
    Taken taken = new Taken(text.length());
    List<NameSpan> kept = new ArrayList<>();
    for (NameSpan span : ModelSpans.cut(text, model)) {
      NameSpan cut = cut(span, introduced, kept, later);
      boolean isDoubted =
          cut != null
              && cut.kind() == NameKind.PLACE
              && cut.confidence() < SURE_PLACE
              && ofPersons.contains(List.of(cut.begin(), cut.end()));
      if (cut != null && !isDoubted && taken.take(cut)) {
        kept.add(cut);
      }
    }
    rules.sort(
        Comparator.comparingDouble(NameSpan::confidence)
            .thenComparingInt(NameSpan::length)
            .reversed());
    for (NameSpan span : rules) {
      if (taken.take(span)) {
        kept.add(span);
      }
    }
    repeated(kept, taken);
    kept = apart(withPersons(kept));
    kept.removeAll(lone(kept, introduced));
    kept.sort(Comparator.comparingInt(NameSpan::begin));
    return List.copyOf(kept);
  }

  /**
   * Names of one Arabic word that the model is not sure of, that no cue introduces, and that are no
   * part of a longer name of the text. No capital letter says that such a word is a name.
   */
  private static List<NameSpan> lone(List<NameSpan> names, Set<Integer> introduced) {
    Set<String> parts = new HashSet<>();
    for (NameSpan name : names) {
      if (name.kind() == NameKind.PERSON && name.text().indexOf(' ') >= 0) {
        Word.of(name.text()).forEach(word -> parts.add(word.folded()));
      }
    }
    return names.stream()
        .filter(name -> name.kind() == NameKind.PERSON && name.by() == By.MODEL)
        .filter(name -> name.script().equals("Arab") && name.confidence() < SURE)
        .filter(name -> !introduced.contains(name.begin()))
        .filter(name -> name.text().indexOf(' ') < 0)
        .filter(name -> Word.of(name.text()).stream().noneMatch(w -> parts.contains(w.folded())))
        .toList();
  }

  /**
   * Places of a model that have two words or more, all those of a person of the text, are persons.
   */
  private List<NameSpan> withPersons(List<NameSpan> names) {
    Set<List<String>> persons = new HashSet<>();
    names.stream()
        .filter(name -> name.kind() == NameKind.PERSON)
        .map(NameRules::folded)
        .filter(words -> words.size() > 1)
        .forEach(persons::add);
    List<NameSpan> all = new ArrayList<>();
    for (NameSpan name : names) {
      boolean isPerson = name.kind() == NameKind.PLACE && persons.contains(folded(name));
      all.add(
          isPerson
              ? span(name.begin(), name.end(), NameKind.PERSON, name.by(), name.confidence())
              : name);
    }
    return all;
  }

  /**
   * Two Arabic names beside each other are two if the second stands by itself elsewhere in the
   * text. Where the verb comes first, nothing else is between who does it and to whom.
   */
  private List<NameSpan> apart(List<NameSpan> names) {
    Set<List<String>> known = new HashSet<>();
    names.stream().filter(NameRules::isArabicPerson).forEach(name -> known.add(folded(name)));
    List<NameSpan> apart = new ArrayList<>();
    for (NameSpan name : names) {
      List<String> folded = folded(name);
      int second = 2;
      while (second + 1 < folded.size()
          && (!known.contains(folded.subList(second, folded.size()))
              || ARABIC_SERVANTS.contains(folded.get(second - 1)))) {
        second++;
      }
      if (isArabicPerson(name) && second + 1 < folded.size()) {
        List<Word> parts = Word.of(name.text());
        int end = name.begin() + parts.get(second - 1).end();
        int begin = name.begin() + parts.get(second).begin();
        apart.add(span(name.begin(), end, name.kind(), name.by(), name.confidence()));
        apart.add(span(begin, name.end(), name.kind(), name.by(), name.confidence()));
      } else {
        apart.add(name);
      }
    }
    return apart;
  }

  private static boolean isArabicPerson(NameSpan name) {
    return name.kind() == NameKind.PERSON && name.script().equals("Arab");
  }

  private static List<String> folded(NameSpan name) {
    return Word.of(name.text()).stream().map(Word::folded).toList();
  }

  /** The units of the text that a name has. */
  private static final class Taken {
    private final boolean[] units;

    Taken(int length) {
      units = new boolean[length];
    }

    boolean isFree(int begin, int end) {
      for (int i = begin; i < end; i++) {
        if (units[i]) {
          return false;
        }
      }
      return true;
    }

    boolean take(NameSpan span) {
      if (!isFree(span.begin(), span.end())) {
        return false;
      }
      java.util.Arrays.fill(units, span.begin(), span.end(), true);
      return true;
    }
  }

  private NameSpan span(int begin, int end, NameKind kind, By by, double confidence) {
    String name = text.substring(begin, end);
    return new NameSpan(
        begin,
        end,
        kind,
        name,
        kind == NameKind.PERSON ? NameForms.normal(name) : name,
        NameForms.script(name),
        by,
        confidence);
  }

  private void introduced(CueHit cue, List<NameSpan> found) {
    int at = cue.to();
    if (at >= words.size()) {
      return;
    }
    Word last = words.get(at - 1);
    if (cue.cue() == Cue.TOPIC) {
      topic(cue, found);
      return;
    }
    boolean label = gap(at).indexOf(':') >= 0;
    if (!INTRODUCE.contains(cue.cue()) && !(LABELS.contains(cue.cue()) && label)) {
      return;
    }
    boolean shortTitle =
        cue.to() - cue.from() == 1 && last.text().length() <= 2 && !last.isArabic();
    if (shortTitle
        && (!last.isCapitalised() || last.text().length() == 1 && gap(at).indexOf('.') < 0)) {
      return;
    }
    // A title may follow the cue: "le témoin, Mme X".
    for (int titles = 0; titles < 3 && at < words.size() && isTitle(at); titles++) {
      at++;
    }
    boolean title = at > cue.to() || isShortened(last);
    // A full stop ends a sentence unless it ends a title.
    if (at >= words.size()
        || !isIntroducing(gap(at), at > cue.to())
        || gap(at).startsWith(".") && !title) {
      return;
    }
    boolean arabic = words.get(at).isArabic();
    if (cue.cue() == Cue.OFFICE_TITLE && !arabic && !words.get(at).isCapitalised()) {
      return;
    }
    int end = arabic ? arabicEnd(at) : latinEnd(at);
    if (end > at) {
      found.add(
          span(words.get(at).begin(), words.get(end - 1).end(), NameKind.PERSON, By.RULE, BY_CUE));
    }
  }

  /** "Regarding X Y:" at the start of a sentence. */
  private void topic(CueHit cue, List<NameSpan> found) {
    int at = cue.to();
    int before = words.get(cue.from()).begin() - 1;
    while (before >= 0 && (text.charAt(before) == ' ' || text.charAt(before) == '-')) {
      before--;
    }
    if (before >= 0 && "\n.!?؟".indexOf(text.charAt(before)) < 0 || !gap(at).equals(" ")) {
      return;
    }
    int end = words.get(at).isArabic() ? arabicEnd(at) : latinEnd(at);
    int colon = end > at ? words.get(end - 1).end() : text.length();
    while (colon < text.length() && " \u00a0\u202f".indexOf(text.charAt(colon)) >= 0) {
      colon++;
    }
    boolean named = end > at && colon < text.length() && text.charAt(colon) == ':';
    if (named && isPersonLike(at, end)) {
      found.add(
          span(
              words.get(at).begin(), words.get(end - 1).end(), NameKind.PERSON, By.RULE, BY_TOPIC));
    }
  }

  /** No street's, company's or office's name. */
  private boolean isPersonLike(int from, int to) {
    for (int i = from; i < to; i++) {
      Word word = words.get(i);
      if (cueWords.is(Cue.ORGANISATION, word) || cueWords.is(Cue.STREET, word)) {
        return false;
      }
    }
    return !words.get(from).isArabic() || to - from > 1;
  }

  /** Written with a full stop behind it. */
  private static boolean isShortened(Word title) {
    return title.text().length() <= 3 && !title.isArabic() || SHORTENED.contains(title.folded());
  }

  private boolean isTitle(int at) {
    Word word = words.get(at);
    boolean title =
        cueWords.is(Cue.MALE_TITLE, word)
            || cueWords.is(Cue.FEMALE_TITLE, word)
            || cueWords.is(Cue.OFFICE_TITLE, word);
    return title
        && (word.text().length() > 1
            || at + 1 < words.size() && gap(at + 1).startsWith(".") && word.isCapitalised());
  }

  /** What is between a word and the one before it. */
  private String gap(int at) {
    return at == 0 ? "" : text.substring(words.get(at - 1).end(), words.get(at).begin());
  }

  private static boolean isIntroducing(String gap, boolean behindTitle) {
    if (gap.length() > 6) {
      return false;
    }
    for (int i = 0; i < gap.length(); i++) {
      if (" \u00a0\u202f.:«\"“”'’(".indexOf(gap.charAt(i)) < 0
          && !(behindTitle && gap.charAt(i) == ',')) {
        return false;
      }
    }
    return true;
  }

  private boolean isNameWord(Word word) {
    return !word.hasDigit()
        && (word.isCapitalised() && !word.isArabic())
        && (!cueWords.is(Cue.NAME_STOP, word)
            || cueWords.is(Cue.PARTICLE, word)
            || word.isInitial())
        && !isStopTitle(word);
  }

  private boolean isStopTitle(Word word) {
    return word.text().length() > 1
        && (cueWords.is(Cue.MALE_TITLE, word)
            || cueWords.is(Cue.FEMALE_TITLE, word)
            || cueWords.is(Cue.OFFICE_TITLE, word));
  }

  /**
   * The word after a name in Latin letters; {@code at} if there is none. A name may begin with
   * small particles, as "de la Ibáñez", and has its surname first before a comma if that is in
   * capitals.
   */
  private int latinEnd(int at) {
    int end = at;
    boolean capital = false;
    boolean comma = false;
    for (int i = at; i < words.size() && i - at < MOST_WORDS; i++) {
      Word word = words.get(i);
      if (i > at && !joins(i, at, comma)) {
        break;
      }
      comma |= i > at && gap(i).indexOf(',') >= 0;
      if (isNameWord(word)) {
        boolean bare = word.isInitial() || cueWords.is(Cue.PARTICLE, word);
        capital |= !bare || i > at && capital;
        end = capital ? i + 1 : end;
      } else if (!cueWords.is(Cue.PARTICLE, word) || word.isCapitalised() || word.isArabic()) {
        break;
      }
    }
    // "Judge X I compared": the pronoun is no initial.
    if (end - at > 1
        && words.get(end - 1).isInitial()
        && !(words.get(end - 1).end() < text.length()
            && text.charAt(words.get(end - 1).end()) == '.')) {
      end--;
    }
    // "Organised Crime Unit" is no person.
    boolean office =
        end < words.size()
            && gap(end).equals(" ")
            && words.get(end).isCapitalised()
            && cueWords.is(Cue.NAME_STOP, words.get(end));
    return capital && !office ? end : at;
  }

  private boolean joins(int at, int start, boolean comma) {
    String gap = gap(at);
    Word before = words.get(at - 1);
    return switch (gap) {
      case " ", "\u00a0", "\u202f" -> true;
      case ". ", "." -> before.isInitial();
      case "'", "’" -> before.text().length() <= 2;
      case ", " ->
          !comma
              && !words.get(at).isCapitals()
              && words.get(at).isCapitalised()
              && allCapitals(start, at)
              && words.get(at - 1).text().length() > 2
              && isNameWord(words.get(at));
      default -> false;
    };
  }

  private boolean allCapitals(int from, int to) {
    for (int i = from; i < to; i++) {
      if (!words.get(i).isCapitals()) {
        return false;
      }
    }
    return true;
  }

  /** The word after a name in Arabic letters; {@code at} if there is none. */
  private int arabicEnd(int at) {
    int counted = 0;
    int i = at;
    for (; i < words.size() && counted < MOST_ARABIC_WORDS; i++) {
      Word word = words.get(i);
      if (i > at && !gap(i).equals(" ") || !isArabicNameWord(word, i == at)) {
        break;
      }
      boolean particle = cueWords.is(Cue.PARTICLE, word);
      boolean served = i > at && ARABIC_SERVANTS.contains(words.get(i - 1).folded());
      if (!particle) {
        counted++;
      }
      // A name of a place, a trade or a tribe is the last one.
      if (word.folded().startsWith("ال")
          && word.folded().length() > 4
          && !served
          && !ARABIC_COMPOUNDS.contains(word.folded())) {
        return i == at ? at : i + 1;
      }
    }
    while (i > at && ARABIC_SERVANTS.contains(words.get(i - 1).folded())) {
      i--;
    }
    return i;
  }

  private boolean isArabicNameWord(Word word, boolean first) {
    String folded = word.folded();
    // على is "on", علي a name; they are folded alike.
    if (!word.isArabic() || folded.length() < 2 || word.hasDigit() || word.text().equals("على")) {
      return false;
    }
    if (cueWords.is(Cue.MALE_NAME, word) || cueWords.is(Cue.FEMALE_NAME, word)) {
      return false;
    }
    if (GivenNames.contains(folded)) {
      return true;
    }
    if (cueWords.is(Cue.PARTICLE, word)) {
      return true;
    }
    if (cueWords.is(Cue.NAME_STOP, word) || ModelSpans.isFunctionWord(word) || isStopTitle(word)) {
      return false;
    }
    boolean joined =
        folded.startsWith("بال")
            || folded.startsWith("لل")
            || folded.startsWith("وال")
            || folded.startsWith("كال")
            || folded.startsWith("فال");
    boolean and = folded.startsWith("و") && (!first || cueWords.isStop(folded.substring(1)));
    return !joined && !and;
  }

  /** A run of name words that begins with a common given name, or has one behind capitals. */
  private void givenNames(List<NameSpan> found) {
    for (int i = 0; i < words.size(); ) {
      Word word = words.get(i);
      int end = word.isArabic() ? arabicGiven(i) : isNameWord(word) ? latinEnd(i) : i;
      if (end - i > 1 && !word.isArabic() && !isPersonRun(i, end)) {
        end = i;
      }
      if (end - i > 1) {
        found.add(
            span(
                words.get(i).begin(),
                words.get(end - 1).end(),
                NameKind.PERSON,
                By.RULE,
                BY_GIVEN_NAME));
      }
      i = Math.max(end, i + 1);
    }
  }

  private int arabicGiven(int at) {
    Word word = words.get(at);
    if (!GivenNames.contains(word.folded())
        || word.text().equals("على")
        || cueWords.is(Cue.NAME, word)
        || cueWords.is(Cue.NAME_STOP, word)
        || at > 0 && cueWords.is(Cue.STREET, words.get(at - 1))
        || at > 0 && cueWords.is(Cue.ORGANISATION, words.get(at - 1))) {
      return at;
    }
    int end = arabicEnd(at);
    for (int i = at + 1; i < end; i++) {
      String folded = words.get(i).folded();
      if (!GivenNames.contains(folded)
          && !(folded.startsWith("ال") && folded.length() > 4)
          && !cueWords.is(Cue.PARTICLE, words.get(i))
          && !ARABIC_SERVANTS.contains(words.get(i - 1).folded())) {
        end = i;
      }
    }
    return end - at > 1 && !ARABIC_SERVANTS.contains(words.get(end - 1).folded()) ? end : at;
  }

  private boolean isPersonRun(int from, int to) {
    if (from > 0
        && gap(from).length() < 3
        && (cueWords.is(Cue.STREET, words.get(from - 1))
            || from > 1 && cueWords.is(Cue.STREET, words.get(from - 2)))) {
      return false;
    }
    for (int i = from; i < to; i++) {
      Word word = words.get(i);
      if (cueWords.is(Cue.ORGANISATION, word) || cueWords.is(Cue.STREET, word)) {
        return false;
      }
    }
    if (to < words.size()
        && gap(to).equals(" ")
        && words.get(to).isCapitalised()
        && (cueWords.is(Cue.ORGANISATION, words.get(to))
            || cueWords.is(Cue.STREET, words.get(to)))) {
      return false;
    }
    Word first = words.get(from);
    Word last = words.get(to - 1);
    // "Santiago de Chile" is a town, "Juan de Valencia Cabrera" a man.
    boolean town = to - from == 3 && !words.get(from + 1).isCapitalised();
    if (GivenNames.contains(first.folded()) && !town) {
      return true;
    }
    return GivenNames.contains(last.folded())
        && first.isCapitals()
        && (!last.isCapitals() || !cueWords.is(Cue.NAME_STOP, first) && to - from <= 4);
  }

  /** "Société X SARL", "شركة X": names with a legal form are no person's. */
  private void organisations(List<NameSpan> found) {
    for (int i = 1; i < words.size(); i++) {
      Word word = words.get(i);
      if (!word.isCapitalised()
          || !cueWords.is(Cue.ORGANISATION, word)
          || word.text().length() > 5) {
        continue;
      }
      int from = i;
      while (from > 0
          && i - from < MOST_WORDS
          && (gap(from).equals(" ") || gap(from).equals(" & "))
          && words.get(from - 1).isCapitalised()
          && !words.get(from - 1).isArabic()
          && !(cueWords.is(Cue.NAME_STOP, words.get(from - 1))
              && !cueWords.is(Cue.PARTICLE, words.get(from - 1)))) {
        from--;
      }
      if (from < i) {
        found.add(span(words.get(from).begin(), word.end(), NameKind.ORGANIZATION, By.RULE, 1));
      }
    }
  }

  /** Parts of the names elsewhere in the text. */
  private void repeated(List<NameSpan> kept, Taken taken) {
    Set<String> known = new HashSet<>();
    int persons = 0;
    for (NameSpan span : List.copyOf(kept)) {
      if (span.kind() == NameKind.PERSON && persons++ < MOST_REPEATED) {
        for (Word word : Word.of(span.text())) {
          if (word.folded().length() > 2
              && !cueWords.is(Cue.PARTICLE, word)
              && !cueWords.is(Cue.NAME_STOP, word)) {
            known.add(word.folded());
          }
        }
      }
    }
    if (known.isEmpty()) {
      return;
    }
    for (int i = 0; i < words.size(); ) {
      int end = i;
      while (end < words.size()
          && isKnownPart(words.get(end), known)
          && (end == i || gap(end).equals(" "))) {
        end++;
      }
      if (end > i
          && isAlone(i, end)
          && taken.isFree(words.get(i).begin(), words.get(end - 1).end())) {
        NameSpan span =
            span(
                words.get(i).begin(), words.get(end - 1).end(), NameKind.PERSON, By.RULE, REPEATED);
        taken.take(span);
        kept.add(span);
      }
      i = Math.max(end, i + 1);
    }
  }

  private boolean isKnownPart(Word word, Set<String> known) {
    return known.contains(word.folded())
        && (word.isArabic() ? word.folded().length() > 3 : word.isCapitalised());
  }

  /** No street, no place, and no other name word beside it. */
  private boolean isAlone(int from, int to) {
    if (from > 0 && gap(from).equals(" ")) {
      Word before = words.get(from - 1);
      boolean particle =
          !before.isCapitalised()
              && cueWords.is(Cue.PARTICLE, before)
              && from > 1
              && gap(from - 1).equals(" ")
              && isNameWord(words.get(from - 2));
      if (particle && !before.folded().equals("de")) {
        return false;
      }
      boolean named = before.isCapitalised() && isNameWord(before) && !isTitle(from - 1);
      if (named
          || cueWords.is(Cue.STREET, before)
          || cueWords.is(Cue.ORGANISATION, before)
          || PLACE_BEFORE.contains(before.folded())) {
        return false;
      }
    }
    return to >= words.size()
        || !gap(to).equals(" ")
        || words.get(to).isArabic()
        || !isNameWord(words.get(to))
            && !cueWords.is(Cue.ORGANISATION, words.get(to))
            && !cueWords.is(Cue.STREET, words.get(to));
  }

  private static final Set<String> PLACE_BEFORE =
      Set.of(
          "a", "au", "en", "in", "at", "near", "to", "from", "vers", "desde", "hasta", "hacia",
          "في", "الى", "من");

  /**
   * A model's span without title, particle and what is behind the name; null if nothing is left.
   *
   * @param introduced begins of names behind a cue
   * @param before spans that stand before it
   * @param later words of names of the text that are not the first, so they have no particle
   */
  private @Nullable NameSpan cut(
      NameSpan span, Set<Integer> introduced, List<NameSpan> before, Set<String> later) {
    int begin = Math.max(0, Math.min(span.begin(), text.length()));
    int end = Math.max(begin, Math.min(span.end(), text.length()));
    NameKind kind = span.kind();
    while (begin < end && !Character.isLetterOrDigit(text.charAt(begin))) {
      begin++;
    }
    while (end > begin
        && !Character.isLetterOrDigit(text.charAt(end - 1))
        && Character.getType(text.charAt(end - 1)) != Character.NON_SPACING_MARK
        && !(text.charAt(end - 1) == '.'
            && end - begin > 2
            && Character.isUpperCase(text.charAt(end - 2)))) {
      end--;
    }
    if (kind == NameKind.PERSON) {
      if (end - begin > 2
          && text.startsWith("s", end - 1)
          && "'’".indexOf(text.charAt(end - 2)) >= 0) {
        end -= 2;
      }
      List<Word> inside = Word.of(text.substring(begin, end));
      int first = 0;
      while (first + 1 < inside.size() && isCut(inside, first)) {
        first++;
      }
      if (first < inside.size() && isCut(inside, first)) {
        return null;
      }
      int last = inside.size();
      for (int i = first + 1; i < last; i++) {
        if (cueWords.is(Cue.ALIAS, inside.get(i)) && !inside.get(i).isCapitalised()) {
          last = i;
        }
      }
      if (first >= last) {
        return null;
      }
      end = last < inside.size() ? begin + inside.get(last - 1).end() : end;
      begin += inside.get(first).begin();
      if (!later.contains(inside.get(first).folded())) {
        begin += particle(inside.get(first), begin, before);
      }
    }
    if (begin >= end) {
      return null;
    }
    return span(
        begin,
        end,
        introduced.contains(begin) ? NameKind.PERSON : kind,
        By.MODEL,
        span.confidence());
  }

  private boolean isCut(List<Word> inside, int at) {
    Word word = inside.get(at);
    boolean title =
        cueWords.is(Cue.MALE_TITLE, word)
            || cueWords.is(Cue.FEMALE_TITLE, word)
            || cueWords.is(Cue.OFFICE_TITLE, word)
            || cueWords.is(Cue.MALE_NAME, word)
            || cueWords.is(Cue.FEMALE_NAME, word);
    // "M. Omari" may be an initial too: a title is more common, but not before a given name.
    return title
        && !(word.isInitial() && !word.text().equals("M"))
        && !(word.isCapitals() && word.text().length() > 3);
  }

  /** Length of the Arabic particle that is written together with a name; 0 if there is none. */
  private int particle(Word word, int begin, List<NameSpan> before) {
    String folded = word.folded();
    if (!word.isArabic()
        || folded.length() < 4
        || GivenNames.contains(folded)
        || "وبلك".indexOf(folded.charAt(0)) < 0
        || "وبلك".indexOf(word.text().charAt(0)) < 0) {
      return 0;
    }
    String rest = folded.substring(1);
    boolean name = GivenNames.contains(rest) || rest.startsWith("ال") && rest.length() > 4;
    boolean listed =
        folded.charAt(0) == 'و'
            && !before.isEmpty()
            && before.get(before.size() - 1).kind() == NameKind.PERSON
            && begin - before.get(before.size() - 1).end() == 1;
    return name || listed ? 1 : 0;
  }
}
