"""Measures strict entity F1 (CoNLL convention) of the exported model, and of spaCy's models in their own environment, on labelled files.

``--set NAME=FORM:PATH[:LANGUAGE]`` with the forms ``bio`` (word and label of a line, I-only labels too), ``wikiann``, ``re3d`` (a folder) and
``simulator`` (texts.jsonl, one result a language). ``--spacy MODEL`` measures that model in place of the exported one.
"""

import argparse
import collections
import json
import random
import time
from pathlib import Path

from sources import KINDS as SPAN_KINDS
from sources import europeana, wikiann
from words import KINDS, LABELS, best, particle, spans, split

SPACY = {"PERSON": "PER", "PER": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}


def gold_of_labels(words, labels):
    """The text of words with a blank between them, and its (start, end, kind) spans."""
    starts, at = [], 0
    for word in words:
        starts.append(at)
        at += len(word) + 1
    found = {(starts[a], starts[b - 1] + len(words[b - 1]), kind) for a, b, kind, _ in spans(labels)}
    return " ".join(words), found


def read(form, path, language):
    """(language, text, gold spans, spans that do not count) of each text."""
    if form == "bio":
        for row in europeana(path, "test", lambda word: [(0, len(word))]):
            yield language, *gold_of_labels(row["words"], [LABELS[label] for label in row["labels"]]), []
    elif form == "wikiann":
        for row in wikiann(path, language):
            yield language, *gold_of_labels(row["words"], row["labels"]), []
    elif form == "re3d":
        for documents in sorted(Path(path).glob("*/documents.json")):
            texts = {d["_id"]: d["text"] for d in map(json.loads, documents.read_text(encoding="utf-8").splitlines())}
            gold = collections.defaultdict(set)
            for entity in map(json.loads, (documents.parent / "entities.json").read_text(encoding="utf-8").splitlines()):
                kind = {"Person": "PER", "Organisation": "ORG", "Location": "LOC"}.get(entity["type"])
                if kind:
                    gold[entity["documentId"]].add((entity["begin"], entity["end"], kind))
            for number, text in texts.items():
                yield language, text, gold[number], []
    elif form == "simulator":
        for row in map(json.loads, Path(path).read_text(encoding="utf-8").splitlines()):
            gold = {(s["start"], s["end"], SPAN_KINDS[s["kind"]]) for s in row["spans"] if s["kind"] in SPAN_KINDS}
            unknown = [(s["start"], s["end"]) for s in row["spans"] if s["kind"] == "attribute" and s["attribute"] == "address"]
            yield row["language"], row["text"], gold, unknown
    else:
        raise SystemExit(f"Cannot read the set {path}: no form {form}")


class Exported:
    """The exported model under ONNX Runtime, with the text cut as the job cuts it."""

    def __init__(self, folder):
        import onnxruntime
        import sentencepiece

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])
        self.processor = sentencepiece.SentencePieceProcessor(model_file=str(folder / "assets/sentencepiece.bpe.model"))
        self.labels = (folder / "assets/labels.txt").read_text().split()
        self.words = 0

    def spans(self, texts):
        import numpy as np

        windows = []
        for number, text in enumerate(texts):
            words = split(text)
            pieces = self.processor.encode([text[a:b] for a, b in words])
            for a, b in sentences(text, words, pieces):
                windows.append((number, words[a:b], pieces[a:b]))
            self.words += len(words)
        found = [set() for _ in texts]
        order = sorted(range(len(windows)), key=lambda i: sum(map(len, windows[i][2])))
        for first in range(0, len(order), 16):
            rows = [windows[i] for i in order[first : first + 16]]
            ids = [[0] + [piece + 1 for word in pieces for piece in word] + [2] for _, _, pieces in rows]
            width = max(map(len, ids))
            given = np.array([row + [1] * (width - len(row)) for row in ids], np.int64)
            scores = self.session.run(None, {"input_ids": given, "attention_mask": np.ones_like(given)})[0]
            scores -= np.log(np.exp(scores).sum(-1, keepdims=True))
            for (number, words, pieces), row in zip(rows, scores):
                firsts = np.cumsum([1] + [len(word) for word in pieces[:-1]])
                labels = best(row[firsts], self.labels)
                for a, b, kind, with_particle in spans(labels):
                    start, end = words[a][0], words[b - 1][1]
                    if with_particle:
                        start += particle(texts[number][start : words[a][1]])
                    found[number].add((start, end, kind))
        return found


def sentences(text, words, pieces, longest=180):
    """Windows of words: a sentence or a line each, never of more pieces than ``longest``."""
    begun, size = 0, 0
    for i, (_, end) in enumerate(words):
        size += len(pieces[i])
        after = text[end : words[i + 1][0]] if i + 1 < len(words) else "\n"
        stop = text[end - 1] in ".!?؟" and after and i + 1 < len(words) and not text[words[i + 1][0]].islower() and end - words[i][0] == 1 and i > begun + 3
        if "\n" in after or stop or size >= longest:
            yield begun, i + 1
            begun, size = i + 1, 0


class Spacy:
    def __init__(self, name):
        import spacy

        self.nlp = spacy.load(name.replace("-", "_"), exclude=["tagger", "parser", "lemmatizer", "attribute_ruler", "morphologizer"])
        self.words = 0

    def spans(self, texts):
        found = []
        for doc in self.nlp.pipe(texts):
            self.words += len(split(doc.text))
            rows = set()
            for entity in doc.ents:
                start, end = entity.start_char, entity.end_char
                if entity.label_ in SPACY:
                    rows.add((start, end, SPACY[entity.label_]))
            found.append(rows)
        return found


def figures(gold, found):
    hits = len(gold & found)
    precision, recall = hits / max(len(found), 1), hits / max(len(gold), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--spacy")
    parser.add_argument("--set", nargs="+", required=True)
    parser.add_argument("--most", type=int, default=0, help="texts of each set, drawn with a fixed seed; 0 is all")
    arguments = parser.parse_args()
    tagger = Spacy(arguments.spacy) if arguments.spacy else Exported(arguments.model)
    begun = time.process_time()
    print("set\tlanguage\tkind\tprecision\trecall\tF1\tnames")
    for item in arguments.set:
        name, _, rest = item.partition("=")
        form, path, language = (rest.split(":") + [""])[:3]
        rows = list(read(form, path, language))
        if arguments.most and len(rows) > arguments.most:
            rows = random.Random(1).sample(rows, arguments.most)
        gold, found = collections.defaultdict(set), collections.defaultdict(set)
        for i, ((tongue, text, truth, unknown), mine) in enumerate(zip(rows, tagger.spans([row[1] for row in rows]))):
            free = lambda span: not any(span[0] < b and span[1] > a for a, b in unknown)
            gold[tongue] |= {(i, *span) for span in truth if free(span)}
            found[tongue] |= {(i, *span) for span in mine if free(span)}
        for tongue in sorted(gold):
            for kind in ("all",) + KINDS:
                a, b = ({s for s in side[tongue] if kind in ("all", s[3])} for side in (gold, found))
                print(f"{name}\t{tongue}\t{kind}\t" + "\t".join(f"{x:.3f}" for x in figures(a, b)) + f"\t{len(a)}", flush=True)
    spent = time.process_time() - begun
    print(f"{tagger.words} words in {spent:.1f} CPU-seconds: {tagger.words / spent:.0f} a CPU-second")


if __name__ == "__main__":
    main()
