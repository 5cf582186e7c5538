package org.insight.simulate;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.Deflater;

/** The smallest honest DOCX, XLSX and PDF: written by hand, so that their bytes never change. */
final class Office {
  private static final String XML =
      "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
  private static final String TYPES =
      "http://schemas.openxmlformats.org/package/2006/content-types";
  private static final String RELATIONS =
      "http://schemas.openxmlformats.org/package/2006/relationships";
  private static final String DOCUMENT =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

  private Office() {}

  static byte[] docx(String title, List<String> paragraphs, Language language) {
    StringBuilder body = new StringBuilder();
    paragraph(body, title, language, "<w:b/>");
    for (String line : paragraphs) {
      paragraph(body, line, language, "");
    }
    String main =
        XML
            + "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">"
            + "<w:body>"
            + body
            + "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/></w:sectPr></w:body></w:document>";
    return new Archive()
        .add(
            "[Content_Types].xml",
            types(
                "/word/document.xml",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                ""))
        .add("_rels/.rels", packageRelations("word/document.xml"))
        .add("docProps/core.xml", core(title))
        .add("word/document.xml", utf8(main))
        .bytes();
  }

  private static void paragraph(StringBuilder body, String text, Language language, String run) {
    boolean rightToLeft = language == Language.AR;
    body.append("<w:p>")
        .append(rightToLeft ? "<w:pPr><w:bidi/></w:pPr>" : "")
        .append("<w:r><w:rPr>")
        .append(run)
        .append(rightToLeft ? "<w:rtl/>" : "")
        .append("</w:rPr><w:t xml:space=\"preserve\">")
        .append(escape(text))
        .append("</w:t></w:r></w:p>");
  }

