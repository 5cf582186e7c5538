package org.insight.jobs.landing.extract;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetStringParser;
import org.bouncycastle.asn1.ASN1SequenceParser;
import org.bouncycastle.asn1.ASN1StreamParser;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfoParser;
import org.bouncycastle.asn1.cms.SignedDataParser;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.jspecify.annotations.Nullable;

/**
 * What a file of cryptographic message syntax (RFC 5652) holds, as p7m and p7s are. It is read no
 * further than what is signed: no signature is looked at, nor what may lie behind the file's end.
 *
 * @param contents what is signed, as a file of its own; null where it holds none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SignedMessage(Holds holds, byte @Nullable [] contents) {

  /** What there is to read. */
  enum Holds {
    /** Contents with a signature. */
    CONTENTS,
    /** A signature of something that lies elsewhere, as beside it in a message. */
    SIGNATURE_ONLY,
    /** Contents for the holder of a key. */
    ENCRYPTED,
    /** Nothing that follows the syntax, or contents that are no file. */
    UNKNOWN
  }

  private static final Pattern ENDING = Pattern.compile("(?i)\\.p7[ms](?:\\.pem)?$");

  /** How it begins where it is written as text (RFC 7468, sections 8 and 9). */
  private static final Pattern TEXT =
      Pattern.compile("^(?:\\xEF\\xBB\\xBF)?\\s*-----BEGIN (?:CMS|PKCS7)-----");

  private static final int BEGIN_BYTES = 200;

  /** Whether a file is that syntax, written as text. */
  static boolean isText(byte[] bytes) {
    return TEXT.matcher(beginning(bytes)).find();
  }

  private static String beginning(byte[] bytes) {
    return new String(bytes, 0, Math.min(bytes.length, BEGIN_BYTES), StandardCharsets.ISO_8859_1);
  }

  static SignedMessage of(byte[] file) {
    try {
      byte[] bytes = isText(file) ? ofText(file) : file;
      if (!(new ASN1StreamParser(bytes).readObject() instanceof ASN1SequenceParser whole)) {
        return without(Holds.UNKNOWN);
      }
      ContentInfoParser info = new ContentInfoParser(whole);
      ASN1ObjectIdentifier type = info.getContentType();
      if (type.equals(CMSObjectIdentifiers.envelopedData)
          || type.equals(CMSObjectIdentifiers.encryptedData)
          || type.equals(CMSObjectIdentifiers.authEnvelopedData)) {
        return without(Holds.ENCRYPTED);
      }
      return type.equals(CMSObjectIdentifiers.signedData)
          ? signed(SignedDataParser.getInstance(info.getContent(BERTags.SEQUENCE)))
          : without(Holds.UNKNOWN);
    } catch (IOException | RuntimeException e) {
      return without(Holds.UNKNOWN);
    }
  }

  private static byte[] ofText(byte[] file) throws IOException {
    // A byte order mark or blanks before it are none of the line's for the reader.
    int begin = beginning(file).indexOf("-----BEGIN ");
    InputStream text = new ByteArrayInputStream(file, begin, file.length - begin);
    try (PemReader reader =
        new PemReader(new InputStreamReader(text, StandardCharsets.ISO_8859_1))) {
      PemObject whole = reader.readPemObject();
      return whole == null ? new byte[0] : whole.getContent();
    }
  }

  private static SignedMessage signed(SignedDataParser data) throws IOException {
    // What stands before the contents has to be read first.
    data.getDigestAlgorithms().toASN1Primitive();
    ASN1Encodable contents = data.getEncapContentInfo().getContent(BERTags.OCTET_STRING);
    if (contents == null) {
      return without(Holds.SIGNATURE_ONLY);
    }
    if (!(contents instanceof ASN1OctetStringParser octets)) {
      return without(Holds.UNKNOWN);
    }
    try (InputStream in = octets.getOctetStream()) {
      return new SignedMessage(Holds.CONTENTS, in.readAllBytes());
    }
  }

  private static SignedMessage without(Holds holds) {
    return new SignedMessage(holds, null);
  }

  /** What is signed in a file of that name is called as it is without the ending of signed ones. */
  static String nameOfContents(String fileName) {
    return ENDING.matcher(fileName).replaceFirst("");
  }
}
