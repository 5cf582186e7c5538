package org.insight.policy;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Schemes of gradings that the platform knows: how reliable the source is and how credible what it
 * says, each from the best to the worst in the order of the scheme. Grades of two schemes are never
 * compared. Where each order comes from, and what becomes of "cannot be judged", is in
 * docs/adr/0005-handling-and-grading.md.
 */
public enum GradingScheme {
  /** NATO (AJP-2.1): F and 6 cannot be judged. */
  ADMIRALTY(
      "ADMIRALTY",
      List.of("ADMIRALTY", "NATO"),
      new Scale("A", "B", "C", "D", "E", "F"),
      new Scale("1", "2", "3", "4", "5", "6")),
  /** Europol, and Article 29 of its Regulation: X cannot be assessed, 4 cannot be corroborated. */
  EUROPOL_4X4(
      "4x4",
      List.of("4X4", "EUROPOL", "EUROPOL 4X4"),
      new Scale("A", "B", "C", "X"),
      new Scale("1", "2", "3", "4")),
  /** United Kingdom to 2016: E is an untested source, 4 cannot be judged, 5 is thought false. */
  UK_5X5X5(
      "5x5x5",
      List.of("5X5X5", "UK 5X5X5"),
      new Scale("A", "B", "C", "D", "E"),
      new Scale("1", "2", "3", "4", "5")),
  /** United Kingdom since 2016: 2 is an untested source, D not known, E thought false. */
  UK_3X5X2(
      "3x5x2",
      List.of("3X5X2", "UK 3X5X2"),
      new Scale("1", "2", "3"),
      new Scale("A", "B", "C", "D", "E"));

  private final String label;
  private final List<String> names;
  private final Scale source;
  private final Scale information;

  GradingScheme(String label, List<String> names, Scale source, Scale information) {
    this.label = label;
    this.names = names;
    this.source = source;
    this.information = information;
  }

  /** The scheme of a name in any case; empty where it is not of this list. */
  public static Optional<GradingScheme> named(String scheme) {
    String name = SchemeName.of(scheme);
    for (GradingScheme known : values()) {
      if (known.names.contains(name)) {
        return Optional.of(known);
      }
    }
    return Optional.empty();
  }

  /** The name to show. */
  public String label() {
    return label;
  }

  /** Its grades in their order, those of sources and those of information. */
  public String order() {
    return label + ":" + source + ":" + information;
  }

  boolean gradesSource(String grade) {
    return source.has(grade);
  }

  boolean gradesInformation(String grade) {
    return information.has(grade);
  }

  SortedSet<String> worstSource(Collection<String> ofThis) {
    return source.last(ofThis);
  }

  SortedSet<String> worstInformation(Collection<String> ofThis) {
    return information.last(ofThis);
  }
}
