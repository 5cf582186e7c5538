package org.insight.jobs.mentions.described;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
   * The spans of a text, in its order.
   *
   * @param model in any order
   */
  static List<NameSpan> cut(String text, List<NameSpan> model) {
    List<NameSpan> kept = new ArrayList<>();
    List<NameSpan> ordered =
        model.stream().sorted(Comparator.comparingInt(NameSpan::begin)).toList();
    @Nullable NameSpan particle = null;
    for (NameSpan span : ordered) {
      if (span.kind() != NameKind.PERSON) {
        kept.add(span);
        continue;
      }
      NameSpan whole =
          particle != null && isNext(text, particle, span)
              ? with(text, span, particle.begin(), span.end())
              : span;
      List<Word> inside = Word.of(span.text());
      if (inside.stream().allMatch(word -> PARTICLES.is(Cue.PARTICLE, word) && !word.isArabic())) {
        particle = whole;
        continue;
      }
      particle = null;
      if (!isOfStreet(text, whole.begin(), inside)) {
        names(text, whole, kept);
      }
    }
    return kept;
  }

  /** Whether an Arabic word is part of no name. */
  static boolean isFunctionWord(Word word) {
    return FUNCTION_WORDS.contains(word.text());
  }

  /** Whether there is one blank between two spans. */
  private static boolean isNext(String text, NameSpan first, NameSpan second) {
    return second.begin() == first.end() + 1 && text.charAt(first.end()) == ' ';
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
      if (isFunctionWord(word)) {
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
