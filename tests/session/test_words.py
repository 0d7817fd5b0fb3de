"""Words in the log of a topic: undone, stored, recovered, exported and verified."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import lite0_collection
import numpy as np
import pytest
from lite0_collection import EXTRACTOR
from small_collection import Small

from annotator.data.features import annotator_hdf5
from annotator.data.features.features import FeatureStore
from annotator.data.project.examples import Words
from annotator.data.recovery.recover import recover
from annotator.errors import FeatureError, ProjectError
from annotator.session.session import Session
from annotator.types import Label
from annotator.verification import verify
from annotator.words import Interpreter


@pytest.fixture
def things(tmp_path: Path) -> Small:
    return lite0_collection.make(tmp_path)


@pytest.fixture
def project(things: Small) -> Iterator[Session]:
    with things.create(batch_size=4) as session:
        yield session


def say(session: Session, text: str) -> None:
    session.topics.use_words(Interpreter().understand(text, session.features.extractor))


def kinds(session: Session, images: object) -> list[str]:
    return [session.paths[image].split("/")[0] for image in np.asarray(images).tolist()]


def test_words_rank_the_collection_before_anything_is_judged(project: Session) -> None:
    assert project.topics.words is None
    assert not project.judgements.anything
    for text, kind in (("glass bottle", "bottles"), ("cardboard box", "boxes"), ("dog", "dogs")):
        say(project, text)
        assert project.judgements.anything
        assert set(kinds(project, project.rank().images[:8])) == {kind}
    batch = project.next_batch()
    assert batch is not None
    assert kinds(project, batch.images[:2]) == ["dogs", "dogs"]


def test_words_are_steps_that_can_be_undone_also_later(
    project: Session, reopened: Callable[[Session], Session]
) -> None:
    say(project, "glass bottle")
    ranked = project.rank()
    say(project, "dog")
    project.topics.use_words(Words(""))
    assert project.topics.words is None
    session = reopened(project)
    assert session.judgements.undo_text == "no words"
    assert session.undo().text == "no words"
    assert session.topics.words.text == "dog"
    assert session.undo().text == "words dog"
    assert session.topics.words.text == "glass bottle"
    again = session.rank()
    assert np.array_equal(again.images, ranked.images)
    assert np.array_equal(again.mean, ranked.mean)
    assert session.redo().text == "words dog"
    assert session.topics.words.text == "dog"
    session.undo()
    session.undo()
    assert session.topics.words is None
    assert session.undo() is None
    session.redo()
    assert [one.name for one in session.topics.words.meanings[:1]] == ["wine bottle"]


def test_every_topic_has_its_own_words(project: Session) -> None:
    first = project.topic.id
    say(project, "dog")
    other = project.topics.add("other")
    project.topics.switch(other.id)
    assert project.topics.words is None
    say(project, "cardboard")
    project.topics.switch(first)
    assert project.topics.words.text == "dog"


def test_judgements_count_together_with_words(project: Session) -> None:
    say(project, "dog")
    before = project.rank()
    boxes = [i for i, path in enumerate(project.paths) if path.startswith("boxes/")]
    dogs = [i for i, path in enumerate(project.paths) if path.startswith("dogs/")]
    project.judge(boxes[:3], Label.RELEVANT)
    project.judge(dogs[:3], Label.IRRELEVANT)
    assert kinds(project, before.images[:8]) == ["dogs"] * 8
    after = kinds(project, project.rank().images[:8])
    assert after.count("boxes") >= 5
    assert "dogs" not in after
    batch = project.next_batch()
    assert batch is not None
    earlier = project.selections.snapshot_before()
    assert earlier is not None
    assert earlier.words is not None


def test_the_words_before_the_batch_are_known_when_only_words_were(project: Session) -> None:
    say(project, "dog")
    project.next_batch()
    assert project.selections.snapshot_before().words is not None
    project.topics.use_words(Words(""))
    assert project.selections.snapshot().words is None
    assert project.selections.snapshot_before().words is not None


def test_words_for_other_features_are_refused(project: Session) -> None:
    words = Interpreter().understand("dog", EXTRACTOR)
    for wrong, why in (
        (dataclasses.replace(words, encoder="clip 1"), "the words were understood for features of"),
        (dataclasses.replace(words, direction=words.direction[:512]), "do not belong together"),
    ):
        with pytest.raises(FeatureError, match=why):
            project.topics.use_words(wrong)
    assert project.judgements.revision == 0


def test_words_are_without_effect_once_the_features_are_of_another_encoder(things: Small, tmp_path: Path) -> None:
    with things.create() as session:
        say(session, "dog")
        session.judge([0], Label.RELEVANT)
    other = tmp_path / "other.h5"
    with FeatureStore.open(things.features) as store:
        annotator_hdf5.convert(store, other, lambda _share: None, {"extractor": "something else"})
    with Session.open(things.project, features=other, adopt=True) as session:
        assert session.features.extractor == "something else"
        assert session.topics.words.text == "dog"
        assert not session.topics.words_in_effect
        assert session.selections.snapshot().words is None
        session.rank()
    with Session.open(things.project, features=things.features, adopt=True) as session:
        assert session.topics.words_in_effect


@pytest.mark.parametrize("text", ["Hund 🐶", "a\0b", "\udcff", "x\ny", "'; DROP TABLE event; --"])
def test_any_text_can_be_stored(project: Session, reopened: Callable[[Session], Session], text: str) -> None:
    words = Words(text, np.ones(1280), (), (text,), EXTRACTOR, "model")
    project.topics.use_words(words)
    project._state.mirror.close()
    session = reopened(project)
    found = session.topics.words
    assert found.text
    assert found.text == found.unknown[0]
    assert found.text.isprintable()
    assert found.text in session.judgements.undo_text


@pytest.mark.parametrize("damaged", ["[]", "{}", "{", '{"text": "a", "meanings": [{}]}'])
def test_damaged_words_are_an_error_with_the_file(things: Small, damaged: str) -> None:
    with things.create() as session:
        say(session, "dog")
        with session._state.database.transaction() as connection:
            connection.execute("DROP TRIGGER example_no_update")
            connection.execute("UPDATE example SET words = ?", (damaged,))
        with pytest.raises(ProjectError, match=r"words of this topic cannot be read from .*small\.annotator"):
            _ = session.topics.words


@pytest.mark.parametrize("by", ["log", "file"])
def test_a_damaged_project_gets_its_words_back(things: Small, tmp_path: Path, by: str) -> None:
    with things.create() as session:
        session.judge([0], Label.RELEVANT)
        say(session, "glass bottle")
        say(session, "dog")
        session.undo()
        ranked = session.rank()
        said = session.topics.words
    content = bytearray(things.project.read_bytes())
    if by == "log":
        things.project.write_bytes(content[: len(content) // 2])
    else:
        shutil.rmtree(things.project.with_name(things.project.name + ".backups"))
    target = tmp_path / "again.annotator"
    recover(things.project, target, images=things.images, features=things.features)
    with Session.open(target) as session:
        found = session.topics.words
        assert (found.text, found.meanings) == (said.text, said.meanings)
        assert np.array_equal(session.rank().mean, ranked.mean)
        assert session.judgements.redo_text == "words dog"


def test_exports_and_the_evidence_pack_know_the_words(things: Small, tmp_path: Path) -> None:
    with things.create() as session:
        say(session, "glass bottle - dog")
        session.judge([0, 1], Label.IRRELEVANT)
        session.export("labels-json", tmp_path / "labels.json")
        session.export("evidence", tmp_path / "pack.zip")
        plain = session.topics.words.facts()
        session.topics.use_words(Words(""))
        session.export("labels-json", tmp_path / "without.json")
    assert json.loads((tmp_path / "labels.json").read_text())["settings"]["words"] == plain
    assert plain["text"] == "glass bottle - dog"
    assert plain["encoder"] == EXTRACTOR
    assert "words" not in json.loads((tmp_path / "without.json").read_text())["settings"]
    checks = {check.name: check for check in verify(tmp_path / "pack.zip", things.features)}
    assert all(check.passed is not False for check in checks.values())
    assert checks["the search, computed again, gives the ranking"].passed


def test_a_pack_with_other_words_does_not_verify(things: Small, tmp_path: Path) -> None:
    with things.create() as session:
        say(session, "glass bottle")
        session.judge([0, 1], Label.IRRELEVANT)
        session.export("evidence", tmp_path / "pack.zip")
    members = {}
    with zipfile.ZipFile(tmp_path / "pack.zip") as pack:
        members = {name: pack.read(name) for name in pack.namelist()}
    search = json.loads(members["search.json"])
    search["words"]["direction"] = search["words"]["direction"][::-1]
    members["search.json"] = (json.dumps(search, ensure_ascii=False, indent=1) + "\n").encode()
    members["SHA256SUMS"] = "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in members.items() if name != "SHA256SUMS"
    ).encode()
    with zipfile.ZipFile(tmp_path / "forged.zip", "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in members.items():
            pack.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    checks = {check.name: check.passed for check in verify(tmp_path / "forged.zip", things.features)}
    assert checks["the search, computed again, gives the ranking"] is False
