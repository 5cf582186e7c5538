package org.insight.jobs.mentions;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.length;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.schemas.Tables;
import org.insight.testing.LiteralInputs;
import org.insight.testing.SharedSpark;
import org.junit.jupiter.api.Test;

class FindNamesTest {

  private static final StructType SENTENCES =
      StructType.fromDDL(
          "sentence_id string, document_id string, begin int, text string, language string,"
              + " policy_id string");

  private static final StructType DOCUMENTS =
      StructType.fromDDL(
          "document_id string, title string, text string, dated_on date, policy_id string");

  @Test
  void theGazetteersAreNamedByWhatTheyHold() {
    assertThat(new FindNames().settings())
        .matches("gazetteers=[0-9a-f]{12} model=names-[0-9]+ rules=[0-9]+-[0-9a-f]{12}")
        .isEqualTo(new FindNames().settings());
  }

  /** Language, sentence, and what is to be found in it, parted by '|'. */
  private static final String[] CASES = {
    "fr|Arrêté à Marseille pour trafic de stupéfiants.|place 2995469 FR Marseille; offence"
        + " drug-trafficking - trafic de stupéfiants",
    "fr|Il vient d'Algérie, via l'aéroport d'Alger.|country DZ DZ Algérie; place 2507480 DZ Alger",
    "fr|Vu à Saint-Étienne puis en Côte d’Ivoire.|place 2980291 FR Saint-Étienne; country CI CI"
        + " Côte d’Ivoire",
    "fr|Un vol à main armée a été commis.|offence robbery - vol à main armée",
    "en|A burglary in London, United Kingdom.|offence burglary - burglary; place 2643743 GB London;"
        + " country GB GB United Kingdom",
    "en|Flown from the USA to DRC, not usa.|country US US USA; country CD CD DRC",
    "en|Money laundering through Hong Kong|offence money-laundering - Money laundering; country HK"
        + " HK Hong Kong",
    "es|Detenido en Málaga por blanqueo de capitales.|place 2514256 ES Málaga; offence"
        + " money-laundering - blanqueo de capitales",
    "es|Llegó de MADRID a México.|place 3117735 ES MADRID; country MX MX México",
    "ar|ألقي القبض عليه في الجزائر بتهمة الاتجار بالمخدرات.|country DZ DZ الجزائر; offence"
        + " drug-trafficking - الاتجار بالمخدرات",
    "ar|سافر بالطائرة إلى باريس ثم للمغرب|place 2988507 FR باريس; country MA MA للمغرب",
    "ar|بتهمة السرقة والتزوير|offence theft - السرقة; offence forgery - والتزوير",
    "ar|بتهمة سرقة بالاكراه ثم ســـرقة|offence robbery - سرقة بالاكراه; offence theft - ســـرقة",
    "ar|اتُّهم بِسَرِقةٍ بالإكراه في مُرّاكش|offence robbery - بِسَرِقةٍ بالإكراه; place 2542997 MA"
        + " مُرّاكش",
    "ar|وصل من الاردن الى أمريكا|country JO JO الاردن; country US US أمريكا",
    "fr|Mme Florence Tours est à Tours.|place 2972191 FR Tours",
    "fr|Lieu : Nice|place 2990440 FR Nice",
    "en|He is nice and was reading; no polis.|",
    "en|Le vol de Paris|place 2988507 FR Paris",
    "en|Michael Jordan Smith left|",
    "en|He left Jordan yesterday.|country JO JO Jordan",
    "und|vol|offence theft - vol",
    "en|marseille and algeria|",
    "fr|Maurice Dupont est parti.|",
    "fr|Il vit à l'île Maurice.|country MU MU île Maurice",
    "es|Guadalupe Hernández declaró.|",
    "es|Vive en Guadalupe.|country GP GP Guadalupe",
    "fr|Réunion du comité.|",
    "ar|تم ضبط مبلغ مالي كبير|",
    "ar|سافر إلى مالي|country ML ML مالي",
    "en|Seen in Northern Ireland.|country GB GB Northern Ireland",
    "en|Seen in New Jersey.|country US US New Jersey",
    "es|Detenido en Granada.|place 2517117 ES Granada",
    "es|Carlos García López y la señora Gutiérrez declararon en la Sala de lo Penal.|",
    "en|David Anderson met Mrs Taylor in a Toyota Hilux.|",
    "en|Seen in Anderson, in London.|place 4917592 US Anderson; place 2643743 GB London",
    "ar|سيارة من طراز تويوتا في ميدان التحرير|",
    "ar|تهريب بحري، وشاهد مشهد الجريمة|offence smuggling - تهريب",
    "ar|رياض كان في الرياض|place 108410 SA الرياض",
  };

