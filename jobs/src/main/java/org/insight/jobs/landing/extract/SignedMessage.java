package org.insight.jobs.landing.extract;

import java.io.IOException;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;

/** Tells what a file of cryptographic message syntax (RFC 5652) holds, as p7m and p7s are. */
final class SignedMessage {

  /** What there is to read. */
  enum Holds {
    /** Contents with a signature. */
    CONTENTS,
    /** A signature of something that lies elsewhere, as beside it in a message. */
    SIGNATURE_ONLY,
    /** Contents for the holder of a key. */
    ENCRYPTED,
    /** Nothing that follows the syntax. */
    UNKNOWN
  }

  private SignedMessage() {}

  static Holds holds(byte[] bytes) {
    try {
      ContentInfo info = ContentInfo.getInstance(ASN1Primitive.fromByteArray(bytes));
      ASN1ObjectIdentifier type = info.getContentType();
      if (type.equals(CMSObjectIdentifiers.envelopedData)
          || type.equals(CMSObjectIdentifiers.encryptedData)
          || type.equals(CMSObjectIdentifiers.authEnvelopedData)) {
        return Holds.ENCRYPTED;
      }
      if (type.equals(CMSObjectIdentifiers.signedData)) {
        ASN1Encodable contents =
            SignedData.getInstance(info.getContent()).getEncapContentInfo().getContent();
        return contents == null ? Holds.SIGNATURE_ONLY : Holds.CONTENTS;
      }
      return Holds.UNKNOWN;
    } catch (IOException | RuntimeException e) {
      return Holds.UNKNOWN;
    }
  }
}
