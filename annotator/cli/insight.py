"""Commands for one image: explain its rank, and find similar images."""

from __future__ import annotations

import argparse
import dataclasses
from typing import TYPE_CHECKING

from annotator.cli.arguments import Adder, add_plugins, add_project, count
from annotator.cli.opening import opened
from annotator.cli.output import label_word, print_json, print_table, progress_bar

if TYPE_CHECKING:
    from annotator.model.explanation import Explanation, Place, SimilarImage
    from annotator.session.session import Session


def add_commands(add: Adder) -> None:
    """Add the commands for explanations."""
    command = add(
        "why",
        why,
        "show what the model predicts for an image, and why",
        "Prints why the strategy chose it, the predicted probability, how much of its uncertainty the judgements "
        "remove, its rank now and when the current batch was chosen, and the most similar judged images.",
    )
    add_project(command)
    command.add_argument("image", metavar="IMAGE", help="image, named as in 'annotator judge'")
    command.add_argument("--json", action="store_true", help="print JSON")
    add_plugins(command)

    command = add("similar", similar, "list the images most similar to an image, by their features")
    add_project(command)
    command.add_argument("image", metavar="IMAGE", help="image, named as in 'annotator judge'")
    command.add_argument("--top", type=count, default=20, metavar="N", help="print the first N images (default: 20)")
    command.add_argument("--json", action="store_true", help="print one JSON object per line")
    add_plugins(command)


def why(given: argparse.Namespace) -> int:
    """Print the prediction of the model for an image and the judgements behind it."""
    with opened(given, read_only=True) as session, progress_bar("Looking") as progress:
        image = session.find(given.image)
        found = session.explanations.explain(image).run(progress)
        if given.json:
            print_json(_as_json(session, found))
        else:
            for title, text in _lines(session, found):
                print(f"{title + ':':<24}{text}")
    return 0


def similar(given: argparse.Namespace) -> int:
    """Print the images most like an image."""
    with opened(given, read_only=True) as session, progress_bar("Comparing") as progress:
        found = session.explanations.similar(session.find(given.image), given.top).run(progress)
        rows = [_named(session, one) for one in found]
    if given.json:
        for row in rows:
            print_json(row)
    else:
        cells = [(f"{row['similarity']:.3f}", str(row["label"]), str(row["path"])) for row in rows]
        print_table(("similarity", "label", "path"), cells)
    return 0


def _lines(session: Session, found: Explanation) -> list[tuple[str, str]]:
    lines = [("image", session.paths[found.image]), ("label", label_word(session.label_of(found.image)))]
    lines += [
        (f"chosen in round {p.round}", f"{p.strategy}: {m.quantity.lower()} {m.value(p.score)}".rstrip())
        for p in session.explanations.proposals(found.image)
        for m in [session.explanations.meaning(p)]
    ]
    lines.append(("probability", f"{found.probability:.3f}"))
    if found.others is not None:
        lines.append(("without its judgement", f"{found.others:.3f}"))
    lines += [("score", f"{found.mean:.3f} ± {found.std:.3f}"), ("known", f"{found.known:.0%}")]
    lines += [("rank", _place(found.now)), ("rank before", _place(found.before))]
    for kind, alikes in (("relevant", found.relevant), ("irrelevant", found.irrelevant)):
        lines += [(f"nearest {kind}", f"{session.paths[one.image]} ({one.similarity:.2f})") for one in alikes]
    near = found.neighbours
    if near is not None:
        lines.append(("neighbours", f"{near.size}: {near.relevant} relevant, {near.irrelevant} irrelevant"))
    return lines


def _place(place: Place | None) -> str:
    return "none" if place is None or not place.rank else f"{place.rank} of {place.total}"


def _as_json(session: Session, found: Explanation) -> dict[str, object]:
    chosen = [
        {
            "round": p.round,
            "strategy": p.strategy,
            "quantity": session.explanations.meaning(p).quantity,
            "score": p.score,
        }
        for p in session.explanations.proposals(found.image)
    ]
    return {
        "path": session.paths[found.image],
        "label": label_word(session.label_of(found.image)),
        "chosen": chosen,
        "probability": found.probability,
        "probability_without_its_judgement": found.others,
        "score": found.mean,
        "std": found.std,
        "known": found.known,
        "rank": found.now.rank,
        "rank_before": None if found.before is None else found.before.rank,
        "images": found.now.total,
        "nearest_relevant": [_named(session, one) for one in found.relevant],
        "nearest_irrelevant": [_named(session, one) for one in found.irrelevant],
        "neighbours": None if found.neighbours is None else dataclasses.asdict(found.neighbours),
    }


def _named(session: Session, one: SimilarImage) -> dict[str, object]:
    label = label_word(session.label_of(one.image))
    return {"similarity": round(one.similarity, 4), "label": label, "path": session.paths[one.image]}
