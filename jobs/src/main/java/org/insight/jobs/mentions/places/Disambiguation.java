package org.insight.jobs.mentions.places;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Chooses among the places of each name.
 *
 * <p>A candidate's score is a weighted sum: the logarithm of its population, whether the name is
 * its own, whether it lies in the source's country, in the countries and regions that the document
 * names, in the region or country right behind the name, and how near the other names' places are.
 * The last is spatial minimality (J. L. Leidner, Toponym Resolution in Text, University of
 * Edinburgh, 2007) with all candidates weighted by their present probability, so that it is
 * repeated until it settles, as in M. Speriosu and J. Baldridge, Text-Driven Toponym Resolution
 * using Indirect Supervision, ACL 2013. A name means one place in a document, unless what stands
 * right behind it says otherwise.
 *
 * <p>Scores become probabilities by a softmax.
 */
final class Disambiguation {

  private static final double POPULATION = 1.7;
  private static final double COUNTRY_PRIOR = 7;
  private static final double REGION_DISCOUNT = 0.6;
  private static final double LARGE_TOWN_DISCOUNT = 1.8;
  private static final int LARGE_TOWN = 750_000;

  /** A town of its region's name: what lies in the region speaks for the two alike. */
  private static final int SEAT = 150_000;

  private static final double COUNTY_DISCOUNT = 1.6;
  private static final double ALTERNATE = -2.6;
  private static final double CAPITAL = 1;
  private static final double SOURCE_COUNTRY = 2.2;
  private static final double NAMED_COUNTRY = 2.5;
  private static final double NAMED_REGION = 2.5;
  private static final double QUALIFIED = 14;
  private static final double NEAR = 7;
  private static final double NEAR_KILOMETRES = 80;

  private static final int MOST_CANDIDATES = 30;
  private static final int MOST_OTHERS = 40;
  private static final int ROUNDS = 3;
  private static final String BETWEEN = "[ \u00a0]?[,،(][ \u00a0]?| (?:in|en|au|aux|في) ";

  private final DocumentContext document;
  private final Toponyms toponyms = Toponyms.instance();
  private final Map<String, Double> countryShares = new HashMap<>();
  private final Set<String> regions = new HashSet<>();

  Disambiguation(DocumentContext document) {
    this.document = document;
  }

  /** Sets the candidates, best first, and their probabilities. */
  void resolve(List<Spot> spots) {
    int[] outer = qualifiers(spots);
    Map<Long, Integer> qualifiedAs = new HashMap<>();
    for (int i = 0; i < spots.size(); i++) {
      if (outer[i] >= 0) {
        qualifiedAs.putIfAbsent(spots.get(i).hash, outer[i]);
      }
    }
    countCountries(spots);
    // One sense a document: a name with the same region behind it, or none, is one group.
    Map<Long, Group> groups = new LinkedHashMap<>();
    for (int i = 0; i < spots.size(); i++) {
      Spot spot = spots.get(i);
      int within = outer[i] >= 0 ? outer[i] : qualifiedAs.getOrDefault(spot.hash, -1);
      Group group = groups.computeIfAbsent(spot.hash * 31 + within, h -> new Group(within));
      group.spots.add(spot);
      group.arabic = Token.isArabic(document.text().charAt(spot.begin));
      if (spot.candidates.length > group.candidates.length) {
        group.candidates = spot.candidates;
      }
    }
    List<Group> all = new ArrayList<>(groups.values());
    for (Group group : all) {
      score(group);
    }
    for (int round = 0; round < ROUNDS && all.size() > 1; round++) {
      bringNear(all);
    }
    for (Group group : all) {
      group.share();
    }
  }

  /** The region or country right behind each name, -1 if none; sets what is a qualifier. */
  private int[] qualifiers(List<Spot> spots) {
    int[] outer = new int[spots.size()];
    Arrays.fill(outer, -1);
    NavigableMap<Integer, String> countries = new TreeMap<>();
    document.countries().forEach(c -> countries.put(c.begin(), c.country()));
    for (int i = 0; i < spots.size(); i++) {
      Spot spot = spots.get(i);
      if (i + 1 < spots.size() && isBehind(spot, spots.get(i + 1).begin)) {
        Spot behind = spots.get(i + 1);
        outer[i] = outer(spot, behind.candidates);
        behind.qualifier |= outer[i] >= 0 || document.text().charAt(behind.begin - 1) == '(';
      }
      Map.Entry<Integer, String> country = countries.higherEntry(spot.end);
      if (outer[i] < 0 && country != null && isBehind(spot, country.getKey())) {
        Integer place = toponyms.countryPlace(country.getValue());
        outer[i] = place == null ? -1 : outer(spot, new int[] {place});
      }
      if (outer[i] < 0) {
        outer[i] = abbreviated(spot);
      }
      spot.qualified = outer[i] >= 0;
    }
    return outer;
  }

