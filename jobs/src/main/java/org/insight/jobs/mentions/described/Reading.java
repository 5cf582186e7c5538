package org.insight.jobs.mentions.described;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A text with its words, units and cues. */
final class Reading {

  private final String text;
  private final List<Word> words;
  private final CueWords cueWords;
  private final List<ValueSpan> units;
  private final Map<Cue, List<CueHit>> hits = new EnumMap<>(Cue.class);

  Reading(String text, String language, List<ValueSpan> sentences) {
    this.text = text;
    words = Word.of(text);
    cueWords = CueWords.of(language);
    units = TextUnits.of(text, words, cueWords, sentences);
    for (CueHit hit : cueWords.find(words)) {
      hits.computeIfAbsent(hit.cue(), cue -> new ArrayList<>()).add(hit);
    }
  }

  String text() {
    return text;
  }

  List<Word> words() {
    return words;
  }

  List<ValueSpan> units() {
    return units;
  }

  boolean is(Cue cue, Word word) {
    return cueWords.is(cue, word);
  }

  /** The unit that holds a place of the text. */
  ValueSpan unitAt(int at) {
    int low = 0;
    int high = units.size() - 1;
    while (low < high) {
      int mid = (low + high + 1) >>> 1;
      if (units.get(mid).begin() <= at) {
        low = mid;
      } else {
        high = mid - 1;
      }
    }
    return units.isEmpty() ? new ValueSpan(0, text.length(), "", "unit") : units.get(low);
  }

  /** The first word that ends behind a place. */
  int wordAt(int at) {
    int low = 0;
    int high = words.size();
    while (low < high) {
      int mid = (low + high) >>> 1;
      if (words.get(mid).end() > at) {
        high = mid;
      } else {
        low = mid + 1;
      }
    }
    return low;
  }

  int begin(CueHit hit) {
    return words.get(hit.from()).begin();
  }

  int end(CueHit hit) {
    return words.get(hit.to() - 1).end();
  }

  /** The phrases of a cue that begin between two places. */
  List<CueHit> hits(Cue cue, int from, int to) {
    List<CueHit> all = hits.getOrDefault(cue, List.of());
    int low = 0;
    int high = all.size();
    while (low < high) {
      int mid = (low + high) >>> 1;
      if (begin(all.get(mid)) >= from) {
        high = mid;
      } else {
        low = mid + 1;
      }
    }
    int last = low;
    while (last < all.size() && begin(all.get(last)) < to) {
      last++;
    }
    return all.subList(low, last);
  }

  /**
   * The last of some cues before a place.
   *
   * @param from no phrase that begins before
   * @param mostWords between the phrase and the place
   */
  @Nullable CueHit before(Set<Cue> cues, int from, int at, int mostWords) {
    @Nullable CueHit last = null;
    int word = wordAt(at);
    for (Cue cue : cues) {
      for (CueHit hit : hits(cue, from, at)) {
        boolean near = hit.to() <= word + 1 && word - hit.to() <= mostWords;
        boolean behind =
            last == null
                || hit.to() > last.to()
                || hit.to() == last.to() && hit.from() < last.from();
        if (near && behind) {
          last = hit;
        }
      }
    }
    return last;
  }
}
