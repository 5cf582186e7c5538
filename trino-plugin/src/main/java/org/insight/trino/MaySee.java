package org.insight.trino;

import io.airlift.slice.Slice;
import io.trino.spi.block.Block;
import io.trino.spi.block.ValueBlock;
import io.trino.spi.block.VariableWidthBlock;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.function.BlockIndex;
import io.trino.spi.function.BlockPosition;
import io.trino.spi.function.Description;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlNullable;
import io.trino.spi.function.SqlType;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The row filter's function: whether whoever asks may see the rows of a label.
 *
 * <p>The reader's scope is that of the one group {@code scope-<id>} of the session; who is in none
 * or in two sees nothing. The day is that of UTC on which the query began.
 *
 * <p>Declared not deterministic, and it must be: of a filter's conditions Trino computes those that
 * are not before those that are, each in the order in which they stand. So this one, which stands
 * first, comes before all of a reader's own, which might fail on a hidden row. Trino then keeps no
 * answers for the values of a dictionary; this class does.
 *
 * <p>Trino makes an instance for each place in a query that calls it.
 */
@ScalarFunction(value = RowFilter.FUNCTION, deterministic = false)
@Description("Whether the reader may see the rows of a label")
public final class MaySee {

  /** In one field, so that two threads cannot mix what they ask for two readers. */
  private @Nullable Answers latest;

  /** Takes a null, and is never null itself: Trino computes what follows {@code null AND}. */
  @SqlType("boolean")
  public boolean maySee(
      ConnectorSession session, @SqlNullable @SqlType("varchar") @Nullable Slice label) {
    return label != null && rights(session).includes(label);
  }

  /** The same of a value in a column, where it is asked once for each value of a dictionary. */
  @SqlType("boolean")
  public boolean maySee(
      ConnectorSession session,
      @SqlNullable @BlockPosition @SqlType(value = "varchar", nativeContainerType = Slice.class)
          Block labels,
      @BlockIndex int position) {
    Answers answers = latest;
    if (answers == null || answers.labels != labels || answers.session != session) {
      answers = Answers.to(session, labels, answers);
      latest = answers;
    }
    return answers.at(labels.getUnderlyingValuePosition(position));
  }

  /** For one session and block of labels, what was answered for its values. */
  private static final class Answers {

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

    /** Blocks of one column have their dictionary in common, and with it what was answered. */
    static Answers to(ConnectorSession session, Block labels, @Nullable Answers before) {
      ValueBlock values = labels.getUnderlyingValueBlock();
      return before != null && before.values == values && before.session == session
          ? new Answers(session, labels, values, before.seen, before.given)
          : new Answers(
              session, labels, values, rights(session), new byte[values.getPositionCount()]);
    }

    boolean at(int position) {
      byte answer = given[position];
      if (answer == 0) {
        answer = includes(position) ? YES : NO;
        given[position] = answer;
      }
      return answer == YES;
    }

    private boolean includes(int position) {
      if (!(values instanceof VariableWidthBlock varchars) || varchars.isNull(position)) {
        return false;
      }
      int place = seen.all().place(varchars.getSlice(position), next);
      next = place + 1;
      return seen.at(place);
    }
  }

  private static Entitlements.Seen rights(ConnectorSession session) {
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
