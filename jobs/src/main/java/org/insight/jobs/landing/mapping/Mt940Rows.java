package org.insight.jobs.landing.mapping;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Entries and statements of an MT940 (SWIFT, Standards MT, Category 9, MT 940 Customer Statement
 * Message), with or without the blocks around it. Of the fields, 20, 25, 28C, 60, 61, 86 and 62 are
 * read. Rows: {@code entry} for each field 61, then its {@code statement}.
 *
 * <p>What field 86 holds is left to banks. Two forms are taken apart: subfields {@code ?20} of the
 * German banks (DFÜ agreement, annex 3) and code words between slashes, as {@code /NAME/}; else all
 * of it is the purpose. Of those who are named as the ordering and the beneficiary party ({@code
 * /ORDP/}, {@code /BENM/}) the other one is taken: of a credit who ordered it, of a debit whom it
 * went to. Of a payment that was sent back, and where the one that is named does not fit, it is
 * neither. What stands behind the purpose names nobody: whoever paid may have written it there.
 */
final class Mt940Rows extends Rows {

  /**
   * What stands before the first field: as Rabobank writes it, the kind of the message, and as ABN
   * AMRO does, whom it is from, its kind and whom it is for.
   */
  private static final Pattern BEGINNING =
      Pattern.compile(
          "\\s*(?::940:\\h*\\R|[A-Z0-9]{6,12}\\h*\\R940\\h*\\R[A-Z0-9]{6,12}\\h*\\R)?:20:");

  private static final Pattern FIELD = Pattern.compile("(?s):(\\d{2}[A-Z]?):(.*)");
  private static final Pattern BALANCE =
      Pattern.compile("([CD])(\\d{6})([A-Z]{3})(\\d{1,12},\\d{0,3})");
  private static final Pattern ENTRY =
      Pattern.compile(
          "(?<value>\\d{6})(?:\\d{4})?(?<mark>R?[CD]|E[CD])[A-Z]?(?<amount>\\d{1,12},\\d{0,3})"
              + "(?<type>[A-Z][A-Z0-9]{3})?(?<references>.*)");
  private static final Pattern SUBFIELDS = Pattern.compile("\\d{3}\\?");
  private static final Pattern SUBFIELD = Pattern.compile("\\?(\\d{2})([^?]*)");
  private static final Pattern CODE_WORD = Pattern.compile("/([A-Z]{3,4})/");
  private static final Pattern IBAN = Pattern.compile("[A-Z]{2}\\d{2}[A-Z0-9]{11,30}");
  private static final Pattern COUNTERPARTY =
      Pattern.compile(
          "/CNTP/(?<account>"
              + IBAN
              + "|\\d{0,34})/(?<bank>[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?|)/(?<name>[^/]*)/");

  /** What ING says of a purpose before it; there each value ends with slashes. */
  private static final Pattern STRUCTURE = Pattern.compile("/REMI/(?:USTD//|STRD/[A-Z]*/)");

  private static final Pattern ENDING = Pattern.compile("/{1,2}$");

  /** Of field 25, which each entry holds; the standard has 35. */
  private static final int LONGEST_ACCOUNT = 200;

  /** Issue of an entry of which it is not clear whether it names the other party. */
  private static final String NOT_TOLD = "counterparty not told";

  /**
   * Before a party, and the mark of an entry in which it is the other one: who ordered, who got.
   */
  private static final Map<String, String> PARTIES = Map.of("ORDP", "C", "BENM", "D");

  /** Between the name of a party and a number of it. */
  private static final String ID = "/ID/";

  /** What is said of the party that was named last. */
  private static final Set<String> OF_A_PARTY = Set.of("NAME", "ADDR", "IBAN", "BIC");

  /**
   * Before the name of whom a payment was made for or who gave the order; the account is another's.
   */
  private static final Set<String> ULTIMATE = Set.of("ULTD", "ULTC", "ULTB", "INIT");

  /**
   * What else banks write. The purpose ends only where one of these or of those above stands: what
   * else is between slashes in it is of whoever paid, as {@code /INV/} before a number.
   */
  private static final Set<String> OTHERS =
      Set.of(
          "REMI", "ISDT", "EREF", "MARF", "CNTP", "PREF", "TRCD", "CSID", "PURP", "RTRN", "IREF",
          "ACCW", "TRTP");

  private record Entry(ObjectNode fields, List<String> issues) {}

  private final Iterator<String> lines;
  private final Deque<Row> ready = new ArrayDeque<>();
  private @Nullable ObjectNode statement;
  private final List<Entry> entries = new ArrayList<>();
  private String tag = "";
  private final List<String> value = new ArrayList<>();
  private int statements;
  private boolean closed = true;

  Mt940Rows(String text) {
    this.lines = text.lines().iterator();
  }

