package org.insight.jobs.reports;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.NumberFormat;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.insight.policy.Purpose;
import org.insight.policy.Scope;
import org.jspecify.annotations.Nullable;

/** The report's own words in one language. */
final class Texts {

  private final Properties words = new Properties();
  private final Locale locale;
  private final NumberFormat numbers;
  private final NumberFormat decimals;

  Texts(ReportLanguage language) {
    locale = language.locale();
    numbers = NumberFormat.getIntegerInstance(locale);
    decimals = NumberFormat.getNumberInstance(locale);
    decimals.setMinimumFractionDigits(1);
    decimals.setMaximumFractionDigits(1);
    String resource = "/reports/texts_" + language.code() + ".properties";
    try (InputStream in = Resources.open(resource)) {
      words.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the report's texts: " + resource, e);
    }
  }

  Locale locale() {
    return locale;
  }

  /** A text that must be there, with {0}, {1} … replaced. */
  String get(String key, Object... values) {
    String text = words.getProperty(key);
    if (text == null) {
      throw new IllegalStateException("Cannot write a report: no text, found " + key);
    }
    for (int i = 0; i < values.length; i++) {
      text = text.replace("{" + i + "}", String.valueOf(values[i]));
    }
    return text;
  }

  /** A text as {@link #get}, escaped. */
  String html(String key, Object... values) {
    return Html.escape(get(key, values));
  }

  /** The word for a code of the data, or the code made readable where there is none. */
  String word(String list, String code) {
    return words.getProperty(list + "." + code, code.replace('_', ' ').replace('-', ' '));
  }

  /** What a reader is entitled to. */
  String rights(Scope rights) {
    List<String> all = new ArrayList<>();
    if (rights.country() != null) {
      all.add(country(rights.country()));
    }
    if (rights.body() != null) {
      all.add(rights.body());
    }
    all.add(get("rights.clearance", rights.clearance()));
    all.add(word("role", rights.role().code()));
    rights.purposes().stream()
        .map(Purpose::code)
        .sorted()
        .forEach(code -> all.add(word("purpose", code)));
    return String.join(" · ", all);
  }

  /** Which state of the data a reader sees. */
  String state(long items, @Nullable LocalDate latestMessage) {
    return latestMessage == null
        ? get("state.items", number(items))
        : get("state.message", number(items), latestMessage);
  }

  String country(String code) {
    return switch (code) {
      case "" -> "";
      case "ZZ" -> get("country.none");
      default -> code.length() == 2 ? new Locale("", code).getDisplayCountry(locale) : code;
    };
  }

  String number(long value) {
    return numbers.format(value);
  }

  /** To one decimal. */
  String decimal(double value) {
    return decimals.format(value);
  }
}
