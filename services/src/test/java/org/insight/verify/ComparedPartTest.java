package org.insight.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.insight.resolution.Models;
import org.insight.resolution.Profile;
import org.insight.resolution.Subject;
import org.junit.jupiter.api.Test;

class ComparedPartTest {

  /** Two of whom nothing is known score too little; each is stored with the next as a witness. */
  private static long entities(int records) {
    byte[] features =
        Profile.of(
                new Subject(
                    Subject.Kind.PERSON,
                    List.of(Subject.Name.parts("Ana", "Ficta")),
                    List.of("1980-02-03"),
                    null,
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of()),
                Models.released())
            .pack();
    ComparedPart part = new ComparedPart();
    for (int i = 0; i < records; i++) {
      part.subject("%04d".formatted(i), "Person", "p", features, false);
      if (i > 0) {
        part.pair("%04d".formatted(i - 1), "%04d".formatted(i), 5_000);
      }
    }
    return part.seen(Rights.of(Map.of(), Map.of())).map(PartViews.Seen::id).distinct().count();
  }

  @Test
  void allPairsOfASmallSetAreScoredAndOfALargeOneThoseThatAreStored() {
    int whole = Models.released().clusters().whole();
    assertThat(entities(whole)).isOne();
    assertThat(entities(whole + 1)).as("a chain has an end").isGreaterThan(whole / 10);
  }
}
