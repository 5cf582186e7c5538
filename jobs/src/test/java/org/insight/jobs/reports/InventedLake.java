package org.insight.jobs.reports;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The tables that a report asks for, as a reader gets them, as literal rows in temporary views.
 * Persons are invented.
 */
final class InventedLake {

  static final String H1 = "FR: INTERPOL H1, level 1, for investigation";
  static final String H2 = "ES: INTERPOL H2, level 1, for crime-analysis, not for US";

  private static final String[] TABLES = {
    "landing.items",
    "item_id string, kind string, issues array<string>, restrictions string,"
        + " sent_at timestamp",
    "landing.rejects",
    "reason_code string, reason string, restrictions string",
    "text.documents",
    "document_id string, dated_on date, dated_by string, restrictions string",
    "mentions.places",
    "mention_id string, document_id string, role string, precision string, key string,"
        + " name string, country string, latitude double, longitude double, restrictions string",
    "mentions.events",
    "document_id string, kind string, code string, status string, place_id string,"
        + " restrictions string",
    "mentions.identifiers",
    "kind string, value string, checked boolean, restrictions string",
    "links.groups",
    "group_id string, subject_id string, subject_kind string, restrictions string",
    "resolution.memberships",
    "entity_id string, record_id string, restrictions string",
    "mentions.described",
    "described_id string, role string, restrictions string",
    "curated.persons",
    "entity_id string, caption string, birth_dates array<string>, countries array<string>,"
        + " identifiers array<string>, records int, sources array<string>,"
        + " independent_sources int, grading array<string>, handling array<string>,"
        + " conflicts array<string>, record_ids array<string>, topics array<string>,"
        + " restrictions string",
    "curated.links",
    "link_id string, source_id string, target_id string, source_caption string, source_kind string, source_identifier string,"
        + " target_caption string, target_kind string, target_identifier string,"
        + " kinds array<string>, values array<string>,"
        + " edge_ids array<string>, independent_sources int, grading array<string>,"
        + " handling array<string>, restrictions string",
    "curated.trends_monthly",
    "month date, country string, place string, place_name string, latitude double,"
        + " longitude double, offence string, documents bigint, restrictions string"
  };

  /** What a vehicle without a name is known by. */
  static final String PLATE = "ES:4821 ZZX";

  private record Place(String id, String name, String country, double latitude, double longitude) {}

  private static final List<Place> PLACES =
      List.of(
          new Place("2988507", "Paris", "FR", 48.85, 2.35),
          new Place("2996944", "Lyon", "FR", 45.75, 4.85),
          new Place("2995469", "Marseille", "FR", 43.30, 5.38),
          new Place("3117735", "Madrid", "ES", 40.42, -3.70),
          new Place("2509954", "Valencia", "ES", 39.47, -0.38),
          new Place("2553604", "Casablanca", "MA", 33.59, -7.62),
          new Place("2800866", "Brussels", "BE", 50.85, 4.35),
          new Place("360630", "Cairo", "EG", 30.06, 31.25),
          new Place("2643743", "London", "GB", 51.51, -0.13));

  private static final List<String> OFFENCES =
      List.of(
          "burglary",
          "vehicle-theft",
          "robbery",
          "fraud",
          "drug-trafficking",
          "money-laundering",
          "cybercrime");

  private final SparkSession session;

  private InventedLake(SparkSession session) {
    this.session = session;
    for (int i = 0; i < TABLES.length; i += 2) {
      view(TABLES[i], List.of());
    }
  }

  static InventedLake empty(SparkSession session) {
    return new InventedLake(session);
  }

