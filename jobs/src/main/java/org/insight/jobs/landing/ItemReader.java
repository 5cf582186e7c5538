package org.insight.jobs.landing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.insight.core.Sha256;
import org.insight.jobs.landing.extract.Budget;
import org.insight.jobs.landing.extract.ExtractProcesses;
import org.insight.jobs.landing.extract.Extracted;
import org.insight.jobs.landing.extract.Mailbox;
import org.insight.jobs.landing.extract.Member;
import org.insight.jobs.landing.extract.Passwords;
import org.insight.jobs.landing.extract.PolicyLike;
import org.insight.jobs.landing.extract.ReadingLimits;
import org.insight.jobs.landing.extract.Reason;
import org.insight.jobs.landing.extract.Refusal;
import org.insight.jobs.landing.extract.Unread;
import org.insight.observe.SlowItem;
import org.insight.policy.Addressees;
import org.insight.policy.Dispatch;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file and all that it holds into arrivals: the file first, then its attachments or
 * members, each with the policy of the file. Whatever is in a file, reading it ends in arrivals:
 * what cannot be read is one with its reason. Not for several threads at once.
 */
public final class ItemReader {

  /** A file with all that it holds may take this many times as long as one item. */
  private static final int ITEMS_OF_TIME = 10;

  /** In seconds. */
  private static final double A_MOMENT = 0.05;

  /** No limit of an item can be more, in bytes: it is in memory as one array. */
  private static final long LONGEST = Integer.MAX_VALUE - 16;

  /** Of a file that is longer: what is looked at for its policy, in bytes. */
  private static final int BEGINNING = 1 << 20;

  private static final String MALFORMED_HEADERS = "its policy headers are malformed";

  /** Of a member, in characters. */
  private static final int LONGEST_NAME = 400;

  private final ReadingLimits limits;
  private final ExtractProcesses processes;
  private final Consumer<SlowItem> slow;

  /**
   * @param mappings texts of mapping files beside those of the platform
   */
  public ItemReader(ReadingLimits limits, List<String> mappings) {
    this(limits, mappings, item -> {});
  }

  /**
   * @param mappings texts of mapping files beside those of the platform
   * @param slow is told of items that took longer than a moment
   */
  public ItemReader(ReadingLimits limits, List<String> mappings, Consumer<SlowItem> slow) {
    this.limits = limits;
    this.slow = slow;
    processes = new ExtractProcesses(limits, mappings);
  }

  /**
   * Size, policy and id of a file, without parsing it and without holding it in memory. One that is
   * longer than any that is read is not gone through: its path stands for its bytes.
   *
   * @param path below the inbox, with {@code /}
   */
  public static Identified identify(String path, ItemSource source, PolicyFinder policies) {
    long size = 0;
    try (InputStream in = source.open();
        Counting counting = new Counting(in)) {
      if (source.sizeBytes() > LONGEST) {
        size = source.sizeBytes();
        byte[] beginning = in.readNBytes(BEGINNING);
        return unread(path, size, policies.find(path, () -> new ByteArrayInputStream(beginning)));
      }
      String sha = ItemIds.sha256(counting);
      size = counting.count;
      PolicyResult policy = policies.find(path, source);
      String itemId =
          policy.addressees().leaveOutSecretariat()
              ? ItemIds.sentToOthers(policy.policyId(), sha)
              : ItemIds.file(policy.policyId(), sha);
      return new Identified(path, size, sha, itemId, policy);
    } catch (IOException e) {
      return unread(path, size, policies.around(path));
    }
  }

  private static Identified unread(String path, long size, PolicyResult policy) {
    return new Identified(
        path, size, Sha256.hex(new byte[0]), ItemIds.unreadable(policy.policyId(), path), policy);
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
      Refusal refusal =
          e instanceof LinkOutsideException
              ? new Refusal(
                  Reason.LINK_OUTSIDE,
                  "A link leads out of the inbox to a folder that intake.link_roots does not name")
              : new Refusal(Reason.UNREADABLE, "The file cannot be opened or read to its end");
      Identified file = identify(path, source, policies);
      return List.of(
          unread(root(file), null, file.sizeBytes(), file.contentSha256(), null, refusal));
    }
    boolean tooLarge = bytes.length > limits.maxBytes() || source.sizeBytes() > LONGEST;
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
    try {
      item(
          root,
          bytes,
          file.contentSha256(),
          Map.of(),
          List.of(),
          new Budget(limits),
          end,
          arrivals);
    } catch (Refusal whole) {
      String mediaType = arrivals.get(0).mediaType();
      return List.of(unread(root, mediaType, bytes.length, file.contentSha256(), bytes, whole));
    }
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

