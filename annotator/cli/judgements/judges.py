"""Commands for several people who judge the same collection."""

from __future__ import annotations

import argparse
import math
from typing import TYPE_CHECKING, Any

from annotator.cli.arguments import Adder, add_output, add_project, input_path, number
from annotator.cli.opening import opened
from annotator.cli.output import label_word, print_json, print_table, remark

if TYPE_CHECKING:
    from annotator.agreement import Agreement
    from annotator.data.judges.agreeing import Pair
    from annotator.session.judges import JudgeReport
    from annotator.session.session import Session


def add_commands(add: Adder) -> None:
    """Add the commands for other people."""
    command = add(
        "share",
        share,
        "write a copy of a project for another person, without any judgement",
        "The first batch of the copy are images that both of you judge, so that it can be said how far you agree.",
    )
    add_project(command)
    command.add_argument("--judge", required=True, metavar="NAME", help="name of the other person")
    command.add_argument(
        "--overlap", type=number, default=50, metavar="N", help="how many images both judge (default: 50)"
    )
    add_output(
        command, "-o", "--output", required=True, force=False, streams=False, metavar="PROJECT", help="copy to write"
    )

    command = add(
        "merge",
        merge,
        "add what other people judged in copies of a project",
        "Labels given here never change. Images without one take over theirs, unless they contradict each other; "
        "annotator undo takes that back. Merging a file again adds what is new in it.",
    )
    add_project(command, topic=False)
    command.add_argument("copies", nargs="+", type=input_path, metavar="COPY", help="project of another person")
    command.add_argument("--judge", metavar="NAME", help="name of the person, if the file does not say it")
    command.add_argument("--json", action="store_true", help="print JSON")

    command = add(
        "agreement",
        agreement,
        "show how far the people agree who judged a topic, and the images on which they do not",
        "Cohen's kappa, Gwet's AC1 and Krippendorff's alpha with 95 % bootstrap intervals. Judgements made after "
        "another person's answer was there do not count, nor does unsure.",
    )
    add_project(command)
    command.add_argument("--disputed", action="store_true", help="list the images to decide about")
    add_output(command, "-o", "--output", metavar="FILE", help="write who said what as CSV")
    command.add_argument("--json", action="store_true", help="print JSON")


def share(given: argparse.Namespace) -> int:
    """Write a copy for another person."""
    with opened(given) as session:
        both = session.judgements.others.share(given.output, given.judge, given.overlap).run()
    print(f"{given.output}: a copy for {given.judge}; its first batch are {len(both)} images that both of you judge.")
    print("Send it with the images and the features, or to a machine that has them.")
    print(f"Afterwards: annotator merge {given.project} {given.output}")
    return 0


def merge(given: argparse.Namespace) -> int:
    """Add what other people judged."""
    with opened(given) as session:
        reports = [session.judgements.others.merge(copy, given.judge or "").run() for copy in given.copies]
    if given.json:
        print_json([
            {"file": str(copy), "topics": [vars(one) for one in report.topics], "notes": list(report.notes)}
            for copy, report in zip(given.copies, reports, strict=True)
        ])  # fmt: skip
        return 0
    for copy, report in zip(given.copies, reports, strict=True):
        for one in report.topics:
            _tell(one)
        if not report.topics:
            print(f"{copy}: nobody judged anything in it.")
        for note in report.notes:
            print(f"  {note}")
    if any(one.disputed for report in reports for one in report.topics):
        print(f"Who is right? annotator agreement {given.project} --disputed")
    return 0


def _tell(one: JudgeReport) -> None:
    what = f"{one.steps} new steps" if one.steps else "nothing new"
    print(f"{one.topic}: {one.judge} judged {one.judged:,} images, {what}.")
    print(f"  {one.adopted:,} images took over the label, {one.disputed:,} are disputed.")
    if one.unknown:
        shown = ", ".join(one.unknown[:3])
        print(f"  {len(one.unknown):,} judged images are not in this project, e.g. {shown}.")


def agreement(given: argparse.Namespace) -> int:
    """Show how far people agree."""
    with opened(given, read_only=True) as session:
        pairs = session.judgements.others.agreement()
        disputed = session.judgements.others.disputed().tolist()
        paths = session.paths
        if given.output is not None:
            _write(session, given)
    if given.json:
        print_json({"agreement": [_as_json(one) for one in pairs], "disputed": [paths[image] for image in disputed]})
        return 0
    if not pairs:
        remark("Only one person judged this topic. annotator share makes a copy for another one.")
        return 0
    titles = ["people", "images", "agree", "kappa", "AC1", "alpha"]
    print_table(titles, [
        [_names(one), f"{one.images:,}", *map(_value, (one.raw, one.kappa, one.ac1, one.alpha))] for one in pairs
    ])  # fmt: skip
    remark(f"{len(disputed):,} images to decide about")
    if given.disputed:
        for image in disputed:
            print(paths[image])
    return 0


def _write(session: Session, given: argparse.Namespace) -> None:
    import csv

    from annotator.data.files.atomic import atomic_write

    opinions = session.judgements.others.opinions()
    codes = session.judgements.codes
    with atomic_write(given.output) as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["path", *(name or "owner" for name in opinions.judges), "label", "decided"])
        for row, image in enumerate(opinions.images.tolist()):
            said = [_word(int(code)) for code in (*opinions.labels[row], codes[image])]
            writer.writerow([session.paths[image], *said, "yes" if opinions.settled[row] else ""])


def _word(code: int) -> str:
    from annotator.types import Label

    return label_word(Label(code)) if code in (-1, 0, 1) else ""


def _names(one: Pair) -> str:
    return ", ".join(name or "you" for name in one.judges)


def _value(one: Agreement | None) -> str:
    if one is None or math.isnan(one.value):
        return "-"
    return f"{one.value:.2f} ({one.low:.2f} to {one.high:.2f})"


def _as_json(one: Pair) -> dict[str, Any]:
    def plain(measure: Agreement | None) -> list[float] | None:
        if measure is None or math.isnan(measure.value):
            return None
        return [round(value, 4) for value in (measure.value, measure.low, measure.high)]

    return {
        "people": list(one.judges),
        "images": one.images,
        "raw": plain(one.raw),
        "kappa": plain(one.kappa),
        "ac1": plain(one.ac1),
        "alpha": plain(one.alpha),
        "relevant": [None if math.isnan(share) else round(share, 4) for share in one.relevant],
    }
