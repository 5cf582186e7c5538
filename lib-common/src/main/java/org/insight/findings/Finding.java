package org.insight.findings;

import java.util.List;
import java.util.SortedMap;

/**
 * Something that stands out.
 *
 * @param what which of several that the kind can be, such as born; empty if it is one alone
 * @param parts whom it is about, the most important first
 * @param figures by name
 * @param evidence ids of the records that it rests on, in order; empty if it rests on links
 */
public record Finding(
    FindingKind kind,
    String what,
    List<Part> parts,
    SortedMap<String, Double> figures,
    List<String> evidence) {

  /** Of a kind that is one alone. */
  public Finding(
      FindingKind kind,
      List<Part> parts,
      SortedMap<String, Double> figures,
      List<String> evidence) {
    this(kind, "", parts, figures, evidence);
  }

  /**
   * Whom a finding is about.
   *
   * @param role such as hub, payer or member
   */
  public record Part(String id, String role) {}
}
