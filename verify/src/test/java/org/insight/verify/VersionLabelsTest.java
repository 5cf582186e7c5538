package org.insight.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.policy.BasePolicy;
import org.insight.policy.Label;
import org.insight.policy.Readers;
import org.insight.testing.SharedSpark;
import org.junit.jupiter.api.Test;

class VersionLabelsTest {

  private static final BasePolicy LASTING = policy("");
  private static final BasePolicy SHORT = policy(", expires_on: 2090-01-01");
  private static final BasePolicy LONG = policy(", expires_on: 2095-01-01");
  private static final BasePolicy OTHERS = policy(", not_for: [FR]");

  private final VersionLabels labels =
      VersionLabels.of(
          SharedSpark.session()
              .createDataFrame(
                  List.of(
                      label("with short", List.of(LASTING, SHORT), List.of()),
                      label("after short", List.of(LASTING), List.of(SHORT)),
                      label("with long", List.of(LASTING, LONG), List.of()),
                      label("of others", List.of(OTHERS), List.of()),
                      label("without others", List.of(LASTING), List.of(OTHERS))),
                  StructType.fromDDL(
                      "policy_id string, granted array<string>, withheld array<string>")),
          rights());

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

  @Test
  void twoLabelsAreSeenTogetherIfOneReaderMayEverSeeEach() {
    assertThat(labels.seenTogether("with short", "with long")).isTrue();
    assertThat(labels.seenTogether("after short", "with long")).isTrue();
    assertThat(labels.seenTogether("without others", "with short")).isTrue();
    assertThat(labels.seenTogether("of others", "after short")).isFalse();
    assertThat(labels.seenTogether("of others", "without others")).isFalse();
  }

  @Test
  void whoeverSeesAllSeesWhatWithholdsNothingAndNobodySeesAnUnknownLabel() {
    assertThat(labels.seenTogether("of others", "with short")).isTrue();
    assertThat(labels.seenTogether("with short", "unknown")).isFalse();
    assertThat(labels.seenTogether("unknown", "unknown")).isFalse();
  }

  @Test
  void theLabelOfTwoIsTheUnionOfBothAndThereIsNoneThatContradictsItself() {
    assertThat(labels.union("after short", "with long"))
        .isEqualTo(Label.of(ids(LASTING, LONG), ids(SHORT)).id());
    assertThat(labels.union("of others", "of others")).isEqualTo(OTHERS.id());
    assertThat(labels.union("with short", "after short")).isNull();
  }

  private static List<String> ids(BasePolicy... policies) {
    return Stream.of(policies).map(BasePolicy::id).toList();
  }
}
