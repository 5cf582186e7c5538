package org.insight.services.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.insight.core.InsightException;
import org.insight.resolution.Clusters;
import org.insight.testing.SharedSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkageTest {

  private static final String SETTINGS =
      """
      kind: person
      id: row
      truth: person
      columns:
        given_name: first
        family_name: last
        birth_date: born
        street: [house, street]
        city: town
        email: mail
      identifiers: {national_id: nid}
      """;

  private static final String[] GIVEN = {
    "Amina", "Bruno", "Celia", "Dario", "Elsa", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Karim",
    "Lucia", "Marek", "Nadia", "Oscar", "Paula"
  };

  private static final String[] FAMILY = {
    "Abadi",
    "Brandt",
    "Cordier",
    "Delgado",
    "Eklund",
    "Ferrari",
    "Gomez",
    "Haddad",
    "Ivanov",
    "Jansen",
    "Kowalski",
    "Lefebvre",
    "Mansour",
    "Novak",
    "Okafor",
    "Petit"
  };

  @TempDir private Path folder;

  /** Invented persons, a third of them twice or three times with slips of the pen. */
  private static List<String> rows(int persons) {
    Random random = new Random(3);
    List<String> rows = new ArrayList<>();
    for (int person = 0; person < persons; person++) {
      String given = GIVEN[random.nextInt(GIVEN.length)];
      String family =
          FAMILY[random.nextInt(FAMILY.length)] + (char) ('a' + random.nextInt(20)) + "r";
      String born =
          "19%d-%02d-%02d"
              .formatted(40 + random.nextInt(60), 1 + random.nextInt(12), 1 + random.nextInt(28));
      String house = String.valueOf(1 + random.nextInt(90));
      String nid = String.valueOf(100_000_000 + random.nextInt(900_000_000));
      String mail = given.toLowerCase(Locale.ROOT) + random.nextInt(9_000) + "@post.example";
      int copies = random.nextInt(3) == 0 ? 1 + random.nextInt(2) : 0;
      for (int copy = 0; copy <= copies; copy++) {
        boolean slip = copy > 0;
        rows.add(
            String.join(
                ",",
                "r" + person + "-" + copy,
                "p" + person,
                slip && random.nextInt(4) == 0 ? swapped(given) : given,
                slip && random.nextInt(3) == 0 ? swapped(family) : family,
                slip && random.nextInt(5) == 0 ? "" : born,
                house,
                "rue des Tilleuls",
                "Lyon",
                slip && random.nextInt(2) == 0 ? "" : mail,
                slip && random.nextInt(2) == 0 ? "" : nid));
      }
    }
    Collections.shuffle(rows, random);
    return rows;
  }

  private static String swapped(String name) {
    return name.charAt(0) + name.substring(2, 3) + name.substring(1, 2) + name.substring(3);
  }

  private Path file(String name, List<String> rows) throws IOException {
    List<String> lines = new ArrayList<>(rows);
    lines.add(0, "row,person,first,last,born,house,street,town,mail,nid");
    return Files.write(folder.resolve(name), lines);
  }

  @Test
  void rowsOfTwoFilesThatAreOnePersonComeTogether() throws IOException {
    List<String> rows = rows(900);
    Path one = file("one.csv", rows.subList(0, 500));
    Path other = file("other.csv", rows.subList(500, rows.size()));
    LinkSettings settings = LinkSettings.read(SETTINGS);
    Path out = Files.createDirectory(folder.resolve("out"));
    Files.setPosixFilePermissions(out, PosixFilePermissions.fromString("rwxr-xr-x"));
    Linkage linkage = new Linkage(List.of(one, other), settings);
    LinkedFiles.write(linkage, out);
    Clusters quality = linkage.quality();
    assertThat(linkage.rows()).isEqualTo(rows.size());
    assertThat(quality).isNotNull();
    assertThat(quality.trueClusters()).isEqualTo(900);
    assertThat(quality.precision()).as("pair precision").isGreaterThan(.99);
    assertThat(quality.recall()).as("pair recall").isGreaterThan(.95);
    assertThat(linkage.compared()).isPositive();
    assertThat(Files.readAllLines(out.resolve("clusters.csv")))
        .hasSize(rows.size() + 1)
        .startsWith("id,cluster");
    assertThat(Files.readAllLines(out.resolve("pairs.csv")))
        .hasSizeGreaterThan(200)
        .startsWith("id_a,id_b,score");
    assertThat(out.resolve("model.yaml")).content().contains("given_name:", "exact:");
    assertThat(out.resolve("weights.html")).content().contains("sounds alike");
    assertThat(Files.getPosixFilePermissions(out))
        .as("only its owner reads it")
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    try (var left = Files.list(out)) {
      assertThat(left).as("nothing half-written").hasSize(4);
    }
  }

  @Test
  void aFileWithoutAColumnThatIsNamedIsRefused() throws IOException {
    Path file = Files.write(folder.resolve("a.csv"), List.of("row,first", "1,Amina"));
    LinkSettings settings = LinkSettings.read(SETTINGS);
    assertThatThrownBy(() -> new Linkage(List.of(file), settings))
        .isInstanceOf(InsightException.class)
        .hasMessage("Cannot read " + file + ": it has no column last");
    Path none = folder.resolve("none.csv");
    assertThatThrownBy(() -> new Linkage(List.of(none), settings))
        .isInstanceOf(InsightException.class)
        .hasMessage("Cannot read a file: missing or unreadable, found " + none);
    Path empty = Files.createFile(folder.resolve("empty.csv"));
    assertThatThrownBy(() -> new Linkage(List.of(empty), settings))
        .isInstanceOf(InsightException.class)
        .hasMessage("Cannot read " + empty + ": it is empty");
    Path text = Files.writeString(folder.resolve("a.parquet"), "no table");
    assertThatThrownBy(() -> new Linkage(List.of(text), settings))
        .isInstanceOf(InsightException.class)
        .hasMessage("Cannot read " + text + ": it breaks its format");
  }

  /** Dates and numbers of a Parquet file are read as a CSV writes them. */
  @Test
  void aParquetFileIsReadLikeACsv() throws IOException {
    Path csv = file("rows.csv", rows(300));
    Path parquet = folder.resolve("rows.parquet");
    SharedSpark.session()
        .read()
        .option("header", "true")
        .csv(csv.toUri().toString())
        .selectExpr(
            "row",
            "person",
            "first",
            "last",
            "cast(born as date) as born",
            "cast(house as int) as house",
            "street",
            "town",
            "mail",
            "cast(nid as bigint) as nid")
        .coalesce(1)
        .write()
        .parquet(parquet.toUri().toString());
    Path part;
    try (var parts = Files.list(parquet)) {
      part = parts.filter(p -> p.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
    LinkSettings settings = LinkSettings.read(SETTINGS);
    assertThat(new Linkage(List.of(part), settings).quality())
        .isEqualTo(new Linkage(List.of(csv), settings).quality());
  }

  @Test
  void settingsThatSayNothingUsableAreRefused() {
    assertThatThrownBy(() -> LinkSettings.read("columns: {surname: last}"))
        .isInstanceOf(InsightException.class)
        .hasMessageStartingWith("Cannot read the settings of a linkage: columns say name, ")
        .hasMessageEndingWith("found surname");
    assertThatThrownBy(() -> LinkSettings.read("kind: ship\ncolumns: {name: n}"))
        .isInstanceOf(InsightException.class)
        .hasMessage(
            "Cannot read the settings of a linkage: kind is person or organization, found ship");
    assertThatThrownBy(() -> LinkSettings.read("kind: person"))
        .isInstanceOf(InsightException.class)
        .hasMessage("Cannot read the settings of a linkage: columns are missing");
  }

  @Test
  void pairsOfNamesAreScoredAndMeasured() throws IOException {
    Path file =
        Files.write(
            folder.resolve("pairs.csv"),
            List.of(
                "a,b,same",
                "Omar Haddadi,عمر حدادي,1",
                "Omar Haddadi,Lea Novak,0",
                "Yuri Chekanov,Lea Novak,1"));
    NamePairs pairs = new NamePairs(file, .75);
    StringWriter scored = new StringWriter();
    pairs.score(new PrintWriter(scored));
    assertThat(scored.toString().lines())
        .hasSize(4)
        .contains("name_a,name_b,similarity", "Omar Haddadi,Lea Novak,0.000");
    assertThat(pairs.precision()).isEqualTo(1);
    assertThat(pairs.recall()).isEqualTo(.5);
    assertThat(pairs.count()).isEqualTo(3);
    Path one = Files.writeString(folder.resolve("one.csv"), "name\nOmar\n");
    assertThatThrownBy(() -> new NamePairs(one, .75))
        .isInstanceOf(InsightException.class)
        .hasMessage("Cannot score " + one + ": a pair needs two columns, found one");
  }

  @Test
  void clustersAreComparedWithTheTruth() {
    Clusters.Comparison comparison = new Clusters.Comparison();
    comparison.add("a", "x");
    comparison.add("a", "x");
    comparison.add("a", "y");
    comparison.add("b", "y");
    comparison.add("c", "z");
    Clusters quality = comparison.result();
    assertThat(quality.precision()).isEqualTo(1.0 / 3);
    assertThat(quality.recall()).isEqualTo(.5);
    assertThat(quality.clusterPrecision()).isEqualTo(1.0 / 3);
    assertThat(quality.clusterRecall()).isEqualTo(1.0 / 3);
    assertThat(quality.bCubedPrecision()).isEqualTo((4.0 / 3 + 1.0 / 3 + 1 + 1) / 5);
    assertThat(quality.bCubedRecall()).isEqualTo((2 + .5 + .5 + 1) / 5);
    assertThat(quality.largest()).isEqualTo(3);
  }
}
