package org.insight.simulate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.insight.simulate.Messages.Attachment;
import org.jspecify.annotations.Nullable;

/** Makes item j of a plan, whatever came before it. */
final class Items {
  /** The folder without a policy. */
  static final String UNLABELLED = "_unlabelled";

  private static final List<Scans.Form> SCAN_FORMS =
      List.of(
          Scans.Form.PNG,
          Scans.Form.PNG,
          Scans.Form.PNG,
          Scans.Form.PNG,
          Scans.Form.PNG,
          Scans.Form.PNG,
          Scans.Form.PNG,
          Scans.Form.TIFF,
          Scans.Form.TIFF,
          Scans.Form.PDF);

  /** Bureaus that messages are sent to beside the Secretariat, or without it. */
  private static final List<String> OTHER_BUREAUS = List.of("CH", "NO", "PT", "SN");

  private final long seed;
  private final Persons persons;
  private final Trends trends;
  private final Narrative narrative;
  private final Notices notices;
  private final Extracts extracts;
  private final Scans scans = new Scans();
  private final Map<String, Policy> policies = new TreeMap<>();
  private final Editions editions;
  private long undrawn;
  private @Nullable BatchPlan batch;
  private long batchNumber = -1;

  Items(
      long seed,
      Persons persons,
      Companies companies,
      Trends trends,
      Editions editions,
      PhraseBook book) {
    this.seed = seed;
    this.persons = persons;
    this.trends = trends;
    this.narrative = new Narrative(persons, companies, book);
    this.notices = new Notices(persons, narrative);
    this.extracts = new Extracts(seed, persons);
    this.editions = editions;
    editions.all().forEach(policy -> policies.put(policy.id(), policy));
  }

  /** Of every folder, by id. */
  Map<String, Policy> policies() {
    return policies;
  }

  /** Scans that this machine could not draw, so that a text stands in their place. */
  long undrawn() {
    return undrawn;
  }

  BatchPlan batch(long number) {
    BatchPlan current = batch;
    if (current == null || batchNumber != number) {
      current = new BatchPlan(seed, persons, trends, editions, number);
      batch = current;
      batchNumber = number;
    }
    return current;
  }

  Item at(long number) {
    BatchPlan.Slot slot =
        batch(number / BatchPlan.SIZE).slots().get((int) (number % BatchPlan.SIZE));
    Draws draws = Draws.of(seed, "item", number);
    return switch (slot.kind()) {
      case NOTICE, DIFFUSION -> notice(slot, draws);
      case REPORT -> report(slot, draws);
      case MESSAGE -> message(slot, draws);
      case SCAN -> scan(slot, draws);
      case PERSONS_RESTRICTED, PERSONS_HOME, PERSONS_OTHER, VEHICLES, TRAVEL, COMPANIES -> {
        Extracts.Extract extract = extracts.write(slot, draws);
        String table =
            switch (slot.kind()) {
              case VEHICLES -> "vehicles";
              case TRAVEL -> "travel";
              case COMPANIES -> "companies";
              default -> "persons";
            };
        yield item(slot, "extract_" + table, table + "-" + slot.number() + ".csv", extract.csv())
            .with(extract.appearances());
      }
      case FILE -> file(slot, draws);
      case BAD -> bad(slot, number / BatchPlan.SIZE, draws);
      case LAST ->
          BatchPlan.isBad(Kind.LAST, number)
              ? bad(slot, number / BatchPlan.SIZE + 3, draws)
              : unlabelled(slot, draws);
    };
  }

  private Item item(BatchPlan.Slot slot, String kind, String name, byte[] bytes) {
    String path =
        slot.source()
            + "/"
            + slot.variant()
            + "/"
            + slot.kind().folder()
            + "/"
            + slot.source()
            + "-"
            + name;
    return Item.of(slot.number(), kind, path, bytes, policy(slot.source(), slot.variant()));
  }

  private Policy policy(String source, String variant) {
    Policy policy = policies.get(source + "/" + variant);
    if (policy == null) {
      throw new IllegalStateException("Cannot label an item: no policy, found variant " + variant);
    }
    return policy;
  }

  /** A policy of the same source that is not that of the folder. */
  private Policy other(BatchPlan.Slot slot, String variant) {
    return policy(slot.source(), editions.of(slot.source(), variant, slot.number()));
  }

  private Item notice(BatchPlan.Slot slot, Draws draws) {
    List<Policy> own = new ArrayList<>();
    if (slot.mentions().stream().noneMatch(Mention::planted) && draws.percent(10)) {
      own.add(other(slot, draws.pick(Policy.variants())));
    }
    Notices.Notice notice = notices.write(slot, own, draws);
    boolean diffusion = slot.kind() == Kind.DIFFUSION;
    Item item =
        item(
                slot,
                diffusion ? "diffusion" : "notice",
                (diffusion ? "diffusion-" : "notice-") + slot.number() + ".json",
                notice.json())
            .with(notice.appearances());
    return own.isEmpty() ? item : item.under(own.get(0), "embedded");
  }

