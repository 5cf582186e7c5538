"""Checks training on invented sentences, in about a minute of one core: PYTHON check.py, with the interpreter of the environment that set-up.sh prints."""

import gzip
import hashlib
import random
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np
import onnx
import torch
from chrf import chrf
from corpus import Refused, key, marked, read
from network import Marian
from pieces import END, Pieces
from tiny import sentence
from train import batches
from translate import all_of, by_graphs, limit

HERE = Path(__file__).resolve().parent
TESTED = HERE.parents[1] / "jobs/src/test/resources/models/tiny-fr-en"
PAIRS = [sentence(random.Random(number)) for number in range(900)]


def train(out, text, *more):
    line = [sys.executable, HERE / "train.py", "--pair", "fr-en", "--licence", "CC0-1.0", "--size", "tiny", "--tokens", "600", "--warm-up", "10"]
    line += ["--held", "40", "--out", out, "--text", *text, *more]
    return subprocess.run(list(map(str, line)), capture_output=True, text=True)


def form(path):
    """Names, types and shapes of what goes in and comes out; numbers of pieces differ by vocabulary."""
    graph = onnx.load(path).graph

    def shape(value):
        sizes = [d.dim_param or d.dim_value for d in value.type.tensor_type.shape.dim]
        return sizes[:-1] + ["pieces"] if value.name == "logits" else sizes

    return [[(v.name, v.type.tensor_type.elem_type, shape(v)) for v in side] for side in (graph.input, graph.output)]


def by_network(network):
    """The same as by the graphs, by PyTorch: each piece from all those before it, without keeping any."""

    @torch.no_grad()
    def decode(source):
        encoded, mask = network.encode(source)
        target = torch.full((len(source), 1), network.pad)
        while target.shape[1] <= limit(source) and not (target == END).any(1).all():
            following = network.decode(target, encoded, mask)[:, -1].argmax(-1)
            target = torch.cat([target, following[:, None]], 1)
        return target[:, 1:].tolist()

    return decode


