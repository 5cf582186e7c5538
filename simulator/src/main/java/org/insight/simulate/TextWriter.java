package org.insight.simulate;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.insight.simulate.Mention.Field;
import org.insight.simulate.Wording.Clause;
import org.insight.simulate.Wording.Gap;
import org.insight.simulate.Wording.Part;
import org.insight.simulate.Wording.Words;
import org.jspecify.annotations.Nullable;

/** Fills the gaps of one text, and marks each piece that the truth speaks of. */
final class TextWriter {
  private static final DateTimeFormatter DAY_FIRST =
      DateTimeFormatter.ofPattern("dd/MM/yyyy", Locale.ROOT);

  /** Days between what happened and the document, as often as they are listed. */
  private static final List<Integer> DELAYS = List.of(0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 5, 7);

  /** Words of French that lose their e before a vowel. */
  private static final Pattern ELIDED = Pattern.compile("(?s).*\\b([Dd]|[Qq]u)e $");

  private static final Pattern VOWEL = Pattern.compile("(?s)[AEIOUÀÂÉÈÊËÎÏÔÛaeiouàâéèêëîïôû].*");

  private final Persons persons;
  private final Companies companies;
  private final PhraseBook book;
  private final Language language;
  private final BatchPlan.Slot slot;
  private final Draws draws;
  private final String number;
  private final boolean indic;
  private final boolean numeric;
  private final LocalDate on;
  private final LocalDate today;
  private final int hour;
  private final int minute;
  private final @Nullable Wording wording;
  private final StringBuilder text = new StringBuilder();
  private final List<TextTruth.Mark> marks = new ArrayList<>();
  private final Map<String, Actor> actors = new LinkedHashMap<>();

  /** What is drawn once a text, by gap. */
  private final Map<String, City> cities = new LinkedHashMap<>();

  private final Map<String, String> drawn = new LinkedHashMap<>();

  TextWriter(
      Persons persons,
      Companies companies,
      PhraseBook book,
      Language language,
      @Nullable Wording wording,
      BatchPlan.Slot slot,
      String number,
      Draws draws) {
    this.persons = persons;
    this.companies = companies;
    this.book = book;
    this.language = language;
    this.wording = wording;
    this.slot = slot;
    this.number = number;
    this.draws = draws;
    indic = language == Language.AR && draws.percent(30);
    numeric = draws.percent(60);
    on = slot.event().on();
    LocalDate later = on.plusDays(draws.pick(DELAYS));
    hour = draws.below(24);
    minute = draws.below(12) * 5;
    today = later.isAfter(Persons.LAST_DAY) ? on : later;
    cast();
  }

  /** A person of the text. */
  private final class Actor {
    private final Person person;
    private final Role role;
    private final Mention mention;
    private final boolean ofSlot;
    private final Spelling.Written written;
    private final List<String> altered;

    /** As written and in normal form; each is said in one way in a text. */
    private final Map<Field, List<String>> values = new LinkedHashMap<>();

    Actor(Mention mention, Role role, boolean ofSlot) {
      this.person = persons.at(mention.person());
      this.mention = mention;
      this.role = role;
      this.ofSlot = ofSlot;
      written = Spelling.inText(language, person, draws);
      altered = new ArrayList<>(written.altered());
    }

    List<String> value(Field field) {
      return values.computeIfAbsent(field, this::made);
    }

    private List<String> made(Field field) {
      return switch (field) {
        case BORN -> {
          LocalDate born = Mistakes.born(person.born(), mention, altered, draws);
          yield List.of(inWords(born), born.toString());
        }
        case PHONE -> List.of(Formats.phone(person.phone(), slot.source(), draws), person.phone());
        case PLATE -> twice(person.vehicle().plate());
        case PASSPORT -> twice(Mistakes.passport(person, on, mention, altered, draws).number());
        case NATIONAL_ID ->
            twice(Mistakes.number("national_id", person.nationalId(), mention, altered, draws));
        case ACCOUNT -> List.of(Formats.iban(person.iban(), draws), person.iban());
        case ADDRESS -> twice(person.address());
        case EMAIL -> twice(person.email());
        case BOOKING -> twice(person.trip().booking());
      };
    }

    private static List<String> twice(String value) {
      return List.of(value, value);
    }

    String pick(List<String> said) {
      return said.get(person.sex().equals("F") ? said.size() - 1 : 0);
    }

