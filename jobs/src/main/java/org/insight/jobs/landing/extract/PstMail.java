package org.insight.jobs.landing.extract;

import com.pff.PSTAttachment;
import com.pff.PSTException;
import com.pff.PSTMessage;
import com.pff.PSTRecipient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mail of an Outlook folder (MS-PST), which is no file there but rows of a database, written as
 * the file that it would be.
 *
 * @param whole whether all that is attached to it is in it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PstMail(byte[] bytes, boolean whole) {

  /** Characters; a mail with one of over 100,000 is taken for damaged. */
  private static final int LONGEST_HEADER = 90_000;

  private static final Map<Integer, String> RECIPIENTS =
      Map.of(PSTRecipient.MAPI_TO, "To", PSTRecipient.MAPI_CC, "Cc", PSTRecipient.MAPI_BCC, "Bcc");

  /**
   * @throws PSTException where it is damaged; so any other exception may say
   */
  static PstMail of(PSTMessage mail, ReadingLimits limits) throws PSTException, IOException {
    return of(mail, limits, 0);
  }

  /**
   * @param level mails around it
   */
  private static PstMail of(PSTMessage mail, ReadingLimits limits, int level)
      throws PSTException, IOException {
    String plain = said(mail.getBody());
    String html = plain.isBlank() ? said(mail.getBodyHTML()) : "";
    List<MailFile.Attachment> attachments = new ArrayList<>();
    if (plain.isBlank() && html.isBlank()) {
      String rtf = said(mail.getRTFBody());
      if (!rtf.isBlank()) {
        byte[] bytes = rtf.getBytes(StandardCharsets.ISO_8859_1);
        attachments.add(new MailFile.Attachment("message.rtf", "application/rtf", bytes));
      }
    }
    boolean whole = true;
    long left = limits.maxBytes();
    int count = mail.getNumberOfAttachments();
    // One byte more than is allowed makes it too large as a member, which says so.
    for (int i = 0; i < count && left >= 0; i++) {
      try {
        PSTAttachment attachment = mail.getAttachment(i);
        PSTMessage within = attachment.getEmbeddedPSTMessage();
        byte[] bytes;
        if (within == null) {
          bytes = bytes(attachment, left + 1);
        } else if (level < limits.maxDepth()) {
          PstMail written = of(within, limits, level + 1);
          bytes = written.bytes();
          whole &= written.whole();
        } else {
          whole = false;
          continue;
        }
        attachments.add(
            new MailFile.Attachment(
                name(attachment, within),
                within == null ? typeOf(attachment) : MailFile.MESSAGE,
                bytes));
        left -= bytes.length;
      } catch (PSTException | IOException | RuntimeException e) {
        // It is damaged, or lies elsewhere and is only named here.
        whole = false;
      }
    }
    Map<String, String> headers = headers(mail);
    whole &= recipients(mail, headers);
    MailFile file =
        new MailFile(
            mail.getTransportMessageHeaders(),
            headers,
            html.isBlank() ? plain : html,
            !html.isBlank(),
            attachments);
    return new PstMail(file.bytes(level, limits.maxBytes()), whole);
  }

  private static byte[] bytes(PSTAttachment attachment, long most)
      throws PSTException, IOException {
    try (InputStream in = attachment.getFileInputStream()) {
      return in.readNBytes((int) Math.min(most, Integer.MAX_VALUE - 16));
    }
  }

  /**
   * A mail that came as a file is one like any other: its lines are not of the form of this one.
   */
  private static @Nullable String typeOf(PSTAttachment attachment) {
    String type = attachment.getMimeTag();
    return MailFile.MESSAGE.equalsIgnoreCase(type) ? null : type;
  }

  private static String name(PSTAttachment attachment, @Nullable PSTMessage within) {
    if (within != null) {
      String subject = said(within.getSubject());
      return (subject.isBlank() ? "message" : subject) + ".eml";
    }
    String name = said(attachment.getLongFilename());
    return name.isBlank() ? said(attachment.getFilename()) : name;
  }

  /** Those that are made of what Outlook keeps of a mail, as of one that was never sent. */
  private static Map<String, String> headers(PSTMessage mail) throws PSTException, IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    put(headers, "From", MailFile.mailbox(mail.getSenderName(), mail.getSenderEmailAddress()));
    put(headers, "Subject", MailFile.words(said(mail.getSubject())));
    put(headers, "Message-ID", said(mail.getInternetMessageId()));
    Date sent = mail.getClientSubmitTime();
    put(headers, "Date", date(sent == null ? mail.getMessageDeliveryTime() : sent));
    return headers;
  }

  /**
   * Adds whom it was sent to.
   *
   * @return whether all of them are in
   */
  private static boolean recipients(PSTMessage mail, Map<String, String> headers)
      throws PSTException, IOException {
    boolean all = true;
    int count = mail.getNumberOfRecipients();
    for (int i = 0; i < count; i++) {
      PSTRecipient recipient = mail.getRecipient(i);
      String smtp = said(recipient.getSmtpAddress());
      String name = RECIPIENTS.getOrDefault(recipient.getRecipientType(), "To");
      if (headers.getOrDefault(name, "").length() > LONGEST_HEADER) {
        all = false;
      } else {
        put(
            headers,
            name,
            MailFile.mailbox(
                recipient.getDisplayName(), smtp.isBlank() ? recipient.getEmailAddress() : smtp));
      }
    }
    return all;
  }

  private static void put(Map<String, String> headers, String name, String value) {
    if (!value.isBlank()) {
      headers.merge(name, value, (one, other) -> one + ", " + other);
    }
  }

  private static String date(@Nullable Date date) {
    try {
      return date == null
          ? ""
          : DateTimeFormatter.RFC_1123_DATE_TIME.format(date.toInstant().atOffset(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      // A year that no mail is of.
      return "";
    }
  }

  private static String said(@Nullable String text) {
    return text == null ? "" : text;
  }
}
