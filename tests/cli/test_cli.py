"""The command line: a whole session through ``main``, and what the process itself has to get right."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from ctrl_c import hear_ctrl_c
from patience import PATIENCE_S, wait_until_read

from annotator import Session, __version__
from annotator.cli import main
from annotator.sample import SamplePaths
from annotator.types import Label

PLUGINS = Path(__file__).resolve().parents[2] / "plugins"


def run(*words: object) -> int:
    return main([str(word) for word in words])


@pytest.fixture
def project(tmp_path: Path, sample: SamplePaths, capsys: pytest.CaptureFixture[str]) -> Path:
    path = tmp_path / "digits.annotator"
    assert run("new", sample.images, sample.features, "-o", path, "--topic", "threes", "-k", 4, "--seed", 3) == 0
    capsys.readouterr()
    return path


@pytest.fixture
def images(sample: SamplePaths) -> dict[str, list[str]]:
    """Paths of the images of each digit."""
    by_class: dict[str, list[str]] = {}
    with sample.classes.open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            by_class.setdefault(row["class"], []).append(row["filename"])
    return by_class


def test_new_tells_what_was_matched(tmp_path: Path, sample: SamplePaths, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("new", sample.images, sample.features, "-o", tmp_path / "a.annotator") == 0
    assert "1,797 matched" in capsys.readouterr().out
    assert run("new", sample.images, sample.features, "-o", tmp_path / "b.annotator", "--json") == 0
    assert json.loads(capsys.readouterr().out)["matched"] == 1797


def test_new_stores_the_settings(tmp_path: Path, sample: SamplePaths) -> None:
    path = tmp_path / "p.annotator"
    words = ["--strategy", "ital", "--param", "mistake_probability=0.1", "--model", "prior_mean=-1", "-k", 5]
    assert run("new", sample.images, sample.features, "-o", path, "--topic", "sevens", *words) == 0
    with Session.open(path) as session:
        assert session.topic.name == "sevens"
        assert session.topic.batch_size == 5
        assert session.topic.parameters["mistake_probability"] == 0.1
        assert session.topic.model.prior_mean == -1.0


def test_a_session_from_first_batch_to_ranking(
    project: Path, images: dict[str, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    threes = set(images["3"])
    assert run("judge", project, "--relevant", *images["3"][:3]) == 0
    for _ in range(4):
        assert run("next", project) == 0
        batch = capsys.readouterr().out.splitlines()
        batch = [line for line in batch if line.endswith(".png")]
        assert len(batch) == 4
        relevant = [path for path in batch if path in threes]
        assert run("judge", project, *(["--relevant", *relevant] if relevant else []), "--rest", "irrelevant") == 0
        capsys.readouterr()
    assert run("rank", project, "--top", 50, "--json") == 0
    ranking = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [entry["rank"] for entry in ranking] == list(range(1, 51))
    assert sum(entry["path"] in threes for entry in ranking) >= 35
    assert run("status", project, "--json") == 0
    topic = json.loads(capsys.readouterr().out)["topics"][0]
    assert (topic["topic"], topic["round"]) == ("threes", 4)
    assert topic["relevant"] + topic["irrelevant"] == 19


def test_next_prints_json_and_what_is_left(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("next", project, "--json", "-k", 3) == 0
    batch = json.loads(capsys.readouterr().out)
    assert (batch["topic"], batch["round"], len(batch["images"])) == ("threes", 1, 3)
    first, *others = [entry["path"] for entry in batch["images"]]
    assert run("judge", project, "--unsure", first) == 0
    assert "2 left to judge" in capsys.readouterr().err
    assert run("next", project, "--current") == 0
    assert capsys.readouterr().out.splitlines() == others


def test_judge_prints_what_changed(
    project: Path, images: dict[str, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    three, seven = images["3"][0], images["7"][0]
    assert run("judge", project, "--relevant", three, "--unsure", Path(seven).name) == 0
    assert set(capsys.readouterr().out.splitlines()) == {
        f"{three}: unlabelled -> relevant",
        f"{seven}: unlabelled -> unsure",
    }
    assert run("judge", project, "--relevant", three) == 0
    assert "Nothing changed" in capsys.readouterr().err
    assert run("judge", project, "--clear", three) == 0
    assert capsys.readouterr().out == f"{three}: relevant -> unlabelled\n"


def test_clusters_are_compared_with_enough_labels(
    project: Path, images: dict[str, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    threes, sevens = images["3"], images["7"]
    assert run("judge", project, "--relevant", *threes[:15], "--irrelevant", *sevens[:14], "--unsure", sevens[14]) == 0
    capsys.readouterr()
    assert run("clusters", project, "--k", 10) == 0
    printed = capsys.readouterr()
    assert "threes: 29 labels (relevant or irrelevant) are too few" in printed.out
    assert "NMI" not in printed.out + printed.err
    assert run("judge", project, "--irrelevant", sevens[15]) == 0
    capsys.readouterr()
    assert run("clusters", project, "--k", 10) == 0
    printed = capsys.readouterr()
    assert re.search(r"threes: ACC [01]\.\d{3}, NMI [01]\.\d{3}, ARI [01]\.\d{3}, by 30 labels\.", printed.out)
    assert "not of a random sample" in printed.err
    assert run("clusters", project, "--k", 10, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["agreement"]["labels"] == 30
    assert found["agreement"]["acc"] > 0.7
    clusters = found["clusters"]
    assert sum(cluster["images"] for cluster in clusters) == 1797
    assert [sum(cluster[word] for cluster in clusters) for word in ("relevant", "irrelevant")] == [15, 15]
    assert max(clusters, key=lambda cluster: cluster["irrelevant"])["nearest"] in sevens


def test_clusters_without_enough_labels_have_no_scores(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("clusters", project, "--k", 3, "--json") == 0
    assert json.loads(capsys.readouterr().out)["agreement"] == {"labels": 0, "acc": None, "nmi": None, "ari": None}


def test_one_undo_takes_back_one_command(
    project: Path, images: dict[str, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("judge", project, "--relevant", images["3"][0], "--irrelevant", images["7"][0]) == 0
    assert run("undo", project) == 0
    with Session.open(project) as session:
        assert not session.labels
    assert run("undo", project) == 1
    assert "nothing to take back" in capsys.readouterr().err
    assert run("redo", project) == 0
    assert f"{images['7'][0]}: unlabelled -> irrelevant" in capsys.readouterr().out
    assert run("redo", project) == 1


def test_judge_reads_a_table(
    project: Path, images: dict[str, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b, c = images["3"][:3]
    table = tmp_path / "labels.csv"
    table.write_text(f"\ufeffpath,note,label\n{a},x,relevant\n{b},,Unsure\n{c},,\n", encoding="utf-8")
    assert run("judge", project, "--csv", table) == 0
    monkeypatch.setattr("sys.stdin", io.StringIO(f"filename,label\n{a},unlabelled\n{c},irrelevant\n"))
    assert run("judge", project, "--csv", "-") == 0
    with Session.open(project) as session:
        labels = {session.paths[image]: label for image, label in session.labels.items()}
    assert labels == {b: Label.UNSURE, c: Label.IRRELEVANT}


@pytest.mark.parametrize("command", ["judge --csv", "import-labels", "metadata --csv"])
def test_a_column_for_nothing_is_refused(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    first, *option = command.split()
    (tmp_path / "t.csv").write_text("path,label\n")
    with pytest.raises(SystemExit):
        run(first, project, *option, tmp_path / "t.csv", "--column", "foo=label")
    assert "'foo=label' is not of the form image=NAME" in capsys.readouterr().err


def test_judge_says_which_names_of_a_table_were_matched_by_a_part(
    project: Path, images: dict[str, list[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = images["3"][0]
    table = tmp_path / "labels.csv"
    table.write_text(f"path,label\n/elsewhere/{path},relevant\n", encoding="utf-8")
    assert run("judge", project, "--csv", table) == 0
    assert "was ignored" in capsys.readouterr().err
    table.write_text(f"path,label\n{Path(path).stem},irrelevant\n", encoding="utf-8")
    assert run("judge", project, "--csv", table) == 0
    assert f"{Path(path).stem} -> {path}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("path,label\n{a},perhaps\n", "line 2: 'perhaps' is not a label"),
        (
            "path,verdict\n{a},relevant\n",
            "it is not clear which column has the label: verdict. Choose one (--column label=verdict)",
        ),
        ("path,label\n{a},relevant\n{a},unsure\n", "two different labels"),
        ("path,label\nno/{a},unsure\n../{a},unsure\n", "leads out of the folder"),
        ("path,label\n{a},relevant\nnowhere.png,unsure\n", "nowhere.png"),
        ("path,label,label\n{a},relevant,unsure\n", "rename one of them"),
        ('path,label\n"{a},relevant\n', "cannot be read"),
    ],
)
def test_a_wrong_table_changes_nothing(
    text: str, message: str, project: Path, images: dict[str, list[str]], tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    table = tmp_path / "labels.csv"
    table.write_text(text.format(a=images["3"][0]), encoding="utf-8")
    assert run("judge", project, "--csv", table) == 2
    assert message in capsys.readouterr().err
    with Session.open(project) as session:
        assert not session.labels


def test_exported_labels_can_be_read_back(
    project: Path, images: dict[str, list[str]], tmp_path: Path, sample: SamplePaths
) -> None:
    assert run("judge", project, "--relevant", *images["3"][:2], "--unsure", images["7"][0]) == 0
    assert run("export", project, "--format", "labels-csv", "-o", tmp_path / "labels.csv") == 0
    other = tmp_path / "other.annotator"
    assert run("new", sample.images, sample.features, "-o", other) == 0
    assert run("judge", other, "--csv", tmp_path / "labels.csv") == 0
    with Session.open(project) as ours, Session.open(other) as theirs:
        assert dict(ours.labels) == dict(theirs.labels)


def test_rank_with_a_condition(project: Path, images: dict[str, list[str]], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("judge", project, "--relevant", *images["3"][:3], "--irrelevant", images["7"][0]) == 0
    capsys.readouterr()
    assert run("rank", project, "--where", "relevant", "--json") == 0
    assert {json.loads(line)["path"] for line in capsys.readouterr().out.splitlines()} == set(images["3"][:3])
    assert run("rank", project, "--where", "rank <= 20 and judged == 0") == 0
    titles, *rows = capsys.readouterr().out.splitlines()
    assert titles.split() == ["rank", "score", "std", "probability", "label", "path"]
    assert len(rows) == 17
    assert all("unlabelled" in row for row in rows)
    assert run("rank", project, "--where", "rank <= 20 and unlabelled") == 0
    assert capsys.readouterr().out.splitlines() == [titles, *rows]
    assert run("rank", project, "--where", "not featured or example") == 0
    assert capsys.readouterr().out.splitlines()[1:] == []
    with Session.open(project) as session:
        session.topics.add("sevens")
        session.topics.switch(2)
        session.judge([session.find(images["7"][0])], Label.RELEVANT)
        session.topics.switch(1)
    assert run("rank", project, "--where", "relevant('sevens') and irrelevant", "--json") == 0
    assert [json.loads(line)["path"] for line in capsys.readouterr().out.splitlines()] == [images["7"][0]]
    assert run("rank", project, "--where", "relevant('eights')") == 2
    assert "There is no topic 'eights'" in capsys.readouterr().err
    assert run("rank", project, "--where", "rank <= ") == 2
    assert run("rank", project, "--where", "__import__('os')") == 2


def test_rank_without_a_judgement_says_what_to_do(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("rank", project) == 2
    assert "annotator next" in capsys.readouterr().err


def test_export_writes_every_format(
    project: Path, images: dict[str, list[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("judge", project, "--relevant", *images["3"][:3]) == 0
    capsys.readouterr()
    assert run("formats", "--json") == 0
    for form in json.loads(capsys.readouterr().out):
        target = tmp_path / f"out{form['suffix']}"
        few = form["name"] == "cleanlab"  # three judgements are too few to doubt one
        assert run("export", project, "--format", form["name"], "-o", target) == (2 if few else 0)
        assert few or target.stat().st_size > 0
    assert run("export", project, "--format", "pdf", "-o", tmp_path / "x") == 2
    assert "labels-csv" in capsys.readouterr().err


def test_reading_works_while_the_project_is_open_elsewhere(
    project: Path, images: dict[str, list[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("judge", project, "--relevant", images["3"][0]) == 0
    with Session.open(project):
        assert run("rank", project, "--top", 3) == 0
        assert run("export", project, "--format", "trec-run", "-o", tmp_path / "x.run") == 0
        assert run("status", project) == 0
        capsys.readouterr()
        assert run("judge", project, "--relevant", images["3"][1]) == 2
        assert "digits.annotator" in capsys.readouterr().err


def test_topics(project: Path, images: dict[str, list[str]], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("judge", project, "--relevant", images["3"][0]) == 0
    assert run("topic", project, "--add", "sevens", "--strategy", "topscoring", "-k", 2) == 0
    assert "sevens: topscoring, 2 images per batch" in capsys.readouterr().out
    assert run("judge", project, "--relevant", images["7"][0]) == 0
    assert run("topic", project, "--topic", "threes", "--rename", "3", "--param", "find=0.25") == 0
    assert run("status", project, "--json") == 0
    threes, sevens = json.loads(capsys.readouterr().out.splitlines()[-1])["topics"]
    assert (threes["topic"], threes["current"], threes["relevant"], threes["strategy"]) == ("3", True, 1, "mix")
    assert threes["parameters"]["find"] == 0.25
    assert (sevens["topic"], sevens["current"], sevens["relevant"], sevens["batch_size"]) == ("sevens", False, 1, 2)
    assert run("rank", project, "--topic", "eights") == 2
    assert "'3', 'sevens'" in capsys.readouterr().err


def test_a_goal_sets_strategy_and_parameters(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("topic", project, "--goal", "find") == 0
    assert "threes: mix (find=1.0" in capsys.readouterr().out
    assert run("topic", project, "--goal", "find", "--param", "find=0.5") == 0
    assert "threes: mix (find=0.5" in capsys.readouterr().out
    assert run("topic", project, "--goal", "random") == 0
    assert "threes: random," in capsys.readouterr().out
    assert run("topic", project, "--goal", "finding") == 2
    assert "the goals are: learn, find" in capsys.readouterr().err
    assert run("goals") == 0
    assert "sets: mix, find=1.0" in capsys.readouterr().out
    assert run("goals", "--json") == 0
    assert json.loads(capsys.readouterr().out)[0]["strategy"] == "mix"


def test_topics_are_compared_archived_and_restored(
    project: Path, images: dict[str, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("judge", project, "--relevant", *images["3"][:3]) == 0
    assert run("topic", project, "--add", "sevens") == 0
    assert run("judge", project, "--relevant", images["3"][0], images["7"][0]) == 0
    capsys.readouterr()
    assert run("topics", project, "--exclusive", "threes", "sevens", "--overlaps", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["overlaps"] == {"threes": {"threes": 3, "sevens": 1}, "sevens": {"threes": 1, "sevens": 2}}
    assert found["conflicts"] == [{"path": images["3"][0], "relevant to": ["threes", "sevens"]}]
    assert [topic["exclusive"] for topic in found["topics"]] == [True, True]
    assert run("topics", project, "--overlaps") == 0
    assert f"{images['3'][0]}: threes, sevens" in capsys.readouterr().out
    assert run("topics", project, "--archive", "sevens") == 0
    assert "archived" in capsys.readouterr().out
    assert run("topic", project, "--topic", "sevens") == 2
    assert run("topics", project, "--archive", "threes") == 2
    assert run("topics", project, "--restore", "sevens", "--exclusive") == 0
    assert "archived" not in capsys.readouterr().out
    assert run("judge", project, "--topic", "sevens", "--relevant", images["7"][1]) == 0


def test_a_moved_project_finds_its_images_again(project: Path, sample: SamplePaths, tmp_path: Path) -> None:
    images = tmp_path / "elsewhere"
    images.symlink_to(sample.images)
    assert run("relink", project, "--images", images) == 0
    with Session.open(project) as session:
        assert session.collection.root == images


def test_a_project_from_elsewhere_is_allowed_by_the_option_that_is_named(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = shutil.copy(project, tmp_path / "copy.annotator")
    assert run("status", copy) == 2
    assert "It is allowed by: --trust" in capsys.readouterr().err
    assert run("status", copy, "--trust") == 0


def test_check_and_repair(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", project) == 0
    assert "nothing is damaged" in capsys.readouterr().out
    assert run("check", project, "--repair") == 0


def test_strategies_lists_everything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("strategies") == 0
    text = capsys.readouterr().out
    assert "mistake_probability=0.0" in text
    assert "a number from 0 to 0.45" in text
    assert "\nbait " not in text
    assert text.endswith(" more with --all\n")
    assert run("strategies", "--all") == 0
    everything = capsys.readouterr().out
    assert "\nbait " in everything
    assert "more with" not in everything
    (tmp_path / "broken.py").write_text("raise RuntimeError('no luck')\n")
    assert run("strategies", "--plugins", PLUGINS, "--plugins", tmp_path, "--json") == 2
    listed = json.loads(capsys.readouterr().out)
    assert {"ital", "spread"} <= {entry["name"] for entry in listed["strategies"]}
    assert listed["failures"] == [{"source": str(tmp_path / "broken.py"), "reason": "RuntimeError: no luck"}]
    assert run("strategies", "--plugins", tmp_path / "missing") == 2


def test_a_plugin_chooses_a_batch(
    project: Path, images: dict[str, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("judge", project, "--relevant", images["3"][0]) == 0
    assert run("topic", project, "--strategy", "spread", "--param", "trade_off=0.8", "--plugins", PLUGINS) == 0
    capsys.readouterr()
    assert run("next", project, "--plugins", PLUGINS, "--json") == 0
    batch = json.loads(capsys.readouterr().out)
    assert (batch["strategy"], batch["parameters"]["trade_off"]) == ("spread", 0.8)
    assert run("next", project) == 2
    assert "There is no strategy 'spread'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--param", "speed=2"], "there is no parameter 'speed'; the parameters are: find"),
        (["--param", "find=lots"], "find: 'lots' is not a number from 0 to 1"),
        (["--model", "noise=-1"], "noise: -1.0 is not a number from 1e-06 to 10"),
        (["--strategy", "magic"], "There is no strategy 'magic'; the strategies are: mix"),
    ],
)
def test_wrong_settings_name_what_exists(
    words: list[str], message: str, tmp_path: Path, sample: SamplePaths, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "p.annotator"
    assert run("new", sample.images, sample.features, "-o", path, *words) == 2
    assert message in capsys.readouterr().err
    assert not path.exists()


def test_simulate_prints_the_learning_curve(sample: SamplePaths, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["simulate", sample.features, "--classes", sample.classes, "--relevant", "3", "--rounds", 3, "-k", 5]
    assert run(*words, "--json", "--seed", 2) == 0
    curve = json.loads(capsys.readouterr().out)
    assert curve["relevant"] == 183
    assert [point["judged"] for point in curve["points"]] == [1, 6, 11, 16]
    assert curve["points"][-1]["average_precision"] > curve["points"][0]["average_precision"]
    assert run(*words, "--csv", "--strategy", "random", "--mistake", 0.1, "--examples", 0) == 0
    titles, *rows = capsys.readouterr().out.splitlines()
    assert titles.startswith("round,judged,found")
    assert len(rows) == 4
    assert run(*words, "--strategy", "spread", "--plugins", PLUGINS, "--param", "trade_off=1") == 0
    assert "spread: 183 relevant of 1797 images" in capsys.readouterr().out
    assert run("simulate", sample.features, "--classes", sample.classes, "--relevant", "eleven") == 2
    assert "the classes are: 0, 1, 2" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ["judge", "p", "--relevant"],
        ["next", "p", "-k", "0"],
        ["rank", "p", "--top", "-3"],
        ["new", "a", "b"],
        ["topic", "p", "--param", "tolerance"],
        ["simulate", "f", "--classes", "c", "--relevant", "3", "--mistake", "2"],
        ["--fly"],
    ],
)
def test_wrong_words_end_with_the_usage(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert "usage: annotator" in capsys.readouterr().err


def test_errors_are_told_without_a_traceback(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "annotator", "rank", str(tmp_path / "missing.annotator")]
    ended = subprocess.run(command, capture_output=True, text=True)
    assert ended.returncode == 2
    assert "missing.annotator" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_version_and_help() -> None:
    version = subprocess.run([sys.executable, "-m", "annotator", "--version"], capture_output=True, text=True)
    assert version.stdout.strip() == f"annotator {__version__}"
    explained = subprocess.run([sys.executable, "-m", "annotator", "judge", "--help"], capture_output=True, text=True)
    assert "Either all labels are stored or none" in " ".join(explained.stdout.split())


def test_a_reader_that_leaves_is_no_error(project: Path, images: dict[str, list[str]]) -> None:
    assert run("judge", project, "--relevant", images["3"][0]) == 0
    command = [sys.executable, "-m", "annotator", "rank", str(project)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as ranking:
        assert ranking.stdout is not None
        assert ranking.stderr is not None
        assert ranking.stdout.readline().split()[0] == "rank"
        ranking.stdout.close()
        assert ranking.stderr.read() == ""
    assert ranking.returncode in (0, 141)


@pytest.mark.skipif(os.name == "nt", reason="there are no such signals")
def test_ctrl_c_ends_cleanly(project: Path) -> None:
    command = [sys.executable, "-m", "annotator", "judge", str(project), "--csv", "-"]

    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=hear_ctrl_c
    ) as running:
        assert running.stdin is not None
        running.stdin.write("path,label\n")
        running.stdin.flush()
        wait_until_read(running.stdin)  # from here on the command waits for more
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=PATIENCE_S)
    assert running.returncode == 130
    assert "interrupted" in said
    assert "Traceback" not in said


def test_the_window_cannot_open_without_a_display(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for variable in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(variable, raising=False)
    assert run("gui") == 2
    assert "there is no display" in capsys.readouterr().err
    monkeypatch.setenv("DISPLAY", ":4711")
    assert main([]) == 2
    assert "display" in capsys.readouterr().err


def test_mistakes_are_listed_and_kept(
    project: Path, images: dict[str, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("mistakes", project) == 2
    assert "60 judgements are needed" in capsys.readouterr().err
    wrong = images["6"][30]
    others = [images[digit][number] for digit in "0126" for number in range(9)]
    assert run("judge", project, "--relevant", *images["3"][:35], wrong, "--irrelevant", *others) == 0
    capsys.readouterr()
    assert run("mistakes", project, "--json") == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["path"] for one in found] == [wrong]
    assert found[0]["label"] == "relevant"
    assert found[0]["quality"] < 0.5 < found[0]["wrong"]
    assert "irrelevant" in found[0]["reason"]
    assert run("mistakes", project, "--top", 1) == 0
    assert found[0]["path"] in capsys.readouterr().out
    assert run("confirm", project, wrong) == 0
    assert capsys.readouterr().out == f"{wrong}: relevant kept\n"
    assert run("mistakes", project, "--json") == 0
    assert wrong not in capsys.readouterr().out
    assert run("confirm", project, images["9"][0]) == 2
    assert "has no label that could be kept" in capsys.readouterr().err


def test_the_thumbnail_cache_is_measured_and_emptied(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from annotator.data.files.file_state import FileState
    from annotator.data.images.thumbnail_store import FILE_NAME, ThumbnailStore
    from annotator.runtime.paths import UserFolders

    assert run("cache") == 0
    assert "0.0 MB" in capsys.readouterr().out
    store = ThumbnailStore(UserFolders().cache / FILE_NAME)
    for number in range(50):
        store.put(tmp_path / str(number), FileState(10**18, 5, 1), 128, bytes(40_000))
    store.close()
    assert run("cache", "--json") == 0
    assert json.loads(capsys.readouterr().out)["bytes"] > 2_000_000
    assert run("cache", "--clear") == 0
    assert re.search(r"[12]\.\d MB freed", capsys.readouterr().out)
    assert run("cache", "--json") == 0
    assert json.loads(capsys.readouterr().out)["bytes"] < 200_000


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a screen")
@pytest.mark.parametrize(
    ("display", "reason"),
    [({}, "there is no display"), ({"DISPLAY": ":4711", "QT_QPA_PLATFORM": "xcb"}, "could not connect")],
)
def test_without_a_screen_the_window_says_why_it_does_not_open(display, reason, tmp_path):
    kept = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    done = subprocess.run(
        [sys.executable, "-m", "annotator", "gui"], env={**kept, "HOME": str(tmp_path), **display},
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 2
    assert "The window cannot open" in done.stderr
    assert reason in done.stderr


def test_a_program_without_a_console_works_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """The GUI script of Windows has neither standard output nor standard error."""
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    try:
        assert main(["strategies"]) == 0
        assert main(["status", "nowhere.annotator"]) == 2
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.close()
