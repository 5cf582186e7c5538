package org.insight.jobs.landing.extract;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import net.lingala.zip4j.exception.ZipException;
import net.lingala.zip4j.io.inputstream.ZipInputStream;
import net.lingala.zip4j.model.LocalFileHeader;
import org.apache.commons.compress.PasswordRequiredException;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.ArchiveStreamFactory;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZFile;
import org.apache.commons.compress.archivers.sevenz.SevenZMethod;
import org.apache.commons.compress.archivers.sevenz.SevenZMethodConfiguration;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.CompressorStreamFactory;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Unfolds archives and compressed files in memory. Tika's own unpacking is not used: it says
 * neither which member was encrypted nor at what ratio it unpacks, and one bad member ends it.
 */
final class Archives {

  /** Media type to the name that commons-compress gives the format. */
  private static final Map<String, String> STREAMED =
      Map.of(
          "application/x-tar", ArchiveStreamFactory.TAR,
          "application/x-gtar", ArchiveStreamFactory.TAR,
          "application/x-cpio", ArchiveStreamFactory.CPIO,
          "application/x-arj", ArchiveStreamFactory.ARJ,
          "application/x-archive", ArchiveStreamFactory.AR,
          "application/x-unix-archive", ArchiveStreamFactory.AR);

  private static final Map<String, String> COMPRESSED =
      Map.ofEntries(
          Map.entry("application/gzip", CompressorStreamFactory.GZIP),
          Map.entry("application/x-bzip2", CompressorStreamFactory.BZIP2),
          Map.entry("application/x-bzip", CompressorStreamFactory.BZIP2),
          Map.entry("application/x-xz", CompressorStreamFactory.XZ),
          Map.entry("application/x-lzma", CompressorStreamFactory.LZMA),
          Map.entry("application/x-compress", CompressorStreamFactory.Z),
          Map.entry("application/zstd", CompressorStreamFactory.ZSTANDARD),
          Map.entry("application/zlib", CompressorStreamFactory.DEFLATE),
          Map.entry("application/x-snappy-framed", CompressorStreamFactory.SNAPPY_FRAMED),
          Map.entry("application/x-lz4", CompressorStreamFactory.LZ4_FRAMED));

  private static final Set<String> ZIPPED =
      Set.of("application/zip", "application/java-archive", "application/x-tika-java-web-archive");
  private static final String SEVEN_ZIP = "application/x-7z-compressed";
  private static final int MAX_DECODER_KIB = 256 << 10;
  static final String DAMAGED = "damaged";

  /** The members, and what was odd. */
  record Unfolded(List<Member> members, Set<String> issues) {

    private void add(Member member) {
      members.add(member);
      if (member.isLink()) {
        issues.add("links_skipped");
      }
    }

    private List<Member> items() {
      return members.stream().filter(member -> !member.isLink()).toList();
    }
  }

  private Archives() {}

  static boolean unfolds(String mediaType) {
    return ZIPPED.contains(mediaType)
        || mediaType.equals(SEVEN_ZIP)
        || STREAMED.containsKey(mediaType)
        || COMPRESSED.containsKey(mediaType);
  }

  /**
   * @param name of the archive itself; a compressed file's member is named after it
   * @param password of what is protected in it
   * @throws Refusal where it is encrypted, damaged before its first member, or beyond a limit
   */
  static Unfolded unfold(
      String mediaType, byte[] bytes, String name, @Nullable String password, Budget budget) {
    Budget.Container container = budget.container(bytes.length);
    Unfolded unfolded;
    try {
      if (ZIPPED.contains(mediaType)) {
        unfolded = password == null ? zip(bytes, container) : openedZip(bytes, password, container);
      } else if (mediaType.equals(SEVEN_ZIP)) {
        unfolded = sevenZip(bytes, password, container);
      } else if (STREAMED.containsKey(mediaType)) {
        unfolded = streamed(STREAMED.getOrDefault(mediaType, ""), bytes, container);
      } else {
        unfolded = compressed(COMPRESSED.getOrDefault(mediaType, ""), bytes, name, container);
      }
    } catch (PasswordRequiredException e) {
      throw new Refusal(Reason.ENCRYPTED, "The archive is protected by a password", e);
    } catch (IOException | RuntimeException e) {
      if (e instanceof Refusal refusal) {
        throw refusal;
      }
      throw new Refusal(Reason.CORRUPT, "The archive is damaged or cut off", e);
    }
    List<Member> items = unfolded.items();
    if (!items.isEmpty() && items.stream().allMatch(Member::encrypted)) {
      throw new Refusal(Reason.ENCRYPTED, "All that the archive holds is protected by a password");
    }
    if (items.isEmpty()) {
      unfolded.issues().add("no_members");
    }
    return unfolded;
  }

