package org.insight.jobs.mentions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTest {

  private static String summary(FoundIdentifier id) {
    return id.kind().code()
        + " "
        + id.value()
        + (id.checked() ? " checked" : "")
        + (id.strong() ? " strong" : "");
  }

  private static String inText(String language, String text) {
    List<FoundIdentifier> found = Identifiers.inText(text, language);
    assertThat(found)
        .allSatisfy(id -> assertThat(text.substring(id.begin(), id.end())).isEqualTo(id.raw()));
    return String.join("; ", found.stream().map(IdentifiersTest::summary).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fr | Tél. +33 6 12 34 56 78. | phone +33612345678 checked",
        "fr | Tél. 06 12 34 56 78 | phone +33612345678",
        "fr | Joint au 0044 20 7946 0958 | phone +442079460958 checked",
        "es | Llamó al 612 345 678 ayer | phone +34612345678",
        "ar | اتصل على الرقم +٢١٣ ٥٥١ ٢٣ ٤٥ ٦٧ أمس | phone +213551234567 checked",
        "ar | الهاتف 0551234567 | ''",
        "und | 06 12 34 56 78 | ''",
        "und | Tél : 06 12 34 56 78 | phone +33612345678",
        "und | TÉLÉPHONE 06.12.34.56.78 | phone +33612345678",
        "und | Tfno. 612 345 678 | phone +34612345678",
        "und | Celular: 987 654 321 | ''",
        "und | Portable : 06 12 34 56 78 | ''",
        "und | Tél / Tfno 06 12 34 56 78 | ''",
        "und | Tel: 06 12 34 56 78 | ''",
        "ar | Tél : 06 12 34 56 78 | ''",
        "und | joint au (0033) 6 12 34 56 78 | phone +33612345678 checked",
        "fr | Le 12/03/2024 à 14:30:00 | ''",
        "fr | Tél. 01 23 45 67 89 | ''",
        "fr | Tél. 06 66 66 66 66 | ''",
        "fr | Tél. +33 6 66 66 66 66 | ''",
        "es | Llamó al 987 654 321 | ''",
        "es | Llamó al 987 654 231 | phone +34987654231",
      })
  void phonesAreReadByTheirNumberingPlan(String language, String text, String found) {
    assertThat(inText(language, text)).isEqualTo(found);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Écrire à Jean.Dupré@example.fr. | ''",
        "Écrire à Jean.Dupre@Mail.Example.FR. | email jean.dupre@mail.example.fr",
        "<x+y@a-b.org>, z@c | email x+y@a-b.org",
        "@nobody a@b.c | ''",
        "Pat.O'Connor@garda.example.ie | email pat.o'connor@garda.example.ie",
        "pat.o’connor@garda.example.ie | email pat.o'connor@garda.example.ie",
        "'jean@example.fr' | email jean@example.fr",
        "andréa.martin@example.fr | ''",
        "renéjean@example.fr | ''",
        "jean@mail.société.fr | ''",
        "jean\u2011pierre.martin@example.fr | email jean-pierre.martin@example.fr",
        "r&d@firm.example | ''",
        "بريده jean@example.fr | email jean@example.fr",
      })
  void emailsAreInLowerCase(String text, String found) {
    assertThat(inText("en", text)).isEqualTo(found);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "IBAN FR14 2004 1010 0505 0001 3M02 606. | iban FR1420041010050500013M02606 checked",
        "DE89370400440532013000 | iban DE89370400440532013000 checked",
        "compte gb29-nwbk-6016-1331-9268-19, | iban GB29NWBK60161331926819 checked",
        "DE89370400440532013001 | ''",
        "DE8937040044053201300 | ''",
        "DE893704004405320130000 | ''",
        "ZZ89370400440532013000 | ''",
        "DE99370400440532000016 | ''",
        "DE01370400440532000034 | ''",
        "DE00370400440532000052 | ''",
        "DE02370400440532000016 | iban DE02370400440532000016 checked",
      })
  void ibansHaveTheirLengthAndCheckDigits(String text, String found) {
    assertThat(inText("und", text)).isEqualTo(found);
  }

  @Test
  void machineReadableZonesHaveAllCheckDigits() {
    // The specimen of Doc 9303, and with a country of ISO 3166 in place of UTO.
    assertThat(inText("und", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"))
        .isEqualTo("passport UTO:L898902C3 checked strong");
    assertThat(inText("und", "L898902C36FRA7408122F1204159ZE184226B<<<<<10"))
        .isEqualTo("passport FR:L898902C3 checked strong");
    assertThat(
            inText(
                "und",
                "P<D<<ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
                    + "L898902C36D<<7408122F1204159ZE184226B<<<<<10"))
        .isEqualTo("passport DE:L898902C3 checked strong");
    assertThat(
            inText(
                "und",
                "I<ESPERIKSSON<<ANNA<MARIA<<<<<<<<<<<\n" + "D231458907ESP7408122F1204159<<<<<<<6"))
        .isEqualTo("national_id ES:D23145890 checked strong");
    assertThat(
            inText(
                "und",
                "P<ESPERIKSSON<<ANNA<MARIA<<<<<<<<<<<\n" + "D231458907ESP7408122F1204159<<<<<<<6"))
        .isEqualTo("passport ES:D23145890 checked strong");
    assertThat(
            inText(
                "und",
                "I<ESPD231458907<<<<<<<<<<<<<<<\n"
                    + "7408122F1204159ESP<<<<<<<<<<<6\n"
                    + "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"))
        .isEqualTo("national_id ES:D23145890 checked strong");
  }

  @ParameterizedTest
  @CsvSource({
    "XR7OO12347FRA7408122F1204159<<<<<<<<<<<<<<<6, passport FR:XR7OO1234 checked",
    "OXR1O23453FRA7408122F1204159<<<<<<<<<<<<<<<4, passport FR:OXR1O2345 checked",
    "XR70012347FRA7408122F1204159<<<<<<<<<<<<<<<6, passport FR:XR7001234 checked strong",
    "XRO1O23455FRA7408122F1204159<<<<<<<<<<<<<<<0, passport FR:XRO1O2345 checked strong",
  })
  void aNumberWhoseLettersMayBeZerosIsNotStrong(String zone, String found) {
    assertThat(inText("und", zone)).isEqualTo(found);
  }

  /** The year alone, nothing, and all but the day. */
  @ParameterizedTest
  @CsvSource({"74<<<<1, 02, 4", "<<<<<<0, 04, 6", "7408<<7, 04, 6"})
  void aZoneWithoutAWholeDateOfBirthHasItsNumber(String birth, String two, String one) {
    assertThat(inText("und", "XR73012843FRA" + birth + "F1204159<<<<<<<<<<<<<<" + two))
        .isEqualTo("passport FR:XR7301284 checked strong");
    assertThat(
            inText(
                "und",
                "I<ESPERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907ESP"
                    + birth
                    + "F1204159<<<<<<<"
                    + one))
        .isEqualTo("national_id ES:D23145890 checked strong");
    assertThat(
            inText(
                "und", "I<ESPD231458907<<<<<<<<<<<<<<<\n" + birth + "F1204159ESP<<<<<<<<<<<" + one))
        .isEqualTo("national_id ES:D23145890 checked strong");
  }

  @ParameterizedTest
  @ValueSource(strings = {"XCE", "XDC", "XES", "XMP"})
  void organisationsIssuePassports(String code) {
    assertThat(inText("und", "XR73012843" + code + "7408122F1204159<<<<<<<<<<<<<<04"))
        .isEqualTo("passport " + code + ":XR7301284 checked strong");
  }

  @Test
  void aCardsNumberWithoutTheOtherLineOfItsZoneIsNeitherCheckedNorStrong() {
    String first = "I<ESPD231458907<<<<<<<<<<<<<<<";
    assertThat(inText("und", first)).isEqualTo("national_id ES:D23145890");
    assertThat(inText("und", first + "\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"))
        .isEqualTo("national_id ES:D23145890");
    assertThat(inText("und", first + "\nvu\n7408122F1204159ESP<<<<<<<<<<<6"))
        .isEqualTo("national_id ES:D23145890");
    assertThat(inText("und", "D231458907ESP7408122F1204159<<<<<<<6"))
        .isEqualTo("national_id ES:D23145890");
    assertThat(
            inText(
                "und",
                "I<ESPERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nvu\nD231458907ESP7408122F1204159<<<<<<<6"))
        .isEqualTo("national_id ES:D23145890");
  }

  /** The first nine characters of both satisfy the filler that stands for their check digit. */
  @Test
  void aCardsNumberOfMoreThanNineCharactersIsReadWhole() {
    String names = "I<ESPERIKSSON<<ANNA<MARIA<<<<<<<<<<<\n";
    assertThat(inText("und", names + "731204508<ESP7408122F12041591236<<<8"))
        .isEqualTo("national_id ES:731204508123 checked strong");
    assertThat(inText("und", names + "731204508<ESP7408122F12041591247<<<6"))
        .isEqualTo("national_id ES:731204508124 checked strong");
    assertThat(inText("und", "I<BEL000590448<7308<<<<<<<<<<<\n" + "7408122F1204159BEL<<<<<<<<<<<8"))
        .isEqualTo("national_id BE:000590448730 checked strong");
    assertThat(inText("und", "I<BEL000590448<7308<<<<<<<<<<<"))
        .isEqualTo("national_id BE:000590448730");
  }

  @Test
  void aCardsNumberWithAFillerForItsCheckDigitAndNothingThatGoesOnIsNone() {
    String names = "I<ESPERIKSSON<<ANNA<MARIA<<<<<<<<<<<\n";
    assertThat(inText("und", names + "731204508<ESP7408122F1204159<<<<<<<0")).isEmpty();
    assertThat(inText("und", names + "731204508<ESP7408122F12041591237<<<5")).isEmpty();
  }

  @Test
  void aZonesNumberIsOfTheStateThatIssuedTheDocument() {
    assertThat(
            inText(
                "und",
                "I<FRAERIKSSON<<ANNA<MARIA<<<<<<<<<<<\n" + "D231458907ESP7408122F1204159<<<<<<<6"))
        .isEqualTo("national_id FR:D23145890 checked strong");
    assertThat(
            inText(
                "und",
                "P<FRAERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
                    + "L898902C36XXB7408122F1204159ZE184226B<<<<<10"))
        .isEqualTo("passport FR:L898902C3 checked strong");
    // A visa has the form, but its number is no passport's and no card's.
    assertThat(
            inText(
                "und",
                "V<FRAERIKSSON<<ANNA<MARIA<<<<<<<<<<<\n" + "D231458907ESP7408122F1204159<<<<<<<6"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "L898902C36UTX7408122F1204159ZE184226B<<<<<10",
        "L898902C36FRA7408123F1204159ZE184226B<<<<<10",
        "L898902C37FRA7408122F1204159ZE184226B<<<<<10",
        "L898902C36FRA7408122F1204159ZE184226B<<<<<11",
        "I<ESPD231458907<<<<<<<<<<<<<<<\n7408122F1204159ESP<<<<<<<<<<<7",
        "<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<"
      })
  void zoneThatFailsACheckIsNone(String zone) {
    assertThat(inText("und", zone)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fr | Titulaire du passeport n° FR:12AB34567 | passport FR:12AB34567 strong",
        "fr | passeport français n° 12 AB 34567 (FR) | passport FR:12AB34567 strong",
        "en | holder of passport no. GB 533401372. | passport GB:533401372 strong",
        "en | Passport number: X4RTBPFW4 | passport X4RTBPFW4",
        "es | con pasaporte núm. ES:XDA123907 | passport ES:XDA123907 strong",
        "ar | يحمل جواز سفر رقم A1234509 | passport A1234509",
        "en | passport no. FR:LOST 2019 | passport FR:LOST2019",
        "en | passport number A1234567 | ''",
        "fr | passeport FR:12AB345?7 | ''",
        "fr | passeport FR:12AB345**** | ''",
        "fr | passeport FR:12AB345-**** | ''",
        "fr | passeport FR:XXXXX4517 | ''",
        "fr | le passeport FR:12AB34517? Oui | passport FR:12AB34517 strong",
        "fr | passeport ES:XDA123907 | passport ES:XDA123907 strong",
        "en | PASSPORT IS:A1239070 | passport IS:A1239070 strong",
        "es | el pasaporte es: XDA123907 | passport XDA123907",
        "en | PASSPORT: NO 533401372 | passport 533401372",
        "en | PASSPORT: NR: 533401372 | passport 533401372",
        "en | passport no. NO:533401372 | passport NO:533401372 strong",
        "en | passport ID 533401372 | passport 533401372",
        "ar | جواز السفر: ‎١٢٣٤٥٠٩ | passport 1234509",
        "fr | passeport n° 123456789 | ''",
        "fr | passeport n° 0000000 | ''",
        "fr | passeport n° 111111111 | ''",
        "en | passport is unknown to the authorities | ''",
        "en | passport number 1234 | ''",
        "es | DNI 53182764W | national_id ES:53182764W checked strong",
        "es | NIE: X5318276D | national_id ES:X5318276D checked strong",
        "es | DNI nº 53182764A | national_id 53182764A",
        "fr | carte d'identité 53182764W | national_id 53182764W",
        "en | identity card 53182764W (ES) | national_id ES:53182764W checked strong",
        "es | DNI 53.182.764-W | national_id ES:53182764W checked strong",
        "es | D.N.I. nº 53182764W | national_id ES:53182764W checked strong",
        "es | N.I.E. X5318276D | national_id ES:X5318276D checked strong",
        "es | cédula de ciudadanía n.º 1.002.345.876 de Bogotá | national_id 1002345876",
        "es | cédula 1.002.345.876 A NOMBRE DE | national_id 1002345876",
        "es | cédula de identidad V-12.354.678 | national_id V12354678",
        "es | cédula 1.002.345.87 | ''",
        "ar | الرقم القومي: 29801011234567 | national_id 29801011234567",
        "ar | البطاقة الوطنية للتعريف رقم AB153426 | national_id AB153426",
        "es | DNI 11111111H | ''",
        "es | DNI 99999999R | ''",
        "es | DNI 12345678Z | ''",
        "es | cédula CC: 1002345 | national_id 1002345",
        "es | cédula CI 1002345 | national_id 1002345",
        "es | cédula EC: 1002345 | national_id EC:1002345 strong",
        "fr | carte d'identité n° MA:AB153426 | national_id MA:AB153426 strong",
        "fr | CNI n° 880692310285 | national_id 880692310285",
        "fr | CNI n° BE 823456 | national_id BE823456",
        "fr | CNI n° BE:823456 | national_id BE:823456",
        "fr | CNI n° BE 823456 12/03/2024 | national_id BE823456",
        "fr | CNI N° BE 823456 LE 12/03/2024 | national_id BE823456",
        "fr | passeport n° TN Z123906 | passport TN:Z123906 strong",
        "fr | passeport EE 123907 (BE) | passport BE:EE123907 strong",
        "en | identity card CA 12397 AA | national_id CA12397AA",
        "en | national ID number: DZ 109870654 | national_id DZ:109870654 strong",
        "ar | رقم الهوية: 1098765423 | national_id 1098765423",
        "ar | بطاقة التعريف رقم ٠٩٨٧٦٥٤٠١ | national_id 098765401",
      })
  void numbersAreIntroducedByWords(String language, String text, String found) {
    assertThat(inText(language, text.replace("\u200e", ""))).isEqualTo(found);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "en | Passport FR:12AB34567 DOB 12/03/1980 | passport FR:12AB34567 strong",
        "fr | PASSEPORT N° 12AB34567 DELIVRE A PARIS | passport 12AB34567",
        "fr | PASSEPORT N° FR:12 AB 34567 DE DUPUIS | passport FR:12AB34567 strong",
        "fr | PASSEPORT N° 12AB34567 LE 12/03/2024 | passport 12AB34567",
        "fr | passeport 12AB34567 12/03/2024 | passport 12AB34567",
        "fr | passeport 12AB34567 2024-03-12 | passport 12AB34567",
        "fr | passeport 12AB34567 12 mars 2024 | passport 12AB34567",
        "fr | PASSEPORT 12AB34567 1ER MARS 2024 | passport 12AB34567",
        "ar | جواز سفر رقم A1234509 12 مارس 2024 | passport A1234509",
        "ar | جواز سفر رقم A1234509 12 كانون الأول 2024 | passport A1234509",
        "fr | passeport 12AB34567 14:30 | passport 12AB34567",
        "fr | passeport 12AB34567 5000 EUR | passport 12AB34567",
        "fr | passeport 12AB34567 DELIVRE (FR) | passport 12AB34567",
        "en | PASSPORT 12AB34567 PASSPORT 98XY76543 | passport 12AB34567; passport 98XY76543",
        "fr | passeport 12 DELIVRE HIER | ''",
        "fr | CNI n° 880692310285 TEL 06 12 34 56 78 | national_id 880692310285; phone +33612345678",
        "fr | CNI n° 880692310285 06 12 34 56 78 | national_id 880692310285; phone +33612345678",
        "fr | CNI n° 880692310285 0612345678 | national_id 880692310285; phone +33612345678",
        "fr | CNI n° 880692310285 0034 612 345 678 | national_id 880692310285; phone +34612345678"
            + " checked",
        "es | DNI 53182764W 612 345 678 | national_id ES:53182764W checked strong; phone"
            + " +34612345678",
        "es | cédula 1002345876 612 345 678 | national_id 1002345876; phone +34612345678",
        "es | DNI 53182764 W EXPEDIDO EN MADRID | national_id ES:53182764W checked strong",
        "es | NIE: X 5318276 D A NOMBRE DE | national_id ES:X5318276D checked strong",
        "es | pasaporte XDA 123907 A NOMBRE DE | passport XDA123907",
        "es | placa ABC123 BMW negro | plate ABC123",
        "es | placa ABC 123 FORD | plate ABC123",
        "en | plate 7ABC123 06 12 34 56 78 | plate 7ABC123",
        "en | license plate 7ABC123 12/03/2024 | plate 7ABC123",
      })
  void whatFollowsAnIntroducedNumberIsNoPartOfIt(String language, String text, String found) {
    assertThat(inText(language, text)).isEqualTo(found);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PASSEPORT DELIVRE LE 12/03/2024 | ''",
        "PASSEPORT DELIVRE EN MARS 2024 | ''",
        "PASSEPORT VALABLE AU 12/03/2026 | ''",
        "PASSPORT ISSUED ON 12/03/2019 | ''",
        "PASSPORT ISSUED IN JUN 2019 | ''",
        "PASSPORT VALID UNTIL 2026 | ''",
        "PASAPORTE EXPEDIDO EN 2019 A MADRID | ''",
        "PASSPORT NUMBER UNKNOWN DOB 12/03/1980 | ''",
        "PASSPORT HOLDER DUPONT 75001 PARIS | ''",
        "PASSPORT LOST SINCE 2019 TO 2021 | ''",
        "PASSPORT NUMBER UNKNOWN TEL 06 12 34 56 78 | ''",
        "CARTE D'IDENTITE DUPONT JEAN 12 RUE HAUTE | ''",
        "VEHICULE IMMATRICULE LE 12/03/2019 | ''",
        "VEHICULE IMMATRICULE EN 2019 | ''",
        "VEHICULE IMMATRICULE DEPUIS 2019 | ''",
        "PLATES STOLEN 4719 | ''",
        "CARTE NATIONALE D'IDENTITE FRANCAISE NO 880692310285 | national_id 880692310285",
        "DNI ESPANOL NUMERO 53182764W | national_id ES:53182764W checked strong",
        "PASSPORT OF THE HOLDER 12AB34567 | passport 12AB34567",
        "VEHICULE IMMATRICULE FRANCE 4719 LA 75 | plate 4719LA75",
        "placa BCDF 47 | plate BCDF47",
        "pasaporte ABCD-123907 | passport ABCD123907",
      })
  void wordsInCapitalsBeforeANumberAreNoPartOfIt(String text, String found) {
    assertThat(inText("und", text)).isEqualTo(found);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "passeport n° 12 AB 34567, vu | passport 12AB34567",
        "passeport n° 12 AL 34567 vu | passport 12AL34567",
        "passeport n° 12 DE 34567 | passport 12DE34567",
        "passport no. XDA 123 907 | passport XDA123907",
        "carte d'identité n° YA 71349 AA vue | national_id YA71349AA",
        "carte d'identité n° YA 71349 DE, vue | national_id YA71349DE",
        "CNI 8806 9231 0285 | national_id 880692310285",
        "CNI 8806 0231 0285 1143 | national_id 8806023102851143",
        "CNI 88 06 02 31 02 85 11 | national_id 88060231028511",
        "numéro national 1 80 06 75 012 345 67 | national_id 180067501234567",
        "cédula 1 002 345 876 | national_id 1002345876",
        "national ID 784-1981-0123456-7 | national_id 784198101234567",
        "national ID 912-34-5678 | national_id 912345678",
        "identity card 12345678-9-ZZ4 | national_id 123456789ZZ4",
        "véhicule immatriculé 1234 ABE vu | plate 1234ABE",
        "plate 34 ABC 127 | plate 34ABC127",
        "plate A123 OBC | plate A123OBC",
        "plate KA 01 AB 1543 | plate KA01AB1543",
        "immatriculé 4719 LA 75 | plate 4719LA75",
        "لوحة DXB AB 12345 | plate DXBAB12345",
      })
  void anIntroducedNumberHasAllItsGroups(String text, String found) {
    assertThat(inText("und", text)).isEqualTo(found);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fr | véhicule immatriculé AB-123-CD | plate FR:AB123CD",
        "fr | une Clio grise EF-456-GH vue | plate FR:EF456GH",
        "es | un coche 1234 BCD azul | plate ES:1234BCD",
        "es | matrícula 5678-XYZ | plate ES:5678XYZ",
        "en | a van, AB12 CDE, left | plate GB:AB12CDE",
        "en | license plate 7ABC123 | plate 7ABC123",
        "en | plate no. US:7ABC123 | plate US:7ABC123",
        "und | 1-ABC-234 | plate BE:1ABC234",
        "ar | السيارة لوحة رقم ١٢٣٤٥-أ-٦ | plate MA:12345أ6",
        "ar | السيارة لوحة رقم 47192-ا-6 | plate MA:47192أ6",
        "ar | السيارة لوحة رقم 47192-هـ-6 | plate MA:47192ه6",
        "ar | السيارة لوحة رقم 47192 ا 6 | ''",
        "ar | السيارة لوحة رقم ٤٧١٩ ق م ص | ''",
        "ar | السيارة لوحة رقم 47192 وهرب | plate 47192",
        "fr | 12345-116-16 | plate DZ:1234511616",
        "ar | 123 تونس 4567 | plate TN:123TUN4567",
        "fr | 123 TUN 4567 | plate TN:123TUN4567",
        "fr | 123 TU 4567 | plate TN:123TUN4567",
        "en | in 2024 DNS failed | ''",
        "en | left at 1430 HRS, back at 0915 GMT | ''",
        "en | paid 5000 GBP and 2500-SEK | ''",
        "en | the engine at 3000 RPM | ''",
        "fr | 4500 TTC pour 1200KMS | ''",
        "es | recibió 3500 DHS y 2500 SMS | ''",
        "es | vuelo VY 6245 BCN-ORY | ''",
        "fr | le vol AF 1380 CDG et le U2 4719 LGW | ''",
        "es | un Audi A4 1438 BCD y un VW 1439 BCD | plate ES:1438BCD; plate ES:1439BCD",
        "es | matrícula ES 6245 BCN | plate ES:6245BCN",
        "fr | l'accord EU-US 2024 et FR-BE 2023 | ''",
        "en | plate M-AB 2024 | plate DE:M-AB2024",
        "fr | véhicule immatriculé BE 123 CD | plate BE123CD",
        "en | reg. SN 65 ABC seen | plate SN65ABC",
        "en | plate MH 12 AB 1543 | plate MH12AB1543",
        "en | plate MA B 1543 | plate MAB1543",
        "en | plate FR AB-123-CD | plate FR:AB123CD",
        "en | plate GB AB12 CDE | plate GB:AB12CDE",
        "es | matrícula 5000 GBP | plate ES:5000GBP",
        "es | matrícula 1430-HRS, gris | plate ES:1430HRS",
        "es | matrícula 2024 DNS | plate ES:2024DNS",
        "en | plate FR:5000 GBP | plate FR:5000GBP",
        "und | ein BMW, M-AB 1234, grau | plate DE:M-AB1234",
        "und | ein BMW, MA-B 1234, grau | plate DE:MA-B1234",
        "en | plate no. DE:M AB 1234 | plate DE:M-AB1234",
        "fr | immatriculé depuis hier | ''",
        "en | registered in AB-123-CDE | ''",
      })
  void platesHaveAClearFormOrAWordBeforeThem(String language, String text, String found) {
    assertThat(inText(language, text)).isEqualTo(found);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "VIN 1M8GDM9AXKP042788 | vin 1M8GDM9AXKP042788 checked strong",
        "VIN 1M8GDM9A1KP042788 | ''",
        "VIN 3VWZZZ1JZ1M104719 | vin 3VWZZZ1JZ1M104719 strong",
        "châssis VF1BB05CF12345678, | vin VF1BB05CF12345678 strong",
        "12345678901234567 | ''",
        "VF1OO05CF12345678 | ''",
        "XXXXXXXXXXXXX1245 | ''",
        "WF0XXXGCDX1A12355 | vin WF0XXXGCDX1A12355 strong",
      })
  void vehicleNumbersHaveTheirForm(String text, String found) {
    assertThat(inText("und", text)).isEqualTo(found);
  }

  @Test
  void ofTwoThatOverlapOneIsKept() {
    assertThat(inText("fr", "passeport n° FR:12AB34567, IBAN FR1420041010050500013M02606"))
        .isEqualTo("passport FR:12AB34567 strong; iban FR1420041010050500013M02606 checked");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Person | passportNumber | FR:12-AB 34567 | passport FR:12AB34567 strong",
        "Person | passportNumber | fr:12-AB 34567 | passport FR12AB34567",
        "Person | passportNumber | FRA:12AB34567 | passport FRA12AB34567",
        "Person | passportNumber | XX:12AB34567 | passport XX12AB34567",
        "Person | idNumber | ID: 100234 | national_id ID100234",
        "Person | idNumber | PAN:100234 | national_id PAN100234",
        "Person | passportNumber | 12AB34567 | passport 12AB34567",
        "Person | passportNumber | FR:perdu 2019 | passport FR:PERDU2019",
        "Person | passportNumber | FR:Volé/2019 | passport FR:VOLÉ2019",
        "Person | passportNumber | FR:perdu2019 | passport FR:PERDU2019",
        "Person | passportNumber | FR:2019 perdu | passport FR:2019PERDU",
        "Person | passportNumber | MA:مفقود 2019 | passport MA:مفقود2019",
        "Person | passportNumber | ES:XDA 123907 | passport ES:XDA123907 strong",
        "Person | passportNumber | MX:ABCD123907 | passport MX:ABCD123907 strong",
        "Person | idNumber | FR:en cours 2024 | national_id FR:ENCOURS2024",
        "Person | passportNumber | FR:12/03/2024 | passport FR:12032024",
        "Person | passportNumber | FR:2024-03-12 | passport FR:20240312",
        "Person | idNumber | FR:1990-03-05 00:00:00 | national_id FR:19900305000000",
        "Person | idNumber | FR:5/3/1990 0:00 | national_id FR:531990000",
        "Person | idNumber | FR:15-MAR-1990 | national_id FR:15MAR1990",
        "Person | idNumber | FR:5 déc. 1990 | national_id FR:5DÉC1990",
        "Person | idNumber | FR:15-MAC-1990 | national_id FR:15MAC1990 strong",
        "Person | idNumber | FR:15-SET-1990 | national_id FR:15SET1990",
        "Person | passportNumber | FR:vol le 12/03/2024 | passport FR:VOLLE12032024",
        "Person | passportNumber | FR:né le 05/03/1990 | passport FR:NÉLE05031990",
        "Person | passportNumber | FR:né le 05/03/90 | passport FR:NÉLE050390",
        "Person | passportNumber | FR:exp 12/2025 | passport FR:EXP122025",
        "Person | passportNumber | FR:exp. 12/25 | passport FR:EXP1225",
        "Person | passportNumber | FR:EXP 2025 | passport FR:EXP2025",
        "Person | passportNumber | FR:2019, vol | passport FR:2019VOL",
        "Person | passportNumber | MA:فقد 2019 | passport MA:فقد2019",
        "Person | idNumber | MA:5 ماي 1990 | national_id MA:5ماي1990",
        "Person | idNumber | TN:12 أوت 1990 | national_id TN:12أوت1990",
        "Person | idNumber | SY:20 آب 1980 | national_id SY:20آب1980",
        "Person | idNumber | FR:12 AB 20 mai 1990 | national_id FR:12AB20MAI1990",
        "Person | idNumber | FR:1990-03-05T00:00:00+01:00 | national_id"
            + " FR:19900305T0000000100",
        "Person | idNumber | FR:1990-03-05T00:00:00.000+0000 | national_id"
            + " FR:19900305T0000000000000",
        "Person | idNumber | LU:1990 03 05 123 47 | national_id LU:1990030512347 strong",
        "Person | idNumber | FR:12 MAC 34567 | national_id FR:12MAC34567 strong",
        "Person | idNumber | FR:EXP2025 | national_id FR:EXP2025 strong",
        "Company | registrationNumber | GB:2024-03-12 | registration GB:20240312",
        "Company | registrationNumber | FR:en cours 2024 | registration FR:ENCOURS2024",
        "Company | registrationNumber | FR:radié 2019 | registration FR:RADIÉ2019",
        "Company | registrationNumber | FR:vu le 12/03/2024 | registration FR:VULE12032024",
        "Company | registrationNumber | FR:12/2025 | registration FR:122025",
        "Vehicle | registrationNumber | MA:12345-ا-6 | plate MA:12345أ6",
        "Vehicle | registrationNumber | TN:123 تونس 4567 | plate TN:123TUN4567",
        "Vehicle | registrationNumber | TN:123-TU-4567 | plate TN:123TUN4567",
        "Vehicle | registrationNumber | TN:123 RS 4567 | plate TN:123RS4567",
        "Vehicle | registrationNumber | FR:AB-*23-CD | ",
        "Vehicle | registrationNumber | LV:XXX-123 | plate LV:XXX123",
        "Person | email | Pat.O'Connor@garda.example.ie | email pat.o'connor@garda.example.ie",
        "Person | passportNumber | FR:N/A | ",
        "Person | idNumber | AE:7.84198E+14 | ",
        "Person | idNumber | FR:1,80038E+14 | ",
        "Company | registrationNumber | FR:5.52101E+13 | ",
        "Person | phone | 3.36123E+10 | ",
        "Person | idNumber | AE:7,8E14 | ",
        "Person | idNumber | FR:7E1234 | national_id FR:7E1234",
        "Person | idNumber | FR:7E123 | national_id FR:7E123",
        "Person | idNumber | CN:330102198001011000 | national_id CN:330102198001011000",
        "Person | idNumber | CO:10293847.0 | national_id CO:10293847 strong",
        "Person | passportNumber | FR:1A34 | ",
        "Person | passportNumber | FR:000000000 | ",
        "Person | idNumber | ES:53182764-w | national_id ES:53182764W checked strong",
        "Person | idNumber | MA:٠٩٨٧٦٥١ | national_id MA:0987651",
        "Person | idNumber | MA:٠٩٨٧٦٥١٣ | national_id MA:09876513 strong",
        "Person | idNumber | MM:000016 | national_id MM:000016",
        "Person | passportNumber | GB:03574 | passport GB:03574",
        "Person | passportNumber | TN:A123907 | passport TN:A123907 strong",
        "Person | passportNumber | TN:A12397 | passport TN:A12397",
        "Person | idNumber | unknown | ",
        "Person | phone | 06.12.34.56.78 | phone +33612345678",
        "Person | phone | +212 612-345678 | phone +212612345678 checked",
        "Call | imei | 49015420323751 | imei 49015420323751",
        "Call | imei | 490154203237518 | imei 49015420323751 checked",
        "Call | imei | 4901542032375100 | imei 49015420323751",
        "Call | imei | 4901542032375 | ",
        "Person | phone | 123 | ",
        "Person | email | ' A@B.org ' | email a@b.org",
        "Person | iban | FR14 2004 1010 0505 0001 3M02 606 | iban FR1420041010050500013M02606 checked",
        "BankAccount | iban | FR1420041010050500013M02606 | iban FR1420041010050500013M02606 checked strong",
        "BankAccount | iban | FR1420041010050500013M02607 | ",
        "Vehicle | registrationNumber | FR:ab 123-cd | plate FR:AB123CD",
        "Vehicle | registrationNumber | AB-123-CD | plate AB123CD",
        "Vehicle | registrationNumber | DE:M-AB 1234 | plate DE:M-AB1234",
        "Vehicle | registrationNumber | DE:m ab 1234 | plate DE:M-AB1234",
        "Vehicle | registrationNumber | DE:M-AB-1234 | plate DE:M-AB1234",
        "Vehicle | registrationNumber | DE:MA-B 1234 | plate DE:MA-B1234",
        "Vehicle | registrationNumber | DE:MA B1234 E | plate DE:MA-B1234E",
        "Vehicle | registrationNumber | DE:MAB 1234 | plate DE:MAB1234",
        "Vehicle | registrationNumber | DE:MAB1234 | plate DE:MAB1234",
        "Vehicle | registrationNumber | DE:MA 1234 | plate DE:MA1234",
        "Vehicle | registrationNumber | DE:MÜR-AB 12 | plate DE:MÜR-AB12",
        "Vehicle | registrationNumber | MA:12345-B-6 | plate MA:12345B6",
        "Vehicle | registrationNumber | DE:BP 15-123 | plate DE:BP15123",
        "Company | registrationNumber | FR:552 100 554 | registration FR:552100554 strong",
        "Company | registrationNumber | 552100554 | registration 552100554",
        "Organization | registrationNumber | GB:SC124356 | registration GB:SC124356 strong",
        "LegalEntity | registrationNumber | GB:00124356 | registration GB:00124356 strong",
        "Company | registrationNumber | GB:00012456 | registration GB:00012456",
        "Company | registrationNumber | DE:HRB 48416 | registration DE:HRB48416",
        "Company | registrationNumber | DE:GnR 484161 | registration DE:GNR484161",
        "Company | registrationNumber | IR:324956 | registration IR:324956",
        "Company | registrationNumber | IE:475521 | registration IE:475521",
        "Company | registrationNumber | US:20124356871 | registration US:20124356871",
        "Company | registrationNumber | AE:1243567 | registration AE:1243567",
        "Airplane | registrationNumber | FR:F-GABC12 | registration FR:FGABC12",
        "Vehicle | vin | vf1bb05cf12345678 | vin VF1BB05CF12345678 strong",
        "Vehicle | vin | 3VWZZZ1JZ1M104719 | vin 3VWZZZ1JZ1M104719 strong",
        "Vehicle | vin | 1M8GDM9AXKP042788 | vin 1M8GDM9AXKP042788 checked strong",
        "Vehicle | vin | 1M8GDM9A1KP042788 | ",
        "Person | vin | VF1BB05CF12345678 | vin VF1BB05CF12345678",
        "Company | vin | VF1BB05CF12345678 | vin VF1BB05CF12345678",
        "Person | sourceEntry | un:6908555 | list_entry UN:6908555 strong",
        "Person | sourceEntry | INTERPOL:2024/12345 | list_entry INTERPOL:2024/12345 strong",
        "Person | sourceEntry | UN:QDi.001 | list_entry UN:QDi.001 strong",
        "Person | sourceEntry | OFAC:7 | list_entry OFAC:7 strong",
        "Person | sourceEntry | OFAC:12345 | list_entry OFAC:12345 strong",
        "Person | sourceEntry | OFAC:22222 | list_entry OFAC:22222 strong",
        "Person | sourceEntry | UN:TAi.155 | list_entry UN:TAi.155 strong",
        "Person | sourceEntry | OFAC:10 | list_entry OFAC:10 strong",
        "Person | sourceEntry | INTERPOL:2024/XXXXX | ",
        "Person | sourceEntry | INTERPOL:2024/00000 | ",
        "Person | sourceEntry | INTERPOL:2024/ | ",
        "Person | sourceEntry | INTERPOL:2024/à compléter | ",
        "Person | sourceEntry | UN:QDi.XXX | ",
        "Person | sourceEntry | INTERPOL:N/A | ",
        "Person | sourceEntry | INTERPOL:- | ",
        "Person | sourceEntry | INTERPOL:unknown | ",
        "Person | sourceEntry | INTERPOL:à compléter | ",
        "Person | sourceEntry | INTERPOL:0000/00000 | ",
        "Person | sourceEntry | INTERPOL:999999 | ",
        "Person | bookingReference | x7kp2q | booking X7KP2Q",
        "Person | address | 12, rue de la Liberté – 13001 Marseille | address 12 rue de la liberte 13001 marseille",
        "Person | address | Kaboul, Afghanistan | ",
        "Person | address | 75015 Paris, France | ",
        "Person | address | F-75015 Paris, FRANCE | ",
        "Person | address | 20000 Casablanca, Maroc | ",
        "Person | address | 20000 الدار البيضاء، المغرب | ",
        "Person | address | Moscow 115184, Russia | ",
        "Person | address | New York 10001, USA | ",
        "Person | address | 1000 Bruxelles (Belgique) | ",
        "Person | address | 1234 Elm Street | address 1234 elm street",
        "Person | address | 1234 Elm Street NE | address 1234 elm street ne",
        "Person | address | La Rambla 1234 | address la rambla 1234",
        "Person | address | Uruguay 1234, Buenos Aires | address uruguay 1234 buenos aires",
        "Person | address | 1234 Elm Street, Springfield, USA | address 1234 elm street"
            + " springfield usa",
        "Person | address | Rivadavia 5432, Rosario, Argentina | address rivadavia 5432 rosario"
            + " argentina",
        "Person | address | Calle Mayor, 28013 Madrid, España | address calle mayor 28013 madrid"
            + " espana",
        "Person | address | 7 Jalan Besar, 75015, Malaysia | address 7 jalan besar 75015 malaysia",
        "Person | name | +33612345678 | ",
      })
  void propertyOfARecordSaysTheKind(String schema, String property, String value, String found) {
    Map<String, List<FoundIdentifier>> ids =
        Identifiers.inRecord(
            schema, Map.of(property, List.of(value), "nationality", List.of("FR")));
    assertThat(ids.values().stream().flatMap(List::stream).map(IdentifiersTest::summary).toList())
        .isEqualTo(found == null ? List.of() : List.of(found));
  }

  @ParameterizedTest
  @ValueSource(chars = {'\u00a0', '\u2007', '\u2009', '\u202f', '\u3000'})
  void aSpaceOfAnyKindIsOne(char space) {
    for (String[] found :
        new String[][] {
          {"Passeport : FR:12AB34567 DOB", "passport FR:12AB34567 strong"},
          {"passeport n° 12 AB 34567", "passport 12AB34567"},
          {"carte d'identité n° MA:AB153426", "national_id MA:AB153426 strong"},
          {"véhicule immatriculé 1234 ABE", "plate 1234ABE"},
          {"un coche 1234 BCD azul", "plate ES:1234BCD"},
          {"IBAN FR14 2004 1010 0505 0001 3M02 606.", "iban FR1420041010050500013M02606 checked"},
          {"Tél. +33 6 12 34 56 78.", "phone +33612345678 checked"},
        }) {
      assertThat(inText("fr", found[0].replace(' ', space))).isEqualTo(found[1]);
    }
    assertThat(Identifiers.inRecord("Person", Map.of("email", List.of(space + "a@b.org" + space))))
        .containsKey("email");
  }

  @ParameterizedTest
  @ValueSource(chars = {'\u2010', '\u2011'})
  void aHyphenOfAnyKindIsOne(char hyphen) {
    for (String[] found :
        new String[][] {
          {"véhicule immatriculé AB-123-CD", "plate FR:AB123CD"},
          {"une Clio grise EF-456-GH vue", "plate FR:EF456GH"},
          {"passeport FR:12-AB-34567 vu", "passport FR:12AB34567 strong"},
          {"écrire à jean-pierre@example.fr", "email jean-pierre@example.fr"},
        }) {
      assertThat(inText("fr", found[0].replace('-', hyphen))).isEqualTo(found[1]);
    }
    assertThat(inProperty("Person", "email", "jean-pierre@example.fr".replace('-', hyphen)))
        .singleElement()
        .satisfies(id -> assertThat(id.value()).isEqualTo("jean-pierre@example.fr"));
    // A date, which names nobody.
    assertThat(inProperty("Person", "idNumber", "FR:15-MAR-1990".replace('-', hyphen)))
        .singleElement()
        .satisfies(id -> assertThat(id.strong()).isFalse());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "87654321",
        "654321",
        "12345",
        "67890123",
        "12345678901",
        "21098765",
        "55555",
        "A1111111",
        "AB123456",
        "12345678Z",
        "11111111H",
        "AB12345",
        "AB-000-000",
        "N/A",
        "x x x x x"
      })
  void whatStandsForWantOfANumberIsNone(String number) {
    for (String property : List.of("passportNumber", "idNumber", "registrationNumber")) {
      assertThat(Identifiers.inRecord("Company", Map.of(property, List.of("PE:" + number))))
          .isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "XXX-XX-1245",
        "XXXXX1245F",
        "330102********1245",
        "12AB3?5678",
        "4719••••2836",
        "12AB…678",
        "12AB...678",
        "12AB__678",
        "****1245"
      })
  void aNumberWithCharactersHiddenIsNone(String number) {
    for (String property : List.of("passportNumber", "idNumber", "registrationNumber")) {
      assertThat(Identifiers.inRecord("Company", Map.of(property, List.of("FR:" + number))))
          .isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "12AB34567",
        "XA1245378",
        "AB123456789CD12",
        "A12345609",
        "1234 ABC 5",
        "1234657",
        "11223344",
        "123454321",
        "13579135",
        "ABCD123456",
        "9876598765"
      })
  void aNumberWithARunInItIsOne(String number) {
    for (String property : List.of("passportNumber", "idNumber", "registrationNumber")) {
      assertThat(
              Identifiers.inRecord("Company", Map.of(property, List.of("FR:" + number)))
                  .get(property))
          .singleElement()
          .satisfies(id -> assertThat(id.strong()).isTrue());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"DE:M-A 1234", "ES:1234-BCD", "FR:AB-123-CD", "GB:AB12 CDE", "PT:12-34-AB"})
  void aPlatesFewDigitsMayBeInARow(String plate) {
    assertThat(Identifiers.inRecord("Vehicle", Map.of("registrationNumber", List.of(plate))))
        .hasSize(1);
  }

  @Test
  void aRegistersNumberOfFourDigitsInARowIsNone() {
    assertThat(Identifiers.inRecord("Company", Map.of("registrationNumber", List.of("FR:1234"))))
        .isEmpty();
    assertThat(Identifiers.inRecord("Company", Map.of("registrationNumber", List.of("FR:1243"))))
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "- | \u202a+33 6 12 34 56 78\u202c | +33612345678",
        "- | \u200e(+33) 6 12 34 56 78 | +33612345678",
        "- | \u202a0033612345678\u202c | +33612345678",
        "- | (0033) 6 12 34 56 78 | +33612345678",
        "- | tel: +33 6 12 34 56 78 | +33612345678",
        "- | \uff0b33 6 12 34 56 78 | +33612345678",
        "- | ٠٠٣٣٦١٢٣٤٥٦٧٨ | +33612345678",
        "- | 0612345678 | -",
        "- | 33612345678 | -",
        "- | 0012 | -",
        "US | 0033612345678 | +33612345678",
        "US | \u202a00 33 6 12 34 56 78\u202c | +33612345678",
        "US | 01133612345678 | +33612345678",
        "US | +33 6 12 34 56 78 | +33612345678",
        "US | 212 555 2368 | +12125552368 by its plan",
        "US | 0612345678 | -",
        "JP | 0033612345678 | +33612345678",
        "FR | 0033612345678 | +33612345678",
        "FR | \u202a06 12 34 56 78\u202c | +33612345678 by its plan",
        "MA | 06 12 34 56 78 | +212612345678 by its plan",
        "ES | 666666666 | -",
        "ES | 666666667 | +34666666667 by its plan",
        "FR | 01 23 45 67 89 | -",
        "- | 0033 6 66 66 66 66 | -",
      })
  void aRecordsNumberInInternationalFormNeedsNoCountry(
      String nationality, String value, String found) {
    Map<String, List<String>> properties =
        nationality == null
            ? Map.of("phone", List.of(value))
            : Map.of("phone", List.of(value), "nationality", List.of(nationality));
    assertThat(
            Identifiers.inRecord("Person", properties).values().stream()
                .flatMap(List::stream)
                .map(IdentifiersTest::summary)
                .toList())
        .isEqualTo(
            found == null
                ? List.of()
                : List.of(
                    "phone "
                        + (found.endsWith(" by its plan")
                            ? found.replace(" by its plan", "")
                            : found + " checked")));
  }

  /** They are copied into each pair that shares them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Person | address | 12 rue de la Liberté 13001 Marseille",
        "Person | sourceEntry | OFAC:A1",
        "Person | bookingReference | X7KP2Q",
        "Person | passportNumber | FR:12AB34567",
        "Person | passportNumber | 12AB34567",
        "Person | idNumber | MA:AB153426",
        "Company | registrationNumber | FR:552100554",
        "Vehicle | registrationNumber | DE:M-AB 1234",
      })
  void aValueOfMoreThan250CharactersIsNone(String schema, String property, String written) {
    int length = inProperty(schema, property, written).get(0).value().length();
    String longest = written + "7".repeat(250 - length);
    assertThat(inProperty(schema, property, longest))
        .singleElement()
        .satisfies(id -> assertThat(id.value()).hasSize(250));
    assertThat(inProperty(schema, property, longest + "7")).isEmpty();
    assertThat(inProperty(schema, property, longest + "7".repeat(300_000))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a ", "12 AB 20 ", "1/1/", "1990 03 ", "vol le 12/03/", "é.", "2019"})
  void hostileNumbersOfRecordsAreRead(String part) {
    for (String schema : List.of("Person", "Company")) {
      for (String property : List.of("passportNumber", "registrationNumber", "address")) {
        assertThat(inProperty(schema, property, "FR:" + part.repeat(300_000 / part.length())))
            .isEmpty();
      }
    }
  }

  private static List<FoundIdentifier> inProperty(String schema, String property, String value) {
    return Identifiers.inRecord(schema, Map.of(property, List.of(value)))
        .getOrDefault(property, List.of());
  }

  @Test
  void sameNumberWrittenTwiceIsOneIdentifierOfARecord() {
    assertThat(
            Identifiers.inRecord(
                    "Person", Map.of("phone", List.of("+33 6 12 34 56 78", "0033612345678")))
                .get("phone"))
        .hasSize(1);
  }

  /** As a cell of several, of which none says that it is the same account as another. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BankAccount | iban | DE89370400440532013000 | FR1420041010050500013M02606 | 2 | 0",
        "BankAccount | iban | DE89370400440532013000 | DE89 3704 0044 0532 0130 00 | 1 | 1",
        "BankAccount | iban | DE89370400440532013000 | DE00370400440532013000 | 1 | 1",
        "Vehicle | vin | VF1BB05CF12345678 | VF1BB05CF12345679 | 2 | 0",
        "Person | passportNumber | FR:12AB34567 | FR:12AB34568 | 2 | 2",
      })
  void aThingThatHasOneNumberButIsWrittenWithTwoIsNotToldByThem(
      String schema, String property, String one, String other, int found, long strong) {
    List<FoundIdentifier> ids =
        Identifiers.inRecord(schema, Map.of(property, List.of(one, other))).get(property);
    assertThat(ids).hasSize(found);
    assertThat(ids.stream().filter(FoundIdentifier::strong).count()).isEqualTo(strong);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "passeport ",
        "A1 ",
        "a@",
        "+33 ",
        "<",
        "0",
        "AB-123-",
        "PASSEPORT DELIVRE ",
        "PLATE A A ",
        "x.",
        "\ud800",
        "\u200f\0",
        "DE89 "
      })
  void hostileTextsAreRead(String part) {
    String text = part.repeat(100_000 / part.length());
    assertThat(Identifiers.inText(text, "fr"))
        .allSatisfy(id -> assertThat(text.substring(id.begin(), id.end())).isEqualTo(id.raw()));
  }
}
