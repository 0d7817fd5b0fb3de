"""The command for rules: what a person knows of the images of a topic."""

from __future__ import annotations

import argparse
import math
from typing import TYPE_CHECKING, Any

from annotator.cli.arguments import Adder, add_project, number
from annotator.cli.opening import opened
from annotator.cli.output import print_json, print_table, remark

if TYPE_CHECKING:
    from annotator.session.rules.topic_rules import RuleReport


def add_commands(add: Adder) -> None:
    """Add the command."""
    command = add(
        "rules",
        change_and_list,
        "list, add and remove rules: conditions that say which images are relevant or irrelevant",
        'A rule votes on the images for which its condition holds, e.g. "hour < 6" or "folder(\'2019/night\')"; how '
        "far each can be trusted is estimated from how rules and judgements agree. Votes count in the ranking less and "
        "less as judgements come. Conditions are those of annotator rank --where on metadata and topics.",
    )
    add_project(command)
    command.add_argument(
        "--relevant",
        action="append",
        default=[],
        metavar="CONDITION",
        help="add a rule for relevant images; repeatable",
    )
    command.add_argument(
        "--irrelevant",
        action="append",
        default=[],
        metavar="CONDITION",
        help="add a rule for irrelevant images; repeatable",
    )
    command.add_argument(
        "--remove", type=number, action="append", default=[], metavar="N", help="remove rule number N; repeatable"
    )
    command.add_argument("--which", type=number, metavar="N", help="list the images on which rule number N votes")
    command.add_argument("--json", action="store_true", help="print JSON")


def change_and_list(given: argparse.Namespace) -> int:
    """Change and list rules."""
    from annotator.session.rules.topic_rules import LIKE_ANOTHER
    from annotator.types import Label

    changes = given.relevant or given.irrelevant or given.remove
    with opened(given, read_only=not changes) as session:
        rules = session.topics.rules
        gone = [rules.rule(place) for place in sorted(set(given.remove))]
        added = [(one, Label.RELEVANT) for one in given.relevant] + [
            (one, Label.IRRELEVANT) for one in given.irrelevant
        ]
        for condition, vote in added:  # all of them are used, or none
            rules.check(condition, vote)
        for rule in gone:
            rules.remove(rules.number(rule))
        for condition, vote in added:
            rules.add(condition, vote)
        if given.which is not None:
            condition = rules.rule(given.which).condition
            for image in rules.images(condition).nonzero()[0].tolist():
                print(session.paths[image])
            return 0
        report = rules.report().run()
        topic = session.topic.name
    if given.json:
        print_json({"topic": topic, "rules": [_as_json(one) for one in report]})
        return 0
    if not report:
        remark(f'The topic {topic!r} has no rules. Add one: annotator rules PROJECT --irrelevant "hour < 6"')
        return 0
    titles = ("no.", "vote", "images", "coverage", "overlap", "conflict", "accuracy", "interval", "judged", "condition")
    print_table(titles, [_row(place, one) for place, one in enumerate(report, 1)])
    for place, one in enumerate(report, 1):
        if one.problem:
            remark(f"Rule {place} does not vote: {one.problem}")
        elif not one.images:
            remark(f"Rule {place} does not vote: its condition holds for no image.")
        elif one.weight < LIKE_ANOTHER:
            remark(f"Rule {place} votes nearly as another one does, and counts {one.weight:.0%}.")
    return 0


def _row(place: int, one: RuleReport) -> tuple[str, ...]:
    known = not math.isnan(one.accuracy)
    return (
        str(place),
        one.rule.vote.word,
        f"{one.images:,}",
        *(f"{share:.1%}" for share in (one.coverage, one.overlap, one.conflict)),
        f"{one.accuracy:.0%}" if known else "",
        f"{one.interval[0]:.0%} to {one.interval[1]:.0%}" if known else "",
        f"{one.right} of {one.judged}" if one.judged else "",
        one.rule.condition,
    )


def _as_json(one: RuleReport) -> dict[str, Any]:
    names = ("images", "coverage", "overlap", "conflict", "accuracy", "interval", "right", "judged", "weight")
    return {**one.rule.facts(), "problem": str(one.problem), **{name: getattr(one, name) for name in names}}
