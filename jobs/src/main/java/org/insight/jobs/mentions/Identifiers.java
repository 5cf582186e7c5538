package org.insight.jobs.mentions;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.insight.jobs.landing.mapping.Digits;
import org.insight.jobs.landing.mapping.IssuedNumber;
import org.jspecify.annotations.Nullable;

/** All identifiers of a text or of a record. */
public final class Identifiers {

  private static final Pattern WITH_LIST =
      Pattern.compile("([A-Za-z][A-Za-z0-9_-]*):\\s*(\\S.*)", Pattern.DOTALL);

  /**
   * No number is as long, and hardly an address: what is longer is a text in the wrong field, and
   * would be copied into every pair that shares it.
   */
  private static final int LONGEST = 250;

  /**
   * Of which an account, a vehicle or a telephone line has one. A record with two, as of a cell
   * with several, is of no one thing; were they strong, it would make one of all that have either.
   */
  private static final Set<String> ONE_EACH = Set.of("iban", "vin", "phone");

  /** What a VIN, or a number that is given as one, is of. */
  private static final Set<String> THINGS = Set.of("Vehicle", "Vessel", "Airplane");

  private Identifiers() {}

  /**
   * The identifiers of a text, by their place; of two that overlap the more certain kind is kept.
   *
   * @param language fr, en, es, ar or und: decides in which country's form national telephone
   *     numbers are read (none for ar, which is of too many countries; for und by a French or
   *     Spanish word for a telephone)
   */
  public static List<FoundIdentifier> inText(String text, String language) {
    String western = Digits.western(text);
    List<FoundIdentifier> all = new ArrayList<>();
    MachineReadableZones.find(western, all);
    Ibans.find(western, all);
    Emails.find(western, all);
    Vins.find(western, all);
    IntroducedNumbers.passports(western, all);
    IntroducedNumbers.nationalIds(western, all);
    Plates.find(western, all);
    // The order above is that of precedence.
    List<FoundIdentifier> kept = new ArrayList<>();
    for (FoundIdentifier id : all) {
      if (kept.stream().noneMatch(id::overlaps)) {
        kept.add(id);
      }
    }
    // Else a number before a telephone number were a part of it.
    Phones.find(without(kept, western), region(language, western), kept);
    kept.sort(Comparator.comparingInt(FoundIdentifier::begin));
    return kept.stream().map(id -> asWritten(id, text)).toList();
  }

  private static String without(List<FoundIdentifier> found, String text) {
    StringBuilder rest = new StringBuilder(text);
    for (FoundIdentifier id : found) {
      for (int i = id.begin(); i < id.end(); i++) {
        rest.setCharAt(i, '|');
      }
    }
    return rest.toString();
  }

  /** A line as "Tél. : 06 …" is of no language but for its first word. */
  private static @Nullable String region(String language, String text) {
    return switch (language) {
      case "fr" -> "FR";
      case "es" -> "ES";
      case "en" -> "GB";
      case "und" -> Phones.introducedIn(text);
      default -> null;
    };
  }

  private static FoundIdentifier asWritten(FoundIdentifier id, String text) {
    return new FoundIdentifier(
        id.begin(),
        id.end(),
        id.kind(),
        id.value(),
        text.substring(id.begin(), id.end()),
        id.country(),
        id.checked(),
        id.strong());
  }

