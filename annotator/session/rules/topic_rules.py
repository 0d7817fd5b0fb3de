"""The rules of the current topic: what they are, how they vote, and how far they can be trusted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.data.metadata.metadata import loaded_of
from annotator.data.project.log.rules import MOST, Rule
from annotator.errors import ConfigError
from annotator.expressions import expressions
from annotator.messages import Message
from annotator.model.label_model import summary
from annotator.model.rule_evidence import RuleEvidence
from annotator.runtime.job import Job
from annotator.session.calls import Count, checked, plain_text
from annotator.session.selections import Selections
from annotator.session.state import State
from annotator.types import BoolArray, Change, Label, Progress

Columns = Callable[[str], Mapping[str, Any]]
OWN = {"disputed", "example", "judge", "selected"}
"""Names in conditions that rules cannot use, unless a table has a column of that name."""
LIKE_ANOTHER = 0.75
"""Weight below which a rule is said to vote nearly as another one does."""


@dataclass(frozen=True)
class RuleReport:
    """A rule and how far it can be trusted.

    Attributes:
        rule: The rule.
        problem: Why it cannot be evaluated now, "" if it can; then it does not vote, and all numbers are 0.
        images: On how many images it votes.
        coverage: On which share of all images it votes.
        overlap: On which share another rule votes, too.
        conflict: On which share another rule votes otherwise.
        accuracy: Estimated share of its votes that are right; NaN if it never votes.
        interval: 95 % interval of it.
        right: How many of its votes on judged images are right.
        judged: On how many judged images it votes.
        weight: How much it counts, in (0, 1]: less than 1 if another rule votes nearly the same.
    """

    rule: Rule
    problem: str = ""
    images: int = 0
    coverage: float = 0.0
    overlap: float = 0.0
    conflict: float = 0.0
    accuracy: float = float("nan")
    interval: tuple[float, float] = (float("nan"), float("nan"))
    right: int = 0
    judged: int = 0
    weight: float = 1.0


@checked
class TopicRules:
    """The rules of the current topic, see docs/rules.md. Iterating yields them; its length is their number.

    A rule that cannot be evaluated any more, e.g. because its column is gone, does not vote.
    """

    def __init__(self, state: State, selections: Selections, columns: Columns) -> None:
        """Let selections use the rules; ``columns`` returns the columns that a condition uses."""
        self._state, self._selections, self._columns = state, selections, columns
        self._evidence = RuleEvidence()
        self._known: dict[str, tuple[list[Any], BoolArray]] = {}
        self._none: BoolArray = np.zeros(0, np.bool_)
        self._rows: tuple[list[Any], tuple[Rule, ...], NDArray[np.int8] | None] | None = None
        selections.vote_by(self._by_row)

    def __iter__(self) -> Iterator[Rule]:
        return iter(self._state.judgements.rules())

    def __len__(self) -> int:
        return len(self._state.judgements.rules())

    def rule(self, number: Count) -> Rule:
        """Return the rule with a number, from 1.

        Raises:
            ConfigError: There is no such rule.
        """
        rules = tuple(self)
        if not 1 <= number <= len(rules):
            raise ConfigError(
                "There is no rule number {number}; the topic {topic!r} has {n} rule(s).",
                number=number,
                topic=self._state.topic.name,
                n=len(rules),
            )
        return rules[number - 1]

    def number(self, rule: Rule) -> int:
        """Return the number of a rule, from 1.

        Raises:
            ConfigError: The topic does not have it.
        """
        if rule not in (rules := tuple(self)):
            raise ConfigError("The topic {topic!r} does not have this rule any more.", topic=self._state.topic.name)
        return rules.index(rule) + 1

    def add(self, condition: str, vote: Label) -> Change:
        """Add a rule, as a step that can be undone.

        Args:
            condition: Where it votes, a condition as of ``annotator rank --where`` on metadata and topics.
            vote: ``RELEVANT`` or ``IRRELEVANT``.

        Raises:
            ConfigError: The condition cannot be evaluated, the rule is there already, or there are too many.
        """
        rule = self.check(condition, vote)
        return self._store([*self, rule], Message("rule: {rule}", rule=rule.text))

    def replace(self, number: Count, condition: str, vote: Label) -> Change:
        """Replace the rule with a number, from 1, as a step that can be undone.

        Raises:
            ConfigError: There is no such rule, or the new one cannot be used, as in :meth:`add`.
        """
        rules = list(self)
        old = self.rule(number)
        if old == Rule(condition.strip(), vote):
            return Change((), self._state.judgements.revision, "")
        rules[number - 1] = rule = self.check(condition, vote)
        return self._store(rules, Message("rule: {rule}", rule=rule.text))

    def remove(self, number: Count) -> Change:
        """Remove the rule with a number, from 1, as a step that can be undone.

        Raises:
            ConfigError: There is no such rule.
        """
        gone = self.rule(number)
        rules = [rule for place, rule in enumerate(self, 1) if place != number]
        return self._store(rules, Message("rule removed: {rule}", rule=gone.text))

    def images(self, condition: str) -> BoolArray:
        """Return for which images a condition holds, shape (N,).

        Raises:
            ConfigError: It cannot be evaluated; the message says why.
        """
        columns = self._columns(condition)
        self._refuse_own_labels(condition)
        used = list(loaded_of(columns).values())
        before, holds = self._known.get(condition, ([], None))
        if holds is not None and [*map(id, used)] == [*map(id, before)]:
            return holds
        found = expressions.evaluate(condition, columns)
        self._known.pop(condition, None)
        self._known[condition] = (used, found)
        if len(self._known) > 2 * MOST:  # conditions that are tried while one is written
            del self._known[next(iter(self._known))]
        return found

    def votes(self) -> NDArray[np.int8]:
        """Return the vote of each rule on each image, +1 relevant, 0 none, -1 irrelevant, shape (r, N), int8."""
        rules = tuple(self)
        return _votes(rules, self._holding(rules)[0], self._state.n_images)

    def report(self) -> Job[tuple[RuleReport, ...], tuple[RuleReport, ...]]:
        """Find out how far each rule can be trusted, by the judgements now."""
        state, rules = self._state, tuple(self)
        holding, problems = self._holding(rules)
        votes = _votes(rules, holding, state.n_images)
        labels = {image: label for image, label in state.judgements.labels.items() if label is not Label.UNSURE}
        images, y = np.array(list(labels), np.int64), np.array(list(labels.values()), np.float64)
        settings = state.topic.model

        def compute(_progress: Progress) -> tuple[RuleReport, ...]:
            _, found = self._evidence.fitted(votes, images, y, settings)
            told = summary(votes, images, y)
            return tuple(
                RuleReport(rule, problem)
                if problem
                else RuleReport(
                    rule,
                    images=int(np.count_nonzero(votes[i])),
                    coverage=told[i][0],
                    overlap=told[i][1],
                    conflict=told[i][2],
                    accuracy=float(found.accuracy[i]),
                    interval=(float(found.interval[i, 0]), float(found.interval[i, 1])),
                    right=told[i][3],
                    judged=told[i][4],
                    weight=float(found.weights[i]),
                )
                for i, (rule, problem) in enumerate(zip(rules, problems, strict=True))
            )

        return Job.of(compute)

    def check(self, condition: str, vote: Label) -> Rule:
        """Return the rule that :meth:`add` would add, and raise what it would raise; nothing is changed."""
        if vote is Label.UNSURE:
            raise ConfigError("A rule votes relevant or irrelevant; where it says nothing, it does not vote.")
        rule = Rule(plain_text(condition, expressions.LONGEST), vote)
        if not rule.condition:
            raise ConfigError("Write a condition that says for which images the rule votes, e.g. folder('2019/night')")
        self.images(rule.condition)
        rules = tuple(self)
        if rule in rules:
            raise ConfigError("The topic {topic!r} has this rule already.", topic=self._state.topic.name)
        if len(rules) >= MOST:
            raise ConfigError("A topic has at most {most} rules. Remove one first.", most=MOST)
        return rule

    def _refuse_own_labels(self, condition: str) -> None:
        """Raise ConfigError if a condition asks for what judgements of the topic say, or for what is selected now."""
        own = self._state.topic.name
        used = expressions.names(condition) - self._state.metadata.keys()
        if asked := sorted(used & OWN):
            raise ConfigError(
                "A rule cannot use {names}: it says what was judged or selected, and a rule is what is known besides.",
                names=" and ".join(asked),
            )
        for word, name in expressions.called(condition):
            if word in expressions.LABEL_WORDS and name.casefold() == own.casefold():
                raise ConfigError("A rule cannot ask for the labels of its own topic, {topic!r}.", topic=own)

    def _store(self, rules: Sequence[Rule], said: Message) -> Change:
        state = self._state
        return state.done(state.judgements.use_rules(rules, said, round=state.round, at=state.now()))

    def _holding(self, rules: Sequence[Rule]) -> tuple[list[BoolArray], list[str]]:
        """Return for which images the condition of each rule holds, shape (N,), and why it cannot be evaluated."""
        holding, problems = [], []
        for rule in rules:
            try:
                holding.append(self.images(rule.condition))
                problems.append("")
            except ConfigError as error:
                holding.append(self._nowhere())
                problems.append(Message("{error}", error=error))
        return holding, problems

    def _nowhere(self) -> BoolArray:
        """Return the same array as long as the collection has as many images."""
        if len(self._none) != self._state.n_images:
            self._none = np.zeros(self._state.n_images, np.bool_)
        return self._none

    def _by_row(self, rules: Sequence[Rule]) -> NDArray[np.int8] | None:
        """Return the votes of rules on rows of features, shape (r, n_rows); None if there are none."""
        if not rules:
            return None
        images, holding = self._state.image_of_row, self._holding(rules)[0]
        used: list[Any] = [*holding, images]
        if self._rows is None or self._rows[1] != tuple(rules) or [*map(id, used)] != [*map(id, self._rows[0])]:
            votes = _votes(rules, holding, self._state.n_images)
            found = np.where(images >= 0, votes[:, np.maximum(images, 0)], np.int8(0)).astype(np.int8)
            self._rows = (used, tuple(rules), found if found.any() else None)
        return self._rows[2]


def _votes(rules: Sequence[Rule], holding: Sequence[BoolArray], n_images: int) -> NDArray[np.int8]:
    """Return the votes of rules, shape (r, N), from where the condition of each holds."""
    votes = np.zeros((len(rules), n_images), np.int8)
    for row, rule, holds in zip(votes, rules, holding, strict=True):
        row[holds] = rule.vote
    return votes
