"""A Marian translation model: the transformer of Vaswani et al. (2017) with one table of word pieces for both languages.

As MarianMTModel of transformers has it: sinusoids as positions (sines, then cosines), norms behind each part, swish, a bias of the scores, and the
padding piece as the first one of each translation.
"""

import math

import torch
from torch import nn

HEAD = 64
"""Numbers of a head: Spark NLP's MarianTransformer knows no other size."""


class Attention(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.heads = width // HEAD
        self.q, self.k, self.v, self.out = (nn.Linear(width, width) for _ in range(4))

    def forward(self, x, source, mask):
        """x: (batch, length, width); source: what is looked at; mask: added to the scores."""
        q, k, v = (self.split(part) for part in (self.q(x), self.k(source), self.v(source)))
        shares = torch.softmax(q @ k.transpose(2, 3) / HEAD**0.5 + mask, -1)
        return self.out((shares @ v).transpose(1, 2).flatten(2))

    def split(self, x):
        return x.unflatten(2, (self.heads, HEAD)).transpose(1, 2)


class Layer(nn.Module):
    def __init__(self, width, inner, decodes, dropout):
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.own, self.own_norm = Attention(width), nn.LayerNorm(width)
        self.other = Attention(width) if decodes else None
        self.other_norm = nn.LayerNorm(width) if decodes else None
        self.inner, self.outer, self.norm = nn.Linear(width, inner), nn.Linear(inner, width), nn.LayerNorm(width)

    def forward(self, x, mask, encoded=None, encoded_mask=None):
        x = self.own_norm(x + self.dropout(self.own(x, x, mask)))
        if self.other is not None:
            x = self.other_norm(x + self.dropout(self.other(x, encoded, encoded_mask)))
        return self.norm(x + self.dropout(self.outer(nn.functional.silu(self.inner(x)))))


class Marian(nn.Module):
    """pad: number of the padding piece, which also begins each translation."""

    def __init__(self, pieces, pad, width=64, inner=128, encoders=2, decoders=1, dropout=0.0):
        super().__init__()
        self.pad = pad
        self.dropout = nn.Dropout(dropout)
        self.word = nn.Embedding(pieces, width)
        self.encoder = nn.ModuleList(Layer(width, inner, False, dropout) for _ in range(encoders))
        self.decoder = nn.ModuleList(Layer(width, inner, True, dropout) for _ in range(decoders))
        self.bias = nn.Parameter(torch.zeros(pieces))
        # With PyTorch's own first values a model of tied pieces does not learn.
        for weight in self.parameters():
            if weight.dim() > 1:
                nn.init.xavier_uniform_(weight)

    def embedded(self, ids):
        width = self.word.embedding_dim
        return self.dropout(self.word(ids) * math.sqrt(width) + positions(ids.shape[1], width).to(ids.device))

    def encode(self, ids):
        mask = (ids == self.pad)[:, None, None, :] * -1e9
        x = self.embedded(ids)
        for layer in self.encoder:
            x = layer(x, mask)
        return x, mask

    def forward(self, source, target):
        """Scores (batch, length, pieces) of what follows each piece of the target."""
        return self.decode(target, *self.encode(source))

    def decode(self, target, encoded, mask):
        """The same, of a source that was encoded."""
        x = self.embedded(target)
        later = torch.triu(torch.full((target.shape[1],) * 2, -1e9, device=target.device), 1)
        for layer in self.decoder:
            x = layer(x, later, encoded, mask)
        return x @ self.word.weight.T + self.bias


def frequencies(width):
    return 1 / 10000 ** (torch.arange(0, width, 2) / width)


def positions(length, width):
    angles = torch.arange(length)[:, None] * frequencies(width)[None]
    return torch.cat([angles.sin(), angles.cos()], 1)
