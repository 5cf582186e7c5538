package org.insight.jobs;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.insight.config.ConfFiles;
import org.insight.config.Settings;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.OneLine;
import org.insight.engine.Job;
import org.insight.engine.Runs;
import org.insight.jobs.curated.CountTrends;
import org.insight.jobs.curated.CurateEvents;
import org.insight.jobs.curated.CurateLinks;
import org.insight.jobs.curated.CurateObjects;
import org.insight.jobs.curated.CurateOrganisations;
import org.insight.jobs.curated.CuratePersons;
import org.insight.jobs.governance.CollectAudit;
import org.insight.jobs.governance.EnrolReaders;
import org.insight.jobs.governance.EntitleScopes;
import org.insight.jobs.governance.GrantPolicies;
import org.insight.jobs.governance.RecordCorrections;
import org.insight.jobs.governance.RecordDecisions;
import org.insight.jobs.governance.RecordReaderActs;
import org.insight.jobs.governance.RecordWithdrawals;
import org.insight.jobs.governance.RegisterPolicies;
import org.insight.jobs.landing.Inbox;
import org.insight.jobs.landing.LandItems;
import org.insight.jobs.landing.MapRecords;
import org.insight.jobs.landing.ReceiveItems;
import org.insight.jobs.landing.RejectUnreadable;
import org.insight.jobs.landing.extract.ReadingLimits;
import org.insight.jobs.landing.mapping.Mapping;
import org.insight.jobs.landing.mapping.Mappings;
import org.insight.jobs.links.GroupSubjects;
import org.insight.jobs.links.LinkLimits;
import org.insight.jobs.links.LinkSubjects;
import org.insight.jobs.mentions.DescribeSubjects;
import org.insight.jobs.mentions.FindEvents;
import org.insight.jobs.mentions.FindIdentifiers;
import org.insight.jobs.mentions.FindNames;
import org.insight.jobs.mentions.FindTimes;
import org.insight.jobs.mentions.KeepCorrections;
import org.insight.jobs.mentions.LocatePlaces;
import org.insight.jobs.resolution.BuildProfiles;
import org.insight.jobs.resolution.KeepDecisions;
import org.insight.jobs.resolution.ListSubjects;
import org.insight.jobs.resolution.RecordLedger;
import org.insight.jobs.resolution.ResolveRecords;
import org.insight.jobs.resolution.ScoreCandidates;
import org.insight.jobs.text.FindDuplicates;
import org.insight.jobs.text.FingerprintDocuments;
import org.insight.jobs.text.ReadDocuments;
import org.insight.jobs.text.ReadPages;
import org.insight.jobs.text.SplitSentences;
import org.insight.jobs.text.TranslateSentences;
import org.insight.jobs.text.duplicates.DuplicateLimits;
import org.insight.jobs.text.ocr.OcrLimits;
import org.insight.jobs.text.translation.TranslationPlan;
import org.insight.policy.Readers;
import org.insight.policy.Scope;

/** The whole pipeline, in the order in which it runs. */
public final class JobRegistry {

  private final ReceiveItems receive;
  private final List<Job> jobs;

  private JobRegistry(Settings settings, Inbox inbox, Map<String, Scope> readers) {
    List<String> mappings = mappings();
    receive = new ReceiveItems(inbox, limits(settings), mappings);
    jobs =
        List.of(
            receive,
            new LandItems(),
            new RejectUnreadable(),
            new MapRecords(mappings),
            new RecordReaderActs(),
            new RecordWithdrawals(),
            new RecordDecisions(),
            new RecordCorrections(),
            new RegisterPolicies(),
            new EnrolReaders(readers),
            new GrantPolicies(),
            new ReadPages(ocr(settings)),
            new ReadDocuments(),
            new SplitSentences(),
            new FingerprintDocuments(),
            new FindDuplicates(DuplicateLimits.STANDARD),
            new KeepCorrections(),
            new FindNames(),
            new FindIdentifiers(),
            new FindTimes(),
            new LocatePlaces(),
            new DescribeSubjects(),
            new FindEvents(),
            new TranslateSentences(TranslationPlan.of(settings.translation())),
            new ListSubjects(),
            new BuildProfiles(),
            new ScoreCandidates(settings.links().maxPairs()),
            new KeepDecisions(),
            new ResolveRecords(settings.links().edgesInMemory()),
            new RecordLedger(Instant.EPOCH),
            new LinkSubjects(new LinkLimits(settings.links().maxPairs())),
            new GroupSubjects(settings.links().edgesInMemory()),
            new CuratePersons(),
            new CurateOrganisations(),
            new CurateObjects(),
            new CurateEvents(),
            new CurateLinks(),
            new CountTrends(),
            new EntitleScopes(),
            new CollectAudit(""));
  }

  /** The pipeline of these settings, reading this inbox. */
  public static JobRegistry of(Settings settings, Inbox inbox) {
    return new JobRegistry(settings, inbox, Readers.parse(ConfFiles.text(settings.readers())));
  }

  /** What an item may cost, by the settings. */
  public static ReadingLimits limits(Settings settings) {
    Settings.IntakeSettings i = settings.intake();
    return new ReadingLimits(
        i.maxBytes(),
        i.maxUnfoldedBytes(),
        i.maxDepth(),
        i.maxRatio(),
        i.maxMembers(),
        i.maxSeconds(),
        i.maxPages(),
        i.maxCharacters(),
        i.memoryMb());
  }

  /**
   * Texts of the mappings in {@code conf/mappings}, which come before those of the platform.
   *
   * @throws InsightException USAGE where one breaks the form
   */
  public static List<String> mappings() {
    SortedMap<String, String> own = ConfFiles.texts("conf/mappings");
    List<String> texts = List.copyOf(own.values());
    try {
      new Mappings(texts);
    } catch (IllegalArgumentException e) {
      String where =
          own.entrySet().stream()
              .filter(file -> !isMapping(file.getValue()))
              .findFirst()
              .map(file -> "/" + OneLine.of(file.getKey()))
              .orElse("");
      throw new InsightException(ErrorKind.USAGE, e.getMessage() + " in conf/mappings" + where, e);
    }
    return texts;
  }

  private static boolean isMapping(String text) {
    try {
      Mapping.fromYaml(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** How pages are read, by the settings. */
  public static OcrLimits ocr(Settings settings) {
    Settings.OcrSettings o = settings.ocr();
    String partitions = settings.spark().properties().get("spark.sql.shuffle.partitions");
    int each = partitions == null ? 1 : Integer.parseInt(partitions);
    return OcrLimits.of(
        o.languages(),
        o.maxSeconds(),
        o.memoryMb(),
        settings.intake().maxPages(),
        Math.max(1, o.tasks() * each));
  }

  /** All jobs, each after those whose tables it reads. */
  public List<Job> all() {
    return jobs;
  }

  /** The one job that reads the inbox. */
  public ReceiveItems receive() {
    return receive;
  }

  /** The jobs that follow from the acts on readers: who has which rights now. */
  public List<Job> rights() {
    return jobs.stream().filter(job -> Runs.RIGHTS.contains(job.writes())).toList();
  }

  public Optional<Job> find(String name) {
    return jobs.stream().filter(j -> j.name().equals(name)).findFirst();
  }
}
