package org.insight.jobs.text.ocr;

import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the picture of a page by Tesseract: in the first set of languages in which it is
 * understood, and turned where it is understood in none as it stands. Not for several threads.
 */
final class PageReader implements AutoCloseable {

  /** Mean confidence from which a page is taken to be understood. */
  private static final double UNDERSTOOD = 0.7;

  /** Below it what Tesseract gives is no text: the grain of a photograph, or handwriting. */
  private static final double LEGIBLE = 0.35;

  private static final int QUARTER = 90;
  private static final char FILLER = '<';

  private final List<TesseractPage> sets = new ArrayList<>();
  private final Orientation orientation;

  /** Null where the face of zones is not installed. */
  private final @Nullable ZoneReader zones = Glyphs.there() ? new ZoneReader() : null;

  /**
   * @param languages sets of languages, the most likely first
   * @throws IllegalStateException where one is not installed, with the reason in words
   */
  PageReader(List<String> languages) {
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
    PageReading best = PageReading.failed(page, OcrIssues.NOT_LEGIBLE);
    int turn;
    try (PreparedPage prepared = PagePreparation.prepare(picture)) {
      best = better(best, read(page, picture, prepared, 0));
      turn = best.confidence() >= UNDERSTOOD ? 0 : orientation.turn(prepared);
    }
    if (turn != 0) {
      Pointer turned = Leptonica.pixRotateOrth(picture, turn / QUARTER);
      if (turned != null) {
        try (PreparedPage prepared = PagePreparation.prepare(turned)) {
          PageReading other = read(page, turned, prepared, turn);
          if (other.confidence() > best.confidence()) {
            return withCodes(withZone(other, turned), turned);
          }
        } finally {
          Leptonica.destroy(turned);
        }
      }
    }
    return withCodes(withZone(best, picture), picture);
  }

  /** With what codes on it say, after its text; without the text where that is not legible. */
  private PageReading withCodes(PageReading reading, Pointer picture) {
    List<CodeReader.Code> codes = CodeReader.read(picture);
    boolean legible = reading.confidence() >= LEGIBLE;
    if (codes.isEmpty()) {
      return legible ? reading : PageReading.failed(reading.page(), OcrIssues.NOT_LEGIBLE);
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

  private PageReading read(int page, Pointer picture, PreparedPage prepared, int turn) {
    PageReading best = PageReading.failed(page, OcrIssues.NOT_LEGIBLE);
    for (TesseractPage set : sets) {
      List<PageWord> words = set.read(prepared);
      best =
          better(
              best,
              new PageReading(
                  page,
                  words,
                  set.languages(),
                  confidence(words),
                  turn,
                  Leptonica.pixGetWidth(picture),
                  Leptonica.pixGetHeight(picture),
                  null));
      if (best.confidence() >= UNDERSTOOD) {
        break;
      }
    }
    return best;
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
        confidence(words),
        reading.rotation(),
        Leptonica.pixGetWidth(picture),
        Leptonica.pixGetHeight(picture),
        null);
  }

  private static PageReading better(PageReading one, PageReading other) {
    return other.confidence() > one.confidence() ? other : one;
  }

  /** Mean of the words', each counted by its characters. */
  private static double confidence(List<PageWord> words) {
    double sum = 0;
    int characters = 0;
    for (PageWord word : words) {
      sum += word.confidence() * word.text().length();
      characters += word.text().length();
    }
    return characters == 0 ? 0 : sum / characters;
  }

  @Override
  public void close() {
    sets.forEach(TesseractPage::close);
    orientation.close();
  }
}
