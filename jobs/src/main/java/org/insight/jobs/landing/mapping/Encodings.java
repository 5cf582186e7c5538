package org.insight.jobs.landing.mapping;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Tells the encoding of a text that is no UTF-8 throughout, by its bytes beyond ASCII: UTF-8 with
 * some damage, as of a cell that was cut within a character or a line of another source;
 * Windows-1256, whose letters stand in words; else Windows-1252, in whose languages they stand
 * alone.
 */
final class Encodings {

  static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
  static final Charset WINDOWS_1256 = Charset.forName("windows-1256");

  /** Of damaged UTF-8 there are so many whole characters for each that is not. */
  private static final int WHOLE_FOR_EACH_BROKEN = 4;

  /** Letters of an Arabic word; three in a row are seldom in the languages of Windows-1252. */
  private static final int WORD = 3;

  private long whole;
  private long broken;
  private long inWords;
  private long beyond;
  private int run;

  /** Bytes of a character that are still to come. */
  private int due;

  /** Takes one more byte of the text. */
  void add(int octet) {
    words(octet);
    if (due > 0) {
      if ((octet & 0xC0) == 0x80) {
        due--;
        whole += due == 0 ? 1 : 0;
        return;
      }
      broken++;
    }
    due = due(octet);
    if (due < 0) {
      broken++;
      due = 0;
    }
  }

  private void words(int octet) {
    if (octet < 0x80) {
      run = 0;
      return;
    }
    beyond++;
    run++;
    if (run == WORD) {
      inWords += WORD;
    } else if (run > WORD) {
      inWords++;
    }
  }

  /** How many bytes follow a first one; less than zero where it is none. */
  private static int due(int octet) {
    if (octet < 0x80) {
      return 0;
    }
    if (octet >= 0xC2 && octet <= 0xDF) {
      return 1;
    }
    if (octet >= 0xE0 && octet <= 0xEF) {
      return 2;
    }
    return octet >= 0xF0 && octet <= 0xF4 ? 3 : -1;
  }

  /** What the bytes so far are. */
  Charset charset() {
    if (broken == 0 && due == 0 || whole > 0 && whole >= WHOLE_FOR_EACH_BROKEN * broken) {
      return StandardCharsets.UTF_8;
    }
    return inWords * 2 > beyond ? WINDOWS_1256 : WINDOWS_1252;
  }
}
