package org.insight.services.link;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;
import org.insight.jobs.resolution.ComparedPairs;
import org.insight.policy.graph.Union;
import org.insight.resolution.ClusterRule;
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
 * reader.
 */
public final class Linkage implements AutoCloseable {

  /** Pairs that score less are not kept: they can neither connect nor weigh much in a mean. */
  private static final int LEAST_KEPT = -8_000;

  /** Most rows of a blocking key. */
  private static final int CROWD = 1_200;

  /** About so many comparisons are worth a small file, in which more can be compared. */
  private static final int EASY = 2_000_000;

  private static final int LEAST_BLOCK = 5;
  private static final int MOST_BLOCK = 1_000;

  private static final int SAMPLED_PROFILES = 20_000;
  private static final int RANDOM_PAIRS = 250_000;
  private static final int OBSERVED_PAIRS = 250_000;
  private static final long SEED = 20_260_101;

  private static final StructType PROFILES =
      StructType.fromDDL("id bigint, name string, truth string, features binary");
  private static final StructType PLACED = StructType.fromDDL("id bigint, part bigint");
  private static final StructType CLUSTERS = StructType.fromDDL("id bigint, cluster bigint");

  private final SparkSession spark;
  private final LinkSettings settings;
  private final List<Dataset<Row>> kept = new ArrayList<>();
  private final Dataset<Row> profiles;
  private final Model model;
  private final Dataset<Row> pairs;
  private final Dataset<Row> clusters;
  private final Dataset<Row> clustered;
  private final long rows;
  private final LongAccumulator compared;
  private final LongAccumulator crowded;

  /**
   * Links rows.
   *
   * @param files rows with all columns that the settings name
   * @param released the model to use; null: one is learned from the rows
   */
  public Linkage(Dataset<Row> files, LinkSettings settings, @Nullable Model released) {
    spark = files.sparkSession();
    this.settings = settings;
    compared = spark.sparkContext().longAccumulator();
    crowded = spark.sparkContext().longAccumulator();
    Model start = released;
    if (start == null) {
      LongAccumulator read = spark.sparkContext().longAccumulator();
      TermFrequencies frequencies = frequencies(files, read);
      long count = read.value();
      int block = (int) Math.max(LEAST_BLOCK, Math.min(MOST_BLOCK, EASY / Math.max(1, count)));
      int reference = (int) Math.max(1_000, Math.min(Integer.MAX_VALUE, count));
      start = Trainer.untrained(reference, block, frequencies);
    }
    profiles = keep(profiles(files, start));
    rows = profiles.count();
    Dataset<Row> keyed = ComparedPairs.keyed(profiles);
    model = released != null ? released : trained(start, keyed);
    pairs = keep(new ComparedPairs(model, LEAST_KEPT, CROWD, compared, crowded).of(keyed));
    clusters = clusters();
    clustered = keep(named());
  }

  private Dataset<Row> keep(Dataset<Row> made) {
    Dataset<Row> there = made.persist(StorageLevel.DISK_ONLY());
    kept.add(there);
    return there;
  }

  /** Gives a subject for each row. */
  private static final class Reader implements Serializable {
    private static final long serialVersionUID = 1L;
    private final LinkSettings settings;
    private final int[][] fields;
    private final String[] kinds;
    private final int[][] numbers;

    Reader(StructType schema, LinkSettings settings) {
      this.settings = settings;
      fields =
          LinkSettings.FIELDS.stream()
              .map(field -> at(schema, settings.columns().getOrDefault(field, List.of())))
              .toArray(int[][]::new);
      kinds = settings.identifiers().keySet().toArray(String[]::new);
      numbers =
          settings.identifiers().values().stream()
              .map(columns -> at(schema, columns))
              .toArray(int[][]::new);
    }

    private static int[] at(StructType schema, List<String> columns) {
      return columns.stream().mapToInt(schema::fieldIndex).toArray();
    }

    private static String value(Row row, int[] columns) {
      if (columns.length == 1) {
        Object value = row.get(columns[0]);
        return value == null ? "" : value.toString();
      }
      StringBuilder joined = new StringBuilder();
      for (int column : columns) {
        Object value = row.get(column);
        if (value != null && !value.toString().isBlank()) {
          joined.append(joined.isEmpty() ? "" : " ").append(value);
        }
      }
      return joined.toString();
    }

