package org.insight.jobs.text.translation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

/**
 * A sentence with tokens in place of its names, figures and terms, and what is put in for these
 * afterwards. A piece within a longer one goes with that; else names come before figures, and
 * figures before terms.
 */
final class Protection {

  /**
   * Part of a sentence.
   *
   * @param fill what stands for it in the other language
   */
  private record Piece(int begin, int end, Slot slot, String fill) {

    private boolean within(Piece other) {
      return other.begin <= begin && end <= other.end && other.end - other.begin > end - begin;
    }

    private boolean overlaps(Piece other) {
      return begin < other.end && other.begin < end;
    }
  }

  private final MarkedText marked;
  private final Map<String, Piece> pieces;
  private final String language;
  private final boolean capital;

  private Protection(
      MarkedText marked, Map<String, Piece> pieces, String language, boolean capital) {
    this.marked = marked;
    this.pieces = pieces;
    this.language = language;
    this.capital = capital;
  }

  /**
   * @return empty where the sentence holds words that look like all kinds of tokens
   */
  static Optional<Protection> of(
      String sentence,
      Pair pair,
      List<NameSpan> names,
      List<Figure> figures,
      List<Glossary.Match> terms) {
    List<Piece> all = new ArrayList<>();
    for (NameSpan name : names) {
      all.add(
          new Piece(
              name.begin(),
              name.end(),
              Slot.of(name.person() ? Slot.Kind.PERSON : Slot.Kind.PLACE),
              sentence.substring(name.begin(), name.end())));
    }
    for (Figure figure : figures) {
      all.add(
          new Piece(
              figure.begin(),
              figure.end(),
              Slot.of(figure.kind()),
              figure.value().written(pair.to())));
    }
    for (Glossary.Match term : terms) {
      String form = term.in(pair.to());
      if (form != null) {
        all.add(piece(sentence, term, form));
      }
    }
    List<Piece> pieces = chosen(all);
    return Tokens.of(sentence).map(tokens -> marked(sentence, pair, pieces, tokens));
  }

  private static Piece piece(String sentence, Glossary.Match term, String form) {
    Map<String, String> genders = new HashMap<>();
    for (String language : List.of("fr", "es")) {
      GlossaryEntry.Forms forms = term.entry().in(language);
      if (forms != null && forms.gender() != null && forms.gender().length() == 1) {
        genders.put(language, forms.gender());
      }
    }
    Slot.Kind kind =
        term.entry().pos() == GlossaryEntry.PartOfSpeech.NOUN ? Slot.Kind.NOUN : Slot.Kind.PHRASE;
    return new Piece(
        term.begin(),
        term.end(),
        new Slot(kind, genders, term.plural()),
        Glossary.cased(form, sentence, term.begin(), term.end()));
  }

  private static List<Piece> chosen(List<Piece> all) {
    List<Piece> chosen = new ArrayList<>();
    for (Piece piece : all) {
      if (all.stream().noneMatch(piece::within) && chosen.stream().noneMatch(piece::overlaps)) {
        chosen.add(piece);
      }
    }
    chosen.sort(Comparator.comparingInt(Piece::begin));
    return chosen;
  }

  private static Protection marked(String sentence, Pair pair, List<Piece> pieces, Tokens tokens) {
    StringBuilder text = new StringBuilder();
    Map<String, Slot> slots = new HashMap<>();
    Map<String, Piece> byToken = new HashMap<>();
    int from = 0;
    for (Piece piece : pieces) {
      text.append(sentence, from, piece.begin());
      if (!text.isEmpty() && Character.isLetterOrDigit(text.charAt(text.length() - 1))) {
        text.append(' ');
      }
      String token = tokens.token(byToken.size());
      slots.put(token, piece.slot());
      byToken.put(token, piece);
      text.append(Character.isUpperCase(sentence.charAt(piece.begin())) ? capital(token) : token);
      from = piece.end();
      if (from < sentence.length() && Character.isLetterOrDigit(sentence.charAt(from))) {
        text.append(' ');
      }
    }
    text.append(sentence, from, sentence.length());
    int first = firstLetter(sentence);
    return new Protection(
        new MarkedText(text.toString(), Map.copyOf(slots)),
        byToken,
        pair.to(),
        first >= 0 && Character.isUpperCase(sentence.charAt(first)));
  }

  private static int firstLetter(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isLetter(text.charAt(i))) {
        return i;
      }
    }
    return -1;
  }

  /** The sentence with its tokens. */
  MarkedText marked() {
    return marked;
  }

  /** Whether a translation has all tokens. */
  boolean isWhole(String made) {
    Set<String> words =
        Tokens.WORD
            .matcher(made)
            .results()
            .map(word -> Tokens.key(word.group()))
            .collect(Collectors.toSet());
    return words.containsAll(pieces.keySet());
  }

  /** A translation with what stands behind its tokens. */
  String filled(String made) {
    StringBuilder out = new StringBuilder();
    Matcher words = Tokens.WORD.matcher(made);
    int from = 0;
    while (words.find()) {
      Piece piece = pieces.get(Tokens.key(words.group()));
      if (piece != null) {
        out.append(made, from, words.start());
        Joints.join(out, piece.fill(), piece.slot().kind(), language);
        from = words.end();
      }
    }
    String text = out.append(made, from, made.length()).toString();
    int first = firstLetter(text);
    return capital && first >= 0 && text.substring(0, first).chars().noneMatch(Character::isDigit)
        ? text.substring(0, first) + capital(text.substring(first))
        : text;
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
