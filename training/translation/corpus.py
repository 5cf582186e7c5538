"""Reads aligned text: sentences and their translations, a part of which is held out of training to measure on."""

import gzip
import hashlib
import re
from dataclasses import dataclass

FEWEST = 100
"""Pairs below which there is nothing to learn from."""

TOKEN = "xqz"
"""How the platform's tokens begin, which stand for what an engine must not touch (Tokens.java)."""

MARKED = 3
"""Of ten pairs, so many have tokens in the place of words that both sides share."""

MOST_MARKS = 4
WORD = re.compile(r"\w+")
CONTROL = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029]")
"""Signs that would end a line of the list of pieces, or part the columns of a table."""


class Refused(Exception):
    """What was given cannot be trained on; the message is one line."""


@dataclass(frozen=True)
class Corpus:
    """pairs: to train on; held: to measure on, of other sources and other targets; counts: (name of the file, pairs in it)."""

    pairs: list
    held: list
    counts: list

    def digest(self):
        return hashlib.sha256("\n".join(map("\t".join, self.pairs)).encode()).hexdigest()


def lines(path):
    try:
        with gzip.open(path, "rb") if path.name.endswith(".gz") else open(path, "rb") as file:
            data = file.read()
        # Not splitlines(), which also cuts at signs that stand within a sentence.
        return [line.rstrip("\r") for line in data.decode("utf-8-sig").removesuffix("\n").split("\n")] if data else []
    except (OSError, EOFError, UnicodeDecodeError) as e:
        raise Refused(f"--text must be readable text in UTF-8, found {path}") from e


def of_table(path, languages):
    """A source and its translation a line. A first line of the two languages may name the columns."""
    rows = [line.split("\t") for line in lines(path)]
    named = bool(rows) and sorted(rows[0]) == sorted(languages)
    for number, row in enumerate(rows, 1):
        if len(row) != 2:
            raise Refused(f"a table must have two columns, source and translation, found {len(row)} in line {number} of {path}")
    first = rows[0].index(languages[0]) if named else 0
    return [(row[first], row[1 - first]) for row in rows[named:]]


def of_two(paths, languages):
    """Line by line. Where both names end in the languages, these say which is the source; else it comes first."""
    endings = [path.name.removesuffix(".gz").removesuffix(".txt").rsplit(".", 1)[-1] for path in paths]
    source, target = reversed(paths) if endings == languages[::-1] else paths
    sources, targets = lines(source), lines(target)
    if len(sources) != len(targets):
        raise Refused(f"two files must have as many lines, found {len(sources)} in {source} and {len(targets)} in {target}")
    return list(zip(sources, targets))


def key(sentence):
    return hashlib.sha256(" ".join(sentence.casefold().split()).encode()).hexdigest()


def read(paths, languages, held):
    """paths: tables (.tsv, .tsv.gz), else two by two; held: most sentences to hold out, a tenth at most."""
    tables = [path for path in paths if path.name.removesuffix(".gz").endswith(".tsv")]
    others = [path for path in paths if path not in tables]
    if len(others) % 2:
        raise Refused(f"--text must be tables (.tsv) or files two by two, found {len(others)} that are no tables")
    pairs, counts = {}, []
    for group in [[path] for path in tables] + [others[i : i + 2] for i in range(0, len(others), 2)]:
        found = of_table(group[0], languages) if len(group) == 1 else of_two(group, languages)
        found = [tuple(CONTROL.sub(" ", side).strip() for side in pair) for pair in found]
        found = [pair for pair in found if all(pair)]
        counts.append((" and ".join(path.name for path in group), len(found)))
        pairs.update(dict.fromkeys(found))
    if len(pairs) < FEWEST:
        raise Refused(f"--text must have {FEWEST} different pairs at least, found {len(pairs)}")
    return divided(list(pairs), held, counts)


def divided(pairs, held, counts):
    """By the hash of the source, so that a pair is held out wherever it stands, and one source stands on one side alone."""
    keys = [key(source) for source, _ in pairs]
    ordered = sorted(set(keys))
    out = set(ordered[: max(1, min(held, len(ordered) // 10))])
    kept = {}
    for k, pair in zip(keys, pairs):
        if k in out:
            kept.setdefault(k, pair)
    targets = {key(target) for _, target in kept.values()}
    rest = [pair for k, pair in zip(keys, pairs) if k not in out and key(pair[1]) not in targets]
    if not rest:
        raise Refused("--text must have sentences of different meaning, found none to train on beside those held out")
    return Corpus(rest, [kept[k] for k in sorted(kept)], counts)


def marked(source, target):
    """The pair with tokens for numbers and names that both sides have once, in three pairs of ten, so that a model learns to leave tokens alone."""
    if TOKEN in source.lower() or TOKEN in target.lower() or int(key(source)[-6:], 16) % 10 >= MARKED:
        return source, target
    here, there = WORD.findall(source), WORD.findall(target)
    shared = [w for w in here if (w[0].isupper() or w.isdecimal()) and here.count(w) == there.count(w) == 1][:MOST_MARKS]
    tokens = {w: TOKEN + chr(ord("a") + n) for n, w in enumerate(shared)}
    tokens = {w: token.capitalize() if w[0].isupper() else token for w, token in tokens.items()}
    return tuple(WORD.sub(lambda found: tokens.get(found.group(), found.group()), text) for text in (source, target))
