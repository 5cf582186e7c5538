package org.insight.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A record of the lake, with what the truth says of it.
 *
 * @param subject key of the person or company that it is truly of
 * @param entity id of the entity that resolution put it in
 * @param traits what differs from the true values or is missing; empty: an exact record
 * @param script of the name: Latn or Arab
 * @param source kind of the item that holds it, for example {@code notice}
 * @param groups what the person is in a respect: by {@code sex} and {@code origin} of the name;
 *     empty for a company
 * @param nameOnly whether it gives no date, number or place that could identify the subject
 * @param identifying what it gives of {@link #IDENTIFYING}
 */
record TrueRecord(
    String subject,
    String entity,
    Set<String> traits,
    String script,
    String source,
    Map<String, String> groups,
    boolean nameOnly,
    Set<String> identifying) {

  /** What ties a person of a text to a record, as the truth calls it. */
  static final Set<String> IDENTIFYING = Set.of("born", "passport", "national_id", "email");

  /** Key of the subject within the entity: two records with the same key are rightly together. */
  List<String> both() {
    return List.of(subject, entity);
  }
}