  private boolean isBehind(Spot spot, int begin) {
    return begin > spot.end
        && begin - spot.end <= 5
        && document.text().substring(spot.end, begin).matches(BETWEEN);
  }

  /** As "Paris, TX". */
  private int abbreviated(Spot spot) {
    String text = document.text();
    int at = spot.end;
    if (at + 4 > text.length() || text.charAt(at) != ',' || text.charAt(at + 1) != ' ') {
      return -1;
    }
    String code = text.substring(at + 2, at + 4);
    boolean whole = at + 4 == text.length() || !Character.isLetterOrDigit(text.charAt(at + 4));
    Integer state =
        whole && code.chars().allMatch(c -> c >= 'A' && c <= 'Z')
            ? toponyms.countryPlace("US." + code)
            : null;
    return state == null ? -1 : outer(spot, new int[] {state});
  }

  /** Of the regions and countries, the first that holds a candidate. */
  private int outer(Spot spot, int[] behind) {
    int best = -1;
    for (int outer : behind) {
      int place = Toponyms.place(outer);
      if (toponyms.level(place) == Toponyms.TOWN) {
        continue;
      }
      for (int inner : spot.candidates) {
        if (Toponyms.place(inner) != place
            && toponyms.level(Toponyms.place(inner)) > toponyms.level(place)
            && toponyms.isWithin(Toponyms.place(inner), place)
            && (best < 0 || toponyms.level(place) < toponyms.level(best))) {
          best = place;
        }
      }
    }
    return best;
  }

  private void countCountries(List<Spot> spots) {
    Map<String, Integer> counts = new HashMap<>();
    int all = 0;
    for (CountryMention country : document.countries()) {
      counts.merge(country.country(), 1, Integer::sum);
      all++;
    }
    for (Spot spot : spots) {
      for (int candidate : spot.candidates) {
        int place = Toponyms.place(candidate);
        if (toponyms.level(place) == Toponyms.COUNTRY && !toponyms.country(place).isEmpty()) {
          counts.merge(toponyms.country(place), 1, Integer::sum);
          all++;
          break;
        }
        boolean county = toponyms.level(place) == Toponyms.COUNTY && spot.candidates.length == 1;
        if (county || toponyms.level(place) == Toponyms.REGION) {
          regions.add(toponyms.country(place) + "." + toponyms.region(place));
        }
      }
    }
    for (Map.Entry<String, Integer> entry : counts.entrySet()) {
      countryShares.put(entry.getKey(), Math.sqrt(entry.getValue() / (double) all));
    }
  }

  private void score(Group group) {
    group.base = new double[group.candidates.length];
    for (int i = 0; i < group.candidates.length; i++) {
      group.base[i] = score(group.candidates[i], group);
    }
    group.keepBest(MOST_CANDIDATES);
  }

  private double score(int candidate, Group group) {
    int place = Toponyms.place(candidate);
    double decades = Math.log10(toponyms.population(place) + 300.0);
    double score =
        POPULATION
            * switch (toponyms.level(place)) {
              case Toponyms.COUNTRY -> COUNTRY_PRIOR + decades / 4;
              case Toponyms.REGION ->
                  decades - (hasTown(group, LARGE_TOWN) ? LARGE_TOWN_DISCOUNT : REGION_DISCOUNT);
              case Toponyms.COUNTY -> decades - COUNTY_DISCOUNT;
              default -> decades;
            };
    String country = toponyms.country(place);
    if (Toponyms.isAlternate(candidate) && !group.arabic && !isOfItsCounty(place, group)) {
      score += ALTERNATE;
    }
    if (toponyms.isCapital(place)) {
      score += CAPITAL;
    }
    if (country.equals(document.country())) {
      score += SOURCE_COUNTRY;
    }
    score += NAMED_COUNTRY * countryShares.getOrDefault(country, 0.0);
    if (toponyms.level(place) > Toponyms.REGION
        && regions.contains(country + "." + toponyms.region(place))) {
      score += NAMED_REGION;
    }
    if (group.within >= 0
        && place != group.within
        && toponyms.level(place) > toponyms.level(group.within)
        && toponyms.isWithin(place, group.within)) {
      score += QUALIFIED;
    }
    return score;
  }

