package org.insight.jobs.resolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.insight.policy.graph.Grant;
import org.insight.policy.graph.Union;
import org.insight.policy.graph.ViewerParts;
import org.insight.policy.graph.VisibleSets;
import org.junit.jupiter.api.Test;

class RecordPartTest {

  /**
   * One record that has the numbers of all others, which have one each, and is of its own policy.
   */
  private static RecordPart star(int others) {
    RecordPart part = new RecordPart();
    IntStream.range(0, others)
        .forEach(
            i -> {
              part.add("r%06d".formatted(i), "Person", "open", "passport", "FR:" + i, "m" + i);
              part.add("hub", "Person", "closed", "passport", "FR:" + i, "h" + i);
            });
    return part;
  }

  /**
   * For whoever does not see the one, there are as many parts as others. Were each to look at what
   * all others have, these would be 10^11 looks, which is more than a test is given.
   */
  @Test
  void aPartThatFallsIntoThreeHundredThousandForWhoDoesNotSeeTheHubCostsWhatItsRecordsHave() {
    int others = 300_000;
    ViewerParts viewers =
        new ViewerParts(VisibleSets.of(List.of(new Grant("national", "open", null))));
    Map<Boolean, Long> withEvidence =
        star(others)
            .members(viewers)
            .collect(
                Collectors.partitioningBy(m -> !m.evidence().isEmpty(), Collectors.counting()));
    assertThat(withEvidence).isEqualTo(Map.of(false, (long) others, true, others + 1L));
  }

  @Test
  void evidenceLeadsFromTheHubToTheLeastOnesAndFromEachOfThemToTheHub() {
    List<RecordPart.Member> members =
        star(60).members(new ViewerParts(VisibleSets.of(List.of()))).toList();
    assertThat(members).hasSize(61);
    assertThat(members.get(0).recordId()).isEqualTo("hub");
    assertThat(members.get(0).evidence())
        .hasSize(RecordPart.MAX_EVIDENCE)
        .isSorted()
        .first()
        .isEqualTo(new RecordPart.Evidence("passport", "h0", "r000000", "m0"));
    assertThat(members.get(60).evidence())
        .isEqualTo(List.of(new RecordPart.Evidence("passport", "m59", "hub", "h59")));
  }

  /**
   * Each number is of three records, of which the least is tied to the next: that the last has it
   * too is said by the last alone, and there are more numbers than entries.
   */
  @Test
  void evidenceLeadsFromEachRecordToAllHoweverManyNumbersTheyShare() {
    RecordPart part = new RecordPart();
    IntStream.range(0, 3 * RecordPart.MAX_EVIDENCE)
        .forEach(
            i -> {
              String number = "FR:%03d".formatted(i);
              part.add("r%03d".formatted(i), "Person", "open", "passport", number, "a" + i);
              part.add("s%03d".formatted(i), "Person", "open", "passport", number, "b" + i);
              part.add("z", "Person", "open", "passport", number, "z%03d".formatted(i));
            });
    List<RecordPart.Member> members =
        part.members(new ViewerParts(VisibleSets.of(List.of()))).toList();
    List<String> records = members.stream().map(RecordPart.Member::recordId).toList();
    Union tied = new Union(records.size());
    members.forEach(
        member ->
            member
                .evidence()
                .forEach(
                    e ->
                        tied.join(
                            records.indexOf(member.recordId()),
                            records.indexOf(e.otherRecordId()))));
    assertThat(members.stream().map(RecordPart.Member::entityId).distinct()).hasSize(1);
    assertThat(IntStream.range(0, records.size()).map(tied::root)).containsOnly(0);
  }
}
