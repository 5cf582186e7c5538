package org.insight.jobs.landing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.insight.jobs.landing.extract.Reason;
import org.jspecify.annotations.Nullable;

/** A row of {@code landing.arrivals}; its contract says what each part means. */
@SuppressWarnings("ArrayRecordComponent") // never compared; the bytes go straight into a table
public record Arrival(
    String itemId,
    @Nullable String parentItemId,
    String rootItemId,
    int depth,
    String path,
    @Nullable String mediaType,
    @Nullable String kind,
    @Nullable String mapping,
    Outcome outcome,
    @Nullable Reason reasonCode,
    @Nullable String reason,
    long sizeBytes,
    String contentSha256,
    byte @Nullable [] content,
    @Nullable String title,
    @Nullable Instant sentAt,
    Map<String, String> metadata,
    @Nullable String text,
    List<String> issues,
    @Nullable String basePolicy,
    String policyId) {

  /** The same without its bytes, with one more issue that says why. */
  Arrival withoutContent(String issue) {
    List<String> more = new ArrayList<>(issues);
    more.add(issue);
    return new Arrival(
        itemId,
        parentItemId,
        rootItemId,
        depth,
        path,
        mediaType,
        kind,
        mapping,
        outcome,
        reasonCode,
        reason,
        sizeBytes,
        contentSha256,
        null,
        title,
        sentAt,
        metadata,
        text,
        more,
        basePolicy,
        policyId);
  }
}
