package org.insight.jobs.mentions.places;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.jobs.mentions.Folding;
import org.insight.jobs.mentions.WordLists;
import org.jspecify.annotations.Nullable;

/**
 * The gazetteer of towns, regions and countries, by name. It is made for little memory: a place is
 * a number, a name is a hash of 64 bits of its folded words.
 */
final class Toponyms {

  private static final String TOWNS = "reference/toponyms.tsv";
  private static final String REGIONS = "reference/regions.tsv";
  private static final String MORE = "reading/place-names.yaml";
  private static final String COUNTRIES = "gazetteers/countries.yaml";
  private static final List<String> LANGUAGES = List.of("fr", "en", "es", "ar");

  static final long EMPTY_HASH = 0xcbf29ce484222325L;
  static final byte TOWN = 3;
  static final byte COUNTY = 2;
  static final byte REGION = 1;
  static final byte COUNTRY = 0;

  /** Of a posting: the name is not the place's own. */
  private static final int ALTERNATE = 1 << 30;

  private static final int SLOTS = 1 << 21;

  private final long[] slots = new long[SLOTS];
  private final int[] first = new int[SLOTS];
  private int[] posting = new int[700_000];
  private int[] next = new int[700_000];
  private int postings = 1;

  private String[] ids = new String[250_000];
  private String[] names = new String[250_000];
  private String[] countries = new String[250_000];
  private String[] regions = new String[250_000];
  private float[] latitudes = new float[250_000];
  private float[] longitudes = new float[250_000];
  private int[] populations = new int[250_000];
  private byte[] levels = new byte[250_000];
  private int places;
  private final Map<String, Integer> capitals = new HashMap<>();
  private final Map<String, Integer> byCountry = new HashMap<>();

  private Toponyms() {
    Map<String, String> shared = new HashMap<>();
    WordLists.lines(TOWNS, line -> readTown(line, shared));
    WordLists.lines(REGIONS, line -> readRegion(line, shared));
    readMore();
    readCountryNames();
    posting = Arrays.copyOf(posting, postings);
    next = Arrays.copyOf(next, postings);
  }

  /** Read once a JVM, at first use. */
  static Toponyms instance() {
    return Holder.INSTANCE;
  }

  /** The places of a name by the hash of its words, each with {@link #isAlternate}. */
  int[] find(long hash) {
    int slot = slot(hash);
    int count = 0;
    for (int at = first[slot]; at != 0; at = next[at]) {
      count++;
    }
    int[] found = new int[count];
    for (int at = first[slot]; at != 0; at = next[at]) {
      found[--count] = posting[at];
    }
    return found;
  }

  boolean has(long hash) {
    return first[slot(hash)] != 0;
  }

  static boolean isAlternate(int found) {
    return (found & ALTERNATE) != 0;
  }

  static int place(int found) {
    return found & ~ALTERNATE;
  }

  String id(int place) {
    return ids[place];
  }

  String name(int place) {
    return names[place];
  }

  String country(int place) {
    return countries[place];
  }

  String region(int place) {
    return regions[place];
  }

  double latitude(int place) {
    return latitudes[place];
  }

  double longitude(int place) {
    return longitudes[place];
  }

  int population(int place) {
    return populations[place];
  }

  byte level(int place) {
    return levels[place];
  }

  /** The place of an id, sure of itself; looked for among all, so for a few ids. */
  Optional<Candidate> byId(String id) {
    int place = placeOf(id);
    return place < 0
        ? Optional.empty()
        : Optional.of(
            new Candidate(
                ids[place],
                names[place],
                countries[place],
                levels[place] == COUNTRY ? null : regions[place],
                latitudes[place],
                longitudes[place],
                1));
  }

  /** How exactly a place of this id says where; it is known. */
  Precision precision(String id) {
    return switch (levels[placeOf(id)]) {
      case COUNTRY -> Precision.COUNTRY;
      case TOWN -> Precision.TOWN;
      default -> Precision.REGION;
    };
  }

  private int placeOf(String id) {
    for (int place = 0; place < places; place++) {
      if (ids[place].equals(id)) {
        return place;
      }
    }
    return -1;
  }

