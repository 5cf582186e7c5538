package org.insight.policy.graph;

import java.util.Arrays;
import java.util.stream.IntStream;

/** A growing array of ints, so that a large part costs four bytes an entry. */
public final class IntBag {

  private int[] values = new int[2];
  private int size;

  public void add(int value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, Math.addExact(size, size));
    }
    values[size++] = value;
  }

  public int size() {
    return size;
  }

  public int at(int index) {
    return values[index];
  }

  public IntStream stream() {
    return Arrays.stream(values, 0, size);
  }
}
