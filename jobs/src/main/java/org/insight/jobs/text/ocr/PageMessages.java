package org.insight.jobs.text.ocr;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.insight.process.MessageParts;

/** What the two sides of a process that reads pages send each other, big-endian. */
final class PageMessages {

  private static final int MAX_WORDS = 1 << 20;

  private PageMessages() {}

  /**
   * Pages to read of a file.
   *
   * @param pages from 1
   * @param scans those that are read only if they are scans
   */
  record Request(byte[] content, String mediaType, List<Integer> pages, Set<Integer> scans) {}

  static void write(DataOutputStream to, Request request) throws IOException {
    MessageParts.bytes(to, request.content());
    to.writeUTF(request.mediaType());
    to.writeInt(request.pages().size());
    for (int page : request.pages()) {
      to.writeInt(page);
      to.writeBoolean(request.scans().contains(page));
    }
    to.flush();
  }

  static Request request(DataInputStream from) throws IOException {
    byte[] content = MessageParts.bytes(from);
    String mediaType = from.readUTF();
    int count = MessageParts.count(from, MAX_WORDS);
    List<Integer> pages = new ArrayList<>(count);
    Set<Integer> scans = new HashSet<>();
    for (int i = 0; i < count; i++) {
      int page = from.readInt();
      pages.add(page);
      if (from.readBoolean()) {
        scans.add(page);
      }
    }
    return new Request(content, mediaType, pages, scans);
  }

  /**
   * What came of a page.
   *
   * @param last nothing more is to be asked of who answers, nor the further pages: an error came
   *     out of what it reads with, which may be in any state now
   */
  record Answer(PageReading reading, boolean last) {}

  static void write(DataOutputStream to, Answer answer) throws IOException {
    PageReading reading = answer.reading();
    to.writeInt(reading.page());
    to.writeBoolean(answer.last());
    to.writeUTF(reading.languages() == null ? "" : reading.languages());
    to.writeDouble(reading.confidence());
    to.writeInt(reading.rotation());
    to.writeInt(reading.width());
    to.writeInt(reading.height());
    to.writeUTF(reading.issue() == null ? "" : reading.issue());
    to.writeUTF(reading.note() == null ? "" : reading.note());
    to.writeInt(reading.words().size());
    for (PageWord word : reading.words()) {
      to.writeUTF(word.text());
      to.writeByte(word.gap().ordinal());
      to.writeInt(word.left());
      to.writeInt(word.top());
      to.writeInt(word.right());
      to.writeInt(word.bottom());
      to.writeFloat((float) word.confidence());
    }
    to.flush();
  }

  /**
   * The answer about the page that is asked for.
   *
   * @throws IOException where it is none, as of a worker that is not itself any more: what follows
   *     in the stream belongs to nothing then
   */
  static Answer answer(DataInputStream from, int asked) throws IOException {
    int page = from.readInt();
    if (page != asked) {
      throw new IOException("a reading of another page");
    }
    boolean last = from.readBoolean();
    String languages = from.readUTF();
    double confidence = from.readDouble();
    int rotation = from.readInt();
    int width = from.readInt();
    int height = from.readInt();
    String issue = from.readUTF();
    String note = from.readUTF();
    int count = MessageParts.count(from, MAX_WORDS);
    List<PageWord> words = new ArrayList<>(count);
    PageWord.Gap[] gaps = PageWord.Gap.values();
    for (int i = 0; i < count; i++) {
      words.add(
          new PageWord(
              from.readUTF(),
              gaps[MessageParts.count(from.readByte(), gaps.length - 1)],
              from.readInt(),
              from.readInt(),
              from.readInt(),
              from.readInt(),
              from.readFloat()));
    }
    PageReading reading =
        new PageReading(
            page,
            words,
            languages.isEmpty() ? null : languages,
            confidence,
            rotation,
            width,
            height,
            issue.isEmpty() ? null : issue,
            note.isEmpty() ? null : note);
    return new Answer(reading, last);
  }
}
