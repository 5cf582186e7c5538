package org.insight.jobs.landing;

/**
 * A file as far as it is known without parsing it.
 *
 * @param path below the inbox
 * @param contentSha256 of the bytes; of none where the file could not be read, or is too long to be
 */
public record Identified(
    String path, long sizeBytes, String contentSha256, String itemId, PolicyResult policy) {

  /** Whether it was not read, so that its path stands for its bytes. */
  boolean isUnreadable() {
    return itemId.equals(ItemIds.unreadable(policy.policyId(), path));
  }
}
