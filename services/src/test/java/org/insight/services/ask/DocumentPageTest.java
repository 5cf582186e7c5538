package org.insight.services.ask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.insight.services.ask.DocumentView.Described;
import org.insight.services.ask.DocumentView.Line;
import org.insight.services.ask.DocumentView.Mark;
import org.insight.services.ask.DocumentView.Translated;
import org.junit.jupiter.api.Test;

class DocumentPageTest {

  private static final LinkPage.Seen SEEN =
      new LinkPage.Seen("ben", "France, clearance 1", "investigation");

  private static String page(int pages, Line... lines) {
    return DocumentPage.of(
        SEEN,
        new DocumentView(
            "d1",
            "fr/note.txt",
            "",
            "2026-03-04",
            "en",
            pages,
            List.of(lines),
            List.of(new Described("p1", "Person", "suspect", "Ada Zorn", List.of("gender female"))),
            List.of("FR: TLP AMBER")));
  }

  @Test
  void theOriginalStandsBesideItsTranslationWithWhatWasFoundInIt() {
    String page =
        page(
            1,
            new Line(
                0,
                1,
                "fr",
                "Ada Zorn <a> dort.",
                List.of(new Mark(0, 8, "person")),
                new Translated(
                    "d1#0#en", "Ada Zorn \"sleeps\".", "apertium", false, 0, List.of())));
    assertThat(page)
        .contains(
            "<td>0</td><td dir=\"ltr\" lang=\"fr\"><mark class=\"person\" title=\"person\">Ada Zorn"
                + "</mark> &lt;a&gt; dort.</td>"
                + "<td dir=\"ltr\" lang=\"en\">Ada Zorn &quot;sleeps&quot;.</td>")
        .contains("Marked are <mark class=\"person\">person</mark>")
        .contains("<li><bdi>FR: TLP AMBER</bdi></li>", "<caption>Text</caption>")
        .contains("<td><bdi>Ada Zorn</bdi></td><td><bdi>suspect</bdi></td>")
        .contains("style-src 'sha256-")
        .doesNotContain("<script", "script-src", "<span class=\"remark\"");
  }

  @Test
  void aGlossAndWhatDiffersAreSaid() {
    String page =
        page(
            2,
            new Line(
                0,
                1,
                "ar",
                "الشرطة ٣.",
                List.of(new Mark(7, 8, "iban")),
                new Translated("d1#0#en", "police 4", "gloss", true, 0.4, List.of("number"))),
            new Line(
                1,
                2,
                "fr",
                "Non.",
                List.of(),
                new Translated("d1#1#en", null, "reader", false, 0, List.of("rejected"))),
            new Line(2, 2, "en", "It rained.", List.of(), null),
            new Line(
                3,
                2,
                "fr",
                "Xyz.",
                List.of(),
                new Translated("d1#3#en", "Xyz.", "apertium", false, 1, List.of("unknown"))));
    assertThat(page)
        .contains(
            "<td dir=\"rtl\" lang=\"ar\">الشرطة <mark class=\"number\" title=\"iban\">٣</mark>.")
        .contains("words by machine, no translation; differs: number</span>")
        .contains("as a reader said; rejected</span>")
        .contains("100 % of the words are unknown</span>")
        .contains("lang=\"en\">It rained.</td><td dir=\"auto\"></td></tr>")
        .contains("<caption>Page 1</caption>", "<caption>Page 2</caption>");
  }

  @Test
  void aDocumentWithoutTextSaysSo() {
    assertThat(page(1)).contains("<p>It has no text.</p>").doesNotContain("<table class=\"text\"");
  }
}
