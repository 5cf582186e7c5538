package org.insight.jobs.text;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.StructType;
import org.insight.engine.Inputs;
import org.insight.engine.Job;
import org.insight.engine.Read;
import org.insight.jobs.landing.extract.TiffPages;
import org.insight.jobs.text.ocr.OcrLimits;
import org.insight.jobs.text.ocr.PageModels;
import org.insight.jobs.text.ocr.PageReading;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import scala.collection.JavaConverters;

/**
 * Reads the pages of the items that were read: of a PDF its text layer where that is worth
 * something, else its picture by OCR; of an image its pictures. What has no pages is one. The same
 * bytes are read once in a run, though each item that brought them has its own rows.
 */
public final class ReadPages implements Job {

  /** A task gets so many pages of a file at once: some half a minute of OCR. */
  private static final int PAGES_AT_ONCE = 8;

  /** Each part with a picture carries the whole file, and all of a run are on disk together. */
  private static final long MOST_BYTES_OF_PARTS = 256L << 20;

  private static final Column PDF = col("media_type").equalTo("application/pdf");

  /** Not drawings, whose text is in the file (SVG, DXF). */
  private static final Column IMAGE =
      col("media_type").startsWith("image/").and(col("text").isNull());

  /** Of the metadata of an arrival: pages of a PDF by its own directory (XMP paged text). */
  private static final String COUNTED = "xmpTPg:NPages";

  private static final String[] SAME = {"content_sha256", "media_type"};

  /**
   * What is read once; of bytes that are not kept nothing is, though they are with another item.
   */
  private static final Column BYTES =
      when(col("content").isNull(), concat(col("content_sha256"), lit(" not kept")))
          .otherwise(col("content_sha256"))
          .as("content_sha256");

  private static final String WORDS =
      "array<struct<begin:int,end:int,left:int,top:int,right:int,bottom:int,confidence:double>>";

  private static final StructType TO_READ =
      StructType.fromDDL(
          "content_sha256 string, media_type string, first int, layers array<string>,"
              + " content binary, after string");

  private static final StructType READ =
      StructType.fromDDL(
          "content_sha256 string, media_type string, page int, method string, text string,"
              + " characters int, languages string, confidence double, rotation int, width int,"
              + " height int, words "
              + WORDS
              + ", issues array<string>");

  private static final UserDefinedFunction CLEAN =
      udf(
          (UDF1<String, Row>)
              raw -> {
                String text = DocumentText.clean(raw);
                return RowFactory.create(text, text.length());
              },
          StructType.fromDDL("text string, characters int"));

  /** How Tesseract is reached; of its version with what comes with it. */
  static final String TESSERACT_BY = "tess4j-5.6.0";

  private final OcrLimits limits;

  public ReadPages(OcrLimits limits) {
    this.limits = limits;
  }

  /** Engine and language data are those of the machine that reads (docs/model-cards). */
  @Override
  public String settings() {
    return "ocr="
        + TESSERACT_BY
        + " reader="
        + PageModels.VERSION
        + " models="
        + PageModels.id()
        + " languages="
        + String.join(" ", limits.languages());
  }

  @Override
  public Set<Read> reads() {
    return Set.of(Read.newRows(Tables.ARRIVALS));
  }

  @Override
  public TableName writes() {
    return Tables.PAGES;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    Dataset<Row> read = inputs.table(Tables.ARRIVALS).where(col("outcome").equalTo("read"));
    Dataset<Row> paged =
        read.where(PDF.or(IMAGE))
            .transform(ReadPages::once)
            .transform(this::parts)
            .transform(this::pages)
            .transform(ReadPages::placed);
    return read.where(PDF.or(IMAGE))
        .select(
            col("item_id"),
            BYTES,
            col("media_type"),
            col("title"),
            col("kind"),
            col("sent_at"),
            col("policy_id"))
        .join(paged, SAME)
        .transform(ReadPages::asPages)
        .unionByName(read.transform(ReadPages::ofOnePage).transform(ReadPages::asPages));
  }

  /** Of bytes that came more than once one, whatever the policies that they came with. */
  private static Dataset<Row> once(Dataset<Row> paged) {
    return paged
        .select(
            BYTES,
            col("media_type"),
            col("content"),
            col("text"),
            coalesce(col("metadata").getItem(COUNTED).cast("int"), lit(0)).as("counted"))
        .dropDuplicates(SAME);
  }

  private Dataset<Row> parts(Dataset<Row> files) {
    int most = limits.maxPages();
    return files
        .flatMap(
            (FlatMapFunction<Row, Row>)
                file ->
                    parts(
                            file.getString(0),
                            file.getString(1),
                            file.getAs(2),
                            file.getString(3),
                            file.getInt(4),
                            most)
                        .iterator(),
            Encoders.row(TO_READ))
        // A long file is the work of many tasks, and none of them waits for it.
        .repartition(limits.tasks(), col("content_sha256"), col("first"));
  }

