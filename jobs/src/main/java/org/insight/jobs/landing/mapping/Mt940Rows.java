package org.insight.jobs.landing.mapping;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Entries and statements of an MT940 (SWIFT, Standards MT, Category 9, MT 940 Customer Statement
 * Message), with or without the blocks around it. Of the fields, 20, 25, 28C, 60, 61, 86 and 62 are
 * read. Rows: {@code entry} for each field 61, then its {@code statement}.
 *
 * <p>What field 86 holds is left to banks. Two forms are taken apart: subfields {@code ?20} of the
 * German banks (DFÜ agreement, annex 3) and code words between slashes, as {@code /NAME/}; else all
 * of it is the purpose.
 */
final class Mt940Rows extends Rows {

  private static final Pattern FIELD = Pattern.compile("^:(\\d{2}[A-Z]?):(.*)$");
  private static final Pattern BALANCE =
      Pattern.compile("([CD])(\\d{6})([A-Z]{3})(\\d{1,12},\\d{0,3})");
  private static final Pattern ENTRY =
      Pattern.compile(
          "(?<value>\\d{6})(?:\\d{4})?(?<mark>R?[CD]|E[CD])[A-Z]?(?<amount>\\d{1,12},\\d{0,3})"
              + "(?<type>[A-Z][A-Z0-9]{3})?(?<references>.*)");
  private static final Pattern SUBFIELDS = Pattern.compile("\\d{3}\\?");
  private static final Pattern SUBFIELD = Pattern.compile("\\?(\\d{2})([^?]*)");
  private static final Pattern CODE_WORD = Pattern.compile("/([A-Z]{3,4})/");

  /** Before the name of whom a payment was made for; the account is another's. */
  private static final Set<String> ULTIMATE = Set.of("ULTD", "ULTC", "ULTB");

  private final Iterator<String> lines;
  private final Deque<Row> ready = new ArrayDeque<>();
  private @Nullable ObjectNode statement;
  private final List<ObjectNode> entries = new ArrayList<>();
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
    return head.substring(begin).stripLeading().startsWith(":20:")
        && head.contains("\n:25")
        && head.contains("\n:60");
  }

  @Override
  @Nullable Row read() {
    while (ready.isEmpty() && lines.hasNext()) {
      line(lines.next().stripTrailing());
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
    } else if (line.startsWith("-}") || line.equals("-")) {
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
      entry.put("supplement", String.join(" ", lines.subList(1, lines.size())));
    }
    entries.add(entry);
  }

  private static void details(List<String> lines, ObjectNode into) {
    String joined = String.join("", lines);
    if (SUBFIELDS.matcher(joined).lookingAt()) {
      subfields(joined, into);
    } else if (!codeWords(joined, into)) {
      into.put("purpose", String.join(" ", lines));
    }
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
    into.put("purpose", purpose.toString());
    into.put("counterparty", name.toString().strip());
  }

  /** Whether there were any. */
  private static boolean codeWords(String text, ObjectNode into) {
    Matcher word = CODE_WORD.matcher(text);
    boolean some = false;
    boolean ultimate = false;
    boolean more = word.find();
    while (more) {
      String code = word.group(1);
      int begin = word.end();
      more = word.find();
      String value = text.substring(begin, more ? word.start() : text.length()).strip();
      String field =
          switch (code) {
            case "NAME" -> "counterparty";
            case "IBAN" -> "counterparty_account";
            case "BIC" -> "counterparty_bank";
            case "REMI" -> "purpose";
            default -> null;
          };
      if (field != null) {
        // The first, for the account and the name are to be of one party; the purpose is of none.
        boolean ofAnother = ultimate && !code.equals("REMI");
        if (!ofAnother && !value.isEmpty() && !into.has(field)) {
          into.put(field, value);
        }
        some = true;
      }
      ultimate = ULTIMATE.contains(code);
    }
    return some;
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
    for (ObjectNode entry : entries) {
      number++;
      ready.add(
          new Row(
              "entry",
              "statement " + statements + " entry " + number,
              entry,
              entry.has("amount") ? List.of() : List.of("entry not read")));
    }
    ready.add(new Row("statement", "statement " + statements, ended, List.of()));
    statement = null;
    entries.clear();
  }
}