  /**
   * The identifiers of a record, one for each property and value, with 0 and the value's length as
   * place.
   *
   * @param schema FollowTheMoney schema, as Person or Vehicle
   * @param properties FollowTheMoney properties
   * @return by property, in the order of the properties' names
   */
  public static Map<String, List<FoundIdentifier>> inRecord(
      String schema, Map<String, List<String>> properties) {
    String home = home(properties);
    Map<String, List<FoundIdentifier>> found = new LinkedHashMap<>();
    properties.keySet().stream()
        .sorted()
        .forEach(
            property -> {
              Map<String, FoundIdentifier> byValue = new LinkedHashMap<>();
              for (String raw : properties.getOrDefault(property, List.of())) {
                FoundIdentifier id = inValue(schema, property, raw, home);
                if (id != null) {
                  byValue.putIfAbsent(id.kind() + id.value(), id);
                }
              }
              if (byValue.size() > 1 && ONE_EACH.contains(property)) {
                byValue.replaceAll((value, id) -> id.weak());
              }
              if (!byValue.isEmpty()) {
                found.put(property, List.copyOf(byValue.values()));
              }
            });
    return found;
  }

  private static @Nullable String home(Map<String, List<String>> properties) {
    for (String property : List.of("country", "nationality")) {
      for (String code : properties.getOrDefault(property, List.of())) {
        String country = Countries.alpha2(code);
        if (country != null) {
          return country;
        }
      }
    }
    return null;
  }

  private static @Nullable FoundIdentifier inValue(
      String schema, String property, @Nullable String written, @Nullable String home) {
    if (written == null || written.isBlank()) {
      return null;
    }
    String value = Digits.western(written).strip();
    FoundIdentifier id =
        switch (property) {
          case "phone" -> line(Phones.inField(value, home), schema);
          case "callerNumber", "receiverNumber" -> Phones.inField(value, home);
          case "imei" -> imei(value);
          case "imsi" -> imsi(value);
          case "email" -> email(value);
          case "iban" -> iban(value, schema);
          case "vin" -> vin(value, schema);
          case "passportNumber" -> issued(IdentifierKind.PASSPORT, written, schema);
          case "idNumber" -> issued(IdentifierKind.NATIONAL_ID, written, schema);
          case "registrationNumber" ->
              issued(
                  schema.equals("Vehicle") ? IdentifierKind.PLATE : IdentifierKind.REGISTRATION,
                  written,
                  schema);
          case "sourceEntry" -> listEntry(value);
          case "bookingReference" -> booking(value);
          case "address" -> address(value);
          default -> null;
        };
    return id == null || id.value().length() > LONGEST
        ? null
        : new FoundIdentifier(
            0,
            written.length(),
            id.kind(),
            id.value(),
            written,
            id.country(),
            id.checked(),
            id.strong());
  }

  /** It names the line that is a record of its own; whoever uses it may share it. */
  private static @Nullable FoundIdentifier line(@Nullable FoundIdentifier phone, String schema) {
    return phone == null || !phone.checked() || !schema.equals("UserAccount")
        ? phone
        : new FoundIdentifier(
            phone.begin(),
            phone.end(),
            phone.kind(),
            phone.value(),
            phone.raw(),
            phone.country(),
            true,
            true);
  }

  private static @Nullable FoundIdentifier issued(
      IdentifierKind kind, String written, String schema) {
    IssuedNumber issued = IssuedNumber.of(written);
    String country = Countries.alpha2(issued.country());
    String number = Digits.western(country == null ? written : issued.number()).strip();
    if (kind == IdentifierKind.PLATE || kind == IdentifierKind.REGISTRATION) {
      String bare = Numbers.bare(Numbers.withoutFraction(number));
      boolean masked =
          kind == IdentifierKind.PLATE ? Numbers.isPartHidden(number) : Numbers.isMasked(number);
      if (bare.length() < 4 || masked || Numbers.isPlaceholder(bare)) {
        return null;
      }
      return kind == IdentifierKind.PLATE
          ? field(kind, Plates.value(number, country), country, false)
          : field(
              kind,
              country == null ? bare : country + ":" + bare,
              country,
              Registers.nameOne(schema, country, bare)
                  && !Numbers.isCut(bare)
                  && !Remarks.isIn(number));
    }
    return IntroducedNumbers.number(kind, 0, number, country);
  }

