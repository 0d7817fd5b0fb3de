"""Writing of all figures of an experiment."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from pathlib import Path

from annotator.experiments.data.datasets import ExperimentData
from annotator.experiments.data.graded_data import GradedData
from annotator.experiments.playing.graded_run import GradedRun
from annotator.experiments.playing.running import Outcome
from annotator.experiments.playing.search_run import Player, Run
from annotator.experiments.playing.starts import starts
from annotator.experiments.results.pictures import (
    TITLES,
    class_curves,
    histograms,
    learning_curves,
    needs_matplotlib,
    save,
)
from annotator.experiments.results.search_pictures import contact_sheet, surfaces
from annotator.experiments.specification import HELD_OUT, Experiment
from annotator.strategies.registry import load_registry

_SHEET_METHODS, _SHEET_ROUNDS = 6, 5


def write_pictures(experiment: Experiment, outcome: Outcome[ExperimentData, Run], folder: Path) -> list[Path]:
    """Draw all figures that the data permits: curves and histograms, contact sheets, and surfaces for 2D data.

    Contact sheets and surfaces show the first search of every class.

    Args:
        experiment: The experiment.
        outcome: Its results.
        folder: Existing folder.

    Returns:
        Paths of the files.

    Raises:
        ConfigError: matplotlib is missing.
        ExportError: A file cannot be written.
    """
    needs_matplotlib()
    measures = [name for name in TITLES if HELD_OUT in experiment.tracks or not name.startswith("test_")]
    files = []
    for name in outcome.data:
        runs = [run for run in outcome.runs if run.data == name]
        if not runs:
            continue
        for measure in measures:
            stem = f"{_word(name)}-{measure}"
            files.append(save(learning_curves(runs, measure), folder / f"{stem}-curves.png"))
            files.append(save(class_curves(runs, measure), folder / f"{stem}-classes.png"))
            files.append(save(histograms(runs, measure), folder / f"{stem}-histograms.png"))
        files += _searches(experiment, outcome, runs, folder)
    return files


def write_graded_pictures(outcome: Outcome[GradedData, GradedRun], folder: Path) -> list[Path]:
    """Draw the learning curves of every data set with grades; arguments and errors as in :func:`write_pictures`."""
    needs_matplotlib()
    files = []
    for name in outcome.data:
        runs = [run for run in outcome.runs if run.data == name]
        if runs:
            files.append(save(learning_curves(runs, "error"), folder / f"{_word(name)}-rmse-curves.png"))
    return files


def _searches(
    experiment: Experiment, outcome: Outcome[ExperimentData, Run], runs: Sequence[Run], folder: Path
) -> list[Path]:
    data = outcome.data[runs[0].data]
    methods = {method.name: method for method in experiment.methods}
    files = []
    for start in starts(data, experiment.settings):
        played = [run for run in runs if (run.wanted, run.number) == (start.wanted, start.number)]
        if start.number or not played:
            continue
        stem = f"{_word(data.name)}-{_word(start.wanted)}"
        if data.pictures is not None and len(played[0].rounds) > 1:
            few = [_shortened(run) for run in played[:_SHEET_METHODS]]
            files.append(save(contact_sheet(data, few), folder / f"{stem}-picks.png"))
        if data.features.shape[1] == 2:
            player = Player(data, experiment.settings, experiment.user, load_registry())
            for run in played:
                figure = surfaces(data, start, run, methods[run.method], player.person(start.wanted))
                files.append(save(figure, folder / f"{stem}-{_word(run.method)}-surface.png"))
    return files


def _shortened(run: Run) -> Run:
    """Return a search truncated to its first rounds, to keep a contact sheet legible."""
    return dataclasses.replace(run, rounds=run.rounds[: _SHEET_ROUNDS + 1])


def _word(name: str) -> str:
    """Return a name in a form suitable for a file name."""
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", name)
