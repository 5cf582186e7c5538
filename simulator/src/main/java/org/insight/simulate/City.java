package org.insight.simulate;

/**
 * A city, in Latin and Arabic letters.
 *
 * @param latitude degrees north
 * @param longitude degrees east
 */
record City(String country, String name, String arabic, double latitude, double longitude) {

  String in(Language language) {
    return language == Language.AR ? arabic : name;
  }
}
