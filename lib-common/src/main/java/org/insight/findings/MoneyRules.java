package org.insight.findings;

/**
 * When transfers are a pattern.
 *
 * @param days most days from the first transfer of a fan to the last
 * @param fewest fewest others who pay, or are paid by, the hub of a fan
 * @param chance most fans as large that chance would make among all accounts, were each to deal
 *     with others as often at all times as the hub does outside of the fan
 * @param standing two accounts with transfers in so many different months have a standing relation,
 *     such as salary or rent, which is part of no fan
 * @param cycleDays most days from the first transfer of a cycle to the last
 * @param cycleLength most accounts of a cycle; the fewest are three
 * @param kept least share of an amount that each transfer of a cycle passes on
 * @param passDays most days in which a layer passes money on
 * @param passed least share of an amount that a layer passes on
 * @param ownShare least share of all that a layer received that it passes on so
 * @param layers fewest accounts in a row that pass money on
 */
public record MoneyRules(
    int days,
    int fewest,
    double chance,
    int standing,
    int cycleDays,
    int cycleLength,
    double kept,
    int passDays,
    double passed,
    double ownShare,
    int layers) {

  /** Version of the rules; a change is named in the changelog. */
  public static final String VERSION = "1";

  public static final MoneyRules STANDARD = new MoneyRules(14, 5, .05, 3, 30, 6, .7, 3, .8, .5, 2);
}
