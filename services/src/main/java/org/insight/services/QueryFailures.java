package org.insight.services;

import java.time.DateTimeException;
import org.apache.spark.SparkException;
import org.apache.spark.SparkThrowable;
import org.insight.core.ErrorKind;
import org.insight.core.Failures;
import org.insight.core.InsightException;

/** Says why the rows of a query cannot be given, without a value of them. */
public final class QueryFailures {

  private QueryFailures() {}

  /**
   * What to throw in the place of a failure.
   *
   * @return USAGE if the query fails on a row; the message names the kind of failure, never a value
   */
  public static RuntimeException of(Exception thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause() == t ? null : t.getCause()) {
      if (t instanceof SparkException cancelled && isCancelled(cancelled)) {
        return new InsightException(
            ErrorKind.USAGE, "Cannot answer the query: it was cancelled", thrown);
      }
      if (t instanceof SparkThrowable known && known.getErrorClass() != null) {
        return onValue(known.getErrorClass(), thrown);
      }
      // What Java's own classes say of a value, as a pattern that is none.
      if (t instanceof IllegalArgumentException || t instanceof DateTimeException) {
        return onValue(t.getClass().getSimpleName(), thrown);
      }
    }
    return Failures.of(thrown);
  }

  private static boolean isCancelled(SparkException thrown) {
    return "SPARK_JOB_CANCELLED".equals(thrown.getErrorClass())
        || String.valueOf(thrown.getMessage()).matches("(?s)Job \\d+ cancelled.*");
  }

  private static InsightException onValue(String kind, Exception thrown) {
    return new InsightException(
        ErrorKind.USAGE, "Cannot answer the query: it fails on a value, found " + kind, thrown);
  }
}
