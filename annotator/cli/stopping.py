"""Commands that help decide when to stop."""

from __future__ import annotations

import argparse
import dataclasses
import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.cli.arguments import Adder, add_output, add_project, count, share
from annotator.cli.opening import opened
from annotator.cli.output import print_json, print_table, progress_bar, remark
from annotator.errors import ExportError
from annotator.messages import Message

if TYPE_CHECKING:
    from annotator.stopping.advice import Advice
    from annotator.stopping.evidence import Evidence
    from annotator.stopping.progress import SearchProgress


def add_commands(add: Adder) -> None:
    """Add the commands for stopping."""
    command = add(
        "audit",
        audit,
        "draw random images to judge, to estimate how much is left to find",
        "Judge all of them like a batch; 'annotator progress' then shows the estimate.",
    )
    add_project(command)
    command.add_argument("-k", "--batch-size", type=count, metavar="N", help="images to draw (default: a batch)")
    command.add_argument(
        "--share",
        type=share,
        default=0.5,
        metavar="U",
        help="share of the draw that ignores the ranking, above 0; the rest prefers likely relevant images (default: "
        "0.5)",
    )
    command.add_argument("--json", action="store_true", help="print the batch as JSON")

    command = add(
        "certify",
        certify,
        "certify that a share of the relevant images is found, or say what that would cost",
        "Without --draw, nothing is changed. docs/stopping.md explains the certificate.",
    )
    add_project(command)
    command.add_argument("--recall", type=share, metavar="R", help="share of the relevant images (default: 0.9)")
    command.add_argument(
        "--confidence", type=share, metavar="C", help="probability that the certificate is right (default: 0.95)"
    )
    command.add_argument("--draw", action="store_true", help="draw the random images that are missing, to judge them")
    add_output(
        command,
        "-o",
        "--output",
        metavar="FILE",
        help="write it with everything that it rests on, as pages to print (.pdf) or for programs (.json)",
    )
    command.add_argument("--json", action="store_true", help="print JSON")

    command = add(
        "progress",
        progress,
        "show the progress of the search and estimates of what is left to find",
        "docs/stopping.md explains the numbers.",
    )
    add_project(command)
    add_output(
        command,
        "--plot",
        metavar="FILE.svg",
        help="plot the learning curve and the share of relevant images per batch instead",
    )
    add_output(command, "--csv", metavar="FILE", help="write the numbers of these plots instead")
    command.add_argument("--json", action="store_true", help="print JSON")


def audit(given: argparse.Namespace) -> int:
    """Draw a random batch and print the paths of its images."""
    with opened(given) as session, progress_bar("Drawing") as progress:
        batch = session.stopping.audit(given.batch_size, given.share).run(progress)
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


def certify(given: argparse.Namespace) -> int:
    """Print the certificate or what is missing, and the paths of the images that are to be judged for it."""
    with opened(given, read_only=not given.draw) as session, progress_bar("Drawing") as progress:
        last = session.stopping.certificate().goal
        named = dataclasses.replace(
            last,
            **{
                name: value
                for name, value in (("recall", given.recall), ("confidence", given.confidence))
                if value is not None
            },
        )
        state = session.stopping.certificate(named)
        if given.draw:
            batch = session.stopping.certify(named.recall, named.confidence).run(progress)
            drawn = [] if batch is None else [session.paths[image] for image in batch.images]
        if given.output is not None:
            _write_certificate(given.output, *session.exports.certificate(named))
    if given.json:
        values = dataclasses.asdict(state) | {"recall_certain": state.recall}
        print_json({**values, "text": state.text, **({"drawn": drawn} if given.draw else {})})
    else:
        print(state.text)
        if state.waiting and not state.certified:
            print(Message("{n} random image(s) are drawn and not judged yet.", n=state.waiting))
        elif not given.draw and state.to_draw:
            print(f"Draw them with: annotator certify PROJECT --draw --recall {named.recall:g}")
        for path in drawn if given.draw else ():
            print(path)
    return 0


def _write_certificate(target: Path, record: Mapping[str, Any], page: bytes) -> None:
    from annotator.data.exporting.evidence import json_of
    from annotator.data.files.atomic import atomic_binary

    kind = target.suffix.lower()
    if kind not in (".pdf", ".json"):
        raise ExportError(
            "{file}: a certificate is written as PDF or JSON. Choose a name that ends in .pdf or .json.", file=target
        )
    with atomic_binary(target) as stream:
        stream.write(page if kind == ".pdf" else json_of(record).encode())


def progress(given: argparse.Namespace) -> int:
    """Print the progress of the search and estimates of what is left to find."""
    with opened(given, read_only=True) as session:
        found, topic = session.stopping.progress().run(), session.topic.name
    if given.csv is not None or given.plot is not None:
        _write(found, topic, given)
    elif given.json:
        print_json({"topic": topic, "next": found.next_step.text, **_values(found.seen, found.advice)})
    else:
        step = found.next_step
        print(step.text)
        if step.sample:
            print(f"To know more, judge {step.sample} random images: annotator audit PROJECT -k {step.sample}")
        print()
        _print(found.seen, found.advice)
    return 0


def _write(found: SearchProgress, topic: str, given: argparse.Namespace) -> None:
    from annotator.data.exporting import atomic_write
    from annotator.stopping.drawing import drawing
    from annotator.stopping.progress import curve_csv

    files = []
    if given.csv is not None:
        files.append((given.csv, curve_csv(found)))
    if given.plot is not None:
        if given.plot.suffix.lower() != ".svg":
            raise ExportError(
                "{file}: plots are written as SVG here. Choose a name that ends in .svg.", file=given.plot
            )
        files.append((given.plot, drawing(found, topic)))
    for target, text in files:
        with atomic_write(target) as stream:
            stream.write(text)
        print(target)


def _values(seen: Evidence, advice: Advice) -> dict[str, Any]:
    titles = ("round", "strategy", "judged", "relevant")
    values = dataclasses.asdict(advice)
    values["cmh_p"] = round(advice.cmh_p, 6)
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
        state = "too early to tell" if math.isnan(rule.value) else f"{rule.value:.3g}, stops at {rule.limit:.3g}"
        print(f"{rule.name} ({state}): {'would stop' if rule.stop else 'would go on'}. {rule.assumes}")
