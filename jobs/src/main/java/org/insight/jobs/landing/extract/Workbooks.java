package org.insight.jobs.landing.extract;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.poi.hssf.record.crypto.Biff8EncryptionKey;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.openxml4j.exceptions.OpenXML4JException;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.openxml4j.opc.PackageAccess;
import org.apache.poi.openxml4j.opc.PackagePart;
import org.apache.poi.poifs.crypt.Decryptor;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.poi.ss.format.CellFormat;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.DateUtil;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.util.CellReference;
import org.apache.poi.util.XMLHelper;
import org.apache.poi.xssf.eventusermodel.ReadOnlySharedStringsTable;
import org.apache.poi.xssf.eventusermodel.XSSFReader;
import org.apache.poi.xssf.eventusermodel.XSSFSheetXMLHandler;
import org.apache.poi.xssf.model.SharedStrings;
import org.apache.poi.xssf.model.StylesTable;
import org.apache.poi.xssf.usermodel.XSSFComment;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.parser.microsoft.ooxml.OPCPackageWrapper;
import org.insight.core.PlainNumber;
import org.insight.jobs.landing.mapping.Mappings;
import org.insight.jobs.landing.mapping.SafeXml;
import org.jspecify.annotations.Nullable;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;

/**
 * Sheets of a workbook as CSV, where a mapping is for one of them: xlsx row by row, xls (at most
 * 65,536 rows a sheet) in memory. A date is written in ISO form and a number in full, whatever the
 * sheet shows; formulas are not computed, their stored values are taken.
 */
final class Workbooks {

  private static final Set<String> XLSX =
      Set.of(
          "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
          "application/vnd.openxmlformats-officedocument.spreadsheetml.template",
          "application/vnd.ms-excel.sheet.macroenabled.12");
  private static final String XLS = "application/vnd.ms-excel";

  /** An office document of any kind that is encrypted. */
  private static final String PROTECTED = "application/x-tika-ooxml-protected";

  private static final String EMBEDDED = "/xl/embeddings/";

  /** What a mapping is found by. */
  private static final int FIRST_ROWS = 25;

  /** How much of the sheets is wanted. */
  private enum Depth {
    /** What a mapping is found by: the first rows, dates and numbers as they are stored. */
    LOOK,
    WHOLE;

    int mostRows() {
      return this == LOOK ? FIRST_ROWS : Integer.MAX_VALUE;
    }
  }

  private Workbooks() {}

  static boolean isWorkbook(String mediaType) {
    return XLSX.contains(mediaType) || mediaType.equals(XLS);
  }

  /**
   * The sheets of a workbook.
   *
   * @param in the bytes; what is opened of them stays open for who reads it as a document
   * @param password of one that is protected; null for the one that programs try by themselves
   * @return empty where it is no workbook that can be read so, other files are embedded in it, or
   *     no mapping is for any sheet: then it is a document
   * @throws Refusal where it goes beyond a limit, or another password opens it
   */
  static Optional<Archives.Unfolded> unfold(
      String mediaType,
      TikaInputStream in,
      byte[] bytes,
      @Nullable String password,
      Mappings mappings,
      Budget budget) {
    if (mediaType.equals(PROTECTED)) {
      return ofProtected(bytes, password, mappings, budget);
    }
    if (!isWorkbook(mediaType)) {
      return Optional.empty();
    }
    try {
      boolean[] mapped = new boolean[1];
      tables(
          mediaType,
          in,
          bytes,
          password,
          budget,
          Depth.LOOK,
          table -> mapped[0] |= mappings.find(table.bytes(), table.name()).isPresent());
      if (!mapped[0]) {
        return Optional.empty();
      }
      Budget.Container container = budget.container(bytes.length);
      List<Member> members = new ArrayList<>();
      tables(
          mediaType,
          in,
          bytes,
          password,
          budget,
          Depth.WHOLE,
          table -> {
            if (table.rows() > 0) {
              members.add(table.member(container, budget));
            }
          });
      return Optional.of(new Archives.Unfolded(members, new LinkedHashSet<>()));
    } catch (IOException | OpenXML4JException | SAXException | RuntimeException e) {
      if (e instanceof Refusal refusal) {
        throw refusal;
      }
      // What of it can be read, and what is wrong with it, the reader of documents says.
      return Optional.empty();
    }
  }

  /** One that is encrypted, as what it is without. */
  private static Optional<Archives.Unfolded> ofProtected(
      byte[] bytes, @Nullable String password, Mappings mappings, Budget budget) {
    try (POIFSFileSystem file = new POIFSFileSystem(new ByteArrayInputStream(bytes))) {
      Decryptor decryptor = Decryptor.getInstance(new EncryptionInfo(file));
      if (!decryptor.verifyPassword(password == null ? Decryptor.DEFAULT_PASSWORD : password)) {
        throw new Refusal(Reason.ENCRYPTED, "It is protected by a password");
      }
      byte[] open;
      try (InputStream data = decryptor.getDataStream(file)) {
        // What is encrypted is no shorter for it.
        open = data.readNBytes(bytes.length);
      }
      try (TikaInputStream in = TikaInputStream.get(open)) {
        String type = Parsing.shared().detect(in);
        return XLSX.contains(type)
            ? unfold(type, in, open, null, mappings, budget)
            : Optional.empty();
      }
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      if (e instanceof Refusal refusal) {
        throw refusal;
      }
      return Optional.empty();
    }
  }

