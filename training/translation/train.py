"""Trains a Marian model of one pair of languages on aligned text, and writes the files that the registry loads, their registration and a card.

Training goes on with --resume where it stopped, with the same losses. Each step's values by chance follow from its number alone.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

try:
    import torch
    from card import card
    from chrf import chrf
    from corpus import Refused, marked, read
    from export import EightBits, Graph, write
    from network import Marian
    from pieces import Pieces, make
    from register import register
    from translate import all_of, by_graphs
except ImportError as e:
    sys.exit(f"Cannot train: PyTorch, SentencePiece, ONNX and ONNX Runtime are needed (training/ner/torch.lock), found no {e.name}")


@dataclass(frozen=True)
class Size:
    """width: numbers of a piece; inner: of the layers between; rate: of learning, at its highest."""

    width: int
    inner: int
    encoders: int
    decoders: int
    pieces: int
    rate: float


# Few layers decode, for they run once a piece (Kasai et al., Deep Encoder, Shallow Decoder, ICLR 2021).
SIZES = {
    "tiny": Size(64, 128, 2, 1, 200, 2e-3),
    "small": Size(256, 1024, 3, 1, 8000, 1e-3),
    "base": Size(512, 2048, 6, 2, 16000, 5e-4),
}
WEIGHTS = {"int8": EightBits, "fp32": Graph}
DROPOUT = 0.1
SMOOTHING = 0.1
LONGEST = 128
"""Pieces of a sentence to train on. Longer ones are passed over."""

WINDOW = 20_000
"""Pairs among which those of like length are put together."""

BETWEEN = 100
"""Held-out sentences that are translated in between."""

BAD_INPUT = 3


def batches(lengths, tokens, seed, epoch):
    """Numbers of pairs, in batches of at most so many pieces, padding included. lengths: of the longer side of each pair."""
    chance = random.Random(f"{seed} {epoch}")
    order = list(range(len(lengths)))
    chance.shuffle(order)
    made = []
    for first in range(0, len(order), WINDOW):
        batch = []
        for i in sorted(order[first : first + WINDOW], key=lengths.__getitem__):
            if batch and lengths[i] * (len(batch) + 1) > tokens:
                made.append(batch)
                batch = []
            batch.append(i)
        made.append(batch)
    chance.shuffle(made)
    return made


class Training:
    """What is trained and how far it is. pairs: as they are trained on; state: folder of pieces, settings, checkpoint and losses."""

    def __init__(self, corpus, pairs, pieces, settings, state, device):
        self.settings, self.state, self.device = settings, state, device
        self.corpus, self.pieces = corpus, pieces
        size = SIZES[settings["size"]]
        both = [self.pieces.numbers(side) for side in zip(*pairs)]
        self.rows = [row for row in zip(*both) if max(map(len, row)) <= LONGEST]
        if not self.rows:
            raise Refused(f"--text must have sentences of {LONGEST} pieces at most, found none")
        torch.manual_seed(settings["seed"])
        self.network = Marian(
            self.pieces.pad + 1, self.pieces.pad, size.width, size.inner, size.encoders, size.decoders, DROPOUT
        ).to(device)  # fmt: skip
        self.optimiser = torch.optim.Adam(self.network.parameters(), lr=size.rate, betas=(0.9, 0.98), eps=1e-9)
        self.step = self.epoch = self.place = self.read = 0
        self.order = None

    def save(self):
        parts = {"network": self.network.state_dict(), "optimiser": self.optimiser.state_dict()}
        parts |= {name: getattr(self, name) for name in ("step", "epoch", "place", "read")}
        torch.save(parts, self.state / "checkpoint.new")
        (self.state / "checkpoint.new").replace(self.state / "checkpoint.pt")

    def load(self):
        parts = torch.load(self.state / "checkpoint.pt", map_location=self.device, weights_only=True)
        self.network.load_state_dict(parts["network"])
        self.optimiser.load_state_dict(parts["optimiser"])
        for name in ("step", "epoch", "place", "read"):
            setattr(self, name, parts[name])

    def batch(self):
        if self.order is None:
            lengths = [max(map(len, row)) for row in self.rows]
            self.order = batches(lengths, self.settings["tokens"], self.settings["seed"], self.epoch)
        rows = [self.rows[i] for i in self.order[self.place]]
        self.place += 1
        if self.place == len(self.order):
            self.order, self.place, self.epoch = None, 0, self.epoch + 1
        pad = self.pieces.pad
        # Padding also begins each translation.
        target = self.pieces.batch([[pad] + row[1] for row in rows])
        self.read += sum(len(row[1]) for row in rows)
        return self.pieces.batch([row[0] for row in rows]).to(self.device), target.to(self.device)

    def learn(self):
        """One step; gives its loss."""
        self.step += 1
        torch.manual_seed(self.settings["seed"] * 1_000_003 + self.step)
        source, target = self.batch()
        warm = self.settings["warm_up"]
        for group in self.optimiser.param_groups:
            group["lr"] = SIZES[self.settings["size"]].rate * min(self.step / warm, (warm / self.step) ** 0.5)
        with torch.autocast("cuda", torch.bfloat16, enabled=self.device.type == "cuda"):
            scores = self.network(source, target[:, :-1])
        loss = torch.nn.functional.cross_entropy(
            scores.float().flatten(0, 1), target[:, 1:].flatten(), ignore_index=self.pieces.pad, label_smoothing=SMOOTHING
        )
        if not torch.isfinite(loss):
            raise Refused(f"the loss must be a number; make the model anew with another --seed, found {loss.item()} in step {self.step}")
        self.optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimiser.step()
        return loss.item()

    def measured(self, weights, most=None):
        """chrF of the first held-out sentences, by the graphs that an export with these weights has."""
        sources, targets = zip(*self.corpus.held[:most])
        with tempfile.TemporaryDirectory() as folder:
            write(self.network, Path(folder), WEIGHTS[weights])
            return chrf(all_of(sources, self.pieces, by_graphs(Path(folder), self.pieces.pad)), targets)


def run(training, arguments):
    """Learns until a step or a minute. Saves and measures in between, and saves at the end."""
    began, first, read = time.monotonic(), training.step, training.read
    steps = arguments.steps
    with open(training.state / "losses.tsv", "a") as losses:
        while training.step < steps:
            loss = training.learn()
            losses.write(f"{training.step}\t{loss:.6f}\n")
            spent = time.monotonic() - began
            last = training.step == steps or spent > arguments.minutes * 60
            if last or training.step % arguments.report == 0:
                speed = (training.read - read) / max(spent, 1e-3)
                left = spent / (training.step - first) * (steps - training.step) / 60
                print(f"step {training.step} of {steps}: loss {loss:.4f}, {speed:,.0f} pieces/s, {left:.0f} minutes left at most", flush=True)
            if last or training.step % arguments.every == 0:
                losses.flush()
                training.save()
            if last:
                return
            if training.step % arguments.every == 0:
                score = training.measured(arguments.weights, BETWEEN)
                print(f"step {training.step}: chrF {score:.2f} on {min(BETWEEN, len(training.corpus.held))} held-out sentences", flush=True)


def begin(arguments, corpus):
    """A training that is new, or as it was left."""
    state = arguments.out / "state"
    known = state / "settings.json"
    settings = {name: getattr(arguments, name) for name in ("pair", "size", "pieces", "tokens", "warm_up", "seed", "held")}
    settings["pieces"] = settings["pieces"] or SIZES[arguments.size].pieces
    settings["text"] = corpus.digest()
    if arguments.resume:
        if not (state / "checkpoint.pt").exists():
            raise Refused(f"--resume needs a checkpoint of an earlier training, found none in {state}")
        before = json.loads(known.read_text())
        other = [name for name, value in settings.items() if before.get(name) != value]
        if other:
            raise Refused(f"--resume must have the text and options of before, found another {', '.join(other)}")
    elif (state / "checkpoint.pt").exists():
        raise Refused(f"--out has a training already; --resume goes on with it, found {state / 'checkpoint.pt'}")
    pairs = [marked(*pair) for pair in corpus.pairs]
    model = state / "pieces.model"
    pieces = Pieces(model.read_bytes() if arguments.resume else make(pairs, settings["pieces"]))
    training = Training(corpus, pairs, pieces, settings, state, torch.device(arguments.device))
    if not arguments.resume:
        # Only now, so that what is refused leaves nothing behind.
        state.mkdir(parents=True, exist_ok=True)
        (state / "losses.tsv").unlink(missing_ok=True)
        model.write_bytes(pieces.model)
        known.write_text(json.dumps(settings))
    if arguments.resume:
        training.load()
        if training.step > arguments.steps:
            raise Refused(f"--steps must not be behind the checkpoint, which is at {training.step}, found {arguments.steps}")
        kept = (state / "losses.tsv").read_text().splitlines()[: training.step]
        (state / "losses.tsv").write_text("".join(line + "\n" for line in kept))
    return training


def finish(training, arguments):
    """Writes and measures the model as the registry has it."""
    languages = arguments.pair.split("-")
    pieces = training.pieces
    with tempfile.TemporaryDirectory(dir=arguments.out) as folder:
        folder = Path(folder)
        write(training.network, folder, WEIGHTS[arguments.weights])
        for name in ("source.spm", "target.spm"):
            (folder / name).write_bytes(pieces.model)
        (folder / "vocab.json").write_text(json.dumps({word: i for i, word in enumerate(pieces.words())}))
        source = f"aligned text ({', '.join(name for name, _ in training.corpus.counts)}), trained by insight train translation"
        page = f"docs/model-cards/{arguments.name}.md"
        (arguments.out / "models").mkdir(exist_ok=True)
        register(folder, arguments.out / "models", arguments.name, arguments.registered, languages, source, arguments.licence, page)
    kinds = dict.fromkeys(("fp32", arguments.weights))
    rows = [(f"this model, {weights}" + (", as exported" if weights == arguments.weights else ""), training.measured(weights)) for weights in kinds]
    for name, score in rows:
        print(f"chrF {score:.2f} on {len(training.corpus.held)} held-out sentences ({name})", flush=True)
    (arguments.out / "held-out.tsv").write_text("".join("\t".join(row) + "\n" for row in [languages, *training.corpus.held]))
    (arguments.out / f"{arguments.name}.md").write_text(card(training, arguments, rows))


def positive(text):
    number = float(text)
    if not number > 0:
        raise argparse.ArgumentTypeError(f"must be positive, found {text}")
    return number


def whole(text):
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"must be positive, found {text}")
    return number


def parsed():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pair", required=True, help="such as fr-en")
    parser.add_argument("--text", type=Path, nargs="+", required=True, help="tables (.tsv), or files two by two, plain or .gz")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--licence", required=True, help="of the model: SPDX identifier")
    parser.add_argument("--name", help="of the model (default: marian-PAIR)")
    parser.add_argument("--registered", type=whole, default=1, help="version of the model in its registration")
    parser.add_argument("--size", choices=SIZES, default="small", help="tiny is for tests")
    parser.add_argument("--weights", choices=WEIGHTS, default="int8")
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    parser.add_argument("--steps", type=whole, default=20_000)
    parser.add_argument("--minutes", type=positive, default=float("inf"))
    parser.add_argument("--every", type=whole, default=500, help="steps between checkpoints")
    parser.add_argument("--report", type=whole, default=50, help="steps between lines")
    parser.add_argument("--tokens", type=whole, default=4096, help="pieces of a batch")
    parser.add_argument("--warm-up", type=whole, default=2000, help="steps until learning is fastest")
    parser.add_argument("--pieces", type=whole, help="of words (default: 8000, of size base 16000)")
    parser.add_argument("--held", type=whole, default=500, help="sentences to measure on, a tenth of all at most")
    parser.add_argument("--seed", type=whole, default=1)
    parser.add_argument("--resume", action="store_true")
    arguments = parser.parse_args()
    arguments.name = arguments.name or f"marian-{arguments.pair}"
    return arguments


def main():
    arguments = parsed()
    try:
        if arguments.device == "cuda" and not torch.cuda.is_available():
            raise Refused("--device cuda needs a GPU that PyTorch sees, found none")
        corpus = read(arguments.text, arguments.pair.split("-"), arguments.held)
        training = begin(arguments, corpus)
        print(f"{len(training.rows)} pairs to train on, {len(corpus.held)} held out, {training.pieces.pad + 1} pieces", flush=True)
        run(training, arguments)
        finish(training, arguments)
    except Refused as e:
        print(f"Cannot train: {e}", file=sys.stderr)
        sys.exit(BAD_INPUT)


if __name__ == "__main__":
    main()