  private Item report(BatchPlan.Slot slot, Draws draws) {
    Language language = language(slot, draws);
    Narrative.Text text = narrative.report(language, slot, reference(slot), draws);
    Item item =
        item(slot, "report", "report-" + slot.number() + ".txt", utf8(text.text()))
            .with(text.appearances())
            .telling(List.of(text.truth()))
            .about(language, slot.event());
    boolean planted = slot.mentions().stream().anyMatch(Mention::planted);
    if (!planted && draws.percent(3)) {
      return item.beside(other(slot, draws.percent(50) ? "h2" : "h3"));
    }
    return item;
  }

  private Item message(BatchPlan.Slot slot, Draws draws) {
    Language language = language(slot, draws);
    String reference = reference(slot);
    Narrative.Text body = narrative.message(language, slot, reference, draws);
    List<Appearance> appearances = new ArrayList<>(body.appearances());
    List<TextTruth> texts = new ArrayList<>(List.of(body.truth()));
    List<Attachment> attachments = new ArrayList<>();
    int wanted = Math.max(0, draws.between(-1, 3));
    for (int i = 0; i < wanted; i++) {
      attachments.add(attachment(slot, language, reference, i + 1, appearances, texts, draws));
    }
    // The policy of planted evidence is that of its folder, said again.
    boolean planted = slot.mentions().stream().anyMatch(Mention::planted);
    int way = draws.below(100);
    Policy own =
        way < 40 || planted
            ? policy(slot.source(), slot.variant())
            : other(slot, Policy.variant(draws));
    Map<String, String> headers = new LinkedHashMap<>(way < 55 ? own.headers() : Map.of());
    List<String> addressees = planted ? List.of() : addressees(slot);
    if (!addressees.isEmpty()) {
      headers.put("X-Insight-Addressed-To", String.join(", ", addressees));
    }
    boolean forUs = addressees.isEmpty() || addressees.contains(Messages.SECRETARIAT);
    String subject = narrative.phrase(language, "subject", slot, reference, draws);
    Item item =
        item(
                slot,
                "message",
                "message-" + slot.number() + ".eml",
                Messages.write(
                    slot,
                    forUs ? Messages.SECRETARIAT : addressees.get(0),
                    body.truth().date(),
                    subject,
                    body.text(),
                    headers,
                    attachments,
                    draws))
            .holding(attachments.stream().map(Attachment::name).toList());
    Item under = way < 55 ? item.under(own, "header") : item;
    // Nobody reads of whom such a message speaks, nor of what.
    return forUs
        ? under.with(appearances).telling(texts).about(language, slot.event())
        : under.broken("not_addressed");
  }

  /** Whom a message names as its addressees; most name none. */
  private List<String> addressees(BatchPlan.Slot slot) {
    // Draws of their own: other items stay as they are.
    Draws draws = Draws.of(seed, "addressees", slot.number());
    int way = draws.below(100);
    String other = draws.pick(OTHER_BUREAUS);
    if (way >= 20 || other.equals(slot.source())) {
      return List.of();
    }
    return way < 10 ? List.of(other) : List.of(Messages.SECRETARIAT, other);
  }

  private Attachment attachment(
      BatchPlan.Slot slot,
      Language language,
      String reference,
      int number,
      List<Appearance> appearances,
      List<TextTruth> texts,
      Draws draws) {
    int form = draws.below(100);
    String stem = "annex-" + number;
    if (form < 6) {
      Scan scan = scan(slot, language, Scans.Form.PNG, draws);
      String name = stem + "." + scan.ending();
      scan.appearances().forEach(a -> appearances.add(a.in(name)));
      scan.texts().forEach(t -> texts.add(t.in(name)));
      return new Attachment(
          name, scan.ending().equals("png") ? "image/png" : "application/pdf", scan.bytes());
    }
    if (form < 35 && language != Language.AR) {
      Narrative.Text text = narrative.report(language, slot, reference, draws);
      String name = stem + ".pdf";
      text.appearances().forEach(a -> appearances.add(a.in(name)));
      texts.add(text.truth().in(name));
      return new Attachment(
          name, "application/pdf", Office.pdf(text.offence(), text.text().lines().toList()));
    }
    if (form < 70) {
      Narrative.Text text = narrative.report(language, slot, reference, draws);
      String name = stem + ".docx";
      text.appearances().forEach(a -> appearances.add(a.in(name)));
      texts.add(text.truth().in(name));
      return new Attachment(
          name,
          "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
          Office.docx(text.offence(), text.text().lines().toList(), language));
    }
    String name = stem + (form < 85 ? ".xlsx" : ".csv");
    List<List<String>> rows = table(slot, language, name, appearances, draws);
    if (form < 85) {
      return new Attachment(
          name,
          "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
          Office.xlsx("list", rows));
    }
    StringBuilder csv = new StringBuilder();
    rows.forEach(row -> csv.append(Csv.line(row)));
    return new Attachment(name, "text/csv; charset=UTF-8", utf8(csv.toString()));
  }

