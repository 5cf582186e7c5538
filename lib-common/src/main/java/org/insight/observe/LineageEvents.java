package org.insight.observe;

import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.spark.sql.SparkSession;
import org.insight.config.Settings;
import org.insight.config.Settings.LineageSettings;
import org.insight.core.Failures;
import org.insight.engine.Job;
import org.insight.engine.JobResult;
import org.insight.engine.Origin;
import org.insight.engine.Read;
import org.insight.lake.Lake;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * OpenLineage events of a run and, as its children, of its jobs: a START and a COMPLETE or FAIL
 * each. What a job read and wrote, and which column was made of which, is in its COMPLETE; a job
 * for which nothing was new has none of it.
 */
final class LineageEvents {

  private static final Logger LOG = LoggerFactory.getLogger(LineageEvents.class);

  /** A server that does not answer takes seconds each time. */
  private static final int MOST_FAILURES = 3;

  /** One that takes so long is as one that does not answer: a run has a hundred events. */
  private static final Duration SLOW = Duration.ofSeconds(2);

  private static final OpenLineage EVENTS =
      new OpenLineage(URI.create("https://openlineage.io/producers/insight"));

  private final @Nullable LineageTransport transport;
  private final String namespace;
  private final String command;
  private final UUID run;
  private final OpenLineage.@Nullable ParentRunFacet parent;
  private int failures;

  private LineageEvents(
      @Nullable LineageTransport transport,
      String namespace,
      String command,
      UUID run,
      OpenLineage.@Nullable ParentRunFacet parent) {
    this.transport = transport;
    this.namespace = namespace;
    this.command = command;
    this.run = run;
    this.parent = parent;
  }

  /**
   * The events of one run.
   *
   * @param spark its properties may name the run of a scheduler that this one is part of
   * @throws org.insight.core.InsightException USAGE where the settings do not say where to
   */
  static LineageEvents of(Settings settings, SparkSession spark, String command, UUID run) {
    LineageSettings lineage = settings.observe().lineage();
    return new LineageEvents(
        LineageTransport.of(settings), lineage.namespace(), command, run, parent(spark));
  }

