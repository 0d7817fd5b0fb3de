"""Words for a pair of networks that the user brings, read by the real library of tokenizers."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from annotator.cli import main
from annotator.errors import ConfigError, FeatureError
from annotator.extraction import extract
from annotator.extraction.pair import PairEncoder
from annotator.session.session import Session
from annotator.types import Label
from annotator.words import Interpreter, pair_text
from annotator.words.meaning import LONGEST
from annotator.words.pair_text import PairText

small_pair = pytest.importorskip("small_pair")
pytest.importorskip("tokenizers")

RED, GREEN, BLUE = (200, 30, 30), (30, 200, 30), (30, 30, 200)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of five red, five green and five blue images, with features by a pair in ``pair``."""
    (tmp_path / "images").mkdir()
    for number, color in enumerate((RED, GREEN, BLUE) * 5):
        pixels = np.array(color) + np.random.default_rng(number).normal(0, 20, (30, 30, 3))
        Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).save(tmp_path / f"images/im{number:02}.png")
    pair = PairEncoder(small_pair.immich(tmp_path / "pair", "siglip"))
    extract(tmp_path / "images", tmp_path / "f.h5", pair)
    Session.create(tmp_path / "p.annotator", tmp_path / "images", tmp_path / "f.h5").close()
    return tmp_path / "p.annotator"


def best(session: Session) -> set[int]:
    return {image % 3 for image in session.rank().images[:5].tolist()}


def use(session: Session, text: str) -> None:
    session.topics.use_words(Interpreter().understand(text, session.features.extractor))


