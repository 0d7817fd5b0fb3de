"""Commands that show or write what a topic has come to."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from annotator import parameters
from annotator.cli.opening import opened, parsed
from annotator.cli.output import label_word, print_json, print_table, progress_bar
from annotator.errors import ExportError, ProjectError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from annotator.data.project.profiles import Profile
    from annotator.session.session import Session
    from annotator.types import Ranking


def ranked(session: Session) -> Ranking:
    """Return the ranking by all judgements made so far.

    Raises:
        ProjectError: Nothing is judged yet, so that every order is as good as any other.
    """
    if not session.labels and not session.examples.external:
        raise ProjectError(
            f"{session.project.path}: nothing is judged in the topic {session.topic.name!r} yet, so there is no "
            "ranking. Judge a batch first: annotator next, annotator judge."
        )
    with progress_bar("Ranking") as progress:
        return session.rank(progress)


def rank(given: argparse.Namespace) -> int:
    """Print the ranking, or the part of it that fulfils a condition."""
    import numpy as np

    from annotator.data.metadata.metadata import beside
    from annotator.expressions.expressions import evaluate

    with opened(given, read_only=True) as session:
        ranking = ranked(session)
        columns = _columns(session, ranking)
        places = np.arange(len(ranking.images))
        if given.where is not None:
            known = beside(columns, session.collection.metadata.columns.used_in(given.where), ranking.images)
            places = np.flatnonzero(evaluate(given.where, known))
        rows = [
            {
                **{name: columns[name][place].item() for name in ("rank", "score", "std", "probability")},
                "label": label_word(session.label_of(int(ranking.images[place]))),
                "path": session.paths[ranking.images[place]],
            }
            for place in places[: given.top]
        ]
    if given.json:
        for row in rows:
            print_json(row)
    else:
        titles = ("rank", "score", "std", "probability", "label", "path")
        print_table(titles, [[_cell(row[title]) for title in titles] for row in rows])
    return 0


def _columns(session: Session, ranking: Ranking) -> dict[str, NDArray[Any]]:
    """Return what a condition can be about, aligned with the ranking; see the help of ``--where``."""
    import numpy as np

    from annotator.data.exporting import UNLABELLED
    from annotator.model.posterior import probability
    from annotator.types import Label

    codes = np.full(session.n_images, UNLABELLED, np.int8)
    codes[list(session.labels)] = [label.value for label in session.labels.values()]
    codes = codes[ranking.images]
    return {
        "rank": np.arange(1, len(ranking.images) + 1),
        "score": ranking.mean,
        "std": ranking.std,
        "probability": probability(ranking.mean, ranking.std),
        "judged": codes != UNLABELLED,
        **{label.word: codes == label.value for label in Label},
    }


def _cell(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def export(given: argparse.Namespace) -> int:
    """Write a topic to a file or folder, as the person says or as a profile remembers."""
    changes = bool(given.remember or given.forget)
    with opened(given, read_only=not changes) as session:
        if given.forget:
            session.exports.profile(given.forget)
            session.exports.delete_profile(given.forget)
        if given.profiles or (given.forget and not given.format):
            _print_profiles(session, given)
            return 0
        wanted = _wanted(session, given)
        if given.remember:
            session.exports.save_profile(wanted)
        with progress_bar("Writing") as progress:
            report = session.export(wanted.format, wanted.target, progress, wanted.options, dry_run=given.dry_run)
    if given.json:
        print_json(
            {
                "files": [str(file) for file in report.files],
                "images": report.written,
                "left out": report.left_out,
                "listing": [{"name": file.name, "size": file.size} for file in report.listing],
            }
        )
        return 0
    for file in report.listing:
        print(f"{file.size:>14,} {file.name}")
    print(report.summary)
    return 0


def _wanted(session: Session, given: argparse.Namespace) -> Profile:
    """Return what to write: the profile that is named, with what the command line says in its place."""
    from annotator.data.exporting import format_called
    from annotator.data.project.profiles import Profile

    known = session.exports.profile(given.profile) if given.profile else None
    name = given.format or (known.format if known else None)
    target = given.output or (known.target if known else None)
    if name is None or target is None:
        raise ExportError(
            "Say what to write: --format NAME -o FILE, or --profile NAME; 'annotator formats' lists them."
        )
    kept = known.options if known and known.format == name else {}
    options = {**kept, **parsed(format_called(name).options, given.option, f"format {name}")}
    return Profile(given.remember or "", name, target, options)


def _print_profiles(session: Session, given: argparse.Namespace) -> None:
    profiles = session.exports.profiles
    if given.json:
        for one in profiles:
            print_json(
                {"name": one.name, "format": one.format, "target": str(one.target), "options": dict(one.options)}
            )
    else:
        rows = [
            (one.name, one.format, str(one.target), ", ".join(f"{k}={v}" for k, v in one.options.items()))
            for one in profiles
        ]
        print_table(("profile", "format", "file", "options"), rows)


def move(given: argparse.Namespace) -> int:
    """Move images with a label into folders, or show what would be moved."""
    from annotator.data.exporting.move_images import move_images, plan_moves

    journal = given.journal or given.output.with_name(f"{given.output.name}.moves.jsonl")
    with opened(given, read_only=True) as session:
        moves = plan_moves(session.exports.source(), given.output, unsure=given.unsure)
    if not given.yes:
        for one in moves:
            print(f"{one.old} -> {one.new}")
        print(f"{len(moves):,} images would be moved; --yes moves them. The journal will be {journal}.")
        return 0
    with progress_bar("Moving") as progress:
        moved = move_images(moves, journal, progress)
    print(f"Moved {moved:,} images. To take it back: annotator undo-move {journal}")
    return 0


def undo_move(given: argparse.Namespace) -> int:
    """Move images back; 1 if some could not be."""
    from annotator.data.exporting.move_images import undo_moves

    with progress_bar("Moving back") as progress:
        back, problems = undo_moves(given.journal, progress)
    print(f"Moved {back:,} images back.")
    for problem in problems:
        print(problem)
    return 1 if problems else 0


def verify(given: argparse.Namespace) -> int:
    """Check an evidence pack; 1 if something does not hold."""
    from annotator.cli.features import layout_of
    from annotator.verification import verify as check

    with progress_bar("Checking") as progress:
        checks = check(given.pack, given.features, layout_of(given), progress)
    if given.json:
        print_json([{"name": one.name, "passed": one.passed, "found": one.found} for one in checks])
    else:
        for one in checks:
            print(f"{'holds' if one.passed else 'FAILS'}  {one.name} ({one.found})")
    return 0 if all(one.passed for one in checks) else 1


def formats(given: argparse.Namespace) -> int:
    """List the export formats."""
    from annotator.data.exporting import FORMATS

    if given.json:
        print_json(
            [
                {
                    "name": f.name,
                    "title": f.title,
                    "suffix": f.suffix,
                    "help": f.help,
                    "options": {
                        p.name: {"default": p.default, "help": p.help} for p in parameters.parameters(f.options)
                    },
                }
                for f in FORMATS.values()
            ]
        )
    else:
        rows = [(f.name, ", ".join(p.name for p in parameters.parameters(f.options)), f.help) for f in FORMATS.values()]
        print_table(("name", "options", "what it is for"), rows)
    return 0