  /** As schedulers tell Spark of the task that started it. */
  private static OpenLineage.@Nullable ParentRunFacet parent(SparkSession spark) {
    String id = spark.sparkContext().getConf().get("spark.openlineage.parentRunId", "");
    String job = spark.sparkContext().getConf().get("spark.openlineage.parentJobName", "");
    String of = spark.sparkContext().getConf().get("spark.openlineage.parentJobNamespace", "");
    try {
      return id.isEmpty() || job.isEmpty() ? null : parent(UUID.fromString(id), of, job);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static OpenLineage.ParentRunFacet parent(UUID id, String namespace, String job) {
    return EVENTS
        .newParentRunFacetBuilder()
        .run(EVENTS.newParentRunFacetRunBuilder().runId(id).build())
        .job(EVENTS.newParentRunFacetJobBuilder().namespace(namespace).name(job).build())
        .build();
  }

  boolean wanted() {
    return transport != null;
  }

  void started() {
    send(EventType.START, run, parent, name(), "", List.of(), List.of());
  }

  /**
   * It has come to its end.
   *
   * @param failure the kind of error; empty where there was none
   */
  void ended(String failure) {
    EventType type = failure.isEmpty() ? EventType.COMPLETE : EventType.FAIL;
    send(type, run, parent, name(), failure, List.of(), List.of());
  }

  /** The id of the job's own run. */
  UUID jobStarted(Job job) {
    UUID id = UUID.randomUUID();
    send(EventType.START, id, ofRun(), name(job), "", List.of(), List.of());
    return id;
  }

  void jobFailed(UUID id, Job job, String failure) {
    send(EventType.FAIL, id, ofRun(), name(job), failure, List.of(), List.of());
  }

  void jobEnded(UUID id, Lake lake, Job job, JobResult result) {
    if (!wanted()) {
      return;
    }
    List<OpenLineage.InputDataset> inputs = new ArrayList<>();
    List<OpenLineage.OutputDataset> outputs = new ArrayList<>();
    try {
      if (result.outcome() == JobResult.Outcome.WRITTEN) {
        for (TableName table : read(job, result)) {
          inputs.add(input(lake, table, result.origins().snapshots().get(table)));
        }
        outputs.add(output(lake, result));
      }
    } catch (Exception e) {
      // The job has done its work; the catalog may be gone by now.
      LOG.warn("Cannot tell the lineage of {}: {}", name(job), Failures.inWords(e));
    }
    send(EventType.COMPLETE, id, ofRun(), name(job), "", inputs, outputs);
  }

  /** What it declared, and what the runner gave it beside, as the labels. */
  private static SortedSet<TableName> read(Job job, JobResult result) {
    SortedSet<TableName> read = new TreeSet<>();
    job.reads().stream().map(Read::table).forEach(read::add);
    result.origins().columns().values().forEach(of -> of.forEach(o -> read.add(o.table())));
    return read;
  }

  private OpenLineage.InputDataset input(Lake lake, TableName table, @Nullable Long snapshot) {
    OpenLineage.DatasetFacetsBuilder facets = EVENTS.newDatasetFacetsBuilder();
    if (snapshot != null) {
      facets.version(EVENTS.newDatasetVersionDatasetFacet(snapshot.toString()));
    }
    lake.contracts().find(table).ifPresent(contract -> facets.schema(schema(contract)));
    return EVENTS
        .newInputDatasetBuilder()
        .namespace(namespace)
        .name(lake.identifier(table))
        .facets(facets.build())
        .build();
  }

  private OpenLineage.OutputDataset output(Lake lake, JobResult result) {
    OpenLineage.DatasetFacetsBuilder facets = EVENTS.newDatasetFacetsBuilder();
    facets.version(
        EVENTS.newDatasetVersionDatasetFacet(
            Long.toString(lake.snapshot(result.table()).snapshotId())));
    facets.schema(schema(lake.contracts().get(result.table())));
    if (!result.origins().columns().isEmpty()) {
      facets.columnLineage(columns(lake, result.origins().columns()));
    }
    return EVENTS
        .newOutputDatasetBuilder()
        .namespace(namespace)
        .name(lake.identifier(result.table()))
        .facets(facets.build())
        .outputFacets(
            EVENTS
                .newOutputDatasetOutputFacetsBuilder()
                .outputStatistics(
                    EVENTS
                        .newOutputStatisticsOutputDatasetFacetBuilder()
                        .rowCount(result.rows())
                        .build())
                .build())
        .build();
  }

  private static OpenLineage.SchemaDatasetFacet schema(TableContract contract) {
    return EVENTS
        .newSchemaDatasetFacetBuilder()
        .fields(
            contract.columns().stream()
                .map(
                    column ->
                        EVENTS
                            .newSchemaDatasetFacetFieldsBuilder()
                            .name(column.name())
                            .type(column.type())
                            .description(column.doc())
                            .build())
                .toList())
        .build();
  }

  private OpenLineage.ColumnLineageDatasetFacet columns(
      Lake lake, SortedMap<String, SortedSet<Origin>> columns) {
    OpenLineage.ColumnLineageDatasetFacetFieldsBuilder fields =
        EVENTS.newColumnLineageDatasetFacetFieldsBuilder();
    columns.forEach(
        (column, origins) ->
            fields.put(
                column,
                EVENTS
                    .newColumnLineageDatasetFacetFieldsAdditionalBuilder()
                    .inputFields(origins.stream().map(origin -> field(lake, origin)).toList())
                    .build()));
    return EVENTS.newColumnLineageDatasetFacetBuilder().fields(fields.build()).build();
  }

  private OpenLineage.InputField field(Lake lake, Origin origin) {
    return EVENTS
        .newInputFieldBuilder()
        .namespace(namespace)
        .name(lake.identifier(origin.table()))
        .field(origin.column())
        .transformations(
            List.of(
                EVENTS
                    .newInputFieldTransformationsBuilder()
                    .type("DIRECT")
                    .subtype(origin.way().name())
                    .build()))
        .build();
  }

  /** Of a job that is run by itself without its name: that is its child's. */
  private String name() {
    return "insight." + command.split(" ", 2)[0];
  }

  private String name(Job job) {
    return "insight." + job.name();
  }

  private OpenLineage.ParentRunFacet ofRun() {
    return parent(run, namespace, name());
  }

  private void send(
      EventType type,
      UUID id,
      OpenLineage.@Nullable ParentRunFacet of,
      String name,
      String failure,
      List<OpenLineage.InputDataset> inputs,
      List<OpenLineage.OutputDataset> outputs) {
    if (transport == null || failures >= MOST_FAILURES || transport.rests()) {
      return;
    }
    long begun = System.nanoTime();
    OpenLineage.RunFacetsBuilder facets = EVENTS.newRunFacetsBuilder();
    if (of != null) {
      facets.parent(of);
    }
    if (!failure.isEmpty()) {
      // The kind alone: a message may quote the data.
      facets.errorMessage(
          EVENTS
              .newErrorMessageRunFacetBuilder()
              .message(failure)
              .programmingLanguage("JAVA")
              .build());
    }
    try {
      transport.send(
          EVENTS
              .newRunEventBuilder()
              .eventType(type)
              .eventTime(ZonedDateTime.now(ZoneOffset.UTC))
              .run(EVENTS.newRunBuilder().runId(id).facets(facets.build()).build())
              .job(EVENTS.newJobBuilder().namespace(namespace).name(name).build())
              .inputs(inputs)
              .outputs(outputs)
              .build());
      if (System.nanoTime() - begun > SLOW.toNanos()) {
        failed(name, "the server takes seconds");
      }
    } catch (IOException | RuntimeException e) {
      failed(name, Failures.inWords(e));
    }
  }

  private void failed(String name, String why) {
    failures++;
    boolean last = failures == MOST_FAILURES;
    LOG.warn(
        "Cannot send lineage of {}: {}{}", name, why, last ? "; no more is sent for a while" : "");
    if (last && transport != null) {
      transport.rest();
    }
  }
}
