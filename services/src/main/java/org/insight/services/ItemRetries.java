package org.insight.services;

import java.util.List;
import java.util.Locale;
import org.insight.audit.Act;
import org.insight.core.InsightException;
import org.insight.jobs.Stage;
import org.insight.jobs.landing.DropFolder;
import org.insight.jobs.landing.Inbox;
import org.insight.jobs.reports.IngestPage;
import org.insight.lake.Lake;
import org.insight.observe.RunWatch;
import org.jspecify.annotations.Nullable;

/** Reads items again that were not read, and runs all jobs on what comes of them. */
public final class ItemRetries {

  private static final String ENGINE = "insight retry";

  private final LakeSession session;
  private final RunListener listener;

  /** On a session that holds the lake's lock. */
  public ItemRetries(LakeSession session, RunListener listener) {
    this.session = session;
    this.listener = listener;
  }

  /**
   * Which items are read again, and how.
   *
   * @param reasons codes of landing.rejects
   * @param items ids of further items
   * @param paths files and folders that it is limited to; none: all that are meant
   * @param policy YAML of the policy that quarantined items get; null: none is released
   * @param because why, one line of words, for the audit; null: not said
   * @param inbox where files lie whose bytes the lake does not keep; null: nowhere
   */
  public record Request(
      List<String> reasons,
      List<String> items,
      List<String> paths,
      @Nullable String policy,
      @Nullable String because,
      @Nullable String inbox) {}

  /**
   * Reads them again, in the place of what was made of them.
   *
   * @return files that were meant and could not be read again
   * @throws InsightException INPUT if there is no lake; USAGE if files of several folders would get
   *     one policy and no path says that they are meant
   */
  public long retry(Request request) {
    session.lake();
    long[] without = new long[1];
    Watched.during(
        IngestPage.RETRY,
        session.settings(),
        session.spark(),
        watch -> without[0] = retry(request, watch));
    return without[0];
  }

  private long retry(Request request, RunWatch watch) {
    Lake lake = session.lakeOrNew();
    String policy = request.policy();
    AuditedAct audit =
        AuditedAct.act(
            AuditBook.trail(session.settings(), lake),
            ENGINE,
            policy == null ? Act.ITEMS_RETRY : Act.ITEMS_RELEASE,
            request.because() == null ? null : request.because().strip());
    Pipeline pipeline = Pipeline.ofRun(session.settings(), lake, watch, listener);
    Retries retries = new Retries(pipeline.lake());
    Retries.Meant meant =
        audit.opening(
            () ->
                retries.meant(request.reasons(), request.items(), request.paths(), policy != null));
    List<String> roots = meant.roots();
    if (meant.withdrawn() > 0) {
      note("%,d files are left out, for they are withdrawn", meant.withdrawn());
    }
    if (roots.isEmpty()) {
      if (pipeline.unfinished()) {
        finish(pipeline);
      } else {
        listener.note(
            "Nothing to retry: no such item is there"
                + (policy == null
                    ? " under a policy (--policy releases quarantined ones)."
                    : " in quarantine (without --policy those under a policy are read again)."));
      }
      return 0;
    }
    DropFolder folder =
        request.inbox() == null
            ? null
            : DropFolder.list(
                request.inbox(),
                session.settings().intake().linkRoots(),
                session.spark().sparkContext().hadoopConfiguration());
    Retries.Again again = audit.opening(() -> retries.again(roots, policy, folder));
    note(
        "%,d files are read again%s",
        again.count(),
        again.without() == 0
            ? ""
            : String.format(
                Locale.ROOT,
                "; %,d are not, for the lake has no bytes of them (%s)",
                again.without(),
                folder == null
                    ? "--inbox says where they lie"
                    : "nor is a file of the same path and bytes in --inbox"));
    if (again.count() == 0) {
      if (pipeline.unfinished()) {
        finish(pipeline);
      }
      return again.without();
    }
    audit.on(
        null,
        null,
        List.of(),
        null,
        String.join(" ", request.reasons()) + " " + String.join(" ", roots));
    audit.doing(
        () -> pipeline.retry(again, folder == null ? new Inbox("", policy) : folder.inbox(policy)));
    return again.without();
  }

  /** An earlier call may have been killed once it had taken in hand what it could of the items. */
  private void finish(Pipeline pipeline) {
    listener.note("Nothing more to retry; what is staged already is finished.");
    pipeline.run(null, null, Stage.LANDING, Stage.GOVERNANCE);
  }

  private void note(String format, Object... values) {
    listener.note(String.format(Locale.ROOT, format, values));
  }
}
