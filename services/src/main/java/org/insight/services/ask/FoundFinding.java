package org.insight.services.ask;

import java.util.List;
import java.util.SortedMap;

/**
 * Something that stands out in what a reader sees, or in a file, with what it rests on.
 *
 * @param kind such as fan-in or broker
 * @param what which of several that the kind can be, such as born; empty if it is one alone
 * @param hypothesis whether it says what may be, which a person must confirm
 * @param parts whom it is about, the most important first, {@link #MOST_PARTS} at most
 * @param size how many it is about
 * @param figures by name
 * @param links that it rests on, the strongest first, {@link #MOST_LINKS} at most
 * @param transfers that it rests on, in order
 * @param rides journeys of persons that it rests on, in order
 */
public record FoundFinding(
    String kind,
    String what,
    boolean hypothesis,
    List<Part> parts,
    int size,
    SortedMap<String, Double> figures,
    List<FoundLink> links,
    List<FoundTransfer> transfers,
    List<FoundRide> rides) {

  static final int MOST_PARTS = 50;

  static final int MOST_LINKS = 10;

  /**
   * Whom it is about.
   *
   * @param role such as hub, payer or member
   * @param holders persons and companies whose account it is, as far as links say so
   */
  public record Part(String role, LinkEnd end, List<LinkEnd> holders) {}

  /**
   * A transfer.
   *
   * @param recordId record of the payment; of a file the number of the row
   * @param reference number of the transaction, as the bank gives it; empty if there is none
   * @param from id of the account that paid
   * @param day ISO date; of a file as written
   * @param path the item's name as received
   * @param locator place in the item
   * @param restrictions how it may be used, in words
   */
  public record FoundTransfer(
      String recordId,
      String reference,
      String from,
      String to,
      double amount,
      String day,
      String path,
      String locator,
      String restrictions) {}

  /**
   * A person on a journey.
   *
   * @param recordId record of it
   * @param person id of the entity
   * @param day ISO date
   * @param booking its reference; empty if there is none
   * @param path the item's name as received
   * @param locator place in the item
   * @param restrictions how it may be used, in words
   */
  public record FoundRide(
      String recordId,
      String person,
      String day,
      String carrier,
      String from,
      String to,
      String booking,
      String path,
      String locator,
      String restrictions) {}
}
