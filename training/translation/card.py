"""Writes the card of a model that was trained here."""

import torch


def card(training, arguments, rows):
    """rows: what was measured with, and its chrF on the held-out sentences. The table comes last: the command adds Apertium to it."""
    source, target = arguments.pair.split("-")
    parameters = sum(p.numel() for p in training.network.parameters())
    data = "\n".join(f"  - {name}: {pairs:,} pairs" for name, pairs in training.corpus.counts)
    return f"""# Translation of {source} into {target}

- **Model**: `{arguments.name}-{arguments.registered}`, a Marian transformer of size {arguments.size} ({parameters:,} weights), which Spark NLP runs in ONNX
  Runtime. It has {training.pieces.pad + 1:,} pieces of words for both languages (SentencePiece, BPE), and weights of type {arguments.weights}.
- **Use**: `text.translations`, as `marian:{arguments.name}` ([translation](../translation.md)). A translation is an aid.
- **Not for**: acting on it without the original.
- **Licence**: {arguments.licence}, as given to `insight train translation`.
- **Made from**, by `insight train translation`:
{data}
- **Training**: {training.step:,} steps, {training.read:,} pieces of {target} read, {len(training.rows):,} different pairs of at most 128 pieces, seed
  {training.settings["seed"]}, PyTorch {torch.__version__} on {arguments.device}. In three of ten pairs tokens stand for shared names and numbers.

## Quality
chrF2 on {len(training.corpus.held):,} sentences of the same text. They were held out by a hash of the source: no training pair has their source or their
translation. Other texts are harder.

| by | chrF |
| --- | --- |
""" + "".join(f"| {name} | {score:.2f} |\n" for name, score in rows)