  /**
   * @param headers of the part of a message that it came in
   * @param passwords that may open it
   * @throws Refusal where the whole file is not to be read, its root, which is an arrival by then,
   *     included
   */
  private void item(
      Node node,
      byte[] bytes,
      String sha,
      Map<String, String> headers,
      List<String> passwords,
      Budget budget,
      long end,
      List<Arrival> into) {
    String mediaType = null;
    Extracted looked;
    try {
      refuseOtherPolicy(node, fromHeaders(headers));
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
      looked = read(node, bytes, passwords, budget, end);
      mediaType = looked.mediaType();
      refuseOtherPolicy(node, fromHeaders(looked));
      for (Map<String, String> part : looked.partHeaders()) {
        refuseOtherPolicy(node, fromHeaders(part));
      }
      if (!looked.mediaType().equals(Mailbox.MEDIA_TYPE)) {
        refuseOtherPolicy(node, OwnPolicy.ofOneItem(bytes));
      }
      budget.keep(looked);
    } catch (Unread unread) {
      into.add(unread(node, unread.mediaType(), bytes.length, sha, bytes, unread.refusal()));
      return;
    } catch (Refusal refusal) {
      into.add(unread(node, mediaType, bytes.length, sha, bytes, refusal));
      return;
    }
    byte[] opened = looked.opened();
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
            opened == null ? bytes : opened,
            looked.title(),
            looked.sentAt(),
            looked.metadata(),
            looked.text(),
            List.copyOf(looked.issues()),
            canonical(node.policy()),
            node.policy().policyId()));
    int container = into.size() - 1;
    refuseOtherPolicyFiles(node, looked.members());
    members(node, looked.members(), within(looked, passwords), budget, end, into);
    Set<Reason> within =
        into.subList(container + 1, into.size()).stream()
            .map(Arrival::reasonCode)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    boolean toOthers = within.contains(Reason.NOT_ADDRESSED);
    boolean quarantined =
        within.contains(Reason.POLICY_CONFLICT) || within.contains(Reason.BAD_POLICY);
    if ((toOthers || quarantined) && looked.mediaType().equals(Mailbox.MEDIA_TYPE)) {
      into.subList(container, into.size()).clear();
      into.add(unread(node, mediaType, bytes.length, sha, bytes, ofMailbox(toOthers)));
    } else if (toOthers) {
      // Its bytes hold those of its members, and whoever sees it could take them out.
      into.set(container, into.get(container).withoutContent("holds_what_was_sent_to_others"));
    } else if (quarantined) {
      into.set(container, into.get(container).withoutContent("holds_what_is_quarantined"));
    }
  }

  private Extracted read(Node node, byte[] bytes, List<String> passwords, Budget budget, long end)
      throws Unread {
    long began = System.nanoTime();
    long left = Math.min((end - began) / 1_000_000, limits.maxSeconds() * 1000L);
    String mediaType = null;
    try {
      Extracted looked = processes.read(bytes, node.fileName(), passwords, budget, left);
      mediaType = looked.mediaType();
      return looked;
    } catch (Unread e) {
      mediaType = e.mediaType();
      throw e;
    } finally {
      double seconds = (System.nanoTime() - began) / 1e9;
      if (seconds > A_MOMENT) {
        slow.accept(
            new SlowItem(node.itemId(), mediaType == null ? "" : mediaType, bytes.length, seconds));
      }
    }
  }

  /** What may open what a container holds: what it says itself first. */
  private static List<String> within(Extracted container, List<String> around) {
    String text = container.text();
    if (text == null || !container.kind().equals("message")) {
      return around;
    }
    List<String> all = new ArrayList<>(Passwords.in(text));
    all.addAll(around);
    return all.stream().distinct().limit(Passwords.MOST).toList();
  }

  private void members(
      Node container,
      List<Member> members,
      List<String> passwords,
      Budget budget,
      long end,
      List<Arrival> into) {
    Map<String, Integer> numbers = new HashMap<>();
    Set<String> taken = new HashSet<>();
    for (Member member : members) {
      if (member.isLink()) {
        continue;
      }
      String name = clean(member.name());
      String place;
      do {
        int number = numbers.merge(name, 1, Integer::sum);
        place = number == 1 ? name : name + "#" + number;
        // Another member may be called so by itself.
      } while (!taken.add(place));
      byte[] bytes = member.bytes();
      if (bytes == null) {
        String sha = Sha256.hex(new byte[0]);
        Node node = member(container, place, sha);
        Refusal refusal = member.refusal();
        if (refusal == null) {
          refusal = new Refusal(Reason.UNREADABLE, "It cannot be taken out of its container");
        }
        try {
          refuseOtherPolicy(node, fromHeaders(member.headers()));
        } catch (Refusal ofPolicy) {
          refusal = ofPolicy;
        }
        into.add(unread(node, null, member.size(), sha, null, refusal));
      } else {
        String sha = Sha256.hex(bytes);
        item(
            member(container, place, sha),
            bytes,
            sha,
            member.headers(),
            passwords,
            budget,
            end,
            into);
      }
    }
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

  /**
   * A policy file speaks of what lay around it where it was packed, which is not told here: of one
   * member, or of more than its container holds. So one that says anything else than what the file
   * came with is a reason to show nothing of that.
   */
  private static void refuseOtherPolicyFiles(Node container, List<Member> members) {
    boolean others = false;
    Set<String> names = members.stream().map(ItemReader::baseName).collect(Collectors.toSet());
    for (Member member : members) {
      byte[] bytes = member.bytes();
      String name = baseName(member);
      if (PolicyFinder.meansPolicy(name) && !PolicyFinder.isCompanion(name, names)
          || bytes != null && PolicyLike.isText(bytes)) {
        PolicyResult said = policyIn(member);
        if (said.addressees().leaveOutSecretariat()) {
          throw new Refusal(
              Reason.NOT_ADDRESSED,
              "It holds a policy file that says that it was sent to others and not to the General"
                  + " Secretariat, so it is not read");
        }
        others |=
            !(said instanceof PolicyResult.Found)
                || !said.policyId().equals(container.policy().policyId());
      }
    }
    if (others) {
      throw new Refusal(
          Reason.POLICY_CONFLICT,
          "It holds a policy file that says something else than the policy that it came with, or"
              + " cannot be used; of what in it that speaks is not known, so nobody may see any of"
              + " it");
    }
  }

  private static PolicyResult policyIn(Member member) {
    byte[] bytes = member.bytes();
    return bytes == null || bytes.length > Inbox.MAX_POLICY_BYTES
        ? new PolicyResult.Malformed("a policy file cannot be read")
        : PolicyFinder.parse(new String(bytes, StandardCharsets.UTF_8));
  }

  /** Without the folders before it and without what nobody sees. */
  private static String baseName(Member member) {
    return Member.withoutFolders(PolicyLike.seen(member.name()));
  }

  private static Optional<PolicyResult> fromHeaders(Extracted looked) {
    // An envelope's are texts of XML, and those of mail as they came.
    return looked.isEnvelope() ? policy(looked.headers()) : fromHeaders(looked.headers());
  }

  /** Of a message, or of a part of one, as they came. */
  private static Optional<PolicyResult> fromHeaders(Map<String, String> headers) {
    if (headers.keySet().stream().anyMatch(PolicyLike::isHeader)) {
      return Optional.of(new PolicyResult.Malformed(OwnPolicy.NEARLY_A_HEADER));
    }
    try {
      return policy(OwnPolicy.decoded(headers));
    } catch (IllegalArgumentException e) {
      return Optional.of(new PolicyResult.Malformed(MALFORMED_HEADERS));
    }
  }

  private static Optional<PolicyResult> policy(Map<String, String> headers) {
    try {
      return Dispatch.fromHeaders(headers).map(OwnPolicy::result);
    } catch (IllegalArgumentException e) {
      return Optional.of(new PolicyResult.Malformed(MALFORMED_HEADERS));
    }
  }

  /**
   * Where a message of a mailbox ends only a line tells, and its text may have lines like it: what
   * is behind one that nobody may see may be the rest of it.
   */
  private static Refusal ofMailbox(boolean toOthers) {
    return toOthers
        ? new Refusal(
            Reason.NOT_ADDRESSED,
            "It is a mailbox with a message that was sent to others and not to the General"
                + " Secretariat, and where in it that ends is not told for sure, so it is not read")
        : new Refusal(
            Reason.POLICY_CONFLICT,
            "It is a mailbox with a message that brings a policy other than the one it came with,"
                + " or one that cannot be used, and where in it that ends is not told for sure, so"
                + " nobody may see any of it");
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

  /** Names without the characters that would break a line or hide what they say. */
  private static String clean(String name) {
    String clean = name.replaceAll("[\\p{Cntrl}\\p{Cf}]", "_").strip();
    return clean.isEmpty() ? "member" : cut(clean);
  }

  /** Never within a character: halves of two are one byte in an id, so that members were one. */
  private static String cut(String name) {
    if (name.length() <= LONGEST_NAME) {
      return name;
    }
    boolean within = Character.isHighSurrogate(name.charAt(LONGEST_NAME - 1));
    return name.substring(0, within ? LONGEST_NAME - 1 : LONGEST_NAME);
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
      if (count > LONGEST) {
        throw new IOException("a file is longer than it was when it was listed");
      }
      return got;
    }
  }
}
