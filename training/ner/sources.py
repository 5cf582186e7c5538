"""Turns public and simulated texts into labelled words: europeana, simulator, wikiann, re3d.

Each function gives dictionaries with ``words``, ``labels`` (numbers) and ``language``.
"""

import argparse
import json
import random
from pathlib import Path

from words import IGNORED, LABELS, NUMBER, labelled, split


def europeana(path, part, cut=split):
    """French newspapers with OCR noise, of one (word, I-KIND) a line without sentence breaks. One block of five is the test part.

    ``cut`` says where a word of the source falls into words of the model.
    """
    block = 8000
    tokens = []
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        word, _, label = line.rpartition(" ")
        if word:
            tokens.append((word, label))
    sentence = []
    open_kind = None
    for number, (word, label) in enumerate(tokens):
        test = number // block % 5 == 4
        if test != (part == "test"):
            if sentence:
                yield sentence_of(sentence)
            sentence, open_kind = [], None
            continue
        kind = label[2:]
        pieces = [word[a:b] for a, b in cut(word)] or ["?"]
        for i, piece in enumerate(pieces):
            name = "O" if not kind else ("I-" if i or kind == open_kind else "B-") + kind
            sentence.append((piece, NUMBER[name]))
        open_kind = kind
        if len(sentence) >= 90 or (word in ".!?" and len(sentence) >= 12):
            yield sentence_of(sentence)
            sentence, open_kind = [], None
    if sentence:
        yield sentence_of(sentence)


def sentence_of(pairs, language="fr"):
    return {"words": [word for word, _ in pairs], "labels": [label for _, label in pairs], "language": language}


KINDS = {"name": "PER", "place": "LOC", "country": "LOC", "organisation": "ORG"}


def simulator(path, generator):
    """Texts of the simulator, cut into pieces of one to six sentences. Addresses teach nothing: the names in them have no spans."""
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        spans = [(s["start"], s["end"], KINDS[s["kind"]]) for s in row["spans"] if s["kind"] in KINDS]
        unknown = [(s["start"], s["end"]) for s in row["spans"] if s["kind"] == "attribute" and s["attribute"] == "address"]
        words, labels = labelled(row["text"], spans, unknown)
        begun, wanted = 0, generator.choice((1, 1, 2, 3, 6))
        for i, word in enumerate(words):
            ends = word in (".", "!", "?", "؟") and labels[i] in (0, IGNORED) and (i + 1 == len(words) or not words[i + 1][0].islower())
            wanted -= ends
            if i + 1 == len(words) or (ends and wanted <= 0) or (i - begun > 110 and labels[i] == 0):
                yield {"words": words[begun : i + 1], "labels": labels[begun : i + 1], "language": row["language"]}
                begun, wanted = i + 1, generator.choice((1, 1, 2, 3, 6))


def wikiann(path, language):
    """Sentences of (word, label) lines, for measuring only."""
    sentence = []
    for line in Path(path).read_text(encoding="utf-8").splitlines() + [""]:
        if not line.strip():
            if sentence:
                yield {"words": [w for w, _ in sentence], "labels": [l for _, l in sentence], "language": language}
            sentence = []
            continue
        word, label = line.split("\t")[:2]
        sentence.append((word.split(":", 1)[1], label))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", choices=("europeana", "simulator"))
    parser.add_argument("path", type=Path)
    parser.add_argument("--part", choices=("train", "test"), default="train", help="of europeana")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    rows = europeana(arguments.path, arguments.part) if arguments.source == "europeana" else simulator(arguments.path, random.Random(arguments.seed))
    count = 0
    with open(arguments.out, "w", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    print(f"{arguments.out}: {count} examples, labels {', '.join(LABELS)}")


if __name__ == "__main__":
    main()
