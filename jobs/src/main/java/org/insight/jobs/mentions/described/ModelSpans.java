package org.insight.jobs.mentions.described;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Persons as a names model finds them, cut where no name goes on: at Arabic words that are part of
 * no name, and in the names of streets. A particle that the model cut off is joined again.
 */
final class ModelSpans {

  private static final Set<String> FUNCTION_WORDS =
      Set.copyOf(CueWords.lists("reading/function-words-ar.yaml").getOrDefault("words", List.of()));

  private static final CueWords PARTICLES = CueWords.of("und");

  /** An address may be in another language than its text. In English the word comes last. */
  private static final List<CueWords> STREETS = List.of(CueWords.of("fr"), CueWords.of("es"));

  /** A longer word before a name is no word of a street. */
  private static final int BEFORE = 40;

  private ModelSpans() {}

  /**
   * The spans of a text, in the same order.
   *
   * @param model in the order of the text, none of which overlap
   */
  static List<NameSpan> cut(String text, List<NameSpan> model) {
    List<NameSpan> kept = new ArrayList<>();
    int particle = -1;
    for (NameSpan span : model) {
      if (span.kind() != NameKind.PERSON) {
        kept.add(span);
        continue;
      }
      int begin = particle >= 0 && isSpace(text, particle, span.begin()) ? particle : span.begin();
      List<Word> inside = Word.of(text.substring(span.begin(), span.end()));
      if (inside.stream().allMatch(word -> PARTICLES.is(Cue.PARTICLE, word) && !word.isArabic())) {
        particle = begin;
        continue;
      }
      particle = -1;
      if (!isOfStreet(text, begin, inside)) {
        NameSpan whole = with(text, span, begin, span.end());
        names(text, whole, kept);
      }
    }
    return kept;
  }

  /** Whether there are a particle's letters and one blank between two places. */
  private static boolean isSpace(String text, int particle, int begin) {
    List<Word> between = Word.of(text.substring(particle, begin));
    return !between.isEmpty()
        && particle + between.get(between.size() - 1).end() + 1 == begin
        && text.charAt(begin - 1) == ' ';
  }

  private static boolean isOfStreet(String text, int begin, List<Word> inside) {
    if (inside.isEmpty() || inside.get(0).isArabic()) {
      return false;
    }
    int from = Math.max(0, begin - BEFORE);
    List<Word> before = Word.of(text.substring(from, begin));
    return inside.size() > 1 && isStreet(inside.get(0))
        || !before.isEmpty()
            && text.charAt(begin - 1) == ' '
            && from + before.get(before.size() - 1).end() == begin - 1
            && isStreet(before.get(before.size() - 1));
  }

  private static boolean isStreet(Word word) {
    return STREETS.stream().anyMatch(words -> words.is(Cue.STREET, word));
  }

  /** The names between the words that are part of none. */
  private static void names(String text, NameSpan span, List<NameSpan> names) {
    int begin = -1;
    int end = -1;
    boolean cut = false;
    for (Word word : Word.of(span.text())) {
      if (FUNCTION_WORDS.contains(word.text())) {
        cut = true;
        if (begin >= 0) {
          names.add(with(text, span, begin, end));
        }
        begin = -1;
      } else {
        begin = begin < 0 ? span.begin() + word.begin() : begin;
        end = span.begin() + word.end();
      }
    }
    if (!cut) {
      names.add(span);
    } else if (begin >= 0) {
      names.add(with(text, span, begin, end));
    }
  }

  private static NameSpan with(String text, NameSpan span, int begin, int end) {
    return begin == span.begin() && end == span.end()
        ? span
        : NameSpan.ofModel(text, begin, end, span.kind(), span.confidence());
  }
}
