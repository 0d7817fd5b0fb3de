"""Examples of the wanted images: images of the collection, and external ones known only by their features."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike

from annotator.data.files.names import printable
from annotator.data.project.examples import ExternalExample
from annotator.errors import ConfigError, FeatureError, ProjectError
from annotator.numerics.outliers import MOST_TIMES, norms_of
from annotator.session.calls import checked
from annotator.session.state import State
from annotator.types import Change, Label

_SAMPLE = 1000


@checked
class Examples:
    """The examples of the current topic. Adding and removing them are steps that can be undone."""

    def __init__(self, state: State) -> None:
        self._state = state

    def add(self, images: Iterable[int]) -> Change:
        """Label images of the collection relevant because they are examples."""
        return self._state.record(dict.fromkeys(images, Label.RELEVANT), "example")

    @property
    def external(self) -> tuple[ExternalExample, ...]:
        """The external examples in use, oldest first."""
        return self._state.judgements.examples()

    def add_external(self, vector: ArrayLike, name: str) -> Change:
        """Use an image outside the collection as an example.

        Args:
            vector: Its features, computed like those of the collection, shape (d,).
            name: What to call it.

        Raises:
            FeatureError: The vector differs in length from the features, or has values that are not finite, or is out
                of all proportion to them.
            ConfigError: The name is empty.
        """
        state = self._state
        if not name.strip():
            raise ConfigError("An external example needs a name.")
        values = np.asarray(vector, dtype=np.float64)
        if values.shape != (state.store.d,):
            shape = " x ".join(str(size) for size in values.shape) or "1 number"
            raise FeatureError(
                "{name}: an example needs {d} feature values like the collection, not {shape}.",
                name=name,
                d=state.store.d,
                shape=shape,
            )
        if not np.isfinite(values).all():
            raise FeatureError(
                "{name}: the features of this example contain NaN or Inf. Compute them again.", name=name
            )
        known = np.flatnonzero(state.usable)[:_SAMPLE]  # none while the first features are being computed
        usual = np.median(norms_of(state.store.rows(known).astype(np.float64))) if known.size else np.inf
        if norms_of(values[None])[0] / MOST_TIMES * state.store.scale > usual:
            raise FeatureError(
                "{name}: the features of this example are more than {most:,.0f} times as large as those of the "
                "collection. Compute them as those were computed.",
                name=name,
                most=MOST_TIMES,
            )
        change = state.judgements.add_example(printable(name), values, round=state.round, at=state.now())
        return state.done(change)

    def remove_external(self, example: ExternalExample) -> Change:
        """Stop using an external example.

        Raises:
            ProjectError: It is not in use.
        """
        state = self._state
        if example.id not in [used.id for used in self.external]:
            raise ProjectError("The external example {example} is not in use.", example=example.name)
        return state.done(state.judgements.remove_example(example, round=state.round, at=state.now()))
