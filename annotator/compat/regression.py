"""Active regression: learners of the reference implementation for graded answers, under their original names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from annotator.compat.learner import Learner, number, table
from annotator.errors import FeatureError
from annotator.types import FloatArray


class ActiveRegressionBase(Learner):
    """Base class of the learners for graded answers: any numbers, ``None`` for an image that cannot be graded.

    Args:
        data: Feature vectors of the images, shape (n, d); may be passed to :meth:`fit` instead.
        train_init: Images whose grades are given at the start, shape (m,); they are not selected again.
        y_init: Grades of ``train_init``, shape (m,).
        length_scale: Length scale of the kernel, in units of feature distance.
        var: Amplitude of the kernel.
        noise: Noise variance of an answer.
        seed: Seed of strategies that draw random numbers.

    Attributes:
        train_init, y_init: As given.
    """

    graded = True

    # The arguments of the published program, in its order: scripts written for it pass them so.
    def __init__(
        self,
        data: ArrayLike | None = None,
        train_init: Sequence[int] = (),
        y_init: ArrayLike = (),
        length_scale: float = 0.1,
        var: float = 1.0,
        noise: float = 1e-6,
        *own: Any,
        seed: int = 0,
        **named: Any,
    ) -> None:
        self._take(own, named)
        super().__init__(length_scale, var, noise, seed)
        self.train_init, self.y_init = train_init, y_init
        if data is not None:
            self.fit(data, train_init, y_init)

    def fit(self, data: ArrayLike, train_init: Sequence[int] = (), y_init: ArrayLike = ()) -> Self:
        """Start over with these images and initial grades, and return the learner.

        Raises:
            FeatureError: The data is not a table of numbers, or the initial grades do not match it.
        """
        values = table(data)
        rows, y = np.asarray(train_init, np.int64), np.asarray(y_init, np.float64)
        if rows.shape != y.shape or rows.ndim != 1 or (rows.size and not 0 <= rows.min() <= rows.max() < len(values)):
            raise FeatureError(
                "{n_rows} initial images with {n_grades} grades do not fit {n_rows2} rows of data",
                n_rows=rows.size,
                n_grades=y.size,
                n_rows2=len(values),
            )
        self.train_init, self.y_init = train_init, y_init
        self._observe(values, np.empty((0, values.shape[1])), dict(zip(rows.tolist(), y.tolist(), strict=True)))
        return self

    @property
    def mean(self) -> FloatArray | None:
        """Predicted grade of every image, shape (n,); 0 without any grade, ``None`` without data."""
        return self._mean()

    @property
    def labeled_ids(self) -> frozenset[int]:
        """Images graded by the user."""
        return frozenset(row for row, answer in self._answers.items() if answer is not None)

    def _target(self, value: Any) -> float | None:
        return None if value is None else number(value)


class ITAL_Regression(ActiveRegressionBase):  # noqa: N801 - names of the reference implementation, as below
    """Information-theoretic active learning of grades: the strategy ``graded-ital``.

    Args:
        label_prob: Probability that the user grades an image.
        change_estimation_subset, monte_carlo_num, parallelized: No effect; the information has a closed form.
    """

    strategy = "graded-ital"
    label_prob: float = 1.0
    change_estimation_subset: int | None = 0
    monte_carlo_num: int = 1000
    parallelized: bool = True

    def _parameters(self) -> dict[str, Any]:
        return {"label_probability": float(self.label_prob)}


class EMOC_Regression(ActiveRegressionBase):  # noqa: N801
    """Expected model output change of grades: the strategy ``graded-emoc``, over all pairs of up to 4,000 images.

    Args:
        norm: Power of the change.
    """

    strategy = "graded-emoc"
    norm: float = 1

    def _parameters(self) -> dict[str, Any]:
        size = self._all(1, 4000)
        return {"power": float(self.norm), "candidates": size, "targets": size}


class EntropySampling_Regression(ActiveRegressionBase):  # noqa: N801
    """The images with the jointly least certain grades: the strategy ``graded-entropy``."""

    strategy = "graded-entropy"


class VarianceSampling_Regression(ActiveRegressionBase):  # noqa: N801
    """The images with the largest predictive variance: the strategy ``variance``.

    Args:
        use_correlations: Subtract the covariances within the batch (mode ``corr``).
    """

    strategy = "variance"
    use_correlations: bool = False

    def _parameters(self) -> dict[str, Any]:
        return {"mode": "corr" if self.use_correlations else "plain"}


class RandomRetrieval_Regression(ActiveRegressionBase):  # noqa: N801
    """Random images: the strategy ``random``."""

    strategy = "random"


REGRESSION_LEARNERS: Mapping[str, type[ActiveRegressionBase]] = {
    "ITAL": ITAL_Regression,
    "EMOC": EMOC_Regression,
    "entropy": EntropySampling_Regression,
    "random": RandomRetrieval_Regression,
    "var": VarianceSampling_Regression,
}
"""Learners by their names in configuration files of the reference implementation."""