    Appearance appearance() {
      Map<String, String> fields = new LinkedHashMap<>();
      values.forEach((field, value) -> fields.put(Wording.code(field), value.get(0)));
      return new Appearance(
          person.index(),
          null,
          "document",
          written.full(),
          written.script(),
          List.copyOf(altered),
          fields);
    }
  }

  /** Gives the persons of the item to the roles of the case; invented ones take all others. */
  private void cast() {
    List<Mention> waiting = new ArrayList<>(slot.mentions());
    if (wording == null) {
      return;
    }
    long free = wording.persons().stream().filter(name -> Role.of(name).ofCase()).count();
    for (String name : wording.persons()) {
      Role role = Role.of(name);
      boolean spare = role.ofCase() && free-- > waiting.size() && draws.percent(30);
      if (role.ofCase() && !waiting.isEmpty() && !spare) {
        actors.put(name, new Actor(waiting.remove(0), role, true));
      } else {
        actor(name);
      }
    }
    for (Mention mention : waiting) {
      Role role = draws.pick(List.of(Role.SUSPECT, Role.SUSPECT, Role.WITNESS, Role.CONTACT));
      actors.put(role.code() + "#" + actors.size(), new Actor(mention, role, true));
    }
  }

  private Actor actor(String name) {
    Actor known = actors.get(name);
    if (known != null) {
      return known;
    }
    Role role = Role.of(name);
    Set<Long> there = new TreeSet<>();
    actors.values().forEach(other -> there.add(other.mention.person()));
    long person = persons.textOnly(role.ofCase(), slot.source(), there, draws);
    Set<Field> fields = role.ofCase() ? BatchPlan.fields(draws) : Set.of();
    Actor made = new Actor(new Mention(person, fields, false), role, false);
    actors.put(name, made);
    return made;
  }

  TextWriter text(String words) {
    text.append(words);
    return this;
  }

  String text() {
    return text.toString();
  }

  String offence() {
    return Phrases.words(book.of(language).of("offence." + slot.event().offence().code()).get(0));
  }

  List<Appearance> appearances() {
    return actors.values().stream().filter(a -> a.ofSlot).map(Actor::appearance).toList();
  }

  TextTruth truth(Wording of) {
    return new TextTruth(
        null,
        language,
        of,
        today,
        text(),
        actors.values().stream().map(a -> new TextTruth.Cited(a.person, a.role)).toList(),
        List.copyOf(marks));
  }

  /** A line of a heading. */
  TextWriter line(String heading) {
    write(book.line(language, heading, draws).parts(), null);
    return this;
  }

  private void about(String heading, Actor actor) {
    write(book.line(language, heading, draws).parts(), actor);
  }

  /** The wording, then the persons and the facts that it has no place for. */
  TextWriter body() {
    if (wording == null) {
      throw new IllegalStateException("Cannot write a text: it has no wording");
    }
    write(wording.parts(), null);
    for (Map.Entry<String, Actor> each : actors.entrySet()) {
      Actor actor = each.getValue();
      if (each.getKey().contains("#")) {
        text.append('\n');
        about("also." + actor.role.code(), actor);
        details(actor, Set.of());
      } else if (!wording.clauses().contains(each.getKey() + "+")
          && !left(actor, said(each.getKey())).isEmpty()) {
        text.append('\n');
        details(actor, said(each.getKey()));
      }
    }
    if (draws.percent(60)) {
      text.append('\n');
      line("closing");
    }
    return this;
  }

  /** What clauses of the wording say of a person. */
  private Set<Field> said(String name) {
    Set<Field> said = new TreeSet<>();
    for (Field field : Field.values()) {
      if (wording != null && wording.clauses().contains(name + "." + Wording.code(field))) {
        said.add(field);
      }
    }
    return said;
  }

  private static Set<Field> left(Actor actor, Set<Field> said) {
    Set<Field> left = new TreeSet<>(actor.mention.fields());
    left.removeAll(said);
    return left;
  }

  private void details(Actor actor, Set<Field> said) {
    List<String> headings = new ArrayList<>(left(actor, said).stream().map(Wording::code).toList());
    if (actor.role.ofCase() && draws.percent(35)) {
      headings.add("more");
    }
    if (!headings.isEmpty() && !alone(actor)) {
      headings.add(0, "about");
    }
    for (String heading : headings) {
      if (text.length() > 0 && !Character.isWhitespace(text.charAt(text.length() - 1))) {
        text.append(' ');
      }
      about(heading, actor);
    }
  }

