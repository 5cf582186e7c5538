package org.insight.jobs.landing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * A file of a batch as a task has it, of the columns of {@link Inbox#COLUMNS}.
 *
 * @param sizeBytes as it was when it was listed
 * @param content its bytes, where what brought it brought them; null where they are at its location
 * @param policy text of the policy that was brought beside the bytes, or that it had when it came
 * @param itemId the item that it was when it was looked at; null where nobody looked
 * @param inbox opens what lies at a location
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record InboxFile(
    String path,
    String location,
    long sizeBytes,
    byte @Nullable [] content,
    @Nullable String policy,
    @Nullable String itemId,
    Inbox inbox)
    implements ItemSource {

  static InboxFile of(Row row, Inbox inbox) {
    return new InboxFile(
        row.getAs("path"),
        row.getAs("location"),
        row.<Long>getAs("size_bytes"),
        row.getAs("content"),
        row.getAs("policy"),
        row.getAs("item_id"),
        inbox);
  }

  /** Whether it lay somewhere, and does no more. */
  boolean isGone() {
    return content == null && Inbox.isGone(location);
  }

  @Override
  public InputStream open() throws IOException {
    byte[] bytes = content;
    return bytes == null ? inbox.open(location) : new ByteArrayInputStream(bytes);
  }
}