  /** Gives each sheet when it is read: together they may be far larger than the workbook. */
  private static void tables(
      String mediaType,
      TikaInputStream in,
      byte[] bytes,
      @Nullable String password,
      Budget budget,
      Depth depth,
      Consumer<CsvTable> into)
      throws IOException, OpenXML4JException, SAXException {
    if (mediaType.equals(XLS)) {
      ofXls(bytes, password, budget, depth, into);
    } else {
      ofXlsx(opened(in), bytes.length, budget, depth, into);
    }
  }

  /** Stays open with the bytes, for all who read it. */
  private static OPCPackage opened(TikaInputStream in) throws IOException, OpenXML4JException {
    if (in.getOpenContainer() instanceof OPCPackageWrapper opened) {
      return opened.getOPCPackage();
    }
    OPCPackage pack = OPCPackage.open(in.getFile(), PackageAccess.READ);
    in.setOpenContainer(new OPCPackageWrapper(pack));
    return pack;
  }

  private static void ofXlsx(
      OPCPackage pack, int size, Budget budget, Depth depth, Consumer<CsvTable> into)
      throws IOException, OpenXML4JException, SAXException {
    for (PackagePart part : pack.getParts()) {
      if (part.getPartName().getName().startsWith(EMBEDDED)) {
        return;
      }
    }
    Unpacking unpacking = new Unpacking(size, budget.limits());
    XSSFReader reader = new XSSFReader(pack);
    Plain plain = new Plain(since1904(reader));
    StylesTable styles = depth == Depth.LOOK ? null : reader.getStylesTable();
    SharedStrings strings = strings(reader, unpacking);
    XSSFReader.SheetIterator sheets = reader.getSheetIterator();
    while (sheets.hasNext()) {
      try (InputStream sheet = unpacking.of(sheets.next())) {
        CsvTable table = new CsvTable(sheets.getSheetName(), budget);
        XMLReader xml = xmlReader();
        xml.setContentHandler(
            new XSSFSheetXMLHandler(
                styles, null, strings, new SheetRows(table, depth.mostRows()), plain, false));
        try {
          xml.parse(new InputSource(sheet));
        } catch (EnoughException e) {
          // The rest of the sheet is not wanted.
        }
        into.accept(table);
      }
    }
  }

  private static @Nullable SharedStrings strings(XSSFReader reader, Unpacking unpacking)
      throws IOException, OpenXML4JException, SAXException {
    InputStream data = reader.getSharedStringsData();
    if (data == null) {
      return null;
    }
    try (InputStream in = unpacking.of(data)) {
      return new ReadOnlySharedStringsTable(in, false);
    }
  }

  /**
   * Counts what parts of a workbook unpack to: what its directory says of their sizes may be a lie.
   */
  private static final class Unpacking {

    private final double most;
    private long size;

    Unpacking(int packed, ReadingLimits limits) {
      most =
          Math.min(
              limits.maxUnfoldedBytes(), Math.max(limits.maxBytes(), packed * limits.maxRatio()));
    }

    InputStream of(InputStream part) {
      return new FilterInputStream(part) {
        @Override
        public int read() throws IOException {
          int got = super.read();
          count(got < 0 ? 0 : 1);
          return got;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
          int got = super.read(into, from, length);
          count(Math.max(0, got));
          return got;
        }
      };
    }

    private void count(int more) {
      size += more;
      if (size > most) {
        throw new Refusal(
            Reason.RATIO,
            "It grows to far more than its size, as files do that are made to exhaust a"
                + " machine");
      }
    }
  }

