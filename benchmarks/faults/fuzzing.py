"""Fuzzing of everything that reads files: damaged and hostile files must end in a clear error.

    python -m benchmarks.faults.fuzzing --runs 2000

Sound files of every kind are mutated: bits flipped, bytes and numbers replaced, stretches repeated, removed, exchanged
with those of other files, ends cut off. Each input is read in a process that may die, with a limit on memory and time.
--atheris has atheris, which pip install .[fuzz] brings, steer the mutations by the coverage of our code instead.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import struct
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from annotator.errors import AnnotatorError
from benchmarks.command import option, run
from benchmarks.faults.targets import Target, targets

MEMORY = 4 << 30
PATIENCE_S = 20  # of the processor, whatever else the machine does
HANGS_S = 300  # of the clock, for what waits for ever
BATCH = 50
OPTIONS = (
    option("target", nargs="*", help="targets to fuzz (default: all)"),
    option("--runs", type=int, default=2000, tiny=3, help="damaged files of each kind"),
    option("--seed", type=int, default=0),
    option("--keep", type=Path, help="folder for files that cause anything other than a clear error"),
    option("--atheris", action="store_true", help="guide the mutations by coverage"),
)


@dataclass
class Tally:
    """Results for many inputs.

    Attributes:
        target: Name of the target.
        inputs: Number of files read.
        refused: Number of files that ended in a clear error.
        accepted: Number of files that could be read.
        seconds: Duration in seconds.
        complaints: Failures: other exceptions, crashes, hangs.
    """

    target: str
    inputs: int = 0
    refused: int = 0
    accepted: int = 0
    seconds: float = 0.0
    complaints: list[str] = field(default_factory=list)


def mutate(data: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """Return a damaged copy."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16, 64))):
        if not made:
            break
        at = chance.randrange(len(made))
        length = min(len(made) - at, chance.choice((1, 2, 4, 8, 64, 512)))
        action = chance.randrange(9)
        if action <= 1:
            made[at] ^= 1 << chance.randrange(8)
        elif action == 2:
            made[at] = chance.choice((0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)))
        elif action == 3:
            size = chance.choice("BHIQ")
            value = chance.choice((0, 1, 255, 65535, 2**31 - 1, 2**31, 2**32 - 1, 2**63 - 1, chance.getrandbits(63)))
            packed = struct.pack(chance.choice("<>") + size, value % 2 ** (8 * struct.calcsize(size)))
            made[at : at + len(packed)] = packed
        elif action == 4:
            del made[at : at + length]
        elif action == 5:
            made[at:at] = made[at : at + length] * chance.choice((1, 2, 50))
        elif action == 6:
            other = chance.choice(others)
            start = chance.randrange(len(other)) if other else 0
            made[at : at + length] = other[start : start + length]
        elif action == 7:
            made[at : at + length] = chance.randbytes(length)
        elif chance.random() < 0.3:
            del made[at:]
    return bytes(made)


@contextlib.contextmanager
def prepared(target: Target) -> Iterator[tuple[list[bytes], Path]]:
    """Yield the contents of valid files, and a folder to read damaged ones in."""
    with tempfile.TemporaryDirectory() as folder:
        seeds, work = Path(folder) / "seeds", Path(folder) / "work"
        seeds.mkdir()
        work.mkdir()
        target.seeds(seeds)
        yield [file.read_bytes() for file in sorted(seeds.iterdir()) if file.suffix == target.suffix], work


def fuzz(name: str, runs: int, *, seed: int = 0, keep: Path | None = None, memory: int = MEMORY) -> Tally:
    """Read ``runs`` damaged files of one kind.

    Args:
        name: Name of a target.
        runs: Number of files.
        seed: Seed of the mutations; the same seed gives the same files.
        keep: Folder for files that cause anything other than a clear error.
        memory: Address space that the reading process may use in addition to that of this process, in bytes.
    """
    target = targets()[name]
    tally = Tally(name)
    begin = time.perf_counter()
    with prepared(target) as (sound, work):
        chance = random.Random(f"{seed} {name}")
        done = 0
        while done < runs:
            inputs = [mutate(chance.choice(sound), sound, chance) for _ in range(min(BATCH, runs - done))]
            done += len(inputs)
            while inputs:
                inputs = inputs[_read_all(target, inputs, work, tally, keep, memory) :]
    tally.seconds = time.perf_counter() - begin
    return tally


