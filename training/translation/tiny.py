"""Makes the small French-English model that tests translate with (jobs/src/test/resources/models/tiny-fr-en), in a minute or two.

It learns sentences of a few words by chance. Tokens such as xqza stand for what the platform takes out of a sentence, and go through it as they are.
"""

import argparse
import hashlib
import io
import random
from pathlib import Path

import sentencepiece
import torch
from export import write
from network import Marian

THINGS = [
    ("le", "the", "port"), ("le", "the", "train"), ("le", "the", "sac:bag"), ("le", "the", "chien:dog"), ("le", "the", "pont:bridge"),
    ("la", "the", "maison:house"), ("la", "the", "porte:door"), ("la", "the", "clef:key"), ("la", "the", "gare:station"), ("la", "the", "rue:street"),
    ("un", "a", "homme:man"), ("un", "a", "voisin:neighbour"), ("une", "a", "femme:woman"), ("une", "a", "lettre:letter"),
]  # fmt: skip
ARTICLES = [("le", "the"), ("la", "the"), ("un", "a"), ("une", "a")]
VERBS = [
    ("a vu", "saw"), ("a trouvé", "found"), ("a quitté", "left"), ("a fermé", "closed"), ("cherche", "is looking for"),
    ("n'a pas vu", "did not see"), ("n'a pas trouvé", "did not find"), ("n'a pas quitté", "did not leave"), ("a payé", "paid"),
]  # fmt: skip
TIMES = [("hier", "yesterday"), ("ce matin", "this morning"), ("cette nuit", "tonight"), ("encore", "again")]
TOKENS = [f"xqz{letter}" for letter in "abcdef"]
PIECES = 160


def thing(chance):
    kind = chance.random()
    if kind < 0.25:
        token = chance.choice(TOKENS)
        return (token, token) if chance.random() < 0.5 else (token.capitalize(), token.capitalize())
    if kind < 0.45:
        token, (article, english) = chance.choice(TOKENS), chance.choice(ARTICLES)
        return f"{article} {token}", f"{english} {token}"
    article, english, word = chance.choice(THINGS)
    french, _, other = word.partition(":")
    return f"{article} {french}", f"{english} {other or french}"


def sentence(chance):
    pairs = [thing(chance), chance.choice(VERBS), thing(chance)]
    if chance.random() < 0.5:
        token = chance.choice(TOKENS)
        pairs.append((f"à {token.capitalize()}", f"in {token.capitalize()}"))
    if chance.random() < 0.3:
        pairs.append((chance.choice(TOKENS),) * 2)
    if chance.random() < 0.4:
        pairs.append(chance.choice(TIMES))
    french, english = (" ".join(part[side] for part in pairs) + "." for side in (0, 1))
    return french[0].upper() + french[1:], english[0].upper() + english[1:]


def batch(rows, pad):
    longest = max(map(len, rows))
    return torch.tensor([row + [pad] * (longest - len(row)) for row in rows])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=2500)
    arguments = parser.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(1)
    chance = random.Random(1)
    text = io.BytesIO()
    lines = [line for _ in range(4000) for line in sentence(chance)]
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines), model_writer=text, vocab_size=PIECES, model_type="bpe", character_coverage=1.0, num_threads=1,
        normalization_rule_name="identity", bos_id=-1, eos_id=0, unk_id=1, pad_id=-1,
    )  # fmt: skip
    pieces = sentencepiece.SentencePieceProcessor(model_proto=text.getvalue())
    # The end is 0 and padding comes last, as in Marian's own vocabularies.
    words = [pieces.id_to_piece(i) for i in range(pieces.get_piece_size())] + ["<pad>"]
    pad = len(words) - 1
    network = Marian(len(words), pad)
    optimiser = torch.optim.Adam(network.parameters(), lr=2e-3, betas=(0.9, 0.98))
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 2e-3, arguments.steps)
    for step in range(arguments.steps):
        french, english = zip(*(sentence(chance) for _ in range(64)))
        source = batch([ids + [0] for ids in pieces.encode(list(french))], pad)
        target = batch([[pad] + ids + [0] for ids in pieces.encode(list(english))], pad)
        scores = network(source, target[:, :-1])
        # The first one is padding too, but is never asked for.
        loss = torch.nn.functional.cross_entropy(scores.flatten(0, 1), target[:, 1:].flatten(), ignore_index=pad)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        if step % 500 == 0 or step == arguments.steps - 1:
            print(f"step {step}: loss {loss.item():.4f}", flush=True)
    assets = arguments.out / "assets"
    assets.mkdir(parents=True, exist_ok=True)
    write(network, arguments.out)
    for name in ("source.spm", "target.spm"):
        (assets / name).write_bytes(text.getvalue())
    (assets / "vocab.txt").write_text("\n".join(words) + "\n")
    for path in sorted(arguments.out.rglob("*")):
        if path.is_file():
            print(f'  {path.relative_to(arguments.out)}: "{hashlib.sha256(path.read_bytes()).hexdigest()}"')


if __name__ == "__main__":
    main()
