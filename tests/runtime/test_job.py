"""Work in two halves: computed anywhere, applied by its owner."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from annotator.errors import Cancelled
from annotator.runtime.job import Job
from annotator.types import Progress


def counting(applied: list[int], stop_after: int = 3, cancel: threading.Event | None = None) -> Job[int, int]:
    """Return a job of three parts, whose answer is their sum; ``cancel`` is set when some were computed."""

    def compute(progress: Progress) -> Iterator[int]:
        for part in range(3):
            if part == stop_after and cancel is not None:
                cancel.set()
            progress.step(part / 3)
            yield part

    def apply(part: int) -> int:
        applied.append(part)
        return sum(applied)

    return Job(compute, apply)


def test_run_applies_every_part_before_the_next_is_computed() -> None:
    applied: list[int] = []
    seen: list[tuple[float, int]] = []
    assert counting(applied).run(Progress(lambda share: seen.append((share, len(applied))))) == 3
    assert applied == [0, 1, 2]
    assert seen == [(0.0, 0), (1 / 3, 1), (2 / 3, 2)]


def test_what_was_applied_stays_when_the_rest_is_cancelled() -> None:
    applied: list[int] = []
    cancel = threading.Event()
    with pytest.raises(Cancelled):
        counting(applied, 2, cancel).run(Progress(cancel=cancel))
    assert applied == [0, 1]


def test_a_job_of_one_part_changes_nothing_unless_it_says_how() -> None:
    assert Job.of(lambda _progress: "found").run() == "found"
    assert Job.of(lambda _progress: 2, lambda part: part * 3).run() == 6


def test_only_a_caller_who_waits_prepares() -> None:
    order: list[str] = []
    job = Job.of(lambda _progress: order.append("compute"), prepare=lambda _progress: order.append("prepare"))
    assert len(list(job.compute(Progress()))) == 1
    job.run()
    assert order == ["compute", "prepare", "compute"]


def test_an_error_of_either_half_reaches_the_caller() -> None:
    def fail(_what: object) -> None:
        raise ValueError("no")

    for job in (Job.of(fail), Job.of(lambda _progress: 1, fail)):
        with pytest.raises(ValueError, match="no"):
            job.run()
