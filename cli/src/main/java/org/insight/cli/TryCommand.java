package org.insight.cli;

import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.insight.config.Settings;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.OneLine;
import org.insight.engine.Sessions;
import org.insight.jobs.JobRegistry;
import org.insight.jobs.landing.DropFolder;
import org.insight.jobs.landing.Inbox;
import org.insight.jobs.landing.MapRecords;
import org.insight.jobs.landing.ReceiveItems;
import org.insight.jobs.landing.extract.Reason;
import org.insight.jobs.mentions.FindIdentifiers;
import org.insight.jobs.mentions.FindNames;
import org.insight.jobs.text.ReadDocuments;
import org.insight.jobs.text.ReadPages;
import org.insight.jobs.text.SplitSentences;
import org.insight.policy.BasePolicy;
import org.insight.schemas.Tables;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** Shows what the platform would make of files, without a lake. */
@Command(
    name = "try",
    header = "Shows what would become of a file, without a lake.",
    mixinStandardHelpOptions = true,
    description = {
      "Reads files without any lake and prints what the platform would make of each:",
      "text, language, names, identifiers, records, and the policy that it would carry:",
      "its own, that beside it, or the nearest policy.yaml in the folders above it.",
      "Runs the same jobs as `run`; writes nothing."
    },
    footerHeading = "%nExample:%n",
    footer = "  insight try report.pdf mail.eml")
final class TryCommand implements Callable<Integer> {

  private static final int TEXT_SHOWN = 600;
  private static final int LISTED = 20;

  /** Stands in where a file has no policy, so that the rest can be shown; it is told apart. */
  private static final String NO_POLICY = "{source: none, purposes: [investigation]}";

  /** As arrivals have it. */
  private static final String NO_POLICY_CANONICAL = BasePolicy.fromYaml(NO_POLICY).canonical();

  /** An inbox that all files lie in: which of the folders above one would be, nobody has said. */
  private static final String ALL_FILES = "file:/";

