package org.insight.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;

/**
 * All settings, as {@code conf/default.yaml} spells them; overlays change single keys.
 *
 * @param readers file of the readers and their rights
 */
public record Settings(
    LakeSettings lake,
    SparkSettings spark,
    IntakeSettings intake,
    OcrSettings ocr,
    TranslationSettings translation,
    LinkSettings links,
    AuditSettings audit,
    TrinoSettings trino,
    PublishSettings publish,
    MaintainSettings maintain,
    ObserveSettings observe,
    String readers) {

  /** These settings, of another lake. */
  public Settings with(LakeSettings other) {
    return with(other, translation, trino, publish, readers);
  }

  /** These settings, for another Trino. */
  public Settings with(TrinoSettings other) {
    return with(lake, translation, other, publish, readers);
  }

  /** These settings, verifying otherwise before a run is published. */
  public Settings with(PublishSettings other) {
    return with(lake, translation, trino, other, readers);
  }

  /** These settings, translating otherwise. */
  public Settings with(TranslationSettings other) {
    return with(lake, other, trino, publish, readers);
  }

  /** These settings, with another file of readers. */
  public Settings withReaders(String file) {
    return with(lake, translation, trino, publish, file);
  }

  private Settings with(
      LakeSettings itsLake,
      TranslationSettings itsTranslation,
      TrinoSettings itsTrino,
      PublishSettings itsPublish,
      String itsReaders) {
    return new Settings(
        itsLake,
        spark,
        intake,
        ocr,
        itsTranslation,
        links,
        audit,
        itsTrino,
        itsPublish,
        maintain,
        observe,
        itsReaders);
  }

  /**
   * @param format of the tables
   * @param path folder of an embedded lake, relative to the working folder
   * @param catalog name of the Spark catalog, the same on all engines
   * @param properties Iceberg catalog properties, of which Delta has the warehouse only; {@code
   *     ${lake.path}} stands for the absolute path
   */
  public record LakeSettings(
      Format format, String path, String catalog, Map<String, String> properties) {

    /** The same lake in another folder. */
    public LakeSettings at(Path folder) {
      return new LakeSettings(format, folder.toString(), catalog, properties);
    }

    /**
     * For what only Iceberg's tables have.
     *
     * @param what what cannot be done without, as "maintain the lake"
     * @throws InsightException USAGE where tables are of another format
     */
    public void requireIceberg(String what) {
      if (format != Format.ICEBERG) {
        throw new InsightException(
            ErrorKind.USAGE,
            "Cannot "
                + what
                + ": it needs tables of Iceberg (docs/delta.md), found lake.format "
                + format.name().toLowerCase(Locale.ROOT));
      }
    }

    /** The same settings of another format. */
    public LakeSettings with(Format other) {
      return new LakeSettings(other, path, catalog, properties);
    }
  }

  /** How tables are kept. */
  public enum Format {
    ICEBERG,
    DELTA
  }

  /**
   * @param master Spark master URL; {@code submit} leaves it to spark-submit
   * @param properties further Spark properties
   */
  public record SparkSettings(String master, Map<String, String> properties) {}

  /**
   * What an item may cost before it is rejected, and where it may lie.
   *
   * @param batchFiles files a commit: what a killed run has to read again at most
   * @param maxBytes bytes of an item
   * @param maxUnfoldedBytes bytes of all attachments and members of one file together
   * @param maxDepth containers within containers
   * @param maxRatio bytes unpacked for a byte packed
   * @param maxMembers attachments and members of one file
   * @param maxSeconds seconds an item
   * @param maxPages pages of a PDF or TIFF
   * @param maxCharacters characters of text that are kept of an item
   * @param memoryMb heap in MiB of a process that reads
   * @param linkRoots folders outside the inbox to which links in it may lead; absolute paths
   */
  public record IntakeSettings(
      int batchFiles,
      long maxBytes,
      long maxUnfoldedBytes,
      int maxDepth,
      double maxRatio,
      int maxMembers,
      int maxSeconds,
      int maxPages,
      int maxCharacters,
      int memoryMb,
      List<String> linkRoots) {}

  /**
   * How pictures of text are read.
   *
   * @param languages sets of Tesseract's languages, separated by blanks, the languages of a set
   *     joined by {@code +}: a page is read in the first set in which it is understood; empty: no
   *     OCR
   * @param maxSeconds seconds a page
   * @param memoryMb heap in MiB of a process that reads
   * @param tasks tasks of a run that reads, for each of Spark's shuffle partitions
   */
  public record OcrSettings(String languages, int maxSeconds, int memoryMb, int tasks) {}

  /**
   * How sentences are translated.
   *
   * @param targets languages to translate into: fr, en or es; none: nothing is translated
   * @param engines name of the engine of each pair, as {@code fr-en}; {@code none}: not translated
   * @param glossary folder of further glossaries; empty: none
   * @param maxSeconds seconds for one sentence and one engine
   */
  public record TranslationSettings(
      List<String> targets, Map<String, String> engines, String glossary, int maxSeconds) {

    /** The same settings, with nothing translated. */
    public TranslationSettings off() {
      return new TranslationSettings(List.of(), engines, glossary, maxSeconds);
    }
  }

  /**
   * @param maxPairs most pairs of subjects that share one identifier, for one pair of accesses
   * @param edgesInMemory most edges of a graph that the driver cuts into connected parts by itself;
   *     greater ones are cut by GraphFrames
   */
  public record LinkSettings(int maxPairs, int edgesInMemory) {}

  /**
   * @param spool folder that takes the audit's entries; {@code ${lake.path}} stands for the lake's
   * @param anchor file that holds the head of the audit's chain
   */
  public record AuditSettings(String spool, String anchor) {}

  /**
   * @param etc folder of Trino's configuration, where the readers' groups are written whenever
   *     their rights change; empty: no Trino
   */
  public record TrinoSettings(String etc) {}

  /**
   * @param verify of which rows the labels are verified before a run is published
   */
  public record PublishSettings(Verified verify) {}

  /**
   * What `insight maintain` leaves alone, and what it finds worth rewriting.
   *
   * @param keepRuns rows of governance.runs, the last ones, whose snapshots stay
   * @param olderThanDays age in days below which neither snapshots nor files go
   * @param fileBytes size that data files are to have
   * @param smallFiles so many data files of less than half that size are worth rewriting
   * @param manifests so many small manifests are left alone
   */
  public record MaintainSettings(
      int keepRuns, int olderThanDays, long fileBytes, int smallFiles, int manifests) {}

  /** Which rows. */
  public enum Verified {
    /** Those that the run wrote. */
    WRITTEN,
    /** All of the lake. */
    ALL,
    NONE
  }

  /**
   * How a run is watched.
   *
   * @param folder where metrics and the page of runs are written; {@code ${lake.path}} stands for
   *     the lake's; empty: nowhere
   * @param keep runs whose figures are kept
   * @param log what the platform's own log lines look like
   */
  public record ObserveSettings(String folder, int keep, LineageSettings lineage, LogFormat log) {}

  /**
   * @param transport where OpenLineage events go
   * @param to the file that they are added to, or the URL that they are sent to
   * @param namespace OpenLineage's namespace of the jobs and tables
   */
  public record LineageSettings(Transport transport, String to, String namespace) {}

  /** Where OpenLineage events go. */
  public enum Transport {
    NONE,
    /** To a file, one a line. */
    FILE,
    /** By HTTP to a server. */
    HTTP
  }

  /** What log lines look like. */
  public enum LogFormat {
    /** For people. */
    TEXT,
    /** One JSON object a line. */
    JSON
  }

  /** A path of the settings with the lake's folder in it, in full. */
  public Path path(String setting) {
    String at = Path.of(lake.path()).toAbsolutePath().normalize().toString();
    return Path.of(setting.replace("${lake.path}", at));
  }
}
