"""What the votes of rules say of every image: a label model.

A rule votes relevant (+1) or irrelevant (-1) on an image, or abstains (0). Given the relevance of an image, rules vote
independently of each other:

    P(y, v) = P(y) prod_j P(v_j | y).

The probabilities are those of the largest posterior, found by expectation maximization over all images. The relevance
of a judged image is known, so that it anchors the rules; all other images count together no more than
:data:`UNJUDGED` judgements, because rules also agree for reasons that have nothing to do with the topic. Before any
image is seen, a rule is expected to be better than chance, see :data:`ACCURACY`. Rules that vote nearly the same count
less, together about as much as one.

Source:
    Dawid & Skene 1979, Maximum likelihood estimation of observer error-rates using the EM algorithm; Ratner, De Sa, Wu,
    Selsam & Re 2016, Data programming. The anchors, the limit of the others and the weights are our additions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, expit, logit

from annotator.types import FloatArray, IntArray

ACCURACY = 0.8
"""Expected share of the votes of a rule that are right if half of the images are relevant."""
PRIOR = 10.0
"""How many judgements of each class that expectation counts as."""
UNJUDGED = 100.0
"""How many judgements the images that nobody judged count as together, at most."""
SAME = 0.8
"""Correlation of the votes of two rules above which they are taken for one before any accuracy is known."""

MOST_PATTERNS = 4_000
"""Number of patterns of votes above which rates are estimated from as many random images, and the judged ones."""

_OUTCOMES = 3
_ROUNDS, _REWEIGHTED = 200, 5
_LEAST = 1e-4  # probability below which no vote is taken to be, however often it was seen
_CLOSE = 1e-9
_STRONGEST = 6.0  # nats


@dataclass(frozen=True, eq=False)
class Votes:
    """The votes of r rules on n images, by the patterns that occur.

    Attributes:
        patterns: Votes of each rule, -1, 0 or +1, shape (p, r), int8, unique.
        of: Pattern of each image, shape (n,).
    """

    patterns: NDArray[np.int8]
    of: IntArray

    @classmethod
    def of_rules(cls, votes: NDArray[np.int8]) -> Votes:
        """Collect the patterns of votes, shape (r, n), of at most 39 rules."""
        code = np.zeros(votes.shape[1], np.int64)
        for one in votes:
            code = 3 * code + one + 1
        found, of = np.unique(code, return_inverse=True)
        powers = 3 ** np.arange(len(votes))[::-1]
        return cls((found[:, None] // powers % 3 - 1).astype(np.int8), of.reshape(-1))


@dataclass(frozen=True, eq=False)
class LabelModel:
    """The probabilities of votes, and what they say of each pattern of votes.

    Attributes:
        rates: P(vote | relevance), shape (r, 3, 2): votes -1, 0, +1; irrelevant, relevant.
        weights: How much each rule counts, in (0, 1], shape (r,): less than 1 for rules that vote nearly the same.
        balance: Share of relevant images, in (0, 1).
        evidence: Logarithm of how much more often relevant images have each pattern of votes, shape (p,).
        accuracy: Estimated share of the votes of each rule that are right, shape (r,); NaN for one that never votes.
        interval: 95 % interval of it, shape (r, 2).
    """

    rates: FloatArray
    weights: FloatArray
    balance: float
    evidence: FloatArray
    accuracy: FloatArray
    interval: FloatArray

    @property
    def probability(self) -> FloatArray:
        """Probability of relevance by pattern of votes, shape (p,)."""
        return np.asarray(expit(logit(self.balance) + self.evidence))


def label_model(
    votes: Votes,
    rows: IntArray,
    y: FloatArray,
    balance: float,
    *,
    unjudged: float = UNJUDGED,
    prior: float = PRIOR,
) -> LabelModel:
    """Estimate how far rules can be trusted.

    Args:
        votes: Votes on n images.
        rows: Judged images, shape (m,).
        y: Their labels, shape (m,), relevant above 0.
        balance: Share of relevant images, in (0, 1).
        unjudged: How many judgements all other images count as, at most.
        prior: How many judgements of each class the expectation counts as.
    """
    n_patterns = len(votes.patterns)
    known = np.zeros((n_patterns, 2))
    np.add.at(known, (votes.of[rows], (y > 0).astype(np.int64)), 1.0)
    others = np.bincount(votes.of, minlength=n_patterns) - known.sum(axis=1)
    expected = _expected(_shares(votes), balance)
    patterns = votes.patterns
    if n_patterns > MOST_PATTERNS:
        drawn = np.random.default_rng(0).choice(np.setdiff1d(np.arange(len(votes.of)), rows), MOST_PATTERNS, False)
        others = np.bincount(votes.of[drawn], minlength=n_patterns).astype(np.float64)
        kept = np.flatnonzero(others + known.sum(axis=1))
        patterns, known, others = patterns[kept], known[kept], others[kept]
    others *= min(1.0, unjudged / max(float(others.sum()), 1.0))
    shares = (others + known.sum(axis=1)) / max(float(others.sum() + known.sum()), 1.0)
    hot = np.stack([patterns == vote for vote in (-1, 0, 1)], axis=-1).astype(np.float64)
    weights = _weights(_same(patterns, shares, None, balance, SAME))
    for _ in range(_REWEIGHTED):
        rates = _converged(hot, known, others, expected, weights, balance, prior)
        again = _weights(_same(patterns, shares, rates, balance))
        if np.abs(again - weights).max(initial=0.0) < 0.01:
            break
        weights = again
    else:
        rates = _converged(hot, known, others, expected, weights, balance, prior)
    evidence = np.zeros(n_patterns)
    for rule, said in enumerate(_nats(rates, weights)):
        evidence += said[votes.patterns[:, rule] + 1]
    evidence = np.clip(evidence, -_STRONGEST, _STRONGEST)
    accuracy, interval = _accuracy(patterns, hot, known, others, (rates, weights, balance, prior))
    return LabelModel(rates, weights, balance, evidence, accuracy, interval)


def _shares(votes: Votes) -> FloatArray:
    """Return the shares of votes -1, 0, +1 of each rule over all images, shape (r, 3)."""
    often = np.bincount(votes.of, minlength=len(votes.patterns)) / len(votes.of)
    return np.array([np.bincount(one + 1, often, _OUTCOMES) for one in votes.patterns.T]).reshape(-1, _OUTCOMES)


def _expected(shares: FloatArray, balance: float) -> FloatArray:
    """Return the expected rates of rules with these shares of votes -1, 0, +1, shape (r, 3), as shape (r, 3, 2)."""
    odds = ACCURACY / (1.0 - ACCURACY)
    right_class = {0: 1.0 - balance, 2: balance}
    rates = np.zeros((*shares.shape, 2))
    for vote, share in right_class.items():
        fires = shares[:, vote]
        wrong = fires / (odds * share + 1.0 - share)
        right = np.minimum(odds * wrong, 1.0 - _LEAST)
        wrong = np.clip((fires - share * right) / (1.0 - share), 0.0, 1.0 - _LEAST)
        rates[:, vote, vote // 2], rates[:, vote, 1 - vote // 2] = right, wrong
    rates[:, 1] = 1.0 - rates[:, 0] - rates[:, 2]
    rates = np.maximum(rates, _LEAST)
    return np.asarray(rates / rates.sum(axis=1, keepdims=True))


# What expectation maximization needs, as arrays; a class for them would have this one method.
def _converged(
    hot: FloatArray,
    known: FloatArray,
    others: FloatArray,
    expected: FloatArray,
    weights: FloatArray,
    balance: float,
    prior: float,
) -> FloatArray:
    rates = expected
    anchored = np.einsum("prv,py->rvy", hot, known) + prior * expected
    harmful = _wrong_way(anchored / anchored.sum(axis=1, keepdims=True))
    for _ in range(_ROUNDS):
        relevant = expit(logit(balance) + _evidence(hot, rates, weights))
        mass = others[:, None] * np.stack([1.0 - relevant, relevant], axis=1)
        counts = np.einsum("prv,py->rvy", hot, mass) + anchored
        after = _no_worse_than_chance(counts / counts.sum(axis=1, keepdims=True), counts.sum(axis=1), harmful)
        if np.abs(after - rates).max(initial=0.0) < _CLOSE:
            return np.asarray(after)
        rates = after
    return rates


def _wrong_way(rates: FloatArray) -> NDArray[np.bool_]:
    """Return which votes, -1 and +1, of each rule are given more often where they are wrong, shape (r, 2)."""
    return np.stack([rates[:, 0, 0] < rates[:, 0, 1], rates[:, 2, 1] < rates[:, 2, 0]], axis=1)


def _no_worse_than_chance(rates: FloatArray, mass: FloatArray, harmful: NDArray[np.bool_]) -> FloatArray:
    """Let no vote be more frequent where it is wrong, unless the judgements say so: agreement alone proves no error."""
    wrong = _wrong_way(rates) & ~harmful
    for place, vote in enumerate((0, 2)):
        rule = wrong[:, place]
        same = (rates[rule, vote] * mass[rule]).sum(axis=1) / mass[rule].sum(axis=1)
        rates[rule, vote] = same[:, None]
    rates[:, 1] = np.maximum(1.0 - rates[:, 0] - rates[:, 2], _LEAST)
    return np.asarray(rates / rates.sum(axis=1, keepdims=True))


def _nats(rates: FloatArray, weights: FloatArray) -> FloatArray:
    """Return what votes -1, 0, +1 of each rule add to the evidence, shape (r, 3)."""
    ratio = np.log(np.maximum(rates, _LEAST * 1e-3))
    return np.asarray((ratio[..., 1] - ratio[..., 0]) * weights[:, None])


def _evidence(hot: FloatArray, rates: FloatArray, weights: FloatArray) -> FloatArray:
    found = np.einsum("prv,rv->p", hot, _nats(rates, weights))
    return np.asarray(np.clip(found, -_STRONGEST, _STRONGEST))


def _codings(patterns: NDArray[np.int8], rates: FloatArray | None) -> Iterator[tuple[FloatArray, FloatArray]]:
    """Yield votes as numbers, shape (p, r), and how far their means for the two classes are apart, shape (r,).

    Once with their sign, once without: rules that vote always differ in the sign only, and rules with one kind of vote
    in whether they vote.
    """
    apart = np.zeros((patterns.shape[1], 3)) if rates is None else rates[..., 1] - rates[..., 0]
    for vote in (np.array([-1.0, 0.0, 1.0]), np.array([1.0, 0.0, 1.0])):
        yield vote[patterns + 1], apart @ vote


def _same(
    patterns: NDArray[np.int8], shares: FloatArray, rates: FloatArray | None, balance: float, above: float = 0.0
) -> FloatArray:
    """Return how far rules vote the same, from 0 to 1, shape (r, r).

    Args:
        patterns: Patterns of votes.
        shares: Share of images with each pattern.
        rates: Rates, to leave out what the relation of votes to relevance explains; None to leave out nothing.
        balance: Share of relevant images.
        above: Correlation up to which rules are taken for different.
    """
    found = np.zeros((patterns.shape[1],) * 2)
    for coded, apart in _codings(patterns, rates):
        centered = coded - shares @ coded
        left = (centered * shares[:, None]).T @ centered - balance * (1.0 - balance) * np.outer(apart, apart)
        within = np.sqrt(np.maximum(np.diag(left), 0.0))
        within = np.where(within > _CLOSE, within, np.inf)
        found = np.maximum(found, (left / np.outer(within, within) - above) / (1.0 - above))
    return np.clip(found, 0.0, 1.0)


def _weights(same: FloatArray) -> FloatArray:
    """Return 1 for a rule of its own, and 1 / s for one of s rules that vote the same."""
    apart = ~np.eye(len(same), dtype=np.bool_)
    return np.asarray(1.0 / (1.0 + (np.square(same) * apart).sum(axis=1)))


def _accuracy(
    patterns: NDArray[np.int8],
    hot: FloatArray,
    known: FloatArray,
    others: FloatArray,
    fitted: tuple[FloatArray, FloatArray, float, float],
) -> tuple[FloatArray, FloatArray]:
    """Return the share of votes that are right, and its interval.

    An image that nobody judged counts for the interval as far as the other rules know its relevance.
    """
    rates, weights, balance, prior = fitted
    r = len(rates)
    accuracy, interval = np.full(r, np.nan), np.full((r, 2), np.nan)
    uncertain = balance * (1.0 - balance)
    for rule in range(r):
        fires = patterns[:, rule] != 0
        if not (known[fires].sum() + others[fires].sum()):
            continue
        right, wrong = _odds(rates[rule], balance, patterns[:, rule], known.sum(axis=1) + others)
        accuracy[rule] = right / (right + wrong)
        rest = weights.copy()
        rest[rule] = 0.0
        relevant = expit(logit(balance) + _evidence(hot, rates, rest))
        informed = np.clip(1.0 - relevant * (1.0 - relevant) / uncertain, 0.0, 1.0)
        count = prior + known[fires].sum() + (others * informed)[fires].sum()
        a, b = accuracy[rule] * count + 0.5, (1.0 - accuracy[rule]) * count + 0.5
        interval[rule] = betaincinv(a, b, [0.025, 0.975])
        interval[rule] = min(interval[rule, 0], accuracy[rule]), max(interval[rule, 1], accuracy[rule])
    return accuracy, interval


def _odds(rates: FloatArray, balance: float, votes: NDArray[np.int8], mass: FloatArray) -> tuple[float, float]:
    """Return how often the votes of a rule are right and wrong."""
    right = wrong = 0.0
    for vote in (-1, 1):
        if mass[votes == vote].sum() > 0:
            here = rates[vote + 1] * np.array([1.0 - balance, balance])
            right += float(here[(vote + 1) // 2])
            wrong += float(here[(1 - vote) // 2])
    return right, wrong


def summary(votes: NDArray[np.int8], rows: IntArray, y: FloatArray) -> Sequence[tuple[float, float, float, int, int]]:
    """Return coverage, overlap, conflict, and right and judged votes of each rule.

    Coverage is the share of images with a vote of the rule, overlap that with a vote of another one, too, and conflict
    that with an opposite vote.

    Args:
        votes: Votes, shape (r, n).
        rows: Judged images, shape (m,).
        y: Their labels, shape (m,), relevant above 0.

    Source:
        Ratner, Bach, Ehrenberg, Fries, Wu & Re 2017, Snorkel, section 3.
    """
    n = max(votes.shape[1], 1)
    plus, minus = (votes > 0).sum(axis=0), (votes < 0).sum(axis=0)
    label = np.where(y > 0, 1, -1)
    found = []
    for one in votes:
        fires = one != 0
        opposite = np.where(one > 0, minus, plus) > 0
        told = one[rows]
        found.append(
            (
                float(fires.sum() / n),
                float((fires & (plus + minus > 1)).sum() / n),
                float((fires & opposite).sum() / n),
                int((told == label).sum()),
                int((told != 0).sum()),
            )
        )
    return found
