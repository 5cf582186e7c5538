package org.insight.trino;

import io.airlift.slice.Slice;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.function.Description;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlNullable;
import io.trino.spi.function.SqlType;
import org.insight.entitlements.RowFilter;
import org.jspecify.annotations.Nullable;

/**
 * Says, in SQL, whether whoever asks may see the rows of a label. It filters nothing ({@link
 * GuardedConnector} does): it is for those who watch over the lab, to ask whether a right has
 * arrived.
 */
@ScalarFunction(value = RowFilter.FUNCTION, deterministic = false)
@Description("Whether the reader may see the rows of a label")
public final class MaySee {

  private MaySee() {}

  /** Of a null label no. */
  @SqlType("boolean")
  public static boolean maySee(
      ConnectorSession session, @SqlNullable @SqlType("varchar") @Nullable Slice label) {
    return label != null && Answers.rights(session).includes(label);
  }
}
