"""Commands of a round: choose a batch, judge it, undo a step."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.cli.arguments import (
    STACKS,
    Adder,
    add_cluster,
    add_columns,
    add_plugins,
    add_project,
    count,
    input_path,
    stacking,
)
from annotator.cli.judgements.grading import add_grade, stacked_grades, want, wanted_grades, words_of
from annotator.cli.opening import opened
from annotator.cli.output import UNLABELLED, label_word, print_json, print_matches, print_table, progress_bar, remark
from annotator.errors import AmbiguousColumnError, ImageError, TableError

if TYPE_CHECKING:
    from annotator.extraction.pictures import Box
    from annotator.parameters import Stacking
    from annotator.session.session import Session
    from annotator.types import Change, Label


def add_commands(add: Adder) -> None:
    """Add the commands for judging."""
    _add_next(add)
    _add_judge(add)
    _add_mistakes(add)


def _add_next(add: Adder) -> None:
    command = add(
        "next",
        next_batch,
        "choose the next images to judge, and print their paths",
        "Unjudged images of earlier batches stay unlabelled and may be chosen again.",
    )
    add_project(command)
    command.add_argument("-k", "--batch-size", type=count, metavar="K", help="images in this batch")
    command.add_argument(
        "--current", action="store_true", help="print the unjudged images of the current batch instead"
    )
    command.add_argument("--stacks", type=stacking, metavar="WHAT", help=f"one image per stack; {STACKS}")
    command.add_argument("--json", action="store_true", help="print the batch as JSON")
    add_cluster(command)
    add_plugins(command)


def _add_judge(add: Adder) -> None:
    command = add(
        "judge",
        judge,
        "say which images are relevant, irrelevant or unsure",
        "Name an image by its path in the collection, or by its file name if that is unique. Either all labels are "
        "stored or none.",
    )
    add_project(command)
    for word, meaning in (
        ("relevant", "images that show the topic"),
        ("irrelevant", "images that do not"),
        ("unsure", "images you cannot decide; they are not asked again"),
        ("clear", "images whose label is cleared"),
    ):
        command.add_argument(f"--{word}", nargs="+", default=[], metavar="IMAGE", help=meaning)
    add_grade(command)
    command.add_argument(
        "--rest",
        choices=("relevant", "irrelevant", "unsure"),
        help="then label all remaining images of the current batch",
    )
    command.add_argument(
        "--like",
        nargs="+",
        default=[],
        type=input_path,
        metavar="FILE",
        help="pictures from anywhere that show the topic; they become examples",
    )
    command.add_argument(
        "--box", type=_box, metavar="X,Y,W,H", help="for --like: the part of the picture that counts, in pixels"
    )
    command.add_argument(
        "--encoder", type=input_path, metavar="FILE", help="for --like: your own network that computed the features"
    )
    command.add_argument(
        "--csv", type=input_path, metavar="FILE", help="table with the columns path and label; - reads standard input"
    )
    add_columns(command, "image", "label")
    command.add_argument(
        "--stacks",
        type=stacking,
        metavar="WHAT",
        help=f"label the unjudged images of their stacks too, or clear those with the same label; {STACKS}",
    )

    add_project(add("undo", undo, "undo the last step, also from earlier rounds and days"))
    add_project(add("redo", redo, "redo the last undone step"))


def _add_mistakes(add: Adder) -> None:
    command = add(
        "mistakes",
        mistakes,
        "list judgements that are probably mistakes, the most suspect first",
        "Every judgement is predicted from all the others, and those more likely wrong than right are listed. "
        "Nothing is changed: 'annotator judge' changes a label, "
        "'annotator confirm' keeps it.",
    )
    add_project(command)
    command.add_argument("--top", type=count, metavar="N", help="print the first N (default: all)")
    command.add_argument("--json", action="store_true", help="print one JSON object per line")

    command = add("confirm", confirm, "keep labels after review; they are not suspected again")
    add_project(command)
    command.add_argument("images", nargs="+", metavar="IMAGE", help="images, named as in 'annotator judge'")


def next_batch(given: argparse.Namespace) -> int:
    """Choose the next batch and print the paths of its images, or the unlabelled rest of the open batch."""
    with opened(given) as session:
        if given.stacks is not None:
            session.collection.stacks.use(given.stacks)
        batch = session.batch
        if not given.current:
            with progress_bar("Choosing") as progress:
                batch = session.next_batch(given.batch_size, progress)
        if batch is None:
            filtered = " that fulfills the filter of the topic" if session.topic.scope.filter.strip() else ""
            remark(f"There is no image left to judge{filtered}.")
            return 1
        left = [image for image in batch.images if session.label_of(image) is None]
        paths = {image: session.paths[image] for image in left}
        sizes = {image: {"stack": n} for image in left if (n := len(session.collection.stacks.members(image))) > 1}
        topic = session.topic.name
    if given.json:
        scores = dict(zip(batch.images, batch.scores, strict=True))
        images = [{"path": path, "score": scores[image], **sizes.get(image, {})} for image, path in paths.items()]
        head = {"topic": topic, "round": batch.round, "strategy": batch.strategy, "parameters": dict(batch.parameters)}
        print_json({**head, "note": batch.note, "images": images})
    else:
        for path in paths.values():
            print(path)
        if batch.note:
            remark(batch.note)
    return 0


def judge(given: argparse.Namespace) -> int:
    """Store judgements as one step; print every image whose label changed."""
    from annotator.types import Label

    with opened(given) as session:
        if given.box is not None and len(given.like) != 1:
            raise ImageError("--box is a part of one picture. Name it: --like FILE")
        wanted: dict[int, Label | None] = {}
        for word in ("relevant", "irrelevant", "unsure", "clear"):
            label = None if word == "clear" else Label.from_word(word)
            for name in getattr(given, word):
                want(session, wanted, session.find(name), label)
        if given.csv is not None:
            for image, label in _table(session, str(given.csv), dict(given.column)).items():
                want(session, wanted, image, label)
        grades = wanted_grades(session, given, wanted)
        if given.rest is None and given.csv is None and not wanted and not given.like:
            raise ImageError(
                "No image was named. Give --relevant, --irrelevant, --unsure, --clear, --grade, --like, --rest or "
                "--csv."
            )
        if given.stacks is not None:
            named, wanted = wanted, _with_stacks(session, wanted, given.stacks)
            grades = stacked_grades(session, named, grades)
        if given.rest is not None:
            left = [image for image in session.remaining if image not in wanted]
            rest: dict[int, Label | None] = dict.fromkeys(left, Label.from_word(given.rest))
            wanted = {**(rest if given.stacks is None else _stacked(session, rest)), **wanted}
        if given.like:  # stores examples, so after all that can be refused
            _like(session, given)
            if not wanted:
                return 0
        before = words_of(session)
        _print_change(session, _stored(session, wanted, grades), before)
        if session.batch is not None:
            remark(f"{len(session.remaining) or 'Nothing is'} left to judge in this batch.")
    return 0


def _like(session: Session, given: argparse.Namespace) -> None:
    from annotator.extraction.pictures import like

    named = [(path.name, path) for path in given.like]
    with progress_bar("Looking at pictures") as progress:
        change = like(session, named, box=given.box, network=given.encoder).run(progress)
    pictures = "1 picture is an example" if len(named) == 1 else f"{len(named)} pictures are examples"
    remark(f"{pictures} now; the last step: {change.text}")


def _box(text: str) -> Box:
    from annotator.extraction.pictures import Box

    try:
        x, y, width, height = map(int, text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no part of a picture; give four numbers, X,Y,W,H") from None
    return Box(x, y, width, height)


def mistakes(given: argparse.Namespace) -> int:
    """Print the judgements that are more likely wrong than right, the most suspect first."""
    with opened(given, read_only=True) as session, progress_bar("Looking") as progress:
        found = session.label_errors.find().run(progress)[: given.top]
        paths = [session.paths[suspicion.image] for suspicion in found]
    if given.json:
        for path, one in zip(paths, found, strict=True):
            chances = {"wrong": round(one.wrong, 4), "quality": round(one.quality, 4)}
            print_json({"path": path, "label": one.label.word, **chances, "reason": one.reason})
        return 0
    if not found:
        remark("No judgement is suspected to be a mistake.")
        return 0
    rows = [(path, one.label.word, f"{one.wrong:.2f}", one.reason) for path, one in zip(paths, found, strict=True)]
    print_table(("image", "label", "wrong", "why"), rows)
    remark("Look at them again: 'annotator judge' changes a label, 'annotator confirm' keeps it for good.")
    return 0


def confirm(given: argparse.Namespace) -> int:
    """Confirm labels after a second look; print every newly confirmed image."""
    with opened(given) as session:
        images = [session.find(name) for name in given.images]
        for image in images:
            if session.label_of(image) is None:
                raise ImageError(
                    "{path} has no label that could be kept. Nothing was stored.", path=session.paths[image]
                )
        for image in session.label_errors.confirm(images).images:
            print(f"{session.paths[image]}: {label_word(session.label_of(image))} kept")
    return 0


def _stored(session: Session, wanted: dict[int, Label | None], grades: dict[int, int]) -> Change:
    """Store labels as one step, so that one undo takes back what one command did."""
    if grades:
        return session.judgements.record(wanted, grades)
    different = set(wanted.values())
    if len(different) == 1:
        return session.judge(wanted, different.pop())
    return session.judgements.import_labels(wanted)


def _with_stacks(session: Session, wanted: dict[int, Label | None], what: Stacking) -> dict[int, Label | None]:
    """Find the stacks, and return labels for those of the images, too; an image that was named keeps its own."""
    session.collection.stacks.use(what)
    with progress_bar("Finding stacks") as progress:
        session.features.build_graph_along(progress)
        session.collection.stacks.find().run(progress)
    return _stacked(session, wanted)


def _stacked(session: Session, wanted: dict[int, Label | None]) -> dict[int, Label | None]:
    """Return labels for the stacks of the images, too.

    Raises:
        ImageError: Images of one stack have different labels, and the others of that stack would get both.
    """
    stacked = dict(wanted)
    for image, label in wanted.items():
        for one in session.collection.stacks.targets([image], label):
            if one not in wanted and stacked.setdefault(one, label) is not label:
                raise ImageError(
                    "{path}: other images of its stack were given different labels. Name this image as well, or leave "
                    "--stacks out. Nothing was stored.",
                    path=session.paths[one],
                )
    return stacked


def _table(session: Session, source: str, columns: dict[str, str]) -> dict[int, Label | None]:
    """Return the labels in a table, or on standard input for ``-``, by image; empty labels are skipped."""
    from annotator.data.collection.match_names import match
    from annotator.data.collection.mismatch import unmatched
    from annotator.data.files.tables import open_table
    from annotator.data.images.image_columns import KNOWN_TITLES, find_columns

    name = "standard input" if source == "-" else source
    try:
        with open_table(io.BytesIO(_input()) if source == "-" else Path(source), KNOWN_TITLES, name) as table:
            place = find_columns(table, columns, labels=True)
            rows = [
                (number, place.name(cells), cells[place.label].strip().lower())
                for number, cells in table.rows
                if place.label < len(cells)
            ]
    except AmbiguousColumnError:
        raise
    except TableError as error:
        raise ImageError("Nothing was stored: {error}", error=error) from error
    rows = [row for row in rows if row[2] not in ("", "nan", "none", "null")]
    names = list(dict.fromkeys(path for _, path, _ in rows))
    found = match(names, session.paths, session.collection.root)
    if problems := unmatched(found, names, session.paths):
        raise ImageError(
            "{name}: {path}: {reason}. Nothing was stored.",
            name=name,
            path=problems[0].path,
            reason=problems[0].reason,
        )
    image_of_name = dict(zip(names, found.image_of_name.tolist(), strict=True))
    wanted: dict[int, Label | None] = {}
    for line, path, word in rows:
        want(session, wanted, image_of_name[path], _label(word, f"{name}, line {line}"))
    print_matches(found.steps(), found.shift, found.loose(names, session.paths), remark)
    return wanted


def _input() -> bytes:
    """Return the bytes of standard input."""
    stream = getattr(sys.stdin, "buffer", None)
    return stream.read() if stream is not None else sys.stdin.read().encode()


def _label(word: str, where: str) -> Label | None:
    from annotator.data.importing.foreign import WORDS

    if word not in WORDS:
        raise ImageError(
            "{where}: {word!r} is not a label; labels are relevant, irrelevant and unsure, and {unlabelled} takes a "
            "label off. Nothing was stored.",
            where=where,
            word=word,
            unlabelled=UNLABELLED,
        )
    return WORDS[word]


def undo(given: argparse.Namespace) -> int:
    """Undo the last step."""
    return _step(given, forward=False)


def redo(given: argparse.Namespace) -> int:
    """Redo the step undone last."""
    return _step(given, forward=True)


def _step(given: argparse.Namespace, *, forward: bool) -> int:
    with opened(given) as session:
        before = words_of(session)
        change = session.redo() if forward else session.undo()
        if change is None:
            remark("There is nothing to do again." if forward else "There is nothing to take back.")
            return 1
        remark(f"{'Done again' if forward else 'Taken back'}: {change.text}")
        _print_change(session, change, before)
    return 0


def _print_change(session: Session, change: Change, before: Mapping[int, str]) -> None:
    now = words_of(session)
    for image in change.images:
        print(f"{session.paths[image]}: {before.get(image, UNLABELLED)} -> {now.get(image, UNLABELLED)}")
    if not change.text:
        remark("Nothing changed: the images had these labels already.")