  /** The terms of the gazetteer that are found. */
  private static List<String> find(List<Row> sentences) {
    return new FindNames()
            .build(
                new LiteralInputs()
                    .with(Tables.CORRECTIONS, KeepCorrections.none(SharedSpark.session()))
                    .with(
                        Tables.DOCUMENTS,
                        SharedSpark.session().createDataFrame(List.of(), DOCUMENTS))
                    .with(
                        Tables.SENTENCES,
                        SharedSpark.session()
                            .createDataFrame(sentences, SENTENCES)
                            .withColumn("end", col("begin").plus(length(col("text"))))))
            .where("found_by = 'gazetteer'")
            .orderBy("sentence_id", "begin")
            .collectAsList()
            .stream()
            .map(
                r ->
                    String.join(
                        "|",
                        r.getAs("sentence_id"),
                        r.<Integer>getAs("begin").toString(),
                        r.<Integer>getAs("end").toString(),
                        r.getAs("policy_id"),
                        r.getAs("kind")
                            + " "
                            + r.getAs("key")
                            + " "
                            + (r.getAs("country") == null ? "-" : r.getAs("country"))
                            + " "
                            + r.getAs("text")))
            .toList();
  }

  @Test
  void namesAreFoundInFourLanguages() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < CASES.length; i++) {
      String[] parts = CASES[i].split("\\|", -1);
      rows.add(RowFactory.create("d#" + i, "d", 0, parts[1], parts[0], "p"));
    }
    List<String> found = find(rows);
    List<String> actual = new ArrayList<>();
    for (int i = 0; i < CASES.length; i++) {
      String prefix = "d#" + i + "|";
      String[] parts = CASES[i].split("\\|", -1);
      actual.add(
          parts[0]
              + "|"
              + parts[1]
              + "|"
              + found.stream()
                  .filter(f -> f.startsWith(prefix))
                  .map(f -> f.substring(f.lastIndexOf('|') + 1))
                  .collect(Collectors.joining("; ")));
    }
    assertThat(actual).containsExactly(CASES);
  }

  @Test
  void offsetsCutOutExactlyTheMention() {
    String document =
        "Première phrase 😀. Vu à Saint-Étienne 😀, d'où il gagna l’Algérie; قادم من مصر.";
    int begin = document.indexOf("Vu");
    List<String> found =
        find(List.of(RowFactory.create("d#1", "d", begin, document.substring(begin), "fr", "p7")));
    assertThat(found).hasSize(3);
    assertThat(found)
        .allSatisfy(
            f -> {
              String[] parts = f.split("\\|", -1);
              String cut =
                  document.substring(Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
              assertThat(parts[4]).endsWith(" " + cut);
              assertThat(parts[3]).isEqualTo("p7");
            });
  }

  @Test
  void hostileSentencesAreSearched() {
    List<Row> rows = new ArrayList<>();
    String[] nasty = {
      "Paris ".repeat(1_600), "'-'-''-".repeat(1_000), "\u200f\u200e", "😀France😀", "", "ↈ Paris ↇ"
    };
    for (int i = 0; i < nasty.length; i++) {
      rows.add(RowFactory.create("d#" + i, "d", 0, nasty[i], "und", "p"));
    }
    assertThat(find(rows).stream().filter(f -> f.startsWith("d#0"))).hasSize(1_600);
  }

  @Test
  void noSentenceGivesNoName() {
    assertThat(find(List.of())).isEmpty();
  }
}
