"""Commands that show or write the results of a topic."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from annotator.cli.arguments import (
    Adder,
    add_cluster,
    add_layout,
    add_output,
    add_parameters,
    add_plugins,
    add_project,
    count,
    input_path,
    layout_of,
    number,
)
from annotator.cli.opening import extensions, opened, parsed
from annotator.cli.output import label_word, print_json, print_table, progress_bar
from annotator.errors import ExportError, ProjectError
from annotator.parameters import parameters_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from annotator.data.exporting import ClassCounts
    from annotator.data.project.profiles import Profile
    from annotator.session.session import Session
    from annotator.types import Ranking


def add_commands(add: Adder) -> None:
    """Add the commands for rankings and exports."""
    _add_rank(add)
    _add_verify(add)


def _add_rank(add: Adder) -> None:
    command = add("rank", rank, "rank the collection, most relevant first")
    add_project(command)
    command.add_argument("--top", type=count, metavar="N", help="print the first N images (default: all)")
    command.add_argument(
        "--where",
        metavar="CONDITION",
        help="print images that satisfy a condition on rank, score, std, probability, judged, unlabelled, relevant, "
        "irrelevant, unsure, disputed, example, featured, pooled, judge, other topics, and the columns of 'annotator "
        "metadata', e.g. 'probability > 0.8 and unlabelled and year == 2024'",
    )
    command.add_argument("--json", action="store_true", help="print one JSON object per line")
    add_cluster(command)
    add_plugins(command)

    command = add("export", export, "write labels or the ranking to a file")
    add_project(command)
    command.add_argument("--format", metavar="NAME", help="format; 'annotator formats' lists them")
    add_output(command, "-o", "--output", beside_images=True, metavar="FILE", help="file or folder to write")
    add_parameters(command, "--option", "option of the format, e.g. excel=yes; repeatable")
    command.add_argument(
        "--all-topics",
        action="store_true",
        help="for training: the topics are the classes, not the labels; for qrels: all topics in one file",
    )
    command.add_argument(
        "--split",
        metavar="SHARES",
        help="for training: write train, val and test with these shares in percent, e.g. 80/10/10; bursts, "
        "near-duplicates and events are never divided",
    )
    command.add_argument("--seed", type=number, help="seed of the split (default: 0)")
    command.add_argument("--dry-run", action="store_true", help="list what would be written, and write nothing")
    command.add_argument("--remember", metavar="NAME", help="store format, options and file as a profile")
    command.add_argument(
        "--profile", metavar="NAME", help="export with a stored profile; other arguments take precedence"
    )
    command.add_argument("--profiles", action="store_true", help="list the profiles of the project")
    command.add_argument("--forget", metavar="NAME", help="delete a profile")
    command.add_argument("--json", action="store_true", help="print what was written as JSON")
    add_plugins(command)

    command = add(
        "move",
        move,
        "move labeled images into folders, with a journal for undoing it",
        "Without --yes it only shows what would be moved. Moved images are missing from the project; to keep using "
        "it, copy them instead ('annotator export --format class-folders').",
    )
    add_project(command)
    never = {"force": False, "streams": False}
    add_output(command, "-o", "--output", required=True, metavar="FOLDER", help="folder for LABEL/IMAGE", **never)
    add_output(command, "--journal", metavar="FILE", help="journal (default: FOLDER.moves.jsonl)", **never)
    command.add_argument("--unsure", action="store_true", help="also move images judged unsure")
    command.add_argument("--yes", action="store_true", help="move them")

    command = add("undo-move", undo_move, "undo an 'annotator move'")
    command.add_argument("journal", type=input_path, metavar="JOURNAL", help="journal written by 'annotator move'")


def _add_verify(add: Adder) -> None:
    command = add(
        "verify",
        verify,
        "check an evidence pack",
        "Checks that its files are intact and follow from each other and, with the feature file, that the search gives "
        "the same ranking; lists what cannot be checked. The exit status is 1 if something does not hold.",
    )
    command.add_argument(
        "pack", type=input_path, metavar="PACK", help="archive written by 'annotator export --format evidence'"
    )
    command.add_argument(
        "--features", type=input_path, metavar="FEATURES", help="feature file, to recompute the ranking"
    )
    add_layout(command)
    command.add_argument(
        "--signers",
        type=input_path,
        metavar="FILE",
        help="check the signature in PACK.sig by this file of allowed signers of ssh-keygen",
    )
    command.add_argument("--json", action="store_true", help="print JSON")

    command = add("formats", formats, "list the export formats")
    command.add_argument("--json", action="store_true", help="print JSON")
    add_plugins(command)


_RESULTS = {True: "holds", False: "FAILS", None: "not checked"}


def ranked(session: Session) -> Ranking:
    """Return the ranking by all judgements made so far.

    Raises:
        ProjectError: Nothing is judged yet, so no ranking is meaningful.
    """
    if not session.judgements.anything:
        raise ProjectError(
            "{project}: nothing is judged in the topic {topic!r} yet, so there is no ranking. Judge a batch first: "
            "annotator next, annotator judge.",
            project=session.project.path,
            topic=session.topic.name,
        )
    with progress_bar("Ranking") as progress:
        return session.rank(progress)


def rank(given: argparse.Namespace) -> int:
    """Print the ranking, or the part of it that fulfills a condition."""
    import numpy as np

    from annotator.data.metadata.metadata import beside
    from annotator.expressions.expressions import evaluate
    from annotator.session.conditions import columns_of

    with opened(given, read_only=True) as session:
        ranking = ranked(session)
        columns = _columns(session, ranking)
        places = np.arange(len(ranking.images))
        if given.where is not None:
            known = beside(columns, columns_of(session, given.where), ranking.images)
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
    """Return the columns a condition can use, aligned with the ranking; see the help of ``--where``."""
    import numpy as np

    from annotator.data.exporting import UNLABELLED
    from annotator.numerics.chance import probability
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
        "unlabelled": codes == UNLABELLED,
        **{label.word: codes == label.value for label in Label},
    }


def _cell(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def export(given: argparse.Namespace) -> int:
    """Write a topic to a file or folder, with the given options or those of a profile."""
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
                "classes": None if report.counts is None else _counted(report.counts),
            }
        )
        return 0
    for file in report.listing:
        print(f"{file.size:>14,} {file.name}")
    print(report.summary)
    if report.counts is not None:
        titles = ("class", *(report.counts.parts or ("images",)))
        print_table(titles, [(name, *map(str, images)) for name, images in report.counts.rows])
    return 0


def _counted(counts: ClassCounts) -> dict[str, dict[str, int]]:
    """Return the number of images by class and part."""
    return {name: dict(zip(counts.parts or ("images",), images, strict=True)) for name, images in counts.rows}


def _wanted(session: Session, given: argparse.Namespace) -> Profile:
    """Return the export to write: the named profile, overridden by the command line."""
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
    options = format_called(name, session.extensions.exporters).options
    flags = {"all_topics": given.all_topics or None, "split": given.split, "seed": given.seed}
    asked = {flag: value for flag, value in flags.items() if value is not None}
    return Profile(
        given.remember or "", name, target, {**kept, **asked, **parsed(options, given.option, f"format {name}")}
    )


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
    from annotator.verification import verify as check

    with progress_bar("Checking") as progress:
        checks = check(given.pack, given.features, layout_of(given), progress, given.signers)
    if given.json:
        print_json([{"name": one.name, "passed": one.passed, "found": one.found} for one in checks])
    else:
        for one in checks:
            print(f"{_RESULTS[one.passed]:<11}  {one.name} ({one.found})")
    return 1 if any(one.passed is False for one in checks) else 0


def formats(given: argparse.Namespace) -> int:
    """List the export formats."""
    loaded = extensions(given)
    known = loaded.exporters.values()
    if given.json:
        print_json(
            [
                {
                    "name": f.name,
                    "title": f.title,
                    "suffix": f.suffix,
                    "help": f.help,
                    "missing": f.lacking(),
                    "options": {p.name: {"default": p.default, "help": p.help} for p in parameters_of(f.options)},
                }
                for f in known
            ]
        )
    else:
        rows = [
            (
                f.name,
                ", ".join(p.name for p in parameters_of(f.options)),
                f"{f.help} Needs {missing}." if (missing := f.lacking()) else f.help,
            )
            for f in known
        ]
        print_table(("name", "options", "what it is for"), rows)
    return 0
