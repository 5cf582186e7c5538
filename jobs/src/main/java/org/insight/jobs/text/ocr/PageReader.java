package org.insight.jobs.text.ocr;

import ai.onnxruntime.OrtException;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.insight.core.InsightException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the picture of a page by Tesseract: in the first set of languages in which it is
 * understood, and turned where it is understood in none as it stands. A page of Latin script that
 * Tesseract does not read well and wholly is read line by line ({@link FoundLines}). Not for
 * several threads.
 */
final class PageReader implements AutoCloseable {

  /** Mean confidence from which a page is taken to be understood. */
  private static final double UNDERSTOOD = 0.7;

  /** Mean confidence from which a reading stands, if it left no letters out. */
  private static final double SURE = 0.9;

  /** Most letters that such a reading left out, as a part of all. */
  private static final double MOST_LOST = 0.05;

  /** Below it what Tesseract gives is no text: the grain of a photograph, or handwriting. */
  private static final double LEGIBLE = 0.35;

  private static final int QUARTER = 90;
  private static final char FILLER = '<';

  private final List<TesseractPage> sets = new ArrayList<>();
  private final Orientation orientation;
  private final Supplier<FoundLines> models;

  /** Null where the face of zones is not installed. */
  private final @Nullable ZoneReader zones = Glyphs.there() ? new ZoneReader() : null;

  /** Loaded at the first hard page; null before it, and if they cannot be. */
  private @Nullable FoundLines lines;

  private boolean asked;

  /**
   * @param languages sets of languages, the most likely first
   * @throws IllegalStateException where one is not installed, with the reason in words
   */
  PageReader(List<String> languages) {
    this(languages, PageModels::load);
  }

  /**
   * @param models called at the first hard page; throws {@link InsightException} if they are
   *     missing
   */
  PageReader(List<String> languages, Supplier<FoundLines> models) {
    this.models = models;
    orientation = new Orientation();
    for (String set : languages) {
      sets.add(new TesseractPage(set));
    }
  }

  /**
   * Reads a picture, which stays the caller's. How it lies is decided by what Tesseract understands
   * of it: a machine-readable zone is read however it lies, and with all its check digits would
   * speak for a page of which nothing else was understood.
   */
  PageReading read(int page, Pointer picture) {
    PageReading best = plain(page, picture, 0);
    int turn = best.confidence() >= UNDERSTOOD ? 0 : orientation.turn(picture);
    Pointer turned = turn == 0 ? null : Leptonica.pixRotateOrth(picture, turn / QUARTER);
    if (turned != null) {
      try {
        PageReading other = plain(page, turned, turn);
        if (other.confidence() > best.confidence()) {
          return whole(other, turned);
        }
      } finally {
        Leptonica.destroy(turned);
      }
    }
    return whole(best, picture);
  }

  /** With all that is read beside the plain reading, of a picture that stands upright. */
  private PageReading whole(PageReading plain, Pointer picture) {
    return withCodes(withZone(lineByLine(plain, picture), picture), picture);
  }

  /** In the first set of languages in which it is understood, else in the best of them. */
  private PageReading plain(int page, Pointer picture, int turn) {
    PageReading best = PageReading.failed(page, OcrIssues.NOT_LEGIBLE);
    for (TesseractPage set : sets) {
      List<PageWord> words = set.read(picture);
      PageReading reading =
          new PageReading(
              page,
              words,
              set.languages(),
              WordJoin.confidence(words),
              turn,
              Leptonica.pixGetWidth(picture),
              Leptonica.pixGetHeight(picture),
              null,
              null);
      best = better(best, reading);
      if (best.confidence() >= UNDERSTOOD) {
        break;
      }
    }
    return best;
  }

  /** Read line by line, if the plain reading is unsure or left something out. */
  private PageReading lineByLine(PageReading plain, Pointer picture) {
    TesseractPage set =
        sets.stream()
            .filter(each -> each.languages().equals(plain.languages()))
            .findFirst()
            .orElse(sets.get(0));
    boolean stands = plain.confidence() >= SURE && LostInk.of(picture, plain.words()) <= MOST_LOST;
    if (stands || isOfOtherScript(plain)) {
      return plain;
    }
    FoundLines found = lines();
    if (found == null) {
      return plain.noted(OcrIssues.PLAIN);
    }
    try {
      List<PageWord> words = found.read(picture, set);
      return words.isEmpty() ? plain : with(words, plain, picture);
    } catch (OrtException e) {
      return plain.noted(OcrIssues.PLAIN);
    }
  }

  private @Nullable FoundLines lines() {
    if (!asked) {
      asked = true;
      try {
        lines = models.get();
      } catch (InsightException e) {
        // Each page that wanted them says so; who started this process says why.
        lines = null;
      }
    }
    return lines;
  }

  /** Whether most of its letters are of a script that the models of pages do not know. */
  private static boolean isOfOtherScript(PageReading reading) {
    String text = reading.text();
    long letters = text.codePoints().filter(Character::isLetter).count();
    long latin =
        text.codePoints()
            .filter(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.LATIN)
            .count();
    return latin < letters - latin;
  }

  /** With what codes on it say, after its text; without the text where that is not legible. */
  private PageReading withCodes(PageReading reading, Pointer picture) {
    List<CodeReader.Code> codes = CodeReader.read(picture);
    boolean legible = reading.confidence() >= LEGIBLE;
    if (codes.isEmpty()) {
      return legible
          ? reading
          : PageReading.failed(reading.page(), OcrIssues.NOT_LEGIBLE).noted(reading.note());
    }
    List<PageWord> words = new ArrayList<>();
    if (legible) {
      reading.words().stream()
          .filter(word -> codes.stream().noneMatch(code -> code.covers(word)))
          .forEach(words::add);
    }
    codes.forEach(code -> words.addAll(code.words()));
    return with(words, reading, picture);
  }

  /**
   * With the machine-readable zone, where there is one, in place of what Tesseract made of it. It
   * is looked for where a filler was read, or where little was.
   */
  private PageReading withZone(PageReading reading, Pointer picture) {
    if (zones == null
        || (reading.confidence() >= UNDERSTOOD && reading.text().indexOf(FILLER) < 0)) {
      return reading;
    }
    Optional<Zone> found = zones.read(picture);
    if (found.isEmpty()) {
      return reading;
    }
    Zone zone = found.get();
    List<PageWord> words = new ArrayList<>();
    if (reading.confidence() >= LEGIBLE) {
      reading.words().stream().filter(word -> !zone.holds(word)).forEach(words::add);
    }
    for (int i = 0; i < zone.lines().size(); i++) {
      words.add(zone.word(i));
    }
    return with(words, reading, picture);
  }

  /** Other words of the same picture. */
  private PageReading with(List<PageWord> words, PageReading reading, Pointer picture) {
    return new PageReading(
        reading.page(),
        words,
        reading.languages() == null ? sets.get(0).languages() : reading.languages(),
        WordJoin.confidence(words),
        reading.rotation(),
        Leptonica.pixGetWidth(picture),
        Leptonica.pixGetHeight(picture),
        null,
        reading.note());
  }

  private static PageReading better(PageReading one, PageReading other) {
    return other.confidence() > one.confidence() ? other : one;
  }

  @Override
  public void close() {
    sets.forEach(TesseractPage::close);
    orientation.close();
    if (lines != null) {
      lines.close();
    }
  }
}