  /** Whether the county around a town has the name too: "Napoli" is the town's own name. */
  private boolean isOfItsCounty(int town, Group group) {
    for (int candidate : group.candidates) {
      int place = Toponyms.place(candidate);
      if (toponyms.level(place) == Toponyms.COUNTY && toponyms.isWithin(town, place)) {
        return toponyms.population(town) >= Spots.LARGE;
      }
    }
    return false;
  }

  /** Whether a large town has the name too: "New York" is the city rather than the state. */
  private boolean hasTown(Group group, int inhabitants) {
    for (int candidate : group.candidates) {
      int place = Toponyms.place(candidate);
      if (toponyms.level(place) == Toponyms.TOWN && toponyms.population(place) >= inhabitants) {
        return true;
      }
    }
    return false;
  }

  private void bringNear(List<Group> all) {
    List<Group> others = all.subList(0, Math.min(all.size(), MOST_OTHERS));
    double[][] support = new double[all.size()][];
    for (int g = 0; g < all.size(); g++) {
      Group group = all.get(g);
      support[g] = new double[group.candidates.length];
      if (group.candidates.length > 1) {
        for (int i = 0; i < support[g].length; i++) {
          support[g][i] = NEAR * support(group, i, others);
        }
      }
    }
    for (int g = 0; g < all.size(); g++) {
      all.get(g).bonus = support[g];
    }
    for (Group group : all) {
      group.renew();
    }
  }

  /** How surely the nearest of the other names' places is near. */
  private double support(Group group, int candidate, List<Group> others) {
    int place = Toponyms.place(group.candidates[candidate]);
    boolean hasSeat = hasTown(group, SEAT);
    double first = 0;
    double second = 0;
    for (Group other : others) {
      if (other == group || other.spots.get(0).hash == group.spots.get(0).hash) {
        continue;
      }
      double near = 0;
      for (int i = 0; i < Math.min(5, other.candidates.length); i++) {
        int there = Toponyms.place(other.candidates[i]);
        if (other.probabilities[i] > 0.02 && toponyms.level(there) != Toponyms.COUNTRY) {
          near += other.probabilities[i] * nearness(place, there, hasSeat);
        }
      }
      if (near > first) {
        second = first;
        first = near;
      } else if (near > second) {
        second = near;
      }
    }
    return 0.6 * first + 0.4 * second;
  }

  /** One for a place in the region or country, else the less the farther. */
  private double nearness(int place, int there, boolean hasSeat) {
    boolean within =
        toponyms.level(place) < toponyms.level(there)
            && !(hasSeat && toponyms.level(place) == Toponyms.REGION)
            && toponyms.isWithin(there, place);
    return within ? 1 : Math.exp(-toponyms.kilometres(place, there) / NEAR_KILOMETRES);
  }

  /** The mentions of one name in one sense. */
  private static final class Group {
    final List<Spot> spots = new ArrayList<>(2);
    final int within;
    boolean arabic;
    int[] candidates = new int[0];
    double[] base = new double[0];
    double[] bonus = new double[0];
    double[] probabilities = new double[0];

    Group(int within) {
      this.within = within;
    }

    void keepBest(int most) {
      Integer[] order = new Integer[candidates.length];
      Arrays.setAll(order, i -> i);
      Arrays.sort(order, Comparator.comparingDouble(i -> -base[i]));
      int count = Math.min(most, order.length);
      int[] kept = new int[count];
      double[] scores = new double[count];
      for (int i = 0; i < count; i++) {
        kept[i] = candidates[order[i]];
        scores[i] = base[order[i]];
      }
      candidates = kept;
      base = scores;
      bonus = new double[count];
      renew();
    }

    void renew() {
      double most = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < base.length; i++) {
        most = Math.max(most, base[i] + bonus[i]);
      }
      double sum = 0;
      probabilities = new double[base.length];
      for (int i = 0; i < base.length; i++) {
        probabilities[i] = Math.exp(base[i] + bonus[i] - most);
        sum += probabilities[i];
      }
      for (int i = 0; i < base.length; i++) {
        probabilities[i] /= sum;
      }
    }

    void share() {
      Integer[] order = new Integer[candidates.length];
      Arrays.setAll(order, i -> i);
      Arrays.sort(order, Comparator.comparingDouble(i -> -probabilities[i]));
      int[] sorted = new int[order.length];
      double[] shares = new double[order.length];
      for (int i = 0; i < order.length; i++) {
        sorted[i] = candidates[order[i]];
        shares[i] = probabilities[order[i]];
      }
      for (Spot spot : spots) {
        spot.candidates = sorted;
        spot.probabilities = shares;
      }
    }
  }
}
