package org.insight.jobs.mentions;

import java.util.Currency;
import java.util.Set;
import java.util.stream.Collectors;

/** Three capital letters behind a number that say what it counts: money, a time or a measure. */
final class Units {

  private static final Set<String> CURRENCIES =
      Currency.getAvailableCurrencies().stream()
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toUnmodifiableSet());

  /** Such as are no codes of ISO 4217. Those with a vowel no plate's form lets through. */
  private static final Set<String> OTHERS =
      Set.of(
          // Hours, and the zones that they are of.
          "HRS",
          "HLC",
          "LCL",
          "GMT",
          "BST",
          "CST",
          "CDT",
          "MST",
          "MDT",
          "PST",
          "PDT",
          "HST",
          "JST",
          "KST",
          "MSK",
          "WST",
          "MNS",
          "SGS",
          // Money without a code: francs, pesetas, dirhams, with tax, millions and milliards.
          "FRS",
          "PTS",
          "DHS",
          "DHM",
          "TTC",
          "BTC",
          "LTC",
          "XMR",
          "XRP",
          "MLN",
          "MLD",
          "MRD",
          "BLN",
          // Lengths, weights, volumes and things counted.
          "KMS",
          "MTS",
          "MTR",
          "CMS",
          "MMS",
          "YDS",
          "KGS",
          "GRS",
          "GMS",
          "LBS",
          "MGS",
          "LTS",
          "LTR",
          "MLS",
          "BBL",
          "CBM",
          "PCS",
          "PKG",
          "PKT",
          "PGS",
          "PRS",
          "PCT",
          "SMS",
          // Rates, frequencies and powers.
          "RPM",
          "MPH",
          "KPH",
          "KMH",
          "BPM",
          "FPS",
          "PPM",
          "KHZ",
          "MHZ",
          "GHZ",
          "BHP",
          "KWH",
          "MWH",
          "GWH");

  private Units() {}

  static boolean isUnit(String letters) {
    return CURRENCIES.contains(letters) || OTHERS.contains(letters);
  }
}
