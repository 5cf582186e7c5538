package org.insight.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.insight.config.Settings;
import org.insight.core.ErrorKind;
import org.insight.core.Failures;
import org.insight.core.InsightException;
import org.insight.core.OneLine;
import org.insight.jobs.Stage;
import org.insight.services.ItemStream;
import org.insight.services.LakeSession;
import org.insight.streams.KafkaTopics;
import org.insight.streams.KafkaTopics.Loss;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the pipeline on what comes, and stays. */
@Command(
    name = "stream",
    header = "Reads a drop folder or Kafka as items arrive.",
    mixinStandardHelpOptions = true,
    description = {
      "Lands what comes to a drop folder, to topics of Kafka, or to both, in small batches, each item",
      "once; and at most every so often runs the jobs, verifies and publishes, as `insight run` does.",
      "Stays until it is ended (SIGTERM, Ctrl-C), after the batch that it is at. Killed, it goes on",
      "where it was: how far it came is kept with the rows.",
      "",
      "Files are moved in whole: written elsewhere, or under a name that begins with a dot, then",
      "renamed. A message is a file: its bytes are the value, its policy its own, else that of its",
      "header `policy`, else --policy; its name that of its header `name`.",
      "Other commands come in between batches; they wait for their turn."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  insight stream --inbox inbox",
      "  insight stream --kafka 127.0.0.1:9092 --topic notices --policy conf/policies/public-list.yaml",
      "  insight stream --inbox inbox --until-empty      (for a scheduler)"
    })
final class StreamCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Common common;
  @Mixin private InboxOptions inbox;

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      description = "Brokers of Kafka, separated by commas.")
  private @Nullable String kafka;

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description = "A topic that is read from its first message on; may be given more than once.")
  private List<String> topics = new ArrayList<>();

  @Option(
      names = "--kafka-conf",
      paramLabel = "FILE",
      description = "Further settings of Kafka's client (properties), as of its security.")
  private @Nullable Path kafkaConf;

  @Option(
      names = "--every",
      defaultValue = "300",
      paramLabel = "SECONDS",
      description = "The jobs after landing run at most so often (default ${DEFAULT-VALUE}).")
  private int every;

  @Option(
      names = "--batch",
      defaultValue = "10000",
      paramLabel = "N",
      description = "Most items of a batch (default ${DEFAULT-VALUE}); what is more, waits.")
  private int batch;

  @Option(
      names = "--pause",
      defaultValue = "10",
      paramLabel = "SECONDS",
      description = {
        "From the beginning of a batch to that of the next one at least (default ${DEFAULT-VALUE}),",
        "so that a trickle of items does not make a snapshot of each."
      })
  private int pause;

  @Option(
      names = "--to",
      defaultValue = "governance",
      paramLabel = "STAGE",
      description = "Last stage (default: all).")
  private Stage to;

  @Option(
      names = "--keep",
      defaultValue = "6h",
      paramLabel = "DURATION",
      converter = MaintainCommand.Age.class,
      description = {
        "Snapshots go that are older and not of the runs that maintain.keep_runs keeps",
        "(default ${DEFAULT-VALUE})."
      })
  private Duration keep;

  @Option(
      names = "--patience",
      defaultValue = "10",
      paramLabel = "MINUTES",
      description =
          "A Kafka that does not answer is waited for so long (default ${DEFAULT-VALUE}).")
  private int patience;

  @Option(
      names = "--accept-loss",
      description = "Go on though Kafka keeps messages no more that were not read.")
  private boolean acceptLoss;

  @Option(names = "--until-empty", description = "End when all has come in that is there now.")
  private boolean untilEmpty;

  @Override
  public Integer call() {
    Settings settings = common.settings();
    settings.lake().requireIceberg("stream into the lake");
    inbox.check();
    ItemStream.Plan plan = plan();
    try (LakeSession session = LakeSession.toRead("stream", settings)) {
      ItemStream.into(session, plan, new PrintedRun(spec.commandLine().getOut())).run();
    }
    return 0;
  }

  private ItemStream.Plan plan() {
    if (every < 0 || batch < 1 || pause < 0 || patience < 0) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot stream: a batch has an item at least and no time is below 0, found --every "
              + every
              + ", --batch "
              + batch
              + ", --pause "
              + pause
              + ", --patience "
              + patience);
    }
    if ((kafka == null) != topics.isEmpty()) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot stream: --kafka and --topic go together, found one of them");
    }
    if (kafka == null && !inbox.given()) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot stream: nothing to read, found neither --inbox nor --kafka");
    }
    for (String topic : topics) {
      if (!topic.matches("[a-zA-Z0-9._-]{1,249}")) {
        throw new InsightException(
            ErrorKind.USAGE, "Cannot stream: not the name of a topic, found " + OneLine.of(topic));
      }
    }
    return new ItemStream.Plan(
        inbox.folderOrNone(),
        inbox.policy(),
        kafka == null ? null : new KafkaTopics(kafka, List.copyOf(topics), client()),
        acceptLoss ? Loss.ACCEPTED : Loss.REFUSED,
        to,
        Duration.ofSeconds(every),
        batch,
        Duration.ofSeconds(pause),
        keep,
        Duration.ofMinutes(patience),
        ItemStream.ACTS,
        untilEmpty);
  }

  private Map<String, String> client() {
    Map<String, String> client = new LinkedHashMap<>();
    if (kafkaConf == null) {
      return client;
    }
    Properties properties = new Properties();
    try (Reader text = Files.newBufferedReader(kafkaConf)) {
      properties.load(text);
    } catch (IOException | IllegalArgumentException e) {
      throw new InsightException(
          ErrorKind.INPUT,
          "Cannot read the settings of Kafka's client: "
              + Failures.inWords(e)
              + ", found "
              + kafkaConf,
          e);
    }
    properties.stringPropertyNames().forEach(k -> client.put(k, properties.getProperty(k)));
    return client;
  }
}
