"""Writes a Marian model as the two ONNX graphs that Spark NLP's MarianTransformer loads.

The graphs are written out by hand, so that they are the same with every version of PyTorch. Names and shapes are those of optimum's merged decoder: keys
and values of what was read before come in and go out, and ``use_cache_branch`` says whether there are any. Those of the source are made once.

Weights have 32 bits (``Graph``) or 8 (``EightBits``).
"""

import numpy as np
import onnx
from network import HEAD, frequencies
from onnx import TensorProto, helper, numpy_helper

FLOAT, INT64, BOOL = TensorProto.FLOAT, TensorProto.INT64, TensorProto.BOOL


def array(tensor):
    return tensor.detach().cpu().numpy().astype(np.float32)


class Graph:
    """Collects the nodes and constants of an ONNX graph; each method gives the name of its result."""

    def __init__(self, outer=None):
        self.nodes = []
        self.constants = outer.constants if outer else []
        self.prefix = f"{outer.prefix}{len(outer.nodes)}_" if outer else ""

    def constant(self, value):
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def number(self, value):
        return self.constant(np.array(value, np.float32))

    def whole(self, *values):
        return self.constant(np.array(values, np.int64))

    def node(self, kind, *inputs, name=None, **attributes):
        name = name or f"n{self.prefix}{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def times(self, x, weight):
        """x · weightᵀ"""
        return self.node("MatMul", x, self.constant(array(weight).T))

    def rows(self, weight, numbers):
        return self.node("Gather", self.constant(array(weight)), numbers)

    def linear(self, x, module):
        return self.node("Add", self.times(x, module.weight), self.constant(array(module.bias)))

    def norm(self, x, module):
        centred = self.node("Sub", x, self.node("ReduceMean", x, axes=[-1], keepdims=1))
        variance = self.node("ReduceMean", self.node("Mul", centred, centred), axes=[-1], keepdims=1)
        deviation = self.node("Sqrt", self.node("Add", variance, self.number(module.eps)))
        scaled = self.node("Mul", self.node("Div", centred, deviation), self.constant(array(module.weight)))
        return self.node("Add", scaled, self.constant(array(module.bias)))

    def heads(self, x, heads):
        return self.node("Transpose", self.node("Reshape", x, self.whole(0, 0, heads, HEAD)), perm=[0, 2, 1, 3])

    def length(self, x, axis):
        return self.node("Slice", self.node("Shape", x), self.whole(axis), self.whole(axis + 1))

    def range(self, first, number):
        """The whole numbers from first on, so many (both of shape (1))."""
        first, number = (self.node("Squeeze", n, self.whole(0)) for n in (first, number))
        return self.node("Range", first, self.node("Add", first, number), self.constant(np.array(1, np.int64)))

    def attended(self, q, k, v, mask, module):
        scores = self.node("Div", self.node("MatMul", q, self.node("Transpose", k, perm=[0, 1, 3, 2])), self.number(HEAD**0.5))
        shares = self.node("Softmax", self.node("Add", scores, mask), axis=-1)
        joined = self.node("Transpose", self.node("MatMul", shares, v), perm=[0, 2, 1, 3])
        return self.linear(self.node("Reshape", joined, self.whole(0, 0, module.heads * HEAD)), module.out)

    def fed(self, x, layer):
        inner = self.linear(x, layer.inner)
        inner = self.node("Mul", inner, self.node("Sigmoid", inner))
        return self.norm(self.node("Add", x, self.linear(inner, layer.outer)), layer.norm)

    def embedded(self, network, ids, first):
        """Word pieces at their places, of which the first one has this number."""
        width = network.word.embedding_dim
        x = self.node("Mul", self.rows(network.word.weight, ids), self.number(width**0.5))
        places = self.node("Cast", self.range(first, self.length(ids, 1)), to=FLOAT)
        angles = self.node("Mul", self.node("Unsqueeze", places, self.whole(1)), self.constant(array(frequencies(width))[None]))
        return self.node("Add", x, self.node("Concat", self.node("Sin", angles), self.node("Cos", angles), axis=1))

    def padding(self, mask):
        """From 1 at pieces and 0 at padding: what is added to scores."""
        missing = self.node("Sub", self.number(1), self.node("Cast", mask, to=FLOAT))
        return self.node("Unsqueeze", self.node("Mul", missing, self.number(-1e9)), self.whole(1, 2))

    def either(self, condition, first, second):
        """What the first function makes where the condition holds, else the second; both are given a graph."""
        branches = []
        for make in (first, second):
            inner = type(self)(self)
            inner.prefix += f"{len(branches)}_"
            result = make(inner)
            branches.append(helper.make_graph(inner.nodes, f"branch{len(branches)}", [], [helper.make_tensor_value_info(result, FLOAT, [None] * 4)]))
        return self.node("If", condition, then_branch=branches[0], else_branch=branches[1])

    def model(self, name, inputs, outputs):
        built = helper.make_graph(
            self.nodes,
            name,
            [helper.make_tensor_value_info(*value) for value in inputs],
            [helper.make_tensor_value_info(*value) for value in outputs],
            self.constants,
        )
        result = helper.make_model(built, opset_imports=[helper.make_opsetid("", 14)])
        result.ir_version = 8
        onnx.checker.check_model(result)
        return result


