"""What an experiment is: data sets, methods, a simulated person, rounds. Plain values, the same from every format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.parameters import ModelSettings, parameter

HELD_OUT, COLLECTION = "held-out", "collection"
TRACKS = (HELD_OUT, COLLECTION)
"""What is measured: a ranking of images that cannot be judged, or the whole collection with its judgements."""

NO_FEEDBACK = "no-feedback"
"""Name of the control that goes down the ranking of the start and never learns."""


@dataclass(frozen=True)
class Settings:
    """How long and how often a search is played."""

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
    """How the simulated person answers; what is said of an image depends on the image and the seed only."""

    answers: float = parameter(1.0, "Share of the shown images that are answered.", low=0.0, high=1.0)
    mistakes: float = parameter(0.0, "Share of wrong answers.", low=0.0, high=1.0)
    unsure_near_boundary: float = parameter(
        0.0, "Share of unsure answers where half of the most similar images are relevant.", low=0.0, high=1.0
    )


@dataclass(frozen=True)
class DataSource:
    """A data set by name, and how it is used.

    Attributes:
        name: Name in the results.
        kind: One of :data:`annotator.experiments.data.datasets.KINDS`, or for grades of
            :data:`annotator.experiments.data.graded_data.KINDS`.
        options: Files and numbers this kind needs.
        scale: ``range`` to divide by the range of the pool's values, ``none`` to leave the features as they are.
        classes: Classes to look for; all if empty.
        folder: Folder to which relative paths refer.
    """

    name: str
    kind: str
    options: Mapping[str, Any]
    scale: str = "none"
    classes: tuple[str, ...] = ()
    folder: Path = Path()


@dataclass(frozen=True)
class Method:
    """A strategy with its parameters and model.

    Attributes:
        name: Name in the results.
        strategy: Name of the strategy.
        parameters: Its parameters; missing ones take their defaults.
        model: Settings of the relevance model.
        learn: Whether the model sees the judgements.
    """

    name: str
    strategy: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    model: ModelSettings = field(default_factory=ModelSettings)
    learn: bool = True


@dataclass(frozen=True)
class Experiment:
    """Everything a benchmark runs: each method from each start of each data set.

    Attributes:
        name: Name of the experiment, e.g. that of its file.
        data: Data sets.
        methods: Methods; the first is the one that the others are compared with.
        settings: Rounds, starts and seeds.
        user: The simulated person.
        tracks: What is measured, of :data:`TRACKS`. With ``held-out`` the test images are no part of the pool.
        notes: What the user should know about how the file was understood.
        graded: Whether the data sets have grades, which are predicted, instead of classes, which are searched for.
    """

    name: str
    data: tuple[DataSource, ...]
    methods: tuple[Method, ...]
    settings: Settings = field(default_factory=Settings)
    user: UserSettings = field(default_factory=UserSettings)
    tracks: tuple[str, ...] = TRACKS
    notes: tuple[str, ...] = ()
    graded: bool = False
