package org.insight.services.ask;

import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.StructType;
import org.insight.access.ReaderSession;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.resolution.Evidence;
import org.insight.resolution.Models;
import org.insight.resolution.Profile;
import org.insight.resolution.Scorer;
import org.insight.resolution.Subject;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.jspecify.annotations.Nullable;

/**
 * Compares the names of a file with all persons and organisations that a reader sees, by the scores
 * that resolution goes by. Nothing of the file is stored but what the audit says was asked.
 *
 * <p>Every row is compared with every record in sight, without blocking keys: a name alone may have
 * none. A reader below clearance 1 sees no features of records; for such a reader the rows of
 * curated.persons are compared, and the names of companies that links show.
 */
public final class Screening {

  /** Tables that a screening reads. */
  public static final Set<TableName> TABLES =
      Set.of(Tables.PROFILES, Tables.PERSONS, Tables.MEMBERSHIPS, Tables.SUBJECTS, Tables.LINKS);

  /** Least score of a hit, in bits. Pairs that score less are no candidates of resolution. */
  public static final double THRESHOLD = Scorer.LEAST_KEPT / 1_000.0;

  private static final StructType SCORES =
      StructType.fromDDL(
          """
          id string, line int, score int,
          reasons array<struct<comparison:string,level:string,weight:int>>, limit string""");

  /**
   * Bits below the best hit of a row within which others are shown if nothing else is said. A row
   * is one person: who is 16 times less likely than another is mostly a relative or a namesake.
   */
  public static final double WITHIN = 4;

  private final List<ScreenedNames.Line> lines;
  private final int threshold;
  private final int within;

