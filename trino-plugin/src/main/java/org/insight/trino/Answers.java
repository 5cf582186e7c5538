package org.insight.trino;

import io.trino.spi.block.Block;
import io.trino.spi.block.DictionaryBlock;
import io.trino.spi.block.ValueBlock;
import io.trino.spi.block.VariableWidthBlock;
import io.trino.spi.connector.ConnectorSession;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.insight.entitlements.RowFilter;
import org.jspecify.annotations.Nullable;

/**
 * Whether whoever asks may see the rows of labels in a column: asked once for each value of a
 * dictionary, when it is first met.
 *
 * <p>The reader's scope is that of the one group {@code scope-<id>} of the session; who is in none
 * or in two sees nothing. The day is that of UTC on which the query began.
 */
final class Answers {

  /** So many rows are looked at together: mostly of one label, where rows are sorted by it. */
  private static final int TOGETHER = 64;

  private final ConnectorSession session;
  private final Block labels;
  private final ValueBlock values;
  private final Entitlements.Seen seen;

  /** 1 for yes and 0 for no, by the place of the value. */
  private final byte[] given;

  private Answers(
      ConnectorSession session,
      Block labels,
      ValueBlock values,
      Entitlements.Seen seen,
      byte[] given) {
    this.session = session;
    this.labels = labels;
    this.values = values;
    this.seen = seen;
    this.given = given;
  }

  /**
   * @param before of the page before; blocks of one column have their dictionary in common, and
   *     with it what was answered
   */
  static Answers to(ConnectorSession session, Block labels, @Nullable Answers before) {
    return before != null && before.session == session
        ? to(session, labels, before.seen, before)
        : to(session, labels, rights(session), null);
  }

  /**
   * @param seen what the reader may see
   */
  static Answers to(
      ConnectorSession session, Block labels, Entitlements.Seen seen, @Nullable Answers before) {
    ValueBlock values = labels.getUnderlyingValueBlock();
    byte[] given = before != null && before.values == values ? before.given : answers(values, seen);
    return new Answers(session, labels, values, seen, given);
  }

  /** Of a null and of what is no text: no. */
  private static byte[] answers(ValueBlock values, Entitlements.Seen seen) {
    byte[] answers = new byte[values.getPositionCount()];
    if (values instanceof VariableWidthBlock labels) {
      // In a table that is sorted by label, the next one is mostly the next of all.
      int next = 0;
      for (int value = 0; value < answers.length; value++) {
        if (!labels.isNull(value)) {
          int place = seen.all().place(labels.getSlice(value), next);
          next = place + 1;
          answers[value] = (byte) (seen.at(place) ? 1 : 0);
        }
      }
    }
    return answers;
  }

  /**
   * The rows that may be seen; those of a null label never.
   *
   * @param positions takes their positions in the column, in order; at least as long as the column
   * @return how many they are
   */
  int visible(int[] positions) {
    int rows = labels.getPositionCount();
    int some = 0;
    if (!(labels instanceof DictionaryBlock dictionary)) {
      for (int position = 0; position < rows; position++) {
        positions[some] = position;
        some += given[labels.getUnderlyingValuePosition(position)];
      }
      return some;
    }
    int[] ids = dictionary.getRawIds();
    int first = dictionary.getRawIdsOffset();
    for (int start = 0; start < rows; start += TOGETHER) {
      int end = Math.min(rows, start + TOGETHER);
      some =
          areAlike(ids, first + start, first + end)
              ? all(given[ids[first + start]], start, end, positions, some)
              : each(ids, first, start, end, positions, some);
    }
    return some;
  }

  private static boolean areAlike(int[] ids, int start, int end) {
    int one = ids[start];
    if (one != ids[end - 1]) {
      return false;
    }
    int differing = 0;
    for (int i = start; i < end; i++) {
      differing |= ids[i] ^ one;
    }
    return differing == 0;
  }

  private static int all(byte answer, int start, int end, int[] positions, int before) {
    if (answer == 0) {
      return before;
    }
    for (int i = 0; i < end - start; i++) {
      positions[before + i] = start + i;
    }
    return before + end - start;
  }

  /** Without a branch or a call: this is what a row costs. */
  private int each(int[] ids, int first, int start, int end, int[] positions, int before) {
    byte[] answers = given;
    int some = before;
    for (int position = start; position < end; position++) {
      positions[some] = position;
      some += answers[ids[first + position]];
    }
    return some;
  }

  /** What the reader of a session may see. */
  static Entitlements.Seen rights(ConnectorSession session) {
    LocalDate day = LocalDate.ofInstant(session.getStart(), ZoneOffset.UTC);
    return scope(session.getIdentity().getGroups())
        .map(scope -> InsightPlugin.entitlements().seen(scope, Math.toIntExact(day.toEpochDay())))
        .orElseGet(() -> Entitlements.NONE.seen("", 0));
  }

  /** The scope of a reader's groups; empty where it is not exactly one. */
  static Optional<String> scope(Set<String> groups) {
    String scope = null;
    for (String group : groups) {
      if (group.startsWith(RowFilter.SCOPE_GROUP)) {
        if (scope != null) {
          return Optional.empty();
        }
        scope = group.substring(RowFilter.SCOPE_GROUP.length());
      }
    }
    return Optional.ofNullable(scope);
  }
}
