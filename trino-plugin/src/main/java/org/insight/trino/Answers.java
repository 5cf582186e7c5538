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
import org.jspecify.annotations.Nullable;

/**
 * Whether whoever asks may see the rows of labels in a column: asked once for each value of a
 * dictionary.
 *
 * <p>The reader's scope is that of the one group {@code scope-<id>} of the session; who is in none
 * or in two sees nothing. The day is that of UTC on which the query began.
 */
final class Answers {

  private static final byte YES = 1;
  private static final byte NO = 2;

  private final ConnectorSession session;
  private final Block labels;
  private final ValueBlock values;
  private final Entitlements.Seen seen;

  /** By the place of the value; 0: not asked yet. */
  private final byte[] given;

  /** In a table that is sorted by label, the next one asked for is mostly the next of all. */
  private int next;

  /**
   * @param values of the labels' block
   * @param given what was answered for them before, by their places; 0: nothing
   */
  Answers(
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

  /** Blocks of one column have their dictionary in common, and with it what was answered. */
  static Answers to(ConnectorSession session, Block labels, @Nullable Answers before) {
    ValueBlock values = labels.getUnderlyingValueBlock();
    return before != null && before.values == values && before.session == session
        ? new Answers(session, labels, values, before.seen, before.given)
        : new Answers(
            session, labels, values, rights(session), new byte[values.getPositionCount()]);
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
    if (labels instanceof DictionaryBlock dictionary) {
      int[] ids = dictionary.getRawIds();
      int first = dictionary.getRawIdsOffset();
      for (int position = 0; position < rows; position++) {
        positions[some] = position;
        some += at(ids[first + position]);
      }
    } else {
      for (int position = 0; position < rows; position++) {
        positions[some] = position;
        some += at(labels.getUnderlyingValuePosition(position));
      }
    }
    return some;
  }

  /** 1 for yes and 0 for no. */
  private int at(int value) {
    byte answer = given[value];
    if (answer == 0) {
      answer = includes(value) ? YES : NO;
      given[value] = answer;
    }
    return answer & YES;
  }

  private boolean includes(int value) {
    if (!(values instanceof VariableWidthBlock varchars) || varchars.isNull(value)) {
      return false;
    }
    int place = seen.all().place(varchars.getSlice(value), next);
    next = place + 1;
    return seen.at(place);
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
