package org.insight.flow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;
import org.apache.spark.sql.Row;
import org.insight.config.Settings;
import org.insight.config.SettingsReader;
import org.insight.lake.Lake;
import org.insight.policy.BasePolicy;
import org.insight.policy.Scope;
import org.insight.schemas.Tables;
import org.insight.services.LiteralCorrections;
import org.insight.services.Served;
import org.insight.simulate.Simulation;
import org.insight.simulate.SimulationPlan;
import org.insight.testing.DrawnRights;
import org.insight.testing.TestLakes;

/**
 * A simulated inbox under drawn policies, the lake that the whole pipeline makes of it, and lakes
 * of the inbox cut to what a reader may see.
 */
final class CutLakes {

  private static final boolean LONG = "long".equals(System.getProperty("insight.tests"));

  private final Path folder;
  private final Path inbox;
  private final Settings settings;

  /** Without verification, which the last run of the whole lake has. */
  private final Settings unverified;

  private final Lake whole;

  private CutLakes(Path folder, Path inbox, String readersYaml, boolean corrected) {
    this.folder = folder;
    this.inbox = inbox;
    this.settings = settings(folder, readersYaml, "written");
    this.unverified = settings(folder, readersYaml, "none");
    this.whole =
        TestLakes.inParts(
            2,
            () -> {
              Lake lake = TestLakes.whole(folder.resolve("lake"));
              if (corrected) {
                // In a lake of its own, for one that is run again tells in its ledger what
                // corrections have changed, and a cut lake is run once.
                Lake first = TestLakes.whole(folder.resolve("first"));
                Served.run(unverified, first, inbox);
                LiteralCorrections.ofEachKind(first);
                LiteralCorrections.copy(first, lake);
              }
              Served.run(settings, lake, inbox);
              return lake;
            });
  }

  /** Of a simulated inbox under drawn policies, of which readers have corrected some. */
  static CutLakes of(Path folder, DrawnRights rights, Random random) {
    return new CutLakes(folder, inbox(folder, rights, random), rights.readersYaml(), true);
  }

  /**
   * Simulates, and puts a drawn policy in the place of each policy file.
   *
   * <p>Messages and notices that bring a policy of their own keep it.
   */
  static Path inbox(Path folder, DrawnRights rights, Random random) {
    try {
      Simulation.run(
          new SimulationPlan(
              folder.resolve("sim"),
              LONG ? 40 : 25,
              LONG ? 100 : 60,
              random.nextLong(),
              List.of("FR", "ES", "GB")));
      Path inbox = folder.resolve("sim/inbox");
      try (Stream<Path> files = Files.walk(inbox)) {
        for (Path file : files.filter(CutLakes::isPolicy).sorted().toList()) {
          int drawn = random.nextInt(rights.policies().size());
          Files.writeString(file, rights.policies().get(drawn).canonical());
        }
      }
      return inbox;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of an inbox that is there. */
  static CutLakes of(Path folder, Path inbox, String readersYaml) {
    return new CutLakes(folder, inbox, readersYaml, false);
  }

  Lake whole() {
    return whole;
  }

  /** The policies that files of a lake's inbox came with, each once, in the order of their ids. */
  static List<BasePolicy> policies(Lake lake) {
    return lake.read(Tables.POLICIES).select("canonical").collectAsList().stream()
        .map(row -> BasePolicy.fromYaml(row.getString(0)))
        .sorted(Comparator.comparing(BasePolicy::id))
        .toList();
  }

  /**
   * Readers by the policies that they may see on a day: those who may see the same files are held
   * against the same cut lake.
   *
   * @return by ids of policies, readers by name with their scope
   */
  static Map<List<String>, Map<String, Scope>> views(
      DrawnRights rights, List<BasePolicy> policies, LocalDate day) {
    Map<List<String>, Map<String, Scope>> views = new LinkedHashMap<>();
    rights
        .readers()
        .forEach(
            (name, scope) ->
                views
                    .computeIfAbsent(
                        policies.stream().filter(seenBy(scope, day)).map(BasePolicy::id).toList(),
                        view -> new LinkedHashMap<>())
                    .put(name, scope));
    return views;
  }

  static Predicate<BasePolicy> seenBy(Scope scope, LocalDate day) {
    return policy -> DrawnRights.sees(scope, policy, day);
  }

  /** A night's lakes would fill the disk. */
  static void delete(Path lakes) {
    try {
      PathUtils.deleteDirectory(lakes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A lake of those files of the inbox alone whose policy is such. */
  Lake cutTo(Predicate<BasePolicy> seen, String name) {
    Path cut = folder.resolve(name);
    cut(inbox, whole, seen, cut.resolve("inbox"));
    // In one partition, so the two lakes do not come to the same in the same way.
    return TestLakes.inParts(
        1,
        () -> {
          Lake lake = TestLakes.whole(cut.resolve("lake"));
          // Those of documents that are not there come to nothing.
          LiteralCorrections.copy(whole, lake);
          Served.run(unverified, lake, cut.resolve("inbox"));
          return lake;
        });
  }

  /**
   * Copies the files of an inbox whose policy is such, and the policy files that are for them.
   *
   * @param whole a lake made of that inbox, which knows the policy that each file came with
   * @return how many there are, without policies
   */
  static int cut(Path inbox, Lake whole, Predicate<BasePolicy> seen, Path into) {
    List<Row> roots =
        whole
            .read(Tables.ARRIVALS)
            .where("depth = 0 AND base_policy IS NOT NULL")
            .select("path", "base_policy")
            .collectAsList();
    int files = 0;
    try {
      Files.createDirectories(into);
      for (Row root : roots) {
        if (seen.test(BasePolicy.fromYaml(root.getString(1)))) {
          copy(inbox, root.getString(0), into);
          copy(inbox, root.getString(0) + ".policy.yaml", into);
          for (Path above = Path.of(root.getString(0)).getParent();
              above != null;
              above = above.getParent()) {
            copy(inbox, above.resolve("policy.yaml").toString(), into);
          }
          files++;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  private static void copy(Path inbox, String path, Path into) throws IOException {
    Path to = into.resolve(path);
    if (Files.exists(inbox.resolve(path)) && !Files.exists(to)) {
      Files.createDirectories(to.getParent());
      Files.copy(inbox.resolve(path), to);
    }
  }

  private static boolean isPolicy(Path file) {
    return file.toString().endsWith("policy.yaml");
  }

  private static Settings settings(Path folder, String readersYaml, String verify) {
    Path readers = folder.resolve("readers.yaml");
    Path conf = folder.resolve("conf.yaml");
    try {
      Files.createDirectories(folder);
      Files.writeString(readers, readersYaml);
      // Other settings than the default, so that it is translated: by day the gloss alone, which
      // takes no time.
      Files.writeString(
          conf,
          "publish: {verify: "
              + verify
              + "}\ntranslation: {targets: [en]"
              + (LONG ? "" : ", engines: {fr-en: none, es-en: none}")
              + "}\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return SettingsReader.read(List.of(conf)).withReaders(readers.toString());
  }
}