  /** Whether the line speaks of this person of the case alone, and of nobody after it. */
  private boolean alone(Actor actor) {
    int line = text.lastIndexOf("\n") + 1;
    List<Map<String, Object>> named =
        marks.stream()
            .filter(m -> m.start() >= line)
            .filter(m -> m.kind().equals("name") || m.kind().equals("reference"))
            .map(TextTruth.Mark::facts)
            .toList();
    Long self = actor.person.index();
    return !named.isEmpty()
        && self.equals(named.get(named.size() - 1).get("person"))
        && named.stream()
            .filter(facts -> Role.of(String.valueOf(facts.get("role"))).ofCase())
            .allMatch(facts -> self.equals(facts.get("person")));
  }

  private void write(List<Part> parts, @Nullable Actor anyone) {
    for (Part part : parts) {
      if (part instanceof Words words) {
        // No empty line where a clause says nothing.
        boolean empty =
            words.text().startsWith("\n") && text.lastIndexOf("\n") == text.length() - 1;
        text.append(words.text().substring(empty ? 1 : 0));
      } else if (part instanceof Clause clause) {
        Actor actor = actor(clause.name());
        if (actor.mention.fields().contains(clause.field())) {
          write(clause.parts(), anyone);
        }
      } else if (part instanceof Gap gap) {
        int start = text.length();
        if (gap.name().equals(Wording.ANYONE) && anyone != null) {
          of(anyone, gap, Set.of());
        } else if (Wording.isPerson(gap.name())) {
          of(actor(gap.name()), gap, said(gap.name()));
        } else {
          fact(gap);
        }
        if (gap.capital() && text.length() > start) {
          text.setCharAt(start, Character.toUpperCase(text.charAt(start)));
        }
      }
    }
  }

  private void of(Actor actor, Gap gap, Set<Field> said) {
    Person person = actor.person;
    switch (gap.sign()) {
      case '+' -> details(actor, said);
      case ':' -> text.append(actor.pick(gap.said()));
      case '=' -> {
        if (gap.what().isEmpty()) {
          mark("reference", actor.pick(gap.said()), "person", person.index(), "role", actor.role);
        } else {
          attribute(actor, "sex", actor.pick(gap.said()), person.sex());
        }
      }
      default -> {
        switch (gap.what()) {
          case "" -> name(actor, "full", actor.written.full());
          case "short" -> name(actor, "short", Spelling.brief(actor.written, person));
          case "birthplace" -> {
            attribute(actor, "birthplace", person.birthPlace().in(language), person.birthPlace());
          }
          case "home" -> attribute(actor, "home", person.home().in(language), person.home());
          case "nationality" -> nationality(actor, 1);
          case "national" -> nationality(actor, person.sex().equals("F") ? 1 : 0);
          case "alias" -> {
            Draws own = Draws.of(person.index(), "alias " + language);
            String line = Phrases.words(own.pick(book.lines(language, "alias")));
            String alias = actor.pick(List.of(line.split("\\|")));
            attribute(actor, "alias", alias, alias);
          }
          case "vehicle" -> text.append(person.vehicle().make() + " " + person.vehicle().model());
          case "carrier" -> text.append(person.trip().carrier());
          case "from" -> place(person.trip().from(), "travel", person);
          case "to" -> place(person.trip().to(), "travel", person);
          case "day" -> time(inWords(person.trip().on()), "travel", person.trip().on().toString());
          default -> {
            Field field = Field.valueOf(gap.what().toUpperCase(Locale.ROOT));
            List<String> value = actor.value(field);
            attribute(actor, gap.what(), value.get(0), value.get(1));
          }
        }
      }
    }
  }

  private void name(Actor actor, String form, String name) {
    mark("name", name, "person", actor.person.index(), "role", actor.role, "form", form);
  }

  private void nationality(Actor actor, int form) {
    String country = actor.person.country().code();
    String line =
        book.of(language).of("nationality").stream()
            .map(Phrases::words)
            .filter(words -> words.startsWith(country + " "))
            .findFirst()
            .orElseThrow();
    String[] forms = line.substring(3).split("\\|");
    attribute(actor, "nationality", forms[Math.min(form, forms.length - 1)], country);
  }

