#!/usr/bin/env python3
"""Writes FOLDER/generator.onnx from FOLDER/weights.safetensors: GP-GAN's generator (networks.md 1.3) at one interval.

The interval's FiLM is computed here and enters as constants, which spares the peer that work.
"""
import json
import pathlib
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


def read_safetensors(path):
    data = path.read_bytes()
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8:8 + length])
    kinds = {"F32": np.float32, "F16": np.float16}
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        begin, end = entry["data_offsets"]
        values = np.frombuffer(data[8 + length + begin:8 + length + end], kinds[entry["dtype"]])
        tensors[name] = values.reshape(entry["shape"]).astype(np.float32)
    return tensors


def silu(x):
    return x / (1 + np.exp(-x))


def films(tensors, days):
    columns = []
    for k in range(15):
        angle = days * 2 * np.pi / (60 * 2 ** (k / 2))
        columns += [np.sin(angle), np.cos(angle)]
    columns += [np.log(1 + days / 30.4375) / np.log(61), days / 365.25]
    hidden = np.array(columns, np.float32)
    for layer in ("interval.0", "interval.1"):
        hidden = silu(tensors[layer + ".weight"] @ hidden + tensors[layer + ".bias"])
    return [np.split(tensors[f"film.{i}.weight"] @ hidden + tensors[f"film.{i}.bias"], 2) for i in range(7)]


class Graph:
    def __init__(self, tensors, days):
        self.tensors, self.films = tensors, films(tensors, days)
        self.nodes, self.constants, self.count = [], [], 0

    def constant(self, values):
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values, np.float32), name))
        return name

    def op(self, kind, inputs, **attributes):
        self.count += 1
        self.nodes.append(helper.make_node(kind, inputs, [f"t{self.count}"], **attributes))
        return f"t{self.count}"

    def block(self, name, x, stride=1, film=None):
        t = self.tensors
        y = self.op("Conv", [x, self.constant(t[name + ".conv.weight"]), self.constant(t[name + ".conv.bias"])],
                    kernel_shape=[3, 3, 3], pads=[1] * 6, strides=[stride] * 3)
        scale, shift = t[name + ".norm.weight"], t[name + ".norm.bias"]
        if film is not None:
            gamma, beta = self.films[film]
            scale, shift = (1 + gamma) * scale, (1 + gamma) * shift + beta
        y = self.op("InstanceNormalization", [y, self.constant(scale), self.constant(shift)], epsilon=1e-5)
        return self.op("LeakyRelu", [y], alpha=0.2)

    def twice(self, x):
        return self.op("Resize", [x, "", self.constant([1, 1, 2, 2, 2])], mode="linear",
                       coordinate_transformation_mode="half_pixel")


def generator(tensors, channels, window, days):
    g = Graph(tensors, days)
    x, skips = "x", []
    for level, name in enumerate(("E0", "D1", "D2", "D3")):
        x = g.block(name + "a", x, 2 if level else 1)
        x = g.block(name + "b", x, 1, level)
        skips.append(x)
    for level in (2, 1, 0):
        x = g.block(f"U{level}up", g.twice(x))
        x = g.op("Concat", [x, skips[level]], axis=1)
        x = g.block(f"U{level}a", x)
        x = g.block(f"U{level}b", x, 1, 6 - level)
    image = g.op("Tanh", [g.op("Conv", [x, g.constant(tensors["image.weight"]), g.constant(tensors["image.bias"])])])
    # The tumour head's logits are multiplied by 8 (generator.cpp).
    tumour = g.op("Conv", [x, g.constant(8 * tensors["tumour.weight"]), g.constant(8 * tensors["tumour.bias"])])
    g.nodes.append(helper.make_node("Concat", [image, tumour], ["y"], axis=1))
    inputs = [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, channels, *window])]
    outputs = [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 2, *window])]
    graph = helper.make_graph(g.nodes, "gp_gan_generator", inputs, outputs, g.constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)])
    model.ir_version = 7
    onnx.checker.check_model(model)
    return model


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    meta = json.loads((folder / "meta.json").read_text())
    weights = read_safetensors(folder / "weights.safetensors")
    onnx.save(generator(weights, meta["channels"], meta["window"], meta["days"]), str(folder / "generator.onnx"))
