package org.insight.jobs.landing;

import static org.assertj.core.api.Assertions.assertThat;

import com.healthmarketscience.jackcess.ColumnBuilder;
import com.healthmarketscience.jackcess.DataType;
import com.healthmarketscience.jackcess.Database;
import com.healthmarketscience.jackcess.DatabaseBuilder;
import com.healthmarketscience.jackcess.Table;
import com.healthmarketscience.jackcess.TableBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.poi.hssf.record.crypto.Biff8EncryptionKey;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.poifs.crypt.Decryptor;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.crypt.EncryptionMode;
import org.apache.poi.poifs.crypt.Encryptor;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.FormulaError;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.assertj.core.groups.Tuple;
import org.insight.jobs.landing.extract.ReadingLimits;
import org.insight.jobs.landing.extract.Reason;
import org.insight.jobs.landing.mapping.LandedRecord;
import org.insight.jobs.landing.mapping.Mappings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Workbooks and databases whose tables become items. */
class TablesInFilesTest {

  private static final String OPEN = "source: FR\npurposes: [investigation]\n";
  private static final ReadingLimits LIMITS =
      new ReadingLimits(2 << 20, 8 << 20, 3, 50, 20, 20, 100, 10_000, 256);
  private static final List<String> MAPPINGS = List.of();

  @TempDir private Path folder;

  private static List<Arrival> read(String path, byte[] bytes) {
    return new ItemReader(LIMITS, MAPPINGS)
        .read(
            path,
            () -> new ByteArrayInputStream(bytes),
            new PolicyFinder(Map.of("policy.yaml", OPEN)::get, null));
  }

  private static String content(Arrival arrival) {
    byte[] content = arrival.content();
    return content == null ? "" : new String(content, StandardCharsets.UTF_8);
  }

  private static List<LandedRecord> records(Arrival arrival) {
    List<LandedRecord> records = new ArrayList<>();
    new Mappings(MAPPINGS)
        .byId(String.valueOf(arrival.mapping()))
        .records(arrival.itemId(), content(arrival).getBytes(StandardCharsets.UTF_8))
        .forEachRemaining(records::add);
    return records;
  }

  private static void row(Sheet sheet, int number, Object... values) {
    Row row = sheet.createRow(number);
    for (int i = 0; i < values.length; i++) {
      if (values[i] instanceof String text) {
        row.createCell(i).setCellValue(text);
      } else if (values[i] instanceof Long value) {
        row.createCell(i).setCellValue(value.doubleValue());
      } else if (values[i] instanceof LocalDate date) {
        Cell cell = row.createCell(i);
        cell.setCellValue(date);
        CellStyle style = sheet.getWorkbook().createCellStyle();
        style.setDataFormat(sheet.getWorkbook().createDataFormat().getFormat("d/m/yy"));
        cell.setCellStyle(style);
      }
    }
  }

  private static byte[] persons(Workbook workbook) throws IOException {
    Sheet persons = workbook.createSheet("Persons");
    row(persons, 2, "full_name", "birth_date", "phone", "passport number", "remarks");
    row(persons, 3, "Ana Ficta", LocalDate.of(1971, 3, 5), 33153601234L, "12AB34567", "a,\"b\"");
    row(persons, 5, "Primo Ficta", null, null, null, null);
    row(workbook.createSheet("Notes"), 0, "Only a line of text.");
    workbook.createSheet("Empty");
    return bytes(workbook);
  }

