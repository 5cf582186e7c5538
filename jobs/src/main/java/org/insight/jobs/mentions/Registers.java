package org.insight.jobs.mentions;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which numbers of companies name one company. It is unequivocal by its state, the register that it
 * is in and its number there (Directive (EU) 2017/1132, article 16(1), as the European Unique
 * Identifier of Implementing Regulation (EU) 2021/1042 is made up). Records hold state and number,
 * which are enough only where all the state's companies are numbered in one row.
 *
 * <p>Elsewhere courts (DE, MA, IT), provinces and states (US, CA, ES, AR), emirates and free zones
 * (AE), towns (IR, EG, TR) or chambers of commerce (CO) count from one each: most of Germany's
 * courts have an HRB 48416. Ireland's register counts companies and business names in two rows of
 * the same six digits. Of a state that is not named here nothing is known, or its old numbers were
 * of such registers.
 */
final class Registers {

  /** Shorter numbers are broken off, of an office's own, or of another row beside the register. */
  private static final int LEAST = 6;

  private static final Set<String> ORGANISATIONS =
      Set.of("Company", "LegalEntity", "Organization", "PublicBody");

  private static final Set<String> ONE_FOR_ALL =
      Set.of(
          "AT", "AU", "BE", "BG", "CH", "DK", "EE", "FI", "FR", "GB", "HK", "HR", "HU", "IL", "IS",
          "JP", "KR", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "NZ", "PL", "SE", "SG", "SI", "TW",
          "UA", "ZA");

  private Registers() {}

  /**
   * Whether only one organisation has the number. A vessel's or an aircraft's is a mark, which goes
   * to another.
   */
  static boolean nameOne(String schema, @Nullable String country, String bare) {
    return country != null
        && ORGANISATIONS.contains(schema)
        && ONE_FOR_ALL.contains(country)
        && Numbers.withoutLeadingZeros(bare) >= LEAST;
  }
}
