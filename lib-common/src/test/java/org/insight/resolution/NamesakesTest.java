package org.insight.resolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.insight.resolution.Subject.Kind;
import org.insight.resolution.Subject.Name;
import org.insight.resolution.names.PersonNames;
import org.insight.resolution.names.Token.Role;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NamesakesTest {

  private static final int LEAST = -16_000;

  private static final Model MODEL = model();

  private static Model model() {
    TermFrequencies.Builder terms = new TermFrequencies.Builder();
    terms.unlisted(Role.GIVEN, .0005).unlisted(Role.FAMILY, .0001).unlisted(Role.UNKNOWN, .0002);
    PersonNames.parts("Jean", "Martin")
        .forEach(token -> terms.add(token.role(), token.text(), token.sound(), 5_000));
    return Trainer.untrained(1_000_000, 50, terms.build());
  }

  private Namesakes namesakes = new Namesakes(MODEL);

  @BeforeEach
  void none() {
    namesakes = new Namesakes(MODEL);
  }

  private static Profile profile(Kind kind, String name, String... dates) {
    return Profile.of(
        new Subject(
            kind,
            List.of(Name.full(name)),
            List.of(dates),
            null,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of()),
        MODEL);
  }

  private void add(String record, String entity, String name, String... dates) {
    namesakes.add(record, entity, profile(Kind.PERSON, name, dates).pack());
  }

  private List<String> pairs() {
    return namesakes.pairs(LEAST).stream().map(pair -> pair.one() + pair.other()).toList();
  }

  @Test
  void aNameThatIsTooCommonForABlockingKeyIsCompared() {
    Profile common = profile(Kind.PERSON, "Jean Martin");
    assertThat(Profile.leastShared(common, profile(Kind.PERSON, "Martin Jean")))
        .as("no key of both")
        .isZero();
    add("b", "B", "Martin Jean");
    add("a", "A", "Jean Martin");
    assertThat(pairs()).containsExactly("ab");
  }

  @Test
  void aNameThatSoundsAlikeInOneReadingIsCompared() {
    add("a", "A", "Alberto Quintavalle");
    add("b", "B", "البرتو كوينتافالي");
    assertThat(pairs()).containsExactly("ab");
  }

  @Test
  void ofTwoEntitiesTheRecordsThatAgreeBestStand() {
    add("a1", "A", "Quintavalle Ostrander");
    add("a2", "A", "Aurelio Quintavalle");
    add("b", "B", "Aurelio Quintavalle");
    assertThat(pairs()).containsExactly("a2b");
    Scorer scorer = new Scorer(MODEL);
    Profile one = profile(Kind.PERSON, "Aurelio Quintavalle");
    assertThat(namesakes.pairs(LEAST).get(0).score()).isEqualTo(scorer.score(one, one));
  }

  @Test
  void ofEqualPairsTheLesserIdsStand() {
    add("c", "A", "Aurelio Quintavalle");
    add("b", "B", "Aurelio Quintavalle", "1970");
    add("a", "B", "Aurelio Quintavalle", "1971");
    assertThat(pairs()).containsExactly("ac");
  }

  @Test
  void twoWhoseBirthDatesContradictAreNoPairWhateverTheirOtherRecordsSay() {
    add("a1", "A", "Aurelio Quintavalle");
    add("a2", "A", "Aurelio Quintavalle", "1970-03-12");
    add("b", "B", "Aurelio Quintavalle", "1952-11-30");
    add("c", "C", "Aurelio Quintavalle", "1970-03-12");
    assertThat(pairs()).as("A and B, or B and C").containsExactly("a2c");
  }

  @Test
  void organisationsAreComparedIfTheyShareABlockingKey() {
    namesakes.add("a", "A", profile(Kind.ORGANIZATION, "Quintavalle Ostrander").pack());
    namesakes.add("b", "B", profile(Kind.ORGANIZATION, "Ostrander Quintavalle").pack());
    namesakes.add("c", "C", profile(Kind.ORGANIZATION, "Quintavalle Jean").pack());
    add("d", "D", "Quintavalle Ostrander");
    assertThat(pairs()).containsExactly("ab");
    assertThat(namesakes.entities()).isEqualTo(4);
  }

  @Test
  void recordsOfOneEntityAreNoPair() {
    add("a", "A", "Aurelio Quintavalle");
    add("b", "A", "Aurelio Quintavalle");
    assertThat(pairs()).isEmpty();
  }

  @Test
  void lessLikelyPairsAreLeftOut() {
    add("a", "A", "Aurelio Quintavalle");
    add("b", "B", "Aurelio Quintavalle");
    int score = namesakes.pairs(LEAST).get(0).score();
    assertThat(namesakes.pairs(score)).hasSize(1);
    assertThat(namesakes.pairs(score + 1)).isEmpty();
  }
}
