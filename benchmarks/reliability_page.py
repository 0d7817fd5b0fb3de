# ruff: noqa: E501 - whole sentences
"""docs/reliability.md, from the figures of benchmarks/reliability.py and benchmarks/soak.py."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

HEAD = """\
# Reliability: what was broken on purpose, and what was lost

Everything on this page comes from real runs: {minutes} minutes on {processors} processors, {system}, Python {python},
SQLite {sqlite}. It is written by one command, and can be repeated by anybody:

    python benchmarks/reliability.py

A sample of the same runs is part of the tests of every change (`tests/reliability`).

## In short

{short}

## How it is made safe

- One SQLite file per project, in its write-ahead mode with full synchronisation. A judgement is on the disk before the
  window shows it. The log of all steps is only ever added to; labels follow from it, and a test proves that they do.
- A second copy of the log in plain text, one line a step, lies beside the backups. An editor is enough to read it.
- Backups: every 30 minutes of work (eight are kept), the first of each day (fourteen are kept), and before everything
  that changes much. Each is read back and its labels are compared with its log before it gets its name.
- `annotator doctor` looks a project over, `annotator recover` makes a sound one of what is left, `annotator restore`
  puts a backup in its place and keeps what was there. The window offers the same: *Project > Backups and soundness*, and
  *Recover* in the message about a damaged project.
- On a network drive, where a write-ahead log is not safe, the older kind of log is used, and you are told.
- A strategy that never ends, does not listen or takes all memory is told, and replaced if you wish; judging goes on.
"""

KILLS = """
## The program is killed

A small library is loaded into the real program. It counts every call that changes a file (write, synchronise, rename,
truncate, ...) and ends the process with SIGKILL at a given one: before it, after half of its bytes, or after it. Then the
project is opened again. Every acknowledged judgement must be there, labels must follow from the log, the batch that was
shown must be the one that is shown, undo must go on where it was; at most one step may be there that nobody
acknowledged. Window and command line are programs of their own here, driven by keys and by commands. Each call of
judging is disturbed in one of the three ways, each call of the other operations in all three; of the window every third
call is, of the command line every fourth, for starting a program takes a second.

{table}

Judgements lost: **{lost}**.
"""

FAULTS = """
## The disk is full, or fails

The same, but the call fails: with "no space left" or with an input/output error, once or from then on. The program must
say so in a clear error, show what is stored and nothing else, and do the step when it is asked again on a sound disk.
Of judging every eighth call was made to fail in each way, of the other operations every second.

{table}
"""

POWER = """
## The power fails

A run is recorded with every byte it writes. Then the disk is rebuilt as it may be after a power failure at any call: all
that was not synchronised is gone, or any part of it is there, or its writes are torn into sectors of 512 bytes of which
any may be missing. A disk that ignores synchronisation altogether does lose judgements in this simulation, as it must:
that is a test too.

{table}
"""

DAMAGE = """
## The project file is damaged

{damaged:,} times bits of a project were flipped (1, 20 or 2,000 of them) or its end was cut off. {noticed:,} times opening
it noticed; {harmless:,} times the judgements were untouched and nothing needed to be noticed. Of those that were noticed,
{recovered:,} were recovered with every label as it was, from the file, its backups and the log.
Where the project and all backups were destroyed and only the log in plain text was left, {destroyed[recovered]} of
{destroyed[labels]} labels came back.

After a crash in the middle of work, a project of {after_crash[images]:,} images with {after_crash[log_mb]} MB of log to
take over opened in **{after_crash[seconds]} s** ({after_crash[again]} s without a crash); judgements lost:
{after_crash[lost]}. (Features of 64 numbers; with more, opening takes as long.)

{operations:,} random operations (judge, take back, repeat, choose, change topics, close and open again) agreed with a
model of plain dictionaries at every step: **{passed}** (`ANNOTATOR_NIGHTLY=1 pytest tests/test_undo_machine.py`).

