package org.insight.simulate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An invented company as it truly is.
 *
 * @param index 0, 1, 2 …
 * @param name without its legal form
 * @param form of law
 * @param number in the register of its country
 * @param iban null where the country has none
 * @param director a person; null where none is registered
 */
record Company(
    long index,
    Country country,
    String name,
    LegalForm form,
    String number,
    String address,
    String phone,
    String email,
    @Nullable String iban,
    @Nullable Long director) {

  /** A legal form, as it is mostly written and in full. */
  record LegalForm(String brief, String full) {

    static List<LegalForm> of(Country country) {
      return switch (country.code()) {
        case "FR", "MA", "TN", "BE" ->
            List.of(
                new LegalForm("SARL", "Société à responsabilité limitée"),
                new LegalForm("SA", "Société anonyme"));
        case "ES", "MX" ->
            List.of(
                new LegalForm("SL", "Sociedad Limitada"), new LegalForm("SA", "Sociedad Anónima"));
        case "IT" ->
            List.of(
                new LegalForm("SRL", "Società a responsabilità limitata"),
                new LegalForm("SpA", "Società per azioni"));
        case "US" ->
            List.of(
                new LegalForm("LLC", "Limited Liability Company"),
                new LegalForm("Inc.", "Incorporated"));
        default ->
            List.of(
                new LegalForm("Ltd", "Limited"), new LegalForm("PLC", "Public Limited Company"));
      };
    }
  }

  /** With the legal form as it is mostly written. */
  String fullName() {
    return name + " " + form.brief();
  }
}