class TrainingCheck(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.kept = tempfile.TemporaryDirectory()
        cls.folder = Path(cls.kept.name)
        cls.table = cls.folder / "text.tsv"
        cls.table.write_text("".join(f"{french}\t{english}\n" for french, english in PAIRS))
        cls.whole, cls.parts = cls.folder / "whole", cls.folder / "parts"
        cls.done = train(cls.whole, [cls.table], "--steps", "30", "--every", "10", "--weights", "fp32")
        cls.first = train(cls.parts, [cls.table], "--steps", "14", "--every", "10")
        cls.second = train(cls.parts, [cls.table], "--steps", "30", "--resume")

    @classmethod
    def tearDownClass(cls):
        cls.kept.cleanup()

    def test_resuming_gives_the_losses_of_a_training_in_one_go(self):
        for run in (self.done, self.first, self.second):
            self.assertEqual(run.returncode, 0, run.stderr)
        whole, parts = ((out / "state/losses.tsv").read_text() for out in (self.whole, self.parts))
        self.assertEqual(whole, parts)
        losses = [float(line.split("\t")[1]) for line in whole.splitlines()]
        self.assertEqual(len(losses), 30)
        self.assertLess(losses[-1], losses[0] - 0.5)

    def test_the_exported_files_have_the_form_of_the_model_that_spark_nlp_reads_in_tests(self):
        for out in (self.whole, self.parts):
            model = out / "models/marian-fr-en"
            for name in ("encoder_model.onnx", "decoder_model_merged.onnx"):
                self.assertEqual(form(model / name), form(TESTED / name))
            files = {str(p.relative_to(model)) for p in model.rglob("*") if p.is_file()}
            self.assertEqual(files, {str(p.relative_to(TESTED)) for p in TESTED.rglob("*") if p.is_file()})
            self.assertEqual((model / "assets/vocab.txt").read_text().split("\n")[-2:], ["<pad>", ""])
            registration = (out / "models/marian-fr-en.yaml").read_text()
            for name in files:
                self.assertIn(f'{name}: "{hashlib.sha256((model / name).read_bytes()).hexdigest()}"', registration)
        sizes = [(out / "models/marian-fr-en/decoder_model_merged.onnx").stat().st_size for out in (self.whole, self.parts)]
        self.assertLess(sizes[1], sizes[0] / 2)

    def test_the_graphs_translate_as_the_network_does(self):
        state = torch.load(self.whole / "state/checkpoint.pt", weights_only=True)
        pieces = Pieces((self.whole / "state/pieces.model").read_bytes())
        network = Marian(pieces.pad + 1, pieces.pad)
        network.load_state_dict(state["network"])
        sources = [french for french, _ in PAIRS[:50]]
        wanted = all_of(sources, pieces, by_network(network))
        self.assertEqual(all_of(sources, pieces, by_graphs(self.whole / "models/marian-fr-en", pieces.pad)), wanted)
        alone = [all_of([source], pieces, by_graphs(self.whole / "models/marian-fr-en", pieces.pad))[0] for source in sources[:5]]
        self.assertEqual(alone, wanted[:5])

    def test_the_card_and_what_was_held_out_are_there(self):
        self.assertRegex((self.parts / "marian-fr-en.md").read_text(), r"\| this model, int8, as exported \| \d+\.\d\d \|\n$")
        held = (self.parts / "held-out.tsv").read_text().splitlines()
        self.assertEqual((held[0], len(held)), ("fr\ten", 41))

    def test_what_is_held_out_is_not_trained_on(self):
        corpus = read([self.table], ["fr", "en"], 40)
        for side in (0, 1):
            self.assertFalse({key(pair[side]) for pair in corpus.held} & {key(pair[side]) for pair in corpus.pairs})
        more = self.folder / "more.tsv"
        more.write_text("".join(f"{english}\t{french}\n" for french, english in reversed(PAIRS)))
        more.write_text("en\tfr\n" + more.read_text())
        self.assertEqual(corpus.held, read([more], ["fr", "en"], 40).held)

    def test_two_files_are_read_in_the_order_of_their_languages(self):
        for side, language in enumerate(("fr", "en")):
            with gzip.open(self.folder / f"two.{language}.gz", "wt") as file:
                file.write("".join(pair[side] + "\n" for pair in PAIRS))
        two = [self.folder / "two.en.gz", self.folder / "two.fr.gz"]
        self.assertEqual(read(two, ["fr", "en"], 40).pairs, read([self.table], ["fr", "en"], 40).pairs)

    def test_signs_that_end_lines_become_blanks(self):
        path = self.folder / "signs.tsv"
        path.write_bytes("".join(f"Cas{chr(0x2028)}{n}.\r suite\tCase {n}.\r\n" for n in range(200)).encode())
        self.assertIn(("Cas 7.  suite", "Case 7."), read([path], ["fr", "en"], 10).pairs + read([path], ["fr", "en"], 10).held)

    def test_batches_have_each_pair_once_and_no_more_than_their_tokens(self):
        lengths = [1 + i % 37 for i in range(500)]
        made = batches(lengths, 100, 1, 0)
        self.assertEqual(sorted(i for batch in made for i in batch), list(range(500)))
        self.assertLessEqual(max(len(batch) * max(lengths[i] for i in batch) for batch in made), 100)
        self.assertNotEqual(made, batches(lengths, 100, 1, 1))

    def test_shared_names_and_numbers_become_tokens_in_some_pairs(self):
        pairs = [marked(f"Cas {n} : Oswin part.", f"Case {n}: Oswin leaves.") for n in range(1000)]
        with_tokens = [pair for pair in pairs if "xqz" in pair[0]]
        self.assertEqual(set(with_tokens), {("Cas xqza : Xqzb part.", "Case xqza: Xqzb leaves.")})
        self.assertTrue(200 < len(with_tokens) < 400)

    def test_chrf_is_that_of_sacrebleu(self):
        made = ["A woman closed the door yesterday.", "The dog", ""]
        wanted = ["A woman has closed a door.", "The dogs are here.", "No"]
        # By sacrebleu 2.6.
        self.assertAlmostEqual(chrf(made, wanted), 39.206757151648034, 6)

    def test_bad_input_is_one_line(self):
        def file(name, text):
            path = self.folder / name
            path.write_bytes(text)
            return path

        three = file("three.tsv", b"un\tone\ndeux\ttwo\t2\n")
        short, long = file("a.fr", b"un\n"), file("a.en", b"one\ntwo\n")
        for text, message in (
            ([self.folder / "none.tsv"], "--text must be readable text in UTF-8, found "),
            ([file("latin.tsv", b"caf\xe9\tcoffee\n")], "--text must be readable text in UTF-8, found "),
            ([file("empty.tsv", b"")], "--text must have 100 different pairs at least, found 0"),
            ([three], f"a table must have two columns, source and translation, found 3 in line 2 of {three}"),
            ([short, long], f"two files must have as many lines, found 1 in {short} and 2 in {long}"),
            ([short], "--text must be tables (.tsv) or files two by two, found 1 that are no tables"),
        ):
            with self.assertRaises(Refused) as refused:
                read(text, ["fr", "en"], 40)
            self.assertTrue(str(refused.exception).startswith(message), refused.exception)
        for run, message in (
            (train(self.folder / "bad", [three]), f"a table must have two columns, source and translation, found 3 in line 2 of {three}"),
            (train(self.folder / "bad", [self.table], "--resume"), "--resume needs a checkpoint of an earlier training, found none in "),
            (train(self.folder / "bad", [self.table], "--pieces", "90000"), "--pieces must fit the text, which has too few words or too many"),
            (train(self.parts, [self.table], "--resume", "--seed", "2"), "--resume must have the text and options of before, found another seed"),
            (train(self.parts, [self.table]), "--out has a training already; --resume goes on with it, found "),
            (train(self.parts, [self.table], "--resume", "--steps", "5"), "--steps must not be behind the checkpoint, which is at 30, found 5"),
        ):
            self.assertEqual((run.returncode, run.stderr.count("\n")), (3, 1), run.stderr)
            self.assertTrue(run.stderr.startswith(f"Cannot train: {message}"), run.stderr)
        self.assertFalse((self.folder / "bad").exists())


if __name__ == "__main__":
    unittest.main()
