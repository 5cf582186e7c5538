package org.insight.services.link;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.insight.policy.graph.Union;
import org.insight.resolution.ClusterRule;
import org.insight.resolution.Clusters;
import org.insight.resolution.Model;
import org.insight.resolution.Profile;
import org.insight.resolution.Scorer;
import org.insight.resolution.Subject;
import org.insight.resolution.TermFrequencies;
import org.insight.resolution.Trainer;
import org.insight.resolution.names.OrganizationNames;
import org.insight.resolution.names.PersonNames;
import org.insight.resolution.names.Token;
import org.jspecify.annotations.Nullable;

/**
 * Links the rows of files: learns a model from them or takes one, compares rows that share a
 * blocking key, and makes clusters of them by the rule of the lake. There is no lake and no reader.
 * All is in memory.
 */
public final class Linkage {

  /** Pairs that score less are not kept: they can neither connect nor weigh much in a mean. */
  private static final int LEAST_KEPT = -8_000;

  private final SubjectRows rows;
  private final PackedProfiles profiles;
  private final Model model;
  private final boolean learned;
  private final ClusterRule.Limits limits;
  private final List<PairBag> pairs;
  private final int[] clusters;
  private long compared;
  private int crowded;

  /**
   * Links rows by a model that is learned from them.
   *
   * @throws org.insight.core.InsightException of kind INPUT if a file lacks a column
   */
  public Linkage(List<Path> paths, LinkSettings settings) {
    this(new SubjectFiles(paths, settings), null);
  }

  /**
   * Links rows by a model that is given.
   *
   * @throws org.insight.core.InsightException of kind INPUT if a file lacks a column
   */
  public Linkage(List<Path> paths, LinkSettings settings, Model model) {
    this(new SubjectFiles(paths, settings), model);
  }

  private Linkage(SubjectFiles files, @Nullable Model given) {
    Model start = given == null ? start(files) : given;
    rows = new SubjectRows(files, start);
    profiles = rows.profiles();
    BlockIndex blocks = new BlockIndex(profiles);
    model = given == null ? new WeightLearning(start, rows).ofBlocks(blocks) : given;
    learned = given == null;
    limits = model.clusters();
    pairs = compared(blocks);
    clusters = clustered();
  }

  /** Counts words and rows. */
  private static Model start(SubjectFiles files) {
    boolean organizations = files.settings().kind() == Subject.Kind.ORGANIZATION;
    TermFrequencies.Builder terms = new TermFrequencies.Builder();
    int[] rows = new int[1];
    files.forEach(
        (reader, row) -> {
          rows[0]++;
          for (Subject.Name name : reader.names(row)) {
            for (Token token : tokens(name, organizations)) {
              terms.add(token.role(), token.text(), token.sound(), 1);
            }
          }
        });
    return Trainer.untrained(
        WeightLearning.reference(rows[0]), WeightLearning.block(rows[0]), terms.build());
  }

  private static List<Token> tokens(Subject.Name name, boolean organizations) {
    if (organizations) {
      return OrganizationNames.words(name.full() + name.given() + " " + name.family());
    }
    return name.full().isEmpty()
        ? PersonNames.parts(name.given(), name.family())
        : PersonNames.full(name.full());
  }

  private record Found(PairBag pairs, long compared, int crowded) {}

  private List<PairBag> compared(BlockIndex blocks) {
    int parts = Math.max(1, Math.min(256, blocks.entries() / 10_000));
    int[] beginnings = blocks.parts(parts);
    List<Found> found =
        IntStream.range(0, parts)
            .parallel()
            .mapToObj(part -> compared(blocks, beginnings[part], beginnings[part + 1]))
            .toList();
    found.forEach(
        part -> {
          compared += part.compared();
          crowded += part.crowded();
        });
    return found.stream().map(Found::pairs).toList();
  }

  private Found compared(BlockIndex blocks, int begin, int end) {
    Scorer scorer = new Scorer(model);
    PairBag bag = new PairBag();
    long[] count = new long[1];
    int tooMany = 0;
    for (int first = begin; first < end; first = blocks.endOf(first)) {
      boolean all =
          blocks.pairs(
              first,
              (a, b, one, other) -> {
                count[0]++;
                int score = scorer.score(one, other);
                if (score >= LEAST_KEPT) {
                  bag.add(a, b, score);
                }
              });
      tooMany += all ? 0 : 1;
    }
    return new Found(bag, count[0], tooMany);
  }