  private static List<Row> parts(
      String sha, String mediaType, byte[] content, String text, int counted, int most) {
    List<String> layers = new ArrayList<>();
    String after = null;
    boolean scans = false;
    if (mediaType.equals("application/pdf")) {
      PagesOfPdf.layers(counted, text, most).forEach(layers::add);
      after = text == null ? null : TextLayer.afterPages(text);
      scans = content != null && PagesOfPdf.holdsImage(content);
    } else {
      boolean tiff = content != null && mediaType.equals(TiffPages.MEDIA_TYPE);
      int pages = tiff ? TiffPages.of(content, most).count() : 1;
      for (int i = 0; i < pages; i++) {
        layers.add(null);
      }
    }
    List<Row> parts = new ArrayList<>();
    int atOnce = pagesOfPart(layers.size(), content == null ? 0 : content.length);
    for (int at = 0; at < layers.size(); at += atOnce) {
      List<String> some = layers.subList(at, Math.min(layers.size(), at + atOnce));
      boolean pictures =
          some.stream().anyMatch(PageText::wantsPicture)
              || (scans && some.stream().anyMatch(PageText::wantsScan));
      parts.add(
          RowFactory.create(
              sha,
              mediaType,
              at + 1,
              JavaConverters.asScalaBuffer(some).toList(),
              pictures ? content : null,
              at + atOnce < layers.size() ? null : after));
    }
    return parts;
  }

  /**
   * Pages of a part: of a large file so many that its parts together are of no more bytes than they
   * may, or that it is one part.
   *
   * @param bytes of the file
   */
  static int pagesOfPart(int pages, int bytes) {
    long parts = Math.max(1, MOST_BYTES_OF_PARTS / Math.max(1, bytes));
    return (int) Math.max(PAGES_AT_ONCE, (pages + parts - 1) / parts);
  }

  private Dataset<Row> pages(Dataset<Row> parts) {
    OcrLimits within = limits;
    return parts.mapPartitions(
        (MapPartitionsFunction<Row, Row>) rows -> new PartByPart(rows, within), Encoders.row(READ));
  }

  /** Adds where each page begins in the text of them all. */
  private static Dataset<Row> placed(Dataset<Row> pages) {
    Column before =
        sum(col("characters").plus(lit(1)))
            .over(
                Window.partitionBy(SAME[0], SAME[1])
                    .orderBy("page")
                    .rowsBetween(Window.unboundedPreceding(), -1));
    return pages.withColumn("begin", coalesce(before, lit(0)).cast("int"));
  }

  private static Dataset<Row> ofOnePage(Dataset<Row> read) {
    Column nothing = lit(null);
    return read.where(PDF.or(IMAGE).equalTo(lit(false)).and(col("text").isNotNull()))
        .withColumn("cleaned", CLEAN.apply(col("text")))
        .select(
            col("item_id"),
            col("title"),
            col("kind"),
            col("sent_at"),
            col("policy_id"),
            lit(1).as("page"),
            lit("extracted").as("method"),
            col("cleaned.text").as("text"),
            col("cleaned.characters").as("characters"),
            nothing.cast("string").as("languages"),
            nothing.cast("double").as("confidence"),
            nothing.cast("int").as("rotation"),
            nothing.cast("int").as("width"),
            nothing.cast("int").as("height"),
            array().cast(WORDS).as("words"),
            array().cast("array<string>").as("issues"),
            lit(0).as("begin"))
        .where(length(col("text")).gt(0));
  }

  private static Dataset<Row> asPages(Dataset<Row> pages) {
    return pages.select(
        concat(col("item_id"), lit("#"), col("page").cast("string")).as("page_id"),
        col("item_id"),
        col("page"),
        col("method"),
        col("text"),
        col("begin"),
        col("characters"),
        col("languages"),
        col("confidence"),
        col("rotation"),
        col("width"),
        col("height"),
        col("words"),
        col("issues"),
        col("title"),
        col("kind"),
        col("sent_at"),
        col("policy_id"));
  }

  /** Holds the pages of one part at most. */
  private static final class PartByPart implements Iterator<Row> {

    private final Iterator<Row> parts;
    private final OcrLimits limits;
    private Iterator<Row> ready = List.<Row>of().iterator();

    PartByPart(Iterator<Row> parts, OcrLimits limits) {
      this.parts = parts;
      this.limits = limits;
    }

    @Override
    public boolean hasNext() {
      while (!ready.hasNext() && parts.hasNext()) {
        Row part = parts.next();
        ready =
            PageText.of(
                    limits,
                    part.getAs(4),
                    part.getString(1),
                    part.getInt(2),
                    part.getList(3),
                    part.getString(5))
                .stream()
                .map(page -> row(part, page))
                .iterator();
      }
      return ready.hasNext();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.next();
    }

    private static Row row(Row part, PageText page) {
      List<Row> words = new ArrayList<>();
      for (PageText.Word word : page.words()) {
        words.add(
            RowFactory.create(
                word.begin(),
                word.end(),
                word.box().left(),
                word.box().top(),
                word.box().right(),
                word.box().bottom(),
                word.box().confidence()));
      }
      PageReading ocr = page.reading();
      return RowFactory.create(
          part.getString(0),
          part.getString(1),
          page.page(),
          page.method().word(),
          page.text(),
          page.text().length(),
          ocr == null ? null : ocr.languages(),
          ocr == null ? null : ocr.confidence(),
          ocr == null ? null : ocr.rotation(),
          ocr == null ? null : ocr.width(),
          ocr == null ? null : ocr.height(),
          JavaConverters.asScalaBuffer(words).toList(),
          JavaConverters.asScalaBuffer(page.issues()).toList());
    }
  }
}
