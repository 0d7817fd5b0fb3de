"""Simulation of a power failure at any moment, from the record of an undisturbed run.

Synchronized data survives. Of unsynchronized writes, any subset of sectors may survive, in any order. Names survive in
their order up to some point, and all of them once their folder has been synchronized. Sectors of 512 bytes are written
completely or not at all, as SQLite assumes. Memory-mapped data (the index of the write-ahead log) is lost.
"""

from __future__ import annotations

import json
import random
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.faults.runs import Bench, Tally
from benchmarks.faults.scenarios import SCENARIOS

SECTOR = 512
VARIANTS = ("unsynchronized data is lost", "part of it is there", "writes are torn")


@dataclass(frozen=True)
class Call:
    """A recorded call.

    Attributes:
        what: ``write``, ``truncate``, ``room``, ``sync``, ``create``, ``rename``, ``unlink``, ``mkdir``, ``rmdir``,
            ``link`` or ``mark``.
        path: The file; for a mark, what was acknowledged.
        other: Second name of a rename or link.
        offset: Position in bytes.
        data: Written data.
    """

    what: str
    path: str
    other: str
    offset: int
    data: bytes = b""


def read_record(file: Path) -> list[Call]:
    """Return the calls recorded by the shim."""
    raw, calls, start = file.read_bytes(), [], 0
    while start < len(raw):
        end = raw.index(b"\n", start)
        what, path, other, offset, size = raw[start:end].decode().rsplit("\t", 4)
        length = int(size) if what == "write" else 0
        calls.append(Call(what, path, other, int(offset), raw[end + 1 : end + 1 + length]))
        start = end + 1 + length
    return calls


@dataclass
class File:
    """A file on the simulated disk: synchronized contents and pending changes."""

    certain: bytearray = field(default_factory=bytearray)
    pending: list[Call] = field(default_factory=list)

    def sync(self) -> None:
        """Make all pending changes durable."""
        self.certain = self.now()
        self.pending = []

    def now(self) -> bytearray:
        """Return the contents that a program reads."""
        content = bytearray(self.certain)
        for call in self.pending:
            _change(content, call.offset, call.data, cut=call.what == "truncate", room=call.what == "room")
        return content

    def after_failure(self, chance: random.Random, variant: int) -> bytearray:
        """Return possible contents after a power failure."""
        content = bytearray(self.certain)
        if variant == 0:
            return content
        for call in self.pending:
            if chance.random() < 0.5:
                continue
            if call.what != "write" or variant == 1:
                _change(content, call.offset, call.data, cut=call.what == "truncate", room=call.what == "room")
                continue
            begin = call.offset
            while begin < call.offset + len(call.data):
                end = min((begin // SECTOR + 1) * SECTOR, call.offset + len(call.data))
                if chance.random() < 0.5:
                    _change(content, begin, call.data[begin - call.offset : end - call.offset])
                begin = end
        return content


def _change(content: bytearray, offset: int, data: bytes, *, cut: bool = False, room: bool = False) -> None:
    if cut:
        del content[offset:]
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    if not (cut or room):
        content[offset : offset + len(data)] = data


class Disk:
    """Files in a folder as changed by recorded calls."""

    def __init__(self, root: Path) -> None:
        self._files: dict[str, File] = {}
        self._folders = {str(root)}
        for path in root.rglob("*"):
            if path.is_dir():
                self._folders.add(str(path))
            else:
                self._files[str(path)] = File(bytearray(path.read_bytes()))
        self._names = dict(self._files), set(self._folders)
        self._renamings: list[tuple[Call, File]] = []

    def do(self, call: Call) -> None:
        """Apply a call as seen by the program."""
        if call.what in ("write", "truncate", "room"):
            if call.path in self._files:
                self._files[call.path].pending.append(call)
        elif call.what == "sync":
            if call.path in self._files:
                self._files[call.path].sync()
            else:  # a folder: all names so far, because a file system keeps their order
                for one, file in self._renamings:
                    _rename(*self._names, one, file)
                self._renamings = []
        elif call.what != "mark":
            made = File()  # the current name and the durable name refer to the same file
            _rename(self._files, self._folders, call, made)
            self._renamings.append((call, made))

    def fail(self, root: Path, chance: random.Random, variant: int) -> None:
        """Write to ``root`` what may remain after a power failure now."""
        files, folders = dict(self._names[0]), set(self._names[1])
        kept = 0 if variant == 0 else chance.randint(0, len(self._renamings))
        for call, made in self._renamings[:kept]:
            _rename(files, folders, call, made)
        shutil.rmtree(root, ignore_errors=True)
        for folder in sorted(folders):
            Path(folder).mkdir(parents=True, exist_ok=True)
        for path, file in files.items():
            if not path.endswith("-shm") and Path(path).parent.is_dir():
                Path(path).write_bytes(file.after_failure(chance, variant))


def _rename(files: dict[str, File], folders: set[str], call: Call, made: File) -> None:
    if call.what == "create":
        files[call.path] = made
    elif call.what == "rename" and call.path in files:
        files[call.other] = files.pop(call.path)
    elif call.what == "link" and call.other in files:
        files[call.path] = files[call.other]
    elif call.what == "unlink":
        files.pop(call.path, None)
    elif call.what == "mkdir":
        folders.add(call.path)
    elif call.what == "rmdir":
        folders.discard(call.path)


def cut_power(bench: Bench, scenario: str, log: Path, *, every: int = 1, seed: int = 0, deaf: bool = False) -> Tally:
    """Rebuild the disk after every ``every``-th call of a run, in all variants, and check what is left.

    A ``deaf`` disk ignores synchronization. No program can be durable on it: judgements must be lost, otherwise this
    simulation would not detect lost judgements.
    """
    bench.start_again()
    tally = Tally(scenario, "power failure", bench.record(log))
    calls = read_record(log)
    bench.start_again()
    disk, chance = Disk(bench.root), random.Random(seed)
    acknowledged: list[dict[str, Any]] = []
    for number, call in enumerate(calls):
        if not (deaf and call.what == "sync"):
            disk.do(call)
        if call.what == "mark":
            acknowledged.append(json.loads(call.path))
        elif number % every == 0:
            for variant, words in enumerate(VARIANTS):
                disk.fail(bench.root, chance, variant)
                tally.points += 1
                tally.acknowledged += len(acknowledged)
                found = SCENARIOS[scenario](bench.base).verify(acknowledged)
                tally.complaints += [f"{scenario}, power fails after call {number}, {words}: {text}" for text in found]
    return tally
