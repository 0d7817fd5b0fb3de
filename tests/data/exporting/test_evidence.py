"""The evidence pack is whole, agrees with itself and with another reader, and gives the same ranking again."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import ir_measures
import numpy as np
import pytest
from ir_measures import AP, Judged, P, Rprec

from annotator.cli import main
from annotator.data.exporting.evidence import MEMBERS
from annotator.errors import ExportError
from annotator.sample import create_sample
from annotator.session.session import Session
from annotator.types import Label
from annotator.verification import verify


@pytest.fixture(scope="module")
def searched(tmp_path_factory) -> dict[str, Path]:
    """A search with judgements, an undo, a correction, an unsure image and an external example."""
    folder = tmp_path_factory.mktemp("evidence")
    sample = create_sample(folder / "sample")
    with Session.create(folder / "digits.annotator", sample.images, sample.features, topic="threes") as session:
        session.examples.add(range(3))
        session.next_batch()
        session.judge(range(100, 110), Label.IRRELEVANT)
        session.judge(range(20, 24), Label.RELEVANT)
        session.undo()
        session.judge([101], Label.RELEVANT)
        session.judge([200], Label.UNSURE)
        session.examples.add_external(np.random.default_rng(0).random(64), "drawn")
        session.export("evidence", folder / "pack.zip")
        session.export("evidence", folder / "again.zip")
    return {"pack": folder / "pack.zip", "again": folder / "again.zip", "features": sample.features}


def test_a_pack_is_whole_and_the_same_bytes_every_time(searched):
    checks = verify(searched["pack"])
    assert [check.passed for check in checks] == [True] * 5
    assert searched["pack"].read_bytes() == searched["again"].read_bytes()


def test_the_search_gives_the_same_ranking_again(searched):
    checks = verify(searched["pack"], searched["features"])
    assert all(check.passed for check in checks)
    assert checks[-1].found.startswith("1,797 images, same order")


def test_common_tools_check_it_too(searched, tmp_path):
    with zipfile.ZipFile(searched["pack"]) as archive:
        archive.extractall(tmp_path)
    checked = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout
    qrels = list(ir_measures.read_trec_qrels(str(tmp_path / "judgements.qrels")))
    run = list(ir_measures.read_trec_run(str(tmp_path / "ranking.run")))
    measured = ir_measures.calc_aggregate([AP, P @ 10, Rprec, Judged @ 10], qrels, run)
    stored = json.loads((tmp_path / "metrics.json").read_text())
    assert {str(measure): value for measure, value in measured.items()} == pytest.approx(stored["measures"], abs=1e-6)
    assert stored["command"].split()[3:] == list(stored["measures"])
    search = json.loads((tmp_path / "search.json").read_text())
    assert search["settings"]["strategy"] == "mix"
    assert "numpy" in search["versions"]
    assert search["neighbour_graph"] is True


def tampered(pack: Path, target: Path, change) -> Path:
    """Write a pack with changed members, with or without checksums that fit."""
    with zipfile.ZipFile(pack) as archive:
        parts = {name: archive.read(name) for name in MEMBERS}
    change(parts)
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target


def resum(parts: dict[str, bytes]) -> None:
    names = [name for name in parts if name != "SHA256SUMS"]
    parts["SHA256SUMS"] = "".join(f"{hashlib.sha256(parts[n]).hexdigest()}  {n}\n" for n in names).encode()


def test_a_changed_file_is_noticed(searched, tmp_path):
    def change(parts: dict[str, bytes]) -> None:
        parts["labels.csv"] = parts["labels.csv"].replace(b"irrelevant", b"relevant", 1)

    (check,) = verify(tampered(searched["pack"], tmp_path / "a.zip", change))
    assert not check.passed
    assert check.found == "changed: labels.csv"


@pytest.mark.parametrize(
    ("member", "old", "new", "failing"),
    [
        ("labels.csv", b",irrelevant,0,", b",relevant,1,", "the judgements, replayed, give the labels"),
        ("metrics.json", b'"AP": 1', b'"AP": 0', "the measures follow from run and judgements"),
        ("judgements.qrels", b" 1\n", b" 0\n", "the measures follow from run and judgements"),
        (
            "state.events.jsonl",
            b'"new": "relevant"',
            b'"new": "irrelevant"',
            "the judgements, replayed, give the labels",
        ),
    ],
)
def test_files_that_do_not_agree_are_noticed_even_with_new_checksums(searched, tmp_path, member, old, new, failing):
    def change(parts: dict[str, bytes]) -> None:
        assert old in parts[member]
        parts[member] = parts[member].replace(old, new, 1)
        resum(parts)

    checks = verify(tampered(searched["pack"], tmp_path / "a.zip", change))
    assert failing in [check.name for check in checks if not check.passed]


def test_another_search_does_not_give_the_ranking(searched, tmp_path):
    def change(parts: dict[str, bytes]) -> None:
        search = json.loads(parts["search.json"])
        search["settings"]["model"]["prior_mean"] = -1.5
        parts["search.json"] = json.dumps(search).encode()
        resum(parts)

    checks = verify(tampered(searched["pack"], tmp_path / "a.zip", change), searched["features"])
    assert [check.name for check in checks if not check.passed] == ["the search, computed again, gives the ranking"]


def test_other_features_are_noticed(searched, tmp_path):
    import h5py

    shutil.copy(searched["features"], tmp_path / "f.h5")
    with h5py.File(tmp_path / "f.h5", "a") as file:
        file["features"][0] = 7
    checks = verify(searched["pack"], tmp_path / "f.h5")
    assert [(check.name, check.found) for check in checks if not check.passed] == [
        ("the feature file is the one of the search", "rows")
    ]


def test_what_is_no_pack_is_refused(searched, tmp_path):
    (tmp_path / "a.zip").write_text("no archive")
    with pytest.raises(ExportError, match="no evidence pack"):
        verify(tmp_path / "a.zip")
    with pytest.raises(ExportError, match="it must hold README"):
        verify(tampered(searched["pack"], tmp_path / "b.zip", lambda parts: parts.pop("rows.csv")))

    def change(parts: dict[str, bytes]) -> None:
        parts["state.events.jsonl"] = b"{"
        resum(parts)

    with pytest.raises(ExportError, match="the pack is damaged"):
        verify(tampered(searched["pack"], tmp_path / "c.zip", change))


def test_the_command_says_what_holds(searched, tmp_path, capsys):
    assert main(["verify", str(searched["pack"]), "--features", str(searched["features"])]) == 0
    said = capsys.readouterr().out
    assert said.count("holds") == 7
    broken = tampered(searched["pack"], tmp_path / "a.zip", lambda parts: parts.update({"README.txt": b""}))
    assert main(["verify", str(broken), "--json"]) == 1
    assert '"passed": false' in capsys.readouterr().out