  private static @Nullable FoundIdentifier iban(String value, String schema) {
    String bare = Numbers.bare(value);
    if (!Ibans.holds(bare)) {
      return null;
    }
    // It names an account; persons may share one.
    return new FoundIdentifier(
        0,
        value.length(),
        IdentifierKind.IBAN,
        bare,
        value,
        bare.substring(0, 2),
        true,
        schema.equals("BankAccount"));
  }

  /**
   * 15 digits with their check digit, 16 with the version of the software in its place, or 14 with
   * neither, as networks' records of calls have it (3GPP TS 23.003).
   */
  private static @Nullable FoundIdentifier imei(String value) {
    String bare = Numbers.bare(value);
    if (!bare.matches("\\d{14,16}") || Numbers.isPlaceholder(bare)) {
      return null;
    }
    // What is before the check digit names the device; its last digit is often sent as 0.
    boolean checked = bare.length() == 15 && Numbers.luhn(bare);
    return new FoundIdentifier(
        0, value.length(), IdentifierKind.IMEI, bare.substring(0, 14), value, null, checked, false);
  }

  private static @Nullable FoundIdentifier imsi(String value) {
    String bare = Numbers.bare(value);
    return bare.matches("\\d{14,15}") && !Numbers.isPlaceholder(bare)
        ? field(IdentifierKind.IMSI, bare, null, false)
        : null;
  }

  /** It is of the thing itself; who keeps it, or leased it, may have it beside others. */
  private static @Nullable FoundIdentifier vin(String value, String schema) {
    String bare = Numbers.bare(value);
    return Vins.isVin(bare)
        ? new FoundIdentifier(
            0,
            value.length(),
            IdentifierKind.VIN,
            bare,
            value,
            null,
            Vins.hasCheckDigit(bare),
            THINGS.contains(schema))
        : null;
  }

  private static @Nullable FoundIdentifier listEntry(String value) {
    Matcher m = WITH_LIST.matcher(value);
    return m.matches() && isEntry(m.group(2).strip())
        ? field(
            IdentifierKind.LIST_ENTRY,
            m.group(1).toUpperCase(Locale.ROOT) + ":" + m.group(2).strip(),
            null,
            true)
        : null;
  }

  /**
   * Lists number their entries one after the other, so that 7, 4444 and 12345 are entries too. The
   * number stands last: where it is yet to come, as in 2024/ or 2024/XXXXX, there is only the year.
   */
  private static boolean isEntry(String entry) {
    String bare = Numbers.bare(entry);
    return endsInANumber(entry) && (bare.length() < 6 || !Numbers.isPlaceholder(bare));
  }

  /** Whether a digit other than 0 is among the letters and digits that it ends in. */
  private static boolean endsInANumber(String entry) {
    for (int i = entry.length() - 1; i >= 0 && Character.isLetterOrDigit(entry.charAt(i)); i--) {
      if (entry.charAt(i) >= '1' && entry.charAt(i) <= '9') {
        return true;
      }
    }
    return false;
  }

  private static @Nullable FoundIdentifier booking(String value) {
    String bare = Numbers.bare(value);
    boolean usable =
        bare.length() >= 5 && bare.chars().distinct().count() > 1 && !bare.equals("UNKNOWN");
    return usable ? field(IdentifierKind.BOOKING, bare, null, false) : null;
  }

  private static @Nullable FoundIdentifier address(String value) {
    return Addresses.fold(value)
        .map(folded -> field(IdentifierKind.ADDRESS, folded, null, false))
        .orElse(null);
  }

  private static FoundIdentifier field(
      IdentifierKind kind, String value, @Nullable String country, boolean strong) {
    return new FoundIdentifier(0, 0, kind, value, value, country, false, strong);
  }

  private static @Nullable FoundIdentifier email(String value) {
    List<FoundIdentifier> found = new ArrayList<>();
    Emails.find(value, found);
    return found.isEmpty() ? null : found.get(0);
  }
}
