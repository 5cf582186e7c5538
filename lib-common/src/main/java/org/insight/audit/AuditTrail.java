package org.insight.audit;

import java.nio.file.Path;
import org.insight.config.Settings;

/** The audit of one lake, as the commands write to it. */
public final class AuditTrail {

  private final AuditSpool spool;
  private final String login;

  private AuditTrail(AuditSpool spool, String login) {
    this.spool = spool;
    this.login = login;
  }

  /** The audit that these settings name, written to as this process's user. */
  public static AuditTrail of(Settings settings) {
    String lake = Path.of(settings.lake().path()).toAbsolutePath().normalize().toString();
    return new AuditTrail(
        new AuditSpool(
            Path.of(settings.audit().spool().replace("${lake.path}", lake)),
            Path.of(settings.audit().anchor().replace("${lake.path}", lake))),
        SystemLogin.name());
  }

  /** Who runs this command. */
  public String login() {
    return login;
  }

  public AuditSpool spool() {
    return spool;
  }

  /** An entry of this user's, not written yet. */
  public AuditEntry started(String engine, Act act) {
    return AuditEntry.started(login, engine, act);
  }

  /**
   * Writes an entry to the disk.
   *
   * @throws org.insight.core.InsightException EXTERNAL where it cannot be; do nothing then
   */
  public ChainedEntry write(AuditEntry entry) {
    return spool.append(entry);
  }
}
