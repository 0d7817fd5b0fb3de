"""Reader of the tensors in a file of PyTorch, without PyTorch and without running code of the file.

PyTorch writes a dictionary of tensors as a pickle, which is a program, followed by numbers. This reader interprets the
few steps that dictionaries, tuples, numbers, texts and tensors need, builds nothing but those, and refuses every other
step.
"""

from __future__ import annotations

import io
import math
import pickletools
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from annotator.data.files.reading import read_bytes
from annotator.errors import FeatureError

_LEGACY = 0x1950A86A20F9469CFC6C
"""First pickle of a file of PyTorch before 1.6."""
_KINDS = {
    "DoubleStorage": "<f8", "FloatStorage": "<f4", "HalfStorage": "<f2", "LongStorage": "<i8", "IntStorage": "<i4",
    "ShortStorage": "<i2", "CharStorage": "<i1", "ByteStorage": "<u1", "BoolStorage": "?",
}  # fmt: skip
_MARK = object()


@dataclass(frozen=True)
class _Name:
    """A class or function that the file names; it is compared and never imported."""

    name: str


@dataclass(frozen=True)
class _Storage:
    key: str
    kind: str
    size: int

    @property
    def n_bytes(self) -> int:
        return self.size * np.dtype(self.kind).itemsize


@dataclass(frozen=True)
class _Tensor:
    storage: _Storage
    offset: int
    shape: tuple[int, ...]
    stride: tuple[int, ...]


def read_tensors(path: Path) -> dict[str, np.ndarray]:
    """Return the tensors of a ``.pth`` or ``.pt`` file that holds a dictionary of them (a "state dict").

    Both forms are read: the zip archive of PyTorch since 1.6 and the row of pickles before. The file is read
    once and the tensors are views of it, so nothing in it can ask for more memory than its size.

    Returns:
        Read-only views of the tensors by name, in the order of the file.

    Raises:
        FeatureError: The file is missing, damaged, or holds anything else than tensors.
    """
    data = read_bytes(path, FeatureError)
    try:
        found, numbers = _from_zip(data) if data.startswith(b"PK") else _from_pickles(data)
        if not isinstance(found, dict) or not found:
            raise ValueError("it is no dictionary of tensors")
        return {name: _array(name, tensor, numbers) for name, tensor in found.items()}
    except Exception as error:  # damaged data can raise any exception
        raise FeatureError(
            "{path} holds no tensors that can be read here: {error}. It must be the weights alone, as torch.save "
            "writes a state dict.",
            path=path,
            error=error,
        ) from error


