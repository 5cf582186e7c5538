package org.insight.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.policy.BasePolicy;
import org.insight.policy.Readers;
import org.insight.testing.SharedSpark;
import org.junit.jupiter.api.Test;

class SeenTogetherTest {

  private static final BasePolicy LASTING = policy("");
  private static final BasePolicy SHORT = policy(", expires_on: 2090-01-01");
  private static final BasePolicy LONG = policy(", expires_on: 2095-01-01");
  private static final BasePolicy OTHERS = policy(", not_for: [FR]");

  private final LabelBits labels =
      LabelBits.of(
          SharedSpark.session()
              .createDataFrame(
                  List.of(
                      label("with short", List.of(LASTING, SHORT), List.of()),
                      label("after short", List.of(LASTING), List.of(SHORT)),
                      label("with long", List.of(LASTING, LONG), List.of()),
                      label("after long", List.of(LASTING), List.of(LONG)),
                      label("of others", List.of(OTHERS), List.of()),
                      label("without others", List.of(LASTING), List.of(OTHERS))),
                  StructType.fromDDL(
                      "policy_id string, granted array<string>, withheld array<string>")));

  private final SeenTogether seen = SeenTogether.of(labels, rights());

  private static BasePolicy policy(String more) {
    return BasePolicy.fromYaml("{source: ES, purposes: [locate]" + more + "}");
  }

  private static Row label(String id, List<BasePolicy> granted, List<BasePolicy> withheld) {
    return RowFactory.create(
        id,
        granted.stream().map(BasePolicy::id).toArray(),
        withheld.stream().map(BasePolicy::id).toArray());
  }

  private static Rights rights() {
    Map<String, BasePolicy> policies = new LinkedHashMap<>();
    List.of(LASTING, SHORT, LONG, OTHERS).forEach(policy -> policies.put(policy.id(), policy));
    return Rights.of(
        Readers.parse("one: {country: FR, clearance: 1, purposes: [locate]}"), policies);
  }

  private boolean any(String one, String other) {
    return seen.any(labels.number(one), labels.number(other));
  }

  @Test
  void twoLabelsAreSeenTogetherOnTheDaysOnWhichOneReaderSeesBoth() {
    assertThat(any("with short", "with long")).isTrue();
    assertThat(any("after short", "with long")).as("between the two days").isTrue();
    assertThat(any("after short", "after long")).isTrue();
    assertThat(any("with short", "after long")).as("one ends before the other begins").isFalse();
    assertThat(any("with short", "after short")).isFalse();
  }

  @Test
  void whatWithholdsNothingIsSeenByWhoeverSeesAllAndWhatNobodyKnowsByNobody() {
    assertThat(any("of others", "with short")).isTrue();
    assertThat(any("of others", "after short")).isFalse();
    assertThat(any("of others", "without others")).isFalse();
    assertThat(any("without others", "with short")).isTrue();
    assertThat(any("with short", "unknown")).isFalse();
  }
}
