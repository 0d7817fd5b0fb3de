"""The command that lists judgements."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from annotator.cli.arguments import Adder, add_plugins, add_project, count, number
from annotator.cli.opening import opened
from annotator.cli.output import label_word, print_json, print_table, progress_bar, remark

if TYPE_CHECKING:
    from annotator.data.project.history import HistoryFilter, Judgement
    from annotator.session.session import Session


def add_commands(add: Adder) -> None:
    """Add the commands for the history."""
    command = add(
        "history",
        history,
        "list judgements, newest first",
        "Every label that was ever set, including undone ones.",
    )
    add_project(command)
    command.add_argument(
        "--label",
        choices=("relevant", "irrelevant", "unsure", "cleared"),
        help="only those that set this label, or cleared one",
    )
    command.add_argument(
        "--round", type=number, metavar="N", help="only those of this round; 0 is before the first batch"
    )
    command.add_argument(
        "--kind",
        choices=("judge", "changed", "example", "import", "undo", "redo"),
        help="only those of this kind; changed: those that replaced another judgement",
    )
    command.add_argument(
        "--since", type=_time, metavar="TIME", help="only those since this UTC time, e.g. 2024-05-31T08:00"
    )
    command.add_argument("--name", metavar="TEXT", help="only images with this text in their path")
    command.add_argument(
        "--against-model",
        action="store_true",
        help="only current labels that the model finds more likely wrong than right, least likely first",
    )
    command.add_argument("--top", type=count, metavar="N", help="print the first N (default: all)")
    command.add_argument("--json", action="store_true", help="print one JSON object per line")
    add_plugins(command)


def _time(text: str) -> str:
    """Parse a time (UTC without an offset) and format it as the record stores it."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text}: no time. Write it like 2024-05-31 or 2024-05-31T08:00") from None
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def history(given: argparse.Namespace) -> int:
    """Print judgements, newest first or least probable first."""
    with opened(given, read_only=True) as session:
        words = session.topics.grades
        wanted = _wanted(given)
        entries = session.judgements.history(None if given.against_model else given.top, wanted)
        doubted: list[float] = []
        if given.against_model:
            entries, doubted = _doubted(session, entries)
            entries = entries[: given.top]
        total = session.judgements.history_size()
    if given.json:
        for at, entry in enumerate(entries):
            print_json(_as_json(entry) | ({"probability": round(doubted[at], 4)} if doubted else {}))
        return 0
    titles = ["time", "round", "kind", "was", "label", "image"]
    rows = [[entry.at, str(entry.round), entry.kind, *_words(entry, words), entry.path] for entry in entries]
    if any(entry.judge for entry in entries):
        titles.insert(5, "who")
        for row, entry in zip(rows, entries, strict=True):
            row.insert(5, entry.judge)
    if doubted:
        titles.insert(5, "model")
        for row, belief in zip(rows, doubted, strict=False):
            row.insert(5, f"{belief:.3f}")
    if rows:
        print_table(titles, rows)
    remark(f"{len(entries):,} of {total:,} judgements")
    return 0


def _words(entry: Judgement, words: Sequence[str]) -> tuple[str, str]:
    """Return the label before and after; the word of the grade instead, where an image was given one."""
    before, after = (
        label_word(label) if grade is None or grade >= len(words) else words[grade]
        for label, grade in ((entry.old, entry.old_grade), (entry.new, entry.new_grade))
    )
    return before, after


def _wanted(given: argparse.Namespace) -> HistoryFilter:
    from annotator.data.project.history import HistoryFilter

    return HistoryFilter(
        text=given.name or "",
        label=given.label or "",
        round=given.round,
        since=given.since or "",
        kind=given.kind or "",
    )


def _doubted(session: Session, entries: list[Judgement]) -> tuple[list[Judgement], list[float]]:
    """Return the judgements that the model considers more likely wrong than right, and their probabilities."""
    import numpy as np

    from annotator.model.label_likelihood import label_likelihoods, least_likely

    with progress_bar("Ranking") as progress:
        ranking = session.rank(progress)
    ranks = np.zeros(session.n_images, dtype=np.int64)
    ranks[ranking.images] = np.arange(1, len(ranking.images) + 1)
    found = least_likely(entries, session.labels, ranks, ranking, only_doubted=True)
    return found, label_likelihoods(found, ranks, ranking).tolist()


def _as_json(entry: Judgement) -> dict[str, object]:
    return {
        "path": entry.path,
        "was": label_word(entry.old),
        "label": label_word(entry.new),
        "round": entry.round,
        "time": entry.at,
        "kind": entry.kind,
        **({"judge": entry.judge} if entry.judge else {}),
        **({} if entry.old_grade is None else {"was_grade": entry.old_grade}),
        **({} if entry.new_grade is None else {"grade": entry.new_grade}),
    }
