"""The rules of a topic in the log: conditions on images, each with the vote that it gives.

All rules are stored as one text among the words of a topic, so that every change of them is a step that can be undone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.messages import Message
from annotator.types import Label

RULES = "rules"
"""Name of the rules among the values that are stored."""
MOST = 30
"""Most rules of a topic."""


@dataclass(frozen=True)
class Rule:
    """What a person knows about images: where the condition holds, they are relevant, or they are not.

    Attributes:
        condition: Condition on the images, see docs/metadata.md.
        vote: ``RELEVANT`` or ``IRRELEVANT``; a rule says nothing of the images for which the condition does not hold.
    """

    condition: str
    vote: Label

    def facts(self) -> dict[str, str]:
        """Return the rule as plain values."""
        return {"condition": self.condition, "vote": self.vote.word}

    @property
    def text(self) -> Message:
        """The rule in words."""
        if self.vote is Label.RELEVANT:
            return Message("relevant where {condition}", condition=self.condition)
        return Message("irrelevant where {condition}", condition=self.condition)


def text_of_rules(rules: Sequence[Rule]) -> str:
    """Return rules as they are stored; an empty list ends the use of rules."""
    return json.dumps({RULES: [rule.facts() for rule in rules]}, ensure_ascii=False)


def rules_of(facts: Mapping[str, Any]) -> tuple[Rule, ...]:
    """Return the rules that :func:`text_of_rules` stored.

    Raises:
        LookupError, TypeError, ValueError: They are not what it stores.
    """
    found = tuple(Rule(str(one["condition"]), Label.from_word(one["vote"])) for one in facts[RULES])
    if len(found) > MOST or any(rule.vote is Label.UNSURE for rule in found):
        raise ValueError("too many rules, or a vote that no rule gives")
    return found
