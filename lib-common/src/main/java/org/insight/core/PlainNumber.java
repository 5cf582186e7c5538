package org.insight.core;

import java.math.BigDecimal;

/** A floating number as people write it. */
public final class PlainNumber {

  private PlainNumber() {}

  /**
   * In full: without a power of ten, and without a fraction that it does not have.
   *
   * @param binary a Double or Float
   * @throws NumberFormatException where it is not finite
   */
  public static String of(Number binary) {
    return new BigDecimal(binary.toString()).stripTrailingZeros().toPlainString();
  }
}
