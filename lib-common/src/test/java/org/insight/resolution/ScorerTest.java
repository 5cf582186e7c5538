package org.insight.resolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.insight.core.InsightException;
import org.insight.resolution.Subject.Identifier;
import org.insight.resolution.Subject.Kind;
import org.insight.resolution.Subject.Name;
import org.insight.resolution.names.PersonNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Golden scores: they change only with a new version of the model or of the levels. */
class ScorerTest {

  private static final Model MODEL = model();

  private static Model model() {
    TermFrequencies.Builder terms = new TermFrequencies.Builder();
    terms.unlisted(org.insight.resolution.names.Token.Role.GIVEN, .0005);
    terms.unlisted(org.insight.resolution.names.Token.Role.FAMILY, .0001);
    terms.unlisted(org.insight.resolution.names.Token.Role.UNKNOWN, .0002);
    PersonNames.parts("Mohammed", "Haddad")
        .forEach(token -> terms.add(token.role(), token.text(), token.sound(), 300));
    PersonNames.parts("Jean", "Martin")
        .forEach(token -> terms.add(token.role(), token.text(), token.sound(), 100));
    return Trainer.untrained(1_000_000, 50, terms.build());
  }

  private static Subject person(Name name, String date, Identifier... numbers) {
    return new Subject(
        Kind.PERSON,
        List.of(name),
        date.isEmpty() ? List.of() : List.of(date),
        null,
        List.of(),
        List.of(),
        List.of(numbers),
        List.of(),
        List.of(),
        List.of());
  }

  private static int score(Subject one, Subject other) {
    Profile a = Profile.of(one, MODEL);
    Profile b = Profile.of(other, MODEL);
    Scorer scorer = new Scorer(MODEL);
    int score = scorer.score(a, b);
    assertThat(scorer.score(b, a)).as("both ways").isEqualTo(score);
    assertThat(scorer.score(Profile.unpack(a.pack()), Profile.unpack(b.pack())))
        .as("packed")
        .isEqualTo(score);
    return score;
  }

  @ParameterizedTest
  @CsvSource({
    "Jean Renaud,1970-03-12,Jean Renaud,1970-03-12",
    "Jean Renaud,1970-03-12,Renaud Jean,1970-12-03",
    "Jean Renaud,1970-03-12,Jean Renault,1970-03-12",
    "Mohammed Haddad,1988-01-05,محمد حداد,1988-01-05",
    "Mohammed Haddad,1988-01-05,Mohamed Hadad,1988-01-05",
    "Sergei Tchekhov,1981-07-30,Сергей Чехов,1981-07-30"
  })
  void onePersonInTwoSpellingsIsAtLeastLikely(
      String one, String date, String other, String otherDate) {
    assertThat(score(person(Name.full(one), date), person(Name.full(other), otherDate)))
        .isPositive();
  }

  @Test
  void namesakesAreTwoPersons() {
    assertThat(
            score(
                person(Name.parts("Jean", "Renaud"), "1970-03-12"),
                person(Name.parts("Jean", "Renaud"), "1952-11-30")))
        .isNegative();
  }

  @Test
  void twinsAndHouseholdsAreTwoPersons() {
    Subject.Address home = new Subject.Address("12 rue des Lilas", "Lyon", "69003");
    Subject one = at(home, "Claire", "Renaud", "1970-03-12");
    assertThat(score(one, at(home, "Nadine", "Renaud", "1970-03-12")))
        .as("twins")
        .isEqualTo(MODEL.siblings());
    assertThat(score(one, at(home, "Nadine", "Renaud", "1972-08-01")))
        .isLessThanOrEqualTo(Scorer.HOUSEHOLD);
    assertThat(score(one, at(home, "Claire", "Renaud", "1970-03-12"))).isPositive();
    assertThat(score(one, at(home, "", "Renaud", "1995")))
        .as("one of whom the family name is known alone")
        .isLessThanOrEqualTo(Scorer.HOUSEHOLD);
    assertThat(score(at(home, "عادل", "زكي", "1970-03-12"), at(home, "Ali", "Zaki", "1970-03-12")))
        .as("twins with short names in two scripts")
        .isEqualTo(MODEL.siblings());
  }

