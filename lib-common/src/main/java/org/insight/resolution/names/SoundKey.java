package org.insight.resolution.names;

/**
 * The consonants of a word, those that romanisations confuse as one class. Vowels count only at the
 * beginning, and there all alike, so that words of scripts without short vowels have the key of
 * their romanisations: {@code محمد}, Mohammed, Muhamad and Mehmet (m-h-m-d or m-h-m-t) are near.
 *
 * <p>The classes: b p; d dh; t th; f v ph; j dj dsch g gh; h kh x; k q c; s sh ch tch sch ts cz; z
 * zh; l; m; n; r. An x after other letters is a k and an s, as in {@code Alexandre} and {@code
 * اليكساندر}. A w or y counts as a vowel, save a w at the beginning, which is an f.
 */
final class SoundKey {

  private SoundKey() {}

  /**
   * The key of a folded word; the word itself if it has no consonant.
   *
   * @param raw letters a to z and digits
   * @param consonantal of a script that writes no short vowels and no letter twice, so that none of
   *     its letters is a doubled one
   */
  static String of(String raw, boolean consonantal) {
    String word =
        raw.indexOf('x', 1) > 0 ? raw.charAt(0) + raw.substring(1).replace("x", "ks") : raw;
    StringBuilder key = new StringBuilder(word.length());
    int n = word.length();
    boolean vowel = true;
    for (int i = 0; i < n; ) {
      char c = word.charAt(i);
      char next = i + 1 < n ? word.charAt(i + 1) : ' ';
      char sound;
      int length = 1;
      switch (c) {
        case 'a', 'e', 'i', 'o', 'u', 'y' ->
            sound =
                key.isEmpty()
                    ? (c == 'y' || vowelBefore(word, i, next) ? glide(c, next, consonantal) : 'a')
                    : ' ';
        case 'w' -> sound = key.isEmpty() ? 'f' : ' ';
        case 'b', 'p' -> {
          sound = next == 'h' ? 'f' : 'b';
          length = next == 'h' ? 2 : 1;
        }
        case 'd' -> {
          sound = next == 'j' || next == 'z' && i + 2 < n && word.charAt(i + 2) == 'h' ? 'j' : 'd';
          length = next == 'j' ? 2 : next == 'h' ? 2 : sound == 'j' ? 3 : 1;
        }
        case 't' -> {
          if (next == 's' || next == 'z') {
            sound = 's';
            length = word.startsWith("tsch", i) ? 4 : 2;
          } else if (word.startsWith("tch", i)) {
            sound = 's';
            length = 3;
          } else {
            sound = 't';
            length = next == 'h' ? 2 : 1;
          }
        }
        case 'f', 'v' -> sound = 'f';
        case 'j' -> sound = 'j';
        case 'g' -> {
          sound = 'j';
          length = next == 'h' ? 2 : 1;
        }
        case 'h' -> sound = i == n - 1 ? ' ' : 'h';
        case 'x' -> sound = 'h';
        case 'k' -> {
          sound = next == 'h' ? 'h' : 'k';
          length = next == 'h' ? 2 : 1;
        }
        case 'q' -> sound = 'k';
        case 'c' -> {
          if (next == 'h') {
            sound = 's';
            length = 2;
          } else if (next == 'z') {
            sound = 's';
            length = 2;
          } else if (next == 'k') {
            sound = 'k';
            length = 2;
          } else {
            sound = next == 'e' || next == 'i' || next == 'y' ? 's' : 'k';
          }
        }
        case 's' -> {
          sound = 's';
          length = word.startsWith("sch", i) ? 3 : next == 'h' || next == 'z' ? 2 : 1;
        }
        case 'z' -> {
          sound = 'z';
          length = next == 'h' ? 2 : 1;
        }
        default -> sound = c;
      }
      if (sound != ' ' && (consonantal || vowel || key.charAt(key.length() - 1) != sound)) {
        key.append(sound);
      }
      vowel = sound == ' ';
      i += length;
    }
    return key.isEmpty() ? word : key.toString();
  }

  /**
   * Whether a word begins with the sounds of two consonants, without a vowel between them.
   *
   * @param word letters a to z and digits
   */
  static boolean beginsWithTwo(String word) {
    if (word.length() < 3 || isVowelOrGlide(word, 0)) {
      return false;
    }
    int next = 1;
    while (next < word.length() && !isVowelOrGlide(word, next)) {
      next++;
    }
    return of(word.substring(0, next), false).length() > 1;
  }

  private static boolean isVowelOrGlide(String word, int at) {
    char c = word.charAt(at);
    return isVowel(c) || c == 'y' || c == 'w';
  }

  private static boolean vowelBefore(String word, int at, char next) {
    return at == 0 && word.charAt(0) == 'i' && isVowel(next);
  }

  /**
   * An i or y before a vowel at the beginning is a consonant: Yusuf, Iouri. Where vowels are not
   * written, a y there always is.
   */
  private static char glide(char c, char next, boolean consonantal) {
    return isVowel(next) || c == 'y' && (consonantal || next == 'w') ? 'y' : 'a';
  }

  private static boolean isVowel(char c) {
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
  }
}
