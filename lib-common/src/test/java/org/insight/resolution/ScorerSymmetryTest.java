package org.insight.resolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.insight.resolution.Subject.Address;
import org.insight.resolution.Subject.Identifier;
import org.insight.resolution.Subject.Kind;
import org.insight.resolution.Subject.Name;
import org.insight.resolution.names.PersonNames;
import org.insight.resolution.names.Token.Role;
import org.junit.jupiter.api.Test;

/**
 * A pair is stored once, and the verifier may ask for it from the other side. So the score, its
 * evidence and its limit follow from the pair, not from the order of its two subjects.
 */
class ScorerSymmetryTest {

  private static final Model MODEL = model();

  /** Subjects of a set, of which each is compared with each. */
  private static final int SUBJECTS = 500;

  private static final int SETS = 9;

  private static final String[] GIVEN = {
    "Nayef",
    "Omar",
    "Ayman",
    "Fahd",
    "Jean",
    "Jean Pierre",
    "Jeanpierre",
    "J.",
    "Mohammed",
    "Mohamed",
    "Jin Ping",
    "Jinping",
    "Ana",
    "Anna Hanna",
    "Abdul Rahman",
    "Abdulrahman",
    "Bob",
    "Robert",
    "Sergei",
    "نايف",
    "عمر",
    "عبد الرحمن",
    "محمد",
    "Сергей",
    "",
    "Abu Bakr",
    "Aboubakr"
  };

  private static final String[] FAMILY = {
    "El Mohandes", "Elmohandes", "Al-Muhanna", "Haddad", "Hadad", "Martin", "Marten", "Renaud",
    "Renault", "Tchekhov", "Chekhov", "Xi", "García López", "Lopez", "Garcialopez", "المهندس",
    "حداد", "Чехов", "Jean", "Omar Omar", "Nayef", "", "Ben Omar", "Benomar"
  };

  private static final String[] DATES = {
    "1985-01-28", "1984-12-22", "1985-01-12", "1985-12-01", "1985", "1985-01", "1950-04-21"
  };

  private static final String[] PLACES = {"Lyon", "Lyon France", "Lion", "Tanta", "Tatan", "Attan"};

  private static final String[] STREETS = {
    "12 rue des Lilas", "12 rue des Lylas", "21 rue Lilas des", "7 avenue Foch", ""
  };

  private static final String[] NUMBERS = {"12AB34567", "12AB43567", "AB3456", "4567", "5674"};

  private static final String[] KINDS = {"passport", "national_id", "tax", Identifier.LIST_ENTRY};

  private static final String[] COMPANIES = {
    "Korfia Quintavi Trading",
    "Quintavi Korfia",
    "KORFIA TRADING CORP.",
    "Kor Fia",
    "Trading Trading"
  };

  private static Model model() {
    TermFrequencies.Builder terms = new TermFrequencies.Builder();
    terms.unlisted(Role.GIVEN, .0005).unlisted(Role.FAMILY, .0001).unlisted(Role.UNKNOWN, .0002);
    PersonNames.parts("Mohammed", "Haddad")
        .forEach(token -> terms.add(token.role(), token.text(), token.sound(), 300));
    PersonNames.parts("Omar", "Martin")
        .forEach(token -> terms.add(token.role(), token.text(), token.sound(), 100));
    return Trainer.untrained(1_000_000, 50, terms.build());
  }

  private static String any(Random random, String... values) {
    return values[random.nextInt(values.length)];
  }

  private static List<String> some(Random random, int most, String... values) {
    List<String> chosen = new ArrayList<>();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      chosen.add(any(random, values));
    }
    return chosen;
  }

  private static Subject subject(Random random) {
    boolean company = random.nextInt(12) == 0;
    List<Name> names = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      String given = any(random, GIVEN);
      String family = any(random, FAMILY);
      names.add(
          company
              ? Name.full(any(random, COMPANIES))
              : random.nextBoolean()
                  ? Name.parts(given, family)
                  : Name.full(random.nextBoolean() ? given + " " + family : family + " " + given));
    }
    List<Identifier> numbers = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      String country = any(random, "FR", "DE", "");
      numbers.add(
          new Identifier(
              any(random, KINDS),
              country.isEmpty() ? null : country,
              any(random, NUMBERS),
              random.nextBoolean()));
    }
    List<Address> addresses = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      addresses.add(
          new Address(
              any(random, STREETS),
              any(random, PLACES),
              any(random, "69003", "69004", "96003", "")));
    }
    return new Subject(
        company ? Kind.ORGANIZATION : Kind.PERSON,
        names,
        some(random, 2, DATES),
        any(random, "m", "f", ""),
        some(random, 2, "FR", "DE", "EG"),
        some(random, 2, PLACES),
        numbers,
        some(random, 1, "+33 4 72 00 00 01", "+33 4 72 00 00 02"),
        some(
            random,
            2,
            "jean.renaud71@post.example",
            "jean.renaut71@post.example",
            "o@post.example"),
        addresses);
  }

  /** All that is said of a pair, with the words of the first subject first. */
  private static String said(Scorer scorer, Profile a, Profile b, boolean turned) {
    Evidence found = new Evidence();
    StringBuilder said = new StringBuilder();
    said.append(scorer.score(a, b)).append(' ').append(scorer.linkage(a, b));
    if (scorer.compare(a, b, found)) {
      said.append(' ').append(scorer.limit(found));
      for (int i = 0; i < found.size(); i++) {
        String one = found.wordOfOne(i, a);
        String other = found.wordOfOther(i, b);
        said.append('\n').append(found.comparison(i)).append(' ').append(found.level(i));
        said.append(' ').append(found.adjustment(i));
        said.append(' ').append(turned ? other : one).append('|').append(turned ? one : other);
      }
    }
    return said.toString();
  }

  @Test
  void aPairScoresTheSameFromBothSides() {
    Scorer scorer = new Scorer(MODEL);
    long pairs = 0;
    for (int set = 0; set < SETS; set++) {
      Random random = new Random(set);
      List<Profile> profiles = new ArrayList<>();
      for (int i = 0; i < SUBJECTS; i++) {
        profiles.add(Profile.of(subject(random), MODEL));
      }
      for (int i = 0; i < SUBJECTS; i++) {
        for (int j = 0; j < i; j++) {
          Profile a = profiles.get(i);
          Profile b = profiles.get(j);
          String one = said(scorer, a, b, false);
          String other = said(scorer, b, a, true);
          if (!one.equals(other)) {
            assertThat(other).as("set %d, subjects %d and %d", set, i, j).isEqualTo(one);
          }
          pairs++;
        }
      }
    }
    assertThat(pairs).isGreaterThan(1_000_000);
  }

  @Test
  void namesAreAlikeFromBothSides() {
    NameSimilarity similarity = new NameSimilarity();
    for (String given : GIVEN) {
      for (String family : FAMILY) {
        Profile one = NameSimilarity.name(given + " " + family);
        for (String otherFamily : FAMILY) {
          Profile other = NameSimilarity.name("Omar " + otherFamily);
          assertThat(similarity.of(other, one))
              .as("%s %s and Omar %s", given, family, otherFamily)
              .isEqualTo(similarity.of(one, other));
        }
      }
    }
  }
}
