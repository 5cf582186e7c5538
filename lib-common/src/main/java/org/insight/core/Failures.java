package org.insight.core;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.util.Locale;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.spark.sql.delta.DeltaConcurrentModificationException;
import org.jspecify.annotations.Nullable;

/** Finds out what kind of error lies under an exception that Spark or a library threw. */
public final class Failures {

  private Failures() {}

  /** The same error as one of ours. */
  public static InsightException of(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = next(t)) {
      if (t instanceof InsightException known) {
        return known;
      }
    }
    for (Throwable t = thrown; t != null; t = next(t)) {
      if (isFullDisk(t)) {
        return new InsightException(
            ErrorKind.EXTERNAL,
            "Cannot write: the disk is full; what was published before stands, run again when"
                + " there is room",
            thrown);
      }
    }
    for (Throwable t = thrown; t != null; t = next(t)) {
      if (t instanceof CommitFailedException || t instanceof DeltaConcurrentModificationException) {
        return new InsightException(
            ErrorKind.EXTERNAL,
            "Cannot write to a table: others write to it all the time; run it again",
            thrown);
      }
      if (isClockBehind(t)) {
        return new InsightException(
            ErrorKind.EXTERNAL,
            "Cannot write to a table: the clock is behind the lake's last write; set it right, run"
                + " again",
            thrown);
      }
      if (t instanceof SQLException || t instanceof IOException) {
        return new InsightException(ErrorKind.EXTERNAL, "Cannot go on: " + inWords(t), thrown);
      }
    }
    for (Throwable t = thrown; t != null; t = next(t)) {
      if (t instanceof OutOfMemoryError) {
        return new InsightException(
            ErrorKind.INTERNAL,
            "Cannot go on: the memory is full (INSIGHT_HEAP gives bin/insight more); what was"
                + " published before stands",
            thrown);
      }
    }
    return new InsightException(
        ErrorKind.INTERNAL,
        "Cannot go on: a fault of the program, found " + thrown.getClass().getName(),
        thrown);
  }

  /**
   * Why something was not done that can wait, in some words, without the values it may speak of.
   */
  public static String why(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = next(t)) {
      if (isFullDisk(t) || t instanceof IOException || t instanceof SQLException) {
        return inWords(t);
      }
    }
    return thrown.getClass().getSimpleName();
  }

  /** The reason of an input or output error, without the values it may speak of. */
  public static String inWords(Throwable t) {
    if (isFullDisk(t)) {
      return "the disk is full";
    }
    if (t instanceof AccessDeniedException) {
      return "no right to it";
    }
    if (t instanceof NoSuchFileException || t instanceof FileNotFoundException) {
      return "no such file";
    }
    if (t instanceof SQLException) {
      return "the catalog's database refused";
    }
    return "input or output failed (" + t.getClass().getSimpleName() + ")";
  }

  private static boolean isFullDisk(Throwable t) {
    String message = t.getMessage();
    if (message == null) {
      return false;
    }
    String lower = message.toLowerCase(Locale.ROOT);
    return lower.contains("no space left on device")
        || lower.contains("disk quota exceeded")
        || lower.contains("sqlite_full")
        || lower.contains("database or disk is full");
  }

  /**
   * Whether Iceberg refuses metadata that would be older, by more than a minute, than what they
   * follow. It has no exception of its own for that.
   */
  private static boolean isClockBehind(Throwable t) {
    String message = t.getMessage();
    return t instanceof IllegalArgumentException
        && message != null
        && (message.startsWith("Invalid update timestamp ")
            || message.startsWith("[BUG] Expected sorted "));
  }

  private static @Nullable Throwable next(Throwable t) {
    return t.getCause() == t ? null : t.getCause();
  }
}