  private static Unfolded zip(byte[] bytes, Budget.Container container) throws IOException {
    Unfolded unfolded = new Unfolded(new ArrayList<>(), new LinkedHashSet<>());
    ZipFile zip;
    try {
      zip =
          ZipFile.builder()
              .setSeekableByteChannel(new SeekableInMemoryByteChannel(bytes))
              .setMaxNumberOfDisks(1)
              .get();
    } catch (IOException | IllegalArgumentException e) {
      return brokenZip(bytes, container);
    }
    try (zip) {
      Enumeration<ZipArchiveEntry> entries = zip.getEntriesInPhysicalOrder();
      while (entries.hasMoreElements()) {
        ZipArchiveEntry entry = entries.nextElement();
        boolean link = entry.isUnixSymlink();
        if (entry.isDirectory() && !link) {
          continue;
        }
        container.count();
        unfolded.add(link ? Member.link(entry.getName()) : zipMember(zip, entry, container));
      }
    }
    return unfolded;
  }

  private static Member zipMember(ZipFile zip, ZipArchiveEntry entry, Budget.Container container) {
    if (entry.getGeneralPurposeBit().usesEncryption()) {
      return Member.refused(
          entry.getName(),
          entry.getSize(),
          new Refusal(Reason.ENCRYPTED, "It is protected by a password"));
    }
    if (!zip.canReadEntryData(entry)) {
      return Member.refused(
          entry.getName(),
          entry.getSize(),
          new Refusal(
              Reason.UNSUPPORTED, "It is packed with a method for which there is no reader"));
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return container.unfold(entry.getName(), in);
    } catch (IOException | IllegalArgumentException e) {
      return Member.refused(entry.getName(), entry.getSize(), damaged(e));
    }
  }

  /** A zip with a password (traditional or AES encryption), as commons-compress opens none. */
  private static Unfolded openedZip(byte[] bytes, String password, Budget.Container container)
      throws IOException {
    Unfolded unfolded = new Unfolded(new ArrayList<>(), new LinkedHashSet<>());
    try (ZipInputStream in =
        new ZipInputStream(new ByteArrayInputStream(bytes), password.toCharArray())) {
      while (true) {
        LocalFileHeader entry = in.getNextEntry();
        if (entry == null) {
          return unfolded;
        }
        if (!entry.isDirectory()) {
          unfolded.members().add(container.read(entry.getFileName(), in));
        }
      }
    } catch (ZipException e) {
      if (e.getType() == ZipException.Type.WRONG_PASSWORD) {
        throw new PasswordRequiredException("the archive");
      }
      throw e;
    }
  }