def _from_zip(data: bytes) -> tuple[Any, Callable[[_Storage], memoryview]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = {entry.filename.partition("/")[2]: entry for entry in archive.infolist()}
        if any(entry.compress_type != zipfile.ZIP_STORED for entry in entries.values()):
            raise ValueError("the archive is compressed, which PyTorch never does")
        if "byteorder" in entries and archive.read(entries["byteorder"]) != b"little":
            raise ValueError("its numbers are big-endian")
        held = {key: archive.read(entry) for key, entry in entries.items() if not entry.is_dir()}
    return _run(io.BytesIO(held["data.pkl"])), lambda storage: memoryview(held[f"data/{storage.key}"])


def _from_pickles(data: bytes) -> tuple[Any, Callable[[_Storage], memoryview]]:
    stream = io.BytesIO(data)
    if _run(stream) != _LEGACY or _run(stream) != 1001 or _run(stream).get("little_endian") is not True:
        raise ValueError("it is neither form that PyTorch writes")
    storages: dict[str, _Storage] = {}
    found = _run(stream, storages)
    places: dict[str, tuple[int, int]] = {}
    for key in _run(stream):
        (size,) = struct.unpack("<q", stream.read(8))
        if size != storages[key].size:
            raise ValueError("the number of values contradicts itself")
        places[key] = stream.tell(), stream.seek(storages[key].n_bytes, io.SEEK_CUR)
    return found, lambda storage: memoryview(data)[slice(*places[storage.key])]


def _array(name: Any, tensor: Any, numbers: Callable[[_Storage], memoryview]) -> np.ndarray:
    if not isinstance(name, str) or not isinstance(tensor, _Tensor):
        raise ValueError(f"the entry {name!r} is no tensor")
    values = numbers(tensor.storage)
    if len(values) != tensor.storage.n_bytes:
        raise ValueError(f"{name} has {len(values):,} bytes instead of {tensor.storage.n_bytes:,}")
    last = tensor.offset + sum((n - 1) * step for n, step in zip(tensor.shape, tensor.stride, strict=True))
    whole = (tensor.offset, *tensor.shape, *tensor.stride)
    count = math.prod(tensor.shape)
    whole_numbers = all(type(n) is int and n >= 0 for n in whole)
    if not whole_numbers or count > tensor.storage.size or (count and last >= tensor.storage.size):
        raise ValueError(f"{name} reaches beyond its values")
    flat = np.frombuffer(values, tensor.storage.kind)[tensor.offset :]
    if not count:
        return np.empty(tensor.shape, flat.dtype)
    strides = [step * flat.itemsize for step in tensor.stride]
    return np.lib.stride_tricks.as_strided(flat, tensor.shape, strides, writeable=False)


def _run(stream: io.BytesIO, storages: dict[str, _Storage] | None = None) -> Any:
    """Interpret one pickle and return its value; tensors become descriptions."""
    stack: list[Any] = []
    memo: dict[int, Any] = {}
    given: Any
    for code, given, _ in pickletools.genops(stream):
        match code.name:
            case "PROTO" | "STOP" | "FRAME":
                pass
            case "MARK":
                stack.append(_MARK)
            case "NONE" | "NEWTRUE" | "NEWFALSE":
                stack.append({"NONE": None, "NEWTRUE": True, "NEWFALSE": False}[code.name])
            case "BININT" | "BININT1" | "BININT2" | "LONG1" | "BINFLOAT" | "BINUNICODE" | "SHORT_BINUNICODE":
                stack.append(given)
            case "GLOBAL":
                stack.append(_Name(given.replace(" ", ".")))
            case "STACK_GLOBAL":
                name, module = stack.pop(), stack.pop()
                stack.append(_Name(f"{module}.{name}"))
            case "BINPUT" | "LONG_BINPUT":
                memo[given] = stack[-1]
            case "MEMOIZE":
                memo[len(memo)] = stack[-1]
            case "BINGET" | "LONG_BINGET":
                stack.append(memo[given])
            case "EMPTY_TUPLE" | "EMPTY_LIST" | "EMPTY_DICT":
                stack.append({"EMPTY_TUPLE": (), "EMPTY_LIST": [], "EMPTY_DICT": {}}[code.name])
            case "TUPLE":
                stack.append(tuple(_since_mark(stack)))
            case "TUPLE1" | "TUPLE2" | "TUPLE3":
                n = int(code.name[-1])
                stack[-n:] = [tuple(stack[-n:])]
            case "APPEND" | "APPENDS":
                added = [stack.pop()] if code.name == "APPEND" else _since_mark(stack)
                stack[-1].extend(added)
            case "SETITEM" | "SETITEMS":
                pairs = [stack.pop(-2), stack.pop()] if code.name == "SETITEM" else _since_mark(stack)
                stack[-1].update(zip(pairs[::2], pairs[1::2], strict=True))
            case "BUILD":
                stack.pop()  # attributes, such as the versions of layers
            case "BINPERSID":
                stack.append(_storage(stack.pop(), {} if storages is None else storages))
            case "REDUCE":
                arguments = stack.pop()
                stack.append(_reduced(stack.pop(), arguments))
            case other:
                raise ValueError(f"its pickle has the step {other}, which tensors do not need")
    (value,) = stack
    return value


def _since_mark(stack: list[Any]) -> list[Any]:
    start = next(i for i in range(len(stack) - 1, -1, -1) if stack[i] is _MARK)
    values = stack[start + 1 :]
    del stack[start:]
    return values


def _storage(given: Any, storages: dict[str, _Storage]) -> _Storage:
    word, kind, key, _place, size, *view = given
    if word != "storage" or view not in ([], [None]) or not isinstance(key, str) or type(size) is not int or size < 0:
        raise ValueError("a storage of an unknown form")
    found = _Storage(key, _KINDS[kind.name.removeprefix("torch.")], size)
    if storages.setdefault(key, found) != found:
        raise ValueError("the number of values contradicts itself")
    return found


def _reduced(called: Any, arguments: Any) -> Any:
    """Return what a call in the file stands for; only four calls are known."""
    name = called.name if isinstance(called, _Name) else type(called).__name__
    if name == "collections.OrderedDict" and arguments == ():
        return {}
    if name == "torch._utils._rebuild_tensor_v2" and isinstance(arguments[0], _Storage):
        return _Tensor(*arguments[:4])
    if name == "torch._utils._rebuild_parameter" and isinstance(arguments[0], _Tensor):
        return arguments[0]
    raise ValueError(f"its pickle calls {name}, which is no tensor")
