package org.insight.services.link;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.insight.policy.graph.Union;
import org.insight.resolution.ClusterRule;
import org.insight.resolution.Clusters;
import org.insight.resolution.Evidence;
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
 * Links the rows of files: learns a model from them, compares rows that share a blocking key, and
 * makes clusters of them by the rule of the lake. The files alone decide; there is no lake and no
 * reader. All is in memory.
 */
public final class Linkage {

  /** Pairs that score less are not kept: they can neither connect nor weigh much in a mean. */
  private static final int LEAST_KEPT = -8_000;

  /** Most rows of a blocking key. */
  private static final int CROWD = 1_200;

  /** About so many comparisons are worth a small file, in which more can be compared. */
  private static final int EASY = 2_000_000;

  private static final int LEAST_BLOCK = 5;
  private static final int MOST_BLOCK = 1_000;

  private static final int RANDOM_PAIRS = 250_000;
  private static final int OBSERVED_PAIRS = 250_000;
  private static final long SEED = 20_260_101;

  private static final ClusterRule.Limits LIMITS = ClusterRule.Limits.DEFAULT;

  private final List<@Nullable String> ids = new ArrayList<>();
  private final List<@Nullable String> truths = new ArrayList<>();
  private final PackedProfiles profiles = new PackedProfiles();
  private final Model model;
  private final List<PairBag> pairs;
  private final int[] clusters;
  private long compared;
  private int crowded;

  /**
   * Links rows.
   *
   * @throws org.insight.core.InsightException of kind INPUT if a file lacks a column
   */
  public Linkage(List<Path> paths, LinkSettings settings) {
    List<RowFile> files = paths.stream().map(RowFile::new).toList();
    List<SubjectReader> readers =
        files.stream().map(file -> new SubjectReader(file, settings)).toList();
    Model start = start(files, readers, settings);
    for (int i = 0; i < files.size(); i++) {
      SubjectReader reader = readers.get(i);
      files
          .get(i)
          .forEach(
              row -> {
                ids.add(reader.id(row));
                truths.add(reader.truth(row));
                profiles.add(Profile.of(reader.subject(row), start).pack());
              });
    }
    BlockIndex blocks = new BlockIndex(profiles);
    model = trained(start, blocks);
    pairs = compared(blocks);
    clusters = clustered();
  }

  /** Counts words and rows. */
  private static Model start(
      List<RowFile> files, List<SubjectReader> readers, LinkSettings settings) {
    boolean organizations = settings.kind() == Subject.Kind.ORGANIZATION;
    TermFrequencies.Builder terms = new TermFrequencies.Builder();
    int[] rows = new int[1];
    for (int i = 0; i < files.size(); i++) {
      SubjectReader reader = readers.get(i);
      files
          .get(i)
          .forEach(
              row -> {
                rows[0]++;
                for (Subject.Name name : reader.names(row)) {
                  for (Token token : tokens(name, organizations)) {
                    terms.add(token.role(), token.text(), token.sound(), 1);
                  }
                }
              });
    }
    int block = Math.max(LEAST_BLOCK, Math.min(MOST_BLOCK, EASY / Math.max(1, rows[0])));
    return Trainer.untrained(Math.max(1_000, rows[0]), block, terms.build());
  }

  private static List<Token> tokens(Subject.Name name, boolean organizations) {
    if (organizations) {
      return OrganizationNames.words(name.full() + name.given() + " " + name.family());
    }
    return name.full().isEmpty()
        ? PersonNames.parts(name.given(), name.family())
        : PersonNames.full(name.full());
  }

