"""``annotator judge``: what is refused is refused as a whole, and no image gets a label that was not meant for it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import small_collection
from PIL import Image

from annotator.cli import main
from annotator.parameters import Stacking
from annotator.session.session import Session
from annotator.types import Label

STACK, N = (5, 6, 7, 8), 60


def named(number: int) -> str:
    return f"{number // 5:02d}/im{number:04d}.png"


@pytest.fixture
def project(tmp_path: Path) -> str:
    """A project of 60 images; those of ``STACK`` are all but the same."""
    made = small_collection.make(tmp_path, N, 16)
    rng = np.random.default_rng(2)
    values = rng.normal(size=(N, 16))
    values[5:9] = values[5] + rng.normal(scale=0.05, size=(4, 16))
    small_collection.write_features(made.features, values, [named(i) for i in range(N)])
    session = made.create(batch_size=8)
    path = session.project.path
    session.close()
    return str(path)


def labels(project: str) -> dict[int, Label]:
    with Session.open(project, read_only=True) as session:
        return {int(Path(session.paths[image]).stem[2:]): label for image, label in session.labels.items()}


def test_two_labels_for_one_stack_are_refused(project: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["judge", project, "--stacks", "similar", "--relevant", named(5), "--irrelevant", named(7)]
    assert main(asked) == 2
    assert "im0006.png: other images of its stack were given different labels" in capsys.readouterr().err
    assert labels(project) == {}
    assert main([*asked, named(6), named(8)]) == 0
    assert labels(project) == {5: Label.RELEVANT} | dict.fromkeys((6, 7, 8), Label.IRRELEVANT)


def test_clearing_a_stack_keeps_an_image_that_was_judged_by_itself(project: str) -> None:
    assert main(["judge", project, "--irrelevant", named(6)]) == 0
    assert main(["judge", project, "--stacks", "similar", "--relevant", named(5)]) == 0
    assert labels(project) == {6: Label.IRRELEVANT} | dict.fromkeys((5, 7, 8), Label.RELEVANT)
    assert main(["judge", project, "--stacks", "similar", "--clear", named(5)]) == 0
    assert labels(project) == {6: Label.IRRELEVANT}


def test_the_rest_of_a_batch_is_what_no_stack_of_a_named_image_has(project: str) -> None:
    with Session.open(project) as session:
        session.collection.stacks.use(Stacking("off"))
        session.next_batch(N)
    assert main(["judge", project, "--stacks", "similar", "--relevant", named(5), "--rest", "irrelevant"]) == 0
    found = labels(project)
    assert {number for number, label in found.items() if label is Label.RELEVANT} == set(STACK)
    assert len(found) == N


def test_an_example_is_not_stored_with_labels_that_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "images").mkdir()
    for number in range(6):
        Image.new("RGB", (40, 30), (40 * number, 20, 200 - 30 * number)).save(tmp_path / "images" / f"{number}.png")
    Image.new("RGB", (40, 30), "red").save(tmp_path / "asked.png")
    project = str(tmp_path / "p.annotator")
    assert main(["new", str(tmp_path / "images"), "--encoder", "descriptor", "-o", project]) == 0
    asked = ["judge", project, "--like", str(tmp_path / "asked.png")]
    assert main([*asked, "--relevant", "nothing.png"]) == 2
    assert "nothing.png" in capsys.readouterr().err
    assert main(["undo", project]) == 1
    assert main([*asked, "--relevant", "1.png"]) == 0
    assert "1 picture is an example now" in capsys.readouterr().err
