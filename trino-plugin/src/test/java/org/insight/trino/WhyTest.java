package org.insight.trino;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trino.spi.TrinoException;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorSplitManager;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.security.ConnectorIdentity;
import io.trino.spi.type.TimeZoneKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.insight.entitlements.RowFilter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a session has to say before rows of persons are read; TrinoLeaksIT asks Trino itself. */
class WhyTest {

  /** As Trino's own, of which a connector's gives only a part. */
  public record Whole(Set<String> getClientTags, Optional<String> getClientInfo) {}

  /** As Trino hands it to connectors; of a reader for investigations and to locate. */
  public record Session(String getQueryId, Whole getSession) implements ConnectorSession {

    @Override
    public Optional<String> getSource() {
      return Optional.empty();
    }

    @Override
    public ConnectorIdentity getIdentity() {
      return ConnectorIdentity.forUser("a")
          .withGroups(Set.of("scope-1", "purpose-investigation", "purpose-locate"))
          .build();
    }

    @Override
    public TimeZoneKey getTimeZoneKey() {
      return TimeZoneKey.UTC_KEY;
    }

    @Override
    public Locale getLocale() {
      return Locale.ROOT;
    }

    @Override
    public Instant getStart() {
      return Instant.EPOCH;
    }

    @Override
    public Optional<String> getTraceToken() {
      return Optional.empty();
    }

    @Override
    public <T> T getProperty(String name, Class<T> type) {
      throw new UnsupportedOperationException(name);
    }
  }

  private static final SchemaTableName PERSONS = new SchemaTableName("curated", "persons");

  private static Session session(@Nullable String tags, @Nullable String info) {
    Set<String> each = tags == null ? Set.of() : new TreeSet<>(Arrays.asList(tags.split(",")));
    return new Session("q", new Whole(each, Optional.ofNullable(info)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "purpose=investigation              | case 12",
        "purpose=locate,source-of-dashboard | pétition 12",
        "purpose= Locate                    | case 12",
        "purpose=locate                     | utf-8''%D9%85%D9%84%D9%81%2012",
      })
  void whoNamesAPurposeAndAReasonReadsOn(String tags, String info) {
    assertThatCode(() -> Why.require(session(tags, info), PERSONS)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                                     | case 12 | name one purpose",
        "investigation                        | case 12 | name one purpose",
        "purpose=investigation,purpose=locate | case 12 | name one purpose",
        "purpose=forensic                     | case 12 | the purpose is none of the reader's own",
        "purpose=                             | case 12 | the purpose is none of the reader's own",
        "purpose=locate                       |         | give the reason in words",
        "purpose=locate                       | 2026-12 | give the reason in words",
        "purpose=locate                       | utf-8''%20%20%20 | give the reason in words",
        "purpose=locate                       | utf-8''case%0A12 | give the reason in one line",
        "purpose=locate                       | utf-8''case%1B12 | give the reason in one line",
        "purpose=locate                       | utf-8''case%C2%85 | give the reason in one line",
        "purpose=locate                       | utf-8''case%E2%80%A8 | give the reason in one line",
        "purpose=locate                       | utf-8''case%E2%80%A9 | give the reason in one line",
      })
  void whoDoesNotIsRefused(@Nullable String tags, @Nullable String info, String why) {
    assertThatThrownBy(() -> Why.require(session(tags, info), PERSONS))
        .isInstanceOf(TrinoException.class)
        .hasMessageStartingWith("Access Denied: Cannot read curated.persons")
        .hasMessageContaining(why);
  }

  @Test
  void aReasonHasFiveHundredCharactersAtMost() {
    String longest = "x".repeat(500);
    assertThatCode(() -> Why.require(session("purpose=locate", longest), PERSONS))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> Why.require(session("purpose=locate", longest + "x"), PERSONS))
        .isInstanceOf(TrinoException.class)
        .hasMessageEndingWith("give the reason in one line of at most 500 characters");
  }

  @Test
  void countsNeedNeitherAndATableThatNobodyKnowsNeedsBoth() {
    for (String open : RowFilter.OPEN) {
      String[] name = open.split("[.]");
      SchemaTableName table = new SchemaTableName(name[0], name[1]);
      assertThatCode(() -> Why.require(session(null, null), table)).doesNotThrowAnyException();
    }
    SchemaTableName another = new SchemaTableName("curated", "another");
    assertThatThrownBy(() -> Why.require(session(null, null), another))
        .isInstanceOf(TrinoException.class);
  }

  @Test
  void theConnectorAsksBeforeItReads() {
    GuardedSplitManager splits = new GuardedSplitManager(new ConnectorSplitManager() {}, 1);
    ConnectorTransactionHandle transaction = new ConnectorTransactionHandle() {};
    assertThatThrownBy(
            () ->
                splits.getSplits(
                    new GuardedTransaction(transaction, "q"),
                    session(null, null),
                    new GuardedTable(PERSONS, new ConnectorTableHandle() {}, null, true),
                    null,
                    null))
        .isInstanceOf(TrinoException.class)
        .hasMessageContaining("name one purpose");
  }
}
