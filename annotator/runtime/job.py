"""Long work in two halves: computed on any thread, applied on the thread that owns what it changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from annotator.types import Progress

P = TypeVar("P")
R = TypeVar("R")


def _nothing(_progress: Progress) -> None:
    """Prepare nothing."""


@dataclass(frozen=True, eq=False)
class Job(Generic[P, R]):
    """Long work that a method returns instead of doing it.

    A caller that waits calls :meth:`run`. A window calls :attr:`compute` on another thread, and :attr:`apply` on its
    own thread with every part as it arrives. Parts that were applied stay if the rest is cancelled.

    Attributes:
        compute: First half. Yields the parts of the answer, at least one. It reports to its argument, and raises
            :class:`~annotator.errors.Cancelled` when that is cancelled. It changes nothing of the session and runs on
            any thread. Work of the model is the exception: it runs on the one thread that uses the engine.
        apply: Second half, on the thread that owns the session. Stores a part and returns the answer so far.
        prepare: What :meth:`run` does first. A window does that as a job of its own, or not at all.

    >>> job = Job.of(lambda progress: 6 * 7, lambda answer: f"{answer} it is")
    >>> job.run()
    '42 it is'
    """

    compute: Callable[[Progress], Iterator[P]]
    apply: Callable[[P], R]
    prepare: Callable[[Progress], object] = _nothing

    @classmethod
    def of(
        cls,
        compute: Callable[[Progress], P],
        apply: Callable[[P], R] | None = None,
        prepare: Callable[[Progress], object] = _nothing,
    ) -> Job[P, R]:
        """Return a job whose answer has one part; without ``apply`` nothing is changed and the part is the answer."""

        def parts(progress: Progress) -> Iterator[P]:
            yield compute(progress)

        return Job(parts, apply or cast("Callable[[P], R]", _unchanged), prepare)

    def run(self, progress: Progress | None = None) -> R:
        """Do all of it on this thread and return the answer.

        Args:
            progress: Where to report, and what cancels the work.

        Raises:
            Cancelled: The person asked to stop; the parts applied before stay.
        """
        progress = progress or Progress()
        self.prepare(progress)
        answer: list[R] = []
        for part in self.compute(progress):
            answer[:] = [self.apply(part)]
        return answer[0]


def _unchanged(part: P) -> P:
    return part
