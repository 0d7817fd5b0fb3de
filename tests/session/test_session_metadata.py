"""A topic that asks only about some images, from the settings to the batches."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from small_collection import selection

from annotator.errors import ConfigError
from annotator.parameters import Scope
from annotator.session.session import Session
from annotator.types import Label

REL, IRR = Label.RELEVANT, Label.IRRELEVANT


@pytest.fixture
def sites(session: Session, tmp_path: Path) -> Session:
    """Images 0 to 5 have a depth of 10 times their number, 6 to 11 none; even ones lie at the reef."""
    rows = [f"im{i:04d}.png,{10 * i if i < 6 else ''},{('reef', 'bay')[i % 2]}" for i in range(12)]
    (tmp_path / "sites.csv").write_text("\n".join(["filename,depth,site", *rows]), encoding="utf-8")
    session.collection.metadata.import_table(tmp_path / "sites.csv").run()
    return session


def test_only_images_that_fulfil_the_filter_are_proposed(sites: Session) -> None:
    sites.judge([0], REL)
    assert sites.collection.metadata.check_scope(Scope(filter="depth >= 20 & site == 'reef'")) == 2
    sites.topics.configure(scope=Scope(filter="depth >= 20 & site == 'reef'"))
    batch = sites.next_batch()
    assert batch is not None
    assert set(batch.images) == {2, 4}
    assert batch.note == "Only 2 images are left to judge."
    assert len(sites.rank().images) == 12  # the ranking holds all
    sites.judge_remaining(IRR)
    assert sites.next_batch() is None
    assert sites.selections.engine.select(sites.selections.snapshot()).note == (
        "Every image that fulfills the filter of the topic has been judged."
    )


def test_a_missing_value_fulfils_no_comparison(sites: Session) -> None:
    assert sites.collection.metadata.check_scope(Scope(filter="depth != 20")) == 5
    assert sites.collection.metadata.check_scope(Scope(filter="not known(depth)")) == 6


def test_the_scope_is_kept_with_the_topic_and_with_every_batch(sites: Session, reopened) -> None:
    first = sites.selections.accept(selection(sites, [3]))
    scope = Scope("depth < 45", "0.5 + 0.5 * (site == 'bay')", "site", bursts=False)
    sites.topics.configure(scope=scope)
    second = sites.next_batch(2)
    sites.topics.configure(scope=Scope())
    third = sites.next_batch(2)
    session = reopened(sites)
    assert session.topic.scope == Scope()
    assert [batch.scope for batch in session.judgements.batches] == [Scope(), scope, Scope()]
    assert session.judgements.batches == (first, second, third)
    session.topics.configure(scope=scope)
    assert session.topics.add("other").scope == scope
    report = session.project.path.with_suffix(".json")
    session.export("labels-json", report)
    assert json.loads(report.read_text(encoding="utf-8"))["settings"]["scope"]["filter"] == "depth < 45"


def test_strata_share_a_batch_and_missing_values_are_one(sites: Session) -> None:
    sites.judge([0], REL)
    sites.topics.configure(scope=Scope(stratum="Site"), strategy="topscoring")
    batch = sites.next_batch(6)
    assert batch is not None
    assert sum(image % 2 for image in batch.images) == 3
    sites.topics.configure(scope=Scope(stratum="depth"))  # five depths, and none
    batch = sites.next_batch(6)
    assert batch is not None
    assert sum(image >= 6 for image in batch.images) == 1


def test_weights_are_bounded_and_missing_ones_count_one(sites: Session) -> None:
    sites.topics.configure(scope=Scope(weight="depth / 40"))
    weights = sites.selections.snapshot().steering.weights
    assert weights is not None
    by_image = weights[sites.features.row_of_image]
    np.testing.assert_allclose(by_image, [1e-3, 0.25, 0.5, 0.75, 1, 1, *[1] * 6])


@pytest.mark.parametrize(
    ("scope", "message"),
    [
        (
            Scope(filter="depht > 3"),
            r"filter: There is no column 'depht'; the columns are: folder, file_size, image_note, depth",
        ),
        (Scope(filter="depth + 3"), "filter: .* is a number, not a condition"),
        (Scope(filter="year == 2024"), "filter: year not read yet.*annotator metadata PROJECT --read exif"),
        (Scope(weight="1 / sharpness"), "weight: sharpness not read yet.*--read quality"),
        (Scope(weight="0.5"), "weight: '0.5' is the same for every image"),
        (Scope(stratum="series"), "stratum: time not read yet"),
        (Scope(stratum="colour"), "stratum: There is no column 'colour'; the columns are: folder"),
    ],
)
def test_a_scope_that_cannot_be_used_is_refused_and_nothing_is_stored(sites: Session, scope, message) -> None:
    with pytest.raises(ConfigError, match=message):
        sites.topics.configure(scope=scope, batch_size=3)
    assert sites.topic.scope == Scope()
    assert sites.topic.batch_size == 4