  /** POI's own, which follows no entity. */
  private static XMLReader xmlReader() throws SAXException {
    try {
      return XMLHelper.newXMLReader();
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ends a sheet early. */
  private static final class EnoughException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EnoughException() {
      super(null, null, false, false);
    }
  }

  /** Takes rows as the sheet's XML is read. */
  private static final class SheetRows implements XSSFSheetXMLHandler.SheetContentsHandler {

    /** What POI's handler gives for a cell with an error. */
    private static final Pattern ERROR = Pattern.compile("ERROR:#[A-Z0-9/_]+[!?]?");

    private final CsvTable table;
    private final int mostRows;
    private final List<@Nullable String> cells = new ArrayList<>();

    SheetRows(CsvTable table, int mostRows) {
      this.table = table;
      this.mostRows = mostRows;
    }

    @Override
    public void startRow(int row) {
      cells.clear();
    }

    @Override
    public void cell(
        @Nullable String reference, @Nullable String value, @Nullable XSSFComment comment) {
      int column = reference == null ? cells.size() : new CellReference(reference).getCol();
      while (cells.size() < column) {
        cells.add(null);
      }
      // An error is no value, as in xls.
      cells.add(value == null || ERROR.matcher(value).matches() ? null : value);
    }

    @Override
    public void endRow(int row) {
      if (!table.row(cells) || table.rows() >= mostRows) {
        throw new EnoughException();
      }
    }
  }

  /** Whether days are counted from 1904, as old workbooks of the Macintosh do. */
  private static boolean since1904(XSSFReader reader) throws IOException, OpenXML4JException {
    try (InputStream workbook = reader.getWorkbookData()) {
      XMLStreamReader xml = SafeXml.reader(workbook);
      while (xml.hasNext()) {
        if (xml.next() == XMLStreamConstants.START_ELEMENT
            && xml.getLocalName().equals("workbookPr")) {
          String since = xml.getAttributeValue(null, "date1904");
          return since != null && (since.equals("1") || since.equals("true"));
        }
      }
      return false;
    } catch (XMLStreamException e) {
      throw new IOException(e);
    }
  }

  /**
   * Values as data, not as a sheet shows them; only the format of a number that begins with a zero
   * and goes on is kept, as that of a telephone or a social security number, for its zeros.
   */
  private static final class Plain extends DataFormatter {

    /** A blank or sign between digits, in quotes or not; a letter there may be of a unit. */
    private static final String BETWEEN = "(?:\"[^\"\\p{L}]*\"|\\\\\\P{L}|[ ()+-])*";

    private static final Pattern LEADING_ZEROS =
        Pattern.compile(
            "((?:\"[^\"]*\"|\\\\.|[ ()+-]|\\[\\$-[^]]*])*0(?:"
                + BETWEEN
                + "[0#])+"
                + BETWEEN
                + ")(?:;.*)?");

    /** Of a format, in Excel. */
    private static final int LONGEST_FORMAT = 255;

    private final boolean since1904;

    Plain(boolean since1904) {
      this.since1904 = since1904;
    }

    @Override
    public String formatRawCellContents(double value, int index, String format) {
      if (DateUtil.isADateFormat(index, format) && DateUtil.isValidExcelDate(value)) {
        LocalDateTime time = DateUtil.getLocalDateTime(value, since1904, true);
        return time.toLocalTime().equals(LocalTime.MIDNIGHT)
            ? time.toLocalDate().toString()
            : time.toString();
      }
      if (format != null
          && format.length() <= LONGEST_FORMAT
          && value >= 0
          && value == Math.rint(value)) {
        Matcher zeros = LEADING_ZEROS.matcher(format);
        if (zeros.matches()) {
          return CellFormat.getInstance(zeros.group(1)).apply(value).text;
        }
      }
      return PlainNumber.of(value);
    }
  }

  /** POI takes the password of a workbook from the thread that opens it. */
  private static HSSFWorkbook openedXls(byte[] bytes, @Nullable String password)
      throws IOException {
    Biff8EncryptionKey.setCurrentUserPassword(password);
    try {
      return new HSSFWorkbook(new ByteArrayInputStream(bytes));
    } finally {
      Biff8EncryptionKey.setCurrentUserPassword(null);
    }
  }

  private static void ofXls(
      byte[] bytes, @Nullable String password, Budget budget, Depth depth, Consumer<CsvTable> into)
      throws IOException {
    try (HSSFWorkbook workbook = openedXls(bytes, password)) {
      if (!workbook.getAllEmbeddedObjects().isEmpty()) {
        return;
      }
      Plain plain = new Plain(workbook.getInternalWorkbook().isUsing1904DateWindowing());
      for (Sheet sheet : workbook) {
        CsvTable table = new CsvTable(sheet.getSheetName(), budget);
        for (Row row : sheet) {
          String[] cells = new String[Math.max(0, row.getLastCellNum())];
          for (Cell cell : row) {
            cells[cell.getColumnIndex()] = text(cell, plain);
          }
          if (!table.row(Arrays.asList(cells)) || table.rows() >= depth.mostRows()) {
            break;
          }
        }
        into.accept(table);
      }
    }
  }

  private static @Nullable String text(Cell cell, Plain plain) {
    CellType type =
        cell.getCellType() == CellType.FORMULA
            ? cell.getCachedFormulaResultType()
            : cell.getCellType();
    return switch (type) {
      case NUMERIC ->
          plain.formatRawCellContents(
              cell.getNumericCellValue(),
              cell.getCellStyle().getDataFormat(),
              cell.getCellStyle().getDataFormatString());
      case STRING -> cell.getStringCellValue();
      case BOOLEAN -> cell.getBooleanCellValue() ? "TRUE" : "FALSE";
      case FORMULA, BLANK, ERROR, _NONE -> null;
    };
  }
}
