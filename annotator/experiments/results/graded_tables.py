"""Result tables of an experiment with grades. All measures are errors: lower is better."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from annotator.experiments.data.graded_data import GradedData
from annotator.experiments.playing.graded_run import GradedRun
from annotator.experiments.results.measures import GRADED_MEASURES, GRADED_PRIMARY
from annotator.experiments.results.pictures import by_method
from annotator.experiments.results.statistics import Values
from annotator.experiments.results.summary_tables import described, lines_of, number, side_by_side
from annotator.experiments.specification import Experiment


def rounds_table(runs: Sequence[GradedRun]) -> list[dict[str, Any]]:
    """Return one row per round of every search."""
    return [
        {
            "data": run.data,
            "query": run.number,
            "method": run.method,
            "round": state.round,
            "graded": state.graded,
            "rmse": number(state.error),
            "seconds": state.seconds,
        }
        for run in runs
        for state in run.rounds
    ]


def searches_table(runs: Sequence[GradedRun]) -> list[dict[str, Any]]:
    """Return one row per search with all of :data:`~annotator.experiments.results.measures.GRADED_MEASURES`."""
    return [
        {
            "data": run.data,
            "query": run.number,
            "method": run.method,
            "images": run.images,
            "held_out": run.held_out,
            **{name: number(measure(run)) for name, measure in GRADED_MEASURES.items()},
        }
        for run in runs
    ]


def summary(experiment: Experiment, runs: Sequence[GradedRun], data: Mapping[str, GradedData]) -> dict[str, Any]:
    """Return means, intervals, comparisons and the specification of the experiment, as JSON-compatible values."""
    return {
        **described(experiment, GRADED_PRIMARY),
        "lower_is_better": True,
        "results": [
            _group([run for run in runs if run.data == name], data[name])
            for name in dict.fromkeys(run.data for run in runs)
        ],
    }


def _group(runs: Sequence[GradedRun], data: GradedData) -> dict[str, Any]:
    """Return the comparison of the methods on one data set, the first against the others."""
    members = by_method(runs)
    values = {name: _values(searches) for name, searches in members.items()}
    return {
        "data": data.name,
        "images": runs[0].images,
        "held_out": runs[0].held_out,
        "searches": len(next(iter(values.values()))),
        "target_range": [data.low, data.high],
        **side_by_side(members, values, GRADED_MEASURES, {"rmse": "error"}, lower_is_better=True),
    }


def _values(runs: Sequence[GradedRun]) -> Values:
    return {(run.wanted, run.number): GRADED_MEASURES[GRADED_PRIMARY](run) for run in runs}


def text(summed: Mapping[str, Any]) -> str:
    """Return a summary as text tables for a terminal."""
    columns = {"start": ("rmse_start", 8), "final": ("rmse_final", 8)}
    lines = []
    for result in summed["results"]:
        low, high = result["target_range"]
        lines += [
            f"{result['data']}: {result['searches']} searches, {result['images']} images, "
            f"{result['held_out']} held out, {summed['measure']} "
            f"(lower is better; 1 is {(high - low) / 2:.6g} of the target)",
            *lines_of(result, columns, "minus this: below 0 is better"),
        ]
    return "\n".join(lines)
