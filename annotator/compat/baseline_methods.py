"""The learners of the reference implementation beside ITAL, each on the strategy of this package that it stands for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from annotator.compat.retrieval_base import ActiveRetrievalBase
from annotator.errors import ConfigError

_PAIRS = 4000  # images of which all pairs are compared at once; with more, the strategies preselect
_BETAS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


class MCMI_min(ActiveRetrievalBase):  # noqa: N801 - the name it has there
    """Optimistic active learning: the strategy ``mcmi``.

    Args:
        subsample: Number of images compared; up to 4,000 unless given.
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
        subsample: Number of images compared; up to 4,000 unless given.
        parallelized: No effect.
        betas: The weights tried; only the default ones are.
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
    """Images at random: the strategy ``random``."""

    strategy = "random"


class TopscoringSampling(ActiveRetrievalBase):
    """The most relevant images: the strategy ``topscoring``."""

    strategy = "topscoring"


class BorderlineSampling(ActiveRetrievalBase):
    """The images nearest to the boundary: the strategy ``borderline``."""

    strategy = "borderline"


class BorderlineDiversitySampling(ActiveRetrievalBase):
    """Images near the boundary that differ: the strategy ``borderline-diversity``.

    Args:
        alpha: Weight of the distance to the boundary against diversity.
    """

    strategy = "borderline-diversity"
    alpha: float = 0.5

    def _parameters(self) -> dict[str, Any]:
        return {"trade_off": float(self.alpha)}


class VarianceSampling(ActiveRetrievalBase):
    """The images the model knows least about: the strategy ``variance``.

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
    """The images least certain together: the strategy ``entropy``, searched exactly."""

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
        K: Nearest neighbors that make the density.
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
        unc_factor: Borderline images examined per image of the batch.
    """

    strategy = "tcal"
    unc_factor: int = 4

    def _parameters(self) -> dict[str, Any]:
        return {"factor": int(self.unc_factor)}


class USDM(ActiveRetrievalBase):
    """Uncertainty sampling with diversity maximization: the strategy ``usdm``, on up to 4,000 images.

    Args:
        knn: Nearest images to which an image is tied in the graph.
        r: Weight of uncertainty against diversity.
        max_iter, tol: No effect; the program is solved until it converges.
    """

    strategy = "usdm"
    knn: int = 5
    r: float = 1.0
    max_iter: int = 100
    tol: float = 1e-6

    def _parameters(self) -> dict[str, Any]:
        return {"neighbours": int(self.knn), "weight": float(self.r), "candidates": self._all(1, _PAIRS)}
