"""Certificate of recall: a bound of the number of relevant images that holds whenever one looks, and what it costs.

The bound is a betting confidence sequence. For every number N of relevant images that one may suppose, a bettor stakes
a share c of what can be staked on every drawn image being irrelevant, at odds that are fair if N is right. The capital
is then a nonnegative martingale that starts at 1, so it ever reaches 1 / alpha with probability at most alpha (Ville
1939). All N at which it did are excluded; that of several bettors is averaged, because none knows how many of the
drawn images will be relevant.

Sources:
    Waudby-Smith & Ramdas 2020, Confidence sequences for sampling without replacement; Shekhar, Xu, Lipton, Liang &
    Ramdas 2023, Risk-limiting financial audits via weighted sampling without replacement (unequal probabilities).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import gammaln, logsumexp

from annotator.data.project.search_log import SearchLog
from annotator.errors import ConfigError
from annotator.messages import Message
from annotator.stopping.audit import AuditRound
from annotator.stopping.evidence import AUDIT, Evidence, evidence
from annotator.types import Batch, BoolArray, FloatArray, Label

RECALL, CONFIDENCE = 0.9, 0.95
"""Goal of a certificate unless the person names another one."""

STAKES = np.arange(1, 21) / 20
"""Shares c of what can be staked."""

CAPITAL = STAKES**3 / np.sum(STAKES**3)
"""Capital with which each of them starts: most with those that win if hardly any drawn image is relevant."""


@dataclass(frozen=True)
class Goal:
    """What is to be certified: a recall of at least ``recall`` with a confidence of ``confidence``.

    Raises:
        ConfigError: One of them is not above 0 and below 1.
    """

    recall: float = RECALL
    confidence: float = CONFIDENCE

    def __post_init__(self) -> None:
        for name, value in (("recall", self.recall), ("confidence", self.confidence)):
            if not 0 < value < 1:
                raise ConfigError("{name} = {value}: it has to be above 0 and below 1.", name=name, value=value)

    @property
    def alpha(self) -> float:
        """Probability with which the certificate may be wrong."""
        return 1 - self.confidence

    def refuted(self, found: int) -> int:
        """Return the least number of relevant images with which ``found`` of them would miss the recall."""
        return math.floor(found / self.recall + 1e-9) + 1


@dataclass(frozen=True)
class Part:
    """A part of the collection that is certified, while the whole is not.

    Attributes:
        images: Number of its images with features: those that were there when the random images were drawn.
        found: Number of relevant images found among them.
        bound: Upper bound of the number of relevant images among them.
        added: Number of images with features that came later and are not judged.
    """

    images: int
    found: int
    bound: int
    added: int


@dataclass(frozen=True)
class Certificate:
    """Whether a recall is certified, or what is missing.

    Attributes:
        goal: What is to be certified.
        found: Number of relevant images found among those with features.
        bound: Upper bound of the number of relevant images with features; all that are not judged irrelevant if the
            audits exclude nothing.
        audited: Number of judged random images.
        certified: Whether the goal is reached.
        needed: Random images still to be judged if none of them is relevant, 0 if certified.
        needed_if_one: The same if the first of them is relevant.
        waiting: Random images that are drawn and not judged yet; all of them are among ``needed`` unless certified.
        unsure: Number of unsure images, which may be relevant and are not found.
        part: What is certified if images were added since; None if all is certified, or nothing.
    """

    goal: Goal
    found: int
    bound: int
    audited: int
    certified: bool
    needed: int
    needed_if_one: int
    waiting: int
    unsure: int
    part: Part | None = None

    @property
    def blocked(self) -> bool:
        """Whether no random image helps as long as so many images are unsure."""
        return self.found > 0 and self.found + self.unsure >= self.goal.refuted(self.found)

    @property
    def recall(self) -> float:
        """Recall that is certain with the confidence of the goal, in [0, 1]."""
        return self.found / self.bound if self.found else 0.0

    @property
    def to_draw(self) -> int:
        """Number of images that are still to be drawn if none of them is relevant."""
        return max(self.needed - self.waiting, 0)

    @property
    def text(self) -> Message:
        """The certificate, or what is missing, in a sentence or three."""
        goal = {"recall": f"{100 * self.goal.recall:g}", "confidence": f"{100 * self.goal.confidence:g}"}
        if not self.found:
            return Message("Nothing relevant is found yet, so there is no recall to certify.")
        if self.certified and not self.audited:
            return Message(
                "At least {recall} % of the relevant images are found for certain: hardly any image is left.", **goal
            )
        if self.certified:
            return Message(
                "Certified: at least {recall} % of the relevant images are found, with {confidence} % confidence, by "
                "{n} random image(s). It holds whenever you look.",
                n=self.audited,
                **goal,
            )
        if self.part is not None:
            return self._partly(self.part, goal)
        if self.blocked:
            return Message(
                "{n} image(s) are unsure and may be relevant: decide on them before you certify.", n=self.unsure
            )
        cost = Message(
            "To certify that at least {recall} % of the relevant images are found, with {confidence} % confidence, "
            "judge {n:,} random image(s) if none of them is relevant, {more:,} if one is.",
            n=self.needed,
            more=self.needed_if_one,
            **goal,
        )
        if not self.audited:
            return cost
        return Message("At least {share} % are certain now. {cost}", share=math.floor(100 * self.recall), cost=cost)

    def _partly(self, part: Part, goal: Mapping[str, str]) -> Message:
        certified = Message(
            "Certified only for the {images:,} images that were there when random images were drawn: at least {recall} "
            "% of the relevant ones are found, with {confidence} % confidence, by {n} random image(s).",
            images=part.images,
            n=self.audited,
            **goal,
        )
        cost = Message(
            "{n:,} image(s) came later. To cover them too, judge all of these, or {needed:,} random images if none is "
            "relevant, {more:,} if one is.",
            n=part.added,
            needed=self.needed,
            more=self.needed_if_one,
        )
        return Message("{certified} {cost}", certified=certified, cost=cost)


@dataclass(frozen=True, eq=False)
class _Draws:
    """All draws in the order in which they count, t of them; a draw is one image, or a batch with unequal chances.

    Attributes:
        found: Relevant images labeled before each, shape (t,).
        least: Lower bound of the probabilities, shape (t,), in (0, 1].
        single: Whether it is one image, shape (t,).
        lost: Sum of ln(1 - c least / pi) over its relevant images for each stake c, shape (t, 20), <= 0 or -inf.
    """

    found: FloatArray
    least: FloatArray
    single: BoolArray
    lost: FloatArray

    def capital(self, total: int) -> FloatArray:
        """Return the logarithm of each bettor's capital after each draw if ``total`` were relevant, shape (t, 20).

        A draw multiplies it by prod (1 - c least / pi_i) over the relevant images that it holds. Of one image this has
        the expectation 1 - c least m, where m images are relevant and not found. Of a batch it has at most
        (1 - c least)^m, because its images are negatively associated. Dividing by that makes the game fair.
        """
        missing = np.maximum(total - self.found, 0)[:, None]
        staked = STAKES * self.least[:, None]
        with np.errstate(divide="ignore", invalid="ignore"):
            one = -np.log(np.maximum(1 - staked * missing, 0))
            many = np.where(missing > 0, -missing * np.log1p(-staked), 0.0)
            steps = np.where(self.single[:, None], one, many) + self.lost
            grown = np.log(CAPITAL) + np.cumsum(steps, axis=0)
        return np.where(np.isnan(grown), -np.inf, grown)

    def exclude(self, total: int, alpha: float) -> bool:
        """Return whether the mean capital ever reached 1 / ``alpha`` if ``total`` were relevant."""
        return bool(logsumexp(self.capital(total), axis=1).max() >= -math.log(alpha))


def certify(seen: Evidence, goal: Goal, found: int, possible: int, open_: int) -> Certificate:
    """Return whether ``goal`` is reached, and else what it would cost.

    Args:
        seen: Audits and judgements of the search.
        goal: What is to be certified.
        found: Number of relevant images with features, >= 0.
        possible: Number of images with features that are not judged irrelevant, >= ``found``.
        open_: Number of images with features that are not labeled.
    """
    bound = int(max(min(upper_bound(seen.pessimistic, goal.alpha), possible), found))
    certified = found > 0 and bound < goal.refuted(found)
    audited = sum(len(audit.pi) for audit in seen.pessimistic) - seen.waiting
    unsure = possible - found - open_
    if certified or goal.refuted(found) <= found + unsure:
        return Certificate(goal, found, bound, audited, certified, 0, 0, seen.waiting, unsure)
    left = max(open_ - seen.waiting, 0)
    needed, more = (seen.waiting + images_needed(seen.awaited, goal, found, left, relevant) for relevant in (0, 1))
    return Certificate(goal, found, bound, audited, certified, needed, more, seen.waiting, unsure)


def certificate_of(log: SearchLog, seen: Evidence, goal: Goal) -> Certificate:
    """Return :func:`certify` for a search whose evidence is ``seen``; only images with features count.

    If images came after the random ones were drawn, what does not hold for all may hold for those before.
    """
    whole = _certificate(log, seen, goal)
    inside = log.rateable[log.rateable < seen.there]
    if whole.certified or len(inside) == len(log.rateable):
        return whole
    before = replace(log, rateable=inside)
    part = _certificate(before, evidence(before), goal)
    if not part.certified:
        return whole
    later = log.rateable[log.rateable >= seen.there].tolist()
    return replace(
        whole, part=Part(len(inside), part.found, part.bound, sum(image not in log.labels for image in later))
    )


def _certificate(log: SearchLog, seen: Evidence, goal: Goal) -> Certificate:
    inside = np.isin(np.fromiter(log.labels, np.int64, len(log.labels)), log.rateable)
    labels = [label for label, counts in zip(log.labels.values(), inside.tolist(), strict=True) if counts]
    n = len(log.rateable)
    return certify(seen, goal, labels.count(Label.RELEVANT), n - labels.count(Label.IRRELEVANT), n - len(labels))


def goal_of(batches: Sequence[Batch]) -> Goal:
    """Return the goal for which the latest random images were drawn, the usual one if none was named."""
    for batch in reversed(batches):
        if batch.strategy == AUDIT and "recall" in batch.parameters:
            return Goal(float(batch.parameters["recall"]), float(batch.parameters["confidence"]))
    return Goal()


def upper_bound(rounds: Sequence[AuditRound], alpha: float = 0.05) -> float:
    """Return an upper bound of the number of relevant images, which fails with probability at most ``alpha``.

    The bound holds at all times at once, so one may look after every image and stop at any time, whatever the model
    predicts, and whatever is searched between the audits. It is that of the best moment so far.

    Images of a uniform audit count one by one in the order of the batch, each drawn from those that are left. Undecided
    images that are counted as relevant only make the bound larger, so an audit may be judged in part.

    Args:
        rounds: All audits so far, in order.
        alpha: Probability that the bound fails, in (0, 1).

    Returns:
        A whole number, or infinity if the audits exclude nothing.
    """
    draws = _draws(rounds)
    if draws is None:
        return math.inf
    most = min(audit.found + audit.unlabelled for audit in rounds)
    first = _first(lambda total: draws.exclude(total, alpha), 0, most)
    return math.inf if first > most else first - 1


def excluded(rounds: Sequence[AuditRound], total: int, alpha: float = 0.05) -> bool:
    """Return whether ``total`` relevant images are more than :func:`upper_bound`, which takes longer to compute."""
    draws = _draws(rounds)
    return draws is not None and draws.exclude(total, alpha)


def images_needed(rounds: Sequence[AuditRound], goal: Goal, found: int, open_: int, relevant: int = 0) -> int:
    """Return how many more random images certify ``goal`` if ``relevant`` of them are relevant, the first ones.

    Args:
        rounds: The audits so far.
        goal: What is to be certified.
        found: Relevant images labeled so far, >= 0.
        open_: Images that can still be drawn, >= 0.
        relevant: How many of the images to be drawn are supposed to be relevant, >= 0.

    Returns:
        A number from ``relevant`` to ``open_``; all open images always suffice.
    """
    total = goal.refuted(found + relevant)
    draws = _draws(rounds)
    capital = np.log(CAPITAL) if draws is None else draws.capital(total)[-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        for number in range(relevant):
            staked = STAKES * (total - found - number) / max(open_ - number, 1)
            capital = capital + np.log1p(-STAKES) - np.log(np.maximum(1 - staked, 0))
    capital = np.where(np.isnan(capital), -np.inf, capital)
    missing, left = total - found - relevant, open_ - relevant
    limit = -math.log(goal.alpha)

    def enough(count: int) -> bool:
        """Whether ``count`` irrelevant images suffice; the gamma function gives prod (n - j) / (n - j - c m)."""
        after = left - count - STAKES * missing
        if left - count < missing:  # not so many images are left
            return True
        won = gammaln(left + 1) - gammaln(left - count + 1) - gammaln(left - STAKES * missing + 1) + gammaln(after + 1)
        return bool(logsumexp(capital + won) >= limit)

    return min(relevant + _first(enough, 0, left), open_)


def _first(holds: Callable[[int], bool], low: int, high: int) -> int:
    """Return the least whole number from ``low`` to ``high`` for which ``holds``, which is monotone; else high + 1."""
    high += 1
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low


def _draws(rounds: Sequence[AuditRound]) -> _Draws | None:
    """Return the draws in order; None if there are none."""
    found: list[FloatArray] = []
    least: list[FloatArray] = []
    single: list[BoolArray] = []
    lost: list[FloatArray] = []
    with np.errstate(divide="ignore"):
        for audit in rounds:
            k = len(audit.pi)
            if audit.uniform:  # each image is drawn from those that the ones before it left
                before = np.concatenate([[0], np.cumsum(audit.relevant)[:-1]])
                found.append(audit.found + before)
                least.append(1 / (audit.unlabelled - np.arange(k)))
                lost.append(np.where(audit.relevant[:, None] > 0, np.log1p(-STAKES), 0.0))
            else:
                hits = audit.pi[audit.relevant > 0]
                found.append(np.array([audit.found], np.float64))
                least.append(np.array([audit.least]))
                lost.append(np.log1p(-STAKES * audit.least / hits[:, None]).sum(axis=0)[None])
            single.append(np.full(len(found[-1]), audit.uniform or k == 1))
    if not found:
        return None
    return _Draws(np.concatenate(found), np.concatenate(least), np.concatenate(single), np.concatenate(lost))
