package org.insight.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.RowFactory;
import org.insight.core.InsightException;
import org.junit.jupiter.api.Test;

class TrinoFunctionsTest {

  /** A call, and what Trino gives for it, as text. */
  private static final String CALLS =
      """
      all_match(array(1, 2), x -> x > 0)                            = true
      any_match(array(1, 2), x -> x > 1)                            = true
      approx_distinct(item_id)                                      = 2
      arbitrary(substr(item_id, 1, 4))                              = open
      bitwise_and(12, 10)                                           = 8
      bitwise_not(12)                                               = -13
      bitwise_or(12, 10)                                            = 14
      bitwise_xor(12, 10)                                           = 6
      contains(array('FR', 'MA'), 'MA')                             = true
      contains('FRANCE', 'RAN')                                     = true
      day_of_month(date'2026-05-03')                                = 3
      day_of_week(date'2026-05-03')                                 = 7
      day_of_year(date'2026-02-03')                                 = 34
      format('%s-%s', 'a', 'b')                                     = a-b
      from_utf8(from_base64('w6k='))                                = é
      from_utf8(from_hex('C3A9'))                                   = é
      from_iso8601_date('2026-05-03')                               = 2026-05-03
      from_iso8601_timestamp('2026-05-03T10:20:30Z')                = 2026-05-03 10:20:30
      is_nan(cast('NaN' AS double))                                 = true
      json_extract_scalar('{"a": {"b": "c"}}', '$.a.b')             = c
      last_day_of_month(date'2026-02-03')                           = 2026-02-28
      levenshtein_distance('kitten', 'sitting')                     = 3
      starts_with('insight', 'in')                                  = true
      strpos('insight', 'si')                                       = 3
      to_base64(to_utf8('é'))                                       = w6k=
      to_hex(to_utf8('é'))                                          = C3A9
      url_extract_host('https://example.org/a?b=c')                 = example.org
      url_extract_path('https://example.org/a?b=c')                 = /a
      url_extract_query('https://example.org/a?b=c')                = b=c
      week(date'2026-01-01')                                        = 1
      week_of_year(date'2026-12-31')                                = 53
      date_diff('day', date'2026-05-01', date'2026-05-03')          = 2
      Date_Diff ( /* whole ones */ 'MONTH', date'2026-01-31', date'2026-03-30') = 1
      cardinality(array(1, 2))                                      = 2
      array_join(array('a', 'b'), '+')                              = a+b
      regexp_like('insight', 's.g')                                 = true
      try_cast('x' AS int)                                          = null
      element_at(array('a'), 2)                                     = null
      """;

  private static final Lake LAKE =
      new Lake()
          .with(
              "landing.items",
              "item_id string, title string, policy_id string",
              List.of(
                  RowFactory.create("open1", "x", Lake.OPEN.id()),
                  RowFactory.create("open2", "y", Lake.OPEN.id()),
                  RowFactory.create("secret", "(hidden", Lake.SECRET.id())));

  private static final ReaderSession READER = LAKE.as("low");

  @Test
  void eachGivesWhatTrinoGives() {
    for (String line : CALLS.strip().lines().toList()) {
      String[] call = line.split(" = (?=\\S+(?: \\S+)?$)");
      assertThat(answer("SELECT cast(" + call[0].strip() + " AS string) FROM landing.items"))
          .as(call[0].strip())
          .isEqualTo(call[1]);
    }
  }

  @Test
  void eachIsTried() {
    Set<String> tried = new TreeSet<>();
    Matcher name = Pattern.compile("\\w+(?=\\()").matcher(CALLS);
    while (name.find()) {
      tried.add(name.group());
    }
    assertThat(tried).containsAll(TrinoFunctions.names());
  }

  @Test
  void noneReachesWhatReadersMayNotCall() {
    assertThat(SqlFunctions.ALLOWED).containsAll(TrinoFunctions.sparkNames());
    assertThatThrownBy(() -> READER.sql("SELECT shuffle(array(1))"))
        .isInstanceOf(InsightException.class)
        .hasMessageContaining("no such function for readers");
    assertThatThrownBy(() -> READER.sql("SELECT strpos('a', 'b', 3, 4)"))
        .isInstanceOf(InsightException.class)
        .hasMessageStartingWith("Cannot answer the query: ");
  }

  /** A pattern that is none throws for the hidden row alone. */
  @Test
  void theyAreComputedOnVisibleRowsOnly() {
    assertThat(
            answer(
                "SELECT cast(count_if(any_match(array(title), t -> regexp_like('x', t)))"
                    + " AS string) FROM landing.items"))
        .isEqualTo("1");
  }

  @Test
  void textsAndCommentsStayAsTheyAre() {
    for (String text :
        List.of(
            "SELECT \"date_diff('day', a, b)\"",
            "SELECT `date_add('day'`, 'date_add(''day'', 1)' -- date_diff('day'\n FROM t",
            "SELECT date_diff('fortnight', a, b)",
            "SELECT date_add(a, 1)",
            "SELECT \u0000 é 'open")) {
      assertThat(TrinoFunctions.withSparkUnit(text)).isEqualTo(text);
    }
    assertThat(TrinoFunctions.withSparkUnit("SELECT date_diff('day', a, b), 'day'"))
        .isEqualTo("SELECT date_diff(day, a, b), 'day'");
  }

  private static String answer(String sql) {
    return String.valueOf(READER.sql(sql).first().get(0));
  }
}