  /**
   * Reads a file whose heading has {@code name} and may have {@code birth_date} and {@code
   * country}.
   *
   * @param threshold least score of a hit, in bits
   * @param within most bits below the best hit of the same row
   * @param note hears of columns that are not used
   * @throws InsightException INPUT, with the number of the row, if there is no such column, or a
   *     row has no name or a birth date that is none; USAGE if the threshold or what others are
   *     within is no number
   */
  public Screening(Path file, double threshold, double within, Consumer<String> note) {
    if (!(Math.abs(threshold) < 1_000)) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot screen: --threshold is a number of bits between -1000 and 1000, found "
              + threshold);
    }
    if (!(within >= 0 && within < 1_000)) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot screen: --within is a number of bits from 0 to 1000, found " + within);
    }
    this.threshold = (int) Math.round(threshold * 1_000);
    this.within = (int) Math.round(within * 1_000);
    this.lines = ScreenedNames.read(file, note);
  }

  /** Whether a text is a birth date that a file may hold. */
  public static boolean isDate(String text) {
    return ScreenedNames.isDate(text);
  }

  /** What is asked, for the audit: the rows as they are compared. */
  public String asked() {
    return "threshold "
        + threshold / 1_000.0
        + ", within "
        + within / 1_000.0
        + "\nname,birth_date,country\n"
        + lines.stream()
            .map(line -> line.name() + "," + line.birthDate() + "," + line.country())
            .collect(Collectors.joining("\n"));
  }

  /**
   * A row of another file that a row may be.
   *
   * @param row place among the rows of this file, from 0
   * @param other place among the rows of the other file, from 0
   * @param score in thousandths of a bit
   */
  public record RowHit(int row, int other, int score) {}

  /** Which persons of another file the rows may be, as if that file were all that a reader sees. */
  public List<RowHit> in(Screening list) {
    Pairs pairs = new Pairs(new Compared(lines, threshold));
    List<RowHit> hits = new ArrayList<>();
    Map<Integer, Integer> best = new HashMap<>();
    for (int i = 0; i < list.lines.size(); i++) {
      Profile profile =
          Profile.of(list.lines.get(i).subject(Subject.Kind.PERSON), Models.released());
      for (int line = 0; line < lines.size(); line++) {
        int score = pairs.best(line, profile);
        if (score >= threshold) {
          hits.add(new RowHit(line, i, score));
          best.merge(line, score, Math::max);
        }
      }
    }
    hits.removeIf(hit -> hit.score() < best.getOrDefault(hit.row(), hit.score()) - within);
    return hits;
  }

  /** The hits of each row, best first. */
  public List<Hit> in(ReaderSession session) {
    if (lines.isEmpty()) {
      return List.of();
    }
    List<Row> scores =
        (session.isShownIdentifiers() ? ofRecords(session) : ofEntities(session))
            .groupBy("entity_id", "line")
            .agg(max(struct(col("score"), col("reasons"), col("limit"))).as("best"))
            .select("entity_id", "line", "best.*")
            .withColumn("most", max("score").over(Window.partitionBy("line")))
            .where(col("score").geq(col("most").minus(within)))
            .orderBy(col("line"), col("score").desc(), col("entity_id"))
            .collectAsList();
    Map<String, SeenEntities.Shown> shown =
        new SeenEntities(session)
            .shown(
                scores.stream()
                    .map(row -> row.getString(0))
                    .collect(Collectors.toCollection(TreeSet::new)));
    List<Hit> hits = new ArrayList<>();
    for (Row row : scores) {
      SeenEntities.Shown entity = shown.get(row.getString(0));
      if (entity != null) {
        hits.add(
            new Hit(
                lines.get(row.getInt(1)).number(),
                row.getString(0),
                entity.kind(),
                entity.caption(),
                row.getInt(2) / 1_000.0,
                row.<Row>getList(3).stream()
                    .map(r -> new Reason(r.getString(0), r.getString(1), r.getInt(2) / 1_000.0))
                    .toList(),
                row.isNullAt(4) ? "" : row.getString(4),
                entity.restrictions()));
      }
    }
    return hits;
  }

  private Dataset<Row> ofRecords(ReaderSession session) {
    Compared compared = new Compared(lines, threshold);
    return session
        .table(Tables.PROFILES)
        .select("record_id", "features")
        .mapPartitions(
            (MapPartitionsFunction<Row, Row>)
                rows -> compared.with(rows, row -> Profile.unpack(row.<byte[]>getAs(1))),
            Encoders.row(SCORES))
        .withColumnRenamed("id", "record_id")
        .join(session.table(Tables.MEMBERSHIPS).select("record_id", "entity_id"), "record_id");
  }

  private Dataset<Row> ofEntities(ReaderSession session) {
    Compared compared = new Compared(lines, threshold);
    String nothing = "cast(array() as array<string>)";
    return session
        .table(Tables.PERSONS)
        .select(
            col("entity_id"),
            lit(true).as("person"),
            array_distinct(concat(col("names"), col("aliases"))).as("names"),
            col("birth_dates"),
            col("genders"),
            col("countries"))
        .unionByName(
            new SeenEntities(session)
                .ofLinks()
                .selectExpr(
                    "entity_id",
                    "person",
                    "names",
                    nothing + " as birth_dates",
                    nothing + " as genders",
                    nothing + " as countries"))
        .mapPartitions(
            (MapPartitionsFunction<Row, Row>) rows -> compared.with(rows, Screening::profile),
            Encoders.row(SCORES))
        .withColumnRenamed("id", "entity_id");
  }

  private static Profile profile(Row row) {
    List<String> genders = row.getList(4);
    return Profile.of(
        new Subject(
            row.getBoolean(1) ? Subject.Kind.PERSON : Subject.Kind.ORGANIZATION,
            row.<String>getList(2).stream().map(Subject.Name::full).toList(),
            row.getList(3),
            genders.size() == 1 ? genders.get(0) : null,
            row.getList(5),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of()),
        Models.released());
  }

  /** The lines of the file against the rows of a partition. */
  private static final class Compared implements Serializable {

    private static final long serialVersionUID = 1L;

    private final byte[][] persons;
    private final byte[][] organizations;
    private final int threshold;

    Compared(List<ScreenedNames.Line> lines, int threshold) {
      this.persons = packed(lines, Subject.Kind.PERSON);
      this.organizations = packed(lines, Subject.Kind.ORGANIZATION);
      this.threshold = threshold;
    }

    private static byte[][] packed(List<ScreenedNames.Line> lines, Subject.Kind kind) {
      return lines.stream()
          .map(line -> Profile.of(line.subject(kind), Models.released()).pack())
          .toArray(byte[][]::new);
    }

    private interface Features {
      Profile of(Row row);
    }

    Iterator<Row> with(Iterator<Row> rows, Features features) {
      Pairs pairs = new Pairs(this);
      List<Row> scores = new ArrayList<>();
      while (rows.hasNext()) {
        Row row = rows.next();
        Profile profile = features.of(row);
        for (int line = 0; line < persons.length; line++) {
          Row score = pairs.score(row.getString(0), line, profile);
          if (score != null) {
            scores.add(score);
          }
        }
      }
      return scores.iterator();
    }
  }

  /** Scores of one task. */
  private static final class Pairs {

    private final Scorer scorer = new Scorer(Models.released());
    private final Evidence evidence = new Evidence();
    private final Profile[] persons;
    private final Profile[] organizations;
    private final int threshold;

    Pairs(Compared compared) {
      persons = unpacked(compared.persons);
      organizations = unpacked(compared.organizations);
      threshold = compared.threshold;
    }

    private static Profile[] unpacked(byte[][] packed) {
      Profile[] profiles = new Profile[packed.length];
      for (int i = 0; i < profiles.length; i++) {
        profiles[i] = Profile.unpack(packed[i]);
      }
      return profiles;
    }

    /** A row of {@link #SCORES}; null if the score is below the threshold. */
    @Nullable Row score(String id, int line, Profile other) {
      int score = best(line, other);
      if (score < threshold) {
        return null;
      }
      if (total(persons[line], other) < score) {
        total(organizations[line], other);
      }
      Row[] reasons = new Row[evidence.size()];
      for (int i = 0; i < reasons.length; i++) {
        reasons[i] =
            RowFactory.create(
                evidence.comparison(i).code(),
                evidence.comparison(i).levels().get(evidence.level(i)),
                scorer.weight(evidence, i));
      }
      return RowFactory.create(id, line, score, reasons, scorer.limit(evidence));
    }

    /** The score of a row as that kind of subject which is more like the other. */
    int best(int line, Profile other) {
      return Math.max(total(persons[line], other), total(organizations[line], other));
    }

    private int total(Profile one, Profile other) {
      return scorer.compare(one, other, evidence) ? scorer.total(evidence) : Scorer.NEVER;
    }
  }
}
