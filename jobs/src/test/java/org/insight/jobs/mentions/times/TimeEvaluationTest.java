package org.insight.jobs.mentions.times;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeEvaluationTest {

  /**
   * A Wednesday. Found are "2 March", "yesterday evening" and the ends of a range; a span is wider
   * than what is found, a value is another; a duration and a span of no time are not found.
   */
  private static final String TIME_ML =
      """
      <?xml version="1.0" ?>
      <!DOCTYPE TimeML SYSTEM "TimeML.dtd">
      <TimeML xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
      <DCT><TIMEX3 tid="t0" type="TIME" value="2026-03-11T09:00:00" \
      functionInDocument="CREATION_TIME">March 11, 2026</TIMEX3></DCT>
      <TITLE>Robbery on 3 May 2020</TITLE>
      <TEXT>
      A man <EVENT eid="e1" class="OCCURRENCE">entered</EVENT> the shop
      <TIMEX3 tid="t1" type="DATE" value="2026-03-02">on 2 March</TIMEX3> and was seen
      <TIMEX3 tid="t2" type="TIME" value="2026-03-10TEV">yesterday evening</TIMEX3>.
      He stayed for <TIMEX3 tid="t3" type="DURATION" value="PT2H">two hours</TIMEX3>.
      He was away from <TIMEX3 tid="t4" type="DATE" value="2026-03-04">4 March 2026</TIMEX3>
      to <TIMEX3 tid="t5" type="DATE" value="2025-03-06">6 March 2026</TIMEX3>
      <TIMEX3 tid="t6" type="DURATION" value="P2D"/>&amp; then
      <TIMEX3 tid="t7" type="DATE" value="XXXX">on a day of flowers</TIMEX3>.
      </TEXT>
      </TimeML>
      """;

  @TempDir private Path folder;

  private List<TimeEvaluation.Score> scores(String name, String content, @Nullable String language)
      throws IOException {
    return TimeEvaluation.evaluate(
        List.of(Files.writeString(folder.resolve(name), content)), language);
  }

  @Test
  void timeMlIsMeasuredByStrictAndRelaxedSpansAndByValues() throws IOException {
    assertThat(scores("a.tml", TIME_ML, "en"))
        .containsExactly(
            new TimeEvaluation.Score("en", "all", 1, 6, 4, 3, 4, 3),
            new TimeEvaluation.Score("en", "DATE, TIME", 1, 5, 4, 3, 4, 3));
  }

  @Test
  void sharesAreOfTheFoundOrTheLabelledSpans() throws IOException {
    TimeEvaluation.Score all = scores("a.tml", TIME_ML, "en").get(0);
    assertThat(all.precision(all.strict())).isEqualTo(0.75);
    assertThat(all.recall(all.strict())).isEqualTo(0.5);
    assertThat(all.f1(all.relaxed())).isEqualTo(0.8);
    assertThat(all.valueAccuracy()).isEqualTo(0.75);
  }

  @Test
  void linesOfJsonAreMeasuredByLanguage() throws IOException {
    String lines =
        """
        {"text":"Vol commis hier.","language":"fr","date":"2026-03-11",\
        "spans":[{"begin":11,"end":15,"value":"2026-03-10","type":"DATE"}]}
        {"text":"Robo en 2024.","language":"es",\
        "spans":[{"begin":8,"end":12,"value":"2025"}]}

        {"text":"Nothing.","language":"en","spans":[]}
        """;
    assertThat(scores("a.jsonl", lines, null))
        .filteredOn(s -> s.types().equals("all"))
        .containsExactly(
            new TimeEvaluation.Score("en", "all", 1, 0, 0, 0, 0, 0),
            new TimeEvaluation.Score("es", "all", 1, 1, 1, 1, 1, 0),
            new TimeEvaluation.Score("fr", "all", 1, 1, 1, 1, 1, 1),
            new TimeEvaluation.Score("all", "all", 3, 2, 2, 2, 2, 1));
  }

  @Test
  void timeMlNeedsALanguage() {
    assertThatThrownBy(() -> scores("a.tml", TIME_ML, null))
        .asInstanceOf(InstanceOfAssertFactories.type(InsightException.class))
        .returns(ErrorKind.USAGE, InsightException::kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no XML",
        "<TimeML><TEXT>unfinished",
        "<TimeML/>",
        "<TimeML><TEXT>a <TIMEX3 type='DATE'>day</TIMEX3></TEXT></TimeML>",
        "<TimeML><DCT><TIMEX3 value='2026-13-02' type='DATE'>a day</TIMEX3></DCT>"
            + "<TEXT>a</TEXT></TimeML>",
        "<!DOCTYPE TimeML [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>"
            + "<TimeML><TEXT>&e;</TEXT></TimeML>"
      })
  void aFileThatIsNoTimeMlIsRefusedInOneLine(String content) {
    refused("a.tml", content);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no json",
        "null",
        "{\"text\":\"a\",\"language\":\"en\"}",
        "{\"text\":\"a\",\"language\":\"en\",\"spans\":[null]}",
        "{\"text\":\"a\",\"language\":\"en\",\"date\":\"11 March\",\"spans\":[]}",
        "{\"text\":\"a\",\"language\":\"en\",\"spans\":[{\"begin\":0,\"end\":2,\"value\":\"2026\"}]}",
        "{\"text\":\"a\",\"language\":\"en\",\"spans\":[{\"begin\":0,\"end\":1}]}"
      })
  void linesOfAnotherFormAreRefusedInOneLine(String content) {
    refused("a.jsonl", content);
  }

  private void refused(String name, String content) {
    assertThatThrownBy(() -> scores(name, content, "en"))
        .asInstanceOf(InstanceOfAssertFactories.type(InsightException.class))
        .returns(ErrorKind.INPUT, InsightException::kind)
        .extracting(Throwable::getMessage, InstanceOfAssertFactories.STRING)
        .startsWith("Cannot measure times: ")
        .contains(folder.resolve(name).toString())
        .doesNotContain("\n");
  }
}
