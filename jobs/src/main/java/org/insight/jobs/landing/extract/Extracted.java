package org.insight.jobs.landing.extract;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was made of the bytes of one item.
 *
 * @param kind as in {@code landing.arrivals}
 * @param mapping id of the mapping that is for it
 * @param headers raw headers of a message, which may bring a policy
 * @param members its attachments or members, not looked into
 * @param issues what was odd, as stable words
 * @param partHeaders of parts of a message that are none of its members, of those that are of a
 *     policy or nearly
 * @param opened its bytes without the protection that a password opened, where they are read again
 *     later, as of a PDF for its pages; null else
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Extracted(
    String mediaType,
    String kind,
    @Nullable String mapping,
    @Nullable String title,
    @Nullable Instant sentAt,
    Map<String, String> metadata,
    Map<String, String> headers,
    @Nullable String text,
    List<Member> members,
    Set<String> issues,
    List<Map<String, String>> partHeaders,
    byte @Nullable [] opened) {

  Extracted(
      String mediaType,
      String kind,
      @Nullable String mapping,
      @Nullable String title,
      @Nullable Instant sentAt,
      Map<String, String> metadata,
      Map<String, String> headers,
      @Nullable String text,
      List<Member> members,
      Set<String> issues) {
    this(
        mediaType, kind, mapping, title, sentAt, metadata, headers, text, members, issues,
        List.of(), null);
  }

  /** Whether its headers are of the XML that messages come in, whose texts nothing encodes. */
  public boolean isEnvelope() {
    return mediaType.equals(Envelope.MEDIA_TYPE);
  }

  /** The same with other issues, and with its bytes without protection. */
  Extracted with(Set<String> others, byte @Nullable [] open) {
    return new Extracted(
        mediaType,
        kind,
        mapping,
        title,
        sentAt,
        metadata,
        headers,
        text,
        members,
        others,
        partHeaders,
        open);
  }

  /** The same message with what its parts say of policies. */
  Extracted with(List<Member> labelled, List<Map<String, String>> ofOtherParts) {
    return new Extracted(
        mediaType,
        kind,
        mapping,
        title,
        sentAt,
        metadata,
        headers,
        text,
        labelled,
        issues,
        ofOtherParts,
        opened);
  }
}
