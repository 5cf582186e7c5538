package org.insight.services.link;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.resolution.Clusters;
import org.insight.resolution.Comparison;
import org.insight.resolution.Model;
import org.insight.resolution.Models;
import org.insight.resolution.Trainer;
import org.insight.services.link.LabelledPairs.Pair;
import org.jspecify.annotations.Nullable;

/**
 * Makes the next version of a released model from given files. Its limits and the frequencies of
 * names stay; the weights of what the files hold are learned. No run does this.
 */
public final class ModelTraining {

  /** Of so many labelled subjects or pairs one is kept from training, to measure on. */
  private static final int KEPT = 3;

  /** What the weights of agreement are learned from. */
  public enum Labels {
    NONE("expectation–maximisation, without labels", "no two rows share a blocking key"),
    TRUTH("counts in true pairs of two thirds of the subjects", "no two rows have one truth"),
    PAIRS("counts in two thirds of the labelled pairs", "no labelled pair is the same");

    private final String method;
    private final String nothing;

    Labels(String method, String nothing) {
      this.method = method;
      this.nothing = nothing;
    }
  }

  /**
   * What a model is made from.
   *
   * @param files as {@code insight link} reads them
   * @param pairs file of labelled pairs; null: none
   * @param base document of the model of which the next version is made
   * @param reference how many subjects a lake may come to hold; null: as many as for the base
   */
  public record Input(
      List<Path> files,
      LinkSettings settings,
      Labels labels,
      @Nullable Path pairs,
      String base,
      @Nullable Integer reference) {}

  /**
   * How well the clusters that the model makes agree with labels.
   *
   * @param of what it was measured on
   * @param pairs that are truly one
   */
  public record Figures(String of, long pairs, double precision, double recall) {

    public double f1() {
      return Clusters.f1(precision, recall);
    }
  }

  private final Input input;
  private final SubjectRows rows;
  private final WeightLearning learning;
  private final Model base;
  private final String document;
  private final Model model;
  private final @Nullable Figures figures;

  /**
   * Trains a model.
   *
   * @throws InsightException of kind INPUT if the files do not say what is needed
   */
  public ModelTraining(Input input) {
    this.input = input;
    base = Models.read(input.base());
    SubjectFiles files = new SubjectFiles(input.files(), input.settings());
    int size = files.count();
    if (size < 2) {
      throw refused("the files have fewer than two rows, found " + size);
    }
    Model start =
        Trainer.untrained(WeightLearning.reference(size), WeightLearning.block(size), base);
    rows = new SubjectRows(files, start);
    learning = new WeightLearning(start, rows);
    List<Pair> labelled =
        input.pairs() == null ? List.of() : new LabelledPairs(input.pairs(), rows).pairs();
    Model learned =
        switch (input.labels()) {
          case NONE -> learning.ofBlocks(new BlockIndex(rows.profiles()));
          case TRUTH -> ofTruth();
          case PAIRS -> ofPairs(labelled);
        };
    if (learning.count() == 0) {
      throw refused(input.labels().nothing);
    }
    document =
        Models.next(
            input.base(),
            learned,
            learning.compared(),
            Objects.requireNonNullElse(input.reference(), base.reference()));
    model = Models.read(document);
    figures = input.labels() == Labels.PAIRS ? figuresOfPairs(labelled) : figuresOfTruth();
  }

  private static InsightException refused(String why) {
    return new InsightException(ErrorKind.INPUT, "Cannot train a model: " + why);
  }

  /** The same of a label each time. */
  private static boolean isKept(Object label) {
    return new SplittableRandom(label.hashCode()).nextInt(KEPT) == 0;
  }

  /** Whether figures are of this subject. Without labels nothing was learned from the truth. */
  private boolean isMeasured(String subject) {
    return input.labels() == Labels.NONE || isKept(subject);
  }

  private Map<String, List<Integer>> bySubject() {
    Map<String, List<Integer>> bySubject = new LinkedHashMap<>();
    for (int row = 0; row < rows.size(); row++) {
      String truth = rows.truth(row);
      if (truth != null) {
        bySubject.computeIfAbsent(truth, t -> new ArrayList<>()).add(row);
      }
    }
    return bySubject;
  }

  private Model ofTruth() {
    bySubject()
        .forEach(
            (subject, of) -> {
              for (int i = 0; i < of.size() && !isKept(subject); i++) {
                for (int j = 0; j < i && learning.count() < WeightLearning.OBSERVED_PAIRS; j++) {
                  learning.match(of.get(j), of.get(i));
                }
              }
            });
    return learning.ofMatches();
  }

  private Model ofPairs(List<Pair> labelled) {
    for (Pair pair : labelled) {
      if (pair.same() && !isKept(pair)) {
        learning.match(pair.one(), pair.other());
      }
    }
    return learning.ofMatches();
  }

  private Linkage linkage() {
    return new Linkage(input.files(), input.settings(), model);
  }

  private @Nullable Figures figuresOfTruth() {
    long[] due = new long[1];
    bySubject()
        .forEach(
            (subject, of) -> {
              if (isMeasured(subject)) {
                due[0] += (long) of.size() * (of.size() - 1) / 2;
              }
            });
    if (due[0] == 0) {
      return null;
    }
    Clusters quality = Objects.requireNonNull(linkage().quality(this::isMeasured));
    return new Figures(
        input.labels() == Labels.NONE
            ? "all rows whose truth is known"
            : "rows of the third of the subjects that was kept from training",
        due[0],
        quality.precision(),
        quality.recall());
  }

  private @Nullable Figures figuresOfPairs(List<Pair> labelled) {
    List<Pair> kept = labelled.stream().filter(ModelTraining::isKept).toList();
    long due = kept.stream().filter(Pair::same).count();
    if (due == 0) {
      return null;
    }
    Linkage linkage = linkage();
    List<Pair> found =
        kept.stream()
            .filter(pair -> linkage.cluster(pair.one()) == linkage.cluster(pair.other()))
            .toList();
    long right = found.stream().filter(Pair::same).count();
    return new Figures(
        "the third of the labelled pairs that was kept from training",
        due,
        found.isEmpty() ? 1 : (double) right / found.size(),
        (double) right / due);
  }

  public Model model() {
    return model;
  }

  /** The model of which this one is the next version. */
  Model base() {
    return base;
  }

  /** The document of the model. */
  String document() {
    return document;
  }

  Input input() {
    return input;
  }

  /** How the weights were learned. */
  String method() {
    return input.labels().method;
  }

  public int rows() {
    return rows.size();
  }

  /** Pairs of which the agreement of matches was learned. */
  public int pairs() {
    return learning.count();
  }

  /** Of what the files say something; all other weights are those of the base. */
  Set<Comparison> compared() {
    return learning.compared();
  }

  /** How well the model finds pairs; null if no label says. */
  public @Nullable Figures figures() {
    return figures;
  }
}
