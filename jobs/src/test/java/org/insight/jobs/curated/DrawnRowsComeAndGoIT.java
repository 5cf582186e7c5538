package org.insight.jobs.curated;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.engine.Job;
import org.insight.engine.JobRunner;
import org.insight.engine.UpdateJob;
import org.insight.lake.Lake;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;
import org.insight.testing.LiteralInputs;
import org.insight.testing.SharedSpark;
import org.insight.testing.TestLakes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * However records and documents come, go and come again with other words, whatever readers are
 * granted meanwhile, and though tables and jobs stay behind each other, every job from resolution
 * on ends in what one run makes of the rows that are there.
 *
 * <p>Beside {@code ItemsThatComeAndGoIT}, whose items are the simulator's: here parts are taken
 * apart by kinds, many records share a value, and a record may say something else under its id.
 */
class DrawnRowsComeAndGoIT {

  /** Of one walk. */
  private static final int MOST_COMPARED = 4;

  /** Rows that are of one subject, by the table's key. */
  private static final Map<TableName, String> KEYS = new LinkedHashMap<>();

  static {
    KEYS.put(Tables.ITEMS, "root_item_id");
    KEYS.put(Tables.RECORDS, "item_id");
    KEYS.put(Tables.DOCUMENTS, "document_id");
    KEYS.put(Tables.IDENTIFIERS, "subject_id");
    KEYS.put(Tables.DESCRIBED, "document_id");
    KEYS.put(Tables.EVENTS, "document_id");
    KEYS.put(Tables.TIMES, "document_id");
    KEYS.put(Tables.PLACES, "document_id");
  }

  @TempDir private static Path folder;

  /** In the short form ItemsThatComeAndGoIT does it, with items. */
  @Test
  @EnabledIfSystemProperty(named = "insight.tests", matches = "long")
  void everyJobEndsInWhatOneRunMakesOfTheRowsThatAreThere() {
    int sequences = Integer.getInteger("insight.sequences", 500);
    long seed = Long.getLong("insight.seed", new Random().nextLong());
    int compared = 0;
    for (long number = seed; compared < sequences; number++) {
      Walk walk = new Walk(number, folder.resolve("walk" + number));
      walk.step(1, job -> true);
      for (int i = 1; i <= MOST_COMPARED && compared < sequences; i++) {
        System.out.printf(
            "DrawnRowsComeAndGoIT: sequence %d of %d; again: -Dinsight.seed=%d"
                + " -Dinsight.sequences=%d%n",
            ++compared, sequences, number, i);
        walk.goOn();
        walk.check();
      }
    }
  }

  /** A legal entity goes with the person, and with the organisation once the person is gone. */
  @Test
  void whatAMemberHeldApartIsOneWhenItGoes() {
    LiteralInputs inputs =
        new org.insight.jobs.resolution.Lake()
            .record("z", "Company", "p", Map.of())
            .record("l", "LegalEntity", "p", Map.of())
            .record("x", "Person", "p", Map.of())
            .strong("z", "p", "list_entry", "X:1")
            .strong("l", "p", "list_entry", "X:1")
            .strong("x", "p", "list_entry", "X:1")
            .grant("national", "p")
            .inputs();
    Lake lake =
        TestLakes.in(
            folder.resolve("apart"),
            Tables.RECORDS,
            Tables.IDENTIFIERS,
            Tables.GRANTS,
            Tables.POLICIES,
            Tables.DESCRIBED,
            Tables.SUBJECTS,
            Tables.PROFILES,
            Tables.CANDIDATES,
            Tables.DECISIONS,
            Tables.MEMBERSHIPS);
    for (TableName table : List.of(Tables.RECORDS, Tables.IDENTIFIERS)) {
      TestLakes.write(lake, table, WriteMode.APPEND, inputs.table(table));
    }
    TestLakes.write(lake, Tables.GRANTS, WriteMode.REPLACE, inputs.table(Tables.GRANTS));
    JobRunner runner = new JobRunner(lake);
    org.insight.jobs.resolution.Lake.RESOLUTION.forEach(runner::run);
    assertThat(entities(lake)).isEqualTo(2);
    runner.remove(Tables.RECORDS, key(Tables.RECORDS, "item-x"), "withdraw");
    runner.remove(Tables.IDENTIFIERS, key(Tables.IDENTIFIERS, "x"), "withdraw");
    org.insight.jobs.resolution.Lake.RESOLUTION.forEach(runner::run);
    assertThat(lake.rows(Tables.MEMBERSHIPS)).isEqualTo(2);
    assertThat(entities(lake)).isEqualTo(1);
  }

  private static long entities(Lake lake) {
    return lake.read(Tables.MEMBERSHIPS).select("entity_id").distinct().count();
  }

