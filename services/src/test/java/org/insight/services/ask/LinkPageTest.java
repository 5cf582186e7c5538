package org.insight.services.ask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.insight.jobs.reports.Html;
import org.junit.jupiter.api.Test;

class LinkPageTest {

  private static final LinkPage.Seen SEEN =
      new LinkPage.Seen("ben", "France, clearance 1", "investigation");

  private static final FoundLink LINK =
      new FoundLink(
          new LinkEnd("E-1", "Person", "Ada <b>Zorn</b>", ""),
          new LinkEnd("E-2", "BankAccount", "(no name)", "FR76 \"1\""),
          List.of("iban", "owner"),
          List.of("iban:FR761</script>"),
          List.of(new FoundLink.Direction("owner", "E-1", "E-2")),
          "2025-03-04",
          "2025-11-30",
          8.25,
          2,
          List.of("ADMIRALTY B2"),
          List.of("TLP AMBER"),
          List.of(
              new FoundLink.Carrier(
                  "iban",
                  "FR761",
                  "document",
                  "d1",
                  "fr/note.txt",
                  "characters 0-5",
                  "2025-03-04",
                  "Paid & gone.")),
          "FR: TLP AMBER, for investigation");

  private static String page(List<FoundLink> links) {
    return LinkPage.of(
        SEEN,
        "Ada & co",
        Set.of("E-1"),
        links,
        List.of("GB: TLP RED"),
        List.of(
            new PageTable("Known", List.of("property", "value"), List.of(List.of("name", "<i>"))),
            new PageTable("Empty", List.of("property"), List.of())));
  }

  @Test
  void thePageSaysWhoSeesItByWhichRightsAndHowItMayBeUsed() {
    assertThat(page(List.of(LINK)))
        .contains("<dd><bdi>ben</bdi></dd>", "France, clearance 1", "investigation")
        .contains("handling codes <bdi>TLP AMBER</bdi>")
        .contains("<li><bdi>FR: TLP AMBER, for investigation</bdi></li>")
        .contains("<li><bdi>GB: TLP RED</bdi></li>");
  }

  @Test
  void theListSaysWhatTheGraphShows() {
    assertThat(page(List.of(LINK)))
        .contains("Ada &lt;b&gt;Zorn&lt;/b&gt;", "(no name) FR76 &quot;1&quot;")
        .contains("owner →", "\"arrow\":\"→\"")
        .contains("(8.3 bits, 2025-03-04 to 2025-11-30, 2 independent sources, ADMIRALTY B2)")
        .contains("document fr/note.txt characters 0-5 2025-03-04", "Paid &amp; gone.")
        .contains("\"strength\":8.25", "\"asked\":true", "\"asked\":false");
  }

  @Test
  void textOfTheDataIsNoMarkup() {
    String page = page(List.of(LINK));
    assertThat(page).doesNotContain("<b>Zorn", "FR761</script>", "<td><bdi><i>");
    assertThat(page).contains("&lt;i&gt;").doesNotContain("<h2>Empty</h2>");
  }

  @Test
  void nothingButItsOwnScriptsMayRunAndNothingIsAskedFor() {
    String page = page(List.of(LINK));
    String policy = page.substring(page.indexOf("default-src"), page.indexOf("form-action"));
    String script = page.substring(page.lastIndexOf("<script>") + 8, page.lastIndexOf("</script>"));
    assertThat(policy).startsWith("default-src 'none'; script-src 'sha256-");
    assertThat(policy).contains(Html.hash(script)).doesNotContain("unsafe", "http");
    assertThat(page).doesNotContain(" src=", "<link", "@import", "url(");
  }

  @Test
  void aPageWithoutLinksHasNoGraph() {
    assertThat(page(List.of())).doesNotContain("<script", "id=\"graph\"").contains("Known");
  }

  @Test
  void allIsInLandmarksAndTablesHaveNamesOfTheirOwn() {
    PageTable hops = new PageTable("2 hops", List.of("from"), List.of(List.of("Ada")));
    String page =
        LinkPage.of(SEEN, "Ada", Set.of("E-1"), List.of(LINK), List.of(), List.of(hops, hops));
    String main = page.substring(page.indexOf("<main>"), page.indexOf("</main>"));
    assertThat(main)
        .contains(
            "<h2>Links</h2>", "aria-label=\"Table 1: 2 hops\"", "aria-label=\"Table 2: 2 hops\"");
    assertThat(page.substring(0, page.indexOf("<main>"))).contains("<header>", "</header>");
  }
}
