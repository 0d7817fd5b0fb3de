"""What is shown of a search: its curve, its batches, and both as numbers and as a drawing."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
import small_collection

from annotator.cli import main
from annotator.session.session import Session
from annotator.stopping.drawing import drawing, step
from annotator.stopping.progress import SearchProgress, curve_csv
from annotator.types import Label

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return small_collection.make(tmp_path, 60).create(topic="red & <blue>", batch_size=4)


def _judge(session: Session, images: tuple[int, ...], relevant: int) -> None:
    session.judge(images[:relevant], Label.RELEVANT)
    session.judge(images[relevant:], Label.IRRELEVANT)


def _searched(session: Session) -> SearchProgress:
    with session:
        session.judge([0], Label.RELEVANT)
        batch = session.next_batch()
        assert batch is not None
        _judge(session, batch.images, 3)
        sample = session.stopping.audit(5).run()
        assert sample is not None
        _judge(session, sample.images, 1)
        assert session.next_batch() is not None
        return session.stopping.progress().run()


def test_batches_tell_what_they_brought_and_which_are_random(session: Session) -> None:
    found = _searched(session)
    assert [(b.round, b.judged, b.relevant, b.random) for b in found.batches] == [(1, 4, 3, False), (2, 5, 1, True)]
    assert found.batches[0].share == 0.75
    assert found.recent == (4, 3), "random samples tell nothing about how well the search finds"
    assert found.found.tolist() == [0, 1, 2, 3, 4, 4, 5, 5, 5, 5, 5]


def test_before_the_first_judgement_there_is_an_empty_curve(session: Session) -> None:
    with session:
        found = session.stopping.progress().run()
    assert found.found.tolist() == [0]
    assert (found.batches, found.recent) == ((), None)
    assert curve_csv(found) == "judged,found,round\n0,0,\n"
    assert ElementTree.fromstring(drawing(found, "x")).tag == f"{SVG}svg"


def test_the_numbers_of_all_plots_are_in_one_table(session: Session) -> None:
    lines = curve_csv(_searched(session)).splitlines()
    assert lines[:3] == ["judged,found,round", "0,0,", "1,1,0"]
    assert lines[3] == "2,2,1"
    assert lines[-1] == "10,5,2"


def test_the_drawing_says_in_words_what_it_shows(session: Session) -> None:
    root = ElementTree.fromstring(drawing(_searched(session), "red & <blue>"))
    assert root.findtext(f"{SVG}title") == "red & <blue>"
    assert root.findtext(f"{SVG}desc") == "5 relevant images found with 10 judgements."
    words = [text.text for text in root.iter(f"{SVG}text")]
    assert "5 found" in words
    assert "Learning curve: red & <blue>" in words
    bars = [rect for rect in root.iter(f"{SVG}rect") if rect.get("class") in {"s", "r"}]
    assert [bar.get("class") for bar in bars] == ["s", "r"], "a random sample looks different, not only in color"
    searched, sampled = (float(bar.get("height")) for bar in bars)
    assert searched / sampled == pytest.approx((3 / 4) / (1 / 5), rel=0.01)


@pytest.mark.parametrize(
    ("span", "distance"), [(1, 1), (5, 1), (10, 2), (60, 10), (61, 20), (1797, 500), (1e6, 200000)]
)
def test_ticks_are_round_and_few(span: float, distance: int) -> None:
    assert step(span) == distance


def test_the_command_writes_a_drawing_and_numbers(session: Session, tmp_path: Path, capsys) -> None:
    _searched(session)
    project, plot, table = session.project.path, tmp_path / "curve.svg", tmp_path / "curve.csv"
    assert main(["progress", str(project), "--plot", str(plot), "--csv", str(table)]) == 0
    assert capsys.readouterr().out.split() == [str(table), str(plot)]
    assert table.read_text().splitlines()[-1] == "10,5,2"
    assert ElementTree.parse(plot).getroot().tag == f"{SVG}svg"
    assert main(["progress", str(project), "--plot", str(tmp_path / "curve.png")]) == 2
    assert "ends in .svg" in capsys.readouterr().err
    assert main(["progress", str(project), "--csv", str(tmp_path / "missing" / "curve.csv")]) == 2
    assert "cannot be written" in capsys.readouterr().err
    assert not list(tmp_path.glob(".annotator-*"))


def test_the_command_says_where_a_rule_stops(session: Session, capsys) -> None:
    _searched(session)
    assert main(["progress", str(session.project.path)]) == 0
    assert "consecutive irrelevant (1, stops at 20): would go on." in capsys.readouterr().out
    assert main(["progress", str(session.project.path), "--json"]) == 0
    rules = json.loads(capsys.readouterr().out)["rules"]
    assert [rule["limit"] for rule in rules][:2] == [20, 0.05]
