"""Advice on when to stop a search: estimates, a bound and stopping rules, each with its assumptions.

The module never states that a search is complete, because no method can.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from annotator.messages import Message
from annotator.stopping import audit, rules
from annotator.stopping.certificate import upper_bound
from annotator.stopping.evidence import Evidence
from annotator.stopping.rules import Verdict

LEAST_SEEN = 5
LEAST_DRAWN = 30
"""Minimum numbers of relevant images found in audits and of images drawn in audits for a likely range."""


@dataclass(frozen=True)
class Advice:
    """State of a search.

    Attributes:
        judged: Number of labeled images.
        found: Number of relevant images.
        consecutive_irrelevant: Judgements of the search (not of audits) since the latest relevant image.
        cmh_p: Smallest p-value of the CMH heuristic for a recall of 95 %.
        audited: Number of images drawn in audits.
        undecided: Number of audited images labeled neither relevant nor irrelevant.
        unfeatured: Number of images without features, which audits and bound do not cover.
        likely: Likely range of the number of relevant images in the collection, at least ``found``; None if there are
            too few audits.
        expected_left: Number of relevant unlabeled images expected by the calibrated model, without a range; None if
            unknown.
        bound: Upper bound of the number of relevant images in the collection (95 %, simultaneous over all rounds); None
            without audits or if it is not below the number of images.
        recall_bound: found / ``bound``, a lower bound of the recall; None if ``bound`` is None.
        rules: Verdicts of the stopping rules.
        notes: Assumptions of the numbers and reasons for missing ones, in sentences.
    """

    judged: int
    found: int
    consecutive_irrelevant: int
    cmh_p: float
    audited: int
    undecided: int
    unfeatured: int
    likely: tuple[int, int] | None
    expected_left: float | None
    bound: int | None
    recall_bound: float | None
    rules: tuple[Verdict, ...]
    notes: tuple[str, ...]


def advise(seen: Evidence, n: int, unfeatured: int = 0, expected_left: float | None = None) -> Advice:
    """Derive advice from the evidence of a search.

    Args:
        seen: Audits and judgements of the search.
        n: Number of images that the search covers, i.e. that have features.
        unfeatured: Number of images of the collection without features.
        expected_left: Number of relevant unlabeled images expected by the calibrated model, if known.
    """
    judged, found = len(seen.sequence), int(seen.sequence.sum())
    limit = max(20, math.ceil(n / 50))
    run = rules.consecutive_irrelevant(seen.searched, limit)
    cmh = rules.cmh(seen.sequence, max(n + unfeatured, judged))
    knee = rules.knee([relevant for round_, _, count, relevant in seen.per_round if round_ and count])
    safe = rules.safe(judged, n + unfeatured, int(run.value), math.ceil(n / 10), limit)
    likely = _likely(seen, found, n)
    bound = upper_bound(seen.pessimistic)
    informative = bound < n
    return Advice(
        judged=judged,
        found=found,
        consecutive_irrelevant=int(run.value),
        cmh_p=cmh.value,
        audited=sum(len(a.pi) for a in seen.pessimistic),
        undecided=seen.undecided,
        unfeatured=unfeatured,
        likely=likely,
        expected_left=expected_left,
        bound=max(math.floor(bound), found) if informative else None,
        recall_bound=found / max(math.floor(bound), found, 1) if informative else None,
        rules=(run, cmh, knee, safe),
        notes=_notes(seen, likely is not None, informative, unfeatured),
    )


def enough(seen: Evidence) -> bool:
    """Return whether audits suffice for a likely range and a calibration, not counting undecided images."""
    found = audit.estimate(seen.optimistic)
    return found is not None and found.seen >= LEAST_SEEN and found.drawn >= LEAST_DRAWN


def _likely(seen: Evidence, found: int, n: int) -> tuple[int, int] | None:
    """Return the range from the lower limit with undecided images irrelevant to the upper limit with them relevant."""
    low, high = audit.estimate(seen.optimistic), audit.estimate(seen.pessimistic)
    if low is None or high is None or not enough(seen):
        return None
    return max(found, math.floor(low.low)), max(found, min(n, math.ceil(high.high)))


def _notes(seen: Evidence, has_range: bool, has_bound: bool, unfeatured: int) -> tuple[str, ...]:
    notes = []
    if not seen.pessimistic:
        notes.append(
            Message(
                "Nothing is known about images that were never shown: no audit was drawn. Draw a random sample "
                "(audit) to find out."
            )
        )
    elif not has_range:
        notes.append(
            Message(
                "No likely range is given: audits have to meet at least {least_seen} relevant images in at least "
                "{least_drawn} drawn ones.",
                least_seen=LEAST_SEEN,
                least_drawn=LEAST_DRAWN,
            )
        )
    else:
        notes.append(
            Message("The likely range is an estimate and not a guarantee; docs/stopping.md has its measured coverage.")
        )
    if has_bound:
        notes.append(
            Message(
                "The bound fails in 5 of 100 searches at most, whenever one looks, provided that audits are judged "
                "without mistakes."
            )
        )
    elif seen.pessimistic:
        notes.append(Message("The audits are too few for a bound below the number of images."))
    if seen.undecided:
        notes.append(
            Message(
                "{undecided} audited images are neither relevant nor irrelevant: the upper ends count them as "
                "relevant, the lower end as irrelevant.",
                undecided=seen.undecided,
            )
        )
    if unfeatured:
        notes.append(
            Message(
                "{unfeatured} images have no features: neither audits nor the bound cover them.", unfeatured=unfeatured
            )
        )
    return tuple(notes)
