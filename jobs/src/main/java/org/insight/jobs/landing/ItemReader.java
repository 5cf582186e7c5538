package org.insight.jobs.landing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.insight.jobs.landing.mapping.MalformedItemException;
import org.insight.jobs.landing.mapping.Mapping;
import org.insight.jobs.landing.mapping.Mappings;
import org.insight.policy.Addressees;
import org.insight.policy.Dispatch;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file and all that it holds into arrivals: the file first, then its attachments or
 * members, each with the policy of the file. Whatever is in a file, reading it ends in arrivals:
 * what cannot be read is one with its reason. Not for several threads at once.
 */
public final class ItemReader implements AutoCloseable {

  /** A file with all that it holds may take this many times as long as one item. */
  private static final int ITEMS_OF_TIME = 10;

  private static final int PROLOG_BYTES = 1 << 16;
  private static final Pattern FURTHER_MESSAGE = Pattern.compile("\\nFrom [^\\n]*\\d:\\d\\d");
  private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]*");
  private static final Set<String> HEADERS =
      Set.of(
          "from",
          "to",
          "subject",
          "date",
          "mime-version",
          "received",
          "message-id",
          "return-path",
          "delivered-to",
          "cc",
          "reply-to",
          "content-type");

  private final ReadingLimits limits;
  private final Mappings mappings;
  private final TimeLimit time = new TimeLimit();

  public ItemReader(ReadingLimits limits, Mappings mappings) {
    this.limits = limits;
    this.mappings = mappings;
  }

  /** Ends the thread that it reads in. */
  @Override
  public void close() {
    time.close();
  }

  /**
   * Size, policy and id of a file, without parsing it and without holding it in memory.
   *
   * @param path below the inbox, with {@code /}
   */
  public static Identified identify(String path, ItemSource source, PolicyFinder policies) {
    long size = 0;
    try (InputStream in = source.open();
        Counting counting = new Counting(in)) {
      String sha = ItemIds.sha256(counting);
      size = counting.count;
      PolicyResult policy = policies.find(path, source);
      return new Identified(path, size, sha, ItemIds.file(policy.policyId(), sha), policy);
    } catch (IOException e) {
      PolicyResult policy = policies.around(path);
      return new Identified(
          path,
          size,
          ItemIds.sha256(new byte[0]),
          ItemIds.unreadable(policy.policyId(), path),
          policy);
    }
  }

  /**
   * Reads a file.
   *
   * @param path below the inbox, with {@code /}
   * @return the file first; never empty
   */
  public List<Arrival> read(String path, ItemSource source, PolicyFinder policies) {
    byte[] bytes;
    try (InputStream in = source.open()) {
      // One byte more than is allowed tells a file of just the limit from a larger one.
      bytes = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 16, limits.maxBytes() + 1));
    } catch (IOException e) {
      Identified file = identify(path, source, policies);
      return List.of(
          unread(
              root(file),
              null,
              file.sizeBytes(),
              file.contentSha256(),
              null,
              new Refusal(Reason.UNREADABLE, "The file cannot be opened or read to its end")));
    }
    boolean tooLarge = bytes.length > limits.maxBytes();
    byte[] content = bytes;
    Identified file =
        identify(path, tooLarge ? source : () -> new ByteArrayInputStream(content), policies);
    Node root = root(file);
    if (file.policy().addressees().leaveOutSecretariat()) {
      // Before all else, so that not even its bytes are kept.
      return List.of(unread(root, null, file.sizeBytes(), file.contentSha256(), null, notForUs()));
    }
    if (tooLarge) {
      return List.of(
          unread(
              root,
              null,
              file.sizeBytes(),
              file.contentSha256(),
              null,
              new Budget(limits).tooLarge()));
    }
    if (!(file.policy() instanceof PolicyResult.Found)) {
      return List.of(
          unread(root, null, bytes.length, file.contentSha256(), bytes, quarantine(file.policy())));
    }
    List<Arrival> arrivals = new ArrayList<>();
    long end = System.nanoTime() + limits.maxSeconds() * 1_000_000_000L * ITEMS_OF_TIME;
    item(root, bytes, file.contentSha256(), new Budget(limits), end, arrivals);
    return arrivals;
  }

  /** An item's place and policy. */
  private record Node(
      String itemId,
      @Nullable Node parent,
      String rootItemId,
      int depth,
      String path,
      PolicyResult policy) {

    String fileName() {
      String name = path.substring(path.lastIndexOf("!/") < 0 ? 0 : path.lastIndexOf("!/") + 2);
      return name.substring(name.lastIndexOf('/') + 1);
    }
  }

  private static Node root(Identified file) {
    return new Node(file.itemId(), null, file.itemId(), 0, file.path(), file.policy());
  }

  private static Node member(Node container, String place, String contentSha256) {
    return new Node(
        ItemIds.member(container.policy().policyId(), contentSha256, container.itemId(), place),
        container,
        container.rootItemId(),
        container.depth() + 1,
        container.path() + "!/" + place,
        container.policy());
  }

  /** What was made of an item's bytes. */
  private record Looked(
      String mediaType,
      String kind,
      @Nullable String mapping,
      @Nullable String title,
      @Nullable Instant sentAt,
      Map<String, String> metadata,
      @Nullable String text,
      List<Member> members,
      Set<String> issues) {}

  private void item(
      Node node, byte[] bytes, String sha, Budget budget, long end, List<Arrival> into) {
    String[] mediaType = new String[1];
    Looked looked;
    try {
      if (node.depth() > limits.maxDepth()) {
        throw new Refusal(
            Reason.TOO_DEEP,
            "It lies in more containers, one within another, than the limit of "
                + limits.maxDepth());
      }
      if (bytes.length == 0) {
        throw new Refusal(Reason.EMPTY, "It has no bytes");
      }
      refuseOtherPolicy(node, OwnPolicy.in(bytes));
      long left = (end - System.nanoTime()) / 1_000_000;
      looked =
          time.call(
              () -> look(node, bytes, budget, mediaType),
              Math.min(left, limits.maxSeconds() * 1000L));
    } catch (Refusal refusal) {
      into.add(unread(node, mediaType[0], bytes.length, sha, bytes, refusal));
      return;
    }
    into.add(
        new Arrival(
            node.itemId(),
            parentId(node),
            node.rootItemId(),
            node.depth(),
            node.path(),
            looked.mediaType(),
            looked.kind(),
            looked.mapping(),
            Outcome.READ,
            null,
            null,
            bytes.length,
            sha,
            bytes,
            looked.title(),
            looked.sentAt(),
            looked.metadata(),
            looked.text(),
            List.copyOf(looked.issues()),
            canonical(node.policy()),
            node.policy().policyId()));
    int container = into.size() - 1;
    members(node, looked.members(), budget, end, into);
    if (into.subList(container + 1, into.size()).stream()
        .anyMatch(member -> member.reasonCode() == Reason.NOT_ADDRESSED)) {
      // Its bytes hold the member's.
      into.set(container, into.get(container).withoutContent("holds_what_was_sent_to_others"));
    }
  }

  private void members(
      Node container, List<Member> members, Budget budget, long end, List<Arrival> into) {
    Map<String, Integer> taken = new HashMap<>();
    for (Member member : members) {
      String name = clean(member.name());
      int number = taken.merge(name, 1, Integer::sum);
      String place = number == 1 ? name : name + "#" + number;
      byte[] bytes = member.bytes();
      if (bytes == null) {
        String sha = ItemIds.sha256(new byte[0]);
        Refusal refusal = member.refusal();
        into.add(
            unread(
                member(container, place, sha),
                null,
                member.size(),
                sha,
                null,
                refusal == null
                    ? new Refusal(Reason.UNREADABLE, "It cannot be taken out of its container")
                    : refusal));
      } else {
        String sha = ItemIds.sha256(bytes);
        item(member(container, place, sha), bytes, sha, budget, end, into);
      }
    }
  }

  /** Runs in a thread of its own. */
  private Looked look(Node node, byte[] bytes, Budget budget, String[] mediaType) {
    Parsing parsing = Parsing.shared();
    String type = parsing.detect(bytes);
    mediaType[0] = type;
    if (textual(type)) {
      if (type.endsWith("xml") && declaresEntities(bytes)) {
        throw new Refusal(
            Reason.UNSAFE_XML,
            "It declares XML entities, which are not followed: they can fetch other files or"
                + " exhaust a machine");
      }
      Optional<Envelope> envelope = Envelope.in(bytes, budget);
      if (envelope.isPresent()) {
        mediaType[0] = Envelope.MEDIA_TYPE;
        refuseOtherPolicy(node, envelope.get().policy());
        return looked(envelope.get());
      }
      Optional<Mapping> mapping = mappings.find(bytes, node.fileName());
      if (mapping.isPresent()) {
        mediaType[0] = mapping.get().mediaType();
        return mapped(mapping.get(), bytes);
      }
      if (!type.equals("message/rfc822") && startsLikeMessage(bytes)) {
        type = "message/rfc822";
        mediaType[0] = type;
      }
    }
    if (type.startsWith("application/pkcs7")) {
      switch (SignedMessage.holds(bytes)) {
        case ENCRYPTED ->
            throw new Refusal(Reason.ENCRYPTED, "It is encrypted for the holder of a key");
        case SIGNATURE_ONLY -> {
          return new Looked(
              type, "other", null, null, null, Map.of(), null, List.of(), Set.of("signature_only"));
        }
        case CONTENTS, UNKNOWN -> {
          // For its parser.
        }
      }
    }
    if (!Archives.unfolds(type)
        && !parsing.reads(type)
        && (parsing.zipped(type) || startsLikeZip(bytes))) {
      type = "application/zip";
    }
    Optional<Archives.Unfolded> unfolded = unfolded(type, bytes, node.fileName(), budget);
    if (unfolded.isPresent()) {
      return new Looked(
          type,
          "archive",
          null,
          null,
          null,
          Map.of(),
          null,
          unfolded.get().members(),
          unfolded.get().issues());
    }
    if (!parsing.reads(type)) {
      throw new Refusal(
          Reason.UNSUPPORTED,
          type.equals("application/octet-stream")
              ? "Its format is not recognised"
              : "There is no reader for its format, " + type);
    }
    byte[] parsed = bytes;
    if (type.equals("application/mbox") && isOneMessage(bytes)) {
      type = "message/rfc822";
      mediaType[0] = type;
      parsed = withoutFirstLine(bytes);
    }
    Parsing.Reading reading = parsing.read(parsed, type, budget);
    refuseOtherPolicy(node, fromHeaders(reading.headers()));
    return new Looked(
        type,
        kind(type, reading),
        null,
        reading.title(),
        reading.sentAt(),
        reading.metadata(),
        reading.text(),
        reading.members(),
        reading.issues());
  }

  /** What archives, databases and workbooks of extracts hold; empty for all other files. */
  private Optional<Archives.Unfolded> unfolded(
      String type, byte[] bytes, String fileName, Budget budget) {
    if (Archives.unfolds(type)) {
      return Optional.of(Archives.unfold(type, bytes, fileName, budget));
    }
    Optional<Archives.Unfolded> tables = Databases.unfold(type, bytes, budget);
    return tables.isPresent() ? tables : Workbooks.unfold(type, bytes, mappings, budget);
  }

  private static Looked looked(Envelope envelope) {
    return new Looked(
        Envelope.MEDIA_TYPE,
        "message",
        null,
        envelope.title(),
        envelope.sentAt(),
        envelope.metadata(),
        envelope.text(),
        envelope.members(),
        envelope.issues());
  }

  private static Looked mapped(Mapping mapping, byte[] bytes) {
    Mapping.Summary summary;
    try {
      summary = mapping.summary(bytes);
    } catch (MalformedItemException e) {
      throw new Refusal(
          Reason.CORRUPT, "It looks like " + mapping.id() + ", but " + e.getMessage(), e);
    }
    Set<String> issues = new LinkedHashSet<>(summary.issues());
    Instant sentAt = null;
    if (summary.sentOn() != null) {
      try {
        sentAt =
            LocalDate.parse(summary.sentOn().replace('/', '-'))
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
      } catch (DateTimeException e) {
        issues.add("sent_at_not_a_date");
      }
    }
    return new Looked(
        mapping.mediaType(),
        mapping.kind(),
        mapping.id(),
        null,
        sentAt,
        Map.of(),
        summary.text(),
        List.of(),
        issues);
  }

  /**
   * What shows up within an item: that it was sent to others; or a policy other than its own. Which
   * of the two its source meant is not for the platform to guess, so nobody sees the item.
   */
  private static void refuseOtherPolicy(Node node, Optional<PolicyResult> own) {
    if (own.isEmpty()) {
      return;
    }
    if (own.get().addressees().leaveOutSecretariat()) {
      throw notForUs();
    }
    if (own.get() instanceof PolicyResult.Missing) {
      return;
    }
    if (own.get() instanceof PolicyResult.Malformed) {
      throw quarantine(own.get());
    }
    if (!own.get().policyId().equals(node.policy().policyId())) {
      throw new Refusal(
          Reason.POLICY_CONFLICT,
          node.depth() == 0
              ? "It brings a policy where none is looked for, other than the one it came with"
              : "It brings a policy other than that of the message or archive that it came in");
    }
  }

  private static Optional<PolicyResult> fromHeaders(Map<String, String> headers) {
    try {
      return Dispatch.fromHeaders(headers).map(OwnPolicy::result);
    } catch (IllegalArgumentException e) {
      return Optional.of(new PolicyResult.Malformed("its policy headers are malformed"));
    }
  }

  private static Refusal notForUs() {
    return new Refusal(
        Reason.NOT_ADDRESSED,
        "It was sent to others and not to the General Secretariat, so it is not read");
  }

  private static Refusal quarantine(PolicyResult policy) {
    if (policy instanceof PolicyResult.Malformed malformed) {
      return new Refusal(
          Reason.BAD_POLICY,
          "The policy that it came with cannot be used, so nobody may see it: "
              + malformed.message());
    }
    return new Refusal(
        Reason.NO_POLICY,
        "It came without a policy, of its own, beside it or in a folder above, so nobody may see"
            + " it");
  }

  private static Arrival unread(
      Node node,
      @Nullable String mediaType,
      long size,
      String sha,
      byte @Nullable [] content,
      Refusal refusal) {
    boolean quarantined =
        switch (refusal.reason()) {
          case NO_POLICY, BAD_POLICY, POLICY_CONFLICT, NOT_ADDRESSED -> true;
          default -> !(node.policy() instanceof PolicyResult.Found);
        };
    PolicyResult policy = quarantined ? new PolicyResult.Missing(Addressees.UNSAID) : node.policy();
    return new Arrival(
        node.itemId(),
        parentId(node),
        node.rootItemId(),
        node.depth(),
        node.path(),
        mediaType,
        null,
        null,
        quarantined ? Outcome.QUARANTINED : Outcome.REJECTED,
        refusal.reason(),
        refusal.words(),
        size,
        sha,
        refusal.reason() == Reason.NOT_ADDRESSED ? null : content,
        null,
        null,
        Map.of(),
        null,
        List.of(),
        canonical(policy),
        policy.policyId());
  }

  private static @Nullable String parentId(Node node) {
    return node.parent() == null ? null : node.parent().itemId();
  }

  private static @Nullable String canonical(PolicyResult policy) {
    return policy instanceof PolicyResult.Found found ? found.policy().canonical() : null;
  }

  private static String kind(String type, Parsing.Reading reading) {
    if (type.equals("application/mbox")) {
      return "archive";
    }
    if (Parsing.isMessage(type)) {
      return "message";
    }
    if (type.startsWith("image/")) {
      return "image";
    }
    boolean media = type.startsWith("audio/") || type.startsWith("video/");
    // A PDF without text is a scan: still a document.
    return !media && (reading.text() != null || type.equals("application/pdf"))
        ? "document"
        : "other";
  }

  private static boolean startsLikeZip(byte[] bytes) {
    return bytes.length > 4 && bytes[0] == 'P' && bytes[1] == 'K' && bytes[2] < 9 && bytes[3] < 9;
  }

  /** Whether a mailbox has one message: then the line that mailboxes put before it is all. */
  private static boolean isOneMessage(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return !FURTHER_MESSAGE.matcher(text).find();
  }

  private static byte[] withoutFirstLine(byte[] bytes) {
    int end = 0;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    return Arrays.copyOfRange(bytes, Math.min(end + 1, bytes.length), bytes.length);
  }

  private static boolean textual(String type) {
    return type.startsWith("text/")
        || type.endsWith("+xml")
        || type.equals("application/json")
        || type.equals("application/xml")
        || type.equals("application/octet-stream")
        || type.equals("message/rfc822");
  }

  private static boolean declaresEntities(byte[] bytes) {
    String prolog =
        new String(bytes, 0, Math.min(bytes.length, PROLOG_BYTES), StandardCharsets.ISO_8859_1)
            .replace("\u0000", "");
    return prolog.contains("<!ENTITY");
  }

  /** Two of the usual headers before the first blank line, and nothing but headers there. */
  private static boolean startsLikeMessage(byte[] bytes) {
    String head =
        new String(bytes, 0, Math.min(bytes.length, PROLOG_BYTES), StandardCharsets.ISO_8859_1);
    int known = 0;
    for (String line : head.split("\r?\n|\r", -1)) {
      if (line.isEmpty()) {
        break;
      }
      if (line.charAt(0) == ' ' || line.charAt(0) == '\t') {
        continue;
      }
      int colon = line.indexOf(':');
      if (colon < 1 || !HEADER_NAME.matcher(line.substring(0, colon).strip()).matches()) {
        break;
      }
      known += HEADERS.contains(line.substring(0, colon).strip().toLowerCase(Locale.ROOT)) ? 1 : 0;
    }
    return known >= 2;
  }

  /** Names without the characters that would break a line or hide what they say. */
  private static String clean(String name) {
    String clean = name.replaceAll("[\\p{Cntrl}\\p{Cf}]", "_").strip();
    return clean.isEmpty() ? "member" : clean.substring(0, Math.min(clean.length(), 400));
  }

  /** Counts what is read. */
  private static final class Counting extends java.io.FilterInputStream {

    private long count;

    Counting(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int got = super.read();
      count += got < 0 ? 0 : 1;
      return got;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int got = super.read(into, from, length);
      count += Math.max(0, got);
      return got;
    }
  }
}
