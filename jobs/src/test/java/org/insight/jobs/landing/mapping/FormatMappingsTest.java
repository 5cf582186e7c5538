package org.insight.jobs.landing.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.insight.jobs.mentions.Identifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The mappings of messages, statements, calls and cards, on invented ones. */
class FormatMappingsTest {

  private static final Mappings MAPPINGS = new Mappings(List.of());
  private static final String OURS = "DE89370400440532013000";
  private static final String THEIRS = "FR1420041010050500013M02606";

  private static List<LandedRecord> records(byte[] bytes, String expectedMapping) {
    Mapping mapping = MAPPINGS.find(bytes, "a.txt").orElseThrow();
    assertThat(mapping.id()).isEqualTo(expectedMapping);
    List<LandedRecord> records = new ArrayList<>();
    mapping.records("item", bytes).forEachRemaining(records::add);
    return records;
  }

  private static List<LandedRecord> records(String text, String expectedMapping) {
    return records(text.getBytes(StandardCharsets.UTF_8), expectedMapping);
  }

  private static List<String> schemas(List<LandedRecord> records) {
    return records.stream().map(LandedRecord::schema).toList();
  }

  private static List<String> identifiers(LandedRecord record) {
    return Identifiers.inRecord(record.schema(), record.properties()).values().stream()
        .flatMap(List::stream)
        .map(id -> id.kind().code() + " " + id.value())
        .sorted()
        .toList();
  }

