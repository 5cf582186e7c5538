package org.insight.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.entitlements.EntitlementsFile;
import org.insight.testing.SharedSpark;
import org.junit.jupiter.api.Test;

class TrinoEntitlementsTest {

  private static Dataset<Row> entitlements(Row... rows) {
    return SharedSpark.compiled()
        .createDataFrame(
            List.of(rows),
            StructType.fromDDL("scope string, policy_id string, valid_from date, valid_to date"));
  }

  @Test
  void eachEntitlementIsInTheFileWithItsDays() {
    EntitlementsFile file = new EntitlementsFile();
    file.add("s1", "a", null, null);
    file.add("s1", "b", LocalDate.of(2026, 1, 1), null);
    file.add("s2", "a", null, LocalDate.of(1969, 12, 31));
    assertThat(
            TrinoEntitlements.render(
                    entitlements(
                        RowFactory.create("s1", "a", null, null),
                        RowFactory.create("s1", "b", Date.valueOf("2026-01-01"), null),
                        RowFactory.create("s2", "a", null, Date.valueOf("1969-12-31"))))
                .bytes())
        .isEqualTo(file.bytes());
  }

  @Test
  void withoutEntitlementsTheFileIsThereAndEmpty() {
    EntitlementsFile file = TrinoEntitlements.render(entitlements());
    assertThat(file.labels()).isZero();
    assertThat(file.bytes()).isEqualTo(new EntitlementsFile().bytes());
  }
}
