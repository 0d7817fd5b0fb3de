"""Specification of an experiment: data sets, methods, simulated user, rounds; independent of the file format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.parameters import ModelSettings, parameter

HELD_OUT, COLLECTION = "held-out", "collection"
TRACKS = (HELD_OUT, COLLECTION)
"""What is measured: a ranking of held-out images, or of the whole collection including judged images."""

NO_FEEDBACK = "no-feedback"
"""Name of the control that follows the initial ranking and never learns."""


@dataclass(frozen=True)
class Settings:
    """Number and length of the searches."""

    queries: int = parameter(5, "Searches per class, each from other images.", low=1)
    rounds: int = parameter(10, "Batches per search.", low=0)
    batch_size: int = parameter(8, "Images per batch.", low=1)
    examples: int = parameter(1, "Relevant images a search starts from.", low=1)
    negatives: int = parameter(0, "Irrelevant images a search starts from.", low=0)
    seed: int = parameter(0, "Seed of the starts, of the person and of the strategies.", low=0)
    precision: str = parameter("single", "Precision of the model over all images.", choices=("single", "double"))
    average_classes: bool = parameter(True, "Whether results are averaged over classes.")


@dataclass(frozen=True)
class UserSettings:
    """How the simulated user answers; an answer depends only on the image and the seed."""

    answers: float = parameter(1.0, "Share of the shown images that are answered.", low=0.0, high=1.0)
    mistakes: float = parameter(0.0, "Share of wrong answers.", low=0.0, high=1.0)
    unsure_near_boundary: float = parameter(
        0.0, "Share of unsure answers where half of the most similar images are relevant.", low=0.0, high=1.0
    )
    grade_error: float = parameter(
        0.0, "Standard deviation of the errors of grades, in the units in which errors are measured.", low=0.0
    )


@dataclass(frozen=True)
class DataSource:
    """A named data set and how to use it.

    Attributes:
        name: Name in the results.
        kind: One of :data:`annotator.experiments.data.datasets.KINDS`, or for grades of
            :data:`annotator.experiments.data.graded_data.KINDS`.
        options: Files and numbers required by this kind.
        scale: ``range`` to divide by the range of the pool's values, ``none`` to leave the features unchanged.
        classes: Classes to search for; all if empty.
        folder: Base folder of relative paths.
        as_reference: Whether to split at random whatever the classes, and to leave grades in the units of the table, as
            the reference implementation does.
    """

    name: str
    kind: str
    options: Mapping[str, Any]
    scale: str = "none"
    classes: tuple[str, ...] = ()
    folder: Path = Path()
    as_reference: bool = False


@dataclass(frozen=True)
class Method:
    """A strategy with its parameters and model.

    name: Name in the results.
    strategy: Name of the strategy.
    parameters: Parameters of the strategy; missing ones take their defaults.
    model: Settings of the relevance model.
    learn: Whether the model uses the judgements.
    """

    name: str
    strategy: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    model: ModelSettings = field(default_factory=ModelSettings)
    learn: bool = True


@dataclass(frozen=True)
class Experiment:
    """Complete specification of a benchmark: each method runs from each start of each data set.

    Attributes:
        name: Name of the experiment, e.g. that of its file.
        data: Data sets.
        methods: Methods; the first one is compared with the others.
        settings: Rounds, starts and seeds.
        user: The simulated user.
        tracks: What is measured, a subset of :data:`TRACKS`. With ``held-out`` the test images are not in the pool.
        notes: Messages to the user about the interpretation of the file.
        graded: Whether the data sets have grades to predict instead of classes to search for.
    """

    name: str
    data: tuple[DataSource, ...]
    methods: tuple[Method, ...]
    settings: Settings = field(default_factory=Settings)
    user: UserSettings = field(default_factory=UserSettings)
    tracks: tuple[str, ...] = TRACKS
    notes: tuple[str, ...] = ()
    graded: bool = False