  /** Whether a text begins as such a message does. */
  static boolean recognises(String head) {
    int begin = head.startsWith("{1:") ? head.indexOf("{4:") + "{4:".length() : 0;
    return BEGINNING.matcher(head.substring(begin)).lookingAt()
        && head.contains("\n:25")
        && head.contains("\n:60");
  }

  @Override
  @Nullable Row read() {
    while (ready.isEmpty() && lines.hasNext()) {
      line(lines.next());
    }
    if (ready.isEmpty()) {
      field();
      end();
    }
    return ready.poll();
  }

  private void line(String whole) {
    int block = whole.indexOf("{4:");
    String line = block >= 0 ? whole.substring(block + "{4:".length()) : whole;
    Matcher matcher = FIELD.matcher(line);
    if (matcher.matches()) {
      field();
      tag = matcher.group(1);
      value.add(matcher.group(2));
    } else if (line.startsWith("-}") || line.stripTrailing().equals("-")) {
      field();
      end();
    } else if (!tag.isEmpty()) {
      value.add(line);
    }
  }

  /** Takes the field that has just ended. */
  private void field() {
    String name = tag;
    List<String> all = List.copyOf(value);
    tag = "";
    value.clear();
    if (name.isEmpty()) {
      return;
    }
    String first = all.get(0).strip();
    if (name.equals("20")) {
      end();
      statements++;
      closed = false;
      statement = JsonNodeFactory.instance.objectNode();
      statement.put("reference", first);
    } else if (statement != null) {
      switch (name) {
        case "25", "25P" -> {
          if (first.length() > LONGEST_ACCOUNT) {
            throw new MalformedItemException(
                "its statement "
                    + statements
                    + " has an account of more than "
                    + LONGEST_ACCOUNT
                    + " characters");
          }
          statement.put("account", first);
          if (all.size() > 1) {
            statement.put("bic", all.get(1).strip());
          }
        }
        case "28C" -> statement.put("number", first);
        case "60F", "60M" -> balance("opening", first, statement);
        case "62F", "62M" -> {
          balance("closing", first, statement);
          closed = true;
        }
        case "61" -> entry(all, statement);
        case "86" -> {
          // Behind the closing balance it is of the statement as a whole.
          if (!entries.isEmpty() && !closed) {
            details(all, entries.get(entries.size() - 1));
          }
        }
        default -> {
          // Other fields say nothing of accounts and payments.
        }
      }
    }
  }

  private static void balance(String which, String text, ObjectNode into) {
    Matcher matcher = BALANCE.matcher(text);
    if (matcher.matches()) {
      into.put(which + "_date", matcher.group(2));
      into.put("currency", matcher.group(3));
      into.put(
          which + "_balance", (matcher.group(1).equals("D") ? "-" : "") + amount(matcher.group(4)));
    }
  }

  private static String amount(String written) {
    String text = written.replace(',', '.');
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  private void entry(List<String> lines, ObjectNode of) {
    ObjectNode entry = JsonNodeFactory.instance.objectNode();
    for (String kept : List.of("account", "currency")) {
      if (of.has(kept)) {
        entry.set(kept, of.get(kept));
      }
    }
    Matcher matcher = ENTRY.matcher(lines.get(0).strip());
    if (matcher.matches()) {
      entry.put("value_date", matcher.group("value"));
      entry.put("mark", matcher.group("mark"));
      entry.put("amount", amount(matcher.group("amount")));
      entry.put("type", matcher.group("type"));
      String[] references = matcher.group("references").split("//", 2);
      entry.put("reference", references[0].strip());
      if (references.length > 1) {
        entry.put("bank_reference", references[1].strip());
      }
    }
    if (lines.size() > 1) {
      entry.put("supplement", joined(lines.subList(1, lines.size())));
    }
    entries.add(
        new Entry(
            entry, new ArrayList<>(entry.has("amount") ? List.of() : List.of("entry not read"))));
  }

  private static void details(List<String> lines, Entry entry) {
    String joined = cutLines(lines);
    if (SUBFIELDS.matcher(joined).lookingAt()) {
      subfields(joined, entry.fields());
    } else if (!codeWords(joined, entry)) {
      entry.fields().put("purpose", joined(lines));
    }
  }

  /** Of lines that end with a word. */
  private static String joined(List<String> lines) {
    return lines.stream().map(String::stripTrailing).collect(Collectors.joining(" "));
  }

  /**
   * Of lines that end where there is no more room, within a word or with the blank behind one; more
   * blanks than one only fill a line.
   */
  private static String cutLines(List<String> lines) {
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      String words = line.stripTrailing();
      text.append(words).append(line.length() == words.length() + 1 ? " " : "");
    }
    return text.toString().stripTrailing();
  }

