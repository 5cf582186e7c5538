package org.insight.trino;

import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.SchemaTableName;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What a session says for what and why it reads: the client tag {@code purpose=CODE}, and the
 * client info in words. Of a table that says something of persons no row is read without both, and
 * the purpose is one of the reader's own, which the groups {@code purpose-CODE} name.
 *
 * <p>Trino's interface hands connectors neither tags nor info, so the session behind theirs is
 * asked by the names of its methods. A Trino that has none of these names lets nobody read.
 */
final class Why {

  private Why() {}

  /**
   * Lets a read go on, or refuses it in the same words whatever rows there are.
   *
   * @throws TrinoException PERMISSION_DENIED where the table asks for a purpose and a reason and
   *     the session does not say them
   */
  static void require(ConnectorSession session, ConnectorTableHandle table)
      throws ReflectiveOperationException {
    SchemaTableName name =
        (SchemaTableName) table.getClass().getMethod("getSchemaTableName").invoke(table);
    if (RowFilter.OPEN.contains(name.toString())) {
      return;
    }
    Object whole = session.getClass().getMethod("getSession").invoke(session);
    Collection<?> tags = (Collection<?>) whole.getClass().getMethod("getClientTags").invoke(whole);
    SortedSet<String> purposes = StatedPurpose.named(tags.stream().map(String::valueOf).toList());
    if (purposes.size() != 1) {
      throw refused(name, "name one purpose, by the client tag purpose=CODE");
    }
    String purpose = purposes.first().strip().toLowerCase(Locale.ROOT);
    if (!session.getIdentity().getGroups().contains(RowFilter.PURPOSE_GROUP + purpose)) {
      throw refused(name, "the purpose is none of the reader's own");
    }
    Optional<?> reason = (Optional<?>) whole.getClass().getMethod("getClientInfo").invoke(whole);
    String words = reason.map(info -> ClientText.decoded(info.toString())).orElse("");
    if (!StatedReason.isInWords(words)) {
      throw refused(name, "give the reason in words, by the client info");
    }
    if (!StatedReason.isOneLine(words)) {
      throw refused(
          name, "give the reason in one line of at most " + StatedReason.LONGEST + " characters");
    }
  }

  private static TrinoException refused(SchemaTableName name, String why) {
    return new TrinoException(
        StandardErrorCode.PERMISSION_DENIED,
        "Access Denied: Cannot read " + name + ", which says something of persons: " + why);
  }
}
