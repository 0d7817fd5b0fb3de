"""A picture from anywhere becomes an example, is found in the collection, and survives undo and a restart."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from small_collection import make

from annotator.cli import main
from annotator.errors import FeatureError, ImageError
from annotator.extraction import extract, filling, pictures
from annotator.extraction.builtin import BuiltIn
from annotator.extraction.onnx_encoder import OnnxEncoder
from annotator.extraction.pictures import Box
from annotator.session.session import Session
from annotator.types import Label


def noise(color: tuple[int, int, int], seed: int) -> Image.Image:
    pixels = np.array(color) + np.random.default_rng(seed).normal(0, 20, (40, 60, 3))
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Ten red and ten blue images, and a picture ``asked.png`` beside them that is half red and half blue."""
    (tmp_path / "images").mkdir()
    for number in range(20):
        noise((200, 30, 30) if number < 10 else (30, 30, 200), number).save(tmp_path / "images" / f"im{number:02}.png")
    asked = Image.new("RGB", (120, 40))
    asked.paste(noise((200, 30, 30), 90), (0, 0))
    asked.paste(noise((30, 30, 200), 91), (60, 0))
    asked.save(tmp_path / "asked.png")
    noise((30, 30, 200), 92).save(tmp_path / "blue.png")
    session = filling.create(tmp_path / "p.annotator", tmp_path / "images", BuiltIn())
    filling.fill(session, BuiltIn).run()
    session.close()
    return tmp_path / "p.annotator"


def best(session: Session) -> set[int]:
    return set(session.rank().images[:10].tolist())


def test_a_picture_finds_its_like_and_stays(project: Path) -> None:
    picture = project.with_name("blue.png")
    with Session.open(project) as session:
        change = pictures.like(session, [("blue.png", picture)]).run()
        assert change.text == "external example blue.png"
        assert best(session) == set(range(10, 20))
    with Session.open(project) as session:
        assert [example.name for example in session.examples.external] == ["blue.png"]
        assert best(session) == set(range(10, 20))
        session.undo()
        assert session.examples.external == ()


@pytest.mark.parametrize(("box", "wanted"), [((0, 0, 60, 40), range(10)), ((60, 0, 60, 40), range(10, 20))])
def test_a_part_of_a_picture_counts_alone(project: Path, box, wanted) -> None:
    with Session.open(project) as session:
        pictures.like(session, [("part", project.with_name("asked.png"))], box=Box(*box)).run()
        assert best(session) == set(wanted)
        assert session.examples.external[0].name == f"part, part {','.join(map(str, box))}"
        with pytest.raises(ImageError, match="no part of this picture"):
            pictures.like(session, [("part", project.with_name("asked.png"))], box=Box(60, 0, 0, 40)).run()
        with pytest.raises(ImageError, match="120 x 40 pixels"):
            pictures.like(session, [("part", project.with_name("asked.png"))], box=Box(100, 0, 21, 40)).run()


def test_pixels_without_a_file_and_images_of_the_collection(project: Path) -> None:
    with Session.open(project) as session:
        pictures.like(session, [("clipboard", noise((200, 30, 30), 93))]).run()
        assert best(session) == set(range(10))
        pictures.like(session, [("im12.png", session.collection.image_path(12))]).run()
        assert dict(session.labels) == {12: Label.RELEVANT}
        assert len(session.examples.external) == 1


def test_a_picture_can_be_given_before_the_features_are_there(project: Path, tmp_path: Path) -> None:
    with filling.create(tmp_path / "q.annotator", tmp_path / "images", BuiltIn()) as session:
        pictures.like(session, [("blue.png", tmp_path / "blue.png")]).run()
        filling.fill(session, BuiltIn).run()
        assert best(session) == set(range(10, 20))


def test_features_of_unknown_origin_say_so(tmp_path: Path) -> None:
    small = make(tmp_path)
    Image.new("RGB", (9, 9)).save(tmp_path / "a.png")
    with small.create() as session, pytest.raises(FeatureError, match="computed by an unknown encoder"):
        pictures.like(session, [("a.png", tmp_path / "a.png")]).run()


def test_a_network_of_ones_own_is_named(project: Path, tmp_path: Path, capsys) -> None:
    small_network = pytest.importorskip("small_network")
    net = small_network.network(tmp_path / "net.onnx")
    extract(tmp_path / "images", tmp_path / "net.h5", OnnxEncoder(net))
    Session.create(tmp_path / "n.annotator", tmp_path / "images", tmp_path / "net.h5").close()
    net = net.rename(tmp_path / "moved.onnx")
    asked = ["judge", str(tmp_path / "n.annotator"), "--like", str(tmp_path / "blue.png")]
    assert main(asked) == 2
    assert "--encoder NETWORK" in capsys.readouterr().err
    assert main([*asked, "--encoder", str(net)]) == 0
    other = small_network.network(tmp_path / "other.onnx", outputs=("logits", "pooled"))
    assert main([*asked, "--encoder", str(other)]) == 2
    assert "was computed by onnx:net.onnx" in capsys.readouterr().err


def test_the_command_takes_pictures_and_refuses_what_is_none(project: Path, tmp_path: Path, capsys) -> None:
    assert main(["judge", str(project), "--like", str(tmp_path / "blue.png")]) == 0
    assert main(["rank", str(project), "--top", "10"]) == 0
    assert {f"im{number}.png" for number in range(10, 20)} == {
        word for word in capsys.readouterr().out.split() if word.endswith(".png")
    }
    asked = ["judge", str(project), "--like", str(tmp_path / "asked.png")]
    assert main([*asked, "--box", "0,0,60,40"]) == 0
    assert "external example asked.png, part 0,0,60,40" in capsys.readouterr().err
    assert main([*asked, "--box", "0,0,600,40"]) == 2
    assert "no part of this picture of 120 x 40 pixels" in capsys.readouterr().err
    for part in ("0,0,1,1", "0,0,60,15", "0,0,15,40"):
        assert main([*asked, "--box", part]) == 2
        assert "too small to show anything. Both sides need 16 pixels or more" in capsys.readouterr().err
    assert main([*asked, "--box", "0,0,16,16"]) == 0
    capsys.readouterr()
    assert main([*asked, str(tmp_path / "blue.png"), "--box", "0,0,60,40"]) == 2
    assert "a part of one picture" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main([*asked, "--box", "1,2"])
    assert "give four numbers" in capsys.readouterr().err
    (tmp_path / "text.png").write_text("no image")
    assert main(["judge", str(project), "--like", str(tmp_path / "text.png")]) == 2
    assert "text.png" in capsys.readouterr().err
