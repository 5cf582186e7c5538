package org.insight.jobs.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentDateTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Date : 12/03/2024 | 2024-03-12",
        "Le 05.11.2023 à 14 h | 2023-11-05",
        "Date: 2024-02-29T10:00 | 2024-02-29",
        "Date: 2024-02-29 10:00 | 2024-02-29",
        "Issued 2024/1/7 | 2024-01-07",
        "التاريخ: ١٢/٠٣/٢٠٢٤ | 2024-03-12",
        "تاريخ ۲۰۲۴-۰۳-۱۲ | 2024-03-12",
        "12 mars 2024 | 2024-03-12",
        "le 1er août 2023 | 2023-08-01",
        "3rd of September 2022 | 2022-09-03",
        "Madrid, 5 de febrero de 2021 | 2021-02-05",
        "March 4, 2020 | 2020-03-04",
        "الجزائر في ٧ جويلية ٢٠٢٢ | 2022-07-07",
        "دمشق، ٥ كانون الثاني ٢٠٢٣ | 2023-01-05",
        "بيروت في 12 كانون الأول 2024 | 2024-12-12",
        "بيروت في 12 كانون الاول 2024 | 2024-12-12",
        "3 تشرين الأول 2022 | 2022-10-03",
        "3 تشرين الثاني، 2022 | 2022-11-03",
        "3 تشرين الثانى 2022 | 2022-11-03",
        "12 كانون الأول/ديسمبر 2024 | 2024-12-12",
        "12 أيلول / سبتمبر 2024 | 2024-09-12",
        "12 يوليوز 2024 | 2024-07-12",
        "12 أغشت 2024 | 2024-08-12",
        "12 شتمبر 2024 | 2024-09-12",
        "12 دجمبر 2024 | 2024-12-12",
        "12 يونيه 2024 | 2024-06-12",
        "12 يوليه 2024 | 2024-07-12",
        "Date: 12-Mar-2024 | 2024-03-12",
        "Date: 12/MAR/2024 | 2024-03-12",
        "Fecha: 5/ene./2024 | 2024-01-05",
        "12-كانون الأول-2024 | 2024-12-12",
        "Date: 12-Mar/2024 | ",
        "Date: 12-Mac-2024 | ",
        "dossier 9/12-Mar-2024 | ",
        "dossier 12-Mar-2024/7 | ",
        "Née le 12-Mar-1981. Fait le 13-Avr-2024 | 2024-04-13",
        "12 كانون 2024 | ",
        "12 الأول 2024 | ",
        "07/25/2021 | 2021-07-25",
        "Né le 12/03/1971. Fait le 13/04/2024 | 2024-04-13",
        "date_of_birth: 1971/03/05, issued_on: 2024-05-06 | 2024-05-06",
        "Fecha de nacimiento: 01/02/1980 | ",
        "passeport 12AB34567 délivré le 12/03/2015, vu le 13/04/2024 | 2024-04-13",
        "holder of passport no. 533401372, issued on 12/03/2015 | ",
        "pasaporte XDA123907, expedido el 12/03/2015 | ",
        "جواز سفر رقم A1234509 صادر في 12/03/2015 | ",
        "Rapport délivré le 12/03/2024 | 2024-03-12",
        "issued on 12/03/2024 | 2024-03-12",
        "تاريخ الميلاد: ١٩٨٠/٠٢/٠١ | ",
        "Valid until 01/01/2030 | ",
        "Karim, né à Oran le 12/03/1981. Fait le 13/04/2024 | 2024-04-13",
        "NE LE 12/03/1981 A ORAN | ",
        "né à Villeneuve-d'Ascq (Nord), France, le 12/03/1981 | ",
        "NÉE À SAINT-GERMAIN-EN-LAYE (YVELINES), FRANCE, LE 12/03/1981 | ",
        "nacida en San Cristóbal de la Laguna (Tenerife), el 12/03/1981 | ",
        "born in Stoke-on-Trent, United Kingdom, on 12/03/1981 | ",
        "né à Villeneuve-d'Ascq, il a été vu à Lyon le 12/03/2024 | 2024-03-12",
        "DDN : 12/03/1981 | ",
        "on ne le voit plus depuis le 12/03/2024 | 2024-03-12",
        "perquisition menée le 12/03/2024 | 2024-03-12",
        "eu connaissance des faits le 12/03/2024 | 2024-03-12",
        "en complète connaissance de ces faits le 12/03/2024 | 2024-03-12",
        "dateNaissance: 12/03/1981 | ",
        "Maiduguri, Borno State, 12/03/2024 | 2024-03-12",
        "D.O.B. 12/03/1981 | ",
        "nació el 12/03/1981 | ",
        "F. nac.: 12/03/1981 | ",
        "el renacimiento, 12/03/2024 | 2024-03-12",
        "من مواليد 12/03/1981 | ",
        "المزداد بتاريخ 12/03/1981 | ",
        "وولد في 12/03/1981 | ",
        "الأولاد بتاريخ 12/03/2024 | 2024-03-12",
        "أوقفت مصالح الأمن بتاريخ 12/03/2024 | 2024-03-12",
        "صالح حتى 12/03/2030 | ",
        "تاريخ الصلاحية: 12/03/2030 | ",
        "Fecha de vencimiento: 12/03/2030 | ",
        "Válido hasta el 12/03/2030 | ",
        "Passeport valide jusqu'au 12/03/2030 | ",
        "PASSEPORT VALIDE AU 12/03/2030 | ",
        "Validité : 12/03/2030 | ",
        "Validez: 12/03/2030 | ",
        "validUntil: 2030-03-12 | ",
        "dateValidite: 12/03/2030 | ",
        "Rapport validé le 12/03/2024 | 2024-03-12",
        "Rapport valide\u0301 le 12/03/2024 | 2024-03-12",
        "Validated by Sgt Smith on 12/03/2024 | 2024-03-12",
        "Fecha de validación: 12/03/2024 | 2024-03-12",
        "convencido, 12/03/2024 | 2024-03-12",
        "PARIS, LE 1ER MARS 2024 | 2024-03-01",
        "12TH OF MARCH 2024 | 2024-03-12",
        "31/02/2024 | ",
        "dossier 12/03/20245 | ",
        "1.2.2024.5 | ",
        "12/03/1899 | ",
      })
  void dateOfTheReportIsRead(String head, LocalDate date) {
    assertThat(DocumentDate.inText(head).orElse(null)).isEqualTo(date);
  }

  /** As cells of a table come, and paragraphs of a page. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\tDate de naissance\n\t12/05/1980\n",
        "Date de naissance :\n\n12/05/1980\n",
        "Fecha de nacimiento\n \n12/05/1980\n"
      })
  void aLabelMayEndTheLineBeforeItsDate(String text) {
    assertThat(DocumentDate.inText(text)).isEmpty();
    assertThat(DocumentDate.inText(text + "Fait le 13/04/2024"))
        .contains(LocalDate.of(2024, 4, 13));
  }

  @Test
  void aPlaceOfBirthDoesNotReachIntoTheNextLine() {
    for (String place :
        new String[] {
          "né à Villeneuve-d'Ascq (Nord), France\nFait le ",
          "né à Villeneuve-d'Ascq (Nord), France\n",
          "Lieu de naissance : Oran\n\n",
          "Lieu de naissance : Oran\n"
        }) {
      assertThat(DocumentDate.inText(place + "13/04/2024"))
          .as(place)
          .contains(LocalDate.of(2024, 4, 13));
    }
    assertThat(DocumentDate.inText("né à " + "A".repeat(60) + " 13/04/2024")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(chars = {'\u00a0', '\u2007', '\u2009', '\u202f'})
  void aSpaceOfAnyKindIsOne(char space) {
    assertThat(DocumentDate.inText("Fait le 12 mars 2024".replace(' ', space)))
        .contains(LocalDate.of(2024, 3, 12));
    assertThat(DocumentDate.inText("Née le 1 août 1980 à Lyon".replace(' ', space))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(chars = {'\u2010', '\u2011'})
  void aHyphenOfAnyKindIsOne(char hyphen) {
    assertThat(DocumentDate.inText("Fait le 12-03-2024".replace('-', hyphen)))
        .contains(LocalDate.of(2024, 3, 12));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "99999999999999999999/99/9999"})
  void textWithoutDateHasNone(String text) {
    assertThat(DocumentDate.inText(text)).isEmpty();
  }

  @Test
  void datesFarDownTheTextAreNotThatOfTheReport() {
    assertThat(DocumentDate.inText("ligne\n".repeat(20) + "12/03/2024")).isEmpty();
    assertThat(DocumentDate.inText("ligne\n".repeat(19) + "12/03/2024")).isPresent();
  }
}