  /**
   * A year of reports in which burglaries move from Lyon by Marseille to Valencia, one dated far
   * ahead and one long ago.
   */
  static InventedLake full(SparkSession session) {
    InventedLake lake = new InventedLake(session);
    Random random = new Random(7);
    List<Row> items = new ArrayList<>();
    List<Row> documents = new ArrayList<>();
    List<Row> places = new ArrayList<>();
    List<Row> events = new ArrayList<>();
    List<Row> trends = new ArrayList<>();
    for (int i = 0; i < 420; i++) {
      int month = random.nextInt(12);
      boolean moving = random.nextInt(100) < 12 + 3 * month;
      String offence = moving ? "burglary" : OFFENCES.get(random.nextInt(OFFENCES.size()));
      Place place =
          moving
              ? List.of(PLACES.get(1), PLACES.get(2), PLACES.get(4)).get(month / 4)
              : PLACES.get(random.nextInt(PLACES.size()));
      String id = String.format("%08x%056x", 0x51ed0000L + i * 7919L, i);
      String words = i % 3 == 0 ? H2 : H1;
      java.sql.Date day =
          java.sql.Date.valueOf(java.time.LocalDate.of(2025, month + 1, 1 + i % 27));
      items.add(
          RowFactory.create(
              id,
              List.of("document", "message", "notice", "extract").get(i % 4),
              i % 17 == 0 ? List.of("date odd") : List.of(),
              words,
              null));
      documents.add(
          RowFactory.create(id, i % 11 == 0 ? null : day, i % 11 == 0 ? null : "text", words));
      events.add(offence(id, offence, place.id(), words));
      places.add(
          incident(
              id,
              place.id(),
              place.name(),
              place.country(),
              place.latitude(),
              place.longitude(),
              words));
      if (i % 11 != 0) {
        trends.add(
            RowFactory.create(
                java.sql.Date.valueOf(day.toLocalDate().withDayOfMonth(1)),
                place.country(),
                place.id(),
                place.name(),
                place.latitude(),
                place.longitude(),
                offence,
                1L,
                words));
      }
    }
    String ahead = String.format("%064x", 0x2099L);
    documents.add(RowFactory.create(ahead, java.sql.Date.valueOf("2099-05-04"), "text", H1));
    events.add(offence(ahead, "fraud", null, H1));
    String before = String.format("%064x", 0x1982L);
    documents.add(RowFactory.create(before, java.sql.Date.valueOf("1982-07-14"), "text", H1));
    events.add(offence(before, "fraud", null, H1));
    List<Row> persons = new ArrayList<>();
    List<Row> links = new ArrayList<>();
    List<Row> groups = new ArrayList<>();
    List<Row> identifiers = new ArrayList<>();
    List<String> captions =
        List.of(
            "Amélie Fontanier",
            "Benito Carrasque Olmos",
            "سليم الورداني",
            "Desmond Harrowgate",
            "Zineb Talhaoui",
            "Lucien Berthomier",
            "Carmela Iturrioz",
            "Owen Pellingham");
    for (int i = 0; i < 32; i++) {
      String id = person(i);
      List<String> records = new ArrayList<>();
      for (int r = 0; r <= i % 4; r++) {
        records.add(String.format("%08x%056x", 0x1bd10000L + (i * 5 + r) * 15485863L, r));
      }
      persons.add(
          RowFactory.create(
              id,
              captions.get(i % captions.size()),
              i % 5 == 0
                  ? List.of("1971", "1971-03-05")
                  : List.of("19" + (60 + i) + "-02-1" + i % 9),
              List.of(PLACES.get(i % 9).country()),
              List.of("passport:FR:12AB" + i, "phone:+3312345" + i),
              records.size(),
              i % 4 == 3 ? List.of("ES", "FR", "MA") : List.of("FR"),
              i % 4 == 3 ? 2 : 1,
              i % 4 == 3 ? List.of("4x4 B2", "ADMIRALTY C3") : List.of("ADMIRALTY B2"),
              i % 4 == 3 ? List.of("INTERPOL H2", "TLP AMBER") : List.of(),
              i % 5 == 0 ? List.of("birth_dates") : List.of(),
              records,
              i == 1 ? List.of("wanted") : List.of(),
              i % 4 == 3 ? H1 + "; " + H2 : H1));
      if (i % 2 == 1) {
        links.add(
            RowFactory.create(
                String.format("%064x", i),
                i % 9 == 1 || i % 9 == 5 ? "V" + i : id,
                i % 3 == 0 ? "D" + i : person((i + 3) % 32),
                i % 9 == 1 || i % 9 == 5 ? "(no name)" : captions.get(i % captions.size()),
                i % 9 == 1 || i % 9 == 5 ? "Vehicle" : "Person",
                // As a reader without clearance gets it.
                i % 9 == 1 ? PLATE : null,
                i % 3 == 0 ? "" : captions.get((i + 3) % captions.size()),
                i % 3 == 0 ? "Document" : "Person",
                null,
                i % 7 == 0 ? List.of("iban", "phone") : List.of("phone"),
                List.of("phone:+3361234" + (100 + i)),
                List.of(String.format("%064x", 77L * i)),
                i % 4 == 3 ? 2 : 1,
                i % 4 == 3 ? List.of("ADMIRALTY C3") : List.of("ADMIRALTY B2", "ungraded"),
                i % 4 == 3 ? List.of("TLP AMBER") : List.of(),
                i % 4 == 3 ? H1 + "; " + H2 : H1));
      }
      groups.add(
          RowFactory.create(
              String.format("%064x", 0xabcdefL + i % 6),
              id,
              i % 3 == 0 ? "document" : "record",
              H1));
      identifiers.add(RowFactory.create("phone", "+3361234" + i % 20, true, H1));
      identifiers.add(RowFactory.create("passport", "FR:12AB" + i, i % 4 > 0, H1));
    }
    links.addAll(networks(captions));
    lake.view(
        "resolution.memberships",
        List.of(
            RowFactory.create(person(0), "told0", H1), RowFactory.create(person(2), "told2", H1)));
    lake.view(
        "mentions.described",
        List.of(
            RowFactory.create("told0", "suspect", H1),
            RowFactory.create("told2", "victim", H1),
            RowFactory.create("told9", "office", H1)));
    lake.view("landing.items", items);
    lake.view(
        "landing.rejects",
        List.of(
            RowFactory.create("encrypted", "The file needs a password", H1),
            RowFactory.create("encrypted", "The file needs a password", H2),
            RowFactory.create("corrupt", "The archive ends too early", H1)));
    lake.view("text.documents", documents);
    lake.view("mentions.places", places);
    lake.view("mentions.events", events);
    lake.view("mentions.identifiers", identifiers);
    lake.view("links.groups", groups);
    lake.view("curated.persons", persons);
    lake.view("curated.links", links);
    lake.view("curated.trends_monthly", trends);
    return lake;
  }

