"""Tokens of a text as the BERT family of networks reads them: words, and pieces of words that the vocabulary lacks.

Source:
    Devlin et al. 2019, arXiv 1810.04805 (the uncased vocabulary); Wu et al. 2016, arXiv 1609.08144, section 4.1: the
    longest piece of the vocabulary is taken from the left, again and again.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

UNKNOWN, FIRST, LAST = "[UNK]", "[CLS]", "[SEP]"
_LONGEST_WORD = 100
_IDEOGRAPHS = (
    (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F), (0x2B820, 0x2CEAF),
    (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
)  # fmt: skip


class WordPiece:
    """Splits texts into the tokens of a vocabulary.

    Args:
        vocabulary: The tokens by number; pieces inside of a word start with ``##``.
    """

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._number = {token: number for number, token in enumerate(vocabulary)}
        self.unknown = self._number[UNKNOWN]

    def numbers(self, text: str, most: int) -> list[int]:
        """Return the numbers of the tokens of ``text`` between those of its start and its end, ``most`` in all."""
        pieces = [piece for word in words_of(text) for piece in self._pieces(word)]
        return [self._number[FIRST], *pieces[: most - 2], self._number[LAST]]

    def _pieces(self, word: str) -> list[int]:
        found: list[int] = []
        start = 0
        while start < len(word):
            for stop in range(len(word), start, -1):
                number = self._number.get(word[start:stop] if start == 0 else f"##{word[start:stop]}")
                if number is not None:
                    break
            else:
                return [self.unknown]
            found.append(number)
            start = stop
        return found if len(word) <= _LONGEST_WORD else [self.unknown]


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case without accents; each sign and each ideograph is one."""
    spaced = []
    plain = unicodedata.normalize("NFD", "".join(filter(_shown, text)))
    for sign in "".join(sign.lower() for sign in plain if unicodedata.category(sign) != "Mn"):
        kind = unicodedata.category(sign)
        alone = kind.startswith("P") or (sign.isascii() and not sign.isalnum()) or _ideograph(sign)
        spaced.append(f" {sign} " if alone else sign)
    return "".join(spaced).split()


def _shown(sign: str) -> bool:
    return sign in "\t\n\r" or (unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co") and sign != "\ufffd")


def _ideograph(sign: str) -> bool:
    return any(low <= ord(sign) <= high for low, high in _IDEOGRAPHS)
