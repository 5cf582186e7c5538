package org.insight.simulate;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One place where an item speaks of a person or a company.
 *
 * @param number of the person or the company
 * @param member name of the attachment or archive member; null in the item itself
 * @param locator {@code row:12:FR-12} in a table, {@code entity:2024/123} in a notice, else {@code
 *     document}
 * @param fields identifiers as written, by kind
 */
record Appearance(
    Subject subject,
    long number,
    @Nullable String member,
    String locator,
    String name,
    String script,
    List<String> altered,
    Map<String, String> fields) {

  /** Of whom. */
  enum Subject {
    PERSON,
    COMPANY
  }

  Appearance(
      long person,
      @Nullable String member,
      String locator,
      String name,
      String script,
      List<String> altered,
      Map<String, String> fields) {
    this(Subject.PERSON, person, member, locator, name, script, altered, fields);
  }

  Appearance in(String otherMember) {
    return new Appearance(subject, number, otherMember, locator, name, script, altered, fields);
  }

  Appearance inItself() {
    return new Appearance(subject, number, null, locator, name, script, altered, fields);
  }
}