  @Test
  void brothersWhoShareTheirFathersNameAreTwoPersons() {
    Subject one = person(Name.parts("Quazim Tarabulsi Ostrander", "Al-Quintavi"), "1967-03-12");
    Subject other = person(Name.parts("Wadim Tarabulsi Ostrander", "Al-Quintavi"), "1967-03-12");
    assertThat(score(one, other)).isEqualTo(MODEL.siblings());
    assertThat(score(person(Name.full("Quazim Tarabulsi Ostrander Al-Quintavi"), ""), other))
        .isNegative();
    assertThat(score(one, one)).isPositive();
  }

  private static Subject at(Subject.Address home, String given, String family, String date) {
    return new Subject(
        Kind.PERSON,
        List.of(Name.parts(given, family)),
        List.of(date),
        null,
        List.of(),
        List.of(),
        List.of(),
        List.of("+33 4 72 00 00 01"),
        List.of(),
        List.of(home));
  }

  @Test
  void aRareNameAloneJoinsNobody() {
    Subject bare = person(Name.parts("Aurelio", "Quintavalle Ostrander"), "");
    assertThat(score(bare, bare)).isEqualTo(MODEL.nameOnly()).isNegative();
    Subject born = person(Name.parts("Aurelio", "Quintavalle Ostrander"), "1970");
    assertThat(score(born, born)).isPositive();
  }

  @Test
  void contradictingDatesSpeakAgainstNamesakesWhateverTheirName() {
    Subject one = person(Name.parts("Aurelio", "Quintavalle Ostrander"), "1970-03-12");
    Subject other = person(Name.parts("Aurelio", "Quintavalle Ostrander"), "1952-11-30");
    assertThat(score(one, other)).isEqualTo(MODEL.conflict());
  }

  @Test
  void aStolenPassportMakesNoOneOfTwo() {
    Identifier passport = new Identifier("passport", "FR", "12AB34567");
    Subject holder = person(Name.parts("Jean", "Renaud"), "1970-03-12", passport);
    assertThat(score(holder, person(Name.parts("Karim", "Haddad"), "1988-01-05", passport)))
        .isNegative();
    assertThat(score(holder, person(Name.parts("Jean", "Renaud"), "1988-01-05", passport)))
        .as("a wrong date beside the name and the number")
        .isPositive();
  }

  @Test
  void namesakesOfOneYearWithNumbersOfTheirOwnAreTwo() {
    Name name = Name.parts("Aurelio", "Quintavalle Ostrander");
    Identifier passport = new Identifier("passport", "FR", "12AB34567");
    Identifier otherPassport = new Identifier("passport", "FR", "77XY90812");
    Identifier nationalId = new Identifier("national_id", "FR", "FA117887A");
    Identifier otherId = new Identifier("national_id", "FR", "RG935580B");
    Subject one = person(name, "1982-11-12", passport, nationalId);
    assertThat(score(one, person(name, "1982-05-12", otherPassport, otherId)))
        .as("another day and other numbers")
        .isEqualTo(MODEL.conflict());
    assertThat(score(one, person(name, "1982-05-12", otherPassport, nationalId)))
        .as("a renewed passport")
        .isPositive();
    int renewed = score(one, person(name, "1982-11-12", otherPassport));
    assertThat(score(one, person(name, "1982-11-12", otherPassport, otherId)))
        .as("each kind of number speaks for itself")
        .isEqualTo(renewed + MODEL.weight(Comparison.IDENTIFIER, 4));
  }

  /** With several words alike, another partner is found from each side, unless one is chosen. */
  @Test
  void aScoreIsTheSameFromBothSides() {
    List<String> words = List.of("ana", "anna", "anne", "ann", "a", "hana", "ali", "alia", "fict");
    Random random = new Random(28);
    for (int i = 0; i < 3_000; i++) {
      score(person(drawn(words, random), ""), person(drawn(words, random), ""));
    }
  }

  private static Name drawn(List<String> words, Random random) {
    String name =
        random
            .ints(2 + random.nextInt(3), 0, words.size())
            .mapToObj(words::get)
            .collect(Collectors.joining(" "));
    int blank = name.indexOf(' ');
    return random.nextBoolean()
        ? Name.full(name)
        : Name.parts(name.substring(0, blank), name.substring(blank));
  }

