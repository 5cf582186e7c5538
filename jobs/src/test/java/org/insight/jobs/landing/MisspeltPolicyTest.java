package org.insight.jobs.landing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.insight.jobs.landing.DropFolder.DroppedFile;
import org.insight.jobs.landing.extract.ReadingLimits;
import org.insight.jobs.landing.extract.Reason;
import org.insight.policy.Label;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What looks like a policy is not passed over for a laxer one. The tables of names were written
 * before the rule, and are only added to.
 */
class MisspeltPolicyTest {

  private static final String LAX = "source: FR\npurposes: [investigation]\n";
  private static final String STRICT = LAX + "level: 3\nnot_for: [US]\n";
  private static final ReadingLimits LIMITS =
      new ReadingLimits(8 << 20, 16 << 20, 4, 200, 20, 20, 100, 1000, 256);

  @TempDir private Path inbox;

  private void write(String path, String text) throws IOException {
    write(path, text.getBytes(StandardCharsets.UTF_8));
  }

  private void write(String path, byte[] bytes) throws IOException {
    Path file = inbox.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  private DropFolder list() {
    return DropFolder.list(inbox.toString(), new Configuration());
  }

  private List<String> paths() {
    return list().files().stream().map(DroppedFile::path).toList();
  }

  private static byte[] zip(String... namesAndTexts) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 0; i < namesAndTexts.length; i += 2) {
        zip.putNextEntry(new ZipEntry(namesAndTexts[i]));
        zip.write(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }

  private static List<Arrival> read(String path, byte[] bytes) {
    return new ItemReader(LIMITS, List.of())
        .read(
            path,
            () -> new ByteArrayInputStream(bytes),
            new PolicyFinder(Map.of("policy.yaml", LAX)::get, null));
  }

  private static List<Arrival> read(String path, String text) {
    return read(path, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void quarantined(Arrival arrival, Reason reason) {
    assertThat(arrival.reasonCode()).as(arrival.path()).isEqualTo(reason);
    assertThat(arrival.outcome()).isEqualTo(Outcome.QUARANTINED);
    assertThat(arrival.policyId()).isEqualTo(Label.QUARANTINE.id());
    assertThat(arrival.text()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Known to have been passed over.
        "\u0440olicy.yaml",
        "policy (1).yaml",
        "policy.yaml.bak",
        "policy.yaml.orig",
        "policy.yaml.part",
        "policy.yaml~",
        ".policy.yaml",
        "polcy.yaml",
        "policies.yaml",
        "policy.json",
        // Copies.
        "policy - Copy.yaml",
        "policy - Copy (2).yaml",
        "Copy of policy.yaml",
        "Copy (2) of policy.yaml",
        "policy copy.yaml",
        "policy copy 3.yaml",
        "policy - Kopie.yaml",
        "Kopie von policy.yaml",
        "policy - Copie.yaml",
        "Copie de policy.yaml",
        "policy - copia (3).yaml",
        "Copia de policy.yaml",
        "policy \u2013 C\u00f3pia.yaml",
        "policy - \u041a\u043e\u043f\u0438\u044f.yaml",
        "\u0646\u0633\u062e\u0629 \u0645\u0646 policy.yaml",
        "policy (another copy).yaml",
        "policy (3rd copy).yaml",
        "policy-1.yaml",
        "policy_2.yaml",
        "policy 2.yaml",
        "policy1.yaml",
        "policy12.yaml",
        "policy%20(1).yaml",
        "policy (1) (1).yaml",
        "policy.yaml (1)",
        "policy (conflicted copy 2026-03-02).yaml",
        "policy.sync-conflict-20260302-101112-ABCDEF.yaml",
        "policy-1",
        "policy[1].yaml",
        // Backups, and what is being written or edited.
        "policy.yaml.old",
        "policy.yaml.save.1",
        "policy.yaml.tmp",
        "policy.yaml.bak2",
        "policy.bak",
        "policy.old.yaml",
        "policy_backup.yaml",
        "policy.yaml.crdownload",
        "policy.yaml.download",
        "policy.yaml.filepart",
        "policy.yaml.~1~",
        "policy.yaml;1",
        ".policy.yaml.swp",
        ".#policy.yaml",
        "#policy.yaml#",
        "~$policy.yaml",
        ".~lock.policy.yaml#",
        "._policy.yaml",
        ".policy.yaml.Xy12Za",
        "policy.yaml.r12",
        "policy.yaml.mine",
        "policy.yaml.rpmsave",
        "policy.yaml.dpkg-old",
        "policy.yaml - Shortcut.lnk",
        "policy.yaml.1",
        // Other endings.
        "policy",
        "Policy",
        "policies",
        "policy.txt",
        "policies.txt",
        "policy.yaml.txt",
        "policy.YAML",
        "policy.yaml.yaml",
        "policy.txt.yaml",
        "policy.json.txt",
        "policy.ymal",
        "policy.yanl",
        "policy.",
        "policy..yaml",
        "policy,yaml",
        "policy yaml",
        "policy_yaml",
        "policyyaml",
        "policy\u3002yaml",
        // Other letters.
        "POLICY.YML",
        "Policy.Yaml",
        "p0licy.yaml",
        "po1icy.yaml",
        "poIicy.yaml",
        "pol\u0456cy.yaml",
        "\uff50\uff4f\uff4c\uff49\uff43\uff59\uff0e\uff59\uff41\uff4d\uff4c",
        "\u03c1\u03bflicy.yaml",
        "pol\u00edcy.yaml",
        "polic\u0443.yaml",
        "policy.\u0443aml",
        "policy.yam\u217c",
        "p\u043elicies.json",
        "policy\u200b.yaml",
        "\u200fpolicy.yaml",
        "\ud835\udc29\ud835\udc28\ud835\udc25\ud835\udc22\ud835\udc1c\ud835\udc32.yaml",
        // Typing mistakes.
        "plicy.yaml",
        "poilcy.yaml",
        "pollicy.yml",
        "policu.yaml",
        "olicy.yaml",
        "polixy.json",
        "ploicy.yaml",
        "polciy.yaml",
        "poliicy.txt",
        "policie.yaml",
        "polices.yaml",
        "policiess.yaml",
        "pol icy.yaml",
        "pol-icy.yaml",
        "'policy.yaml'",
        "(policy.yaml)",
        " policy.yaml ",
        "policy .yaml",
        "policy. yaml",
        "-policy.yaml",
        "_policy.yaml",
      })
  void whatLiesBesideANameLikeThatOfAPolicyWaits(String name) throws IOException {
    write("a.txt", "Seen in Lyon.");
    write("fr/b.txt", "Seen in Lyon.");
    write("fr/be/c.txt", "Seen in Lyon.");
    write("fr/" + name, "Some text.");
    DropFolder listed = list();
    assertThat(listed.files()).extracting(DroppedFile::path).containsExactly("a.txt");
    assertThat(listed.unreadable()).containsExactly("fr/" + name);
    assertThat(DropFolder.waits(inbox.resolve("fr/be/c.txt"), new Configuration()))
        .hasValue(inbox.resolve("fr"));
  }

  @ParameterizedTest
  @CsvSource({
    "report.pdf.Policy.yaml, report.pdf",
    "report.pdf.policy.yml, report.pdf",
    "report.policy.yml, report",
    "report.pdf.policy (1).yaml, report.pdf",
    "report.pdf.policy.yaml.bak, report.pdf",
    "report.pdf.policy.yaml~, report.pdf",
    "report.pdf.polcy.yaml, report.pdf",
    "report.pdf.policies.yaml, report.pdf",
    "report.pdf.policy.json, report.pdf",
    "report.pdf.policy.txt, report.pdf",
    "report.pdf.policy, report.pdf",
    "report.pdf.\u0440olicy.yaml, report.pdf",
    "report.pdf.policy - Copy.yaml, report.pdf",
    ".report.pdf.policy.yaml.swp, report.pdf",
    "~$report.pdf.policy.yaml.tmp, report.pdf",
    "Copy of report.pdf.policy.yml, report.pdf",
    "report (1).pdf.policy.yml, report (1).pdf",
    "fr.policy.YAML, fr",
    // A dot too many.
    "report.pdf..policy.yaml, report.pdf",
    "report.pdf...policy.yaml, report.pdf",
    "report.pdf..policy.yml, report.pdf",
    // The name of the file with one slip.
    "reprot.pdf.policy.yaml, report.pdf",
    "report.pf.policy.yaml, report.pdf",
    "report.pdff.policy.yaml, report.pdf",
    "rapport.pdf.policy.yaml, rappört.pdf",
    "Reprot.pdf.policy.yml, report.pdf",
  })
  void theFileOfANameLikeThatOfItsPolicyWaits(String name, String of) throws IOException {
    write("fr/b.txt", "Seen in Lyon.");
    write("fr/report.pdf", "Seen in Lyon.");
    write("fr/report (1).pdf", "Seen in Lyon.");
    write("fr/rappört.pdf", "Seen in Lyon.");
    write("fr/" + name, "Some text.");
    String waits = of.equals("fr") || of.equals("report") ? "report.pdf" : of;
    if (of.equals("fr")) {
      write(name, "Some text.");
      assertThat(list().unreadable()).contains("fr", name);
    } else {
      assertThat(paths()).contains("fr/b.txt").doesNotContain("fr/" + waits, "fr/" + name);
      assertThat(list().unreadable()).contains("fr/" + waits);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"scan2.pdf", "scan11.pdf", "scan_a.pdf", "spam.txt"})
  void aPolicyOfAnotherFileThatIsNotThereHoldsNothing(String gone) throws IOException {
    write("fr/scan1.pdf", "Seen in Lyon.");
    write("fr/" + gone + ".policy.yaml", STRICT);
    assertThat(list().unreadable()).isEmpty();
    assertThat(paths()).containsExactly("fr/scan1.pdf");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "police.txt",
        "Police.json",
        "police",
        "Police.yaml",
        "POLICE (1).txt",
        "polices.txt",
        "police-1.json",
        "policier.txt",
        "policiers.txt",
        "policie.txt",
        "polic\u00eda.txt",
        "policia.json",
        "polic\u00edas.txt",
        "pol\u00edcia.txt",
        "polizia.txt",
        "polizei.json",
        "politie.txt",
        "politi.txt",
        "policja.txt",
        "policija.json",
        "polisi.txt",
        "polis.txt",
        "polity.txt",
        "polite.txt",
        "politics.txt",
        "politique.txt",
        "pol\u00edtica.json",
        "poliza.txt",
        "p\u00f3liza.json",
        "polica.txt",
        "poly.txt",
        "polio.txt",
        "pelican.txt",
        "police.bak",
        "police - Copy.txt",
        "policeman.txt",
        "policing.txt",
        "policy-report.pdf",
        "policy.pdf",
        "policy.docx",
        "Policy (1).pdf",
        "policies.xlsx",
        "policy.xml",
        "policy.md",
        "policy.csv",
        "policy-brief.txt",
        "our-policy.yaml",
        "insurance policy.txt",
        "Policy on the use of force.txt",
        "policyholder.json",
        "policyholders.txt",
        "policy 2024.txt",
        "privacy-policy.txt",
        "foreign_policy.txt",
        "security policy draft.txt",
        "policymaker.txt",
        "notice.json",
        "report.txt",
        "a.txt",
        "copy.txt",
        "Copy of report.txt",
        "1.json",
        "data.yaml",
        "yaml",
        "json.txt",
        "backup.bak",
        "README",
        "report.pdf",
        "report.pdf.police.txt",
        "a.police.yaml",
        ".gitignore",
        ".DS_Store",
        "~",
        "...",
        "\u0634\u0631\u0637\u0629.txt",
        "\u043f\u043e\u043b\u0438\u0446\u0438\u044f.txt",
        "\u653f\u7b56.txt",
      })
  void anOrdinaryNamePasses(String name) throws IOException {
    write("fr/b.txt", "Seen in Lyon.");
    write("fr/" + name, "Some text.");
    DropFolder listed = list();
    assertThat(listed.unreadable()).isEmpty();
    List<String> expected = new ArrayList<>(List.of("fr/b.txt"));
    if (!name.startsWith(".")) {
      expected.add("fr/" + name);
    }
    assertThat(listed.files())
        .extracting(DroppedFile::path)
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  /** A folder is named as it likes; one with an ending of policies was meant for one. */
  @Test
  void aFolderCalledPolicyHoldsItems() throws IOException {
    for (String name : List.of("policy", "policies", "Police", "policy.d")) {
      write(name + "/a.txt", "Seen in Lyon.");
    }
    assertThat(paths()).hasSize(4);
    assertThat(list().unreadable()).isEmpty();
    write("fr/policy.yml/a.txt", "Seen in Lyon.");
    write("fr/b.txt", "Seen in Lyon.");
    assertThat(list().unreadable()).containsExactly("fr/policy.yml");
    assertThat(paths()).hasSize(4);
  }

  /** macOS writes it beside each file on disks of other systems. */
  @Test
  void whatMacOsWritesBesideAPolicyHoldsNothing() throws IOException {
    write("fr/policy.yaml", STRICT);
    write("fr/._policy.yaml", new byte[] {0, 5, 22, 7, 0, 2, 0, 0});
    write("fr/b.txt", "Seen in Lyon.");
    assertThat(paths()).containsExactly("fr/b.txt");
    byte[] zip = zip("policy.yaml", LAX, "__MACOSX/._policy.yaml", "\0\5", "b.txt", "In Lyon.");
    assertThat(read("z.zip", zip)).noneMatch(a -> a.outcome() == Outcome.QUARANTINED);
    // Alone it says that a policy was there.
    Files.delete(inbox.resolve("fr/policy.yaml"));
    assertThat(list().unreadable()).containsExactly("fr/._policy.yaml");
  }

  @Test
  void aLinkThatLeadsNowhereAndIsNamedLikeAPolicyHoldsItsFolder() throws IOException {
    write("fr/b.txt", "Seen in Lyon.");
    Path link = inbox.resolve("fr/policy (1).yaml");
    Files.createSymbolicLink(link, inbox.resolve("gone"));
    assertThat(paths()).isEmpty();
    Files.move(link, inbox.resolve("fr/.policy.yaml"));
    assertThat(paths()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        STRICT,
        "source: FR\nlevel: 3\n",
        "level: 3\nnot_for:\n- US\n",
        "# of the source\n---\npurposes: [locate]\nlevel: 3\n",
        "--- {source: FR, level: 3}",
        "%YAML 1.2\n---\nsource: FR\nlevel: 3\n",
        "{source: FR, level: 3}",
        "{\"source\": \"FR\", \"level\": 3}",
        "\n\n  {\"a\": {\"b\": [1]}, \"only_for\": [\"GB\"], \"expires_on\": \"2030-01-01\"}",
        "{'source': 'FR', 'purposes': ['locate']}",
        "\"source\": FR\n\"handling\": {scheme: TLP, code: RED}\n",
        "? source\n: FR\n? level\n: 3\n",
        "Source: FR\nLevel: 3\n",
        "SOURCE: FR\nPURPOSES: [locate]\n",
        "source : FR\nlevel : 3\n",
        "purpose: [locate]\nnot-for: [US]\n",
        "onlyFor: [GB]\nexpiresOn: 2030-01-01\n",
        "s\u043eurce: FR\nl\u0435vel: 3\n",
        "addressed_to: [GB]\nhandlng: {scheme: TLP, code: RED}\n",
        "version: 1\nowner: ncb\nsource: FR\nconditions: [ask first]\n",
        "a: 1\n---\nsource: FR\ngrading: {source: B}\n",
        "source: FR\nsource: FR\nlevel: 3\n",
      })
  void aTextOfAPolicyHoldsItsFolderWhateverItsName(String text) throws IOException {
    for (String charset : List.of("UTF-8", "UTF-16LE", "UTF-16BE")) {
      for (String name : List.of("restrictions.dat", ".hidden", "lies me", "x.csv")) {
        write("fr/b.txt", "Seen in Lyon.");
        write("gb/c.txt", "Seen in Lyon.");
        write("fr/be/d.txt", "Seen in Lyon.");
        write("fr/" + name, text.getBytes(Charset.forName(charset)));
        DropFolder listed = list();
        assertThat(listed.files()).extracting(DroppedFile::path).containsExactly("gb/c.txt");
        assertThat(listed.unreadable()).containsExactly("fr/" + name);
        String only = inbox.toString();
        assertThat(DropFolder.listOnly(only, "fr/be", new Configuration()).files()).isEmpty();
        assertThat(DropFolder.waits(inbox.resolve("fr/be/d.txt"), new Configuration()))
            .hasValue(inbox.resolve("fr"));
        Files.delete(inbox.resolve("fr/" + name));
        // In an archive it speaks of what lay around it there.
        byte[] zip = zip("fr/" + name, new String(text.getBytes(charset), charset), "a", "Lyon.");
        assertThat(list().unreadable()).isEmpty();
        if (charset.equals("UTF-8") && name.equals("x.csv")) {
          assertThat(read("z.zip", zip)).hasSize(1);
          quarantined(read("z.zip", zip).get(0), Reason.POLICY_CONFLICT);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "source: informant\n",
        "{\"source\": \"camera\", \"at\": 3}",
        "{\"level\": \"info\", \"logger\": \"a\"}\n{\"level\": \"warn\", \"logger\": \"b\"}",
        "[{\"source\": \"a\", \"level\": 1}, {\"source\": \"b\", \"level\": 2}]",
        "{\"properties\": {\"source\": [\"a\"], \"level\": [1]}}",
        "source;level\nFR;3\n",
        "source,level\nFR,3\n",
        "Source: an officer\nLevel: two\nHe says that the car was seen in Lyon.\n",
        "Seen in Lyon. Source: an officer. Level: two.",
        "Subject: source and level\n\nThe policy: nobody is told.\n",
        "<policy><source>FR</source><level>3</level></policy>",
        "name: Police\nconditions: wet\n",
        "{\"policy\": {\"source\": \"FR\", \"purposes\": [\"locate\"]}, \"source\": 1, \"level\": 2}",
        "\0\1\2source: FR\nlevel: 3\n",
        "- source: FR\n- level: 3\n",
        "# source: FR\n# level: 3\n",
      })
  void aTextOfAnotherKindPasses(String text) throws IOException {
    write("fr/b.txt", "Seen in Lyon.");
    write("fr/data.json", text);
    assertThat(paths()).containsExactly("fr/b.txt", "fr/data.json");
  }

  /** Who gives a file a policy of its name says that it is an item. */
  @Test
  void aTextOfAPolicyWithAPolicyOfItsOwnNameIsAnItem() throws IOException {
    write("fr/log.json", "{\"source\": \"camera\", \"level\": 3}");
    write("fr/b.txt", "Seen in Lyon.");
    assertThat(paths()).isEmpty();
    write("fr/log.json.policy.yaml", LAX);
    assertThat(paths()).containsExactly("fr/b.txt", "fr/log.json");
  }

  @Test
  void aTextLongerThanAnyPolicyPasses() throws IOException {
    write("fr/b.txt", "Seen in Lyon.");
    String most = "source: FR\nlevel: 3\n#";
    write("fr/c.dat", most + "x".repeat((1 << 16) - most.length()));
    assertThat(paths()).isEmpty();
    write("fr/c.dat", most + "x".repeat((1 << 16) + 1 - most.length()));
    assertThat(paths()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Policy",
        "POLICY",
        "policy ",
        "pol\u200bicy",
        "p\u043elicy",
        " policy",
        "PoLiCy",
        "policy\u00a0",
        "\ufeffpolicy",
        "policy:",
        "_policy",
        "policy\\t",
        "policy\\u200b",
        "\\u0440olicy",
        "pol\u0456cy",
        "p0licy",
        "po1icy",
        "\uff50\uff4f\uff4c\uff49\uff43\uff59",
        "pol\u00edcy",
        "p.o.l.i.c.y",
        "policies",
        "polcy",
        "policys",
        "pollicy",
        "poilcy",
        "olicy",
        "polices",
      })
  void aKeyLikeThatOfAPolicyIsNotPassedOver(String key) {
    String strict = "{\"source\": \"EE\", \"purposes\": [\"warning\"], \"level\": 3}";
    String notice = "{\"name\": \"N. Ficta\", \"" + key + "\": " + strict + "}";
    for (String json : List.of(notice, "[" + notice + "]", "[1] " + notice)) {
      List<Arrival> arrivals = read("n.json", json);
      assertThat(arrivals).hasSize(1);
      quarantined(arrivals.get(0), Reason.BAD_POLICY);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\": \"x\", \"Policy\": \"H-2211\"}",
        "{\"name\": \"b\"c\", \"Policy\" : {\"level\": 3}}",
        "{'name': 'b', 'p\u043elicy': {}}",
      })
  void aKeyLikeThatOfAPolicyIsNotPassedOverWhateverItHolds(String json) {
    quarantined(read("n.json", json).get(0), Reason.BAD_POLICY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"policies\": [{\"source\": \"a\", \"level\": 1}]}",
        "{\"policies\": {\"car\": \"H-2211\", \"source\": \"broker\"}}",
        "{\"police\": \"Lyon\", \"polity\": {\"level\": 1}}",
        "{\"policyNumber\": \"H-2211\", \"policy_id\": 3}",
        "{\"Police\": {\"station\": \"Lyon\"}, \"policyholder\": {\"source\": 1, \"level\": 2}}",
        "{\"properties\": {\"Policy\": [\"x\"]}}",
      })
  void anOrdinaryKeyPasses(String json) {
    assertThat(read("n.json", json).get(0).reasonCode()).isNotEqualTo(Reason.BAD_POLICY);
    assertThat(read("n.json", json).get(0).basePolicy()).contains("\"source\":\"FR\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Insight_Level",
        "X-lnsight-Level",
        "Insight-Not-For",
        "X_Insight_Level",
        "X-Insigth-Level",
        "X-Insght-Level",
        "X-Insights-Level",
        "XInsight-Level",
        "X--Insight-Level",
        "X-1nsight-Level",
        "x-insight_not_for",
        "X.Insight.Level",
        "Insight-Level",
        "INSIGHT_ONLY_FOR",
        "Insight-Source",
        "Insight-Addressed-To",
        "X-Inisght-Only-For",
        "Y-Insight-Purposes",
        "-X-Insight-Level",
        ">X-Insight-Level",
        "X-Insihgt-Handlng",
        "X-Insigt-Expires-On",
        "X-lnsight-Condition",
        "X Insight Level",
        "X-Insight-Leve1",
        "X-Insight-Notfor",
        "X-Insight\u2013Level",
        "X-\u0406nsight-Level",
        "\u0425-Insight-Level",
        "X-Ins\u0131ght-Level",
        "X-\u200bInsight-Level",
        "X-In\u200bsight-Level",
        "\uff38-\uff29nsight-Level",
      })
  void aHeaderLikeThatOfAPolicyIsNotPassedOver(String name) {
    String line = name + ": 3\r\n";
    for (String mail :
        List.of(
            "From: a@example.org\r\nSubject: x\r\n" + line + "\r\nSeen in Lyon.",
            line + "From: a@example.org\r\nSubject: x\r\n\r\nSeen in Lyon.",
            line + "\r\nSeen in Lyon.")) {
      List<Arrival> arrivals = read("m.eml", mail);
      assertThat(arrivals).hasSize(1);
      quarantined(arrivals.get(0), Reason.BAD_POLICY);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Priority",
        "X-Mailer",
        "X-Spam-Level",
        "X-Originating-IP",
        "X-MS-Exchange-Organization-AuthSource",
        "List-Id",
        "X-Incident-Source",
        "X-Inside-Source",
        "X-Light-Level",
        "Authentication-Results",
        "Content-Description",
        "Source",
        "Level",
        "Insightful",
        "X-Insightly-Id",
      })
  void anOrdinaryHeaderPasses(String name) {
    List<Arrival> mail =
        read("m.eml", "From: a@example.org\r\nSubject: x\r\n" + name + ": 3\r\n\r\nIn Lyon.");
    assertThat(mail).singleElement().matches(a -> a.outcome() == Outcome.READ);
  }

  private static String mail(String partHeader, String attachment) {
    return "From: a@example.org\r\nTo: b@example.org\r\nMIME-Version: 1.0\r\n"
        + "Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\n"
        + "Content-Type: text/plain; charset=utf-8\r\n\r\nSeen in Lyon.\r\n--b\r\n"
        + "Content-Type: application/octet-stream; name=\"a.txt\"\r\n"
        + "Content-Disposition: attachment; filename=\"a.txt\"\r\n"
        + partHeader
        + "Content-Transfer-Encoding: 8bit\r\n\r\n"
        + attachment
        + "\r\n--b--\r\n";
  }

  private static final String STRICTER =
      "X-Insight-Source: FR\r\nX-Insight-Purposes: investigation\r\nX-Insight-Level: 3\r\n";

  @Test
  void aStricterPolicyInThePartHeadersOfAnAttachmentKeepsItFromAll() {
    for (String text : List.of("The name is Ficta.", "{\"a\": 1}", "")) {
      List<Arrival> arrivals = read("m.eml", mail(STRICTER, text));
      assertThat(arrivals).hasSize(2);
      quarantined(arrivals.get(1), Reason.POLICY_CONFLICT);
      // Who may see the message would take it out of its bytes.
      assertThat(arrivals.get(0).outcome()).isEqualTo(Outcome.READ);
      assertThat(arrivals.get(0).content()).isNull();
    }
    List<Arrival> same = read("m.eml", mail(STRICTER.replace("X-Insight-Level: 3\r\n", ""), "x"));
    assertThat(same).hasSize(2).allMatch(a -> a.outcome() == Outcome.READ);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Insight-Level: 3\r\n",
        "X-Insight_Level: 3\r\n",
        "X-lnsight-Level: 3\r\n",
        "Insight-Not-For: US\r\n",
        "X-Insight-Source: FR\r\nX-Insight-Purposes: investigation\r\nX-Insight-Purposes: locate\r\n",
      })
  void aMalformedPolicyInPartHeadersIsNotPassedOver(String headers) {
    List<Arrival> arrivals = read("m.eml", mail(headers, "The name is Ficta."));
    quarantined(arrivals.get(arrivals.size() - 1), Reason.BAD_POLICY);
    assertThat(arrivals).hasSize(2);
    assertThat(arrivals.get(0).content()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0425-Insight-Level: 3\r\n", "X Insight Level: 3\r\n"})
  void aPartHeaderThatIsNoneAndLikeThatOfAPolicyIsNotPassedOver(String header) {
    List<Arrival> arrivals = read("m.eml", mail(header, "The name is Ficta."));
    assertThat(arrivals).hasSize(1);
    quarantined(arrivals.get(0), Reason.BAD_POLICY);
  }

  @Test
  void aPolicyInTheHeadersOfAPartThatIsNoAttachmentIsOfTheMessage() {
    String text =
        mail("", "The name is Ficta.").replaceFirst("Content-Type: text/plain", STRICTER + "$0");
    List<Arrival> arrivals = read("m.eml", text);
    assertThat(arrivals).hasSize(1);
    quarantined(arrivals.get(0), Reason.POLICY_CONFLICT);
    String multipart =
        mail("", "x")
            .replaceFirst(
                "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nSeen in Lyon.",
                "--b\r\n"
                    + STRICTER
                    + "Content-Type: multipart/alternative; boundary=\"c\"\r\n\r\n--c\r\n"
                    + "Content-Type: text/plain\r\n\r\nSeen in Lyon.\r\n--c--");
    quarantined(read("m.eml", multipart).get(0), Reason.POLICY_CONFLICT);
  }

  @Test
  void anAttachmentThatWasSentToOthersByItsPartHeadersIsNotKept() {
    List<Arrival> arrivals =
        read("m.eml", mail("X-Insight-Addressed-To: GB\r\n", "The name is Ficta."));
    assertThat(arrivals).hasSize(2);
    quarantined(arrivals.get(1), Reason.NOT_ADDRESSED);
    assertThat(arrivals).allMatch(a -> a.content() == null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0440olicy.yaml",
        "policy (1).yaml",
        "policy.yaml.bak",
        "fr/policy.yaml.orig",
        "policy.yaml~",
        "fr\\.policy.yaml",
        "polcy.yaml",
        "policies.yaml",
        "policy.json",
        "Copy of policy.yaml",
        "a.txt.policy.yaml.part",
        "__MACOSX/._policy.yaml",
        "policy",
        "policy.txt",
      })
  void anArchiveWithANameLikeThatOfAPolicyIsSeenByNobody(String name) throws IOException {
    for (String text : List.of(STRICT, "Some text.")) {
      byte[] zip = zip("a.txt", "Seen in Lyon.", name, text);
      List<Arrival> arrivals = read("z.zip", zip);
      assertThat(arrivals).hasSize(1);
      quarantined(arrivals.get(0), Reason.POLICY_CONFLICT);
    }
    List<Arrival> police =
        read("z.zip", zip("police.txt", "Seen in Lyon.", "policy-report.pdf", "x"));
    assertThat(police).noneMatch(a -> a.outcome() == Outcome.QUARANTINED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "urn:insight:message:l|<level>3</level>|",
        "urn:insight:mesage:1|<level>3</level>|",
        "URN:Insight:Message:1|<level>3</level>|",
        "urn:\u0456nsight:message:1|<level>3</level>|",
        "urn:insight:message:1||<level>3</level>",
        "urn:insight:message:1||<not-for>US</not-for>",
        "urn:insight:message:1||<attachment name='a.txt' level='3'>TA==</attachment>",
        "urn:insight:message:1||<body not-for='US'>Seen in Lyon.</body>",
        "urn:insight:message:1|<subject level='3'>x</subject>|",
      })
  void anEnvelopeThatRestrictsWhereItIsNotReadIsNotPassedOver(
      String namespace, String header, String rest) {
    String open = "<originator code='FR'/><purpose>investigation</purpose>";
    String message =
        "<message xmlns='%s'><header>%s</header><body>Seen in Lyon.</body>%s</message>"
            .formatted(namespace, open + (header == null ? "" : header), rest == null ? "" : rest);
    List<Arrival> arrivals = read("m.xml", message);
    assertThat(arrivals).hasSize(1);
    quarantined(arrivals.get(0), Reason.BAD_POLICY);
  }
}