class EightBits(Graph):
    """The same with weights of 8 bits: one scale a row of a weight, and one a place for what comes in, found at run time."""

    def __init__(self, outer=None):
        super().__init__(outer)
        self.quantised = {}

    @staticmethod
    def stored(weight):
        weight = array(weight)
        scales = np.maximum(np.abs(weight).max(axis=1, keepdims=True), 1e-8) / 127
        return np.clip(np.rint(weight / scales), -127, 127).astype(np.int8), scales.astype(np.float32)

    def quantise(self, x):
        """8-bit values and their scales. One scale for the batch would let a translation depend on those beside it."""
        if x not in self.quantised:
            largest = self.node("ReduceMax", self.node("Abs", x), axes=[-1], keepdims=1)
            scale = self.node("Mul", self.node("Max", largest, self.number(1e-6)), self.number(1 / 127))
            values = self.node("QuantizeLinear", self.node("Div", x, scale), self.number(1), self.constant(np.array(128, np.uint8)))
            self.quantised[x] = values, scale
        return self.quantised[x]

    def times(self, x, weight):
        values, scale = self.quantise(x)
        stored, scales = self.stored(weight)
        product = self.node("MatMulInteger", values, self.constant(stored.T), self.constant(np.array(128, np.uint8)))
        return self.node("Mul", self.node("Mul", self.node("Cast", product, to=FLOAT), scale), self.constant(scales[:, 0]))

    def rows(self, weight, numbers):
        stored, scales = self.stored(weight)
        found = self.node("Cast", self.node("Gather", self.constant(stored), numbers), to=FLOAT)
        return self.node("Mul", found, self.node("Gather", self.constant(scales), numbers))


def encoder(network, weights=Graph):
    graph = weights()
    mask = graph.padding("attention_mask")
    x = graph.embedded(network, "input_ids", graph.whole(0))
    for layer in network.encoder:
        own = layer.own
        q, k, v = (graph.heads(graph.linear(x, part), own.heads) for part in (own.q, own.k, own.v))
        x = graph.norm(graph.node("Add", x, graph.attended(q, k, v, mask, own)), layer.own_norm)
        x = graph.fed(x, layer)
    graph.node("Identity", x, name="last_hidden_state")
    shape = ["batch", "length"]
    return graph.model(
        "encoder",
        [("input_ids", INT64, shape), ("attention_mask", INT64, shape)],
        [("last_hidden_state", FLOAT, shape + [network.word.embedding_dim])],
    )


def decoder(network, weights=Graph):
    graph = weights()
    used = graph.node("Squeeze", "use_cache_branch", graph.whole(0))
    mask = graph.padding("encoder_attention_mask")
    # Without a cache what comes in for it is of any length, and is cut off.
    cut = graph.node("Where", "use_cache_branch", graph.whole(0), graph.whole(1 << 40))
    before = None
    inputs = [
        ("encoder_attention_mask", INT64, ["batch", "source"]),
        ("input_ids", INT64, ["batch", "length"]),
        ("encoder_hidden_states", FLOAT, ["batch", "source", network.word.embedding_dim]),
        ("use_cache_branch", BOOL, [1]),
    ]
    outputs = [("logits", FLOAT, ["batch", "length", network.word.num_embeddings])]
    for number, layer in enumerate(network.decoder):
        own, other = layer.own, layer.other
        for of, length in (("decoder", "past"), ("encoder", "source_past")):
            for kind in ("key", "value"):
                inputs.append((f"past_key_values.{number}.{of}.{kind}", FLOAT, ["batch", own.heads, length, HEAD]))
                outputs.append((f"present.{number}.{of}.{kind}", FLOAT, ["batch", own.heads, f"present_{length}", HEAD]))
        past = [
            graph.node("Slice", f"past_key_values.{number}.decoder.{kind}", cut, graph.whole(1 << 40), graph.whole(2)) for kind in ("key", "value")
        ]
        if before is None:
            before = graph.length(past[0], 2)
            x = graph.embedded(network, "input_ids", before)
            length = graph.length("input_ids", 1)
            asking = graph.node("Unsqueeze", graph.range(before, length), graph.whole(1))
            asked = graph.node("Unsqueeze", graph.range(graph.whole(0), graph.node("Add", before, length)), graph.whole(0))
            later = graph.node("Mul", graph.node("Cast", graph.node("Greater", asked, asking), to=FLOAT), graph.number(-1e9))
        q = graph.heads(graph.linear(x, own.q), own.heads)
        k, v = (
            graph.node("Concat", old, graph.heads(graph.linear(x, part), own.heads), axis=2, name=f"present.{number}.decoder.{kind}")
            for old, part, kind in zip(past, (own.k, own.v), ("key", "value"))
        )
        x = graph.norm(graph.node("Add", x, graph.attended(q, k, v, later, own)), layer.own_norm)
        q = graph.heads(graph.linear(x, other.q), other.heads)
        k, v = (
            graph.node(
                "Identity",
                graph.either(
                    used,
                    lambda g, kind=kind: g.node("Identity", f"past_key_values.{number}.encoder.{kind}"),
                    lambda g, part=part: g.heads(g.linear("encoder_hidden_states", part), other.heads),
                ),
                name=f"present.{number}.encoder.{kind}",
            )
            for part, kind in ((other.k, "key"), (other.v, "value"))
        )
        x = graph.norm(graph.node("Add", x, graph.attended(q, k, v, mask, other)), layer.other_norm)
        x = graph.fed(x, layer)
    scores = graph.times(x, network.word.weight)
    graph.node("Add", scores, graph.constant(array(network.bias)), name="logits")
    return graph.model("decoder", inputs, outputs)


def write(network, folder, weights=Graph):
    folder.mkdir(parents=True, exist_ok=True)
    for name, model in (("encoder_model", encoder(network, weights)), ("decoder_model_merged", decoder(network, weights))):
        (folder / f"{name}.onnx").write_bytes(model.SerializeToString(deterministic=True))
