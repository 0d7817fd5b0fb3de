"""What a topic has learned is saved, and begins a search in another collection."""

from __future__ import annotations

import dataclasses
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest
import small_collection
from small_collection import Small

from annotator.cli import main
from annotator.data.files.atomic import ANY
from annotator.data.recovery.recover import recover
from annotator.data.saved_topics import topic_file
from annotator.errors import FeatureError, ProjectError
from annotator.session import saved_topics
from annotator.session.session import Session
from annotator.types import Label
from annotator.verification import verify

HASH = {"extractor": "Net", "extractor_version": "1234", "preprocessing": "224 px", "normalized": True}


def collection(folder: Path, seed: int, n: int = 12, d: int = 4, shift: float = 0.0, **head: object) -> Small:
    """Make a collection where the images of even number show the topic: their first feature is larger by 4."""
    small = small_collection.make(folder, n, d)
    values = np.random.default_rng(seed).normal(size=(n, d)) + shift
    values[np.arange(n) % 2 == (n - 1) % 2, 0] += 4.0  # rows are in reverse order
    small_collection.write_features(small.features, values, [f"{i // 5:02d}/im{i:04d}.png" for i in range(n)][::-1])
    with h5py.File(small.features, "r+") as file:
        if head:
            file["paths"] = file["filenames"]
            del file["filenames"]
            file.attrs.update({"schema": "annotator-features", "schema_version": 1, **head})
    return small


