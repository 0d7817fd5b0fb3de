"""Rankings of other systems, as files from strangers have them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator.data.importing.runs import read_runs, read_topics
from annotator.errors import ImportLabelsError

PATHS = ["a b.png", "sub/c.png", "d.png"]


def write(folder: Path, text: str, name: str = "bm25.run") -> Path:
    (folder / name).write_text(text)
    return folder / name


def plain(file: Path) -> dict[str, dict[str, list[int]]]:
    runs = read_runs([file], PATHS)
    return {system: {topic: images.tolist() for topic, images in one.items()} for system, one in runs.items()}


@pytest.mark.parametrize(
    ("name", "text", "system"),
    [
        ("x.run", "1 Q0 a%20b.png 1 2.5 bm25\n1 Q0 sub/c.png 9 7 bm25\n\n2 Q0 d 1 1e3 bm25\n", "bm25"),
        ("own.json", json.dumps({"1": {"a b.png": 2.5, "sub/c.png": 7}, "2": {"d.png": 1000}}), "own"),
        ("own.csv", 'topic;image;score\n1;"a b.png";2.5\n1;c.png;7\n2;d.png;1000\n', "own"),
        ("x.csv", "system,topic,image,score\nknn,1,a b.png,2.5\nknn,1,sub/c.png,7\nknn,2,d.png,1000\n", "knn"),
    ],
)
def test_every_kind_of_run_is_read_by_its_scores(tmp_path: Path, name: str, text: str, system: str) -> None:
    assert plain(write(tmp_path, text, name)) == {system: {"1": [1, 0], "2": [2]}}


def test_equal_scores_are_in_the_order_of_trec_eval(tmp_path: Path) -> None:
    """Of equal scores, in single precision, the last name is first."""
    text = "1 Q0 a%20b.png 1 16777216 x\n1 Q0 sub/c.png 2 16777217 x\n1 Q0 d.png 3 16777216 x\n"
    assert plain(write(tmp_path, text)) == {"x": {"1": [1, 2, 0]}}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "{file}: the run is empty"),
        ("1 Q0 d.png 1 3\n", "{file}, line 1: a run has six fields"),
        ("1 Q0 d.png 1 3 x\n1 Q0 sub/c.png 1 nan x\n", "{file}, line 2: the score 'nan' is not a number"),
        ("1 Q0 d.png 1 3 x\n1 Q0 e.png 2 2 x\n", "{file}, line 2: 'e.png': "),
        ("1 Q0 d.png 1 3 x\n1 Q0 D 2 2 x\n", "{file}, line 2: the image 'D' is there twice for topic '1'"),
        ("topic,image,score\n1,d.png\n", "{file}, line 2: this line has 2 cells, and there are 3 titles"),
        ("topic,score\n1,2\n", "{file}: no column has the images"),
        ('{"1": {"d.png": "high"}}', "{file}: the score of 'd.png' for topic '1' is not a number"),
        ('{"1": ["d.png"]}', "{file}: the topic '1' is no object of images and scores"),
        ("topic,image,score\n,d.png,1\n", "{file}, line 2: '' cannot name a system or topic"),
    ],
)
def test_what_is_not_understood_is_named_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    file = write(tmp_path, text)
    with pytest.raises(ImportLabelsError) as error:
        read_runs([file], PATHS)
    assert str(error.value).startswith(message.format(file=file))


def test_a_ranking_is_read_once(tmp_path: Path) -> None:
    """Two files of one system are one run if they rank different topics."""
    first = write(tmp_path, "1 Q0 d.png 1 3 x\n")
    other = write(tmp_path, "2 Q0 d.png 1 3 x\n", "other.run")
    assert list(read_runs([first, other], PATHS)["x"]) == ["1", "2"]
    again = write(tmp_path, "1 Q0 sub/c.png 1 3 x\n", "again.run")
    with pytest.raises(ImportLabelsError, match=r"again.run: the system 'x' ranks topic '1' in .*bm25.run, too"):
        read_runs([first, again], PATHS)


def test_topics_are_an_id_a_tab_and_a_text(tmp_path: Path) -> None:
    assert read_topics(write(tmp_path, "301\tred  kites\n\n302\ta\tb\n")) == {"301": "red kites", "302": "a b"}
    for text, message in (
        ("301 red kites\n", "line 1: a topic is"),
        ("1\ta\n1\tb\n", "line 2: the topic '1' is there"),
        ("\n", "there is no topic"),
    ):
        with pytest.raises(ImportLabelsError, match=message):
            read_topics(write(tmp_path, text))
