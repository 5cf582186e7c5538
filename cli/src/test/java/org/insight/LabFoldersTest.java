package org.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.insight.config.SettingsReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The scripts of lab/ remove and change only what is in folders that they made themselves, and keep
 * secrets from other accounts. What they start is none of this: the servers' place is taken by a
 * cache that is whole by its mark, and by a java that ends at once.
 */
class LabFoldersTest {

  private static final Path LAB = Path.of("..", "lab").toAbsolutePath().normalize();
  private static final Path POSTGRES = Path.of("/usr/lib/postgresql");

  @TempDir private Path folder;

  private final Map<String, String> environment = new HashMap<>();

  private record Ended(int exit, String said) {}

  @BeforeEach
  void serversThatAreThereAndDoNotRun() throws IOException, InterruptedException {
    Path cache = Files.createDirectories(folder.resolve("cache/insight"));
    for (String name : List.of("hadoop", "kafka")) {
      String lock = run(Path.of("/usr/bin/sha256sum"), LAB.resolve(name + ".lock") + "").said();
      complete(cache.resolve(name + "-" + lock.substring(0, 12)));
    }
    complete(cache.resolve("trino-server-476"));
    environment.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    Path java = program("java", "echo 'openjdk version \"25\"'; exit 9");
    environment.put("JAVA_HOME", java.getParent().getParent().toString());
    environment.put("INSIGHT_TRINO_JAVA", java.toString());
  }

  private static void complete(Path server) throws IOException {
    Files.createFile(Files.createDirectories(server).resolve(".complete"));
  }

