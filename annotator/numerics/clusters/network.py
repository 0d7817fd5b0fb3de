"""A small fully connected network with its gradients, the optimizer, and an autoencoder made of two of them.

Source:
    Rumelhart, Hinton & Williams 1986, Learning representations by back-propagating errors; He et al. 2015, Delving deep
    into rectifiers (initial weights); Kingma & Ba 2015, Adam; Hinton & Salakhutdinov 2006, Reducing the dimensionality
    of data with neural networks (the autoencoder).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.types import Progress

Values = NDArray[np.floating[Any]]
BATCH = 256
"""Rows per step of the training."""


class Network:
    """Layers of weights with rectifiers between them; the last layer is linear.

    Attributes:
        parameters: Weights, shape (from, to), and offsets, shape (to,), of every layer in turn.
    """

    def __init__(self, sizes: Sequence[int], rng: np.random.Generator, dtype: type = np.float32) -> None:
        """Draw the weights of layers from ``sizes[i]`` to ``sizes[i + 1]`` values."""
        self.parameters: list[Values] = []
        for before, after in pairwise(sizes):
            spread = np.sqrt(2.0 / max(before, 1))
            weights = (spread * rng.standard_normal((before, after))).astype(dtype)
            self.parameters += [weights, np.zeros(after, dtype)]

    def forward(self, x: Values) -> list[Values]:
        """Return the input of every layer and after them the output, each of shape (b, size)."""
        values = [x]
        last = len(self.parameters) - 2
        for layer in range(0, len(self.parameters), 2):
            x = x @ self.parameters[layer] + self.parameters[layer + 1]
            if layer < last:
                x = np.maximum(x, 0)
            values.append(x)
        return values

    def __call__(self, x: Values) -> Values:
        """Return the output, shape (b, sizes[-1])."""
        return self.forward(x)[-1]

    def backward(self, values: list[Values], slope: Values) -> tuple[list[Values], Values]:
        """Return the gradients of a loss by every parameter and by the input.

        Args:
            values: What :meth:`forward` returned.
            slope: Gradient of the loss by the output, shape (b, sizes[-1]).
        """
        found: list[Values] = []
        for layer in range(len(self.parameters) - 2, -1, -2):
            before = values[layer // 2]
            found += [slope.sum(axis=0), before.T @ slope]
            slope = slope @ self.parameters[layer].T
            if layer:
                slope = slope * (before > 0)
        return found[::-1], slope


class Adam:
    """Steps along gradients, each scaled by its own running size."""

    def __init__(self, parameters: list[Values], rate: float = 1e-3) -> None:
        self._parameters, self._rate, self._step = parameters, rate, 0
        self._mean = [np.zeros_like(one) for one in parameters]
        self._square = [np.zeros_like(one) for one in parameters]

    def step(self, gradients: Sequence[Values]) -> None:
        """Change the parameters in place."""
        self._step += 1
        rate = float(self._rate * np.sqrt(1 - 0.999**self._step) / (1 - 0.9**self._step))
        for one, slope, mean, square in zip(self._parameters, gradients, self._mean, self._square, strict=True):
            mean += 0.1 * (slope - mean)
            square += 0.001 * (np.square(slope) - square)
            np.subtract(one, rate * mean / (np.sqrt(square) + 1e-8), out=one, casting="same_kind")


class Autoencoder:
    """An encoder to a few values and a decoder back, trained for the least squared error.

    Attributes:
        encoder: From (b, d) to (b, code).
        decoder: From (b, code) to (b, d).
    """

    def __init__(self, d: int, hidden: int, code: int, seed: int, dtype: type = np.float32) -> None:
        rng = np.random.default_rng(seed)
        self.encoder = Network((d, hidden, code), rng, dtype)
        self.decoder = Network((code, hidden, d), rng, dtype)

    @property
    def parameters(self) -> list[Values]:
        """All weights, which an optimizer changes in place."""
        return [*self.encoder.parameters, *self.decoder.parameters]

    def slopes(
        self, x: Values, extra: Callable[[Values], Values] | None = None, weight: float = 1.0
    ) -> tuple[float, list[Values]]:
        """Return the mean squared error of rows, and the gradients of ``weight`` times that.

        Args:
            x: Rows, shape (b, d).
            extra: Returns the gradient of another loss by the codes, shape (b, code), which is added.
            weight: Weight of the squared error; with 0, the decoder is left alone.
        """
        inward = self.encoder.forward(x)
        code = inward[-1]
        outward = self.decoder.forward(code)
        error = outward[-1] - x
        slope: Values = (weight * 2.0 / len(x) * error).astype(x.dtype)
        decoding, slope = self.decoder.backward(outward, slope)
        if extra is not None:
            slope = slope + extra(code)
        encoding, _ = self.encoder.backward(inward, slope)
        return float(np.square(error).sum() / len(x)), [*encoding, *decoding]

    def train(self, x: Values, steps: int, seed: int, progress: Progress | None = None) -> None:
        """Train with ``steps`` batches drawn from the rows ``x``, shape (n, d)."""
        rng, adam = np.random.default_rng(seed), Adam(self.parameters)
        for step, rows in enumerate(batches(len(x), steps, rng)):
            if progress is not None:
                progress.step(step / steps)
            adam.step(self.slopes(x[rows])[1])


def batches(n: int, steps: int, rng: np.random.Generator) -> list[NDArray[np.int64]]:
    """Return rows of ``steps`` batches: every row once before any comes again."""
    size = min(BATCH, n)
    rounds = -(-steps * size // n)
    order = np.concatenate([rng.permutation(n) for _ in range(rounds)])
    return [order[start : start + size] for start in range(0, steps * size, size)]
