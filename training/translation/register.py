"""Registers a Marian model that optimum exported, such as one of OPUS-MT, under conf/models.

The folder has encoder_model.onnx, decoder_model_merged.onnx, source.spm, target.spm and vocab.json. Spark NLP reads the word pieces from a text file.
"""

import argparse
import hashlib
import json
import shutil
from pathlib import Path

GRAPHS = ("encoder_model.onnx", "decoder_model_merged.onnx")
PIECES = ("source.spm", "target.spm")


def words(folder):
    """The word pieces in the order of their numbers, which have no gap."""
    numbers = json.loads((folder / "vocab.json").read_text())
    ordered = sorted(numbers, key=numbers.get)
    if [numbers[word] for word in ordered] != list(range(len(ordered))):
        raise SystemExit(f"Cannot register a model: numbers of word pieces must have no gap, found {folder / 'vocab.json'}")
    return ordered


def register(folder, models, name, version, languages, source, licence, card):
    """Copies the files of a folder to those of a registry, and writes the registration; gives the folder of the copies."""
    for needed in (*GRAPHS, *PIECES, "vocab.json"):
        if not (folder / needed).is_file():
            raise SystemExit(f"Cannot register a model: its files must be complete, found no {folder / needed}")
    vocabulary = words(folder)
    out = models / name
    (out / "assets").mkdir(parents=True, exist_ok=True)
    for graph in GRAPHS:
        shutil.copyfile(folder / graph, out / graph)
    for pieces in PIECES:
        shutil.copyfile(folder / pieces, out / "assets" / pieces)
    (out / "assets/vocab.txt").write_text("\n".join(vocabulary) + "\n")
    files = sorted(path for path in out.rglob("*") if path.is_file())
    lines = [
        f"name: {json.dumps(name)}",
        f"version: {version}",
        'task: "translation"',
        f"languages: {json.dumps(languages)}",
        f"from: {json.dumps(source)}",
        f"licence: {json.dumps(licence)}",
        f"card: {json.dumps(card)}",
        "files:",
        *(f'  {path.relative_to(out)}: "{hashlib.sha256(path.read_bytes()).hexdigest()}"' for path in files),
    ]
    (models / f"{name}.yaml").write_text("\n".join(lines) + "\n")
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--name", required=True, help="such as opus-fr-en")
    parser.add_argument("--languages", nargs=2, required=True, metavar=("FROM", "TO"), help="such as fr en")
    parser.add_argument("--version", type=int, default=1)
    parser.add_argument("--source", required=True, help="where it is from")
    parser.add_argument("--licence", required=True, help="SPDX identifier")
    parser.add_argument("--card", default="", help="such as docs/model-cards/opus-fr-en.md")
    parser.add_argument("--models", type=Path, default=Path("conf/models"))
    a = parser.parse_args()
    register(a.folder, a.models, a.name, a.version, a.languages, a.source, a.licence, a.card)


if __name__ == "__main__":
    main()
