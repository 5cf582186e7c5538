package org.insight.simulate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.insight.simulate.Mention.Field;

/**
 * Notices in eight colours and diffusions, with the field names of the public notices interface.
 */
final class Notices {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> OF_PERSONS =
      List.of("Red", "Red", "Red", "Blue", "Blue", "Yellow", "Green", "Black", "UN");
  private static final List<String> OF_ALL =
      List.of(
          "Red", "Red", "Red", "Blue", "Blue", "Yellow", "Green", "Black", "UN", "Orange",
          "Purple");
  private static final List<String> EYES = List.of("BRO", "BLU", "GRE", "BLA", "HAZ");
  private static final List<String> HAIRS = List.of("BLA", "BRO", "BLO", "GRY", "RED");
  private static final List<String> MARKS =
      List.of(
          "scar on left forearm",
          "tattoo of an anchor on right hand",
          "wears glasses",
          "missing fingertip");

  /**
   * @param json UTF-8
   */
  record Notice(byte[] json, List<Appearance> appearances) {}

  private final Persons persons;
  private final Narrative narrative;

  Notices(Persons persons, Narrative narrative) {
    this.persons = persons;
    this.narrative = narrative;
  }

  /**
   * @param embedded the notice's own policy, or empty
   */
  Notice write(BatchPlan.Slot slot, List<Policy> embedded, Draws draws) {
    boolean planted = slot.mentions().stream().anyMatch(Mention::planted);
    String type = draws.pick(planted ? OF_PERSONS : OF_ALL);
    LocalDate issued = slot.event().on();
    Map<String, Object> notice = new LinkedHashMap<>();
    notice.put("entity_id", issued.getYear() + "/" + (10_000 + slot.number()));
    if (slot.kind() == Kind.DIFFUSION) {
      notice.put("diffusion", true);
    } else {
      notice.put("notice_type", type);
    }
    notice.put("issued_on", issued.toString());
    List<Appearance> appearances = new ArrayList<>();
    if (type.equals("Orange") || type.equals("Purple")) {
      object(notice, type, slot, draws);
    } else {
      for (Mention mention : slot.mentions()) {
        appearances.add(person(notice, type, slot, mention, draws));
      }
    }
    for (Policy policy : embedded) {
      notice.put("policy", policy.asMap());
    }
    try {
      String text =
          draws.percent(50)
              ? JSON.writeValueAsString(notice)
              : JSON.writerWithDefaultPrettyPrinter()
                  .writeValueAsString(notice)
                  .replace(System.lineSeparator(), "\n");
      return new Notice(text.getBytes(StandardCharsets.UTF_8), appearances);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private void object(Map<String, Object> notice, String type, BatchPlan.Slot slot, Draws draws) {
    String code = slot.event().offence().code();
    String offence = code.replace('_', ' ');
    notice.put(
        "name", type.equals("Purple") ? "Modus operandi: " + offence : "Warning: " + offence);
    String number = String.valueOf(notice.get("entity_id"));
    notice.put(
        "text",
        (type.equals("Purple") ? "Tools and concealment used in " : "Imminent threat related to ")
            + offence
            + " reported in "
            + slot.event().city().name()
            + ", series "
            + draws.between(2, 40)
            + ". "
            + narrative.phrase(Language.EN, "opening", slot, number, draws)
            + " "
            + narrative.phrase(Language.EN, "detail." + code, slot, number, draws)
            + " Notice "
            + number
            + ".");
  }

  private Appearance person(
      Map<String, Object> notice, String type, BatchPlan.Slot slot, Mention mention, Draws draws) {
    Person person = persons.at(mention.person());
    Spelling.Written written = Spelling.in(Language.EN, person, draws);
    List<String> altered = new ArrayList<>(written.altered());
    Map<String, String> fields = new LinkedHashMap<>();
    boolean bridge = persons.ties().bridge(person.index());
    notice.put("forename", written.given().toUpperCase(Locale.ROOT));
    notice.put("name", written.family().toUpperCase(Locale.ROOT));
    LocalDate born = Mistakes.born(person.born(), mention, altered, draws);
    // The two outer records of a bridge are to share nothing beside the name.
    String birth = bridge ? String.valueOf(born.getYear()) : born.toString().replace('-', '/');
    notice.put("date_of_birth", birth);
    fields.put("born", birth);
    notice.put("sex_id", draws.percent(4) ? "U" : person.sex());
    notice.put("nationalities", List.of(person.country().code()));
    notice.put("place_of_birth", person.birthPlace().name());
    notice.put("country_of_birth_id", person.birthPlace().country());
    notice.put("languages_spoken_ids", List.of(spoken(person.country())));
    notice.put("height", person.height() / 100.0);
    notice.put("weight", 45 + person.height() % 60);
    notice.put("eyes_colors_id", List.of(draws.pick(EYES)));
    notice.put("hairs_id", List.of(draws.pick(HAIRS)));
    if (draws.percent(25) || type.equals("Black")) {
      notice.put("distinguishing_marks", draws.pick(MARKS));
    }
    if (person.arabicGiven() != null || draws.percent(10)) {
      notice.put("aliases", List.of(person.arabicName()));
    }
    if (mention.fields().contains(Field.PASSPORT)) {
      Person.Passport shown = Mistakes.passport(person, slot.event().on(), mention, altered, draws);
      Map<String, String> passport = new LinkedHashMap<>();
      passport.put("number", shown.number());
      passport.put("country", shown.country());
      notice.put("passports", List.of(passport));
      fields.put("passport", shown.number());
    }
    if (mention.fields().contains(Field.PHONE)) {
      notice.put("phones", List.of(person.phone()));
      fields.put("phone", person.phone());
    }
    if (type.equals("Red")) {
      Map<String, String> warrant = new LinkedHashMap<>();
      warrant.put("issuing_country_id", slot.source());
      Language language = Countries.of(List.of(slot.source())).get(0).language();
      warrant.put("charge", narrative.offence(language, slot.event().offence()));
      warrant.put("charge_translation", narrative.offence(Language.EN, slot.event().offence()));
      notice.put("arrest_warrants", List.of(warrant));
    }
    return new Appearance(
        person.index(),
        null,
        "entity:" + notice.get("entity_id"),
        written.full().toUpperCase(Locale.ROOT),
        written.script(),
        List.copyOf(altered),
        fields);
  }

  private static String spoken(Country country) {
    return switch (country.code()) {
      case "IT" -> "ITA";
      default ->
          switch (country.language()) {
            case FR -> "FRE";
            case EN -> "ENG";
            case ES -> "SPA";
            case AR -> "ARA";
          };
    };
  }
}
