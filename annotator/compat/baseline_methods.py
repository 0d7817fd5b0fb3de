"""Learners of the reference implementation other than ITAL, on the corresponding strategies of this package."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from annotator.compat.retrieval_base import ActiveRetrievalBase
from annotator.errors import ConfigError

_PAIRS = 4000  # maximum number of images of which all pairs are compared; with more, the strategies preselect
_BETAS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


class MCMI_min(ActiveRetrievalBase):  # noqa: N801 - name of the reference implementation
    """Optimistic active learning: the strategy ``mcmi``.

    Args:
        subsample: Number of images compared; default all up to 4,000.
        parallelized: No effect.
    """

    strategy = "mcmi"
    subsample: int | None = None
    parallelized: bool = True

    def _parameters(self) -> dict[str, Any]:
        size = int(self.subsample or self._all(1, _PAIRS))
        return {"candidates": size, "targets": size}


class AdaptAL(ActiveRetrievalBase):
    """Adaptive active learning: the strategy ``adaptal``.

    Args:
        subsample: Number of images compared; default all up to 4,000.
        parallelized: No effect.
        betas: Weights to try; only the default ones are supported.
    """

    strategy = "adaptal"
    subsample: int | None = None
    parallelized: bool = True
    betas: Sequence[float] = _BETAS

    def _parameters(self) -> dict[str, Any]:
        if tuple(self.betas) != _BETAS:
            raise ConfigError("betas: only the weights 0.1, 0.2 ... 1.0 can be tried; leave the argument out")
        size = int(self.subsample or self._all(2, _PAIRS))
        return {"candidates": size, "targets": size}


class RandomRetrieval(ActiveRetrievalBase):
    """Random images: the strategy ``random``."""

    strategy = "random"


class TopscoringSampling(ActiveRetrievalBase):
    """The most relevant images: the strategy ``topscoring``."""

    strategy = "topscoring"


class BorderlineSampling(ActiveRetrievalBase):
    """The images nearest to the boundary: the strategy ``borderline``."""

    strategy = "borderline"


class BorderlineDiversitySampling(ActiveRetrievalBase):
    """Diverse images near the boundary: the strategy ``borderline-diversity``.

    Args:
        alpha: Weight of the distance to the boundary against diversity.
    """

    strategy = "borderline-diversity"
    alpha: float = 0.5

    def _parameters(self) -> dict[str, Any]:
        return {"trade_off": float(self.alpha)}


class VarianceSampling(ActiveRetrievalBase):
    """The images with the largest predictive variance: the strategy ``variance``.

    Args:
        use_correlations: Subtract the covariances within the batch (mode ``corr``).
    """

    strategy = "variance"
    use_correlations: bool = False

    def _parameters(self) -> dict[str, Any]:
        return {"mode": "corr" if self.use_correlations else "plain"}


class UncertaintySampling(ActiveRetrievalBase):
    """The images whose class is least certain: the strategy ``uncertainty``."""

    strategy = "uncertainty"


class EntropySampling(ActiveRetrievalBase):
    """The jointly least certain images: the strategy ``entropy``, searched exactly."""

    strategy = "entropy"

    def _parameters(self) -> dict[str, Any]:
        return {"tolerance": 0.0}


class EMOC(ActiveRetrievalBase):
    """Expected model output change: the strategy ``emoc``, over all pairs of up to 4,000 images."""

    strategy = "emoc"

    def _parameters(self) -> dict[str, Any]:
        size = self._all(1, _PAIRS)
        return {"candidates": size, "targets": size}


class SUD(ActiveRetrievalBase):
    """Uncertainty and density: the strategy ``sud``.

    Args:
        K: Number of nearest neighbors that define the density.
    """

    strategy = "sud"
    K: int = 20

    def _parameters(self) -> dict[str, Any]:
        size = self._all(2, 10_000)
        return {"neighbours": int(self.K), "candidates": size, "sample": size}


class RBMAL(ActiveRetrievalBase):
    """Ranked batch-mode active learning: the strategy ``rbmal``."""

    strategy = "rbmal"


class TCAL(ActiveRetrievalBase):
    """Triple criteria active learning: the strategy ``tcal``.

    Args:
        unc_factor: Number of borderline images examined per image of the batch.
    """

    strategy = "tcal"
    unc_factor: int = 4

    def _parameters(self) -> dict[str, Any]:
        return {"factor": int(self.unc_factor)}


class USDM(ActiveRetrievalBase):
    """Uncertainty sampling with diversity maximization: the strategy ``usdm``, on up to 4,000 images.

    Args:
        knn: Number of nearest images connected to each image in the graph.
        r: Weight of the uncertainty against the diversity.
        max_iter, tol: No effect; the program is solved to convergence.
    """

    strategy = "usdm"
    knn: int = 5
    r: float = 1.0
    max_iter: int = 100
    tol: float = 1e-6

    def _parameters(self) -> dict[str, Any]:
        return {"neighbours": int(self.knn), "weight": float(self.r), "candidates": self._all(1, _PAIRS)}
