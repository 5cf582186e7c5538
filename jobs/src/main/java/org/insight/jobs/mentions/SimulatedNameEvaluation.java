package org.insight.jobs.mentions;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.engine.Inputs;
import org.insight.jobs.mentions.described.NameKind;
import org.insight.jobs.mentions.described.NameRules;
import org.insight.jobs.mentions.described.NameSpan;
import org.insight.jobs.text.SplitSentences;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.jspecify.annotations.Nullable;

/**
 * Measures names in texts of the simulator by language, by script and by origin of the name. The
 * texts are cut into sentences as in a run; a name is right if its span and its kind are (strict,
 * as in CoNLL 2003). Names in addresses count for nothing.
 */
public final class SimulatedNameEvaluation {

  /** Method: the names model alone. */
  public static final String MODEL = "model";

  /** Method: the model with the rules, as in {@code mentions.names}. */
  public static final String MODEL_AND_RULES = "model and rules";

  private SimulatedNameEvaluation() {}

  /**
   * What was measured.
   *
   * @param model name and version of the names model
   * @param plan what the texts were made from: seed, persons and items
   * @param texts that were read
   * @param heldOut texts in wordings that are kept out of training
   * @param scores by method, then by what they are grouped by
   */
  public record Figures(
      String model, Map<String, String> plan, int texts, int heldOut, List<Score> scores) {

    public Figures {
      plan = Map.copyOf(plan);
      scores = List.copyOf(scores);
    }
  }

  /**
   * What was found of a group of names by one method.
   *
   * @param by language, kind, script or origin
   * @param group such as {@code fr}, {@code PER}, {@code Arab}; an origin is the language of the
   *     list that the names of persons come from
   * @param truth names
   * @param found null for an origin: what is no name has none
   * @param right names that were found
   */
  public record Score(
      String method, String by, String group, long truth, @Nullable Long found, long right) {

    /** Share of the found names that are right; null for an origin. */
    public @Nullable Double precision() {
      return found == null ? null : right / (double) found;
    }

    /** Share of the names that were found. */
    public double recall() {
      return right / (double) truth;
    }

    /** The harmonic mean of both; null for an origin. */
    public @Nullable Double f1() {
      return found == null ? null : 2 * right / (double) (truth + found);
    }
  }

  /**
   * Measures the texts of an inbox.
   *
   * @param folder that {@code insight simulate} wrote
   * @param origins language of the list of names, by nationality (ISO 3166-1 alpha-2)
   * @throws InsightException INPUT if the folder is none of the simulator, or has no text
   */
  public static Figures evaluate(SparkSession spark, Path folder, Map<String, String> origins) {
    SimulatedNames simulated = SimulatedNames.read(folder, origins);
    List<SimulatedNames.Text> texts = simulated.texts();
    if (texts.isEmpty()) {
      throw new InsightException(
          ErrorKind.INPUT,
          "Cannot measure names: an inbox must have texts, found none in " + folder);
    }
    Map<Integer, List<NameSpan>> spans = spans(spark, texts);
    Counts model = new Counts();
    Counts both = new Counts();
    for (int i = 0; i < texts.size(); i++) {
      SimulatedNames.Text text = texts.get(i);
      List<NameSpan> found = spans.getOrDefault(i, List.of());
      model.add(text, found);
      both.add(text, NameRules.find(text.text(), text.language(), found));
    }
    List<Score> scores = new ArrayList<>(model.scores(MODEL));
    scores.addAll(both.scores(MODEL_AND_RULES));
    return new Figures(
        NamesModel.id(),
        simulated.plan(),
        texts.size(),
        (int) texts.stream().filter(SimulatedNames.Text::heldOut).count(),
        scores);
  }

  private static Map<Integer, List<NameSpan>> spans(
      SparkSession spark, List<SimulatedNames.Text> texts) {
    List<Row> rows = new ArrayList<>();
    for (SimulatedNames.Text text : texts) {
      rows.add(RowFactory.create(Integer.toString(rows.size()), text.text(), ""));
    }
    Dataset<Row> documents =
        spark.createDataFrame(
            rows, StructType.fromDDL("document_id string, text string, policy_id string"));
    return NameEvaluation.spans(
        new SplitSentences().build(new Documents(documents)),
        texts.stream().map(SimulatedNames.Text::text).toList());
  }

  /** What sentences are made of. */
  private record Documents(Dataset<Row> rows) implements Inputs {

    @Override
    public Dataset<Row> table(TableName table) {
      if (!table.equals(Tables.DOCUMENTS)) {
        throw new InsightException(
            ErrorKind.INTERNAL, "Cannot measure names: no table but documents, found " + table);
      }
      return rows;
    }

    @Override
    public Dataset<Row> withLabels(Dataset<Row> rows) {
      throw new InsightException(
          ErrorKind.INTERNAL, "Cannot measure names: there are no labels, found a job that asks");
    }
  }

  private record Span(int begin, int end, NameKind kind) {}

  private record Group(String by, String name) implements Comparable<Group> {

    private static final List<String> ORDER = List.of("language", "kind", "script", "origin");

    boolean isOrigin() {
      return by.equals("origin");
    }

    @Override
    public int compareTo(Group other) {
      int order = ORDER.indexOf(by) - ORDER.indexOf(other.by);
      return order != 0 ? order : name.compareTo(other.name);
    }
  }

  /** Names by group: how many are true, were found, and are right. */
  private static final class Counts {

    private final SortedMap<Group, long[]> counts = new TreeMap<>();

    void add(SimulatedNames.Text text, List<NameSpan> found) {
      Set<Span> spans = new HashSet<>();
      for (NameSpan span : found) {
        if (!text.isUnknown(span.begin(), span.end())
            && spans.add(new Span(span.begin(), span.end(), span.kind()))) {
          groups(text, span.kind(), span.script()).forEach(group -> count(group)[1]++);
        }
      }
      Set<Span> counted = new HashSet<>();
      for (SimulatedNames.Name name : text.names()) {
        Span span = new Span(name.begin(), name.end(), name.kind());
        if (text.isUnknown(name.begin(), name.end()) || !counted.add(span)) {
          continue;
        }
        List<Group> groups = groups(text, name.kind(), name.script());
        if (name.origin() != null) {
          groups.add(new Group("origin", name.origin()));
        }
        for (Group group : groups) {
          count(group)[0]++;
          count(group)[2] += spans.contains(span) ? 1 : 0;
        }
      }
    }

    private long[] count(Group group) {
      return counts.computeIfAbsent(group, g -> new long[3]);
    }

    private static List<Group> groups(SimulatedNames.Text text, NameKind kind, String script) {
      List<Group> groups = new ArrayList<>();
      groups.add(new Group("language", text.language()));
      groups.add(new Group("kind", NameEvaluation.code(kind)));
      groups.add(new Group("script", script));
      return groups;
    }

    List<Score> scores(String method) {
      List<Score> scores = new ArrayList<>();
      counts.forEach(
          (group, n) ->
              scores.add(
                  new Score(
                      method,
                      group.by(),
                      group.name(),
                      n[0],
                      group.isOrigin() ? null : n[1],
                      n[2])));
      return scores;
    }
  }
}
