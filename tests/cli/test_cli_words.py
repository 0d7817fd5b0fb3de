"""Words on the command line."""

from __future__ import annotations

from pathlib import Path

import lite0_collection
import pytest
import small_collection

from annotator.cli import main


def run(*words: object) -> int:
    return main([str(word) for word in words])


@pytest.fixture
def project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    things = lite0_collection.make(tmp_path)
    assert run("new", things.images, things.features, "-o", things.project, "-k", 4) == 0
    capsys.readouterr()
    return things.project


def test_words_are_understood_and_rank(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("topic", project, "--words", "glass bottle") == 0
    told = capsys.readouterr().out.splitlines()
    assert "words: glass bottle" in told
    assert any(line.startswith("understood as: wine bottle, water bottle, ") for line in told)
    assert run("rank", project) == 0
    assert [line.split()[-1].split("/")[0] for line in capsys.readouterr().out.splitlines()[1:9]] == ["bottles"] * 8
    assert run("status", project) == 0
    assert "glass bottle" in capsys.readouterr().out


def test_a_meaning_that_is_not_meant_is_taken_off(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("topic", project, "--words", "glass bottle", "--not", "Beer Glass") == 0
    assert "beer glass (does not count)" in capsys.readouterr().out
    assert run("topic", project, "--not", "wine bottle") == 0
    told = capsys.readouterr().out
    assert "wine bottle (does not count)" in told
    assert "beer glass (does not count)" in told
    assert run("topic", project, "--not", "spoon") == 2
    assert "'spoon' is no meaning of 'glass bottle'. They are: wine bottle, " in capsys.readouterr().err


def test_parts_that_nothing_answers_to_are_said(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("topic", project, "--words", "dog + asdfgh - snow") == 0
    told = capsys.readouterr().out
    assert "nothing that the program knows by name answers to: asdfgh" in told
    assert "not snowmobile" in told
    assert run("topic", project, "--words", "asdfgh") == 2
    assert "answers to 'asdfgh'" in capsys.readouterr().err
    assert run("topic", project) == 0
    assert "words: dog + asdfgh - snow" in capsys.readouterr().out


def test_words_end_and_come_back(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("topic", project, "--words", "") == 0
    assert run("topic", project, "--words", "dog") == 0
    assert run("topic", project, "--words", "") == 0
    capsys.readouterr()
    assert run("topic", project) == 0
    assert "words:" not in capsys.readouterr().out
    assert run("topic", project, "--not", "dog") == 2
    assert "there are no words. Give them: --words" in capsys.readouterr().err
    assert run("undo", project) == 0
    assert "no words" in capsys.readouterr().err
    assert run("topic", project) == 0
    assert "words: dog" in capsys.readouterr().out


def test_features_of_another_encoder_say_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small = small_collection.make(tmp_path)
    assert run("new", small.images, small.features, "-o", small.project) == 0
    assert run("topic", small.project, "--words", "dog") == 2
    assert "annotator extract FOLDER -o FILE" in capsys.readouterr().err
