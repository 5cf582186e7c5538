package org.insight.cli;

import java.io.PrintWriter;
import java.util.List;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.OneLine;
import org.insight.services.ask.DocumentPage;
import org.insight.services.ask.DocumentTables;
import org.insight.services.ask.DocumentView;
import org.insight.services.ask.DocumentViewer;
import org.insight.services.ask.PageTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a document beside its translation. */
@Command(
    name = "document",
    header = "Shows a document beside its translation.",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the sentences of a document as the reader sees them, each with its translation, what",
      "was found in it, and what the translation says otherwise. With --out it is a page, side by",
      "side. Translations are made by machine: rely on the original.",
      "",
      "A path that several documents have gives a list, and exit code 3."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  insight document --as demo --purpose investigation --reason \"case 12\"",
      "      --out report.html fr/reports/pv-0001.txt"
    })
final class DocumentCommand implements Asking.Question {

  private static final List<String> LANGUAGES = List.of("en", "fr", "es");

  @Mixin private Following following;

  @Option(
      names = "--to",
      defaultValue = "en",
      paramLabel = "en|fr|es",
      description = "Language of the translation (default ${DEFAULT-VALUE}).")
  private String language;

  @Parameters(
      paramLabel = "DOCUMENT",
      description = "A document: its id, or its path below the inbox.")
  private String document;

  @Override
  public Asking asking() {
    return following.asking();
  }

  @Override
  public Integer call() {
    if (!LANGUAGES.contains(language)) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot show: --to must be en, fr or es, found " + OneLine.shown(language));
    }
    DocumentViewer viewer = new DocumentViewer(document, language);
    return following.ask(
        "document",
        viewer.asked(),
        DocumentViewer.TABLES,
        (reader, note) -> viewer.of(reader),
        view -> print(view));
  }

  private long print(DocumentView view) {
    PrintWriter out = following.out();
    if (following.isPage()) {
      following.page(seen -> DocumentPage.of(seen, view), view.lines().size(), "sentence");
    } else if (following.isJson()) {
      JsonLines.print(out, List.of(view));
    } else {
      lines(out, view);
    }
    if (view.lines().stream()
        .noneMatch(line -> line.translation() != null || line.language().equals(language))) {
      following.tell(
          "Not translated into " + language + ": `insight status` says what is missing.");
    }
    Answer.requireTaken(out);
    return view.lines().size();
  }

  private static void lines(PrintWriter out, DocumentView view) {
    out.println(OneLine.shown((view.date() + " " + view.path() + " " + view.title()).strip()));
    view.restrictions().forEach(words -> out.println("restrictions: " + OneLine.shown(words)));
    out.println();
    for (DocumentView.Line line : view.lines()) {
      out.println(line.position() + " " + line.language() + ": " + OneLine.shown(line.text()));
      DocumentView.Translated translation = line.translation();
      if (translation != null) {
        String text = translation.text();
        out.println(
            "    "
                + (text == null ? "(no text)" : OneLine.shown(text))
                + (translation.remarks().isEmpty() ? "" : " [" + translation.remarks() + "]"));
      }
    }
    PageTable described = DocumentTables.described(view);
    if (!described.rows().isEmpty()) {
      out.println();
      out.println(described.title());
      TextTable.print(out, described.heading(), described.rows());
    }
  }
}