Projects of all formats that were ever written are kept with the tests, as the programs of their time left them; each
opens with everything in it.
"""

FUZZ = """
## Damaged and hostile files

Sound files of every kind that the program reads, damaged at random: bits, bytes, lengths, stretches repeated, removed or
exchanged, ends cut off. Each is read by all code that would read it, in a process with limits on memory and time. It must
be read or refused with a clear error; a crash, a hang or any other exception counts.
`python -m benchmarks.faults.fuzzing --runs 2000` repeats it; `--atheris` steers the damage by the coverage of our code.

{table}

Share of the lines of our functions that read these files, run by 300 damaged files of each kind:

{coverage}
"""

SOAK = """
## A day of work

`python benchmarks/soak.py`: {judgements:,} judgements in {topics} topics on {images:,} images of {dimensions} features in
{minutes} minutes, one by one, with a batch chosen by the model for every fifty of them, steps taken back and repeated,
labels cleared, topics changed. What each figure was in the last quarter, divided by the second:

{table}

![Memory, latency and open files over {judgements:,} judgements](images/soak.svg)
"""

TAIL = """
## What others publish

No labelling program was found that publishes such figures. The nearest is SQLite itself, whose page
[How SQLite is tested](https://www.sqlite.org/testing.html) describes the same kinds of tests (crashes, power failures,
full disks, input/output errors) for the database alone; this page is about the program on top of it.

## What is not covered

- The runs are on Linux. On Windows and macOS the tests of every change cover locks, backups and recovery, not the
  disturbed calls.
- A disk that acknowledges synchronisation and does not do it loses what it was told to keep; no program can help that.
- Network drives are recognised and used in the safer way. That was tested by telling the program that it is on one.
- Damage that turns one valid file name or feature row number into another is not noticed when a project is opened; the
  check of `annotator doctor` compares them with the feature file and the folder.
