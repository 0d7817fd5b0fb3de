"""The tokens of texts. The numbers are those of the tokenizer that the network was trained with."""

from __future__ import annotations

import pytest

from annotator.words.text_encoder import TextEncoder
from annotator.words.wordpiece import words_of


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("glass bottle", [3221, 5835]),
        ("  GLASS\n\tbottle ", [3221, 5835]),
        ("xylophone", [1060, 8516, 25232]),
        ("blotchy", [1038, 10994, 11714]),
        ("Käfer", [10556, 7512]),
        ("T-shirt", [1056, 1011, 3797]),
        ("asdfgh", [2004, 20952, 5603]),
        ("猫", [100]),
        ("🐶", [100]),
        ("CΣ", [1039, 29733]),
        ("", []),
        ("x" * 101, [100]),
    ],
)
def test_tokens(text: str, numbers: list[int]) -> None:
    assert TextEncoder()._words.numbers(text, 128) == [101, *numbers, 102]


def test_signs_and_ideographs_stand_alone_and_accents_go() -> None:
    assert words_of("Äpfel, 漢字!\u0000\u200b") == ["apfel", ",", "漢", "字", "!"]


def test_a_long_text_is_cut() -> None:
    assert len(TextEncoder()._words.numbers("dog " * 1000, 128)) == 128


def test_a_text_of_unknown_tokens_is_not_known() -> None:
    assert TextEncoder().knows("dog 🐶")
    assert not TextEncoder().knows("🐶 猫")
    assert not TextEncoder().knows("")
