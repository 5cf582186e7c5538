package org.insight.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.insight.config.Settings;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.engine.Job;
import org.insight.engine.Sessions;
import org.insight.jobs.JobRegistry;
import org.insight.jobs.landing.DropFolder;
import org.insight.jobs.landing.Inbox;
import org.insight.jobs.landing.MapRecords;
import org.insight.jobs.landing.ReceiveItems;
import org.insight.jobs.landing.extract.Reason;
import org.insight.jobs.landing.mapping.Mappings;
import org.insight.jobs.mentions.DescribeSubjects;
import org.insight.jobs.mentions.FindEvents;
import org.insight.jobs.mentions.FindIdentifiers;
import org.insight.jobs.mentions.FindNames;
import org.insight.jobs.mentions.FindTimes;
import org.insight.jobs.mentions.KeepCorrections;
import org.insight.jobs.mentions.LocatePlaces;
import org.insight.jobs.text.ReadDocuments;
import org.insight.jobs.text.ReadPages;
import org.insight.jobs.text.SplitSentences;
import org.insight.jobs.text.TranslateSentences;
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
      "text, language, names, identifiers, records, persons that its text describes, places,",
      "times, events, and the policy that it would carry:",
      "its own, that beside it, or the nearest policy.yaml in the folders above it.",
      "Of a table it names the mapping, the columns that are missing or not read, and counts",
      "the values that could not be converted. Runs the same jobs as `run`; writes nothing."
    },
    footerHeading = "%nExample:%n",
    footer = {"  insight try report.pdf mail.eml", "  insight try --translate en rapport.pdf"})
final class TryCommand implements Callable<Integer> {

  /** Stands in where a file has no policy, so that the rest can be shown; it is told apart. */
  private static final String NO_POLICY = "{source: none, purposes: [investigation]}";

  /** As arrivals have it. */
  private static final String NO_POLICY_CANONICAL = BasePolicy.fromYaml(NO_POLICY).canonical();

  /** An inbox that all files lie in: which of the folders above one would be, nobody has said. */
  private static final String ALL_FILES = "file:/";

  /** In characters. */
  private static final int TEXT_SHOWN = 600;

  private static final int LISTED = 20;
  private static final int RECORDS_LISTED = 3;

  /** How much of what is found is shown. */
  enum Shown {
    FIRST,
    ALL;

    private long atMost(int first) {
      return this == ALL ? Long.MAX_VALUE : first;
    }
  }

  /** How to print. */
  enum Format {
    TEXT,
    JSON
  }

