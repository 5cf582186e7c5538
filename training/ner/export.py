"""Writes the trained tagger as ONNX with 8-bit weights, in the form that Spark NLP's XlmRoBertaForTokenClassification loads.

The graph is written out by hand, so that it is the same with every version of PyTorch. Word vectors have one scale a row, matrices one a
column, and their inputs one a token, found at run time. The padding mask comes from the numbers of the pieces (padding is 1), and numbers beyond the
vocabulary are clamped: Spark NLP's warm-up feeds some.
"""

import argparse
import hashlib
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from network import PAD, Tagger
from onnx import TensorProto, helper, numpy_helper
from words import LABELS


class Graph:
    """Collects the nodes and constants of an ONNX graph; each method gives the name of its result."""

    def __init__(self):
        self.nodes, self.constants = [], []

    def constant(self, array):
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def node(self, kind, *inputs, outputs=1, **attributes):
        names = [f"n{len(self.nodes)}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, **attributes))
        return names[0] if outputs == 1 else names

    def number(self, value):
        return self.constant(np.array(value, np.float32))

    def linear(self, quantised, weight, bias):
        """x · weightᵀ + bias, of an input quantised by ``quantise``."""
        values, scale = quantised
        scales = np.maximum(np.abs(weight).max(axis=1), 1e-8) / 127
        stored = np.clip(np.rint(weight / scales[:, None]), -127, 127).astype(np.int8).T
        product = self.node("MatMulInteger", values, self.constant(stored), self.constant(np.array(128, np.uint8)))
        product = self.node("Cast", product, to=TensorProto.FLOAT)
        product = self.node("Mul", self.node("Mul", product, scale), self.constant(scales.astype(np.float32)))
        return self.node("Add", product, self.constant(bias))

    def quantise(self, x):
        """8-bit values with a scale for each token: one scale for the batch would let a text's labels depend on the texts beside it."""
        largest = self.node("ReduceMax", self.node("Abs", x), axes=[-1], keepdims=1)
        scale = self.node("Mul", self.node("Max", largest, self.number(1e-6)), self.number(1 / 127))
        values = self.node("QuantizeLinear", self.node("Div", x, scale), self.number(1), self.constant(np.array(128, np.uint8)))
        return values, scale

    def norm(self, x, module):
        mean = self.node("ReduceMean", x, axes=[-1], keepdims=1)
        centred = self.node("Sub", x, mean)
        variance = self.node("ReduceMean", self.node("Pow", centred, self.number(2)), axes=[-1], keepdims=1)
        deviation = self.node("Sqrt", self.node("Add", variance, self.number(module.eps)))
        scaled = self.node("Mul", self.node("Div", centred, deviation), self.constant(array(module.weight)))
        return self.node("Add", scaled, self.constant(array(module.bias)))

    def gelu(self, x):
        error = self.node("Erf", self.node("Div", x, self.number(2**0.5)))
        return self.node("Mul", self.node("Mul", x, self.node("Add", error, self.number(1))), self.number(0.5))


def array(tensor):
    return tensor.detach().numpy().astype(np.float32)


def model(network):
    """The ONNX model: ``input_ids`` and ``attention_mask`` (ignored) of shape (batch, length) to ``logits``."""
    graph = Graph()
    words = array(network.word.weight)
    hidden = words.shape[1]
    heads = network.layers[0].heads
    whole = graph.constant(np.array([0, 0, heads, hidden // heads]))
    joined = graph.constant(np.array([0, 0, hidden]))
    zero, last = graph.constant(np.array(0)), graph.constant(np.array(len(words) - 1))
    ids = graph.node("Min", graph.node("Max", "input_ids", zero), last)
    padding = graph.node("Cast", graph.node("Equal", "input_ids", graph.constant(np.array(PAD))), to=TensorProto.FLOAT)
    # The mask is read, so that the graph keeps this input, and adds nothing.
    given = graph.node("Mul", graph.node("Cast", "attention_mask", to=TensorProto.FLOAT), graph.number(0))
    mask = graph.node("Add", graph.node("Mul", padding, graph.number(-1e4)), given)
    mask = graph.node("Unsqueeze", mask, graph.constant(np.array([1, 2])))
    scales = np.maximum(np.abs(words).max(axis=1), 1e-8) / 127
    stored = np.clip(np.rint(words / scales[:, None]), -127, 127).astype(np.int8)
    x = graph.node("Cast", graph.node("Gather", graph.constant(stored), ids), to=TensorProto.FLOAT)
    x = graph.node("Mul", x, graph.node("Gather", graph.constant(scales[:, None].astype(np.float32)), ids))
    length = graph.node("Slice", graph.node("Shape", "input_ids"), graph.constant(np.array([1])), graph.constant(np.array([2])))
    positions = graph.node("Slice", graph.constant(array(network.position)), graph.constant(np.array([0])), length, graph.constant(np.array([0])))
    x = graph.norm(graph.node("Add", x, positions), network.norm)
    for layer in network.layers:
        weights = array(layer.qkv.weight).reshape(3, hidden, hidden)
        biases = array(layer.qkv.bias).reshape(3, hidden)
        quantised = graph.quantise(x)
        q, k, v = (graph.node("Reshape", graph.linear(quantised, w, b), whole) for w, b in zip(weights, biases))
        q = graph.node("Transpose", q, perm=[0, 2, 1, 3])
        k = graph.node("Transpose", k, perm=[0, 2, 3, 1])
        v = graph.node("Transpose", v, perm=[0, 2, 1, 3])
        scores = graph.node("Div", graph.node("MatMul", q, k), graph.number((hidden // heads) ** 0.5))
        shares = graph.node("Softmax", graph.node("Add", scores, mask), axis=-1)
        attended = graph.node("Transpose", graph.node("MatMul", shares, v), perm=[0, 2, 1, 3])
        attended = graph.quantise(graph.node("Reshape", attended, joined))
        x = graph.norm(graph.node("Add", graph.linear(attended, array(layer.ao.weight), array(layer.ao.bias)), x), layer.aln)
        inner = graph.gelu(graph.linear(graph.quantise(x), array(layer.fi.weight), array(layer.fi.bias)))
        x = graph.norm(graph.node("Add", graph.linear(graph.quantise(inner), array(layer.fo.weight), array(layer.fo.bias)), x), layer.oln)
    scores = graph.node("MatMul", x, graph.constant(array(network.head.weight).T))
    graph.nodes.append(helper.make_node("Add", [scores, graph.constant(array(network.head.bias))], ["logits"]))
    shape = ["batch", "length"]
    built = helper.make_graph(
        graph.nodes,
        "names",
        [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in ("input_ids", "attention_mask")],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, shape + [len(LABELS)])],
        graph.constants,
    )
    result = helper.make_model(built, opset_imports=[helper.make_opsetid("", 14)])
    result.ir_version = 8
    onnx.checker.check_model(result)
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    network = Tagger(np.load(arguments.encoder / "encoder.npz"), len(LABELS))
    network.load_state_dict(torch.load(arguments.weights), strict=False)
    assets = arguments.out / "assets"
    assets.mkdir(parents=True, exist_ok=True)
    (arguments.out / "model.onnx").write_bytes(model(network).SerializeToString(deterministic=True))
    (assets / "labels.txt").write_text("\n".join(LABELS) + "\n")
    shutil.copyfile(arguments.encoder / "sentencepiece.bpe.model", assets / "sentencepiece.bpe.model")
    for path in (arguments.out / "model.onnx", *sorted(assets.iterdir())):
        print(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(arguments.out)}  {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
