package org.insight.resolution;

import java.io.Serializable;
import org.insight.resolution.names.Token.Role;

/**
 * A released model of resolution. Everything that a score depends on beside the two subjects is
 * here, and nothing here is learned from the records of a lake, so hidden records change no score.
 *
 * <p>Weights are log-likelihood ratios in thousandths of a bit.
 */
public final class Model implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String version;
  private final String hash;
  private final int reference;
  private final int block;
  private final int[] weights;
  private final TermFrequencies frequencies;
  private final int siblings;
  private final int conflict;
  private final int nameOnly;
  private final ClusterRule.Limits clusters;
  private final int prior;
  private final int[] agreement = new int[3];
  private final int[] agreementOfSounds = new int[3];

  /** A model that is not released: one that was made of the files that it links. */
  Model(
      int reference,
      int block,
      int[] weights,
      int siblings,
      int conflict,
      int nameOnly,
      TermFrequencies frequencies) {
    this(
        "unreleased",
        "",
        reference,
        block,
        weights,
        siblings,
        conflict,
        nameOnly,
        ClusterRule.Limits.DEFAULT,
        frequencies);
  }

  /**
   * @param version name and version
   * @param hash SHA-256 of all that the model consists of, in hex
   * @param reference how many subjects the lake may come to hold ({@code n_ref})
   * @param block most subjects that a blocking key may let one expect in a lake of that size
   * @param weights by {@link Comparison#at}
   * @param siblings most that a pair scores which agrees in the birth date and not in the given
   *     name, and in no number
   * @param conflict most that a pair scores whose birth dates contradict, unless a number and the
   *     given name agree
   * @param nameOnly most that a pair scores which agrees in its names, and in no number, date or
   *     place
   * @param clusters limits of the rule that makes entities of pairs
   */
  Model(
      String version,
      String hash,
      int reference,
      int block,
      int[] weights,
      int siblings,
      int conflict,
      int nameOnly,
      ClusterRule.Limits clusters,
      TermFrequencies frequencies) {
    this.version = version;
    this.hash = hash;
    this.reference = reference;
    this.block = block;
    this.weights = weights.clone();
    this.siblings = siblings;
    this.conflict = conflict;
    this.nameOnly = nameOnly;
    this.clusters = clusters;
    this.frequencies = frequencies;
    prior = bits(1.0 / reference);
    for (Role role : Role.values()) {
      agreement[role.ordinal()] = frequencies.agreement(role);
      agreementOfSounds[role.ordinal()] = frequencies.agreementOfSounds(role);
    }
  }

  /** Thousandths of a bit in a ratio. */
  static int bits(double ratio) {
    return (int) StrictMath.round(1000 * StrictMath.log(ratio) / StrictMath.log(2));
  }

  /** Name and version, as {@code resolution-1}. */
  public String version() {
    return version;
  }

  /** SHA-256 of all that the model consists of, in hex; empty if it is not released. */
  public String hash() {
    return hash;
  }

  public int reference() {
    return reference;
  }

  int block() {
    return block;
  }

  TermFrequencies frequencies() {
    return frequencies;
  }

  /** Odds, before anything is compared, that two subjects of the lake are one. */
  public int prior() {
    return prior;
  }

  int weight(int at) {
    return weights[at];
  }

  /** Weight of a level, in thousandths of a bit. */
  public int weight(Comparison comparison, int level) {
    return weights[comparison.at(level)];
  }

  int agreement(int role) {
    return agreement[role];
  }

  int agreementOfSounds(int role) {
    return agreementOfSounds[role];
  }

  int[] weights() {
    return weights.clone();
  }

  /** Most that twins may score. */
  int siblings() {
    return siblings;
  }

  /** Most that two with contradicting birth dates may score. */
  int conflict() {
    return conflict;
  }

  /** Most that two may score who agree in their names alone. */
  int nameOnly() {
    return nameOnly;
  }

  /** Limits of the rule that makes entities of pairs. */
  public ClusterRule.Limits clusters() {
    return clusters;
  }

  /** The same model with other weights and limits. */
  Model with(int[] other, int otherSiblings, int otherConflict, int otherNameOnly) {
    return new Model(
        reference, block, other, otherSiblings, otherConflict, otherNameOnly, frequencies);
  }
}
