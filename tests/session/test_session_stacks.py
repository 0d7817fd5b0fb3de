"""Stacks of a session: one step, one slot of a batch, one image for the model to learn from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import h5py
import numpy as np
import pytest
import small_collection
from small_collection import Small

from annotator.data.features import stack_file
from annotator.errors import ConfigError, ExportError, ImageError, ModelError
from annotator.numerics.stacks import Kind
from annotator.parameters import Scope, Stacking
from annotator.session import stacks as module
from annotator.session.session import Session
from annotator.types import Label
from annotator.verification import verify

REL, IRR, UNS = Label.RELEVANT, Label.IRRELEVANT, Label.UNSURE
N, BURST, PAIR = 60, (5, 6, 7, 8), (30, 31)


@pytest.fixture
def small(tmp_path: Path) -> Small:
    made = small_collection.make(tmp_path, N, 16)
    rng = np.random.default_rng(2)
    values = rng.normal(size=(N, 16))
    for group in (BURST, PAIR):
        values[list(group)] = values[group[0]] + rng.normal(scale=0.05, size=(len(group), 16))
    names = [f"{i // 5:02d}/im{i:04d}.png" for i in range(N)]
    small_collection.write_features(made.features, values[::-1], names[::-1])
    return made


@pytest.fixture
def session(small: Small) -> Iterator[Session]:
    with small.create(batch_size=8) as session:
        session.features.build_graph().run()
        session.collection.stacks.find().run()
        yield session


def test_near_duplicates_are_found_whatever_the_order_of_the_rows(session: Session) -> None:
    found = session.collection.stacks.found
    assert found is not None
    assert [found.members(head).tolist() for head in found.heads().tolist()] == [list(BURST), list(PAIR)]
    assert session.collection.stacks.members(6) == BURST
    assert session.collection.stacks.members(0) == (0,)
    with pytest.raises(ImageError, match="no image number 60"):
        session.collection.stacks.members(N)


def test_a_stack_is_judged_as_one_step_that_survives(session: Session, reopened) -> None:
    change = session.collection.stacks.judge([7], REL)
    assert change.images == (7, 5, 6, 8)  # what was seen comes first
    assert change.text == "4 images to relevant"
    assert session.counts.relevant == 4
    later = reopened(session)
    assert {image: later.label_of(image) for image in BURST} == dict.fromkeys(BURST, REL)
    assert later.judgements.undo_text == "4 images to relevant"
    undone = later.undo()
    assert undone is not None
    assert set(undone.images) == set(BURST)
    assert not later.labels
    later.redo()
    assert list(later.labels) == [7, 5, 6, 8]
    assert later.undo() is not None
    assert later.undo() is None


def test_a_label_that_an_image_has_already_is_kept(session: Session) -> None:
    session.judge([6], IRR)
    assert session.collection.stacks.judge([5], REL).images == (5, 7, 8)
    assert session.label_of(6) is IRR
    # A key on a card with a label corrects those that have the same.
    assert session.collection.stacks.targets([8], UNS) == [8, 5, 7]
    assert session.collection.stacks.targets([6], UNS) == [6]
    assert session.collection.stacks.judge([8], UNS).images == (8, 5, 7)
    assert session.collection.stacks.judge([5], None).images == (5, 7, 8)
    assert session.labels == {6: IRR}  # it was judged by itself
    assert not session.collection.stacks.judge([5], None).images
    session.judge([6], None)
    session.judge([6, 7], IRR)
    session.judge([8], UNS)
    assert session.collection.stacks.targets([6], REL) == [6, 5, 7]
    assert session.collection.stacks.targets([5], REL) == [5]


def test_images_without_company_are_judged_as_ever(session: Session) -> None:
    assert session.collection.stacks.judge([0, 30, 1], IRR).images == (0, 30, 31, 1)
    assert session.collection.stacks.judge([0], IRR).images == ()
    with pytest.raises(ImageError):
        session.collection.stacks.judge([0, N], REL)


def test_a_batch_has_at_most_one_image_of_a_stack(session: Session) -> None:
    session.judge([8], REL)
    session.topics.configure(strategy="topscoring")
    batch = session.next_batch(10)
    assert batch is not None
    assert len(batch.images) == 10
    assert len(set(batch.images) & set(BURST)) == 1
    session.topics.configure(scope=Scope(bursts=False))
    batch = session.next_batch(10)
    assert batch is not None
    assert set(batch.images) >= {5, 6, 7}


def test_the_model_learns_from_one_image_of_a_stack_and_label(session: Session) -> None:
    rows = session.features.row_of_image
    session.collection.stacks.judge([7], REL)
    session.judge([0, 1], IRR)
    snapshot = session.selections.snapshot()
    assert snapshot.rows.tolist() == rows[[7, 0, 1]].tolist()
    assert snapshot.alike.tolist() == [[rows[image], rows[7]] for image in (5, 6, 8)]
    assert set(rows[[5, 6, 8]].tolist()) <= set(snapshot.closed.tolist())
    session.judge([6], IRR)  # another label is another thing to learn
    assert session.selections.snapshot().rows.tolist() == rows[[7, 0, 1, 6]].tolist()
    session.collection.stacks.use(Stacking("off"))
    assert len(session.selections.snapshot().rows) == 6


def test_images_that_repeat_a_judgement_change_neither_ranking_nor_cost(session: Session) -> None:
    session.judge([7, 20], REL)
    session.judge([0, 1], IRR)
    one = session.rank()
    session.collection.stacks.judge([7], REL)
    every = session.rank()
    assert every.revision > one.revision
    assert every.images.tolist() == one.images.tolist()
    np.testing.assert_array_equal(every.mean, one.mean)


def test_other_stacks_make_rankings_out_of_date(session: Session) -> None:
    session.collection.stacks.judge([7], REL)
    session.judge([0], IRR)
    session.rank()
    session.collection.stacks.use(Stacking("off"))
    assert session.ranking is None
    assert session.collection.stacks.found is None


def test_the_evidence_of_a_search_with_stacks_holds(session: Session, tmp_path: Path) -> None:
    session.collection.stacks.judge([7], REL)
    session.judge([0, 1], IRR)
    pack = tmp_path / "pack.zip"
    session.export("evidence", pack)
    assert [check.name for check in verify(pack, session.features.path) if check.passed is False] == []


def test_a_label_is_rated_with_the_image_that_stands_for_it(session: Session, tmp_path: Path) -> None:
    session.collection.stacks.judge([7], REL)
    with pytest.raises(ExportError, match="too few to find mistakes"):
        session.export("cleanlab", tmp_path / "nothing.csv")
    session.judge(list(range(10, 22)), IRR)
    session.judge(list(range(22, 30)), REL)
    session.export("cleanlab", tmp_path / "labels.csv")
    rows = (tmp_path / "labels.csv").read_text(encoding="utf-8").splitlines()
    assert len([row for row in rows if any(f"im{image:04d}" in row for image in BURST)]) == 4


def test_why_mistakes_cannot_be_found_says_how_stacks_are_counted(session: Session) -> None:
    session.judge([10, 11], IRR)
    with pytest.raises(ModelError, match=r"0 relevant and 2 irrelevant .* Judge more images first\.$"):
        session.label_errors.find().run()
    session.collection.stacks.judge([7], REL)
    with pytest.raises(ModelError, match=r"1 relevant and 2 irrelevant .* Of the images of a stack, one counts\.$"):
        session.label_errors.find().run()


def test_events_need_times(session: Session, small: Small) -> None:
    session.collection.stacks.use(Stacking("events", 60))
    assert session.collection.stacks.found is None
    with pytest.raises(ConfigError, match="time not read yet"):
        session.collection.stacks.find()
    small_collection.take_at(small, {image: 1000 * (image // 3) + image for image in range(9)})
    session.collection.metadata.read(["exif"]).run()
    found = session.collection.stacks.find().run()
    # The folders hold five images each.
    assert [found.members(head).tolist() for head in found.heads().tolist()] == [[0, 1, 2], [3, 4], [6, 7, 8]]
    assert found.kind[0] == Kind.EVENT
    assert session.collection.stacks.judge([3], REL).images == (3, 4)


def test_stacks_are_cached_until_something_changes(session: Session, monkeypatch: pytest.MonkeyPatch, reopened) -> None:
    found = session.collection.stacks.found
    assert found is not None

    def never(*_: object) -> None:
        raise AssertionError("computed again")

    later = reopened(session)
    monkeypatch.setattr(module, "similar", never)
    again = later.collection.stacks.find().run()
    assert again.of.tolist() == found.of.tolist()
    assert again.kind.tolist() == found.kind.tolist()
    later.collection.stacks.use(Stacking("similar", 61))
    with pytest.raises(AssertionError, match="computed again"):
        later.collection.stacks.find().run()


@pytest.mark.parametrize("damage", ["cut", "text", "wrong numbers"])
def test_a_damaged_cache_is_ignored(session: Session, damage: str) -> None:
    found = session.collection.stacks.found
    assert found is not None
    path = stack_file.place(session.project.path)
    whole = path.read_bytes()
    if damage == "wrong numbers":
        with np.load(path) as stored:
            np.savez(path, mark=stored["mark"], of=np.arange(N)[::-1], kind=stored["kind"])
    else:
        path.write_bytes(whole[: len(whole) // 2] if damage == "cut" else b"no archive")
    session.collection.stacks.use(Stacking("off"))
    session.collection.stacks.use(Stacking())
    assert session.collection.stacks.find().run().of.tolist() == found.of.tolist()
    with np.load(path) as stored:
        assert stored["of"].tolist() == found.of.tolist()


def test_stacks_are_found_along_with_a_batch_but_not_for_a_large_collection(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FOUND_ALONG", N - 1)
    with small.create() as session:
        session.judge([0], REL)
        session.next_batch()
        assert session.collection.stacks.found is None
        monkeypatch.setattr(module, "FOUND_ALONG", N)
        session.next_batch()
        assert session.collection.stacks.found is not None


def test_settings_out_of_range_are_refused() -> None:
    from annotator.parameters import build

    with pytest.raises(ConfigError, match=r"gap: 0\.0 is not a number from 0.1 to 86400"):
        build(Stacking, {"gap": 0.0})
    with pytest.raises(ConfigError, match="one of off, similar, events"):
        build(Stacking, {"kind": "piles"})


def test_an_export_counts_images_and_not_stacks(session: Session, tmp_path: Path) -> None:
    session.collection.stacks.judge([7], REL)
    session.export("labels-json", tmp_path / "labels.json")
    told = json.loads((tmp_path / "labels.json").read_text(encoding="utf-8"))
    assert sum(one["label"] == "relevant" for one in told["images"]) == 4


def test_what_was_found_by_other_settings_is_not_used(session: Session) -> None:
    job = session.collection.stacks.find()
    session.collection.stacks.use(Stacking("off"))
    job.run()
    assert session.collection.stacks.found is None


# Splits


def parts_of(session: Session, target: Path, **options: object) -> dict[int, str]:
    """Export the labels in parts, and return the part of each image."""
    session.export("class-folders", target, options={"split": "50/25/25", **options})
    image_of = {Path(path).name: image for image, path in enumerate(session.paths)}
    return {image_of[file.name]: file.relative_to(target).parts[0] for file in target.rglob("*.png")}


@pytest.mark.parametrize("kind", ["similar", "off"])
def test_a_split_never_divides_a_stack_whatever_the_view_shows(session: Session, tmp_path: Path, kind: str) -> None:
    session.collection.stacks.use(Stacking(kind))
    session.judge(range(40), REL)
    session.judge(range(40, N), IRR)
    for seed in range(8):
        parts = parts_of(session, tmp_path / f"{kind}{seed}", seed=seed)
        assert sorted(parts) == list(range(N))
        assert set(parts.values()) == {"train", "val", "test"}
        assert all(len({parts[image] for image in stack}) == 1 for stack in (BURST, PAIR))
    assert session.collection.stacks.settings.kind == kind


def test_a_split_never_divides_the_events_that_the_view_shows(session: Session, small: Small, tmp_path: Path) -> None:
    triples = [(i, i + 1, i + 2) for i in range(0, N, 5)]  # of one folder, as five images are in each
    small_collection.take_at(small, {i: 1000.0 * stack[0] + i for stack in triples for i in stack})
    session.collection.metadata.read(["exif"]).run()
    session.collection.stacks.use(Stacking("events", 30))
    session.judge(range(N), REL)
    parts = parts_of(session, tmp_path / "out")
    assert all(len({parts[image] for image in stack}) == 1 for stack in triples)
    assert all(len({parts[image] for image in stack}) == 1 for stack in (BURST, PAIR))


def test_a_copy_of_an_image_of_a_burst_is_in_its_part(small: Small) -> None:
    """It is in no stack, as these are bursts or near-duplicates."""
    with h5py.File(small.features, "r+") as file:
        file["features"][N - 1 - 50] = file["features"][N - 1 - BURST[0]]
    small_collection.take_at(small, {image: 1000.0 + image for image in BURST})
    with small.create() as session:
        session.collection.metadata.read(["exif"]).run()
        session.features.build_graph().run()
        stacks = session.collection.stacks.find().run()
        assert stacks.kind[BURST[0]] == Kind.BURST
        assert stacks.size[50] == 1
        found = session.collection.stacks.undivided().run()
        assert len(set(found[[*BURST, 50]].tolist())) == 1
        assert found[50] != found[PAIR[0]] == found[PAIR[1]]