  private static void subfields(String text, ObjectNode into) {
    StringBuilder purpose = new StringBuilder();
    StringBuilder name = new StringBuilder();
    Matcher part = SUBFIELD.matcher(text);
    while (part.find()) {
      int number = Integer.parseInt(part.group(1));
      if (number >= 20 && number <= 29 || number >= 60 && number <= 63) {
        purpose.append(part.group(2));
      } else if (number == 32 || number == 33) {
        name.append(part.group(2));
      } else if (number == 30) {
        into.put("counterparty_bank", part.group(2).strip());
      } else if (number == 31) {
        into.put("counterparty_account", part.group(2).strip());
      }
    }
    into.put("purpose", purpose.toString().strip());
    into.put("counterparty", name.toString().strip());
  }

  /** Whether there were any. */
  private static boolean codeWords(String text, Entry entry) {
    ObjectNode into = entry.fields();
    String others = counterparty(text, into);
    boolean some = !others.equals(text);
    String rest = STRUCTURE.matcher(others).replaceFirst("/REMI/");
    boolean slashed = !rest.equals(others);
    Matcher word = CODE_WORD.matcher(rest);
    boolean ultimate = false;
    // Whether what comes is of a party that this entry's mark does not make the other one.
    boolean untold = false;
    boolean told = some;
    boolean refused = false;
    // Whether the purpose has begun: what comes may be what whoever paid wrote in it.
    boolean behind = false;
    boolean unsure = false;
    boolean more = next(word, behind);
    while (more) {
      String code = word.group(1);
      int begin = word.end();
      behind |= code.equals("REMI");
      more = next(word, behind);
      String value = rest.substring(begin, more ? word.start() : rest.length()).strip();
      String field =
          switch (code) {
            case "NAME" -> "counterparty";
            case "IBAN" -> "counterparty_account";
            case "BIC" -> "counterparty_bank";
            case "REMI" -> "purpose";
            default -> null;
          };
      String mark = PARTIES.get(code);
      if (mark != null) {
        untold = behind || !mark.equals(into.path("mark").asText());
        refused |= untold && !into.has("counterparty");
        told |= !untold;
        some = true;
      } else if (!OF_A_PARTY.contains(code)) {
        untold = false;
      }
      if (field != null) {
        // The first, for the account and the name are to be of one party; the purpose is of none.
        boolean ofAnother = (ultimate || untold || behind) && !code.equals("REMI");
        unsure |= behind && code.equals("NAME") && !into.has("counterparty");
        if (!ofAnother && !value.isEmpty() && !into.has(field)) {
          int end = code.equals("NAME") ? value.indexOf(ID) : -1;
          String whole = end < 0 ? value : value.substring(0, end);
          into.put(field, slashed ? ENDING.matcher(whole).replaceFirst("") : whole);
        }
        some = true;
      }
      ultimate = ULTIMATE.contains(code);
    }
    if (refused && !told) {
      into.remove(List.of("counterparty", "counterparty_account", "counterparty_bank"));
    }
    if (unsure || refused && !told) {
      entry.issues().add(NOT_TOLD);
    }
    if (told && !into.has("counterparty_account")) {
      String supplement = into.path("supplement").asText();
      if (IBAN.matcher(supplement).matches()) {
        into.put("counterparty_account", supplement);
        into.remove("supplement");
      }
    }
    return some;
  }

  /**
   * Goes to the next code word.
   *
   * @return whether there is one
   */
  private static boolean next(Matcher word, boolean behind) {
    while (word.find()) {
      String code = word.group(1);
      if (!behind
          || OTHERS.contains(code)
          || OF_A_PARTY.contains(code)
          || PARTIES.containsKey(code)
          || ULTIMATE.contains(code)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Takes the other party where it is written as ING does: {@code /CNTP/} account, BIC and name.
   *
   * @return the text without it
   */
  private static String counterparty(String text, ObjectNode into) {
    Matcher matcher = COUNTERPARTY.matcher(text);
    int purpose = text.indexOf("/REMI/");
    if (!matcher.find() || purpose >= 0 && purpose < matcher.start()) {
      return text;
    }
    for (String field : List.of("account", "bank", "name")) {
      String value = matcher.group(field).strip();
      if (!value.isEmpty()) {
        into.put(field.equals("name") ? "counterparty" : "counterparty_" + field, value);
      }
    }
    return text.substring(0, matcher.start()) + text.substring(matcher.end());
  }

  /** Ends a statement: its rows are complete. */
  private void end() {
    ObjectNode ended = statement;
    if (ended == null) {
      return;
    }
    if (!closed) {
      throw new MalformedItemException("its statement " + statements + " has no closing balance");
    }
    int number = 0;
    for (Entry entry : entries) {
      number++;
      ready.add(
          new Row(
              "entry",
              "statement " + statements + " entry " + number,
              entry.fields(),
              List.copyOf(entry.issues())));
    }
    ready.add(new Row("statement", "statement " + statements, ended, List.of()));
    statement = null;
    entries.clear();
  }
}