@pytest.fixture
def there(tmp_path: Path) -> Small:
    return collection(tmp_path / "there", 1)


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the file of a topic with eight judgements."""
    folder = tmp_path_factory.mktemp("saved")
    with collection(folder / "there", 1, **HASH).create(topic="kites") as session:
        session.judge([0, 2, 4, 6], Label.RELEVANT)
        session.judge([1, 3, 5, 7], Label.IRRELEVANT)
        session.topics.save(folder / "kites.topic")
    return (folder / "kites.topic").read_bytes()


@pytest.fixture
def saved(content: bytes, tmp_path: Path) -> Path:
    (tmp_path / "kites.topic").write_bytes(content)
    return tmp_path / "kites.topic"


@pytest.fixture
def here(tmp_path: Path) -> Small:
    return collection(tmp_path / "here", 2, **HASH)


def test_a_saved_topic_ranks_another_collection_at_once(saved: Path, here: Small) -> None:
    with here.create(topic="owls", batch_size=4) as session:
        started = session.topics.use_saved(saved).run()
        assert (started.topic.name, session.topic.name, session.counts.relevant) == ("kites", "kites", 0)
        ranking = session.rank().images.tolist()
        assert sorted(ranking[:6]) == [0, 2, 4, 6, 8, 10]
        batch = session.next_batch()
        assert batch is not None
        assert len(batch.images) == 10  # to check, whatever the batch size
        places = sorted(ranking.index(image) for image in batch.images)
        assert (places[0], places[-1]) == (0, 11)
        session.judge(batch.images[:2], Label.IRRELEVANT)
        assert len((session.next_batch() or batch).images) == 4
        assert session.topics.use_saved(saved).run().topic.name == "kites (2)"


def test_it_says_what_was_certified_there(there: Small, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, other = tmp_path / "kites.topic", collection(tmp_path / "other", 3)
    with there.create(topic="kites") as session:
        session.judge(range(0, 12, 2), Label.RELEVANT)
        session.judge([1], Label.IRRELEVANT)
        assert session.topics.save(path).certificate == {}
        batch = session.stopping.certify(0.8, 0.6).run()
        assert batch is not None
        session.judge(batch.images, Label.IRRELEVANT)
        done = session.stopping.certificate()
        assert done.certified
        session.topics.save(path)
    saved = topic_file.read(path)
    counts = {"found": 6, "audited": done.audited, "images": 12}
    assert saved.certificate == {"statement": str(done.text), "recall": 0.8, "confidence": 0.6, **counts}
    with other.create() as session:
        session.topics.use_saved(path).run()
        assert session.topics.inherited[0].facts["certificate"] == saved.certificate
    assert main(["topic", str(other.project), "--topic", "kites"]) == 0
    assert f"there: {done.text}" in capsys.readouterr().out


def test_it_is_a_step_that_survives_and_is_undone(
    saved: Path, here: Small, reopened: Callable[[Session], Session]
) -> None:
    session = here.create()
    session.topics.use_saved(saved).run()
    before = session.rank().mean
    session = reopened(session)
    assert [one.topic for one in session.topics.inherited] == ["kites"]
    assert np.array_equal(session.rank().mean, before)
    assert session.judgements.undo_text == "saved topic kites"
    session.undo()
    assert session.topics.inherited == ()
    assert not session.judgements.anything
    session.redo()
    assert np.array_equal(session.rank().mean, before)


def test_it_comes_back_from_the_log_of_a_destroyed_project(saved: Path, here: Small, tmp_path: Path) -> None:
    with here.create() as session:
        judged = session.topics.use_saved(saved).run().saved
    here.project.write_bytes(here.project.read_bytes()[:100])
    recover(here.project, tmp_path / "again.annotator", images=here.images, features=here.features)
    with Session.open(tmp_path / "again.annotator", images=here.images, features=here.features) as session:
        session.topics.switch(next(topic.id for topic in session.topics if topic.name == "kites"))
        (found,) = session.topics.inherited
        assert found.vectors.tobytes() == judged.vectors.tobytes()
        assert found.labels.tolist() == judged.labels.tolist()
        assert found.facts["sha256"] == judged.checksum


def test_what_was_learned_goes_on_to_the_next_year(saved: Path, here: Small, tmp_path: Path) -> None:
    with here.create() as session:
        session.topics.use_saved(saved, "kites again").run()
        session.judge([0], Label.RELEVANT)
        again = session.topics.save(tmp_path / "again.topic")
    assert sorted(again.labels.tolist()) == [-1] * 4 + [1] * 5
    assert topic_file.read(tmp_path / "again.topic").vectors.tobytes() == again.vectors.tobytes()


def test_the_file_holds_no_name_and_no_place(content: bytes) -> None:
    assert b"kites" in content
    assert not [name for name in (b"im0000", b".png", b"features.h5", b"/there") if name in content]


def test_grades_travel_with_their_words(here: Small, tmp_path: Path) -> None:
    words = ("no", "some", "all")
    with collection(tmp_path / "graded", 1, **HASH).create(topic="kites") as session:
        session.topics.set_grades(words)
        session.judgements.grade([0, 2], 2)
        session.judgements.grade([4, 6], 1)
        session.judge([1, 3, 5, 7], Label.IRRELEVANT)
        session.topics.save(tmp_path / "kites.topic")
        scores = session.selections.snapshot(0).targets.tolist()
    with here.create() as session:
        session.topics.use_saved(tmp_path / "kites.topic").run()
        assert session.topics.grades == words
        learned = session.selections.snapshot(0).targets
        assert sorted(learned.tolist()) == pytest.approx(sorted(scores))
        assert sorted(set(learned.round(2).tolist())) == [-1.0, 0.33, 1.0]
        session.rank()
        session.export("evidence", tmp_path / "pack.zip")
        checks = verify(tmp_path / "pack.zip", here.features)
        assert [check.name for check in checks if check.passed is False] == []
        session.undo()
        assert session.topics.inherited == ()
        assert session.topics.grades == words
        session.undo()
        assert session.topics.grades == ()
    with h5py.File(tmp_path / "kites.topic", "r+") as file:
        file["targets"][0] = -file["targets"][0]
    with pytest.raises(ProjectError, match="grades that contradict the labels"):
        topic_file.read(tmp_path / "kites.topic")


def test_exports_and_evidence_know_where_judgements_come_from(saved: Path, here: Small, tmp_path: Path) -> None:
    with here.create() as session:
        session.topics.use_saved(saved).run()
        session.judge([0], Label.RELEVANT)
        session.export("labels-json", tmp_path / "labels.json")
        session.export("evidence", tmp_path / "pack.zip")
        checksum = session.topics.inherited[0].facts["sha256"]
    told = json.loads((tmp_path / "labels.json").read_text("utf-8"))["provenance"]["saved_topics"]
    assert [(one["topic"], one["relevant"], one["irrelevant"], one["sha256"]) for one in told] == [
        ("kites", 4, 4, checksum)
    ]
    checks = verify(tmp_path / "pack.zip", here.features)
    assert [check.name for check in checks if check.passed is False] == []
    assert next(check for check in checks if "computed again" in check.name).passed
    with zipfile.ZipFile(tmp_path / "pack.zip") as archive:
        assert len(json.loads(archive.read("search.json"))["inherited"][0]["vectors"]) == 8


@pytest.mark.parametrize("label", [None, Label.RELEVANT, Label.IRRELEVANT])
def test_a_topic_without_both_labels_is_not_saved(there: Small, tmp_path: Path, label: Label | None) -> None:
    with there.create(topic="kites") as session:
        session.judge([0, 1], label)
        with pytest.raises(ProjectError, match=r"2 relevant and 0|0 relevant and 2|0 relevant and 0"):
            session.topics.save(tmp_path / "kites.topic")
    assert not (tmp_path / "kites.topic").exists()


@pytest.mark.parametrize(
    ("head", "d", "what"),
    [
        ({"extractor_version": "5678"}, 4, "of Net 1234, and these are 4 features of Net 5678"),
        ({"preprocessing": "448 px"}, 4, r"Net 1234 \(224 px\), .* of Net 1234 \(448 px\)"),
        ({}, 5, "with 4 features of Net 1234 .* these are 5 features"),
        ({"extractor_version": ""}, 4, "these are 4 features of Net\\."),
    ],
)
def test_features_of_another_encoder_are_refused(
    saved: Path, tmp_path: Path, head: dict[str, str], d: int, what: str
) -> None:
    with collection(tmp_path / "here", 2, d=d, **{**HASH, **head}).create() as session:
        with pytest.raises(FeatureError, match=what):
            session.topics.use_saved(saved)
        assert len(session.topics) == 1


def test_the_hash_decides_and_not_the_name_of_the_network(saved: Path, tmp_path: Path) -> None:
    with collection(tmp_path / "renamed", 2, **{**HASH, "extractor": "Renamed"}).create() as session:
        session.topics.use_saved(saved).run()
        assert session.judgements.anything


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 3 // 4])


def _changed(name: str, values: object, **attributes: object) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        with h5py.File(path, "r+") as file:
            if name:
                del file[name]
                file.create_dataset(name, data=values, **attributes)
            else:
                file.attrs.update(attributes)

    return change


@pytest.mark.parametrize(
    ("damage", "what"),
    [
        (_cut, "damaged or cut short"),
        (lambda path: path.write_text("path,label\n"), "not a saved topic"),
        (lambda path: h5py.File(path, "w").close(), "not a saved topic"),
        (lambda path: path.unlink(), "missing"),
        (_changed("", None, schema_version=2), "newer version"),
        (_changed("labels", np.zeros(8, np.int8)), "labels other than"),
        (_changed("labels", np.ones(8, np.int8)), "8 relevant and 0 irrelevant"),
        (_changed("labels", np.ones(7, np.int8)), "labels"),
        (_changed("vectors", np.zeros((8, 4, 1), np.float32)), "vectors"),
        (_changed("vectors", np.full((8, 4), np.nan, np.float32)), "NaN"),
        (_changed("vectors", np.zeros((8, 5), np.float32)), "sample"),
        (_changed("vectors", np.zeros((8, 4), np.float32), chunks=(8, 4), compression=9), "not stored as it is"),
        (_changed("vectors", np.zeros((0, 4), np.float32)), "labels"),
        (_changed("judged", np.full(3, 99, np.int32)), "judged image"),
        (_changed("facts", np.frombuffer(b"{}", np.uint8)), "words"),
    ],
)
def test_a_damaged_file_is_refused(saved: Path, damage: Callable[[Path], None], what: str) -> None:
    damage(saved)
    with pytest.raises(ProjectError, match=what) as refused:
        topic_file.read(saved)
    assert str(saved) in str(refused.value)


def test_other_images_are_noticed_and_alike_ones_are_not(tmp_path: Path) -> None:
    with collection(tmp_path / "there", 1, 160).create(topic="kites") as session:
        session.judge(range(0, 40, 2), Label.RELEVANT)
        session.judge(range(1, 40, 2), Label.IRRELEVANT)
        session.topics.save(tmp_path / "kites.topic")
    found = {}
    for name, shift in (("alike", 0.0), ("other", 1.0)):
        with collection(tmp_path / name, 2, 80, shift=shift).create() as session:
            found[name] = session.topics.use_saved(tmp_path / "kites.topic").run().drift
    assert (found["alike"].found, found["other"].found) == (False, True)
    assert found["other"].images == (40, 80)
    assert "differ" in found["other"].text
    assert saved_topics.Drift().text == ""


def test_the_memory_of_this_machine_stays_as_it_is(saved: Path, here: Small) -> None:
    topic = topic_file.read(saved)
    settings = dataclasses.replace(topic.model, memory_mb=1 << 14)
    topic_file.write(dataclasses.replace(topic, model=settings), saved, ANY)
    with here.create() as session:
        ours = session.topic.model.memory_mb
        assert session.topics.use_saved(saved).run().topic.model.memory_mb == ours
