# ruff: noqa: E501 - whole sentences
"""Page docs/reliability.md, generated from the results of benchmarks.reliability and benchmarks.soak."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.command import in_words

HEAD = """\
# Reliability: fault injection and results

All figures on this page come from real runs: {minutes} minutes on {machine}, SQLite {sqlite}.
One command repeats them and writes this page:

    python -m benchmarks.reliability

The tests of every change (`tests/reliability`) run a sample of the same faults.

## Summary

{short}

## How data are kept safe

- One SQLite file per project, in write-ahead mode with full synchronization. A judgement is on disk before the window
  shows it. The event log is append-only; labels follow from it, and a test proves that.
- A second, plain-text copy of the log, one line per step, is stored with the backups. Any editor can read it.
- Backups: every 30 minutes of work (eight are kept), the first of each day (fourteen are kept), and before every large
  change. Before a backup gets its name, it is read back and its labels are compared with its log.
- `annotator doctor` checks a project, `annotator recover` rebuilds a sound one from what is left, and
  `annotator restore` replaces it with a backup and keeps the old file. The window offers the same: *Project > Backups
  and health*, and *Recover* in the message about a damaged project.
- One program changes a project at a time: it holds a lock on the file itself, under all its names, and a lock file for
  those who do not see that lock. Before and after every transaction it checks that nobody else has written; if somebody
  has, nothing is acknowledged.
- On a network or shared drive, where a write-ahead log is not safe, the older rollback journal is used, and a message says
  so.
- If a strategy never ends, ignores cancellation or takes all memory, the window reports it, and you can replace it while
  you keep judging.
"""

KILLS = """
## Killing the program

A small library is loaded into the real program. It counts every call that changes a file (write, synchronize, rename,
truncate, ...) and ends the process with SIGKILL at a chosen one: before it, after half of its bytes, or after it. Then the
project is opened again. Every acknowledged judgement must be there, labels must follow from the log, the batch on screen
must be the same, and undo must continue where it was; at most one unacknowledged step may be there. The window and the
command line run as separate programs, driven by keys and commands. Each call of judging is interrupted in one of the three
ways, each call of the other operations in all three; of the window every third call, of the command line every fourth,
because starting a program takes a second.

{table}

Judgements lost: **{lost}**.
"""

FAULTS = """
## Disk full, disk failing

Here the call fails instead, with "no space left" or an input/output error, once or from then on. The program must report a
clear error, show exactly what is stored, and complete the step when it is repeated on a working disk. For judging, every
eighth call fails in each way; for the other operations, every second.

{table}
"""

POWER = """
## Power failure

A run is recorded with every byte it writes. Then the disk is rebuilt as it may be after a power failure at any call:
unsynchronized writes are missing, present in part, or torn into sectors of 512 bytes of which any may be missing. A disk
that ignores synchronization loses judgements in this simulation, as it must; a test checks that too.

{table}
"""

DAMAGE = """
## Damaged project files

In {damaged:,} runs, bits of a project were flipped (1, 20 or 2,000 of them) or its end was cut off. Opening it detected the
damage {noticed:,} times; {harmless:,} times the judgements were intact and nothing needed to be detected. Of the detected
ones, {recovered:,} were recovered with every label, from the file, its backups and the log. When the project and all backups
were destroyed and only the plain-text log was left, {destroyed[recovered]} of {destroyed[labels]} labels were recovered.

After a crash during work, a project of {after_crash[images]:,} images with {after_crash[log_mb]} MB of log to replay opened
in **{after_crash[seconds]} s** ({after_crash[again]} s without a crash); judgements lost: {after_crash[lost]}. (64 features
per image; opening takes as long with more.)

Into every column of a sound project, one after another, values were written that the program never writes (other
numbers, empty or broken texts, JSON of another kind or fifty thousand brackets deep). {meaning[uses]:,} times the project
was then used, examined, shown on the start page or recovered; {odd} times that ended in anything but success or a clear
error.

Two programs were led to one project in {owners[ways]} ways: by a hard link, a link, a mount of the file or of its folder,
bindfs, a file copied over it, a removed lock or log, a fork. Each time one of them was refused, or everything that
either had acknowledged was in the project: **{owned}** (`tests/data/project/test_one_owner.py`).

{left[runs]:,} programs were killed at random moments while they judged ({left[acknowledged]:,} acknowledged judgements). Then
the files that they left stayed, were renamed together, or were met by an older copy or another project in the place of the
file, or the file was moved alone and its log brought later. {badly} times a log was applied to another file than its own, a
log was lost, nothing was said about a missing one, or an acknowledged judgement was neither in the project nor in what
`annotator recover` made of it.

