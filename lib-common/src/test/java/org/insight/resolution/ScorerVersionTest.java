package org.insight.resolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.insight.core.Sha256;
import org.insight.resolution.Subject.Address;
import org.insight.resolution.Subject.Identifier;
import org.insight.resolution.Subject.Kind;
import org.insight.resolution.Subject.Name;
import org.insight.resolution.names.PersonNames;
import org.insight.resolution.names.Token.Role;
import org.junit.jupiter.api.Test;

/**
 * Keys and scores follow from the model and from the code. A lake computes them again when the
 * model's hash changes, and the code's part of that is {@link Scorer#VERSION}.
 */
class ScorerVersionTest {

  /** Of all keys, scores and levels below, by the version that they belong to. */
  private static final String SCORES =
      "4 9d3be9b46154d0dbd608eebc81a81fe7d5705e58dac5a9a094d3bad5b080cf35";

  @Test
  void scoresChangeOnlyWithTheVersion() {
    assertThat(Scorer.VERSION + " " + Sha256.hex(String.join("\n", scores())))
        .as(
            "Scores or keys have changed. Give Scorer.VERSION the next number, so that lakes"
                + " compute their pairs again, and write it here with the new hash.")
        .isEqualTo(SCORES);
  }

  private static Model model() {
    int[] weights = new int[Comparison.values().length * Comparison.ROOM];
    for (Comparison comparison : Comparison.values()) {
      for (int level = 0; level < comparison.levels().size(); level++) {
        weights[comparison.at(level)] = 9_000 + 10 * comparison.ordinal() - 2_500 * level;
      }
    }
    TermFrequencies.Builder terms = new TermFrequencies.Builder();
    terms.unlisted(Role.GIVEN, .0005).unlisted(Role.FAMILY, .00001).unlisted(Role.UNKNOWN, .0002);
    PersonNames.parts("Mohammed", "Haddad")
        .forEach(token -> terms.add(token.role(), token.text(), token.sound(), 300));
    PersonNames.parts("Jean", "Martin")
        .forEach(token -> terms.add(token.role(), token.text(), token.sound(), 5));
    for (int i = 0; i < 12_000; i++) {
      terms.add(Role.FAMILY, "family" + i, "f" + i, 1);
    }
    return new Model(
        "golden",
        "",
        1_000_000,
        50,
        weights,
        -12_000,
        -11_000,
        -2_000,
        ClusterRule.Limits.DEFAULT,
        terms.build());
  }

  private static Subject of(
      Name name,
      String date,
      String sex,
      String country,
      String place,
      String phone,
      String email,
      List<Address> addresses,
      Identifier... numbers) {
    return new Subject(
        Kind.PERSON,
        List.of(name),
        some(date),
        sex,
        some(country),
        some(place),
        List.of(numbers),
        some(phone),
        some(email),
        addresses);
  }

  private static Subject several(List<Name> names, Identifier... numbers) {
    return new Subject(
        Kind.PERSON,
        names,
        List.of("1985-01-28"),
        null,
        List.of(),
        List.of(),
        List.of(numbers),
        List.of(),
        List.of(),
        List.of());
  }

  private static List<String> some(String value) {
    return value.isEmpty() ? List.of() : List.of(value);
  }