  private void attribute(Actor actor, String what, String said, Object value) {
    mark(
        "attribute",
        said,
        "person",
        actor.person.index(),
        "role",
        actor.role,
        "attribute",
        what,
        "value",
        value instanceof City city ? city.name() : value);
    // A place or a time all the same.
    TextTruth.Mark last = marks.get(marks.size() - 1);
    if (value instanceof City city) {
      again(last, "place", placed(city, what.equals("home") ? "home" : "birth", actor.person));
    } else if (what.equals("born")) {
      again(last, "time", timed("birth", String.valueOf(value), "day", false));
    }
  }

  private void again(TextTruth.Mark mark, String kind, Map<String, Object> facts) {
    marks.add(new TextTruth.Mark(kind, mark.start(), mark.end(), facts));
  }

  private void fact(Gap gap) {
    String name = gap.name();
    switch (name) {
      case "number" -> text.append(number);
      case "today" -> time(inWords(today), "document", today.toString());
      case "date" -> time(inWords(on), "incident", on.toString());
      case "eve" -> time(inWords(on.minusDays(1)), "incident", on.minusDays(1).toString());
      case "range" -> {
        int start = text.length();
        line(name);
        String value = on.minusDays(1) + "/" + on;
        marks.add(
            new TextTruth.Mark(
                "time", start, text.length(), timed("incident", value, "range", false)));
      }
      case "month" -> {
        String month = month(on) + (language == Language.ES ? " de " : " ") + on.getYear();
        mark(
            "time",
            digits(month),
            timed("incident", on.toString().substring(0, 7), "month", false));
      }
      case "when" -> when(gap);
      case "time" -> {
        String shape = language == Language.FR && draws.percent(70) ? "%02dh%02d" : "%02d:%02d";
        mark(
            "time",
            digits(String.format(Locale.ROOT, shape, hour, minute)),
            timed(
                "incident",
                String.format(Locale.ROOT, "%sT%02d:%02d", on, hour, minute),
                "minute",
                false));
      }
      case "incident" -> place(slot.event().city(), "incident", null);
      case "country" ->
          mark(
              "country",
              country(slot.event().city()).name(language),
              "country",
              slot.event().city().country());
      case "office" -> place(city(name), "office", null);
      case "travel", "travel2", "seizure", "other" ->
          place(city(name), name.replaceAll("\\d", ""), null);
      case "offence" -> event(offence(), slot.event().offence().code(), "asserted");
      case "is" -> event(gap.said().get(0), gap.what(), "asserted");
      case "no" -> event(gap.said().get(0), gap.what(), "negated");
      case "maybe" -> event(gap.said().get(0), gap.what(), "hypothetical");
      case "unit", "unit2" -> {
        String unit =
            drawn.computeIfAbsent(name, n -> Phrases.words(book.line(language, "unit", draws)));
        mark("organisation", unit, "as", "authority");
      }
      case "org" -> mark("organisation", gap.said().get(0), "as", "named");
      case "organisation" -> {
        Company company = companies.ofBatch(slot.number() / BatchPlan.SIZE, draws);
        mark("organisation", company.fullName(), "as", "company", "company", company.index());
      }
      case "commodity" -> mark("commodity", gap.said().get(0), Map.of());
      case "amount" -> {
        String amount = drawn.computeIfAbsent(name, n -> "" + draws.between(3, 950) * 100);
        mark("amount", amount, "as", "money", "value", Integer.parseInt(amount));
      }
      case "weight" -> {
        String weight = drawn.computeIfAbsent(name, n -> "" + draws.between(2, 480));
        mark("amount", weight, "as", "quantity", "value", Integer.parseInt(weight));
      }
      case "detail" -> line("detail." + slot.event().offence().code());
      case "negation", "hypothesis" -> other(name);
      default -> line(name);
    }
  }

  /** A sentence on another offence than that of the text. */
  private void other(String heading) {
    List<Wording> others =
        book.lines(language, heading).stream()
            .filter(line -> !line.speaksOf(slot.event().offence()))
            .toList();
    write(draws.pick(others).parts(), null);
  }

