"""The command that imports labels from other programs."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from annotator.cli.arguments import Adder, add_columns, add_parameters, add_plugins, add_project, input_path
from annotator.cli.opening import extensions, opened
from annotator.cli.output import label_word, print_json, print_matches, print_names, print_table

if TYPE_CHECKING:
    from annotator.data.importing import LabelPlan
    from annotator.session.session import Session
    from annotator.types import Label

SHOWN = 20


def add_commands(add: Adder) -> None:
    """Add the commands for imported labels."""
    command = add(
        "import-labels",
        import_labels,
        "import labels from another program",
        "First shows what would change. The import is one undo step.",
    )
    add_project(command)
    command.add_argument("file", type=input_path, metavar="FILE", help="file or folder with labels")
    command.add_argument(
        "--format", metavar="NAME", help="format (default: detected); 'annotator import-formats' lists them"
    )
    command.add_argument("--from", dest="source", metavar="TOPIC", help="topic of the file to import")
    add_parameters(command, "--map", "meaning of a word in the file, e.g. keep=relevant; repeatable")
    add_columns(command, "image", "label")
    command.add_argument(
        "--others", metavar="LABEL", help="label for images that are only in other topics or classes of the file"
    )
    command.add_argument(
        "--on-conflict",
        choices=("stop", "ours", "theirs", "unsure"),
        default="stop",
        help="whose label wins in a conflict (default: stop)",
    )
    command.add_argument("--dry-run", action="store_true", help="only show what would change")
    command.add_argument("--json", action="store_true", help="print JSON")
    add_plugins(command)

    command = add("import-formats", formats, "list the import formats for labels")
    command.add_argument("--json", action="store_true", help="print JSON")
    add_plugins(command)


def import_labels(given: argparse.Namespace) -> int:
    """Show what a file of labels would change, and import it unless conflicts are undecided."""
    from annotator.data.importing import read_labels

    mapping = {word: _label(text) for word, text in given.map}
    others = None if given.others is None else _label(given.others)
    with opened(given, read_only=given.dry_run) as session:
        among = session.extensions.importers
        foreign = read_labels(given.file, given.format or "", mapping, among, dict(given.column))
        plan = session.judgements.plan_import(foreign, given.source, others)
        if given.json:
            print_json(_summary(session, plan))
        else:
            _print(session, plan)
        if given.dry_run:
            return 0
        labels = plan.labels(given.on_conflict)
        change = session.judgements.import_labels(labels, plan.opinions, plan.grades_of(labels))
    if not given.json:
        print(f"{change.text}; undo takes it back." if change.images else "No label was changed.")
        if plan.opinions:
            print(f"How far do these people agree? annotator agreement {given.project} --disputed")
    return 0


def formats(given: argparse.Namespace) -> int:
    """List the formats that labels are read from."""
    loaded = extensions(given)
    known = loaded.importers.values()
    if given.json:
        print_json([{"name": one.name, "title": one.title} for one in known])
    else:
        print_table(("name", "what it is"), [(one.name, one.title) for one in known])
    return 0


def _label(word: str) -> Label | None:
    from annotator.errors import ConfigError
    from annotator.types import Label

    if word.strip().lower() in ("", "unlabelled", "none"):
        return None
    try:
        return Label.from_word(word)
    except ValueError as error:
        raise ConfigError("{error}", error=error) from None


def _summary(session: Session, plan: LabelPlan) -> dict[str, object]:
    return {
        "format": plan.format,
        "topic": plan.topic,
        "new": len(plan.new),
        "same": plan.same,
        "conflicts": [
            {"path": session.paths[c.image], "ours": c.ours.word, "theirs": c.theirs.word, "place": c.place}
            for c in plan.conflicts
        ],
        "matched": dict(plan.steps),
        "matched loosely": [{"name": name, "path": path} for name, path in plan.loose],
        "unmatched": [problem.path for problem in plan.unmatched],
        "reasons": {problem.path: problem.reason for problem in plan.unmatched},
        "contradictory": list(plan.contradictory),
        "people": {judge: len(said) for judge, said in plan.opinions.items()},
        "differing": [session.paths[image] for image in plan.differing],
        **({"grades": len(plan.grades)} if plan.grades else {}),
        "remarks": list(plan.remarks),
    }


def _print(session: Session, plan: LabelPlan) -> None:
    print(f"format: {plan.format}" + (f", topic {plan.topic!r}" if plan.topic else ""))
    print(f"{len(plan.new):>9,} images get a label")
    print(f"{plan.same:>9,} have the same label already")
    print(f"{len(plan.conflicts):>9,} have another label here")
    if plan.grades:
        print(f"{len(plan.grades):>9,} get a grade")
    if plan.opinions:
        print(f"{len(plan.differing):>9,} have different labels of {', '.join(plan.opinions)}, and get none")
    print_matches(plan.steps, plan.shift, plan.loose)
    print_names("names without an image", [f"{one.path}: {one.reason}" for one in plan.unmatched])
    print_names("contradictory in the file, left out", plan.contradictory)
    for remark in plan.remarks:
        print(remark)
    if plan.conflicts:
        print()
        rows = [
            (session.paths[c.image], label_word(c.ours), label_word(c.theirs), c.place) for c in plan.conflicts[:SHOWN]
        ]
        print_table(("image", "here", "in the file", "where"), rows)
        if len(plan.conflicts) > SHOWN:
            print(f"... and {len(plan.conflicts) - SHOWN:,} more")
