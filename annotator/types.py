"""Immutable values exchanged between layers and threads."""

from __future__ import annotations

import enum
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from annotator.errors import Cancelled
from annotator.messages import Message
from annotator.parameters import ModelSettings, Scope

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
FloatArray = NDArray[np.float64]
AnyFloatArray = NDArray[np.floating[Any]]
LabelCodes = NDArray[np.int8]
"""The value of a :class:`Label` by image id, :data:`UNLABELLED` for none, shape (N,)."""

UNLABELLED = -128
"""Code of an image without a label in an array of label codes."""

Report = Callable[[float], None]
"""Callback that receives the finished fraction of the work, in [0, 1]."""


class Label(enum.IntEnum):
    """Judgement of an image with respect to a topic. An unlabeled image has no ``Label`` (``None``)."""

    IRRELEVANT = -1
    UNSURE = 0
    RELEVANT = 1

    @property
    def word(self) -> str:
        """Name of the label in files and on screen: ``relevant``, ``irrelevant`` or ``unsure``."""
        return _WORDS[self]

    @classmethod
    def from_word(cls, word: str) -> Label:
        """Return the label with this name; raise ``ValueError`` listing the names otherwise."""
        try:
            return cls[word.strip().upper()]
        except KeyError:
            words = ", ".join(label.word for label in cls)
            raise ValueError(f"{word!r} is not a label; the labels are {words}") from None


_WORDS = {
    Label.IRRELEVANT: Message("irrelevant"), Label.UNSURE: Message("unsure"), Label.RELEVANT: Message("relevant"),
}  # fmt: skip


class Features(Protocol):
    """Read-only feature matrix, read by one thread at a time."""

    @property
    def n(self) -> int:
        """Number of rows."""

    @property
    def d(self) -> int:
        """Number of features per row."""

    def rows(self, index: IntArray) -> AnyFloatArray:
        """Return the rows at ``index`` (any order, repeats allowed) as a new C-contiguous array (len(index), d)."""

    def blocks(self, rows_per_block: int) -> Iterator[tuple[int, NDArray[Any]]]:
        """Yield (first row, block of shape (<= rows_per_block, d)) in order; blocks are read-only and may be views."""


@dataclass(frozen=True, eq=False)
class Steering:
    """Constraints on the proposed rows that come from metadata, other than the filter; see docs/metadata.md.

    Attributes:
        scope: Settings from which the constraints were computed.
        weights: Probability that a row becomes a candidate, in (0, 1], shape (n,); None for 1 everywhere.
        strata: Stratum of each row, shape (n,), int64; None for no limit per stratum.
        stacks: Stack of each row, shape (n,), int64, of which a batch has at most one image; None for no such limit.
    """

    scope: Scope = field(default_factory=Scope)
    weights: FloatArray | None = None
    strata: IntArray | None = None
    stacks: IntArray | None = None


