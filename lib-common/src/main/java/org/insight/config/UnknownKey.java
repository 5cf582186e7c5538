package org.insight.config;

import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.stream.Collectors;

/** What is said of a key that a file of configuration has and should not. */
public final class UnknownKey {

  private UnknownKey() {}

  /**
   * The key, and those that are known in its place.
   *
   * @param found the key, or its path, as it is to be shown
   */
  public static String inWords(String found, UnrecognizedPropertyException e) {
    return "unknown key, found "
        + found
        + " (known there: "
        + e.getKnownPropertyIds().stream()
            .map(String::valueOf)
            .sorted()
            .collect(Collectors.joining(", "))
        + ")";
  }
}