def read_by(pair: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the numbers that the network for texts is given."""
    monkeypatch.setattr(pair_text, "TEMPLATES", ("{}",))
    vector = PairText(pair)(text)
    assert vector is not None
    return np.round(vector / vector.min(initial=1, where=vector > 0)).astype(int).tolist()


def test_siglip_reads_64_tokens_filled_up_with_the_end(tmp_path, monkeypatch):
    pair = small_pair.immich(tmp_path / "p", "siglip", echo=True)
    numbers = small_pair.numbers_of(small_pair.tokenizer_of("siglip"))
    given = read_by(pair, "A  PHOTO, of_red!$", monkeypatch)
    assert given == [*(numbers[word] for word in ("a", "photo", "of", "red")), *[1] * 60]


def test_clip_reads_77_tokens_between_start_and_end(tmp_path):
    pair = small_pair.immich(tmp_path / "p", "clip", echo=True)
    tokenizer = small_pair.tokenizer_of("clip")
    numbers, known = small_pair.numbers_of(tokenizer), tokenizer["model"]["vocab"]
    first, last = known["<|startoftext|>"], known["<|endoftext|>"]
    texts = [[first, numbers["red"], last], [first, *(numbers[word] for word in ("a", "photo", "of", "red")), last]]
    vectors = [np.array(text + [last] * (77 - len(text)), float) for text in texts]
    wanted = sum(vector / np.linalg.norm(vector) for vector in vectors)
    np.testing.assert_allclose(PairText(pair)("Red"), wanted / np.linalg.norm(wanted))


@pytest.mark.parametrize("layout", [lambda path: small_pair.immich(path, "clip"), small_pair.transformers])
def test_both_layouts_understand_words(tmp_path, layout):
    vector = PairText(layout(tmp_path / "p"))("green")
    assert np.argmax(vector[:3]) == 1
    assert np.linalg.norm(vector) == pytest.approx(1)


def test_words_rank_the_images_and_stay(project):
    with Session.open(project) as session:
        for color, text in enumerate(("red", "green", "blue")):
            use(session, text)
            assert best(session) == {color}
        use(session, "red + blue - red")
        assert best(session) == {2}
        words = session.topics.words
        assert words is not None
        assert (words.meanings, words.unknown, words.model) == ((), (), session.features.extractor)
    shutil.rmtree(project.with_name("pair"))  # stored words need no network
    with Session.open(project) as session:
        assert session.topics.words_in_effect
        assert best(session) == {2}
        session.undo()
        assert best(session) == {2}
        session.undo()
        assert best(session) == {1}


def test_a_ranking_by_words_is_verified_without_the_networks(project, tmp_path):
    with Session.open(project) as session:
        use(session, "red")
        session.judge([0], Label.RELEVANT)
        session.judge([1], Label.IRRELEVANT)
        session.rank()
        session.export("evidence", tmp_path / "pack.zip")
    shutil.rmtree(tmp_path / "pair")
    assert main(["verify", str(tmp_path / "pack.zip"), "--features", str(tmp_path / "f.h5")]) == 0


def test_words_and_an_example_are_used_together(project):
    with Session.open(project) as session:
        use(session, "red + blue")
        session.examples.add([0])
        session.judge([2], None)
        found = session.rank().images.tolist()
        assert {image % 3 for image in found[:5]} == {0}
        assert {image % 3 for image in found[5:10]} == {2}


def test_words_of_another_pair_are_refused_with_the_reason(project, tmp_path):
    other = small_pair.immich(tmp_path / "other", "clip")
    with Session.open(project) as session:
        extractor = session.features.extractor
        use(session, "red")
        words = session.topics.words
    extract(tmp_path / "images", tmp_path / "g.h5", PairEncoder(other))
    Session.create(tmp_path / "q.annotator", tmp_path / "images", tmp_path / "g.h5").close()
    with Session.open(tmp_path / "q.annotator") as session:
        with pytest.raises(FeatureError, match=f"understood for features of {extractor}, and these are of pair:other"):
            session.topics.use_words(words)
        assert session.topics.words is None
    # Another pair was put where the first one was.
    shutil.rmtree(tmp_path / "pair")
    shutil.copytree(other, tmp_path / "pair")
    with Session.open(project) as session:
        with pytest.raises(FeatureError, match="holds another pair of networks"):
            use(session, "green")
        shutil.rmtree(tmp_path / "pair")
        with pytest.raises(FeatureError, match="not known on this computer"):
            use(session, "green")
        assert session.topics.words.text == "red"


@pytest.mark.parametrize("text", ["🦋", "红色的汽车", "🦋 ☃"])
def test_signs_that_no_token_answers_to_are_said_and_not_guessed(project, text):
    with Session.open(project) as session:
        with pytest.raises(ConfigError, match="answers to"):
            use(session, text)
        use(session, f"red + {text}")
        assert session.topics.words.unknown == (text,)
        assert best(session) == {0}


@pytest.mark.parametrize("text", ["🦋", "红色的汽车", "naïve café"])
def test_clip_knows_every_sign(tmp_path, text):
    vector = PairText(small_pair.immich(tmp_path / "p", "clip"))(text)
    assert vector is not None
    assert np.isfinite(vector).all()


def test_too_long_texts_are_refused_and_not_cut(project):
    with Session.open(project) as session:
        with pytest.raises(ConfigError, match="10,000 signs are too many"):
            use(session, "a" * 10_000)
        long = " ".join(["red"] * 70)
        assert len(long) < LONGEST
        with pytest.raises(ConfigError, match="the network reads 64 tokens at most"):
            use(session, long)
        use(session, " ".join(["red"] * 62))  # fits, its caption does not
        assert best(session) == {0}


def test_a_tokenizer_that_cannot_be_read_and_one_that_names_no_filling(tmp_path):
    pair = small_pair.immich(tmp_path / "p")
    description = json.loads((pair / "textual/tokenizer.json").read_text())
    (pair / "textual/tokenizer_config.json").unlink()
    with pytest.raises(FeatureError, match=r"which token fills up short texts\. Put the tokenizer_config\.json"):
        PairText(pair)("red")
    for damaged in ("no json", json.dumps({**description, "model": {"type": "Own"}}), "[]"):
        (pair / "textual/tokenizer.json").write_text(damaged)
        with pytest.raises(FeatureError, match=r"tokenizer\.json: this is no description of tokens"):
            PairText(pair)("red")


def test_the_network_for_images_in_place_of_that_for_texts(tmp_path):
    pair = small_pair.immich(tmp_path / "p")
    shutil.copy(pair / "visual/model.onnx", pair / "textual/model.onnx")
    with pytest.raises(FeatureError, match="does not read texts"):
        PairText(pair)("red")


def test_networks_that_do_not_belong_together(project, tmp_path):
    pair = small_pair.immich(tmp_path / "odd", "siglip", echo=True)
    extract(tmp_path / "images", tmp_path / "odd.h5", PairEncoder(pair))
    Session.create(tmp_path / "o.annotator", tmp_path / "images", tmp_path / "odd.h5").close()
    with Session.open(tmp_path / "o.annotator") as session, pytest.raises(FeatureError, match="64 numbers, and the"):
        use(session, "red")


def test_without_the_library_the_extra_is_named(project, monkeypatch):
    monkeypatch.setitem(sys.modules, "tokenizers", None)
    with Session.open(project) as session, pytest.raises(FeatureError, match=r"'tokenizers'.*\[pair\]"):
        use(session, "red")


def test_the_command_line_takes_words_for_a_pair(project, capsys):
    assert main(["topic", str(project), "--words", "blue"]) == 0
    said = capsys.readouterr().out
    assert "words: blue" in said
    assert "understood as" not in said
    assert main(["rank", str(project), "--top", "5"]) == 0
    ranked = capsys.readouterr().out
    assert all(f"im{number:02}.png" in ranked for number in (2, 5, 8, 11, 14))
    (project.with_name("pair") / "textual/model.onnx").write_bytes(b"damaged")
    assert main(["topic", str(project), "--words", "red"]) == 2
    assert "holds another pair" in capsys.readouterr().err