    private String field(Row row, int field) {
      return value(row, fields[field]).trim();
    }

    private static List<String> some(String value) {
      return value.isEmpty() ? List.of() : List.of(value);
    }

    List<Subject.Name> names(Row row) {
      String given = field(row, 1);
      String family = field(row, 2);
      String full = field(row, 0);
      List<Subject.Name> names = new ArrayList<>(2);
      if (!given.isEmpty() || !family.isEmpty()) {
        names.add(Subject.Name.parts(given, family));
      } else if (!full.isEmpty()) {
        names.add(Subject.Name.full(full));
      }
      return names;
    }

    Subject subject(Row row) {
      List<Subject.Identifier> identifiers = new ArrayList<>();
      for (int i = 0; i < kinds.length; i++) {
        String number = value(row, numbers[i]).trim();
        if (!number.isEmpty()) {
          identifiers.add(new Subject.Identifier(kinds[i], null, number));
        }
      }
      String street = field(row, 7);
      String city = field(row, 8);
      String postcode = field(row, 9);
      return new Subject(
          settings.kind(),
          names(row),
          some(field(row, 3)),
          field(row, 4),
          some(field(row, 5)),
          some(field(row, 6)),
          identifiers,
          some(field(row, 10)),
          some(field(row, 11)),
          street.isEmpty() && city.isEmpty() && postcode.isEmpty()
              ? List.of()
              : List.of(new Subject.Address(street, city, postcode)));
    }
  }

  private TermFrequencies frequencies(Dataset<Row> files, LongAccumulator read) {
    Reader reader = new Reader(files.schema(), settings);
    boolean organizations = settings.kind() == Subject.Kind.ORGANIZATION;
    Dataset<Row> counted =
        files.mapPartitions(
            (MapPartitionsFunction<Row, Row>)
                rows -> {
                  Map<Token, Integer> counts = new HashMap<>();
                  while (rows.hasNext()) {
                    read.add(1);
                    for (Subject.Name name : reader.names(rows.next())) {
                      List<Token> tokens =
                          organizations
                              ? OrganizationNames.words(name.full() + name.given())
                              : name.full().isEmpty()
                                  ? PersonNames.parts(name.given(), name.family())
                                  : PersonNames.full(name.full());
                      tokens.forEach(token -> counts.merge(token, 1, Integer::sum));
                    }
                  }
                  return counts.entrySet().stream()
                      .map(
                          e ->
                              RowFactory.create(
                                  e.getKey().role().ordinal(),
                                  e.getKey().text(),
                                  e.getKey().sound(),
                                  e.getValue()))
                      .iterator();
                },
            Encoders.row(StructType.fromDDL("role int, text string, sound string, times int")));
    TermFrequencies.Builder builder = new TermFrequencies.Builder();
    for (Iterator<Row> rows = counted.toLocalIterator(); rows.hasNext(); ) {
      Row row = rows.next();
      builder.add(
          Token.Role.values()[row.getInt(0)], row.getString(1), row.getString(2), row.getInt(3));
    }
    return builder.build();
  }

  private Dataset<Row> profiles(Dataset<Row> files, Model start) {
    Reader reader = new Reader(files.schema(), settings);
    Broadcast<Model> shared =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(start);
    Column name =
        settings.id() == null
            ? lit(null).cast("string")
            : col(quoted(settings.id())).cast("string");
    Column truth =
        settings.truth() == null
            ? lit(null).cast("string")
            : col(quoted(settings.truth())).cast("string");
    Dataset<Row> numbered =
        files.select(
            functions.monotonically_increasing_id().as("id"),
            name.as("name"),
            truth.as("truth"),
            functions.struct(col("*")).as("row"));
    return numbered.mapPartitions(
        (MapPartitionsFunction<Row, Row>)
            rows ->
                new Mapped(
                    rows,
                    row ->
                        RowFactory.create(
                            row.getLong(0),
                            row.isNullAt(1) ? Long.toString(row.getLong(0)) : row.getString(1),
                            row.isNullAt(2) ? null : row.getString(2),
                            Profile.of(reader.subject(row.getStruct(3)), shared.value()).pack())),
        Encoders.row(PROFILES));
  }

  private static String quoted(String column) {
    return "`" + column.replace("`", "``") + "`";
  }