  @Spec private CommandSpec spec;
  @Mixin private Common common;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "Policy (YAML) of the files that bring none of their own.")
  private @Nullable Path policy;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files to read.")
  private List<Path> files = new ArrayList<>();

  @Override
  public Integer call() {
    Settings settings = common.settings();
    for (Path file : files) {
      if (Files.isDirectory(file)) {
        throw new InsightException(ErrorKind.INPUT, "Cannot read a file: a folder, found " + file);
      }
      if (!Files.isReadable(file)) {
        throw new InsightException(
            ErrorKind.INPUT, "Cannot read a file: missing or unreadable, found " + file);
      }
    }
    @Nullable String fallback = policy == null ? null : InboxOptions.policy(policy);
    try (SparkSession spark = Sessions.open("try", settings)) {
      for (Path file : files) {
        show(spark, settings, file, fallback, spec.commandLine().getOut());
      }
    }
    return 0;
  }

  /**
   * Prints what a run would make of a file.
   *
   * @param policy YAML of the policy of a file that brings none; null: none
   */
  static void show(
      SparkSession spark, Settings settings, Path file, @Nullable String policy, PrintWriter out) {
    Path absolute = file.toAbsolutePath().normalize();
    String path = absolute.toString().substring(1);
    int folder = path.lastIndexOf('/') + 1;
    Row given = Inbox.file(path, ALL_FILES + path, size(absolute));
    GivenInputs inputs = new GivenInputs();
    inputs.put(Inbox.FILES, spark.createDataFrame(List.of(given), Inbox.COLUMNS));
    Inbox inbox = new Inbox(ALL_FILES, policy == null ? NO_POLICY : policy);
    ReceiveItems receive =
        new ReceiveItems(inbox, JobRegistry.limits(settings), JobRegistry.mappings());
    List<Row> arrivals = receive.build(inputs).collectAsList();
    inputs.put(
        Tables.ARRIVALS,
        arrivals.isEmpty()
            ? receive.build(inputs)
            : spark.createDataFrame(arrivals, arrivals.get(0).schema()));
    inputs.put(Tables.RECORDS, kept(spark, new MapRecords(JobRegistry.mappings()).build(inputs)));
    inputs.put(Tables.PAGES, kept(spark, new ReadPages(JobRegistry.ocr(settings)).build(inputs)));
    inputs.put(Tables.DOCUMENTS, kept(spark, new ReadDocuments().build(inputs)));
    inputs.put(Tables.SENTENCES, kept(spark, new SplitSentences().build(inputs)));
    Dataset<Row> names = kept(spark, new FindNames().build(inputs));
    Dataset<Row> identifiers = kept(spark, new FindIdentifiers().build(inputs));
    Optional<Path> waits = waits(spark, absolute);
    for (Row arrival : arrivals) {
      item(out, arrival, folder);
      if (waits.isPresent() && arrival.getAs("parent_item_id") == null) {
        out.println(
            "  waits: a run would not read it yet, where its inbox holds that folder, for a policy"
                + " that was likely meant for it is not named as one (NAME.policy.yaml, policy.yaml)"
                + " in "
                + OneLine.shown(waits.get().toString()));
      }
      String id = arrival.getAs("item_id");
      text(out, inputs, id);
      names(out, names.where(col("document_id").equalTo(id)));
      records(out, inputs.table(Tables.RECORDS).where(col("item_id").equalTo(id)));
      identifiers(out, identifiers, inputs, id);
      out.println();
    }
    out.flush();
  }

  private static Optional<Path> waits(SparkSession spark, Path file) {
    try {
      return DropFolder.waits(file, spark.sparkContext().hadoopConfiguration());
    } catch (IOException e) {
      throw new InsightException(ErrorKind.EXTERNAL, "Cannot read a file: its disk failed", e);
    }
  }

  /**
   * @param folder how many characters of the path are the folder that was looked in
   */
  private static void item(PrintWriter out, Row arrival, int folder) {
    out.printf(
        Locale.ROOT,
        "%s%n  %s, %s, %,d bytes%n",
        OneLine.shown(arrival.<String>getAs("path").substring(folder)),
        arrival.getAs("outcome"),
        arrival.getAs("media_type") == null ? "unknown type" : arrival.getAs("media_type"),
        arrival.<Long>getAs("size_bytes"));
    if (arrival.getAs("reason") != null) {
      out.println("  why: " + arrival.getAs("reason"));
    }
    String base = arrival.getAs("base_policy");
    boolean none = base == null || base.equals(NO_POLICY_CANONICAL);
    out.println(
        "  policy: "
            + (none ? "none: a run would quarantine it, and nobody see it" : OneLine.shown(base)));
    if (none && Reason.POLICY_CONFLICT.code().equals(arrival.getAs("reason_code"))) {
      out.println(
          "  what it holds shows with --policy FILE, of the policy that it is to come with");
    }
    List<String> issues = arrival.getList(arrival.fieldIndex("issues"));
    if (!issues.isEmpty()) {
      out.println("  issues: " + String.join(", ", issues));
    }
  }

  private static void text(PrintWriter out, GivenInputs inputs, String id) {
    List<Row> documents =
        inputs.table(Tables.DOCUMENTS).where(col("document_id").equalTo(id)).collectAsList();
    if (documents.isEmpty()) {
      out.println("  text: none");
      return;
    }
    Map<String, Long> languages = new TreeMap<>();
    inputs
        .table(Tables.SENTENCES)
        .where(col("document_id").equalTo(id))
        .groupBy("language")
        .count()
        .collectAsList()
        .forEach(r -> languages.put(r.getString(0), r.getLong(1)));
    Row document = documents.get(0);
    out.printf(
        Locale.ROOT,
        "  text: %,d characters, dated %s, sentences by language %s%n",
        document.<Integer>getAs("characters"),
        document.getAs("dated_on") == null ? "nowhere" : document.getAs("dated_on"),
        languages);
    String text = document.getAs("text");
    text.substring(0, Math.min(TEXT_SHOWN, text.length()))
        .lines()
        .map(l -> OneLine.shown(l).strip())
        .filter(l -> !l.isEmpty())
        .forEach(l -> out.println("    | " + l));
    if (text.length() > TEXT_SHOWN) {
      out.println("    | …");
    }
  }

  private static void names(PrintWriter out, Dataset<Row> names) {
    names
        .orderBy("begin")
        .limit(LISTED)
        .collectAsList()
        .forEach(
            r ->
                out.printf(
                    Locale.ROOT,
                    "  %s: %s = %s (characters %d to %d)%n",
                    r.getAs("kind"),
                    OneLine.shown(r.getAs("text")),
                    OneLine.shown(r.getAs("key")),
                    r.<Integer>getAs("begin"),
                    r.<Integer>getAs("end")));
    sayHowMany(out, names);
  }

  /** Where more are there than are listed: a kind of which none is listed was not missed. */
  private static void sayHowMany(PrintWriter out, Dataset<Row> found) {
    List<Row> kinds = found.groupBy("kind").count().orderBy("kind").collectAsList();
    long all = kinds.stream().mapToLong(kind -> kind.getLong(1)).sum();
    if (all > LISTED) {
      out.printf(
          Locale.ROOT,
          "  … %,d in all: %s%n",
          all,
          kinds.stream()
              .map(kind -> String.format(Locale.ROOT, "%s %,d", kind.getString(0), kind.getLong(1)))
              .collect(Collectors.joining(", ")));
    }
  }

  private static void records(PrintWriter out, Dataset<Row> records) {
    long count = records.count();
    if (count > 0) {
      out.printf(Locale.ROOT, "  records: %,d%n", count);
      for (Row r : records.orderBy("locator").limit(3).collectAsList()) {
        out.printf(
            Locale.ROOT,
            "    %s at %s: %s%n",
            r.getAs("schema"),
            OneLine.shown(r.getAs("locator")),
            OneLine.shown(properties(r).toString()));
        List<String> issues = r.getList(r.fieldIndex("issues"));
        if (!issues.isEmpty()) {
          out.println("      issues: " + OneLine.shown(String.join(", ", issues)));
        }
      }
      if (count > 3) {
        out.println("    …");
      }
    }
  }

  private static SortedMap<String, List<String>> properties(Row entity) {
    SortedMap<String, List<String>> properties = new TreeMap<>();
    entity
        .<String, Seq<String>>getJavaMap(entity.fieldIndex("properties"))
        .forEach((name, values) -> properties.put(name, JavaConverters.seqAsJavaList(values)));
    return properties;
  }

  private static void identifiers(
      PrintWriter out, Dataset<Row> identifiers, GivenInputs inputs, String item) {
    Dataset<Row> subjects =
        inputs
            .table(Tables.RECORDS)
            .where(col("item_id").equalTo(item))
            .select(col("record_id").as("subject_id"));
    Dataset<Row> ours =
        identifiers
            .join(subjects, new String[] {"subject_id"}, "left_semi")
            .unionByName(identifiers.where(col("subject_id").equalTo(item)));
    for (Row r : ours.orderBy("kind", "value").limit(LISTED).collectAsList()) {
      out.printf(
          Locale.ROOT,
          "  %s: %s%s%n",
          r.getAs("kind"),
          OneLine.shown(r.getAs("value")),
          r.<Boolean>getAs("checked") ? " (checked)" : "");
    }
    sayHowMany(out, ours);
  }

  private static Dataset<Row> kept(SparkSession spark, Dataset<Row> rows) {
    return spark.createDataFrame(rows.collectAsList(), rows.schema());
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (java.io.IOException e) {
      throw new InsightException(
          ErrorKind.INPUT, "Cannot read a file: missing or unreadable, found " + file, e);
    }
  }
}
