"""A pseudo-locale that reveals texts that are not translated, have too little room, or are not mirrored."""

from __future__ import annotations

import re

from PySide6.QtCore import QTranslator

PSEUDO = "x-rtl"
"""Its name; its text runs from right to left."""

_ACCENTS = str.maketrans("aceinosuyACEINOSUY", "äçéîñôšûýÄÇÉÎÑÔŠÛÝ")
_KEPT = re.compile(r"(\{[^}]*\}|%L?n|<[^>]*>|&\w|&\w+;|\(\*[^)]*\)|\((?:e?s)\))")
"""Fields, tags, mnemonics, file patterns and plurals that are not altered."""


def pseudo(text: str) -> str:
    """Return ``text`` with accents, about a third longer and in brackets."""
    accented = "".join(
        part if _KEPT.fullmatch(part) else part.translate(_ACCENTS) for part in _KEPT.split(text) if part
    )
    return f"[!! {accented} {'~' * (len(text) * 3 // 10)}!!]"


class PseudoLocale(QTranslator):
    """Translates all texts of the program; those of Qt are unchanged."""

    def isEmpty(self) -> bool:
        """Return False, because there are translations."""
        return False

    def translate(  # noqa: D102 - Qt's method
        self, context: str, text: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        return None if context else pseudo(text)