  static byte[] xlsx(String sheet, List<List<String>> rows) {
    StringBuilder data = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      data.append("<row r=\"").append(r + 1).append("\">");
      for (int c = 0; c < rows.get(r).size(); c++) {
        data.append("<c r=\"")
            .append((char) ('A' + c))
            .append(r + 1)
            .append("\" t=\"inlineStr\"><is><t xml:space=\"preserve\">")
            .append(escape(rows.get(r).get(c)))
            .append("</t></is></c>");
      }
      data.append("</row>");
    }
    String main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    return new Archive()
        .add(
            "[Content_Types].xml",
            types(
                "/xl/workbook.xml",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd."
                    + "openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"))
        .add("_rels/.rels", packageRelations("xl/workbook.xml"))
        .add("docProps/core.xml", core(sheet))
        .add(
            "xl/workbook.xml",
            utf8(
                XML
                    + "<workbook xmlns=\""
                    + main
                    + "\" xmlns:r=\""
                    + DOCUMENT
                    + "\"><sheets><sheet name=\""
                    + escape(sheet)
                    + "\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"))
        .add(
            "xl/_rels/workbook.xml.rels",
            utf8(
                XML
                    + "<Relationships xmlns=\""
                    + RELATIONS
                    + "\"><Relationship Id=\"rId1\" Type=\""
                    + DOCUMENT
                    + "/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"))
        .add(
            "xl/worksheets/sheet1.xml",
            utf8(
                XML
                    + "<worksheet xmlns=\""
                    + main
                    + "\"><sheetData>"
                    + data
                    + "</sheetData></worksheet>"))
        .bytes();
  }

  private static byte[] types(String part, String type, String more) {
    return utf8(
        XML
            + "<Types xmlns=\""
            + TYPES
            + "\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package."
            + "relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>"
            + "<Override PartName=\""
            + part
            + "\" ContentType=\""
            + type
            + "\"/>"
            + more
            + "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd."
            + "openxmlformats-package.core-properties+xml\"/></Types>");
  }

  private static byte[] packageRelations(String target) {
    return utf8(
        XML
            + "<Relationships xmlns=\""
            + RELATIONS
            + "\"><Relationship Id=\"rId1\" Type=\""
            + DOCUMENT
            + "/officeDocument\" Target=\""
            + target
            + "\"/><Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/"
            + "relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>"
            + "</Relationships>");
  }

  private static byte[] core(String title) {
    return utf8(
        XML
            + "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/"
            + "core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://"
            + "purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>"
            + escape(title)
            + "</dc:title><dcterms:created xsi:type=\"dcterms:W3CDTF\">2026-09-30T12:00:00Z"
            + "</dcterms:created></cp:coreProperties>");
  }

  /** Pages of text in Helvetica. Letters outside of Windows-1252 come out as question marks. */
  static byte[] pdf(String title, List<String> paragraphs) {
    List<String> lines = new ArrayList<>(List.of(title, ""));
    for (String paragraph : paragraphs) {
      lines.addAll(wrap(paragraph, 92));
    }
    int perPage = 52;
    int pages = (lines.size() + perPage - 1) / perPage;
    List<byte[]> objects = new ArrayList<>();
    StringBuilder kids = new StringBuilder();
    for (int page = 0; page < pages; page++) {
      kids.append(4 + 2 * page).append(" 0 R ");
    }
    objects.add(latin("<< /Type /Catalog /Pages 2 0 R >>"));
    objects.add(latin("<< /Type /Pages /Kids [" + kids + "] /Count " + pages + " >>"));
    objects.add(
        latin("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"));
    for (int page = 0; page < pages; page++) {
      StringBuilder text = new StringBuilder("BT /F1 10 Tf 14 TL 56 780 Td\n");
      for (String line :
          lines.subList(page * perPage, Math.min(lines.size(), (page + 1) * perPage))) {
        text.append('(')
            .append(line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)"))
            .append(") Tj T*\n");
      }
      text.append("ET\n");
      objects.add(
          latin(
              "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents "
                  + (5 + 2 * page)
                  + " 0 R /Resources << /Font << /F1 3 0 R >> >> >>"));
      objects.add(stream("", text.toString().getBytes(Charset.forName("windows-1252"))));
    }
    return file(objects);
  }

  /** One page that is a picture of one bit a pixel, rows padded to bytes, 1 is white. */
  static byte[] pdfOfImage(int width, int height, byte[] bits) {
    List<byte[]> objects = new ArrayList<>();
    objects.add(latin("<< /Type /Catalog /Pages 2 0 R >>"));
    objects.add(latin("<< /Type /Pages /Kids [3 0 R] /Count 1 >>"));
    double scale = 595.0 / width;
    String h = String.format(Locale.ROOT, "%.2f", height * scale);
    objects.add(
        latin(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 "
                + h
                + "] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>"));
    objects.add(stream("", latin("q 595 0 0 " + h + " 0 0 cm /I Do Q\n")));
    objects.add(
        stream(
            "/Type /XObject /Subtype /Image /ColorSpace /DeviceGray /BitsPerComponent 1 /Width "
                + width
                + " /Height "
                + height,
            bits));
    return file(objects);
  }

  private static byte[] stream(String dictionary, byte[] content) {
    Deflater deflater = new Deflater();
    deflater.setInput(content);
    deflater.finish();
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    while (!deflater.finished()) {
      packed.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    ByteArrayOutputStream object = new ByteArrayOutputStream();
    object.writeBytes(
        latin(
            "<< "
                + dictionary
                + " /Filter /FlateDecode /Length "
                + packed.size()
                + " >>\nstream\n"));
    object.writeBytes(packed.toByteArray());
    object.writeBytes(latin("\nendstream"));
    return object.toByteArray();
  }

  private static byte[] file(List<byte[]> objects) {
    ByteArrayOutputStream pdf = new ByteArrayOutputStream();
    pdf.writeBytes(latin("%PDF-1.4\n%\u00e2\u00e3\u00cf\u00d3\n"));
    // The catalogue comes last, as most writers have it: a file cut short has none.
    int[] offsets = new int[objects.size()];
    for (int i = objects.size() - 1; i >= 0; i--) {
      offsets[i] = pdf.size();
      pdf.writeBytes(latin((i + 1) + " 0 obj\n"));
      pdf.writeBytes(objects.get(i));
      pdf.writeBytes(latin("\nendobj\n"));
    }
    StringBuilder table = new StringBuilder("0000000000 65535 f \n");
    for (int offset : offsets) {
      table.append(String.format(Locale.ROOT, "%010d 00000 n \n", offset));
    }
    int start = pdf.size();
    int size = objects.size() + 1;
    pdf.writeBytes(
        latin(
            "xref\n0 "
                + size
                + "\n"
                + table
                + "trailer\n<< /Size "
                + size
                + " /Root 1 0 R >>\nstartxref\n"
                + start
                + "\n%%EOF\n"));
    return pdf.toByteArray();
  }

  /** Lines of at most so many characters, broken at spaces. */
  static List<String> wrap(String text, int most) {
    List<String> lines = new ArrayList<>();
    for (String paragraph : text.split("\n", -1)) {
      StringBuilder line = new StringBuilder();
      for (String word : paragraph.split(" ", -1)) {
        if (line.length() > 0 && line.length() + 1 + word.length() > most) {
          lines.add(line.toString());
          line.setLength(0);
        }
        line.append(line.length() == 0 ? "" : " ").append(word);
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
