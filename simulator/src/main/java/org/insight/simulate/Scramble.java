package org.insight.simulate;

/** Places 0 … size-1 in another order, without a table: n → (n · a + b) mod size, a coprime. */
record Scramble(long size, long factor, long shift) {

  static Scramble of(long size, Draws draws) {
    // Kept below 2^31 so that the product of a place and the factor stays in a long.
    long factor = size < 3 ? 1 : 1 + draws.below(Math.min(size, 1L << 31) - 1);
    while (greatestCommonDivisor(factor, size) != 1) {
      factor = factor + 1 >= size ? 1 : factor + 1;
    }
    return new Scramble(size, factor, draws.below(size));
  }

  long at(long n) {
    return Math.floorMod(Math.multiplyExact(n % size, factor) % size + shift, size);
  }

  private static long greatestCommonDivisor(long a, long b) {
    return b == 0 ? a : greatestCommonDivisor(b, a % b);
  }
}
