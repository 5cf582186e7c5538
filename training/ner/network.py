"""The network: a BERT encoder with a linear head on the first piece of each word."""

import numpy as np
import torch
from torch import nn
from torch.nn import functional

START, PAD, END, UNKNOWN = 0, 1, 2, 3


class Layer(nn.Module):
    def __init__(self, hidden, heads, inner, epsilon, dropout):
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.qkv = nn.Linear(hidden, 3 * hidden)
        self.ao = nn.Linear(hidden, hidden)
        self.aln = nn.LayerNorm(hidden, epsilon)
        self.fi = nn.Linear(hidden, inner)
        self.fo = nn.Linear(inner, hidden)
        self.oln = nn.LayerNorm(hidden, epsilon)

    def forward(self, x, mask):
        batch, length, hidden = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, hidden // self.heads).permute(2, 0, 3, 1, 4)
        attended = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        attended = attended.transpose(1, 2).reshape(batch, length, hidden)
        x = self.aln(x + functional.dropout(self.ao(attended), self.dropout, self.training))
        return self.oln(x + functional.dropout(self.fo(functional.gelu(self.fi(x))), self.dropout, self.training))


class Tagger(nn.Module):
    """Maps piece numbers (batch, length) to scores (batch, length, labels). The word vectors stay as they are."""

    def __init__(self, encoder, labels, dropout=0.1):
        super().__init__()
        hidden, heads, inner, layers = (int(n) for n in encoder["shape"])
        epsilon = float(encoder["epsilon"])
        self.dropout = dropout
        self.word = nn.Embedding.from_pretrained(torch.from_numpy(encoder["emb.word"].astype(np.float32)), freeze=True)
        self.position = nn.Parameter(torch.from_numpy(encoder["emb.pos"].copy()))
        self.norm = nn.LayerNorm(hidden, epsilon)
        self.layers = nn.ModuleList(Layer(hidden, heads, inner, epsilon, dropout) for _ in range(layers))
        self.head = nn.Linear(hidden, labels)

        def copy(module, weight, bias):
            module.weight.data.copy_(torch.from_numpy(np.ascontiguousarray(weight)))
            module.bias.data.copy_(torch.from_numpy(np.ascontiguousarray(bias)))

        copy(self.norm, encoder["emb.ln.w"], encoder["emb.ln.b"])
        for i, layer in enumerate(self.layers):
            copy(layer.qkv, *(np.concatenate([encoder[f"l{i}.{n}.{p}"] for n in "qkv"]) for p in "wb"))
            for name in ("ao", "aln", "fi", "fo", "oln"):
                copy(getattr(layer, name), encoder[f"l{i}.{name}.w"], encoder[f"l{i}.{name}.b"])

    def forward(self, ids):
        x = self.norm(self.word(ids) + self.position[: ids.shape[1]])
        x = functional.dropout(x, self.dropout, self.training)
        mask = torch.zeros(ids.shape, dtype=x.dtype).masked_fill(ids == PAD, -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        return self.head(x)
