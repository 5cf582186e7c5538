package org.insight.benchmarks;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.insight.cli.Common;
import org.insight.cli.TextTable;
import org.insight.config.Settings;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.jobs.Stage;
import org.insight.lake.Lake;
import org.insight.lake.Snapshot;
import org.insight.schemas.Contracts;
import org.insight.schemas.Tables;
import org.insight.services.ItemStream;
import org.insight.services.LakeSession;
import org.insight.services.RunListener;
import org.insight.streams.KafkaTopics;
import org.insight.streams.KafkaTopics.Loss;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures whether a stream stays as fast, and as small, as it was. */
@Command(
    name = "stream",
    mixinStandardHelpOptions = true,
    description = {
      "Sends small messages of invented text to a new topic of a broker (lab/kafka.sh runs one), lands",
      "them in a new lake as `insight stream --to landing --until-empty` does, and prints of each tenth: messages a",
      "second with all that comes between (the jobs of landing, publication, rewriting of files), the",
      "data files and snapshots of landing.arrivals, and the heap that is in use after a collection."
    },
    footerHeading = "%nExample:%n",
    footer = "  insight bench stream --kafka 127.0.0.1:9092 --lake bench/stream --messages 100000")
final class BenchStreamCommand implements Callable<Integer> {

  private static final int PARTITIONS = 2;
  private static final int TENTHS = 10;
  private static final byte[] POLICY =
      "source: FR\npurposes: [investigation]\n".getBytes(StandardCharsets.UTF_8);

  @Spec private CommandSpec spec;
  @Mixin private Common common;

  @Option(names = "--kafka", required = true, paramLabel = "HOST:PORT", description = "The broker.")
  private String kafka;

  @Option(
      names = "--messages",
      defaultValue = "100000",
      paramLabel = "N",
      description = "How many (default ${DEFAULT-VALUE}).")
  private int messages;

  @Option(
      names = "--batch",
      defaultValue = "10000",
      paramLabel = "N",
      description = "Most messages of a batch (default ${DEFAULT-VALUE}).")
  private int batch;

  /** What there was when a tenth had landed. */
  private record Mark(long landed, double seconds, long files, long snapshots, long heap) {}

  private final List<Mark> marks = new ArrayList<>();

  @Override
  public Integer call() {
    requirePositive("--messages", messages);
    requirePositive("--batch", batch);
    Settings settings = common.settings();
    String topic = "bench-" + System.currentTimeMillis();
    try (LakeSession session = LakeSession.toRead("bench", settings)) {
      Lake lake = Lake.openOrCreate(session.spark(), settings.lake(), Contracts.load());
      requireNew(lake);
      send(topic);
      ItemStream.Plan plan =
          new ItemStream.Plan(
              null,
              null,
              new KafkaTopics(kafka, List.of(topic), Map.of()),
              Loss.REFUSED,
              Stage.LANDING,
              Duration.ofSeconds(300),
              batch,
              Duration.ZERO,
              Duration.ofHours(6),
              Duration.ofMinutes(1),
              ItemStream.ACTS,
              true);
      long start = System.nanoTime();
      ItemStream.into(session, plan, RunListener.SILENT)
          .telling(landed -> mark(lake, landed, start))
          .run();
    }
    print();
    return 0;
  }

  private static void requirePositive(String option, int given) {
    if (given < 1) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot measure: " + option + " must be positive, found " + given);
    }
  }

  /** What is invented is published here, and would be read among what is real. */
  static void requireNew(Lake lake) {
    if (lake.rows(Tables.ARRIVALS) > 0 || lake.ofRun().rows(Tables.ARRIVALS) > 0) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot measure: the lake must be a new one, found one that has items; --lake names one");
    }
  }

  private void mark(Lake lake, long landed, long start) {
    if (landed >= (long) messages * (marks.size() + 1) / TENTHS) {
      double seconds = (System.nanoTime() - start) / 1e9;
      System.gc();
      Snapshot tip = lake.ofRun().snapshot(Tables.ARRIVALS);
      marks.add(
          new Mark(
              landed,
              seconds,
              Long.parseLong(tip.summary().getOrDefault("total-data-files", "0")),
              lake.history(Tables.ARRIVALS).snapshots().size(),
              ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()));
    }
  }

  private void send(String topic) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", kafka);
    properties.put("linger.ms", "20");
    try (Admin admin = Admin.create(properties)) {
      admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1))).all().get();
      try (KafkaProducer<byte[], byte[]> producer =
          new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
        for (int i = 0; i < messages; i++) {
          ProducerRecord<byte[], byte[]> message =
              new ProducerRecord<>(topic, i % PARTITIONS, null, text(i));
          message.headers().add("policy", POLICY);
          producer.send(message);
        }
      }
    } catch (ExecutionException | KafkaException e) {
      throw new InsightException(
          ErrorKind.EXTERNAL, "Cannot send to Kafka: it does not answer, found " + kafka, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InsightException(ErrorKind.EXTERNAL, "Cannot send to Kafka: interrupted", e);
    }
  }

  /** About 400 bytes. */
  private static byte[] text(int number) {
    return String.format(
            Locale.ROOT,
            """
            Report %d of a district that does not exist.
            On the morning of day %d a grey van was seen near the harbour; its driver spoke with two
            men of whom nothing is known, and left by the road to the north. Nobody was hurt and
            nothing was taken. The watch noted the time, %02d:%02d, and asks whether others have seen it.
            """,
            number,
            number % 365,
            number % 24,
            number % 60)
        .getBytes(StandardCharsets.UTF_8);
  }

  private void print() {
    PrintWriter out = spec.commandLine().getOut();
    List<List<String>> rows = new ArrayList<>();
    Mark before = new Mark(0, 0, 0, 0, 0);
    for (Mark mark : marks) {
      rows.add(
          List.of(
              String.format(Locale.ROOT, "%,d", mark.landed()),
              String.format(Locale.ROOT, "%.0f", mark.seconds()),
              String.format(Locale.ROOT, "%,.0f", rate(before, mark)),
              String.format(Locale.ROOT, "%,d", mark.files()),
              String.format(Locale.ROOT, "%,d", mark.snapshots()),
              String.format(Locale.ROOT, "%,d", mark.heap() >> 20)));
      before = mark;
    }
    TextTable.print(
        out, List.of("landed", "seconds", "messages/s", "files", "snapshots", "heap MiB"), rows);
    if (marks.size() >= TENTHS) {
      double first = rate(new Mark(0, 0, 0, 0, 0), marks.get(0));
      double second = rate(marks.get(0), marks.get(1));
      double last = rate(marks.get(marks.size() - 2), marks.get(marks.size() - 1));
      out.printf(
          Locale.ROOT,
          "rate of the last tenth: %.2f of the first, %.2f of the second (the first has the start)%n",
          last / first,
          last / second);
    }
    out.flush();
  }

  private static double rate(Mark from, Mark to) {
    return (to.landed() - from.landed()) / Math.max(0.001, to.seconds() - from.seconds());
  }
}