  @Spec private CommandSpec spec;
  @Mixin private Common common;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "Policy (YAML) of the files that bring none of their own.")
  private @Nullable Path policy;

  @Option(
      names = "--all",
      description = "Print the whole text and all records, names and identifiers.")
  private boolean all;

  @Option(
      names = "--translate",
      paramLabel = "LANGUAGE",
      description = "Print sentences in fr, en or es as well, translated by machine.")
  private @Nullable String language;

  @Option(
      names = "--format",
      defaultValue = "text",
      paramLabel = "text|json",
      description = "text for people, json for programs (default ${DEFAULT-VALUE}).")
  private Format format;

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
    if (language != null) {
      TriedTranslation.require(settings, language);
    }
    @Nullable String fallback = policy == null ? null : InboxOptions.policy(policy);
    Shown shown = all ? Shown.ALL : Shown.FIRST;
    PrintWriter out = spec.commandLine().getOut();
    List<TriedItem> items = new ArrayList<>();
    try (SparkSession spark = Sessions.open("try", settings)) {
      for (Path file : files) {
        List<TriedItem> tried = of(spark, settings, file, fallback, shown, language);
        switch (format) {
          case TEXT -> tried.forEach(item -> item.print(out));
          case JSON -> items.addAll(tried);
        }
        out.flush();
      }
    }
    if (format == Format.JSON) {
      out.println(TriedItem.json(items));
      out.flush();
    }
    return 0;
  }

  /**
   * What a run would make of a file: the item itself, then what it holds.
   *
   * @param policy YAML of the policy of a file that brings none; null: none
   * @param language that its sentences are translated into; null: none
   */
  static List<TriedItem> of(
      SparkSession spark,
      Settings settings,
      Path file,
      @Nullable String policy,
      Shown shown,
      @Nullable String language) {
    Path absolute = file.toAbsolutePath().normalize();
    String path = absolute.toString().substring(1);
    int folder = path.lastIndexOf('/') + 1;
    Row given = Inbox.file(path, ALL_FILES + path, size(absolute));
    GivenInputs inputs = new GivenInputs();
    inputs.put(Inbox.FILES, spark.createDataFrame(List.of(given), Inbox.COLUMNS));
    Inbox inbox = new Inbox(ALL_FILES, policy == null ? NO_POLICY : policy);
    List<Row> arrivals =
        rows(
            spark,
            inputs,
            new ReceiveItems(inbox, JobRegistry.limits(settings), JobRegistry.mappings()));
    Mappings mappings = new Mappings(JobRegistry.mappings());
    List<Row> records = rows(spark, inputs, new MapRecords(JobRegistry.mappings()));
    rows(spark, inputs, new ReadPages(JobRegistry.ocr(settings)));
    List<Row> documents = rows(spark, inputs, new ReadDocuments());
    List<Row> sentences = rows(spark, inputs, new SplitSentences());
    inputs.put(Tables.CORRECTIONS, KeepCorrections.none(spark));
    List<Row> names = rows(spark, inputs, new FindNames());
    List<Row> identifiers = rows(spark, inputs, new FindIdentifiers());
    inputs.put(Tables.POLICIES, spark.range(0).selectExpr("'' base_policy_id", "'' source"));
    List<Row> times = rows(spark, inputs, new FindTimes());
    List<Row> places = rows(spark, inputs, new LocatePlaces());
    List<Row> described = rows(spark, inputs, new DescribeSubjects());
    List<Row> events = rows(spark, inputs, new FindEvents());
    List<Row> translations =
        language == null
            ? List.of()
            : rows(
                spark, inputs, new TranslateSentences(TriedTranslation.plan(settings, language)));
    Optional<Path> waits = waits(spark, absolute);
    List<TriedItem> items = new ArrayList<>();
    for (Row arrival : arrivals) {
      String id = arrival.getAs("item_id");
      List<Row> ours = with(records, "item_id", Set.of(id));
      Set<String> subjects =
          ours.stream().map(r -> r.<String>getAs("record_id")).collect(Collectors.toSet());
      subjects.add(id);
      items.add(
          new TriedItem(
              arrival.<String>getAs("path").substring(folder),
              arrival.getAs("outcome"),
              arrival.getAs("media_type"),
              arrival.<Long>getAs("size_bytes"),
              arrival.getAs("reason"),
              policy(arrival),
              Reason.POLICY_CONFLICT.code().equals(arrival.getAs("reason_code")),
              arrival.getList(arrival.fieldIndex("issues")),
              arrival.getAs("parent_item_id") == null
                  ? waits.map(Path::toString).orElse(null)
                  : null,
              mapping(arrival, mappings),
              text(with(documents, "document_id", Set.of(id)), sentences, shown),
              names(with(names, "document_id", Set.of(id)), shown),
              records(ours, shown),
              identifiers(with(identifiers, "subject_id", subjects), shown),
              described(with(described, "document_id", Set.of(id)), shown),
              found(with(times, "document_id", Set.of(id)), "role", shown, TryCommand::time),
              found(with(places, "document_id", Set.of(id)), "role", shown, TryCommand::place),
              found(with(events, "document_id", Set.of(id)), "kind", shown, TryCommand::event),
              TriedTranslation.found(
                  with(translations, "document_id", Set.of(id)), sentences, shown.atMost(LISTED))));
    }
    return items;
  }

  /** Runs a job and keeps its rows for those that read them. */
  private static List<Row> rows(SparkSession spark, GivenInputs inputs, Job job) {
    Dataset<Row> made = job.build(inputs);
    List<Row> rows = made.collectAsList();
    inputs.put(job.writes(), spark.createDataFrame(rows, made.schema()));
    return rows;
  }

  private static List<Row> with(List<Row> rows, String column, Set<String> ids) {
    return rows.stream().filter(row -> ids.contains(row.<String>getAs(column))).toList();
  }

  private static Optional<Path> waits(SparkSession spark, Path file) {
    try {
      return DropFolder.waits(file, spark.sparkContext().hadoopConfiguration());
    } catch (IOException e) {
      throw new InsightException(ErrorKind.EXTERNAL, "Cannot read a file: its disk failed", e);
    }
  }

  /** The canonical policy; null if a run would quarantine the item. */
  private static @Nullable String policy(Row arrival) {
    String base = arrival.getAs("base_policy");
    return base == null || base.equals(NO_POLICY_CANONICAL) ? null : base;
  }

  private static TriedItem.@Nullable Mapped mapping(Row arrival, Mappings mappings) {
    String id = arrival.getAs("mapping");
    byte[] content = arrival.getAs("content");
    return id == null || content == null
        ? null
        : new TriedItem.Mapped(id, mappings.byId(id).use(content));
  }

  private static TriedItem.@Nullable Text text(
      List<Row> documents, List<Row> sentences, Shown shown) {
    if (documents.isEmpty()) {
      return null;
    }
    Row document = documents.get(0);
    String text = document.getAs("text");
    Object dated = document.getAs("dated_on");
    return new TriedItem.Text(
        document.<Integer>getAs("characters"),
        dated == null ? null : dated.toString(),
        counts(
            with(sentences, "document_id", Set.of(document.<String>getAs("document_id"))),
            "language"),
        shown == Shown.ALL ? text : text.substring(0, Math.min(TEXT_SHOWN, text.length())),
        shown == Shown.FIRST && text.length() > TEXT_SHOWN);
  }

  private static SortedMap<String, Long> counts(List<Row> rows, String column) {
    return rows.stream()
        .collect(
            Collectors.groupingBy(
                row -> row.<String>getAs(column), TreeMap::new, Collectors.counting()));
  }

  private static TriedItem.Found<TriedItem.Name> names(List<Row> names, Shown shown) {
    return found(
        names,
        "kind",
        shown,
        row ->
            new TriedItem.Name(
                row.getAs("kind"),
                row.getAs("text"),
                row.getAs("key") == null ? row.getAs("name") : row.getAs("key"),
                row.<Integer>getAs("begin"),
                row.<Integer>getAs("end")));
  }

  /** What was found in a text, in its order. */
  private static <T> TriedItem.Found<T> found(
      List<Row> rows, String by, Shown shown, Function<Row, T> as) {
    return new TriedItem.Found<>(
        rows.size(),
        counts(rows, by),
        rows.stream()
            .sorted(Comparator.comparing((Row row) -> row.<Integer>getAs("begin")))
            .limit(shown.atMost(LISTED))
            .map(as)
            .toList());
  }

  private static TriedItem.Time time(Row row) {
    return new TriedItem.Time(
        row.getAs("role"),
        row.getAs("text"),
        row.getAs("value"),
        row.<Integer>getAs("begin"),
        row.<Integer>getAs("end"));
  }

  private static TriedItem.Place place(Row row) {
    return new TriedItem.Place(
        row.getAs("role"),
        row.getAs("text"),
        row.getAs("name"),
        row.getAs("country"),
        row.<Double>getAs("confidence"),
        row.<Integer>getAs("begin"),
        row.<Integer>getAs("end"));
  }

  private static TriedItem.Event event(Row row) {
    return new TriedItem.Event(
        row.getAs("kind"),
        row.getAs("code"),
        row.getAs("status"),
        row.getAs("text"),
        row.getAs("amount"),
        row.getAs("unit"),
        row.<Integer>getAs("begin"),
        row.<Integer>getAs("end"));
  }

  private static TriedItem.Found<TriedItem.Subject> described(List<Row> subjects, Shown shown) {
    return new TriedItem.Found<>(
        subjects.size(),
        counts(subjects, "schema"),
        subjects.stream().limit(shown.atMost(LISTED)).map(TryCommand::subject).toList());
  }

  private static TriedItem.Subject subject(Row row) {
    SortedMap<String, List<String>> attributes = new TreeMap<>();
    for (Row attribute : row.<Row>getList(row.fieldIndex("attributes"))) {
      attributes
          .computeIfAbsent(attribute.getAs("property"), property -> new ArrayList<>())
          .add(attribute.getAs("value"));
    }
    return new TriedItem.Subject(
        row.getAs("schema"),
        row.getAs("role"),
        row.getAs("name"),
        row.getList(row.fieldIndex("mentions")).size(),
        attributes);
  }

  private static TriedItem.Found<TriedItem.Entity> records(List<Row> records, Shown shown) {
    return new TriedItem.Found<>(
        records.size(),
        counts(records, "schema"),
        records.stream()
            .limit(shown.atMost(RECORDS_LISTED))
            .map(
                row ->
                    new TriedItem.Entity(
                        row.getAs("schema"),
                        row.getAs("locator"),
                        properties(row),
                        row.getList(row.fieldIndex("issues"))))
            .toList());
  }

  private static SortedMap<String, List<String>> properties(Row entity) {
    SortedMap<String, List<String>> properties = new TreeMap<>();
    entity
        .<String, Seq<String>>getJavaMap(entity.fieldIndex("properties"))
        .forEach((name, values) -> properties.put(name, JavaConverters.seqAsJavaList(values)));
    return properties;
  }

  private static TriedItem.Found<TriedItem.Identifier> identifiers(
      List<Row> identifiers, Shown shown) {
    return new TriedItem.Found<>(
        identifiers.size(),
        counts(identifiers, "kind"),
        identifiers.stream()
            .sorted(
                Comparator.comparing((Row row) -> row.<String>getAs("kind"))
                    .thenComparing(row -> row.<String>getAs("value")))
            .limit(shown.atMost(LISTED))
            .map(
                row ->
                    new TriedItem.Identifier(
                        row.getAs("kind"), row.getAs("value"), row.<Boolean>getAs("checked")))
            .toList());
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new InsightException(
          ErrorKind.INPUT, "Cannot read a file: missing or unreadable, found " + file, e);
    }
  }
}
