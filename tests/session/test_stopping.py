"""Audits in a project: drawn, judged, kept, and used."""

from __future__ import annotations

import dataclasses
import json
import math
from pathlib import Path

import numpy as np
import pytest
import small_collection

from annotator.cli import main
from annotator.errors import ConfigError
from annotator.session.session import Session
from annotator.types import Label


def _made(tmp_path: Path, n: int = 60) -> Session:
    return small_collection.make(tmp_path, n, extra_images=["odd.png"]).create(batch_size=4)


def _judge(session: Session, images: tuple[int, ...]) -> None:
    session.judge([i for i in images if i % 5 == 0], Label.RELEVANT)
    session.judge([i for i in images if i % 5], Label.IRRELEVANT)


def test_an_audit_is_stored_with_its_chances_and_survives_reopening(tmp_path: Path) -> None:
    with _made(tmp_path) as session:
        _judge(session, (0, 1, 2))
        batch = session.stopping.audit(10, 0.5).run()
        assert batch is not None
        assert batch.strategy == "audit"
        assert len(set(batch.images)) == 10
        assert not {0, 1, 2} & set(batch.images)
        assert min(batch.scores) >= 10 * 0.5 / 57
        _judge(session, batch.images)
        advice = session.stopping.progress().run().advice
        path = session.project.path
    with Session.open(path) as again:
        assert again.batch == batch
        assert again.stopping.progress().run().advice == advice
        (audit,) = again.stopping.evidence().pessimistic
        assert (audit.found, audit.unlabelled) == (1, 57)
        assert audit.relevant.tolist() == [float(i % 5 == 0) for i in batch.images]
        assert audit.least == pytest.approx(10 * 0.5 / 57)


def test_the_estimate_knows_the_collection_once_all_is_drawn(tmp_path: Path) -> None:
    with _made(tmp_path) as session:
        _judge(session, (0, 1, 2))
        batch = session.stopping.audit(57, 1.0).run()
        assert batch is not None
        _judge(session, batch.images)
        assert session.stopping.evidence().pessimistic[0].total == pytest.approx(12)
        assert session.stopping.progress().run().advice.found == 12
        assert session.stopping.audit().run() is None


def test_unsure_audits_widen_both_ends(tmp_path: Path) -> None:
    with _made(tmp_path) as session:
        batch = session.stopping.audit(10, 1.0).run()
        assert batch is not None
        _judge(session, batch.images[:8])
        session.judge(batch.images[8:9], Label.UNSURE)
        seen = session.stopping.evidence()
        assert seen.undecided == 2  # one unsure, one not judged
        assert seen.pessimistic[0].total - seen.optimistic[0].total == pytest.approx(2 * 60 / 10)
        assert any("neither relevant nor irrelevant" in note for note in session.stopping.progress().run().advice.notes)


def test_found_counts_only_what_was_labelled_before_the_draw_and_mended_mistakes_count(tmp_path: Path) -> None:
    with _made(tmp_path) as session:
        session.judge([3], Label.RELEVANT)  # a mistake
        session.judge([5], Label.RELEVANT)
        session.undo()
        batch = session.stopping.audit(5, 1.0).run()
        assert batch is not None
        _judge(session, batch.images)
        session.judge([3], Label.IRRELEVANT)
        (audit,) = session.stopping.evidence().pessimistic
        assert (audit.found, audit.unlabelled) == (0, 59)


def test_few_audits_give_no_range_and_many_give_all(tmp_path: Path) -> None:
    with _made(tmp_path, 200) as session:
        nothing = session.stopping.progress().run().advice
        assert (nothing.likely, nothing.bound, nothing.recall_bound) == (None, None, None)
        assert any("no audit was drawn" in note for note in nothing.notes)
        batch = session.stopping.audit(5, 1.0).run()
        assert batch is not None
        _judge(session, batch.images)
        assert session.stopping.progress().run().advice.likely is None
        for _ in range(3):
            batch = session.stopping.audit(50, 1.0).run()
            assert batch is not None
            _judge(session, batch.images)
        advice = session.stopping.progress().run().advice
        assert advice.likely is not None
        assert advice.likely[0] <= 40 <= advice.likely[1]
        assert advice.expected_left is not None
        assert abs(advice.expected_left - (40 - advice.found)) < 12
        assert advice.bound is not None
        assert advice.recall_bound == pytest.approx(advice.found / advice.bound)
        assert advice.bound >= 40
        assert any("odd" not in note and "no features" in note for note in advice.notes)


def test_a_share_of_nothing_is_refused(tmp_path: Path) -> None:
    with _made(tmp_path) as session, pytest.raises(ConfigError, match="share"):
        session.stopping.audit(5, 0.0).run()


def test_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with _made(tmp_path) as session:
        _judge(session, (0, 1, 2))
        project = str(session.project.path)
    assert main(["audit", project, "-k", "6", "--json"]) == 0
    drawn = json.loads(capsys.readouterr().out)
    assert drawn["strategy"] == "audit"
    assert len(drawn["images"]) == 6
    assert all(0 < image["chance"] <= 1 for image in drawn["images"])
    assert main(["judge", project, "--rest", "irrelevant"]) == 0
    capsys.readouterr()
    assert main(["progress", project, "--json"]) == 0
    values = json.loads(capsys.readouterr().out)
    assert (values["judged"], values["found"], values["audited"]) == (9, 1, 6)
    assert values["rounds"] == [
        {"round": 0, "strategy": "", "judged": 3, "relevant": 1},
        {"round": 1, "strategy": "audit", "judged": 6, "relevant": 0},
    ]
    assert main(["progress", project]) == 0
    text = capsys.readouterr().out
    assert text.startswith(values["next"] + "\n")
    assert values["next"] == "Go on: it is too early to say how many are left."
    assert "1 relevant images found with 9 judgements" in text
    assert text.count("Assumes that") == len(values["rules"])
    assert "done" not in text
    assert np.isfinite(values["cmh_p"])
    assert not math.isnan(values["consecutive_irrelevant"])


def test_a_first_look_in_place_of_an_audit_is_no_audit(tmp_path: Path) -> None:
    with _made(tmp_path) as session:
        chosen = small_collection.selection(session, [1, 2], scores=[0.5, 0.5])
        session.selections.accept(dataclasses.replace(chosen, strategy="audit", parameters={"share": 0.5}))
        assert session.stopping.evidence().pessimistic == ()