{operations:,} random operations (judge, undo, redo, choose, change topics, close and reopen) agreed with a model of plain
dictionaries at every step: **{passed}** (`ANNOTATOR_NIGHTLY=1 pytest tests/test_undo_machine.py`).

The tests keep a project of every format version ever written, as the program of its time left it; each opens with all its
contents.
"""

FUZZ = """
## Damaged and hostile files

Valid files of every kind that the program reads are damaged at random: bits, bytes, lengths, sections repeated, removed or
exchanged, ends cut off. All code that reads such a file then reads it, in a process with limits on memory and time. The file
must be read or refused with a clear error; a crash, a hang or any other exception counts as a complaint.
`python -m benchmarks.faults.fuzzing --runs 2000` repeats this; `--atheris` (`pip install .[fuzz]`) guides the damage by code coverage.

{table}

Line coverage of the functions that read these files, with 300 damaged files of each kind:

{coverage}
"""

SOAK = """
## A day of work

`python -m benchmarks.soak`: {judgements:,} judgements in {topics} topics on {images:,} images of {dimensions} features in
{minutes} minutes, one at a time, with a model-chosen batch after every fifty, undo and redo, cleared labels, and topic
changes. The last column divides the last quarter by the second:

{table}

![Memory, latency and open files over {judgements:,} judgements](images/soak.svg)
"""

TAIL = """
## Related work

We found no labeling program that publishes such figures. The closest is SQLite itself:
[How SQLite is tested](https://www.sqlite.org/testing.html) describes the same kinds of tests (crashes, power failures,
full disks, input/output errors) for the database alone; this page is about the program on top of it.

## What is not covered

- The runs are on Linux. On Windows and macOS, the tests of every change cover locks, backups and recovery, but not fault
  injection.
- A disk that acknowledges a synchronization without doing it loses data; no program can prevent that.
- Network drives are detected and used in the safer way. This was tested by simulating the detection, not on a real one.
- Damage that turns one valid file name or feature row number into another is not detected when a project is opened;
  `annotator doctor` compares them with the feature file and the folder.
"""


def page(result: dict[str, Any], soak: dict[str, Any]) -> str:
    """Return the page of stored results."""
    about = result["about"]
    parts = [
        HEAD.format(machine=in_words(about), minutes=about["minutes"], sqlite=about["sqlite"], short=_short(result))
    ]
    lost = sum(len(tally["complaints"]) for tally in result["kills"])
    parts.append(KILLS.format(table=_kills(result["kills"]), lost=lost))
    parts.append(FAULTS.format(table=_failures(result["failures"])))
    parts.append(POWER.format(table=_power(result["power"])))
    parts.append(
        DAMAGE.format(
            **result["damage"], destroyed=result["destroyed"], after_crash=result["after_crash"],
            meaning=result["meaning"], odd=len(result["meaning"]["complaints"]), owners=result["owners"],
            left=result["left"], badly=len(result["left"]["complaints"]), owned="yes" if result["owners"]["passed"] else "no",
            operations=result["operations"]["operations"], passed="yes" if result["operations"]["passed"] else "no",
        )
    )  # fmt: skip
    parts.append(FUZZ.format(table=_fuzzing(result["fuzzing"]), coverage=_coverage(result["covered"])))
    parts.append(SOAK.format(**soak, minutes=round(soak["seconds"] / 60), table=_growth(soak)))
    return "".join([*parts, TAIL])


def _short(result: dict[str, Any]) -> str:
    kills, failures, power = result["kills"], result["failures"], result["power"]
    fuzzing, damage = result["fuzzing"], result["damage"]
    rows = [
        ("program killed", sum(t["points"] for t in kills), _complaints(kills)),
        ("disk full or failing", sum(t["points"] for t in failures), _complaints(failures)),
        ("power failures", sum(t["points"] for t in power), _complaints(power)),
        ("damaged projects", damage["damaged"], len(damage["complaints"])),
        (
            "projects with values the program never writes",
            result["meaning"]["uses"],
            len(result["meaning"]["complaints"]),
        ),
        (
            "two programs at once in one project",
            result["owners"]["ways"],
            "0" if result["owners"]["passed"] else "some",
        ),
        (
            "programs killed, and their files copied over or moved",
            result["left"]["runs"],
            len(result["left"]["complaints"]),
        ),
        ("damaged files of other kinds", sum(t["inputs"] for t in fuzzing), _complaints(fuzzing)),
    ]
    return _table(("fault", "times", "judgements lost, crashes, unclear errors"), rows)


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


def draw(soak: dict[str, Any], target: Path) -> None:
    """Draw the figure of the soak test."""
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
