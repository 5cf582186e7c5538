package org.insight.jobs.landing.extract;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.openxml4j.exceptions.OpenXML4JException;
import org.apache.poi.openxml4j.opc.OPCPackage;
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
import org.apache.poi.xssf.usermodel.XSSFComment;
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

  private static final String EMBEDDED = "xl/embeddings/";

  /** What a mapping is found by. */
  private static final int FIRST_ROWS = 25;

  private static final int CHUNK = 1 << 16;

  private Workbooks() {}

  /**
   * The sheets of a workbook.
   *
   * @return empty where it is no workbook that can be read so, other files are embedded in it, or
   *     no mapping is for any sheet: then it is a document
   * @throws Refusal where it goes beyond a limit
   */
  static Optional<Archives.Unfolded> unfold(
      String mediaType, byte[] bytes, Mappings mappings, Budget budget) {
    if (!XLSX.contains(mediaType) && !mediaType.equals(XLS)) {
      return Optional.empty();
    }
    try {
      if (XLSX.contains(mediaType) && embeds(bytes, budget.limits())) {
        return Optional.empty();
      }
      boolean[] mapped = new boolean[1];
      tables(
          mediaType,
          bytes,
          budget,
          FIRST_ROWS,
          table -> mapped[0] |= mappings.find(table.bytes(), table.name()).isPresent());
      if (!mapped[0]) {
        return Optional.empty();
      }
      Budget.Container container = budget.container(bytes.length);
      List<Member> members = new ArrayList<>();
      tables(
          mediaType,
          bytes,
          budget,
          Integer.MAX_VALUE,
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

  /** Gives each sheet when it is read: together they may be far larger than the workbook. */
  private static void tables(
      String mediaType, byte[] bytes, Budget budget, int mostRows, Consumer<CsvTable> into)
      throws IOException, OpenXML4JException, SAXException {
    if (mediaType.equals(XLS)) {
      ofXls(bytes, budget, mostRows, into);
    } else {
      ofXlsx(bytes, budget, mostRows, into);
    }
  }

  /**
   * Whether other files are embedded. Unpacks it once without keeping anything: what its directory
   * says of sizes may be a lie.
   */
  private static boolean embeds(byte[] bytes, ReadingLimits limits) throws IOException {
    double most = Math.max(limits.maxBytes(), bytes.length * limits.maxRatio());
    long size = 0;
    boolean embeds = false;
    byte[] chunk = new byte[CHUNK];
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        embeds |= entry.getName().startsWith(EMBEDDED);
        int got = zip.read(chunk);
        while (got >= 0) {
          size += got;
          if (size > most || size > limits.maxUnfoldedBytes()) {
            throw new Refusal(
                Reason.RATIO,
                "It grows to far more than its size, as files do that are made to exhaust a"
                    + " machine");
          }
          got = zip.read(chunk);
        }
      }
    }
    return embeds;
  }

  private static void ofXlsx(byte[] bytes, Budget budget, int mostRows, Consumer<CsvTable> into)
      throws IOException, OpenXML4JException, SAXException {
    try (OPCPackage pack = OPCPackage.open(new ByteArrayInputStream(bytes))) {
      XSSFReader reader = new XSSFReader(pack);
      Plain plain = new Plain(since1904(reader));
      ReadOnlySharedStringsTable strings = new ReadOnlySharedStringsTable(pack, false);
      XSSFReader.SheetIterator sheets = (XSSFReader.SheetIterator) reader.getSheetsData();
      while (sheets.hasNext()) {
        try (InputStream sheet = sheets.next()) {
          CsvTable table = new CsvTable(sheets.getSheetName(), budget);
          XMLReader xml = xmlReader();
          xml.setContentHandler(
              new XSSFSheetXMLHandler(
                  reader.getStylesTable(),
                  null,
                  strings,
                  new SheetRows(table, mostRows),
                  plain,
                  false));
          try {
            xml.parse(new InputSource(sheet));
          } catch (EnoughException e) {
            // The rest of the sheet is not wanted.
          }
          into.accept(table);
        }
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
      cells.add(value);
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

  /** Values as data, not as a sheet shows them; only a format of zeros is kept, for its zeros. */
  private static final class Plain extends DataFormatter {

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
      if (format != null && format.matches("0{2,20}")) {
        return super.formatRawCellContents(value, index, format);
      }
      return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }
  }

  private static void ofXls(byte[] bytes, Budget budget, int mostRows, Consumer<CsvTable> into)
      throws IOException {
    try (HSSFWorkbook workbook = new HSSFWorkbook(new ByteArrayInputStream(bytes))) {
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
          if (!table.row(Arrays.asList(cells)) || table.rows() >= mostRows) {
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