  /** Accidents from random pairs, agreement of matches from a part of the blocks. */
  private Model trained(Model start, BlockIndex blocks) {
    Trainer trainer = new Trainer(start);
    int size = profiles.size();
    SplittableRandom random = new SplittableRandom(SEED);
    List<Profile> sample = new ArrayList<>();
    for (int i = 0; i < Math.min(size, 20_000); i++) {
      sample.add(profiles.get(size <= 20_000 ? i : random.nextInt(size)));
    }
    if (sample.size() > 1) {
      trainer.observeAccidents(sample, RANDOM_PAIRS, SEED);
    }
    Trainer.Observed observed = new Trainer.Observed();
    Scorer scorer = new Scorer(start);
    Evidence evidence = new Evidence();
    // Whole blocks, spread over all keys.
    int parts = Math.max(1, Math.min(2_000, blocks.entries() / 50));
    int[] beginnings = blocks.parts(parts);
    int each = OBSERVED_PAIRS / parts + 1;
    for (int part = 0; part < parts; part++) {
      int seen = 0;
      int first = beginnings[part];
      while (first < beginnings[part + 1] && seen < each) {
        seen += observe(blocks, first, scorer, evidence, observed);
        first = blocks.endOf(first);
      }
    }
    return trainer.fit(observed);
  }

  private int observe(
      BlockIndex blocks, int first, Scorer scorer, Evidence evidence, Trainer.Observed observed) {
    int[] pairsSeen = new int[1];
    inBlock(
        blocks,
        first,
        (a, b, one, other) -> {
          if (scorer.compare(one, other, evidence)) {
            observed.add(evidence);
            pairsSeen[0]++;
          }
        });
    return pairsSeen[0];
  }

  @FunctionalInterface
  private interface Pairs {
    void pair(int a, int b, Profile one, Profile other);
  }

  /**
   * Gives the pairs of a block that are compared there: those of which it is the least key.
   *
   * @return false if the block has too many profiles
   */
  private boolean inBlock(BlockIndex blocks, int first, Pairs taker) {
    int end = blocks.endOf(first);
    int size = end - first;
    if (size < 2) {
      return true;
    }
    if (size > CROWD) {
      return false;
    }
    Profile[] members = new Profile[size];
    for (int i = 0; i < size; i++) {
      members[i] = profiles.get(blocks.profile(first + i));
    }
    long prefix = blocks.prefixAt(first);
    for (int i = 0; i < size; i++) {
      int a = blocks.profile(first + i);
      for (int j = i + 1; j < size; j++) {
        int b = blocks.profile(first + j);
        // A profile may be here twice, by two keys of one beginning.
        if (a != b
            && blocks.prefix(Profile.leastShared(members[i], members[j])) == prefix
            && (i == 0 || blocks.profile(first + i - 1) != a)
            && blocks.profile(first + j - 1) != b) {
          taker.pair(a, b, members[i], members[j]);
        }
      }
    }
    return true;
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
          inBlock(
              blocks,
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
    Union union = components(LIMITS.witness());
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
        if (cluster[bag.a(i)] == cluster[bag.b(i)] && sizes[cluster[bag.a(i)]] > LIMITS.whole()) {
          large.add(bag.a(i), bag.b(i), bag.score(i));
        }
      }
    }
    components.stream().parallel().forEach(component -> ruled(component, large, cluster));
    return cluster;
  }

  private void ruled(int[] component, PairBag large, int[] cluster) {
    List<ClusterRule.Pair> scored = new ArrayList<>();
    if (component.length <= LIMITS.whole()) {
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
    int[] least = new ClusterRule(LIMITS).clusters(component.length, scored, List.of());
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

  /** What the file calls a row; its number, from 1, if it has no name for it. */
  String id(int row) {
    String id = ids.get(row);
    return id == null ? Integer.toString(row + 1) : id;
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
    return quality(row -> clusters[row]);
  }

  /**
   * How well plain connected components agree with the truth, without the rule; null if the files
   * give none.
   *
   * @param least score of a pair that connects, in thousandths of a bit
   */
  public @Nullable Clusters qualityOfComponents(int least) {
    return quality(components(least)::root);
  }

  private @Nullable Clusters quality(IntUnaryOperator clusterOf) {
    Clusters.Comparison comparison = new Clusters.Comparison();
    boolean known = false;
    for (int row = 0; row < rows(); row++) {
      String truth = truths.get(row);
      if (truth != null) {
        known = true;
        comparison.add(Integer.toString(clusterOf.applyAsInt(row)), truth);
      }
    }
    return known ? comparison.result() : null;
  }
}
