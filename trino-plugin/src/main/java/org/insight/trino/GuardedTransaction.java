package org.insight.trino;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.security.AccessDeniedException;
import org.jspecify.annotations.Nullable;

/**
 * A transaction of Iceberg's connector that belongs to one query: the first one that asks it for
 * metadata. Iceberg keeps each table as the transaction read it first, so another query that joined
 * would read rows that were withdrawn since. The query travels with the handle to the workers.
 */
public final class GuardedTransaction implements ConnectorTransactionHandle {

  private final ConnectorTransactionHandle inner;
  private volatile @Nullable String query;

  /**
   * @param query the query's id; null: none has used the transaction yet
   */
  @JsonCreator
  public GuardedTransaction(
      @JsonProperty("inner") ConnectorTransactionHandle inner,
      @JsonProperty("query") @Nullable String query) {
    this.inner = inner;
    this.query = query;
  }

  /** The handle as Iceberg's connector knows it. */
  @JsonProperty
  public ConnectorTransactionHandle getInner() {
    return inner;
  }

  /** The id of the query that the transaction belongs to. */
  @JsonProperty
  public @Nullable String getQuery() {
    return query;
  }

  static GuardedTransaction of(ConnectorTransactionHandle transaction) {
    if (transaction instanceof GuardedTransaction guarded) {
      return guarded;
    }
    throw new AccessDeniedException("Cannot read in a transaction that the guard has not begun");
  }

  /** Gives the transaction to the session's query if it belongs to none yet. */
  synchronized void claim(ConnectorSession session) {
    if (query == null) {
      query = session.getQueryId();
    }
    require(session);
  }

  /**
   * @throws AccessDeniedException if the session is of another query
   */
  void require(ConnectorSession session) {
    if (!session.getQueryId().equals(query)) {
      throw new AccessDeniedException("Cannot read in the transaction of another query");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GuardedTransaction guarded && inner.equals(guarded.inner);
  }

  @Override
  public int hashCode() {
    return inner.hashCode();
  }

  @Override
  public String toString() {
    return inner.toString();
  }
}