  private static String person(int i) {
    return String.format("%08x%056x", 0x9a3c0000L + i * 104729L, i);
  }

  /**
   * A suspect, a wanted person, a victim, and the company and the van of two of them; four who
   * travel together; and a company with the address of many.
   */
  private static List<Row> networks(List<String> captions) {
    List<Row> links = new ArrayList<>();
    links.add(together(captions, 0, 1, "booking:ZZ81Q", "phone:+33700000001"));
    links.add(together(captions, 0, 2, "address:3 rue des Lilas"));
    links.add(together(captions, 1, 2, "email:zz@example.com", "phone:+33700000002"));
    links.add(
        link(person(0), captions.get(0), "Person", "V", "(no name)", "Vehicle", List.of("owner")));
    links.add(
        link(
            "C",
            "Zz Maritime SARL",
            "Company",
            person(1),
            captions.get(1),
            "Person",
            List.of("director")));
    for (int one = 20; one < 26; one += 2) {
      for (int other = one + 2; other < 28; other += 2) {
        links.add(together(captions, one, other, "booking:QQ55W"));
      }
    }
    for (int i = 4; i < 18; i++) {
      links.add(
          link(
              "H",
              "Halcyon Logistics Ltd",
              "Company",
              person(i),
              captions.get(i % captions.size()),
              "Person",
              List.of("address:Unit " + i, "phone:+4479460" + i)));
    }
    return links;
  }

  private static Row together(List<String> captions, int one, int other, String... shared) {
    return link(
        person(one),
        captions.get(one % captions.size()),
        "Person",
        person(other),
        captions.get(other % captions.size()),
        "Person",
        List.of(shared));
  }

  /**
   * A link of one source.
   *
   * @param shared as kind:value; a kind alone is what a source states
   */
  static Row link(
      String source,
      String sourceCaption,
      String sourceKind,
      String target,
      String targetCaption,
      String targetKind,
      List<String> shared) {
    String edge = source + " " + target;
    return RowFactory.create(
        edge,
        source,
        target,
        sourceCaption,
        sourceKind,
        null,
        targetCaption,
        targetKind,
        null,
        shared.stream().map(value -> value.replaceAll(":.*", "")).distinct().sorted().toList(),
        shared.stream().filter(value -> value.contains(":")).sorted().toList(),
        List.of(edge),
        1,
        List.of("ADMIRALTY B2"),
        List.of("TLP AMBER"),
        H1);
  }

  /**
   * That a document tells of an offence.
   *
   * @param place key of the document's place where it happened; null: it names none
   */
  static Row offence(String document, String offence, @Nullable String place, String restrictions) {
    return RowFactory.create(
        document,
        "offence",
        offence,
        "asserted",
        place == null ? null : document + " " + place,
        restrictions);
  }

  /** That something happened in a town, as a document says. */
  static Row incident(
      String document,
      String key,
      String name,
      String country,
      double latitude,
      double longitude,
      String restrictions) {
    return RowFactory.create(
        document + " " + key,
        document,
        "incident",
        "town",
        key,
        name,
        country,
        latitude,
        longitude,
        restrictions);
  }

  InventedLake view(String table, List<Row> rows) {
    for (int i = 0; i < TABLES.length; i += 2) {
      if (TABLES[i].equals(table)) {
        StructType columns = StructType.fromDDL(TABLES[i + 1]);
        for (Row row : rows) {
          if (row.size() != columns.size()) {
            throw new IllegalArgumentException(
                "Cannot make %s: a row has %d values for its %d columns"
                    .formatted(table, row.size(), columns.size()));
          }
        }
        session
            .createDataFrame(rows, columns)
            .createOrReplaceTempView("report_" + table.replace('.', '_'));
      }
    }
    return this;
  }

  /** Runs SQL over the views, by the names of the tables. */
  Function<String, Dataset<Row>> query() {
    return sql ->
        session.sql(
            sql.replaceAll(
                "\\b(landing|text|mentions|links|resolution|curated)\\.([a-z_]+)\\b",
                "report_$1_$2"));
  }
}
