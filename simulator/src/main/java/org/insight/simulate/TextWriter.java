package org.insight.simulate;

import static org.insight.simulate.TextTruth.facts;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.insight.simulate.Mention.Field;
import org.insight.simulate.Wording.Clause;
import org.insight.simulate.Wording.Gap;
import org.insight.simulate.Wording.Part;
import org.insight.simulate.Wording.Words;
import org.jspecify.annotations.Nullable;

/** Fills the gaps of one text. */
final class TextWriter {

  /** Days between what happened and the document, as often as they are listed. */
  private static final List<Integer> DELAYS = List.of(0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 5, 7);

  private final Persons persons;
  private final Companies companies;
  private final PhraseBook book;
  private final Language language;
  private final BatchPlan.Slot slot;
  private final Draws draws;
  private final String number;
  private final DateStyle dates;
  private final LocalDate on;
  private final LocalDate today;
  private final int hour;
  private final int minute;
  private final @Nullable Wording wording;
  private final MarkedText text;

  /** By the name of their gap. */
  private final Map<String, Actor> actors = new LinkedHashMap<>();

  /** Persons of the item whom the wording has no gap for. */
  private final List<Actor> further = new ArrayList<>();

  private final List<Actor> ofSlot = new ArrayList<>();

  /** What is drawn once a text, by gap. */
  private final Map<String, City> cities = new LinkedHashMap<>();

  private final Map<String, String> drawn = new LinkedHashMap<>();

