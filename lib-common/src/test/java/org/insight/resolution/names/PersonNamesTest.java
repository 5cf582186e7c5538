package org.insight.resolution.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonNamesTest {

  private static List<String> words(String name) {
    return PersonNames.full(name).stream().map(Token::text).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Élodie Müller-Lüdenscheidt | elodie muller ludenscheidt
          Łukasz Żółć                | lukasz zolc
          O'Brien Seán               | obrien sean
          Иван Петров                | ivan petrov
          Юрий Хрущёв                | yuriy khrushchev
          Γεώργιος Παπαδόπουλος      | georgios papadopoulos
          习近平                      | xi jinping
          欧阳修文                    | ouyang xiuwen
          曾国强                      | zeng guoqiang
          尉迟恭                      | yuchi gong
          Γκίνης Ανδρέας             | gkinis andreas
          Zhou Bin                   | zhou bin
          Salim bin Said             | salim said
          Abd al-Rahman al-Masri     | abdrahman masri
          Abdul Rahman El Masri      | abdrahman masri
          Abdurrahman al Masri       | abdrahman masri
          Abderrahmane Masri         | abdrahmane masri
          Abu Bakr al-Tunisi         | abubakr tunisi
          Abul Fadl Masri            | abufadl masri
          زهير سهيلي                  | zahyr sahyly
          Jean de la Tour            | jean tour
          José Ortega y Gasset       | jose ortega gasset
          Y. Saeed                   | y saeed
          Zaki E.                    | zaki e
          Dr. Maria von und zu Stein | maria und stein
          محمد بن سلمان               | mhmd slman
          عبد الرحمن المصري           | abdrhmn msry
          عبدالرحمن المصري            | abdrhmn msry
          علوان الحداد                | alwan hdad
          """)
  void aNameIsFoldedToTheWordsThatTellItFromOthers(String name, String words) {
    assertThat(words(name)).containsExactly(words.split(" "));
  }

  @Test
  void aFamilyNameBeforeACommaIsOne() {
    assertThat(PersonNames.full("MARTIN, Jean Luc"))
        .extracting(Token::role)
        .containsExactly(Token.Role.GIVEN, Token.Role.GIVEN, Token.Role.FAMILY);
  }

  @Test
  void aNameOfParticlesAloneIsStillAName() {
    assertThat(words("Ben Al")).containsExactly("ben", "al");
    assertThat(sounds("السيد")).containsExactly("alsd");
    assertThat(words("...")).isEmpty();
  }

  @Test
  void aNameWithoutEndIsCut() {
    assertThat(words("a b c ".repeat(10_000))).hasSizeLessThanOrEqualTo(PersonNames.MOST_WORDS);
    assertThat(words("x".repeat(100_000))).singleElement().asString().hasSize(500);
  }

  @ParameterizedTest
  @CsvSource({
    "mohammed,mhmd",
    "leila,lyla",
    "mhmd,mhmd",
    "muhamad,mhmd",
    "yusuf,youssef",
    "ywsf,yusuf",
    "khadija,hadija",
    "chekhov,tchekhov",
    "aisha,ayesha",
    "aycha,aisha",
    "ivanova,ivanov",
    "sheikh,cheikh"
  })
  void romanisationsOfOneNameSoundAlike(String one, String other) {
    assertThat(SoundKey.of(one, false)).isEqualTo(SoundKey.of(other, false));
  }

  @ParameterizedTest
  @CsvSource({"omar,karim", "ali,eli2", "peter,bader", "ivan,jovan"})
  void otherNamesDoNot(String one, String other) {
    assertThat(SoundKey.of(one, false)).isNotEqualTo(SoundKey.of(other, false));
  }

  @ParameterizedTest
  @CsvSource({
    "mohammed,محمد",
    "mamdouh,ممدوح",
    "haddad,حداد",
    "leila,ليلى",
    "khaled,خالد",
    "youssef,يوسف",
    "hassan,حسن",
    "aisha,عائشة",
    "ibrahim,إبراهيم",
    "yazid,يزيد",
    "yaqub,يعقوب",
    "zuhair,زهير",
    "suhail,سهيل",
    "shahid,شهيد",
    "abdullah,عبد الله",
    "abdullah,عبدالله"
  })
  void anArabicNameSoundsLikeItsRomanisation(String latin, String arabic) {
    assertThat(PersonNames.full(arabic))
        .singleElement()
        .extracting(Token::sound)
        .isEqualTo(SoundKey.of(latin, false));
  }

  @ParameterizedTest
  @CsvSource({
    "alexandre,اليكساندر",
    "alexander,ألكسندر",
    "alberto,البرتو",
    "alfred,الفريد",
    "elizabeth,اليزابيث",
    "elias,الياس",
    "elham,الهام",
    "farid,الفريد",
    "alwan,علوان",
    "smail,اسماعيل",
    "brahim,ابراهيم",
    "driss,إدريس",
    "stefan,استيفان",
    "larbi,العربي",
    "arbi,العربي",
    "lamine,الأمين"
  })
  void aNameSoundsLikeAReadingOfItsArabicLetters(String latin, String arabic) {
    assertThat(sounds(arabic)).containsAnyElementsOf(sounds(latin));
  }

  @ParameterizedTest
  @CsvSource({"ismail,smail", "ibrahim,brahim", "idris,driss", "ahmed,hmed", "embarek,mbarek"})
  void aFirstVowelMayBeLeftOutBeforeTwoConsonants(String whole, String shorter) {
    assertThat(sounds(shorter)).containsAnyElementsOf(sounds(whole));
  }

  @ParameterizedTest
  @CsvSource({"haddad,علحداد", "samuel,ismail", "charles,asharl", "khaled,akhlad", "wan,علوان"})
  void otherNamesShareNoReading(String one, String other) {
    assertThat(sounds(one)).doesNotContainAnyElementsOf(sounds(other));
  }

  /** The ways to read a name of one word. */
  private static List<String> sounds(String name) {
    Token token = PersonNames.full(name).get(0);
    return token.otherSound().isEmpty()
        ? List.of(token.sound())
        : List.of(token.sound(), token.otherSound());
  }

  @Test
  void aKeyIsNeverEmpty() {
    for (String word : List.of("a", "eau", "hah", "w", "y", "h", "1", "ai")) {
      assertThat(SoundKey.of(word, false)).as(word).isNotEmpty();
    }
    assertThat(SoundKey.of("eau", false)).isNotEqualTo(SoundKey.of("io", false));
  }

  @Test
  void nicknamesShareAGroup() {
    assertThat(Nicknames.groups("bob")).containsAnyOf(Nicknames.groups("robert"));
    assertThat(Nicknames.groups("sasha")).containsAnyOf(Nicknames.groups("aleksandr"));
    assertThat(Nicknames.groups("nosuchname")).isEmpty();
  }

  @Test
  void anOrganisationIsKnownWithoutItsLegalForm() {
    assertThat(OrganizationNames.words("Société Générale de Transport S.A.R.L."))
        .extracting(Token::text)
        .containsExactly("generale", "transport");
    assertThat(OrganizationNames.words("Acme Trading & Co. Ltd"))
        .extracting(Token::text)
        .containsExactly("acme", "trading");
    assertThat(OrganizationNames.words("The Company")).isNotEmpty();
  }
}
