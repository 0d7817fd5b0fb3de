"""Writes a network in the ONNX format: the few fields of its protocol buffers that a chain of layers needs.

The package ``onnx`` would do the same, and brings 30 MB of code generated for all the other fields.
Source of the field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

_IR_VERSION = 8
_OPSET = 17
FLOAT, UINT8, INT64 = 1, 2, 7
"""Types of elements."""
_TYPES = {"float32": FLOAT, "uint8": UINT8, "int64": INT64}
Shape = Sequence[int | str]


class Network:
    """Layers that are added one by one; each call of :meth:`add` returns the name of what the layer gives."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._nodes: list[bytes] = []
        self._values: list[bytes] = []

    def constant(self, values: np.ndarray) -> str:
        """Add an array of numbers and return its name."""
        name = f"w{len(self._values)}"
        dims = b"".join(_number(1, n) for n in values.shape)
        kind = _number(2, _TYPES[values.dtype.name])
        raw = values.astype(values.dtype.newbyteorder("<")).tobytes()
        self._values.append(dims + kind + _bytes(8, name) + _bytes(9, raw))
        return name

    def add(self, operation: str, *inputs: str, **attributes: int | str | Sequence[int]) -> str:
        """Add a layer with its inputs and attributes; return the name of its output."""
        name = f"x{len(self._nodes)}"
        names = b"".join(_bytes(1, given) for given in inputs)
        described = b"".join(_bytes(5, _attribute(key, value)) for key, value in attributes.items())
        self._nodes.append(names + _bytes(2, name) + _bytes(4, operation) + described)
        return name

    def written(self, inputs: dict[str, tuple[int, Shape]], outputs: dict[str, tuple[int, Shape]]) -> bytes:
        """Return the file, given type and shape of inputs and outputs; a text in a shape is a size that varies."""
        graph = b"".join(
            (
                *(_bytes(1, node) for node in self._nodes),
                _bytes(2, self._name),
                *(_bytes(5, values) for values in self._values),
                *(_bytes(11, _value(name, *kind)) for name, kind in inputs.items()),
                *(_bytes(12, _value(name, *kind)) for name, kind in outputs.items()),
            )
        )
        return _number(1, _IR_VERSION) + _bytes(7, graph) + _bytes(8, _number(2, _OPSET))


def _attribute(name: str, value: Any) -> bytes:
    if isinstance(value, int):
        return _bytes(1, name) + _number(3, value) + _number(20, 2)
    if isinstance(value, str):
        return _bytes(1, name) + _bytes(4, value) + _number(20, 3)
    return _bytes(1, name) + b"".join(_number(8, n) for n in value) + _number(20, 7)


def _value(name: str, kind: int, shape: Shape) -> bytes:
    dims = b"".join(_bytes(1, _bytes(2, n) if isinstance(n, str) else _number(1, n)) for n in shape)
    return _bytes(1, name) + _bytes(2, _bytes(1, _number(1, kind) + _bytes(2, dims)))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, value: bytes | str) -> bytes:
    data = value.encode() if isinstance(value, str) else value
    return _varint(field << 3 | 2) + _varint(len(data)) + data


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    found.append(value)
    return bytes(found)