  private static Dataset<Row> key(TableName table, String... keys) {
    return SharedSpark.session()
        .createDataFrame(
            Stream.of(keys).map(key -> RowFactory.create(key)).toList(),
            StructType.fromDDL(KEYS.get(table) + " string"));
  }

  /** A lake whose rows come and go. */
  private static final class Walk {

    private final long seed;
    private final Path at;
    private final Random random;
    private final Lake stepwise;
    private final Map<TableName, StructType> schemas = new LinkedHashMap<>();
    private final Map<TableName, Map<String, List<Row>>> drawn = new LinkedHashMap<>();

    /** What each table should hold of each key; and of which keys it does not hold that yet. */
    private final Map<TableName, Map<String, List<Row>>> there = new LinkedHashMap<>();

    private final Map<TableName, Set<String>> behind = new LinkedHashMap<>();
    private final List<Row> grants;
    private final Set<Integer> granted = new HashSet<>();
    private final List<Row> decisions;
    private final Set<Integer> decided = new HashSet<>();
    private final Dataset<Row> policies;
    private final List<String> left = new ArrayList<>();

    Walk(long seed, Path at) {
      this.seed = seed;
      this.at = at;
      this.random = new Random(seed);
      LiteralInputs inputs = DrawnLake.of(random).inputs();
      KEYS.forEach(
          (table, key) -> {
            Dataset<Row> rows = inputs.table(table);
            if (table.equals(Tables.ITEMS)) {
              rows = rows.withColumn(key, rows.col("item_id"));
            }
            schemas.put(table, rows.schema());
            drawn.put(table, byKey(rows, key));
          });
      grants = inputs.table(Tables.GRANTS).collectAsList();
      schemas.put(Tables.GRANTS, inputs.table(Tables.GRANTS).schema());
      for (int i = 0; i < grants.size(); i++) {
        granted.add(i);
      }
      decisions = inputs.table(Tables.DECISIONS).collectAsList();
      schemas.put(Tables.DECISIONS, inputs.table(Tables.DECISIONS).schema());
      policies = inputs.table(Tables.POLICIES);
      stepwise = TestLakes.whole(at.resolve("stepwise"));
      TestLakes.write(stepwise, Tables.POLICIES, WriteMode.REPLACE, policies);
      left.addAll(of(Tables.RECORDS).keySet());
      left.addAll(of(Tables.DOCUMENTS).keySet());
      Collections.shuffle(left, random);
    }

    private Map<String, List<Row>> rowsOf(TableName table) {
      return there.computeIfAbsent(table, t -> new TreeMap<>());
    }

    private Set<String> behindOf(TableName table) {
      return behind.computeIfAbsent(table, t -> new TreeSet<>());
    }

    private Map<String, List<Row>> of(TableName table) {
      return drawn.getOrDefault(table, Map.of());
    }

    private static Map<String, List<Row>> byKey(Dataset<Row> rows, String key) {
      Map<String, List<Row>> byKey = new TreeMap<>();
      for (Row row : rows.collectAsList()) {
        byKey.computeIfAbsent(row.getAs(key), k -> new ArrayList<>()).add(row);
      }
      return byKey;
    }

    /** Changes, at some of which tables and jobs stay behind, until all have caught up. */
    void goOn() {
      for (int i = random.nextInt(3); i > 0; i--) {
        step(.75, job -> random.nextInt(4) > 0);
      }
      step(1, job -> true);
    }

    /**
     * Rows come and go, and some jobs run.
     *
     * @param upToDate chance of each table to hold then what it should
     */
    void step(double upToDate, Predicate<Job> wanted) {
      List<String> present = new ArrayList<>(subjects());
      Collections.shuffle(present, random);
      int gone = present.isEmpty() ? 0 : random.nextInt(1 + present.size() / 8);
      present.subList(0, gone).forEach(subject -> put(subject, false));
      // Some come again.
      left.addAll(present.subList(0, gone / 2));
      int coming = present.isEmpty() ? left.size() / 2 : random.nextInt(1 + left.size() / 3);
      List<String> fresh = List.copyOf(left.subList(0, coming));
      left.removeAll(fresh);
      fresh.forEach(subject -> put(subject, true));
      present.stream()
          .skip(gone)
          .limit(random.nextInt(3))
          .filter(of(Tables.RECORDS)::containsKey)
          .forEach(this::sayOtherwise);
      if (random.nextInt(3) == 0) {
        Integer grant = random.nextInt(grants.size());
        if (!granted.remove(grant)) {
          granted.add(grant);
        }
      }
      for (int i = random.nextInt(4); i > 0 && !decisions.isEmpty(); i--) {
        Integer decision = random.nextInt(decisions.size());
        if (!decided.remove(decision)) {
          decided.add(decision);
        }
      }
      KEYS.keySet()
          .forEach(
              table -> {
                if (random.nextDouble() < upToDate) {
                  catchUp(table);
                }
              });
      writeGrants(stepwise);
      writeDecisions(stepwise);
      TestLakes.inParts(1, () -> run(stepwise, wanted));
    }

