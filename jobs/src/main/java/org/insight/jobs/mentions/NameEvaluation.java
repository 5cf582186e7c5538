package org.insight.jobs.mentions;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.jobs.mentions.described.NameKind;
import org.insight.jobs.mentions.described.NameRules;
import org.insight.jobs.mentions.described.NameSpan;
import org.jspecify.annotations.Nullable;

/**
 * Measures names against labelled words, as the shared task of CoNLL 2003 does: a name is right if
 * its span and its kind are.
 *
 * <p>A file has a word and its label a line, with blanks or tabs between (the first and the last
 * column), and an empty line behind a sentence. Labels are O, and B- or I- before PER, LOC or ORG;
 * names of other kinds count for nothing. A word may have the prefix of WikiAnn ({@code fr:}).
 */
public final class NameEvaluation {

  private static final Pattern COLUMNS = Pattern.compile("[ \t]+");
  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2}:(?=.)");
  private static final Pattern LABEL = Pattern.compile("[BI]-(.+)");

  /** A file without empty lines is parted behind a full stop. */
  private static final int LONG_SENTENCE = 60;

  private static final Map<String, NameKind> KINDS =
      Map.of("PER", NameKind.PERSON, "ORG", NameKind.ORGANIZATION, "LOC", NameKind.PLACE);

  private NameEvaluation() {}

  /**
   * What was found of one kind by one method.
   *
   * @param method {@code model}, or {@code model and rules} as in {@code mentions.names}
   * @param kind PER, LOC, ORG or {@code all}
   * @param words in the files
   */
  public record Score(String method, String kind, long words, long truth, long found, long right) {

    public double precision() {
      return right / (double) found;
    }

    public double recall() {
      return right / (double) truth;
    }

    /** The harmonic mean of both. */
    public double f1() {
      return 2 * right / (double) (truth + found);
    }
  }

  private record Name(int sentence, int begin, int end, NameKind kind) {}

  private record Sentences(List<String> texts, Set<Name> names, long words) {}

  /**
   * The scores of both methods, for each kind and for all.
   *
   * @param language of the files: fr, en, es or ar; the rules use its words
   * @throws InsightException INPUT if a file cannot be read or a line has no label
   */
  public static List<Score> evaluate(SparkSession spark, List<Path> files, String language) {
    Sentences gold = read(files);
    List<Row> rows = new ArrayList<>();
    for (String text : gold.texts()) {
      rows.add(RowFactory.create(Integer.toString(rows.size()), 0, text));
    }
    Map<Integer, List<NameSpan>> spans =
        spans(
            spark.createDataFrame(
                rows, StructType.fromDDL("document_id string, begin int, text string")),
            gold.texts());
    Set<Name> byModel = new HashSet<>();
    Set<Name> byBoth = new HashSet<>();
    for (int i = 0; i < gold.texts().size(); i++) {
      int sentence = i;
      List<NameSpan> model = spans.getOrDefault(i, List.of());
      model.forEach(span -> byModel.add(name(sentence, span)));
      NameRules.find(gold.texts().get(i), language, model)
          .forEach(span -> byBoth.add(name(sentence, span)));
    }
    List<Score> scores = new ArrayList<>();
    score("model", gold, byModel, scores);
    score("model and rules", gold, byBoth, scores);
    return scores;
  }

  /**
   * What the names model finds, by the number of the text.
   *
   * @param sentences with {@code document_id}, the number of a text, as {@link NamesModel#in} takes
   *     them
   */
  static Map<Integer, List<NameSpan>> spans(Dataset<Row> sentences, List<String> texts) {
    Map<Integer, List<NameSpan>> spans = new HashMap<>();
    for (Row row : NamesModel.in(sentences).collectAsList()) {
      int text = Integer.parseInt(row.getString(0));
      spans
          .computeIfAbsent(text, t -> new ArrayList<>())
          .add(
              NameSpan.ofModel(
                  texts.get(text),
                  row.getInt(1),
                  row.getInt(2),
                  NameKind.valueOf(row.getString(3)),
                  row.getDouble(4)));
    }
    return spans;
  }

  /** PER, LOC or ORG. */
  static String code(NameKind kind) {
    return switch (kind) {
      case PERSON -> "PER";
      case PLACE -> "LOC";
      case ORGANIZATION -> "ORG";
    };
  }

  private static Name name(int sentence, NameSpan span) {
    return new Name(sentence, span.begin(), span.end(), span.kind());
  }

  private static void score(String method, Sentences gold, Set<Name> found, List<Score> scores) {
    Map<String, @Nullable NameKind> kinds = new LinkedHashMap<>();
    kinds.put("all", null);
    List.of("PER", "LOC", "ORG").forEach(kind -> kinds.put(kind, KINDS.get(kind)));
    kinds.forEach(
        (code, kind) -> {
          Set<Name> truth = of(gold.names(), kind);
          Set<Name> mine = of(found, kind);
          long right = mine.stream().filter(truth::contains).count();
          scores.add(new Score(method, code, gold.words(), truth.size(), mine.size(), right));
        });
  }

  private static Set<Name> of(Set<Name> names, @Nullable NameKind kind) {
    Set<Name> of = new HashSet<>(names);
    of.removeIf(name -> kind != null && name.kind() != kind);
    return of;
  }

  private static Sentences read(List<Path> files) {
    List<String> texts = new ArrayList<>();
    Set<Name> names = new HashSet<>();
    long words = 0;
    for (Path file : files) {
      int number = 0;
      try (BufferedReader lines = Files.newBufferedReader(file)) {
        Labelled sentence = new Labelled();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          number++;
          String[] columns = COLUMNS.split(line.strip());
          if (line.isBlank() || columns[0].equals("-DOCSTART-")) {
            sentence.end(texts, names);
          } else if (columns.length < 2) {
            throw new InsightException(
                ErrorKind.INPUT,
                "Cannot measure names: a line needs a word and a label, found line "
                    + number
                    + " of "
                    + file);
          } else {
            sentence.add(columns[0], columns[columns.length - 1]);
            words++;
            if (sentence.isLong() && ".!?؟".contains(columns[0])) {
              sentence.end(texts, names);
            }
          }
        }
        sentence.end(texts, names);
      } catch (IOException e) {
        throw new InsightException(
            ErrorKind.INPUT, "Cannot measure names: unreadable or no UTF-8, found " + file, e);
      }
    }
    return new Sentences(texts, names, words);
  }

  /** A sentence, word by word. */
  private static final class Labelled {

    private final StringBuilder text = new StringBuilder();
    private final List<int[]> spans = new ArrayList<>();
    private final List<String> kinds = new ArrayList<>();
    private String last = "O";
    private int words;

    private void add(String word, String label) {
      Matcher prefix = LANGUAGE.matcher(word);
      String bare = prefix.lookingAt() ? word.substring(prefix.end()) : word;
      if (text.length() > 0) {
        text.append(' ');
      }
      int begin = text.length();
      text.append(bare);
      words++;
      Matcher named = LABEL.matcher(label);
      if (named.matches()) {
        String kind = named.group(1).toUpperCase(Locale.ROOT);
        boolean goesOn = label.startsWith("I") && last.equals(kind);
        if (goesOn) {
          spans.get(spans.size() - 1)[1] = text.length();
        } else {
          spans.add(new int[] {begin, text.length()});
          kinds.add(kind);
        }
        last = kind;
      } else {
        last = "O";
      }
    }

    private boolean isLong() {
      return words >= LONG_SENTENCE;
    }

    private void end(List<String> texts, Set<Name> names) {
      if (words > 0) {
        for (int i = 0; i < spans.size(); i++) {
          NameKind kind = KINDS.get(kinds.get(i));
          if (kind != null) {
            names.add(new Name(texts.size(), spans.get(i)[0], spans.get(i)[1], kind));
          }
        }
        texts.add(text.toString());
      }
      text.setLength(0);
      spans.clear();
      kinds.clear();
      last = "O";
      words = 0;
    }
  }
}
