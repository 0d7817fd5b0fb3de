"""The values that cross the borders between layers and threads. All of them are frozen."""

from __future__ import annotations

import enum
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from annotator.errors import Cancelled
from annotator.parameters import ModelSettings, Scope

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
FloatArray = NDArray[np.float64]
AnyFloatArray = NDArray[np.floating[Any]]

Report = Callable[[float], None]
"""Receives the finished share of the work, in [0, 1]."""


class Label(enum.IntEnum):
    """What a user says of an image with respect to a topic. An image without a label is unlabeled (``None``)."""

    IRRELEVANT = -1
    UNSURE = 0
    RELEVANT = 1

    @property
    def word(self) -> str:
        """The word used in files and on screen: ``relevant``, ``irrelevant`` or ``unsure``."""
        return self.name.lower()

    @classmethod
    def from_word(cls, word: str) -> Label:
        """Return the label called ``word``; raise ``ValueError`` with the list of words otherwise."""
        try:
            return cls[word.strip().upper()]
        except KeyError:
            words = ", ".join(label.word for label in cls)
            raise ValueError(f"{word!r} is not a label; the labels are {words}") from None


class Features(Protocol):
    """Rows of feature vectors, read by one thread at a time, never written."""

    @property
    def n(self) -> int:
        """Number of rows."""
        ...

    @property
    def d(self) -> int:
        """Number of features of a row."""
        ...

    def rows(self, index: IntArray) -> AnyFloatArray:
        """Return the rows at ``index`` (any order, repeats allowed) as a new C-contiguous array (len(index), d)."""
        ...

    def blocks(self, rows_per_block: int) -> Iterator[tuple[int, NDArray[Any]]]:
        """Yield (first row, block of shape (<= rows_per_block, d)) in order; a block is read-only and may be a view."""
        ...


@dataclass(frozen=True, eq=False)
class Steering:
    """What metadata say about the proposal of feature rows, beside the closed rows of a filter; see docs/metadata.md.

    Attributes:
        scope: The settings it comes from.
        weights: Chance that a row is a candidate, in (0, 1], shape (n,); None for 1.
        strata: Number of each row's stratum, shape (n,), int64; None for no limit per stratum.
        cameras: Number of the camera each row was taken with, shape (n,), int64; None to let bursts be.
        times: When each row was taken, in seconds, NaN for unknown, shape (n,); given with ``cameras``.
    """

    scope: Scope = field(default_factory=Scope)
    weights: FloatArray | None = None
    strata: IntArray | None = None
    cameras: IntArray | None = None
    times: FloatArray | None = None


@dataclass(frozen=True, eq=False)
class Snapshot:
    """Everything a selection depends on, taken by the session and handed to the model thread.

    Attributes:
        revision: Number of the latest event of the topic.
        round: Round the requested batch belongs to, 1 for the first.
        rows: Feature rows with a relevant / irrelevant label, shape (m,), unique.
        y: Their labels, shape (m,), +1.0 or -1.0; grades in [-1, 1] for the strategies of graded relevance.
        closed: Feature rows that must not be proposed although they carry no target (unsure, no image, outside of the
            topic's filter), shape (c,).
        examples: Feature vectors of external example images, shape (e, d); targets +1.
        strategy: Name of the strategy.
        parameters: Its parameters by name; missing ones take their defaults.
        k: Number of images wanted; 0 asks for the ranking only.
        seed: Seed sequence of the generator: project seed, topic, round.
        model: Settings of the relevance model.
        steering: What metadata say about the proposal.
        reviewed: Those of ``rows`` whose label the user has confirmed or changed after a second look, shape (r,).
    """

    revision: int
    round: int
    rows: IntArray
    y: FloatArray
    closed: IntArray
    examples: FloatArray
    strategy: str
    parameters: Mapping[str, Any]
    k: int
    seed: tuple[int, ...]
    model: ModelSettings
    steering: Steering = field(default_factory=Steering)
    reviewed: IntArray = field(default_factory=lambda: np.empty(0, np.int64))


@dataclass(frozen=True, eq=False)
class Selection:
    """The answer to a snapshot: the next batch and the ranking it was chosen from.

    Attributes:
        revision, round, strategy, parameters, seed: As in the snapshot (parameters complete with defaults).
        rows: Chosen feature rows, best first, shape (<= k,); fewer than k only where fewer are left.
        scores: Criterion value at which each row was chosen, shape like ``rows``; NaN where the strategy has none.
        mean: Posterior mean of every feature row, shape (n,), float32; NaN for rows that cannot be used.
        std: Posterior standard deviation, shape (n,), float32.
        length_scale: Length scale the model used, in units of feature distance.
        seconds: Time the selection took.
        evaluations: Candidates whose criterion was evaluated (a machine-independent measure of work).
        note: What the user should know about this batch ("" for nothing), e.g. that only 3 images were left.
        model: Settings of the relevance model in effect: nothing is left to be chosen by the program.
        scope: Which images could be proposed, as in the snapshot.
    """

    revision: int
    round: int
    rows: IntArray
    scores: FloatArray
    mean: NDArray[np.float32]
    std: NDArray[np.float32]
    strategy: str
    parameters: Mapping[str, Any]
    seed: tuple[int, ...]
    length_scale: float
    seconds: float
    evaluations: int = 0
    note: str = ""
    model: ModelSettings = field(default_factory=ModelSettings)
    scope: Scope = field(default_factory=Scope)


@dataclass(frozen=True)
class Change:
    """What a judgement, an undo or a redo altered, as told to whoever shows it.

    Attributes:
        images: Image ids whose label changed, in the order they were given.
        revision: Number of the event that recorded it.
        text: The step in words, e.g. "12 images to irrelevant".
    """

    images: tuple[int, ...]
    revision: int
    text: str


@dataclass(frozen=True)
class Batch:
    """Images chosen to be judged together.

    Attributes:
        id: Key in the project file.
        round: Round number within the topic, from 1.
        images: Image ids, best first.
        scores: Criterion values, aligned with ``images``; NaN where there is none.
        strategy: Name of the strategy that chose them.
        parameters: Its parameters, complete.
        revision: Revision of the labels the model had seen.
        created: UTC time, ISO 8601 with ``Z``.
        note: Remark for the user, "" for none.
        scope: Which images could be proposed.
    """

    id: int
    round: int
    images: tuple[int, ...]
    scores: tuple[float, ...]
    strategy: str
    parameters: Mapping[str, Any]
    revision: int
    created: str
    note: str = ""
    scope: Scope = field(default_factory=Scope)


@dataclass(frozen=True, eq=False)
class Ranking:
    """The images that have features, most relevant first.

    Attributes:
        images: Image ids, shape (r,), best first; ties by lowest id.
        mean: Posterior mean aligned with ``images``, float32; the score the ranking is sorted by.
        std: Posterior standard deviation aligned with ``images``, float32.
        round: Round after which the model was computed.
        revision: Revision of the labels the model had seen.
    """

    images: IntArray
    mean: NDArray[np.float32]
    std: NDArray[np.float32]
    round: int
    revision: int


@dataclass(frozen=True)
class Progress:
    """Where long work reports to and hears that it should stop.

    Attributes:
        report: Receives the finished share in [0, 1].
        cancel: Set by the user; polled once per block and per greedy step.
    """

    report: Report = field(default=lambda _share: None)
    cancel: threading.Event = field(default_factory=threading.Event)

    def step(self, share: float) -> None:
        """Report ``share`` and raise :class:`~annotator.errors.Cancelled` if the user asked to stop."""
        if self.cancel.is_set():
            raise Cancelled
        self.report(share)
