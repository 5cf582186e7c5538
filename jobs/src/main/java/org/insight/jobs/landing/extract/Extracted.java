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
    this(mediaType, kind, mapping, title, sentAt, metadata, headers, text, members, issues, null);
  }

  /** Whether its headers are of the XML that messages come in, whose texts nothing encodes. */
  public boolean isEnvelope() {
    return mediaType.equals(Envelope.MEDIA_TYPE);
  }

  /** The same with other issues, and with its bytes without protection. */
  Extracted with(Set<String> others, byte @Nullable [] open) {
    return new Extracted(
        mediaType, kind, mapping, title, sentAt, metadata, headers, text, members, others, open);
  }
}
