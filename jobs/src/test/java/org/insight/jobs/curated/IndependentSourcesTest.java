package org.insight.jobs.curated;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.insight.jobs.curated.IndependentSources.Said;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndependentSourcesTest {

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing                                |                         | 0",
        "one source, twice                      | FR1 FR2                 | 1",
        "two sources                            | FR1 ES2                 | 2",
        "two sources with one text              | FR1 ES1                 | 1",
        "one of them has a text of its own      | FR1 ES1 FR2             | 1",
        "a chain of copies                      | FR1 ES1 ES2 MA2 MA3 BE3 | 1",
        "a chain and one beside it              | FR1 ES1 ES2 MA2 GB3     | 2",
        "two pairs                              | FR1 ES1 MA2 BE2         | 2",
        "said twice over                        | FR1 FR1 ES2 ES2         | 2",
      })
  void countsSetsOfSourcesWithoutBytesInCommon(String what, String said, int sources) {
    List<Said> all = new ArrayList<>();
    if (said != null) {
      for (String one : said.split(" ")) {
        all.add(new Said(one.substring(0, 2), one.charAt(2)));
      }
    }
    assertThat(IndependentSources.count(all)).isEqualTo(sources);
    java.util.Collections.reverse(all);
    assertThat(IndependentSources.count(all)).isEqualTo(sources);
  }
}