@dataclass(frozen=True, eq=False)
class Snapshot:
    """Everything a selection depends on; taken by the session and passed to the model thread.

    Attributes:
        revision: Number of the latest event of the topic.
        round: Round the requested batch belongs to, 1 for the first.
        rows: Feature rows with a relevant / irrelevant label, shape (m,), unique.
        y: Their labels, shape (m,), +1.0 or -1.0; grades in [-1, 1] for the strategies of graded relevance.
        closed: Feature rows that must not be proposed although they have no target (labeled unsure, without an image,
            or excluded by the topic's filter), shape (c,).
        examples: Feature vectors of images outside the collection, shape (e, d).
        strategy: Name of the strategy.
        parameters: Parameters of the strategy by name; missing ones take their defaults.
        k: Number of images to select; 0 computes only the ranking.
        seed: Seed sequence of the generator: project seed, topic, round.
        model: Settings of the relevance model.
        steering: Constraints on the proposal that come from metadata.
        reviewed: Those of ``rows`` whose label the user confirmed or changed on review, shape (r,).
        words: Direction in the space of the features that the words of the topic mean, shape (d,); None without words.
        alike: Labeled rows that the model does not learn from, because one of ``rows`` has the same label and belongs
            to the same stack: each with that row, shape (a, 2). They are among ``closed``.
        votes: Vote of each rule of the topic on each row, +1 relevant, 0 none, -1 irrelevant, shape (r, n), int8; None
            without rules.
        example_y: Labels of ``examples``, shape (e,), as ``y``; None where all are examples of wanted images, as
            long as no judgements of another collection are in use.
        doubt: Factor of the noise variance of each of ``y``, > 0, shape (m,): above 1 where people contradict each
            other, below 1 where they agree; None for 1.
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
    words: FloatArray | None = None
    alike: IntArray = field(default_factory=lambda: np.empty((0, 2), np.int64))
    example_y: FloatArray | None = None
    doubt: FloatArray | None = None
    votes: NDArray[np.int8] | None = None

    @property
    def is_told(self) -> bool:
        """Whether words or rules say something of images that nobody judged."""
        return self.words is not None or self.votes is not None

    @property
    def knows_something(self) -> bool:
        """Whether there is a label, an example, a word or a rule to select by."""
        return bool(len(self.rows) or len(self.examples) or self.is_told)

    @property
    def targets(self) -> FloatArray:
        """Labels of ``rows`` and, after them, of ``examples``, shape (m + e,)."""
        outside = np.ones(len(self.examples)) if self.example_y is None else self.example_y
        return np.concatenate([self.y, outside])


@dataclass(frozen=True, eq=False)
class Selection:
    """Result of a selection: the next batch and the ranking.

    Attributes:
        revision, round, strategy, parameters, seed: As in the snapshot (parameters complete with defaults).
        rows: Selected feature rows, best first, shape (<= k,); fewer than k only if fewer are left.
        scores: Criterion value at which each row was selected, shape like ``rows``; NaN if the strategy has none.
        mean: Posterior mean of every feature row, shape (n,), float32; NaN for rows with NaN or Inf features.
        std: Posterior standard deviation, shape (n,), float32.
        length_scale: Length scale in effect, in units of feature distance.
        seconds: Duration of the selection in seconds.
        evaluations: Number of candidates whose criterion was evaluated (a machine-independent measure of work).
        note: Message to the user about this batch ("" for none), e.g. that only 3 images are left.
        model: Model settings in effect, with every automatic value resolved.
        scope: Which images could be proposed, as in the snapshot.
        tiles: The tile that stands for each feature row, -1 for all of the image, shape (n,); None without tiles.
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
    tiles: NDArray[np.int16] | None = None


@dataclass(frozen=True)
class Change:
    """Effect of a judgement, an undo or a redo, as reported to observers.

    Attributes:
        images: Ids of the images whose label changed, in the order given.
        revision: Number of the event that recorded the change.
        text: Description of the step, e.g. "12 images to irrelevant".
    """

    images: tuple[int, ...]
    revision: int
    text: str


@dataclass(frozen=True)
class Batch:
    """Images selected to be judged together.

    Attributes:
        id: Key in the project file.
        round: Round number within the topic, from 1.
        images: Image ids in the order in which they are shown, see :mod:`annotator.strategies.batch_order`.
        scores: Criterion values, aligned with ``images``; NaN if the strategy has none.
        strategy: Name of the strategy that selected them.
        parameters: Parameters of the strategy, complete with defaults.
        revision: Revision of the labels that the model was conditioned on.
        created: UTC time, ISO 8601 with ``Z``.
        note: Message to the user, "" for none.
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
    """Images with features, most relevant first.

    Attributes:
        images: Image ids, shape (r,), best first; ties by lowest id.
        mean: Posterior mean aligned with ``images``, float32; the score that sorts the ranking.
        std: Posterior standard deviation aligned with ``images``, float32.
        round: Round after which the model was computed.
        revision: Revision of the labels that the model was conditioned on.
        tiles: The most relevant tile of each image by id, -1 for all of the image, shape (N,); None without tiles.
    """

    images: IntArray
    mean: NDArray[np.float32]
    std: NDArray[np.float32]
    round: int
    revision: int
    tiles: NDArray[np.int16] | None = None


@dataclass(frozen=True)
class Progress:
    """Progress reporting and cancellation for long-running work.

    Attributes:
        report: Receives the finished fraction in [0, 1].
        cancel: Cancellation request; polled once per block and per greedy step.
    """

    report: Report = field(default=lambda _share: None)
    cancel: threading.Event = field(default_factory=threading.Event)

    def check(self) -> None:
        """Raise :class:`~annotator.errors.Cancelled` if cancellation was requested."""
        if self.cancel.is_set():
            raise Cancelled

    def step(self, share: float) -> None:
        """Report ``share``, after :meth:`check`."""
        self.check()
        self.report(share)

    def part(self, start: float, stop: float) -> Progress:
        """Return the progress of a part of the work, which reports shares from ``start`` to ``stop``, never fewer."""
        shown = start

        def report(share: float) -> None:
            nonlocal shown
            shown = max(shown, start + (stop - start) * min(share, 1.0))
            self.report(shown)

        return Progress(report, self.cancel)
