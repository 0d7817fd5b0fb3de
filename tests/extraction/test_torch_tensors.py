"""Tensors are read from files of PyTorch in both forms, and nothing else is read, let alone run."""

from __future__ import annotations

import io
import pickle
import random
import struct
import zipfile
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from annotator.errors import FeatureError
from annotator.extraction.torch_tensors import read_tensors

VALUES = np.arange(24, dtype="<f4")
MAGIC, PROTOCOL = 0x1950A86A20F9469CFC6C, 1001


class Named:
    """Stands for a class or function of PyTorch; it is pickled by that name."""

    def __init__(self, name: str) -> None:
        self.name = name


class Storage:
    def __init__(self, key: str, size: int, kind: str = "FloatStorage") -> None:
        self.key, self.size, self.kind = key, size, kind


class Call:
    def __init__(self, name: str, *arguments: Any) -> None:
        self.name, self.arguments = name, arguments


def pickled(value: Any, view: tuple[Any, ...]) -> bytes:
    """Return a pickle in which the classes above are what PyTorch writes for them."""

    class Pickler(pickle._Pickler):  # the one in Python lets us write names that exist nowhere
        def save(self, given: Any, save_persistent_id: bool = True) -> None:
            if isinstance(given, Named):
                self.write(pickle.GLOBAL + given.name.replace("/", "\n").encode() + b"\n")
            elif isinstance(given, Storage):
                self.save(("storage", Named(f"torch/{given.kind}"), given.key, "cpu", given.size, *view))
                self.write(pickle.BINPERSID)
            elif isinstance(given, Call):
                self.save(Named(given.name))
                self.save(given.arguments)
                self.write(pickle.REDUCE)
            else:
                super().save(given, save_persistent_id)

    stream = io.BytesIO()
    Pickler(stream, 2).dump(value)
    return stream.getvalue()


def tensor(storage: Storage, offset: int, shape: tuple[int, ...], stride: tuple[int, ...]) -> Call:
    return Call("torch._utils/_rebuild_tensor_v2", storage, offset, shape, stride, False, OrderedDict())


def legacy(path: Path, value: Any, *, claimed: int = len(VALUES)) -> Path:
    parts = [pickle.dumps(given, 2) for given in (MAGIC, PROTOCOL, {"little_endian": True})]
    parts += [pickled(value, (None,)), pickle.dumps(["7"], 2), struct.pack("<q", claimed), VALUES.tobytes()]
    path.write_bytes(b"".join(parts))
    return path


def zipped(path: Path, value: Any, *, compression: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        archive.writestr("net/data.pkl", pickled(value, ()))
        archive.writestr("net/byteorder", "little")
        archive.writestr("net/data/7", VALUES.tobytes())
    return path


Form = Callable[..., Path]
FORMS = pytest.mark.parametrize("form", [legacy, zipped])


@FORMS
def test_tensors_of_both_forms(form: Form, tmp_path: Path) -> None:
    """Also one that is a part of the numbers, one with its axes exchanged, a parameter and an empty one."""
    storage = Storage("7", 24)
    whole = tensor(storage, 0, (4, 6), (6, 1))
    held = {
        "whole": whole,
        "part": tensor(storage, 5, (3,), (2,)),
        "turned": tensor(storage, 0, (6, 4), (1, 6)),
        "parameter": Call("torch._utils/_rebuild_parameter", whole, True, OrderedDict()),
        "empty": tensor(storage, 0, (0, 3), (3, 1)),
    }
    found = read_tensors(form(tmp_path / "net.pth", held))
    grid = VALUES.reshape(4, 6)
    assert list(found) == list(held)
    for name, expected in (("whole", grid), ("part", VALUES[[5, 7, 9]]), ("turned", grid.T), ("parameter", grid)):
        np.testing.assert_array_equal(found[name], expected)
    assert found["empty"].shape == (0, 3)


@FORMS
@pytest.mark.parametrize(
    "wrong",
    [
        tensor(Storage("7", 24), 20, (5,), (1,)),
        tensor(Storage("7", 24), 0, (1 << 40, 1 << 40), (0, 1)),
        tensor(Storage("7", 24), -1, (2,), (1,)),
        tensor(Storage("7", 24), 0, (2, 2), (1,)),
        tensor(Storage("7", 1 << 50), 0, (1,), (1,)),
        tensor(Storage("8", 24), 0, (1,), (1,)),
        tensor(Storage("7", 24, "BFloat16Storage"), 0, (1,), (1,)),
        Call("os/system", "touch here"),
        Call("builtins/eval", "open('here', 'w')"),
        3.5,
        [],
    ],
    ids=(
        *("too far", "huge", "before", "uneven", "no such size", "no such storage", "unknown type"),
        *("a command", "code", "a number", "a list"),
    ),
)
def test_anything_else_is_refused(form: Form, wrong: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    good = tensor(Storage("7", 24), 0, (4, 6), (6, 1))
    for held in ({"w": good, "x": wrong}, wrong):
        with pytest.raises(FeatureError, match=r"net\.pth holds no tensors that can be read here"):
            read_tensors(form(tmp_path / "net.pth", held))
    assert [path.name for path in tmp_path.iterdir()] == ["net.pth"]


def test_a_whole_pickle_or_a_compressed_archive_is_refused(tmp_path: Path) -> None:
    good = {"w": tensor(Storage("7", 24), 0, (4, 6), (6, 1))}
    packed = zipped(tmp_path / "packed.pth", good, compression=zipfile.ZIP_DEFLATED)
    (plain := tmp_path / "plain.pth").write_bytes(pickle.dumps({"w": 1}, 2))
    (empty := tmp_path / "empty.pth").touch()
    contradicting = legacy(tmp_path / "contradicting.pth", good, claimed=23)
    for path in (packed, plain, empty, contradicting):
        with pytest.raises(FeatureError, match="no tensors that can be read"):
            read_tensors(path)


@FORMS
def test_damage_gives_tensors_or_an_error(form: Form, tmp_path: Path) -> None:
    chance = random.Random(1)
    whole = form(tmp_path / "net.pth", {"w": tensor(Storage("7", 24), 0, (4, 6), (6, 1))}).read_bytes()
    for _ in range(500):
        damaged = bytearray(whole[: chance.choice((len(whole), chance.randrange(len(whole))))])
        for _ in range(chance.choice((1, 1, 2, 8)) if damaged else 0):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        (path := tmp_path / "damaged.pth").write_bytes(damaged)
        try:
            found = read_tensors(path)
        except FeatureError:
            continue
        assert sum(values.size for values in found.values()) <= len(VALUES)
