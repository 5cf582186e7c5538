package org.insight.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GradingTest {

  @Provide
  Arbitrary<List<Grading>> gradings() {
    return Policies.gradings().list().ofMinSize(1).ofMaxSize(5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ADMIRALTY:B2, nato:C1            | ADMIRALTY C2",
        "ADMIRALTY:A5, ADMIRALTY:E1       | ADMIRALTY E5",
        "ADMIRALTY:E5, ADMIRALTY:F6       | ADMIRALTY F6",
        "ADMIRALTY:B2, ADMIRALTY:A        | ADMIRALTY B-",
        "4x4:C3, 4x4:X1                   | 4x4 X3",
        "5x5x5:D4, 5x5x5:E5               | 5x5x5 E5",
        "3x5x2:2D, 3x5x2:1E               | 3x5x2 2E",
        "3x5x2:3A, 3x5x2:2B               | 3x5x2 3B",
        "ADMIRALTY:B2, 4x4:B2             | 4x4 B2; ADMIRALTY B2",
        "B2, A1, ADMIRALTY:C3             | A1; ADMIRALTY C3; B2",
        "Local:HIGH/sure, Local:/2        | Local -2; Local HIGH/SURE",
      })
  void worstIsForEachSchemeAndForEachHalfByItself(String received, String worst) {
    List<Grading> gradings =
        Stream.of(received.split(",")).map(text -> Grading.parse(text.strip())).toList();
    assertThat(String.join("; ", Grading.worst(gradings))).isEqualTo(worst);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TLP:GREEN, TLP:AMBER+STRICT, TLP:AMBER | TLP AMBER+STRICT",
        "TLP:RED, tlp 2.0:amber                 | TLP RED",
        "EUROPOL:H2, EUROPOL:H3, EUROPOL:H0     | EUROPOL H3",
        "5x5x5:1, 5x5x5:5, 5x5x5:2              | 5x5x5 5",
        "5x5x5:3, 5x5x5:2                       | 5x5x5 2; 5x5x5 3",
        "3x5x2:P, 3x5x2:C                       | 3x5x2 C",
        "INTERPOL:H2, TLP:CLEAR, INTERPOL:H1    | INTERPOL H1; INTERPOL H2; TLP CLEAR",
      })
  void strictestIsForEachScheme(String received, String strictest) {
    List<Handling> codes =
        Stream.of(received.split(",")).map(text -> Handling.parse(text.strip())).toList();
    assertThat(String.join("; ", Handling.strictest(codes))).isEqualTo(strictest);
  }

  @Property(tries = 300)
  void orderAndRepetitionDoNotMatter(@ForAll("gradings") List<Grading> gradings) {
    List<Grading> again = new ArrayList<>(gradings);
    again.addAll(gradings);
    Collections.shuffle(again, new Random(7));
    assertThat(Grading.worst(again)).isEqualTo(Grading.worst(gradings));
  }

  @Property(tries = 300)
  void anUngradedSourceIsNeverPassedOver(@ForAll("gradings") List<Grading> gradings) {
    List<Grading> more = new ArrayList<>(gradings);
    more.add(Grading.NONE);
    assertThat(Grading.worst(more)).contains("ungraded").containsAll(Grading.worst(gradings));
  }
}
