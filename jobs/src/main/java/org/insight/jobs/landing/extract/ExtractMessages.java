package org.insight.jobs.landing.extract;

import static org.insight.process.MessageParts.bytes;
import static org.insight.process.MessageParts.bytesOrNull;
import static org.insight.process.MessageParts.count;
import static org.insight.process.MessageParts.text;
import static org.insight.process.MessageParts.textOrNull;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the two sides of a process that reads items send each other. */
final class ExtractMessages {

  private static final int MAX_ENTRIES = 1 << 20;

  private ExtractMessages() {}

  /**
   * An item to read.
   *
   * @param fileName the last part of its path
   * @param passwords that may open it
   * @param limits of its file's budget
   * @param spent of its file's budget
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Request(
      byte[] content,
      String fileName,
      List<String> passwords,
      ReadingLimits limits,
      Budget.Spent spent) {}

  /**
   * What came of it.
   *
   * @param mediaType as far as it was detected
   * @param spent of its file's budget by now
   * @param extracted null where it was refused
   * @param refusal null where it was read
   * @param last nothing more is to be asked of who answers: an error came out of its parsers, which
   *     may be in any state now
   */
  record Answer(
      @Nullable String mediaType,
      Budget.Spent spent,
      @Nullable Extracted extracted,
      @Nullable Refusal refusal,
      boolean last) {}

  static void write(DataOutputStream to, Request request) throws IOException {
    bytes(to, request.content());
    text(to, request.fileName());
    to.writeInt(request.passwords().size());
    for (String password : request.passwords()) {
      text(to, password);
    }
    for (String word : request.limits().words()) {
      text(to, word);
    }
    spent(to, request.spent());
    to.flush();
  }

  static Request request(DataInputStream from) throws IOException {
    byte[] content = bytes(from);
    String fileName = text(from);
    int count = count(from, MAX_ENTRIES);
    List<String> passwords = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      passwords.add(text(from));
    }
    List<String> limits = new ArrayList<>();
    for (int i = 0; i < ReadingLimits.WORDS; i++) {
      limits.add(text(from));
    }
    return new Request(content, fileName, passwords, ReadingLimits.ofWords(limits), spent(from));
  }

  static void write(DataOutputStream to, Answer answer) throws IOException {
    text(to, answer.mediaType());
    spent(to, answer.spent());
    refusal(to, answer.refusal());
    Extracted extracted = answer.extracted();
    to.writeBoolean(extracted != null);
    if (extracted != null) {
      extracted(to, extracted);
    }
    to.writeBoolean(answer.last());
    to.flush();
  }

  static Answer answer(DataInputStream from) throws IOException {
    String mediaType = textOrNull(from);
    Budget.Spent spent = spent(from);
    Refusal refusal = refusal(from);
    Extracted extracted = from.readBoolean() ? extracted(from) : null;
    if ((refusal == null) == (extracted == null)) {
      throw new IOException("an answer that is none");
    }
    return new Answer(mediaType, spent, extracted, refusal, from.readBoolean());
  }

  private static void extracted(DataOutputStream to, Extracted extracted) throws IOException {
    text(to, extracted.mediaType());
    text(to, extracted.kind());
    text(to, extracted.mapping());
    text(to, extracted.title());
    Instant sentAt = extracted.sentAt();
    to.writeBoolean(sentAt != null);
    if (sentAt != null) {
      to.writeLong(sentAt.toEpochMilli());
    }
    texts(to, extracted.metadata());
    texts(to, extracted.headers());
    text(to, extracted.text());
    to.writeInt(extracted.members().size());
    for (Member member : extracted.members()) {
      text(to, member.name());
      bytes(to, member.bytes());
      to.writeLong(member.size());
      refusal(to, member.refusal());
      texts(to, member.headers());
    }
    to.writeInt(extracted.partHeaders().size());
    for (Map<String, String> part : extracted.partHeaders()) {
      texts(to, part);
    }
    to.writeInt(extracted.issues().size());
    for (String issue : extracted.issues()) {
      text(to, issue);
    }
    bytes(to, extracted.opened());
  }

  private static Extracted extracted(DataInputStream from) throws IOException {
    String mediaType = text(from);
    String kind = text(from);
    String mapping = textOrNull(from);
    String title = textOrNull(from);
    Instant sentAt = from.readBoolean() ? Instant.ofEpochMilli(from.readLong()) : null;
    Map<String, String> metadata = texts(from);
    Map<String, String> headers = texts(from);
    String text = textOrNull(from);
    int count = count(from, MAX_ENTRIES);
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      members.add(
          new Member(text(from), bytesOrNull(from), from.readLong(), refusal(from), texts(from)));
    }
    int parts = count(from, MAX_ENTRIES);
    List<Map<String, String>> partHeaders = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      partHeaders.add(texts(from));
    }
    int odd = count(from, MAX_ENTRIES);
    Set<String> issues = new LinkedHashSet<>();
    for (int i = 0; i < odd; i++) {
      issues.add(text(from));
    }
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
        issues,
        partHeaders,
        bytesOrNull(from));
  }

  private static void spent(DataOutputStream to, Budget.Spent spent) throws IOException {
    to.writeInt(spent.members());
    to.writeLong(spent.unfoldedBytes());
  }

  private static Budget.Spent spent(DataInputStream from) throws IOException {
    return new Budget.Spent(from.readInt(), from.readLong());
  }

  private static void refusal(DataOutputStream to, @Nullable Refusal refusal) throws IOException {
    to.writeBoolean(refusal != null);
    if (refusal != null) {
      to.writeInt(refusal.reason().ordinal());
      text(to, refusal.words());
    }
  }

  private static @Nullable Refusal refusal(DataInputStream from) throws IOException {
    if (!from.readBoolean()) {
      return null;
    }
    Reason[] reasons = Reason.values();
    return new Refusal(reasons[count(from, reasons.length - 1)], text(from));
  }

  private static void texts(DataOutputStream to, Map<String, String> texts) throws IOException {
    to.writeInt(texts.size());
    for (Map.Entry<String, String> entry : texts.entrySet()) {
      text(to, entry.getKey());
      text(to, entry.getValue());
    }
  }

  private static Map<String, String> texts(DataInputStream from) throws IOException {
    int count = count(from, MAX_ENTRIES);
    Map<String, String> texts = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      texts.put(text(from), text(from));
    }
    return texts;
  }
}