  /** The day of what happened: in digits, or as counted from the document's date. */
  private void when(Gap gap) {
    long days = today.toEpochDay() - on.toEpochDay();
    String heading = "when." + days;
    List<String> relative =
        book.of(language).has(heading)
            ? book.lines(language, heading).stream()
                .map(Phrases::words)
                .filter(line -> atThisHour(line.substring(0, line.indexOf(':'))))
                .toList()
            : List.of();
    if (relative.isEmpty() || !draws.percent(60)) {
      int start = text.length();
      line("when.any");
      if (gap.capital()) {
        text.setCharAt(start, Character.toUpperCase(text.charAt(start)));
      }
      return;
    }
    String line = draws.pick(relative);
    int colon = line.indexOf(':');
    String granularity = line.substring(0, colon);
    String value =
        granularity.equals("week")
            ? on.format(DateTimeFormatter.ISO_WEEK_DATE).substring(0, "2026-W01".length())
            : on.toString();
    mark("time", line.substring(colon + 1).strip(), timed("incident", value, granularity, true));
  }

  private boolean atThisHour(String part) {
    return switch (part) {
      case "morning" -> hour >= 5 && hour < 12;
      case "afternoon" -> hour >= 12 && hour < 18;
      case "evening" -> hour >= 18 && hour < 23;
      case "night" -> hour >= 23 || hour < 5;
      default -> true;
    };
  }

  private City city(String gap) {
    return cities.computeIfAbsent(
        gap,
        g -> {
          List<City> among = g.equals("office") ? City.of(slot.source()) : City.ALL;
          City drawnCity = draws.pick(among);
          for (int tries = 0; tries < 20 && taken(g, drawnCity); tries++) {
            drawnCity = draws.pick(among);
          }
          return drawnCity;
        });
  }

  /** Only the office may be where it happened. */
  private boolean taken(String gap, City city) {
    return !gap.equals("office")
        && (city.equals(slot.event().city()) || cities.containsValue(city));
  }

  private static Country country(City city) {
    return Countries.of(List.of(city.country())).get(0);
  }

  private void place(City city, String as, @Nullable Person person) {
    mark("place", city.in(language), placed(city, as, person));
  }

  private static Map<String, Object> placed(City city, String as, @Nullable Person person) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("as", as);
    facts.put("name", city.name());
    facts.put("country", city.country());
    facts.put("latitude", city.latitude());
    facts.put("longitude", city.longitude());
    facts.put("geonames", city.geonames());
    if (person != null) {
      facts.put("person", person.index());
    }
    return facts;
  }

  private void time(String said, String as, String value) {
    mark("time", said, timed(as, value, "day", false));
  }

  private static Map<String, Object> timed(
      String as, String value, String granularity, boolean relative) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("as", as);
    facts.put("value", value);
    facts.put("granularity", granularity);
    facts.put("relative", relative);
    return facts;
  }

  private void event(String said, String offence, String status) {
    mark("event", said, "offence", offence, "status", status);
  }

  private void mark(String kind, String said, Object... facts) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < facts.length; i += 2) {
      Object value = facts[i + 1];
      map.put(String.valueOf(facts[i]), value instanceof Role role ? role.code() : value);
    }
    mark(kind, said, map);
  }

  private void mark(String kind, String said, Map<String, Object> facts) {
    if (language == Language.FR
        && VOWEL.matcher(said).matches()
        && ELIDED.matcher(text.substring(Math.max(0, text.length() - 5))).matches()) {
      text.setLength(text.length() - 2);
      text.append('\'');
    }
    int start = text.length();
    text.append(said);
    marks.add(new TextTruth.Mark(kind, start, text.length(), facts));
  }

  /** In digits or with the name of the month. */
  private String inWords(LocalDate date) {
    String day = String.valueOf(date.getDayOfMonth());
    String said =
        numeric
            ? language == Language.EN ? date.toString() : DAY_FIRST.format(date)
            : switch (language) {
              case FR -> (day.equals("1") ? "1er" : day) + " " + month(date) + " " + date.getYear();
              case EN ->
                  slot.source().equals("US")
                      ? month(date) + " " + day + ", " + date.getYear()
                      : day + " " + month(date) + " " + date.getYear();
              case ES -> day + " de " + month(date) + " de " + date.getYear();
              case AR -> day + " " + month(date) + " " + date.getYear();
            };
    return digits(said);
  }

  private String digits(String said) {
    return indic ? Formats.indic(said) : said;
  }

  private String month(LocalDate date) {
    return Phrases.words(book.of(language).of("months").get(date.getMonthValue() - 1));
  }
}