  /**
   * @param wording null for a line that stands alone
   */
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
    text = new MarkedText(language);
    dates =
        new DateStyle(
            language,
            book.of(language).of("months").stream().map(Phrases::words).toList(),
            draws.percent(60),
            language == Language.AR && draws.percent(30),
            slot.source().equals("US"));
    on = slot.event().on();
    LocalDate later = on.plusDays(draws.pick(DELAYS));
    today = later.isAfter(Persons.LAST_DAY) ? on : later;
    hour = draws.below(24);
    minute = draws.below(12) * 5;
    if (wording != null) {
      cast(wording);
    }
  }

  /** Gives the persons of the item to the roles of the case; invented ones take all others. */
  private void cast(Wording wording) {
    List<Mention> waiting = new ArrayList<>(slot.mentions());
    long free = wording.persons().stream().filter(name -> Role.of(name).ofCase()).count();
    for (String name : wording.persons()) {
      Role role = Role.of(name);
      boolean spare = role.ofCase() && free-- > waiting.size() && draws.percent(30);
      if (role.ofCase() && !waiting.isEmpty() && !spare) {
        actors.put(name, ofSlot(waiting.remove(0), role));
      } else {
        actor(name);
      }
    }
    for (Mention mention : waiting) {
      Role role = draws.pick(List.of(Role.SUSPECT, Role.SUSPECT, Role.WITNESS, Role.CONTACT));
      further.add(ofSlot(mention, role));
    }
  }

  private Actor ofSlot(Mention mention, Role role) {
    Actor actor = new Actor(persons.at(mention.person()), role, mention, slot, dates, draws);
    ofSlot.add(actor);
    return actor;
  }

  private Actor actor(String name) {
    Actor known = actors.get(name);
    if (known != null) {
      return known;
    }
    Role role = Role.of(name);
    Set<Long> there = new TreeSet<>();
    actors.values().forEach(other -> there.add(other.person().index()));
    long person = persons.textOnly(role.ofCase(), slot.source(), there, draws);
    Set<Field> fields = role.ofCase() ? BatchPlan.fields(draws) : Set.of();
    Mention mention = new Mention(person, fields, false);
    Actor made = new Actor(persons.at(person), role, mention, slot, dates, draws);
    actors.put(name, made);
    return made;
  }

  TextWriter text(String words) {
    text.add(words);
    return this;
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
    for (String name : wording.persons()) {
      if (!wording.clauses().contains(name + "+") && !left(name, actor(name)).isEmpty()) {
        text.add("\n");
        details(actor(name), left(name, actor(name)));
      }
    }
    for (Actor actor : further) {
      text.add("\n");
      about("also." + actor.role().code(), actor);
      details(actor, actor.mention().fields());
    }
    if (draws.percent(60)) {
      text.add("\n");
      line("closing");
    }
    return this;
  }

  /** What the clauses of the wording do not say of a person. */
  private Set<Field> left(String name, Actor actor) {
    Set<Field> left = new TreeSet<>(actor.mention().fields());
    left.removeIf(
        field -> wording != null && wording.clauses().contains(name + "." + Wording.code(field)));
    return left;
  }

  /** A sentence for each field, which say whom they are about if that is not clear. */
  private void details(Actor actor, Set<Field> fields) {
    List<String> headings = new ArrayList<>(fields.stream().map(Wording::code).toList());
    if (actor.role().ofCase() && draws.percent(35)) {
      headings.add("more");
    }
    if (!headings.isEmpty() && !text.speaksOnlyOf(actor.person())) {
      headings.add(0, "about");
    }
    for (String heading : headings) {
      text.space();
      about(heading, actor);
    }
  }

  private void write(List<Part> parts, @Nullable Actor anyone) {
    for (Part part : parts) {
      if (part instanceof Words words) {
        text.addWords(words.text());
      } else if (part instanceof Clause clause) {
        if (actor(clause.name()).has(clause.field())) {
          write(clause.parts(), anyone);
        }
      } else if (part instanceof Gap gap) {
        int start = text.length();
        if (gap.name().equals(Wording.ANYONE) && anyone != null) {
          person(anyone, gap);
        } else if (Wording.isPerson(gap.name())) {
          person(actor(gap.name()), gap);
        } else {
          fact(gap);
        }
        if (gap.capital()) {
          text.capitalise(start);
        }
      }
    }
  }

  private void person(Actor actor, Gap gap) {
    switch (gap.sign()) {
      case '+' -> details(actor, left(gap.name(), actor));
      case ':' -> text.add(actor.pick(gap.said()));
      case '=' -> {
        String said = actor.pick(gap.said());
        if (gap.what().isEmpty()) {
          text.mark("reference", said, of(actor));
        } else {
          attribute(actor, "sex", said, actor.person().sex());
        }
      }
      default -> say(actor, gap.what());
    }
  }

  private void say(Actor actor, String what) {
    Person person = actor.person();
    Person.Trip trip = person.trip();
    switch (what) {
      case "" -> text.mark("name", actor.name(), of(actor, "form", "full"));
      case "short" -> text.mark("name", actor.brief(), of(actor, "form", "short"));
      case "birthplace" -> {
        attribute(actor, what, person.birthPlace().in(language), person.birthPlace().name());
        text.again("place", placed(person.birthPlace(), "birth", person));
      }
      case "home" -> {
        attribute(actor, what, person.home().in(language), person.home().name());
        text.again("place", placed(person.home(), "home", person));
      }
      case "nationality" -> nationality(actor, forms -> forms.get(forms.size() - 1));
      case "national" -> nationality(actor, actor::pick);
      case "alias" -> {
        Draws own = Draws.of(person.index(), "alias " + language);
        String line = Phrases.words(own.pick(book.lines(language, what)));
        String alias = actor.pick(List.of(line.split("\\|")));
        attribute(actor, what, alias, alias);
      }
      case "vehicle" -> text.add(person.vehicle().make() + " " + person.vehicle().model());
      case "carrier" -> text.add(trip.carrier());
      case "from" ->
          text.mark("place", trip.from().in(language), placed(trip.from(), "travel", person));
      case "to" -> text.mark("place", trip.to().in(language), placed(trip.to(), "travel", person));
      case "day" -> day(trip.on(), "travel");
      default -> {
        Actor.Value value = actor.value(Field.valueOf(what.toUpperCase(Locale.ROOT)));
        attribute(actor, what, value.said(), value.normal());
        if (what.equals("born")) {
          text.again("time", timed("birth", value.normal(), "day", false));
        }
      }
    }
  }

  private void nationality(Actor actor, Function<List<String>, String> form) {
    String country = actor.person().country().code();
    String line =
        book.of(language).of("nationality").stream()
            .map(Phrases::words)
            .filter(words -> words.startsWith(country + " "))
            .findFirst()
            .orElseThrow();
    String said = form.apply(List.of(line.substring(country.length() + 1).split("\\|")));
    attribute(actor, "nationality", said, country);
  }

  private void attribute(Actor actor, String what, String said, String value) {
    text.mark("attribute", said, of(actor, "attribute", what, "value", value));
  }

  private static Map<String, Object> of(Actor actor, Object... more) {
    Map<String, Object> facts =
        facts("person", actor.person().index(), "role", actor.role().code());
    facts.putAll(facts(more));
    return facts;
  }

  private void fact(Gap gap) {
    String name = gap.name();
    String said = gap.said().isEmpty() ? "" : gap.said().get(0);
    City city = slot.event().city();
    switch (name) {
      case "number" -> text.add(number);
      case "today" -> day(today, "document");
      case "date" -> day(on, "incident");
      case "eve" -> day(on.minusDays(1), "incident");
      case "range" -> {
        int start = text.length();
        line(name);
        String days = on.minusDays(1) + "/" + on;
        text.markFrom(start, "time", timed("incident", days, "range", false));
      }
      case "month" -> {
        String month = on.toString().substring(0, "2026-01".length());
        text.mark("time", dates.month(on), timed("incident", month, "month", false));
      }
      case "when" -> when();
      case "time" -> {
        String shape = language == Language.FR && draws.percent(70) ? "%02dh%02d" : "%02d:%02d";
        String minutes = String.format(Locale.ROOT, "%sT%02d:%02d", on, hour, minute);
        text.mark(
            "time",
            dates.digits(String.format(Locale.ROOT, shape, hour, minute)),
            timed("incident", minutes, "minute", false));
      }
      case "incident" -> place(city, name);
      case "country" ->
          text.mark(
              name,
              Countries.of(List.of(city.country())).get(0).name(language),
              facts("country", city.country()));
      case "office", "travel", "travel2", "seizure", "other" ->
          place(city(name), name.replaceAll("\\d", ""));
      case "offence" -> event(offence(), slot.event().offence().code(), "asserted");
      case "is" -> event(said, gap.what(), "asserted");
      case "no" -> event(said, gap.what(), "negated");
      case "maybe" -> event(said, gap.what(), "hypothetical");
      case "unit", "unit2" -> {
        String unit =
            drawn.computeIfAbsent(name, n -> Phrases.words(book.line(language, "unit", draws)));
        text.mark("organisation", unit, facts("as", "authority"));
      }
      case "org" -> text.mark("organisation", said, facts("as", "named"));
      case "organisation" -> {
        Company company = companies.ofBatch(slot.number() / BatchPlan.SIZE, draws);
        text.mark(name, company.fullName(), facts("as", "company", "company", company.index()));
      }
      case "commodity" -> text.mark(name, said, facts());
      case "amount" -> amount(name, "money", draws.between(3, 950) * 100);
      case "weight" -> amount(name, "quantity", draws.between(2, 480));
      case "detail" -> {
        int start = text.length();
        String offence = slot.event().offence().code();
        line("detail." + offence);
        text.markFrom(start, "event", happened(offence, "asserted", "sentence"));
      }
      case "negation", "hypothesis" -> another(name);
      default -> line(name);
    }
  }

  private void amount(String name, String as, int value) {
    String said = drawn.computeIfAbsent(name, n -> String.valueOf(value));
    text.mark("amount", said, facts("as", as, "value", Integer.parseInt(said)));
  }

  private void event(String said, String offence, String status) {
    text.mark("event", said, happened(offence, status, "term"));
  }

  private static Map<String, Object> happened(String offence, String status, String form) {
    return facts("offence", offence, "status", status, "form", form);
  }

  /** A sentence on another offence than that of the text. */
  private void another(String heading) {
    for (List<Wording> lines :
        List.of(book.lines(language, heading), book.of(language).of(heading))) {
      List<Wording> others =
          lines.stream().filter(line -> !line.speaksOf(slot.event().offence())).toList();
      if (!others.isEmpty()) {
        write(draws.pick(others).parts(), null);
        return;
      }
    }
  }

  /** The day of what happened: as a date, or as counted from the document's. */
  private void when() {
    long days = today.toEpochDay() - on.toEpochDay();
    String heading = "when." + days;
    List<Wording> lines = new ArrayList<>();
    if (book.of(language).has(heading)) {
      lines.addAll(book.lines(language, heading));
    }
    if (days > 1 && days < 7) {
      List<Wording> weekdays = book.of(language).of("when.weekday");
      for (int i = on.getDayOfWeek().ordinal(); i < weekdays.size(); i += 7) {
        lines.add(weekdays.get(i));
      }
    }
    List<String> relative =
        lines.stream()
            .map(Phrases::words)
            .filter(line -> atThisHour(line.substring(0, line.indexOf(':'))))
            .toList();
    if (relative.isEmpty() || !draws.percent(60)) {
      line("when.any");
      return;
    }
    String line = draws.pick(relative);
    int colon = line.indexOf(':');
    String granularity = line.substring(0, colon);
    String value =
        granularity.equals("week")
            ? on.format(DateTimeFormatter.ISO_WEEK_DATE).substring(0, "2026-W01".length())
            : on.toString();
    text.mark(
        "time", line.substring(colon + 1).strip(), timed("incident", value, granularity, true));
  }

  private boolean atThisHour(String granularity) {
    return switch (granularity) {
      case "morning" -> hour >= 5 && hour < 12;
      case "afternoon" -> hour >= 12 && hour < 18;
      case "evening" -> hour >= 18 && hour < 23;
      case "night" -> hour >= 23 || hour < 5;
      default -> true;
    };
  }

  /** Only the office may be where it happened. */
  private City city(String gap) {
    return cities.computeIfAbsent(
        gap,
        g ->
            g.equals("office")
                ? draws.pick(City.of(slot.source()))
                : draws.pick(
                    City.ALL.stream()
                        .filter(c -> !c.equals(slot.event().city()) && !cities.containsValue(c))
                        .toList()));
  }

  private void place(City city, String as) {
    text.mark("place", city.in(language), placed(city, as, null));
  }

  private static Map<String, Object> placed(City city, String as, @Nullable Person person) {
    Map<String, Object> facts =
        facts(
            "as", as,
            "name", city.name(),
            "country", city.country(),
            "latitude", city.latitude(),
            "longitude", city.longitude(),
            "geonames", city.geonames());
    if (person != null) {
      facts.put("person", person.index());
    }
    return facts;
  }

  private void day(LocalDate day, String as) {
    text.mark("time", dates.day(day), timed(as, day.toString(), "day", false));
  }

  private static Map<String, Object> timed(
      String as, String value, String granularity, boolean relative) {
    return facts("as", as, "value", value, "granularity", granularity, "relative", relative);
  }

  String text() {
    return text.toString();
  }

  String offence() {
    return book.offence(language, slot.event().offence());
  }

  List<Appearance> appearances() {
    return ofSlot.stream().map(Actor::appearance).toList();
  }

  TextTruth truth(Wording of) {
    List<TextTruth.Cited> cited = new ArrayList<>();
    for (List<Actor> some : List.of(List.copyOf(actors.values()), further)) {
      some.forEach(actor -> cited.add(new TextTruth.Cited(actor.person(), actor.role())));
    }
    return new TextTruth(null, language, of, today, text(), cited, text.marks());
  }
}
