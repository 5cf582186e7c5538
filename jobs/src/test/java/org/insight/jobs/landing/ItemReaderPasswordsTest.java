package org.insight.jobs.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.insight.jobs.landing.ItemReading.SevenZMembers;
import static org.insight.jobs.landing.ItemReading.message;
import static org.insight.jobs.landing.ItemReading.protectedZip;
import static org.insight.jobs.landing.ItemReading.read;
import static org.insight.jobs.landing.ItemReading.text;
import static org.insight.jobs.landing.ItemReading.zip;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import net.lingala.zip4j.model.enums.EncryptionMethod;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.insight.core.Sha256;
import org.insight.jobs.landing.extract.Reason;
import org.junit.jupiter.api.Test;

/** Protected files, and the passwords of the messages that bring them. */
class ItemReaderPasswordsTest {

  private static byte[] protectedPdf(String password) throws IOException {
    try (PDDocument pdf = new PDDocument()) {
      pdf.addPage(new PDPage());
      pdf.protect(new StandardProtectionPolicy("owner of it", password, new AccessPermission()));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      pdf.save(out);
      return out.toByteArray();
    }
  }

  @Test
  void whatAMessageGivesThePasswordOfIsOpened() throws IOException {
    List<Arrival> arrivals =
        read(
            "m.eml",
            message(
                "Le mot de passe est : Zebre-42.",
                protectedZip(EncryptionMethod.AES, "Zebre-42"),
                protectedZip(EncryptionMethod.ZIP_STANDARD, "Zebre-42"),
                protectedPdf("Zebre-42"),
                zip("inner.zip", protectedZip(EncryptionMethod.AES, "Zebre-42"))));
    assertThat(arrivals).allSatisfy(a -> assertThat(a.outcome()).isEqualTo(Outcome.READ));
    assertThat(arrivals)
        .filteredOn(a -> a.issues().contains("opened_by_password"))
        .hasSize(4)
        .extracting(Arrival::mediaType)
        .contains("application/zip", "application/pdf");
    assertThat(arrivals).filteredOn(a -> a.path().endsWith("within.txt")).hasSize(3);
  }

  @Test
  void aPdfThatAPasswordOpenedIsKeptWithoutItsProtection() throws IOException {
    byte[] shut = protectedPdf("Zebre-42");
    byte[] mail = message("Le mot de passe est : Zebre-42.", shut);
    Arrival arrival = read("m.eml", mail).get(1);
    assertThat(arrival.issues()).containsExactly("opened_by_password");
    assertThat(arrival.contentSha256()).isEqualTo(Sha256.hex(shut));
    assertThat(arrival.sizeBytes()).isEqualTo(shut.length);
    try (PDDocument pdf = Loader.loadPDF(arrival.content())) {
      assertThat(pdf.isEncrypted()).isFalse();
      assertThat(pdf.getNumberOfPages()).isEqualTo(1);
    }
    assertThat(read("m.eml", mail).get(1).content()).isEqualTo(arrival.content());
    byte[] open = message("Le mot de passe est : Zebre-42.", arrival.content());
    assertThat(read("m.eml", open).get(1).content()).isEqualTo(arrival.content());
  }

  @Test
  void whatNoPasswordOfItsMessageOpensIsRejectedAsEncrypted() throws IOException {
    List<Arrival> arrivals =
        read(
            "m.eml",
            message(
                "Password: Another-One",
                protectedZip(EncryptionMethod.AES, "Zebre-42"),
                protectedZip(EncryptionMethod.ZIP_STANDARD, "Zebre-42"),
                protectedPdf("Zebre-42")));
    assertThat(arrivals).hasSize(4);
    assertThat(arrivals.subList(1, 4))
        .allSatisfy(a -> assertThat(a.reasonCode()).isEqualTo(Reason.ENCRYPTED));
  }

  /** A first member without bytes opens with any password: "est" is tried first here. */
  @Test
  void aWrongPasswordThatOpensAnEmptyMemberIsNotTaken() throws IOException {
    byte[] shut =
        new SevenZMembers("Zebre-42".toCharArray())
            .add("empty.txt", "")
            .add("within.txt", "The car was seen in Lyon.")
            .bytes();
    List<Arrival> opened = read("m.eml", message("Le mot de passe est : Zebre-42.", shut));
    assertThat(opened.get(1).issues()).containsExactly("opened_by_password");
    assertThat(opened.get(3).text()).contains("seen in Lyon");
    List<Arrival> not = read("m.eml", message("Password: Another-One", shut));
    assertThat(not).hasSize(2);
    assertThat(not.get(1).reasonCode()).isEqualTo(Reason.ENCRYPTED);
  }

  @Test
  void ofADamagedArchiveWhatThePasswordOpensIsKept() throws IOException {
    byte[] shut =
        new SevenZMembers("Zebre-42".toCharArray())
            .add("within.txt", "The car was seen in Lyon.")
            .add("cut.txt", "The driver was not.")
            .bytes();
    // Near the end of what is packed, before the directory.
    int packed = ByteBuffer.wrap(shut).order(ByteOrder.LITTLE_ENDIAN).getInt(12);
    shut[32 + packed - 20] ^= 1;
    List<Arrival> opened = read("m.eml", message("Le mot de passe est : Zebre-42.", shut));
    assertThat(opened.get(1).issues()).contains("damaged", "opened_by_password");
    assertThat(opened.get(2).text()).contains("seen in Lyon");
  }

  @Test
  void aPasswordThatLiesBesideAndNotInTheMessageOpensNothing() throws IOException {
    List<Arrival> arrivals =
        read(
            "a.zip",
            zip(
                "password.txt",
                text("Password: Zebre-42"),
                "f.zip",
                protectedZip(EncryptionMethod.AES, "Zebre-42")));
    assertThat(arrivals.get(2).reasonCode()).isEqualTo(Reason.ENCRYPTED);
  }
}