  @Test
  void aNumberWithoutItsCountryCountsLess() {
    Identifier french = new Identifier("passport", "FR", "12AB34567");
    Identifier bare = new Identifier("passport", null, "12 AB 34567");
    Identifier german = new Identifier("passport", "DE", "12AB34567");
    Subject one = person(Name.full("Jean Renaud"), "", french);
    int both = score(one, person(Name.full("J. Renaud"), "", french));
    int without = score(one, person(Name.full("J. Renaud"), "", bare));
    int other = score(one, person(Name.full("J. Renaud"), "", german));
    assertThat(both).isGreaterThan(without);
    assertThat(without).isGreaterThan(other).isPositive();
    assertThat(other).isNegative();
  }

  @Test
  void aPersonIsNeverAnOrganisation() {
    assertThat(score(company("Renaud"), person(Name.full("Renaud"), ""))).isEqualTo(Scorer.NEVER);
  }

  @Test
  void companiesWithAWordOfTheirOwnEachAreTwo() {
    assertThat(
            score(
                company("Korfia Quintavi Trading Corporation"),
                company("Korfia Ostrander Trading Corporation")))
        .isLessThanOrEqualTo(Scorer.HOUSEHOLD);
    assertThat(
            score(
                company("Korfia Quintavi Trading Corporation"),
                company("KORFIA QUINTAVI TRADING CORP.")))
        .isPositive();
  }

  private static Subject company(String name) {
    return new Subject(
        Kind.ORGANIZATION,
        List.of(Name.full(name)),
        List.of("1994"),
        null,
        List.of("FR"),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  @Test
  void namesThatShareNothingScoreNothing() {
    assertThat(score(person(Name.full("عمر"), ""), person(Name.full("ليلى"), ""))).isNegative();
    assertThat(score(person(Name.full("???"), ""), person(Name.full("..."), "")))
        .isEqualTo(Scorer.HOUSEHOLD < MODEL.prior() ? Scorer.HOUSEHOLD : MODEL.prior());
  }

  @Test
  void aModelIsReadAsItWasWritten() {
    Map<String, Double> unlisted = Map.of("given", .0005, "family", .0001, "any", .0002);
    String yaml = Models.write(MODEL, "test", 3, "a test", unlisted);
    Model read = Models.read(yaml, List.of("given\t300\tMohammed", "family\t100\tMartin"));
    assertThat(read.version()).isEqualTo("test-3");
    assertThat(read.hash()).hasSize(64);
    assertThat(read.weights()).isEqualTo(MODEL.weights());
    assertThat(read.reference()).isEqualTo(1_000_000);
  }

  @Test
  void aModelThatLacksALevelIsRefused() {
    String yaml = Models.write(MODEL, "test", 3, "a test", Map.of());
    assertThatThrownBy(() -> Models.read(yaml.replace("shared:", "joint:"), List.of()))
        .isInstanceOf(InsightException.class)
        .hasMessage(
            "Cannot read the resolution model: the levels of country must be [shared, differs],"
                + " found [joint, differs]");
    assertThatThrownBy(() -> Models.read(yaml, List.of("given 300 Mohammed")))
        .isInstanceOf(InsightException.class)
        .hasMessage(
            "Cannot read the resolution model: a line of its terms has role, count and name, found"
                + " 1 fields");
  }

  @ParameterizedTest
  @CsvSource({
    "19700312,19700312,0", "19700312,19701203,1", "19700312,19700313,1", "19700312,19700321,1",
    "19700000,19700312,2", "19700300,19700312,2", "19700400,19700312,3", "19700312,19700825,3",
    "19700312,19521130,4", "19700000,19710312,4"
  })
  void datesAgreeAtALevel(int one, int other, int level) {
    assertThat(PartialDate.level(one, other)).isEqualTo(level);
    assertThat(PartialDate.level(other, one)).isEqualTo(level);
  }

  @ParameterizedTest
  @CsvSource({
    "1970-03-12,19700312",
    "19700312,19700312",
    "1970-03,19700300",
    "1970,19700000",
    "12/03/1970,19700312",
    "1970-25-12,19701225",
    "1970-00-12,0",
    "unknown,0",
    "70,0",
    "1970-13-45,0",
    "1970-03-12T00:00:00Z,19700312"
  })
  void aDateIsReadAsFarAsItIsGiven(String text, int date) {
    assertThat(PartialDate.parse(text)).isEqualTo(date);
  }

  @Test
  void aProfileThatIsCutOffIsRefused() {
    byte[] packed = Profile.of(person(Name.full("Jean Renaud"), "1970"), MODEL).pack();
    assertThatThrownBy(() -> Profile.unpack(java.util.Arrays.copyOf(packed, packed.length / 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot read a profile: it is cut off");
  }
}
