package org.insight.resolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All names are invented. */
class NameSimilarityTest {

  private final NameSimilarity similarity = new NameSimilarity();

  private double of(String one, String other) {
    double score = similarity.of(NameSimilarity.name(one), NameSimilarity.name(other));
    assertThat(similarity.of(NameSimilarity.name(other), NameSimilarity.name(one)))
        .as("both ways")
        .isEqualTo(score);
    return score;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Omar Haddadi          | عمر حدادي
          Samira el Mansouri    | سميرة المنصوري
          Abdul Rahman Kasmi    | عبد الرحمن قاسمي
          HAKIM KASMI, ABDUL    | Abdul Hakim Kasmi
          Yuri Chekanov         | Юрий Чеканов
          Iouri Tchekanov       | Юрий Чеканов
          Svetlana Volkova      | Светлана Волкова
          Nikolaos Georgiadis   | Νικόλαος Γεωργιάδης
          Li Xiaoming           | 李晓明
          Kim Min Seok          | 김민석
          José García Pérez     | Jose Garcia
          Robert Thornfield     | Bob Thornfield
          Jean-Pierre Delorme   | DELORME, Jean Pierre
          J. Thornfield         | John Thornfield
          Smail Kasmi           | اسماعيل القاسمي
          Brahim Kasmi          | Ibrahim Kasmi
          Samira Chtaybi        | Samira Shuteibi
          Alexandre Delorme     | اليكساندر ديلورم
          Alfred Haddadi        | الفريد الحدادي
          """)
  void spellingsOfOneNameAreAlike(String one, String other) {
    assertThat(of(one, other)).isGreaterThanOrEqualTo(NameSimilarity.SAME);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Omar Haddadi      | سميرة المنصوري
          Omar Haddadi      | Omar Benali
          Yuri Chekanov     | Светлана Волкова
          Li Xiaoming       | 王伟
          Jean Delorme      | Jean Thornfield
          عمر               | ليلى
          Ismail Kasmi      | Samuel Thornfield
          """)
  void otherNamesAreNot(String one, String other) {
    assertThat(of(one, other)).isLessThan(NameSimilarity.SAME);
  }

  @Test
  void namesWithoutLettersAreLikeNothing() {
    assertThat(of("???", "...")).isZero();
    assertThat(of("", "")).isZero();
    assertThat(of("???", "Omar")).isZero();
  }

  @Test
  void manySpellingsOfOneInventedNameMatchOneAnother() {
    List<String> given = List.of("Muhammad", "Mohammed", "Mohamed", "Muhammed", "Mohamad", "محمد");
    List<String> family = List.of("al-Khatibi", "El Khatibi", "Khatibi", "Al Khateebi", "الخطيبي");
    for (String g1 : given) {
      for (String f1 : family) {
        for (String g2 : given) {
          for (String f2 : family) {
            assertThat(of(g1 + " " + f1, g2 + " " + f2))
                .as(g1 + " " + f1 + " and " + g2 + " " + f2)
                .isGreaterThanOrEqualTo(NameSimilarity.SAME);
          }
        }
      }
    }
  }
}
