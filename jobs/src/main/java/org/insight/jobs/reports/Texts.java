package org.insight.jobs.reports;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.NumberFormat;
import java.util.Locale;
import java.util.Properties;

/** The report's own words in one language. */
final class Texts {

  private final Properties words = new Properties();
  private final Locale locale;
  private final NumberFormat numbers;

  Texts(ReportLanguage language) {
    locale = language.locale();
    numbers = NumberFormat.getIntegerInstance(locale);
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

  /** The word for a code of the data, or the code made readable where there is none. */
  String word(String list, String code) {
    return words.getProperty(list + "." + code, code.replace('_', ' '));
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
}