  @Nullable Integer countryPlace(String code) {
    return byCountry.get(code);
  }

  /** Whether a place is in a country, in a region, or the same. */
  boolean isWithin(int place, int outer) {
    return countries[place].equals(countries[outer])
        && (levels[outer] == COUNTRY
            || levels[outer] != TOWN
                && regions[place].equals(regions[outer])
                && (levels[outer] == REGION || kilometres(place, outer) < 120));
  }

  double kilometres(int a, int b) {
    return kilometres(latitudes[a], longitudes[a], latitudes[b], longitudes[b]);
  }

  /** Along the great circle, by the haversine formula. */
  static double kilometres(
      double latitude1, double longitude1, double latitude2, double longitude2) {
    double north = Math.sin(Math.toRadians(latitude2 - latitude1) / 2);
    double east = Math.sin(Math.toRadians(longitude2 - longitude1) / 2);
    double a =
        north * north
            + Math.cos(Math.toRadians(latitude1))
                * Math.cos(Math.toRadians(latitude2))
                * east
                * east;
    return 2 * 6371.0088 * Math.asin(Math.min(1, Math.sqrt(a)));
  }

  /**
   * The hash of words with one more.
   *
   * @param hash of the words before; {@link #EMPTY_HASH} if none
   */
  static long hash(long hash, String folded) {
    long h = hash;
    // Arabic names are written with and without blanks, as in Abu Dhabi.
    if (h != EMPTY_HASH && !Token.isArabic(folded.charAt(0))) {
      h = (h ^ ' ') * 0x100000001b3L;
    }
    for (int i = 0; i < folded.length(); i++) {
      h = (h ^ folded.charAt(i)) * 0x100000001b3L;
    }
    return h;
  }

  static long hash(String name) {
    long h = EMPTY_HASH;
    String folded = Folding.fold(name);
    for (int begin = 0; begin < folded.length(); ) {
      int gap = folded.indexOf(' ', begin);
      int end = gap < 0 ? folded.length() : gap;
      h = hash(h, folded.substring(begin, end));
      begin = end + 1;
    }
    return h;
  }

  private void readTown(String line, Map<String, String> shared) {
    String[] fields = line.split("\t", -1);
    require(TOWNS, fields, 8);
    int place =
        add(
            TOWN,
            fields[0],
            fields[1],
            shared.computeIfAbsent(fields[2], f -> f),
            shared.computeIfAbsent(fields[3], f -> f),
            fields[4],
            fields[5],
            fields[6]);
    name(fields[1], place);
    if (!fields[7].isEmpty()) {
      for (String alternate : fields[7].split("\\|")) {
        name(alternate, place | ALTERNATE);
      }
    }
  }

  private void readRegion(String line, Map<String, String> shared) {
    if (line.startsWith("#")) {
      return;
    }
    String[] fields = line.split("\t", -1);
    require(REGIONS, fields, 8);
    boolean country = fields[0].equals("country");
    byte level = country ? COUNTRY : Byte.parseByte(fields[0]);
    String[] all = fields[7].split("\\|");
    String key = fields[1] + "." + fields[2] + (level == COUNTY ? "." + all[0] : "");
    int place =
        add(
            level,
            fields[3].isEmpty() ? key : fields[3],
            all[all.length - 1],
            shared.computeIfAbsent(fields[1], f -> f),
            shared.computeIfAbsent(fields[2], f -> f),
            fields[4],
            fields[5],
            fields[6]);
    for (String name : all) {
      name(name, place);
    }
    if (country && !fields[1].isEmpty()) {
      byCountry.put(fields[1], place);
    } else if (level == REGION) {
      byCountry.putIfAbsent(key, place);
    }
  }

