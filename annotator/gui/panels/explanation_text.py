"""The explanation of an image's rank, in words."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.data.project.history import Judgement
from annotator.data.project.topic_at_revision import Proposal
from annotator.gui.panels.history_panel import local_time, word
from annotator.gui.panels.metadata_rows import Fact
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import localized, number, tr
from annotator.model.explanation import Explanation, Neighborhood, Place
from annotator.session.session import Session
from annotator.types import Label

_SHOWN = 2  # proposals, the latest ones


def proposed(session: Session, image: int) -> list[Fact]:
    """Describe by which strategy and score the image was chosen."""
    found = session.explanations.proposals(image)
    if not found:
        text = tr("Not so far: the model did not ask about it. You can judge it all the same.")
        return [Fact(tr("Proposed"), text)]
    facts = []
    for proposal in reversed(found[-_SHOWN:]):
        facts.append(Fact(tr("Proposed"), _chosen(session, proposal), core_words(proposal.note)))
        meaning = session.explanations.meaning(proposal)
        value = localized(meaning.value(proposal.score))
        if value:
            facts.append(Fact(tr("Because of"), f"{tr(meaning.quantity)}: {value}", tr(meaning.help)))
    return facts


def _chosen(session: Session, proposal: Proposal) -> str:
    strategy = session.selections.registry.strategies.get(proposal.strategy)
    return tr("In round {round}, {place} of {size} in the batch, by “{strategy}”").format(
        round=proposal.round,
        place=proposal.place + 1,
        size=proposal.size,
        strategy=proposal.strategy if strategy is None else tr(strategy.title),
    )


def judged(history: Sequence[Judgement], label: Label | None) -> Fact:
    """Describe when the image got its label; ``history`` has the newest judgement first."""
    if label is None or not history:
        return Fact(tr("Judged"), tr("Not yet"))
    latest = history[0]
    kinds = {
        "example": tr("{label}, as an example of what you look for, {time}"),
        "import": tr("{label}, taken over from a table, {time}"),
    }
    form = kinds.get(latest.kind, tr("{label}, in round {round}, {time}"))
    text = form.format(label=word(label), round=latest.round, time=local_time(latest.at))
    return Fact(tr("Judged"), text)


def believed(found: Explanation) -> list[Fact]:
    """Describe the prediction for the image."""
    if found.others is None:
        guess = likely(found.probability)
        meaning = tr(
            "How likely the model finds it that the image is relevant. It is a guess, not a measured frequency."
        )
    else:
        guess = tr("{guess}, without your judgement").format(guess=likely(found.others))
        meaning = tr("What the model would believe by all other judgements, had you not judged this image.")
    known = tr(
        "How much the judgements say about this image: nothing far from all judged images, nearly everything next to "
        "one."
    )
    rank = tr("Place in the ranking with every judgement made so far, and when the batch was chosen.")
    near = tr("The nearest images of the collection. A judgement is carried on from neighbor to neighbor.")
    return [
        Fact(tr("The model"), guess, meaning),
        Fact(tr("Certainty"), certainty(found.known), known),
        Fact(tr("Rank"), ranks(found.now, found.before), rank),
        Fact(tr("Neighbors"), neighbours(found.neighbours), near),
    ]


def likely(probability: float) -> str:
    """Return a probability in words and numbers."""
    words = (
        (0.02, tr("Almost certainly not relevant")),
        (0.15, tr("Probably not relevant")),
        (0.4, tr("Rather not relevant")),
        (0.6, tr("Could go either way")),
        (0.85, tr("Rather relevant")),
        (0.98, tr("Probably relevant")),
        (2.0, tr("Almost certainly relevant")),
    )
    text = next(text for limit, text in words if probability < limit)
    return f"{text} ({100 * probability:.0f}\u00a0%)"


def certainty(known: float) -> str:
    """Describe how much the judgements say about an image."""
    words = (
        (0.05, tr("The judgements say next to nothing about it yet")),
        (0.25, tr("The judgements say a little about it")),
        (0.6, tr("The judgements say something about it")),
        (0.9, tr("The judgements say much about it")),
        (2.0, tr("The judgements say nearly everything about it")),
    )
    text = next(text for limit, text in words if known < limit)
    return f"{text} ({100 * known:.0f}\u00a0%)"


def ranks(now: Place, before: Place | None) -> str:
    """Describe the present and the previous rank of the image."""
    text = tr("{rank} of {total} now").format(rank=number(now.rank), total=number(now.total))
    if before is None or not before.rank:
        return text
    if before.rank == now.rank:
        return f"{text}, {tr('as before this round')}"
    return f"{text}, {tr('{rank} before this round').format(rank=number(before.rank))}"


def neighbours(found: Neighborhood | None) -> str:
    """Describe the labels of the neighbors in the graph."""
    if found is None:
        return tr("Not known yet; images are compared by their features only")
    carried = found.relevant + found.irrelevant
    if not carried:
        return tr("None of the %n nearest is judged; judgements reach it from further away only", "", found.size)
    return tr("{carried} of the {size} nearest are judged: {relevant} relevant, {irrelevant} irrelevant").format(
        carried=carried, size=found.size, relevant=found.relevant, irrelevant=found.irrelevant
    )
