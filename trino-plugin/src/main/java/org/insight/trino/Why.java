package org.insight.trino;

import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.security.AccessDeniedException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import org.insight.entitlements.ClientText;
import org.insight.entitlements.RowFilter;
import org.insight.entitlements.StatedPurpose;
import org.insight.entitlements.StatedReason;

/**
 * What a session says for what and why it reads: the client tag {@code purpose=CODE}, and the
 * client info in words. Of a table that says something of persons no row is read without both, and
 * the purpose is one of the reader's own, which the groups {@code purpose-CODE} name.
 *
 * <p>Trino's interface hands connectors neither tags nor info, and its class of sessions is not on
 * a plugin's class path. So the session behind theirs is asked by the names of its methods. A Trino
 * without these names lets nobody read.
 */
final class Why {

  private Why() {}

  /**
   * Lets a read go on, or refuses it in the same words whatever rows there are.
   *
   * @throws AccessDeniedException if the table asks for a purpose and a reason and the session does
   *     not say them
   */
  static void require(ConnectorSession session, SchemaTableName name) {
    if (RowFilter.OPEN.contains(name.toString())) {
      return;
    }
    Stated stated = Stated.in(session);
    SortedSet<String> purposes = StatedPurpose.named(stated.tags());
    if (purposes.size() != 1) {
      throw refused(name, "name one purpose, by the client tag purpose=CODE");
    }
    String purpose = purposes.first().strip().toLowerCase(Locale.ROOT);
    if (!session.getIdentity().getGroups().contains(RowFilter.PURPOSE_GROUP + purpose)) {
      throw refused(name, "the purpose is none of the reader's own");
    }
    String words = stated.info().map(ClientText::decoded).orElse("");
    if (!StatedReason.isInWords(words)) {
      throw refused(name, "give the reason in words, by the client info");
    }
    if (!StatedReason.isOneLine(words)) {
      throw refused(
          name, "give the reason in one line of at most " + StatedReason.LONGEST + " characters");
    }
  }

  private static AccessDeniedException refused(SchemaTableName name, String why) {
    return new AccessDeniedException(
        "Cannot read " + name + ", which says something of persons: " + why);
  }

  /** What the client sent with the query. */
  private record Stated(List<String> tags, Optional<String> info) {

    static Stated in(ConnectorSession session) {
      try {
        Object whole = session.getClass().getMethod("getSession").invoke(session);
        Collection<?> tags =
            (Collection<?>) whole.getClass().getMethod("getClientTags").invoke(whole);
        Optional<?> info = (Optional<?>) whole.getClass().getMethod("getClientInfo").invoke(whole);
        return new Stated(tags.stream().map(String::valueOf).toList(), info.map(String::valueOf));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(
            "Cannot read a table of persons: this Trino does not tell tags and info of a client",
            e);
      }
    }
  }
}
