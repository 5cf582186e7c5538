package org.insight.jobs.mentions;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberMatch;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.Leniency;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber.CountryCodeSource;
import java.util.List;
import java.util.regex.Pattern;
import org.insight.jobs.landing.mapping.Digits;
import org.jspecify.annotations.Nullable;

/**
 * Telephone numbers that are valid in a numbering plan, by libphonenumber. The value is E.164. A
 * number in international form (+ or 00) is checked; one in national form is read by the plan of a
 * guessed country and is not, as the guess may be wrong. What is filled in for want of one, as
 * 0666666666, is valid too and is left out.
 */
public final class Phones {

  private static final int MIN_DIGITS = 7;

  /** Any country whose international prefix is 00; decides nothing else. */
  private static final String PREFIX_00 = "FR";

  /**
   * Words of one of the languages alone, and of Spain: tel and mobile are of several, portable is
   * English too, celular is said in America.
   */
  private static final Pattern FRENCH =
      Pattern.compile("(?iu)(?<!\\p{L})(?:tél(?:éph(?:one)?)?)(?!\\p{L})");

  private static final Pattern SPANISH =
      Pattern.compile("(?iu)(?<!\\p{L})(?:teléfono|tfno|tlfn?o?|móvil)(?!\\p{L})");

  private Phones() {}

  /**
   * The country by whose plan a number is read that stands behind such a word: a guess, as by the
   * language of a sentence.
   */
  static @Nullable String introducedIn(String text) {
    boolean french = FRENCH.matcher(text).find();
    boolean spanish = SPANISH.matcher(text).find();
    if (french == spanish) {
      return null;
    }
    return french ? "FR" : "ES";
  }

  /**
   * @param region ISO code of the country whose national form to read; null for none
   */
  static void find(String text, @Nullable String region, List<FoundIdentifier> found) {
    if (text.chars().filter(c -> c >= '0' && c <= '9').limit(MIN_DIGITS).count() < MIN_DIGITS) {
      return;
    }
    PhoneNumberUtil plans = PhoneNumberUtil.getInstance();
    for (PhoneNumberMatch match :
        plans.findNumbers(text, region == null ? PREFIX_00 : region, Leniency.VALID, 1_000)) {
      boolean international = international(plans, match.rawString()) != null;
      if ((international || region != null) && !isPlaceholder(plans, match.number())) {
        found.add(found(plans, match.start(), match.rawString(), match.number(), international));
      }
    }
  }

  /**
   * The number that a field holds; null where it is valid neither in international form nor in the
   * country, and where it stands for want of one.
   */
  static @Nullable FoundIdentifier inField(String value, @Nullable String region) {
    if (Numbers.isRounded(value)) {
      return null;
    }
    PhoneNumberUtil plans = PhoneNumberUtil.getInstance();
    PhoneNumber number = region == null ? null : valid(plans, value, region);
    if (number == null) {
      // With 00 as well where the country has another prefix for calls abroad.
      number = international(plans, value);
    }
    return number == null || isPlaceholder(plans, number)
        ? null
        : found(plans, 0, value, number, isInternational(number));
  }

  /**
   * What a number is that was written without the code of its country, if it is of one: E.164.
   *
   * @param region ISO code of the country
   * @return null if the number names a country itself, or is not valid in this one
   */
  public static @Nullable String national(String written, String region) {
    PhoneNumberUtil plans = PhoneNumberUtil.getInstance();
    PhoneNumber number = valid(plans, Digits.western(written), region);
    return number == null
            || number.getCountryCodeSource() != CountryCodeSource.FROM_DEFAULT_COUNTRY
            || isPlaceholder(plans, number)
        ? null
        : plans.format(number, PhoneNumberFormat.E164);
  }

  private static boolean isPlaceholder(PhoneNumberUtil plans, PhoneNumber number) {
    return Numbers.isPlaceholder(plans.getNationalSignificantNumber(number));
  }

  /** The number where it is in international form; by + or 00, whatever signs are before it. */
  private static @Nullable PhoneNumber international(PhoneNumberUtil plans, String written) {
    PhoneNumber number = valid(plans, written, PREFIX_00);
    return number == null || !isInternational(number) ? null : number;
  }

  /** Whether it was written with the code of its country, behind + or a prefix for calls abroad. */
  private static boolean isInternational(PhoneNumber number) {
    CountryCodeSource source = number.getCountryCodeSource();
    return source == CountryCodeSource.FROM_NUMBER_WITH_PLUS_SIGN
        || source == CountryCodeSource.FROM_NUMBER_WITH_IDD;
  }

  private static @Nullable PhoneNumber valid(PhoneNumberUtil plans, String written, String region) {
    try {
      PhoneNumber number = plans.parseAndKeepRawInput(written, region);
      return plans.isValidNumber(number) ? number : null;
    } catch (NumberParseException e) {
      return null;
    }
  }

  private static FoundIdentifier found(
      PhoneNumberUtil plans, int begin, String raw, PhoneNumber number, boolean checked) {
    String country = plans.getRegionCodeForNumber(number);
    return new FoundIdentifier(
        begin,
        begin + raw.length(),
        IdentifierKind.PHONE,
        plans.format(number, PhoneNumberFormat.E164),
        raw,
        "001".equals(country) ? null : country,
        checked,
        false);
  }
}
