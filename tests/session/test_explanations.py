"""What a session says of one image."""

from __future__ import annotations

import numpy as np
import pytest
import small_collection

from annotator.engine import Engine
from annotator.errors import ImageError
from annotator.session.session import Session
from annotator.strategies.registry import BUILT_IN
from annotator.strategies.score_meanings import FIRST_LOOK, GENERAL, MEANINGS, meaning
from annotator.types import Label

REL, IRR = Label.RELEVANT, Label.IRRELEVANT


def ranks(session: Session) -> dict[int, int]:
    return {int(image): rank for rank, image in enumerate(session.rank().images, 1)}


def test_an_image_has_the_rank_of_the_ranking_now_and_of_the_time_of_the_batch(session: Session) -> None:
    session.judge([2, 3], REL)
    session.judge([7], IRR)
    session.judge([7], None)
    before = ranks(session)
    batch = session.next_batch()
    assert batch is not None
    session.judge([5], IRR)
    session.undo()
    session.judge(batch.images[:2], IRR)
    session.judge([2], IRR)
    now = ranks(session)
    for image in range(12):
        found = session.explanations.explain(image).run()
        assert found.image == image
        assert (found.now.rank, found.now.total) == (now[image], 12)
        assert found.before is not None
        assert found.before.rank == before[image]
    found = session.explanations.explain(9).run()
    assert [one.image for one in found.relevant] == [3]
    assert {one.image for one in found.irrelevant} <= {2, *batch.images[:2]}
    assert len(found.irrelevant) == 3


def test_another_program_run_says_the_same(session: Session, reopened) -> None:
    session.judge([1], REL)
    batch = session.next_batch()
    session.judge(batch.images[:1], IRR)
    one = session.explanations.explain(10).run()
    again = reopened(session).explanations.explain(10).run()
    assert (again.now, again.before, again.neighbours) == (one.now, one.before, one.neighbours)
    assert again.mean == pytest.approx(one.mean, abs=1e-5)


def test_it_tells_how_an_image_was_chosen(session: Session) -> None:
    first = session.next_batch()
    (chosen,) = session.explanations.proposals(first.images[1])
    assert (chosen.round, chosen.place, chosen.size) == (1, 1, 4)
    assert session.explanations.meaning(chosen) is FIRST_LOOK
    assert session.explanations.explain(first.images[1]).run().before is None
    session.judge(first.images, IRR)
    second = session.next_batch()
    (chosen,) = session.explanations.proposals(second.images[0])
    assert session.explanations.meaning(chosen) is MEANINGS["mix"]
    assert session.explanations.meaning(chosen).value(chosen.score).endswith(" bits")
    outside = next(image for image in range(12) if image not in (*first.images, *second.images))
    assert session.explanations.proposals(outside) == ()
    assert [entry.new for entry in session.judgements.history_of(first.images[0])] == [IRR]
    assert session.judgements.history_of(outside) == []


def test_the_most_similar_images_are_named(session: Session) -> None:
    found = session.explanations.similar(4, 3).run()
    x = np.random.default_rng(7).normal(size=(12, 4)).astype(np.float32)[::-1]
    order = np.argsort(np.square(x - x[4]).sum(axis=1))
    assert [one.image for one in found] == order[1:4].tolist()
    assert found[0].similarity >= found[1].similarity >= found[2].similarity
    assert session.explanations.by_similarity(4).run().tolist() == order.tolist()


def test_an_image_that_cannot_be_compared_is_refused(tmp_path) -> None:
    small = small_collection.make(tmp_path, extra_images=["extra/none.png"])
    with small.create() as session:
        lonely = session.find("none.png")
        for ask in (session.explanations.explain, session.explanations.similar):
            with pytest.raises(ImageError, match=r"none\.png: this image has no features"):
                ask(lonely)
            with pytest.raises(ImageError, match="no image number 99"):
                ask(99)


def test_external_examples_of_the_time_count(session: Session) -> None:
    session.examples.add_external([9.0, 9.0, 9.0, 9.0], "far")
    (example,) = session.examples.external
    session.next_batch()
    session.examples.remove_external(example)
    before = session.selections.snapshot_before()
    assert before is not None
    assert before.examples.tolist() == [[9.0] * 4]
    assert session.selections.snapshot(0).examples.shape == (0, 4)


def test_every_strategy_says_what_its_score_means() -> None:
    assert set(MEANINGS) == {strategy.name for strategy in BUILT_IN}
    assert meaning("of-a-plugin", {}) is GENERAL
    collected, learned = (meaning("mix", {"find": 0.5}, place, 8) for place in (3, 4))
    assert (collected.quantity, learned.quantity) == ("Predicted relevance", "Expected information")
    assert meaning("mix", {"collect_first": 10}) is GENERAL
    assert MEANINGS["borderline"].value(-0.25) == "0.25"
    assert MEANINGS["clusters"].value(7.0) == "7 images"
    assert MEANINGS["audit"].value(0.125) == "12%"
    assert MEANINGS["topscoring"].value(-0.25) == "−0.25"
    assert GENERAL.value(float("nan")) == ""


def test_the_engine_explains_without_any_judgement(session: Session) -> None:
    assert isinstance(session.selections.engine, Engine)
    found = session.explanations.explain(0).run()
    assert (found.before, found.relevant, found.irrelevant, found.others) == (None, (), (), None)
    assert found.known == pytest.approx(0.0)
