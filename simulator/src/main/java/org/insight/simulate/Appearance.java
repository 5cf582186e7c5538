package org.insight.simulate;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One place where an item speaks of a person.
 *
 * @param member name of the attachment or archive member; null in the item itself
 * @param locator {@code row:12:FR-12} in a table, {@code entity:2024/123} in a notice, else {@code
 *     document}
 * @param fields identifiers as written, by kind
 */
record Appearance(
    long person,
    @Nullable String member,
    String locator,
    String name,
    String script,
    List<String> altered,
    Map<String, String> fields) {

  Appearance in(String otherMember) {
    return new Appearance(person, otherMember, locator, name, script, altered, fields);
  }

  Appearance inItself() {
    return new Appearance(person, null, locator, name, script, altered, fields);
  }
}
