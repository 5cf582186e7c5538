package org.insight.verify;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.core.SaltedHash;
import org.insight.engine.HeldRows;
import org.insight.lake.Snapshot;
import org.insight.lake.StagedWrite;
import org.insight.resolution.Profile;
import org.insight.resolution.Scorer;
import org.insight.schemas.TableContract;

/**
 * A pair has the label of both records, and its score and evidence are what the two profiles give.
 * It is marked if the two share a key under which pairs of their accesses are left out. Records
 * that share a blocking key have a pair, unless it scores too little or more have the key than are
 * all compared. Of a large lake a sample of the keys is looked at.
 */
final class CandidateCheck implements Check {

  /** Profiles as many as whose keys are all looked at. */
  private static final long SAMPLED = 20_000;

  private static final Pattern PAIRS = Pattern.compile("\\bpairs=(\\d+)");

  private static final StructType ENDS = StructType.fromDDL("left_id string, right_id string");

  @Override
  public Tally check(Sources sources, TableContract contract, int examples) {
    Dataset<Row> looked = sources.looked(contract);
    Dataset<Row> rows = withProfile(sources, withProfile(sources, looked, "left"), "right");
    CrowdedPairs crowded = new CrowdedPairs(sources, rows, mostPairs(sources, contract));
    return NamedSources.tally(
            sources,
            contract,
            rows,
            col("left_id")
                .lt(col("right_id"))
                .and(
                    ComparedRecords.found(
                        col("left_features"), col("right_features"), col("score"), col("evidence")))
                .and(
                    col("crowded")
                        .eqNullSafe(
                            crowded.has(
                                col("left_features"),
                                col("right_features"),
                                col("left_policy"),
                                col("right_policy")))),
            examples)
        .with(
            MismatchReason.MISSING,
            missing(sources, contract, looked),
            List.of("left_id", "right_id"),
            examples);
  }

  private static Dataset<Row> withProfile(Sources sources, Dataset<Row> pairs, String side) {
    return pairs.join(
        sources
            .rows(Sources.PROFILES)
            .select(
                col("record_id").as(side + "_id"),
                col("features").as(side + "_features"),
                col("policy_id").as(side + "_policy")),
        new String[] {side + "_id"},
        "left");
  }

  private static Dataset<Row> missing(
      Sources sources, TableContract contract, Dataset<Row> looked) {
    String[] ends = {"left_id", "right_id"};
    Dataset<Row> keyed =
        sources
            .rows(Sources.PROFILES)
            .select(
                explode(ComparedRecords.keys(col("features"))).as("key"),
                col("record_id"),
                col("features"));
    Optional<Dataset<Row>> written = sources.written().flatMap(w -> w.keys(contract));
    if (written.isPresent()) {
      Dataset<Row> gone = HeldRows.of(written.get().join(looked, ends, "left_anti"));
      Dataset<Row> records =
          HeldRows.keys(
              gone.select(col("left_id").as("record_id"))
                  .union(gone.select("right_id"))
                  .distinct());
      keyed =
          keyed.join(
              HeldRows.keys(
                  keyed
                      .join(records, new String[] {"record_id"}, "left_semi")
                      .select("key")
                      .distinct()),
              new String[] {"key"},
              "left_semi");
    } else {
      long oneOf = 1 + sources.lake().rows(Sources.PROFILES) / SAMPLED;
      keyed = keyed.where(pmod(SaltedHash.of(col("key")), lit(oneOf)).equalTo(0));
    }
    long most = mostPairs(sources, contract);
    Dataset<Row> due =
        keyed
            .groupByKey((MapFunction<Row, Long>) row -> row.getLong(0), Encoders.LONG())
            .flatMapGroups(
                (FlatMapGroupsFunction<Long, Row, Row>) (key, block) -> pairs(block, most),
                Encoders.row(ENDS))
            .distinct();
    return sources.dueOf(contract, due).join(sources.rows(contract.name()), ends, "left_anti");
  }

  /**
   * Most pairs of a key that are all compared, as the job that wrote the rows says. Two alone are
   * compared in any case.
   */
  private static long mostPairs(Sources sources, TableContract contract) {
    Snapshot made = sources.lake().lastWrite(contract.name());
    String settings = made == null ? null : made.summary().get(StagedWrite.SETTINGS);
    Matcher pairs = PAIRS.matcher(settings == null ? "" : settings);
    return pairs.find() ? Long.parseLong(pairs.group(1)) : 1;
  }

  private static Iterator<Row> pairs(Iterator<Row> block, long most) {
    List<Row> records = new ArrayList<>();
    while (block.hasNext()) {
      records.add(block.next());
      if ((long) records.size() * (records.size() - 1) / 2 > most) {
        return List.<Row>of().iterator();
      }
    }
    records.sort(Comparator.comparing(row -> row.getString(1)));
    List<Profile> profiles =
        records.stream().map(row -> Profile.unpack(row.<byte[]>getAs(2))).toList();
    List<Row> pairs = new ArrayList<>();
    for (int a = 0; a < records.size(); a++) {
      for (int b = a + 1; b < records.size(); b++) {
        if (ComparedRecords.score(profiles.get(a), profiles.get(b)) >= Scorer.LEAST_KEPT) {
          pairs.add(RowFactory.create(records.get(a).getString(1), records.get(b).getString(1)));
        }
      }
    }
    return pairs.iterator();
  }
}