  private Path program(String name, String body) throws IOException {
    Path bin = Files.createDirectories(folder.resolve("programs/bin"));
    Path program = Files.writeString(bin.resolve(name), "#!/bin/bash\n" + body + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return program;
  }

  private Ended run(Path program, String... arguments) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(Stream.concat(Stream.of(program + ""), Stream.of(arguments)).toList())
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), said);
  }

  /** A project of somebody's, with folders that have the names of the lab's. */
  private Path project() throws IOException {
    Path project = Files.createDirectory(folder.resolve("project"));
    for (String name : List.of("conf", "target", "tmp", "hdfs", "lake", "trino", "log")) {
      Files.writeString(Files.createDirectory(project.resolve(name)).resolve("mine.txt"), "mine");
    }
    Path airflow = Files.createDirectory(project.resolve("airflow"));
    Files.writeString(airflow.resolve("airflow.cfg"), "mine");
    Path postgres = Files.createDirectory(folder.resolve("elsewhere"));
    Files.writeString(postgres.resolve("mine.txt"), "mine");
    Files.writeString(project.resolve("postgres.folder"), postgres + "\n");
    return project;
  }

  private static Map<String, String> contents(Path folder) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(folder.relativize(file).toString(), Files.readString(file));
      }
    }
    return contents;
  }

  @ParameterizedTest
  @CsvSource({
    "hadoop.sh, run",
    "kafka.sh, run",
    "lab.sh, up",
    "lab.sh, clear",
    "airflow.sh, up",
    "airflow.sh, clear"
  })
  void aFolderOfSomebodyElseIsRefusedAndStaysAsItIs(String script, String word)
      throws IOException, InterruptedException {
    Path project = project();
    Map<String, String> before = contents(folder);
    environment.put("INSIGHT_LAB", project.toString());
    Ended ended =
        word.equals("run")
            ? run(LAB.resolve(script), word, project.toString())
            : run(LAB.resolve(script), word);
    assertThat(ended.said())
        .matches("Cannot [a-z]+ [A-Za-z ]+: .* was not made by lab/[a-z]+\\.sh, found .*\n")
        .contains(project.toString());
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(contents(folder)).isEqualTo(before);
  }

  /**
   * It has the process numbers, the database and the addresses of the one that it was copied of.
   */
  @ParameterizedTest
  @CsvSource({
    "lab.sh, up",
    "lab.sh, down",
    "lab.sh, clear",
    "airflow.sh, down",
    "airflow.sh, clear"
  })
  void aCopyOfALabTouchesNothingOfTheOriginal(String script, String word)
      throws IOException, InterruptedException {
    Path original = Files.createDirectories(folder.resolve("original/lake")).getParent();
    copyTouchesNothing(script, word, original.toRealPath() + "\n", original);
  }

  /** Its mark says nothing of where it was; its settings name its lake. */
  @Test
  void aCopyOfALabOfBeforeTouchesNothingOfTheOriginal() throws IOException, InterruptedException {
    Path original = Files.createDirectories(folder.resolve("original/lake")).getParent();
    copyTouchesNothing("lab.sh", "down", "", original);
  }

  private void copyTouchesNothing(String script, String word, String mark, Path original)
      throws IOException, InterruptedException {
    Path copy = project();
    Files.writeString(copy.resolve(".insight-lab"), mark);
    Files.writeString(
        copy.resolve("insight.yaml"), "lake:\n  path: \"" + original.resolve("lake") + "\"\n");
    Files.createDirectories(copy.resolve("airflow"));
    Process server = new ProcessBuilder("sleep", "60").start();
    try {
      Files.writeString(copy.resolve("trino.pid"), noted(server));
      Files.writeString(copy.resolve("airflow/scheduler.pid"), noted(server));
      Map<String, String> before = contents(folder);
      environment.put("INSIGHT_LAB", copy.toString());
      Ended ended = run(LAB.resolve(script), word);
      assertThat(ended.said()).contains(": the folder is a copy or was moved").hasLineCount(1);
      assertThat(ended.exit()).isEqualTo(2);
      assertThat(contents(folder)).isEqualTo(before);
      assertThat(server.isAlive()).isTrue();
    } finally {
      server.destroyForcibly();
    }
  }

  /** Its number, and when it began in ticks since the machine did, as the scripts keep them. */
  private static String noted(Process process) throws IOException {
    return process.pid() + " " + status(process.pid())[19] + "\n";
  }

  /** What the system says of a process behind its name. */
  private static String[] status(long pid) throws IOException {
    String status = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return status.substring(status.lastIndexOf(')') + 2).split(" ", -1);
  }

  /** As the first process of a container asks at times of its own. */
  @Test
  void whatHasEndedDoesNotRunThoughItsParentHasNotAskedYet()
      throws IOException, InterruptedException {
    Path lab = Files.createDirectory(folder.resolve("lab"));
    Files.writeString(lab.resolve("lab.env"), "postgres_port=1\nhttps_port=1\n");
    environment.put("INSIGHT_LAB", lab.toString());
    Process parent =
        new ProcessBuilder("bash", "-c", "exec 3<&0; cat <&3 & echo $!; exec sleep 60").start();
    try (BufferedReader said = parent.inputReader()) {
      long server = Long.parseLong(said.readLine());
      Files.writeString(lab.resolve("trino.pid"), server + " " + status(server)[19] + "\n");
      assertThat(run(LAB.resolve("lab.sh"), "status").said()).contains("Trino:      https:");
      while (!Files.readString(Path.of("/proc/" + parent.pid() + "/comm")).equals("sleep\n")) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      parent.getOutputStream().close();
      while (!status(server)[0].equals("Z")) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      assertThat(run(LAB.resolve("lab.sh"), "status").said()).contains("Trino:      stopped");
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void aClockThatIsSetChangesNothingOfWhoRuns() throws IOException, InterruptedException {
    Path lab = Files.createDirectory(folder.resolve("lab"));
    Files.createFile(lab.resolve(".insight-lab"));
    environment.put("INSIGHT_LAB", lab.toString());
    Process own = new ProcessBuilder("sleep", "60").start();
    Process another = new ProcessBuilder("sleep", "60").start();
    try {
      Path trino = Files.writeString(lab.resolve("trino.pid"), noted(own));
      Files.setLastModifiedTime(trino, FileTime.from(Instant.now().minus(Duration.ofMinutes(2))));
      // Its number was that of one that began earlier.
      Files.writeString(lab.resolve("receiver.pid"), another.pid() + " 1\n");
      assertThat(run(LAB.resolve("lab.sh"), "down")).isEqualTo(new Ended(0, ""));
      assertThat(own.waitFor(10, TimeUnit.SECONDS)).as("ended").isTrue();
      assertThat(another.isAlive()).isTrue();
      assertThat(trino).doesNotExist();
    } finally {
      own.destroyForcibly();
      another.destroyForcibly();
    }
  }

  @Test
  void aDatabaseWhoseFolderIsGoneIsNotMadeAnew() throws IOException, InterruptedException {
    assumeTrue(Files.isDirectory(POSTGRES), "PostgreSQL is not installed");
    Path lab = Files.createDirectory(folder.resolve("lab"));
    Files.createFile(lab.resolve(".insight-lab"));
    Files.writeString(lab.resolve("postgres.folder"), folder.resolve("gone") + "\n");
    environment.put("INSIGHT_LAB", lab.toString());
    Ended up = run(LAB.resolve("lab.sh"), "up");
    assertThat(up.said())
        .startsWith("Cannot start the lab: the folder of the catalog's database is gone")
        .hasLineCount(1);
    assertThat(up.exit()).isEqualTo(3);
    assertThat(lab.resolve("pgpass.new")).doesNotExist();
    assertThat(folder.resolve("gone")).doesNotExist();
  }

  @Test
  void hadoopBeginsAnewInAFolderThatIsItsOwn() throws IOException, InterruptedException {
    Path own = folder.resolve("a hadoop");
    assertThat(run(LAB.resolve("hadoop.sh"), "run", own.toString()).exit()).isEqualTo(9);
    assertThat(own.resolve("conf/core-site.xml")).exists();
    Path old = Files.writeString(own.resolve("conf/old.xml"), "old");
    Path notes = Files.writeString(own.resolve("notes.txt"), "mine");
    assertThat(run(LAB.resolve("hadoop.sh"), "run", own.toString()).exit()).isEqualTo(9);
    assertThat(own.resolve("conf/core-site.xml")).exists();
    assertThat(old).doesNotExist();
    assertThat(notes).exists();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
        .isEqualTo("rwx------");
  }

  /** The id of its cluster is drawn, and one of 64 would begin with the sign of an option. */
  @Test
  void aBrokerIsMadeWhateverIsDrawn() throws IOException, InterruptedException {
    Path told = folder.resolve("told");
    program("java", "printf '%s\\n' \"$@\" > " + told + "; exit 9");
    program("head", "printf '\\370%.0s' {1..16}");
    environment.put("PATH", folder.resolve("programs/bin") + ":" + System.getenv("PATH"));
    Path broker = folder.resolve("a broker");
    assertThat(run(LAB.resolve("kafka.sh"), "run", broker.toString()).said())
        .startsWith("Cannot start Kafka: its folder cannot be made");
    List<String> words = Files.readAllLines(told);
    assertThat(words.get(words.indexOf("--cluster-id") + 1))
        .matches("[A-Za-z0-9_][A-Za-z0-9_-]{21}");
  }

  /** A machine that was just started has its apt-get at work. */
  @Test
  void packagesAreInstalledThoughTheirListsCannotBeUpdated()
      throws IOException, InterruptedException {
    Path told = folder.resolve("told");
    program("sudo", "shift; exec \"$@\"");
    program(
        "apt-get", "echo \"$*\" >> " + told + "; case \"$*\" in *update) exit 100 ;; esac; exit 0");
    environment.put("PATH", folder.resolve("programs/bin") + ":" + System.getenv("PATH"));
    Path log = folder.resolve("log");
    String install =
        "set -e; . '"
            + LAB.resolveSibling("setup/apt.sh")
            + "'; apt_install "
            + log
            + " some-package";
    assertThat(run(Path.of("/bin/bash"), "-c", install)).isEqualTo(new Ended(0, ""));
    assertThat(Files.readAllLines(told))
        .hasSize(2)
        .allMatch(line -> line.contains("-o DPkg::Lock::Timeout=600 "))
        .last(InstanceOfAssertFactories.STRING)
        .endsWith(" install some-package");
    assertThat(log).content().startsWith("apt-get update failed");
  }

  @ParameterizedTest
  @CsvSource({"lab.sh", "airflow.sh"})
  void whatIsNotThereIsClear(String script) throws IOException, InterruptedException {
    environment.put("INSIGHT_LAB", folder.resolve("none").toString());
    assertThat(run(LAB.resolve(script), "clear")).isEqualTo(new Ended(0, ""));
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void whatTheLabMakesIsClosedToOthersAndNoSecretIsOnACommandLine()
      throws IOException, InterruptedException {
    assumeTrue(Files.isDirectory(POSTGRES), "PostgreSQL is not installed");
    Path said = folder.resolve("keytool.said");
    program("keytool", "printf '%s\\n' \"$@\" >> " + said + "\nexec " + keytool() + " \"$@\"");
    environment.put("PATH", folder.resolve("programs/bin") + ":" + System.getenv("PATH"));
    environment.put("INSIGHT_LAB", "lab");
    Path lab = folder.resolve("lab");
    try {
      // Made in full but for what would receive the events: there is no jar, or a java that ends.
      Ended up = run(LAB.resolve("lab.sh"), "up");
      assertThat(up.exit()).as(up.said()).isIn(2, 5);
      assertThat(up.said()).contains("Cannot start the lab: ").doesNotContain("initdb");
      assertThat(lab.resolve("insight.yaml")).exists();
      String secrets = Files.readString(lab.resolve("lab.env"));
      for (String word : Files.readAllLines(said)) {
        assertThat(word.length() > 12 && secrets.contains(word)).as("a secret").isFalse();
      }
      assertThat(open(lab)).containsExactly("", ".insight-lab", "trino.pem");
      // As the page of the lab says of a port that is taken.
      String key = line(lab, "shared_secret=");
      Files.writeString(
          lab.resolve("lab.env"), secrets.replaceFirst("http_port=\\d+", "http_port="));
      Path certificate = lab.resolve("trino.pem");
      Files.delete(certificate);
      // It lasts for 25 days.
      String ends = "case $1 in -genkeypair) set -- \"$@\" -startdate -340d ;; esac\n";
      program("keytool", ends + "exec " + keytool() + " \"$@\"");
      run(LAB.resolve("lab.sh"), "up");
      assertThat(line(lab, "http_port=")).matches("http_port=\\d+");
      assertThat(line(lab, "shared_secret=")).isEqualTo(key);
      String ending = Files.readString(certificate);
      assertThat(ending).startsWith("-----BEGIN CERTIFICATE-----");
      program("keytool", "exec " + keytool() + " \"$@\"");
      run(LAB.resolve("lab.sh"), "up");
      String lasting = Files.readString(certificate);
      assertThat(lasting).startsWith("-----BEGIN CERTIFICATE-----").isNotEqualTo(ending);
      run(LAB.resolve("lab.sh"), "up");
      assertThat(certificate).hasContent(lasting);
      Path settings = lab.resolve("insight.yaml");
      assertThat(SettingsReader.read(List.of(settings)).readers()).isEqualTo("conf/readers.yaml");
      Path readers = folder.resolve("our readers.yaml");
      Files.writeString(readers, "an-analyst:\n  clearance: 1\n");
      environment.put("INSIGHT_READERS", readers.toString());
      run(LAB.resolve("lab.sh"), "up");
      assertThat(SettingsReader.read(List.of(settings)).readers()).isEqualTo(readers.toString());
      assertThat(Files.readAllLines(lab.resolve("passwords.txt")))
          .extracting(line -> line.split(" ")[0])
          .containsExactly("an-analyst", "insight-bi");
      assertThat(open(lab)).containsExactly("", ".insight-lab", "trino.pem");
    } finally {
      assertThat(run(LAB.resolve("lab.sh"), "clear")).isEqualTo(new Ended(0, ""));
    }
    assertThat(lab).doesNotExist();
  }

  /** A folder of PostgreSQL's programs, the database's user may enter. */
  private Path postgres() throws IOException {
    Path bin = Files.createDirectory(folder.resolve("postgres"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    environment.put("INSIGHT_POSTGRES", bin.toString());
    return bin;
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1"})
  void aDatabaseThatDoesNotStopKeepsItsFolder(int running, int stopped)
      throws IOException, InterruptedException {
    Path bin = postgres();
    for (String name : List.of("initdb", "pg_ctl")) {
      String answers =
          "case \"$*\" in *status) exit " + running + " ;; *) exit " + stopped + " ;; esac";
      Files.move(program(name, answers), bin.resolve(name));
    }
    Path lab = Files.createDirectory(folder.resolve("lab"));
    Files.createFile(lab.resolve(".insight-lab"));
    Path data = Files.createDirectories(lab.resolve("postgres/data"));
    Files.writeString(lab.resolve("postgres.folder"), lab.resolve("postgres") + "\n");
    environment.put("INSIGHT_LAB", lab.toString());
    for (String word : List.of("down", "clear")) {
      Ended ended = run(LAB.resolve("lab.sh"), word);
      assertThat(ended.said()).startsWith("Cannot stop the lab: PostgreSQL does not stop");
      assertThat(ended.exit()).isEqualTo(5);
    }
    assertThat(data).exists();
  }

  @Test
  void aDatabaseThatWasNotMadeToItsEndIsMadeAnew() throws IOException, InterruptedException {
    assumeTrue(Files.isDirectory(POSTGRES), "PostgreSQL is not installed");
    Path real;
    try (Stream<Path> versions = Files.list(POSTGRES)) {
      real = versions.filter(Files::isDirectory).findFirst().orElseThrow().resolve("bin");
    }
    Path bin = postgres();
    for (String name : List.of("pg_ctl", "pg_isready", "psql")) {
      Files.createSymbolicLink(bin.resolve(name), real.resolve(name));
    }
    String killed = "mkdir \"$2\"; touch \"$2/PG_VERSION\"; kill -9 $$";
    Path initdb = Files.move(program("initdb", killed), bin.resolve("initdb"));
    environment.put("INSIGHT_LAB", "lab");
    Path lab = folder.resolve("lab");
    try {
      Ended first = run(LAB.resolve("lab.sh"), "up");
      assertThat(first.said()).contains("initdb failed");
      assertThat(first.exit()).isEqualTo(1);
      Files.delete(initdb);
      Files.createSymbolicLink(initdb, real.resolve("initdb"));
      Ended second = run(LAB.resolve("lab.sh"), "up");
      assertThat(second.said()).doesNotContain("initdb", "PostgreSQL does not start");
      assertThat(lab.resolve("insight.yaml")).exists();
    } finally {
      assertThat(run(LAB.resolve("lab.sh"), "clear")).isEqualTo(new Ended(0, ""));
    }
  }

  private static String keytool() {
    return Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
  }

  private static String line(Path lab, String start) throws IOException {
    try (Stream<String> lines = Files.lines(lab.resolve("lab.env"))) {
      return lines.filter(line -> line.startsWith(start)).findFirst().orElseThrow();
    }
  }

  /** What other accounts can come to and read, or look into. */
  private static List<String> open(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(path -> reachable(root, path))
          .map(path -> root.relativize(path).toString())
          .sorted()
          .toList();
    }
  }

  private static boolean reachable(Path root, Path path) {
    try {
      for (Path above = path; !above.equals(root); above = above.getParent()) {
        if (!above.equals(path) && !permissions(above).endsWith("x")) {
          return false;
        }
      }
      return !permissions(path).endsWith("---");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