  private record Mapped(Iterator<Row> rows, MapFunction<Row, Row> function)
      implements Iterator<Row> {
    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public Row next() {
      try {
        return function.call(rows.next());
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Accidents from random pairs, agreement of matches from a part of the blocking keys. */
  private Model trained(Model start, Dataset<Row> keyed) {
    Trainer trainer = new Trainer(start);
    double share = Math.min(1, 1.2 * SAMPLED_PROFILES / Math.max(1, rows));
    List<Profile> sample =
        profiles
            .sample(false, share, SEED)
            .select("features")
            .limit(SAMPLED_PROFILES)
            .collectAsList()
            .stream()
            .map(row -> Profile.unpack(row.<byte[]>getAs(0)))
            .toList();
    if (sample.size() > 1) {
      trainer.observeAccidents(sample, RANDOM_PAIRS, SEED);
    }
    // Whole keys, so that all of their pairs are seen: one key in so many.
    long one = Math.max(1, rows / 40_000);
    Trainer.Observed observed = new Trainer.Observed();
    Scorer scorer = new Scorer(start);
    Evidence evidence = new Evidence();
    List<Profile> block = new ArrayList<>();
    long key = 0;
    int pairsSeen = 0;
    Dataset<Row> some = keyed.where(pmod(col("key"), lit(one)).equalTo(0)).sort("key", "id");
    for (Iterator<Row> rows = some.toLocalIterator(); rows.hasNext(); ) {
      Row row = rows.next();
      if (row.getLong(0) != key) {
        pairsSeen += observe(block, key, scorer, evidence, observed);
        block.clear();
        key = row.getLong(0);
      }
      if (pairsSeen > OBSERVED_PAIRS) {
        break;
      }
      block.add(Profile.unpack(row.<byte[]>getAs(2)));
    }
    observe(block, key, scorer, evidence, observed);
    return trainer.fit(observed);
  }

  private static int observe(
      List<Profile> block, long key, Scorer scorer, Evidence evidence, Trainer.Observed observed) {
    if (block.size() > CROWD) {
      return 0;
    }
    int pairs = 0;
    for (int i = 0; i < block.size(); i++) {
      for (int j = i + 1; j < block.size(); j++) {
        if (Profile.isLeastShared(block.get(i), block.get(j), key)
            && scorer.compare(block.get(i), block.get(j), evidence)) {
          observed.add(evidence, 0);
          pairs++;
        }
      }
    }
    return pairs;
  }

  /** Rows that are not alone. Components of witness pairs in the driver, the rule in each. */
  private Dataset<Row> clusters() {
    ClusterRule.Limits limits = ClusterRule.Limits.DEFAULT;
    Dataset<Row> witness = pairs.where(col("score").geq(limits.witness())).select("a", "b");
    int count = (int) Math.min(Integer.MAX_VALUE - 8, witness.count());
    long[] as = new long[count];
    long[] bs = new long[count];
    int at = 0;
    for (Iterator<Row> i = witness.toLocalIterator(); i.hasNext() && at < count; at++) {
      Row row = i.next();
      as[at] = row.getLong(0);
      bs[at] = row.getLong(1);
    }
    long[] ids = distinct(as, bs);
    Union union = new Union(ids.length);
    for (int i = 0; i < count; i++) {
      union.join(Arrays.binarySearch(ids, as[i]), Arrays.binarySearch(ids, bs[i]));
    }
    int[] sizes = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      sizes[union.root(i)]++;
    }
    // A set of two is one cluster: its only pair is a witness.
    List<Row> two = new ArrayList<>();
    List<Row> more = new ArrayList<>();
    for (int i = 0; i < ids.length; i++) {
      int root = union.root(i);
      (sizes[root] == 2 ? two : more).add(RowFactory.create(ids[i], ids[root]));
    }
    Dataset<Row> ofTwo = spark.createDataFrame(two, PLACED).toDF("id", "cluster");
    Dataset<Row> clustered = ofTwo;
    if (!more.isEmpty()) {
      clustered = ofTwo.union(ruled(spark.createDataFrame(more, PLACED), limits));
    }
    return clustered;
  }

  private static long[] distinct(long[] as, long[] bs) {
    long[] all = Arrays.copyOf(as, as.length + bs.length);
    System.arraycopy(bs, 0, all, as.length, bs.length);
    Arrays.sort(all);
    int kept = 0;
    for (int i = 0; i < all.length; i++) {
      if (i == 0 || all[i] != all[i - 1]) {
        all[kept++] = all[i];
      }
    }
    return Arrays.copyOf(all, kept);
  }

  private Dataset<Row> ruled(Dataset<Row> placed, ClusterRule.Limits limits) {
    Broadcast<Model> shared =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(model);
    Dataset<Row> members =
        profiles
            .join(placed, "id")
            .select(
                col("part"),
                col("id").as("a"),
                lit(-1L).as("b"),
                lit(0).as("score"),
                col("features"));
    Dataset<Row> within =
        pairs
            .join(placed, col("a").equalTo(col("id")))
            .select(
                col("part"),
                col("a"),
                col("b"),
                col("score"),
                lit(null).cast("binary").as("features"));
    return members
        .union(within)
        .groupByKey((MapFunction<Row, Long>) row -> row.getLong(0), Encoders.LONG())
        .flatMapGroups(
            (FlatMapGroupsFunction<Long, Row, Row>)
                (part, rows) -> new Component(limits).of(rows, new Scorer(shared.value())),
            Encoders.row(CLUSTERS));
  }

  /** One connected component. */
  private static final class Component {
    private final ClusterRule.Limits limits;
    private final Map<Long, Profile> byId = new TreeMap<>();
    private final List<long[]> scored = new ArrayList<>();

    Component(ClusterRule.Limits limits) {
      this.limits = limits;
    }

    Iterator<Row> of(Iterator<Row> rows, Scorer scorer) {
      while (rows.hasNext()) {
        Row row = rows.next();
        if (row.getLong(2) < 0) {
          byId.put(row.getLong(1), Profile.unpack(row.<byte[]>getAs(4)));
        } else {
          scored.add(new long[] {row.getLong(1), row.getLong(2), row.getInt(3)});
        }
      }
      Long[] ids = byId.keySet().toArray(Long[]::new);
      List<ClusterRule.Pair> all = new ArrayList<>();
      if (ids.length <= limits.whole()) {
        Profile[] members = byId.values().toArray(Profile[]::new);
        for (int a = 0; a < ids.length; a++) {
          for (int b = a + 1; b < ids.length; b++) {
            all.add(new ClusterRule.Pair(a, b, scorer.score(members[a], members[b])));
          }
        }
      } else {
        for (long[] pair : scored) {
          int a = Arrays.binarySearch(ids, pair[0]);
          int b = Arrays.binarySearch(ids, pair[1]);
          if (a >= 0 && b >= 0) {
            all.add(new ClusterRule.Pair(a, b, (int) pair[2]));
          }
        }
      }
      int[] least = new ClusterRule(limits).clusters(ids.length, all, List.of());
      List<Row> out = new ArrayList<>();
      for (int i = 0; i < ids.length; i++) {
        out.add(RowFactory.create(ids[i], ids[least[i]]));
      }
      return out.iterator();
    }
  }

  public long rows() {
    return rows;
  }

  /** Pairs that were compared. */
  public long compared() {
    return compared.value();
  }

  /** Blocking keys that too many rows have, under which nothing was compared. */
  public long crowded() {
    return crowded.value();
  }

  public Model model() {
    return model;
  }

  /** Pairs: {@code id_a}, {@code id_b} as the file names them, {@code score} in bits. */
  public Dataset<Row> pairs() {
    Dataset<Row> names = profiles.select("id", "name");
    return pairs
        .join(names.toDF("a", "id_a"), "a")
        .join(names.toDF("b", "id_b"), "b")
        .select(col("id_a"), col("id_b"), col("score").divide(1000.0).as("score"));
  }

  /** Clusters: {@code id} and {@code cluster}, the id of its first row, and {@code truth}. */
  public Dataset<Row> clustered() {
    return clustered;
  }

  private Dataset<Row> named() {
    Dataset<Row> names = profiles.select("id", "name", "truth");
    Dataset<Row> firsts =
        clusters.join(names.select(col("id").as("cluster"), col("name").as("first")), "cluster");
    return names
        .join(firsts.select("id", "first"), new String[] {"id"}, "left")
        .select(
            col("name").as("id"),
            functions.coalesce(col("first"), col("name")).as("cluster"),
            col("truth"));
  }

  @Override
  public void close() {
    kept.forEach(rows -> rows.unpersist(false));
  }
}
