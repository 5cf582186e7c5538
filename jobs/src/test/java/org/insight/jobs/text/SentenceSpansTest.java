package org.insight.jobs.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SentenceSpansTest {

  private static List<String> cut(String text, String... detected) {
    return SentenceSpans.in(text, List.of(detected)).stream()
        .map(s -> text.substring(s.begin(), s.end()))
        .toList();
  }

  @Test
  void equalSentencesStandAtTheirOwnPlaces() {
    assertThat(SentenceSpans.in("Non. Non. Oui.", List.of("Non.", "Non.", "Oui.")))
        .extracting(SentenceSpans.Span::begin)
        .containsExactly(0, 5, 10);
  }

  @Test
  void sentenceThatEndsInAnAbbreviationGoesOn() {
    assertThat(cut("Tél. 0612. Fin.", "Tél.", "0612.", "Fin."))
        .containsExactly("Tél. 0612.", "Fin.");
    assertThat(cut("El Sr. García vive allí.", "El Sr.", "García vive allí."))
        .containsExactly("El Sr. García vive allí.");
    assertThat(cut("J. K. Martin", "J.", "K.", "Martin")).containsExactly("J. K. Martin");
  }

  @Test
  void numberGoesOnToItsEnd() {
    assertThat(cut("IBAN: GB17 2900 00. Fin.", "IBAN: GB17 2900", "00. Fin."))
        .containsExactly("IBAN: GB17 2900 00. Fin.");
    assertThat(cut("Seen: 1\n2. Left", "Seen: 1", "2. Left")).containsExactly("Seen: 1", "2. Left");
    assertThat(cut("He left. 2. He came", "He left.", "2. He came"))
        .containsExactly("He left.", "2. He came");
  }

  @Test
  void lineEndEndsASentenceEvenAfterAnAbbreviation() {
    assertThat(cut("Tél.\nAdresse", "Tél.", "Adresse")).containsExactly("Tél.", "Adresse");
  }

  @Test
  void linesOfDifferentZonesAreApart() {
    String card = "I<ESPD231458907<<<<<<<<<<<<<<<";
    String dates = "7408122F1204159ESP<<<<<<<<<<<6";
    String names = "ERIKSSON<<ANNA<MARIA<<<<<<<<<<";
    String passport = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";
    assertThat(cut(card + "\n" + card + "\n" + dates, card, card, dates))
        .containsExactly(card, card + "\n" + dates);
    assertThat(cut(card + "\n" + names, card, names)).containsExactly(card, names);
    assertThat(cut(card + " vu\n" + dates, card + " vu", dates))
        .containsExactly(card + " vu", dates);
    assertThat(cut(passport + "\n" + passport, passport, passport))
        .containsExactly(passport, passport);
    assertThat(cut(card + "\n" + passport, card, passport)).containsExactly(card, passport);
  }

  @Test
  void closingMarksGoToTheSentenceThatTheyClose() {
    assertThat(cut("هل كان معه أحد؟ نعم.", "هل كان معه أحد", "نعم."))
        .containsExactly("هل كان معه أحد؟", "نعم.");
  }

  @Test
  void whatTheDetectorLostIsASentence() {
    assertThat(cut("Un. Deux. Trois.", "Un.", "changé", "Trois."))
        .containsExactly("Un.", "Deux.", "Trois.");
    assertThat(cut(" --- ", "nothing of it")).isEmpty();
  }
}
