"""Translates by the exported graphs of a network as Spark NLP runs them: the most probable piece at each place."""

import numpy as np
import onnxruntime
import torch
from network import HEAD
from pieces import END

BATCH = 32
MOST = 511
"""Pieces that MarianTransformer takes or gives."""


def all_of(sentences, pieces, decode):
    """decode: from numbers (batch, length) to lists of numbers, of which what follows an end does not count."""
    rows = [row[: MOST - 1] + [END] if len(row) > MOST else row for row in pieces.numbers(sentences)]
    order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
    made = [""] * len(rows)
    for first in range(0, len(order), BATCH):
        part = order[first : first + BATCH]
        for i, ids in zip(part, decode(pieces.batch([rows[i] for i in part]))):
            made[i] = pieces.text(ids[: ids.index(END)] if END in ids else ids)
    return made


def limit(source):
    return min(MOST, 2 * source.shape[1] + 10)


def by_graphs(folder, pad):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = torch.get_num_threads()
    encoder, decoder = (
        onnxruntime.InferenceSession(folder / f"{name}.onnx", options, providers=["CPUExecutionProvider"])
        for name in ("encoder_model", "decoder_model_merged")
    )
    caches = {i.name: i.shape[1] for i in decoder.get_inputs() if i.name.startswith("past_key_values.")}

    def decode(source):
        ids = source.numpy()
        mask = (ids != pad).astype(np.int64)
        (encoded,) = encoder.run(None, {"input_ids": ids, "attention_mask": mask})
        feed = {name: np.zeros((len(ids), heads, 1, HEAD), np.float32) for name, heads in caches.items()}
        feed |= {"encoder_hidden_states": encoded, "encoder_attention_mask": mask, "use_cache_branch": np.array([False])}
        following = np.full((len(ids), 1), pad)
        made = np.zeros((len(ids), 0), np.int64)
        while made.shape[1] < limit(source) and not (made == END).any(1).all():
            scores, *present = decoder.run(None, feed | {"input_ids": following})
            following = scores[:, -1:].argmax(-1)
            made = np.concatenate([made, following], 1)
            names = [o.name.replace("present", "past_key_values") for o in decoder.get_outputs()[1:]]
            feed |= dict(zip(names, present)) | {"use_cache_branch": np.array([True])}
        return made.tolist()

    return decode