  /** Connected components of the pairs that score at least so much. */
  private Union components(int least) {
    Union union = new Union(profiles.size());
    for (PairBag bag : pairs) {
      for (int i = 0; i < bag.size(); i++) {
        if (bag.score(i) >= least) {
          union.join(bag.a(i), bag.b(i));
        }
      }
    }
    return union;
  }

  /** Connected components of witness pairs, and the rule in each. */
  private int[] clustered() {
    int size = profiles.size();
    Union union = components(limits.witness());
    int[] cluster = new int[size];
    int[] sizes = new int[size];
    for (int i = 0; i < size; i++) {
      cluster[i] = union.root(i);
      sizes[cluster[i]]++;
    }
    // A set of two is one cluster: its only pair is a witness.
    long[] members =
        IntStream.range(0, size)
            .filter(i -> sizes[cluster[i]] > 2)
            .mapToLong(i -> (long) cluster[i] << 32 | i)
            .sorted()
            .toArray();
    List<int[]> components = new ArrayList<>();
    for (int first = 0; first < members.length; ) {
      int next = first;
      while (next < members.length && members[next] >>> 32 == members[first] >>> 32) {
        next++;
      }
      components.add(Arrays.stream(members, first, next).mapToInt(m -> (int) m).toArray());
      first = next;
    }
    PairBag large = new PairBag();
    for (PairBag bag : pairs) {
      for (int i = 0; i < bag.size(); i++) {
        if (cluster[bag.a(i)] == cluster[bag.b(i)] && sizes[cluster[bag.a(i)]] > limits.whole()) {
          large.add(bag.a(i), bag.b(i), bag.score(i));
        }
      }
    }
    components.stream().parallel().forEach(component -> ruled(component, large, cluster));
    return cluster;
  }

  private void ruled(int[] component, PairBag large, int[] cluster) {
    List<ClusterRule.Pair> scored = new ArrayList<>();
    if (component.length <= limits.whole()) {
      Scorer scorer = new Scorer(model);
      Profile[] members = Arrays.stream(component).mapToObj(profiles::get).toArray(Profile[]::new);
      for (int a = 0; a < members.length; a++) {
        for (int b = a + 1; b < members.length; b++) {
          scored.add(new ClusterRule.Pair(a, b, scorer.score(members[a], members[b])));
        }
      }
    } else {
      for (int i = 0; i < large.size(); i++) {
        int a = Arrays.binarySearch(component, large.a(i));
        int b = Arrays.binarySearch(component, large.b(i));
        if (a >= 0 && b >= 0) {
          scored.add(new ClusterRule.Pair(a, b, large.score(i)));
        }
      }
    }
    int[] least = new ClusterRule(limits).clusters(component.length, scored, List.of());
    for (int i = 0; i < component.length; i++) {
      cluster[component[i]] = component[least[i]];
    }
  }

  public int rows() {
    return profiles.size();
  }

  /** Pairs that were compared. */
  public long compared() {
    return compared;
  }

  /** Blocking keys that too many rows have, under which nothing was compared. */
  public int crowded() {
    return crowded;
  }

  public Model model() {
    return model;
  }

  /** Whether the model was learned from the rows. */
  boolean isLearned() {
    return learned;
  }

  /** What the file calls a row; its number, from 1, if it has no name for it. */
  String id(int row) {
    return rows.id(row);
  }

  /** The number of the first row of a row's cluster. */
  int cluster(int row) {
    return clusters[row];
  }

  List<PairBag> pairs() {
    return pairs;
  }

  /** How well the clusters agree with the truth of the files; null if they give none. */
  public @Nullable Clusters quality() {
    return quality(truth -> true);
  }

  /** As {@link #quality()}, among the rows of some subjects. */
  @Nullable Clusters quality(Predicate<String> subjects) {
    return quality(row -> clusters[row], subjects);
  }

  /**
   * How well plain connected components agree with the truth, without the rule; null if the files
   * give none.
   *
   * @param least score of a pair that connects, in thousandths of a bit
   */
  public @Nullable Clusters qualityOfComponents(int least) {
    return quality(components(least)::root, truth -> true);
  }

  private @Nullable Clusters quality(IntUnaryOperator clusterOf, Predicate<String> subjects) {
    Clusters.Comparison comparison = new Clusters.Comparison();
    boolean known = false;
    for (int row = 0; row < rows(); row++) {
      String truth = rows.truth(row);
      if (truth != null && subjects.test(truth)) {
        known = true;
        comparison.add(Integer.toString(clusterOf.applyAsInt(row)), truth);
      }
    }
    return known ? comparison.result() : null;
  }
}
