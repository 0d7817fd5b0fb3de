"""A network in the ONNX format, small enough to create in a test."""

from __future__ import annotations

from pathlib import Path

import onnx
from onnx import TensorProto, helper


def network(path: Path, shape=("N", 3, 8, 8), outputs=("logits", "features"), kind=TensorProto.FLOAT) -> Path:
    """Write a network with two outputs: the mean color and its negative."""
    axes = [2, 3] if shape[1] == 3 else [1, 2]
    nodes = [
        helper.make_node("Cast", ["image"], ["float"], to=TensorProto.FLOAT),
        helper.make_node("ReduceMean", ["float", "axes"], [outputs[1]], keepdims=0),
        helper.make_node("Neg", [outputs[1]], [outputs[0]]),
    ]
    graph = helper.make_graph(
        nodes,
        "small",
        [helper.make_tensor_value_info("image", kind, shape)],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, [shape[0], 3]) for name in outputs],
        [helper.make_tensor("axes", TensorProto.INT64, [2], axes)],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    onnx.save(model, path)
    return path
