package org.insight.simulate;

import java.util.List;

/**
 * A city, in Latin and Arabic letters.
 *
 * @param latitude degrees north
 * @param longitude degrees east
 * @param geonames its number in GeoNames
 * @param textOnly whether texts alone name it: nobody is born, lives or acts there
 */
record City(
    String country,
    String name,
    String arabic,
    double latitude,
    double longitude,
    long geonames,
    boolean textOnly) {

  static final List<City> ALL = Phrases.lines("cities.tsv").stream().map(City::read).toList();

  private static City read(String line) {
    String[] cells = line.split("\t", -1);
    return new City(
        cells[0],
        cells[1],
        cells[2],
        Double.parseDouble(cells[3]),
        Double.parseDouble(cells[4]),
        Long.parseLong(cells[5]),
        cells[6].equals("text"));
  }

  /** Where persons of a country live, and where things happen. */
  static List<City> of(String country) {
    return ALL.stream().filter(city -> city.country().equals(country) && !city.textOnly()).toList();
  }

  String in(Language language) {
    return language == Language.AR ? arabic : name;
  }
}