def _read_all(target: Target, inputs: Sequence[bytes], work: Path, tally: Tally, keep: Path | None, memory: int) -> int:
    """Read inputs in a separate process until one of them ends it; return the number of inputs processed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        import resource  # not available on Windows, where targets are only listed

        limit = _address_space() + memory
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if target.qt:
            application()
        for data in inputs:
            signal.setitimer(signal.ITIMER_PROF, PATIENCE_S)
            signal.alarm(HANGS_S)
            os.write(writing, read_one(target, data, work))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        lines = [line for line in told.read().splitlines(keepends=True) if line.endswith(b"\n")]
    _, status = os.waitpid(child, 0)
    for line, data in zip(lines, inputs, strict=False):
        outcome = json.loads(line)
        tally.inputs += 1
        tally.refused += outcome == "refused"
        tally.accepted += outcome == "accepted"
        if outcome not in ("refused", "accepted"):
            _complain(tally, target, data, outcome, keep)
    if len(lines) == len(inputs):
        return len(inputs)
    tally.inputs += 1
    ended = signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else f"status {status}"
    what = "did not end" if ended in ("SIGPROF", "SIGALRM") else f"crashed: {ended}"
    _complain(tally, target, inputs[len(lines)], what, keep)
    return len(lines) + 1


def _address_space() -> int:
    """Return the size of the address space of this process in bytes, 0 where the system does not tell."""
    sizes = Path("/proc/self/statm")
    return int(sizes.read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE") if sizes.exists() else 0


def application() -> None:
    """Make a Qt application without a screen; it stays until the process ends."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtGui import QGuiApplication

    globals()["_qt"] = QGuiApplication.instance() or QGuiApplication([])


def read_one(target: Target, data: bytes, work: Path) -> bytes:
    """Read one file as the program does, and return how that ended, as a line of JSON."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    path = work / f"input{target.suffix}"
    path.write_bytes(data)
    try:
        target.read(path)
        outcome = "accepted"
    except AnnotatorError:
        outcome = "refused"
    except BaseException as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        outcome = f"{type(error).__name__}: {str(error)[:200]} ({Path(last.filename).name}:{last.lineno})"
    return json.dumps(outcome).encode() + b"\n"


def _complain(tally: Tally, target: Target, data: bytes, what: str, keep: Path | None) -> None:
    tally.complaints.append(what)
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        (keep / f"{target.name.replace(' ', '-')}-{len(tally.complaints)}{target.suffix}").write_bytes(data)


def steered(name: str, runs: int) -> int:
    """Hand a target to atheris in a process of its own, which it ends, and return the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        child = os.fork()
        if child == 0:
            _steer(targets()[name], runs, Path(folder))
            os._exit(0)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _steer(target: Target, runs: int, folder: Path) -> None:
    import atheris

    corpus, work = folder / "corpus", folder / "work"
    corpus.mkdir()
    work.mkdir()
    target.seeds(corpus)
    if target.qt:
        application()
    atheris.instrument_all()

    def one(data: bytes) -> None:
        path = work / f"input{target.suffix}"
        path.write_bytes(data)
        with contextlib.suppress(AnnotatorError):
            target.read(path)

    atheris.Setup([sys.argv[0], str(corpus), f"-runs={runs}", "-max_len=200000", "-timeout=30"], one)
    atheris.Fuzz()


def main(given: argparse.Namespace) -> None:
    """Fuzz and print."""
    for name in given.target or targets():
        if given.atheris:
            if status := steered(name, given.runs):
                sys.exit(f"{name}: atheris ended with status {status}; the lines above say why")
            continue
        tally = fuzz(name, given.runs, seed=given.seed, keep=given.keep)
        print(
            f"{name}: {tally.inputs} inputs, {tally.refused} refused, {tally.accepted} read, "
            f"{len(tally.complaints)} complaints, {tally.seconds:.0f} s",
            flush=True,
        )
        for text, count in sorted({text: tally.complaints.count(text) for text in tally.complaints}.items())[:10]:
            print(f"    {count} x {text}")


if __name__ == "__main__":
    run(main, OPTIONS)