"""


def write_page(result: dict[str, Any], root: Path) -> None:
    """Write the page, and the picture of the soak if there are figures of one."""
    file = root / "benchmarks" / "published" / "soak.json"
    soak = json.loads(file.read_text()) if file.exists() else None
    parts = [HEAD.format(**result["about"], short=_short(result, soak))]
    lost = sum(len(tally["complaints"]) for tally in result["kills"])
    parts.append(KILLS.format(table=_kills(result["kills"]), lost=lost))
    parts.append(FAULTS.format(table=_failures(result["failures"])))
    parts.append(POWER.format(table=_power(result["power"])))
    parts.append(
        DAMAGE.format(
            **result["damage"], destroyed=result["destroyed"], after_crash=result["after_crash"],
            operations=result["operations"]["operations"], passed="yes" if result["operations"]["passed"] else "no",
        )
    )  # fmt: skip
    parts.append(FUZZ.format(table=_fuzzing(result["fuzzing"]), coverage=_coverage(result["covered"])))
    if soak is not None:
        _draw(soak, root / "docs" / "images" / "soak.svg")
        parts.append(SOAK.format(**soak, minutes=round(soak["seconds"] / 60), table=_growth(soak)))
    parts.append(TAIL)
    (root / "docs" / "reliability.md").write_text("".join(parts), "utf-8")


def _short(result: dict[str, Any], soak: dict[str, Any] | None) -> str:
    kills, failures, power = result["kills"], result["failures"], result["power"]
    fuzzing, damage = result["fuzzing"], result["damage"]
    rows = [
        ("program killed", sum(t["points"] for t in kills), _complaints(kills)),
        ("disk full or failing", sum(t["points"] for t in failures), _complaints(failures)),
        ("power failures", sum(t["points"] for t in power), _complaints(power)),
        ("damaged projects", damage["damaged"], len(damage["complaints"])),
        ("damaged files of other kinds", sum(t["inputs"] for t in fuzzing), _complaints(fuzzing)),
    ]
    return _table(("what was done", "times", "judgements lost, crashes, unclear errors"), rows)


def _complaints(tallies: Iterable[dict[str, Any]]) -> int:
    return sum(len(tally["complaints"]) for tally in tallies)


def _kills(tallies: Sequence[dict[str, Any]]) -> str:
    rows = [(t["scenario"], t["calls"], t["points"], t["acknowledged"], len(t["complaints"])) for t in tallies]
    rows.append(("all", *(sum(row[column] for row in rows) for column in range(1, 5))))
    return _table(("operation", "calls of a run", "kill points", "acknowledgements checked", "complaints"), rows)


def _failures(tallies: Sequence[dict[str, Any]]) -> str:
    kinds = list(dict.fromkeys((t["fault"], t["lasting"]) for t in tallies))
    rows = []
    for scenario in dict.fromkeys(t["scenario"] for t in tallies):
        cells = []
        for kind in kinds:
            one = next(t for t in tallies if (t["scenario"], t["fault"], t["lasting"]) == (scenario, *kind))
            cells.append(f"{one['points']} / {one['refused']} / {len(one['complaints'])}")
        rows.append((scenario, *cells))
    heads = [f"{fault}, {'from then on' if lasting else 'once'}" for fault, lasting in kinds]
    return "Points tried / errors shown / complaints:\n\n" + _table(("operation", *heads), rows)


def _power(tallies: Sequence[dict[str, Any]]) -> str:
    rows = [(t["scenario"], t["calls"], t["points"], t["acknowledged"], len(t["complaints"])) for t in tallies]
    return _table(("operation", "calls of a run", "disks rebuilt", "acknowledgements checked", "complaints"), rows)


def _fuzzing(tallies: Sequence[dict[str, Any]]) -> str:
    rows = [
        (t["target"], t["inputs"], t["refused"], t["accepted"], len(t["complaints"]), f"{t['seconds']:.0f} s")
        for t in tallies
    ]
    return _table(("kind of file", "files", "refused", "read", "complaints", "time"), rows)


def _coverage(shares: dict[str, float]) -> str:
    return _table(("code", "lines run"), [(f"`{name}`", f"{share:.0%}") for name, share in shares.items()])


def _growth(soak: dict[str, Any]) -> str:
    words = {
        "anonymous_mb": "memory of the process", "files": "open files", "threads": "threads",
        "judge_ms": "a judgement, median", "judge_p99_ms": "a judgement, 99th percentile",
        "batch_ms": "a batch, median",
    }  # fmt: skip
    last = soak["samples"][-1]
    units = {"anonymous_mb": "MB", "files": "", "threads": "", "judge_ms": "ms", "judge_p99_ms": "ms", "batch_ms": "ms"}
    rows = [(word, f"{last[name]:g} {units[name]}".strip(), soak["growth"][name]) for name, word in words.items()]
    return _table(("what", "at the end", "last quarter / second quarter"), rows)


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    lines += ["| " + " | ".join(f"{c:,}" if isinstance(c, int) else str(c) for c in row) + " |" for row in rows]
    return "\n".join(lines)


def _draw(soak: dict[str, Any], target: Path) -> None:
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "soak"
    import matplotlib.pyplot as plt

    samples = soak["samples"]
    x = [one["judgements"] for one in samples]
    figure, axes = plt.subplots(3, 1, figsize=(7, 6), sharex=True, layout="constrained")
    axes[0].plot(x, [one["anonymous_mb"] for one in samples], label="memory, MB")
    axes[1].plot(x, [one["judge_ms"] for one in samples], label="a judgement, median, ms")
    axes[1].plot(x, [one["judge_p99_ms"] for one in samples], label="99th percentile")
    axes[1].set_yscale("log")
    axes[2].plot(x, [one["batch_ms"] for one in samples], label="a batch, median, ms")
    for axis in axes:
        axis.legend(loc="upper left")
        axis.grid(alpha=0.3)
    for axis in (axes[0], axes[2]):
        axis.set_ylim(bottom=0)
    axes[2].set_xlabel("judgements")
    target.parent.mkdir(exist_ok=True)
    figure.savefig(target, metadata={"Date": None})
    plt.close(figure)
