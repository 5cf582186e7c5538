"""Pieces of words, by SentencePiece: one list for both languages. The end of a sentence is number 0, and padding comes last, for Spark NLP."""

import io

import sentencepiece
import torch
from corpus import Refused

END = 0
COVERAGE = 0.9998
"""Share of the text's characters that get pieces; rarer ones are unknown."""

MOST_LINES = 1_000_000
"""Lines, by chance, that pieces are made from."""


def make(pairs, number):
    """The model's bytes, of so many pieces without padding."""
    model = io.BytesIO()
    try:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=(line for pair in pairs for line in pair), model_writer=model, vocab_size=number - 1, model_type="bpe",
            character_coverage=COVERAGE, input_sentence_size=MOST_LINES, shuffle_input_sentence=True, num_threads=1,
            # Normalised text would have other figures than the sentence: "m²" would be "m2".
            normalization_rule_name="identity", bos_id=-1, eos_id=END, unk_id=1, pad_id=-1, minloglevel=2,
        )  # fmt: skip
    except RuntimeError as e:
        raise Refused(f"--pieces must fit the text, which has too few words or too many letters for them, found {number}") from e
    return model.getvalue()


class Pieces:
    def __init__(self, model):
        self.model = model
        self.known = sentencepiece.SentencePieceProcessor(model_proto=model)
        self.pad = self.known.get_piece_size()

    def words(self):
        return [self.known.id_to_piece(i) for i in range(self.pad)] + ["<pad>"]

    def numbers(self, sentences):
        """Of each sentence, the pieces and the end."""
        return [ids + [END] for ids in self.known.encode(list(sentences))]

    def text(self, ids):
        return self.known.decode([i for i in ids if i not in (END, self.pad)])

    def batch(self, rows):
        longest = max(map(len, rows))
        return torch.tensor([row + [self.pad] * (longest - len(row)) for row in rows])
