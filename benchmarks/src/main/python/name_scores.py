"""Scores names with nomenklatura's logic-v2, and with Jaro-Winkler, as insight bench names and insight bench screening ask.

    name_scores.py names PAIRS.csv SCORES.csv
    name_scores.py screening LIST.csv QUERIES.csv HITS.csv LEAST

PAIRS.csv has `one` and `other`; SCORES.csv gets a column a method. LIST.csv and QUERIES.csv have `name`, `birth_date` and
`country`; HITS.csv gets `row`, `other` (places from 0) and `score` of all that score at least LEAST. Prints versions and
CPU-seconds as JSON: of the scores alone, from the text of names, without the start of Python and of the methods. Pairs
that take less than two seconds are scored again and again, and the seconds are the mean.
"""

from __future__ import annotations

import csv
import itertools
import json
import multiprocessing
import os
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version

from followthemoney import model
from followthemoney.proxy import EntityProxy
from nomenklatura.matching import get_algorithm
from normality import normalize
from rapidfuzz.distance import JaroWinkler

LOGIC = get_algorithm("logic-v2")
CONFIG = LOGIC.default_config()
# Entities of one id are one: what was computed of a name is kept by it.
IDS = itertools.count()


def person(name: str, birth_date: str = "", country: str = "") -> EntityProxy:
    entity = model.make_entity("Person")
    entity.id = str(next(IDS))
    entity.add("name", name)
    entity.add("birthDate", birth_date)
    entity.add("nationality", country)
    return entity


def logic(one: str, other: str) -> float:
    return LOGIC.compare(person(one), person(other), CONFIG).score


def jaro_winkler(one: str, other: str) -> float:
    return JaroWinkler.similarity(one.casefold(), other.casefold())


def latin_jaro_winkler(one: str, other: str) -> float:
    """In Latin letters without marks, by ICU."""
    return JaroWinkler.similarity(normalize(one, ascii=True) or "", normalize(other, ascii=True) or "")


# Few pairs are scored again and again: otherwise the figure would be of the start.
LEAST_SECONDS = 2.0

METHODS = {"logic-v2": logic, "Jaro-Winkler": jaro_winkler, "Jaro-Winkler, Latin": latin_jaro_winkler}


def rows(path: str) -> list[dict[str, str]]:
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def names(pairs_path: str, scores_path: str) -> dict:
    pairs = [(row["one"], row["other"]) for row in rows(pairs_path)]
    seconds, columns = {}, []
    for method, score in METHODS.items():
        # Tables are read when they are first needed.
        score("Иван", "Ivan")
        begin = time.process_time()
        columns.append([score(one, other) for one, other in pairs])
        passes = 1
        while (used := time.process_time() - begin) < LEAST_SECONDS:
            for one, other in pairs:
                score(one, other)
            passes += 1
        seconds[method] = used / passes
    write(scores_path, list(METHODS), zip(*columns))
    return {"cpu_seconds": seconds}


def screening(list_path: str, queries_path: str, hits_path: str, least: str) -> dict:
    # Children begin with what is read here.
    logic("Иван", "Ivan")
    global LISTED, QUERIES, LEAST
    LEAST = float(least)
    LISTED = [person(**row) for row in rows(list_path)]
    QUERIES = [person(**row) for row in rows(queries_path)]
    with ProcessPoolExecutor(os.cpu_count(), multiprocessing.get_context("fork")) as processes:
        hits = [hit for found in processes.map(hits_of, range(len(QUERIES)), chunksize=20) for hit in found]
    write(hits_path, ["row", "other", "score"], hits)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {"cpu_seconds": {"logic-v2": used.ru_utime + used.ru_stime}}


def hits_of(row: int) -> list[tuple[int, int, float]]:
    scores = (LOGIC.compare(QUERIES[row], listed, CONFIG).score for listed in LISTED)
    return [(row, other, score) for other, score in enumerate(scores) if score >= LEAST]


def write(path: str, columns: list[str], lines) -> None:
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(lines)


if __name__ == "__main__":
    try:
        answer = names(*sys.argv[2:]) if sys.argv[1] == "names" else screening(*sys.argv[2:])
        print(json.dumps({"version": version("nomenklatura"), **answer}))
    except Exception as e:
        # Its message may quote the data.
        sys.exit(f"nomenklatura failed with {type(e).__name__}")