  /** A short table of the persons of the slot, with another header than the extracts have. */
  private List<List<String>> table(
      BatchPlan.Slot slot,
      Language language,
      String member,
      List<Appearance> appearances,
      Draws draws) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("name", "birth_date", "phone", "account", "plate"));
    for (Mention mention : slot.mentions()) {
      Person person = persons.at(mention.person());
      Spelling.Written written = Spelling.in(language, person, draws);
      Map<String, String> fields = new LinkedHashMap<>();
      List<String> row = new ArrayList<>(List.of(written.full()));
      for (Mention.Field field :
          List.of(
              Mention.Field.BORN,
              Mention.Field.PHONE,
              Mention.Field.ACCOUNT,
              Mention.Field.PLATE)) {
        String value = "";
        if (mention.fields().contains(field)) {
          value =
              switch (field) {
                case BORN -> person.born().toString();
                case PHONE -> person.phone();
                case ACCOUNT -> person.iban();
                default -> person.vehicle().plate();
              };
          fields.put(field.name().toLowerCase(Locale.ROOT), value);
        }
        row.add(value);
      }
      rows.add(row);
      appearances.add(
          new Appearance(
              person.index(),
              member,
              "row:" + (rows.size() - 1),
              written.full(),
              written.script(),
              written.altered(),
              fields));
    }
    return rows;
  }

  /**
   * @param told whether it tells of what happened, as a passport does not
   */
  private record Scan(
      byte[] bytes,
      String ending,
      boolean told,
      List<Appearance> appearances,
      List<TextTruth> texts) {}

  private Item scan(BatchPlan.Slot slot, Draws draws) {
    Language language = language(slot, draws);
    Language latin = language == Language.AR ? Language.FR : language;
    Scan scan = scan(slot, latin, draws.pick(SCAN_FORMS), draws);
    Item item =
        item(slot, "scan", "scan-" + slot.number() + "." + scan.ending(), scan.bytes())
            .with(scan.appearances())
            .telling(scan.texts());
    return scan.told() ? item.about(latin, slot.event()) : item;
  }

  /** Latin letters only: the font has no others. */
  private Scan scan(BatchPlan.Slot slot, Language language, Scans.Form form, Draws draws) {
    Language latin = language == Language.AR ? Language.EN : language;
    List<String> lines;
    List<Appearance> appearances;
    List<TextTruth> texts = List.of();
    boolean planted = slot.mentions().stream().anyMatch(Mention::planted);
    boolean passport = !planted && draws.percent(35) && !slot.mentions().isEmpty();
    if (passport) {
      Person person = persons.at(slot.mentions().get(0).person());
      Spelling.Written written = Spelling.exact(person);
      lines = Scans.passport(person, written, draws);
      Map<String, String> fields = new LinkedHashMap<>();
      fields.put("passport", person.passport());
      fields.put("born", person.born().toString());
      fields.put("mrz", lines.get(8) + "\n" + lines.get(9));
      appearances =
          List.of(
              new Appearance(
                  person.index(), null, "document", written.full(), "Latn", List.of(), fields));
    } else {
      Narrative.Text text = narrative.report(latin, slot, reference(slot), draws);
      lines = Office.wrap(text.text(), 76);
      appearances = text.appearances();
      texts = List.of(text.truth());
    }
    try {
      return new Scan(
          scans.write(lines, form, draws), form.ending(), !passport, appearances, texts);
    } catch (LinkageError | java.awt.AWTError e) {
      // A machine without Java's drawing libraries still gets the words.
      undrawn++;
      return new Scan(Office.pdf("", lines), "pdf", !passport, appearances, texts);
    }
  }

  private Item file(BatchPlan.Slot slot, Draws draws) {
    Language language = language(slot, draws);
    Narrative.Text text = narrative.report(language, slot, reference(slot), draws);
    List<String> lines = text.text().lines().toList();
    String stem = "file-" + slot.number();
    int form = draws.below(4);
    if (form == 0 && language != Language.AR) {
      return item(slot, "pdf", stem + ".pdf", Office.pdf(text.offence(), lines))
          .with(text.appearances())
          .telling(List.of(text.truth()))
          .about(language, slot.event());
    }
    if (form == 1) {
      List<Appearance> appearances = new ArrayList<>();
      List<List<String>> rows = table(slot, language, "", appearances, draws);
      return item(slot, "xlsx", stem + ".xlsx", Office.xlsx("list", rows))
          .with(appearances.stream().map(Appearance::inItself).toList());
    }
    if (form == 2) {
      byte[] zip =
          new Archive()
              .add("report.txt", utf8(text.text()))
              .add("report.docx", Office.docx(text.offence(), lines, language))
              .bytes();
      List<Appearance> appearances = new ArrayList<>();
      for (String member : List.of("report.txt", "report.docx")) {
        text.appearances().forEach(a -> appearances.add(a.in(member)));
      }
      return item(slot, "zip", stem + ".zip", zip)
          .with(appearances)
          .telling(List.of(text.truth().in("report.txt"), text.truth().in("report.docx")))
          .about(language, slot.event())
          .holding(List.of("report.txt", "report.docx"));
    }
    return item(slot, "docx", stem + ".docx", Office.docx(text.offence(), lines, language))
        .with(text.appearances())
        .telling(List.of(text.truth()))
        .about(language, slot.event());
  }

  private Item bad(BatchPlan.Slot slot, long turn, Draws draws) {
    String stem = "bad-" + slot.number();
    byte[] text = utf8(narrative.report(Language.EN, slot, reference(slot), draws).text());
    return switch ((int) (turn % 6)) {
      case 0 -> {
        byte[] pdf =
            Office.pdf("report", new String(text, StandardCharsets.UTF_8).lines().toList());
        yield item(slot, "bad", stem + ".pdf", Arrays.copyOf(pdf, pdf.length / 3))
            .broken("truncated_pdf");
      }
      case 1 -> item(slot, "bad", stem + ".txt", new byte[0]).broken("empty_file");
      case 2 ->
          item(
                  slot,
                  "bad",
                  stem + ".json",
                  utf8("{\"entity_id\": \"2026/" + slot.number() + "\", \"name\": \"BRO"))
              .broken("broken_json");
      case 3 ->
          item(slot, "bad", stem + ".zip", encrypted(new Archive().add("secret.txt", text).bytes()))
              .broken("encrypted_zip");
      case 4 -> {
        byte[] docx =
            Office.docx("report", List.of(new String(text, StandardCharsets.UTF_8)), Language.EN);
        for (int i = docx.length / 3; i < docx.length / 2; i++) {
          docx[i] = (byte) draws.below(256);
        }
        yield item(slot, "bad", stem + ".docx", docx).broken("corrupt_docx");
      }
      default -> {
        // It is whole and read, and the truth has no event of a bad item.
        byte[] inner = utf8(inventory(draws));
        String name = "deep.txt";
        for (int level = 0; level < 6; level++) {
          inner = new Archive().add(name, inner).bytes();
          name = "level-" + level + ".zip";
        }
        yield item(slot, "bad", stem + ".zip", inner).broken("nested_zip");
      }
    };
  }

  /** Tells of nobody and nothing that happened; hardly two say the same. */
  private static String inventory(Draws draws) {
    StringBuilder text = new StringBuilder("Inventory of the store room.\n");
    for (int i = 0; i < 12; i++) {
      text.append("Box ").append(draws.between(100, 999));
      text.append(" holds ").append(draws.between(20, 99)).append(" folders, shelf ");
      text.append(draws.between(1, 99)).append(".\n");
    }
    return text.toString();
  }

  /** Marks the members as encrypted, which without the key is all that a reader can tell. */
  private static byte[] encrypted(byte[] zip) {
    for (int i = 0; i + 9 < zip.length; i++) {
      if (zip[i] == 'P' && zip[i + 1] == 'K') {
        if (zip[i + 2] == 3 && zip[i + 3] == 4) {
          zip[i + 6] |= 1;
        } else if (zip[i + 2] == 1 && zip[i + 3] == 2) {
          zip[i + 8] |= 1;
        }
      }
    }
    return zip;
  }

  private Item unlabelled(BatchPlan.Slot slot, Draws draws) {
    Language language = language(slot, draws);
    Narrative.Text text = narrative.report(language, slot, reference(slot), draws);
    return Item.of(
            slot.number(),
            "report",
            UNLABELLED + "/report-" + slot.number() + ".txt",
            utf8(text.text()),
            null)
        .with(text.appearances())
        .telling(List.of(text.truth()))
        .about(language, slot.event());
  }

  private static Language language(BatchPlan.Slot slot, Draws draws) {
    return Narrative.language(Countries.of(List.of(slot.source())).get(0), draws);
  }

  private static String reference(BatchPlan.Slot slot) {
    return slot.source()
        + "-"
        + slot.event().on().getYear()
        + "-"
        + String.format(Locale.ROOT, "%07d", slot.number());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
