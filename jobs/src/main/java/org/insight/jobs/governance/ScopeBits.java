package org.insight.jobs.governance;

import static org.apache.spark.sql.functions.udf;

import java.io.Serializable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.insight.policy.LabelColumns;

/**
 * Which scopes may ever see a label, as bits: two rows have a reader in common only where their
 * bits meet. The first bit stands for whoever sees all there is, and is set where nothing is
 * withheld, whether there is such a reader or not.
 */
public final class ScopeBits implements Serializable {

  private static final long serialVersionUID = 1L;

  private final ScopeGrants grants;

  private ScopeBits(ScopeGrants grants) {
    this.grants = grants;
  }

  /** Reads governance.grants; the table is small and is held by the driver. */
  public static ScopeBits of(Dataset<Row> grants) {
    return new ScopeBits(ScopeGrants.of(grants));
  }

  /** How many longs hold the bits. */
  public int words() {
    return grants.scopes() / Long.SIZE + 1;
  }

  /** The bits of a label, as array of {@link #words} bigint. */
  public Column of(Column label) {
    UDF1<Row, long[]> bits = row -> grants.bits(LabelColumns.label(row), words());
    return udf(bits, DataTypes.createArrayType(DataTypes.LongType, false)).apply(label);
  }
}
