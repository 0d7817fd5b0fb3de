"""Common base of the learners of the reference implementation, for labels and for grades."""

from __future__ import annotations

import inspect
import operator
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike
from tqdm import tqdm

from annotator.compat.gp import CovMode, GaussianProcess, Prediction
from annotator.data.features.array_features import ArrayFeatures
from annotator.errors import ConfigError
from annotator.strategies.registry import Registry, load_registry
from annotator.types import FloatArray, Progress


class Learner(ABC):
    """Stores the answers of a user and selects images by a strategy of this package.

    A custom learner overrides :meth:`fetch_unlabelled`. The annotated attributes of a subclass become constructor
    arguments, in order, between those of the base and ``seed``.

    Args:
        length_scale, var, noise: Length scale and amplitude of the kernel, and noise variance of a judgement.
        seed: Seed of strategies that draw random numbers. The same answers and seed give the same batch.

    Attributes:
        data: Feature vectors of the images, shape (n, d), float64; ``None`` before :meth:`fit`.
        gp: Gaussian process of the learner; ``None`` before :meth:`fit`.
        rounds: Number of updates.
    """

    strategy: ClassVar[str] = ""
    """Strategy of this package that selects the images."""
    graded: ClassVar[bool] = False
    """Whether answers are grades instead of labels."""
    __signature__: ClassVar[inspect.Signature]
    _own: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        signature = inspect.signature(cls)
        base = [p for p in signature.parameters.values() if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
        own = [
            inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=getattr(cls, name))
            for name, kind in inspect.get_annotations(cls).items()
            if name in vars(cls) and not str(kind).startswith("ClassVar")
        ]
        cls._own = (*cls._own, *(parameter.name for parameter in own))
        if "__init__" not in vars(cls):
            cls.__signature__ = signature.replace(parameters=[*base[:-1], *own, base[-1]])

    def _take(self, own: tuple[Any, ...], named: Mapping[str, Any]) -> None:
        """Store the arguments specific to the subclass."""
        given = dict(zip(self._own, own, strict=False))
        unknown = {*named} - {*self._own} | {*named} & {*given}
        if len(own) > len(self._own) or unknown:
            raise TypeError(f"{type(self).__name__} takes {', '.join(inspect.signature(type(self)).parameters)}")
        for name, value in {**given, **named}.items():
            setattr(self, name, value)

    def __init__(self, length_scale: float, var: float, noise: float, seed: int) -> None:
        self.length_scale, self.var, self.noise = length_scale, var, noise
        self.seed = seed
        self.data: FloatArray | None = None
        self.gp: GaussianProcess | None = None
        self.rounds = 0
        self._given: dict[int, float] = {}
        self._answers: dict[int, float | None] = {}
        self._predicted: FloatArray | None = None
        if self.strategy:
            self._registry().make(self.strategy, self._parameters())

    def reset(self) -> None:
        """Remove all answers, but keep the initial state."""
        self.rounds = 0
        self._answers = {}
        self._predicted = None
        if self.gp is not None:
            self.gp.targets = self._targets({})

    def get_unseen(self) -> list[int]:
        """Return the images without an answer."""
        return [row for row in range(self._size) if row not in self._answers and row not in self._given]

    @property
    def unnameable_ids(self) -> frozenset[int]:
        """Images the user could not judge; they may still be judged later."""
        return frozenset(row for row, answer in self._answers.items() if answer is None)

    def fetch_unlabelled(self, k: int, show_progress: bool = False) -> list[int]:
        """Return the ``k`` images to judge next, best first; fewer if fewer are left.

        Exact duplicates of judged images are returned only if nothing else is left.

        Args:
            k: Number of images.
            show_progress: Draw a progress bar.

        Raises:
            ConfigError: The learner has no data.
            StrategyError: A parameter is out of range.
        """
        if not self.strategy:
            raise NotImplementedError(f"{type(self).__name__} does not say how it chooses")
        gp = self._believes()
        if k < 1:
            return []
        seed = (self.seed, self.rounds)
        with _bar(show_progress) as progress:
            chosen = gp.choose(self.strategy, self._parameters(), k, sorted(self.unnameable_ids), seed, progress)
        return [int(row) for row in chosen.rows]

    def update(self, feedback: Mapping[int, Any]) -> None:
        """Add answers by image; they replace earlier answers for the same images.

        Raises:
            ConfigError: The learner has no data, or an answer is not a number. No answer is stored then.
            IndexError: An image does not exist. No answer is stored then.
        """
        gp = self._believes()
        answers = {**self._answers, **self._checked(feedback)}
        self.rounds += bool(feedback)
        self._answers = answers
        self._predicted = None
        gp.targets = self._targets(answers)

    def updated_prediction(
        self, feedback: Mapping[int, Any], test_ind: ArrayLike, cov_mode: CovMode = "full"
    ) -> Prediction:
        """Return the predictions for the images ``test_ind`` after a hypothetical :meth:`update` with these answers.

        Args:
            feedback: As for :meth:`update`.
            test_ind: Images, shape (t,).
            cov_mode: ``None``, ``"diag"`` or ``"full"``.
        """
        answers = {**self._answers, **self._checked(feedback)}
        return self._believes().imagined(self._targets(answers), test_ind, cov_mode)

    def _parameters(self) -> dict[str, Any]:
        """Return the parameters of the strategy."""
        return {}

    @abstractmethod
    def _target(self, value: Any) -> float | None:
        """Return the target of an answer, or ``None`` if it has none."""

    def _observe(self, data: FloatArray, outside: FloatArray, given: Mapping[int, float]) -> None:
        """Start over with ``data``, additional vectors ``outside``, and targets ``given`` by row of both together."""
        self.data = data
        stored = np.concatenate([data, outside]) if len(outside) else data
        self.gp = GaussianProcess(stored, len(data), self.length_scale, self.var, self.noise, self._registry())
        self._given = dict(given)
        self.reset()

    def _mean(self) -> FloatArray | None:
        """Return the mean of every image, read-only; ``None`` before :meth:`fit`."""
        if self._predicted is None and self.gp is not None:
            self._predicted = np.asarray(self.gp.predict_stored())[: self._size]
            self._predicted.setflags(write=False)
        return self._predicted

    def _all(self, least: int, most: int) -> int:
        """Return the number of images a strategy examines: all, within these limits."""
        return min(max(self._size, least), most)

    @property
    def _size(self) -> int:
        return 0 if self.data is None else len(self.data)

    def _registry(self) -> Registry:
        return load_registry(graded=self.graded)

    def _believes(self) -> GaussianProcess:
        if self.gp is None:
            raise ConfigError("{name} has no data yet: call fit(data, ...) first.", name=type(self).__name__)
        return self.gp

    def _targets(self, answers: Mapping[int, float | None]) -> dict[int, float]:
        said = {row: answer for row, answer in answers.items() if answer is not None}
        return {**{row: y for row, y in self._given.items() if row not in answers}, **said}

    def _checked(self, feedback: Mapping[int, Any]) -> dict[int, float | None]:
        answers = {}
        for key, value in feedback.items():
            row = operator.index(key)
            if not 0 <= row < self._size:
                raise IndexError(f"there is no image {row}: the data have {self._size} rows")
            answers[row] = self._target(value)
        return answers


def table(data: ArrayLike) -> FloatArray:
    """Return feature vectors as float64 of shape (n, d).

    Raises:
        FeatureError: The data is not a table of numbers.
    """
    values = np.asarray(data)
    ArrayFeatures(values)  # raises an error that describes the problem
    return values.astype(np.float64)


def number(value: Any) -> float:
    """Return an answer as a number.

    Raises:
        ConfigError: It is not a number.
    """
    try:
        checked = float(value)
    except (TypeError, ValueError):
        checked = np.nan
    if not np.isfinite(checked):
        raise ConfigError("{value!r} is not an answer; answers are numbers", value=value)
    return checked


@contextmanager
def _bar(shown: bool) -> Iterator[Progress]:
    with tqdm(total=100, unit="%", leave=False, disable=not shown) as bar:

        def report(share: float) -> None:
            bar.update(int(100 * share) - bar.n)

        yield Progress(report)
