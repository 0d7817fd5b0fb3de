"""Commands that help to decide when to stop."""

from __future__ import annotations

import argparse
import dataclasses
import math
from typing import TYPE_CHECKING, Any

from annotator.cli.opening import opened
from annotator.cli.output import print_json, print_table, progress_bar, remark

if TYPE_CHECKING:
    from annotator.stopping.advice import Advice
    from annotator.stopping.evidence import Evidence


def audit(given: argparse.Namespace) -> int:
    """Draw a random batch and print the paths of its images."""
    with opened(given) as session, progress_bar("Drawing") as progress:
        batch = session.audit(given.batch_size, given.share, progress)
        paths = [] if batch is None else [session.paths[image] for image in batch.images]
    if batch is None:
        remark("There is no image left to judge.")
        return 1
    if given.json:
        images = [{"path": path, "chance": score} for path, score in zip(paths, batch.scores, strict=True)]
        print_json({"round": batch.round, "strategy": batch.strategy, "note": batch.note, "images": images})
    else:
        for path in paths:
            print(path)
        remark(batch.note)
    return 0


def progress(given: argparse.Namespace) -> int:
    """Print how the search went and what is known about what is left."""
    with opened(given, read_only=True) as session:
        seen, advice = session.evidence(), session.advice()
        topic = session.topic.name
    if given.json:
        print_json({"topic": topic, **_values(seen, advice)})
    else:
        _print(seen, advice)
    return 0


def _values(seen: Evidence, advice: Advice) -> dict[str, Any]:
    titles = ("round", "strategy", "judged", "relevant")
    values = dataclasses.asdict(advice)
    values["cmh_p"] = round(advice.cmh_p, 6)
    values["rules"] = [
        {**dataclasses.asdict(rule), "value": None if math.isnan(rule.value) else rule.value} for rule in advice.rules
    ]
    return {**values, "rounds": [dict(zip(titles, row, strict=True)) for row in seen.per_round]}


def _print(seen: Evidence, advice: Advice) -> None:
    print_table(("round", "strategy", "judged", "relevant"), [[str(cell) for cell in row] for row in seen.per_round])
    print()
    print(f"{advice.found} relevant images found with {advice.judged} judgements.")
    print(f"{advice.consecutive_irrelevant} judgements since the latest relevant image.")
    if advice.likely is not None:
        low, high = advice.likely
        print(f"The collection has likely {low} to {high} relevant images.")
    if advice.expected_left is not None:
        print(f"The calibrated model expects {advice.expected_left:.0f} more; this is its opinion, not a bound.")
    if advice.recall_bound is not None:
        print(
            f"At least {100 * advice.recall_bound:.0f} % of the relevant images are found: there are at most "
            f"{advice.bound} of them."
        )
    for note in advice.notes:
        print(note)
    print()
    for rule in advice.rules:
        value = "-" if math.isnan(rule.value) else f"{rule.value:.3g}"
        print(f"{rule.name} ({value}): {'would stop' if rule.stop else 'would go on'}. {rule.assumes}")