  private static final String UMF =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <UMF>
        <Person><Name><GivenName>Ana</GivenName><FamilyName>Ficta</FamilyName></Name><Sex>F</Sex>
          <BirthDate>1971-03-05</BirthDate><Nationality>France</Nationality>
          <IdentityDocument><Type>passport</Type><IssuingCountry>FR</IssuingCountry><Number>12AB34567</Number></IdentityDocument>
          <Communication><Type>phone</Type><Value>+33 1 53 60 12 34</Value></Communication>
          <Communication><Type>email</Type><Value>ana@example.org</Value></Communication></Person>
        <Organisation><Name>Ficta SARL</Name><Country>FR</Country><RegistrationNumber>552100554</RegistrationNumber></Organisation>
        <MeansOfTransport><Type>car</Type><RegistrationNumber>AB-123-CD</RegistrationNumber><RegistrationCountry>FR</RegistrationCountry>
          <Make>Renault</Make><Keeper><GivenName>Ana</GivenName><FamilyName>Ficta</FamilyName></Keeper></MeansOfTransport>
        <IdentityDocument><Type>passport</Type><Number>98ZY76543</Number><IssuingCountry>FR</IssuingCountry><Status>stolen</Status></IdentityDocument>
        <Communication><Type>phone</Type><Value>+33153601234</Value><IMEI>490154203237518</IMEI></Communication>
        <Account><IBAN>%s</IBAN><Holder><FamilyName>Ficta</FamilyName></Holder></Account>
      </UMF>
      """
          .formatted(THEIRS);

  @Test
  void eachOfSeveralHoldersIsAPersonOfItsOwn() {
    String joint =
        """
        <UMF><Account><IBAN>%s</IBAN>
        <Holder><FamilyName>Ficta</FamilyName><BirthDate>1950-01-01</BirthDate></Holder>
        <Holder><GivenName>Omar</GivenName><FamilyName>Fictus</FamilyName>
        <BirthDate>1980-03-04</BirthDate></Holder></Account></UMF>
        """
            .formatted(THEIRS);
    assertThat(records(joint, "umf"))
        .filteredOn(r -> r.schema().equals("Person"))
        .extracting(r -> r.properties().get("name") + " " + r.properties().get("birthDate"))
        .containsExactly("[Ficta] [1950-01-01]", "[Omar Fictus] [1980-03-04]");
  }

  /** A country before the number would make one person of both. */
  @Test
  void aDocumentOfSeveralHoldersIsNobodysOwn() {
    String holder = "<Holder><FamilyName>%s</FamilyName></Holder>";
    String document =
        "<UMF><IdentityDocument><Type>%s</Type><Number>12AB34567</Number>"
            + "<IssuingCountry>FR</IssuingCountry>%s</IdentityDocument></UMF>";
    String one = holder.formatted("Ficta");
    String two = one + holder.formatted("Fictus");
    for (String[] kind :
        List.of(
            new String[] {"passport", "passportNumber"},
            new String[] {"national-id", "idNumber"})) {
      assertThat(records(document.formatted(kind[0], one), "umf"))
          .filteredOn(r -> r.schema().equals("Person"))
          .extracting(r -> r.properties().get(kind[1]))
          .containsExactly(List.of("FR:12AB34567"));
      assertThat(records(document.formatted(kind[0], two), "umf"))
          .filteredOn(r -> r.schema().equals("Person"))
          .extracting(r -> r.properties().get(kind[1]))
          .containsExactly(List.of("12AB34567"), List.of("12AB34567"));
    }
  }

  private static List<LandedRecord> calls(String csv) {
    return records(csv, "call-records").stream().filter(r -> r.schema().equals("Call")).toList();
  }

  @Test
  void theLinesOfACallAreRecordsThatItNames() {
    List<LandedRecord> records =
        records("caller,callee,start\n+33153601234,+34912345678,2026-03-05\n", "call-records");
    assertThat(schemas(records)).containsExactly("Call", "UserAccount", "UserAccount");
    assertThat(records.get(0).properties())
        .containsEntry("caller", List.of(records.get(1).recordId()))
        .containsEntry("receiver", List.of(records.get(2).recordId()));
    assertThat(identifiers(records.get(1))).containsExactly("phone +33153601234");
  }

  @Test
  void aTransferNamesItsAccountsAndWhoHoldsThem() {
    String csv =
        """
        payer_iban;beneficiary_iban;amount;currency;booked_on;payer_name
        FR7630006000011234567890189;DE89370400440532013000;12.50;EUR;2026-03-05;Ana Ficta
        """;
    List<LandedRecord> records = records(csv, "transfers");
    assertThat(schemas(records))
        .containsExactly("Payment", "BankAccount", "BankAccount", "LegalEntity");
    assertThat(records.get(0).properties())
        .containsEntry("payer", List.of(records.get(3).recordId()))
        .containsEntry("payerAccount", List.of(records.get(1).recordId()))
        .containsEntry("beneficiaryAccount", List.of(records.get(2).recordId()))
        .containsEntry("amount", List.of("12.50"))
        .containsEntry("date", List.of("2026-03-05"));
    assertThat(records.get(1).properties())
        .containsEntry("ownerRecord", List.of(records.get(3).recordId()));
  }

  /** As switches write times, and as computers count them. */
  @Test
  void aTimeThatIsNoDateAsWrittenIsOfNoOtherCentury() {
    String csv =
        "caller,callee,start\n"
            + "+33153601234,+34912345678,240305123000\n"
            + "+33153601234,+34912345678,1711112400\n"
            + "+33153601234,+34912345678,20240305123000\n";
    assertThat(calls(csv))
        .extracting(r -> r.properties().getOrDefault("date", List.of()) + " " + r.issues())
        .containsExactly("[] [date not a date]", "[] [date not a date]", "[2024-03-05] []");
  }

  @Test
  void personsVehiclesDocumentsPhonesAndAccountsOfUmf() {
    List<LandedRecord> records = records(UMF, "umf");
    assertThat(schemas(records))
        .containsExactly(
            "Person",
            "Organization",
            "Vehicle",
            "Person",
            "Passport",
            "UserAccount",
            "BankAccount",
            "Person");
    assertThat(records.get(0).properties())
        .containsEntry("name", List.of("Ana Ficta"))
        .containsEntry("gender", List.of("female"))
        .containsEntry("nationality", List.of("FR"))
        .containsEntry("passportNumber", List.of("FR:12AB34567"))
        .containsEntry("email", List.of("ana@example.org"));
    assertThat(records.get(2).properties())
        .containsEntry("registrationNumber", List.of("FR:AB-123-CD"))
        .containsEntry("ownerRecord", List.of(records.get(3).recordId()));
    assertThat(records.get(4).properties()).containsEntry("status", List.of("stolen"));
    assertThat(identifiers(records.get(5)))
        .containsExactly("imei 49015420323751", "phone +33153601234");
    assertThat(identifiers(records.get(0))).contains("phone +33153601234");
    assertThat(records).allSatisfy(r -> assertThat(r.issues()).isEmpty());
  }

  private static String camt(String version, String entries) {
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.%s"><BkToCstmrStmt>
    <GrpHdr><MsgId>1</MsgId></GrpHdr>
    <Stmt><Id>S1</Id><Acct><Id><IBAN>%s</IBAN></Id><Ccy>EUR</Ccy><Ownr><Nm>Ficta GmbH</Nm></Ownr></Acct>%s</Stmt>
    <Stmt><Id>S2</Id><Acct><Id><Othr><Id>77</Id></Othr></Id></Acct><Ntry><Amt Ccy="EUR">1.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><AddtlNtryInf>Fee</AddtlNtryInf></Ntry></Stmt>
    </BkToCstmrStmt></Document>
    """
        .formatted(version, OURS, entries);
  }

  private static String details(String party, String name, String iban, String amount) {
    return """
    <TxDtls><Refs><EndToEndId>E%3$s</EndToEndId></Refs><Amt Ccy="EUR">%3$s</Amt>
    <RltdPties><%1$s>%4$s</%1$s><%1$sAcct><Id><IBAN>%2$s</IBAN></Id></%1$sAcct></RltdPties>
    <RmtInf><Ustrd>Invoice</Ustrd></RmtInf></TxDtls>
    """
        .formatted(party, iban, amount, name);
  }

  @ParameterizedTest
  @CsvSource({"02, <Nm>Primo Ficta</Nm>", "08, <Pty><Nm>Primo Ficta</Nm></Pty>"})
  void aStatementIsItsAccountAndAPaymentForEachTransaction(String version, String name) {
    String entries =
        "<Ntry><Amt Ccy='EUR'>30.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>"
            + "<BookgDt><Dt>2026-03-05</Dt></BookgDt><NtryDtls>"
            + details("Dbtr", name, THEIRS, "10.00")
            + details("Dbtr", name, THEIRS, "20.00")
            + "</NtryDtls></Ntry>";
    List<LandedRecord> records = records(camt(version, entries), "camt-053");
    assertThat(schemas(records))
        .containsExactly(
            "BankAccount",
            "LegalEntity",
            "Payment",
            "LegalEntity",
            "BankAccount",
            "Payment",
            "LegalEntity",
            "BankAccount",
            "BankAccount",
            "Payment");
    assertThat(records.get(0).properties())
        .containsEntry("iban", List.of(OURS))
        .containsEntry("ownerRecord", List.of(records.get(1).recordId()));
    assertThat(records.get(2).properties())
        .containsEntry("amount", List.of("10.00"))
        .containsEntry("currency", List.of("EUR"))
        .containsEntry("date", List.of("2026-03-05"))
        .containsEntry("purpose", List.of("Invoice"))
        .containsEntry("transactionNumber", List.of("E10.00"))
        .containsEntry("iban", List.of(OURS, THEIRS))
        .containsEntry("payer", List.of(records.get(3).recordId()));
    assertThat(records.get(3).properties())
        .containsEntry("name", List.of("Primo Ficta"))
        .containsEntry("iban", List.of(THEIRS));
    assertThat(records.get(5).properties()).containsEntry("amount", List.of("20.00"));
    assertThat(records.get(5).locator())
        .isEqualTo("/Document/BkToCstmrStmt/Stmt/Ntry[1]/NtryDtls/TxDtls[2]");
    // The account of the first statement is not that of the second one's entries.
    assertThat(records.get(9).properties()).doesNotContainKey("iban").containsKey("purpose");
    assertThat(identifiers(records.get(2))).containsExactly("iban " + OURS, "iban " + THEIRS);
  }

  /** Each payment would hold each account: one item would be records without end. */
  @Test
  void anItemWhoseRecordsWouldHaveNoEndIsMalformed() {
    String entries = "<Ntry><Amt Ccy='EUR'>1.00</Amt></Ntry>".repeat(20_000);
    String account = "<IBAN>" + OURS + "</IBAN>";
    String keepers = "<Keeper><FamilyName>Ficta</FamilyName></Keeper>".repeat(5_000);
    String vehicle = "<UMF><MeansOfTransport>%s" + keepers + "</MeansOfTransport></UMF>";
    String number = "<VIN>WVWZZZ1JZXW000001</VIN>";
    assertThat(records(camt("02", entries), "camt-053")).hasSize(20_004);
    assertThat(records(vehicle.formatted(number), "umf")).hasSize(10_000);
    for (String text :
        List.of(
            camt("02", entries).replace(account, account.repeat(5_000)),
            vehicle.formatted(number.repeat(5_000)))) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      Mapping mapping = MAPPINGS.find(bytes, "a.xml").orElseThrow();
      assertThatThrownBy(() -> mapping.summary(bytes))
          .isInstanceOf(MalformedItemException.class)
          .hasMessage(
              "what stands in it once, for many rows, is too much for each of them to hold it");
    }
    byte[] mt940 =
        MT940.replace(":25:" + OURS, ":25:" + OURS.repeat(10)).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> MAPPINGS.byId("mt940").summary(mt940))
        .isInstanceOf(MalformedItemException.class)
        .hasMessage("its statement 1 has an account of more than 200 characters");
  }

  @Test
  void theSumOfABatchIsNoAmountOfItsTransactions() {
    String bare = details("Cdtr", "<Nm>Primo Ficta</Nm>", THEIRS, "10.00");
    String none = bare.replace("<Amt Ccy=\"EUR\">10.00</Amt>", "");
    String asked =
        bare.replace(
            "<Amt Ccy=\"EUR\">10.00</Amt>",
            "<AmtDtls><InstdAmt><Amt Ccy=\"USD\">11.50</Amt></InstdAmt></AmtDtls>");
    String entry =
        "<Ntry><Amt Ccy='EUR'>30.00</Amt><CdtDbtInd>DBIT</CdtDbtInd>"
            + "<NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch>%s</NtryDtls></Ntry>";
    String entries =
        entry.formatted(none + asked)
            + entry.formatted(none)
            + entry.formatted(asked)
            + entry.formatted("");
    assertThat(records(camt("08", entries), "camt-053"))
        .filteredOn(r -> r.schema().equals("Payment"))
        .extracting(r -> r.properties().get("amount"), r -> r.properties().get("currency"))
        .containsExactly(
            tuple(null, null),
            tuple(List.of("11.50"), List.of("USD")),
            tuple(List.of("30.00"), List.of("EUR")),
            tuple(List.of("30.00"), List.of("EUR")),
            tuple(List.of("30.00"), List.of("EUR")),
            tuple(List.of("1.00"), List.of("EUR")));
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "'', '', 1",
        "'', <CdtDbtInd>CRDT</CdtDbtInd>, 1",
        "'', <CdtDbtInd>DBIT</CdtDbtInd>, 0",
        "<RvslInd>false</RvslInd>, '', 1",
        "<RvslInd>true</RvslInd>, '', 0",
        "'', <RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>, 0",
        "'', <RtrInf><Rsn><Prtry>closed</Prtry></Rsn></RtrInf>, 0"
      })
  void theOtherPartyIsToldWhereTheTransactionGoesAsItsEntry(
      String ofEntry, String ofTransaction, int parties) {
    String details = details("Dbtr", "<Nm>Primo Ficta</Nm>", THEIRS, "10.00");
    String entry =
        "<Ntry><Amt Ccy='EUR'>10.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>"
            + ofEntry
            + "<NtryDtls>"
            + details.replace("</TxDtls>", ofTransaction + "</TxDtls>")
            + "</NtryDtls></Ntry>";
    List<LandedRecord> records = records(camt("08", entry), "camt-053");
    assertThat(records)
        .filteredOn(r -> r.properties().getOrDefault("name", List.of()).contains("Primo Ficta"))
        .hasSize(parties);
    assertThat(records.get(2).schema()).isEqualTo("Payment");
    assertThat(records.get(2).properties().containsKey("payer")).isEqualTo(parties > 0);
    assertThat(records.get(2).properties()).containsEntry("amount", List.of("10.00"));
  }

  @Test
  void aDocumentOfAnotherNamespaceIsNoStatement() {
    String other = camt("02", "").replace("camt.053", "pain.001");
    assertThat(MAPPINGS.find(other.getBytes(StandardCharsets.UTF_8), "a.xml")).isEmpty();
  }

  private static final String MT940 =
      """
      :20:STARTUMS
      :25:%s
      :28C:00042/001
      :60F:C260304EUR1000,00
      :61:2603050305D12,50NTRFNONREF//B1
      :86:177?00SEPA?20Invoice 7?21 March?30BNPAFRPP?31%s?32Primo?33 Ficta
      :61:260306C5,NMSCREF7//B2
      Extra
      :86:/IBAN/%s/NAME/Secunda Ficta/REMI/Thanks
      :61:260307RC1,00NTRFNONREF
      :86:plain words
      of the bank
      :62F:C260307EUR991,50
      :86:of the statement
      -
      """
          .formatted(OURS, THEIRS, THEIRS);

  @ParameterizedTest
  @ValueSource(strings = {"", "{1:F01BANKDEFFXXXX0000000000}{2:I940BANKDEFFXXXXN}{3:{108:X}}{4:\n"})
  void entriesAndStatementsOfMt940(String blocks) {
    String text = blocks.isEmpty() ? MT940 : blocks + MT940.replace("\n-\n", "\n-}\n");
    List<LandedRecord> records = records(text, "mt940");
    assertThat(schemas(records))
        .containsExactly(
            "Payment",
            "LegalEntity",
            "BankAccount",
            "Payment",
            "LegalEntity",
            "BankAccount",
            "Payment",
            "BankAccount");
    assertThat(records.get(0).properties())
        .containsEntry("amount", List.of("12.50"))
        .containsEntry("currency", List.of("EUR"))
        .containsEntry("date", List.of("2026-03-05"))
        .containsEntry("purpose", List.of("Invoice 7 March"))
        .containsEntry("transactionNumber", List.of("B1"))
        .containsEntry("iban", List.of(OURS, THEIRS))
        .containsEntry("beneficiary", List.of(records.get(1).recordId()))
        .doesNotContainKey("payer");
    assertThat(records.get(0).locator()).isEqualTo("statement 1 entry 1");
    assertThat(records.get(1).properties()).containsEntry("name", List.of("Primo Ficta"));
    assertThat(records.get(2).properties()).containsEntry("bic", List.of("BNPAFRPP"));
    assertThat(records.get(3).properties())
        .containsEntry("amount", List.of("5"))
        .containsEntry("purpose", List.of("Thanks", "Extra"))
        .containsEntry("payer", List.of(records.get(4).recordId()));
    assertThat(records.get(6).properties())
        .containsEntry("purpose", List.of("plain words of the bank"));
    assertThat(records.get(7).properties())
        .containsEntry("iban", List.of(OURS))
        .containsEntry("balance", List.of("991.50"))
        .containsEntry("balanceDate", List.of("2026-03-07"));
    assertThat(records).allSatisfy(r -> assertThat(r.issues()).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "800105, 1980-01-05",
    "980105, 1998-01-05",
    "000105, 2000-01-05",
    "790105, 2079-01-05"
  })
  void aYearOfTwoDigitsIsOneFrom1980(String written, String date) {
    List<LandedRecord> records =
        records(
            MT940.replace(":61:260305", ":61:" + written).replace("C260307", "C" + written),
            "mt940");
    assertThat(records.get(0).properties()).containsEntry("date", List.of(date));
    assertThat(records.get(7).properties()).containsEntry("balanceDate", List.of(date));
  }

  /** Each statement begins so, not the file alone. */
  @ParameterizedTest
  @ValueSource(strings = {":940:\n", "ABNANL2A\n940\nABNANL2A\n", "ABNANL2A  \n940 \nABNANL2A\n"})
  void whatBanksWriteBeforeTheFirstFieldOfMt940IsPassedOver(String head) {
    String statement = head + MT940;
    List<LandedRecord> records = records(statement + statement, "mt940");
    assertThat(records).hasSize(16);
    assertThat(records.get(15).locator()).isEqualTo("statement 2");
    assertThat(records.get(15).properties()).containsEntry("balance", List.of("991.50"));
    assertThat(records).allSatisfy(r -> assertThat(r.issues()).isEmpty());
    String crlf = (statement + statement).replace("\n", "\r\n");
    assertThat(records(crlf, "mt940")).hasSize(16);
    assertThat(MAPPINGS.find("ABNANL2A\n940\nSeen.".getBytes(StandardCharsets.UTF_8), "a.txt"))
        .isEmpty();
  }

  /** Lines end where there is no more room; some banks fill theirs with blanks. */
  @Test
  void aBlankAtTheEndOfALineOfMt940PartsWords() {
    String cut = MT940.replace("?32Primo?33 Ficta", "?32PRIMA \nSECUN\nDA          \n?33 Ficta  ");
    assertThat(records(cut, "mt940").get(1).properties())
        .containsEntry("name", List.of("PRIMA SECUNDA Ficta"));
    String word =
        MT940
            .replace("/NAME/Secunda Ficta/REMI/Thanks", "/NAME/Secunda \nFicta/REMI/Tha\nnks ")
            .replace("\nExtra\n", "\nExtra \n")
            .replace("plain words\n", "plain words  \n")
            .replace("\n-\n", "\n- \n");
    List<LandedRecord> records = records(word, "mt940");
    assertThat(records.get(3).properties()).containsEntry("purpose", List.of("Thanks", "Extra"));
    assertThat(records.get(4).properties()).containsEntry("name", List.of("Secunda Ficta"));
    assertThat(records.get(6).properties())
        .containsEntry("purpose", List.of("plain words of the bank"));
    assertThat(records).hasSize(8);
  }

  @Test
  void aStatementThatBreaksOffIsMalformedAndAnOddEntryIsKept() {
    String cut = MT940.substring(0, MT940.indexOf(":62F:"));
    Mapping mapping = MAPPINGS.byId("mt940");
    assertThatThrownBy(() -> mapping.summary(cut.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(MalformedItemException.class)
        .hasMessage("its statement 1 has no closing balance");
    List<LandedRecord> odd =
        records(MT940.replace(":61:2603050305D12,50", ":61:5 March 12,50 "), "mt940");
    assertThat(odd.get(0).issues()).containsExactly("entry not read");
  }

  @Test
  void whoeverHasANumberOfACallIsLinkedByIt() {
    String csv =
        """
        Caller,Callee,Start,Duration,IMEI,IMSI,Cell
        +33153601234,0034 912 345 678,2026-03-05T09:30:00Z,61,490154203237518,208150123456789,208-15-1-77
        ,+33153601234,05/03/2026 10:00,,,,
        n/a,unknown,soon,,,,
        """;
    List<LandedRecord> records = calls(csv);
    assertThat(schemas(records)).containsExactly("Call", "Call", "Call");
    assertThat(records.get(0).properties())
        .containsEntry("callerNumber", List.of("+33153601234"))
        .containsEntry("date", List.of("2026-03-05"))
        .containsEntry("startTime", List.of("2026-03-05T09:30:00Z"))
        .containsEntry("duration", List.of("61"))
        .containsEntry("cell", List.of("208-15-1-77"));
    assertThat(identifiers(records.get(0)))
        .containsExactly(
            "imei 49015420323751",
            "imsi 208150123456789",
            "phone +33153601234",
            "phone +34912345678");
    assertThat(identifiers(records.get(1))).containsExactly("phone +33153601234");
    assertThat(records.get(1).properties()).containsEntry("date", List.of("2026-03-05"));
    assertThat(identifiers(records.get(2))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "12/25/2026 10:00:00, 2026-12-25, 3/5/2026 11:00:00, 2026-03-05, ",
    "12/25/2026 00:00, 2026-12-25, 03/05/2026 00:00, 2026-03-05, ",
    "25/12/2026 10:00, 2026-12-25, 03/05/2026 11:00, 2026-05-03, ",
    "'12/25/2026 10:00\n1,2,25/12/2026 10:00', 2026-12-25, 03/05/2026 11:00, 2026, day or month not told"
  })
  void whatStandsFirstInDaysOfCallsTheirColumnTells(
      String one, String day, String both, String told, String issue) {
    String csv = "caller,callee,start\n1,2," + one + "\n1,2," + both + "\n";
    List<LandedRecord> records = calls(csv);
    assertThat(records.get(0).properties()).containsEntry("date", List.of(day));
    LandedRecord last = records.get(records.size() - 1);
    assertThat(last.properties()).containsEntry("date", List.of(told));
    assertThat(last.issues()).isEqualTo(issue == null ? List.of() : List.of(issue));
  }

  private static String card(String version, String... lines) {
    return "BEGIN:VCARD\r\nVERSION:"
        + version
        + "\r\n"
        + String.join("\r\n", lines)
        + "\r\nEND:VCARD\r\n";
  }

  @Test
  void cardsOfAllVersions() {
    String cards =
        card(
                "2.1",
                "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Ficta;Zo=C3=A9",
                "TEL;CELL;VOICE:+33153601234",
                "BDAY:19710305")
            + card(
                "3.0",
                "FN:Ana Ficta",
                "N:Ficta;Ana;Maria;;",
                "TEL;TYPE=home:+34 912 345 678",
                "item1.EMAIL;TYPE=INTERNET:ana@exam",
                " ple.org",
                "ORG:Ficta SARL;Sales",
                "TITLE:Director",
                "BDAY:1971-03-05",
                "ADR:;;1 rue X;Lyon;;69000;France")
            + card(
                "4.0",
                "KIND:org",
                "FN:Ficta SARL",
                "TEL;VALUE=uri:tel:+33-1-53-60-12-34",
                "GENDER:F");
    List<LandedRecord> records = records(cards, "vcard");
    assertThat(schemas(records)).containsExactly("Person", "Person", "Organization");
    assertThat(records.get(0).properties())
        .containsEntry("name", List.of("Zoé Ficta"))
        .containsEntry("birthDate", List.of("1971-03-05"));
    assertThat(identifiers(records.get(0))).containsExactly("phone +33153601234");
    assertThat(records.get(1).properties())
        .containsEntry("name", List.of("Ana Ficta"))
        .containsEntry("firstName", List.of("Ana Maria"))
        .containsEntry("email", List.of("ana@example.org"))
        .containsEntry("position", List.of("Director, Ficta SARL, Sales"))
        .containsEntry("address", List.of("1 rue X, 69000, Lyon, France"))
        .containsEntry("birthDate", List.of("1971-03-05"));
    assertThat(records.get(1).locator()).isEqualTo("card 2");
    assertThat(identifiers(records.get(2))).containsExactly("phone +33153601234");
  }

  @Test
  void aCardInAnotherEncodingIsReadAndACutOneIsMalformed() {
    String card = card("3.0", "FN:Zoé Ficta");
    assertThat(records(card.getBytes(Charset.forName("windows-1252")), "vcard").get(0).properties())
        .isEqualTo(Map.of("name", List.of("Zoé Ficta")));
    byte[] cut = card.substring(0, card.length() - 8).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> MAPPINGS.byId("vcard").summary(cut))
        .isInstanceOf(MalformedItemException.class)
        .hasMessage("its last card does not end");
  }

  @Test
  void aCardThatDoesNotEndSwallowsNoOthers() {
    String first = card("3.0", "FN:Ana Ficta");
    String open = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bruno Fictus\r\n";
    byte[] cards = (first + open + first + first).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> MAPPINGS.byId("vcard").summary(cards))
        .isInstanceOf(MalformedItemException.class)
        .hasMessage("its card 2 does not end");
    String agent = card("2.1", "FN:Clara Ficta", "AGENT:", card("2.1", "FN:Dora Ficta").strip());
    assertThat(records(first + agent + first, "vcard"))
        .extracting(r -> r.properties().get("name"))
        .containsExactly(List.of("Ana Ficta"), List.of("Clara Ficta"), List.of("Ana Ficta"));
  }

  @Test
  void aYearThatStandsForNoneIsNoBirthDate() {
    String cards =
        card("3.0", "FN:Ana Ficta", "BDAY;VALUE=date;X-APPLE-OMIT-YEAR=1604:1604-03-05")
            + card("3.0", "FN:Bruno Fictus", "BDAY;X-APPLE-OMIT-YEAR=1604:1971-03-05");
    assertThat(records(cards, "vcard"))
        .extracting(LandedRecord::properties)
        .containsExactly(
            Map.of("name", List.of("Ana Ficta")),
            Map.of("name", List.of("Bruno Fictus"), "birthDate", List.of("1971-03-05")));
  }

  /** The forms of Dutch banks: the party by its part in the payment, or as what it is to us. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          D | Extra | /EREF/E1/TRCD/501/BENM//NAME/Primo Ficta/ID/77/REMI/Thanks/ISDT/2026-03-06 | Primo Ficta | '' | beneficiary | Thanks
          D | IBAN  | /EREF/E1/BENM//NAME/Primo Ficta/REMI/Thanks | Primo Ficta | IBAN | beneficiary | Thanks
          D | Extra | /BENM//NAME/Primo Ficta/REMI/Rent 12/INV/4711 car of B. Fictus | Primo Ficta | '' | beneficiary | Rent 12/INV/4711 car of B. Fictus
          C | IBAN  | /MARF/M1/EREF/E1/ORDP//NAME/Primo Ficta/REMI/Thanks | Primo Ficta | IBAN | payer | Thanks
          C | Extra | /EREF/E1/ORDP//NAME/Primo Ficta/IBAN/IBAN/REMI/Thanks | Primo Ficta | IBAN | payer | Thanks
          C | Extra | /BENM//NAME/Ficta GmbH/ORDP//NAME/Primo Ficta/REMI/Thanks | Primo Ficta | '' | payer | Thanks
          C | Extra | /ORDP//NAME/Primo Ficta/INIT//NAME/Bruno Fictus/REMI/Thanks | Primo Ficta | '' | payer | Thanks
          D | /TRCD/00100/ | /EREF/E1//CNTP/IBAN/INGBNL2A/KPN///REMI/USTD//Thanks/ | KPN | IBAN | beneficiary | Thanks
          C | /TRCD/00100/ | /EREF/E1//MARF/M1//CNTP/IBAN/INGBNL2A/Primo Ficta/LEER//REMI/STRD/CUR/9001/ | Primo Ficta | IBAN | payer | 9001
          RC | /TRCD/00100/ | /CNTP/IBAN/INGBNL2A/Primo Ficta///REMI/USTD//Thanks/ | Primo Ficta | IBAN | beneficiary | Thanks
          """)
  void partiesOfStructuredDetailsAreTold(
      String mark,
      String supplement,
      String details,
      String name,
      String account,
      String part,
      String purpose) {
    List<LandedRecord> records = records(dutch(mark, supplement, details), "mt940");
    assertThat(records.get(0).issues()).isEmpty();
    assertThat(records.get(0).properties())
        .containsEntry("purpose", purpose(supplement, purpose))
        .containsEntry(part, List.of(records.get(1).recordId()))
        .doesNotContainKey(part.equals("payer") ? "beneficiary" : "payer");
    assertThat(records.get(1).properties())
        .isEqualTo(
            account.isEmpty()
                ? Map.of("name", List.of(name))
                : Map.of("name", List.of(name), "iban", List.of(THEIRS)));
  }

  private static String dutch(String mark, String supplement, String details) {
    return MT940
        .replace(":61:260306C5,NMSCREF7//B2", ":61:260306" + mark + "5,NMSCREF7//B2")
        .replace("\nExtra\n", "\n" + supplement.replace("IBAN", THEIRS) + "\n")
        .replace(
            "/IBAN/%s/NAME/Secunda Ficta/REMI/Thanks".formatted(THEIRS),
            details.replace("/IBAN/IBAN", "/IBAN/" + THEIRS).replace("CNTP/IBAN", "CNTP/" + THEIRS))
        .replaceFirst("(?s):61:2603050305.*?(?=:61:)", "");
  }

  private static List<String> purpose(String supplement, String purpose) {
    return supplement.equals("IBAN") ? List.of(purpose) : List.of(purpose, supplement);
  }

  /** Who ordered a payment to this account is not whom it went to, and one sent back has both. */
  @ParameterizedTest
  @CsvSource({
    "C, /BENM//NAME/Primo Ficta/IBAN/IBAN/REMI/Thanks",
    "D, /ORDP//NAME/Primo Ficta/IBAN/IBAN/REMI/Thanks",
    "D, /IBAN/IBAN/ORDP//NAME/Primo Ficta/REMI/Thanks",
    "RD, /BENM//NAME/Primo Ficta/REMI/Thanks",
    "RC, /ORDP//NAME/Primo Ficta/REMI/Thanks",
    "RC, /BENM//NAME/Primo Ficta/REMI/Thanks",
    "C, /BENM//NAME/Primo Ficta/REMI/Thanks/ORDP//NAME/Bruno Fictus",
    "C, /REMI/Thanks/NAME/Bruno Fictus",
    "D, /EREF/E1/REMI/Thanks/IBAN/IBAN/NAME/Bruno Fictus"
  })
  void aPartyThatIsNotToldIsNone(String mark, String details) {
    List<LandedRecord> records = records(dutch(mark, "Extra", details), "mt940");
    assertThat(schemas(records)).containsExactly("Payment", "Payment", "BankAccount");
    assertThat(records.get(0).issues()).containsExactly("counterparty not told");
    assertThat(records.get(0).properties())
        .containsEntry("purpose", List.of("Thanks", "Extra"))
        .containsEntry("iban", List.of(OURS))
        .doesNotContainKeys("payer", "beneficiary");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/CNTP/Ficta BV//REMI/USTD//Thanks/",
        "/REMI/Thanks/CNTP/IBAN/INGBNL2A/Bruno Fictus//"
      })
  void detailsThatOnlyLookLikeThoseOfOneBankAreNotReadByItsForm(String details) {
    List<LandedRecord> records = records(dutch("D", "Extra", details), "mt940");
    assertThat(schemas(records)).containsExactly("Payment", "Payment", "BankAccount");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/NAME/Ficta Pay/IBAN/%s/REMI/Thanks/ULTD//NAME/Bruno Fictus",
        "/IBAN/%s/ULTC//NAME/Bruno Fictus/ORDP//NAME/Ficta Pay/REMI/Thanks",
        "/IBAN/%s/NAME/Ficta Pay/REMI/Thanks/NAME/Bruno Fictus",
        "/IBAN/%s/NAME/Ficta Pay/ULTD/Bruno Fictus/REMI/Thanks"
      })
  void anAccountIsNotOfWhomThePaymentWasMadeFor(String details) {
    String text =
        MT940.replace(
            "/IBAN/%s/NAME/Secunda Ficta/REMI/Thanks".formatted(THEIRS), details.formatted(THEIRS));
    assertThat(records(text, "mt940").get(4).properties())
        .isEqualTo(Map.of("name", List.of("Ficta Pay"), "iban", List.of(THEIRS)));
    assertThat(records(text, "mt940").get(3).properties())
        .containsEntry("purpose", List.of("Thanks", "Extra"));
  }
}