  /** A zip whose directory at the end is lost: what can be had from its beginning. */
  private static Unfolded brokenZip(byte[] bytes, Budget.Container container) throws IOException {
    Unfolded unfolded = new Unfolded(new ArrayList<>(), new LinkedHashSet<>(Set.of(DAMAGED)));
    try (ZipArchiveInputStream in =
        new ZipArchiveInputStream(
            new ByteArrayInputStream(bytes), StandardCharsets.UTF_8.name(), true, true)) {
      while (true) {
        ZipArchiveEntry entry = in.getNextEntry();
        if (entry == null) {
          break;
        }
        if (entry.isDirectory()) {
          continue;
        }
        if (entry.getGeneralPurposeBit().usesEncryption()) {
          container.count();
          unfolded
              .members()
              .add(
                  Member.refused(
                      entry.getName(),
                      entry.getSize(),
                      new Refusal(Reason.ENCRYPTED, "It is protected by a password")));
        } else {
          unfolded.members().add(container.read(entry.getName(), in));
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      return ended(unfolded, e);
    }
    return ended(unfolded, new IOException("no directory"));
  }

  private static Unfolded sevenZip(
      byte[] bytes, @Nullable String password, Budget.Container container) throws IOException {
    Unfolded unfolded = new Unfolded(new ArrayList<>(), new LinkedHashSet<>());
    boolean opened = false;
    try (SevenZFile seven =
        SevenZFile.builder()
            .setSeekableByteChannel(new SeekableInMemoryByteChannel(bytes))
            .setMaxMemoryLimitKiB(MAX_DECODER_KIB)
            .setPassword(password == null ? null : password.toCharArray())
            .get()) {
      while (true) {
        SevenZArchiveEntry entry = seven.getNextEntry();
        if (entry == null) {
          return unfolded;
        }
        if (!entry.isDirectory() && !entry.isAntiItem()) {
          container.count();
          String name = entry.getName() == null ? "member" : entry.getName();
          Member member =
              entry.hasStream()
                  ? sevenMember(seven, name, container)
                  : Member.of(name, new byte[0]);
          unfolded.members().add(member);
          opened |= member.size() > 0 && member.refusal() == null && isProtected(entry);
        }
      }
    } catch (PasswordRequiredException e) {
      throw e;
    } catch (IOException e) {
      if (password != null && !opened) {
        // A wrong one opens what is not protected and what has no bytes: the next may open all.
        throw e;
      }
      return ended(unfolded, e);
    }
  }

  /** Whether a member that was opened had to be deciphered; its checksum says by the right word. */
  private static boolean isProtected(SevenZArchiveEntry entry) {
    for (SevenZMethodConfiguration method : entry.getContentMethods()) {
      if (method.getMethod() == SevenZMethod.AES256SHA256) {
        return true;
      }
    }
    return false;
  }

  private static Member sevenMember(SevenZFile seven, String name, Budget.Container container)
      throws IOException {
    return container.unfold(
        name,
        new InputStream() {
          @Override
          public int read() throws IOException {
            return seven.read();
          }

          @Override
          public int read(byte[] into, int from, int length) throws IOException {
            return seven.read(into, from, length);
          }
        });
  }

  private static Unfolded streamed(String format, byte[] bytes, Budget.Container container)
      throws IOException {
    Unfolded unfolded = new Unfolded(new ArrayList<>(), new LinkedHashSet<>());
    try (ArchiveInputStream<? extends ArchiveEntry> in =
        new ArchiveStreamFactory(StandardCharsets.UTF_8.name())
            .createArchiveInputStream(format, new ByteArrayInputStream(bytes))) {
      while (true) {
        ArchiveEntry entry = in.getNextEntry();
        if (entry == null) {
          return unfolded;
        }
        if (isLink(entry)) {
          container.count();
          unfolded.add(Member.link(entry.getName()));
        } else if (!entry.isDirectory()) {
          unfolded.add(container.read(entry.getName(), in));
        }
      }
    } catch (IOException e) {
      return ended(unfolded, e);
    }
  }

  /** Whether it is one, or a pipe or a device: none of them has bytes of its own. */
  private static boolean isLink(ArchiveEntry entry) {
    if (entry instanceof TarArchiveEntry tar) {
      return tar.isSymbolicLink()
          || tar.isLink()
          || tar.isFIFO()
          || tar.isCharacterDevice()
          || tar.isBlockDevice();
    }
    return entry instanceof CpioArchiveEntry cpio
        && (cpio.isSymbolicLink()
            || cpio.isPipe()
            || cpio.isSocket()
            || cpio.isNetwork()
            || cpio.isCharacterDevice()
            || cpio.isBlockDevice());
  }

  private static Unfolded compressed(
      String format, byte[] bytes, String name, Budget.Container container) throws IOException {
    Unfolded unfolded = new Unfolded(new ArrayList<>(), new LinkedHashSet<>());
    try (InputStream in =
        new CompressorStreamFactory(true, MAX_DECODER_KIB)
            .createCompressorInputStream(format, new ByteArrayInputStream(bytes))) {
      unfolded.members().add(container.read(innerName(name), in));
    }
    return unfolded;
  }

  /** What was unpacked before the archive broke; nothing at all is a refusal. */
  private static Unfolded ended(Unfolded unfolded, Exception e) throws IOException {
    if (unfolded.members().isEmpty()) {
      throw new IOException(e);
    }
    unfolded.issues().add(DAMAGED);
    return unfolded;
  }

  private static Refusal damaged(Exception e) {
    return new Refusal(Reason.CORRUPT, "It is damaged or cut off inside its archive", e);
  }

  private static String innerName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".tgz") || lower.endsWith(".tbz") || lower.endsWith(".txz")) {
      return name.substring(0, name.length() - 3) + "tar";
    }
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name + ".unpacked";
  }
}
