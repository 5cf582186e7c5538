package org.insight.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.insight.core.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the audit, before it is chained. Texts are kept as given, but for what has no single
 * spelling in bytes; of those longer than a limit the beginning and the end are kept, with the hash
 * of the whole between them: what matters of a query may stand behind a long comment.
 *
 * @param at to the microsecond
 * @param call id that the entries of one read or act share
 * @param login who really: the system's user, or the engine's principal
 * @param reader as whom
 * @param filters row filter and masks, each with the table's name before it
 * @param rows rows that were returned
 */
public record AuditEntry(
    Instant at,
    String call,
    String login,
    @Nullable String reader,
    @Nullable String scope,
    String engine,
    String act,
    @Nullable String purpose,
    @Nullable String reason,
    List<String> tables,
    List<String> filters,
    @Nullable String query,
    String outcome,
    @Nullable String detail,
    @Nullable Long rows) {

  private static final int LONGEST = 2_000;
  private static final int LONGEST_QUERY = 200_000;
  private static final int MOST = 1_000;

  /** Characters for saying that a text was cut. */
  private static final int NOTE = 140;

  public AuditEntry {
    at = at.truncatedTo(ChronoUnit.MICROS);
    call = text(call, LONGEST);
    login = text(login, LONGEST);
    reader = orNull(reader, LONGEST);
    scope = orNull(scope, LONGEST);
    engine = text(engine, LONGEST);
    act = text(act, LONGEST);
    purpose = orNull(purpose, LONGEST);
    reason = orNull(reason, LONGEST);
    tables = texts(tables);
    filters = texts(filters);
    query = orNull(query, LONGEST_QUERY);
    outcome = text(outcome, LONGEST);
    detail = orNull(detail, LONGEST);
  }

  /** The first entry of a call: it has started, now. */
  public static AuditEntry started(String login, String engine, Act act) {
    return new AuditEntry(
        Instant.now(),
        UUID.randomUUID().toString(),
        login,
        null,
        null,
        engine,
        act.code(),
        null,
        null,
        List.of(),
        List.of(),
        null,
        Outcome.STARTED.code(),
        null,
        null);
  }

  public AuditEntry as(@Nullable String newReader, @Nullable String newScope) {
    return new AuditEntry(
        at, call, login, newReader, newScope, engine, act, purpose, reason, tables, filters, query,
        outcome, detail, rows);
  }

  public AuditEntry because(@Nullable String newPurpose, @Nullable String newReason) {
    return new AuditEntry(
        at,
        call,
        login,
        reader,
        scope,
        engine,
        act,
        newPurpose,
        newReason,
        tables,
        filters,
        query,
        outcome,
        detail,
        rows);
  }

  public AuditEntry on(List<String> newTables, List<String> newFilters) {
    return new AuditEntry(
        at,
        call,
        login,
        reader,
        scope,
        engine,
        act,
        purpose,
        reason,
        newTables,
        newFilters,
        query,
        outcome,
        detail,
        rows);
  }

  public AuditEntry asking(@Nullable String newQuery) {
    return new AuditEntry(
        at, call, login, reader, scope, engine, act, purpose, reason, tables, filters, newQuery,
        outcome, detail, rows);
  }

  public AuditEntry saying(@Nullable String newDetail) {
    return new AuditEntry(
        at, call, login, reader, scope, engine, act, purpose, reason, tables, filters, query,
        outcome, newDetail, rows);
  }

  /** A later entry of the same call: how it ended, now. */
  public AuditEntry ended(Outcome how, @Nullable String why, @Nullable Long returned) {
    return new AuditEntry(
        Instant.now(),
        call,
        login,
        reader,
        scope,
        engine,
        act,
        purpose,
        reason,
        tables,
        filters,
        query,
        how.code(),
        why,
        returned);
  }

  private static List<String> texts(List<String> given) {
    List<String> kept = new ArrayList<>();
    boolean tooMany = given.size() > MOST;
    for (String text : tooMany ? given.subList(0, MOST - 1) : given) {
      kept.add(text(text, LONGEST_QUERY));
    }
    if (tooMany) {
      kept.add(
          "… (cut: " + given.size() + ", SHA-256 " + Sha256.hex(String.join("\n", given)) + ")");
    }
    return List.copyOf(kept);
  }

  private static @Nullable String orNull(@Nullable String given, int longest) {
    return given == null ? null : text(given, longest);
  }

  /** An unpaired surrogate has no bytes in UTF-8: written and read again it would be another. */
  private static String text(String given, int longest) {
    StringBuilder plain = new StringBuilder(given.length());
    given
        .codePoints()
        .forEach(c -> plain.appendCodePoint(c >= 0xD800 && c <= 0xDFFF || c == 0 ? 0xFFFD : c));
    if (plain.length() <= longest) {
      return plain.toString();
    }
    String whole = plain.toString();
    // With what is said of the cut it is no longer than allowed: read again, it stays as it is.
    int half = (longest - NOTE) / 2;
    int from = Character.isHighSurrogate(whole.charAt(half - 1)) ? half - 1 : half;
    int to = whole.length() - half;
    to = Character.isLowSurrogate(whole.charAt(to)) ? to + 1 : to;
    return whole.substring(0, from)
        + "… (left out: "
        + (to - from)
        + " of "
        + whole.length()
        + " characters, SHA-256 of all "
        + Sha256.hex(whole)
        + ") …"
        + whole.substring(to);
  }
}
