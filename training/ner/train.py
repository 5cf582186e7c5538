"""Trains the tagger on files of labelled words and writes its weights.

A file has one JSON object a line: ``words``, ``labels`` (numbers of ``words.LABELS``, -100 teaches nothing), ``language``.
``--data FILE=SHARE`` gives each file its share of the training. The result depends on the seed and the number of threads alone, if ``--pieces`` end it.
"""

import argparse
import json
import random
import time
from pathlib import Path

import numpy as np
import sentencepiece
import torch
from network import END, PAD, START, UNKNOWN, Tagger
from torch.nn import functional
from words import IGNORED, LABELS

LONGEST = 160


def encoded(processor, words, labels):
    """The numbers of the pieces, and the labels on the first piece of each word."""
    ids, targets = [START], [IGNORED]
    for pieces, label in zip(processor.encode(words), labels):
        if len(ids) + len(pieces) > LONGEST - 1:
            break
        ids += [piece + 1 for piece in pieces]
        targets += [label] + [IGNORED] * (len(pieces) - 1)
    return ids + [END], targets + [IGNORED]


def examples(path, processor):
    with open(path, encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [encoded(processor, row["words"], row["labels"]) for row in rows]


def batches(files, shares, size, generator):
    """Batches of about ``size`` pieces, for ever: examples are drawn by share, and those of like length stand together."""
    orders = [[] for _ in files]
    while True:
        pool = []
        for _ in range(1500):
            which = generator.choices(range(len(files)), shares)[0]
            if not orders[which]:
                orders[which] = list(range(len(files[which])))
                generator.shuffle(orders[which])
            pool.append(files[which][orders[which].pop()])
        pool.sort(key=lambda example: len(example[0]))
        found, batch = [], []
        for example in pool:
            if batch and len(example[0]) * (len(batch) + 1) > size:
                found.append(batch)
                batch = []
            batch.append(example)
        generator.shuffle(found)
        yield from found


def padded(batch, generator, hidden_share):
    width = max(len(ids) for ids, _ in batch)
    ids = np.full((len(batch), width), PAD)
    targets = np.full((len(batch), width), IGNORED)
    for i, (row, labels) in enumerate(batch):
        ids[i, : len(row)] = row
        targets[i, : len(row)] = labels
    hide = (generator.random(ids.shape) < hidden_share) & (ids > UNKNOWN)
    ids[hide] = UNKNOWN
    return torch.from_numpy(ids), torch.from_numpy(targets)


def save(network, path):
    """Writes the weights, but for the word vectors, which training leaves as they are."""
    torch.save({name: value for name, value in network.state_dict().items() if name != "word.weight"}, path)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--data", nargs="+", required=True, metavar="FILE=SHARE")
    parser.add_argument("--pieces", type=float, default=2e6, help="how many pieces to read in all")
    parser.add_argument("--minutes", type=float, default=50, help="end earlier if this time is used up; the result then depends on the machine")
    parser.add_argument("--batch", type=int, default=1200)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--hidden", type=float, default=0.05, help="share of pieces that are made unknown")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--start", type=Path, help="weights to start from")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    generator = random.Random(arguments.seed)
    noise = np.random.default_rng(arguments.seed)
    processor = sentencepiece.SentencePieceProcessor(model_file=str(arguments.encoder / "sentencepiece.bpe.model"))
    files, shares = [], []
    for item in arguments.data:
        path, share = item.rsplit("=", 1)
        files.append(examples(path, processor))
        shares.append(float(share))
        print(f"{path}: {len(files[-1])} examples, {sum(len(ids) for ids, _ in files[-1])} pieces", flush=True)
    network = Tagger(np.load(arguments.encoder / "encoder.npz"), len(LABELS))
    if arguments.start:
        network.load_state_dict(torch.load(arguments.start), strict=False)
    head = list(network.head.parameters())
    rest = [p for n, p in network.named_parameters() if p.requires_grad and not n.startswith("head.")]
    optimiser = torch.optim.AdamW([{"params": rest, "lr": arguments.rate}, {"params": head, "lr": arguments.rate * 5}], weight_decay=0.01)
    peaks = [group["lr"] for group in optimiser.param_groups]
    network.train()
    read, begun, told, losses = 0, time.time(), time.time(), []
    for batch in batches(files, shares, arguments.batch, generator):
        progress = max(read / arguments.pieces, (time.time() - begun) / 60 / arguments.minutes)
        if progress >= 1:
            break
        factor = min(progress / 0.05, 1) * (1 - progress) + 1e-3
        for group, peak in zip(optimiser.param_groups, peaks):
            group["lr"] = peak * factor
        ids, targets = padded(batch, noise, arguments.hidden)
        read += ids.numel()
        loss = functional.cross_entropy(network(ids).flatten(0, 1), targets.flatten(), ignore_index=IGNORED)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        losses.append(loss.item())
        if time.time() - told > 60:
            told = time.time()
            save(network, arguments.out)
            rate = read / (told - begun)
            print(f"{read:,}/{arguments.pieces:,.0f} pieces, {rate:.0f}/s, {(arguments.pieces - read) / rate:.0f} s left, loss {np.mean(losses[-100:]):.4f}", flush=True)
    save(network, arguments.out)


if __name__ == "__main__":
    main()
