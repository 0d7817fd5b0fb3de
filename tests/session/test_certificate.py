"""A certificate of recall in a project: announced, drawn, judged, lost with its labels, and reopened."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import small_collection

from annotator.cli import main
from annotator.errors import ConfigError
from annotator.session.session import Session
from annotator.stopping.certificate import Goal, Part
from annotator.types import Label
from annotator.verification import verify


def _made(tmp_path: Path) -> Session:
    """Sixty images of which 0, 5, ... 55 are relevant; eleven of these are found, 55 is not."""
    session = small_collection.make(tmp_path, 60).create(batch_size=4)
    session.judge(list(range(0, 55, 5)), Label.RELEVANT)
    session.judge([1, 2, 3], Label.IRRELEVANT)
    return session


def test_what_is_announced_is_drawn_and_certifies(tmp_path: Path) -> None:
    goal = Goal(0.8, 0.9)
    with _made(tmp_path) as session:
        asked = session.stopping.certificate(goal)
        assert (asked.found, asked.certified, asked.audited, asked.waiting) == (11, False, 0, 0)
        batch = session.stopping.certify(0.8, 0.9).run()
        assert batch is not None
        assert len(batch.images) == asked.needed
        assert batch.parameters == {"share": 1.0, "open": 46, "images": 60, "recall": 0.8, "confidence": 0.9}
        drawn = session.stopping.certificate()
        assert drawn.goal == goal  # that of the draw
        assert (drawn.needed, drawn.waiting, drawn.to_draw) == (asked.needed, asked.needed, 0)
        assert session.stopping.certify(0.8, 0.9).run() is None  # first judge these
        for number, image in enumerate(batch.images):
            assert not session.stopping.certificate().certified, number
            session.judge([image], Label.IRRELEVANT)
        path, done = session.project.path, session.stopping.certificate()
        assert (done.certified, done.audited, done.needed) == (True, asked.needed, 0)
        assert done.recall >= 0.8
        assert str(done.text) == (
            "Certified: at least 80 % of the relevant images are found, with 90 % confidence, by "
            f"{asked.needed} random images. It holds whenever you look."
        )
        assert session.stopping.certify(0.8, 0.9).run() is None
    with Session.open(path) as again:
        assert again.stopping.certificate() == done


def test_it_is_lost_with_the_labels_it_rests_on_and_comes_back_with_them(tmp_path: Path) -> None:
    with _made(tmp_path) as session:
        batch = session.stopping.certify(0.8, 0.9).run()
        assert batch is not None
        session.judge(batch.images, Label.IRRELEVANT)
        assert session.stopping.certificate().certified
        session.judge([0, 5, 10, 15, 20], Label.IRRELEVANT)  # fewer are found
        assert not session.stopping.certificate().certified
        session.undo()
        assert session.stopping.certificate().certified
        session.judge(batch.images[:4], Label.UNSURE)  # they may be relevant, and were not found
        lost = session.stopping.certificate()
        assert (lost.certified, lost.unsure, lost.needed) == (False, 4, 0)
        assert str(lost.text) == "4 images are unsure and may be relevant: decide on them before you certify."
        session.undo()
        assert session.stopping.certificate().certified
        session.undo()  # the judgements of all random images
        assert session.stopping.certificate().waiting == len(batch.images)


def test_all_judged_is_certain_and_nothing_found_is_not(tmp_path: Path) -> None:
    with small_collection.make(tmp_path, 20).create(batch_size=4) as session:
        session.judge([1, 2], Label.IRRELEVANT)
        nothing = session.stopping.certificate(Goal(0.9))
        assert not nothing.certified
        assert "Nothing relevant is found yet" in nothing.text
        assert session.stopping.certify(0.9).run() is None
        session.judge([0], Label.RELEVANT)
        session.judge(range(3, 20), Label.IRRELEVANT)
        certain = session.stopping.certificate(Goal(0.99, 0.99))
        assert certain.certified
        assert str(certain.text).startswith("At least 99 % of the relevant images are found for certain")
        session.judge([4], Label.UNSURE)
        assert not session.stopping.certificate(Goal(0.99, 0.99)).certified


@pytest.mark.parametrize(("recall", "confidence"), [(0.0, 0.95), (1.0, 0.95), (0.9, 1.0), (0.9, -0.1)])
def test_a_goal_out_of_range_is_refused(tmp_path: Path, recall: float, confidence: float) -> None:
    with _made(tmp_path) as session, pytest.raises(ConfigError, match="above 0 and below 1"):
        session.stopping.certify(recall, confidence)


def test_the_command_says_the_cost_draws_and_certifies(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with _made(tmp_path) as session:
        project = str(session.project.path)
    goal = ["--recall", "0.8", "--confidence", "0.9"]
    assert main(["certify", project, *goal, "--json"]) == 0
    asked = json.loads(capsys.readouterr().out)
    assert asked["needed"] > 0
    assert f"judge {asked['needed']} random images if none of them is relevant" in asked["text"]
    assert main(["certify", project, *goal, "--draw"]) == 0
    said, *drawn = capsys.readouterr().out.splitlines()
    assert said == asked["text"]
    assert len(drawn) == asked["needed"]
    assert main(["certify", project]) == 0  # that goal is kept
    assert f"{asked['needed']} random images are drawn and not judged yet." in capsys.readouterr().out
    assert main(["judge", project, "--rest", "irrelevant"]) == 0
    capsys.readouterr()
    assert main(["certify", project]) == 0
    assert capsys.readouterr().out.startswith("Certified: at least 80 % of the relevant images are found, with 90 %")
    assert main(["certify", project, "--recall", "0"]) == 2
    assert "above 0 and below 1" in capsys.readouterr().err


def test_the_command_writes_it_to_print_and_for_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with _made(tmp_path) as session:
        project = str(session.project.path)
    page, values = tmp_path / "recall.pdf", tmp_path / "recall.json"
    assert main(["certify", project, "--recall", "0.8", "-o", str(page)]) == 0  # before anything is drawn
    assert b"(Recall, not certified yet)" in page.read_bytes()
    assert main(["certify", project, "--recall", "0.8", "--draw"]) == 0
    assert main(["judge", project, "--rest", "irrelevant"]) == 0
    for file in (page, values):
        assert main(["certify", project, "-o", str(file), "--force"]) == 0
    stored = json.loads(values.read_text())
    assert stored["certified"]
    assert stored["statement"] in capsys.readouterr().out
    assert b"(Certificate of recall)" in page.read_bytes()
    again = page.read_bytes()
    assert main(["certify", project, "-o", str(page), "--force"]) == 0
    assert page.read_bytes() == again
    assert main(["certify", project, "-o", str(tmp_path / "recall.txt")]) == 2
    assert "ends in .pdf or .json" in capsys.readouterr().err


@pytest.fixture
def grown(tmp_path: Path) -> Iterator[Session]:
    """A certificate for 60 images, after which six came, with features."""
    small = small_collection.make(tmp_path, 66)
    new = [small.images / f"{image // 5:02d}/im{image:04d}.png" for image in range(60, 66)]
    for file in new:
        file.rename(small.images.parent / file.name)
    session = small.create(batch_size=4)
    session.judge(list(range(0, 55, 5)), Label.RELEVANT)
    session.judge([1, 2, 3], Label.IRRELEVANT)
    batch = session.stopping.certify(0.8, 0.9).run()
    assert batch is not None
    session.judge(batch.images, Label.IRRELEVANT)
    assert session.stopping.certificate().certified
    for file in new:
        file.parent.mkdir(exist_ok=True)
        (small.images.parent / file.name).rename(file)
    session.collection.update(session.collection.rescan().run())
    yield session
    session.close()


def test_images_that_came_later_are_not_covered(grown: Session, tmp_path: Path) -> None:
    state = grown.stopping.certificate()
    assert not state.certified
    assert state.part == Part(images=60, found=11, bound=13, added=6)
    assert str(state.text) == (
        "Certified only for the 60 images that were there when random images were drawn: at least 80 % of the relevant"
        f" ones are found, with 90 % confidence, by {state.audited} random images. 6 images came later. To cover them"
        f" too, judge all of these, or {state.needed} random images if none is relevant, {state.needed_if_one} if one"
        " is."
    )
    written = tmp_path / "recall.pdf"
    assert main(["certify", str(grown.project.path), "-o", str(written)]) == 0
    assert b"(Certificate of recall for 60 of 66 images)" in written.read_bytes()
    grown.judge([60], Label.RELEVANT)
    grown.judge(range(61, 65), Label.IRRELEVANT)
    almost = grown.stopping.certificate()
    assert (almost.found, almost.bound) == (12, 15)  # what came later counts as relevant until it is judged
    grown.judge([65], Label.IRRELEVANT)
    whole = grown.stopping.certificate()
    assert (whole.certified, whole.part, whole.found, whole.bound) == (True, None, 12, 14)


def test_random_images_of_all_cover_those_that_came_later(grown: Session) -> None:
    asked = grown.stopping.certificate()
    batch = grown.stopping.certify(0.8, 0.9).run()
    assert batch is not None
    assert len(batch.images) == asked.needed
    grown.judge(batch.images, Label.IRRELEVANT)
    assert grown.stopping.certificate().certified
    grown.export("evidence", grown.project.path.parent / "pack.zip")
    assert all(check.passed is not False for check in verify(grown.project.path.parent / "pack.zip"))
