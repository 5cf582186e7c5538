package org.insight.jobs.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.jobs.text.duplicates.DuplicateLimits;
import org.insight.testing.SharedSpark;
import org.junit.jupiter.api.Test;

class DuplicateCandidatesTest {

  private static final StructType MEMBERSHIPS =
      StructType.fromDDL("bucket bigint, policy_id string, document_id string, state int");

  /** Three documents of one policy make three pairs. */
  private static final int PAIRS = 3;

  /** Documents of a bucket by policy, as {@code p: a b -c +d}. */
  private static List<Row> bucket(long bucket, String... policies) {
    List<Row> rows = new ArrayList<>();
    for (String policy : policies) {
      for (String document : policy.substring(3).split(" ")) {
        int state =
            switch (document.charAt(0)) {
              case '-' -> DuplicateCandidates.WENT;
              case '+' -> DuplicateCandidates.CAME;
              default -> DuplicateCandidates.STAYED;
            };
        rows.add(
            RowFactory.create(
                bucket, policy.substring(0, 1), document.replaceAll("[-+]", ""), state));
      }
    }
    return rows;
  }

  private static List<String> changed(List<Row> memberships) {
    return new DuplicateCandidates(new DuplicateLimits(.7, PAIRS))
            .changed(SharedSpark.session().createDataFrame(memberships, MEMBERSHIPS))
            .collectAsList()
            .stream()
            .map(
                row ->
                    (row.<Boolean>getAs("after") ? "+" : "-")
                        + row.getAs("document_id")
                        + row.getAs("other_document_id")
                        + (row.<Boolean>getAs("crowded") ? " crowded" : ""))
            .sorted()
            .toList();
  }

  @Test
  void aBucketThatIsNotCrowdedChangesThePairsOfWhatCameAndWent() {
    assertThat(changed(bucket(1, "p: a b +c"))).containsExactly("+ac", "+bc");
    assertThat(changed(bucket(1, "p: a b -c"))).containsExactly("-ac", "-bc");
    assertThat(changed(bucket(1, "p: a -b +c", "q: d")))
        .containsExactly("+ac", "+cd", "-ab", "-bd");
    assertThat(changed(bucket(1, "p: +a +b"))).containsExactly("+ab");
  }

  @Test
  void aCrowdedBucketWithTheSameFirstChangesThePairsWithIt() {
    assertThat(changed(bucket(1, "p: a b c d +e"))).containsExactly("+ae crowded");
    assertThat(changed(bucket(1, "p: a b c d e -f"))).containsExactly("-af crowded");
    // p among itself makes three pairs and is not crowded, p with q is.
    assertThat(changed(bucket(1, "p: a b +c", "q: d e")))
        .contains("+ac", "+bc")
        .contains("+cd crowded");
  }

  @Test
  void aBucketThatBecomesCrowdedOrNoLongerIsChangesAllItsPairs() {
    assertThat(changed(bucket(1, "p: a b c +d")))
        .containsExactly("+ab crowded", "+ac crowded", "+ad crowded", "-ab", "-ac", "-bc");
    assertThat(changed(bucket(1, "p: a b c -d")))
        .containsExactly("+ab", "+ac", "+bc", "-ab crowded", "-ac crowded", "-ad crowded");
  }

  @Test
  void anotherFirstChangesAllPairsOfACrowdedBucket() {
    assertThat(changed(bucket(1, "p: b c d e +a")))
        .containsExactly(
            "+ab crowded",
            "+ac crowded",
            "+ad crowded",
            "+ae crowded",
            "-bc crowded",
            "-bd crowded",
            "-be crowded");
    // Gone and come again, perhaps with another text.
    assertThat(changed(bucket(1, "p: -a +a b c d")))
        .containsExactly(
            "+ab crowded",
            "+ac crowded",
            "+ad crowded",
            "-ab crowded",
            "-ac crowded",
            "-ad crowded");
  }

  @Test
  void onlyTwoPoliciesThatChangedAreLookedAt() {
    assertThat(changed(bucket(1, "p: a b", "q: c", "r: +d"))).containsExactly("+ad", "+bd", "+cd");
  }
}
