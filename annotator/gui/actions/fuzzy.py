"""Fuzzy search: every typed word must occur with its letters in order; closer letters score higher."""

from __future__ import annotations

import unicodedata

_WORD_START = 6
_IN_A_ROW = 4
_GAP = 1


def plain(text: str) -> str:
    """Return ``text`` in lower case without accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def match(query: str, text: str) -> int | None:
    """Return how well ``text`` matches ``query``, higher is better; ``None`` if a typed word does not occur."""
    total, searched = 0, plain(text)
    for word in plain(query).split():
        scores = [_from(word, searched, start) for start, sign in enumerate(searched) if sign == word[0]]
        best = max((score for score in scores if score is not None), default=None)
        if best is None:
            return None
        total += best
    return total


def _from(word: str, text: str, start: int) -> int | None:
    """Return the score of ``word`` in ``text`` when its first letter is matched at ``start``."""
    score, last = 0, start - 1
    for position, letter in enumerate(word):
        at = text.find(letter, last + 1)
        if at < 0:
            return None
        starts_word = at == 0 or not text[at - 1].isalnum()
        score += _WORD_START if starts_word else 0
        score += _IN_A_ROW if position and at == last + 1 else 0
        score -= min(_GAP * (at - last - 1), 5) if position else 0
        last = at
    return score