  private void readCountryNames() {
    byCountry.forEach(
        (code, place) -> {
          if (code.length() == 2) {
            Locale country = new Locale.Builder().setRegion(code).build();
            for (String language : LANGUAGES) {
              String name = country.getDisplayCountry(Locale.forLanguageTag(language));
              for (String part : name.split("[()\\[\\]]")) {
                if (part.strip().length() > 2) {
                  name(part, place);
                }
              }
            }
          }
        });
    WordLists.yaml(COUNTRIES, new TypeReference<Map<String, List<String>>>() {})
        .forEach(
            (code, more) -> {
              Integer place = byCountry.get(code);
              if (place != null) {
                more.forEach(name -> name(name, place));
              }
            });
  }

  /** Names that the sources lack, by GeoNames id or by country and region. */
  private void readMore() {
    Map<String, Integer> byId = new HashMap<>();
    for (int i = 0; i < places; i++) {
      byId.put(ids[i], i);
    }
    Map<String, Map<String, List<String>>> more =
        WordLists.yaml(MORE, new TypeReference<Map<String, Map<String, List<String>>>>() {});
    more.getOrDefault("names", Map.of())
        .forEach(
            (key, list) -> {
              Integer place = byCountry.containsKey(key) ? byCountry.get(key) : byId.get(key);
              if (place == null) {
                throw new InsightException(
                    ErrorKind.INTERNAL, "Cannot read " + MORE + ": no such place, found " + key);
              }
              list.forEach(name -> name(name, place));
            });
    more.getOrDefault("capitals", Map.of())
        .forEach((country, list) -> capitals.put(country, byId.getOrDefault(list.get(0), -1)));
  }

  boolean isCapital(int place) {
    Integer capital = capitals.get(countries[place]);
    return capital != null && capital == place;
  }

  private int add(
      byte level,
      String id,
      String name,
      String country,
      String region,
      String latitude,
      String longitude,
      String population) {
    if (places == ids.length) {
      int size = places + places / 4;
      ids = Arrays.copyOf(ids, size);
      names = Arrays.copyOf(names, size);
      countries = Arrays.copyOf(countries, size);
      regions = Arrays.copyOf(regions, size);
      latitudes = Arrays.copyOf(latitudes, size);
      longitudes = Arrays.copyOf(longitudes, size);
      populations = Arrays.copyOf(populations, size);
      levels = Arrays.copyOf(levels, size);
    }
    ids[places] = id;
    names[places] = name;
    countries[places] = country;
    regions[places] = region;
    latitudes[places] = Float.parseFloat(latitude);
    longitudes[places] = Float.parseFloat(longitude);
    populations[places] = Integer.parseInt(population);
    levels[places] = level;
    return places++;
  }

  private void name(String name, int value) {
    long hash = hash(name);
    if (hash == EMPTY_HASH) {
      return;
    }
    int slot = slot(hash);
    for (int at = first[slot]; at != 0; at = next[at]) {
      int known = place(posting[at]);
      // England is a region of its country, not one more name of it.
      boolean region =
          levels[known] == REGION
              && levels[place(value)] == COUNTRY
              && countries[known].equals(countries[place(value)]);
      if (known == place(value) || region) {
        return;
      }
    }
    if (postings == posting.length) {
      posting = Arrays.copyOf(posting, postings + postings / 4);
      next = Arrays.copyOf(next, posting.length);
    }
    slots[slot] = hash;
    posting[postings] = value;
    next[postings] = first[slot];
    first[slot] = postings++;
  }

  /** Where a hash is, or the free slot where it would be. */
  private int slot(long hash) {
    int at = (int) ((hash ^ hash >>> 32) * 0x9E3779B9L >>> 8) & SLOTS - 1;
    while (first[at] != 0 && slots[at] != hash) {
      at = at + 1 & SLOTS - 1;
    }
    return at;
  }

  private static void require(String resource, String[] fields, int count) {
    if (fields.length != count) {
      throw new InsightException(
          ErrorKind.INTERNAL,
          "Cannot read " + resource + ": not " + count + " fields, found " + fields.length);
    }
  }

  /** The places of a whole name as written. */
  List<Integer> named(String name) {
    List<Integer> found = new ArrayList<>();
    for (int one : find(hash(name))) {
      found.add(place(one));
    }
    return found;
  }

  private static final class Holder {
    static final Toponyms INSTANCE = new Toponyms();

    private Holder() {}
  }
}
