package org.insight.resolution.names;

import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.Transliterator;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Writes a name in the letters a to z.
 *
 * <ul>
 *   <li>Latin: without marks; letters that do not decompose by a table ({@code ß} to {@code ss}).
 *   <li>Cyrillic and Greek: ICU's BGN and UNGEGN rules, which passports follow closely.
 *   <li>Arabic: its consonants and long vowels, as short vowels are not written. Such a token is
 *       {@linkplain Token#consonantal consonantal}.
 *   <li>Han: pinyin, with the family name as one token and the given name as another.
 *   <li>Every other script: ICU's Any-Latin.
 * </ul>
 */
final class Romanization {

  private static final Map<Character, String> LATIN =
      Map.ofEntries(
          Map.entry('ß', "ss"),
          Map.entry('æ', "ae"),
          Map.entry('œ', "oe"),
          Map.entry('ø', "o"),
          Map.entry('ł', "l"),
          Map.entry('đ', "d"),
          Map.entry('ð', "d"),
          Map.entry('þ', "th"),
          Map.entry('ı', "i"),
          Map.entry('ħ', "h"),
          Map.entry('ŧ', "t"),
          Map.entry('ŋ', "n"),
          Map.entry('ə', "a"),
          Map.entry('ĸ', "k"),
          Map.entry('ɓ', "b"),
          Map.entry('ɗ', "d"));

  private static final Map<Character, String> ARABIC =
      Map.ofEntries(
          Map.entry('ا', "a"),
          Map.entry('أ', "a"),
          Map.entry('إ', "i"),
          Map.entry('آ', "a"),
          Map.entry('ٱ', "a"),
          Map.entry('ب', "b"),
          Map.entry('ت', "t"),
          Map.entry('ث', "th"),
          Map.entry('ج', "j"),
          Map.entry('ح', "h"),
          Map.entry('خ', "kh"),
          Map.entry('د', "d"),
          Map.entry('ذ', "dh"),
          Map.entry('ر', "r"),
          Map.entry('ز', "z"),
          Map.entry('س', "s"),
          Map.entry('ش', "sh"),
          Map.entry('ص', "s"),
          Map.entry('ض', "d"),
          Map.entry('ط', "t"),
          Map.entry('ظ', "z"),
          Map.entry('ع', "a"),
          Map.entry('غ', "gh"),
          Map.entry('ف', "f"),
          Map.entry('ق', "q"),
          Map.entry('ك', "k"),
          Map.entry('ک', "k"),
          Map.entry('ل', "l"),
          Map.entry('م', "m"),
          Map.entry('ن', "n"),
          Map.entry('ه', "h"),
          Map.entry('ة', "a"),
          Map.entry('و', "w"),
          Map.entry('ؤ', "w"),
          Map.entry('ي', "y"),
          Map.entry('ی', "y"),
          Map.entry('ى', "a"),
          Map.entry('ئ', "y"),
          Map.entry('ء', ""),
          Map.entry('پ', "p"),
          Map.entry('چ', "ch"),
          Map.entry('ژ', "zh"),
          Map.entry('گ', "g"),
          Map.entry('ڤ', "v"),
          Map.entry('ٹ', "t"),
          Map.entry('ڈ', "d"),
          Map.entry('ڑ', "r"),
          Map.entry('ہ', "h"),
          Map.entry('ھ', "h"),
          Map.entry('ۃ', "a"),
          Map.entry('ں', "n"),
          Map.entry('ے', "y"),
          Map.entry('ٰ', "a"),
          Map.entry('ـ', ""));

  /** The most frequent Korean family names. */
  private static final Map<Character, String> KOREAN =
      Map.ofEntries(
          Map.entry('김', "kim"),
          Map.entry('이', "lee"),
          Map.entry('박', "park"),
          Map.entry('최', "choi"),
          Map.entry('정', "jung"),
          Map.entry('강', "kang"),
          Map.entry('조', "cho"),
          Map.entry('윤', "yoon"),
          Map.entry('장', "jang"),
          Map.entry('임', "lim"),
          Map.entry('한', "han"),
          Map.entry('오', "oh"),
          Map.entry('서', "seo"),
          Map.entry('신', "shin"),
          Map.entry('권', "kwon"),
          Map.entry('황', "hwang"),
          Map.entry('안', "ahn"),
          Map.entry('송', "song"),
          Map.entry('류', "ryu"),
          Map.entry('전', "jeon"),
          Map.entry('홍', "hong"),
          Map.entry('고', "ko"),
          Map.entry('문', "moon"),
          Map.entry('양', "yang"),
          Map.entry('손', "son"),
          Map.entry('배', "bae"),
          Map.entry('백', "baek"),
          Map.entry('허', "heo"),
          Map.entry('유', "yoo"),
          Map.entry('남', "nam"),
          Map.entry('심', "shim"),
          Map.entry('노', "noh"),
          Map.entry('리', "ri"),
          Map.entry('하', "ha"),
          Map.entry('곽', "kwak"),
          Map.entry('성', "sung"));

  /** Chinese family names of two characters. All others have one. */
  private static final List<String> DOUBLE_FAMILY_NAMES =
      List.of(
          "欧阳", "歐陽", "司马", "司馬", "上官", "诸葛", "諸葛", "东方", "東方", "皇甫", "尉迟", "公孙", "慕容", "司徒", "令狐",
          "夏侯", "尉遲");

  /** Chinese family names that are not read as the same characters in other words. */
  private static final Map<String, String> FAMILY_READINGS =
      Map.ofEntries(
          Map.entry("曾", "zeng"),
          Map.entry("单", "shan"),
          Map.entry("單", "shan"),
          Map.entry("查", "zha"),
          Map.entry("仇", "qiu"),
          Map.entry("解", "xie"),
          Map.entry("区", "ou"),
          Map.entry("區", "ou"),
          Map.entry("朴", "piao"),
          Map.entry("盖", "ge"),
          Map.entry("蓋", "ge"),
          Map.entry("翟", "zhai"),
          Map.entry("乐", "yue"),
          Map.entry("樂", "yue"),
          Map.entry("缪", "miao"),
          Map.entry("繆", "miao"),
          Map.entry("覃", "qin"),
          Map.entry("冼", "xian"),
          Map.entry("召", "shao"),
          Map.entry("尉迟", "yuchi"),
          Map.entry("尉遲", "yuchi"));

  /** ICU's transliterators are synchronised, so each thread has its own. */
  private static final ThreadLocal<Transliterator> HAN = each("Han-Latin; Latin-ASCII");

  private static final ThreadLocal<Transliterator> CYRILLIC =
      each("Russian-Latin/BGN; Any-Latin; Latin-ASCII");
  private static final ThreadLocal<Transliterator> GREEK =
      each("Greek-Latin/UNGEGN; Any-Latin; Latin-ASCII");
  private static final ThreadLocal<Transliterator> ANY = each("Any-Latin; Latin-ASCII");

  /** An alif and a lam. A word with an ain in place of the alif has no article: علوان. */
  private static final Pattern ARTICLE = Pattern.compile("[اأٱ]ل");

  private Romanization() {}

  private static ThreadLocal<Transliterator> each(String id) {
    return ThreadLocal.withInitial(() -> Transliterator.getInstance(id));
  }

  /**
   * One word of a name in letters a to z and digits.
   *
   * @param text in lower case
   * @param consonantal the script leaves out short vowels
   * @param article begins as words with the Arabic article do
   */
  record Word(String text, boolean consonantal, boolean article) {
    Word(String text, boolean consonantal) {
      this(text, consonantal, false);
    }
  }

  /** The words of a token without blanks, in lower case; none if it holds no letter. */
  static List<Word> words(String token) {
    boolean ascii = true;
    for (int i = 0; i < token.length() && ascii; i++) {
      ascii = token.charAt(i) < 128;
    }
    if (ascii) {
      return one(letters(token.toLowerCase(Locale.ROOT)), false);
    }
    String folded = Normalizer.normalize(token, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    return switch (script(folded)) {
      case UScript.LATIN, UScript.COMMON, UScript.INHERITED -> one(latin(folded), false);
      case UScript.ARABIC ->
          one(arabic(folded), true).stream()
              .map(word -> new Word(word.text(), true, ARTICLE.matcher(folded).lookingAt()))
              .toList();
      case UScript.CYRILLIC -> one(by(CYRILLIC, folded), false);
      // ICU takes a γκ at the beginning for nk.
      case UScript.GREEK ->
          one(by(GREEK, folded.startsWith("γκ") ? "g" + folded.substring(1) : folded), false);
      case UScript.HAN -> han(folded);
      case UScript.HANGUL -> hangul(folded);
      case UScript.HEBREW -> one(by(ANY, folded), true);
      default -> one(by(ANY, folded), false);
    };
  }

  private static int script(String text) {
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      int script = UScript.getScript(point);
      if (Character.isLetter(point) && script != UScript.COMMON && script != UScript.INHERITED) {
        return script;
      }
      i += Character.charCount(point);
    }
    return UScript.COMMON;
  }

  private static List<Word> one(String letters, boolean consonantal) {
    return letters.isEmpty() ? List.of() : List.of(new Word(letters, consonantal));
  }

  private static String by(ThreadLocal<Transliterator> rules, String text) {
    return letters(rules.get().transliterate(text).toLowerCase(Locale.ROOT));
  }

  private static String latin(String text) {
    StringBuilder out = new StringBuilder(text.length());
    String decomposed = Normalizer.normalize(text, Normalizer.Form.NFKD);
    for (int i = 0; i < decomposed.length(); i++) {
      char c = decomposed.charAt(i);
      String replacement = LATIN.get(c);
      out.append(replacement == null ? String.valueOf(c) : replacement);
    }
    return letters(out.toString());
  }

  private static String arabic(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 'ه' && i > 0 && i + 1 < text.length() && "سدتكز".indexOf(text.charAt(i - 1)) >= 0) {
        // Two letters, not one that is written as two: Suhail, Zahran.
        out.append('a');
      }
      out.append(ARABIC.getOrDefault(c, c < 128 || Character.isDigit(c) ? String.valueOf(c) : ""));
    }
    return letters(out.toString());
  }

  /** A Korean name: the family name as it is mostly written, and the given name. */
  private static List<Word> hangul(String text) {
    String family = KOREAN.get(text.charAt(0));
    if (family == null || text.length() > 4) {
      return one(by(ANY, text), false);
    }
    List<Word> words = new ArrayList<>(one(family, false));
    if (text.length() > 1) {
      words.addAll(one(by(ANY, text.substring(1)), false));
    }
    return words;
  }

  private static List<Word> han(String text) {
    int family =
        DOUBLE_FAMILY_NAMES.stream().anyMatch(text::startsWith) && text.length() > 2 ? 2 : 1;
    String reading = FAMILY_READINGS.get(text.substring(0, family));
    List<Word> words =
        new ArrayList<>(one(reading == null ? by(HAN, text.substring(0, family)) : reading, false));
    if (text.length() > family) {
      words.addAll(one(by(HAN, text.substring(family)), false));
    }
    return words;
  }

  /** Letters a to z and digits, in order. */
  private static String letters(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
        out.append(c);
      }
    }
    return out.toString();
  }
}