  private static byte[] bytes(Workbook workbook) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    workbook.write(out);
    return out.toByteArray();
  }

  private static void arePersons(List<Arrival> arrivals, String path) {
    assertThat(arrivals)
        .extracting(Arrival::path)
        .containsExactly(path, path + "!/Persons.csv", path + "!/Notes.csv");
    assertThat(arrivals.get(0).kind()).isEqualTo("archive");
    assertThat(arrivals.get(1).mapping()).isEqualTo("generic-csv");
    assertThat(arrivals.get(1).policyId()).isEqualTo(arrivals.get(0).policyId());
    assertThat(arrivals.get(1).parentItemId()).isEqualTo(arrivals.get(0).itemId());
    assertThat(arrivals.get(2).mapping()).isNull();
    assertThat(arrivals.get(2).text()).contains("Only a line of text.");
    List<LandedRecord> records = records(arrivals.get(1));
    assertThat(records).extracting(LandedRecord::locator).containsExactly("row 1", "row 2");
    assertThat(records.get(0).properties())
        .containsEntry("name", List.of("Ana Ficta"))
        .containsEntry("birthDate", List.of("1971-03-05"))
        .containsEntry("phone", List.of("33153601234"))
        .containsEntry("passportNumber", List.of("12AB34567"))
        .containsEntry("notes", List.of("a,\"b\""));
  }

  @Test
  void sheetsOfAWorkbookOfExtractsAreCsv() throws IOException {
    try (Workbook workbook = new XSSFWorkbook()) {
      arePersons(read("a/p.xlsx", persons(workbook)), "a/p.xlsx");
    }
    try (Workbook workbook = new HSSFWorkbook()) {
      arePersons(read("a/p.xls", persons(workbook)), "a/p.xls");
    }
  }

  private static byte[] encrypted(byte[] workbook, String password)
      throws IOException, GeneralSecurityException {
    EncryptionInfo info = new EncryptionInfo(EncryptionMode.agile);
    Encryptor encryptor = info.getEncryptor();
    encryptor.confirmPassword(password);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (POIFSFileSystem file = new POIFSFileSystem()) {
      try (OutputStream data = encryptor.getDataStream(file)) {
        data.write(workbook);
      }
      file.writeFilesystem(out);
    }
    return out.toByteArray();
  }

  private static byte[] encryptedXls(String password) throws IOException {
    try (Workbook workbook = new HSSFWorkbook()) {
      Biff8EncryptionKey.setCurrentUserPassword(password);
      return persons(workbook);
    } finally {
      Biff8EncryptionKey.setCurrentUserPassword(null);
    }
  }

  private static byte[] mail(byte[] workbook) {
    return ("From: a@example.org\nTo: b@example.org\nSubject: s\nMIME-Version: 1.0\n"
            + "Content-Type: multipart/mixed; boundary=\"b\"\n\n--b\n"
            + "Content-Type: text/plain\n\nPassword: Zebre-42\n--b\n"
            + "Content-Disposition: attachment; filename=\"p\"\n"
            + "Content-Transfer-Encoding: base64\n\n"
            + Base64.getMimeEncoder().encodeToString(workbook)
            + "\n--b--\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void sheetsOfAProtectedWorkbookAreCsv() throws IOException, GeneralSecurityException {
    byte[] plain;
    try (Workbook workbook = new XSSFWorkbook()) {
      plain = persons(workbook);
    }
    // What Excel protects from changes alone, and opens without asking.
    arePersons(read("a/p.xlsx", encrypted(plain, Decryptor.DEFAULT_PASSWORD)), "a/p.xlsx");
    for (byte[] shut : List.of(encrypted(plain, "Zebre-42"), encryptedXls("Zebre-42"))) {
      List<Arrival> arrivals = read("m.eml", mail(shut));
      assertThat(arrivals)
          .extracting(Arrival::path)
          .containsExactly("m.eml", "m.eml!/p", "m.eml!/p!/Persons.csv", "m.eml!/p!/Notes.csv");
      assertThat(arrivals.get(1).issues()).containsExactly("opened_by_password");
      assertThat(records(arrivals.get(2)).get(0).properties())
          .containsEntry("name", List.of("Ana Ficta"));
      assertThat(read("a/p", shut))
          .singleElement()
          .satisfies(a -> assertThat(a.reasonCode()).isEqualTo(Reason.ENCRYPTED));
    }
  }

  @Test
  void aWorkbookWithoutAMappingStaysADocument() throws IOException {
    try (Workbook workbook = new XSSFWorkbook()) {
      row(workbook.createSheet("Plan"), 0, "Lyon", "Madrid");
      assertThat(read("a/plan.xlsx", bytes(workbook)))
          .singleElement()
          .satisfies(
              a -> {
                assertThat(a.kind()).isEqualTo("document");
                assertThat(a.text()).contains("Lyon", "Madrid");
              });
    }
  }

  @Test
  void aTableThatNoMappingFitsIsToldOf() throws IOException {
    Arrival csv = read("shoes.csv", "shoe,size\nleft,43\n".getBytes(StandardCharsets.UTF_8)).get(0);
    assertThat(csv.mapping()).isNull();
    assertThat(csv.text()).contains("left,43");
    assertThat(csv.issues()).containsExactly(Mappings.TABLE_WITHOUT_MAPPING);
    try (Workbook workbook = new XSSFWorkbook()) {
      row(workbook.createSheet("Shoes"), 0, "shoe", "size");
      assertThat(read("shoes.xlsx", bytes(workbook)).get(0).issues())
          .containsExactly(Mappings.TABLE_WITHOUT_MAPPING);
    }
  }

  @Test
  void aWorkbookInWhichAnotherFileIsEmbeddedStaysADocumentSoThatThisIsAnItem() throws IOException {
    byte[] inner = "An embedded note about Lyon.".getBytes(StandardCharsets.UTF_8);
    for (Workbook workbook : List.of(new XSSFWorkbook(), new HSSFWorkbook())) {
      try (workbook) {
        Sheet sheet = workbook.createSheet("P");
        row(sheet, 0, "name", "birth_date");
        row(sheet, 1, "Ana Ficta", "1971");
        int picture = workbook.addPicture(new byte[] {1}, Workbook.PICTURE_TYPE_PNG);
        int object = workbook.addOlePackage(inner, "note.txt", "note.txt", "note.txt");
        sheet
            .createDrawingPatriarch()
            .createObjectData(
                sheet.createDrawingPatriarch().createAnchor(0, 0, 0, 0, 3, 3, 4, 4),
                object,
                picture);
        List<Arrival> arrivals = read("a.bin", bytes(workbook));
        assertThat(arrivals.get(0).kind()).isEqualTo("document");
        assertThat(arrivals)
            .filteredOn(a -> a.depth() == 1)
            .anySatisfy(a -> assertThat(a.text()).contains("embedded note about Lyon"));
      }
    }
  }

  @Test
  void daysOfAWorkbookThatCountsFrom1904AreRight() throws IOException {
    try (XSSFWorkbook workbook = new XSSFWorkbook()) {
      workbook.getCTWorkbook().addNewWorkbookPr().setDate1904(true);
      Sheet sheet = workbook.createSheet("P");
      row(sheet, 0, "name", "birth_date");
      row(sheet, 1, "Ana Ficta", LocalDate.of(1971, 3, 5));
      assertThat(content(read("a.xlsx", bytes(workbook)).get(1))).contains("Ana Ficta,1971-03-05");
    }
  }

  @Test
  void anErrorInACellIsNoValue() throws IOException {
    for (Workbook workbook : List.of(new XSSFWorkbook(), new HSSFWorkbook())) {
      try (workbook) {
        Sheet sheet = workbook.createSheet("P");
        row(sheet, 0, "name", "phone", "remarks");
        row(sheet, 1, "Ana Ficta", null, "ERROR: none");
        for (FormulaError error : List.of(FormulaError.NA, FormulaError.DIV0, FormulaError.REF)) {
          sheet.getRow(1).createCell(1).setCellErrorValue(error.getCode());
          assertThat(content(read("a.bin", bytes(workbook)).get(1)))
              .isEqualTo("name,phone,remarks\r\nAna Ficta,,ERROR: none\r\n");
        }
      }
    }
  }

  /** As those of telephones and social security numbers; not of amounts. */
  @ParameterizedTest
  @CsvSource({
    "612345678, '0#\" \"##\" \"##\" \"##\" \"##', 06 12 34 56 78",
    "612345678, '0#\\ ##\\ ##\\ ##\\ ##', 06 12 34 56 78",
    "612345678, '0#\".\"##\".\"##\".\"##\".\"##', 06.12.34.56.78",
    "78051120, 000-00-0000, 078-05-1120",
    "123, 00000, 00123",
    "123, 00000;-0, 00123",
    "123, '[$-40C]00000', 00123",
    "123, '\"FR\"00000', FR00123",
    "5, '00\" kg\"', 5",
    "5, 0, 5",
    "5, 00.00, 5",
    "5, 00%, 5",
    "5, '00,000', 5",
    "5, 00E+00, 5",
    "0.5, 00000, 0.5",
    "-5, 00000, -5",
  })
  void aNumberKeepsTheLeadingZerosOfItsFormat(double number, String format, String expected)
      throws IOException {
    for (Workbook workbook : List.of(new XSSFWorkbook(), new HSSFWorkbook())) {
      try (workbook) {
        Sheet sheet = workbook.createSheet("P");
        row(sheet, 0, "name", "phone");
        row(sheet, 1, "Ana Ficta");
        CellStyle style = workbook.createCellStyle();
        style.setDataFormat(workbook.createDataFormat().getFormat(format));
        Cell cell = sheet.getRow(1).createCell(1);
        cell.setCellValue(number);
        cell.setCellStyle(style);
        assertThat(content(read("a.bin", bytes(workbook)).get(1)))
            .isEqualTo("name,phone\r\nAna Ficta," + expected + "\r\n");
      }
    }
  }

  @Test
  void aDamagedWorkbookIsCorruptAndABombIsRefused() throws IOException {
    byte[] whole;
    try (Workbook workbook = new XSSFWorkbook()) {
      whole = persons(workbook);
    }
    assertThat(read("a.xlsx", Arrays.copyOf(whole, whole.length / 2)))
        .singleElement()
        .satisfies(a -> assertThat(a.reasonCode()).isEqualTo(Reason.CORRUPT));
    assertThat(read("bomb.xlsx", withBlanks(whole, 16)))
        .singleElement()
        .satisfies(a -> assertThat(a.reasonCode()).isEqualTo(Reason.RATIO));
  }

  @Test
  void sheetsThatShareOneLongTextAreRefusedAndNotPutTogether() throws IOException {
    try (Workbook workbook = new XSSFWorkbook()) {
      String text = "x".repeat(30_000);
      for (int i = 0; i < 15; i++) {
        Sheet sheet = workbook.createSheet();
        row(sheet, 0, "name", "birth_date");
        for (int number = 1; number < 60; number++) {
          row(sheet, number, text, "1971");
        }
      }
      assertThat(read("a.xlsx", bytes(workbook)))
          .singleElement()
          .satisfies(a -> assertThat(a.reasonCode()).isIn(Reason.RATIO, Reason.TOO_LARGE));
    }
    try (Workbook workbook = new XSSFWorkbook()) {
      Object[] wide = new Object[500];
      Arrays.fill(wide, "x".repeat(30_000));
      Sheet sheet = workbook.createSheet("Wide");
      row(sheet, 0, "name", "birth_date");
      row(sheet, 1, wide);
      row(sheet, 2, "Ana Ficta", "1971");
      List<Arrival> arrivals = read("a.xlsx", bytes(workbook));
      assertThat(arrivals).extracting(Arrival::reasonCode).containsExactly(null, Reason.TOO_LARGE);
    }
  }

  /** A workbook whose first sheet holds a comment of so many MiB of blanks. */
  private static byte[] withBlanks(byte[] workbook, int mebibytes) throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(workbook));
        ZipOutputStream out = new ZipOutputStream(bomb)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(in.readAllBytes());
        if (entry.getName().endsWith("sheet1.xml")) {
          out.write("<!--".getBytes(StandardCharsets.UTF_8));
          byte[] blanks = new byte[1 << 20];
          Arrays.fill(blanks, (byte) ' ');
          for (int i = 0; i < mebibytes; i++) {
            out.write(blanks);
          }
          out.write("-->".getBytes(StandardCharsets.UTF_8));
        }
        out.closeEntry();
      }
    }
    return bomb.toByteArray();
  }

  @Test
  void aTablePastTheSizeOfOneItemIsItsOwnReject() throws IOException {
    try (Workbook workbook = new HSSFWorkbook()) {
      Sheet sheet = workbook.createSheet("Long");
      row(sheet, 0, "name", "birth_date");
      for (int i = 1; i < 3000; i++) {
        row(sheet, i, "Ana Ficta " + "x".repeat(900), "1971");
      }
      row(workbook.createSheet("Short"), 0, "name", "phone");
      List<Arrival> arrivals = read("a.xls", bytes(workbook));
      assertThat(arrivals)
          .extracting(Arrival::reasonCode)
          .containsExactly(null, Reason.TOO_LARGE, null);
    }
  }

  private byte[] sqlite(String... statements) throws SQLException, IOException {
    Path file = Files.createTempFile(folder, "test", ".db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
    return Files.readAllBytes(file);
  }

  private static final String PERSONS =
      "CREATE TABLE persons (full_name TEXT, birth_date TEXT, phone INTEGER, photo BLOB)";
  private static final String ANA =
      "INSERT INTO persons VALUES ('Ana Ficta', '1971-03-05', 33153601234, x'00ff'),"
          + " ('Primo Ficta', NULL, NULL, NULL)";

  @ParameterizedTest
  @ValueSource(strings = {"DELETE", "WAL"})
  void tablesOfASqliteFileAreCsv(String journal) throws Exception {
    byte[] bytes =
        sqlite(
            "PRAGMA journal_mode = " + journal,
            PERSONS,
            ANA,
            "CREATE TABLE \"odd \"\"name/\" (a, b)",
            "INSERT INTO \"odd \"\"name/\" VALUES (1.50, 'x')");
    List<Arrival> arrivals = read("a/x.bin", bytes);
    assertThat(arrivals)
        .extracting(Arrival::path, Arrival::mapping)
        .containsExactly(
            Tuple.tuple("a/x.bin", null),
            Tuple.tuple("a/x.bin!/odd \"name_.csv", null),
            Tuple.tuple("a/x.bin!/persons.csv", "generic-csv"));
    assertThat(arrivals.get(0).mediaType()).isEqualTo("application/x-sqlite3");
    assertThat(arrivals.get(0).issues()).containsExactly("binary_cells_left_out");
    assertThat(content(arrivals.get(1))).isEqualTo("a,b\r\n1.5,x\r\n");
    assertThat(records(arrivals.get(2)).get(0).properties())
        .containsEntry("name", List.of("Ana Ficta"))
        .containsEntry("birthDate", List.of("1971-03-05"))
        .containsEntry("phone", List.of("33153601234"));
  }

  @Test
  void nothingOfASqliteFileIsComputed() throws Exception {
    byte[] bytes =
        sqlite(
            PERSONS,
            ANA,
            "CREATE TABLE made (a, b AS (upper(a)) VIRTUAL, c AS (lower(a)) STORED)",
            "INSERT INTO made VALUES ('x')",
            "CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
                + " SELECT i FROM n",
            "CREATE VIRTUAL TABLE search USING fts5(body)",
            "CREATE TRIGGER t AFTER INSERT ON persons BEGIN DELETE FROM made; END");
    assertThat(read("x.db", bytes))
        .filteredOn(a -> a.depth() == 1)
        .extracting(Arrival::path)
        .containsExactly("x.db!/made.csv", "x.db!/persons.csv");
    assertThat(content(read("x.db", bytes).get(1))).isEqualTo("a\r\nx\r\n");
  }

  @Test
  void aDamagedSqliteFileIsCorruptOrGivesWhatCanBeRead() throws Exception {
    List<String> rows = new ArrayList<>(List.of(PERSONS, ANA));
    for (int i = 0; i < 200; i++) {
      rows.add("INSERT INTO persons VALUES ('Ana " + "x".repeat(500) + i + "', NULL, NULL, NULL)");
    }
    byte[] bytes = sqlite(rows.toArray(String[]::new));
    byte[] head = Arrays.copyOf(bytes, bytes.length);
    Arrays.fill(head, 100, 4096, (byte) 0x5A);
    assertThat(read("x.db", head))
        .singleElement()
        .satisfies(a -> assertThat(a.reasonCode()).isEqualTo(Reason.CORRUPT));
    byte[] tail = Arrays.copyOf(bytes, bytes.length);
    Arrays.fill(tail, bytes.length - 3 * 4096, bytes.length, (byte) 0x5A);
    List<Arrival> arrivals = read("x.db", tail);
    assertThat(arrivals.get(0).issues()).contains("damaged");
    assertThat(records(arrivals.get(1)).get(0).properties())
        .containsEntry("name", List.of("Ana Ficta"));
    assertThat(read("x.db", Arrays.copyOf(bytes, 600)))
        .singleElement()
        .satisfies(a -> assertThat(a.reasonCode()).isEqualTo(Reason.CORRUPT));
  }

  @Test
  void moreTablesThanAllowedAreARejectOfTheirDatabase() throws Exception {
    List<String> tables = new ArrayList<>();
    for (int i = 0; i < 21; i++) {
      tables.add("CREATE TABLE t" + i + " (a, b)");
    }
    assertThat(read("x.db", sqlite(tables.toArray(String[]::new))))
        .singleElement()
        .satisfies(a -> assertThat(a.reasonCode()).isEqualTo(Reason.TOO_MANY_MEMBERS));
  }

  private byte[] access() throws IOException {
    Path file = folder.resolve("test.mdb");
    try (Database database =
        new DatabaseBuilder(file.toFile()).setFileFormat(Database.FileFormat.V2003).create()) {
      Table persons =
          new TableBuilder("Persons")
              .addColumn(new ColumnBuilder("full name", DataType.TEXT))
              .addColumn(new ColumnBuilder("birth_date", DataType.SHORT_DATE_TIME))
              .addColumn(new ColumnBuilder("phone", DataType.TEXT))
              .addColumn(new ColumnBuilder("photo", DataType.OLE))
              .toTable(database);
      persons.addRow("Ana Ficta", LocalDateTime.of(1971, 3, 5, 0, 0), "+33153601234", null);
      persons.addRow("Primo Ficta", null, null, new byte[] {1, 2});
      database.createLinkedTable("Linked", "other.mdb", "x");
    }
    return Files.readAllBytes(file);
  }

  @Test
  void tablesOfAnAccessFileAreCsvAndLinkedOnesAreNotFollowed() throws IOException {
    List<Arrival> arrivals = read("a/p.mdb", access());
    assertThat(arrivals)
        .extracting(Arrival::path)
        .containsExactly("a/p.mdb", "a/p.mdb!/Persons.csv");
    assertThat(arrivals.get(0).issues())
        .containsExactlyInAnyOrder("links_skipped", "binary_cells_left_out");
    assertThat(records(arrivals.get(1)).get(0).properties())
        .containsEntry("name", List.of("Ana Ficta"))
        .containsEntry("birthDate", List.of("1971-03-05"))
        .containsEntry("phone", List.of("+33153601234"));
  }

  @Test
  void aCutAccessFileIsAReject() throws IOException {
    byte[] bytes = access();
    assertThat(read("p.mdb", Arrays.copyOf(bytes, bytes.length / 20)))
        .singleElement()
        .satisfies(a -> assertThat(a.outcome()).isEqualTo(Outcome.REJECTED));
  }
}