    private Set<String> subjects() {
      Set<String> subjects = new TreeSet<>();
      subjects.addAll(rowsOf(Tables.RECORDS).keySet());
      subjects.addAll(rowsOf(Tables.DOCUMENTS).keySet());
      return subjects;
    }

    /** All rows of a subject come or go; records are named by their items. */
    private void put(String subject, boolean comes) {
      String id = subject.startsWith("item-") ? subject.substring(5) : subject;
      for (TableName table : KEYS.keySet()) {
        for (String key : new TreeSet<>(List.of(subject, id))) {
          List<Row> rows = of(table).get(key);
          if (rows != null) {
            if (comes) {
              rowsOf(table).put(key, rows);
            } else {
              rowsOf(table).remove(key);
            }
            behindOf(table).add(key);
          }
        }
      }
    }

    /** The same record with another name: its file was read again by another mapping. */
    private void sayOtherwise(String item) {
      Map<String, List<Row>> records = rowsOf(Tables.RECORDS);
      List<Row> others = new ArrayList<>();
      for (Row row : records.getOrDefault(item, List.of())) {
        Object[] values = new Object[row.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = row.get(i);
        }
        // By the table's schema: a row that said something else before has none of its own.
        values[schemas.get(Tables.RECORDS).fieldIndex("properties")] =
            Map.of("name", List.of("Other " + random.nextInt(5)), "birthDate", List.of("1970"));
        others.add(RowFactory.create(values));
      }
      records.put(item, others);
      behindOf(Tables.RECORDS).add(item);
    }

    private void catchUp(TableName table) {
      Set<String> keys = behindOf(table);
      if (keys.isEmpty()) {
        return;
      }
      Dataset<Row> named = key(table, keys.toArray(String[]::new));
      if (stepwise.contracts().get(table).write() == WriteMode.UPDATE) {
        TestLakes.update(stepwise, table, named, rows(table, keys));
      } else {
        new JobRunner(stepwise).remove(table, named, "withdraw");
        write(stepwise, table, keys);
      }
      keys.clear();
    }

    private void write(Lake lake, TableName table, Set<String> keys) {
      TestLakes.write(lake, table, WriteMode.APPEND, rows(table, keys));
    }

    private Dataset<Row> rows(TableName table, Set<String> keys) {
      List<Row> rows = new ArrayList<>();
      keys.forEach(key -> rows.addAll(rowsOf(table).getOrDefault(key, List.of())));
      return SharedSpark.session().createDataFrame(rows, schemas.get(table));
    }

    private void writeGrants(Lake lake) {
      TestLakes.write(
          lake,
          Tables.GRANTS,
          WriteMode.REPLACE,
          SharedSpark.session()
              .createDataFrame(
                  granted.stream().sorted().map(grants::get).toList(), schemas.get(Tables.GRANTS)));
    }

    /** Decisions come, and are undone. */
    private void writeDecisions(Lake lake) {
      TestLakes.write(
          lake,
          Tables.DECISIONS,
          WriteMode.REPLACE,
          SharedSpark.session()
              .createDataFrame(
                  decided.stream().sorted().map(decisions::get).toList(),
                  schemas.get(Tables.DECISIONS)));
    }

    /** Holds every table against that of a lake which is made in one run. */
    void check() {
      Lake whole = TestLakes.whole(at.resolve("whole" + random.nextInt(1_000_000)));
      TestLakes.write(whole, Tables.POLICIES, WriteMode.REPLACE, policies);
      writeGrants(whole);
      writeDecisions(whole);
      there.forEach((table, rows) -> write(whole, table, rows.keySet()));
      TestLakes.inParts(2, () -> run(whole, job -> true));
      for (Job job : DrawnLake.JOBS) {
        assertThat(texts(stepwise, job.writes()))
            .as("%s in steps and in one run, seed %d", job.writes(), seed)
            .isEqualTo(texts(whole, job.writes()))
            .isNotEmpty();
        if (job instanceof UpdateJob) {
          assertThat(stepwise.history(job.writes()).snapshots())
              .as("writes of %s, seed %d", job.name(), seed)
              .anyMatch(s -> WriteMode.UPDATE.name().equals(s.summary().get("insight.mode")));
        }
      }
    }
  }

  private static void run(Lake lake, Predicate<Job> wanted) {
    JobRunner runner = new JobRunner(lake);
    DrawnLake.JOBS.stream().filter(wanted).forEach(runner::run);
  }

  /** Rows as JSON. */
  private static List<String> texts(Lake lake, TableName table) {
    return lake.read(table).toJSON().collectAsList().stream().sorted().toList();
  }
}