  private static List<Subject> subjects() {
    List<Subject> subjects = new ArrayList<>();
    for (String name :
        List.of(
            "Jean Renaud",
            "Renaud Jean",
            "Jean Renault",
            "J. Renaud",
            "Jeanne Renaudin",
            "Mohammed Haddad",
            "Mohamed Hadad",
            "محمد حداد",
            "محمد عمر حداد",
            "Sergei Tchekhov",
            "Сергей Чехов",
            "Serguei Chekov",
            "Xi Jinping",
            "Xi Jin Ping",
            "习近平",
            "Bob Quintavalle",
            "Robert Quintavale",
            "Robert Quintavallo Ostrander",
            "Marcin Ostrowsky",
            "Martin Ostrowski",
            "Ana Hana Alia",
            "Anna Hanna Ali",
            "Mohammed Martin",
            "Renaud",
            "Ismail Alfredsson",
            "Smail الفريدسون",
            "اسماعيل الحداد",
            "Samir Chlabi",
            "Larbi Shalaby",
            "العربي شلبي")) {
      subjects.add(of(Name.full(name), "", "", "", "", "", "", List.of()));
    }
    Address lilas = new Address("12 rue des Lilas", "Lyon", "69003");
    Address near = new Address("12 rue des Lylas", "Lyon", "69004");
    Address other = new Address("7 avenue Foch", "Lyon", "69006");
    Address elsewhere = new Address("Hauptstraße 4", "Köln", "50667");
    Identifier french = new Identifier("passport", "FR", "12AB34567");
    Identifier bare = new Identifier("passport", null, "12 AB 34567");
    Identifier wrong = new Identifier("passport", "FR", "12AB43567");
    Identifier german = new Identifier("passport", "DE", "12AB34567");
    Identifier brief = new Identifier("passport", null, "AB3456");
    Identifier briefOfFrance = new Identifier("passport", "FR", "AB3456");
    Identifier tax = new Identifier("tax", null, "AB34567");
    Identifier taxOfFrance = new Identifier("tax", "FR", "AB34567", false);
    Identifier entry = new Identifier(Identifier.LIST_ENTRY, null, "QDi.001");
    Name jean = Name.parts("Jean", "Renaud");
    Name paul = Name.parts("Paul", "Renaud");
    Name karim = Name.parts("Karim", "Haddad");
    String mail = "jean.renaud71@post.example";
    String phone = "+33 4 72 00 00 01";
    subjects.add(of(jean, "1970-03-12", "m", "FR", "Lyon", phone, mail, List.of(lilas), french));
    subjects.add(of(jean, "1970-03-12", "m", "FR", "Lyon", "", "", List.of(), bare));
    subjects.add(of(jean, "1970-12-03", "f", "DE", "Lyon France", "", "", List.of(near), german));
    subjects.add(of(jean, "1970", "", "", "Lion", "", "jean.renaut71@post.example", List.of()));
    subjects.add(of(jean, "1952-11-30", "m", "FR", "Paris", phone, "", List.of(other), wrong));
    subjects.add(of(jean, "1952-11-30", "m", "FR", "", "", "", List.of(), french));
    subjects.add(of(paul, "1970-03-12", "m", "FR", "Lyon", phone, "", List.of(lilas)));
    subjects.add(of(paul, "1972-08-01", "m", "FR", "Lyon", phone, "", List.of(lilas)));
    subjects.add(of(karim, "1988-01-05", "m", "MA", "Rabat", "", mail, List.of(elsewhere), french));
    subjects.add(of(karim, "1988-01-25", "m", "MA", "", "", "", List.of(), brief, entry));
    subjects.add(of(karim, "1988-01", "", "", "", "", "", List.of(), briefOfFrance, tax));
    subjects.add(of(karim, "", "", "", "", "", "", List.of(), entry, taxOfFrance));
    subjects.add(of(Name.parts("", "Renaud"), "1995", "m", "", "", "", "", List.of(lilas)));
    subjects.add(of(Name.full(""), "1970-03-12", "", "", "", phone, mail, List.of(), wrong));
    Identifier id = new Identifier("national_id", "FR", "FA117887A");
    Identifier otherId = new Identifier("national_id", "FR", "RG935580B");
    Identifier otherPassport = new Identifier("passport", "FR", "77XY90812");
    subjects.add(of(karim, "1982-11-12", "", "", "", "", "", List.of(), french, id));
    subjects.add(of(karim, "1982-05-12", "", "", "", "", "", List.of(), otherPassport, otherId));
    subjects.add(of(karim, "1982-05-12", "", "", "", "", "", List.of(), otherPassport, id));
    Name rare = Name.parts("Aurelio", "Ostrander");
    subjects.add(of(rare, "", "", "", "", "", "", List.of(lilas)));
    subjects.add(of(rare, "", "", "", "", "", "", List.of(new Address("", "", "69003"))));
    List<Name> names =
        List.of(rare, karim, jean, Name.full("Quintavalle Serrano Ostrander Belmonte Tarabulsi"));
    subjects.add(
        new Subject(
            Kind.PERSON,
            names,
            List.of("1970-03-12", "1970-12-03", "1988-01-05"),
            null,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(lilas, near, other, elsewhere)));
    // Readings of which several weigh the same, and numbers of several countries.
    subjects.add(several(List.of(Name.parts("Omar Nayef", "Mohandes"), Name.full("Omar")), german));
    subjects.add(
        several(
            List.of(Name.full("Nayef Omar Mohandes"), Name.parts("Nayef", "Omar Omar")),
            briefOfFrance,
            german,
            otherId));
    for (String company :
        List.of(
            "Korfia Quintavi Trading Corporation",
            "KORFIA QUINTAVI TRADING CORP.",
            "Korfia Ostrander Trading Corporation",
            "Quintavi GmbH")) {
      subjects.add(
          new Subject(
              Kind.ORGANIZATION,
              List.of(Name.full(company), Name.full("Korfia")),
              List.of("1994"),
              null,
              List.of("FR"),
              List.of(),
              List.of(),
              List.of(),
              List.of(),
              List.of(elsewhere)));
    }
    return subjects;
  }

  private static List<String> scores() {
    Model model = model();
    Scorer scorer = new Scorer(model);
    Evidence evidence = new Evidence();
    List<Profile> profiles =
        subjects().stream().map(subject -> Profile.of(subject, model)).toList();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < profiles.size(); i++) {
      Profile a = profiles.get(i);
      lines.add(i + " " + Arrays.toString(Profile.keys(a.pack(), 0)));
      for (int j = 0; j < i; j++) {
        Profile b = profiles.get(j);
        StringBuilder line = new StringBuilder();
        line.append(i).append(' ').append(j).append(' ').append(scorer.score(a, b));
        line.append(' ').append(scorer.linkage(a, b));
        if (scorer.compare(a, b, evidence)) {
          for (int k = 0; k < evidence.size(); k++) {
            line.append(' ').append(evidence.at(k)).append(':').append(evidence.adjustment(k));
          }
        }
        lines.add(line.toString());
      }
    }
    return lines;
  }
}
