package org.insight.services;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.insight.audit.Act;
import org.insight.config.Settings.MaintainSettings;
import org.insight.engine.LakeMaintenance;
import org.insight.engine.LakeMaintenance.Done;
import org.insight.engine.LakeMaintenance.Due;
import org.insight.lake.Compaction;
import org.insight.lake.Lake;
import org.insight.schemas.TableName;
import org.jspecify.annotations.Nullable;

/** Looks after the files and snapshots of the tables, audited. */
public final class LakeUpkeep {

  private static final String ENGINE = "insight maintain";

  private LakeUpkeep() {}

  /** What is due; nothing is done. */
  public static List<Due> due(
      LakeSession session,
      LakeMaintenance.Rules rules,
      Collection<TableName> tables,
      Consumer<TableName> begins) {
    return new LakeMaintenance(session.lake(), rules).look(tables, begins);
  }

  /**
   * Does what is due, on a session that holds the lake's lock.
   *
   * @param reason one line of words, for the audit; null: none
   * @throws org.insight.core.InsightException INPUT if a run is staged and not published
   */
  public static List<Done> run(
      LakeSession session,
      LakeMaintenance.Rules rules,
      Collection<TableName> tables,
      @Nullable String reason,
      Consumer<TableName> begins) {
    if (reason != null) {
      AuditedAct.requireReason(reason);
    }
    Lake lake = session.lake();
    AuditedAct audit =
        AuditedAct.act(
            AuditBook.trail(session.settings(), lake),
            ENGINE,
            Act.LAKE_MAINTAIN,
            reason == null ? null : reason.strip());
    return audited(audit, lake, rules, tables, begins);
  }

  /** Does what is due, once it is entered that it starts and what stays. */
  static List<Done> audited(
      AuditedAct audit,
      Lake lake,
      LakeMaintenance.Rules rules,
      Collection<TableName> tables,
      Consumer<TableName> begins) {
    audit.on(
        null,
        null,
        tables.stream().map(TableName::toString).toList(),
        null,
        "stays: the last "
            + rules.keepRuns()
            + " runs, and what is not older than "
            + rules.olderThan());
    List<Done> done = new ArrayList<>();
    audit.doing(() -> done.addAll(new LakeMaintenance(lake, rules).run(tables, begins)));
    return done;
  }

  /** The sizes from which files and manifests are rewritten. */
  public static Compaction.Limits limits(MaintainSettings settings) {
    return new Compaction.Limits(settings.fileBytes(), settings.smallFiles(), settings.manifests());
  }
}
